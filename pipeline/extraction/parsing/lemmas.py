"""Set right the lemmas of verbs whose forms the model takes for those of another ("hopes": not "hop")."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache

from pipeline.extraction.deeds.lexicon import lexicon
from pipeline.extraction.inflection import verb_forms
from pipeline.extraction.language import Language
from pipeline.extraction.realis.words import words


def known_lemma(form: str, lemma: str, language: Language) -> str | None:
    """The one verb of our word lists that has this form, where the model's own lemma is none of them; else None."""
    if "-" in lemma and (joined := lemma.replace("-", "")) in _verbs(language):
        return joined
    if lemma in _verbs(language):
        return f"{lemma}e" if _is_of_longer(form, lemma, language) else None
    found = verbs_of(form, language)
    return next(iter(found)) if len(found) == 1 else None


def verbs_of(form: str, language: Language) -> frozenset[str]:
    """The verbs of our word lists that have this form; of a hyphened one those that are written in one word too: "re-opened"."""
    return _lemmas(language).get(form.replace("-", "")) or _lemmas(language).get(form, frozenset())


def _is_of_longer(form: str, lemma: str, language: Language) -> bool:
    """Whether a form is that of a verb in "-e", whose end would be doubled otherwise: "scraped" is not "scrap"."""
    undoubled = form in {f"{lemma}ed", f"{lemma}ing"} and _DOUBLES.search(lemma) is not None
    return undoubled and f"{lemma}e" in _verbs(language)


_DOUBLES = re.compile(r"^[^aeiou]+[aeiou][bdgmnprt]$")


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
