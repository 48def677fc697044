"""Matches between teams that go by the names of states and towns: they meet, and beat each other, and no news is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.extraction.syntax import auxiliaries, children

if TYPE_CHECKING:
    from spacy.tokens import Token


def is_of_teams(verb: Token) -> bool:
    """Whether one name has a plural verb, as a team has: "Ukraine meet Iceland in Wroclaw"."""
    if verb.tag_ not in {"VBP", "VB"} or auxiliaries(verb) or verb.dep_ == "xcomp":
        return False
    named = children(verb, "nsubj")
    return bool(named) and all(map(_is_one_place, named))


def _is_one_place(name: Token) -> bool:
    """Whether a name is that of one place, and no plural in itself, as the Netherlands are."""
    joined = any(c.dep_ in {"conj", "cc", "appos"} for c in name.children)
    return name.tag_ == "NNP" and name.ent_type_ == "GPE" and not joined and not name.lower_.endswith("s")
