"""docs/commands.md, made from the command's own help: `python -m pipeline.cli.describe > docs/commands.md`."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from typing import Any

import typer.main

_INTRODUCTION = """# Commands

Made from the command's own help (`python -m pipeline.cli.describe`); do not edit by hand.

On a terminal a command prints tables for people; into a pipe, or with `--json`, JSON lines. Progress and complaints go to
standard error. Exit code 0: done; 1: something that you can put right, said in one sentence; 2: the words of the call are off.
"""


def commands() -> Iterator[tuple[str, Any]]:
    """Every command by its full name, with what Typer knows of it."""
    from pipeline.cli.main import app

    root: Any = typer.main.get_command(app)
    for name, command in sorted(root.commands.items()):
        inner = getattr(command, "commands", None)
        if inner is None:
            yield f"wirewatch {name}", command
        else:
            yield from ((f"wirewatch {name} {part}", each) for part, each in sorted(inner.items()))


def document() -> str:
    """The document, Markdown."""
    parts = [_INTRODUCTION]
    for name, command in commands():
        text, _, example = inspect.cleandoc(command.help or "").partition("Example:")
        parts.append(f"## {name}\n\n{text.strip()}\n")
        if example:
            parts.append(f"```console\n$ {example.strip()}\n```\n")
        rows = [_row(each) for each in command.params if each.name != "help"]
        if rows:
            parts.append("| argument or option | default | meaning |\n| --- | --- | --- |")
            parts.append("\n".join(rows) + "\n")
    return "\n".join(parts)


def _row(each: Any) -> str:
    option = each.param_type_name == "option"
    name = ", ".join(f"`{text}`" for text in each.opts) if option else f"`{each.name.upper()}`"
    default = "" if each.required or each.default in (None, False, [], ()) else f"`{each.default}`"
    meaning = (getattr(each, "help", "") or "").replace("|", "\\|")
    return f"| {name} | {default} | {meaning} |"


def main() -> None:
    """Print the document."""
    sys.stdout.write(document())


if __name__ == "__main__":
    main()
