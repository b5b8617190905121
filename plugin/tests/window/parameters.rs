//! What the window turns is the host's own parameter, in the host's own numbers.

use std::sync::{Arc, Mutex};

use ai_band_plugin::editor::desk::{Desk, Dial, HostDesk};
use ai_band_plugin::params::BandParams;
use ai_band_plugin::saved_state::SavedText;
use music::lane::Lane;
use nice_plug::context::PluginApi;
use nice_plug::context::gui::GuiContext;
use nice_plug::prelude::{GuiContextInner, ParamPtr, PluginState};

/// What a host was told: a hand laid on, a value, a hand taken off.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Told {
    Begun,
    Set(f32),
    Ended,
}

#[derive(Default)]
struct Host(Mutex<Vec<Told>>);

impl Host {
    fn note(&self, told: Told) {
        self.0.lock().expect("nobody panicked with it").push(told);
    }
}

#[expect(unsafe_code, reason = "the framework's trait is so; nothing is done with the pointers")]
impl GuiContextInner for Host {
    fn plugin_api(&self) -> PluginApi {
        PluginApi::Clap
    }
    unsafe fn raw_begin_set_parameter(&self, _: ParamPtr) {
        self.note(Told::Begun);
    }
    unsafe fn raw_set_parameter_normalized(&self, _: ParamPtr, value: f32) {
        self.note(Told::Set(value));
    }
    unsafe fn raw_end_set_parameter(&self, _: ParamPtr) {
        self.note(Told::Ended);
    }
    fn get_state(&self) -> PluginState {
        PluginState { version: String::new(), params: Default::default(), fields: Default::default() }
    }
    fn set_state(&self, _: PluginState) {}
    fn request_restart(&self) {}
}

#[test]
fn each_turn_is_said_in_the_hosts_numbers() {
    let host = Arc::new(Host::default());
    let params = Arc::new(BandParams::new(SavedText::default()));
    let desk = HostDesk { params, host: GuiContext::new(Arc::clone(&host) as Arc<dyn GuiContextInner>) };
    for (dial, at_first, to, said) in [
        (Dial::Intensity, 64, 127, 1.0),
        (Dial::Complexity, 127, 0, 0.0),
        (Dial::Level(Lane::Bass), 127, 64, 64.0 / 127.0),
        (Dial::Pattern, 0, 1, 1.0),
        (Dial::Follow, 0, 1, 1.0),
        (Dial::Fill, 0, 1, 1.0),
        (Dial::Panic, 0, 1, 1.0),
        (Dial::Bypass, 0, 1, 1.0),
        (Dial::Mute(Lane::Drums), 0, 1, 1.0),
        (Dial::Solo(Lane::Extra), 0, 0, 0.0),
    ] {
        assert_eq!(desk.value(dial), at_first, "{dial:?}");
        desk.grab(dial);
        desk.turn(dial, to);
        desk.release(dial);
        let told = std::mem::take(&mut *host.0.lock().expect("nobody panicked with it"));
        let [Told::Begun, Told::Set(value), Told::Ended] = told[..] else { panic!("{dial:?}: {told:?}") };
        assert!((value - said).abs() < 1e-6, "{dial:?}: {value} is not {said}");
    }
}
