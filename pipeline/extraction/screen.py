"""Tell by surface forms alone which sentences can hold a deed: most of the cost of reading is in the parser."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache

from pipeline.extraction.inflection import noun_forms, verb_forms
from pipeline.extraction.lexicon import Entry, english

_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")
_NAME = re.compile(r"\S\s[\"'(]*[A-Z]")
_ANY_NAME = "%"


def can_hold_deed(text: str) -> bool:
    """Whether a sentence has the words of some entry of the lexicon: a verb with one of its objects, or a noun."""
    alone, together = _forms()
    words = set(_WORD.findall(text.lower()))
    if not words.isdisjoint(alone):
        return True
    named = _NAME.search(text) is not None
    for word in words & together.keys():
        wanted = together[word]
        if (named and _ANY_NAME in wanted) or not words.isdisjoint(wanted):
            return True
    return False


@cache
def _forms() -> tuple[frozenset[str], dict[str, frozenset[str]]]:
    """Forms that suffice alone, and forms of verbs with the forms of which they need one."""
    lexicon = english()
    alone: set[str] = set()
    together: dict[str, set[str]] = defaultdict(set)
    for word, entries in lexicon.nouns.items():
        first, _, rest = word.rpartition(" ")
        for entry in entries:
            wanted = {first.split(" ")[-1]} if first else _modifier_forms(entry)
            for form in noun_forms(rest) | {rest}:
                if wanted:
                    together[form] |= wanted
                else:
                    alone.add(form)
    for word, entries in lexicon.verbs.items():
        head, _, particle = word.partition(" ")
        forms = verb_forms(head)
        for entry in entries:
            wanted = _wanted(entry) or ({particle} if particle else set())
            if not wanted:
                alone |= forms
            for form in forms:
                together[form] |= wanted
    return frozenset(alone), {form: frozenset(wanted) for form, wanted in together.items() if form not in alone}


def _wanted(entry: Entry) -> set[str]:
    """The forms one of which the frame of a verb asks for; empty where it asks for no word."""
    if entry.complements:
        return {form for verb in entry.complements for form in ({"to"} if verb == "*" else verb_forms(verb))}
    if entry.objects or entry.prep_objects:
        return _noun_forms([*entry.objects, *entry.prep_objects])
    if entry.subjects:
        return _noun_forms(entry.subjects)
    return set(entry.preps)


def _noun_forms(nouns: Iterable[str]) -> set[str]:
    forms: set[str] = set()
    for noun in nouns:
        if noun.startswith("%"):
            forms.add(_ANY_NAME)
        else:
            forms |= noun_forms(noun.split(" ")[-1]) | {noun.split(" ")[-1]}
    return forms


def _modifier_forms(entry: Entry) -> set[str]:
    """The words one of which must stand beside a noun: "with %PERSON" asks for "with"."""
    forms = {form for verb in entry.governors for form in verb_forms(verb.split(" ")[0])}
    for modifier in entry.modifiers:
        first = modifier.split(" ")[0]
        forms |= {_ANY_NAME} if first.startswith("%") else {part for part in first.split("-") if part} | {first}
    return forms
