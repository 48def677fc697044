"""Who says what he will do or not do: the verb of saying above a deed, and whether its speaker speaks of his own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.extraction.language import language_of
from pipeline.extraction.realis.words import words
from pipeline.extraction.syntax import SUBJECTS, children, is_somebodys, is_verb
from pipeline.gazetteer.countries import country_of

if TYPE_CHECKING:
    from spacy.tokens import Token


def lead_verb(verb: Token) -> Token:
    """The first of the verbs that a verb is joined to: "vowed to find and punish them"."""
    while verb.dep_ == "conj" and is_verb(verb.head) and not children(verb, *SUBJECTS):
        verb = verb.head
    return verb


def is_not(verb: Token) -> bool:
    """Whether a verb stands with "not" or "never"."""
    return bool(children(verb, "neg"))


def is_own(clause: Token, teller: Token) -> bool:
    """Whether what is said to come is the speaker's own doing: told of himself, of his own, or of nobody."""
    known = words(language_of(clause))
    doers = [p for by in children(clause, "agent") for p in children(by, "pobj")]
    if clause.lemma_.lower() not in known.verbs["suffer"]:
        doers += children(clause, "nsubj")
    speakers = children(teller, "nsubj")
    speaks_for_it = teller.i > clause.i and all(is_office(speaker) or _holds_office(speaker) for speaker in speakers)
    owners = [c for speaker in speakers for c in children(speaker, "poss", "amod", "compound")]
    homes = {country_of(owner.text) for owner in owners} - {None}
    is_of_it = any(map(is_somebodys, speakers))  # "its leader said"
    return all(
        doer.tag_ == "PRP"
        or doer.lower_ in {speaker.lower_ for speaker in speakers}
        or is_somebodys(doer)
        or (doer.pos_ == "PROPN" and country_of(doer.text) in homes)  # "Russia's foreign ministry said Moscow would"
        or (speaks_for_it and (doer.pos_ == "PROPN" or is_of_it or doer.lower_ in known.nouns["own_body"]))
        for doer in doers
    )


def is_office(speaker: Token) -> bool:
    """An office of nobody else ("Peru will strike, the minister said"), but not that of another country."""
    owners = [c for c in speaker.children if c.dep_ in {"poss", "amod", "compound"} and c.tag_ != "PRP$"]
    owners = [c for c in owners if c.dep_ == "poss" or country_of(c.text) is not None]  # not of "the State Department"
    officials = words(language_of(speaker)).speakers["officials"]
    return speaker.lemma_.lower() in officials and not any(c.text[:1].isupper() for c in owners)


def _holds_office(speaker: Token) -> bool:
    """Whether a name has an office before it: "Prime Minister Orban"."""
    officials = words(language_of(speaker)).speakers["officials"]
    return speaker.pos_ == "PROPN" and any(c.lower_ in officials for c in children(speaker, "compound"))


def is_view(teller: Token) -> bool:
    """Whether one of many tells it, who is cited for a view."""
    commentators = words(language_of(teller)).speakers["commentators"]
    return any(t.lemma_.lower() in commentators for t in children(teller, "nsubj"))
