"""Names of persons who asked to be forgotten, taken out of texts.

What is kept of a name is its digest: whoever knows a name can tell that it was forgotten, nobody can read it there.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

INSTEAD = "a person"
FEWEST_WORDS = 2  # one word alone is the name of too many
MOST_BETWEEN = 3  # characters between two words of a name
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Forgotten:
    """Names as their digests, by how many words they have."""

    by_size: tuple[tuple[int, frozenset[str]], ...] = ()

    def without(self, text: str) -> str:
        """The text with each forgotten name replaced; where one stood in full, its last word alone is replaced too."""
        if not self.by_size or not text:
            return text
        words = list(_WORD.finditer(text))
        folded = [_fold(word[0]) for word in words]
        found = [
            (n, size)
            for size, digests in self.by_size
            for n in range(len(words) - size + 1)
            if digest(folded[n : n + size]) in digests and _stand_together(words[n : n + size])
        ]
        spans = [(words[n].start(), words[n + size - 1].end()) for n, size in found]
        surnames = {folded[n + size - 1] for n, size in found}
        return _replaced(text, [*spans, *_names_alone(words, folded, surnames)])


def forgotten(names: Iterable[str]) -> Forgotten:
    """What takes these names out."""
    split = [words_of(name) for name in names]
    return from_digests((len(words), digest(words)) for words in split)


def from_digests(rows: Iterable[tuple[int, str]]) -> Forgotten:
    """The same, from the number of each name's words and its digest."""
    sizes: dict[int, set[str]] = {}
    for size, digested in rows:
        sizes.setdefault(size, set()).add(digested)
    # Longer names first: "Ana Maria Lopez" before "Ana Maria".
    return Forgotten(tuple((size, frozenset(sizes[size])) for size in sorted(sizes, reverse=True)))


def words_of(name: str) -> list[str]:
    """The words by which a name is told, whatever their case and what stands between them."""
    return [_fold(word) for word in _WORD.findall(name)]


def digest(words: Iterable[str]) -> str:
    """What is kept of a name."""
    return hashlib.sha256(" ".join(words).encode()).hexdigest()


def surname_alone(text: str, name: str) -> str:
    """The text with a name's last word replaced: for words out of an article that has the name in full."""
    words = list(_WORD.finditer(text))
    return _replaced(text, _names_alone(words, [_fold(word[0]) for word in words], {words_of(name)[-1]}))


def _names_alone(words: list[re.Match[str]], folded: list[str], surnames: set[str]) -> list[tuple[int, int]]:
    """Where one of these surnames stands, with a capital."""
    return [
        word.span() for word, plain in zip(words, folded, strict=True) if plain in surnames and word[0][0].isupper()
    ]


def _stand_together(words: list[re.Match[str]]) -> bool:
    return all(after.start() - before.end() <= MOST_BETWEEN for before, after in pairwise(words))


def _replaced(text: str, spans: Iterable[tuple[int, int]]) -> str:
    parts, end = [], 0
    for start, stop in sorted(spans):
        if start >= end:
            parts += [text[end:start], INSTEAD]
        end = max(end, stop)
    return "".join([*parts, text[end:]])


def _fold(word: str) -> str:
    return unicodedata.normalize("NFKC", word).casefold()
