"""Words that take up a deed told before: "it was put off", "the ceremony", "no new date has been set", "both confirmed it"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Protocol

from pipeline.domain.vocabulary import GIVEN_UP, HAPPENED, EventType, Realis
from pipeline.extraction.deeds.filing import WORDS
from pipeline.extraction.deeds.quantities import numbered
from pipeline.extraction.deeds.triggers import Trigger
from pipeline.extraction.language import Language, language_of
from pipeline.extraction.realis.tense import Tense, conditional
from pipeline.extraction.realis.words import words
from pipeline.extraction.syntax import (
    SUBJECTS,
    ancestors,
    carrier,
    child,
    children,
    first_conjunct,
    is_negated,
    is_noun,
    is_verb,
    with_particle,
)

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

TAKES_UP = "takes-up-"  # how the rules of such triggers begin
DEFAULT = f"{TAKES_UP}default"
_PRONOUNS = frozenset({"it", "they", "this", "that", "which", "these", "both"})
_BY_PRONOUN = frozenset({"it", "them", "they", "this"})
_REACH = 2  # sentences that a pronoun looks back
# Nobody speaks of one of these as decided.
_UNDECIDED = frozenset({EventType.ASSAULT, EventType.PROTEST})
_OPEN = frozenset({Realis.PLANNED, Realis.POSTPONED, Realis.CANCELLED})


class Told(Protocol):
    """A deed told before, as far as a take-up needs it."""

    trigger: Trigger

    @property
    def type(self) -> EventType:
        """Its type."""

    @property
    def realis(self) -> Realis:
        """How it was presented."""

    @property
    def claimed(self) -> bool:
        """Whether it was told as somebody's words."""

    @property
    def sentence_index(self) -> int:
        """The number of its sentence."""


@cache
def _raw(language: Language) -> dict[str, dict[str, list[str]]]:
    return language.table("takeup.toml")


@cache
def _nouns(language: Language) -> Mapping[str, frozenset[str]]:
    """For each noun the types of deed it can stand for."""
    raw = _raw(language)["nouns"]
    nouns = {noun for entries in raw.values() for noun in entries}
    return {noun: frozenset(t for t, entries in raw.items() if noun in entries) for noun in nouns}


@cache
def _list(language: Language, part: str, name: str) -> frozenset[str]:
    return frozenset(_raw(language)[part].get(name, ()))


@cache
def _screen(language: Language) -> re.Pattern[str]:
    """What one of must stand in a sentence that takes up a deed."""
    raw = _raw(language)
    nouns = sorted(
        {*_nouns(language), *raw["delays"]["nouns"], *raw["dates"]["nouns"], *raw["general"]["nouns"]},
        key=len,
        reverse=True,
    )
    clause = "|".join(raw["screen"]["verb_forms"])
    objects = "|".join(raw["screen"]["object_verb_forms"])
    deaths, defaults = ("|".join(raw["screen"][f"{what}_forms"]) for what in ("death", "default"))
    return re.compile(
        rf"\b(?:{'|'.join(map(re.escape, nouns))})(?:e?s)?\b"
        rf"|\b(?:it|they|this|that|both)\b(?: [\w']+){{0,5}} (?:{clause})\b"
        rf"|\b(?:{objects}) (?:it|this|that|so|the news)\b|\b(?:{deaths})\b|\b(?:{defaults})",
        re.IGNORECASE,
    )


def may_take_up(text: str, language: Language) -> bool:
    """Whether a sentence has a word that could take up a deed: False saves the parse."""
    return _screen(language).search(text) is not None


def takeups(doc: Doc, told: Sequence[Told], sentence: int, taken: frozenset[int]) -> Iterator[Trigger]:
    """Triggers for what the sentence takes up; `taken` are the words that are triggers already."""
    if not told:
        return
    near = [t for t in told if 0 < sentence - t.sentence_index <= _REACH]
    for token in doc:
        if token.i in taken:
            continue
        if token.tag_ in {"NN", "NNS"} or token.lower_ in _list(language_of(token), "counts", "states"):
            found = _by_death(token, told) if token.dep_ == "acomp" else _by_noun(token, told, sentence)
        elif token.lower_ in _PRONOUNS and token.dep_ in {"nsubj", "nsubjpass"} and is_verb(token.head):
            found = _by_subject(token, told, near)
        elif is_verb(token):
            found = _by_object(token, near) or _by_death(token, told) or _by_default(token, told, sentence)
        else:
            continue
        if found is not None:
            yield found


def within(doc: Doc, plans: Sequence[Told]) -> Iterator[Trigger]:
    """Triggers for the pronouns by which a later clause of the sentence takes up a plan told in it: "but Oslo put it off"."""
    for token in doc:
        if token.lower_ in _BY_PRONOUN and token.dep_ in {"nsubjpass", "nsubj", "dobj"} and is_verb(token.head):
            before = [p for p in plans if _goes_on_with(token.head, doc[p.trigger.i])]
            found = _takes_up(token, before[-1] if before else None)
            if found is not None:
                yield found


def _goes_on_with(verb: Token, deed: Token) -> bool:
    """Whether a clause goes on where that of a deed ends: "was to visit Kenya, but called it off"."""
    if verb.dep_ != "conj" or verb.i < deed.i:
        return False
    start = first_conjunct(verb)
    for current in [deed, *ancestors(deed)]:
        if current.i == start.i:
            return True
        if current.dep_ in {"relcl", "acl", "advcl", "ccomp"}:
            return False
    return False


def _by_noun(noun: Token, told: Sequence[Told], sentence: int) -> Trigger | None:
    """ "The ceremony"; "no new date", "the postponement" of what was put off; the dead of an attack."""
    lemma = noun.lemma_.lower()
    if lemma in _list(language_of(noun), "dates", "nouns") and _is_other(noun) and _is_to_be_set(noun):
        return _takes_up(noun, _last(told, among=_OPEN), as_told=True)
    if lemma in _list(language_of(noun), "delays", "nouns") and _is_known(noun):
        return _takes_up(noun, _last(told, among=GIVEN_UP), as_told=True)
    if lemma in _list(language_of(noun), "general", "nouns"):
        return _by_general(noun, told, sentence)
    types = _nouns(language_of(noun)).get(lemma)
    if types is None or noun.dep_ == "compound" or not (_is_known(noun) or _is_nth(noun)):
        return None
    if noun.dep_ == "pobj" and noun.head.lower_ == "by" and children(noun, "nummod"):
        return None  # "by 200 votes to 117"
    last = _last(told, types=types)
    # "The toll rose on Tuesday", "the victims were buried on Friday": neither is the day of the deed.
    suffered = lemma in _list(language_of(noun), "counts", "nouns") and last is not None and last.realis in HAPPENED
    found = _takes_up(noun, last, as_told=suffered and not _says_which(noun))
    return replace(found, undergone=True) if found is not None and suffered else found


def _by_general(noun: Token, told: Sequence[Told], sentence: int) -> Trigger | None:
    """ "The decision came a day after the vote": what the sentence before told, where a verb says only how it came about."""
    verb = noun.head
    pointed = any(c.dep_ == "det" and c.lower_ in {"the", "this", "that"} for c in noun.children)
    own = any(is_noun(c) or is_verb(c) or c.dep_ in {"prep", "amod", "poss"} for c in noun.children)
    if not pointed or own or noun.dep_ not in SUBJECTS or verb.dep_ not in {"ROOT", "ccomp"} or is_negated(verb):
        return None
    name = with_particle(verb)
    if (thing := child(verb, "dobj")) is not None and name == "take":
        name = f"take {thing.lower_}"
    passive = child(verb, "auxpass") is not None
    if name not in _list(language_of(noun), "general", "undergone" if passive else "verbs"):
        return None
    decided = [t for t in told if sentence - t.sentence_index in {1, 2} and _is_decided(t)]
    meant = next((t for t in decided if t.sentence_index == decided[-1].sentence_index), None)
    return _takes_up(noun, meant, as_told=True)


def _is_decided(told: Told) -> bool:
    """Whether a deed was told in its turn, and is one that is decided: no attack, and nothing only said."""
    in_turn = told.trigger.kind == "verb" or told.trigger.rule.startswith(TAKES_UP) or told.realis in GIVEN_UP
    return in_turn and told.realis in HAPPENED | _OPEN and told.type not in _UNDECIDED | WORDS


def _by_subject(pronoun: Token, told: Sequence[Told], near: Sequence[Told]) -> Trigger | None:
    """ "It was put off", "they last three days", "both said that they would come"."""
    verb = pronoun.head
    if verb.dep_ == "relcl":
        return None  # "the talks that opened on Sunday": it stands for a word of its own sentence
    name, thing = _predicate(verb), child(verb, "dobj")
    inner = next((with_particle(c) for c in children(verb, "xcomp")), "")
    last = near[-1] if near else None
    verbs = _list(language_of(pronoun), "verbs", "pronoun")
    if (
        last is not None
        and (name in verbs or (verb.lemma_ == "be" and inner in verbs))
        and (last.trigger.lasting or last.type in {EventType.AGREE, EventType.CONSULT, EventType.PROTEST})
    ):
        return _takes_up(pronoun, last)
    if thing is None and pronoun.lower_ in {"they", "both"}:
        doing = next((t for t in reversed(told) if name in _list(language_of(pronoun), "verbs", str(t.type))), None)
        return replace(_takes_up(verb, doing), kind="verb") if doing is not None else None  # type: ignore[type-var]
    return None


def _by_object(verb: Token, near: Sequence[Told]) -> Trigger | None:
    """ "Both confirmed it", "the ministers did so on Friday"."""
    if not near or is_negated(verb):
        return None
    if verb.lemma_ == "do" and any(c.lower_ == "so" and c.dep_ == "advmod" for c in verb.children):
        last = [t for t in near if t.sentence_index == near[-1].sentence_index]
        meant = next((t for t in last if t.trigger.kind == "verb"), last[-1])
        if meant.trigger.kind != "verb" and meant.type in _UNDECIDED:
            return None  # "the announcement set off riots. He did so in an address"
        found = _takes_up(verb, meant)
        return replace(found, kind="verb") if found is not None else None
    if verb.lemma_.lower() not in _list(language_of(verb), "objects", "verbs") or verb.tag_ not in {
        "VBD",
        "VBZ",
        "VBN",
    }:
        return None
    thing = child(verb, "dobj")
    if thing is None or thing.lower_ not in _list(language_of(verb), "objects", "things"):
        return None
    return _takes_up(verb, near[-1], as_told=True)


def _by_default(verb: Token, told: Sequence[Told], sentence: int) -> Trigger | None:
    """ "He has not", "neither came", "they will not be there": what the sentence before told as a plan was not done."""
    before = [t for t in told if sentence - t.sentence_index == 1]
    plan = next((t for t in before if t.realis is Realis.PLANNED), None)
    subject = child(verb, "nsubj")
    if plan is None or subject is None or verb.dep_ not in {"ROOT", "ccomp"} or conditional(verb):
        return None
    language = language_of(verb)
    none = subject.lower_ in _list(language, "default", "nobody")
    if not (none or (is_negated(verb) and subject.tag_ == "PRP")) or Tense(verb).modal not in {"", "would"}:
        return None
    alone = not children(verb, "dobj", "attr", "acomp", "xcomp", "ccomp", "prep", "advmod", "advcl")
    leaves_open = verb.lemma_ in _list(language, "default", "auxiliaries") and alone
    stays = plan.type is EventType.CONSULT and _predicate(verb) in _list(language, "default", "verbs")
    if not (leaves_open or stays):
        return None
    again = plan.trigger.told_by(verb, DEFAULT, "verb")
    return replace(again, told_as=Realis.CANCELLED)


def _predicate(verb: Token) -> str:
    """A verb with what belongs to it, as one name: "take place", "be there"."""
    thing = child(verb, "dobj")
    if thing is not None and verb.lemma_ == "take" and thing.lower_ == "place":
        return "take place"
    if verb.lemma_ == "be" and any(c.lower_ == "there" for c in children(verb, "advmod")):
        return "be there"
    return with_particle(verb)


def _by_death(word: Token, told: Sequence[Told]) -> Trigger | None:
    """ "Ten people had died there", "at least ten are dead", "ten lost their lives", where an attack was told of."""
    if word.lower_ == "dead":
        verb = word.head
        if word.dep_ != "acomp" or verb.lemma_ != "be":
            return None
    else:
        verb, thing = word, child(word, "dobj")
        losing = _list(language_of(word), "deaths", "losing")
        if not (word.lemma_ == "die" or (thing is not None and f"{word.lemma_} {thing.lemma_}" in losing)):
            return None
    if is_negated(verb):
        return None
    # "Twelve people are known to have died"
    above = verb.head if verb.dep_ == "xcomp" and verb.head.tag_ == "VBN" else verb
    if not any(c.tag_ in {"CD", "NNS"} or _is_next(c) for c in children(above, "nsubj", "nsubjpass")):
        return None
    found = _takes_up(verb, _last(told, types=frozenset({str(EventType.ASSAULT)})))
    return replace(found, kind="verb", undergone=True) if found is not None else None


def _says_which(count: Token) -> bool:
    """Whether it is said of which deed a count is: "the toll from Friday's shelling", "the number of dead in Friday's raid"."""
    above = [count.head.head] if count.dep_ == "pobj" else []
    behind = [o for n in (count, *above) for p in children(n, "prep") for o in children(p, "pobj")]
    return any(children(o, "poss") and o.i != count.i for o in behind)


def _is_next(victim: Token) -> bool:
    """Whether a noun is one more of those who died: "a thirteenth victim", "a second of the wounded"."""
    ordinals = numbered(language_of(victim))
    return victim.lower_ in ordinals or any(c.lower_ in ordinals for c in children(victim, "amod"))


def running_count(verb: Token) -> Token | None:
    """The noun for a count of those of whom a participle tells: "the number of those arrested has risen"; None elsewhere."""
    who, of = verb.head, verb.head.head
    if verb.dep_ != "acl" or who.dep_ != "pobj" or of.lower_ != "of":
        return None
    return of.head if of.head.lemma_.lower() in _list(language_of(verb), "counts", "of") else None


def _last(
    told: Sequence[Told], *, among: frozenset[Realis] | None = None, types: frozenset[str] | None = None
) -> Told | None:
    """The last deed told that is presented so, or is of one of these types."""
    return next(
        (t for t in reversed(told) if (among is None or t.realis in among) and (types is None or str(t.type) in types)),
        None,
    )


def _is_other(noun: Token) -> bool:
    """Whether a noun speaks of another such ("no other day", "a fresh date")."""
    return any(
        (c.dep_ == "amod" and c.lower_ in {"new", "other", "fresh", "further", "later"})
        or (c.dep_ == "det" and c.lower_ == "another")
        for c in noun.children
    )


def _is_to_be_set(date: Token) -> bool:
    """Whether a date is said not to be set yet, or to be looked for."""
    verb, place = carrier(date)
    if verb is None or place not in {"subject", "object", "on"}:
        return False
    name = verb.lemma_.lower()
    if name in _list(language_of(date), "dates", "searching"):
        return place != "on"
    return name in _list(language_of(date), "dates", "setting") and is_negated(verb)


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


def _is_nth(part: Token) -> bool:
    """Whether a noun numbers a part of what was told of: "a second round will be held"."""
    nth = words(language_of(part)).adjectives["nth"]
    return part.lemma_.lower() in _list(language_of(part), "parts", "nouns") and any(
        c.lower_ in nth for c in children(part, "amod")
    )


def _takes_up(token: Token, earlier: Told | None, *, as_told: bool = False) -> Trigger | None:
    """A trigger for an earlier deed; `as_told`: it stands as it was told there."""
    if earlier is None:
        return None
    word = "pronoun" if token.lower_ in _PRONOUNS | _BY_PRONOUN else token.lemma_.lower()
    again = earlier.trigger.told_by(token, f"{TAKES_UP}{word}", "noun")
    return replace(again, told_as=earlier.realis if as_told else None)
