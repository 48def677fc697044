"""Find the words of a parsed sentence that name a deed, by the lexicon of its language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.domain.vocabulary import EventType, Mode, Realis
from pipeline.extraction.deeds.frames import Frame, is_of_date, name_kinds, stands_beside
from pipeline.extraction.deeds.lexicon import Entry, Lexicon, lexicon
from pipeline.extraction.language import language_of
from pipeline.extraction.realis.counting import counts_its_days
from pipeline.extraction.realis.words import words
from pipeline.extraction.syntax import SUBJECTS, auxiliaries, children, first_conjunct
from pipeline.extraction.who.words import actor_words
from pipeline.gazetteer.countries import country_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that names a deed; token indices are those of the document, `end` is one past the last.

    `light` is the verb of a light-verb phrase ("hold" in "hold talks"), else None. `lasting`: the deed can go on for
    days. `joint`: those who do it are participants, without direction. `weak`: the word alone is poor evidence (a noun
    that may only be the topic, a verb with many senses). `topic`: a noun governed by another trigger ("condemned the
    attack"), or named in passing. `needs_target`: without somebody on whom it is done it is no deed. `undergone`: its
    subject is the one on whom it is done. `scored` is the type by the older reading of the scored PLOVER pairs, where it
    differs. `told_as` is what the words say of a deed that they only take up ("no new date has been set"); None where the
    clause says it. `tells` is what the word makes of a deed that its clause tells as done or going on: who has invited
    somebody tells a visit that is planned.
    """

    i: int
    start: int
    end: int
    type: EventType
    mode: Mode | None
    rule: str
    kind: str  # "verb", "noun" or "light-verb"
    light: int | None = None
    lasting: bool = False
    joint: bool = False
    weak: bool = False
    topic: bool = False
    needs_target: bool = False
    undergone: bool = False
    scored: EventType | None = None
    told_as: Realis | None = None
    tells: Realis | None = None

    def told_by(self, word: Token, rule: str, kind: str) -> Trigger:
        """A trigger for the same deed told by another word, which does not depend on what stood beside the first."""
        return replace(
            self,
            i=word.i,
            start=word.i,
            end=word.i + 1,
            rule=rule,
            kind=kind,
            light=None,
            weak=False,
            topic=False,
            needs_target=False,
        )


def find_triggers(text: Doc | Span, *, pairs: bool = False) -> list[Trigger]:
    """The triggers of a parsed sentence or document, one for each head word, in order of the text.

    `pairs` adds the entries that only the strict reading of pairs takes for deeds ("called off the strike").
    """
    known = lexicon(language_of(text))
    found: list[Trigger] = []
    used: dict[int, int] = {}  # noun told by a verb's frame -> that verb
    for token in text:
        if token.pos_ in {"VERB", "AUX"} or (token.tag_.startswith("VB") and token.pos_ != "NOUN"):
            trigger = _verb_trigger(token, known, used, pairs)
            if trigger is not None:
                found.append(trigger)
    verbs = {t.i: t for t in found}
    for token in text:
        told_by = used.get(token.i)
        if token.i in verbs or token.pos_ not in {"NOUN", "PROPN", "VERB", "ADJ"}:
            continue
        if told_by is not None and not _goes_on(token, told_by):
            continue
        trigger = _noun_trigger(token, known, verbs, pairs)
        if trigger is not None and (told_by is None or trigger.type is not verbs[told_by].type):
            if trigger.light is not None:
                found = [t for t in found if t.i != trigger.light or t.mode is not None or not t.weak]
            found.append(trigger)
    return sorted(found, key=lambda t: t.i)


def _goes_on(noun: Token, participle: int) -> bool:
    """Whether what a participle tells of has a verb of its own as well: "the talks, suspended in January, resume on Monday"."""
    clause = noun.doc[participle]
    beside = clause.head.i == noun.i and clause.dep_ in {"acl", "relcl"}
    v = words(language_of(noun)).verbs
    return beside and noun.dep_ in SUBJECTS and noun.head.lemma_ in v["begin"] | v["exist"]


def _verb_trigger(verb: Token, known: Lexicon, used: dict[int, int], pairs: bool) -> Trigger | None:
    lemma = verb.lemma_.lower()
    candidates = known.verbs.get(lemma, ()) if not _names_people(verb) else ()
    particles = _particles(verb)
    if any(p.dep_ == "prt" and f"{lemma} {p.lower_}" in known.undone for p in particles):
        candidates = ()  # "called off" calls nothing
    particles += _fixed_objects(verb)
    for particle in particles:
        candidates = (*known.verbs.get(f"{lemma} {particle.lower_}", ()), *candidates)
    phrases = {phrase: said for phrase in known.phrases.get(lemma, ()) if (said := _said(phrase, verb))}
    for phrase in phrases:
        candidates = (*known.verbs[phrase], *candidates)
    if not candidates:
        return None
    frame = Frame(verb, known)
    best: tuple[int, int, Entry, tuple[Token, ...]] | None = None
    for entry in candidates:
        own = [p for p in particles if f"{lemma} {p.lower_}" in entry.words]
        in_full = not phrases.keys().isdisjoint(entry.words)
        told = None if (entry.not_pairs if pairs else entry.pairs) else frame.fits(entry, own)
        if told is None:
            continue
        # "stood down by a fax" stands by nobody; "took it to court" takes nothing
        particle_bonus = 3 * bool(own) + 3 * any(p.dep_ == "prt" for p in own) + 6 * in_full
        rank = entry.conditions + particle_bonus
        if best is None or rank > best[0] or (rank == best[0] and entry.order < best[1]):
            best = (rank, entry.order, entry, told)
    if best is None:
        return None
    entry, told = best[2], best[3]
    if verb.dep_ == "amod" and (
        entry.weak
        or (entry.type in _UNDERGONE and verb.tag_ in {"VBN", "VBD"} and verb.i < verb.head.i)
        or (verb.i > 0 and verb.nbor(-1).tag_ == "HYPH")
    ):
        return None  # "badly wounded men", "the ousted president", "a US-brokered truce": told of, not what was done to them
    for noun in told:
        used[noun.i] = verb.i
    end = max([verb.i, *(p.i for p in particles if f"{lemma} {p.lower_}" in entry.words)]) + 1
    return Trigger(
        verb.i,
        verb.i,
        end,
        entry.type,
        entry.mode,
        entry.rule,
        "verb",
        lasting=entry.lasting,
        joint=entry.joint,
        weak=entry.weak,
        topic=verb.dep_ == "amod",
        needs_target=entry.needs_target,
        undergone=entry.undergone,
        scored=entry.scored,
        tells=entry.tells,
    )


def _names_people(participle: Token) -> bool:
    """Whether a participle is the second of two that stand for people: "dozens of the burned and injured"."""
    return (
        participle.tag_ == "VBN"
        and participle.dep_ == "conj"
        and first_conjunct(participle).dep_ in {"nsubj", "nsubjpass", "dobj", "pobj"}
        and any(c.dep_ == "det" for c in first_conjunct(participle).children)
        and not auxiliaries(participle)
        and not any(c.dep_ in {"agent", "prep", "dobj"} for c in participle.children)
    )


# What the participle before a noun only describes, when one of these was done to it; goods are sent as well.
_UNDERGONE = frozenset(
    {
        EventType.COERCE,
        EventType.ASSAULT,
        EventType.RETREAT,
        EventType.SANCTION,
        EventType.ACCUSE,
        EventType.COOPERATE,
    }
)


def _said(phrase: str, verb: Token) -> bool:
    """Whether a verb's clause goes on as a phrase does, articles aside: "put" as in "put the spies to death"."""
    first, *rest = phrase.split(" ")[1:]
    below = [t for t in verb.subtree if t.i > verb.i and t.dep_ not in {"det", "poss"}]
    for at, token in enumerate(below[:_PHRASE_REACH]):
        if token.lower_ == first and [t.lower_ for t in below[at + 1 : at + 1 + len(rest)]] == rest:
            return token.head.i == verb.i or token.head.head.i == verb.i
    return False


_PHRASE_REACH = 8  # words behind a verb in which a phrase goes on


# Meetings and accords have names of their own: "the Alaska Summit", "the Paris Agreement"; marches and raids hardly ever.
_NAMED_BY_TITLE = frozenset({EventType.CONSULT, EventType.AGREE})


def _is_of_a_name(noun: Token) -> bool:
    """Whether a noun is a word in the name of a body: "the National Rally", "the Organization for Security and Cooperation"."""
    if noun.pos_ != "PROPN" or not noun.text[:1].isupper():
        return False
    titles = actor_words(language_of(noun)).short_titles
    if any(c.lower_.rstrip(".") in titles for c in children(noun, "compound")):
        return True  # "Mr Ban"
    beside = [*children(noun, "compound", "amod", "nmod"), noun.head]
    return any(c.text[:1].isupper() and c.i > 0 and c.pos_ != "VERB" for c in beside) and noun.i > 0


def _noun_trigger(noun: Token, known: Lexicon, verbs: Mapping[int, Trigger], pairs: bool) -> Trigger | None:
    names = [noun.lower_] if noun.tag_ == "VBG" else [noun.lemma_.lower(), noun.lower_]  # "according" is no accord
    candidates = next((known.nouns[name] for name in names if name in known.nouns), ())
    if not candidates or noun.dep_ in {"compound", "amod", "nmod", "aux", "neg"}:
        return None
    if noun.pos_ in {"VERB", "ADJ"} and noun.tag_ not in {"NN", "NNS", "VBG"}:
        return None
    modifiers = _modifiers(noun)
    above = _governing_verb(noun, known.parts)
    governed: set[str] = set()
    if above is not None and not children(above, "oprd"):  # "called the strike irresponsible" calls none
        governed = {above.lemma_.lower(), *(f"{above.lemma_.lower()} {p.lower_}" for p in _particles(above))}
    best: Entry | None = None
    for entry in candidates:
        if (entry.modifiers and not (entry.modifiers & modifiers)) or (entry.phrase and entry.phrase not in modifiers):
            continue
        if entry.not_parts and noun.dep_ == "pobj" and noun.head.head.lemma_.lower() in entry.not_parts:
            continue
        if (
            (entry.pairs and not pairs)
            or (entry.counted and not counts_its_days(noun))
            or not stands_beside(entry, noun)
        ):
            continue
        if entry.not_modifiers & modifiers or (entry.governors and entry.governors.isdisjoint(governed)):
            continue
        if best is None or entry.conditions > best.conditions:
            best = entry
    if best is None or (best.rule in BALLOTS and _says_how(noun, verbs)):
        return None
    if best.type not in _NAMED_BY_TITLE and _is_of_a_name(noun):
        return None
    governor = _governing_verb(noun, known.parts)
    if not pairs and (ended := _ended(noun, best, governor, known, verbs)) is not None:
        return ended
    light = _light_verb(noun, known)
    topic = light is None and governor is not None and governor.i in verbs
    start = min(
        [
            noun.i,
            *(
                c.i
                for c in noun.lefts
                if c.dep_ in {"compound", "nmod"} or (c.dep_ == "amod" and c.lower_ in best.modifiers)
            ),
        ]
    )
    return Trigger(
        noun.i,
        start,
        noun.i + 1,
        best.type,
        best.mode,
        best.rule,
        "noun" if light is None else "light-verb",
        light=None if light is None else light.i,
        lasting=best.lasting,
        joint=best.joint,
        weak=best.weak and light is None,
        topic=topic,
        needs_target=best.needs_target,
        scored=best.scored,
        tells=best.tells,
    )


# What it is to end a deed: arrests that stop are a concession, help that is stopped is refused.
_TO_END = {EventType.COERCE: EventType.CONCEDE, EventType.AID: EventType.REJECT}


def _ended(
    noun: Token, entry: Entry, governor: Token | None, known: Lexicon, verbs: Mapping[int, Trigger]
) -> Trigger | None:
    """The trigger of what ends a deed that a noun names ("halted the deportations", "the end of the ban"); else None."""
    if entry.type not in _TO_END:
        return None
    end = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ == "of" else noun
    if entry.type is EventType.COERCE and end.i != noun.i and end.lemma_.lower() in known.ends:
        return Trigger(end.i, end.i, noun.i + 1, EventType.CONCEDE, None, f"ends-{entry.rule}", "noun")
    if noun.dep_ == "nsubj" and noun.head.lemma_.lower() == "end" and not children(noun.head, "dobj"):
        governor = noun.head
    if governor is None or governor.i in verbs or governor.dep_ == "acl" or _particles(governor):
        return None
    if governor.lemma_.lower() not in known.ending:
        return None
    return Trigger(governor.i, governor.i, governor.i + 1, _TO_END[entry.type], None, f"ends-{entry.rule}", "verb")


BALLOTS = frozenset({"referendum", "vote"})
_DECIDED = frozenset({EventType.AGREE, EventType.REJECT})


def _says_how(ballot: Token, verbs: Mapping[int, Trigger]) -> bool:
    """Whether a ballot is only how something was decided: "rejected the treaty in a referendum"."""
    if ballot.dep_ != "pobj" or ballot.head.lower_ not in {"in", "by", "at"}:
        return False
    decision = verbs.get(ballot.head.head.i)
    return decision is not None and decision.type in _DECIDED


def _particles(verb: Token) -> list[Token]:
    """The particles and prepositions right behind a verb, the "for" of what is asked for too: "called for him to go"."""
    asked = [
        c
        for clause in children(verb, "advcl", "xcomp", "ccomp")
        for c in children(clause, "mark")
        if c.lower_ == "for" and c.i == verb.i + 1
    ]
    # "Went up to 20 percent", where the parser takes "up to" for part of the number.
    asked += [t for t in verb.doc[verb.i + 1 : verb.i + 2] if t.lower_ == "up" and t.dep_ == "quantmod"]
    # "Brought both sides together in Lima", where the parser hangs it on the preposition.
    asked += [a for p in children(verb, "prep") for a in children(p, "advmod") if a.lower_ in _FAR and a.i < p.i]
    return asked + [
        c
        for c in verb.children
        if c.dep_ == "prt"
        or (
            c.dep_ in {"advmod", "prep"}
            and (c.tag_ in {"IN", "RP", "RB"} or c.lower_ == "home")
            and 0 < c.i - verb.i <= _reach(c)  # not "given a welcome in"
            and not is_of_date(c)
        )
    ]


def _reach(particle: Token) -> int:
    """How far behind its verb a particle may stand: "brought the two leaders and their aides together"."""
    if any(p.dep_ == "pobj" for p in particle.children):
        return 1
    return 12 if particle.lower_ in _FAR else 4


_FAR = frozenset({"together", "home"})


def _fixed_objects(verb: Token) -> list[Token]:
    """What stands behind a verb without an article, and makes one expression with it: "down tools", "say no"."""
    fixed = {"dobj", "oprd", "acomp", "npadvmod", "intj"}
    return [
        c
        for c in verb.children
        if c.i > verb.i
        and not children(c, "det", "poss")
        and (
            c.dep_ in fixed
            or (c.dep_ == "advmod" and c.tag_ == "JJ")
            or (c.dep_ == "xcomp" and c.tag_ in {"VB", "NN"} and not children(c, "aux"))
        )
    ]


def _modifiers(noun: Token) -> frozenset[str]:
    words: set[str] = set()
    for c in noun.children:
        if c.dep_ in {"compound", "amod", "nmod", "poss", "nummod"}:
            words |= {c.lemma_.lower(), c.lower_}
            words |= {g.lower_ for g in c.children if g.dep_ in {"compound", "amod", "punct", "npadvmod", "conj"}}
            if c.pos_ == "PROPN":
                words |= name_kinds(c)
        elif c.dep_ == "prep" and not (c.lower_ == "on" and is_of_date(c)):
            for p in c.children:
                if p.dep_ == "pobj":
                    words.add(f"{c.lower_} {p.lemma_.lower()}")
                    if p.pos_ == "PROPN":
                        words |= {f"{c.lower_} {kind}" for kind in name_kinds(p)}
                    if c.lower_ in {"of", "by"} and len(_nations(p)) > 1:
                        words.add(f"{c.lower_} %NATIONS")
            if not is_of_date(c):  # "the protests of 5 May" are protests like any
                words.add(f"{c.lower_} *")
    return frozenset(words)


def _nations(noun: Token) -> set[str]:
    """The states that describe a noun: "the Russian and Chinese navies"."""
    before = [t for t in noun.subtree if t.i < noun.i and t.dep_ in {"amod", "compound", "nmod", "conj"}]
    named = {
        country_of(t.text) or (country_of(f"{t.nbor(-1).text} {t.text}") if t.i else None)  # "South Korean"
        for t in before
        if t.text[:1].isupper()
    }
    return {country for country in named if country is not None}


def _light_verb(noun: Token, known: Lexicon) -> Token | None:
    verb = _governing_verb(noun, known.parts)
    if verb is None or any(c.dep_ == "oprd" and c.i != noun.i for c in verb.children):
        return None  # who "called the veto shameful" cast none
    lemma = verb.lemma_.lower()
    names = {lemma, *(f"{lemma} {p.lower_}" for p in _particles(verb))}
    return verb if names & known.light else None


def _governing_verb(noun: Token, parts: frozenset[str]) -> Token | None:
    """The verb of which a noun is the object (passive subject, what a participle hangs on), seen through "a round of"."""
    for c in noun.children:
        if (c.dep_ == "acl" and c.tag_ == "VBN") or (c.dep_ == "relcl" and _takes_as_object(c)):
            return c
    head = noun
    for _ in range(4):
        if head.dep_ == "conj" and head.head.pos_ in {"NOUN", "PROPN"}:
            head = head.head
        elif head.dep_ == "pobj" and head.head.lower_ == "of" and head.head.head.lemma_.lower() in parts:
            head = head.head.head
        else:
            break
    if head.dep_ in {"dobj", "nsubjpass", "oprd"} and head.head.pos_ in {"VERB", "AUX"}:
        return head.head
    return None


def _takes_as_object(clause: Token) -> bool:
    """Whether a relative clause has the noun above as its object: "the strike that the union had called"."""
    if any(c.tag_ in {"WDT", "WP"} and c.dep_ in {"dobj", "nsubjpass"} for c in clause.children):
        return True
    return any(c.dep_ == "nsubj" and c.tag_ not in {"WDT", "WP"} for c in clause.children) and not children(
        clause, "dobj", "ccomp", "xcomp", "acomp", "attr", "prep"
    )
