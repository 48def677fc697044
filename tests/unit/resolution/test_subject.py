"""What an article is about, and that two on other things do not tell of one event."""

from __future__ import annotations

from pipeline.domain.mention import Report
from pipeline.domain.vocabulary import EventType, Realis
from pipeline.resolution import cluster, in_context
from pipeline.resolution.subject import alike, subject_of
from tests.unit.resolution.telling import FRANCE, RUSSIA, at, on, report

GRAIN = "agreement corridor grain ship wheat port inspect cargo shipment insure"
TRAMS = "contract tram factory wagon rail steel depot driver ticket platform"
DONE = Realis.OCCURRED


def test_a_subject_is_made_of_words_that_tell() -> None:
    sentences = [frozenset({"grain", "corridor", "tuesday", "say", "ukrainian", "17"}), frozenset({"grain", "march"})]
    found = subject_of("Russia's grain deal", sentences, ["person:x"])
    assert found == {"grain", "grain*2", "grain*3", "corrido", "deal", "person:x"}


def test_the_share_of_the_lesser_subject_counts() -> None:
    assert alike(frozenset("ab"), frozenset("bcdefgh")) == 0.5
    assert alike(frozenset(), frozenset("ab")) == 0


def _signed(hour: int, words: str) -> list[Report]:
    """An article of two deeds: the signing that is told without a name, and who fills the rest of it."""
    url = f"https://northwire.example/{hour}"
    told = {"when": on(18), "realis": DONE, "url": url, "words": words}
    return in_context(
        [
            report(at(18, hour), kind=EventType.AGREE, **told),  # type: ignore[arg-type]
            report(at(18, hour), RUSSIA, FRANCE, kind=EventType.ACCUSE, **told),  # type: ignore[arg-type]
        ]
    )


def test_a_day_and_a_kind_of_deed_join_only_what_is_about_one_thing() -> None:
    assert len(_agreements(_signed(9, GRAIN), _signed(12, GRAIN))) == 1
    assert len(_agreements(_signed(9, GRAIN), _signed(12, TRAMS))) == 2


def _agreements(*articles: list[Report]) -> list[list[Report]]:
    groups = cluster([each for article in articles for each in article])
    return [group for group in groups if any(each.mention.type is EventType.AGREE for each in group)]
