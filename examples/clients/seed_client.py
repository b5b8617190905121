#!/usr/bin/env python3
"""A client that knows only the first description of the orchestrator: its routes, its fields, its messages.

It needs an address and a token, and nothing but Python's standard library:

    python3 seed_client.py http://localhost:8000 "$(ai-band token)"

It registers, says that it is there, starts and stops the transport, asks for music, hears `midi_ready` and
`transport_sync` on the socket, lists, streams and deletes. It ends with 0 when everything was as described.
"""

import base64
import json
import math
import os
import socket
import struct
import sys
import time
import urllib.parse
import urllib.request
import wave
import io

PLUGIN = "test_plugin"
PATIENCE_SECONDS = 60


class Rest:
    """The routes, as they are described."""

    def __init__(self, address, token):
        self.address, self.token = address, token

    def ask(self, method, path, body=None, kind="application/json"):
        data = json.dumps(body).encode() if kind == "application/json" and body is not None else body
        headers = {"Authorization": f"Bearer {self.token}"}
        if data is not None:
            headers["Content-Type"] = kind
        request = urllib.request.Request(self.address + path, data=data, method=method, headers=headers)
        with urllib.request.urlopen(request, timeout=PATIENCE_SECONDS) as answer:
            return answer.read()

    def json(self, method, path, body=None, kind="application/json"):
        return json.loads(self.ask(method, path, body, kind))


class Socket:
    """A WebSocket client in forty lines: text frames, and an answer to every ping."""

    def __init__(self, address, token):
        place = urllib.parse.urlsplit(address)
        self.wire = socket.create_connection((place.hostname, place.port), timeout=PATIENCE_SECONDS)
        key = base64.b64encode(os.urandom(16)).decode()
        asked = (
            f"GET /ws/sync HTTP/1.1\r\nHost: {place.netloc}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\nAuthorization: Bearer {token}\r\n\r\n"
        )
        self.wire.sendall(asked.encode())
        self.read = self.wire.makefile("rb")
        status = self.read.readline()
        check(b" 101 " in status, f"the socket opens: {status}")
        while self.read.readline() not in (b"\r\n", b""):
            pass

    def send(self, opcode, data):
        mask = os.urandom(4)
        length = len(data)
        head = bytes([0x80 | opcode])
        head += bytes([0x80 | length]) if length < 126 else bytes([0x80 | 126]) + struct.pack(">H", length)
        self.wire.sendall(head + mask + bytes(byte ^ mask[at % 4] for at, byte in enumerate(data)))

    def say(self, message):
        self.send(0x1, json.dumps(message).encode())

    def hear(self):
        while True:
            first, second = self.read.read(2)
            length = second & 0x7F
            if length == 126:
                (length,) = struct.unpack(">H", self.read.read(2))
            elif length == 127:
                (length,) = struct.unpack(">Q", self.read.read(8))
            data, opcode = self.read.read(length), first & 0x0F
            if opcode == 0x1:
                return json.loads(data)
            if opcode == 0x9:
                self.send(0xA, data)
            check(opcode != 0x8, f"the socket stays open: {data!r}")

    def until(self, is_it):
        end = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < end:
            message = self.hear()
            if is_it(message):
                return message
        raise SystemExit("NOT AS DESCRIBED: nothing of the kind was said for a minute")


def check(is_so, what):
    if not is_so:
        raise SystemExit(f"NOT AS DESCRIBED: {what}")


def say_done(what):
    print(f"ok: {what}", flush=True)


def connection(rest):
    """Scenario 1: a plugin can connect."""
    check(rest.json("POST", "/api/plugin/register", {"plugin_id": PLUGIN}), "it is registered")
    status = rest.json("GET", f"/api/plugin/status?plugin_id={PLUGIN}")
    check(status["status"] == "connected", f"status: {status}")
    rest.json("POST", "/api/plugin/heartbeat", {"plugin_id": PLUGIN})
    say_done("registered, connected, heard")


def generation(rest, wire):
    """Scenario 2: audio is uploaded; the chords are given, for nothing listens to audio yet."""
    rest.json("POST", "/api/audio", song(), "audio/wav")
    wire.say(
        {
            "type": "generate_request",
            "track_types": ["bass", "drums"],
            "chord_progression": "C-Am-F-G",
            "tempo": 120,
            "duration": 32,
            "key": "C major",
        }
    )
    ready = {}
    while len(ready) < 2:
        message = wire.until(lambda said: said["type"] == "midi_ready")
        check(message["duration"] == 32.0 and message["key"] == "C major", f"{message}")
        ready[message["track_type"]] = message["filename"]
    check(set(ready) == {"bass", "drums"}, f"{ready}")
    files = rest.json("GET", "/api/midi/list")["files"]
    for name in ready.values():
        found = [file for file in files if file["filename"] == name]
        check(found and found[0]["duration"] == 32.0, f"{name} is in the list and lasts as long as was asked for")
        check(rest.ask("GET", f"/api/midi/{found[0]['file_id']}")[:4] == b"MThd", f"{name} is a MIDI file")
    say_done(f"bass and drums are ready: {sorted(ready.values())}")
    lines = rest.ask("POST", "/api/midi/stream", {}).splitlines()
    notes = [json.loads(line) for line in lines]
    check(notes and all("pitch" in note for note in notes), "notes are streamed")
    say_done(f"{len(notes)} notes streamed")


def over_http(rest):
    """The same over HTTP, and a file that nobody plays is deleted."""
    body = {"track_types": ["bass"], "chord_progression": "Dm-G", "tempo": 100, "duration": 8, "key": "C major"}
    job = rest.json("POST", "/api/midi/generate", body)["job_id"]
    end = time.monotonic() + PATIENCE_SECONDS
    while rest.json("GET", f"/api/jobs/{job}")["status"] not in ("done", "failed"):
        check(time.monotonic() < end, "the job is done within a minute")
    upload = rest.json("POST", "/api/midi/upload", one_note(), "audio/midi")
    file_id = upload["files"][0]["file_id"]
    rest.ask("DELETE", f"/api/midi/{file_id}")
    left = [file["file_id"] for file in rest.json("GET", "/api/midi/list")["files"]]
    check(file_id not in left, "a deleted file is gone")
    say_done("generated over HTTP, uploaded, deleted")


def transport(rest, wire):
    """Scenario 3: the transport is synchronised."""
    rest.json("POST", "/api/transport/start")
    begun = wire.until(lambda said: said["type"] == "transport_sync" and said["isPlaying"])
    wire.until(lambda said: said["type"] == "transport_sync" and said["currentBeat"] > begun["currentBeat"] + 1)
    position = rest.json("GET", "/api/transport/position")
    check(position["currentBeat"] > 0.0 and position["isPlaying"], f"{position}")
    rest.json("POST", "/api/transport/stop")
    position = rest.json("GET", "/api/transport/position")
    check(position["currentBeat"] == 0.0 and not position["isPlaying"], f"{position}")
    stopped = wire.until(lambda said: said["type"] == "transport_sync" and not said["isPlaying"])
    check(stopped["currentBeat"] == 0.0 and "timestamp" in stopped and stopped["tempo"] == 120.0, f"{stopped}")
    say_done("started, followed, stopped at 0")


def song():
    """A second of a sine."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8_000)
        file.writeframes(b"".join(struct.pack("<h", int(9_000 * math.sin(at / 3))) for at in range(8_000)))
    return out.getvalue()


def one_note():
    """A MIDI file with a quarter note in it."""
    track = bytes.fromhex("00903c64 8360803c40 00ff2f00".replace(" ", ""))
    return b"MThd" + struct.pack(">IHHH", 6, 0, 1, 480) + b"MTrk" + struct.pack(">I", len(track)) + track


def main():
    address, token = sys.argv[1].rstrip("/"), sys.argv[2]
    rest = Rest(address, token)
    connection(rest)
    wire = Socket(address, token)
    transport(rest, wire)
    generation(rest, wire)
    over_http(rest)
    print("everything is as described")


if __name__ == "__main__":
    main()
