"""The scoreboard as people read it on a terminal."""

from __future__ import annotations

from itertools import groupby

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from pipeline.evaluation.complaints import Complaint
from pipeline.evaluation.details import Sheet
from pipeline.evaluation.evaluate import Evaluated
from pipeline.evaluation.results import Kept, differences

WIDTH = 160


def scoreboard(result: Evaluated) -> RenderableType:
    """A table with a line for each figure, a column for each stream and one for their mean."""
    table = Table(title="Streams", header_style="bold")
    table.add_column("figure")
    for name in result.streams:
        table.add_column(name, justify="right", overflow="fold")
    table.add_column("mean", justify="right", style="bold")
    columns = [one.figures() for one in result.streams.values()]
    for figure, mean in result.mean.items():
        table.add_row(figure, *(_shown(column[figure]) for column in columns), _shown(mean))
    return table


def pairs_board(result: Evaluated) -> RenderableType:
    """For each file of PLOVER pairs a line for each type, with the means below."""
    table = Table(title="PLOVER pairs", header_style="bold")
    table.add_column("file")
    table.add_column("type")
    for name in ("precision", "recall", "F1", "pairs"):
        table.add_column(name, justify="right")
    for name, pairs in result.pairs.items():
        for kind, one in pairs.by_type.items():
            table.add_row(name, kind, _shown(one.precision), _shown(one.recall), _shown(one.f1), str(one.support))
        total = sum(one.support for one in pairs.by_type.values())
        table.add_row(name, "macro-F1, accuracy", "", _shown(pairs.accuracy), _shown(pairs.macro_f1), str(total))
    return table


def faults(found: tuple[Complaint, ...]) -> RenderableType:
    """Every fault with the quotes to look at, by stream and kind."""
    lines: list[Text] = []
    for (stream, kind), group in groupby(found, key=lambda c: (c.stream, c.kind)):
        cases = list(group)
        lines.append(Text(f"\n{stream}: {kind} ({len(cases)})", style="bold"))
        lines += [Text("  " + " | ".join(filter(None, (c.gold, c.event, c.detail)))) for c in cases]
    return Group(*lines)


def sheet_board(sheet: Sheet) -> RenderableType:
    """One sheet of details."""
    table = Table(
        title=sheet.title, caption=sheet.note, header_style="bold", title_justify="left", caption_justify="left"
    )
    for number, name in enumerate(sheet.head):
        table.add_column(name, justify="right" if number else "left")
    for row in sheet.rows:
        table.add_row(*(_shown(cell) if isinstance(cell, float) or cell is None else str(cell) for cell in row))
    return table


def difference_board(result: Evaluated, before: Kept) -> RenderableType:
    """What has changed since an earlier run."""
    table = Table(title=f"Changed since {before.commit or 'an earlier run'} ({before.at[:10]})", header_style="bold")
    table.add_column("figure")
    for name in ("then", "now", "difference"):
        table.add_column(name, justify="right")
    for name, then, now in differences(before, result):
        gain = "-" if then is None or now is None else f"{now - then:+.3f}"
        table.add_row(name, _shown(then), _shown(now), gain)
    return table if table.row_count else Text(f"No figure has changed since {before.commit or before.at}.")


def show(result: Evaluated, console: Console, *, errors: bool = False, before: Kept | None = None) -> None:
    """Print the scoreboard, the faults if asked for, and what has changed since an earlier run where one is given."""
    if result.streams:
        console.print(scoreboard(result))
        for sheet in result.details.sheets:
            console.print(sheet_board(sheet))
    if result.pairs:
        console.print(pairs_board(result))
    if errors:
        console.print(faults(result.faults), soft_wrap=True)
    if before is not None:
        console.print(difference_board(result, before))


def _shown(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
