"""Honest confidences, the page and the kept results."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.domain.mention import Mention
from pipeline.domain.vocabulary import EventType, Realis
from pipeline.errors import BadInputError
from pipeline.evaluation.calibration import Sure, curve, expected_error, fit, is_right, status_then
from pipeline.evaluation.details import Details, Sheet
from pipeline.evaluation.evaluate import Evaluated
from pipeline.evaluation.page import page
from pipeline.evaluation.plover import PairsScore
from pipeline.evaluation.results import differences, keep, last_kept
from pipeline.evaluation.streams import GoldEvent, GoldMention, Span, Stream
from pipeline.extraction.confidence import EVIDENCE, confidence
from pipeline.extraction.language import default

AT = datetime(2025, 3, 20, 12, tzinfo=UTC)
QUOTE = GoldMention("the talks in Oslo", "a1", Span("a1", 10, 27))
DEVELOPMENTS = [
    {"kind": "created", "article": "a1"},
    {"kind": "cancelled", "article": "a2", "from": "planned", "to": "cancelled"},
    {"kind": "reinstated", "article": "a3", "from": "cancelled", "to": "planned"},
]
GOLD = GoldEvent("e1", "CONSULT", "planned", None, None, (QUOTE,), (), {"developments": DEVELOPMENTS})
STREAM = Stream("s", (), {f"https://x.example/{n}": f"a{n}" for n in (1, 2, 3)}, {}, (GOLD,), ())


def test_error_is_the_distance_of_sure_and_right() -> None:
    honest = [Sure(0.5, right=n % 2 == 0) for n in range(10)]
    boastful = [Sure(0.95, right=n % 2 == 0) for n in range(10)]
    assert expected_error(honest) == pytest.approx(0.0)
    assert expected_error(boastful) == pytest.approx(0.45)
    assert expected_error([*honest, *boastful]) == pytest.approx(0.225)
    assert [one.mentions for one in curve([*honest, *boastful])] == [10, 10]
    assert expected_error([]) is None


def test_an_events_status_is_that_of_its_day() -> None:
    assert [status_then(STREAM, GOLD, f"a{n}") for n in (1, 2, 3)] == ["planned", "cancelled", "planned"]
    lasting = replace(GOLD, status="ongoing", record={"developments": DEVELOPMENTS[:1]})
    assert status_then(STREAM, lasting, "a1") == "ongoing"


@pytest.mark.parametrize(
    ("kind", "realis", "start", "right"),
    [
        (EventType.CONSULT, Realis.PLANNED, 12, True),
        (EventType.AGREE, Realis.PLANNED, 12, False),
        (EventType.CONSULT, Realis.OCCURRED, 12, False),
        (EventType.CONSULT, Realis.PLANNED, 25, False),
    ],
)
def test_right_is_place_type_and_realis(kind: EventType, realis: Realis, start: int, right: bool) -> None:
    mention = Mention(kind, None, realis, "", start, start + 20, 0.5)
    assert is_right(STREAM, mention, Span("a1", start, start + 20)) is right


def test_fitted_weights_follow_the_evidence() -> None:
    judged = [Sure(0.5, right=n % 4 != 0, evidence=("day known",)) for n in range(200)]
    judged += [Sure(0.5, right=n % 4 == 0, evidence=("weak word",)) for n in range(200)]
    weights = fit(judged)
    assert set(weights) == {"always", *EVIDENCE}
    assert weights["day known"] > 0 > weights["weak word"]


def test_more_evidence_makes_surer() -> None:
    assert (
        0
        < confidence(["nobody named", "weak word"], default())
        < confidence(["day known", "two or more actors"], default())
        < 1
    )


def result(f1: float, name: str = "Types") -> Evaluated:
    sheet = Sheet(name, "<script>alert(1)</script>", ("type", "F1"), (("AGREE", f1),))
    return Evaluated(
        {}, (), {"p.jsonl": PairsScore(f1, f1, {}, Counter())}, Details((sheet,), (Sure(0.4, right=True),))
    )


def test_the_page_asks_nothing_of_anybody() -> None:
    text = page(result(0.5), "<b>gold</b>")
    assert "<script" not in text
    assert "<b>gold" not in text
    assert "http://" not in text
    assert "https://" not in text
    assert "url(" not in text
    assert "default-src 'none'" in text
    assert "<svg" in text


def test_a_change_shows_as_a_difference(tmp_path: Path) -> None:
    results = tmp_path / "results.jsonl"
    with pytest.raises(BadInputError, match="no earlier run over gold"):
        last_kept(results, Path("gold"))
    keep(results, result(0.5), Path("gold"), AT)
    keep(results, result(0.1), Path("other"), AT)
    before = last_kept(results, Path("gold"))
    assert before.at == "2025-03-20T12:00:00+00:00"
    assert differences(before, result(0.5)) == []
    assert differences(before, result(0.75)) == [("macro-F1 of p.jsonl", 0.5, 0.75)]
    assert "+0.250" in page(result(0.75), "gold", before)
    assert [json.loads(line)["folder"] for line in results.read_text().splitlines()] == ["gold", "other"]
