"""Clauses that say what is felt, judged, aimed at or left open, so that what they name is not told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.extraction.language import language_of
from pipeline.extraction.realis.tense import Tense, to_be
from pipeline.extraction.realis.words import words
from pipeline.extraction.syntax import SUBJECTS, child, children, is_somebodys

if TYPE_CHECKING:
    from spacy.tokens import Token


def is_felt(clause: Token, above: Token) -> bool:
    """Whether a clause apart from its noun says what is feared or asked: "fears are growing that they will attack"."""
    w = words(language_of(clause))
    felt = children(above, "nsubj", "nsubjpass")
    to = Tense(clause).to and not children(clause, *SUBJECTS) and not children(above, "dobj")
    led = to or any(c.lower_ == "that" and c.dep_ == "mark" for c in clause.children)
    if not (led and felt) or above.lemma_ == "be" or above.lemma_ in w.verbs["say"] or is_somebodys(felt[0]):
        return False  # "an order said that the port would close" tells it
    return felt[0].lemma_.lower() in w.nouns["hypothetical"]


def is_judged(be: Token) -> bool:
    """Whether a clause says what doing something would be, or was: "it was madness to send the troops"."""
    said, subject = child(be, "attr", "acomp"), child(be, "nsubj")
    if be.lemma_ != "be" or said is None or subject is None or subject.lower_ != "it":
        return False
    v = words(language_of(be)).verbs
    told = v["plan"] | v["implied"] | v["negative"] | v["hypothetical"]
    return f"be_{said.lower_}" not in told


def says_an_aim(be: Token) -> bool:
    """Whether a clause says what an aim, a task or a choice is: "the aim is to force the junta out"."""
    said = child(be, "nsubj")
    return to_be(be) and said is not None and said.lemma_.lower() in words(language_of(be)).nouns["aim"]


def is_unanswered(clause: Token) -> bool:
    """Whether a clause says what people are silent or at odds about: "kept silent on when they will hand over power"."""
    first = clause.left_edge
    asks = first.tag_ in {"WRB", "WP", "WDT"} and first.i > 0
    return asks and clause.doc[first.i - 1].lower_ in words(language_of(clause)).prepositions["about"]
