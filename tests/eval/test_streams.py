"""The streams score no less than is recorded in floors.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import pytest

from pipeline.evaluation.details import Seen
from pipeline.evaluation.evaluate import evaluated, seen_in
from pipeline.evaluation.streams import streams_under

pytestmark = pytest.mark.xdist_group("streams")  # they are read for all of these, by one process

ROOT = Path(__file__).parents[2]
FLOORS: dict[str, dict[str, float]] = tomllib.loads((Path(__file__).parent / "floors.toml").read_text("utf-8"))
HIGHEST = frozenset({"calibration_error", "phantom_share", "pollution", "fragmentation"})  # of these less is better


@cache
def seen(folder: Path) -> list[Seen]:
    """The streams of a folder, read once."""
    return list(seen_in(folder))


def check(group: str, folder: Path) -> None:
    """Compare the means of a folder's streams with the floors of its group."""
    result = evaluated(seen(folder), {})
    mean = {**result.mean, "calibration_error": result.details.calibration_error}
    for figure, floor in FLOORS[group].items():
        value = mean[figure]
        assert value is not None
        kept = value <= floor if figure in HIGHEST else value >= floor
        assert kept, f"{group}: {figure} is {value:.3f}, recorded is {floor}"


def test_shared_streams(shared: Path) -> None:
    check("shared", shared / "data" / "streams")


@pytest.mark.parametrize(
    ("group", "folder"),
    [
        ("own", ROOT / "tests/eval/streams"),
        ("unseen", ROOT / "tests/eval/unseen"),
        ("wire", ROOT / "seeds/wire"),
    ],
)
def test_own_streams(group: str, folder: Path) -> None:
    check(group, folder)


@pytest.mark.parametrize(
    "folder",
    [f for each in ("tests/eval/streams", "tests/eval/unseen", "seeds/wire") for f in streams_under(ROOT / each)],
    ids=lambda f: f.name,
)
def test_gold_quotes_stand_in_their_articles(folder: Path) -> None:
    from pipeline.evaluation.streams import read_stream

    stream = read_stream(folder)
    mentions = [m for event in stream.events for m in event.mentions] + [n.mention for n in stream.non_events]
    assert not [m for m in mentions if m.span is None]


def test_other_news_changes_little() -> None:
    """Streams read in one pile, with weeks and actors that overlap, score as each alone."""
    from pipeline.evaluation.replay import export, resolved
    from pipeline.evaluation.scoring import judge, score

    streams = [*seen(ROOT / "tests/eval/streams"), *seen(ROOT / "seeds/wire")]
    pile = export(resolved([report for each in streams for report in each.reports]))
    alone = [score(each.judged).score for each in streams]
    mixed = [score(judge(each.judged.stream, pile)).score for each in streams]
    assert sum(abs(a - b) for a, b in zip(alone, mixed, strict=True)) / len(streams) <= 0.02
