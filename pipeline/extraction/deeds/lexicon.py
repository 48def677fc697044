"""The words that name deeds, and the frames in which they do (lexicon/*.toml in the language's folder)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources.abc import Traversable
from typing import Any

from pipeline.domain.vocabulary import EventType, Mode, Realis
from pipeline.extraction.language import Language


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the lexicon: words of one type, and the frame in which they have it. Empty sets ask nothing."""

    rule: str
    type: EventType
    mode: Mode | None
    words: tuple[str, ...]
    objects: frozenset[str]
    not_objects: frozenset[str]
    subjects: frozenset[str]
    not_subjects: frozenset[str]
    preps: frozenset[str]
    prep_objects: frozenset[str]
    not_prep_objects: frozenset[str]
    modifiers: frozenset[str]  # of a noun: compounds, adjectives, possessors, what follows "of"
    not_modifiers: frozenset[str]
    not_parts: frozenset[str]  # of a noun: what it belongs to by "of": "prisoners of war"
    complements: frozenset[str]  # verbs of an infinitive or clause below: "told to leave"; "*" is any infinitive
    not_complements: frozenset[str]
    governors: frozenset[str]  # of a noun: verbs of which it is the object
    cargo: frozenset[str]  # of a verb: what its subject or object carries: "a plane with medicine", "crates of rifles"
    beside: frozenset[str]  # words of which the sentence has one, anywhere
    not_beside: frozenset[str]
    nations: bool  # only of two states or their forces: "the Russian and Chinese navies"
    crowd: bool  # only of many or of a body of people, of no one person: "students walked through the capital"
    several: bool  # only of a plural or joined subject, without an object: "the two ministers talked"
    transitive: bool | None
    clause: bool | None  # False: not where it only says something ("it would rain, he conceded")
    to_come: bool  # not where its clause says what has been: "swore that the jet had never left"
    lasting: bool
    joint: bool
    weak: bool
    needs_target: bool
    agentless: bool  # a passive that does not say by whom fits as well: "two men were picked up"
    dative: bool  # only where somebody is given it: "gave the rebels rifles"
    counted: bool  # of a noun: only where its days are counted: "the strike entered its third week"
    undergone: bool  # its subject is the one on whom it is done: "the town came under fire"
    pairs: bool
    not_pairs: bool  # told otherwise in the typing of pairs: money promised is a promise there
    scored: EventType | None
    tells: Realis | None
    order: int
    phrase: str | None = None  # of a noun in several words: what its head must have beside it

    @property
    def conditions(self) -> int:
        """How much the frame asks; of two entries that fit, the one that asks more wins."""
        asked = (
            self.objects,
            self.subjects,
            self.preps,
            self.prep_objects,
            self.modifiers,
            self.complements,
            self.governors,
            self.cargo,
            self.beside,
        )
        return (
            sum(3 for words in asked if words)
            + (self.transitive is not None)
            + 3 * self.nations
            + (5 if self.phrase else 0)
        )


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All entries of one language, by head word."""

    verbs: Mapping[str, tuple[Entry, ...]]
    nouns: Mapping[str, tuple[Entry, ...]]
    phrases: Mapping[str, tuple[str, ...]]  # the verbs' entries of three words and more, by their verb: "put to death"
    light: frozenset[str]
    parts: frozenset[str]  # nouns that stand for what follows "of": "a series of strikes"
    intents: frozenset[str]  # nouns for what somebody means to do: "dropped their plan to visit"
    throngs: frozenset[str]  # nouns that stand for many: "crowd"
    ending: frozenset[str]  # verbs that end the deed that is their object
    ends: frozenset[str]  # nouns for the end of what stands behind "of"
    undone: frozenset[str]  # verbs with a particle that undo what the verb alone would do


_LIST_FIELDS = (
    "object",
    "not_object",
    "subject",
    "not_subject",
    "prep",
    "prep_object",
    "not_prep_object",
    "modifier",
    "not_modifier",
    "not_part_of",
    "complement",
    "not_complement",
    "governor",
    "cargo",
    "beside",
    "not_beside",
)

_FLAGS = (
    "to_come",
    "lasting",
    "joint",
    "weak",
    "needs_target",
    "pairs",
    "not_pairs",
    "nations",
    "crowd",
    "several",
    "agentless",
    "dative",
    "counted",
    "undergone",
)


@cache
def lexicon(language: Language) -> Lexicon:
    """The lexicon of a language; read once."""
    return _read(language.folder.joinpath("lexicon"))


def _read(folder: Traversable) -> Lexicon:
    files = {
        path.name: tomllib.loads(path.read_text("utf-8"))
        for path in sorted(folder.iterdir(), key=str)
        if path.name.endswith(".toml")
    }
    general = files.pop("general.toml")
    classes: dict[str, frozenset[str]] = {}
    for name, words in general["classes"].items():  # a class may take in those before it
        classes[name] = _words(words, classes)
    tables: dict[str, dict[str, list[Entry]]] = {"verb": {}, "noun": {}}
    order = 0
    for content in files.values():
        for part, table in tables.items():
            for raw in content.get(part, ()):
                order += 1
                entry = _entry(raw, classes, order)
                for word in entry.words:
                    head, rest = _phrase(word) if part == "noun" else (word, None)
                    table.setdefault(head, []).append(replace(entry, phrase=rest) if rest else entry)
    for verb in _split(general["again"]):
        own = tables["verb"].setdefault(f"re{verb}", [])
        own += [e for e in tables["verb"].get(verb, ()) if e not in own]
    phrases: dict[str, list[str]] = {}
    for word in tables["verb"]:
        if word.count(" ") > 1:
            phrases.setdefault(word.partition(" ")[0], []).append(word)
    return Lexicon(
        {word: tuple(entries) for word, entries in tables["verb"].items()},
        {word: tuple(entries) for word, entries in tables["noun"].items()},
        {verb: tuple(found) for verb, found in phrases.items()},
        frozenset(_split(general["light_verbs"])),
        frozenset(_split(general["part_nouns"])),
        frozenset(_split(general["intents"])),
        frozenset(_split(general["throngs"])),
        frozenset(_split(general["ending"])),
        frozenset(_split(general["ends"])),
        frozenset(_split(general["undone"])),
    )


def _phrase(noun: str) -> tuple[str, str | None]:
    """The head of a noun phrase, and what must stand beside it: "industrial action", "day of action"."""
    head, of, rest = noun.partition(" of ")
    if of:
        return head, f"of {rest}"
    modifier, _, head = noun.replace("-", " ").rpartition(" ")  # a hyphen parts words for the parser too: "sit-in"
    return head, modifier.rpartition(" ")[2] or None


def _split(words: str) -> Iterator[str]:
    return (word.strip() for word in words.replace("\n", " ").split(",") if word.strip())


def _words(text: str, classes: Mapping[str, frozenset[str]]) -> frozenset[str]:
    words: set[str] = set()
    for word in _split(text):
        words |= classes[word[1:]] if word.startswith("@") else {word}
    return frozenset(words)


def _entry(raw: Mapping[str, Any], classes: Mapping[str, frozenset[str]], order: int) -> Entry:
    known = {"name", "type", "mode", "words", "transitive", "clause", "scored", "tells", *_LIST_FIELDS, *_FLAGS}
    if unknown := raw.keys() - known:
        raise ValueError(f"lexicon entry {raw.get('name')}: unknown fields {sorted(unknown)}")
    lists = {name: _words(raw.get(name, ""), classes) for name in _LIST_FIELDS}
    return Entry(
        rule=raw["name"],
        type=EventType(raw["type"]),
        mode=Mode(raw["mode"]) if "mode" in raw else None,
        words=tuple(_split(raw["words"])),
        objects=lists["object"],
        not_objects=lists["not_object"],
        subjects=lists["subject"],
        not_subjects=lists["not_subject"],
        preps=lists["prep"],
        prep_objects=lists["prep_object"],
        not_prep_objects=lists["not_prep_object"],
        modifiers=lists["modifier"],
        not_modifiers=lists["not_modifier"],
        not_parts=lists["not_part_of"],
        complements=lists["complement"],
        not_complements=lists["not_complement"],
        governors=lists["governor"],
        cargo=lists["cargo"],
        beside=lists["beside"],
        not_beside=lists["not_beside"],
        nations=bool(raw.get("nations", False)),
        crowd=bool(raw.get("crowd", False)),
        several=bool(raw.get("several", False)),
        transitive=raw.get("transitive"),
        clause=raw.get("clause"),
        to_come=bool(raw.get("to_come", False)),
        lasting=bool(raw.get("lasting", False)),
        joint=bool(raw.get("joint", False)),
        weak=bool(raw.get("weak", False)),
        needs_target=bool(raw.get("needs_target", False)),
        agentless=bool(raw.get("agentless", False)),
        dative=bool(raw.get("dative", False)),
        counted=bool(raw.get("counted", False)),
        undergone=bool(raw.get("undergone", False)),
        pairs=bool(raw.get("pairs", False)),
        not_pairs=bool(raw.get("not_pairs", False)),
        scored=EventType(raw["scored"]) if "scored" in raw else None,
        tells=Realis(raw["tells"]) if "tells" in raw else None,
        order=order,
    )
