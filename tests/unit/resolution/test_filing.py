"""Which groups of reports make a row, and which wait for another."""

from __future__ import annotations

from pipeline.resolution import is_filed
from tests.unit.resolution.telling import FRANCE, UK, at, on, report


def test_what_one_article_tells_without_a_day_must_be_surer() -> None:
    aside = report(at(17), UK, FRANCE, confidence=0.42, url="https://northwire.example/1")
    assert not is_filed([aside])
    assert is_filed([report(at(17), UK, FRANCE, when=on(20), confidence=0.45)])
    assert is_filed([report(at(17), UK, FRANCE, confidence=0.55)])
    assert is_filed([aside, report(at(18), UK, FRANCE, confidence=0.3, outlet="Herald")])


def test_what_nobody_is_sure_of_waits() -> None:
    assert not is_filed([report(at(17), UK, FRANCE, when=on(20), confidence=0.35)])
