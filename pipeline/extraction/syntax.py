"""Questions about a parsed sentence: subjects, objects, carriers of tense, governors."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

TIME_WORDS = frozenset(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september
    october november december yesterday today tonight tomorrow dawn morning noon afternoon evening night midnight minute hour
    day date week weekend month spring summer autumn winter year decade century
    """.split()  # noqa: SIM905  # easier read as words than as a list
)
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"})
NOUN_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS"})
VERB_POS = frozenset({"VERB", "AUX"})


def children(token: Token, *deps: str) -> list[Token]:
    """The children of a token with one of these labels, in order."""
    return [child for child in token.children if child.dep_ in deps]


def child(token: Token, *deps: str) -> Token | None:
    """The first child with one of these labels."""
    return next((c for c in token.children if c.dep_ in deps), None)


def is_verb(token: Token) -> bool:
    """Whether the token is a verb or auxiliary."""
    return token.pos_ in VERB_POS or token.tag_.startswith("VB")


def is_noun(token: Token) -> bool:
    """Whether the token is a noun or name."""
    return token.tag_ in NOUN_TAGS


def with_particle(verb: Token) -> str:
    """The lemma of a verb with its particle ("put off")."""
    particle = child(verb, "prt")
    if particle is None:
        particle = next(
            (c for c in verb.children if c.dep_ == "advmod" and c.lower_ in _PARTICLES and c.i == verb.i + 1), None
        )
    return f"{verb.lemma_.lower()} {particle.lower_}" if particle is not None else verb.lemma_.lower()


_PARTICLES = frozenset({"off", "out", "up", "down", "back", "forward", "away", "on", "over", "in", "ahead", "through"})


def auxiliaries(verb: Token) -> list[Token]:
    """The auxiliaries of a verb; those of the verb it is joined to where it has none and shares the subject."""
    found = children(verb, "aux", "auxpass")
    if (
        not found
        and verb.dep_ == "conj"
        and is_verb(verb.head)
        and not children(verb, *SUBJECTS)
        and verb.tag_ == verb.head.tag_
    ):
        return auxiliaries(verb.head)
    return found


def is_negated(verb: Token) -> bool:
    """Whether the clause of a verb is negated: "not", "never", or a subject or object without any ("no talks", "nobody")."""
    if any(not _sets_apart(neg, verb) for neg in children(verb, "neg")) or any(
        c.lower_ in {"never", "nor", "neither", "hardly", "scarcely"} and c.dep_ in {"advmod", "preconj", "cc"}
        for c in verb.children
    ):
        return True
    if verb.dep_ == "conj" and is_verb(verb.head) and any(c.lower_ == "nor" for c in children(verb.head, "cc")):
        return True  # "nor did she get to see him"
    if (
        verb.dep_ == "conj"
        and is_verb(verb.head)
        and not children(verb, *SUBJECTS)
        and any(c.lower_ == "or" for c in verb.head.children if c.dep_ == "cc")
    ):
        return is_negated(verb.head)
    if verb.dep_ == "acomp" and verb.head.lemma_ == "be" and is_negated(verb.head):
        return True  # "nobody is encircled"
    counted = any(prep.lower_ == "by" for prep in children(verb, "prep"))  # "passed by 130 votes to none"
    if any(
        (noun.lower_ in _NOTHING and not (counted and prep.lower_ == "to")) or _is_never(noun)
        for prep in children(verb, "prep")
        for noun in children(prep, "pobj")
    ):
        return True  # "agreed on nothing", "spoke to nobody", "at no time left"
    return any(
        _is_none(noun) and not _stands_apart(noun, verb)
        for noun in children(verb, "nsubj", "nsubjpass", "dobj", "attr")
    )


def _sets_apart(neg: Token, verb: Token) -> bool:
    """Whether a "not" only sets off what is meant from what is not: "will be held in Riga, not Vilnius", "not on Friday but on Monday"."""
    instead = [c for c in children(verb, "cc") if c.lower_ == "but" and c.i > verb.i]
    anew = any(p.i == but.i + 1 and p.dep_ in {"prep", "conj"} for but in instead for p in verb.children)
    return (neg.i > verb.i + 1 and neg.nbor(-1).text == ",") or (neg.i < verb.i and anew)


def _stands_apart(noun: Token, verb: Token) -> bool:
    """Whether a noun stands before a colon, and the subject of the verb behind it: "no buses, no post: the strike has begun"."""
    colons = [c.i for c in verb.children if c.text in {":", ";"} and noun.i < c.i < verb.i]
    return bool(colons) and any(colons[0] < c.i < verb.i for c in children(verb, *SUBJECTS))


def _is_never(noun: Token) -> bool:
    """Whether a noun behind a preposition says that it never was: "at no time", "under no circumstances"."""
    return noun.lower_ in _TIMES and any(c.lower_ == "no" for c in children(noun, "det"))


_TIMES = frozenset(
    {"time", "point", "moment", "stage", "occasion", "circumstances", "circumstance", "case", "way", "account"}
)
_NOTHING = frozenset({"nobody", "nothing", "none", "neither", "no-one"})


def _is_none(noun: Token) -> bool:
    if noun.lower_ in _NOTHING:
        return True
    return any(
        (c.lower_ in {"no", "neither"} and c.dep_ in {"det", "neg", "preconj"}) or (c.lower_ == "not" and c.i < noun.i)
        for c in noun.children
    )


def noun_is_negated(noun: Token) -> bool:
    """Whether a noun phrase says there is none ("no talks")."""
    return _is_none(noun)


def is_somebodys(noun: Token) -> bool:
    """ "His army", "its leader"."""
    return any(c.tag_ == "PRP$" for c in children(noun, "poss"))


def is_subjunctive(clause: Token) -> bool:
    """Whether a clause is what somebody insists on: "that the prisoners be freed", "that the minister resign"."""
    if clause.dep_ != "ccomp" or not children(clause, *SUBJECTS):
        return False
    if not any(c.lower_ == "that" and c.dep_ == "mark" for c in clause.children):
        return False
    helpers = auxiliaries(clause)
    if any(a.lower_ == "be" for a in helpers) or clause.lower_ == "be":
        return not any(a.tag_ == "MD" or a.lower_ == "to" for a in helpers)
    if helpers or clause.tag_ not in {"VB", "VBP"}:
        return False
    subject = children(clause, *SUBJECTS)[0]
    singular = subject.tag_ in {"NN", "NNP"} and not any(c.dep_ == "conj" for c in subject.children)
    return clause.tag_ == "VB" or singular or subject.lower_ in {"he", "she", "it"}


def first_conjunct(token: Token) -> Token:
    """The first member of the coordination that a token belongs to."""
    seen = 0
    while token.dep_ == "conj" and seen < 50:
        token = token.head
        seen += 1
    return token


def conjuncts(token: Token) -> list[Token]:
    """A token and those joined to it, in order."""
    found: list[Token] = []
    queue = [token]
    while queue and len(found) < 50:
        current = queue.pop(0)
        found.append(current)
        queue.extend(c for c in current.children if c.dep_ == "conj")
    return sorted(found, key=lambda t: t.i)


def carrier(noun: Token) -> tuple[Token | None, str]:
    """The verb that tells of a noun, and the noun's place in it: "subject", "object", "attr" or the preposition.

    The verb is None where the noun hangs on another noun or stands alone.
    """
    noun = first_conjunct(noun)
    head = noun.head
    if noun.dep_ in SUBJECTS:
        return head, "subject"
    if noun.dep_ in {"dobj", "oprd", "dative"}:
        return head, "object"
    if noun.dep_ == "attr":
        return head, "attr"
    if noun.dep_ == "npadvmod" and is_verb(head):
        return head, "adverb"
    if noun.dep_ in {"pobj", "pcomp"} and head.dep_ in {"prep", "agent", "prt", "dative"}:
        return (head.head, head.lower_) if is_verb(head.head) else (None, head.lower_)
    if noun.dep_ == "ROOT":
        return None, "root"
    return None, noun.dep_


def predicated_by(verb: Token) -> Token | None:
    """The verb that tells a deed: "became the first state to recognise the island", "Friday will see them meet"."""
    noun = verb.head
    if verb.dep_ == "ccomp" and noun.lemma_ in {"see", "witness"} and verb.tag_ in {"VB", "VBP"}:
        day = [c for c in children(noun, "nsubj", "npadvmod") if c.lower_ in TIME_WORDS and c.i < noun.i]
        return noun if day and not children(verb, "mark", "aux") else None
    if not any(c.lower_ == "to" and c.dep_ == "aux" for c in verb.children):
        return None
    if verb.dep_ in {"advcl", "xcomp"} and noun.lemma_ in {"be", "become"}:
        noun = child(noun, "attr") or noun
    elif verb.dep_ not in {"relcl", "acl"}:
        return None
    if noun.dep_ != "attr" or noun.head.lemma_ not in {"be", "become"}:
        return None
    return noun.head if any(c.lower_ in _RANKS for c in noun.children) or noun.lower_ in _RANKS else None


_RANKS = frozenset({"first", "second", "third", "fourth", "fifth", "latest", "last", "next", "only"})


def governor_noun(noun: Token) -> tuple[Token | None, str]:
    """The noun that a noun depends on ("end" for "the end of talks"), and how."""
    noun = first_conjunct(noun)
    if noun.dep_ in {"pobj", "pcomp"} and noun.head.dep_ == "prep" and not is_verb(noun.head.head):
        return noun.head.head, noun.head.lower_
    if noun.dep_ in {"compound", "poss", "nmod", "amod", "appos"} and is_noun(noun.head):
        return noun.head, noun.dep_
    return None, ""


def ancestors(token: Token) -> Iterator[Token]:
    """The heads of a token up to the root, bounded."""
    for _ in range(60):
        if token.head is token or token.head.i == token.i:
            return
        token = token.head
        yield token


def is_aside(word: Token | None) -> bool:
    """Whether a word stands in a clause that only says which thing is meant, set on it without a comma.

    "The men who fled on Monday were found", and not "Peru, which closed its border on Monday, has opened it".
    """
    if word is None:
        return False
    clause = next((a for a in (word, *ancestors(word)) if a.dep_ in {"relcl", "acl"}), None)
    first = clause.left_edge.i if clause is not None else 0
    return clause is not None and first > 0 and word.doc[first - 1].text != ","


def clauses_on(noun: Token) -> list[Token]:
    """The participles and relative clauses that tell of a noun.

    A non-restrictive "which" clause that the parser hung on a name inside the noun phrase belongs to the noun itself:
    "the visit of X to Washington, which was put off".
    """
    found = children(noun, "acl", "relcl")
    for prep in children(noun, "prep"):
        for name in children(prep, "pobj"):
            for clause in children(name, "relcl"):
                comma = any(c.text == "," for c in name.children)
                which = comma and any(c.lower_ == "which" for c in clause.children)
                if (which and name.tag_ in {"NNP", "NNPS"}) or (prep.lower_ in _OF_PARTIES and sets_a_day(clause)):
                    found.append(clause)
            if prep.lower_ in _OF_PARTIES:  # "a strike by railway workers planned for Friday"
                found += [c for c in children(name, "acl") if sets_a_day(c)]
    return found


_OF_PARTIES = frozenset({"by", "between", "of", "with", "in", "to", "from", "at"})
_SET = frozenset({"plan", "schedule", "set", "fix", "slate", "pencil"})


def sets_a_day(clause: Token) -> bool:
    """Whether a clause tells for when something is set, so that it belongs to a deed, to no party: "that was due on Friday"."""
    day = {t.lower_ for t in clause.subtree if t.i > clause.i} & TIME_WORDS
    if not day:
        return False
    if clause.tag_ == "VBN":
        return clause.lemma_ in _SET
    to = any(c.lower_ == "to" for x in children(clause, "xcomp") for c in x.children)
    return clause.lemma_ == "be" and (to or any(c.lower_ == "due" for c in children(clause, "acomp")))


def is_due(word: Token, noun: Token) -> bool:
    """Whether a word says what a noun is due to do, or for when it is due: "the talks due to start today"."""
    above = word.head if word.dep_ in {"xcomp", "pcomp"} else word
    taken_for_to = above.lower_ == "due" and above.dep_ == "prep"  # "due" is part of "due to" for some parses
    if not taken_for_to and (above.pos_ != "ADJ" or above.dep_ not in {"amod", "acl"}):
        return False
    party = first_conjunct(above.head).head
    of_party = above.lower_ == "due" and party.lower_ in _OF_PARTIES and party.head.i == noun.i
    return above.head.i == noun.i or of_party  # "talks between the two due on Monday"


def of_infinitive(verb: Token) -> Token:
    """The verb of the clause in which an infinitive says what is to be: "at which they were to sign it"; else the verb itself."""
    while verb.dep_ in {"xcomp", "acomp"}:
        verb = verb.head
    return verb


def is_led_by(word: Token, verb: Token) -> bool:
    """Whether a word is a verb, or what that verb leads to: "is to take effect"."""
    return word.i == verb.i or (word.dep_ == "xcomp" and word.head.i == verb.i)


def clause_tokens(head: Token) -> list[Token]:
    """The words of the clause around a word: its verb with all that hangs on it, without the other clauses hung there."""
    root = head
    for current in [head, *ancestors(head)]:
        root = current
        if is_verb(current) and current.dep_ in {"ccomp", "advcl", "relcl", "csubj", "parataxis", "ROOT", "acl"}:
            break
        if is_verb(current) and current.dep_ == "conj" and children(current, *SUBJECTS):
            break
    inside = {t.i for t in head.subtree} if is_noun(head) else set()
    kept: list[Token] = []
    stack = [root]
    while stack:
        current = stack.pop()
        kept.append(current)
        for c in current.children:
            other = c.dep_ in {"ccomp", "advcl", "relcl", "parataxis", "csubj"} or (
                c.dep_ == "conj" and is_verb(c) and (bool(children(c, *SUBJECTS)) or c.tag_ in {"VBD", "VBZ"})
            )
            if other and head.i != c.i and not c.is_ancestor(head) and c.i not in inside:
                continue
            stack.append(c)
    return sorted(kept, key=lambda t: t.i)
