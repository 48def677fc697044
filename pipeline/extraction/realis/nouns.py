"""How a sentence presents a deed that a noun names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.domain.vocabulary import GIVEN_UP, HAPPENED, NOT_DONE, Change, Realis
from pipeline.extraction.language import language_of
from pipeline.extraction.realis.above import (
    be_adjective,
    calls_off,
    climb,
    for_now,
    is_definite,
    speech_above,
    wish_for,
)
from pipeline.extraction.realis.counting import days_into, enters_another_day
from pipeline.extraction.realis.fate import set_anew
from pipeline.extraction.realis.moving import goes_to_no_day, is_time, moves_to
from pipeline.extraction.realis.outcome import Reading, Sign, Wish
from pipeline.extraction.realis.tense import Tense, conditional, due_to_go_on, is_set, to_be
from pipeline.extraction.realis.words import words
from pipeline.extraction.syntax import (
    SUBJECTS,
    TIME_WORDS,
    ancestors,
    auxiliaries,
    carrier,
    child,
    children,
    clauses_on,
    governor_noun,
    is_negated,
    is_verb,
    noun_is_negated,
    of_infinitive,
    with_particle,
)

if TYPE_CHECKING:
    from spacy.tokens import Token


def read_noun(noun: Token, light: Token | None, *, lasting: bool) -> Reading:
    """How a deed that a noun names is presented; `light` is the verb of a light-verb phrase."""
    reading = _by_its_place(noun, light, lasting=lasting)
    if reading.realis is Realis.HYPOTHETICAL and (own := _by_its_clause(noun)) is not None:
        return own
    return reading


def _by_its_clause(noun: Token) -> Reading | None:
    """What a clause of its own tells of a deed that is else only talked about: "to prepare the summit, which opens on Friday"."""
    v = words(language_of(noun)).verbs
    for clause in clauses_on(noun):
        name = _name(clause)
        comes = name in v["come_about"] or name in v["begin"]
        done = clause.tag_ == "VBD" and not auxiliaries(clause) and not is_negated(clause)
        if clause.dep_ == "relcl" and comes and children(clause, "nsubj") and (done or _is_present(clause)):
            realis = Realis.OCCURRED if done else Realis.PLANNED
            return Reading(realis, verb=clause, definite=True, notes=[Sign.OWN_CLAUSE])
    return None


def _by_its_place(noun: Token, light: Token | None, *, lasting: bool) -> Reading:
    """What the words around a noun make of the deed."""
    reading = Reading(Realis.OCCURRED, anchored=False)
    reading.definite = is_definite(noun)
    _adjectives(noun, reading)
    modified = _participle(noun, reading, lasting=lasting)
    if light is not None and not _is_on(of_infinitive(light), noun):
        reading.anchored = True
        reading.verb = light
        _verb_on_noun(noun, light, "object", reading, lasting=lasting)
        _off_beside(light, "subject" if Tense(light).passive else "object", reading)
        return reading
    head = _read_governors(noun, reading)
    if head is None:
        return reading
    verb, place = carrier(head)
    if _is_talked_about(noun, head) and not (reading.definite and _dated(noun, by=_OWN_DAY)):
        reading.realis = Realis.HYPOTHETICAL
        reading.notes.append("only what is talked about")  # "talks on a ceasefire", "discussed the release of hostages"
        return reading
    if place == "at" and noun.lemma_.lower() in words(language_of(noun)).nouns["behest"]:
        reading.realis = Realis.HYPOTHETICAL
        reading.notes.append("only why something else was done")  # "met at Turkey's request"
        return reading
    presupposed = reading.definite and (modified or _dated(noun))
    if verb is not None:
        if not presupposed and any(is_verb(a) and conditional(a) for a in [verb, *ancestors(verb)]):
            reading.realis = Realis.CONDITIONAL
            reading.notes.append("conditional")
            return reading
        if reading.realis is Realis.OCCURRED and _is_agreed_on(noun, verb, place):
            reading.realis, reading.anchored = Realis.PLANNED, True
            reading.notes.append(Sign.AGREED)
            climb(verb, reading, lasting=lasting, keep=True)
            return reading
        if _ends_without(noun, verb, place):
            _settle(reading, Realis.OCCURRED, verb, Sign.ENDED)
            return reading
        _verb_on_noun(noun, verb, place, reading, lasting=lasting)
        reading.verb = reading.verb or verb
        _off_beside(verb, place, reading)
        _begun_before(reading)
    if reading.realis is Realis.OCCURRED and _is_next(noun) and (verb is None or _is_present(verb)):
        reading.realis = Realis.PLANNED  # "the next summit, in Lima in June, stands for now"
    if lasting and reading.realis is Realis.OCCURRED and days_into(noun):
        reading.realis, reading.anchored = Realis.ONGOING, True
    reading.oblique = verb is not None and not presupposed and _is_oblique(verb)
    if (modified and light is not None) or (verb is None and modified):
        reading.anchored = True
    if light is not None and not reading.anchored:
        reading.anchored = True
        reading.verb = light
    return reading


def _begun_before(reading: Reading) -> None:
    """What has begun is no plan any more, whatever else is told of it."""
    if Sign.BEGUN not in reading.notes or reading.change is not None:
        return
    if reading.realis is Realis.PLANNED:
        reading.realis = Realis.ONGOING  # "the talks, which opened on Saturday, will now turn to a pause"
    elif reading.realis in GIVEN_UP:
        reading.realis = Realis.OCCURRED  # "the strike that began on Monday was called off on Friday"
        reading.notes.append(Sign.ENDED)


def _is_present(verb: Token) -> bool:
    """Whether a verb stands in the simple present, and is not negated."""
    return verb.tag_ in {"VBZ", "VBP"} and not auxiliaries(verb) and not is_negated(verb)


def _is_next(noun: Token) -> bool:
    """Whether a noun is said to be the next of its kind."""
    ahead = words(language_of(noun)).marks["next"]
    return any(c.lower_ in ahead for c in children(noun, "amod"))


def _is_on(clause: Token, noun: Token) -> bool:
    """Whether a clause hangs on a noun and tells of it: "the vote that parliament was to hold"."""
    return clause.dep_ in {"acl", "relcl"} and clause.head.i == noun.i


def _is_talked_about(noun: Token, head: Token) -> bool:
    """Whether a deed is only what a meeting or those who talk are about; `head` is the uppermost noun above it."""
    w = words(language_of(noun))
    below = noun
    while below.i != head.i:
        above, how = governor_noun(below)
        if above is None:
            break
        topical = w.nouns["talk"] | w.nouns["choice_on"]
        talks = above.lemma_.lower() in topical or above.lower_ in w.nouns["at_odds"]
        if talks and how in w.prepositions["about"]:
            return True
        below = above
    verb, place = carrier(head)
    if verb is None:
        return False
    lemma = verb.lemma_.lower()
    if place == "object" or (place == "subject" and Tense(verb).passive):
        return lemma in w.verbs["discuss"]
    chosen = any(c.lemma_.lower() in w.nouns["choice_on"] for c in children(verb, "dobj", "nsubjpass"))
    if place in w.prepositions["about"] and (chosen or lemma in w.verbs["talk"] or _are_at_odds(verb)):
        return True
    return lemma == "be" and place == "about"


def _are_at_odds(verb: Token) -> bool:
    """Whether a clause says that its sides do not agree, or do not speak: "are at odds over it", "stayed silent on it"."""
    states = children(verb, "acomp", "advmod", "oprd") + [
        noun for prep in children(verb, "prep") for noun in children(prep, "pobj")
    ]
    return any(state.lower_ in words(language_of(verb)).nouns["at_odds"] for state in states)


def _ends_without(noun: Token, verb: Token, place: str) -> bool:
    """Whether talks are only told to have brought nothing: "the talks in Lima produced no agreement"."""
    w = words(language_of(noun))
    if place != "subject" or noun.lemma_.lower() not in w.nouns["talk"] or noun_is_negated(noun):
        return False
    if _name(verb) in w.verbs["come_true"]:
        return False
    tense = Tense(verb)
    over = (verb.tag_ == "VBD" or tense.past or tense.perfect) and not (tense.modal or tense.future or tense.to)
    return over and tense.negated and with_particle(verb) in w.verbs["bear_fruit"] and not conditional(verb)


def _is_agreed_on(noun: Token, verb: Token, place: str) -> bool:
    """Whether a deed is what was agreed on, or what an accord is on, and not an accord itself."""
    w = words(language_of(noun))
    accords = w.nouns["accord"]
    if noun.lemma_.lower() in accords or is_negated(verb):
        return False
    above, how = governor_noun(noun)
    if above is not None:
        return how == "on" and above.lemma_.lower() in accords
    reached = place == "on" and any(c.lemma_.lower() in accords for c in children(verb, "dobj", "nsubjpass"))
    return reached or (verb.lemma_ in w.verbs["agree"] and place in {"on", "to"})


def _read_governors(noun: Token, reading: Reading) -> Token | None:
    """Read the nouns above a deed's; the uppermost, or None where all is said: "denied any part in the attack"."""
    head = noun
    for _ in range(4):  # "the end of the talks", "the threat of a strike"
        above, how = governor_noun(head)
        if above is None:
            break
        if how == "in" and above.lemma_.lower() in words(language_of(above)).nouns["role"]:
            if _denies(above):
                reading.realis, reading.anchored = Realis.DENIED, True  # "denied any part in the attack"
            reading.definite = True  # "suspended its part in the accord": the accord stands
            return None
        if how == "in" and above.lemma_.lower() in words(language_of(above)).nouns["pause"]:
            reading.definite = True  # "announced a break in their walkout": it goes on
            reading.notes.append(Sign.LEFT_BEHIND)
            return None
        if how == "for" and above.lemma_.lower() in {"responsibility", "blame"} and _denies(above):
            reading.realis, reading.anchored, reading.definite = Realis.DENIED, True, True
            return None
        if how in {"of", "for", "on", "to", "from", "at", "compound", "in", "about", "after", "before", "against"}:
            _noun_on_noun(above, how, reading)
        if how in {"after", "before", "about", "in", "on", "at"}:
            reading.definite = True
        head = above
    return head


def _denies(part: Token) -> bool:
    """Whether a part in a deed is what somebody denies: "denied any role in it", "denies responsibility for it"."""
    verb, place = carrier(part)
    return verb is not None and place == "object" and verb.lemma_ in words(language_of(part)).verbs["deny"]


_FELL = frozenset({"fall through"})  # a plan does so by itself


def _off_beside(verb: Token, place: str, reading: Reading) -> None:
    """Read what a second verb of the same subject says became of it: "was to open on Monday but was put off"."""
    if place != "subject" or not reading.realis.is_event:
        return
    # "was to have opened on Monday but was put off": parsers join the second verb to the infinitive
    for other in [c for joined in (verb, *children(verb, "xcomp")) for c in children(joined, "conj")]:
        if not is_verb(other) or children(other, *SUBJECTS):
            continue
        if reading.realis is Realis.PLANNED and reading.change is None and set_anew(other, reading):
            return
        if Tense(other).passive or with_particle(other) in _FELL:
            told = Reading(reading.realis, definite=True)
            if calls_off(other, with_particle(other), told, Tense(other)) and told.realis is not reading.realis:
                reading.realis, reading.change = told.realis, told.change
                reading.notes.append(Sign.OWN_DAY)


_OWN_DAY = frozenset({"of", "from"})  # "on Monday" may belong to the verb


def _dated(noun: Token, *, by: frozenset[str] = _OWN_DAY | {"on", "in"}) -> bool:
    """Whether a noun phrase names its own day: "the summit of 12 June", "Monday's talks"; `by` are prepositions that do."""
    for c in noun.children:
        if c.dep_ in {"poss", "npadvmod", "nummod", "compound", "nmod"} and is_time(c):
            return True
        if c.dep_ == "prep" and c.lower_ in by:
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
        tense = Tense(current)
        if children(current, "neg") or tense.modal or any(map(_is_hardly_any, children(current, "nsubj", "nsubjpass"))):
            return True
        if any(
            c.tag_ in {"WRB", "WP"} and c.dep_ in {"advmod", "attr", "dobj"} for c in current.children
        ) and current.dep_ in {"ccomp", "pcomp"}:
            return True
        if current.dep_ == "ccomp" and current.head.lemma_ in w.verbs["think"]:
            return True
        if current.tag_ == "VB" and with_particle(current) in w.verbs["quell"]:
            return True  # "sent troops to quell the unrest"
        if current.dep_ in {"relcl", "ROOT"}:
            break
    return False


def _is_hardly_any(subject: Token) -> bool:
    """ "Nobody", "neither side", "few"."""
    return noun_is_negated(subject) or subject.lower_ in {"few", "little"}


def _adjectives(noun: Token, reading: Reading) -> None:
    lists = words(language_of(noun)).adjectives
    for mod in children(noun, "amod", "det", "compound", "advmod"):
        low = mod.lower_
        if low in lists["planned"] and not due_to_go_on(mod):
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
        reading.notes.append(Sign.NONE)


def _participle(noun: Token, reading: Reading, *, lasting: bool) -> bool:
    """What a clause hung on the noun says of it: "talks planned for Friday", "a truce signed in Jeddah"."""
    w = words(language_of(noun))
    for clause in clauses_on(noun):
        name = with_particle(clause)
        tense = Tense(clause)
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
            elif tense.future or tense.modal == "would" or _is_to_come(clause, name, tense):
                reading.realis = Realis.PLANNED
            elif lasting and name in w.verbs["begin"] and clause.dep_ == "relcl" and not tense.negated:
                reading.notes.append(Sign.BEGUN)
            elif _says_what_it_is(clause, noun):
                continue
            elif name in w.verbs["happen"] or name in w.verbs["begin"] or name in w.verbs["end"]:
                pass
            else:
                continue
            reading.verb = clause
            return True
    return False


def _is_to_come(clause: Token, name: str, tense: Tense) -> bool:
    """Whether a clause says that something is to come: "that was to open", "with talks to open in Rome", "to be signed"."""
    if to_be(clause) or is_set(clause):
        return True
    begins = name in words(language_of(clause)).verbs["begin"]
    return tense.to and not children(clause, "dobj") and (tense.passive or begins)


def _says_what_it_is(clause: Token, noun: Token) -> bool:
    """Whether a clause on what was brought about only describes it: "won a deal on Friday that gives it a special status"."""
    present = clause.dep_ == "relcl" and clause.tag_ in {"VBZ", "VBP"} and not auxiliaries(clause)
    return present and noun.dep_ == "dobj" and noun.head.tag_ in {"VBD", "VBN"}


def _fills(clause: Token, noun: Token) -> bool:
    """Whether the head noun of a relative clause is its subject or object."""
    told = any(
        c.tag_ in {"WDT", "WP"} and c.dep_ != "pobj" for c in clause.subtree
    )  # not "the accord by which it is to go"
    return told or not children(clause, *SUBJECTS)


def _noun_on_noun(above: Token, how: str, reading: Reading) -> None:
    lists = words(language_of(above)).nouns
    lemma = above.lemma_.lower()
    if (
        lemma == "date"
        and how in {"for", "of"}
        and any(c.lower_ in words(language_of(above)).adjectives["new"] for c in above.children)
    ):
        reading.change = Change.RESCHEDULED
    if lemma in lists["partisan"] and how == "of" and reading.realis.is_event:
        reading.realis = Realis.HYPOTHETICAL
        reading.notes.append("what somebody is for or against")
        return
    if lemma in lists["left_by"] and how in {"of", "from"}:
        reading.notes.append(Sign.LEFT_BEHIND)
        reading.definite = True
        return
    if noun_is_negated(above) and lemma in lists["inclination"] and how in {"in", "for", "of"}:
        reading.realis = Realis.NEGATED  # "no interest in talks"
        return
    if lemma in lists["part"] or how in {"after", "before"}:
        reading.definite = reading.definite or (how == "of" and is_definite(above))
        return
    if lemma in lists["hypothetical"] and how in {"of", "for", "to", "on", "about", "compound", "in", "against"}:
        if reading.realis.is_event and how in {"of", "for", "to", "against"}:
            reading.realis = reading.wish(wish_for(above, how), f"{lemma} {how} it")
    elif lemma in lists["negative"] and how in {"of", "on"}:
        reading.realis = Realis.NEGATED
    elif lemma in lists["deny"]:
        reading.realis = Realis.DENIED
    elif lemma in lists["cancel"]:
        reading.realis = Realis.CANCELLED
    elif lemma in lists["postpone"] and how == "of":
        reading.realis = Realis.POSTPONED
    elif _is_planned_in(above, lemma, how) and reading.realis is Realis.OCCURRED:
        reading.realis = Realis.PLANNED
    elif lemma in lists["end"] and how == "of":
        reading.notes.append("at its end")
        reading.definite = True


def _is_planned_in(plan: Token, lemma: str, how: str) -> bool:
    """Whether a noun says that a deed is planned: "plans for a strike", "on the point of", not "the high point of the unrest"."""
    plans = lemma in words(language_of(plan)).nouns["plan"] and how in {"for", "of", "to"}
    return plans and (lemma != "point" or plan.head.lower_ == "on")


def _verb_on_noun(noun: Token, verb: Token, place: str, reading: Reading, *, lasting: bool) -> None:  # noqa: C901 - one rule a branch
    """What the verb of which the deed is subject or object makes of it."""
    v = words(language_of(verb)).verbs
    name, lemma = with_particle(verb), verb.lemma_.lower()
    tense = Tense(verb)
    owns = place in {"subject", "object", "attr"}
    passive = tense.passive or verb.tag_ == "VBN"
    is_subject = place == "subject"
    if is_subject and (_is_in_doubt(verb, reading) or (lemma in v["seem"] and be_adjective(verb, reading))):
        climb(verb, reading, lasting=lasting, keep=True)
        return
    if (
        lemma == "be"
        and place in {"for", "on"}
        and verb.tag_ in {"VBZ", "VBP"}
        and not auxiliaries(verb)
        and not reading.change
    ):
        climb(verb, reading, lasting=True)  # "is in Santiago for a three-day visit"
        reading.anchored = reading.anchored or reading.realis is Realis.ONGOING
        return
    if (place in {"for", "of"} or is_subject) and _gets_a_date(verb, name, tense, reading):
        return
    if lemma == "be" and place == "behind":  # "deny that they were behind the blast"
        doer = Reading(Realis.OCCURRED)
        climb(verb, doer, lasting=False)
        reading.realis = doer.realis if doer.realis is Realis.DENIED else reading.realis
        reading.speaker = reading.speaker or doer.speaker
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
    name = _name(verb) if is_subject else name
    if is_subject and _fell_through(verb, tense, reading):
        return
    if reading.realis is Realis.PLANNED and _came_to_nothing(noun, verb, place, tense):
        _settle(reading, Realis.CANCELLED, verb)
        return
    if _nobody_came(noun, verb, place, tense):
        _settle(reading, Realis.CANCELLED, verb, Sign.FELL_THROUGH)
        return
    if (is_subject or passive) and reading.definite and _is_put_off(verb, name, tense, reading):
        return
    if (is_subject or passive) and _did_not(verb, name, tense, reading):
        return
    comes = name in v["come_about"] or name in v["begin"]
    ahead = _is_present(verb) or (tense.future and not tense.negated and name in v["begin"])
    if is_subject and ahead and comes and reading.realis in {Realis.POSTPONED, Realis.CANCELLED}:
        # "the summit that was postponed in April opens on Friday"
        reading.realis, reading.anchored, reading.verb = Realis.PLANNED, True, verb
        climb(verb, reading, lasting=False, keep=True)
        return
    if name == "take place":
        reading.anchored = True
        if tense.negated and (tense.future or tense.modal == "would"):
            reading.realis = Realis.CONDITIONAL if conditional(verb) else Realis.CANCELLED
            if reading.realis is Realis.CANCELLED and for_now(verb):
                reading.realis = Realis.POSTPONED
            speech_above(verb, reading)
            return
        if not _back_on(verb, tense, reading, lasting=lasting):
            climb(verb, reading, lasting=lasting)
        return
    if owns and reading.realis in NOT_DONE and _came_about(verb, name, tense):
        # "held their twice-delayed meeting", "the planned strike began"
        reading.realis, reading.verb = Realis.OCCURRED, verb
    if lemma == "be" and is_subject and tense.modal == "would" and child(verb, "attr", "acomp") is not None:
        reading.realis = Realis.HYPOTHETICAL  # "a visit would be a mistake"
        reading.notes.append(Sign.WOULD)
        return
    asked = lemma in v["seek"] and (place == "object" or (is_subject and passive))
    if (asked or f"{lemma} {place}" in v["hypothetical"]) and not tense.negated:  # "calls for the release"
        reading.realis = reading.wish(wish_for(verb, place), f"{lemma} {place} it")
        return
    if f"{lemma} {place}" in v["negative"] and not tense.negated:  # "decided against a strike"
        reading.realis = Realis.NEGATED
        reading.notes.append(f"{lemma} {place}: negative")
        return
    moves = is_subject and name in {"move", "slip", "slide", "shift", "fall through"}
    if (undergoes or moves or place == "on") and calls_off(verb, name, reading, tense, idiom=place == "on"):
        return
    if undergoes and name in v["deny"]:
        reading.realis = Realis.DENIED
        reading.anchored = True
        return
    if owns and name in v["negative"] and undergoes:
        if (
            name in v["avert"]
            and (reading.realis is Realis.PLANNED or (reading.definite and _dated(noun, by=_OWN_DAY)))
            and not (tense.negated or tense.future or tense.modal)
        ):
            reading.realis, reading.anchored = Realis.CANCELLED, True  # "Friday's strike has been averted"
            climb(verb, reading, lasting=False, keep=True)
            return
        if not tense.negated:
            reading.realis = Realis.NEGATED
            reading.notes.append(f"{name}: negative")
        return
    if undergoes and (name in v["hypothetical"]) and name not in v["happen"]:
        if reading.realis.is_event and not reading.definite:
            reading.realis = reading.wish(Wish.WEIGHED, f"{name}: only wished or weighed")
        return
    if place == "object" and name in v["report"] and not tense.negated:
        reading.anchored = True  # "the army reported an attack on its base"
        climb(verb, reading, lasting=False)
        return
    if owns and name in v["end"] and not is_negated(verb):
        reading.anchored = True
        climb(verb, reading, lasting=False)
        if reading.realis is Realis.OCCURRED:
            reading.notes.append(Sign.ENDED)
        return
    if is_subject and lasting and enters_another_day(verb):
        reading.realis, reading.anchored = Realis.ONGOING, True
        climb(verb, reading, lasting=lasting, keep=True)
        return
    if is_subject and verb.tag_ == "VBD" and name in v["continue"] and (lemma in v["last"] or _took_hours(verb)):
        reading.anchored = True  # "the talks went on for three hours": they are over
        climb(verb, reading, lasting=False)
        return
    if is_subject and not tense.passive and name in v["continue"] and lasting:
        reading.anchored = True
        climb(verb, reading, lasting=lasting)
        had = any(a.lower_ in {"had", "'d"} for a in auxiliaries(verb))
        if reading.realis is Realis.OCCURRED and not had:
            reading.realis = Realis.ONGOING
        if reading.realis is Realis.ONGOING:
            reading.notes.append(Sign.CONTINUES)
        return
    if owns and name in v["begin"]:
        reading.anchored = True
        climb(verb, reading, lasting=lasting)
        return
    if lemma in v["bid"] and place in {"to", "for"} and not tense.negated:  # "invited both to talks in Lima"
        reading.realis, reading.anchored = Realis.PLANNED, True
        climb(verb, reading, lasting=lasting, keep=True)
        return
    fixed = name not in {"set", "call"} or moves_to(verb) or bool(children(verb, "xcomp"))
    if undergoes and name in v["schedule"] and fixed and not (name == "announce" and not lasting):
        reading.anchored = True
        if reading.realis in {Realis.OCCURRED, Realis.POSTPONED}:  # "the visit, put off in May, is now set for June"
            reading.realis, reading.verb = Realis.PLANNED, verb
        climb(verb, reading, lasting=lasting, keep=True)
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
            climb(verb, reading, lasting=lasting, keep=reading.realis is not Realis.OCCURRED)
            return
        if place in _ALONG and reading.realis is Realis.OCCURRED and not reading.definite:
            _is_planned_along(verb, reading)
    if place in {"because", "due"} and reading.realis is Realis.OCCURRED:
        if not reading.definite:
            _is_why(verb, reading)
        return
    if place in {"after", "following", "despite", "during"}:
        reading.definite = True  # taken to have happened, whatever the clause makes of the rest
        return
    # A mere reference ("the deal has pleased nobody"): the clause tells something else of it.
    if is_subject and tense.negated and not reading.definite:
        reading.realis = Realis.NEGATED
    elif not reading.definite and (tense.modal in {"may", "must"} or conditional(verb)):
        reading.realis = Realis.HYPOTHETICAL


def _is_why(verb: Token, reading: Reading) -> None:
    """What came of a deed has come, and so has it: "flights were cancelled on Monday because of a walkout"."""
    outcome = Reading(Realis.OCCURRED)
    climb(verb, outcome, lasting=False)
    if outcome.realis in HAPPENED and not Tense(verb).negated:
        reading.anchored, reading.verb = True, verb
        reading.speaker = reading.speaker or outcome.speaker


_ALONG = frozenset({"at", "in", "during", "with"})


def _is_planned_along(verb: Token, reading: Reading) -> None:
    """What a deed comes along with is as far off as that: "will shut the ports with a strike", "hope to end it at a summit"."""
    goal = Reading(Realis.OCCURRED)
    climb(verb, goal, lasting=False)
    if goal.realis is Realis.PLANNED or (goal.realis is Realis.HYPOTHETICAL and goal.wishes):
        reading.realis, reading.wishes = goal.realis, goal.wishes
        reading.anchored = True
        reading.notes += goal.notes


def _gets_a_date(verb: Token, name: str, tense: Tense, reading: Reading) -> bool:
    """Whether a clause says that a date was set for a deed, or no other: "a new date, Saturday, has been set for the talks"."""
    w = words(language_of(verb))
    date = child(verb, "nsubjpass", "nsubj")
    # "a new date has yet to be set", "is still to be found"
    goal = child(verb, "xcomp") if verb.lemma_ in {"have", "be", "remain"} else None
    yet = goal is not None and Tense(goal).to
    name = with_particle(goal) if goal is not None else name
    sets = name in w.verbs["schedule"] or name in w.verbs["give_date"]
    if date is None or date.lower_ not in {"date", "day"} or not sets or tense.modal:
        return False
    again = any(c.lower_ in w.adjectives["new"] for c in date.children)
    if again and (tense.negated or yet) and not tense.future:
        # "no new date has been set for the summit": what is to have another has lost its own
        reading.realis, reading.change, reading.anchored = Realis.POSTPONED, None, True
        reading.verb = verb
        speech_above(verb, reading)
        return True
    if not tense.passive or tense.negated or name not in w.verbs["schedule"]:
        return False
    reading.realis, reading.anchored = Realis.PLANNED, True
    if again:
        reading.change = Change.RESCHEDULED
    climb(verb, reading, lasting=False, keep=True)
    return True


def _gets_under_way(verb: Token) -> bool:
    """ "got under way" """
    return verb.lemma_ == "get" and any(
        c.lower_ == "underway" or (c.lower_ == "under" and any(w.lower_ == "way" for w in c.children))
        for c in verb.children
    )


def _came_about(verb: Token, name: str, tense: Tense) -> bool:
    """Whether a verb tells that what was planned or put off was done all the same, or begun, or ended."""
    v = words(language_of(verb)).verbs
    past = verb.tag_ == "VBD" or tense.perfect or (tense.passive and tense.past)
    if not past or tense.negated or tense.future or tense.modal or tense.to or _should_have(verb):
        return False
    return name in v["come_about"] or name in v["begin"]


def _name(verb: Token) -> str:
    """What a verb says its subject does, a phrase as one word: "take place", "get under way"."""
    if _gets_under_way(verb):
        return "get under way"
    if verb.lemma_ == "get" and any(n.lower_ == "ground" for p in children(verb, "prep") for n in children(p, "pobj")):
        return "get off ground"
    took = child(verb, "dobj") if verb.lemma_.lower() == "take" else None
    return "take place" if took is not None and took.lower_ == "place" else with_particle(verb)


def _is_in_doubt(verb: Token, reading: Reading) -> bool:
    """Whether what is meant to come may not: "is in doubt", "was thrown into doubt", "hangs in the balance"."""
    nouns = words(language_of(verb)).nouns
    doubts = nouns["doubt"]
    if any(c.lemma_.lower() in nouns["accord"] for c in children(verb, *SUBJECTS)):
        return False  # a truce that is in doubt is in force
    if not any(c.lemma_.lower() in doubts for prep in children(verb, "prep") for c in children(prep, "pobj")):
        return False
    if not reading.definite or reading.realis is not Realis.OCCURRED or Tense(verb).negated:
        return False
    reading.realis, reading.anchored, reading.verb = Realis.PLANNED, True, verb
    reading.notes.append(Sign.IN_DOUBT)
    return True


def _fell_through(verb: Token, tense: Tense, reading: Reading) -> bool:
    """Whether a plan is told to have failed to come about: "failed to take place", "failed to materialise"."""
    v = words(language_of(verb)).verbs
    goal = child(verb, "xcomp") if verb.lemma_ in v["fail"] else None
    if goal is None or not tense.past or tense.negated or tense.modal or tense.future or conditional(verb):
        return False
    name = _name(goal)
    if name not in v["come_about"] and name not in v["begin"]:
        return False
    if child(goal, "dobj") is not None and name != "take place":
        return False  # "the talks failed to end the war" were held
    if not (reading.definite or reading.realis in NOT_DONE):
        return False  # "no deal came about"
    _settle(reading, _given_up(verb, name), goal, Sign.FELL_THROUGH)
    return True


def _came_to_nothing(noun: Token, verb: Token, place: str, tense: Tense) -> bool:
    """Whether what was planned came to nothing: "nothing came of it", "collapsed before it began", "quit the talks due on Friday"."""
    w = words(language_of(verb))
    if tense.modal or tense.future or tense.to or conditional(verb):
        return False
    if place == "of" and verb.lemma_ == "come":
        return any(c.lower_ in {"nothing", "little"} for c in children(verb, "nsubj"))
    if place in {"from", "of"} and with_particle(verb) in w.verbs["quit"]:
        return noun.lemma_.lower() in w.nouns["talk"] and not tense.negated
    if place == "subject" and with_particle(verb) in w.verbs["end"] and not tense.negated:
        return any(
            clause.lemma_ in w.verbs["begin"] and any(m.lower_ == "before" for m in children(clause, "mark"))
            for clause in children(verb, "advcl")
        )
    return False


def _nobody_came(noun: Token, verb: Token, place: str, tense: Tense) -> bool:
    """Whether those awaited are told not to have come: "did not turn up for talks in Geneva", "neither showed up for the talks"."""
    w = words(language_of(verb))
    if place not in {"for", "at", "to"} or with_particle(verb) not in w.verbs["appear"]:
        return False
    told = verb.head if verb.dep_ == "xcomp" and verb.head.lemma_ == "fail" else verb
    past = Tense(told).past or tense.past or verb.tag_ == "VBD"
    nobody = told is not verb or tense.negated or any(map(_is_hardly_any, children(verb, "nsubj")))
    return noun.lemma_.lower() in w.nouns["talk"] and past and nobody and not tense.modal and not conditional(verb)


def _is_put_off(verb: Token, name: str, tense: Tense, reading: Reading) -> bool:
    """Whether what was set for a day is to be at another that nobody has named: "due on Friday, will be held later"."""
    v = words(language_of(verb)).verbs
    ahead = (tense.future or tense.modal == "would") and not tense.negated
    comes = name in v["exist"] or name in v["begin"] or name in v["come_about"]
    if reading.realis is not Realis.PLANNED or not (ahead and comes and goes_to_no_day(verb)) or conditional(verb):
        return False
    _settle(reading, Realis.POSTPONED, verb)
    return True


def _did_not(verb: Token, name: str, tense: Tense, reading: Reading) -> bool:
    """Whether a verb tells that what was planned or put off did not come about: "never took place", "did not begin"."""
    v = words(language_of(verb)).verbs
    past = verb.tag_ == "VBD" or tense.past or tense.perfect
    fell = name in v["come_true"] or (name in v["proceed"] and any(map(is_time, children(verb, "prep", "npadvmod"))))
    meant = reading.realis in NOT_DONE or (reading.definite and fell)
    if not meant or not tense.negated or not past or tense.future or tense.modal:
        return False
    if conditional(verb) or (verb.dep_ in {"advcl", "ccomp"} and verb.head.lemma_ not in v["say"]):
        return False
    if name not in v["come_about"] and name not in v["begin"]:
        return False
    realis = reading.realis if reading.realis in GIVEN_UP else _given_up(verb, name)
    _settle(reading, realis, verb, *([Sign.FELL_THROUGH] if fell else ()))
    return True


def _given_up(verb: Token, name: str) -> Realis:
    """What a plan is that did not come about: put off where it only did not begin, or for now; else called off."""
    later = name in words(language_of(verb)).verbs["begin"] or for_now(verb)
    return Realis.POSTPONED if later else Realis.CANCELLED


def _settle(reading: Reading, realis: Realis, verb: Token, *notes: str) -> None:
    """Take it that a verb tells the deed so, in the words of whoever speaks."""
    reading.realis, reading.anchored, reading.verb = realis, True, verb
    reading.notes += notes
    speech_above(verb, reading)


def _took_hours(verb: Token) -> bool:
    """Whether a clause says how many hours something took."""
    counted = [*children(verb, "npadvmod", "dobj"), *(n for p in children(verb, "prep") for n in children(p, "pobj"))]
    return any(
        noun.lemma_.lower() in {"hour", "minute"} and any(c.dep_ in {"nummod", "det", "amod"} for c in noun.children)
        for noun in counted
    )


def _back_on(verb: Token, tense: Tense, reading: Reading, *, lasting: bool) -> bool:
    """Whether what a clause on it told to be off will be: "the talks which it had put off would now be held on 1 June"."""
    changes = {Realis.POSTPONED: Change.RESCHEDULED, Realis.CANCELLED: Change.REINSTATED}
    before = reading.realis
    if before not in changes or tense.negated or not (tense.future or tense.modal == "would"):
        return False
    climb(verb, reading, lasting=lasting)
    if reading.realis is not Realis.PLANNED:
        reading.realis = before
        return False
    reading.change, reading.verb, reading.anchored = changes[before], verb, True
    return True


def _should_have(verb: Token) -> bool:
    """ "should have begun", "was to have begun"."""
    lowered = {a.lower_ for a in auxiliaries(verb)}
    if "to" in lowered and "have" in lowered and verb.dep_ == "xcomp" and verb.head.lemma_ == "be":
        return True
    return "should" in lowered and "have" in lowered
