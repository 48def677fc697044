"""Give each deed of a sentence the place that belongs to it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING

from pipeline.domain.mention import Place
from pipeline.domain.vocabulary import Change, EventType, Mode
from pipeline.extraction.language import language_of
from pipeline.extraction.realis.moving import to_of
from pipeline.extraction.realis.outcome import Reading
from pipeline.extraction.realis.words import words
from pipeline.extraction.syntax import (
    SUBJECTS,
    ancestors,
    children,
    clause_tokens,
    clauses_on,
    conjuncts,
    is_noun,
    is_verb,
)
from pipeline.gazetteer.countries import countries, country_of, is_demonym, place_country
from pipeline.gazetteer.places import find_place

if TYPE_CHECKING:
    from spacy.tokens import Token

_IN = (
    "in",
    "at",
    "near",
    "outside",
    "inside",
    "on",
    "across",
    "around",
    "throughout",
    "off",
    "over",
    "within",
    "above",
    "through",
)
_TO = ("to", "into", "for")
_STRUCK = frozenset({EventType.ASSAULT, EventType.COERCE, EventType.MOBILIZE})
_TALK = frozenset({EventType.CONSULT, EventType.AGREE})
VENUE = re.compile(
    r"\b(?:House|Hotel|Palace|Hall|Centre|Center|Castle|Park|Square|Stadium|Airport|Base|Camp|Building|"
    r"Headquarters|University|Club|Villa|Peace House|"
    r"Embassy|Ministry|Parliament|Cathedral|Gate|Bridge|Port|Resort|Chancellery)\b"
)


def place_of(head: Token, reading: Reading, type_: EventType, mode: Mode | None, near: Sequence[str]) -> Place | None:
    """Where a deed is told to be; `near` are the countries in the article's context, best first."""
    if reading.change is Change.RELOCATED and (new := _moved_to(reading, near)) is not None:
        return new
    found: Place | None = None
    venue: str | None = None
    for noun in _where(head, reading, type_, mode):
        name, place = _resolve(noun, near)
        if place is None:
            if venue is None and name and VENUE.search(name):
                venue = name
            continue
        if place.venue and venue is None:
            venue = place.venue
        if found is None or (_is_wide(found) and not _is_wide(place) and place.country == found.country):
            found = place
        if not _is_wide(found):
            break
    if found is None:
        found = _leading(head, near)
    if found is not None and venue is not None and found.venue is None:
        return replace(found, venue=venue)
    return found


def _moved_to(reading: Reading, near: Sequence[str]) -> Place | None:
    """The place to which something was moved: "moved from Lima to Cusco"."""
    for prep in to_of(reading.verb) if reading.verb is not None else ():
        for name in children(prep, "pobj"):
            if (place := _resolve(name, near)[1]) is not None:
                return place
    return None


def _leading(head: Token, near: Sequence[str]) -> Place | None:
    """The place with which a sentence begins, where the parser took it for part of the name behind it.

    "In Berlin Angela Merkel met him", "In Washington Mr Boric signed".
    """
    doc = head.doc
    if len(doc) < 3 or doc[0].lower_ not in {"in", "at", "near"} or not _is_main(head):
        return None
    names = list(takewhile(lambda t: t.tag_ in {"NNP", "NNPS"}, doc[1:6]))
    for size in range(len(names) - 1, 0, -1):
        place = find_place(doc[1 : 1 + size].text, near)
        if place is not None and not is_demonym(doc[1 : 1 + size].text):
            return place
    return None


def _is_main(head: Token) -> bool:
    """Whether a deed is told by the main clause, or beside it."""
    verb = next((t for t in (head, *ancestors(head)) if is_verb(t)), None)
    return verb is not None and (verb.dep_ == "ROOT" or (verb.dep_ == "conj" and verb.head.dep_ == "ROOT"))


def _is_wide(place: Place) -> bool:
    return place.key is not None and place.key.startswith("country:")


def _where(head: Token, reading: Reading, type_: EventType, mode: Mode | None) -> Iterator[Token]:
    """Nouns that may name the place, best first."""
    carriers = _carriers(head, reading, type_)
    clause = [token for token in clause_tokens(head) if not _is_aside(token, head)]
    phrase = list(head.subtree) if is_noun(head) else []
    seen: set[int] = {prep.i for prep in _topics(head, type_)}
    yield from _gone_to(carriers, mode)
    for preps in (_IN, _TO) if mode is not Mode.VISIT else (_TO, _IN):
        for carrier in carriers:
            yield from _objects(carrier, preps, seen)
        if preps is _IN:
            within = {t.i for t in phrase}
            for token in [t for t in clause if t.i in within] + clause:
                yield from _objects(token, preps, seen)
        elif mode is Mode.VISIT:  # "the visit of Peru's president to Chile"
            for token in phrase:
                yield from _objects(token, preps, seen)
        if mode is not Mode.VISIT and preps is _IN:
            yield from _beside(head, reading, type_, seen)
        if preps is _IN and type_ is EventType.RETREAT:  # "withdraws its troops from Haiti"
            for carrier in carriers + phrase:
                yield from _objects(carrier, ("from",), seen)
    yield from _around(head, seen)


def _carriers(head: Token, reading: Reading, type_: EventType) -> list[Token]:
    """The words that tell a deed, on which its place may hang."""
    carriers: list[Token] = [head]
    if is_noun(head):
        carriers.extend(clauses_on(head))
        above = head.head
        if above.dep_ == "prep" and is_noun(above.head):  # "a round of talks in Doha"
            carriers.append(above.head)
    if reading.verb is not None:
        carriers.append(reading.verb)
    if type_ is not EventType.AGREE:  # they "agreed to stop shelling in the east", but not there
        carriers.extend(c for verb in list(carriers) if is_verb(verb) for c in children(verb, "xcomp"))
    return carriers


def _around(head: Token, seen: set[int]) -> Iterator[Token]:
    """What the clauses above a deed say of the place: "in Brussels, where the ministers are gathering"."""
    for above in (head, *ancestors(head)):
        if above.dep_ == "relcl" and any(c.lower_ == "where" for c in above.children):
            yield above.head
            break
        if is_verb(above) and above.dep_ in {"ccomp", "relcl", "acl", "ROOT"}:
            break
    if head.dep_ in {"relcl", "acl"}:
        return
    for above in ancestors(head):
        if is_verb(above):
            yield from _objects(above, _IN, seen)
            if above.dep_ in {"ccomp", "relcl", "ROOT"}:
                break


def _topics(head: Token, type_: EventType) -> Iterator[Token]:
    """The prepositions that say what a meeting or a text is about, or where that is: "talks on Cyprus", "on the war in Yemen"."""
    if type_ not in _TALK:
        return
    w = words(language_of(head))
    if is_noun(head):
        about = [prep for prep in children(head, "prep") if prep.lower_ in w.prepositions["about"]]
    else:  # "spoke by telephone about the war"
        carriers = [head, *(noun for prep in children(head, "prep") for noun in children(prep, "pobj"))]
        about = [prep for carrier in carriers for prep in children(carrier, "prep") if prep.lower_ == "about"]
    yield from about
    if type_ is not EventType.CONSULT:
        return
    discussed = children(head, "dobj") if head.lemma_ in w.verbs["discuss"] else []
    topics = [*discussed, *(noun for prep in about for noun in children(prep, "pobj"))]
    for topic in [joined for first in topics for joined in conjuncts(first)]:
        if is_noun(topic) and children(topic, "det", "poss"):  # of two places the later one is that of the meeting
            yield from [t for t in topic.subtree if t.dep_ == "prep" and t.lower_ in {"in", "at"}][:1]


def _is_aside(token: Token, head: Token) -> bool:
    """Whether a word says where a person who acts is at home or what comes of the deed, and not where it is done.

    "Kovacs, in charge of the railways in Budapest, signed", "the session is to settle a deployment in Mali".
    """
    for current in (token, *ancestors(token)):
        if current.i == head.i:
            return False
        if (current.dep_ in SUBJECTS and current.tag_ in {"NNP", "NNPS"}) or _is_set_off(current):
            return True
        if current.dep_ == "xcomp" and not current.is_ancestor(head):
            done = [noun for noun in children(current, "dobj") if noun.lower_ != "place"]
            agreeing = words(language_of(current)).verbs["commit_to"]
            return current.head.lemma_ in agreeing or (current.head.lemma_ == "be" and bool(done))
        if is_verb(current) and current.is_ancestor(head):
            return False
    return False


def _is_set_off(prep: Token) -> bool:
    """Whether a preposition follows the name of who acts after a comma: it speaks of him ("Kovacs, in Budapest since May, ")."""
    verb = prep.head
    if prep.dep_ != "prep" or not is_verb(verb) or prep.i >= verb.i or prep.i == 0 or prep.nbor(-1).text != ",":
        return False
    return any(c.dep_ in SUBJECTS and c.tag_ in {"NNP", "NNPS"} and c.i < prep.i for c in verb.children)


def _gone_to(carriers: Sequence[Token], mode: Mode | None) -> Iterator[Token]:
    """The objects of visiting, reaching or leaving."""
    for verb in carriers:
        if verb.lemma_ == "host":
            yield from (noun for noun in children(verb, "nsubj") if noun.tag_ in {"NNP", "NNPS"})
        v = words(language_of(verb)).verbs
        if (mode is Mode.VISIT and verb.lemma_ not in v["bid"]) or verb.lemma_ in v["go_to"]:
            yield from (noun for noun in children(verb, "dobj") if noun.tag_ in {"NNP", "NNPS"})


def _objects(carrier: Token, preps: Sequence[str], seen: set[int]) -> Iterator[Token]:
    if carrier.n_lefts + carrier.n_rights == 0:
        return
    for prep in carrier.children:
        if prep.dep_ not in {"prep", "advmod", "prt"} or prep.i in seen or _is_set_off(prep):
            continue
        inner = [prep, *children(prep, "prep")]
        for p in inner:
            if p.lower_ in preps:
                seen.add(prep.i)
                # "imposed sanctions on Iran": whom a deed is done to, and not where
                yield from (n for n in children(p, "pobj") if p.lower_ != "on" or place_country(_name(n)) is None)


def _beside(head: Token, reading: Reading, type_: EventType, seen: set[int]) -> Iterator[Token]:
    """Names before the noun ("the Jeddah talks"), and what was struck or visited."""
    for modifier in children(head, "compound", "nmod", "amod"):
        if modifier.tag_ in {"NNP", "NNPS"}:
            yield modifier
    if type_ in _STRUCK or type_ in {EventType.CONSULT, EventType.PROTEST}:
        verb = reading.verb if reading.verb is not None else head
        for token in {verb.i: verb, head.i: head}.values():
            yield from children(token, "dobj", "nsubjpass")
            for prep in children(token, "prep"):
                if prep.lower_ in {"on", "against", "of"}:
                    about = children(prep, "pobj")
                    yield from about if prep.i not in seen else filter(_is_in_town, about)


def _is_in_town(topic: Token) -> bool:
    """Whether a topic's place is where it is talked about: "talks on the war in Cairo", not "on a truce in the Black Sea"."""
    place = _resolve(topic, ())[1]
    return place is not None and place.key is not None and place.key.startswith("geonames:")


def _resolve(noun: Token, near: Sequence[str], depth: int = 2) -> tuple[str, Place | None]:  # noqa: C901 - one rule a branch
    """The place that a noun names, itself or by what is set beside it: "the Saudi port of Jeddah", "the capital, Accra"."""
    if noun.tag_ not in {"NNP", "NNPS"}:
        for prep in children(noun, "prep"):
            if prep.lower_ == "of":
                for name in children(prep, "pobj"):
                    if name.tag_ in {"NNP", "NNPS"} or depth:
                        text, place = _resolve(name, near, depth - 1)
                        if place is not None:
                            return text, place
        for name in children(noun, "appos"):
            if name.tag_ in {"NNP", "NNPS"}:
                text, place = _resolve(name, near)
                if place is not None:
                    return text, place
        if noun.lemma_.lower() == "capital":
            return noun.text, _capital(noun, near)
        if noun.lemma_.lower() in words(language_of(noun)).nouns["site"]:  # "outside Istanbul's city hall"
            for owner in children(noun, "poss"):
                if owner.tag_ == "NNP" and (place := find_place(_name(owner), near)) is not None:
                    return noun.text, place
        for prep in children(noun, "prep"):
            if prep.lower_ in {"in", "near", "of", "at", "on"}:
                for name in children(prep, "pobj"):
                    if name.tag_ in {"NNP", "NNPS"}:
                        return _resolve(name, near)
        return noun.text, None
    text = _name(noun)
    if is_demonym(text) or noun.ent_type_ == "PERSON":
        return text, None
    qualifier = next((c for c in noun.children if c.dep_ == "appos" and c.tag_ in {"NNP", "NNPS"}), None)
    if qualifier is not None and (place := find_place(f"{text}, {_name(qualifier)}", near)):
        return text, place
    place = find_place(text, near)
    if place is not None and _is_a_house(noun, place):
        return text, None
    if place is None:
        for prep in children(noun, "prep"):
            if prep.lower_ in {"in", "near", "at", "on"}:
                for name in children(prep, "pobj"):
                    inner, place = _resolve(name, near)
                    if place is not None:
                        return inner, replace(place, venue=text) if VENUE.search(text) else place
        for owner in children(noun, "poss"):
            if owner.tag_ == "NNP" and (place := find_place(_name(owner), near)):
                return text, place
    return text, place


def _is_a_house(noun: Token, place: Place) -> bool:
    """Whether a name with "the" before it is a house that bears a town's name: "at the Coburg"."""
    a_town = place.key is not None and place.key.startswith("geonames:") and not place.venue
    by_the = any(c.lower_ == "the" and c.dep_ == "det" for c in noun.children)
    return a_town and by_the and (" " not in place.name or _name(noun) != place.name)


def _capital(noun: Token, near: Sequence[str]) -> Place | None:
    for modifier in children(noun, "amod", "poss", "compound"):
        country = country_of(_name(modifier))
        if country is not None:
            for seat in countries()[country].seats:
                if place := find_place(seat, [country]):
                    return place
    return None


_PARTICLES = frozenset({"al", "el", "de", "del", "di", "da", "du", "des", "la", "las", "los", "es", "ez", "ash", "as"})


def _name(noun: Token) -> str:
    first = noun
    for left in sorted(noun.lefts, key=lambda t: -t.i):
        particle = left.tag_ in {"NNP", "FW"} and left.lower_ in _PARTICLES
        if left.dep_ in {"compound", "nmod", "punct", "amod"} and (
            left.text[:1].isupper() or left.tag_ == "HYPH" or left.text == "-" or particle
        ):
            first = left.left_edge if left.left_edge.text[:1].isupper() else left
        else:
            break
    return str(noun.doc[first.i : noun.i + 1].text)
