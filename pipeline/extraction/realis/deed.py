"""Decide from syntax how a sentence presents a deed: planned, going on, done, called off, denied, or no event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.domain.vocabulary import Realis
from pipeline.extraction.realis.nouns import read_noun
from pipeline.extraction.realis.outcome import Reading
from pipeline.extraction.realis.teams import is_of_teams
from pipeline.extraction.realis.verbs import read_verb
from pipeline.extraction.realis.works import is_of_a_work
from pipeline.extraction.syntax import auxiliaries, is_verb

if TYPE_CHECKING:
    from spacy.tokens import Token


def read(trigger: Token, kind: str, light: Token | None = None, *, lasting: bool = False) -> Reading:
    """How the sentence presents the deed named by a trigger word.

    `kind` is "verb", "noun" or "light-verb" (then `light` is the verb of the phrase). `lasting`: the deed can go on
    for days, so that a present tense tells it as going on.
    """
    gerund = (
        trigger.tag_ == "VBG" and trigger.dep_ in {"nsubj", "nsubjpass", "dobj", "pobj"} and not auxiliaries(trigger)
    )
    as_verb = kind == "verb" and is_verb(trigger) and not (gerund and lasting)
    reading = read_verb(trigger, lasting=lasting) if as_verb else read_noun(trigger, light, lasting=lasting)
    if reading.realis.is_event and is_of_a_work(light or trigger):
        reading.realis = Realis.UNRELATED
        reading.notes.append("what a work is about")
    if reading.realis.is_event and as_verb and is_of_teams(trigger):
        reading.realis = Realis.UNRELATED
        reading.notes.append("a match")
    return reading
