"""Which of the words in one sentence that name deeds tell a deed of their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.domain.mention import ActorPhrase
from pipeline.domain.vocabulary import Change, EventType, Mode, Realis, Role
from pipeline.extraction.candidates import Candidate
from pipeline.extraction.deeds.filing import POWERS, WORDS
from pipeline.extraction.language import language_of
from pipeline.extraction.realis.above import commands_own
from pipeline.extraction.realis.fate import will_now
from pipeline.extraction.realis.outcome import Sign
from pipeline.extraction.realis.verbs import is_on_claim
from pipeline.extraction.realis.words import words
from pipeline.extraction.syntax import SUBJECTS, ancestors, auxiliaries, children, first_conjunct, is_verb
from pipeline.extraction.when.belonging import IN_ITS_CLAUSE

if TYPE_CHECKING:
    from spacy.tokens import Token

# Agreeing to one of these is that deed, planned; agreeing to a truce or a text is the agreement.
_OFFERS = frozenset({"offer", "promise"})
_AGREED = frozenset({EventType.CONSULT, EventType.AID, EventType.MOBILIZE, EventType.COOPERATE, EventType.PROTEST})


def on_their_own(kept: Sequence[Candidate]) -> list[Candidate]:
    """Those of a sentence's deeds that do not only frame, give the terms of, or stand as known in what another tells."""
    rules = (_only_frames, _only_orders, _is_term, _only_decrees, _only_named)
    return [c for c in kept if not any(only(c, kept) for only in rules)]


def keep_best(kept: list[Candidate], candidate: Candidate) -> None:
    """Of several words for one deed in one sentence, keep the one that tells most; two days are two deeds."""
    for i, other in enumerate(kept):
        if other.type is candidate.type and (plan := _told_anew(other, candidate)) is not None:
            kept[i] = plan
            return
    same = next((k for k in kept if k.type is candidate.type and not _is_another(k, candidate)), None)
    if same is None:
        kept.append(candidate)
        return
    candidate.place, same.place = candidate.place or same.place, same.place or candidate.place
    candidate.actors, same.actors = _all_sides(candidate, same), _all_sides(same, candidate)
    if (news := _set_anew_by(same, candidate) or _off_after_all(same, candidate)) is not None:
        kept[kept.index(same)] = news
    elif candidate.strength > same.strength or (
        candidate.strength == same.strength and _says_it_lasts(candidate, same)
    ):
        kept[kept.index(same)] = candidate


def _says_it_lasts(verb: Candidate, noun: Candidate) -> bool:
    """Whether the verb of a noun tells that what the noun names goes on: "the truce has held since Friday"."""
    return verb.realis is Realis.ONGOING and noun.realis is Realis.OCCURRED and noun.head.head.i == verb.head.i


def _all_sides(one: Candidate, other: Candidate) -> tuple[ActorPhrase, ...]:
    """Who takes part in a deed, with the side that only another word for it names: "jets bombed it, killing nine"."""
    roles = {actor.role for actor in one.actors}
    if not roles:
        return other.actors  # "a truce agreed by Baku and Yerevan takes effect today"
    if Role.PARTICIPANT in roles or len(roles) > 1:
        return one.actors
    named = {actor.name.lower() for actor in one.actors}
    missing = (a for a in other.actors if a.role not in {*roles, Role.PARTICIPANT} and a.name.lower() not in named)
    return tuple(sorted((*one.actors, *missing), key=lambda a: a.role is Role.TARGET))


def _told_anew(one: Candidate, other: Candidate) -> Candidate | None:
    """A plan with the new day that a later word tells: "were due to strike on Friday but will now walk out on Monday"."""
    plan, word = sorted((one, other), key=lambda c: c.head.i)
    was, day = plan.when.starts_on, word.when
    if plan.reading.change is not None or {plan.realis, word.realis} != {Realis.PLANNED}:
        return None
    if was is None or day.first_on is None or day.starts_on == was:
        return None
    if not (_was_planned(plan.head) or _is_told_by(plan, word)):
        return None
    if plan.place is not None and word.place is not None and plan.place.key != word.place.key:
        return None
    if word.reading.change is not Change.RESCHEDULED and not will_now(word.reading.verb or word.head):
        return None
    plan.reading.change = Change.RESCHEDULED
    plan.dated = replace(plan.dated, when=day, moved_from=was, expression=word.dated.expression)
    plan.place, plan.actors = plan.place or word.place, _all_sides(plan, word)
    return plan


def _is_told_by(plan: Candidate, word: Candidate) -> bool:
    """Whether a verb says what becomes of what a noun names: "the trial, due to open on Friday, will now open on Monday"."""
    return plan.head.head == word.head and plan.head.dep_ in SUBJECTS


def _set_anew_by(first: Candidate, second: Candidate) -> Candidate | None:
    """The plan of which the other word tells only the new day: "was due in Riga on Friday but will arrive on Sunday"."""
    for plan, word in ((first, second), (second, first)):
        if Sign.SET_ANEW in plan.reading.notes and plan.reading.verb == word.head and plan.when.first_on is not None:
            return plan
    return None


def _off_after_all(first: Candidate, second: Candidate) -> Candidate | None:
    """What became of a plan told beside it, with all that the plan told: "had been due to meet on Friday but called it off"."""
    for plan, news in ((first, second), (second, first)):
        gone = news.realis in {Realis.CANCELLED, Realis.POSTPONED} and news.reading.change is None
        open_ = plan.realis is Realis.PLANNED or (plan.realis, news.realis) == (Realis.POSTPONED, Realis.CANCELLED)
        if not gone or not open_ or not _was_planned(plan.head):
            continue
        if news.when.first_on is None:
            news.dated = replace(news.dated, when=plan.when, expression=plan.dated.expression)
        news.place = news.place or plan.place
        # Who called it off is told before "it", not who was to take part.
        by_pronoun = news.head.pos_ == "PRON"
        news.actors = (plan.actors or news.actors) if by_pronoun else (news.actors or plan.actors)
        return news
    return None


def _was_planned(head: Token) -> bool:
    """Whether a plan is told as that of the past: "had been scheduled to meet", "was to visit", "was due"."""
    for current in [head, *ancestors(head)]:
        if not is_verb(current):
            continue
        if {a.lower_ for a in [current, *auxiliaries(current)]} & {"had", "was", "were"}:
            return True
        if current.dep_ not in {"xcomp", "acl", "conj"}:
            return False
    return False


def _is_another(first: Candidate, second: Candidate) -> bool:
    """Whether two deeds of one type in one sentence are two: on two days, in two places, or one after the other."""
    places = {c.place.key for c in (first, second) if c.place is not None}
    told = {first.realis, second.realis} == {Realis.OCCURRED, Realis.PLANNED}
    done_and_planned = (
        told and first.trigger.kind == second.trigger.kind == "verb" and first.trigger.mode is not second.trigger.mode
    )
    done, plan = (first, second) if second.realis is Realis.PLANNED else (second, first)
    after = plan.when.first_on
    if told and done.when.starts_on is not None and after is not None and after > done.when.starts_on:
        return True  # "ended their talks on Tuesday and will meet again in a week"
    modes = {first.trigger.mode, second.trigger.mode}
    called_and_met = Mode.PHONE in modes and (Mode.VISIT in modes or first.realis is not second.realis)
    return (
        _are_apart(first, second)
        or len(places) == 2
        or done_and_planned
        or called_and_met
        or _follows(first.head, second.head)
        or _by_another_power(first, second)
    )


def _are_apart(first: Candidate, second: Candidate) -> bool:
    """Whether two deeds have no day in common: "the two, who last met in March, spoke on Monday"."""
    one, other = first.when, second.when
    if one.starts_on is not None and other.starts_on is not None:
        return one.starts_on != other.starts_on
    # A noun with a vague time is but a topic, and "annuls last month's vote" tells no day of the annulling.
    told = all(c.trigger.kind == "verb" and c.dated.rank <= IN_ITS_CLAUSE for c in (first, second))
    if not (told and one.first_on and one.last_on and other.first_on and other.last_on):
        return False
    return max(one.first_on, other.first_on) > min(one.last_on, other.last_on)


# What one power does to another: another power's is another deed.
_ONE_WAY = frozenset(
    {EventType.SANCTION, EventType.COERCE, EventType.ASSAULT, EventType.ACCUSE, EventType.THREATEN, EventType.MOBILIZE}
)


def _by_another_power(first: Candidate, second: Candidate) -> bool:
    """Whether two verbs tell what two powers do, each by its own subject: "Peru expelled him and Chile recalled its own"."""
    if first.type not in _ONE_WAY or first.trigger.kind != "verb" or second.trigger.kind != "verb":
        return False
    if not all(any(s.pos_ != "PRON" for s in children(c.head, "nsubj")) for c in (first, second)):
        return False
    doers = [[a for a in c.actors if a.role is Role.SOURCE] for c in (first, second)]
    if not all(any(a.kind in POWERS or a.country for a in each) for each in doers):
        return False
    names, countries = ([{a.name for a in each} for each in doers], [{a.country for a in each} for each in doers])
    return names[0].isdisjoint(names[1]) and (countries[0] - {None}).isdisjoint(countries[1] - {None})


def _follows(first: Token, second: Token) -> bool:
    """Whether one comes after the other: "approved it a day after the senate passed it", "met a month after their talks"."""
    upper, lower = (first, second) if first.is_ancestor(second) else (second, first)
    if not upper.is_ancestor(lower):
        return False
    for current in [lower, *ancestors(lower)]:
        if current.i == upper.i:
            return False
        marks = {c.lower_ for c in current.children if c.dep_ in {"mark", "advmod"}} | {current.head.lower_}
        if current.dep_ in {"advcl", "pcomp", "pobj", "ccomp"} and not marks.isdisjoint({"after", "before"}):
            return True
    return False


def _only_frames(candidate: Candidate, kept: Sequence[Candidate]) -> bool:
    """Whether a verb only frames another deed: "agreed to meet" is the meeting, planned; "denied that" is the deed, denied."""
    if candidate.trigger.kind != "verb" or candidate.type not in {EventType.AGREE, EventType.REJECT, EventType.REQUEST}:
        return False
    if candidate.trigger.rule in _OFFERS and candidate.head.dep_ == "relcl":
        return any(candidate.head.head.i == other.head.i for other in kept)  # "the talks that he proposed to hold"
    if candidate.type is EventType.REQUEST and any(
        other.type is EventType.PROTEST and other.realis is Realis.PLANNED and candidate.head.is_ancestor(other.head)
        for other in kept
    ):
        return True  # "called for a strike on Friday"
    if candidate.type is EventType.REJECT and any(
        other.realis is Realis.DENIED and (candidate.head.is_ancestor(other.head) or is_on_claim(candidate.head))
        for other in kept
    ):
        return True  # "dismissed as baseless reports that it had shelled the town"
    framed = Realis.DENIED if candidate.type is EventType.REJECT else Realis.PLANNED
    return any(
        (candidate.type is not EventType.AGREE or other.type in _AGREED)
        and other.type is not candidate.type
        and other.reading.realis is framed
        and candidate.head.is_ancestor(other.head)
        and not _goes_on_from_accord(candidate, other)
        and not _is_news_itself(candidate, other)
        and any(
            c.i == other.head.i or (c.is_ancestor(other.head) and _frames_below(candidate, c, other))
            for c in children(candidate.head, "xcomp", "ccomp")
        )
        for other in kept
    )


def _is_news_itself(accord: Candidate, plan: Candidate) -> bool:
    """Whether an accord has a day and what was agreed has none: "agreed on Wednesday to share intelligence"."""
    told = accord.type is EventType.AGREE and accord.realis is Realis.OCCURRED and accord.when.starts_on is not None
    return told and plan.when.first_on is None and plan.type in {EventType.AID, EventType.COOPERATE, EventType.MOBILIZE}


def _goes_on_from_accord(candidate: Candidate, other: Candidate) -> bool:
    """Whether something else was agreed before a deed, which is the news: "agreed to end the war and to resume flights"."""
    first = first_conjunct(other.head)
    triggers = candidate.doc._.wirewatch_triggers
    return first.i != other.head.i and any(t.i == first.i and t.type is EventType.AGREE for t in triggers)


def _only_orders(candidate: Candidate, kept: Sequence[Candidate]) -> bool:
    """Whether an order to one's own people only says how a deed was done: "told his generals to halt the offensive"."""
    return (
        candidate.type is EventType.REQUEST
        and candidate.trigger.kind == "verb"
        and commands_own(candidate.head)
        and any(
            c.i in {other.head.i, other.trigger.light}
            for c in children(candidate.head, "xcomp", "ccomp", "advcl")
            for other in kept
        )
    )


def _only_decrees(candidate: Candidate, kept: Sequence[Candidate]) -> bool:
    """Whether a ruler's decree is only how another deed is done: "signed a decree banning all parties"."""
    if (
        candidate.trigger.kind != "verb"
        or candidate.type is not EventType.AGREE
        or candidate.head.lemma_ not in words(language_of(candidate.doc)).verbs["issue"]
    ):
        return False
    return any(
        decree.lemma_.lower() in words(language_of(candidate.doc)).nouns["decree"]
        and any(
            decree.is_ancestor(other.head)
            and other.trigger.kind == "verb"
            and other.type not in WORDS | {EventType.AGREE}
            for other in kept
        )
        for decree in children(candidate.head, "dobj", "nsubjpass")
    )


def _frames_below(candidate: Candidate, clause: Token, other: Candidate) -> bool:
    """Whether what is below the clause is what is done in it: "asked to hold talks", but not "asked to put off the talks"."""
    if candidate.type is EventType.REQUEST:
        return other.trigger.light == clause.i
    return not any(c.dep_ in {"acl", "relcl"} for c in _up_to(other.head, clause))


def _up_to(word: Token, clause: Token) -> Iterator[Token]:
    """A word and those above it, below the verb of a clause."""
    for current in [word, *ancestors(word)]:
        if current.i == clause.i:
            return
        yield current


def _is_term(candidate: Candidate, kept: Sequence[Candidate]) -> bool:
    """Whether a truce or an accord to come is only what was agreed, which is the deed: "agreed to cease fire"."""
    agreed = candidate.trigger.mode is Mode.CEASEFIRE or candidate.type is EventType.AGREE
    if not agreed or candidate.realis is not Realis.PLANNED:
        return False
    return any(
        (candidate.when.first_on is None or candidate.dated.expression == other.dated.expression)
        and other.type is EventType.AGREE
        and other.realis is Realis.OCCURRED
        and any(c.i == candidate.head.i for c in children(other.head, "xcomp", "ccomp"))
        for other in kept
    )


def _only_named(candidate: Candidate, kept: Sequence[Candidate]) -> bool:
    """Whether a noun only says what another deed is about or done to: "quit the accord on Friday", "marched against the verdict".

    It stands in that deed's clause with no time of its own, and not as when or where that was done ("spoke after the talks").
    """
    noun = candidate.head
    if candidate.trigger.kind == "verb":
        return False
    topic = _is_topic(noun)
    return any(
        candidate.dated.expression in {None, other.dated.expression}
        and (candidate.realis is not Realis.PLANNED or other.realis is Realis.PLANNED)  # "was invited to talks"
        and other.head.is_ancestor(noun)
        and (topic or (noun.dep_ in {"dobj", "nsubjpass"} and noun.head.i == other.head.i))
        and not any(c.dep_ == "conj" and is_verb(c) for c in _up_to(noun, other.head))
        for other in kept
    )


def _is_topic(noun: Token) -> bool:
    """Whether a noun stands behind a word for what something is about; a meeting is one behind "in" where a part in it is told."""
    w = words(language_of(noun))
    if noun.dep_ != "pobj":
        return False
    above = noun.head.head
    if noun.head.lower_ == "at" and above.lemma_.lower() in w.nouns["anger"]:
        return True  # "recalled its envoy in protest at the killing"
    if noun.head.lower_ not in w.prepositions["topic"]:
        return False
    return (
        noun.head.lower_ != "in"
        or not is_verb(above)
        or any(c.lemma_ in w.nouns["role"] for c in children(above, "dobj"))
    )
