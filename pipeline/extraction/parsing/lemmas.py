"""Set right the lemmas of verbs whose forms the model takes for those of another ("hopes": not "hop")."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from pipeline.extraction.deeds.lexicon import lexicon
from pipeline.extraction.inflection import verb_forms
from pipeline.extraction.language import Language
from pipeline.extraction.realis.words import words


def known_lemma(form: str, lemma: str, language: Language) -> str | None:
    """The one verb of our word lists that has this form, where the model's own lemma is none of them; else None."""
    if lemma in _verbs(language):
        return None
    found = _lemmas(language).get(form, frozenset())
    return next(iter(found)) if len(found) == 1 else None


@cache
def _verbs(language: Language) -> frozenset[str]:
    listed = {word for entries in words(language).verbs.values() for word in entries if "_" not in word}
    return frozenset(word.split(" ")[0] for word in {*listed, *lexicon(language).verbs})


@cache
def _lemmas(language: Language) -> dict[str, frozenset[str]]:
    """The verbs of our lists by each of their forms."""
    found: dict[str, set[str]] = defaultdict(set)
    for verb in _verbs(language):
        for form in verb_forms(verb, language):
            found[form].add(verb)
    return {form: frozenset(verbs) for form, verbs in found.items()}
