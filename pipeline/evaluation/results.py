"""Figures kept by commit, one JSON object a line, so that a change shows as a difference."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pipeline.errors import BadInputError
from pipeline.evaluation.evaluate import Evaluated

LESS_IS_BETTER = frozenset({
    "phantoms", "phantom_share", "pollution", "fragmentation", "unaligned_events", "unanchored", "calibration_error",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kept:
    """One run: the commit that it was made with (None outside of a checkout), when, over what, and its figures."""

    commit: str | None
    at: str
    folder: str
    figures: Mapping[str, float | None]


def figures_of(result: Evaluated) -> dict[str, float | None]:
    """The figures by which runs are compared: means of the streams, calibration, macro-F1 of pairs, phantoms by reason."""
    figures = dict(result.mean) if result.streams else {}
    if result.streams:
        figures["calibration_error"] = result.details.calibration_error
        for sheet in result.details.sheets:
            if sheet.title in {"Types", "Phantoms"}:
                column = sheet.head.index("F1") if "F1" in sheet.head else sheet.head.index("share")
                for row in sheet.rows:
                    value = row[column]
                    figures[f"{sheet.title}: {row[0]}"] = None if value is None else float(value)
    return figures | {f"macro-F1 of {name}": pairs.macro_f1 for name, pairs in result.pairs.items()}


def commit_of(folder: Path) -> str | None:
    """The short name of the commit that is checked out around a folder; with "+" where files differ from it."""
    git = shutil.which("git")
    if git is None:
        return None
    named = subprocess.run(  # noqa: S603  # our own arguments
        [git, "-C", str(folder), "describe", "--always", "--dirty=+", "--abbrev=10", "--exclude=*"],
        capture_output=True,
        text=True,
        check=False,
    )
    return named.stdout.strip() or None if named.returncode == 0 else None


def keep(path: Path, result: Evaluated, folder: Path, now: datetime) -> None:
    """Append this run to a file of results."""
    here = Path(__file__).parent
    figures = {name: None if value is None else round(value, 4) for name, value in figures_of(result).items()}
    row = {
        "commit": commit_of(here),
        "at": now.isoformat(timespec="seconds"),
        "folder": folder.name,
        "figures": figures,
    }
    with path.open("a", encoding="utf-8") as lines:
        lines.write(json.dumps(row) + "\n")


def last_kept(path: Path, folder: Path) -> Kept:
    """The last run over a folder of that name. Raises BadInputError where there is none."""
    rows = path.read_text("utf-8").splitlines() if path.is_file() else []
    for line in reversed(rows):
        row = json.loads(line)
        if row["folder"] == folder.name:
            return Kept(row["commit"], row["at"], row["folder"], row["figures"])
    raise BadInputError(f"{path} holds no earlier run over {folder.name}; --keep adds one")


def differences(before: Kept, result: Evaluated) -> list[tuple[str, float | None, float | None]]:
    """The figures that differ by more than rounding: name, then, now."""
    found = []
    for name, now in figures_of(result).items():
        then = before.figures.get(name)
        if (now is None) != (then is None) or (now is not None and then is not None and abs(now - then) > 5e-4):
            found.append((name, then, now))
    return found
