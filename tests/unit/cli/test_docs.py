"""Documentation is tested: every command and setting has its words, and they are fresh."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.alerts import Watch
from pipeline.cli.describe import commands, document
from pipeline.cli.main import app
from pipeline.settings import Settings

DOCS = Path(__file__).resolve().parents[3] / "docs"
COMMANDS = dict(commands())


def test_the_list_of_commands_is_fresh() -> None:
    assert (DOCS / "commands.md").read_text() == document()


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_help_with_an_example(name: str) -> None:
    command = COMMANDS[name]
    assert command.help
    assert f"Example: {name}" in command.help


@pytest.mark.parametrize("name", COMMANDS)
def test_each_option_of_a_command_has_help(name: str) -> None:
    options = [each for each in COMMANDS[name].params if each.param_type_name == "option"]
    assert [each.name for each in options if not getattr(each, "help", None)] == []


# These stay until they are stopped, write a file or lines for programs in any case, or print a script.
SILENT = {"up", "down", "serve", "backup", "restore", "export", "feeds export", "classify", "completion"}


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_that_says_something_says_it_in_json_too(name: str) -> None:
    known = {option for each in COMMANDS[name].params for option in each.opts}
    assert ("--json" in known) != (name.removeprefix("wirewatch ") in SILENT)


def test_shells_complete_commands() -> None:
    for shell in ("bash", "zsh", "fish"):
        assert "_WIREWATCH_COMPLETE" in CliRunner().invoke(app, ["completion", shell]).stdout
    asked = {"_WIREWATCH_COMPLETE": "complete_bash", "COMP_WORDS": "wirewatch ev", "COMP_CWORD": "1"}
    assert CliRunner().invoke(app, [], env=asked, prog_name="wirewatch").stdout.split() == ["evaluate", "events"]


def test_each_setting_is_explained() -> None:
    text = (DOCS / "operations.md").read_text()
    missing = [name for name in Settings.model_fields if f"`WIREWATCH_{name.upper()}`" not in text]
    assert missing == []


def test_each_field_of_a_watch_is_explained() -> None:
    text = (DOCS / "alerts.md").read_text()
    assert [name for name in Watch.__dataclass_fields__ if f"`{name}`" not in text] == []


def test_links_between_documents_lead_somewhere() -> None:
    for page in [*DOCS.glob("*.md"), DOCS.parent / "README.md", DOCS.parent / "CONTRIBUTING.md"]:
        for target in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", page.read_text()):
            if "://" not in target:
                assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_what_only_prints_help_loads_neither_database_nor_model() -> None:
    dear = ["psycopg", "pydantic", "structlog", "aiosql", "lxml", "numpy", "spacy"]
    loaded = f"import sys, pipeline.cli.main; print([name for name in {dear} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, cwd=DOCS.parent, check=True)
    assert done.stdout.strip() == "[]"
