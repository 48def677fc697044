"""Words that take up a deed told before: "it was put off", "the ceremony", "police counted 700,000 demonstrators"."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Protocol

from pipeline.domain.vocabulary import EventType, Mode
from pipeline.extraction.lexicon import Trigger
from pipeline.extraction.syntax import child, children, is_verb, with_particle

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_PRONOUNS = frozenset({"it", "they", "this", "that", "which", "these", "both"})
_REACH = 2  # sentences that a pronoun looks back
_PRONOUN_CLAUSE = re.compile(
    r"\b(?:[Ii]t|[Tt]hey|[Tt]his|[Tt]hat|[Bb]oth)\b(?: [\w']+){0,5} (?:beg[aiu]n\w*|start\w*|open\w*|resum\w*|end\w*|finish\w*|"
    r"last\w*|ran|run\w*|tak\w+ place|took place|"
    r"go\w* ahead|went ahead|continu\w*|held|postpon\w*|put off|call\w* off|cancel\w*|"
    r"adjourn\w*|suspend\w*|delay\w*|mov\w+|conclud\w*|expir\w*|renew\w*|extend\w*|"
    r"prolong\w*|broken off|sign\w*)\b"
)


class Told(Protocol):
    """A deed told before, as far as a take-up needs it."""

    trigger: Trigger

    @property
    def type(self) -> EventType:
        """Its type."""

    @property
    def sentence_index(self) -> int:
        """The number of its sentence."""


@cache
def _nouns() -> Mapping[str, frozenset[str]]:
    """For each noun the types of deed it can stand for."""
    raw = _raw()["nouns"]
    nouns = {noun for entries in raw.values() for noun in entries}
    return {noun: frozenset(t for t, entries in raw.items() if noun in entries) for noun in nouns}


@cache
def _verbs() -> frozenset[str]:
    return frozenset(_raw()["verbs"]["pronoun"])


@cache
def _raw() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(resources.files("pipeline.extraction").joinpath("en", "takeup.toml").read_text("utf-8"))


@cache
def _screen() -> re.Pattern[str]:
    words = sorted(_nouns(), key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(map(re.escape, words)) + r")(?:e?s)?\b", re.IGNORECASE)


def may_take_up(text: str) -> bool:
    """Whether a sentence has a word that could take up a deed: False saves the parse."""
    return bool(_screen().search(text) or _PRONOUN_CLAUSE.search(text))


def takeups(doc: Doc, told: Sequence[Told], sentence: int, taken: frozenset[int]) -> Iterator[Trigger]:
    """Triggers for what the sentence takes up; `taken` are the words that are triggers already."""
    if not told:
        return
    for token in doc:
        if token.i in taken:
            continue
        types = _nouns().get(token.lemma_.lower()) if token.tag_ in {"NN", "NNS"} or token.lower_ == "dead" else None
        if types is not None and token.dep_ != "compound" and _is_known(token):
            earlier = next((t for t in reversed(told) if str(t.type) in types), None)
            if earlier is not None:
                yield _trigger(token, earlier, f"takes-up-{token.lemma_.lower()}")
        elif token.lower_ in _PRONOUNS and token.dep_ in {"nsubj", "nsubjpass"} and is_verb(token.head):
            last = told[-1]
            name = with_particle(token.head)
            if child(token.head, "dobj") is not None and name == "take" and child(token.head, "dobj").lower_ == "place":  # type: ignore[union-attr]
                name = "take place"
            inner = next((with_particle(c) for c in children(token.head, "xcomp")), "")
            if (
                0 < sentence - last.sentence_index <= _REACH
                and (name in _verbs() or (token.head.lemma_ == "be" and inner in _verbs()))
                and (last.trigger.lasting or last.type in {EventType.AGREE, EventType.CONSULT, EventType.PROTEST})
            ):
                yield _trigger(token, last, "takes-up-pronoun")


def _is_known(noun: Token) -> bool:
    """Whether a noun speaks of one known thing, or counts what took part."""
    return any(
        (c.dep_ == "det" and c.lower_ in {"the", "this", "that", "these", "those"})
        or c.dep_ == "poss"
        or (c.dep_ == "nummod")
        for c in noun.children
    ) or (
        noun.dep_ == "pobj"
        and noun.head.lower_ == "of"
        and noun.head.head.lower_ in {"number", "count", "estimate", "crowd"}
    )


def _trigger(token: Token, earlier: Told, rule: str) -> Trigger:
    mode: Mode | None = earlier.trigger.mode
    return replace(
        earlier.trigger,
        i=token.i,
        start=token.i,
        end=token.i + 1,
        mode=mode,
        rule=rule,
        kind="noun",
        light=None,
        weak=False,
        topic=False,
        needs_target=False,
    )
