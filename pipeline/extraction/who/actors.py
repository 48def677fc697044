"""Turn the nouns of a sentence into actor phrases, with what the article says of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pipeline.domain.mention import ActorPhrase
from pipeline.domain.vocabulary import ActorKind, Role
from pipeline.extraction.language import language_of
from pipeline.extraction.realis.words import words as realis_words
from pipeline.extraction.syntax import SUBJECTS, ancestors, child, children, conjuncts, is_noun, is_verb
from pipeline.extraction.where.placing import VENUE
from pipeline.extraction.who.nobody import is_nobody, names_nobody
from pipeline.extraction.who.reference import People, Person
from pipeline.extraction.who.words import actor_words
from pipeline.gazetteer.places import find_place
from pipeline.gazetteer.registry import load_seeds, long_names_in

if TYPE_CHECKING:
    from spacy.tokens import Token

CountryOf = Callable[[str], "str | None"]

_HE = frozenset({"he", "him", "she", "her", "his", "hers", "himself", "herself"})
_THEY = frozenset({"they", "them", "their", "theirs", "both", "each", "themselves"})
_IT = frozenset({"it", "its", "itself"})
_COUNTED = {"two": 2, "three": 3, "four": 4}
# What stands before a noun and is no part of its phrase.
_APART = frozenset({"cc", "punct", "preconj", "predet", "npadvmod", "dep", "advmod", "appos", "nmod:tmod"})
_WHITHER = frozenset(
    {"in", "at", "near", "outside", "to", "from", "into", "across", "on", "off", "over", "around", "for", "through"}
)


@dataclass(slots=True)
class Discourse:
    """What has been named so far in the article, for pronouns: those who took part in a deed together, the last body."""

    pairs: list[tuple[ActorPhrase, ...]] = field(default_factory=list)
    body: ActorPhrase | None = None
    person: ActorPhrase | None = None
    groups: dict[str, str] = field(default_factory=dict)

    @property
    def pair(self) -> tuple[ActorPhrase, ...]:
        """Those who took part in the last deed of several."""
        return self.pairs[-1] if self.pairs else ()


class Actors:
    """Reads actor phrases out of one article."""

    def __init__(self, people: People, country_of: CountryOf) -> None:
        self._people = people
        self._country_of = country_of
        self.discourse = Discourse()
        self.home: str | None = None  # the country that the article is about
        self.near: Sequence[str] = ()  # the countries that it names, most often first

    def is_commentator(self, speaker: Token, sentence: int) -> bool:
        """Whether a speaker is a person whom the article cites for views."""
        if speaker.lower_ in _HE:
            person = self._people.before(sentence, speaker.idx)
        else:
            person = self._people.named(_name_text(speaker)) or self._people.named(speaker.text)
        return person is not None and person.commentator

    def is_principal(self, speaker: Token, sentence: int) -> bool:
        """Whether a speaker holds an office or acts for a state or body, and is cited by name or title."""
        said = self._of(speaker, Role.SOURCE, sentence, 0)
        if any(c.lower_ in {"a", "an", "one", "another"} for c in children(speaker, "det", "nummod")):
            return False
        return any(
            a.office is not None or a.kind in {ActorKind.STATE, ActorKind.ORGANISATION} or self._is_known(a)
            for a in said
        )

    def _is_known(self, actor: ActorPhrase) -> bool:
        return actor.kind is ActorKind.PERSON and load_seeds().has_surname(actor.name.split(" ")[-1])

    def are_commentators(self, actors: Sequence[ActorPhrase]) -> bool:
        """Whether those who act are only such persons."""
        people = [self._people.named(a.name) for a in actors if a.role is not Role.TARGET]
        return bool(people) and all(p is not None and p.commentator for p in people)

    def phrases(
        self, heads: Sequence[tuple[Token, Role]], sentence: int, *, article_start: int = 0
    ) -> tuple[ActorPhrase, ...]:
        """The actors that these nouns name, each once, in order of the text."""
        found: dict[tuple[str, str], ActorPhrase] = {}
        for head, role in heads:
            for phrase in self._of(head, role, sentence, 0):
                key = phrase.name.lower()
                same = next((k for k in found if k[0] == key), None)
                if same is None:
                    found[key, role] = phrase
        return tuple(found.values())

    def _of(self, head: Token, role: Role, sentence: int, depth: int) -> list[ActorPhrase]:
        if depth > 3:
            return []
        low = head.lower_
        if low in {"we", "i", "us"}:
            teller = _teller(head)
            return [replace(a, text=head.text) for a in self._of(teller, role, sentence, depth + 1)] if teller else []
        if low in _HE | _IT | {"they", "their"} and (above := _subject_above(head)) is not None:
            meant = self._of(above, role, sentence, depth + 1)
            if low not in _HE and low not in _IT and len(conjuncts(above)) > 1:
                meant = [phrase for noun in conjuncts(above) for phrase in self._of(noun, role, sentence, depth + 1)]
            if meant and _may_stand_for(low, meant):
                return [replace(phrase, text=head.text) for phrase in meant]
        if low in _HE:
            person = self._people.before(sentence, head.idx)
            if person is not None:
                return [self._person(person, head.text, role)]
            return [replace(self.discourse.person, text=head.text, role=role)] if self.discourse.person else []
        if low in _IT:
            body = None if _is_empty(head) else self.discourse.body
            return [replace(body, text=head.text, role=role)] if body is not None else []
        if several := self._several(head):
            return [replace(actor, role=role, text=self._text(head)) for actor in several]
        if low in _THEY:
            return []
        if head.tag_ in {"NNP", "NNPS"}:
            return self._name(head, role, sentence, depth)
        if head.tag_ == "JJ" or (head.dep_ in {"amod", "compound"} and not is_noun(head)):
            country = self._country_of(head.text)
            return [ActorPhrase(head.text, role, head.text, ActorKind.STATE, None, country)] if country else []
        if head.tag_ in {"NN", "NNS", "CD"} or head.pos_ in {"NOUN", "NUM", "DET"}:
            return self._common(head, role, sentence, depth)
        return []

    def _several(self, head: Token) -> tuple[ActorPhrase, ...]:
        """The last to take part in a deed together, where a word means all of them: "they", "both sides", "the three"."""
        low = head.lower_
        if low == "each" and head.i > 0 and is_noun(head.nbor(-1)):
            return ()  # "175 prisoners each"
        if low in _THEY:
            return self.discourse.pair
        if self._is_pair(head) and (pair := self._pair(head)):
            return pair
        if low in _COUNTED and any(c.lower_ == "the" for c in children(head, "det")):
            return next((p for p in reversed(self.discourse.pairs) if len(p) == _COUNTED[low]), ())
        return ()

    def _pair(self, noun: Token) -> tuple[ActorPhrase, ...]:
        """The last to take part in a deed together whom a noun can mean: "both sides" are not a person and a city."""
        known = actor_words(language_of(noun))
        fitting = (
            pair
            for pair in reversed(self.discourse.pairs)
            if noun.lemma_.lower() not in known.sides or all(actor.kind is not ActorKind.PERSON for actor in pair)
        )
        return next(fitting, ())

    def _is_pair(self, head: Token) -> bool:
        if head.lemma_.lower() not in actor_words(language_of(head)).paired:
            return False
        numbered = head.lower_ in {"two", "pair", "duo"} or any(c.lower_ in {"two", "both"} for c in head.children)
        return numbered and not any(c.dep_ in {"prep", "amod", "poss"} for c in head.children)

    def _person(self, person: Person, text: str, role: Role) -> ActorPhrase:
        return ActorPhrase(text, role, person.name, ActorKind.PERSON, person.office, person.country)

    def _is_of_name(self, left: Token) -> bool:
        """Whether a word before the head of a name belongs to it."""
        if left.dep_ in {"compound", "punct", "nmod", "nummod"}:
            return left.tag_ in {"NNP", "NNPS", "HYPH", "CD"} or left.text[:1].isupper()
        return left.dep_ == "amod" and left.text[:1].isupper() and not self._country_of(left.text)

    def _words_of_name(self, head: Token) -> list[Token]:
        """The words of a name, without the titles before it."""
        words = [head]
        for left in head.lefts:
            if self._is_of_name(left):
                parts = [t for t in left.lefts if self._is_of_name(t)] if left.tag_ in {"NNP", "NNPS"} else []
                words += [*parts, left]  # "Jean-Claude Juncker"
        words.sort(key=lambda t: t.i)
        low = actor_words(language_of(head))
        titled = [n for n, word in enumerate(words[:-1]) if word.lower_.rstrip(".") in low.short_titles]
        words = words[titled[-1] + 1 :] if titled else words  # "in Athens Mr Tsipras"
        while len(words) > 1 and (
            words[0].lower_.rstrip(".") in low.honorifics
            or words[0].lower_ in low.not_names
            or words[0].lower_ in {"prime", "foreign", "vice", "-"}  # "Colonel-General Kvashnin"
        ):
            words = words[1:]
        return words

    def _name(self, head: Token, role: Role, sentence: int, depth: int) -> list[ActorPhrase]:
        whole = next((head.doc.text[a:b] for a, b in long_names_in(head.doc.text) if a <= head.idx < b), None)
        if whole is not None:
            return [ActorPhrase(whole, role, whole, ActorKind.ORGANISATION)]
        low, words = actor_words(language_of(head)), self._words_of_name(head)
        text = head.doc.text[words[0].idx : words[-1].idx + len(words[-1])]
        person = self._people.named(text) or (self._people.named(head.text) if len(words) == 1 else None)
        if person is not None:
            return [self._person(person, text, role)]
        if names_nobody(text, language_of(head)):
            return []
        country = self._country_of(text) or (self._country_of(f"the {text}"))
        if country:
            return [ActorPhrase(text, role, text, ActorKind.STATE, None, country)]
        lemma = head.lower_
        if lemma in low.waters:
            return []
        if text in {"North", "South"}:
            code = {"North": "PRK", "South": "KOR"}[text]
            return [ActorPhrase(text, role, text, ActorKind.STATE, None, code)] if code in self.near else []
        office = self._office(head)
        if office is not None and (person := self._people.in_office(office, self._modifier_country(head))):
            return [self._person(person, text, role)]
        if lemma in low.organisation or lemma.rstrip("s") in low.organisation or text.isupper():
            return [ActorPhrase(text, role, text, ActorKind.ORGANISATION, None, self._modifier_country(head))]
        if office is not None:
            return [ActorPhrase(text, role, text, ActorKind.PERSON, office, self._modifier_country(head))]
        before = head.nbor(-1).lower_.rstrip(".") if head.i > 0 else ""
        named_place = VENUE.search(text) is not None or find_place(text, self.near) is not None
        if before not in low.honorifics and _is_whereabouts(head) and named_place:
            return []
        kind = ActorKind.PERSON if before in low.honorifics else _kind_of_several(head, words)
        return [ActorPhrase(text, role, text, kind, None, self._modifier_country(head))]

    def _office(self, head: Token) -> str | None:
        """The office that a noun phrase names ("the French foreign minister")."""
        span = head.doc[head.left_edge.i : head.i + 1].text.lower()
        for prep in children(head, "prep"):
            if prep.lower_ == "of" and prep.i == head.i + 1:
                span += " " + head.doc[prep.i : prep.right_edge.i + 1].text.lower()
        return next(
            (
                office
                for office in actor_words(language_of(head)).offices
                if re.search(rf"(?<![\w-]){re.escape(office)}\b", span)
            ),
            None,
        )

    def _modifier_country(self, head: Token) -> str | None:
        for modifier in head.children:
            if modifier.dep_ in {"amod", "compound", "poss", "nmod"}:
                size = [c for c in modifier.children if c.dep_ == "compound"]
                text = " ".join(t.text for t in [*size, modifier])
                if country := self._country_of(text):
                    return country
            if modifier.dep_ == "prep" and modifier.lower_ in {"of", "from", "in"}:
                noun = child(modifier, "pobj")
                if (
                    noun is not None
                    and noun.tag_ in {"NNP", "NNPS"}
                    and (country := self._country_of(_name_text(noun)))
                ):
                    return country
        return None

    def _common(self, head: Token, role: Role, sentence: int, depth: int) -> list[ActorPhrase]:  # noqa: C901 - one rule a branch
        low = actor_words(language_of(head))
        lemma = head.lemma_.lower()
        if any(c.tag_ == "$" for c in head.children) or (head.tag_ == "NN" and lemma in low.only_many):
            return []  # "$500 million", "the power"
        if is_nobody(head) or any(c.lower_ == "no" for c in children(head, "det")):
            return []  # "the state of emergency", "no aides"
        if (elected := _named_to(head)) is not None:
            return self._name(elected, role, sentence, depth)
        named = self._apposed(head, role, sentence, depth)
        if named:
            return named
        if lemma in low.on_behalf or head.tag_ == "CD":
            of = [
                noun
                for prep in children(head, "prep")
                if prep.lower_ in {"of", "from"}
                for noun in children(prep, "pobj")
            ]
            if of:
                acting = [phrase for noun in conjuncts(of[0]) for phrase in self._of(noun, role, sentence, depth + 1)]
                if acting:
                    return acting
        owner = child(head, "poss")
        country = self._modifier_country(head)
        text = self._text(head)
        office = self._office(head) if lemma in low.person else None
        if lemma in low.person | low.organisation and (several := self._of_several(head, role)):
            return several
        if office is not None and head.tag_ == "NN":
            person = self._people.in_office(office, country)
            if person is not None:
                return [self._person(person, text, role)]
            country = country or self._home(head)
            return [ActorPhrase(text, role, text, ActorKind.PERSON, office, country)]
        if lemma in low.organisation or lemma in low.group or lemma in low.person:
            if owner is not None and owner.lower_ in _HE | _THEY | _IT:
                owners = self._of(owner, role, sentence, depth + 1)
                if owners and lemma in low.state_words | low.organisation:
                    return [replace(o, text=text) for o in owners[:1]]
                country = country or (owners[0].country if owners else None)
            if owner is None and lemma in low.at_home and head.tag_ == "NN":
                country = country or self._home(head)
            if lemma in low.armed_group:
                kind = ActorKind.ARMED_GROUP
            elif lemma in low.organisation:
                kind = ActorKind.ORGANISATION
            elif lemma in low.person and head.tag_ == "NN":
                kind = ActorKind.PERSON
            else:
                kind = ActorKind.GROUP
            if (
                lemma in {"government", "state", "country", "authority", "authorities", "administration", "side"}
                and country
            ):
                kind = ActorKind.STATE
            name = self._fullest(lemma, text)
            return [ActorPhrase(text, role, name, kind, None, country)]
        if owner is not None:
            return [] if lemma in low.another else self._of(owner, role, sentence, depth + 1)
        if head.tag_ == "NNS" and head.text[:1].isupper() and (nation := self._country_of(head.text)):
            return [ActorPhrase(text, role, text, ActorKind.GROUP, None, nation)]  # "Serbs", "1,200 Bosnians"
        if lemma in low.instruments:  # "army jets", "rebel drones"
            users = (c for c in children(head, "compound", "amod", "nmod") if c.tag_ in {"NN", "NNS"} and _acts(c))
            for user in users:
                return self._of(user, role, sentence, depth + 1)
        if country:
            modifier = next(
                (m for m in head.children if m.dep_ in {"amod", "compound", "nmod"} and self._country_of(m.text)), None
            )
            if modifier is not None:
                return [ActorPhrase(modifier.text, role, modifier.text, ActorKind.STATE, None, country)]
        return []

    def _of_several(self, head: Token, role: Role) -> list[ActorPhrase]:
        """Those of each country that a plural names: "the leaders of France and Germany", "Indian and Chinese officials"."""
        named: list[Token] = []
        theirs = any(self._country_of(m.text) for m in children(head, "amod", "compound", "nmod"))
        for prep in children(head, "prep"):
            if prep.lower_ == "of" or (prep.lower_ == "from" and not theirs):  # not "British bombers from Malta"
                named += [noun for first in children(prep, "pobj") for noun in conjuncts(first)]
        if not named:
            named = [word for first in children(head, "amod") for word in conjuncts(first)]
        by_country = {code: noun for noun in named if (code := self._country_of(_name_text(noun)))}
        if head.tag_ != "NNS" or len(by_country) < 2:
            return []
        office = self._office(head)
        return [
            ActorPhrase(noun.text, role, f"{head.lemma_.lower()} of {_name_text(noun)}", ActorKind.PERSON, office, code)
            if office is not None and noun.tag_ in {"NNP", "NNPS"}
            else ActorPhrase(noun.text, role, _name_text(noun), ActorKind.STATE, None, code)
            for code, noun in by_country.items()
        ]

    def _home(self, head: Token) -> str | None:
        """The country meant by "the army", "the king": the one that the article is about, where nothing else is said."""
        said = any(c.dep_ in {"poss", "amod", "compound", "nmod"} and c.text[:1].isupper() for c in head.children)
        if said or any(c.dep_ == "det" and c.lower_ not in {"the", "both"} for c in head.children):
            return None
        return self.home

    def _apposed(self, head: Token, role: Role, sentence: int, depth: int) -> list[ActorPhrase]:
        for apposed in children(head, "appos"):
            if apposed.tag_ in {"NNP", "NNPS"}:
                return self._name(apposed, role, sentence, depth)
        return []

    def _fullest(self, lemma: str, text: str) -> str:
        """The first, fullest phrase of this article for a group ("the eight unions" for "they", "the unions")."""
        known = self.discourse.groups.get(lemma)
        if known is None:
            self.discourse.groups[lemma] = text
            return text
        return known if len(known) > len(text) else text

    def _text(self, head: Token) -> str:
        first = head.i
        for left in reversed(list(head.lefts)):
            if left.dep_ in _APART or left.right_edge.i + 1 < first:
                break  # "Only that morning ministers"
            first = min(first, left.left_edge.i)
        last = head.i
        for right in head.rights:
            if right.dep_ == "prep" and right.lower_ == "of" and right.right_edge.i - head.i < 10:
                noun = child(right, "pobj")
                if noun is not None:
                    last = noun.i
        return str(head.doc[first : last + 1].text)

    def remember(self, actors: Sequence[ActorPhrase]) -> None:
        """Note who took part in the last deed told, for the pronouns that follow."""
        if len({actor.name for actor in actors}) >= 2:
            self.discourse.pairs.append(tuple(actors[:4]))
        bodies = [a for a in actors if a.kind in {ActorKind.STATE, ActorKind.ORGANISATION, ActorKind.ARMED_GROUP}]
        if bodies:
            self.discourse.body = bodies[0]
        persons = [a for a in actors if a.kind is ActorKind.PERSON]
        if persons:
            self.discourse.person = persons[0]


def _kind_of_several(head: Token, words: Sequence[Token]) -> ActorKind | None:
    """What a plural name is one of: a people ("Catalans"), else a body ("the Teamsters"); None for no plural ("Hakan Ates")."""
    if head.tag_ != "NNPS" or not (len(words) == 1 or children(head, "det", "nummod")):
        return None
    of_people = head.lower_.endswith(tuple(actor_words(language_of(head)).ends_of_peoples))
    return ActorKind.GROUP if of_people else ActorKind.ORGANISATION


def _is_whereabouts(noun: Token) -> bool:
    """Whether a noun stands where a place would: "in X", "from X to Y", "visited X"."""
    if noun.dep_ == "pobj":
        return noun.head.lower_ in _WHITHER
    reached = noun.dep_ == "dobj" and noun.head.lemma_ in actor_words(language_of(noun)).reached
    return reached or noun.dep_ in {"compound", "nmod"}


def _named_to(office: Token) -> Token | None:
    """Who is given an office, where the parser took both for one name: "elected Boyko Borisov prime minister"."""
    if (
        office.dep_ not in {"dobj", "oprd"}
        or office.head.lemma_ not in actor_words(language_of(office)).elected
        or children(office, "det", "poss")
    ):
        return None
    names = [c for c in office.lefts if c.tag_ == "NNP" and c.dep_ in {"nmod", "compound"} and c.i > office.head.i]
    return names[-1] if names and office.tag_ == "NN" else None


def _acts(noun: Token) -> bool:
    """Whether a common noun is one for a group or body that acts."""
    low = actor_words(language_of(noun))
    return noun.lemma_.lower() in (low.group | low.organisation | low.armed_group) - low.instruments


def _is_empty(pronoun: Token) -> bool:
    """Whether "it" stands for a clause that follows: "it was agreed that they would meet"."""
    return pronoun.dep_ in {"nsubjpass", "expl"} and child(pronoun.head, "ccomp", "csubjpass") is not None


def _teller(pronoun: Token) -> Token | None:
    """Who says "we" or "I"."""
    for above in ancestors(pronoun):
        teller = child(above, "nsubj") if is_verb(above) and above.i != pronoun.head.i else None
        if teller is not None and teller.pos_ != "PRON":
            return teller
    return None


def _subject_above(pronoun: Token) -> Token | None:
    """The nearest subject before a pronoun among those of the clauses above it: "Trump has said he intends to call"."""
    own = pronoun.head if pronoun.dep_ in SUBJECTS else None
    for above in ancestors(pronoun):
        if above is own or not is_verb(above):
            continue
        subject = _shared(child(above, "nsubj", "nsubjpass"))
        subject = _accused(pronoun, above) or subject
        if (
            subject is not None
            and subject.i < pronoun.i
            and subject.pos_ != "PRON"
            and subject.tag_ not in {"WDT", "WP"}
            and not (pronoun.head.dep_ == "relcl" and pronoun.head.head.i == subject.i)  # "the ship, which it seized"
        ):
            return subject
    return None


def _accused(pronoun: Token, verb: Token) -> Token | None:
    """Who is held for what a pronoun is told to have done: "arrested six men after they had attacked a bus"."""
    beside = pronoun.dep_ in SUBJECTS and pronoun.head.dep_ == "advcl" and pronoun.head.head.i == verb.i
    held = beside and verb.lemma_ in realis_words(language_of(verb)).verbs["allege"]
    return child(verb, "dobj") if held else None


def _shared(share: Token | None) -> Token | None:
    """Those of whom some or none do it: "none of the donors raised it when they met"."""
    if share is None or share.lower_ not in _SHARES:
        return share
    return next(
        (noun for prep in children(share, "prep") if prep.lower_ == "of" for noun in children(prep, "pobj")), share
    )


_SHARES = frozenset({"none", "most", "some", "many", "all", "few", "several", "half", "neither", "either"})


def _may_stand_for(pronoun: str, actors: Sequence[ActorPhrase]) -> bool:
    """Whether a pronoun can mean these actors by their number and kind."""
    if pronoun in _HE:
        return len(actors) == 1 and actors[0].kind in {ActorKind.PERSON, None}
    if pronoun in _IT:
        return len(actors) == 1 and actors[0].kind not in {ActorKind.PERSON, ActorKind.GROUP}
    return len(actors) > 1 or actors[0].kind in {ActorKind.GROUP, ActorKind.ORGANISATION, ActorKind.ARMED_GROUP}


def _name_text(noun: Token) -> str:
    parts = [c for c in noun.children if c.dep_ == "compound"]
    return " ".join(t.text for t in [*parts, noun])
