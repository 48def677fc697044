"""What the matcher accepts, the screen must let through: a sentence that is not parsed cannot be read."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from pipeline.extraction.deeds.lexicon import Entry, lexicon
from pipeline.extraction.deeds.screen import can_hold_deed
from pipeline.extraction.deeds.triggers import find_triggers
from pipeline.extraction.inflection import noun_forms, verb_forms
from pipeline.extraction.language import default, mark
from pipeline.extraction.parsing.pipeline import pipeline

if TYPE_CHECKING:
    from spacy.tokens import Doc


@dataclass
class Sentence:
    """A parsed sentence in the making: words with their lemmas, tags, labels and heads."""

    rng: random.Random
    words: list[tuple[str, str, str, str, str]] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)

    def add(self, form: str, lemma: str, tag: str, label: str, head: int | None = None) -> int:
        pos = {"V": "VERB", "N": "NOUN", "I": "ADP", "T": "PART"}.get(tag[0], "X") if tag != "NNP" else "PROPN"
        self.words.append((form, lemma, tag, pos, label))
        self.heads.append(len(self.heads) if head is None else head)
        return len(self.heads) - 1

    def verb(self, lemma: str, tag: str, label: str, head: int | None = None) -> int:
        form = self.rng.choice(sorted(verb_forms(lemma, default()))) if tag != "VB" else lemma
        return self.add(form, lemma, tag, label, head)

    def noun(self, word: str, label: str, head: int | None = None) -> int:
        if word.startswith("%"):
            return self.add("Ruritania", "Ruritania", "NNP", label, head)
        last, _, of = word.partition(" of ")
        *before, last = last.split(" ")
        form = self.rng.choice(sorted(noun_forms(last, default())))
        at = self.add(form, last, "NN", label, head)
        for w in before:
            self.add(w, w, "NN", "compound", at)
        if of:
            self.noun(of, "pobj", self.add("of", "of", "IN", "prep", at))
        return at

    def one(self, words: frozenset[str]) -> str:
        return self.rng.choice(sorted(words))

    def parsed(self) -> Doc:
        from spacy.tokens import Doc

        forms, lemmas, tags, pos, labels = (list(column) for column in zip(*self.words, strict=True))
        doc = Doc(
            pipeline(default()).vocab, words=forms, lemmas=lemmas, tags=tags, pos=pos, deps=labels, heads=self.heads
        )
        mark(doc, default())
        return doc


def with_verb(entry: Entry, word: str, rng: random.Random) -> Doc:
    """A sentence with all that a frame asks of its verb, and nothing else."""
    made = Sentence(rng)
    lemma, *rest = word.split(" ")
    passive = entry.agentless and not entry.cargo and rng.random() < 0.5
    verb = made.verb(lemma, "VBN" if passive else "VBD", "ROOT")
    for particle in rest:
        made.add(particle, particle, "RP", "prt", verb)
    if entry.subjects and not passive:
        made.noun(made.one(entry.subjects), "nsubj", verb)
    elif entry.several:
        made.noun("two", "nsubj", verb)
    if passive:
        made.noun(made.one(entry.objects) if entry.objects else "thing", "nsubjpass", verb)
    elif entry.objects:
        thing = made.noun(made.one(entry.objects), "dobj", verb)
    elif entry.cargo or entry.transitive:
        thing = made.noun("thing", "dobj", verb)
    if entry.dative:
        made.noun("them", "dative", verb)
    if entry.cargo:
        made.noun(made.one(entry.cargo), "pobj", made.add("with", "with", "IN", "prep", thing))
    if entry.preps:
        prep = made.one(entry.preps)
        prep = made.add(prep, prep, "IN", "prep", verb)
        made.noun(made.one(entry.prep_objects) if entry.prep_objects else "thing", "pobj", prep)
    if entry.complements:
        below = made.one(entry.complements)
        below = "paint" if below == "*" else below
        made.add("to", "to", "TO", "aux", made.verb(below, "VB", "xcomp", verb))
    if entry.beside:
        made.noun(made.one(entry.beside), "dep", verb)
    return made.parsed()


def with_noun(entry: Entry, head: str, rng: random.Random) -> Doc:
    """A sentence with all that a frame asks beside its noun, and nothing else."""
    made = Sentence(rng)
    verb = made.verb(made.one(entry.governors).split(" ")[0] if entry.governors else "paint", "VBD", "ROOT")
    phrase = entry.phrase or ""
    noun = made.noun(f"{head} {phrase}" if phrase.startswith("of ") else head, "dobj", verb)
    for modifier in ({phrase} if phrase and not phrase.startswith("of ") else set()) | (
        {made.one(entry.modifiers)} if entry.modifiers else set()
    ):
        first, _, last = modifier.partition(" ")
        if not last:
            made.noun(first, "compound", noun)
        else:
            made.noun("thing" if last == "*" else last, "pobj", made.add(first, first, "IN", "prep", noun))
    if entry.beside:
        made.noun(made.one(entry.beside), "dep", verb)
    return made.parsed()


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("part", ["verb", "noun"])
def test_what_the_matcher_accepts_the_screen_lets_through(part: str, seed: int) -> None:
    """For some words of each entry: a sentence made of what its frame asks is read by the matcher, and so by the screen."""
    rng = random.Random(seed)
    known = lexicon(default())
    words: dict[tuple[str, int], list[tuple[str, Entry]]] = {}
    for word, entries in (known.verbs if part == "verb" else known.nouns).items():
        for entry in entries:
            words.setdefault((entry.rule, entry.order), []).append((word, entry))
    make = with_verb if part == "verb" else with_noun
    made = [
        (word, entry, make(entry, word, rng))
        for of_entry in words.values()
        for word, entry in rng.sample(of_entry, min(3, len(of_entry)))
    ]
    read = [(word, entry, doc) for word, entry, doc in made if find_triggers(doc, pairs=True)]
    assert len(read) > 0.9 * len(made), [(word, e.rule) for word, e, d in made if not find_triggers(d, pairs=True)][:40]
    unseen = [(word, entry.rule, doc.text) for word, entry, doc in read if not can_hold_deed(doc.text, default())]
    assert not unseen, unseen[:20]
