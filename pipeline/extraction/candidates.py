"""Read one trigger of a sentence: realis, roles, speech, day, place, numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from pipeline.domain.mention import ActorPhrase, Place
from pipeline.domain.times import When
from pipeline.domain.vocabulary import GIVEN_UP, HAPPENED, NOT_DONE, Change, EventType, Realis, Role
from pipeline.extraction.announced import is_announced
from pipeline.extraction.deeds.denials import with_denials
from pipeline.extraction.deeds.filing import HURT, WORDS
from pipeline.extraction.deeds.presence import may_tell_presence, presences
from pipeline.extraction.deeds.refusals import with_refusals
from pipeline.extraction.deeds.reproaches import with_reproaches
from pipeline.extraction.deeds.takeups import may_take_up, takeups, within
from pipeline.extraction.deeds.threats import with_threats
from pipeline.extraction.deeds.triggers import BALLOTS, Trigger
from pipeline.extraction.language import language_of
from pipeline.extraction.realis.above import is_definite, is_denied_above
from pipeline.extraction.realis.deed import read
from pipeline.extraction.realis.outcome import Reading, Sign, Wish
from pipeline.extraction.realis.speech import Speech, sentence_speaker, speech_of
from pipeline.extraction.realis.tense import falls_due
from pipeline.extraction.realis.words import words
from pipeline.extraction.syntax import (
    SUBJECTS,
    ancestors,
    auxiliaries,
    children,
    clauses_on,
    is_somebodys,
    is_verb,
    of_infinitive,
    with_particle,
)
from pipeline.extraction.text.sentences import Sentence
from pipeline.extraction.when.anchor import Anchor
from pipeline.extraction.when.belonging import IN_ITS_CLAUSE
from pipeline.extraction.when.dating import Dated, date_of, is_present
from pipeline.extraction.when.expression import TimeExpression, TimeKind
from pipeline.extraction.when.moves import place_instead
from pipeline.extraction.when.points import CalendarDay
from pipeline.extraction.when.resolving import resolve
from pipeline.extraction.where.placing import place_of
from pipeline.extraction.who.actors import Actors
from pipeline.extraction.who.roles import parts
from pipeline.gazetteer.countries import country_of
from pipeline.gazetteer.places import find_place

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_PRESUPPOSING = frozenset({"after", "following", "in", "during", "despite", "at", "before"})
_PAST = frozenset({"after", "following", "since", "behind"})  # what stands under these has happened
# Deeds in the street: who tells of one with its day or place is a witness, not one with a view.
_SEEN = frozenset({EventType.ASSAULT, EventType.COERCE, EventType.MOBILIZE, EventType.PROTEST, EventType.RETREAT})
_JUST_BEEN = 3  # days
# To try to do one of these on a day is a deed itself, whatever came of it.
_TRIED = frozenset({EventType.ASSAULT, EventType.COERCE, EventType.PROTEST})
# "Is moving tanks to the border" goes on, unless a day ahead is told; "is visiting", "is withdrawing" are mostly plans.
_UNDER_WAY = frozenset({EventType.ASSAULT, EventType.COERCE, EventType.MOBILIZE})


# Nobody speaks of one of these by its day beforehand: "Friday's summit worries Paris" is to come, "Friday's raid" is not.
_UNFORETOLD = frozenset({EventType.ASSAULT, EventType.COERCE, EventType.REJECT, EventType.ACCUSE, EventType.AGREE})


@dataclass(slots=True)
class Candidate:
    """A trigger with all that was read of it, before the article as a whole decides."""

    trigger: Trigger
    head: Token
    reading: Reading
    speech: Speech
    actors: tuple[ActorPhrase, ...]
    dated: Dated
    place: Place | None
    sentence: Sentence
    doc: Doc
    passing: bool = False
    takes_up: Candidate | None = None  # the deed told before that it names again

    @property
    def when(self) -> When:
        """The time of the deed."""
        return self.dated.when

    @property
    def type(self) -> EventType:
        """The type of the deed."""
        return self.trigger.type

    @property
    def realis(self) -> Realis:
        """How it is presented."""
        return self.reading.realis

    @property
    def claimed(self) -> bool:
        """Whether somebody is cited for it."""
        return self.speech.name is not None

    @property
    def sentence_index(self) -> int:
        """The number of its sentence."""
        return self.sentence.index

    @property
    def strength(self) -> tuple[bool, bool, int]:
        """How well a deed is told, for choosing among words that tell the same one."""
        return self.reading.anchored, self.when.first_on is not None, len(self.actors)


def candidates_of(
    sentence: Sentence,
    doc: Doc,
    actors: Actors,
    times: Sequence[TimeExpression],
    hosts: Mapping[int, Token | None],
    published_on: date | None,
    anchor: Anchor,
    near: Sequence[str],
    told: Sequence[Candidate],
) -> list[Candidate]:
    """The candidates of a parsed sentence, in order of the text; `hosts` are what each of its times belongs to."""
    known = doc._.wirewatch_triggers
    own = [_of_the_planned(t, doc) for t in known if not (_in_time(doc[t.i], times) or _only_restates(t, known, doc))]
    triggers = with_reproaches(with_refusals(with_threats(own, doc), doc), doc)
    if may_tell_presence(sentence.text, language_of(doc)):
        triggers += presences(doc, times, frozenset(t.i for t in triggers))
    if told and may_take_up(sentence.text, language_of(doc)):
        triggers += takeups(doc, told, sentence.index, frozenset(t.i for t in triggers))
    if told:
        triggers = with_denials(triggers, doc, told, sentence.index)
    if not triggers:
        return []
    heads = [doc[t.i] for t in triggers]

    def candidate(trigger: Trigger) -> Candidate:
        return _candidate(trigger, sentence, doc, actors, times, published_on, anchor, near, heads, hosts)

    found = [candidate(trigger) for trigger in triggers]
    if plans := [c for c in found if c.realis in {Realis.PLANNED, Realis.POSTPONED}]:
        news = [candidate(trigger) for trigger in within(doc, plans)]
        news = [c for c in news if not any(take_first_day(plan, c) for plan in plans)]
        found += [c for c in news if c.realis in {Realis.CANCELLED, Realis.POSTPONED} or c.reading.change is not None]
    return [
        each
        for candidate in found
        for one in (candidate, *_gapped(candidate, times, actors, published_on, near))
        for each in _on_each_day(one, published_on)
    ]


def take_first_day(plan: Candidate, told: Candidate) -> bool:
    """Give a plan the day for which it was set at first, where that is all that is told after it; whether it is.

    "They will meet on Monday. The meeting was to have been held on Wednesday."
    """
    first, day, verb = told.when.starts_on, plan.when.starts_on, told.reading.verb
    if plan.type is not told.type or {plan.realis, told.realis} - {Realis.PLANNED, Realis.POSTPONED} or verb is None:
        return False
    if first is None or day is None or first >= day or {plan.reading.change, told.reading.change} != {None}:
        return False
    helps = [{a.lower_ for a in auxiliaries(c)} for c in (verb, *children(verb, "xcomp"))]
    if not any({"to", "have"} <= each or "had" in each for each in helps):
        return False
    plan.reading.realis, plan.reading.change = Realis.PLANNED, Change.RESCHEDULED
    plan.dated = replace(plan.dated, moved_from=first)
    told.dated = replace(told.dated, when=plan.when)
    told.reading.realis = Realis.PLANNED
    return True


def _of_the_planned(trigger: Trigger, doc: Doc) -> Trigger:
    """The trigger itself, or where it only says for when a protest is set ("the strike planned for Friday"), its noun."""
    verb = doc[trigger.i]
    calls = trigger.kind == "verb" and trigger.type is EventType.PROTEST and verb.dep_ == "acl" and verb.tag_ == "VBN"
    if not calls or verb.lemma_ not in words(language_of(doc)).verbs["schedule"]:
        return trigger
    return replace(trigger, i=verb.head.i, kind="noun", start=verb.head.i, end=verb.i + 1)


def _on_each_day(candidate: Candidate, published_on: date | None) -> list[Candidate]:
    """A candidate for each of two days on which it is done: "a strike on 15 and 20 March" is two."""
    expression = candidate.dated.expression
    if expression is None or expression.kind is not TimeKind.BOTH:
        return [candidate]
    on = resolve(expression.ends[1], published_on, "future" if candidate.realis is Realis.PLANNED else "past")
    if on.starts_on is None or on.starts_on == candidate.when.starts_on:
        return [candidate]
    again = replace(
        candidate,
        reading=replace(candidate.reading, notes=[*candidate.reading.notes]),
        dated=replace(candidate.dated, when=on),
    )
    _settle_by_day(again.reading, again.dated, published_on, again.trigger)
    return [candidate, again]


_GAP = re.compile(r",?(?: and|;)? ((?:(?![a-z])[^\W\d_][\w'’-]*\s)+)(?:on |in )?")


def _gapped(
    candidate: Candidate,
    times: Sequence[TimeExpression],
    actors: Actors,
    published_on: date | None,
    near: Sequence[str],
) -> Iterator[Candidate]:
    """The deed told once more of another with its own day, the verb left out: "took Gori on 22 August, Poti on 1 May"."""
    first, verb = candidate.dated.expression, candidate.head
    if first is None or candidate.trigger.kind != "verb" or candidate.reading.realis not in _TOLD_AGAIN:
        return
    if verb.idx > first.start:
        return
    before = [t for t in verb.doc if t.idx < first.start and t.lower_ not in {"on", "in", "last", ","}]
    like = before[-1] if before else verb
    if like.pos_ != "PROPN":  # "Kenya signed the treaty on 3 May, Uganda on 6 May": who did it is another
        like = next((c for c in children(verb, *SUBJECTS)), verb)
    text, end = candidate.sentence.text, first.end
    for time in times:
        if time.start < end or like.pos_ != "PROPN":
            continue
        between = _GAP.fullmatch(text[end : time.start])
        if between is None:
            return
        name = next((t for t in reversed(list(verb.doc)) if t.idx < end + between.end(1) and t.pos_ == "PROPN"), verb)
        when = resolve(time, published_on, "future" if candidate.realis is Realis.PLANNED else "past")
        if when.starts_on is None or when.starts_on == candidate.when.starts_on:
            return
        yield _of_another(
            candidate,
            like,
            name,
            between[1].strip(),
            replace(candidate.dated, when=when, expression=time),
            actors,
            near,
        )
        end = time.end


_TOLD_AGAIN = frozenset({Realis.OCCURRED, Realis.PLANNED})


def _of_another(
    candidate: Candidate, like: Token, name: Token, text: str, dated: Dated, actors: Actors, near: Sequence[str]
) -> Candidate:
    """A candidate with another in the place of one that it names, on a day of its own."""
    replaced = [a for a in candidate.actors if like.text in a.text.split()]
    others = [a for a in candidate.actors if a not in replaced]
    instead = [p for a in replaced for p in actors.phrases([(name, a.role)], candidate.sentence.index)]
    place = find_place(text, near) if like.dep_ not in SUBJECTS else candidate.place
    return replace(
        candidate,
        reading=replace(candidate.reading, notes=[*candidate.reading.notes, "told once more"]),
        actors=(*others, *instead),
        dated=dated,
        place=place,
    )


def is_told(candidate: Candidate) -> bool:
    """Whether a noun that no verb of its own tells of still reports the deed: it is dated, or what the sentence is about."""
    head = candidate.head
    if clauses_on(head) or candidate.dated.rank <= 1:
        return True
    owned = bool(children(head, "poss")) or any(
        c.lower_ in {"on", "against", "by", "between", "with"} for c in children(head, "prep")
    )
    spell = _spell(head)
    past = spell or head
    under_past = past.dep_ == "pobj" and past.head.lower_ in _PAST and candidate.type not in WORDS
    if under_past and (spell or owned or candidate.reading.definite):
        return True
    if candidate.reading.oblique:
        return False
    if head.dep_ == "pobj" and head.head.lower_ in _PRESUPPOSING and (candidate.actors or candidate.when.first_on):
        return owned or candidate.reading.definite
    if not candidate.reading.definite:
        return False
    if head.dep_ in {"dobj", "pobj"} and candidate.when.first_on is not None and not candidate.trigger.topic:
        return True
    return head.dep_ in SUBJECTS and (head.head.dep_ == "ROOT" or candidate.when.first_on is not None)


def _spell(noun: Token) -> Token | None:
    """The time that something took: "eight hours of talks"."""
    over = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ == "of" else None
    return over if over is not None and over.lemma_ in words(language_of(noun)).marks["spell"] else None


def _in_time(token: Token, times: Sequence[TimeExpression]) -> bool:
    """Whether a word is part of a date ("March")."""
    return any(t.start <= token.idx < t.end for t in times) and token.tag_ in {"NNP", "NNPS", "CD"}


def _candidate(
    trigger: Trigger,
    sentence: Sentence,
    doc: Doc,
    actors: Actors,
    times: Sequence[TimeExpression],
    published_on: date | None,
    anchor: Anchor,
    near: Sequence[str],
    heads: Sequence[Token],
    hosts: Mapping[int, Token | None],
) -> Candidate:
    head = doc[trigger.i]
    light = doc[trigger.light] if trigger.light is not None else None
    reading = read(head, trigger.kind, light, lasting=trigger.lasting)
    if trigger.told_as is not None:
        speaker = reading.speaker or (head if trigger.told_as is Realis.DENIED else None)
        reading = Reading(trigger.told_as, verb=reading.verb, speaker=speaker, definite=True)
    elif trigger.tells is not None and reading.realis in HAPPENED:
        reading.realis = trigger.tells
    taking_part = parts(head, trigger.kind, light, trigger.type, trigger.mode, undergone=trigger.undergone)
    nouns = [(part.head, part.role) for part in taking_part]
    phrases = actors.phrases(nouns, sentence.index)

    def told_on(of: Token = head) -> Dated:
        return date_of(
            of,
            reading,
            times,
            published_on,
            anchor,
            heads,
            lasting=trigger.lasting,
            occasion=trigger.type is EventType.CONSULT,
            foretold=trigger.type not in _UNFORETOLD,
            hosts=hosts,
        )

    dated = _without_day_of_word(trigger, head, told_on(), published_on)
    convoked = _is_convoked(trigger.type, head)
    if (otherwise := _told_otherwise(trigger, head, reading, convoked=convoked)) is not None:
        reading.realis = otherwise
        dated = _without_day_of_word(trigger, head, told_on(), published_on, called=convoked)
    if _may_be_plan(reading, trigger.type) or _is_on_the_agenda(reading, trigger, head):
        dated = _as_plan(head, reading, told_on, published_on)
    if _is_told_off(reading, trigger):
        # "There will be no strike on Friday": a day makes it one that was to come.
        reading.realis = Realis.CANCELLED
        dated = _day_of_it(trigger, head, told_on(), told_on)
        none = Sign.NONE in reading.notes
        if not _is_ahead(dated, published_on, some_days=none or trigger.type is EventType.CONSULT):
            reading.realis = Realis.NEGATED
    elif _came_to_nothing(reading, trigger) and _has_just_been(dated, published_on):
        reading.realis = Realis.CANCELLED  # "no talks were held on Monday"
    dated = _off_or_tried(trigger, head, reading, dated, told_on)
    if dated.when.first_on is None and is_announced(trigger, head, reading):
        reading.realis = Realis.OCCURRED
        dated = told_on()
    _settle_by_day(reading, dated, published_on, trigger)
    place = place_of(head, reading, trigger.type, trigger.mode, near)
    if reading.realis is Realis.PLANNED and reading.change is None and (new := place_instead(doc, near)) is not None:
        place, reading.change = new, Change.RELOCATED
    speech = speech_of(head, reading, sentence)
    told_by_doer = dated.when.starts_on is not None or _is_of_himself(head, reading)
    if speech.direct and speech.speaker is not None and told_by_doer:
        # "We will meet on Tuesday," the president said: who can do it says when.
        speech = replace(speech, view=not actors.is_principal(speech.speaker, sentence.index))
    if speech.view and _is_known_to(trigger, head, reading, speech, dated, place):
        speech = replace(speech, view=False)
    for_him = _speaks_for_him(speech.speaker)
    cited = not for_him and speech.speaker is not None and actors.is_commentator(speech.speaker, sentence.index)
    if cited or actors.are_commentators(phrases):
        speech = replace(speech, view=True)
    phrases += _announcer(trigger, head, reading, speech, phrases, actors, sentence.index)
    return Candidate(trigger, head, reading, speech, phrases, dated, place, sentence, doc)


def _only_restates(trigger: Trigger, known: Sequence[Trigger], doc: Doc) -> bool:
    """Whether a verb only says of a deed when it is, in a clause on the noun that names it: "a strike that was to begin on Friday"."""
    clause = of_infinitive(doc[trigger.i])
    if trigger.kind != "verb" or clause.dep_ != "relcl":
        return False
    itself = any(s.tag_ == "WDT" for s in children(clause, "nsubj", "nsubjpass"))
    return itself and any(t.i == clause.head.i and t.type is trigger.type and t.kind != "verb" for t in known)


def _is_on_the_agenda(reading: Reading, trigger: Trigger, head: Token) -> bool:
    """Whether the outlet says what a body must decide or who should arrive: "parliament must vote on it on Friday"."""
    own = reading.speaker is None and sentence_speaker(head.sent) is None
    if not own or Sign.DUTY not in reading.notes or reading.realis is not Realis.OPINION:
        return False
    expected = any(a.lower_ == "should" for a in auxiliaries(head))
    return trigger.type in (_ARRIVING if expected else {EventType.AGREE})


_ARRIVING = frozenset({EventType.MOBILIZE, EventType.AID})


def _as_plan(head: Token, reading: Reading, told_on: Callable[[Token], Dated], published_on: date | None) -> Dated:
    """The day of what is imagined or hoped, and the reading of it: a day ahead makes a plan.

    "Otherwise they would bring the country to a halt on 7 March", "hopes to meet her on Thursday", "in Rome, where the bloc
    holds its summit on Friday".
    """
    again = Sign.AGAIN in reading.notes  # "whose mission arrives next week"
    before, reading.realis = reading.realis, Realis.PLANNED
    dated = told_on(head)
    if is_denied_above(head):
        reading.realis = Realis.DENIED  # "denied reports that they would meet on Friday"
    elif not _is_ahead(dated, published_on, some_days=again):
        reading.realis = before
    return dated


def _announcer(
    trigger: Trigger,
    head: Token,
    reading: Reading,
    speech: Speech,
    named: Sequence[ActorPhrase],
    actors: Actors,
    sentence: int,
) -> tuple[ActorPhrase, ...]:
    """Who says that sanctions will come or not, where nobody is named for them and his own land is not hit by them.

    "The president said that duties on Chilean goods would rise".
    """
    to_come = reading.realis in NOT_DONE and not speech.view
    unsaid = trigger.type is EventType.SANCTION and not any(a.role is not Role.TARGET for a in named)
    if not (to_come and unsaid) or speech.speaker is None or not actors.is_principal(speech.speaker, sentence):
        return ()
    hit = {country for t in head.subtree if t.text[:1].isupper() and (country := country_of(t.text)) is not None}
    found = actors.phrases([(speech.speaker, Role.SOURCE)], sentence)
    return tuple(a for a in found if a.country is None or a.country not in hit)


def _off_or_tried(
    trigger: Trigger, head: Token, reading: Reading, dated: Dated, told_on: Callable[[Token], Dated]
) -> Dated:
    """The day of what a verb calls off, told with what was set for it; an attempt on a day becomes a deed.

    "The duties due on Sunday will not go ahead", "tried to storm the palace on Monday".
    """
    if Sign.TRIED in reading.notes and trigger.type in _TRIED and dated.when.starts_on is not None:
        reading.realis = Realis.OCCURRED
    off = reading.realis in GIVEN_UP and reading.change is None
    return _day_of_it(trigger, head, dated, told_on) if off else dated


def _day_of_it(trigger: Trigger, head: Token, dated: Dated, told_on: Callable[[Token], Dated]) -> Dated:
    """The day of a deed, or where its verb has none that of what it is done with: "the summit due on Friday will not be held"."""
    if trigger.kind != "verb" or dated.when.first_on is not None:
        return dated
    of_it = map(told_on, children(head, "nsubjpass", "nsubj", "dobj"))
    return next((day for day in of_it if day.when.first_on is not None), dated)


def _is_of_himself(head: Token, reading: Reading) -> bool:
    """Whether somebody says of himself what he has done or will do: "I have decided to break relations"."""
    verb = reading.verb
    if verb is None or not is_verb(head) or reading.realis not in {Realis.OCCURRED, Realis.PLANNED}:
        return False
    return any(c.lower_ in {"i", "we"} for above in (head, *ancestors(head)) for c in children(above, "nsubj"))


def _without_day_of_word(
    trigger: Trigger, head: Token, dated: Dated, published_on: date | None, *, called: bool = False
) -> Dated:
    """The day of a deed without the one on which somebody only gave his word: "pledged ten million on Monday".

    Nor is the day on which a plan was called off, or one was made known, that of the deed: "he announced it on Wednesday",
    "called a meeting on Monday".
    """
    expression = dated.expression
    if trigger.told_as in NOT_DONE and head.tag_ in {"VBD", "VBN"}:
        return Dated()
    promised = trigger.tells is Realis.PLANNED and trigger.type is EventType.AID and head.tag_ in {"VBD", "VBN"}
    if expression is None or published_on is None or not ((promised and dated.rank <= 1) or called):
        return dated
    behind = resolve(expression, published_on, "past").starts_on
    return Dated() if behind is not None and behind <= published_on else dated


def _is_known_to(
    trigger: Trigger, head: Token, reading: Reading, speech: Speech, dated: Dated, place: Place | None
) -> bool:
    """Whether who tells it knows it as it is: "will be hanged on Wednesday, his lawyer said"."""
    if reading.realis is Realis.PLANNED and _speaks_for_him(speech.speaker):
        return True
    told = reading.anchored and reading.realis in HAPPENED and not speech.direct
    return told and _is_witnessed(trigger, head, speech, dated, place)


def _is_witnessed(trigger: Trigger, head: Token, speech: Speech, dated: Dated, place: Place | None) -> bool:
    """Whether who tells a fact has seen it, or speaks for whom it was done to: "shells fell on Tuesday, a doctor said"."""
    if _speaks_for_him(speech.speaker):
        return True
    of_himself = speech.speaker is not None and speech.speaker.is_ancestor(
        head
    )  # "said a person who had spoken to him"
    seen = trigger.type in _SEEN and (place is not None or trigger.rule in HURT)
    return not of_himself and (dated.rank <= 1 or seen)


def _speaks_for_him(speaker: Token | None) -> bool:
    """Whether the one who tells it does so for whom it was done to: "his lawyer said", "her family said"."""
    if speaker is None or speaker.lemma_.lower() not in words(language_of(speaker)).speakers["kin"]:
        return False
    return is_somebodys(speaker)


def _is_called_for(verb: Token) -> bool:
    """Whether those who gather are only called to it: "has been convened for March"."""
    v = words(language_of(verb)).verbs
    passive = any(a.dep_ == "auxpass" for a in auxiliaries(verb))
    return (verb.lemma_ in v["bid"] and passive) and any(
        p.lower_ == "for" and falls_due(p) for p in children(verb, "prep")
    )


def _told_otherwise(trigger: Trigger, head: Token, reading: Reading, *, convoked: bool) -> Realis | None:
    """What becomes of a deed that is only called for, or confirmed though nobody plans such aloud; None for others."""
    if reading.realis is Realis.OCCURRED and trigger.kind == "verb" and _is_called_for(head):
        return Realis.PLANNED
    if reading.realis is Realis.NEGATED and trigger.type in _DENIED and _denies_it(head, reading):
        return Realis.DENIED
    if reading.realis is Realis.OCCURRED and convoked:
        return Realis.PLANNED
    return Realis.OCCURRED if trigger.type in _UNFORETOLD and _is_only_named(head, reading, trigger.type) else None


def _is_convoked(type_: EventType, head: Token) -> bool:
    """Whether a meeting or a new protest is only called or announced: "called a conference of 24 countries"."""
    verb = head.head
    if head.dep_ != "dobj" or children(verb, "oprd"):  # "called the meeting a success"
        return False
    called = type_ is EventType.CONSULT or (type_ is EventType.PROTEST and not is_definite(head))
    return called and with_particle(verb) in words(language_of(head)).verbs["convoke"]


_DENIED = frozenset({EventType.ASSAULT, EventType.COERCE})


def _denies_it(head: Token, reading: Reading) -> bool:
    """Whether those who are said not to have done it say so themselves: "the army has shelled no town, it said"."""
    verb = reading.speaker or sentence_speaker(head.sent)
    past = head.tag_ in {"VBD", "VBN"} or any(a.lower_ == "did" for a in auxiliaries(head))
    if verb is None or not past or any(a.tag_ == "MD" for a in auxiliaries(head)):
        return False
    if any(c.lower_ == "yet" for c in children(head, "advmod")):
        return False
    tellers = children(verb, "nsubj")
    of_theirs = any(t.tag_ == "PRP" or is_somebodys(t) for t in tellers)
    return of_theirs or any(d.tag_ == "PRP" for d in children(head, "nsubj"))


def _is_only_named(head: Token, reading: Reading, type_: EventType) -> bool:
    """Whether what a noun names is only confirmed, or violence only discussed: "the army confirmed an ambush near Goma on
    Sunday", "will discuss Monday's attack"."""
    verb = reading.verb if reading.verb is not None else head.head
    v = words(language_of(head)).verbs
    confirmed = verb.tag_ == "VBD" and verb.lemma_ in v["confirm"]
    discussed = type_ in _DENIED and verb.lemma_ in v["discuss"]
    return reading.realis is Realis.PLANNED and head.dep_ == "dobj" and (confirmed or discussed)


def _may_be_plan(reading: Reading, type_: EventType) -> bool:
    """Whether a day would make a plan of what is imagined or hoped, of talks called for, or of a protest weighed."""
    if reading.realis is not Realis.HYPOTHETICAL:
        return False
    if Sign.WOULD in reading.notes or Sign.AGAIN in reading.notes or Wish.HOPED in reading.wishes:
        return True
    called_for = Wish.CALLED_FOR in reading.wishes
    if type_ is EventType.PROTEST:
        return called_for or Wish.WEIGHED in reading.wishes
    return called_for and type_ is EventType.CONSULT


def _is_told_off(reading: Reading, trigger: Trigger) -> bool:
    """Whether a sentence says that there will be no such meeting or protest, or that one will not meet or travel."""
    verb = reading.verb
    if reading.realis is not Realis.NEGATED or verb is None:
        return False
    w = words(language_of(verb))
    if trigger.type not in {EventType.CONSULT, EventType.PROTEST}:
        return False
    ahead = w.modals["future"] | w.modals["conditional"]
    if Sign.NONE in reading.notes:  # who imagines it says so by "would" as well
        told = ahead if sentence_speaker(verb.sent) is not None else w.modals["future"]
        return any(c.lower_ in told for c in verb.children)
    stays_away = with_particle(verb) in w.verbs["attend"]  # what one does not go to is held all the same
    holds = trigger.kind == "verb" or verb.lemma_ in w.verbs["hold_event"]
    return holds and not stays_away and any(c.lower_ in ahead for c in auxiliaries(verb))


def _came_to_nothing(reading: Reading, trigger: Trigger) -> bool:
    """Whether a sentence says that no such meeting was held: with a day, it is one that had been expected then."""
    verb = reading.verb
    if Sign.NONE not in reading.notes or verb is None or trigger.type is not EventType.CONSULT:
        return False
    v = words(language_of(verb)).verbs
    held = with_particle(verb) in v["hold_event"] | v["happen"]
    return held and reading.realis is Realis.NEGATED and any(t.tag_ == "VBD" for t in (verb, *auxiliaries(verb)))


def _has_just_been(dated: Dated, published_on: date | None) -> bool:
    """Whether a deed has a day of its own that lies at most a few days back."""
    day = dated.when.starts_on
    return day is not None and published_on is not None and 0 <= (published_on - day).days <= _JUST_BEEN


def _is_ahead(dated: Dated, published_on: date | None, *, some_days: bool = False) -> bool:
    """Whether a deed is given a day of its own that is still to come; with `some_days`, or a time that all is."""
    day, first = dated.when.starts_on, dated.when.first_on
    if published_on is None:
        return False
    return day >= published_on if day is not None else some_days and first is not None and first > published_on


def _settle_by_day(reading: Reading, dated: Dated, published_on: date | None, trigger: Trigger) -> None:
    """A deed told as done whose own day lies ahead is planned ("Thursday's meeting", told on Monday)."""
    under_way = trigger.type in _UNDER_WAY  # what is being done goes on where no day ahead is told
    if under_way and Sign.GOING_ON in reading.notes and reading.realis is Realis.OCCURRED:
        reading.realis = Realis.ONGOING
    if (
        under_way
        and Sign.DOING in reading.notes
        and reading.realis is Realis.PLANNED
        and not _is_ahead(dated, published_on)
    ):
        reading.realis = Realis.ONGOING
    if published_on is None:
        return
    day, first = dated.when.starts_on, dated.when.first_on
    if reading.realis is Realis.PLANNED and _has_its_day_behind(dated, published_on):
        reading.realis = Realis.OCCURRED  # "the accord of 9 May is to be put to a vote"
        reading.anchored = False
        return
    if day is None and first is not None and first > published_on and is_present(reading.verb):
        day = first  # "leads a delegation that comes next week"
    if day is None and not under_way and reading.realis is Realis.OCCURRED and _goes_on_from_today(dated, published_on):
        if is_present(reading.verb) and reading.anchored:
            reading.realis = Realis.PLANNED  # "leaves for Mali this week"
        return
    if day is None or reading.realis not in HAPPENED:
        return
    ahead = day > published_on or (day == published_on and _is_set_for_today(reading, dated))
    if ahead and Sign.ENDED in reading.notes:
        # "The visit ends on Friday" goes on; a ballot is held when it closes.
        reading.realis = Realis.PLANNED if trigger.rule in BALLOTS else Realis.ONGOING
    elif ahead and (not reading.anchored or dated.rank <= 2 or is_present(reading.verb) or _bids(reading, trigger)):
        reading.realis = Realis.PLANNED
        reading.notes.append("its day lies ahead")


def _bids(reading: Reading, trigger: Trigger) -> bool:
    """Whether a verb only tells that somebody was asked to come: "had invited them to talks on Friday"."""
    verb = reading.verb
    bid = verb is not None and verb.lemma_ in words(language_of(verb)).verbs["bid"]
    return bid and trigger.type is EventType.CONSULT


def _goes_on_from_today(dated: Dated, published_on: date) -> bool:
    """Whether a time has begun and is not over: "this week"."""
    first, last = dated.when.first_on, dated.when.last_on
    return first is not None and last is not None and first <= published_on < last and dated.rank <= IN_ITS_CLAUSE


def _has_its_day_behind(dated: Dated, published_on: date) -> bool:
    """Whether the name of a deed has a date that lies behind: what is planned is another."""
    expression, day = dated.expression, dated.when.starts_on
    of_date = expression is not None and isinstance(expression.point, CalendarDay) and expression.text.startswith("of ")
    return of_date and dated.rank == 0 and day is not None and day < published_on


def _is_set_for_today(reading: Reading, dated: Dated) -> bool:
    """Whether a deed of the day of publication is still to come: "travels to Paris this afternoon", "begin at three"."""
    expression, verb = dated.expression, reading.verb
    if expression is None or verb is None or not is_present(verb):
        return False
    later = (
        expression.minute is not None or expression.part not in {"", "morning"} or "later" in expression.text.lower()
    )
    v = words(language_of(verb)).verbs
    return later and (verb.lemma_ in v["begin"] or verb.lemma_ in v["motion"])
