"""A folder through the product: the scoreboard and the faults that people read."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from rich.console import Console

from pipeline.errors import BadInputError
from pipeline.evaluation.complaints import KINDS, complaints
from pipeline.evaluation.evaluate import Evaluated, evaluate
from pipeline.evaluation.exported import exported
from pipeline.evaluation.scoreboard import show
from pipeline.evaluation.scoring import judge, score
from pipeline.evaluation.streams import read_stream, streams_under

TEXT = "Ann Green met Bob Brown in Oslo on Monday. They will sign a pact on Friday. Nobody would start a war over it."
MET, SIGN, WAR = (
    "Ann Green met Bob Brown in Oslo on Monday",
    "They will sign a pact on Friday",
    "would start a war over it",
)
URL = "https://northwire.example/a01"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A stream of one article with two events and one trap."""
    stream = tmp_path / "tiny"
    stream.mkdir()
    article = {
        "id": "a01",
        "url": URL,
        "outlet": "Northwire",
        "published": "2025-03-18T09:00:00Z",
        "title": "",
        "text": TEXT,
    }
    events = [
        {
            "event_id": f"e0{n}",
            "type": kind,
            "status": status,
            "starts_on": day,
            "country": None,
            "mentions": [{"article": "a01", "quote": quote}],
            "developments": [{"kind": "created", "article": "a01"}],
        }
        for n, (kind, status, day, quote) in enumerate(
            [("CONSULT", "occurred", "2025-03-17", MET), ("AGREE", "planned", "2025-03-21", SIGN)], 1
        )
    ]
    files = {
        "articles": [article],
        "events": events,
        "non_events": [{"article": "a01", "quote": WAR, "why": "hypothetical"}],
    }
    for name, rows in files.items():
        (stream / f"{name}.jsonl").write_text("\n".join(map(json.dumps, rows)))
    return stream


def test_each_fault_is_named(folder: Path) -> None:
    row = {"id": 1, "type": "AGREE", "status": "planned", "starts_on": "2025-03-22"}
    events = [
        {**row, "mentions": [{"url": URL, "quote": SIGN}, {"url": URL, "quote": WAR}]},
        {"id": 2, "type": "ASSAULT", "mentions": [{"url": URL, "quote": "Nobody would start a war"}]},
    ]
    told = [{"event_id": 1, "kind": "occurred", "article_url": URL}]
    judged = judge(read_stream(folder), exported(events, told))
    found = {c.kind: c for c in complaints(judged)}
    assert set(found) == {"missed", "field", "change missed", "change wrong", "phantom", "extra"}
    assert found["field"].detail == "starts_on is 2025-03-22, should be 2025-03-21"
    assert found["missed"].gold == "e01 CONSULT occurred 2025-03-17"
    assert set(found) <= set(KINDS)
    figures = score(judged)
    assert (figures.phantoms, figures.unaligned_events, figures.mention_recall) == (1, 1, 0.5)


def test_the_board_shows_streams_and_faults(folder: Path) -> None:
    judged = judge(read_stream(folder), exported([], []))
    board = io.StringIO()
    result = Evaluated({"tiny": score(judged)}, tuple(complaints(judged)))
    show(result, Console(file=board, width=120), errors=True)
    assert "tiny" in board.getvalue()
    assert "linked_f1" in board.getvalue()
    assert SIGN in board.getvalue()


def test_a_folder_goes_through_the_product(folder: Path) -> None:
    pairs = {
        "id": "1",
        "text": "Ann Green met Bob Brown",
        "source": "Ann Green",
        "target": "Bob Brown",
        "type": "CONSULT",
    }
    (folder.parent / "pairs.jsonl").write_text(json.dumps(pairs))
    result = evaluate(folder.parent)
    assert list(result.streams) == ["tiny"]
    assert result.mean["mention_recall"] == result.streams["tiny"].mention_recall
    assert list(result.pairs) == ["pairs.jsonl"]


def test_a_folder_without_gold_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="nothing to score"):
        evaluate(tmp_path)


def test_streams_are_found_below_a_folder(folder: Path) -> None:
    assert streams_under(folder) == [folder]
    assert streams_under(folder.parent) == [folder]
