"""Decide from syntax how a sentence presents a deed: planned, going on, done, called off, denied, or no event."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.domain.vocabulary import Change, Realis
from pipeline.extraction.language import Language, language_of
from pipeline.extraction.syntax import (
    SUBJECTS,
    TIME_WORDS,
    ancestors,
    auxiliaries,
    carrier,
    child,
    children,
    clauses_on,
    first_conjunct,
    governor_noun,
    is_negated,
    is_noun,
    is_verb,
    noun_is_negated,
    with_particle,
)

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_MAX_STEPS = 12
WOULD = "would: told as imagined, or by a speaker named elsewhere"
BEGUN = "it has begun"
HOPED = "hope: wished, asked or weighed"


@dataclass(frozen=True, slots=True)
class Words:
    """The word lists of one language, by group and effect."""

    verbs: dict[str, frozenset[str]]
    nouns: dict[str, frozenset[str]]
    adjectives: dict[str, frozenset[str]]
    modals: dict[str, frozenset[str]]
    marks: dict[str, frozenset[str]]
    speakers: dict[str, frozenset[str]]


@cache
def words(language: Language) -> Words:
    """The word lists in the language's realis.toml."""
    raw = language.table("realis.toml")
    return Words(
        **{group: {name: frozenset(entries) for name, entries in lists.items()} for group, lists in raw.items()}
    )


@dataclass(slots=True)
class Reading:
    """How a deed is presented. `verb` carries the tense (for times); `speaker` is the verb of saying above it.

    `anchored`: the clause itself tells the deed (not a mere reference by a noun). `lasting`: told as going on.
    """

    realis: Realis
    change: Change | None = None
    verb: Token | None = None
    speaker: Token | None = None
    anchored: bool = True
    definite: bool = False
    oblique: bool = False  # only named within what is negated, possible, asked or thought
    past: bool = False
    notes: list[str] = field(default_factory=list)


class _Tense:
    """What the auxiliaries of a verb say."""

    __slots__ = ("future", "modal", "negated", "passive", "past", "perfect", "progressive", "to", "was_to")

    def __init__(self, verb: Token) -> None:
        modals = words(language_of(verb)).modals
        self.modal = ""
        self.future = self.perfect = self.progressive = self.passive = self.to = False
        self.past = verb.tag_ in {"VBD", "VBN"}
        self.was_to = False
        for aux in auxiliaries(verb):
            low = aux.lower_
            if low in modals["future"]:
                self.future = True
            elif low in modals["conditional"] and not (low == "'d" and verb.tag_ == "VBN"):
                self.modal = self.modal or "would"
            elif low in modals["possible"]:
                self.modal = "may"
            elif low in modals["duty"] and aux.tag_ == "MD":
                self.modal = "must"
            elif low == "to":
                self.to = True
            elif aux.lemma_ == "have" or low == "'d":
                self.perfect = True
            elif aux.lemma_ == "be":
                if aux.dep_ == "auxpass" or verb.tag_ == "VBN":
                    self.passive = True
                    self.past = aux.tag_ in {"VBD", "VBN"}
                elif verb.tag_ == "VBG":
                    self.progressive = True
                    self.past = aux.tag_ == "VBD"
            elif aux.lemma_ == "do":
                self.past = aux.tag_ == "VBD"
        self.negated = is_negated(verb)


def read(trigger: Token, kind: str, light: Token | None = None, *, lasting: bool = False) -> Reading:
    """How the sentence presents the deed named by a trigger word.

    `kind` is "verb", "noun" or "light-verb" (then `light` is the verb of the phrase). `lasting`: the deed can go on
    for days, so that a present tense tells it as going on.
    """
    gerund = (
        trigger.tag_ == "VBG" and trigger.dep_ in {"nsubj", "nsubjpass", "dobj", "pobj"} and not auxiliaries(trigger)
    )
    if kind == "verb" and is_verb(trigger) and not (gerund and lasting):
        return _read_verb(trigger, lasting=lasting)
    return _read_noun(trigger, light, lasting=lasting)


def _read_verb(verb: Token, *, lasting: bool) -> Reading:
    reading = Reading(Realis.OCCURRED, verb=verb)
    _climb(verb, reading, lasting=lasting)
    if verb.dep_ == "relcl" and reading.realis.is_event:
        _off_above(verb.head, reading)
    if reading.realis is Realis.OCCURRED and _which_is_denied(verb):
        reading.realis = Realis.DENIED
    return reading


def _which_is_denied(verb: Token) -> bool:
    """Whether a clause behind that of a deed says that somebody denies it: "had shelled the town, which the army denied"."""
    v = words(language_of(verb)).verbs
    return any(
        clause.dep_ == "relcl"
        and clause.lemma_ in v["deny"]
        and (clause.head.i == verb.i or verb.is_ancestor(clause))
        and any(c.lower_ == "which" and c.dep_ == "dobj" for c in clause.children)
        for clause in verb.doc[verb.i + 1 : verb.i + 30]
    )


def _off_above(noun: Token, reading: Reading) -> None:
    """Read what the clause above says became of the deed of a relative clause: the strike that was called "is off"."""
    above, place = carrier(noun)
    if above is None or place not in {"subject", "object"}:
        return
    outer = Reading(Realis.OCCURRED, definite=True)
    if above.lemma_ == "be":
        _be_adjective(above, outer)
    elif place == "object" or _Tense(above).passive:
        _calls_off(above, with_particle(above), outer, _Tense(above))
    if outer.realis in {Realis.CANCELLED, Realis.POSTPONED} or outer.change is not None:
        reading.realis, reading.change = outer.realis, outer.change


def _read_noun(noun: Token, light: Token | None, *, lasting: bool) -> Reading:
    reading = Reading(Realis.OCCURRED, anchored=False)
    head = noun
    reading.definite = _is_definite(noun)
    _adjectives(noun, reading)
    modified = _participle(noun, reading, lasting=lasting)
    if light is not None and not (light.dep_ in {"acl", "relcl"} and light.head.i == noun.i):
        reading.anchored = True
        reading.verb = light
        _verb_on_noun(light, "object", reading, lasting=lasting)
        return reading
    for _ in range(4):  # "the end of the talks", "the threat of a strike"
        above, how = governor_noun(head)
        if above is None:
            break
        if how == "in" and above.lemma_.lower() in {"part", "role", "share", "participation"}:
            reading.definite = True  # "suspended its part in the accord": the accord stands
            return reading
        if how in {"of", "for", "on", "to", "from", "at", "compound", "in", "about", "after", "before", "against"}:
            _noun_on_noun(above, how, reading)
        elif how == "poss":
            pass
        if how in {"after", "before", "about", "in", "on", "at"}:
            reading.definite = True
        head = above
    verb, place = carrier(head)
    if place == "at" and noun.lemma_.lower() in words(language_of(noun)).nouns["behest"]:
        reading.realis = Realis.HYPOTHETICAL
        reading.notes.append("only why something else was done")  # "met at Turkey's request"
        return reading
    presupposed = reading.definite and (modified or _dated(noun))
    if verb is not None:
        if not presupposed and any(is_verb(a) and _conditional(a) for a in [verb, *ancestors(verb)]):
            reading.realis = Realis.CONDITIONAL
            reading.notes.append("conditional")
            return reading
        _verb_on_noun(verb, place, reading, lasting=lasting)
        reading.verb = reading.verb or verb
        _off_beside(verb, place, reading)
        if reading.realis is Realis.PLANNED and BEGUN in reading.notes and reading.change is None:
            reading.realis = Realis.ONGOING  # "the talks, which opened on Saturday, will now turn to a pause"
    reading.oblique = verb is not None and not presupposed and _is_oblique(verb)
    if (modified and light is not None) or (verb is None and modified):
        reading.anchored = True
    if light is not None and not reading.anchored:
        reading.anchored = True
        reading.verb = light
    return reading


def _off_beside(verb: Token, place: str, reading: Reading) -> None:
    """Read what a second verb of the same subject says became of it: "was to open on Monday but was put off"."""
    if place != "subject" or not reading.realis.is_event:
        return
    for other in children(verb, "conj"):
        if is_verb(other) and not children(other, *SUBJECTS) and _Tense(other).passive:
            told = Reading(reading.realis, definite=True)
            if _calls_off(other, with_particle(other), told, _Tense(other)) and told.realis is not reading.realis:
                reading.realis, reading.change = told.realis, told.change


def _dated(noun: Token) -> bool:
    """Whether a noun phrase names its own day: "the summit of 12 June", "Monday's talks"."""
    for c in noun.children:
        if c.dep_ in {"poss", "npadvmod", "nummod", "compound", "nmod"} and _is_time(c):
            return True
        if c.dep_ == "prep" and c.lower_ in {"of", "on", "in", "from"}:
            day = child(c, "pobj")
            if day is not None and (day.lower_ in TIME_WORDS or any(t.lower_ in TIME_WORDS for t in day.children)):
                return True
    return False


def _is_oblique(verb: Token) -> bool:
    """Whether a clause is negated, only possible, a question or a view, so that what it names is not told by it."""
    w = words(language_of(verb))
    for current in [verb, *ancestors(verb)]:
        if not is_verb(current):
            continue
        tense = _Tense(current)
        if children(current, "neg") or tense.modal or any(map(_is_hardly_any, children(current, "nsubj", "nsubjpass"))):
            return True
        if any(
            c.tag_ in {"WRB", "WP"} and c.dep_ in {"advmod", "attr", "dobj"} for c in current.children
        ) and current.dep_ in {"ccomp", "pcomp"}:
            return True
        if current.dep_ == "ccomp" and current.head.lemma_ in w.verbs["think"]:
            return True
        if current.dep_ in {"relcl", "ROOT"}:
            break
    return False


def _is_hardly_any(subject: Token) -> bool:
    """ "Nobody", "neither side", "few"."""
    return noun_is_negated(subject) or subject.lower_ in {"few", "little"}


def _is_definite(noun: Token) -> bool:
    return any(
        (c.dep_ == "det" and c.lower_ in {"the", "this", "that", "these", "those"})
        or c.dep_ == "poss"
        or c.lower_ in {"first", "second", "third", "fourth", "fifth", "latest"}
        for c in noun.children
    )


def _adjectives(noun: Token, reading: Reading) -> None:
    lists = words(language_of(noun)).adjectives
    for mod in children(noun, "amod", "det", "compound", "advmod"):
        low = mod.lower_
        if low in lists["planned"]:
            reading.realis = Realis.PLANNED
        elif low in lists["hypothetical"]:
            reading.realis = Realis.HYPOTHETICAL
            reading.notes.append(f"adjective: {low}")
        elif low in lists["ongoing"]:
            reading.realis = Realis.ONGOING
        elif low in lists["cancelled"]:
            reading.realis = Realis.CANCELLED
        elif low in lists["postponed"]:
            reading.realis = Realis.POSTPONED
    if noun_is_negated(noun):
        reading.realis = Realis.NEGATED
        reading.notes.append("no such deed")


def _participle(noun: Token, reading: Reading, *, lasting: bool) -> bool:
    """What a clause hung on the noun says of it: "talks planned for Friday", "a truce signed in Jeddah"."""
    w = words(language_of(noun))
    for clause in clauses_on(noun):
        name = with_particle(clause)
        tense = _Tense(clause)
        if clause.dep_ == "relcl" and not _fills(clause, noun):
            continue
        if clause.tag_ == "VBN" or clause.dep_ == "relcl":
            if (name in w.verbs["reschedule"] or name in w.verbs["postpone"]) and moves_to(clause):
                reading.realis, reading.change = Realis.PLANNED, Change.RESCHEDULED
            elif name in w.verbs["postpone"] and not tense.modal and not tense.negated:
                reading.realis = Realis.POSTPONED
            elif name in w.verbs["cancel"] and not tense.modal and not tense.negated:
                reading.realis = Realis.CANCELLED
            elif _should_have(clause):
                reading.realis = Realis.POSTPONED  # "talks that should have been held ten days ago"
            elif name in w.verbs["schedule"] and not tense.perfect:
                if reading.realis is Realis.OCCURRED:
                    reading.realis = Realis.PLANNED
            elif tense.future or tense.modal == "would" or _to_be(clause):
                reading.realis = Realis.PLANNED
            elif lasting and name in w.verbs["begin"] and clause.dep_ == "relcl" and not tense.negated:
                reading.notes.append(BEGUN)
            elif name in w.verbs["happen"] or name in w.verbs["begin"] or name in w.verbs["end"]:
                pass
            else:
                continue
            reading.verb = clause
            return True
    return False


def _fills(clause: Token, noun: Token) -> bool:
    """Whether the head noun of a relative clause is its subject or object."""
    return any(c.tag_ in {"WDT", "WP"} for c in clause.subtree) or not children(clause, *SUBJECTS)


def _to_be(verb: Token) -> bool:
    """ "is to", "was to" with an infinitive."""
    return verb.lemma_ == "be" and any(
        c.dep_ == "xcomp" and any(a.lower_ == "to" and a.dep_ == "aux" for a in c.children) for c in verb.children
    )


def _noun_on_noun(above: Token, how: str, reading: Reading) -> None:
    lists = words(language_of(above)).nouns
    lemma = above.lemma_.lower()
    if (
        lemma == "date"
        and how in {"for", "of"}
        and any(c.lower_ in words(language_of(above)).adjectives["new"] for c in above.children)
    ):
        reading.change = Change.RESCHEDULED
    if lemma in lists["part"] or how in {"after", "before"}:
        reading.definite = reading.definite or (how == "of" and _is_definite(above))
        return
    if lemma in lists["hypothetical"] and how in {"of", "for", "to", "on", "about", "compound", "in", "against"}:
        if reading.realis.is_event and how in {"of", "for", "to", "against"}:
            reading.realis = Realis.HYPOTHETICAL
            reading.notes.append(f"{lemma} {how} it")
    elif lemma in lists["negative"] and how in {"of", "on"}:
        reading.realis = Realis.NEGATED
    elif lemma in lists["deny"]:
        reading.realis = Realis.DENIED
    elif lemma in lists["cancel"]:
        reading.realis = Realis.CANCELLED
    elif lemma in lists["postpone"] and how == "of":
        reading.realis = Realis.POSTPONED
    elif lemma in lists["plan"] and how in {"for", "of", "to"} and reading.realis is Realis.OCCURRED:
        reading.realis = Realis.PLANNED
    elif lemma in lists["end"] and how == "of":
        reading.notes.append("at its end")
        reading.definite = True


def _verb_on_noun(verb: Token, place: str, reading: Reading, *, lasting: bool) -> None:  # noqa: C901 - one rule a branch
    """What the verb of which the deed is subject or object makes of it."""
    v = words(language_of(verb)).verbs
    name, lemma = with_particle(verb), verb.lemma_.lower()
    tense = _Tense(verb)
    owns = place in {"subject", "object", "attr"}
    passive = tense.passive or verb.tag_ == "VBN"
    is_subject = place == "subject"
    if lemma == "be" and is_subject and _be_adjective(verb, reading):
        _climb(verb, reading, lasting=lasting, keep=True)
        return
    if (
        lemma == "be"
        and place in {"for", "on"}
        and verb.tag_ in {"VBZ", "VBP"}
        and not auxiliaries(verb)
        and not reading.change
    ):
        _climb(verb, reading, lasting=True)  # "is in Santiago for a three-day visit"
        reading.anchored = reading.anchored or reading.realis is Realis.ONGOING
        return
    undergoes = place == "object" or (is_subject and passive)
    if (
        (is_subject or passive)
        and _should_have(verb)
        and (name in v["exist"] or name in v["begin"] or lemma in v["exist"])
    ):
        reading.realis, reading.anchored = Realis.POSTPONED, True
        reading.notes.append("should have been by now")
        return
    if is_subject and lemma == "take" and child(verb, "dobj") is not None and child(verb, "dobj").lower_ == "place":  # type: ignore[union-attr]
        reading.anchored = True
        if tense.negated and (tense.future or tense.modal == "would"):
            reading.realis = Realis.CONDITIONAL if _conditional(verb) else Realis.CANCELLED
            if reading.realis is Realis.CANCELLED and _for_now(verb):
                reading.realis = Realis.POSTPONED
            _speech_above(verb, reading)
            return
        if not _back_on(verb, tense, reading, lasting=lasting):
            _climb(verb, reading, lasting=lasting)
        return
    if lemma == "be" and is_subject and tense.modal == "would" and child(verb, "attr", "acomp") is not None:
        reading.realis = Realis.HYPOTHETICAL  # "a visit would be a mistake"
        reading.notes.append(WOULD)
        return
    asked = lemma in _ASK and (place == "object" or (is_subject and passive))
    if (asked or f"{lemma} {place}" in v["hypothetical"]) and not tense.negated:  # "calls for the release"
        reading.realis = Realis.HYPOTHETICAL
        reading.notes.append(f"{lemma} {place} it")
        return
    moves = is_subject and name in {"move", "slip", "slide", "shift", "fall through"}
    if (undergoes or moves or place == "on") and _calls_off(verb, name, reading, tense, idiom=place == "on"):
        return
    if undergoes and name in v["deny"]:
        reading.realis = Realis.DENIED
        reading.anchored = True
        return
    if owns and name in v["negative"] and undergoes:
        if not tense.negated:
            reading.realis = Realis.NEGATED
            reading.notes.append(f"{name}: negative")
        return
    if undergoes and (name in v["hypothetical"]) and name not in v["happen"]:
        if reading.realis.is_event and not reading.definite:
            reading.realis = Realis.HYPOTHETICAL
            reading.notes.append(f"{name}: only wished or weighed")
        return
    if owns and name in v["end"] and not is_negated(verb):
        reading.anchored = True
        _climb(verb, reading, lasting=False)
        if reading.realis is Realis.OCCURRED:
            reading.notes.append("it ended")
        return
    if is_subject and lasting and lemma == "enter" and any(map(_is_nth_day, children(verb, "dobj"))):
        reading.realis, reading.anchored = Realis.ONGOING, True
        _climb(verb, reading, lasting=lasting, keep=True)
        return
    if is_subject and not tense.passive and name in v["continue"] and lasting:
        reading.anchored = True
        _climb(verb, reading, lasting=lasting)
        had = any(a.lower_ in {"had", "'d"} for a in auxiliaries(verb))
        if reading.realis is Realis.OCCURRED and not had:
            reading.realis = Realis.ONGOING
        if reading.realis is Realis.ONGOING:
            reading.notes.append("continues")
        return
    if owns and name in v["begin"]:
        reading.anchored = True
        _climb(verb, reading, lasting=lasting)
        return
    if lemma in v["bid"] and place in {"to", "for"} and not tense.negated:  # "invited both to talks in Lima"
        reading.realis, reading.anchored = Realis.PLANNED, True
        _climb(verb, reading, lasting=lasting, keep=True)
        return
    fixed = name not in {"set", "call"} or moves_to(verb) or bool(children(verb, "xcomp"))
    if undergoes and name in v["schedule"] and fixed and not (name == "announce" and not lasting):
        reading.anchored = True
        if reading.realis is Realis.OCCURRED:
            reading.realis = Realis.PLANNED
        _climb(verb, reading, lasting=lasting, keep=True)
        return
    exists = name in v["exist"] or lemma in v["exist"]
    if owns and is_subject and not exists and reading.definite and (tense.negated or tense.modal):
        return  # "the attack injured nobody": what is negated is not the deed
    if lemma == "follow" and not is_subject:
        reading.definite = True  # "it follows the envoy's visit on Thursday": what is followed has happened
        return
    if (owns and (name in v["happen"] or lemma in v["happen"])) or place in {
        "in",
        "for",
        "at",
        "during",
        "through",
        "on",
        "with",
    }:
        reading.anchored = owns or lemma in {"be", "meet", "gather", "engage", "enter", "go", "take", "sit", "arrive"}
        if owns and _back_on(verb, tense, reading, lasting=lasting):
            return
        if reading.anchored:
            _climb(verb, reading, lasting=lasting, keep=reading.realis is not Realis.OCCURRED)
            return
    if place in {"after", "following", "despite", "during"}:
        reading.definite = True  # taken to have happened, whatever the clause makes of the rest
        return
    # A mere reference ("the deal has pleased nobody"): the clause tells something else of it.
    if is_subject and tense.negated and not reading.definite:
        reading.realis = Realis.NEGATED
    elif not reading.definite and (tense.modal in {"may", "must"} or _conditional(verb)):
        reading.realis = Realis.HYPOTHETICAL


def _is_nth_day(noun: Token) -> bool:
    """ "Their third day", "a second week"."""
    return noun.lemma_.lower() in {"day", "week", "month", "year", "night"} and any(
        c.lower_ in words(language_of(noun)).adjectives["nth"] or c.lower_.endswith(("st", "nd", "rd", "th"))
        for c in noun.children
    )


def _back_on(verb: Token, tense: _Tense, reading: Reading, *, lasting: bool) -> bool:
    """Whether what a clause on it told to be off will be: "the talks which it had put off would now be held on 1 June"."""
    changes = {Realis.POSTPONED: Change.RESCHEDULED, Realis.CANCELLED: Change.REINSTATED}
    before = reading.realis
    if before not in changes or tense.negated or not (tense.future or tense.modal == "would"):
        return False
    _climb(verb, reading, lasting=lasting)
    if reading.realis is not Realis.PLANNED:
        reading.realis = before
        return False
    reading.change, reading.verb, reading.anchored = changes[before], verb, True
    return True


_ASK = frozenset({"demand", "seek", "request", "urge"})


def _should_have(verb: Token) -> bool:
    """ "should have begun", "was to have begun"."""
    lowered = {a.lower_ for a in auxiliaries(verb)}
    if "to" in lowered and "have" in lowered and verb.dep_ == "xcomp" and verb.head.lemma_ == "be":
        return True
    return "should" in lowered and "have" in lowered


def _be_adjective(verb: Token, reading: Reading) -> bool:
    """ "the talks are off", "the visit is due on Friday", "the drill is under way"."""
    said = {c.lower_ for c in verb.children if c.dep_ in {"acomp", "advmod", "prt", "attr", "prep", "oprd"}}
    said |= {g.lower_ for c in verb.children if c.dep_ in {"prep", "advmod"} for g in c.children if g.dep_ == "advmod"}
    tense = _Tense(verb)
    reading.anchored = True
    if "off" in said:
        reading.realis = Realis.POSTPONED if _for_now(verb) else Realis.CANCELLED
        return True
    if ("on" in said and "again" in said) or "back" in said:
        reading.realis, reading.change = Realis.PLANNED, Change.REINSTATED
        return True
    if said & {"due", "scheduled", "expected", "planned", "set", "likely"} or _to_be(verb):
        reading.realis = Realis.NEGATED if tense.negated else Realis.PLANNED
        return True
    if said & {"under", "underway", "afoot"}:
        reading.realis = Realis.ONGOING
        return True
    if said & {"over", "past"}:
        reading.realis = Realis.OCCURRED
        return True
    if said & {"unaffected"}:
        reading.realis = Realis.PLANNED
        return True
    reading.anchored = False
    return False


def _calls_off(verb: Token, name: str, reading: Reading, tense: _Tense, *, idiom: bool = False) -> bool:
    """Whether the verb says that the deed was called off, put off, moved or put back on; `idiom`: by a phrase alone."""
    v = words(language_of(verb)).verbs
    real = not (tense.negated or tense.modal or _conditional(verb) or _wished(verb))
    later = moves_to(verb)
    phrase = _idiom(verb)
    if phrase is not None:
        found = phrase
    elif idiom:
        return False
    elif verb.lemma_ in v["relocate"] and not later and _moves_to_place(verb):
        found, reading.change = Realis.PLANNED, Change.RELOCATED
    elif name in v["cancel"]:
        found = Realis.CANCELLED
        if name in {"drop", "abandon", "scrap", "suspend"} and tense.future:
            found = Realis.PLANNED
        if _for_now(verb):
            found = Realis.POSTPONED
    elif name in v["postpone"]:
        found = Realis.POSTPONED
        if later and real:
            reading.change = Change.RESCHEDULED
            found = Realis.PLANNED
    elif name in v["reschedule"] and later:
        found, reading.change = Realis.PLANNED, Change.RESCHEDULED
    elif name in v["reinstate"]:
        found, reading.change = Realis.PLANNED, Change.REINSTATED
    else:
        return False
    reading.anchored = True
    reading.verb = verb
    if real:
        reading.realis = found
        _climb(verb, reading, lasting=False, keep=True)
    else:
        reading.change = None
        reading.realis = Realis.PLANNED if reading.definite else Realis.HYPOTHETICAL
        reading.notes.append(f"{name}: not said to be so")
    return True


def _idiom(verb: Token) -> Realis | None:
    """What a phrase of verb and noun makes of a plan: "pulled the plug on it", "put it on ice", "struck it from the diary"."""
    v = words(language_of(verb)).verbs
    nouns = children(verb, "dobj") + [noun for prep in children(verb, "prep", "prt") for noun in children(prep, "pobj")]
    phrases = {f"{verb.lemma_} {noun.lemma_.lower()}" for noun in nouns}
    if not v["cancel_phrase"].isdisjoint(phrases):
        return Realis.CANCELLED
    return Realis.POSTPONED if not v["postpone_phrase"].isdisjoint(phrases) else None


def _for_now(verb: Token) -> bool:
    text = verb.sent.text.lower()
    return any(
        phrase in text for phrase in ("for the moment", "for now", "for the time being", "no new date", "new date")
    )


def moves_to(verb: Token) -> bool:
    """Whether a day to which something is moved is told ("to Saturday", "until 3 May", "to this Thursday")."""
    for word in verb.subtree:
        if word.lower_ in {"to", "until", "till", "for"} and word.tag_ in {"IN", "TO", "RP"} and _within(word, verb):
            following = [t for t in word.doc[word.i + 1 : word.i + 5] if t.text != ","]
            direct = bool(following) and (following[0].lower_ in TIME_WORDS or _leads_to_a_day(following[0]))
            if direct and any(t.lower_ in TIME_WORDS for t in following):
                return True
    return False


def _leads_to_a_day(word: Token) -> bool:
    """Whether a word may stand between "to" and the day: "to this Thursday", "until 3 May", "to early June"."""
    return word.tag_ in {"CD", "DT", "JJ", "RB", "NN"} or word.lower_ in {"next", "this", "the", "early", "late"}


def _within(word: Token, verb: Token) -> bool:
    """Whether a word belongs to the clause of a verb, not to one hung on it."""
    for current in (word, *ancestors(word)):
        if current.i == verb.i:
            return True
        if current.dep_ in {"relcl", "advcl", "acl", "ccomp"} and is_verb(current):
            return False
    return False


def _moves_to_place(verb: Token) -> bool:
    """Whether the name of another place is told to which something is moved: "moved from Lima to Cusco"."""
    return any(
        name.tag_ in {"NNP", "NNPS"} and not _is_time(name) for prep in to_of(verb) for name in children(prep, "pobj")
    )


def to_of(verb: Token) -> list[Token]:
    """The prepositions "to" that say where the verb takes its object, also behind "from"."""
    preps = children(verb, "prep")
    return [p for prep in preps for p in (prep, *children(prep, "prep")) if p.lower_ == "to"]


def _is_time(noun: Token) -> bool:
    return any(t.lower_ in TIME_WORDS for t in noun.subtree)


def _wished(verb: Token) -> bool:
    """Whether a verb stands as the wish, plan or request of another ("asked to postpone")."""
    v = words(language_of(verb)).verbs
    above = verb.head
    return (
        verb.dep_ == "xcomp"
        and is_verb(above)
        and (with_particle(above) in v["hypothetical"] or with_particle(above) in v["negative"])
    )


def _be_key(verb: Token) -> str | None:
    """ "be_due" for "is due to", "be_to" for "is to"."""
    if verb.lemma_ != "be":
        return None
    adjective = child(verb, "acomp", "attr", "oprd")
    if adjective is not None:
        return f"be_{adjective.lower_}"
    return "be_to"


def _climb(verb: Token, reading: Reading, *, lasting: bool, keep: bool = False) -> None:  # noqa: C901 - one rule a branch
    """Walk from the verb of the deed up to the root, letting each governor change what is known of it.

    `keep`: the realis is settled by the words ("called off"); only hypothesis, negation or opinion may still undo it.
    """
    v = words(language_of(verb)).verbs
    settled = reading.realis
    reading.verb = reading.verb or verb
    realis = _of_tense(verb, reading, lasting=lasting)
    current = verb
    for _ in range(_MAX_STEPS):
        if not realis.is_event:
            break
        tense = _Tense(current)
        if _conditional(current, planned=realis is Realis.PLANNED):
            realis = Realis.CONDITIONAL
            reading.notes.append("conditional")
            break
        above = current.head
        dep = current.dep_
        if above.i == current.i:
            break
        if dep == "advcl" and current.tag_ == "VBG" and current.left_edge.i and current.left_edge.nbor(-1).text == ",":
            above = _out_of_infinitives(above)  # "agreed to let them in, ending four days of talks"
        if dep == "conj" and is_verb(above):
            if not children(current, *SUBJECTS) and (tense.to or current.tag_ in {"VB", "VBG"}):
                inherited = Reading(Realis.OCCURRED)
                _climb(above, inherited, lasting=lasting)
                if not auxiliaries(current) or tense.to:
                    realis = inherited.realis if inherited.realis is not Realis.ONGOING or lasting else Realis.OCCURRED
                reading.speaker = reading.speaker or inherited.speaker
                break
            current = above
            if current.dep_ in {"ccomp", "xcomp", "advcl", "relcl", "conj", "acl", "pcomp"}:
                # go on above the first conjunct, whose own tense does not matter
                continue
            break
        if dep in {"csubj", "csubjpass"} and current.tag_ in {"VBG", "VB"}:
            reading.notes.append("only named, not told")
            realis = Realis.HYPOTHETICAL
        elif is_verb(above):
            realis = _under_verb(current, dep, above, realis, reading, lasting=lasting)
        elif above.pos_ in {"ADJ", "ADV"} and dep in {"xcomp", "ccomp", "advcl"}:
            key = f"be_{above.lower_}"
            if children(above.head, "neg"):
                realis = Realis.NEGATED
            elif key in v["plan"]:
                realis = Realis.PLANNED
            elif key in v["negative"]:
                realis = Realis.NEGATED
            elif key in v["hypothetical"] or tense.to:
                realis = Realis.HYPOTHETICAL
                reading.notes.append(f"{above.lower_} to")
        elif is_noun(above) and dep in {"acl", "relcl", "ccomp", "advcl"}:
            realis = _under_noun(current, dep, above, realis, reading)
            if (dep == "relcl" or (dep == "acl" and current.tag_ == "VBN")) and (
                _is_generic(above) or _characterises(current, above)
            ):
                reading.notes.append("of any such, not of one")
                realis = Realis.HYPOTHETICAL
            if dep == "relcl":
                # A relative clause tells a fact of its own; what the main clause does with the noun is another matter.
                _speech_above(above, reading)
                break
        elif dep == "pcomp":
            realis = _under_preposition(current, above, realis, reading)
            current = above.head
            if not is_verb(current):
                break
            continue
        current = above
    if keep and realis in {Realis.OCCURRED, Realis.ONGOING, Realis.PLANNED}:
        realis = settled
    reading.realis = realis


def _of_tense(verb: Token, reading: Reading, *, lasting: bool) -> Realis:  # noqa: C901 - one rule a branch
    """What the verb's own form says."""
    tense = _Tense(verb)
    reading.past = tense.past or tense.perfect
    if (tense.future or tense.modal == "would" or tense.progressive) and _no_longer(verb):
        return Realis.CANCELLED
    if tense.negated:
        if (tense.future or tense.modal == "would") and _after_all(verb):
            return Realis.CANCELLED
        if tense.future and _not_until(verb):
            return Realis.PLANNED  # "will not resume until Monday"
        reading.notes.append("negated")
        return Realis.NEGATED
    if tense.future:
        if _after_all(verb):
            reading.change = reading.change or Change.REINSTATED
        return Realis.PLANNED
    if tense.modal == "would":
        if tense.perfect:
            reading.notes.append("would have")
            return Realis.HYPOTHETICAL
        return _future_in_past(verb, reading)
    if tense.modal == "may":
        if verb.lemma_ in _PERCEIVED and tense.passive and any(a.lower_ == "could" for a in auxiliaries(verb)):
            return Realis.OCCURRED  # "guns could be heard"
        reading.notes.append("only possible")
        return Realis.HYPOTHETICAL
    if tense.modal == "must":
        if tense.passive and any(p.lower_ == "by" and _falls_due(p) for p in children(verb, "prep", "agent")):
            return Realis.PLANNED  # "the district must be vacated by Sunday"
        reading.notes.append("a view of what should be done")
        return Realis.OPINION
    if verb.lemma_ == "be" and _to_be(verb):
        return Realis.PLANNED
    if verb.lemma_ == "be" and any(c.lower_ in {"due", "expected"} for c in children(verb, "acomp")):
        return Realis.PLANNED
    if verb.lower_ in {"expected", "awaited"} and tense.passive and not tense.past:
        return Realis.PLANNED
    if tense.progressive:
        return Realis.ONGOING if lasting else (Realis.OCCURRED if tense.past or tense.perfect else Realis.PLANNED)
    if lasting and verb.lemma_ == "be" and any(a.lower_ in {"has", "have"} for a in auxiliaries(verb)):
        return Realis.ONGOING  # "have been on strike since Thursday"
    if verb.tag_ in {"VBZ", "VBP"} and not tense.perfect and not tense.passive:
        if lasting:
            return Realis.ONGOING
        if verb.dep_ == "relcl":
            reading.notes.append("what is done again and again")  # "the oil that they sell to Turkey"
            return Realis.HYPOTHETICAL
    return Realis.OCCURRED


_PERCEIVED = frozenset({"hear", "see", "feel"})


def _after_all(verb: Token) -> bool:
    """Whether a clause goes against what was last told: "will not walk out after all", "will travel after all"."""
    return ("after", "all") in pairwise(t.lower_ for t in verb.subtree)


def _not_until(verb: Token) -> bool:
    """Whether a day is told before which it will not be."""
    return any(p.lower_ in words(language_of(verb)).marks["until"] and _falls_due(p) for p in children(verb, "prep"))


def _no_longer(verb: Token) -> bool:
    """Whether a clause takes back what was to come: "will no longer visit"."""
    longer = [c for c in children(verb, "advmod") if c.lower_ == "longer"]
    return any(c.lower_ in {"no", "any"} for word in longer for c in word.children)


def _falls_due(by: Token) -> bool:
    day = child(by, "pobj")
    return day is not None and _is_time(day)


def _future_in_past(verb: Token, reading: Reading) -> Realis:
    """ "would" under a verb of saying tells a plan ("he would call on Tuesday, he said"); else it is imagined."""
    v = words(language_of(verb)).verbs
    for above in ancestors(verb):
        if is_verb(above) and (with_particle(above) in v["say"] or above.lemma_ in v["say"]):
            reading.notes.append("future in the past")
            return Realis.PLANNED
        if is_noun(above) and above.lemma_ in words(language_of(verb)).nouns["plan"]:
            return Realis.PLANNED
        if is_verb(above) and above.lemma_ in v["think"]:
            break
        if (
            is_verb(above)
            and above.tag_ in {"VBD", "VBN"}
            and any(c.dep_ == "ccomp" and (c.i == verb.i or c.is_ancestor(verb)) for c in above.children)
        ):
            return Realis.PLANNED
    reading.notes.append(WOULD)
    return Realis.HYPOTHETICAL


def _conditional(verb: Token, *, planned: bool = False) -> bool:
    """Whether a clause is a condition or hangs on one."""
    marks = words(language_of(verb)).marks
    own = {c.lower_ for c in verb.children if c.dep_ in {"mark", "advmod"}}
    if verb.dep_ in {"advcl", "ccomp", "pcomp"} and (own & marks["conditional"] or _inverted(verb)):
        return True
    for clause in children(verb, "advcl"):
        marked = {c.lower_ for c in clause.children if c.dep_ in {"mark", "advmod"}}
        if marked & marks["conditional"] or _inverted(clause):
            tense = _Tense(verb)
            return bool(planned or tense.future or tense.modal or verb.tag_ in {"VB", "VBZ", "VBP"})
        if marked & words(language_of(verb)).marks["until"] or (
            marked & {"once", "when", "after"} and any(c.lower_ == "only" for c in clause.children)
        ):
            tense = _Tense(verb)
            if tense.future or tense.modal or (verb.tag_ in {"VBZ", "VBP"} and "until" not in marked):
                return True
        if "as" in marked and clause.sent.text.lower().find("as soon as") >= 0 and _Tense(verb).modal:
            return True
    return False


def _inverted(clause: Token) -> bool:
    """ "Should the talks fail", "Had they met", "Were it to happen"."""
    subject = child(clause, "nsubj", "nsubjpass")
    if subject is None:
        return False
    first = [c for c in clause.children if c.dep_ in {"aux", "auxpass"} and c.i < subject.i]
    lead = first[0] if first else (clause if clause.i < subject.i else None)
    if (
        lead is None
        or lead.lower_ not in {"should", "had", "were"}
        or (clause.dep_ == "ROOT" and clause.sent.text.rstrip().endswith("?"))
    ):
        return False
    return lead.i == clause.left_edge.i or lead.i == clause.sent.start


def _under_verb(current: Token, dep: str, above: Token, realis: Realis, reading: Reading, *, lasting: bool) -> Realis:
    name = with_particle(above)
    key = _be_key(above) or name
    to_infinitive = any(a.lower_ == "to" and a.dep_ == "aux" for a in current.children) or current.tag_ == "VBG"
    if dep == "xcomp" or (dep == "ccomp" and to_infinitive):
        return _under_control(current, above, name if key == name else key, realis, reading, lasting=lasting)
    if dep in {"ccomp", "parataxis"}:
        if any(t.text in {":", ";"} for t in current.doc[min(current.i, above.i) : max(current.i, above.i)]):
            return realis  # "the vote is off: the speaker will not allow it" are two statements
        return _under_clause(current, above, name, realis, reading)
    if dep == "advcl":
        return _adverbial(current, above, realis, reading)
    return realis


def _under_clause(current: Token, above: Token, name: str, realis: Realis, reading: Reading) -> Realis:
    """What a verb makes of a clause that is its object: said, thought, denied, asked."""
    v = words(language_of(above)).verbs
    lemma = above.lemma_.lower()
    above_tense = _Tense(above)
    if any(c.lower_ in words(language_of(above)).marks["question"] and c.dep_ == "mark" for c in current.children):
        reading.notes.append("a question")
        return Realis.HYPOTHETICAL
    if above_tense.negated and next(iter(current.subtree)).tag_ in {"WP", "WDT", "WRB"}:
        reading.notes.append("not told")  # "would not say what he had agreed to"
        return Realis.HYPOTHETICAL
    if name in v["deny"] or lemma in v["deny"]:
        return Realis.DENIED
    if _is_fiction(above):
        reading.notes.append("fiction")
        return Realis.UNRELATED
    if name in v["say"] or lemma in v["say"]:
        if reading.speaker is None:
            reading.speaker = above
        if above_tense.negated and lemma in {"say", "confirm", "announce", "know", "see"}:
            return Realis.HYPOTHETICAL
        if lemma == "threaten":
            return Realis.HYPOTHETICAL
        return realis
    if name in v["think"] or lemma in v["think"]:
        reading.speaker = reading.speaker or above
        if lemma == "expect" and realis is Realis.PLANNED:
            return realis
        reading.notes.append(f"{lemma}: a view")
        return Realis.OPINION
    if name in v["hypothetical"] or lemma in v["hypothetical"]:
        reading.notes.append(f"{name}: wished or weighed")
        return Realis.HYPOTHETICAL
    if name in v["plan"]:
        return Realis.HYPOTHETICAL if above_tense.modal in {"may", "must"} else Realis.PLANNED
    return realis


def _is_fiction(verb: Token) -> bool:
    """Whether a book or a film tells it."""
    teller = child(verb, "nsubj")
    return teller is not None and teller.lemma_.lower() in words(language_of(verb)).nouns["fiction"]


def _under_control(  # noqa: C901 - one rule a branch
    current: Token, above: Token, name: str, realis: Realis, reading: Reading, *, lasting: bool
) -> Realis:
    v = words(language_of(above)).verbs
    lemma = above.lemma_.lower()
    tense = _Tense(above)
    if above.lower_ == "ought":
        reading.notes.append("a view of what should be done")
        return Realis.OPINION
    passive_key = f"be_{above.lower_}" if tense.passive else name
    if name in v["negative"]:
        return Realis.NEGATED if not tense.negated else realis
    if name in v["deny"]:
        return Realis.DENIED
    if (
        passive_key in v["plan"]
        or name in v["plan"]
        or (lemma == "go" and tense.progressive)
        or (lemma == "vote" and lasting)
    ):
        if tense.negated:
            reading.notes.append(f"not {name}")
            return Realis.NEGATED
        if tense.modal == "may" or tense.modal == "must":
            return Realis.HYPOTHETICAL
        if passive_key in {"be_expected", "be_likely"}:
            reading.notes.append("expected")
        return Realis.PLANNED
    if passive_key in v["hypothetical"] or name in v["hypothetical"] or lemma in v["hypothetical"]:
        reading.notes.append(f"{name}: wished, asked or weighed")
        return Realis.HYPOTHETICAL
    if name in v["begin"] or lemma in v["begin"]:
        base = _of_tense(above, reading, lasting=False)
        return Realis.ONGOING if base is Realis.OCCURRED and lasting else base
    if name in v["continue"] or lemma == "keep":
        base = _of_tense(above, reading, lasting=lasting)
        reading.notes.append("continues")
        return Realis.ONGOING if base is Realis.OCCURRED else base
    if lemma in {"say", "report", "believe", "know", "think", "understand", "allege", "see"}:
        reading.speaker = reading.speaker or above
        return Realis.OCCURRED if realis is Realis.OCCURRED else realis
    if lemma in {"seem", "appear", "tend"}:
        return Realis.OPINION
    if lemma == "have" and any(
        p.lower_ in words(language_of(above)).marks["until"] and _falls_due(p) for p in children(above, "prep")
    ):
        return Realis.PLANNED  # "they have until Friday to sign"
    if lemma == "have" and any(c.lower_ == "yet" for c in [*above.children, *current.children]):
        return Realis.NEGATED
    if lemma == "have":
        base = _of_tense(above, reading, lasting=False)
        return Realis.OCCURRED if tense.past and base is Realis.OCCURRED else Realis.OPINION
    if tense.negated:
        return Realis.NEGATED
    base = _of_tense(above, reading, lasting=False)
    return base if base is not Realis.OCCURRED else realis


def _adverbial(current: Token, above: Token, realis: Realis, reading: Reading) -> Realis:
    v = words(language_of(above)).verbs
    marks = {c.lower_ for c in current.children if c.dep_ in {"mark", "advmod"}}
    if any(c.lower_ == "to" and c.dep_ == "aux" for c in current.children):
        base = Reading(Realis.OCCURRED)
        _climb(above, base, lasting=False)
        if base.realis is Realis.PLANNED and (with_particle(above) in v["motion"] or above.lemma_ in v["motion"]):
            reading.speaker = reading.speaker or base.speaker
            return Realis.PLANNED
        reading.notes.append("only a purpose")
        return Realis.HYPOTHETICAL
    if "before" in marks and current.tag_ in {"VBD", "VBN"} | {"VBG"}:
        return realis
    if "when" in marks and _Tense(above).future and any(_falls_due(p) for p in children(current, "prep")):
        return Realis.PLANNED  # "when he arrives on 3 June"
    if "until" in marks or ("when" in marks and (_Tense(above).future or _Tense(above).modal)):
        if not _Tense(current).past:
            return Realis.CONDITIONAL
        return Realis.CONDITIONAL if _Tense(above).modal == "would" or _Tense(above).future else realis
    if current.tag_ == "VBG" and not auxiliaries(current) and not children(current, *SUBJECTS):
        base = Reading(Realis.OCCURRED)
        _climb(above, base, lasting=False)
        reading.speaker = reading.speaker or base.speaker
        return base.realis if base.realis in {Realis.PLANNED, Realis.HYPOTHETICAL, Realis.CONDITIONAL} else realis
    return realis


def _out_of_infinitives(verb: Token) -> Token:
    """The verb whose clause an infinitive belongs to."""
    while verb.dep_ in {"xcomp", "advcl", "ccomp"} and verb.tag_ == "VB" and is_verb(verb.head):
        verb = verb.head
    return verb


def _under_noun(current: Token, dep: str, above: Token, realis: Realis, reading: Reading) -> Realis:
    lists = words(language_of(above)).nouns
    lemma = above.lemma_.lower()
    if dep in {"acl", "ccomp"} and any(c.lower_ == "to" and c.dep_ == "aux" for c in current.children):
        if noun_is_negated(above) or lemma in lists["negative"]:
            return Realis.NEGATED
        if lemma in lists["plan"]:
            return _plan_dropped(above) or Realis.PLANNED
        reading.notes.append(f"{lemma} to do it")
        return Realis.HYPOTHETICAL
    if dep in {"acl", "ccomp"} and any(c.lower_ == "that" and c.dep_ == "mark" for c in current.children):
        if lemma in lists["deny"] or (lemma in lists["claim"] and _is_denied(above)):
            return Realis.DENIED
        if lemma in lists["hypothetical"]:
            return Realis.HYPOTHETICAL
    if above.lower_ in {"whoever", "whatever", "whichever", "anyone", "anybody", "those"} and dep in {"relcl", "ccomp"}:
        return Realis.HYPOTHETICAL
    if dep == "relcl" and noun_is_negated(above):
        return Realis.NEGATED
    return realis


def _is_denied(claim: Token) -> bool:
    """Whether a claim is turned down: "rejected claims that it had shelled the town", "dismissed reports that"."""
    verb, place = carrier(claim)
    v = words(language_of(claim)).verbs
    if verb is None or not (place == "object" or (place == "subject" and _Tense(verb).passive)):
        return False
    return verb.lemma_ in v["deny"] or verb.lemma_ in v["deny_claim"]


def _plan_dropped(plan: Token) -> Realis | None:
    """What became of a plan to do something: "scrapped plans to visit", "shelved its plan to send troops"."""
    verb, place = carrier(plan)
    if verb is None or not (place == "object" or (place == "subject" and _Tense(verb).passive)):
        return None
    outer = Reading(Realis.PLANNED, definite=True)
    _calls_off(verb, with_particle(verb), outer, _Tense(verb))
    return outer.realis if outer.realis in {Realis.CANCELLED, Realis.POSTPONED} else None


def _is_generic(noun: Token) -> bool:
    """Whether a noun stands for any of its kind: "any troops deployed there must"."""
    if any(c.lower_ in {"any", "every", "all", "each"} and c.dep_ == "det" for c in noun.children):
        return True
    verb, place = carrier(noun)
    definite = _is_definite(noun) or any(c.dep_ == "nummod" for c in noun.children) or noun.tag_ in {"NNP", "NNPS"}
    return verb is not None and place == "subject" and not definite and _Tense(verb).modal in {"may", "must", "would"}


def _characterises(verb: Token, noun: Token) -> bool:
    """Whether a relative clause only says which ones are meant: "countries that have already joined the pact"."""
    bare = noun.tag_ == "NNS" and not any(c.dep_ in {"det", "poss", "nummod", "compound"} for c in noun.children)
    apart = any(t.text in {",", "-", "–", "—"} for t in verb.doc[noun.i + 1 : verb.i])
    return bare and not apart and verb.dep_ == "relcl" and _Tense(verb).perfect


def _under_preposition(current: Token, preposition: Token, realis: Realis, reading: Reading) -> Realis:
    v = words(language_of(preposition)).verbs
    low = preposition.lower_
    above = preposition.head
    if low in words(language_of(above)).marks["without"] or (low == "of" and above.lower_ in {"instead", "short"}):
        return Realis.NEGATED
    if is_noun(above):
        lemma = above.lemma_.lower()
        if noun_is_negated(above):
            return Realis.NEGATED
        if lemma in words(language_of(above)).nouns["hypothetical"]:
            return Realis.HYPOTHETICAL
        if lemma in words(language_of(above)).nouns["plan"]:
            return Realis.PLANNED
        return realis
    if is_verb(above):
        name = f"{above.lemma_.lower()} {low}"
        if above.lemma_ in {"accuse", "suspect", "warn", "blame"}:
            reading.notes.append("alleged")
            reading.speaker = reading.speaker or above
            return Realis.OPINION
        if name in v["hypothetical"] or above.lemma_.lower() in {"talk", "think", "dream", "insist"}:
            return Realis.HYPOTHETICAL
        if name in v["negative"] or above.lemma_.lower() in v["negative"]:
            return Realis.NEGATED
        if low in {"before", "after", "by", "for"}:
            base = Reading(Realis.OCCURRED)
            _climb(above, base, lasting=False)
            if base.realis is Realis.PLANNED and low in {"before", "after", "by"}:
                return realis if low == "after" else Realis.PLANNED
    return realis


def _speech_above(token: Token, reading: Reading) -> None:
    v = words(language_of(token)).verbs
    for above in ancestors(token):
        if is_verb(above) and above.lemma_ in v["say"] and children(above, "ccomp") and reading.speaker is None:
            reading.speaker = above
            return


def sentence_speaker(sent: Span) -> Token | None:
    """The verb of saying that frames a sentence ("..., he said")."""
    v = words(language_of(sent)).verbs
    root = sent.root
    if root.lemma_ in v["say"] and child(root, "ccomp") is not None:
        return root
    return None


def speaker_of(verb: Token) -> Token | None:
    """The subject of a verb of saying."""
    subject = child(verb, "nsubj")
    if subject is None and verb.dep_ == "conj":
        subject = child(first_conjunct(verb), "nsubj")
    return subject
