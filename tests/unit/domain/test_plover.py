"""The tables of PLOVER are whole and agree with the lexicon."""

from __future__ import annotations

import pytest

from pipeline.domain.plover import MODES_OF, QUAD_OF, Quad, score_of
from pipeline.domain.vocabulary import EventType, Mode
from pipeline.extraction.deeds.lexicon import lexicon
from pipeline.extraction.language import default


@pytest.mark.parametrize("kind", list(EventType))
def test_every_type_has_its_class_and_a_score_of_that_sign(kind: EventType) -> None:
    score = score_of(kind)
    assert -10 <= score <= 10
    assert score >= 0 if QUAD_OF[kind] in {Quad.VERBAL_COOPERATION, Quad.MATERIAL_COOPERATION} else score <= 0
    assert all(-10 <= score_of(kind, mode) <= 10 for mode in MODES_OF[kind])


def test_a_mode_beats_its_type() -> None:
    assert score_of(EventType.CONSULT, Mode.PHONE) == 1.5
    assert score_of(EventType.CONSULT, Mode.MEET) == score_of(EventType.CONSULT)


def test_the_lexicon_gives_only_modes_that_a_type_can_have() -> None:
    words = lexicon(default())
    entries = {e for table in (words.verbs, words.nouns) for group in table.values() for e in group}
    wrong = {(e.rule, e.type, e.mode) for e in entries if e.mode is not None and e.mode not in MODES_OF[e.type]}
    assert not wrong
