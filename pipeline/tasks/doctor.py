"""What is wrong on this machine, and what to do about it."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.errors import WirewatchError
from pipeline.resources import resource
from pipeline.settings import Settings

ROOM_GIB = 1.0


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at; `note` says what was found, and where it is not well, what to do."""

    what: str
    well: bool
    note: str


def diagnose(settings: Settings) -> list[Finding]:
    """Look at package data, language model, disk, database, schema, stages, feeds, deliveries and channels."""
    findings = [_resources(), _model(), _disk(settings), _contact(settings)]
    findings += _database(settings)
    findings += [_channel(name, settings) for name in sorted(settings.channels)]
    return findings


def _resources() -> Finding:
    try:
        for name in ("sql/migrations", "sql/queries", "seeds", "dags"):
            resource(name)
    except FileNotFoundError as error:
        return Finding("package data", well=False, note=str(error))
    return Finding("package data", well=True, note="complete")


def _model() -> Finding:
    from pipeline.extraction.language import supported

    missing = [each.model for each in supported().values() if not each.is_installed]
    if missing:
        return Finding("language models", well=False, note=f"{', '.join(missing)} is missing; run make setup")
    return Finding("language models", well=True, note=", ".join(each.name for each in supported().values()))


def _database(settings: Settings) -> list[Finding]:
    from pipeline.store import open_database
    from pipeline.store.migrations import pending

    try:
        with open_database(settings) as database:
            waiting = pending(database.url)
            if waiting:
                return [
                    Finding("database", well=False, note=f"{len(waiting)} migrations to apply; run wirewatch migrate")
                ]
            with database.transaction() as connection:
                counts = database.queries.table_counts(connection)
                troubles = database.queries.troubles(connection)
                runs = list(database.queries.metric_runs(connection))
    except WirewatchError as error:
        return [Finding("database", well=False, note=str(error))]
    findings = [Finding("database", well=True, note=", ".join(f"{value} {name}" for name, value in counts.items()))]
    if counts["mentions_unplaced"]:
        note = f"{counts['mentions_unplaced']} could not be placed in an event; run wirewatch rebuild after an upgrade"
        findings.append(Finding("mentions", well=False, note=note))
    if counts["articles_quarantined"]:
        note = f"{counts['articles_quarantined']} in quarantine: their url, error_code and error stand in the table articles"
        findings.append(Finding("articles", well=False, note=note))
    return findings + _troubles(troubles) + _runs(runs)


def _troubles(counts: Mapping[str, int]) -> list[Finding]:
    """Feeds and deliveries that somebody should look at."""
    what_to_do = {
        "feeds_failing": ("feeds", "fail: wirewatch feeds health says why"),
        "feeds_silent": (
            "feeds",
            "have been silent for longer than they usually are: wirewatch feeds check ADDRESS looks at one",
        ),
        "deliveries_parked": (
            "alerts",
            "could not be sent and were given up: mend the channel, then wirewatch alerts retry",
        ),
    }
    return [
        Finding(subject, well=False, note=f"{counts[name]} {note}")
        for name, (subject, note) in what_to_do.items()
        if counts[name]
    ]


def _runs(rows: Sequence[Mapping[str, Any]]) -> list[Finding]:
    """How the last run of each stage ended."""
    return [
        Finding(
            f"stage {row['stage']}",
            well=not row["failed"],
            note=f"its last run failed: {row['error']}; see its log" if row["failed"] else "its last run ended well",
        )
        for row in rows
    ]


def _disk(settings: Settings) -> Finding:
    folder = next(each for each in (settings.home.resolve(), *settings.home.resolve().parents) if each.exists())
    free = shutil.disk_usage(folder).free / 2**30
    note = f"{free:.1f} GiB free at {folder}"
    return Finding("disk", well=free >= ROOM_GIB, note=note if free >= ROOM_GIB else f"{note}: make room")


def _contact(settings: Settings) -> Finding:
    note = (
        settings.contact or "none: set WIREWATCH_CONTACT, so that publishers can write to you before they shut you out"
    )
    return Finding("contact", well=True, note=note)


def _channel(name: str, settings: Settings) -> Finding:
    try:
        settings.channels[name].address(name)
    except WirewatchError as error:
        return Finding(f"channel {name}", well=False, note=str(error))
    return Finding(f"channel {name}", well=True, note="its address is set")
