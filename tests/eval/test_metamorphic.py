"""What must not matter does not matter: at least 98 of 100 mentions stay as they are when it changes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pipeline.domain.article import Article
from pipeline.domain.mention import Extraction, Mention
from pipeline.evaluation.streams import read_stream, streams_under
from pipeline.extraction import extract, extract_many
from pipeline.extraction.language import default
from pipeline.extraction.text.sentences import split
from pipeline.extraction.who.reference import People
from pipeline.gazetteer.countries import country_of

pytestmark = pytest.mark.xdist_group("metamorphic")  # what is changed is read for all of these, by one process
ROOT = Path(__file__).parents[2]
UNCHANGED = 0.98
CAPTION = "A man with an umbrella walks past a row of shuttered shops. Photograph: Agency Pictures\n\n"
UNRELATED = "\n\nThe weather office expects light rain and mild evenings until the end of the week."
TAKES_UP = re.compile(
    r"^\W*(?:[^.]{0,60}\b)?(?:he|she|they|it|his|her|their|its|this|that|these|those|both|there|then)\b", re.IGNORECASE
)
YEARS = 28  # after which each day has its weekday again
YEAR = re.compile(r"\b(?:19|20)\d\d\b")

Words = Callable[[str], str]
Days = Callable[[date], date]
Change = Callable[
    [Article], "tuple[Article, Words, Days] | None"
]  # the changed article, what it says now, when it is now


def _same(value: Any) -> Any:
    return value


def caption(article: Article) -> tuple[Article, Words, Days]:
    return replace(article, text=CAPTION + article.text), _same, _same


def last_paragraphs_swapped(article: Article) -> tuple[Article, Words, Days] | None:
    *first, one, two = ["", *article.text.split("\n\n")]
    if len(first) < 3 or TAKES_UP.search(one) or TAKES_UP.search(two):
        return None  # what takes up the paragraph before means something else in another place
    return replace(article, text="\n\n".join([*first[1:], two, one])), _same, _same


def unrelated_paragraph(article: Article) -> tuple[Article, Words, Days]:
    return replace(article, text=article.text + UNRELATED), _same, _same


def outlet_renamed(article: Article) -> tuple[Article, Words, Days]:
    def words(text: str) -> str:
        return text.replace(article.outlet, "Harbourside Herald") if article.outlet else text

    return replace(article, text=words(article.text), outlet="Harbourside Herald"), words, _same


def years_later(article: Article) -> tuple[Article, Words, Days] | None:
    if article.published_at is None:
        return None

    def words(text: str) -> str:
        return YEAR.sub(lambda match: str(int(match.group()) + YEARS), text)

    def days(day: date) -> date:
        return day.replace(year=day.year + YEARS)

    at = article.published_at.replace(year=article.published_at.year + YEARS)
    return replace(article, text=words(article.text), title=words(article.title), published_at=at), words, days


def persons_swapped(article: Article) -> tuple[Article, Words, Days] | None:
    people = People(split(article.text, default()).sentences, country_of, default()).persons
    full = [person.name.split(" ") for person in people if person.name.count(" ") == 1]
    if len(full) < 2 or len({*full[0], *full[1]}) < 4:
        return None
    other = dict(zip(full[0] + full[1], full[1] + full[0], strict=True))
    named = re.compile(rf"\b(?:{'|'.join(map(re.escape, other))})\b")

    def words(text: str) -> str:
        return named.sub(lambda match: other[match.group()], text)

    return replace(article, text=words(article.text), title=words(article.title)), words, _same


CHANGES = (caption, last_paragraphs_swapped, unrelated_paragraph, outlet_renamed, years_later, persons_swapped)


def told(mention: Mention, words: Words, days: Days, *, guesses: bool = True) -> tuple[Any, ...]:
    """All that a reader learns from a mention; without `guesses`, no place that nobody told."""
    when = mention.when
    place = mention.place if guesses or not mention.place_guessed else None
    return (
        mention.type,
        mention.mode,
        mention.realis,
        words(mention.quote),
        *(days(day) if day else None for day in (when.starts_on, when.ends_on, when.earliest_on, when.latest_on)),
        place.name if place else None,
        frozenset((words(actor.name), actor.role) for actor in mention.actors),
    )


@cache
def read(article: Article) -> Extraction:
    """An article as it is; each change is compared with that."""
    return extract(article)


def changed(articles: Sequence[Article], change: Change) -> tuple[int, list[tuple[Any, ...]]]:
    """How many mentions there were, and those that are not told any more once the articles are changed."""
    pairs = [(article, result) for article in articles if (result := change(article)) is not None]
    before = [read(article) for article, _ in pairs]
    after = extract_many(result[0] for _, result in pairs)
    guesses = change is not persons_swapped  # where nobody says where, those of another country point elsewhere
    total, lost = 0, []
    for (_, (_, words, days)), old, new in zip(pairs, before, after, strict=True):
        wanted = Counter(told(mention, words, days, guesses=guesses) for mention in old.mentions)
        total += wanted.total()
        lost += (wanted - Counter(told(mention, _same, _same, guesses=guesses) for mention in new.mentions)).elements()
    return total, lost


def articles_of(folders: Sequence[Path]) -> Iterator[Article]:
    for folder in folders:
        for stream in streams_under(folder):
            yield from read_stream(stream).articles


def check(articles: Sequence[Article], change: Change) -> None:
    total, lost = changed(articles, change)
    assert total > 0
    share = 1 - len(lost) / total
    assert share >= UNCHANGED, f"{change.__name__}: {share:.3f} of {total}\n" + "\n".join(map(str, lost[:20]))


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_what_does_not_matter_changes_little(change: Change) -> None:
    check(list(articles_of([ROOT / "seeds/wire", ROOT / "tests/eval/streams"]))[::10], change)


@pytest.mark.long
@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_what_does_not_matter_changes_little_anywhere(change: Change, shared: Path) -> None:
    check(list(articles_of([ROOT / "seeds/wire", ROOT / "tests/eval/streams", shared / "data/streams"])), change)
