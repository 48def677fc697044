"""The scoreboard as people read it on a terminal."""

from __future__ import annotations

from itertools import groupby

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from pipeline.evaluation.complaints import Complaint
from pipeline.evaluation.evaluate import Evaluated

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


def show(result: Evaluated, console: Console, *, errors: bool = False) -> None:
    """Print the scoreboard, and the faults if asked for."""
    if result.streams:
        console.print(scoreboard(result))
    if result.pairs:
        console.print(pairs_board(result))
    if errors:
        console.print(faults(result.faults), soft_wrap=True)


def _shown(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
