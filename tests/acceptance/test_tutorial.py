"""docs/tutorial.md as a newcomer follows it: every command is run, and says what stands there."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.conftest import ROOT, free_port
from tests.integration.alerting import Receiver, receiver

TUTORIAL = (ROOT / "docs/tutorial.md").read_text()
__all__ = ["receiver"]  # a fixture
PORT = "8000"  # of the newsroom in the text
DONE = "done with step"


def steps() -> list[tuple[str, list[str]]]:
    """Each command, and the lines that it is said to print."""
    found: list[tuple[str, list[str]]] = []
    for block in re.findall(r"^```console\n(.*?)^```", TUTORIAL, re.MULTILINE | re.DOTALL):
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append((line[2:], []))
            elif line.startswith("> "):
                found[-1] = (f"{found[-1][0]}\n{line[2:]}", found[-1][1])
            else:
                found[-1][1].append(line)
    return found


def on_a_terminal(script: Path, folder: Path, environment: dict[str, str]) -> str:
    """What a script prints on a terminal that is 140 columns wide."""
    ours, theirs = pty.openpty()
    printed: list[bytes] = []

    def listen() -> None:
        while True:
            try:
                part = os.read(ours, 65_536)
            except OSError:  # the last who could write has closed it
                return
            if not part:
                return
            printed.append(part)

    reader = threading.Thread(target=listen)
    reader.start()
    with (folder / "errors.log").open("w") as errors:
        done = subprocess.run(
            ["bash", str(script)], cwd=folder, env=environment, stdout=theirs, stderr=errors, timeout=900, check=False
        )
    os.close(theirs)
    reader.join(10)
    os.close(ours)
    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", b"".join(printed).decode()).replace("\r\n", "\n")
    assert done.returncode == 0, text + (folder / "errors.log").read_text()
    return text


@pytest.mark.long
def test_a_newcomer_is_told_when_the_summit_moves(tmp_path: Path, receiver: Receiver) -> None:
    port = str(free_port())
    script, lines = (
        tmp_path / "tutorial.sh",
        ["set -e", "trap 'kill $(jobs -p) 2> /dev/null; wirewatch down > /dev/null 2>&1 || true' EXIT"],
    )
    for number, (command, _) in enumerate(steps()):
        command = re.sub(r"(?<=SLACK_WEBHOOK_URL=).*", receiver.url, command).replace(PORT, port)
        lines += [command, f"echo '{DONE} {number}'"]
        if command.endswith("&"):
            lines.append(
                f"for _ in $(seq 100); do (: < /dev/tcp/127.0.0.1/{port}) 2> /dev/null && break; sleep 0.1; done"
            )
    script.write_text("\n".join(lines) + "\n")
    bin_folder = str(Path(sys.executable).parent)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("WIREWATCH_")}
    environment |= {"PATH": f"{bin_folder}:{environment['PATH']}", "COLUMNS": "140", "TERM": "xterm", "TZ": "UTC"}
    rest = on_a_terminal(script, tmp_path, environment)
    (tmp_path / "printed.txt").write_text(rest)
    for number, (command, told) in enumerate(steps()):
        printed, found, rest = rest.partition(f"{DONE} {number}\n")
        assert found, command
        for line in told:
            pattern = ".*?".join(map(re.escape, " ".join(line.replace(PORT, port).split()).split("…")))
            assert re.search(pattern, " ".join(printed.split()), re.DOTALL), (
                f"{command}\nsays\n{printed}\nwhere there should be\n{line}"
            )
    (message,) = receiver.messages
    (slack,) = re.findall(r"^```text\n(.*?)^```", TUTORIAL, re.MULTILINE | re.DOTALL)
    assert [line for line in slack.splitlines() if line not in message["text"]] == [], json.dumps(
        message, ensure_ascii=False
    )
