"""`wirewatch correct`: what a person sets right, which stays so until it is undone."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline import clock
from pipeline.cli.console import Json, database, for_people, out, print_json, print_rows

if TYPE_CHECKING:
    from pipeline.tasks.detect.correct import Corrected, Desk

app = typer.Typer(no_args_is_help=True, help="Set events right: what you say stays, until you undo it.")

EventId = Annotated[int, typer.Argument(help="Id of the event.")]
Why = Annotated[str, typer.Option("--why", help="The reason, kept with the correction.")]
By = Annotated[str, typer.Option("--by", help="Who corrects; else the user of this machine.")]


@contextmanager
def _desk(made_by: str) -> Iterator[Desk]:
    from pipeline.tasks.detect.correct import Desk

    with database() as opened:
        yield Desk(opened, made_by or getpass.getuser(), clock.now)


def _say(done: Corrected, *, as_json: bool) -> None:
    if as_json or not for_people():
        print_json({"correction": done.correction_id, "events": list(done.events)})
        return
    where = f"; it holds for event {', '.join(map(str, done.events))}" if done.events else ""
    out.print(
        f"correction {done.correction_id} stands{where}; wirewatch correct undo {done.correction_id} takes it back"
    )


@app.command()
def merge(
    events: Annotated[list[int], typer.Argument(help="Ids of two events or more; the row of the first stays.")],
    why: Why = "",
    by: By = "",
    as_json: Json = False,
) -> None:
    """These events are one: one row, and the other ids lead to it.

    Example: wirewatch correct merge 12 15 --why "the same talks"
    """
    with _desk(by) as desk:
        _say(desk.merge(events, why), as_json=as_json)


@app.command()
def split(
    event: EventId,
    mentions: Annotated[
        list[int], typer.Option("--mention", help="Id of a sentence that goes; wirewatch events show tells them.")
    ],
    why: Why = "",
    by: By = "",
    as_json: Json = False,
) -> None:
    """Some sentences of an event are of another event: they get a row of their own.

    Example: wirewatch correct split 12 --mention 40 --mention 41
    """
    with _desk(by) as desk:
        _say(desk.split(event, mentions, why), as_json=as_json)


@app.command()
def fix(
    event: EventId,
    field: Annotated[
        str, typer.Argument(help="type, mode, status, title, starts_on, ends_on, place, venue or actors.")
    ],
    value: Annotated[str, typer.Argument(help="The right value; none empties a field.")],
    why: Why = "",
    by: By = "",
    as_json: Json = False,
) -> None:
    """A field of an event has this value, whatever its reports say.

    Example: wirewatch correct fix 12 starts_on 2025-03-21 --why "the ministry's calendar"
    """
    with _desk(by) as desk:
        _say(desk.fix(event, field, value, why), as_json=as_json)


@app.command()
def dismiss(event: EventId, why: Why = "", by: By = "", as_json: Json = False) -> None:
    """This is no event: its row goes, its alerts are taken back, and what tells the same again makes none.

    Example: wirewatch correct dismiss 12 --why "a figure of speech"
    """
    with _desk(by) as desk:
        _say(desk.dismiss(event, why), as_json=as_json)


@app.command()
def add(
    told: Annotated[str, typer.Argument(help="One sentence that tells it; it is kept as the event's source.")],
    kind: Annotated[str, typer.Option("--type", help="PLOVER type, e.g. CONSULT.")],
    status: Annotated[str, typer.Option(help="planned, ongoing, occurred, cancelled, postponed, denied.")],
    mode: Annotated[str, typer.Option(help="Mode, e.g. visit, meet, phone.")] = "",
    starts_on: Annotated[str, typer.Option("--on", help="Day, or week, month, quarter, year: 2025-03.")] = "",
    ends_on: Annotated[str, typer.Option("--to", help="Last day of what lasts.")] = "",
    place: Annotated[str, typer.Option(help="Where: London, or Paris, USA.")] = "",
    venue: Annotated[str, typer.Option(help="Building or site.")] = "",
    actors: Annotated[str, typer.Option(help="Who on whom: Russia > Ukraine; or who takes part: France, Poland.")] = "",
    why: Why = "",
    by: By = "",
    as_json: Json = False,
) -> None:
    """Add an event that no article tells.

    Example: wirewatch correct add "Envoys meet in Muscat on Friday." --type CONSULT --status planned --on 2025-03-21
    """
    given = {
        "told": told,
        "type": kind.upper(),
        "status": status,
        "mode": mode,
        "starts_on": starts_on,
        "ends_on": ends_on,
        "place": place,
        "venue": venue,
        "actors": actors,
    }
    with _desk(by) as desk:
        _say(desk.add(given, why), as_json=as_json)


@app.command()
def note(
    event: EventId,
    words: Annotated[str, typer.Argument(help="The note.")],
    by: By = "",
    as_json: Json = False,
) -> None:
    """Leave a note with an event.

    Example: wirewatch correct note 12 "ask the Vienna desk"
    """
    with _desk(by) as desk:
        _say(desk.note(event, words), as_json=as_json)


@app.command()
def tag(
    event: EventId,
    name: Annotated[str, typer.Argument(help="The tag.")],
    by: By = "",
    as_json: Json = False,
) -> None:
    """Tag an event; undo the correction to take the tag off.

    Example: wirewatch correct tag 12 summit
    """
    with _desk(by) as desk:
        _say(desk.tag(event, name), as_json=as_json)


@app.command()
def undo(
    correction: Annotated[int, typer.Argument(help="Key of the correction; wirewatch correct list shows them.")],
    by: By = "",
    as_json: Json = False,
) -> None:
    """Undo a correction: the events are again what they are without it.

    Example: wirewatch correct undo 7
    """
    with _desk(by) as desk:
        done = desk.undo(correction)
    if as_json or not for_people():
        print_json({"correction": done.correction_id, "events": list(done.events), "undone": True})
    else:
        out.print(f"correction {done.correction_id} is undone")


@app.command("list")
def list_corrections(
    event: Annotated[int | None, typer.Option(help="Only those that speak of this event.")] = None,
    undone: Annotated[bool, typer.Option("--undone", help="Also those that were undone.")] = False,
    limit: Annotated[int, typer.Option(min=1, help="Most that are listed.")] = 200,
    as_json: Json = False,
) -> None:
    """List corrections, latest first: what, by whom, when and why.

    Example: wirewatch correct list --event 12
    """
    with database() as opened, opened.transaction() as connection:
        rows = list(
            opened.queries.list_corrections(connection, event_id=event, undone=undone, page_size=limit),
        )
    print_rows(
        [_shown(row) for row in rows],
        ["correction_id", "what", "about", "events", "made_by", "made_at", "reason", "undone_by"],
        as_json=as_json,
        empty="nobody has corrected anything" if event is None else f"nobody has corrected event {event}",
    )


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "what": what(row)}


def what(row: dict[str, Any]) -> str:
    """A correction in a few words: "fix status: cancelled"."""
    if row["kind"] == "add":
        return "add"
    words = " ".join(filter(None, (row["kind"], row["field"])))
    return f"{words}: {row['value']}" if row["value"] else words
