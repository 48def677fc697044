"""The spaCy pipeline of a language: its model without what is not needed, and our own registered components."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from pipeline.extraction.language import Language, mark
from pipeline.extraction.parsing.lemmas import verbs_of
from pipeline.extraction.realis.words import words

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from spacy.language import Language as Pipeline
    from spacy.tokens import Doc, Span

ONE_SENTENCE = "wirewatch_one_sentence"
FORMS = "wirewatch_forms"
OWN_NAMES = "wirewatch_own_names"
NAMES = "wirewatch_names"
MAIN_VERB = "wirewatch_main_verb"
TRIGGERS = "wirewatch_triggers"
_MAX_TOKENS = 320
_MOST_WORDS = 50_000  # that a pipeline may have met: spaCy keeps every word for good, some 800 bytes of each
_NAMED = "named"  # of a document's user_data: the same with the names of its persons
_DASH = "\u2013"
_ACRONYM = re.compile(r"[A-Z]{3,}")
_PARSED: list[int | str] = ["TAG", "POS", "MORPH", "DEP", "HEAD"]
_TREE: list[int | str] = ["HEAD", "DEP", "TAG"]


@cache
def _register() -> None:
    from spacy.language import Language as Pipeline
    from spacy.tokens import Doc

    from pipeline.extraction.deeds.triggers import find_triggers
    from pipeline.extraction.parsing.forms import WordForms
    from pipeline.extraction.parsing.main_verb import with_main_verb

    if not Doc.has_extension("wirewatch_triggers"):
        Doc.set_extension("wirewatch_triggers", default=())

    @Pipeline.component(ONE_SENTENCE)
    def one_sentence(doc: Doc) -> Doc:
        """Keep a sentence whole: it was cut before, and the parser must not cut it again."""
        for token in doc:
            token.is_sent_start = token.i == 0
        return doc

    @Pipeline.component(MAIN_VERB)
    def main_verb(doc: Doc) -> Doc:
        """Set right constructions that the parser takes for others; where that gives no tree, all stays as it was parsed."""
        parsed = doc.to_array(_TREE)
        mended = with_main_verb(doc)
        told = mended.to_array(_TREE)
        if not np.array_equal(parsed, told) and not is_tree(told[:, 0]):
            mended.from_array(_TREE, parsed)  # type: ignore[arg-type]  # of 64 bits, unsigned
        return mended

    @Pipeline.component(OWN_NAMES)
    def own_names(doc: Doc) -> Doc:
        """Give the persons their own names back, now that the sentence is parsed."""
        return _with_own_names(doc)

    @Pipeline.factory(FORMS)
    def forms(nlp: Pipeline, name: str) -> WordForms:
        """Set parts of speech and lemmas as the model's own two components would."""
        return WordForms(nlp.get_pipe("attribute_ruler"), nlp.get_pipe("lemmatizer"))

    @Pipeline.component(NAMES)
    def names(doc: Doc) -> Doc:
        """Mark the names that the article makes known (`doc.user_data["names"]`): much cheaper than a recogniser."""
        _mark_names(doc)
        return doc

    @Pipeline.component(TRIGGERS)
    def triggers(doc: Doc) -> Doc:
        """Note the words that name deeds."""
        doc._.wirewatch_triggers = tuple(find_triggers(doc)) if len(doc) else ()
        return doc


def is_tree(heads: NDArray[Any]) -> bool:
    """Whether words hang together without going round in a circle; `heads` tells for each how far off its head is (n, as spaCy has it)."""
    above = (np.arange(len(heads)) + heads.astype(np.int64)).tolist()
    sound: set[int] = set()
    for first in range(len(above)):
        path: set[int] = set()
        word = first
        while word not in sound and above[word] != word:
            if word in path or not 0 <= above[word] < len(above):
                return False
            path.add(word)
            word = above[word]
        sound |= path | {word}
    return True


@cache
def pipeline(language: Language) -> Pipeline:
    """The pipeline of a language, loaded once a process: its model without names, then our components.

    Sentences make small matrices: one thread of numpy's BLAS multiplies them at twice the speed of spaCy's default, and
    many threads at half of it. So this holds a process to one thread; more cores are for more workers.
    """
    import spacy
    from thinc.api import use_ops
    from threadpoolctl import threadpool_limits

    _register()
    threadpool_limits(1, user_api="blas")
    model = language.folder.joinpath(language.model)
    with use_ops("numpy", use_blis=False):
        nlp = spacy.load(
            Path(str(model)) if model.is_dir() else language.model,
            exclude=["ner"],
            disable=["attribute_ruler", "lemmatizer"] if language.lookup_forms else [],
        )
    nlp.add_pipe(ONE_SENTENCE, before="parser")
    nlp.add_pipe(OWN_NAMES, after="parser")
    nlp.add_pipe(MAIN_VERB, after=OWN_NAMES)
    if language.lookup_forms:
        nlp.add_pipe(FORMS, last=True)
    nlp.add_pipe(NAMES, last=True)
    nlp.add_pipe(TRIGGERS, last=True)
    return nlp


def parse(sentences: Iterable[tuple[str, Sequence[tuple[int, int, str]]]], language: Language) -> Iterator[Doc]:
    """Parsed sentences with their triggers (`doc._.wirewatch_triggers`), in order; over-long ones are cut short.

    Each is given with the names in it that are known: start, end, kind of entity.
    """
    nlp = pipeline(language)
    if len(nlp.vocab) > _MOST_WORDS:
        # Loaded anew, a second in thousands of articles. spaCy's own memory zones would free words under other threads.
        pipeline.cache_clear()
        nlp = pipeline(language)
    yield from nlp.pipe((_document(nlp, text, names, language) for text, names in sentences), batch_size=64)


def _document(nlp: Pipeline, text: str, names: Sequence[tuple[int, int, str]], language: Language) -> Doc:
    doc = nlp.make_doc(text)
    if len(doc) > _MAX_TOKENS:
        doc = doc[:_MAX_TOKENS].as_doc()
    doc.user_data["names"] = names
    mark(doc, language)
    return _with_stand_ins(doc, [(start, end) for start, end, label in names if label == "PERSON"], language)


def _with_stand_ins(doc: Doc, persons: Sequence[tuple[int, int]], language: Language) -> Doc:
    """The document with names in place of its persons' and bodies' that the parser knows, so that no parse hangs on a name.

    Dashes that were typed as hyphens are dashes in it, verbs with a hyphen are one word, and nouns that it takes for verbs are others.
    """
    bodies, dashes, hyphened = _acronyms(doc), _dashes(doc), list(_hyphened_verbs(doc, language))
    nouns = _mistaken_nouns(doc, language)
    if not persons and not bodies and not dashes and not hyphened and not nouns:
        return doc
    from spacy.tokens import Doc

    stand_ins = dict.fromkeys(bodies, language.body_stand_in) | dict.fromkeys(dashes, _DASH) | nouns
    stand_ins |= {verb[0].idx: verb[-1].text for verb in hyphened}  # "re-opened" is parsed as "opened"
    with doc.retokenize() as retokenizer:
        for part in (*_unspaced(doc, persons), *hyphened):
            retokenizer.merge(part)
    shown = [stand_ins.get(token.idx, token.text) for token in doc]
    first, last = language.stand_in
    for start, end in persons:
        inside = [token.i for token in doc if start <= token.idx < end]
        for i in inside:
            shown[i] = last if i == inside[-1] else first
    plain = Doc(doc.vocab, words=shown, spaces=[bool(token.whitespace_) for token in doc])
    plain.user_data[_NAMED] = doc
    return plain


def _acronyms(doc: Doc) -> frozenset[int]:
    """Where bodies named by their initials stand; of words in capitals side by side none is one."""
    capitals = [token.text.isupper() and (len(token) > 1 or token.i > 0) for token in doc]
    around = [False, *capitals, False]
    return frozenset(
        token.idx for token in doc if _ACRONYM.fullmatch(token.text) and not around[token.i] and not around[token.i + 2]
    )


def _dashes(doc: Doc) -> frozenset[int]:
    """Where a hyphen between two spaces stands for a dash, which the parser knows better: "the army - with tanks - came"."""
    return frozenset(
        token.idx
        for token in doc
        if token.text in {"-", "--"} and token.i and token.nbor(-1).whitespace_ and token.whitespace_
    )


def _mistaken_nouns(doc: Doc, language: Language) -> dict[int, str]:
    """Nouns that the parser takes for verbs behind another ("asset freezes"), by where they stand, and what stands in for them."""
    known = language.noun_stand_ins
    behind = [(token, known[token.lower_]) for token in doc[1:] if token.lower_ in known]
    return {token.idx: nouns[first] for token, nouns in behind if (first := token.nbor(-1).lower_) in nouns}


def _hyphened_verbs(doc: Doc, language: Language) -> Iterator[Span]:
    """The verbs in the past or behind "to" or a modal that are written with a hyphen: "re-opened", "to air-drop"."""
    for hyphen in doc[1:-1]:
        first, last = hyphen.nbor(-1), hyphen.nbor(1)
        if hyphen.text != "-" or first.whitespace_ or hyphen.whitespace_ or not last.is_lower:
            continue
        form = f"{first.lower_}-{last.lower_}"
        verbs = verbs_of(form, language)
        bare = form.replace("-", "") in {verb.replace("-", "") for verb in verbs}
        led = first.i > 0 and first.nbor(-1).lower_ in words(language).marks["leads_bare_verb"]
        if verbs and (led if bare else form.endswith("ed")):
            yield doc[first.i : last.i + 1]


def _unspaced(doc: Doc, persons: Sequence[tuple[int, int]]) -> Iterator[Span]:
    """The parts of persons' names that are cut though no space is in them ("Jae-in"): a name is as many words as it has."""
    for start, end in persons:
        inside = [token.i for token in doc if start <= token.idx < end]
        first = None
        for i in inside:
            first = i if first is None else first
            if doc[i].whitespace_ or i == inside[-1]:
                if i > first:
                    yield doc[first : i + 1]
                first = None


def _with_own_names(doc: Doc) -> Doc:
    named: Doc | None = doc.user_data.get(_NAMED)
    if named is None:
        return doc
    named.from_array(_PARSED, doc.to_array(_PARSED))  # type: ignore[arg-type]
    return named


def _mark_names(doc: Doc) -> None:
    for start, end, label in doc.user_data.get("names", ()):
        for token in doc:
            if start <= token.idx < end:
                token.ent_type_ = label
                if label == "PERSON" and token.tag_ in {"NN", "NNS", "JJ"}:  # "Trump intends", "Macron will"
                    token.tag_, token.pos_, token.lemma_ = "NNP", "PROPN", token.text
