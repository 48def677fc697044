"""The streams score no less than is recorded in floors.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from pipeline.evaluation.evaluate import evaluate
from pipeline.evaluation.streams import streams_under

ROOT = Path(__file__).parents[2]
FLOORS: dict[str, dict[str, float]] = tomllib.loads((Path(__file__).parent / "floors.toml").read_text("utf-8"))
HIGHEST = frozenset({"calibration_error", "phantom_share", "pollution", "fragmentation"})  # of these less is better


def check(group: str, folder: Path) -> None:
    """Compare the means of a folder's streams with the floors of its group."""
    result = evaluate(folder)
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
    from pipeline.evaluation.replay import export, reports_in, resolved
    from pipeline.evaluation.scoring import judge, score
    from pipeline.evaluation.streams import read_stream

    folders = [*streams_under(ROOT / "tests/eval/streams"), *streams_under(ROOT / "seeds/wire")]
    streams = [read_stream(folder) for folder in folders]
    reports = [reports_in(stream.articles) for stream in streams]
    pile = export(resolved([report for told in reports for report in told]))
    alone = [score(judge(s, export(resolved(told)))).score for s, told in zip(streams, reports, strict=True)]
    mixed = [score(judge(s, pile)).score for s in streams]
    assert sum(abs(a - b) for a, b in zip(alone, mixed, strict=True)) / len(streams) <= 0.02
