"""What stands around a word of the lexicon, and whether it is what an entry asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline.domain.vocabulary import EventType, Mode
from pipeline.extraction.deeds.lexicon import Entry, Lexicon
from pipeline.extraction.language import language_of
from pipeline.extraction.realis.words import words
from pipeline.extraction.syntax import SUBJECTS, auxiliaries, children, is_subjunctive
from pipeline.extraction.who.words import actor_words
from pipeline.gazetteer.countries import country_of

if TYPE_CHECKING:
    from spacy.tokens import Token


class Frame:
    """What stands around a verb: its objects, subjects and prepositions, passives and relative clauses undone."""

    def __init__(self, verb: Token, known: Lexicon) -> None:
        self._parts = known.parts
        self._throngs = known.throngs
        self._verb = verb
        kids = list(verb.children)
        passive = any(c.dep_ in {"nsubjpass", "auxpass"} for c in kids) or (
            (verb.tag_ == "VBN" and verb.dep_ in {"acl", "amod"}) or (verb.tag_ == "VBD" and verb.dep_ == "acl")
        )
        objects = _objects(verb)
        subjects = [c for c in kids if c.dep_ == "nsubj" and c.tag_ not in {"WDT", "WP"}]
        if verb.dep_ == "acl" and verb.tag_ == "VBG":
            subjects.append(verb.head)  # "a ship carrying medicine"
        if passive:
            objects += [c for c in kids if c.dep_ == "nsubjpass" and c.tag_ not in {"WDT", "WP"}]
            subjects = [p for c in kids if c.dep_ == "agent" for p in c.children if p.dep_ == "pobj"]
        if verb.dep_ in {"acl", "relcl"} and verb.tag_ in {"VBN", "VBD"} and passive:
            objects.append(verb.head)
        elif verb.dep_ == "relcl":
            if any(c.dep_ == "nsubj" and c.tag_ in {"WDT", "WP"} for c in kids):
                subjects.append(verb.head)
            elif subjects and not objects and not _is_beside(verb):
                objects.append(verb.head)
        agents = subjects
        # "is to be received by the king": what undergoes it stands above, as the doer else
        above, subjects = _from_above(verb, [] if passive and not objects else subjects, known, passive=passive)
        if passive and not objects:
            objects, subjects = subjects if above.i != verb.i else [], agents  # "insurgents are to be freed"
        if (
            not objects
            and verb.dep_ == "conj"
            and verb.head.pos_ == "VERB"
            and any(c.dep_ == "nsubjpass" for c in verb.head.children)
        ):
            objects = [c for c in verb.head.children if c.dep_ == "nsubjpass"] if verb.tag_ == "VBN" else []
        self.passive = passive
        self._given = any(c.dep_ == "dative" and c.pos_ != "ADP" for c in kids)
        self.says = _only_says(verb)
        self.has_object = bool(objects) or any(c.dep_ in {"ccomp", "dative"} for c in kids)
        self.objects = self._heads(objects)
        self.subjects = self._heads(subjects)
        self.several = len(self.subjects) > 1 or any(
            t.tag_ in {"NNS", "CD"} or t.lower_ in {"they", "both", "pair"} for t in self.subjects
        )
        self.complements = _infinitives(kids, objects)
        self.preps: dict[str, list[Token]] = {}
        for prep in _prepositions(verb, objects):
            self._add_prep(prep)

    def _add_prep(self, prep: Token, depth: int = 0) -> None:
        if prep.lower_ == "on" and is_of_date(prep):
            return  # "called him on Tuesday"
        heads = self._heads([c for c in prep.children if c.dep_ in {"pobj", "pcomp"}])
        if not heads:  # "out of the hotel"
            heads = self._heads([p for c in children(prep, "prep") for p in children(c, "pobj")])
        self.preps.setdefault(prep.lower_, []).extend(heads)
        if depth < 2:
            for inner in children(prep, "prep"):
                self._add_prep(inner, depth + 1)
                if prep.lower_ == "out" and inner.lower_ == "of":
                    self.preps["out"] += self._heads(children(inner, "pobj"))  # "ordered them out of the camp"

    def _heads(self, tokens: list[Token]) -> list[Token]:
        heads: list[Token] = []
        queue = list(tokens)
        while queue and len(heads) < 20:
            token = queue.pop(0)
            heads.append(token)
            for c in token.children:
                if c.dep_ == "conj":
                    queue.append(c)
                elif c.lower_ == "of" and not self._parts.isdisjoint({token.lemma_.lower(), token.lower_}):
                    queue.extend(p for p in c.children if p.dep_ == "pobj")
        return heads

    def cargo(self) -> list[Token]:
        """What the subjects and objects carry: "a plane with 12 tonnes of medicine", "lorries carrying tents"."""
        carriers = [*self.subjects, *self.objects]
        loads = [c for t in carriers for c in t.children if c.lower_ in _LOADED]
        loads += [c for c in self._verb.children if c.lower_ in _LOADED - {"of"}]  # "landed with 12 tonnes of flour"
        loads += [prep for load in loads for prep in load.children if prep.lower_ in _LOADED]
        carried = self._heads([c for load in loads for c in load.children if c.dep_ in {"pobj", "dobj"}])
        within = [
            c for t in carried for load in t.children if load.lower_ in _LOADED for c in children(load, "pobj", "dobj")
        ]
        return carried + self._heads(within)  # "a convoy of 40 lorries with wheat"

    def _is_by_several(self, entry: Entry) -> bool:
        """Whether as many do it as an entry asks for: more than one state ("warships from Russia and China"), or several alone."""
        if entry.crowd and self.subjects and not (len(self.subjects) > 1 or any(map(self._are_many, self.subjects))):
            return False
        if entry.several and (not self.several or self.has_object or not {"to", "of"}.isdisjoint(self.preps)):
            return False
        if not entry.nations:
            return True
        named = {country for who in self.subjects for t in who.subtree if (country := _country(t)) is not None}
        return len(named) > 1

    def _are_many(self, who: Token) -> bool:
        """Whether a noun may stand for many: anything but one person."""
        return who.tag_ != "NN" or not self._throngs.isdisjoint({who.lemma_.lower(), who.lower_})

    def fits(self, entry: Entry, particles: Sequence[Token] = ()) -> tuple[Token, ...] | None:
        """The nouns by which the frame fits, or None where it does not.

        `particles` belong to the verb of the entry: what the parser hung on one ("drafted in 300 men") is the object.
        """
        has_object = self.has_object and not any(p.dep_ == "dobj" for p in particles)
        if entry.transitive is not None and entry.transitive != has_object:
            return None
        if self._is_otherwise_said(entry):
            return None
        told: list[Token] = []
        if entry.objects:
            held = [
                p for p in particles if p.dep_ in {"prep", "prt"} and children(p, "pobj")
            ]  # not "out" of "out of the town"
            # a passive has what it is done to before it: "was taken in Brussels" takes nobody in
            carried = [] if self.passive else [t for p in held for t in self.preps.get(p.lower_, ())]
            hits = [t for t in (*self.objects, *carried) if _is_among(t, entry.objects)]
            if not hits:
                return None
            told += hits
        if entry.not_objects and any(_is_among(t, entry.not_objects) for t in self.objects):
            return None
        doers = self.subjects or (
            self.objects if self.passive and not entry.objects else []
        )  # "the generals, gathered here"
        unsaid = entry.agentless and self.passive and not self.subjects
        if entry.subjects and not unsaid and not any(_is_among(t, entry.subjects) for t in doers):
            return None
        if entry.dative and not self._given:
            return None
        if entry.not_subjects and any(_is_ruled_out(t, entry.not_subjects) for t in self.subjects):
            return None
        if entry.complements and entry.complements.isdisjoint(self.complements):
            return None
        if entry.not_complements & self.complements:
            return None
        if entry.cargo and not any(_is_among(t, entry.cargo) for t in self.cargo()):
            return None
        if not stands_beside(entry, self._verb):
            return None
        if not self._is_by_several(entry):
            return None
        by_preps = self._by_preps(entry)
        return None if by_preps is None else (*told, *by_preps)

    def _is_otherwise_said(self, entry: Entry) -> bool:
        """Whether the clause below the verb makes it another deed, or none."""
        if (entry.clause is False and self.says) or (entry.to_come and _says_what_was(self._verb)):
            return True
        said_so = any(c.dep_ == "oprd" for c in self._verb.children)  # "called the raid on the camp shameful"
        return entry.type is EventType.REQUEST and (said_so or _asks_a_question(self._verb))

    def _by_preps(self, entry: Entry) -> tuple[Token, ...] | None:
        """The nouns under its prepositions by which the frame fits, or None where they do not fit."""
        if entry.not_prep_objects and any(
            _is_among(t, entry.not_prep_objects) for heads in self.preps.values() for t in heads
        ):
            return None
        if not entry.preps:
            return ()
        if entry.preps.isdisjoint(self.preps):
            return None
        if not entry.prep_objects:
            return ()
        heads = [t for prep in entry.preps & self.preps.keys() for t in self.preps[prep]]
        return tuple(t for t in heads if _is_among(t, entry.prep_objects)) or None


def _prepositions(verb: Token, objects: Sequence[Token]) -> list[Token]:
    """The prepositions on a verb, its objects and particles, and "for" of a clause: "called for the president to go"."""
    kids = list(verb.children)
    beside = [c for c in kids if c.dep_ in {"prt", "advmod", "acomp"}]
    beside += [g for c in beside if c.dep_ == "acomp" for g in children(c, "advmod")]  # "is due back at the table"
    own = [c for c in kids if c.dep_ == "advmod" and c.tag_ in {"IN", "RP"}]
    own += [m for c in kids if c.dep_ == "advcl" and c.tag_ == "VB" for m in children(c, "mark") if m.lower_ == "for"]
    return [
        p for carrier in (verb, *objects, *beside) for p in children(carrier, "prep", "dative", "agent", "prt")
    ] + own


def _from_above(verb: Token, subjects: list[Token], known: Lexicon, *, passive: bool) -> tuple[Token, list[Token]]:
    """The subjects of a verb, where it has none of its own those of the verbs above it, and the uppermost verb looked at."""
    above = verb
    for _ in range(4):
        above, subjects = _intending(above, subjects, known)
        linked = above.dep_ in {"xcomp", "conj", "advcl", "acomp"}  # "is due to arrive"
        if subjects or not linked or above.head.pos_ not in {"VERB", "AUX", "ADJ"}:
            break
        led = above.dep_ == "xcomp" and above.head.lemma_ in actor_words(language_of(verb)).object_control
        above = above.head  # "prompting thousands to march": who is led to it does it
        subjects = children(above, "dobj") if led else []
        subjects = subjects or [c for c in above.children if c.dep_ in {"nsubj", "nsubjpass"}]
        if above.dep_ == "relcl":  # "the envoy, who was to fly to Lima"
            those = {"WP"} if passive else {"WP", "WDT"}  # "the talks with him, which were to be held": not he
            subjects = [above.head if c.tag_ in those else c for c in subjects]
    return above, _with_antecedents(verb, subjects)


def _is_beside(clause: Token) -> bool:
    """Whether a noun is only beside what is done in the clause on it: "the day when they met", "Ban, whose visit ended"."""
    before = [t for c in clause.lefts for t in c.subtree]
    within = {"in", "at", "during"}
    return any(t.tag_ in {"WRB", "WP$"} or (t.tag_ == "WDT" and t.head.lower_ in within) for t in before)


_PRONOUNS = frozenset({"they", "it", "he", "she", "both"})


def _intending(verb: Token, subjects: list[Token], known: Lexicon) -> tuple[Token, list[Token]]:
    """The verb and subjects of the clause in which somebody means to do it: "dropped their plan to visit"."""
    on_noun = verb.dep_ == "acl" and not subjects and any(a.lower_ == "to" for a in auxiliaries(verb))
    if not on_noun or verb.head.dep_ != "dobj" or verb.head.lemma_.lower() not in known.intents:
        return verb, subjects
    above = verb.head.head
    return above, children(above, "nsubj", "nsubjpass")


_LOADED = frozenset({"with", "of", "carrying", "bearing", "bringing", "laden", "loaded", "filled", "packed", "full"})


def stands_beside(entry: Entry, token: Token) -> bool:
    """Whether the sentence has a word that an entry asks for, and none that rules it out; who is called names rings nobody."""
    if entry.mode is Mode.PHONE and any(c.pos_ != "ADV" for c in children(token, "oprd")):
        return False
    if not entry.beside and not entry.not_beside:
        return True
    words = {form for t in token.sent for form in (t.lemma_.lower(), t.lower_)}
    return (not entry.beside or not entry.beside.isdisjoint(words)) and entry.not_beside.isdisjoint(words)


def _objects(verb: Token) -> list[Token]:
    """The objects of a verb in the active voice."""
    kids = list(verb.children)
    commas = [c.i for c in kids if c.text == "," and c.i > verb.i]
    objects = [
        c
        for c in kids
        if c.dep_ in {"dobj", "oprd", "attr"}
        and c.tag_ not in {"WDT", "WP"}
        and not (c.tag_ == "CD" and any(comma < c.i for comma in commas))  # "struck, some 25,000 of them"
    ]
    if not objects:  # "gave the envoy a day to leave", where the parser takes the day for a time
        given = [c for c in kids if c.dep_ == "dative" and c.pos_ != "ADP"]
        objects = [*given, *(c for c in kids if given and c.dep_ == "npadvmod" and c.i > verb.i)]
    else:  # "gave the envoy and his aides a day to leave"
        objects += [
            c for c in kids if c.dep_ == "npadvmod" and any(g.tag_ == "VB" for g in children(c, "relcl", "acl"))
        ]
    return objects + _let(verb)


_FINITE = frozenset({"are", "am", "'re", "'m"})


def _infinitives(kids: Sequence[Token], objects: Sequence[Token]) -> frozenset[str]:
    """The verbs below a verb ("stop selling") or on its object ("gave him a day to go").

    "*" is among them where one has "to", "that *" where one is asked for ("insisted that he resign").
    """
    below = [
        c for c in kids if c.dep_ in {"xcomp", "ccomp", "advcl"} and c.tag_ in {"VB", "VBP"} and c.lower_ not in _FINITE
    ]
    below += [c for c in kids if c.dep_ == "xcomp" and c.tag_ == "VBG"]
    below += [
        c for c in kids if c.dep_ == "xcomp" and c.tag_ == "VBN" and any(a.lower_ == "having" for a in c.children)
    ]
    below += [c for o in objects for c in o.children if c.dep_ in {"acl", "relcl"} and c.tag_ == "VB"]
    below += [c for c in kids if c.dep_ == "ccomp" and c.tag_ == "VBN" and not auxiliaries(c)]  # "wants him freed"
    found = frozenset(c.lemma_.lower() for c in below)
    if any(map(is_subjunctive, kids)):
        found |= {"that *"}
    return found | {"*"} if any(a.lower_ == "to" for c in below for a in children(c, "aux")) else found


def _let(verb: Token) -> list[Token]:
    """Those whom "let" lets do something, the subject of what they may do: "let the crew go"."""
    if verb.lemma_ != "let":
        return []
    return [who for c in children(verb, "ccomp") if c.tag_ in {"VB", "VBP"} for who in children(c, "nsubj")]


def _only_says(verb: Token) -> bool:
    """Whether a verb has what is said as its clause: "it would rain, he conceded"."""
    return (
        verb.dep_ == "parataxis"
        or bool(children(verb, "parataxis"))
        or any(children(c, *SUBJECTS) for c in children(verb, "ccomp"))
    )


def _asks_a_question(verb: Token) -> bool:
    """Whether a verb only has a question as its clause: "asked whether they would fire"."""
    asked = words(language_of(verb)).marks["question"]
    return any(c.dep_ == "mark" and c.lower_ in asked for clause in children(verb, "ccomp") for c in clause.children)


def _says_what_was(verb: Token) -> bool:
    """Whether a verb has a clause that tells what has been: "swore that the jet had never left"."""
    return any(
        c.tag_ in {"VBD", "VBN"}
        and children(c, *SUBJECTS)
        and not any(a.tag_ == "MD" or a.lower_ in {"is", "are", "to"} for a in auxiliaries(c))
        for c in children(verb, "ccomp")
    )


def _with_antecedents(verb: Token, subjects: list[Token]) -> list[Token]:
    """The subjects of a clause, with those of the clause above where a pronoun takes them up: "nurses said they would"."""
    if verb.dep_ == "ccomp" and subjects and all(t.lower_ in _PRONOUNS for t in subjects):
        return [*subjects, *(c for c in verb.head.children if c.dep_ == "nsubj" and c.tag_ not in {"WDT", "WP"})]
    return subjects


def _is_ruled_out(subject: Token, words: frozenset[str]) -> bool:
    """Whether a subject is one of the words, or a name that says so ("Hurricane Mitch")."""
    if _is_gunfire(subject):
        return False
    named = subject.pos_ == "PROPN" and any(c.lower_ in words for c in children(subject, "compound"))
    return named or _is_among(subject, words)


def _is_gunfire(noun: Token) -> bool:
    """ "Killed by fire from the ground"; what burns has an article."""
    return noun.lower_ == "fire" and not any(c.dep_ in {"det", "nummod"} for c in noun.children)


def _is_among(token: Token, words: frozenset[str]) -> bool:
    """Whether a noun is one of the words, alone or with what it is made up of ("air strike", "motion of confidence").

    "%PERSON" asks for such a name.
    """
    lemma = token.lemma_.lower()
    if lemma in words or token.lower_ in words:
        return True
    if token.pos_ == "PROPN" and not words.isdisjoint(name_kinds(token)):
        return True
    if token.pos_ == "PROPN" and any(c.tag_ == "NN" and c.lemma_.lower() in words for c in children(token, "compound")):
        return True  # "the ferry Arica"
    if "$" in words and _is_money(token):
        return True
    if token.tag_ == "CD" and "people" in words and not any(c.tag_ == "$" for c in token.children):
        return True  # "more than 1,200 were led away"
    if "%NORP" in words and token.tag_ == "NNS" and token.text[:1].isupper() and country_of(token.text) is not None:
        return True  # "Serbs", which the tagger may take for a common noun
    behind = (c for c in token.children if c.lower_ in {"of", "in"})
    if any(f"{lemma} {c.lower_} {p.lemma_.lower()}" in words for c in behind for p in c.children):
        return True  # "motion of confidence", "rise in duties"
    before = [c for c in token.children if c.dep_ in {"compound", "amod", "nmod"}]
    joined = any(f"{c.lower_}-{lemma}" in words for c in before if c.i + 2 == token.i)  # "sit-in"
    return (
        joined
        or any(f"{c.lower_} {lemma}" in words for c in before)
        or (lemma in _SHELLS and any(c.lemma_.lower() in words for c in before))
    )


def _is_money(unit: Token) -> bool:
    """Whether a sign stands before a sum, wherever the parser hung it: "€30m"."""
    return any(t.tag_ == "$" for t in unit.doc[max(0, unit.left_edge.i - 1) : unit.i])


_SHELLS = frozenset({"hour", "order", "measure", "rule", "regime", "programme", "program", "policy", "effort"})

_NOT_BODIES = frozenset({"US", "UK", "UAE", "USA", "DRC", "U.S.", "U.K.", "DPRK", "PRC"})

_MODEL_NUMBER = re.compile(r"[A-Z][A-Za-z]{0,4}-?\d+[A-Z]?s?")  # "Su-24", "F-16s", "S-400"


def name_kinds(name: Token) -> frozenset[str]:
    """What a name may be, as "%ORG" and the like: the parse has no entities, so by its looks; all where they say nothing."""
    if name.lower_.endswith("day") or name.is_lower:
        return frozenset()  # "the night to Wednesday"; "the party congress", which the tagger may take for a name
    if name.ent_type_:
        return frozenset({f"%{name.ent_type_}"})
    if _MODEL_NUMBER.fullmatch(name.text):
        return frozenset({"%WEAPON"})
    is_body = name.lower_ in actor_words(language_of(name.doc)).bodies
    if name.tag_ == "NNPS" or any(c.lower_ == "the" for c in name.children if c.dep_ == "det"):
        return frozenset({"%GPE", "%NORP", "%LOC", "%FAC", "%ORG"} if is_body else {"%GPE", "%NORP", "%LOC", "%FAC"})
    if is_body or (name.is_upper and len(name) > 1 and name.text not in _NOT_BODIES):
        return frozenset({"%ORG"})
    return frozenset({"%PERSON", "%GPE", "%NORP", "%LOC", "%FAC"})


def is_of_date(prep: Token) -> bool:
    """Whether a preposition gives a day: "call him on Tuesday" is no calling on anybody."""
    times = [t for p in children(prep, "pobj") for t in (p, *children(p, "compound"))]  # "on Sunday night"
    return any(t.lower_.endswith("day") or t.like_num or _is_day_of_month(t) for t in times)


def _is_day_of_month(name: Token) -> bool:
    """ "1 March", "March 1"."""
    return (
        name.tag_ == "NNP"
        and not name.is_upper
        and any(c.dep_ == "nummod" and c.is_digit and len(c) <= 2 for c in name.children)
    )


def _country(name: Token) -> str | None:
    """The state that a word names, alone or with the one before it ("South Korea")."""
    if not name.text[:1].isupper():
        return None
    return country_of(f"{name.nbor(-1).text} {name.text}" if name.i else name.text) or country_of(name.text)
