"""Tell by surface forms alone which sentences can hold a deed: most of the cost of reading is in the parser."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain

from pipeline.extraction.deeds.lexicon import Entry, lexicon
from pipeline.extraction.inflection import noun_forms, verb_forms
from pipeline.extraction.language import Language
from pipeline.extraction.realis.words import words as words_of
from pipeline.gazetteer.countries import country_of

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*|[$£€]")
_NAME = re.compile(r"\S\s[\"'(]*(?![a-z])[^\W\d_]")
_ANY_NAME = "%"
_NOT = frozenset({"not", "never", "t", "no"})
_NO = frozenset({"no"})
_ANY_VERB = {"*": {"to"}, "that *": {"that"}}

Frame = tuple[frozenset[str], ...]  # of each of these sets a sentence needs a word


def can_hold_deed(text: str, language: Language) -> bool:
    """Whether a sentence has the words of some entry of the lexicon: its own, and one of each kind that it asks for."""
    alone, framed = _forms(language)
    words = set(_WORD.findall(text.lower()))
    if not words.isdisjoint(alone):
        return True
    told = words & framed.keys()
    if _NAME.search(text) is not None or country_of(text.partition(" ")[0]) is not None:
        words.add(_ANY_NAME)
    return any(all(not needed.isdisjoint(words) for needed in frame) for word in told for frame in framed[word])


@cache
def _forms(language: Language) -> tuple[frozenset[str], dict[str, tuple[Frame, ...]]]:
    """Forms that suffice alone, and the frames of the others."""
    found: dict[str, set[Frame]] = defaultdict(set)
    known = lexicon(language)
    for words, forms_of, frames_of in (
        (known.nouns, noun_forms, _noun_frames),
        (known.verbs, verb_forms, _verb_frames),
    ):
        # Many words have one entry.
        of_entry = {entry: list(frames_of(entry, language)) for entry in set(chain.from_iterable(words.values()))}
        for word, entries in words.items():
            first, _, rest = word.partition(" ")
            beside = [frozenset({w}) for w in rest.split()]
            for entry in entries:
                frames = {(*beside, *frame) for frame in of_entry[entry]}
                phrase = (
                    frozenset()
                    if entry.phrase is None or " " in entry.phrase
                    else _noun_forms([entry.phrase], language)
                )
                for form in forms_of(first, language):
                    found[form] |= {(phrase, *frame) for frame in frames} if phrase else frames
                    for before in phrase:
                        found[f"{before}-{form}"] |= frames
    for form, frame in _told_by_speakers(language):
        found[form].add(frame)
    alone = frozenset(form for form, frames in found.items() if () in frames)
    return alone, {form: tuple(frames) for form, frames in found.items() if form not in alone}


def _told_by_speakers(language: Language) -> Iterator[tuple[str, Frame]]:
    """Words that tell a refusal beside a negation, or an accusation with what was broken, where some speaker says so."""
    lists = words_of(language)
    for verb in lists.verbs["grant"]:
        first, *rest = verb.split(" ")
        for form in verb_forms(first, language):
            yield form, (_NOT, *(frozenset({w}) for w in rest))
    for form in _noun_forms(lists.nouns["granted"], language):
        yield form, (_NO,)
    for form in _verb_forms(lists.verbs["break"], language):
        yield form, (_noun_forms(lists.nouns["right"], language),)
    for form in _verb_forms(["commit"], language):
        yield form, (_noun_forms(lists.nouns["wrong"], language),)


def _verb_frames(entry: Entry, language: Language) -> Iterator[Frame]:
    """What stands around a verb: an object, a subject, a preposition with what hangs on it, a verb below."""
    needed = [_noun_forms(words, language) for words in (entry.objects, entry.cargo) if words]
    if entry.preps:
        needed.append(entry.preps)
        if entry.prep_objects:
            needed.append(_noun_forms(entry.prep_objects, language))
    if entry.complements:
        needed.append(_verb_forms(entry.complements, language))
    if not entry.subjects:
        yield tuple(needed)
        return
    yield (*needed, _noun_forms(entry.subjects, language))
    if entry.agentless:  # "two men were picked up": by whom is not said
        beside = _noun_forms(entry.beside, language) | _verb_forms(entry.beside, language)
        yield (*needed, *((beside,) if beside else ()))


def _noun_frames(entry: Entry, language: Language) -> Iterator[Frame]:
    """What stands beside a noun: a verb of which it is the object, and a modifier, perhaps with its preposition."""
    needed = [_verb_forms(entry.governors, language)] if entry.governors else []
    if not entry.modifiers:
        yield tuple(needed)
        return
    alone = {word for word in entry.modifiers if " " not in word}
    if alone:
        yield (*needed, _noun_forms(alone, language) | {part for word in alone for part in word.split("-") if part})
    for modifier in entry.modifiers - alone:
        *first, last = modifier.split(" ")
        yield (*needed, *(frozenset({w}) for w in first), *(() if last == "*" else (_noun_forms([last], language),)))


def _noun_forms(nouns: Iterable[str], language: Language) -> frozenset[str]:
    forms: set[str] = set()
    for noun in nouns:
        last = noun.rsplit(" ", 1)[-1]
        forms |= {_ANY_NAME} if last.startswith("%") else _as_told(noun_forms(last, language))
    return frozenset(forms)


def _as_told(forms: Iterable[str]) -> set[str]:
    """The last word of each form as it is found in a text: "affaires" of "d'affaires"."""
    return {(_WORD.findall(form) or [form])[-1] for form in forms}


def _verb_forms(verbs: Iterable[str], language: Language) -> frozenset[str]:
    """The forms of verbs; any infinitive is told by its "to", any clause that asks by its "that"."""
    return frozenset(form for verb in verbs for form in _ANY_VERB.get(verb) or verb_forms(verb.split(" ")[0], language))
