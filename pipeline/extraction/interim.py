"""Stand-ins used until the lexicon, the times and the gazetteer are in the tree; goes away with them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from pipeline.domain.times import OPEN, When, on_day
from pipeline.domain.vocabulary import EventType, Mode

if TYPE_CHECKING:
    from spacy.tokens import Span

_VERBS = {
    "CONSULT": "meet confer negotiate talk visit phone telephone gather convene call_on travel_to fly_to receive host speak_to speak_with sit_down dine arrive_in",
    "AGREE": "agree sign ratify approve endorse renew prolong extend accept",
    "PROTEST": "march rally demonstrate protest strike riot blockade walk_out block",
    "SANCTION": "sanction expel withdraw_from pull_out blacklist suspend break_off walk_away",
    "CONCEDE": "withdraw release free pull lift halt ease",
    "MOBILIZE": "deploy mobilise mobilize activate",
    "ASSAULT": "attack bomb shell strike hit kill fire blow_up",
    "COERCE": "arrest detain overthrow seize topple hold ban",
    "AID": "donate deliver supply send",
    "REJECT": "reject refuse decline turn_down veto",
    "THREATEN": "threaten",
    "ACCUSE": "accuse condemn denounce",
    "REQUEST": "demand urge",
}
_NOUNS = {
    "CONSULT": "meeting talk summit visit negotiation session conference call conversation trip encounter journey tour",
    "AGREE": "agreement accord pact truce ceasefire deal declaration extension renewal armistice",
    "PROTEST": "protest strike march rally demonstration stoppage walkout",
    "SANCTION": "sanction embargo",
    "CONCEDE": "withdrawal release",
    "MOBILIZE": "deployment mobilisation activation",
    "ASSAULT": "attack strike fighting shelling war raid bombing",
    "THREATEN": "threat ultimatum deadline",
    "COERCE": "coup arrest",
}
_VERB = {v.replace("_", " "): t for t, vs in _VERBS.items() for v in vs.split()}
_NOUN = {n: t for t, ns in _NOUNS.items() for n in ns.split()}


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word or phrase that names a deed: tokens [start, end) of the document, the light verb's index where it has one."""

    start: int
    end: int
    type: EventType
    mode: Mode | None
    rule: str
    kind: str


def find_triggers(sent: Span) -> list[Trigger]:
    """The trigger words of a sentence."""
    found = []
    for token in sent:
        lemma = token.lemma_.lower()
        if token.pos_ == "VERB":
            forms = [lemma] + [f"{lemma} {c.lower_}" for c in token.children if c.dep_ in {"prt", "prep", "advmod"}]
            name = next((t for f in reversed(forms) if (t := _VERB.get(f))), None)
            if name:
                found.append(Trigger(token.i, token.i + 1, EventType(name), None, f"interim.{lemma}", "verb"))
        elif token.pos_ == "NOUN" and (name := _NOUN.get(lemma)) and token.dep_ != "compound":
            mode = Mode.VISIT if lemma in {"visit", "trip", "tour", "journey"} else None
            found.append(Trigger(token.i, token.i + 1, EventType(name), mode, f"interim.{lemma}", "noun"))
    return found


_DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]


def when_of(text: str, published: datetime | None, *, future: bool) -> When:
    """The day that a stretch of text names."""
    low = text.lower()
    base = published.date() if published else None
    if base and (
        m := re.search(r"\b(\d{1,2}) (" + "|".join(_MONTHS) + r")\b|\b(" + "|".join(_MONTHS) + r") (\d{1,2})\b", low)
    ):
        day, month = int(m[1] or m[4]), _MONTHS.index(m[2] or m[3]) + 1
        try:
            return on_day(date(base.year, month, day))
        except ValueError:
            return OPEN
    if base and (m := re.search(r"\b(" + "|".join(_DAYS) + r")\b", low)):
        delta = (_DAYS.index(m[1]) - base.weekday()) % 7
        return on_day(base + timedelta(delta if future else (delta - 7 if delta else 0)))
    return OPEN
