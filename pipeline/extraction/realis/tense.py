"""What tense and modality say of a deed: done, going on, to come, imagined."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.domain.vocabulary import Change, Realis
from pipeline.extraction.language import language_of
from pipeline.extraction.realis.moving import is_time
from pipeline.extraction.realis.outcome import Reading, Sign
from pipeline.extraction.realis.words import words
from pipeline.extraction.syntax import (
    ancestors,
    auxiliaries,
    child,
    children,
    is_negated,
    is_noun,
    is_verb,
    with_particle,
)

if TYPE_CHECKING:
    from spacy.tokens import Token


class Tense:
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


def to_be(verb: Token) -> bool:
    """ "is to", "was to" with an infinitive."""
    return verb.lemma_ == "be" and any(
        c.dep_ == "xcomp" and any(a.lower_ == "to" and a.dep_ == "aux" for a in c.children) for c in verb.children
    )


def is_set(verb: Token) -> bool:
    """Whether a clause says that something is set for a day: "is due on Friday", "had been due to begin"."""
    return verb.lemma_ == "be" and any(
        c.lower_ in {"due", "scheduled", "slated"} and not due_to_go_on(c) for c in children(verb, "acomp")
    )


def due_to_go_on(word: Token) -> bool:
    """Whether what is due is only that something goes on or ends: "an exercise due to run until Friday"."""
    v = words(language_of(word)).verbs
    return any(c.lemma_ in v["continue"] or c.lemma_ in v["end"] for c in children(word, "xcomp"))


def of_tense(verb: Token, reading: Reading, *, lasting: bool) -> Realis:  # noqa: C901 - one rule a branch
    """What the verb's own form says."""
    tense = Tense(verb)
    if (tense.future or tense.modal == "would" or tense.progressive) and _no_longer(verb):
        return Realis.CANCELLED
    if any(
        c.lower_ in words(language_of(verb)).marks["nearly"] and c.i == verb.i - 1 for c in children(verb, "advmod")
    ):
        reading.notes.append("all but done")
        return Realis.NEGATED
    if tense.negated:
        if (tense.future or tense.modal == "would") and (_after_all(verb) or _as_planned(verb) or _not_now(verb)):
            begins = with_particle(verb) in words(language_of(verb)).verbs["begin"]
            return Realis.POSTPONED if begins and not _after_all(verb) else Realis.CANCELLED
        if with_particle(verb) in words(language_of(verb)).verbs["proceed"] and tense.modal != "may":
            return Realis.CANCELLED  # "the tariffs will not go ahead"
        if tense.future and _not_until(verb):
            return Realis.PLANNED  # "will not resume until Monday"
        reading.notes.append("negated")
        return Realis.NEGATED
    if tense.to and any(
        c.lower_ in words(language_of(verb)).marks["way"] for c in children(verb, "advmod", "mark", "dobj")
    ):
        reading.notes.append("asked how, not done")
        return Realis.HYPOTHETICAL
    if tense.future:
        if _after_all(verb):
            reading.change = reading.change or Change.REINSTATED
        return Realis.PLANNED
    if tense.modal == "would":
        if tense.perfect:
            reading.notes.append("would have")
            return Realis.HYPOTHETICAL
        if any(c.lower_ in words(language_of(verb)).marks["rather"] for c in children(verb, "advmod")):
            reading.notes.append("only what one would rather do")
            return Realis.HYPOTHETICAL
        told = _future_in_past(verb, reading)
        if told is Realis.PLANNED and _after_all(verb):
            reading.change = reading.change or Change.REINSTATED
        return told
    if tense.modal == "may":
        heard = tense.passive and verb.lemma_ in words(language_of(verb)).verbs["perceive"]
        if heard and any(a.lower_ == "could" for a in auxiliaries(verb)):
            return Realis.OCCURRED  # "guns could be heard"
        if _is_so_that(verb) and any(map(_is_on_a_day, children(verb, "prep"))):
            return Realis.PLANNED  # "was put off so that she could fly to Accra on Friday"
        reading.notes.append("only possible")
        return Realis.HYPOTHETICAL
    if tense.modal == "must":
        if tense.passive and any(map(is_term, children(verb, "prep", "agent", "advmod"))):
            return Realis.PLANNED  # "the district must be vacated by Sunday"
        if is_commanded(verb):
            return Realis.PLANNED
        reading.notes.append(Sign.DUTY)
        return Realis.OPINION
    if verb.dep_ == "ROOT" and tense.to:
        return Realis.PLANNED  # a headline: "Kenya to send police"
    if verb.dep_ in {"relcl", "acl"} and tense.to and tense.passive and not tense.perfect:
        return Realis.PLANNED  # "a treaty to be signed in Rome"
    if verb.lemma_ == "be" and to_be(verb):
        return Realis.PLANNED
    if verb.lemma_ == "be" and any(c.lower_ in {"due", "expected"} for c in children(verb, "acomp")):
        return Realis.PLANNED
    if verb.lower_ in {"expected", "awaited"} and tense.passive:
        return Realis.PLANNED  # also "was expected": whether he came is told elsewhere
    if tense.progressive:
        if is_present_perfect(verb):
            reading.notes.append(Sign.GOING_ON)
        if lasting or tense.past or tense.perfect:
            return Realis.ONGOING if lasting else Realis.OCCURRED
        reading.notes.append(Sign.DOING)
        return Realis.PLANNED
    if lasting and verb.lemma_ == "be" and any(a.lower_ in {"has", "have"} for a in auxiliaries(verb)):
        return Realis.ONGOING  # "have been on strike since Thursday"
    if lasting and _has_lasted(verb):
        return Realis.ONGOING
    helps = {a.lower_ for a in auxiliaries(verb)}
    if tense.passive and "being" in helps and helps & {"is", "are"}:
        reading.notes.append(Sign.GOING_ON)  # "are being rounded up"
    if verb.tag_ in {"VBZ", "VBP"} and not tense.perfect and not tense.passive:
        if lasting:
            return Realis.ONGOING
        if verb.dep_ == "relcl":
            reading.notes.append(Sign.AGAIN)  # "the oil that they sell to Turkey"
            return Realis.HYPOTHETICAL
    return Realis.OCCURRED


def is_present_perfect(verb: Token) -> bool:
    """ "has begun", "have been rounding up"."""
    return any(a.lower_ in {"has", "have"} for a in auxiliaries(verb)) and not any(
        a.tag_ == "MD" for a in auxiliaries(verb)
    )


def is_commanded(clause: Token) -> bool:
    """Whether a clause is what those who can have it so decide: "ruled that the troops should return"."""
    v = words(language_of(clause)).verbs
    decided = clause.dep_ == "ccomp" and clause.head.lemma_ in v["command"] and not is_negated(clause.head)
    return decided and any(a.lower_ == "should" for a in auxiliaries(clause))


def _has_lasted(verb: Token) -> bool:
    """Whether what lasts has gone on until now: "the truce has held since Wednesday", "have blocked it for six days"."""
    if not is_present_perfect(verb):
        return False
    known = words(language_of(verb))
    if verb.lemma_ in known.verbs["continue"]:
        return any(c.lower_ == "since" for c in children(verb, "prep", "mark", "advmod"))
    spans = [n for p in children(verb, "prep") if p.lower_ == "for" for n in children(p, "pobj")]
    return any(n.lemma_.lower() in known.nouns["time_spent"] for n in spans)


def _after_all(verb: Token) -> bool:
    """Whether a clause goes against what was last told: "will not walk out after all", "will travel after all"."""
    return ("after", "all") in pairwise(t.lower_ for t in verb.subtree)


def _not_now(verb: Token) -> bool:
    """Whether a clause says that it was otherwise before: "will not now be held"."""
    return any(c.lower_ == "now" and c.i < verb.i for c in children(verb, "advmod"))


def _as_planned(verb: Token) -> bool:
    """Whether a clause says that it was planned: "will not travel on Thursday, as had been planned"."""
    planned = words(language_of(verb)).verbs["schedule"]
    return any(
        c.lemma_ in planned and any(m.lower_ == "as" and m.dep_ in {"mark", "advmod"} for m in c.children)
        for c in children(verb, "advcl")
    )


def _not_until(verb: Token) -> bool:
    """Whether a day is told before which it will not be."""
    return any(p.lower_ in words(language_of(verb)).marks["until"] and falls_due(p) for p in children(verb, "prep"))


def _no_longer(verb: Token) -> bool:
    """Whether a clause takes back what was to come: "will no longer visit"."""
    longer = [c for c in children(verb, "advmod") if c.lower_ == "longer"]
    return any(c.lower_ in {"no", "any"} for word in longer for c in word.children)


def _is_so_that(verb: Token) -> bool:
    """Whether a clause tells for what something was done: "so that the envoy could travel"."""
    marks = children(verb, "mark")
    return verb.dep_ in {"advcl", "ccomp"} and any(
        c.lower_ == "that" and c.i > 0 and c.nbor(-1).lower_ == "so" for c in marks
    )


def _is_on_a_day(prep: Token) -> bool:
    """ "on Friday" """
    return prep.lower_ == "on" and falls_due(prep)


def is_term(word: Token) -> bool:
    """Whether a word of a clause says until when it must be done: "by Sunday", "no later than 30 June"."""
    return (word.lower_ in {"by", "before"} and falls_due(word)) or (
        word.lower_ == "later" and any(map(falls_due, children(word, "prep")))
    )


def falls_due(by: Token) -> bool:
    day = child(by, "pobj")
    return day is not None and is_time(day)


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
    reading.notes.append(Sign.WOULD)
    return Realis.HYPOTHETICAL


def conditional(verb: Token, *, planned: bool = False) -> bool:
    """Whether a clause is a condition or hangs on one."""
    marks = words(language_of(verb)).marks
    own = {c.lower_ for c in verb.children if c.dep_ in {"mark", "advmod"}}
    if verb.dep_ in {"advcl", "ccomp", "pcomp"} and (own & marks["conditional"] or _inverted(verb)):
        return True
    if _is_once(verb):
        return True
    if verb.dep_ in {"pcomp", "ccomp"} and verb.head.dep_ == "prep" and verb.head.lower_ in marks["conditional"]:
        return True  # "will sail provided the guns fall silent"
    if verb.dep_ == "ROOT" and any(
        c.dep_ == "mark" and c.i < verb.i and c.lower_ in marks["conditional"] for c in verb.children
    ):
        return True  # where the parser takes the condition for the sentence: "if it scuttles ships, clearing it will take months"
    for clause in children(verb, "advcl"):
        marked = {c.lower_ for c in clause.children if c.dep_ in {"mark", "advmod"}}
        if marked & marks["conditional"] or _inverted(clause) or _is_once(clause):
            tense = Tense(verb)
            return bool(planned or tense.future or tense.modal or verb.tag_ in {"VB", "VBZ", "VBP"})
        if marked & words(language_of(verb)).marks["until"] or (
            marked & {"once", "when", "after"} and any(c.lower_ == "only" for c in clause.children)
        ):
            tense = Tense(verb)
            if tense.future or tense.modal or (verb.tag_ in {"VBZ", "VBP"} and "until" not in marked):
                return True
        if "as" in marked and clause.sent.text.lower().find("as soon as") >= 0 and Tense(verb).modal:
            return True
    return False


def _is_once(clause: Token) -> bool:
    """Whether a clause says what is awaited: "once the prisoners land", "will vote a month after the accord is signed"."""
    marked = {c.lower_ for c in clause.children}
    awaited = "after" in marked and Tense(clause.head).future
    led = clause.dep_ == "advcl" and (awaited or bool(marked & words(language_of(clause)).marks["once"]))
    present = clause.tag_ in {"VBZ", "VBP"} or any(a.tag_ in {"VBZ", "VBP"} for a in auxiliaries(clause))
    return led and present and not any(map(falls_due, children(clause, "prep")))


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
