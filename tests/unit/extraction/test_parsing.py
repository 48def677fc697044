"""The lean pipeline reads words as the model itself would."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from pipeline.extraction.language import default
from pipeline.extraction.parsing import pipeline as module
from pipeline.extraction.parsing.lemmas import known_lemma
from pipeline.extraction.parsing.pipeline import is_tree, parse, pipeline

if TYPE_CHECKING:
    from spacy.language import Language

TEXTS = [
    "There are talks that the envoys have been holding, and there's no doing without them.",
    "She had met him; they'd have met again, but it wasn't to be, he'll say.",
    "Norway did not send the ships that it had promised, which left the islanders hoping.",
    "The ministers hope to sign; those hopes were dashed when rebels seized 1,200 lorries on Monday.",
]


@pytest.fixture(scope="module")
def model() -> Language:
    import spacy

    return spacy.load(default().model, exclude=["ner"])


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text[:20])
def test_words_have_the_models_own_forms(model: Language, text: str) -> None:
    for _ in range(2):  # asked, and remembered
        ours = next(iter(parse([(text, ())], default())))
        theirs = model(text)
        assert [(t.text, t.tag_, t.dep_, t.head.i, t.pos_) for t in ours] == [
            (t.text, t.tag_, t.dep_, t.head.i, t.pos_) for t in theirs
        ]
        lemmas = [known_lemma(t.lower_, t.lemma_, default()) if t.pos_ == "VERB" else None for t in theirs]
        assert [t.lemma_ for t in ours] == [own or t.lemma_ for own, t in zip(lemmas, theirs, strict=True)]


def test_words_that_were_met_are_not_kept_for_good(monkeypatch: pytest.MonkeyPatch) -> None:
    sentence = (TEXTS[3], ())
    (before,) = parse([sentence], default())
    monkeypatch.setattr(module, "_MOST_WORDS", len(pipeline(default()).vocab) + 50)
    met = [f"The {'xyz'[n % 3]}{n}ist left." for n in range(300)]
    for n in range(0, 300, 100):
        list(parse([(text, ()) for text in met[n : n + 100]], default()))
        assert len(pipeline(default()).vocab) < module._MOST_WORDS + 100
    (after,) = parse([sentence], default())
    assert after.vocab is not before.vocab
    assert [(t.text, t.tag_, t.dep_, t.lemma_) for t in after] == [(t.text, t.tag_, t.dep_, t.lemma_) for t in before]


def test_a_parse_hangs_on_no_bodys_initials() -> None:
    told = "{0} heads of state will hold a summit in Accra on Thursday, which the WHO welcomed."
    parses = set()
    for name in ("ECOWAS", "SADC", "ASEAN"):
        (doc,) = parse([(told.format(name), ())], default())
        assert doc.text == told.format(name)
        assert (doc[0].tag_, doc[1].dep_) == ("NNP", "nsubj")
        parses.add(tuple((t.tag_, t.dep_, t.head.i) for t in doc))
    assert len(parses) == 1


def test_words_in_capitals_are_no_bodies() -> None:
    doc = pipeline(default()).make_doc("ABOARD A U.S. PLANE, THE TROOPS LEFT; a UNESCO team came.")
    assert module._acronyms(doc) == {doc.text.index("UNESCO")}


def test_verbs_with_a_hyphen_are_one_word() -> None:
    for text, verb, lemma in (
        ("Cairo re-opened its embassy on Monday.", "re-opened", "reopen"),
        ("Chile will re-impose the duties.", "re-impose", "reimpose"),
        ("Planes air-dropped food.", "air-dropped", "airdrop"),
    ):
        (doc,) = parse([(text, ())], default())
        assert doc.text == text
        assert [(t.text, t.lemma_) for t in doc if t.dep_ == "ROOT"] == [(verb, lemma)]
    (doc,) = parse([("A counter-attack on the set-up failed.", ())], default())
    assert "counter" in [t.text for t in doc]


SECOND_CLAUSES = [
    ("France sent two frigates to the Gulf on Monday and Italy deployed a destroyer.", "deployed", "Italy"),
    ("Rebels attacked an army post in Arica but Hamas fired rockets at Ashkelon.", "fired", "Hamas"),
    ("Peru recalled its ambassador and two soldiers were killed.", "killed", "soldiers"),
    ("The premier met union leaders on 3 May - Chile expelled two diplomats.", "expelled", "Chile"),
    ("The Senate approved the treaty, and in Oslo Chile expelled two diplomats.", "expelled", "Chile"),
    ("Peru recalled its ambassador as the United States will impose sanctions.", "impose", "States"),
    ("Peru recalled its ambassador - thousands marched through Lima.", "marched", "thousands"),
    ("The army - backed by tanks - stormed the village on Monday.", "stormed", "army"),
    ("On Tuesday rebels attacked the base and union leaders met the minister.", "met", "leaders"),
    # what goes on about the same subject
    ("He met the premier on Monday, and in New York signed a deal.", "signed", None),
    ("The army took Gori on Monday and Senaki and shelled Poti.", "shelled", None),
    ("The army killed six rebels - two of them boys - and shelled a village.", "shelled", None),
]


def test_a_second_clause_has_its_own_subject() -> None:
    for doc, (text, verb, who) in zip(
        parse(((text, ()) for text, _, _ in SECOND_CLAUSES), default()), SECOND_CLAUSES, strict=True
    ):
        (told,) = [t for t in doc if t.text == verb]
        subjects = [c.text for c in told.children if c.dep_ in {"nsubj", "nsubjpass"}]
        assert subjects == ([who] if who else []), text
        assert told.i in {t.i for t in doc[:].root.subtree}, text


def test_hours_before_a_clause_are_no_part_of_the_noun_before_them() -> None:
    (doc,) = parse([("The union called off the strike hours before it was due to begin.", ())], default())
    assert [(t.text, t.dep_, t.head.text) for t in doc if t.text in {"strike", "hours"}] == [
        ("strike", "dobj", "called"),
        ("hours", "npadvmod", "called"),
    ]


def test_what_is_set_right_stays_a_tree() -> None:
    sentence = (
        "The raid caused great anger, as the officers were criticised by some as cowards and a judicial inquiry was "
        "launched into the deaths."
    )
    doc = next(iter(parse([(sentence, [])], default())))
    assert is_tree(doc.to_array("HEAD"))
    assert is_tree(np.array([1, 0, -1]).astype(np.uint64))
    assert not is_tree(np.array([1, 1, -2, 0]).astype(np.uint64))
    assert not is_tree(np.array([-1, 0]).astype(np.uint64))
