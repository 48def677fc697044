"""Part of speech and lemma of each word, worked out once for each form, tag and label."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from pipeline.extraction.language import Language, language_of
from pipeline.extraction.parsing.lemmas import known_lemma

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

_MOST_FORMS = 200_000
_Key = tuple[int, int, int, bool]  # form, tag and label of a word, and whether an expletive stands before it


class WordForms:
    """What the model's attribute ruler and lemmatizer make of the words of a parsed sentence, remembered.

    Both go by a word's own form, tag and label, and by an expletive before it ("there is"); to ask them anew for every
    word would cost as much as the parser. Lemmas that the model takes for those of another verb are set right on the way.
    """

    def __init__(self, ruler: Any, lemmatizer: Any) -> None:
        self._ruler = ruler
        self._lemmatizer = lemmatizer
        self._known: dict[_Key, tuple[int, int]] = {}
        index = lemmatizer.lookups.get_table("lemma_index")
        for kind in index:  # lists of tens of thousands of words, searched anew for each form
            index[kind] = frozenset(index[kind])

    def __call__(self, doc: Doc) -> Doc:
        """Set parts of speech and lemmas."""
        from spacy.attrs import DEP, LEMMA, ORTH, POS, TAG

        if not len(doc):
            return doc
        expletive = doc.vocab.strings["expl"]
        words = doc.to_array([ORTH, TAG, DEP]).tolist()
        after = [False, *(dep == expletive for _, _, dep in words)]
        keys = [(orth, tag, dep, there) for (orth, tag, dep), there in zip(words, after, strict=False)]
        known = self._known
        for key in keys:
            if key not in known:
                known[key] = self._ask(doc.vocab, key, language_of(doc))
        doc.from_array([POS, LEMMA], _table([known[key] for key in keys]))
        if len(known) > _MOST_FORMS:
            known.clear()
        return doc

    def _ask(self, vocab: Vocab, key: _Key, language: Language) -> tuple[int, int]:
        """Part of speech and lemma of one word, alone or after "there"."""
        from spacy.attrs import DEP, TAG
        from spacy.tokens import Doc

        orth, tag, dep, after_expletive = key
        words, labels = [vocab.strings[orth]], [(tag, dep)]
        if after_expletive:
            words, labels = ["there", *words], [(vocab.strings["EX"], vocab.strings["expl"]), *labels]
        doc = Doc(vocab, words=words)
        doc.from_array([TAG, DEP], _table(labels))
        word = self._lemmatizer(self._ruler(doc))[-1]
        if word.pos_ == "VERB" and (lemma := known_lemma(word.lower_, word.lemma_, language)) is not None:
            word.lemma_ = lemma
        return word.pos, word.lemma


def _table(rows: list[tuple[int, int]]) -> Any:  # spaCy declares another type than the one it takes
    return np.array(rows, dtype=np.uint64)
