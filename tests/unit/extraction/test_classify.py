"""What one actor does to another, by the strict reading of pairs."""

from __future__ import annotations

import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extraction import classify
from pipeline.extraction.classifier import Model, load, model, save, vector

PAIRS = [
    ("The Finnish premier will meet her Danish colleague in Turku.", "The Finnish premier", "Danish", "AGREE"),
    ("The Finnish premier met her Danish colleague in Turku.", "The Finnish premier", "Danish", "CONSULT"),
    ("The air force will bomb the port unless it yields.", "The air force", "the port", "THREATEN"),
    ("The air force bombed the port.", "The air force", "the port", "ASSAULT"),
    ("Lima imposed an embargo on La Paz.", "Lima", "La Paz", "COERCE"),
    ("Lima suspended its aid to La Paz.", "Lima", "La Paz", "SANCTION"),
    ("Lima lifted its embargo on La Paz.", "Lima", "La Paz", "CONCEDE"),
    ("Lima refused to lift its embargo on La Paz.", "Lima", "La Paz", "REJECT"),
    ("Lima urged La Paz to lift the embargo.", "Lima", "La Paz", "REQUEST"),
    ("Lima agreed to lift its embargo on La Paz.", "Lima", "La Paz", "AGREE"),
    ("The court found the banker guilty of fraud.", "The court", "the banker", "ACCUSE"),
    ("Oman signed a trade treaty with Chile.", "Oman", "Chile", "SUPPORT"),
    ("Two mayors were freed by the rebels on Sunday.", "the rebels", "Two mayors", "CONCEDE"),
    ("Farmers rallied outside parliament against the minister.", "Farmers", "the minister", "PROTEST"),
    ("Togo moved tanks towards the frontier with Benin.", "Togo", "Benin", "MOBILIZE"),
    ("Japan gave rice to flooded villages in Laos.", "Japan", "Laos", "AID"),
]


@pytest.mark.parametrize(("text", "source", "target", "kind"), PAIRS)
def test_types_a_pair(text: str, source: str, target: str, kind: str) -> None:
    told, confidence = classify(text, source, target)
    assert told == kind
    assert 0 < confidence <= 1


def test_actors_that_the_text_does_not_name_do_no_harm() -> None:
    told, confidence = classify("Two newspapers were shut down by soldiers.", "An actor", "a recipient")
    assert told == "COERCE"
    assert 0 < confidence <= 1


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=200), st.text(max_size=20), st.text(max_size=20))
def test_any_text_has_an_answer(text: str, source: str, target: str) -> None:
    _, confidence = classify(text, source, target)
    assert 0 <= confidence <= 1


def test_the_model_file_reads_back_as_written() -> None:
    weights = np.array([[1.0, -1.0], [0.5, 0.25]], dtype=np.float32)
    scales = np.ones(2, dtype=np.float32)
    made = Model(("AID", "REJECT"), {"c=give": 0, "c=refuse": 1}, scales, weights, np.zeros(2, dtype=np.float32), 1.5)
    file = io.BytesIO()
    save(made, file)
    file.seek(0)
    again = load(file)
    assert (again.classes, again.index, again.temperature) == (made.classes, made.index, made.temperature)
    np.testing.assert_allclose(again.weights, weights)
    assert again.scores([("chain", "c=give")]).argmax() == 0


def test_each_group_of_features_has_its_own_length() -> None:
    columns, values = vector([("bag", "a"), ("bag", "b"), ("bag", "x")], {"a": 0, "b": 1}, np.ones(2, dtype=np.float32))
    assert sorted(columns) == [0, 1]
    assert values[0] == pytest.approx(2**-0.5)


def test_the_model_that_ships_is_small_and_knows_the_scored_types() -> None:
    shipped = model()
    assert shipped is not None
    assert len(shipped.classes) == 15
    assert shipped.weights.nbytes < 5_000_000
