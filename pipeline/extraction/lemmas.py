"""Set right the lemmas of verbs whose forms the model takes for those of another ("hopes": not "hop")."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from pipeline.extraction.inflection import verb_forms
from pipeline.extraction.lexicon import english
from pipeline.extraction.realis import words


def known_lemma(form: str, lemma: str) -> str | None:
    """The one verb of our word lists that has this form, where the model's own lemma is none of them; else None."""
    if lemma in _verbs():
        return None
    found = _lemmas().get(form, frozenset())
    return next(iter(found)) if len(found) == 1 else None


@cache
def _verbs() -> frozenset[str]:
    listed = {word for entries in words().verbs.values() for word in entries if "_" not in word}
    return frozenset(word.split(" ")[0] for word in {*listed, *english().verbs})


@cache
def _lemmas() -> dict[str, frozenset[str]]:
    """The verbs of our lists by each of their forms."""
    found: dict[str, set[str]] = defaultdict(set)
    for verb in _verbs():
        for form in verb_forms(verb):
            found[form].add(verb)
    return {form: frozenset(verbs) for form, verbs in found.items()}
