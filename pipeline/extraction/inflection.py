"""Forms of verbs and nouns, generously, by the rules in a language's inflection.toml."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from pipeline.extraction.language import Language


@dataclass(frozen=True, slots=True)
class _Inflection:
    """How one part of speech inflects: what replaces the end of a word, and the forms that no rule gives."""

    regular: tuple[tuple[re.Pattern[str], str], ...]
    irregular: dict[str, frozenset[str]]

    def forms(self, lemma: str) -> set[str]:
        """The word itself and its forms."""
        found = {lemma, *self.irregular.get(lemma, ())}
        found.update(pattern.sub(end, lemma, count=1) for pattern, end in self.regular if pattern.search(lemma))
        return found


@cache
def _inflection(language: Language, part: str) -> _Inflection:
    raw = language.table("inflection.toml")[part]
    regular = tuple((re.compile(pattern), end) for pattern, end in raw["regular"])
    return _Inflection(regular, {row.split()[0]: frozenset(row.split()) for row in raw["irregular"]})


def verb_forms(lemma: str, language: Language) -> set[str]:
    """A verb and its forms: person, past, participles."""
    return _inflection(language, "verbs").forms(lemma)


@cache
def forms_of_verbs(lemmas: frozenset[str], language: Language) -> frozenset[str]:
    """Some verbs and all their forms."""
    return frozenset(form for lemma in lemmas for form in verb_forms(lemma, language))


def noun_forms(lemma: str, language: Language) -> set[str]:
    """A noun and its plural."""
    return _inflection(language, "nouns").forms(lemma)


@cache
def irregular_pasts(language: Language) -> dict[str, bool]:
    """The irregular past forms of verbs, and whether each is a present form as well ("quit", "found", not "forgave")."""
    rows = _irregular_verbs(language)
    bases = {row[0] for row in rows}
    mixed = {"be", "have", "do", "lie"}
    return {row[1]: row[1] in bases for row in rows if row[0] not in mixed and len(row) > 1}


@cache
def distinct_pasts(language: Language) -> frozenset[str]:
    """The past forms of verbs that are no participles: "went", "stole"."""
    return frozenset(row[1] for row in _irregular_verbs(language) if len(row) > 2)


def _irregular_verbs(language: Language) -> list[list[str]]:
    """The irregular verbs, each with its past and, where that is another form, its participle."""
    return [row.split() for row in language.table("inflection.toml")["verbs"]["irregular"]]
