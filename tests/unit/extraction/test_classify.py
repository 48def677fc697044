"""What one actor does to another, by the strict reading of pairs."""

from __future__ import annotations

import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extraction import classify
from pipeline.extraction.deeds.classifier import Model, load, model, save, vector
from pipeline.extraction.language import default

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

PLAIN = [
    ("France condemned the coup in Mali.", "France", "Mali", "ACCUSE"),
    ("Kenya will send 200 police officers to Haiti.", "Kenya", "Haiti", "AGREE"),
    ("Peru condemned the arrest of its consul in Bolivia.", "Peru", "Bolivia", "ACCUSE"),
    ("Chile criticised Venezuela over the vote.", "Chile", "Venezuela", "ACCUSE"),
    ("Kuwait accused Iran of sending the drones.", "Kuwait", "Iran", "ACCUSE"),
    ("Spain opened an investigation into the bank.", "Spain", "the bank", "ACCUSE"),
    ("Athens summoned the Turkish ambassador.", "Athens", "Turkish", "ACCUSE"),
    ("The court convicted the general of murder.", "The court", "the general", "ACCUSE"),
    ("The widow sued the ministry.", "The widow", "the ministry", "ACCUSE"),
    ("Italy will visit Libya next week to sign the deal.", "Italy", "Libya", "AGREE"),
    ("Norway pledged 50 million dollars to Ukraine.", "Norway", "Ukraine", "AGREE"),
    ("Egypt agreed to hold talks with Ethiopia.", "Egypt", "Ethiopia", "AGREE"),
    ("Qatar is ready to mediate between Chad and the rebels.", "Qatar", "Chad", "AGREE"),
    ("Poland plans to train soldiers from Moldova.", "Poland", "Moldova", "AGREE"),
    ("Oman offered to host the Yemeni parties.", "Oman", "the Yemeni parties", "AGREE"),
    ("Poland sent blankets and tents to Turkey.", "Poland", "Turkey", "AID"),
    ("Canada gave asylum to the journalist.", "Canada", "the journalist", "AID"),
    ("The bank lent Ghana 300 million dollars.", "The bank", "Ghana", "AID"),
    ("Sweden supplied Ukraine with tanks.", "Sweden", "Ukraine", "AID"),
    ("Rwanda sent troops to Mozambique to help after the cyclone.", "Rwanda", "Mozambique", "AID"),
    ("The envoy met the rebels in Doha.", "The envoy", "the rebels", "CONSULT"),
    ("Ruto visited Uganda on Monday.", "Ruto", "Uganda", "CONSULT"),
    ("Finland hosted the Estonian president.", "Finland", "the Estonian president", "CONSULT"),
    ("The king spoke by phone with the emir.", "The king", "the emir", "CONSULT"),
    ("Norway mediated between Colombia and the guerrillas.", "Norway", "Colombia", "CONSULT"),
    ("The minister called the ambassador to discuss grain.", "The minister", "the ambassador", "CONSULT"),
    ("Serbia extradited the banker to Austria.", "Serbia", "Austria", "COOPERATE"),
    ("India and Japan held joint naval exercises.", "India", "Japan", "COOPERATE"),
    ("Latvia shared intelligence with Finland.", "Latvia", "Finland", "COOPERATE"),
    ("Zambia exported copper to China.", "Zambia", "China", "COOPERATE"),
    ("The premier praised the miners.", "The premier", "the miners", "SUPPORT"),
    ("Ghana signed a treaty with Togo.", "Ghana", "Togo", "SUPPORT"),
    ("Bolivia recognised Palestine.", "Bolivia", "Palestine", "SUPPORT"),
    ("The bishop apologised to the victims.", "The bishop", "the victims", "SUPPORT"),
    ("The chancellor called the president to congratulate her.", "The chancellor", "the president", "SUPPORT"),
    ("Colombia freed two Ecuadorean fishermen.", "Colombia", "two Ecuadorean fishermen", "CONCEDE"),
    ("The rebels withdrew from Goma.", "The rebels", "Goma", "CONCEDE"),
    ("The king pardoned the poet.", "The king", "the poet", "CONCEDE"),
    ("Greece eased its rules for migrants.", "Greece", "migrants", "CONCEDE"),
    ("Belgium urged Burundi to free the lawyer.", "Belgium", "Burundi", "REQUEST"),
    ("The union demanded higher pay from the railway.", "The union", "the railway", "REQUEST"),
    ("The UN appealed to donors for money.", "The UN", "donors", "REQUEST"),
    ("Jordan called on Israel to open the crossing.", "Jordan", "Israel", "REQUEST"),
    ("Denmark refused to hand the suspect to Poland.", "Denmark", "Poland", "REJECT"),
    ("The senate rejected the treaty with Canada.", "The senate", "Canada", "REJECT"),
    ("Sudan failed to agree with Egypt on the dam.", "Sudan", "Egypt", "REJECT"),
    ("Iran will not meet the American envoy.", "Iran", "the American envoy", "REJECT"),
    ("Iran threatened to attack Kuwait.", "Iran", "Kuwait", "THREATEN"),
    ("The general vowed to retaliate against the rebels.", "The general", "the rebels", "THREATEN"),
    ("Students marched against the minister.", "Students", "the minister", "PROTEST"),
    ("Miners went on strike against the company.", "Miners", "the company", "PROTEST"),
    ("Brazil expelled the Nicaraguan ambassador.", "Brazil", "the Nicaraguan ambassador", "SANCTION"),
    ("Mali cut ties with Ukraine.", "Mali", "Ukraine", "SANCTION"),
    ("Niger withdrew from the bloc.", "Niger", "the bloc", "SANCTION"),
    ("The police arrested the editor.", "The police", "the editor", "COERCE"),
    ("Japan imposed sanctions on Belarus.", "Japan", "Belarus", "COERCE"),
    ("The regime banned the newspaper.", "The regime", "the newspaper", "COERCE"),
    ("Ethiopia moved troops to the border with Eritrea.", "Ethiopia", "Eritrea", "MOBILIZE"),
    ("Taiwan put its air force on alert against China.", "Taiwan", "China", "MOBILIZE"),
    ("Gunmen killed four miners.", "Gunmen", "four miners", "ASSAULT"),
    ("Israel bombed the port of Hodeidah.", "Israel", "Hodeidah", "ASSAULT"),
    ("Hackers attacked the bank.", "Hackers", "the bank", "ASSAULT"),
]


@pytest.mark.parametrize(("text", "source", "target", "kind"), [*PAIRS, *PLAIN])
def test_types_a_pair(text: str, source: str, target: str, kind: str) -> None:
    told, confidence = classify(text, source, target)
    assert told == kind
    assert 0 < confidence <= 1


def test_actors_that_the_text_does_not_name_do_no_harm() -> None:
    told, confidence = classify("Two newspapers were shut down by soldiers.", "An actor", "a recipient")
    assert told == "COERCE"
    assert 0 < confidence <= 1


@settings(max_examples=40)
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
    shipped = model(default())
    assert shipped is not None
    assert len(shipped.classes) == 15
    assert shipped.weights.nbytes < 5_000_000
