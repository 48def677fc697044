"""What the words above a deed make of it: what calls it off, hopes for it, denies it, says it, or makes it a condition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.domain.vocabulary import GIVEN_UP, HAPPENED, Change, Realis
from pipeline.extraction.language import language_of
from pipeline.extraction.realis.counting import lasted
from pipeline.extraction.realis.moving import goes_to_no_day, is_time, moves_to, moves_to_place
from pipeline.extraction.realis.outcome import Reading, Sign, Wish
from pipeline.extraction.realis.tense import (
    Tense,
    conditional,
    falls_due,
    is_commanded,
    is_present_perfect,
    is_term,
    of_tense,
    to_be,
)
from pipeline.extraction.realis.views import is_felt, is_judged, is_unanswered, says_an_aim
from pipeline.extraction.realis.words import words
from pipeline.extraction.syntax import (
    SUBJECTS,
    ancestors,
    auxiliaries,
    carrier,
    child,
    children,
    is_negated,
    is_noun,
    is_somebodys,
    is_subjunctive,
    is_verb,
    noun_is_negated,
    predicated_by,
    with_particle,
)

if TYPE_CHECKING:
    from spacy.tokens import Token

_MAX_STEPS = 12


def is_definite(noun: Token) -> bool:
    return any(
        (c.dep_ == "det" and c.lower_ in {"the", "this", "that", "these", "those"})
        or c.dep_ == "poss"
        or c.lower_ in {"first", "second", "third", "fourth", "fifth", "latest"}
        for c in noun.children
    )


def be_adjective(verb: Token, reading: Reading) -> bool:
    """ "the talks are off", "the visit is due on Friday", "the drill is under way"."""
    said = {c.lower_ for c in verb.children if c.dep_ in {"acomp", "advmod", "prt", "attr", "prep", "oprd"}}
    said |= {g.lower_ for c in verb.children if c.dep_ in {"prep", "advmod"} for g in c.children if g.dep_ == "advmod"}
    tense = Tense(verb)
    reading.anchored = True
    if "off" in said:
        reading.realis = Realis.POSTPONED if for_now(verb) else Realis.CANCELLED
        return True
    if ("on" in said and "again" in said) or "back" in said:
        reading.realis, reading.change = Realis.PLANNED, Change.REINSTATED
        return True
    still_on = any(c.lower_ == "on" and not any(c.children) for c in verb.children)  # "the summit is on"
    if still_on or said & {"due", "scheduled", "expected", "planned", "set", "likely"} or to_be(verb):
        reading.realis = Realis.NEGATED if tense.negated else Realis.PLANNED
        return True
    if reading.definite and said & {"unlikely", "uncertain", "doubtful"}:
        reading.realis = Realis.PLANNED  # "the summit looks unlikely to go ahead": it is not off yet
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


def calls_off(verb: Token, name: str, reading: Reading, tense: Tense, *, idiom: bool = False) -> bool:
    """Whether the verb says that the deed was called off, put off, moved or put back on; `idiom`: by a phrase alone."""
    v = words(language_of(verb)).verbs
    apart = (f"{verb.lemma_} {c.lower_}" for c in children(verb, "advmod"))  # "put the talks back to Monday"
    name = next((told for told in apart if told in v["postpone"] | v["reschedule"]), name)
    announced = tense.modal == "would" and of_tense(verb, Reading(Realis.OCCURRED), lasting=False) is Realis.PLANNED
    real = not (tense.negated or (tense.modal and not announced) or conditional(verb) or _wished(verb))
    found, change = _fate(verb, name, tense, real=real, idiom=idiom)
    if found is None:
        return False
    reading.change = change or reading.change
    reading.anchored = True
    reading.verb = verb
    if real and name == "fall through" and tense.past:
        reading.notes.append(Sign.FELL_THROUGH)
    if real and found in GIVEN_UP and lasted(verb) is not None:
        found = Realis.OCCURRED  # "called off the strike after 21 days"
        reading.notes.append(Sign.ENDED)
    if real:
        reading.realis = found
        climb(verb, reading, lasting=False, keep=True)
    else:
        reading.change = None
        reading.realis = Realis.PLANNED if reading.definite else Realis.HYPOTHETICAL
        reading.notes.append(f"{name}: not said to be so")
    return True


def _fate(verb: Token, name: str, tense: Tense, *, real: bool, idiom: bool) -> tuple[Realis | None, Change | None]:
    """What a verb makes of a plan, and what of it is another then; None where it is no such verb."""
    v = words(language_of(verb)).verbs
    phrase = _idiom(verb)
    if phrase is not None or idiom:
        return phrase, Change.REINSTATED if phrase is Realis.PLANNED else None
    if (other := _altered(verb)) is not None:
        return Realis.PLANNED, other
    if name in v["cancel"] or (name == "give up" and _gives_up_plan(verb)):
        if for_now(verb):
            return Realis.POSTPONED, None
        to_come = name in {"drop", "abandon", "scrap", "suspend"} and tense.future
        return Realis.PLANNED if to_come else Realis.CANCELLED, None
    if name in v["postpone"] or (name in v["reschedule"] and goes_to_no_day(verb)):
        moved = moves_to(verb) and real
        return (Realis.PLANNED, Change.RESCHEDULED) if moved else (Realis.POSTPONED, None)
    if name in v["reschedule"] and moves_to(verb):
        return Realis.PLANNED, Change.RESCHEDULED
    return (Realis.PLANNED, Change.REINSTATED) if name in v["reinstate"] else (None, None)


def _gives_up_plan(verb: Token) -> bool:
    """Whether what is given up had only been planned: a journey, or a march "planned for Saturday"."""
    w = words(language_of(verb))
    things = children(verb, "dobj", "nsubjpass")
    schedule = w.verbs["schedule"]
    planned = any(c.dep_ in {"acl", "advcl"} and c.tag_ == "VBN" and c.lemma_ in schedule for c in verb.subtree)
    return planned or any(t.lemma_.lower() in w.nouns["journey"] for t in things)


def _idiom(verb: Token) -> Realis | None:
    """What a phrase of verb and noun makes of a plan: "pulled the plug on it", "put it on ice", "put it back on the calendar"."""
    v = words(language_of(verb)).verbs
    preps = children(verb, "prep", "prt") + [
        prep for back in children(verb, "advmod") for prep in children(back, "prep")
    ]
    nouns = children(verb, "dobj") + [noun for prep in preps for noun in children(prep, "pobj")]
    phrases = {f"{verb.lemma_} {noun.lemma_.lower()}" for noun in nouns}
    if not v["cancel_phrase"].isdisjoint(phrases):
        return Realis.CANCELLED
    if not v["reinstate_phrase"].isdisjoint(phrases) and any(c.lower_ == "back" for c in verb.children):
        return Realis.PLANNED
    return Realis.POSTPONED if not v["postpone_phrase"].isdisjoint(phrases) else None


def _altered(verb: Token) -> Change | None:
    """What of a plan is another now: "moved to Riga", "its venue was changed to Riga", "changed the date of it to Monday"."""
    w = words(language_of(verb))
    if verb.lemma_ in w.verbs["relocate"] and moves_to_place(verb) and not moves_to(verb):
        return Change.RELOCATED
    if verb.lemma_ not in w.verbs["alter"]:
        return None
    what = {c.lemma_.lower() for c in children(verb, "nsubjpass", "dobj")}
    if not w.nouns["venue"].isdisjoint(what) and moves_to_place(verb):
        return Change.RELOCATED
    return Change.RESCHEDULED if not w.nouns["date"].isdisjoint(what) and moves_to(verb) else None


def for_now(verb: Token) -> bool:
    text = verb.sent.text.lower()
    return any(
        phrase in text for phrase in ("for the moment", "for now", "for the time being", "no new date", "new date")
    )


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


def climb(verb: Token, reading: Reading, *, lasting: bool, keep: bool = False) -> None:  # noqa: C901 - one rule a branch
    """Walk from the verb of the deed up to the root, letting each governor change what is known of it.

    `keep`: the realis is settled by the words ("called off"); only hypothesis, negation or opinion may still undo it.
    """
    v = words(language_of(verb)).verbs
    settled = reading.realis
    reading.verb = reading.verb or verb
    realis = of_tense(verb, reading, lasting=lasting)
    current = verb
    for _ in range(_MAX_STEPS):
        if not realis.is_event:
            break
        tense = Tense(current)
        if conditional(current, planned=realis is Realis.PLANNED):
            realis = Realis.CONDITIONAL
            reading.notes.append("conditional")
            break
        above = current.head
        dep = current.dep_
        if above.i == current.i:
            break
        if dep == "advcl" and current.tag_ == "VBG" and current.left_edge.i and current.left_edge.nbor(-1).text == ",":
            above = _out_of_infinitives(above)  # "agreed to let them in, ending four days of talks"
        if (teller := predicated_by(current)) is not None:
            outer = Reading(Realis.OCCURRED)
            climb(teller, outer, lasting=lasting)
            realis, reading.speaker, reading.verb = outer.realis, reading.speaker or outer.speaker, teller
            break
        if dep == "conj" and is_verb(above):
            bare = current.tag_ in {"VB", "VBG"} or _is_bare_passive(current)
            if not children(current, *SUBJECTS) and (tense.to or bare):
                inherited = Reading(Realis.OCCURRED)
                climb(above, inherited, lasting=lasting)
                if not auxiliaries(current) or tense.to or _is_bare_passive(current):
                    realis = inherited.realis if inherited.realis is not Realis.ONGOING or lasting else Realis.OCCURRED
                reading.speaker = reading.speaker or inherited.speaker
                break
            current = above
            if current.dep_ in {"ccomp", "xcomp", "advcl", "relcl", "conj", "acl", "pcomp"}:
                # go on above the first conjunct, whose own tense does not matter
                continue
            break
        if dep in {"csubj", "csubjpass"} and _is_asked(current):
            reading.notes.append("a question")  # "whether they will sign is unclear"
            realis = Realis.HYPOTHETICAL
        elif dep in {"csubj", "csubjpass"} and current.tag_ in {"VBG", "VB"}:
            reading.notes.append("only named, not told")
            realis = Realis.HYPOTHETICAL
        elif is_verb(above):
            realis = _under_verb(current, dep, above, realis, reading, lasting=lasting)
            if dep == "advcl" and realis is Realis.OCCURRED and _is_told_beside(current):
                speech_above(current, reading)  # "failed to agree when they met on Tuesday"
                break
        elif above.pos_ in {"ADJ", "ADV"} and dep in {"xcomp", "ccomp", "advcl"}:
            key = f"be_{above.lower_}"
            if children(above.head, "neg"):
                realis = Realis.NEGATED
            elif key in v["plan"]:
                realis = Realis.PLANNED
            elif key in v["negative"]:
                realis = Realis.NEGATED
            elif key in v["implied"]:
                realis = of_tense(above.head, reading, lasting=False) if is_verb(above.head) else realis
            elif key in v["hypothetical"] or tense.to:
                realis = reading.wish(Wish.HOPED if key in v["mean"] else Wish.WEIGHED, f"{above.lower_} to")
        elif (is_noun(above) and dep in {"acl", "ccomp", "advcl"}) or (dep == "relcl" and not is_verb(above)):
            realis = _under_noun(current, dep, above, realis, reading)
            if (dep == "relcl" or (dep == "acl" and current.tag_ == "VBN")) and (
                _is_generic(above) or _characterises(current, above)
            ):
                reading.notes.append("of any such, not of one")
                realis = Realis.HYPOTHETICAL
            if dep == "acl" and current.tag_ == "VBN" and _stands_fast(above) and realis is Realis.OCCURRED:
                speech_above(above, reading)  # "will be shared under an accord signed on Monday"
                break
            if dep == "relcl":
                # A relative clause tells a fact of its own; what the main clause does with the noun is another matter.
                speech_above(above, reading)
                break
        elif dep == "pcomp":
            realis = _under_preposition(current, above, realis, reading)
            current = above.head
            if not is_verb(current):
                break
            continue
        current = above
    if keep and realis in HAPPENED | {Realis.PLANNED}:
        realis = settled
    reading.realis = realis


def _stands_fast(noun: Token) -> bool:
    """Whether a thing is there whatever a verb means to do with it: "wants to rebuild the bridge destroyed on Sunday"."""
    v = words(language_of(noun)).verbs
    known = is_definite(noun) or any(c.dep_ == "nummod" for c in noun.children)
    wished_so = noun.head.lemma_ in v["cause"] | v["mean"]  # "wants the accord signed by Friday"
    return noun.dep_ == "pobj" or (noun.dep_ == "dobj" and known and not wished_so)


def _is_bare_passive(verb: Token) -> bool:
    """Whether a passive goes on with what stands before another verb: "must accept it or be punished"."""
    return [a.lower_ for a in auxiliaries(verb)] == ["be"] and verb.tag_ == "VBN"


def _under_verb(current: Token, dep: str, above: Token, realis: Realis, reading: Reading, *, lasting: bool) -> Realis:
    name = with_particle(above)
    gerund = current.tag_ == "VBG" and not any(a.lemma_ == "be" for a in auxiliaries(current))
    to_infinitive = gerund or any(a.lower_ == "to" and a.dep_ == "aux" for a in current.children)
    key = _be_key(above) or name
    if key == "be_to" and not to_infinitive:
        return realis  # "was on Monday rejected"
    if dep == "xcomp" or (dep == "ccomp" and to_infinitive):
        return _under_control(current, above, name if key == name else key, realis, reading, lasting=lasting)
    if dep in {"ccomp", "parataxis"}:
        if any(t.text in {":", ";"} for t in current.doc[min(current.i, above.i) : max(current.i, above.i)]):
            return realis  # "the vote is off: the speaker will not allow it" are two statements
        if _is_small(current) and (Tense(above).future or Tense(above).modal):
            return of_tense(above, reading, lasting=False)  # "will see the prisoners freed"
        if _is_small(current) and above.lemma_ in words(language_of(above)).verbs["cause"]:
            return realis  # "ordered the strait closed"
        if is_subjunctive(current) or is_commanded(current):
            return _asked_for(above, name, reading)
        return _under_clause(current, above, name, realis, reading)
    if dep == "advcl" and (_is_ruled_out(current, above) or _is_what_is_undertaken(current, above)):
        return _under_control(current, above, name, realis, reading, lasting=lasting)
    if dep == "advcl":
        return _adverbial(current, above, realis, reading)
    return realis


def _is_ruled_out(gerund: Token, above: Token) -> bool:
    """Whether a participle right behind a verb is what that says will not be: "ruled out recognising it"."""
    close = all(t.dep_ in {"prt", "advmod"} for t in gerund.doc[above.i + 1 : gerund.i])
    return gerund.tag_ == "VBG" and above.i < gerund.i and close and with_particle(above) in _negative(above)


def _negative(verb: Token) -> frozenset[str]:
    return words(language_of(verb)).verbs["negative"]


def _is_what_is_undertaken(clause: Token, above: Token) -> bool:
    """Whether an infinitive that the parser takes for an aim is what is promised or refused: "pledged on Friday to halt it"."""
    to = [a for a in auxiliaries(clause) if a.lower_ == "to"]
    if not to or clause.i < above.i or children(clause, "mark") or children(above, "dobj", "nsubjpass", "ccomp"):
        return False
    before = to[0].i - 1 if to[0].i > above.i + 1 else above.i
    return above.lemma_ in words(language_of(above)).verbs["undertake"] and clause.doc[before].text != ","


def _is_told_beside(clause: Token) -> bool:
    """Whether a clause of time tells what was done, whatever the one above makes of the rest."""
    in_time = {"when", "while", "after", "as", "because", "since", "though", "although"}
    told = any(c.lower_ in in_time for c in children(clause, "mark", "advmod"))
    return clause.tag_ == "VBD" and told and bool(children(clause, *SUBJECTS))


def _asked_for(above: Token, name: str, reading: Reading) -> Realis:
    """What a verb makes of what it asks for: who commands has it so."""
    if name in words(language_of(above)).verbs["command"]:
        return Realis.PLANNED
    reading.notes.append(f"{name}: asked for")
    return Realis.HYPOTHETICAL


def _under_clause(current: Token, above: Token, name: str, realis: Realis, reading: Reading) -> Realis:
    """What a verb makes of a clause that is its object: said, thought, denied, asked."""
    v = words(language_of(above)).verbs
    lemma = above.lemma_.lower()
    above_tense = Tense(above)
    if _is_asked(current):
        reading.notes.append("a question")
        return Realis.HYPOTHETICAL
    if above_tense.negated and next(iter(current.subtree)).tag_ in {"WP", "WDT", "WRB"}:
        reading.notes.append("not told")  # "would not say what he had agreed to"
        return Realis.HYPOTHETICAL
    if name in v["deny"] or lemma in v["deny"] or _denies_claim(current, above) or _is_called_false(above):
        return Realis.DENIED
    if is_felt(current, above) or any(f"be_{c.lower_}" in v["hypothetical"] for c in children(above, "acomp")):
        return reading.wish(Wish.WEIGHED, "what is felt, or only possible")
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
        return reading.wish(Wish.WEIGHED, f"{name}: wished or weighed")
    if name in v["plan"]:
        if realis is Realis.OCCURRED and any(a.lower_ in {"has", "have"} for a in auxiliaries(current)):
            return realis  # "the bloc has shut it out, ministers decided"
        return Realis.HYPOTHETICAL if above_tense.modal in {"may", "must"} else Realis.PLANNED
    return realis


def _is_small(clause: Token) -> bool:
    """Whether a clause is only a participle with what undergoes it."""
    return clause.tag_ == "VBN" and not auxiliaries(clause) and bool(children(clause, "nsubjpass"))


def _is_asked(clause: Token) -> bool:
    """Whether a clause is a question told: "whether they will sign"."""
    return any(c.lower_ in words(language_of(clause)).marks["question"] and c.dep_ == "mark" for c in clause.children)


def _under_control(  # noqa: C901 - one rule a branch
    current: Token, above: Token, name: str, realis: Realis, reading: Reading, *, lasting: bool
) -> Realis:
    v = words(language_of(above)).verbs
    lemma = above.lemma_.lower()
    tense = Tense(above)
    if above.lower_ == "ought":
        reading.notes.append(Sign.DUTY)
        return Realis.OPINION
    passive_key = f"be_{above.lower_}" if tense.passive else name
    if says_an_aim(above) or is_felt(current, above):
        return reading.wish(Wish.WEIGHED, "an aim, or what is felt")
    if is_judged(above):
        reading.notes.append(Sign.DUTY)
        return Realis.OPINION
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
    if commands_own(above):
        return of_tense(above, reading, lasting=False)  # "told his generals to halt the offensive"
    if lemma in v["attempt"] and _was_tried(above, reading):
        reading.notes.append(Sign.TRIED)
        return Realis.HYPOTHETICAL
    if passive_key in v["hypothetical"] or name in v["hypothetical"] or lemma in v["hypothetical"]:
        own = passive_key in v["mean"] or (name in v["mean"] and not children(current, *SUBJECTS))
        return reading.wish(Wish.HOPED if own else Wish.WEIGHED, f"{name}: wished, asked or weighed")
    if name in v["implied"]:
        return of_tense(above, reading, lasting=False)  # "proceeded to expel them"
    if name in v["begin"] or lemma in v["begin"]:
        base = of_tense(above, reading, lasting=False)
        return Realis.ONGOING if base is Realis.OCCURRED and (lasting or is_present_perfect(above)) else base
    if name in v["then"] and Tense(current).to:
        return of_tense(above, reading, lasting=False)
    if name in v["continue"] or lemma == "keep":
        base = of_tense(above, reading, lasting=lasting)
        reading.notes.append(Sign.CONTINUES)
        return Realis.ONGOING if base is Realis.OCCURRED else base
    if lemma in {"say", "report", "believe", "know", "think", "understand", "allege", "see"}:
        reading.speaker = reading.speaker or above
        return Realis.OCCURRED if realis is Realis.OCCURRED else realis
    if lemma in {"seem", "appear", "tend"}:
        return Realis.OPINION
    if lemma == "have" and any(
        p.lower_ in words(language_of(above)).marks["until"] and falls_due(p) for p in children(above, "prep")
    ):
        return Realis.PLANNED  # "they have until Friday to sign"
    if lemma == "have" and not tense.past and any(map(is_term, children(current, "prep", "agent", "advmod"))):
        return Realis.PLANNED  # "has to decide by 29 June"
    if lemma == "have" and any(c.lower_ == "yet" for c in [*above.children, *current.children]):
        return Realis.NEGATED
    if lemma == "have":
        base = of_tense(above, reading, lasting=False)
        return Realis.OCCURRED if tense.past and base is Realis.OCCURRED else Realis.OPINION
    if tense.negated:
        return Realis.NEGATED
    base = of_tense(above, reading, lasting=False)
    return base if base is not Realis.OCCURRED else realis


def _was_tried(attempt: Token, reading: Reading) -> bool:
    """Whether somebody is told to have tried: "tried to storm it", not "will try" or "if they tried"."""
    tense = Tense(attempt)
    if not tense.past or tense.passive or tense.modal or tense.to:
        return False
    outer = Reading(Realis.OCCURRED)
    climb(attempt, outer, lasting=False)
    reading.speaker = reading.speaker or outer.speaker
    return outer.realis is Realis.OCCURRED


def commands_own(verb: Token) -> bool:
    """Whether somebody has told his own people to do something: "ordered his army to pull back", "the army was told to halt"."""
    w = words(language_of(verb))
    tense = Tense(verb)
    if verb.lemma_ not in w.verbs["command"] | {"tell"} or tense.negated or tense.modal or tense.future or tense.to:
        return False
    told = children(verb, "dobj", "nsubjpass", "dative")
    told += [s for clause in children(verb, "ccomp") for s in children(clause, "nsubj")]
    judged = any(n.lemma_.lower() in w.nouns["judge"] for n in children(verb, "nsubj"))
    return any(map(_is_owned, told)) or (bool(told) and not judged and all(map(_obeys, told)))


def _is_owned(people: Token) -> bool:
    """ "His army", "their negotiators"."""
    w = words(language_of(people))
    return people.lemma_.lower() in w.nouns["own"] and is_somebodys(people)


def _obeys(people: Token) -> bool:
    """Whether those who are told to do something are no other land's: "the army", not "Kenyan police"."""
    foreign = any(c.dep_ in {"amod", "poss", "nmod"} and c.text[:1].isupper() for c in people.children)
    return people.lemma_.lower() in words(language_of(people)).nouns["subordinate"] and not foreign


def _adverbial(current: Token, above: Token, realis: Realis, reading: Reading) -> Realis:
    v = words(language_of(above)).verbs
    marks = {c.lower_ for c in current.children if c.dep_ in {"mark", "advmod"}}
    if is_unanswered(current):
        reading.notes.append("a question")
        return Realis.HYPOTHETICAL
    if any(c.lower_ == "to" and c.dep_ == "aux" for c in current.children):
        base = Reading(Realis.OCCURRED)
        climb(above, base, lasting=False)
        if _counts_who_did(above) or _does_by(above) or above.lemma_ in v["dare"]:
            reading.speaker = reading.speaker or base.speaker
            return base.realis
        asked = {above.lemma_, with_particle(above)} & v["hypothetical"]
        if base.realis is Realis.OCCURRED and not asked and _speaks(current):
            return realis  # "went on television to announce that he would resign"
        if base.realis is Realis.PLANNED and (with_particle(above) in v["motion"] or above.lemma_ in v["motion"]):
            reading.speaker = reading.speaker or base.speaker
            return Realis.PLANNED
        reading.notes.append("only a purpose")
        return Realis.HYPOTHETICAL
    if "before" in marks and current.tag_ in {"VBZ", "VBP"} and not auxiliaries(current) and Tense(above).past:
        return Realis.PLANNED  # "the day before they meet, shells hit the town"
    if "before" in marks and current.tag_ in {"VBD", "VBN"} | {"VBG"}:
        return realis
    due = any(map(falls_due, children(current, "prep"))) or any(map(is_time, children(current, "npadvmod")))
    if "when" in marks and Tense(above).future and due:
        return Realis.PLANNED  # "when he arrives on 3 June", "when they meet later this week"
    if "until" in marks or ("when" in marks and (Tense(above).future or Tense(above).modal)):
        if not Tense(current).past:
            return Realis.CONDITIONAL
        would = (
            Tense(above).modal == "would" and not Tense(above).perfect
        )  # "when they met, nobody would have thought it"
        return Realis.CONDITIONAL if would or Tense(above).future else realis
    if current.tag_ == "VBG" and not auxiliaries(current) and not children(current, *SUBJECTS):
        base = Reading(Realis.OCCURRED)
        climb(above, base, lasting=False)
        reading.speaker = reading.speaker or base.speaker
        return base.realis if base.realis in {Realis.PLANNED, Realis.HYPOTHETICAL, Realis.CONDITIONAL} else realis
    return realis


def _does_by(verb: Token) -> bool:
    """Whether a verb only names by what something is done: "used a decree to dissolve parliament"."""
    return verb.lemma_ in words(language_of(verb)).verbs["means"] and bool(children(verb, "dobj", "nsubjpass"))


def _speaks(verb: Token) -> bool:
    """Whether an infinitive is that of a verb of saying with what is said: who set out to say it has said it."""
    v = words(language_of(verb)).verbs
    return verb.lemma_ in v["say"] and (verb.lemma_ in v["allege"] or bool(children(verb, "ccomp")))


def _counts_who_did(verb: Token) -> bool:
    """Whether a clause only says how many did it before: "was among the first to recognise it"."""
    ordinals = words(language_of(verb)).adjectives["nth"]
    return verb.lemma_ in {"be", "become"} and any(
        noun.lower_ in ordinals or any(c.lower_ in ordinals for c in children(noun, "amod"))
        for prep in children(verb, "prep")
        if prep.lower_ in {"among", "amongst"}
        for noun in children(prep, "pobj")
    )


def _out_of_infinitives(verb: Token) -> Token:
    """The verb whose clause an infinitive belongs to."""
    while verb.dep_ in {"xcomp", "advcl", "ccomp"} and verb.tag_ == "VB" and is_verb(verb.head):
        verb = verb.head
    return verb


def _under_noun(current: Token, dep: str, above: Token, realis: Realis, reading: Reading) -> Realis:
    lists = words(language_of(above)).nouns
    lemma = above.lemma_.lower()
    if dep in {"acl", "ccomp", "advcl"} and any(c.lower_ == "to" and c.dep_ == "aux" for c in current.children):
        if noun_is_negated(above) and lemma in lists["choice"]:
            return realis
        if noun_is_negated(above) or lemma in lists["negative"]:
            return Realis.NEGATED
        if _is_their_time(above):
            return Realis.PLANNED
        if lemma in lists["plan"]:
            return _plan_dropped(above) or _leave_wanting(above) or Realis.PLANNED
        if lemma in lists["decree"] and (issued := _as_issued(above)) is not None:
            return issued  # "signed a decree to set them free"
        return reading.wish(wish_for(above, "to"), f"{lemma} to do it")
    if dep in {"acl", "ccomp"} and any(c.lower_ == "that" and c.dep_ == "mark" for c in current.children):
        if lemma in lists["deny"] or (lemma in lists["claim"] and _is_denied(above)):
            return Realis.DENIED
        if lemma in lists["hypothetical"]:
            return Realis.HYPOTHETICAL
    some = {"whoever", "whatever", "whichever", "anyone", "anybody"}
    dated = any(falls_due(t) for t in current.subtree if t.dep_ == "prep")
    if above.lower_ == "those" and not (dated and Tense(current).past):
        some.add("those")  # "those who attacked it on Friday" are some in particular
    if above.lower_ in some and dep in {"relcl", "ccomp"}:
        return Realis.HYPOTHETICAL
    bare = dep == "acl" and current.tag_ == "VBN" and not auxiliaries(current)  # "no arrests made"
    if noun_is_negated(above) and (dep == "relcl" or bare):
        return Realis.NEGATED
    if dep == "relcl" and Tense(current).to and above.lower_ in words(language_of(above)).marks["somebody"]:
        return Realis.HYPOTHETICAL
    return realis


def wish_for(word: Token, how: str) -> Wish:
    """How a deed is wished that stands behind a word: "a call for a strike", "a call to march", "a law against marches"."""
    calls = word.lemma_.lower() in words(language_of(word)).verbs["call_for"] and how in {"for", "to"}
    return Wish.CALLED_FOR if calls else Wish.NAMED


def _as_issued(decree: Token) -> Realis | None:
    """How a ruler's paper is told to have been issued; None where it is not."""
    verb, place = carrier(decree)
    if verb is None or verb.lemma_ not in words(language_of(verb)).verbs["issue"]:
        return None
    if place != "object" and not (place == "subject" and Tense(verb).passive):
        return None
    outer = Reading(Realis.OCCURRED)
    climb(verb, outer, lasting=False)
    return outer.realis if outer.realis in {Realis.OCCURRED, Realis.PLANNED} else None


def _denies_claim(claim: Token, above: Token) -> bool:
    """Whether a claim that the parser takes for a verb is turned down: "dismissed claims its soldiers had killed them"."""
    w = words(language_of(above))
    return claim.lemma_.lower() in w.nouns["claim"] and above.lemma_ in w.verbs["deny_claim"]


def _is_called_false(claim: Token) -> bool:
    """Whether a claim is said to be untrue: "reports that its planes had bombed it were false"."""
    w = words(language_of(claim))
    be = claim.head
    if claim.lemma_.lower() not in w.nouns["claim"] or claim.dep_ not in SUBJECTS or be.lemma_ != "be":
        return False
    return not is_negated(be) and any(a.lower_ in w.adjectives["false"] for a in children(be, "acomp", "attr"))


def _is_denied(claim: Token) -> bool:
    """Whether a claim is turned down: "rejected claims that it had shelled the town", "dismissed reports that"."""
    verb, place = carrier(claim)
    v = words(language_of(claim)).verbs
    if _is_called_false(claim):
        return True
    # "dismissed as baseless reports that"
    turned = place in {"object", "as"} or (place == "subject" and verb is not None and Tense(verb).passive)
    return verb is not None and turned and (verb.lemma_ in v["deny"] or verb.lemma_ in v["deny_claim"])


def is_denied_above(word: Token) -> bool:
    """Whether a clause is what somebody denies: "denied that it would hold talks", "denied reports that it would"."""
    denies = words(language_of(word)).verbs["deny"]
    claims = words(language_of(word)).nouns["claim"]
    for lower in (word, *ancestors(word)):
        above = lower.head
        if lower.dep_ == "ccomp" and above.lemma_ in denies:
            return True
        if lower.dep_ in {"acl", "ccomp"} and above.lemma_.lower() in claims and _is_denied(above):
            return True
        if lower.dep_ not in {"xcomp", "conj", "dobj", "pobj", "prep"}:
            return False
    return False


def _plan_dropped(plan: Token) -> Realis | None:
    """What became of a plan to do something: "scrapped plans to visit", "shelved its plan to send troops", "foiled a plan to bomb it"."""
    verb, place = carrier(plan)
    if verb is None or not (place == "object" or (place == "subject" and Tense(verb).passive)):
        return None
    if with_particle(verb) in words(language_of(plan)).verbs["foil"]:
        return Realis.NEGATED
    outer = Reading(Realis.PLANNED, definite=True)
    calls_off(verb, with_particle(verb), outer, Tense(verb))
    return outer.realis if outer.realis in {Realis.CANCELLED, Realis.POSTPONED} else None


def _is_their_time(span: Token) -> bool:
    """Whether those who are to do something have so long for it: "the guerrillas have 180 days to gather"."""
    w = words(language_of(span))
    verb, place = carrier(span)
    return (
        span.lemma_.lower() in w.nouns["time_spent"]
        and place == "object"
        and verb is not None
        and verb.lemma_ in w.verbs["have_time"]
    )


def _leave_wanting(leave: Token) -> Realis | None:
    """What comes of leave that is asked for or denied: "waited for permission to land", "were refused permission to land"."""
    w = words(language_of(leave))
    verb, place = carrier(leave)
    if leave.lemma_.lower() not in w.nouns["leave"]:
        return None
    if place == "without":
        return Realis.NEGATED
    if verb is None:
        return None
    names = {verb.lemma_, with_particle(verb), f"{verb.lemma_} {place}"}
    if names & (w.verbs["negative"] | w.verbs["withhold"]) or is_negated(verb):
        return Realis.NEGATED
    return Realis.HYPOTHETICAL if names & w.verbs["hypothetical"] else None


def _is_generic(noun: Token) -> bool:
    """Whether a noun stands for any of its kind: "any troops deployed there must"."""
    if any(c.lower_ in {"any", "every", "all", "each"} and c.dep_ == "det" for c in noun.children):
        return True
    verb, place = carrier(noun)
    definite = is_definite(noun) or any(c.dep_ == "nummod" for c in noun.children) or noun.tag_ in {"NNP", "NNPS"}
    return verb is not None and place == "subject" and not definite and Tense(verb).modal in {"may", "must", "would"}


def _characterises(verb: Token, noun: Token) -> bool:
    """Whether a relative clause only says which ones are meant: "countries that have already joined the pact"."""
    bare = noun.tag_ == "NNS" and not any(c.dep_ in {"det", "poss", "nummod", "compound"} for c in noun.children)
    counted = noun.dep_ == "pobj" and noun.head.lower_ == "of" and noun.head.head.tag_ in {"NNS", "CD"}
    bare = bare and not counted  # "hundreds of men who had gathered"
    apart = any(t.text in {",", "-", "–", "—"} for t in verb.doc[noun.i + 1 : verb.i])
    teller, _ = carrier(noun)
    before = any(a.lower_ in {"had", "'d"} for a in auxiliaries(verb))
    if before and teller is not None and teller.tag_ == "VBD":
        return False  # "police dispersed students who had gathered there"
    return bare and not apart and verb.dep_ == "relcl" and Tense(verb).perfect


def _under_preposition(current: Token, preposition: Token, realis: Realis, reading: Reading) -> Realis:
    low = preposition.lower_
    above = preposition.head
    if low == "of" and preposition.i > 0 and preposition.nbor(-1).lower_ == "instead":
        return Realis.NEGATED  # however the parser hangs up "instead of"
    if above.lower_ in words(language_of(above)).marks["nearly"] and not is_verb(above):
        return Realis.NEGATED
    if low == "against" and children(current, *SUBJECTS):
        return realis  # "used tear gas against students marching on parliament"
    if low in words(language_of(above)).marks["without"] or (low == "of" and above.lower_ in {"instead", "short"}):
        return Realis.NEGATED
    if low == "of" and above.lower_ == "out":
        return Realis.NEGATED  # "talked him out of shooting"
    if low in {"on", "about"} and is_verb(above) and preposition.nbor(-1).dep_ == "dobj":
        above = preposition.nbor(-1)  # "signed a deal on expelling migrants", however the parser hangs it up
    if low in {"over", "about"} and current.tag_ == "VBG" and is_verb(above):
        reading.notes.append("alleged")
        return Realis.OPINION  # "summoned the envoy over spying"
    if is_noun(above):
        return _behind_noun(current, above, low, realis, reading)
    return _behind_verb(above, low, realis, reading) if is_verb(above) else realis


def _behind_noun(current: Token, noun: Token, low: str, realis: Realis, reading: Reading) -> Realis:
    """What a noun and the preposition behind it make of a deed: "accused him of bullying", "a decree on seizing banks"."""
    lemma = noun.lemma_.lower()
    accuser, place = carrier(noun)
    if (
        accuser is not None
        and place == "object"
        and low == "of"
        and accuser.lemma_ in words(language_of(noun)).verbs["allege"]
    ):
        return _behind_verb(accuser, low, realis, reading)  # "accused the director of bullying"
    if noun_is_negated(noun):
        return realis if lemma in words(language_of(noun)).nouns["choice"] else Realis.NEGATED
    if lemma in words(language_of(noun)).nouns["hypothetical"]:
        return Realis.HYPOTHETICAL
    if low == "in" and lemma in words(language_of(noun)).nouns["part_in"]:
        return Realis.HYPOTHETICAL
    if low in {"on", "about"} and current.tag_ == "VBG":
        reading.notes.append("what it is about")
        return Realis.HYPOTHETICAL  # "a decree on seizing foreign banks was signed"
    if lemma in words(language_of(noun)).nouns["plan"]:
        return Realis.PLANNED
    return realis


def _behind_verb(verb: Token, low: str, realis: Realis, reading: Reading) -> Realis:
    """What a verb and the preposition behind it make of a deed: "was accused of killing", "left after signing"."""
    v = words(language_of(verb)).verbs
    lemma = verb.lemma_.lower()
    if lemma in v["allege"] and low in {"of", "with", "for", "against", "over"}:
        reading.notes.append("alleged")
        reading.speaker = reading.speaker or verb
        return Realis.OPINION
    if low == "on" and lemma in v["plan"]:
        return Realis.PLANNED  # "agreed on freeing them"
    if f"{lemma} {low}" in v["hypothetical"] or lemma in {"talk", "think", "dream", "insist"}:
        return Realis.HYPOTHETICAL
    if f"{lemma} {low}" in v["negative"] or lemma in v["negative"]:
        return Realis.NEGATED
    if low == "from" and lemma in v["keep_from"]:
        return Realis.NEGATED
    prized = any(c.lemma_.lower() in words(language_of(verb)).nouns["prize"] for c in children(verb, "dobj"))
    if low == "for" and (prized or lemma in v["credit"]):
        reading.notes.append("what somebody is known for")
        return Realis.HISTORY
    if low in {"before", "after", "by", "for"}:
        base = Reading(Realis.OCCURRED)
        climb(verb, base, lasting=False)
        if base.realis is Realis.PLANNED and low in {"before", "after", "by"}:
            return realis if low == "after" else Realis.PLANNED
    return realis


def speech_above(token: Token, reading: Reading) -> None:
    v = words(language_of(token)).verbs
    for above in ancestors(token):
        if is_verb(above) and above.lemma_ in v["say"] and children(above, "ccomp") and reading.speaker is None:
            reading.speaker = above
            return
