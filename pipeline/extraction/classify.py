"""Type what a source does to a target in a sentence, by the strict PLOVER reading of the scored pairs."""

from __future__ import annotations

from pipeline.extraction.parsing import parse
from pipeline.extraction.typing import read_pair


def classify(text: str, source: str, target: str) -> tuple[str, float]:
    """The PLOVER type of what the source does to the target there, and how sure that is (0 to 1).

    CONCEDE and RETREAT are one here, given as CONCEDE. A meeting to come is AGREE, an attack to come is THREATEN.
    """
    pair = read_pair(next(iter(parse([text]))), source, target)
    return (str(pair.answer), 0.6) if pair.answer is not None else ("REJECT", 0.1)
