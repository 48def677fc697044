"""What a clause beside a plan says became of it: "was due in Riga on Friday but will not now come", "but will go on Monday"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.domain.vocabulary import Change, Realis
from pipeline.extraction.language import language_of
from pipeline.extraction.realis.moving import is_time
from pipeline.extraction.realis.outcome import Reading, Sign
from pipeline.extraction.realis.tense import Tense, conditional
from pipeline.extraction.realis.words import words
from pipeline.extraction.syntax import (
    SUBJECTS,
    ancestors,
    auxiliaries,
    carrier,
    children,
    governor_noun,
    is_verb,
    with_particle,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc, Token


def set_anew(other: Token, reading: Reading) -> bool:
    """Whether a second verb of what a noun names sets it for another day: "was due to open on Friday but will now open on Monday"."""
    v = words(language_of(other)).verbs
    name, tense = with_particle(other), Tense(other)
    comes = name in v["begin"] or name in v["come_about"] or other.lemma_ in v["come_about"] or name in v["schedule"]
    takes = other.lemma_ == "take" and any(c.lower_ == "place" for c in children(other, "dobj"))
    if not (comes or takes) or tense.negated or conditional(other) or not (will_now(other) and _has_day(other)):
        return False
    reading.change, reading.verb, reading.anchored = Change.RESCHEDULED, other, True
    reading.notes.append(Sign.SET_ANEW)
    return True


def read_fate(verb: Token, reading: Reading) -> None:
    """Change the reading of a plan told as one of the past by the clause that goes on from it."""
    if reading.realis is not Realis.PLANNED or reading.change is not None:
        return
    top = _plan_of(verb)
    if top is None:
        return
    for other in _beside(top, verb):
        if _does_the_same(verb, other) and not conditional(other) and _settle(other, reading):
            reading.verb = other
            return


def will_now(verb: Token) -> bool:
    """ "Will now", "will instead": it was to be otherwise before."""
    return Tense(verb).future and any(c.lower_ in {"now", "instead"} for c in children(verb, "advmod"))


def _plan_of(verb: Token) -> Token | None:
    """The verb that tells a deed to have been planned: "was due to visit", "had been expected in Riga"."""
    for current in [verb, *ancestors(verb)]:
        if is_verb(current) and {a.lower_ for a in [current, *auxiliaries(current)]} & {"had", "was", "were"}:
            return current
        if current.dep_ not in {"xcomp", "acomp"}:
            return None
    return None


def _beside(top: Token, verb: Token) -> Iterator[Token]:
    """The verbs that go on from a plan with the same doer, also that of which the plan's clause says who does it."""
    for above in {t.i: t for t in (verb, top)}.values():
        for other in children(above, "conj"):
            own = [c for c in children(other, *SUBJECTS) if c.lower_ not in {"he", "she", "they", "it"}]
            if is_verb(other) and not own:
                yield other
    if top.dep_ == "relcl":
        of, how = governor_noun(top.head)
        told, place = carrier(of if of is not None and how == "of" else top.head)  # "the president of Chile, who was"
        if told is not None and place == "subject":
            yield told


def _does_the_same(verb: Token, other: Token) -> bool:
    """Whether a second verb speaks of the doing of a first, and tells nowhere else and nobody else for it."""
    v = words(language_of(verb)).verbs
    deed = _aim(other)
    if deed.lemma_ == "do" and (Tense(deed).negated or any(c.lower_ == "so" for c in children(deed, "advmod"))):
        return not children(deed, "dobj")  # "but will now do so on Monday", "but did not"
    if any(t.tag_ in {"NNP", "NNPS"} and not is_time(t) for t in deed.subtree if t.i > deed.i):
        return False
    if any(c.pos_ != "PRON" for c in children(deed, "dobj")):
        return False
    travels = {verb.lemma_, with_particle(verb)} & (v["motion"] | {"expect", "await"})
    goes = {deed.lemma_, with_particle(deed)} & (v["motion"] | v["appear"])
    return deed.lemma_ == verb.lemma_ or _stays_away(deed) or bool(travels and goes)


def opens_instead(doc: Doc) -> bool:
    """Whether a sentence tells what will be in place of what was told before: "Instead they will meet on Friday"."""
    first = next((t for t in doc if t.is_alpha), None)
    return first is not None and first.lower_ == "instead" and first.i + 1 < len(doc) and first.nbor().lower_ != "of"


def _aim(verb: Token) -> Token:
    """What somebody failed to do or decided on: "failed to turn up", "decided not to come"."""
    return next(iter(children(verb, "xcomp")), verb)


def _settle(other: Token, reading: Reading) -> bool:
    """Read what a second verb makes of a plan: off, or set for another day."""
    v = words(language_of(other)).verbs
    tense, deed = Tense(other), _aim(other)
    off = tense.negated or Tense(deed).negated or _stays_away(deed) or _no_longer(other)
    if other.lemma_ in v["fail"] or (off and not tense.modal):
        reading.realis = Realis.CANCELLED
        did = tense.past and not (tense.future or tense.progressive)
        reading.notes.append(Sign.FELL_THROUGH if did else Sign.OWN_DAY)
        return True
    if tense.future and not off and (will_now(other) or _has_day(other)):
        reading.change = Change.RESCHEDULED
        reading.notes.append(Sign.SET_ANEW)
        return True
    return False


def _no_longer(verb: Token) -> bool:
    return any(c.lower_ == "longer" for c in children(verb, "advmod"))


def _stays_away(verb: Token) -> bool:
    """ "Will stay at home", "stayed away"."""
    stays = words(language_of(verb)).verbs["keep_away"]
    places = [*children(verb, "advmod", "prt"), *(n for p in children(verb, "prep") for n in children(p, "pobj"))]
    return any(f"{verb.lemma_} {c.lower_}" in stays for c in places)


def _has_day(verb: Token) -> bool:
    """Whether a clause tells a day of its own."""
    return any(is_time(c) for c in children(verb, "prep", "npadvmod", "advmod"))
