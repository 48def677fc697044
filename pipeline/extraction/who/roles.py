"""Who acts, on whom, and who takes part, read off the syntax of a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.domain.vocabulary import EventType, Mode, Role
from pipeline.extraction.language import language_of
from pipeline.extraction.realis.words import words
from pipeline.extraction.syntax import (
    TIME_WORDS,
    auxiliaries,
    carrier,
    child,
    children,
    conjuncts,
    first_conjunct,
    governor_noun,
    is_noun,
    is_verb,
    predicated_by,
)
from pipeline.extraction.who.words import actor_words

if TYPE_CHECKING:
    from spacy.tokens import Token

_MAX_HOPS = 8
_ABOUT = frozenset({"discuss", "debate", "negotiate", "review", "consider", "examine"})  # "the fate of the island"
_ON = frozenset({"against", "on", "upon", "at", "to", "from", "toward", "towards", "over", "for", "into"})


@dataclass(frozen=True, slots=True)
class Part:
    """A noun in a role."""

    head: Token
    role: Role


def parts(
    trigger: Token, kind: str, light: Token | None, type_: EventType, mode: Mode | None, *, undergone: bool = False
) -> list[Part]:
    """The nouns that take part in the deed of a trigger, each with its role; `undergone`: its subject suffers it."""
    mutual = (type_ is EventType.CONSULT and mode is not Mode.VISIT) or type_ in {EventType.AGREE, EventType.COOPERATE}
    if kind == "verb" and type_ is EventType.ASSAULT and trigger.lemma_ in actor_words(language_of(trigger)).onlookers:
        # "Residents reported heavy shelling by the army": whoever did it hangs on what was told.
        found = [p for thing in children(trigger, "dobj") for p in _hanging_on(thing, mutual=False, undergone=False)]
    elif kind == "verb" and is_verb(trigger):
        found = _of_verb(trigger, mutual=mutual, undergone=undergone)
    else:
        found = _of_noun(trigger, light, mutual=mutual)
        if undergone:  # "a nurse was among the dead"
            found = [Part(part.head, Role.TARGET) for part in found]
    if type_ is EventType.REQUEST and kind == "verb":  # "demanded that Iran release them"
        found = [part for part in found if not _is_sought(part, trigger)] + [
            Part(who, Role.TARGET)
            for clause in children(trigger, "ccomp")
            for who in children(clause, "nsubj", "nsubjpass")
        ]
    one_way = mode is Mode.VISIT or (mode is Mode.PHONE and any(part.role is Role.TARGET for part in found))
    if type_ is EventType.CONSULT and not one_way:  # "the two spoke"; but "Trump called Putin" has a direction
        found = [Part(part.head, Role.PARTICIPANT) for part in found]
    unique: dict[int, Part] = {}
    for part in (Part(_spoken_for(part.head), part.role) for part in found):
        joined = conjuncts(part.head)
        # "the minister, X, and his counterpart, Y": the parser may join the second to the name set beside the first.
        joined += [c for head in list(joined) for name in children(head, "appos") for c in conjuncts(name)[1:]]
        for head in joined:
            if is_noun(head) or head.pos_ in {"PRON", "NUM", "DET"} or head.tag_ in {"CD", "JJ"}:
                unique.setdefault(head.i, Part(head, part.role))
    return list(unique.values())


def _spoken_for(who: Token) -> Token:
    """Whom somebody speaks for where he is nobody himself: "a spokesman for the Kremlin" is the Kremlin."""
    if who.lemma_.lower() not in actor_words(language_of(who)).voices or children(who, "appos"):
        return who
    return next((noun for prep, noun in _obliques(who) if prep in {"for", "of"}), who)


def _is_sought(part: Part, verb: Token) -> bool:
    """Whether a noun is what a request is for, not who is asked: "demanded an inquiry", "pressed for a new envoy"."""
    if part.role is not Role.TARGET:
        return False
    if part.head.dep_ == "pobj":
        return part.head.head.lower_ == "for" and part.head.head.head.i == verb.i
    return part.head.dep_ == "dobj" and verb.lemma_ in actor_words(language_of(verb)).sought


def subject(verb: Token) -> tuple[Token | None, bool]:  # noqa: C901 - one rule a branch
    """The subject of a verb, found across relative clauses, control and coordination, and whether it undergoes the deed."""
    current = verb
    undergoes = any(aux.dep_ == "auxpass" for aux in auxiliaries(verb)) or (
        verb.tag_ == "VBN" and verb.dep_ in {"acl", "xcomp", "oprd"} and not auxiliaries(verb)
    )
    for _ in range(_MAX_HOPS):
        own = child(current, "nsubj", "nsubjpass", "csubj")
        if own is not None:
            if own.tag_ in {"WDT", "WP"} and current.dep_ == "relcl":
                return current.head, undergoes
            if own.tag_ in {"WDT", "WP"} and first_conjunct(current).dep_ == "relcl":
                return first_conjunct(current).head, undergoes
            return own, undergoes or (own.dep_ == "nsubjpass" and current.i == verb.i)
        above = current.head
        if above.i == current.i:
            return _after_according_to(current), undergoes
        if current.dep_ in {"relcl", "acl"} and is_noun(above):
            if (teller := predicated_by(current)) is not None:
                current = teller
                continue
            if current.dep_ == "acl" and any(c.lower_ == "to" and c.dep_ == "aux" for c in current.children):
                owner = _owner(above)
                if owner is not None:
                    return owner, undergoes
                carrying, place = carrier(above)
                if carrying is not None and place != "subject":
                    current = carrying
                    continue
                return None, undergoes
            if current.dep_ == "acl" and current.tag_ == "VBG" and (author := _author(above)) is not None:
                return author, undergoes
            return above, undergoes
        if current.dep_ in {"xcomp", "ccomp"} and is_verb(above):
            if current.tag_ == "VBG" and above.lemma_.lower() in actor_words(language_of(above)).onlookers:
                return None, undergoes  # "residents reported shelling"
            obj = child(above, "dobj", "dative")
            if obj is not None and obj.i < current.i and above.lemma_ in actor_words(language_of(above)).object_control:
                return obj, undergoes
            if any(aux.dep_ == "auxpass" for aux in auxiliaries(above)) and current.dep_ == "ccomp":
                return child(above, "nsubjpass"), undergoes
            current = above
            continue
        predicated = current.dep_ == "xcomp" and above.pos_ == "ADJ"  # "are due to hold talks", "is willing to send"
        if (
            current.dep_ in {"conj", "advcl", "pcomp", "prep", "acomp", "advmod", "oprd"}
            or predicated
            or not is_verb(current)
        ):
            current = above
            continue
        if current.dep_ == "dep":
            current = above
            continue
        return None, undergoes
    return None, undergoes


def _after_according_to(verb: Token) -> Token | None:
    """The subject that the parser took for part of the source: "According to the Tribune, Spain and Togo will meet"."""
    for prep in children(verb, "prep"):
        if prep.lower_ != "according":
            continue
        for inner in children(prep, "prep"):
            for source in children(inner, "pobj"):
                comma = next((t.i for t in source.doc[source.i : source.i + 6] if t.text == ","), None)
                names = [t for t in source.subtree if t.dep_ in {"conj", "appos"} and comma is not None and t.i > comma]
                if names:
                    return names[0]
    return None


def _author(text: Token) -> Token | None:
    """Who speaks in a text that is the object of a verb: "adopted a resolution demanding an end", "sent a letter urging"."""
    if text.lemma_.lower() not in actor_words(language_of(text)).texts or text.dep_ != "dobj":
        return None
    return subject(text.head)[0]


def _owner(noun: Token) -> Token | None:
    """Whose it is: "Britain's decision", "the promise of the government", "a deal by France"."""
    owner = child(noun, "poss")
    if owner is not None:
        return owner
    for prep in children(noun, "prep", "agent"):
        if prep.lower_ in {"of", "by", "from"}:
            return child(prep, "pobj")
    return None


def _obliques(token: Token) -> list[tuple[str, Token]]:
    found: list[tuple[str, Token]] = []
    for prep in token.children:
        if prep.dep_ in {"prep", "agent", "dative", "prt"}:
            noun = child(prep, "pobj")
            if noun is not None:
                found.append((prep.lower_, noun))
            for inner in children(prep, "prep", "pcomp"):  # "along with", "together with"
                noun = child(inner, "pobj")
                if noun is not None and prep.lower_ != "according":
                    found.append((inner.lower_, noun))
        elif prep.dep_ == "advmod" and child(prep, "prep") is not None:
            for inner in children(prep, "prep"):
                noun = child(inner, "pobj")
                if noun is not None:
                    found.append((inner.lower_, noun))
    return found


def _of_verb(verb: Token, *, mutual: bool, undergone: bool) -> list[Part]:
    found: list[Part] = []
    who, undergoes = subject(verb)
    undergoes = undergoes or undergone
    obliques = _obliques(verb)
    if who is not None and _time_like(who):
        who = None
    if verb.lemma_ in {"expect", "await"}:
        undergoes = False  # who is expected somewhere is the one who comes
    if who is not None:
        found.append(Part(who, Role.TARGET if undergoes else Role.SOURCE))
    if undergoes:
        whose = {"by", "to"} if undergone and verb.lemma_ == "fall" else {"by"}  # "the town fell to the rebels"
        by = [noun for prep, noun in obliques if prep in whose and not _time_like(noun)]
        found.extend(Part(noun, Role.SOURCE) for noun in by or [*_who_has_it_done(verb), *_between_whom(who)])
    for obj in children(verb, "dobj", "dative"):
        if obj.tag_ in {"WDT", "WP"}:
            obj = _antecedent(verb) or obj
        if not _time_like(obj):
            found.append(Part(obj, Role.TARGET))
            if is_noun(obj) and not _is_actor(obj):
                about = mutual and verb.lemma_ in _ABOUT
                beside = {"with"} if about else _ON | {"of", "with"}
                theirs = Role.SOURCE if undergone else Role.TARGET  # "won the support of Chile"
                found.extend(Part(noun, theirs) for prep, noun in _obliques(obj) if prep in beside)
                owner = child(obj, "poss")
                if owner is not None:
                    found.append(Part(owner, theirs))
    fought = [noun for prep, noun in obliques if prep == "between" and verb.lemma_ != "shuttle"]
    found.extend(Part(noun, Role.TARGET if mutual else Role.SOURCE) for noun in fought if not _time_like(noun))
    for prep, noun in obliques:
        if _time_like(noun):
            continue
        if (
            prep in {"with", "among"}
            or (mutual and prep == "to" and (undergoes or not _has_target(found)))
            or (prep in _ON and not undergoes and not _has_target(found))
        ):
            found.append(Part(noun, Role.TARGET))
    for complement in children(verb, "xcomp"):
        found.extend(
            Part(noun, Role.TARGET)
            for prep, noun in _obliques(complement)
            if prep in {"with", "against", "to", "on"} and not _time_like(noun)
        )
        found.extend(Part(noun, Role.TARGET) for noun in children(complement, "dobj", "dative") if _is_actor(noun))
    return found


def _between_whom(undergoing: Token | None) -> list[Token]:
    """Whose it is that is done: "ties between Chile and Bolivia were restored"."""
    if undergoing is None or _is_actor(undergoing):
        return []
    return [noun for prep, noun in _obliques(undergoing) if prep == "between"]


def _who_has_it_done(verb: Token) -> list[Token]:
    """Who has another do it: "had him arrested", "declared the strait shut"."""
    above = verb.head if verb.dep_ == "ccomp" else verb.head.head
    small = verb.dep_ == "ccomp" or (verb.dep_ == "acl" and verb.head.dep_ == "dobj" and above.lemma_ == "have")
    if not small or auxiliaries(verb) or above.lemma_ not in words(language_of(verb)).verbs["cause"]:
        return []
    who = subject(above)[0]
    return [] if who is None else [who]


def _has_target(found: Sequence[Part]) -> bool:
    """Whether somebody is already known to whom it is done: what follows "to" is then a place ("invited him to Oslo")."""
    return any(part.role is Role.TARGET and _is_actor(part.head) for part in found)


def _antecedent(verb: Token) -> Token | None:
    current = verb
    for _ in range(_MAX_HOPS):
        if current.dep_ == "relcl":
            return current.head
        if current.head.i == current.i:
            return None
        current = current.head
    return None


def _of_noun(noun: Token, light: Token | None, *, mutual: bool) -> list[Part]:  # noqa: C901 - one rule a branch
    found: list[Part] = []
    head = noun
    undergone = noun.lemma_.lower() in actor_words(language_of(noun)).undergone
    for _ in range(4):
        found.extend(_hanging_on(head, mutual=mutual, undergone=undergone and head.i == noun.i))
        above, how = governor_noun(head)
        if above is None or how not in {"of", "compound", "for", "in", "to"}:
            break
        head = above
    verb, place = (light, "object") if light is not None else carrier(head)
    if head.lemma_ == "spite":
        place = "despite"
    if head.i != noun.i and place == "object" and verb is not None and _alleges(verb):
        return [*found, Part(head, Role.SOURCE)]  # "convicted five men of the bombing"
    took_part = mutual and place == "during"  # "told him during the talks"
    if verb is not None and light is None and not took_part and (told := _told_by(verb, place)) is not None:
        found.extend(told)
        return found
    if verb is not None:
        who, undergoes = subject(verb)
        inside = {t.i for t in head.subtree}
        if (
            who is not None
            and who.i not in inside
            and not _time_like(who)
            and not (_announces(verb, place) and any(part.role is Role.SOURCE for part in found))
            and (place == "object" or place not in _BESIDE_IT | {"subject", "attr"})
        ):
            found.append(Part(who, Role.SOURCE if not undergoes or place != "object" else Role.TARGET))
        for prep, other in _obliques(verb):
            if other.i in inside or other.i == head.i or _time_like(other):
                continue
            if prep == "by" and (undergoes or place == "subject"):
                found.append(Part(other, Role.SOURCE))
            elif prep == "between" and not mutual:
                found.append(Part(other, Role.SOURCE))  # "fighting broke out between them"
            elif prep in {"with", "between", "among"} or (prep in {"on", "against"} and _is_actor(other)):
                found.append(Part(other, Role.TARGET))
    for clause in children(noun, "acl", "relcl"):
        if clause.lemma_.lower() == "blame":
            found.extend(_blamed(clause))
            continue
        for prep, other in _obliques(clause):
            if prep == "by":
                found.append(Part(other, Role.SOURCE))
            elif prep in {"on", "against", "with", "between"} and not _time_like(other):
                found.append(Part(other, Role.TARGET))
        own = child(clause, "nsubj")
        if own is not None and own.tag_ not in {"WDT", "WP"}:
            found.append(Part(own, Role.SOURCE))
        for complement in children(clause, "xcomp"):
            found.extend(
                Part(other, Role.TARGET)
                for prep, other in _obliques(complement)
                if prep in {"with", "to", "against"} and not _time_like(other)
            )
    return found


def _blamed(clause: Token) -> list[Part]:
    """Whom a clause on a deed says to have done it: "the raid, for which Kabul blames Lima", "blamed on Lima"."""
    accused = [noun for prep, noun in _obliques(clause) if prep in {"on", "upon"} and not _time_like(noun)]
    return [Part(noun, Role.SOURCE) for noun in accused or children(clause, "dobj") if noun.tag_ not in {"WDT", "WP"}]


_LOOKED_ON = frozenset({"object", "at", "over", "against", "during"})
# Behind these stands what somebody speaks of or acts upon, and does not do: "spoke about the raid".
_BESIDE_IT = frozenset(
    {"after", "before", "since", "despite", "because", "over", "about", "amid", "regarding", "concerning"}
)


def _told_by(verb: Token, place: str) -> list[Part] | None:
    """The parts of those who only speak of a deed or suffer it: "Chad blamed Sudan for the raid"; None where they may do it."""
    known = actor_words(language_of(verb))
    lemma = verb.lemma_.lower()
    if (place in {"of", "with"} and _alleges(verb)) or (place == "for" and lemma in known.onlookers):
        return [Part(accused, Role.SOURCE) for accused in children(verb, "dobj", "nsubjpass")]
    if place in _LOOKED_ON and (lemma in known.onlookers or _puts_a_number(verb)):
        return []
    if lemma in known.sufferers:
        return [Part(who, Role.TARGET) for who in children(verb, "nsubj")] if place != "subject" else None
    return None


def _alleges(verb: Token) -> bool:
    """Whether a verb tells of what somebody is said to have done: "convicted them of it", "charged him with it"."""
    return verb.lemma_.lower() in words(language_of(verb)).verbs["allege"]


def _announces(verb: Token, place: str) -> bool:
    """Whether a verb only tells of its object: who "confirmed an ambush by rebels" took no part in it."""
    return place == "object" and verb.lemma_.lower() in words(language_of(verb)).verbs["say"]


def _puts_a_number(verb: Token) -> bool:
    """Whether a verb only says how many there were: "put the turnout at 1.2 million"."""
    return verb.lemma_ == "put" and any(
        prep.lower_ == "at" and any(n.like_num or n.tag_ == "CD" for n in prep.subtree)
        for prep in children(verb, "prep")
    )


def _hanging_on(noun: Token, *, mutual: bool, undergone: bool) -> list[Part]:
    """What hangs on a noun; `undergone`: its "of" and its owner are those on whom the deed is done.

    `mutual`: what a meeting or an accord is on takes no part in it ("talks on Cyprus", "a law on banks").
    """
    found: list[Part] = []
    owner = Role.TARGET if undergone else Role.SOURCE
    known = actor_words(language_of(noun))
    for modifier in children(noun, "poss"):
        if _time_like(modifier):
            continue
        found.append(Part(modifier, owner))
    for modifier in children(noun, "amod", "compound", "nmod"):
        if _time_like(modifier):
            continue
        if (modifier.tag_ in {"NNP", "NNPS", "JJ"} and modifier.text[:1].isupper()) or (
            modifier.tag_ in {"NN", "NNS"}
            and modifier.lemma_.lower() in (known.group | known.organisation) - {"state", "force"}
        ):
            found.append(Part(modifier, Role.SOURCE))
    for prep, other in _obliques(noun):
        if _time_like(other):
            continue
        if prep == "of":
            found.append(Part(other, owner))
        elif prep in {"between", "among", "by"}:
            found.append(Part(other, Role.SOURCE))
        elif prep == "from" and _begins_a_way(other):
            continue
        elif prep in {"with", "against", "to", "from", "at"} or (prep in {"on", "for"} and not mutual):
            role = Role.SOURCE if prep == "from" and not mutual else Role.TARGET
            found.append(Part(other, role))
    return found


def _begins_a_way(noun: Token) -> bool:
    """Whether "from" says where a way begins: "from parliament to the square"."""
    last = noun.right_edge.i + 1
    return last < len(noun.doc) and noun.doc[last].lower_ in {"to", "towards", "toward", "into"}


def _is_actor(noun: Token) -> bool:
    known = actor_words(language_of(noun))
    lemma = noun.lemma_.lower()
    return (
        noun.tag_ in {"NNP", "NNPS"}
        or noun.pos_ == "PRON"
        or lemma in known.person
        or lemma in known.group
        or lemma in known.organisation
    )


def _time_like(noun: Token) -> bool:
    if noun.ent_type_ == "PERSON" or any(
        c.tag_ == "NNP" and c.lower_ not in TIME_WORDS and not c.like_num for c in children(noun, "compound")
    ):
        return False  # "Theresa May", "Mrs May"
    return noun.lower_ in TIME_WORDS or noun.lemma_.lower() in TIME_WORDS or (noun.like_num and noun.dep_ == "pobj")
