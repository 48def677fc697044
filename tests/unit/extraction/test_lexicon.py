"""Words that name deeds, and those that only look so."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import pytest

from pipeline.domain.vocabulary import EventType, Mode
from pipeline.extraction.deeds.lexicon import lexicon
from pipeline.extraction.deeds.screen import can_hold_deed
from pipeline.extraction.deeds.triggers import Trigger, find_triggers
from pipeline.extraction.inflection import noun_forms, verb_forms
from pipeline.extraction.language import default
from pipeline.extraction.parsing.pipeline import parse

if TYPE_CHECKING:
    from spacy.tokens import Doc

A, C, S = EventType.AGREE, EventType.CONSULT, EventType.SANCTION


def parsed(text: str) -> Doc:
    return next(iter(parse([(text, ())], default())))


def found(text: str) -> list[Trigger]:
    return find_triggers(parsed(text))


DEEDS = [
    ("The ministers held talks in Oslo on Monday.", C, Mode.MEET),
    ("The king is due to visit Lisbon next week.", C, Mode.VISIT),
    ("The two presidents spoke by telephone.", C, Mode.PHONE),
    ("A summit of the bloc opened in Nairobi.", C, Mode.MULTILATERAL),
    ("Rivals signed a ceasefire in Juba.", A, None),
    ("They struck a deal late on Friday.", A, None),
    ("Georgia pulled out of the grain deal.", S, Mode.WITHDRAW),
    ("Peru expelled the Mexican ambassador.", S, Mode.EXPEL),
    ("Canada imposed sanctions on four companies.", S, None),
    ("Drivers blocked the road as nurses began a nationwide strike over pay.", EventType.PROTEST, Mode.STRIKE),
    ("A national day of action was held in Porto.", EventType.PROTEST, Mode.STRIKE),
    ("The porters' strike on 1 March was called off.", EventType.PROTEST, Mode.STRIKE),
    ("Tunisian delegates stayed away from the vote.", EventType.PROTEST, Mode.BOYCOTT),
    ("Lorries were parked across the motorway.", EventType.PROTEST, Mode.OBSTRUCT),
    ("The two delegations faced each other in Basel.", C, Mode.MEET),
    ("A gun battle was fought near the port.", EventType.ASSAULT, None),
    ("Thousands of protesters took to the streets of Lima.", EventType.PROTEST, Mode.DEMO),
    ("The rebels laid down their arms.", EventType.RETREAT, Mode.DISARM),
    ("The militia freed nine hostages.", EventType.RETREAT, Mode.RELEASE),
    ("The army carried out air strikes on the town.", EventType.ASSAULT, Mode.AERIAL),
    ("Police fired tear gas at demonstrators.", EventType.ASSAULT, None),
    ("Soldiers arrested the mayor.", EventType.COERCE, Mode.ARREST),
    ("The junta imposed a curfew on the capital.", EventType.COERCE, Mode.CURFEW),
    ("Chad sent troops to the border.", EventType.MOBILIZE, Mode.TROOPS),
    ("Norway donated blankets to the camp.", EventType.AID, None),
    ("The premier praised the rescuers.", EventType.SUPPORT, None),
    ("Quito rejected the offer.", EventType.REJECT, None),
    ("The general threatened to shell the port.", EventType.THREATEN, None),
    ("The bishops urged the president to resign.", EventType.REQUEST, None),
    ("Kenya accused its neighbour of sheltering the gunmen.", EventType.ACCUSE, Mode.ALLEGE),
    ("Fiji and Tonga held joint exercises.", EventType.COOPERATE, None),
]


@pytest.mark.parametrize(("text", "kind", "mode"), DEEDS, ids=lambda value: str(value)[:40])
def test_finds_the_deed(text: str, kind: EventType, mode: Mode | None) -> None:
    triggers = found(text)
    assert any(t.type is kind and (mode is None or t.mode is mode) for t in triggers), triggers
    assert can_hold_deed(text, default())


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The club held a press conference.", C),
        ("She took a photograph of the river.", EventType.ASSAULT),
        ("Floods killed dozens of people in the delta.", EventType.ASSAULT),
        ("The striker signed for the club and shot wide.", EventType.PROTEST),
        ("The flat battery was charged overnight.", EventType.REQUEST),
    ],
)
def test_leaves_what_is_no_deed(text: str, kind: EventType) -> None:
    assert not [t for t in found(text) if t.type is kind and not t.weak], found(text)


def test_carries_a_light_verb_with_its_noun() -> None:
    doc = parsed("The envoys held a round of talks.")
    trigger = next(t for t in find_triggers(doc) if t.type is C)
    assert trigger.kind == "light-verb"
    assert trigger.light is not None
    assert doc[trigger.light].lower_ == "held"
    assert doc[trigger.i].lower_ == "talks"


def test_marks_what_another_deed_is_about() -> None:
    trigger = next(t for t in found("Ghana condemned the attack.") if t.type is EventType.ASSAULT)
    assert trigger.topic


def test_a_boring_sentence_need_not_be_parsed() -> None:
    assert not can_hold_deed("The green hills looked soft in the rain.", default())


def test_forms_of_words() -> None:
    verbs = {form for verb in ("meet", "withdraw", "carry", "stop", "agree") for form in verb_forms(verb, default())}
    assert {"met", "meets", "meeting", "withdrew", "withdrawn", "carried", "stopped", "agreed"} <= verbs
    nouns = {form for noun in ("ally", "crisis", "truce", "gunman", "child") for form in noun_forms(noun, default())}
    assert {"allies", "crises", "truces", "gunmen", "children"} <= nouns


def test_every_entry_has_its_own_name() -> None:
    names: list[str] = []
    for path in default().folder.joinpath("lexicon").iterdir():
        content = tomllib.loads(path.read_text("utf-8"))
        names += [entry["name"] for part in ("verb", "noun") for entry in content.get(part, ())]
    doubled = {name for name in names if names.count(name) > 2}
    assert not doubled, doubled
    assert {e.type for entries in lexicon(default()).verbs.values() for e in entries} == set(EventType)
