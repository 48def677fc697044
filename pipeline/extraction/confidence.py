"""How sure a mention is: a few pieces of evidence, weighed as the language's confidence.toml has it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from functools import cache

from pipeline.domain.vocabulary import ActorKind, Realis
from pipeline.extraction.candidates import Candidate
from pipeline.extraction.language import Language
from pipeline.extraction.when.expression import TimeKind

WEIGHTS_FILE = "confidence.toml"
# What can speak for or against a mention, in the words of the data file and of explanations.
EVIDENCE = (
    "told by its clause", "told by a verb", "day known", "some time known", "place told", "two or more actors", "nobody named",
    "actor with a country", "weak word", "near the top", "by a speaker", "planned", "ongoing", "called off or denied",
    "taken up from before", "number told", "words only",
)  # fmt: skip
_CALLED_OFF = frozenset({Realis.CANCELLED, Realis.POSTPONED, Realis.DENIED})
_TOP = 3  # sentences


def evidence(candidate: Candidate, *, numbered: bool) -> tuple[str, ...]:
    """The pieces of evidence that hold of a mention, in the order of EVIDENCE; `numbered`: it tells a number."""
    return tuple(name for name, holds in zip(EVIDENCE, _holds(candidate, numbered=numbered), strict=True) if holds)


def _holds(candidate: Candidate, *, numbered: bool) -> Iterator[bool]:
    from pipeline.extraction.deeds.filing import WORDS

    reading, when, actors = candidate.reading, candidate.when, candidate.actors
    yield reading.anchored
    yield candidate.trigger.kind == "verb"
    of_an_hour = candidate.dated.expression is not None and candidate.dated.expression.kind is TimeKind.HOUR
    yield when.starts_on is not None and not of_an_hour
    yield when.first_on is not None and (of_an_hour or when.starts_on is None)
    yield candidate.place is not None
    yield len({actor.name for actor in actors}) > 1
    yield not actors
    yield any(a.country is not None and a.kind is not ActorKind.GROUP for a in actors)
    yield candidate.trigger.weak
    yield candidate.sentence.rank < _TOP
    yield candidate.speech.name is not None
    yield reading.realis is Realis.PLANNED
    yield reading.realis is Realis.ONGOING
    yield reading.realis in _CALLED_OFF
    yield candidate.trigger.rule.startswith("takes-up")
    yield numbered
    yield candidate.type in WORDS


def confidence(found: Iterable[str], language: Language) -> float:
    """The chance, 0 to 1, that a mention with this evidence is right (`pipeline.evaluation.calibration` says what that is)."""
    weights = _weights(language)
    score = weights["always"] + sum(weights.get(name, 0.0) for name in found)
    return round(1 / (1 + math.exp(-score)), 2)


@cache
def _weights(language: Language) -> dict[str, float]:
    return {name: float(value) for name, value in language.table(WEIGHTS_FILE)["weights"].items()}
