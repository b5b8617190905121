"""The orchestrator's routes, tried against their own description by schemathesis."""

import json
import os
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.request
from pathlib import Path

HERE = Path(__file__).parent
SERVER = os.environ["AI_BAND_SERVER"]
# A first start makes keys and a database; more than this is a server that hangs.
STARTS_WITHIN_SECONDS = 30


class Server:
    """A server in a folder of its own, on any free port."""

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory()
        discovery = Path(self.folder.name) / "server.json"
        flags = ["--port", "0", "--data", self.folder.name, "--discovery", str(discovery), "--log-filter", "error"]
        self.process = subprocess.Popen([SERVER, *flags, "serve"])
        until = time.monotonic() + STARTS_WITHIN_SECONDS
        while not discovery.exists():
            if self.process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"{SERVER} did not start")
            time.sleep(0.05)
        found = json.loads(discovery.read_text(encoding="utf-8"))
        self.url, self.token = found["url"], found["token"]
        return self

    def second_token(self):
        """One that may look on, for as long as all of this takes."""
        asked = json.dumps({"name": "onlooker", "verbs": ["view"], "minutes": 60, "reason": "a test that takes long"}).encode()
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        request = urllib.request.Request(f"{self.url}/api/auth/token", data=asked, headers=headers)
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)["token"]

    def __exit__(self, *_):
        self.process.terminate()
        self.ended = self.process.wait(timeout=30)
        self.folder.cleanup()


class Contract(unittest.TestCase):
    def test_every_route_does_what_the_description_says(self):
        with Server() as server:
            tool = str(Path(sys.executable).with_name("st"))
            line = [tool, "--config-file", str(HERE / "schemathesis.toml"), "run"]
            line += [f"{server.url}/openapi.json", "--url", server.url, "--checks", "all"]
            line += ["--no-color"]
            tokens = {"AI_BAND_TOKEN": server.token, "AI_BAND_SECOND_TOKEN": server.second_token()}
            surroundings = {**os.environ, **tokens, "PYTHONPATH": str(HERE)}
            ended = subprocess.run(line, cwd=server.folder.name, env=surroundings, check=False)
            self.assertEqual(ended.returncode, 0, "schemathesis found something; it stands above")
            self.assertIsNone(server.process.poll(), "the server is still there")
        self.assertEqual(server.ended, 0, "and ends in order")


if __name__ == "__main__":
    unittest.main()
