"""A project as hosts built on JUCE keep it, made of the oldest state that the plugin has to read."""

import json
import re
import struct
from pathlib import Path

STATE = Path(__file__).parents[2] / "plugin/tests/saved_state/data/v1.json"
# JUCE writes bytes as text with these characters, six bits each, the lowest bit first.
CHARACTERS = ".ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+"
MAGIC = b"VC2!"
COMPONENT = re.compile(r"<IComponent>([^<]*)</IComponent>")


def band() -> dict:
    """The band's own text: six bars that sound, beginning with the host's first beat."""
    text = json.loads(STATE.read_text(encoding="utf-8"))
    text["place"]["origin_beat"] = 0.0
    text["place"]["bank"] = None
    text["place"]["folder_watched"] = False
    for lane in text["lanes"].values():
        lane["route"] = "sound"
    return text


def opened(state: bytes) -> dict:
    """What the plugin itself saved, out of a host's bytes."""
    whole = json.loads(decoded(COMPONENT.search(xml(state)).group(1)))
    # Texts are kept as JSON in JSON; the band's is JSON once more.
    whole["fields"] = {name: json.loads(text) for name, text in whole["fields"].items()}
    whole["fields"]["band"] = json.loads(whole["fields"]["band"])
    return whole


def with_band(state: bytes, text: dict) -> bytes:
    """A host's bytes with another band in them."""
    whole = opened(state)
    texts = whole["fields"] | {"band": json.dumps(text)}
    whole["fields"] = {name: json.dumps(text) for name, text in texts.items()}
    inside = encoded(json.dumps(whole).encode())
    return packed(COMPONENT.sub(f"<IComponent>{inside}</IComponent>", xml(state)))


def xml(state: bytes) -> str:
    if not state.startswith(MAGIC):
        raise ValueError(f"a host's state begins with {MAGIC!r}, not with {state[:4]!r}")
    (length,) = struct.unpack_from("<I", state, len(MAGIC))
    return state[8 : 8 + length].decode()


def packed(text: str) -> bytes:
    data = text.encode()
    return MAGIC + struct.pack("<I", len(data)) + data + b"\0"


def decoded(text: str) -> bytes:
    length, characters = text.split(".", 1)
    number = sum(CHARACTERS.index(char) << (6 * place) for place, char in enumerate(characters))
    return number.to_bytes(len(characters) * 6 // 8 + 1, "little")[: int(length)]


def encoded(data: bytes) -> str:
    number = int.from_bytes(data, "little")
    count = -(-len(data) * 8 // 6)
    return f"{len(data)}." + "".join(CHARACTERS[number >> (6 * place) & 63] for place in range(count))
