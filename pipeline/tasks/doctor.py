"""What is wrong on this machine, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.errors import WirewatchError
from pipeline.resources import resource
from pipeline.settings import Settings


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at; `note` says what was found, and where it is not well, what to do."""

    what: str
    well: bool
    note: str


def diagnose(settings: Settings) -> list[Finding]:
    """Look at package data, language model, database, schema, channels and feeds."""
    findings = [_resources(), _model()]
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
    except WirewatchError as error:
        return [Finding("database", well=False, note=str(error))]
    findings = [Finding("database", well=True, note=", ".join(f"{value} {name}" for name, value in counts.items()))]
    if counts["mentions_unplaced"]:
        note = f"{counts['mentions_unplaced']} could not be placed in an event; run wirewatch rebuild after an upgrade"
        findings.append(Finding("mentions", well=False, note=note))
    if counts["articles_quarantined"]:
        note = f"{counts['articles_quarantined']} in quarantine: their url, error_code and error stand in the table articles"
        findings.append(Finding("articles", well=False, note=note))
    return findings


def _channel(name: str, settings: Settings) -> Finding:
    try:
        settings.channels[name].address(name)
    except WirewatchError as error:
        return Finding(f"channel {name}", well=False, note=str(error))
    return Finding(f"channel {name}", well=True, note="its address is set")
