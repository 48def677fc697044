"""Read from a parse what one actor does to another: the predicates between the two, and what changes their type."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.domain.vocabulary import EventType, Mode
from pipeline.extraction.deeds.triggers import Trigger, find_triggers
from pipeline.extraction.language import Language, language_of
from pipeline.extraction.syntax import SUBJECTS, auxiliaries, child, children, first_conjunct, is_negated, is_verb

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_T = EventType
FRIENDLY = frozenset({_T.AGREE, _T.CONSULT, _T.SUPPORT, _T.COOPERATE, _T.AID, _T.CONCEDE, _T.RETREAT})
HOSTILE = frozenset({_T.PROTEST, _T.SANCTION, _T.MOBILIZE, _T.COERCE, _T.ASSAULT})
_FUTURE = frozenset({"will", "shall", "'ll", "wo", "sha"})
_DUTY = frozenset({"must", "should"})
_MODAL = frozenset({"would", "could", "may", "might", "'d", "must", "should", "can", "ca"})


@dataclass(frozen=True, slots=True)
class Pair:
    """The words between two actors. `chain` runs from the predicate of the source down towards the target.

    `operators` are what the outer predicates do to the deed, outermost first ("refuse", "future"); `deed` is the
    trigger that names it; `answer` is the type by rule, None where the lexicon knows no word of it.
    """

    doc: Doc
    source: Span | None
    target: Span | None
    chain: tuple[Token, ...]
    operators: tuple[str, ...]
    triggers: tuple[Trigger, ...]
    deed: Trigger | None
    answer: EventType | None


def read_pair(doc: Doc, source: str, target: str) -> Pair:
    """What stands between two actors named by their words in a parsed text; actors not found are left out."""
    first, second = _find(doc, source), _find(doc, target)
    triggers = {trigger.i: trigger for trigger in find_triggers(doc, pairs=True)}
    chain = tuple(_chain(doc, first, second))
    told = [t for t in chain if t.i in triggers or _light_of(t, triggers) is not None]
    known = tuple(triggers.get(t.i) or triggers[_light_of(t, triggers) or 0] for t in told)
    if all(t.weak or t.mode in _MERE for t in known):
        aims = _aims(chain)
        chain, known = (*chain, *aims), (*known, *(triggers[a.i] for a in aims if a.i in triggers))
    deed = _deed(known)
    operators = tuple(_all_operators(chain, triggers, deed))
    return Pair(doc, first, second, chain, operators, known, deed, _answer(doc, known, deed, operators))


def scored_type(trigger: Trigger) -> EventType:
    """The type of a trigger by the reading of the scored pairs."""
    kind = trigger.scored or trigger.type
    return _T.CONCEDE if kind is _T.RETREAT else kind


def _find(doc: Doc, words: str) -> Span | None:
    words = words.strip()
    if not words:
        return None
    found: list[Span] = []
    start = doc.text.find(words)
    while start >= 0 and len(found) < 8:
        span = doc.char_span(start, start + len(words), alignment_mode="expand")
        if span is not None:
            found.append(span)
        start = doc.text.find(words, start + 1)
    return found[0] if found else None


def _chain(doc: Doc, source: Span | None, target: Span | None) -> Iterator[Token]:
    """The predicates from that of the source down to the target; by the root where an actor is missing."""
    top = _predicate(source.root) if source is not None else next((t for t in doc if t.head.i == t.i), None)
    if top is None:
        return
    if target is None:
        yield from _descend(top)
        return
    inside = set(range(target.start, target.end))
    if source is not None:
        inside -= set(range(source.start, source.end))
    path: list[Token] = []
    current = target.root
    for _ in range(60):
        path.append(current)
        if current.i == top.i or current.head.i == current.i:
            break
        current = current.head
    path.reverse()
    if path[0].i == top.i:
        down = path
    else:
        above = [top]
        for _ in range(60):
            if above[-1].head.i == above[-1].i:
                break
            above.append(above[-1].head)
        marks = {t.i for t in above}
        meet = next((k for k in range(len(path) - 1, -1, -1) if path[k].i in marks), 0)
        upper = [t for t in above if t.i != path[meet].i and above.index(t) < [a.i for a in above].index(path[meet].i)]
        low = [t for t in _descend(top) if t.i not in {p.i for p in path}]
        down = [*low[:3], *[t for t in upper[1:] if t.i not in {p.i for p in low}], *path[meet:]]
    seen: set[int] = set()
    for token in down:
        if token.i in seen or token.i in inside:
            continue
        seen.add(token.i)
        yield token
        if is_verb(token):
            for extra in _complements(token):
                if extra.i not in seen and extra.i not in inside and extra.i not in {p.i for p in down}:
                    seen.add(extra.i)
                    yield extra


_MERE = frozenset({Mode.PHONE, Mode.VISIT})  # going or calling, which may be for something ("called to congratulate")


def _aims(chain: tuple[Token, ...]) -> tuple[Token, ...]:
    """The verbs that say for what the first predicate was done ("sent a team to investigate")."""
    top = next((t for t in chain if is_verb(t)), None)
    if top is None:
        return ()
    seen = {t.i for t in chain}
    return tuple(
        c
        for parent in (top, *children(top, "dobj"))
        for c in parent.children
        if c.dep_ in {"advcl", "xcomp", "acl", "relcl"}
        and c.i not in seen
        and c.tag_ == "VB"
        and any(a.lower_ == "to" for a in c.children)
    )


def _complements(verb: Token) -> list[Token]:
    """What belongs to the predicate of a verb: its object where this is no actor, its infinitive, adjective."""
    found = [c for c in verb.children if c.dep_ in {"acomp", "oprd", "prt"}]
    found += [c for c in verb.children if c.dep_ in {"dobj", "attr", "nsubjpass"} and c.pos_ == "NOUN"]
    return found


def _descend(top: Token) -> list[Token]:
    """A predicate and those below it, by complements only."""
    found = [top]
    current = top
    for _ in range(6):
        below = child(current, "xcomp", "ccomp") or child(current, "dobj", "attr", "acomp") or child(current, "pcomp")
        if below is None:
            break
        found.append(below)
        current = below
    return found


def _predicate(token: Token) -> Token:
    """The verb, or the noun for a deed, to which an actor belongs."""
    token = first_conjunct(token)
    for _ in range(30):
        head = token.head
        if head.i == token.i or (is_verb(token) and token.dep_ not in SUBJECTS):
            return token
        if token.dep_ in SUBJECTS:
            return head
        if token.dep_ == "pobj" and head.dep_ == "agent":
            return head.head
        token = head
    return token


def _light_of(token: Token, triggers: dict[int, Trigger]) -> int | None:
    return next((i for i, trigger in triggers.items() if trigger.light == token.i), None)


@cache
def _lists(language: Language) -> dict[str, frozenset[str]]:
    raw = language.table("typing", "operators.toml")
    return {name: frozenset(w.strip() for w in words.split(",")) for name, words in raw.items()}


def named(token: Token) -> str:
    """The lemma of a word, with the particle of a verb ("rule_out")."""
    lemma = token.lemma_.lower()
    particle = child(token, "prt") if is_verb(token) else None
    return f"{lemma}_{particle.lower_}" if particle is not None else lemma


def _all_operators(chain: tuple[Token, ...], triggers: dict[int, Trigger], deed: Trigger | None) -> Iterator[str]:
    """What the predicates of a chain do to the deed, outermost first.

    The word of the deed itself only adds its tense, and a noun carried by a word for a deed ("accept a demand") nothing.
    """
    carried = False
    for token in chain:
        trigger = triggers.get(token.i)
        own = deed is not None and token.i in {deed.i, deed.light}
        if is_verb(token):
            yield from _tense_operators(token)
            if not own:
                yield from _operators(token)
            carried = trigger is not None and not trigger.weak
        elif not (carried and token.pos_ == "NOUN"):
            yield from _operators(token)
        if own and (trigger is None or not trigger.weak):
            return  # what stands below the deed is only what it is about


def _tense_operators(verb: Token) -> Iterator[str]:
    for aux in auxiliaries(verb):
        if aux.lower_ in _FUTURE:
            yield "future"
        elif aux.lower_ in _DUTY and _is_said(verb):
            yield "urge"
        elif aux.lower_ in _MODAL:
            yield "modal"
    if verb.lemma_ == "go" and verb.tag_ == "VBG" and child(verb, "xcomp") is not None:
        yield "future"
    if verb.lemma_ == "be" and any(
        c.dep_ == "xcomp" and any(a.lower_ == "to" and a.dep_ == "aux" for a in c.children) for c in verb.children
    ):
        yield "future"
    if is_negated(verb):
        yield "not"


def _is_said(verb: Token) -> bool:
    """Whether a verb stands in what somebody says ("said that Iran must leave")."""
    return verb.dep_ == "ccomp" and is_verb(verb.head)


def _operators(token: Token) -> Iterator[str]:
    lists = _lists(language_of(token))
    lemma = token.lemma_.lower()
    groups: tuple[str, ...]
    if is_verb(token):
        name, ending = named(token), ""
        if lemma == "call" and not any(c.lower_ in {"for", "on", "upon"} for c in token.children):
            return
        if lemma in lists["order"] and child(token, "dobj") is not None and child(token, "xcomp", "ccomp") is None:
            return
        groups = ("refuse", "threaten", "urge", "order", "accuse", "end", "willing", "say")
    elif token.pos_ == "ADJ":
        name, groups, ending = lemma, ("willing", "refuse"), "_adjectives"
    elif token.pos_ == "NOUN":
        name, groups, ending = lemma, ("refuse", "threaten", "urge", "willing"), "_nouns"
    else:
        return
    yield from (group for group in groups if name in lists[group + ending])


# What troops are sent for when they are sent to help.
_RELIEF = frozenset(
    {"cyclone", "earthquake", "flood", "flooding", "hurricane", "landslide", "relief", "rescue", "typhoon"}
)


def _deed(known: tuple[Trigger, ...]) -> Trigger | None:
    """The trigger furthest down, a strong one if there is any."""
    ranked = [t for t in known if not t.weak] or list(known)
    return ranked[-1] if ranked else None


def _answer(doc: Doc, known: tuple[Trigger, ...], deed: Trigger | None, operators: tuple[str, ...]) -> EventType | None:
    """The type by rule: the outer predicates decide what the deed below them counts as."""
    if deed is None:
        return None
    kind = scored_type(deed)
    if kind is _T.MOBILIZE and any(
        t.lemma_.lower() in _RELIEF or t.lemma_.lower().startswith("peacekeep") for t in doc
    ):
        kind = _T.AID
    outer = [o for o in operators if o not in {"say", "modal"}]
    for operator in outer:
        if operator == "refuse":
            return _T.REJECT
        if operator == "threaten":
            return _T.THREATEN
        if operator == "urge" or (operator == "order" and kind not in HOSTILE):
            return _T.REQUEST
        if operator == "accuse":
            return _T.ACCUSE
        if operator == "not":
            return _T.REJECT
        if operator in {"willing", "future"}:
            if "not" in outer or "refuse" in outer:
                return _T.REJECT
            inner = _ended(known, deed) if "end" in outer else kind
            if inner in FRIENDLY:
                return _T.AGREE
            if inner in HOSTILE:
                return _T.THREATEN
            return inner
        if operator == "end":
            return _ended(known, deed)
    return kind


def _ended(known: tuple[Trigger, ...], deed: Trigger) -> EventType:
    first = known[0]
    if first.type in {_T.SANCTION, _T.CONCEDE, _T.RETREAT}:
        return scored_type(first)
    kind = scored_type(deed)
    if kind in FRIENDLY and kind is not _T.CONCEDE:
        return _T.SANCTION
    if kind in HOSTILE:
        return _T.CONCEDE
    return kind


def features(pair: Pair) -> Iterator[tuple[str, str]]:
    """Features of a pair for the classifier, as (group, name)."""
    rule = str(pair.answer) if pair.answer else "none"
    yield "rule", f"r={rule}"
    outer = [o for o in pair.operators if o != "say"]
    yield "rule", f"r={rule}|{outer[0] if outer else ''}"
    kinds = [str(scored_type(t)) for t in pair.triggers]
    yield "rule", f"tt={'>'.join(kinds[:3])}"
    yield "rule", f"t0={kinds[0] if kinds else 'none'}"
    yield "rule", f"op+d={outer[0] if outer else ''}+{scored_type(pair.deed) if pair.deed else 'none'}"
    if pair.deed is not None:
        yield "rule", f"entry={pair.deed.rule}"
    for trigger in pair.triggers:
        yield "rule", f"rt={trigger.rule}"
        yield "rule", f"m={trigger.type}/{trigger.mode}"
    yield "rule", f"ops={'>'.join(outer[:3])}"
    for operator in set(outer):
        yield "rule", f"op={operator}"
    yield from _chain_features(pair)
    yield from _bag(pair)


_TOLD = frozenset(
    {"dobj", "attr", "acomp", "xcomp", "prep", "prt", "nsubjpass", "oprd", "neg", "aux", "agent", "advcl", "ccomp"}
)


def _chain_features(pair: Pair) -> Iterator[tuple[str, str]]:
    words = [_word(t) for t in pair.chain]
    for word in dict.fromkeys(words):
        yield "chain", f"c={word}"
    for a, b in pairwise(words):
        yield "chain", f"cc={a}>{b}"
    if words:
        yield "chain", f"c0={words[0]}"
        yield "chain", f"c-1={words[-1]}"
    for token in pair.chain:
        if is_verb(token):
            yield from _verb_features(token)
    for name, span in (("s", pair.source), ("t", pair.target)):
        if span is None:
            yield "chain", f"{name}:missing"
            continue
        yield "actor", f"{name}h={_word(span.root)}"
        yield "actor", f"{name}d={span.root.dep_}"
        for token in span:
            if token.pos_ in {"NOUN", "ADJ", "VERB"}:
                yield "actor", f"{name}w={_word(token)}"


def _verb_features(verb: Token) -> Iterator[tuple[str, str]]:
    for c in verb.children:
        if c.dep_ not in _TOLD:
            continue
        yield "chain", f"k={_word(verb)}/{_word(c)}"
        yield "chain", f"k:{c.dep_}={_word(c)}"
        if c.dep_ == "prep":
            for p in children(c, "pobj", "pcomp"):
                yield "chain", f"k={c.lower_}/{_word(p)}"
        elif c.dep_ == "dobj":
            for p in children(c, "amod", "compound"):
                yield "chain", f"k:mod={_word(p)}"


def _bag(pair: Pair) -> Iterator[tuple[str, str]]:
    own = set(range(pair.source.start, pair.source.end)) if pair.source is not None else set()
    previous = "^"
    for token in pair.doc:
        if token.is_space or token.is_punct or token.i in own:
            continue
        word = _word(token)
        if not token.is_stop or token.lower_ in _KEPT:
            yield "bag", f"w={word}"
        yield "pairs", f"b={previous}_{word}"
        previous = word


_KEPT = frozenset(
    {"not", "no", "will", "would", "against", "if", "unless", "could", "must", "n't", "never", "off", "out"}
)


def _word(token: Token) -> str:
    if token.pos_ == "PROPN":
        return "NAME"
    if token.like_num:
        return "NUM"
    return named(token)
