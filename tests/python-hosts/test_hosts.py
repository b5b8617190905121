"""The bundled VST3 file in two hosts of other people: what they list, keep and render."""

import gc
import os
import tempfile
import unittest
from pathlib import Path

import dawdreamer
import numpy
import pedalboard

import project

PLUGIN = os.environ["AI_BAND_VST3"]
RATE = 48_000
BLOCK = 512
BPM = 126.0
SECONDS = 2.0
# The sound's own floor, some 100 dB down: nobody plays.
SILENCE = 1e-5
# A key, pressed for a second.
KEY = 60
NAMES = ["Intensity", "Complexity", "Pattern", "Fill", "Follow", "Panic", "Bypass"]
LANES = ["Drums", "Bass", "Keys", "Guitar", "Pad", "Lead", "Percussion", "Extra"]
ALL_NAMES = NAMES + [f"{lane} {what}" for lane in LANES for what in ("mute", "solo", "level")]


def peak(audio) -> float:
    return float(numpy.abs(audio).max())


def first_sounding(audio) -> int:
    """The first sample that is more than the floor."""
    loud = numpy.abs(audio).max(axis=0) > SILENCE
    return int(loud.argmax()) if loud.any() else audio.shape[1]


class Dawdreamer(unittest.TestCase):
    """It has a transport that rolls while it renders, so the band plays."""

    def setUp(self):
        self.engine = dawdreamer.RenderEngine(RATE, BLOCK)
        self.engine.set_bpm(BPM)
        self.plugin = self.engine.make_plugin_processor("band", PLUGIN)
        self.engine.load_graph([(self.plugin, [])])

    def tearDown(self):
        self.engine = self.plugin = None
        gc.collect()

    def state(self) -> bytes:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "state"
            self.plugin.save_state(str(path))
            return path.read_bytes()

    def load(self, state: bytes):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "state"
            path.write_bytes(state)
            self.plugin.load_state(str(path))

    def rendered(self, seconds=SECONDS):
        self.engine.render(seconds)
        return self.engine.get_audio().copy()

    def test_it_is_an_instrument_with_its_parameters(self):
        listed = [parameter["name"] for parameter in self.plugin.get_parameters_description()]
        self.assertEqual(sorted(listed), sorted(ALL_NAMES))
        self.assertEqual((self.plugin.get_num_input_channels(), self.plugin.get_num_output_channels()), (0, 2))

    def test_what_is_saved_and_loaded_is_saved_again(self):
        state = project.with_band(self.state(), project.band())
        self.load(state)
        kept = project.opened(self.state())
        self.assertEqual(kept, project.opened(state))
        self.load(self.state())
        self.assertEqual(project.opened(self.state()), kept)

    def test_parameters_are_kept_with_the_project(self):
        self.plugin.set_parameter(0, 0.25)
        # What is set goes to the plugin with the next block.
        self.rendered(0.1)
        state = self.state()
        self.plugin.set_parameter(0, 1.0)
        self.rendered(0.1)
        self.assertNotEqual(project.opened(self.state()), project.opened(state))
        self.load(state)
        self.assertEqual(project.opened(self.state()), project.opened(state))

    def test_nobody_sounds_in_a_new_project(self):
        self.assertEqual(peak(self.rendered(1.0)), 0.0)

    def test_a_project_that_was_just_opened_sounds_from_its_first_sample(self):
        self.load(project.with_band(self.state(), project.band()))
        first = self.rendered()
        self.assertGreater(peak(first), 0.01)
        self.assertLessEqual(peak(first), 1.0)
        # A drum's first samples may be nothing; ten milliseconds of nothing are late.
        self.assertLess(first_sounding(first), RATE // 100)
        self.assertTrue(numpy.isfinite(first).all())

    def test_two_projects_opened_alike_sound_alike(self):
        def opened():
            self.tearDown()
            self.setUp()
            self.load(project.with_band(self.state(), project.band()))
            return self.rendered()

        first, second = opened(), opened()
        self.assertGreater(peak(first), 0.01)
        self.assertLess(peak(first - second), 1e-6)

    def test_the_tempo_of_the_host_is_the_bands(self):
        self.load(project.with_band(self.state(), project.band()))
        at_126 = self.rendered()
        self.engine.set_bpm(BPM / 2)
        at_63 = self.rendered()
        self.assertGreater(peak(at_126[:, : at_63.shape[1]] - at_63), 0.01)

    def test_keys_are_played_through(self):
        self.plugin.add_midi_note(KEY, 100, 0.5, 1.0)
        audio = self.rendered(2.0)
        self.assertGreater(peak(audio), 0.01)
        self.assertLess(peak(audio[:, : RATE // 2]), SILENCE)


class Pedalboard(unittest.TestCase):
    """It has no transport: keys sound, and the band waits for somebody who says where the song is."""

    KEYS = [((0x90, KEY, 100), 0.5), ((0x80, KEY, 0), 1.5)]

    def setUp(self):
        self.plugin = pedalboard.load_plugin(PLUGIN)

    def tearDown(self):
        # A second instance of a process plays nothing until it is told what, and this host waits ten seconds for
        # some sound of every instrument that it loads.
        self.plugin = None
        gc.collect()

    def rendered(self, keys, seconds=2.0):
        return self.plugin(keys, duration=seconds, sample_rate=RATE, buffer_size=BLOCK)

    def test_it_is_an_instrument_with_its_parameters(self):
        self.assertTrue(self.plugin.is_instrument)
        self.assertEqual((self.plugin.name, self.plugin.is_effect), ("AI Band", False))
        expected = [name.lower().replace(" ", "_") for name in ALL_NAMES]
        self.assertEqual(sorted(self.plugin.parameters), sorted(expected))

    def test_what_is_saved_and_loaded_is_saved_again(self):
        state = project.with_band(self.plugin.raw_state, project.band())
        self.plugin.raw_state = state
        kept = project.opened(self.plugin.raw_state)
        self.assertEqual(kept, project.opened(state))
        self.plugin.raw_state = self.plugin.raw_state
        self.assertEqual(project.opened(self.plugin.raw_state), kept)

    def test_parameters_are_kept_with_the_project(self):
        self.plugin.bypass = True
        state = self.plugin.raw_state
        self.plugin.bypass = False
        self.plugin.raw_state = state
        self.assertTrue(self.plugin.bypass)

    def test_keys_are_played_through_on_their_sample_and_alike_every_time(self):
        self.plugin.raw_state = project.with_band(self.plugin.raw_state, project.band())
        first = self.rendered(self.KEYS)
        self.assertGreater(peak(first), 0.01)
        self.assertLess(peak(first[:, : RATE // 2]), SILENCE)
        self.assertLess(first_sounding(first) - RATE // 2, RATE // 100)
        second = self.rendered(self.KEYS)
        self.assertLess(peak(first - second), SILENCE)

    def test_a_project_that_was_just_opened_sounds_under_its_keys(self):
        self.plugin.raw_state = project.with_band(self.plugin.raw_state, project.band())
        audio = self.rendered([((0x90, KEY, 100), 0.0), ((0x80, KEY, 0), 1.0)])
        self.assertLess(first_sounding(audio), RATE // 100)

    def test_without_a_transport_nobody_plays_the_song(self):
        self.plugin.raw_state = project.with_band(self.plugin.raw_state, project.band())
        self.assertLess(peak(self.rendered([])), SILENCE)


class Projects(unittest.TestCase):
    """The bytes of hosts, written and read by hand."""

    def test_bytes_are_text_and_bytes_again(self):
        for data in (b"", b"\0", b"\xff" * 7, bytes(range(256)), b'{"version":1}'):
            self.assertEqual(project.decoded(project.encoded(data)), data)

    def test_other_bytes_are_named(self):
        with self.assertRaisesRegex(ValueError, "begins with"):
            project.xml(b"RIFF")


if __name__ == "__main__":
    unittest.main()
