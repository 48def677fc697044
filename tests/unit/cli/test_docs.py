"""Documentation is tested: every command and setting has its words, and they are fresh."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.alerts import Watch
from pipeline.cli.describe import commands, document
from pipeline.settings import Settings

DOCS = Path(__file__).resolve().parents[3] / "docs"


def test_the_list_of_commands_is_fresh() -> None:
    assert (DOCS / "commands.md").read_text() == document()


@pytest.mark.parametrize("name", [name for name, _ in commands()])
def test_each_command_has_help_with_an_example(name: str) -> None:
    command = dict(commands())[name]
    assert command.help
    assert f"Example: {name}" in command.help


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
