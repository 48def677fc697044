"""Type what a source does to a target in a sentence, by the strict PLOVER reading of the scored pairs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.extraction.deeds.classifier import model
from pipeline.extraction.deeds.typing import features, read_pair
from pipeline.extraction.language import default, language_of
from pipeline.extraction.parsing.pipeline import parse

if TYPE_CHECKING:
    from spacy.tokens import Doc


def classify(text: str, source: str, target: str) -> tuple[str, float]:
    """The PLOVER type of what the source does to the target there, and how sure that is (0 to 1).

    CONCEDE and RETREAT are one here, given as CONCEDE. A meeting to come is AGREE, an attack to come is THREATEN.
    """
    return classify_parsed(next(iter(parse([(text, ())], default()))), source, target)


def classify_parsed(doc: Doc, source: str, target: str) -> tuple[str, float]:
    """As `classify`, of a text that is parsed already."""
    pair = read_pair(doc, source, target)
    learned = model(language_of(doc))
    if learned is None:
        return (str(pair.answer), 0.6) if pair.answer is not None else ("REJECT", 0.1)
    scores = learned.scores(features(pair))
    best = int(scores.argmax())
    name = learned.classes[best]
    return ("CONCEDE" if name == "YIELD" else name), float(scores[best])
