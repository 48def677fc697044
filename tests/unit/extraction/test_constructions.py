"""Constructions of English that tell a deed, or only look so: plain sentences, each with what must be read."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pipeline.domain.article import Article
from pipeline.domain.mention import Extraction
from pipeline.extraction import extract

TUESDAY = datetime(2024, 3, 12, 9, 0, tzinfo=UTC)


def read(text: str) -> Extraction:
    return extract(Article("https://outlet.example/a", "Headline", text, TUESDAY, "Outlet"))


def told(text: str) -> set[tuple[str, str]]:
    """Type and realis of each mention."""
    return {(str(m.type), str(m.realis)) for m in read(text).mentions}


@pytest.mark.parametrize(
    ("text", "type_", "realis"),
    [
        ("The foreign ministers of Peru and Chile shook hands in Arica on Monday.", "CONSULT", "occurred"),
        ("Chile's foreign minister and his Peruvian counterpart sat together in Arica on Monday.", "CONSULT", "occurred"),
        ("Nurses in Auckland will be out again on Thursday.", "PROTEST", "planned"),
        ("The railway union is calling its members out on Friday.", "PROTEST", "planned"),
        ("Lorry drivers brought the Chilean capital to a standstill on Monday.", "PROTEST", "occurred"),
        ("Tens of thousands walked in silence through Valparaiso on Sunday.", "PROTEST", "occurred"),
        ("Arica came under fire from the sea on Monday.", "ASSAULT", "occurred"),
        ("A hospital in Arica was hit on Monday, the mayor said.", "ASSAULT", "occurred"),
        ("Peru drafted in 300 soldiers to guard the port of Callao on Monday.", "MOBILIZE", "occurred"),
        ("Bolivia is withdrawing its staff from the joint river commission with Peru.", "SANCTION", "planned"),
        ("Chile took the rebel movement off its list of terrorist groups on Monday.", "CONCEDE", "occurred"),
        ("The captured pilots were handed to the Red Cross in Arica on Sunday.", "RETREAT", "occurred"),
        ("Bolivia's senate turned down the border treaty with Chile on Monday.", "REJECT", "occurred"),
    ],
)  # fmt: skip
def test_reads_the_construction(text: str, type_: str, realis: str) -> None:
    assert (type_, realis) in told(text), read(text)


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("The president told ministers that the harvest had been good.", "REQUEST"),  # telling that is no order
        ("The harvest had been good, Peru's president told reporters on Monday.", "REQUEST"),
        ("A bill before the US Congress would cut the fee.", "CONSULT"),  # a body, no congress that meets
        ("The minister hit a nerve, according to Peru's newspapers.", "ACCUSE"),
    ],
)
def test_does_not_mistake(text: str, type_: str) -> None:
    assert type_ not in {kind for kind, _ in told(text)}, read(text)
