"""Deeds that are told as to come, and are done by being told: sanctions announced, backing declared, orders given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.domain.vocabulary import EventType, Mode, Realis
from pipeline.extraction.deeds.filing import WORDS
from pipeline.extraction.deeds.triggers import Trigger
from pipeline.extraction.language import language_of
from pipeline.extraction.realis.outcome import Reading, Sign
from pipeline.extraction.realis.words import words
from pipeline.extraction.syntax import auxiliaries, with_particle

if TYPE_CHECKING:
    from spacy.tokens import Token

# Who announces one of these has done it.
_DONE_BY_SAYING = frozenset({EventType.SANCTION, EventType.CONCEDE, EventType.REJECT})


_BACKING = frozenset(
    {"endorse", "stand-with", "express-support", "throw-weight-behind", "defend-party", "give-backing"}
)


def is_announced(trigger: Trigger, head: Token, reading: Reading) -> bool:
    """Whether a plan without a day is done as soon as somebody says so."""
    verb = reading.verb
    if reading.realis is not Realis.PLANNED or reading.change is not None or verb is None:
        return False
    if trigger.type in WORDS and _is_being_said(verb, head, reading):
        return True
    return reading.speaker is not None and (
        ((trigger.type in _DONE_BY_SAYING or trigger.mode is Mode.RESIGN) and _is_being_done(verb))
        or (trigger.type is EventType.AGREE and _is_prolonged(verb))
        or (trigger.rule in _BACKING and _is_declared(verb))
    )


def _is_being_said(verb: Token, head: Token, reading: Reading) -> bool:
    """Whether words are told in the progressive, which are said by then: "is demanding that the vote be annulled"."""
    return Sign.DOING in reading.notes and head.tag_ == "VBG" and verb.i == head.i


def _is_being_done(verb: Token) -> bool:
    """Whether a deed is announced in the progressive: "it is suspending its part in the treaty, Moscow said"."""
    return verb.tag_ == "VBG" and any(a.lower_ in {"is", "are", "'s", "'re", "was", "were"} for a in auxiliaries(verb))


def _is_prolonged(verb: Token) -> bool:
    """Whether an accord is said to last longer, which is the agreement: "the truce will be extended by a week, Oslo said"."""
    return with_particle(verb) in words(language_of(verb)).verbs["prolong"]


def _is_declared(verb: Token) -> bool:
    """Whether somebody declares whom he will back, which he does by saying so: "will stand by Peru, its minister said"."""
    return any(a.lower_ in words(language_of(verb)).modals["future"] for a in auxiliaries(verb))
