"""Which deed of a sentence a time belongs to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from pipeline.domain.vocabulary import Realis
from pipeline.extraction.language import language_of
from pipeline.extraction.realis.history import ranks
from pipeline.extraction.realis.moving import moves_to
from pipeline.extraction.realis.outcome import Reading
from pipeline.extraction.realis.words import words
from pipeline.extraction.syntax import (
    SUBJECTS,
    ancestors,
    auxiliaries,
    carrier,
    children,
    clause_tokens,
    clauses_on,
    governor_noun,
    is_aside,
    is_due,
    is_led_by,
    is_noun,
    is_verb,
    with_particle,
)
from pipeline.extraction.when.expression import TimeExpression, TimeKind

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

# What stands under one of these was done before what the clause tells.
_BEFORE = frozenset({"over", "under", "after", "following"})
_YEAR = 4  # digits
_RIGHT_BEFORE = frozenset({"after", "following"})  # of a meeting, on the same day: "announced on Monday after talks"


def hosts_of(doc: Doc, times: Sequence[TimeExpression]) -> dict[int, Token | None]:
    """The verb or noun that each time of a sentence belongs to, by its place among them."""
    return {i: _host(doc, expression) for i, expression in enumerate(times)}


def in_main_clause(times: Sequence[TimeExpression], hosts: Mapping[int, Token | None]) -> list[TimeExpression]:
    """The times of a sentence, without those of a clause on a noun: "the men who fled on Monday were found on Friday"."""
    return [time for i, time in enumerate(times) if not is_aside(hosts[i])]


def tokens(doc: Doc, expression: TimeExpression) -> list[Token]:
    span = doc.char_span(expression.start, expression.end, alignment_mode="expand")
    return list(span) if span is not None else []


def _host(doc: Doc, expression: TimeExpression) -> Token | None:
    """The verb or noun that a time belongs to."""
    told = tokens(doc, expression)
    if not told:
        return None
    inside = {t.i for t in told}
    top = next((t for t in told if t.head.i not in inside), told[0])
    if (verb := _clause_in_front(told, top) or _verb_behind(told, top) or _teller_in_front(told, top)) is not None:
        return verb
    if (named := _named_by_year(told)) is not None:
        return named
    if (behind := _behind_colon(told, top)) is not None:
        return behind
    current = top
    for _ in range(8):
        if current.head.i == current.i:
            return current if current.i not in inside else None
        above = current.head
        if above.lower_ == "come" and above.tag_ == "VB" and above.dep_ == "advcl":
            return above.head  # "Come Friday, they will meet"
        if _is_as_planned(above) or _is_from_when(above):
            return above.head  # "will go ahead as scheduled on Friday", "will stop work starting on Monday"
        if (
            above.i not in inside
            and (is_verb(above) or is_noun(above))
            and above.dep_ != "npadvmod"
            and not _is_measure(above)
            and not _is_somebody(above)
        ):
            return _teller_before(above) or above if expression.anchored else above
        if above.i not in inside and above.pos_ == "ADJ" and above.dep_ in {"acomp", "amod"}:
            return above.head
        current = above
    return None


def _teller_before(noun: Token) -> Token | None:
    """The verb that tells what was done before, over a noun: "had broken off its part in the talks a day earlier"."""
    if not is_noun(noun) or noun.dep_ not in {"dobj", "pobj"}:
        return None
    verb = next((a for a in ancestors(noun) if is_verb(a)), None)
    told_before = verb is not None and any(a.lower_ in {"had", "'d"} for a in auxiliaries(verb))
    return verb if told_before else None


def _clause_in_front(told: Sequence[Token], top: Token) -> Token | None:
    """The verb of a clause on the subject right before a time that the parser gave to the verb behind, which has its own.

    "A reporter who was ordered out on Tuesday landed in Paris on Friday".
    """
    verb, first = top.head, told[0]
    if not (is_verb(verb) and top.dep_ == "prep" and first.lower_ == "on" and first.i and verb.i == told[-1].i + 1):
        return None
    clause = next((c for s in children(verb, *SUBJECTS) for c in children(s, "relcl", "acl")), None)
    if clause is None or clause.right_edge.i != first.i - 1:
        return None
    own = any(p.i > verb.i and any(t.lower_.endswith("day") for t in p.children) for p in children(verb, "prep"))
    return clause if own else None


def _verb_behind(told: Sequence[Token], top: Token) -> Token | None:
    """The verb that follows a time set between it and its subject: "The ministers on Saturday rejected it"."""
    after = told[-1].i + 1
    if after >= len(told[-1].doc) or not is_noun(top.head) or told[0].lower_ != "on":
        return None
    verb = told[-1].doc[after]
    if verb.tag_ in {"VBD", "VBZ", "VBP"} and any(
        s.i == top.head.i or s.is_ancestor(top.head) for s in children(verb, "nsubj")
    ):
        return verb
    return None


def _behind_colon(told: Sequence[Token], top: Token) -> Token | None:
    """The verb that follows a time behind a colon, taken for that of the clause before: "did not wait: on Monday it shut them"."""
    clause, last = top.head, told[0].i - 1
    if last < 0 or told[0].doc[last].text not in {":", ";"} or not is_verb(clause) or clause.i > last:
        return None
    beside = (clause.head, *children(clause, "advcl", "ccomp", "conj", "parataxis"))
    return next((verb for verb in beside if verb.i > told[-1].i and is_verb(verb)), None)


def _teller_in_front(told: Sequence[Token], top: Token) -> Token | None:
    """The verb of saying right before a time that the parser gave to what is said: "said on Monday it would send troops"."""
    clause = top.head
    teller = clause.head
    said = is_verb(clause) and clause.dep_ == "ccomp" and teller.lemma_ in words(language_of(teller)).verbs["say"]
    if not said or not teller.i < told[0].i or any(t.text == "," for t in teller.doc[teller.i : told[0].i]):
        return None
    return teller if all(told[-1].i < s.left_edge.i for s in children(clause, *SUBJECTS)) else None


def _named_by_year(told: Sequence[Token]) -> Token | None:
    """The noun that a year only tells apart from others of its kind: "is leaving the 2015 accord"."""
    year = told[-1]
    noun = year.head
    attributive = year.dep_ in {"nummod", "compound", "nmod", "amod"} and is_noun(noun) and noun.i > year.i
    return noun if attributive and year.text.isdigit() and len(year) == _YEAR else None


def _is_as_planned(verb: Token) -> bool:
    """Whether a clause only says that it was to be so: "as scheduled"."""
    as_ = any(c.lower_ == "as" for c in children(verb, "mark", "advmod"))
    planned = verb.tag_ == "VBN" and verb.lemma_ in words(language_of(verb)).verbs["schedule"]
    return as_ and planned and verb.dep_ == "advcl" and not children(verb, "nsubjpass", "auxpass")


def _is_from_when(verb: Token) -> bool:
    """Whether a participle only says from when something is done: "starting on Monday"."""
    begins = verb.tag_ == "VBG" and verb.lemma_ in words(language_of(verb)).verbs["begin"]
    return begins and verb.dep_ in {"prep", "advcl", "acl"} and all(c.i > verb.i for c in verb.children)


def _is_somebody(name: Token) -> bool:
    """Whether a name behind a preposition is no more than whom a deed is of, to or with: "its promise to Mr Ban of 23 May"."""
    return (
        name.ent_type_ in {"PERSON", "GPE", "NORP"} and name.tag_ in {"NNP", "NNPS"} and name.dep_ in {"pobj", "appos"}
    )


def _is_measure(noun: Token) -> bool:
    return noun.lemma_.lower() in {
        "hour",
        "minute",
        "day",
        "week",
        "month",
        "year",
        "morning",
        "evening",
        "night",
        "afternoon",
    }


IN_ITS_CLAUSE = 3  # the rank of a time that hangs on the verb of the deed, or on another of its clause


def ranked_for(
    head: Token,
    reading: Reading,
    host: Token | None,
    expression: TimeExpression,
    rivals: Sequence[Token],
    *,
    occasion: bool = False,
) -> int | None:
    """How well a time fits a deed, 0 best; None where it belongs to something else."""
    tells_a_day = expression.dated or expression.kind is TimeKind.HOUR
    if not tells_a_day or (host is not None and _is_since_when(expression, host)):
        return None
    if host is None:
        return 5
    if host.i == head.i or _is_cleft(host, head) or _stands_between(expression, head, host):
        return 0
    if _is_of_another(expression, host, head, reading):
        return None
    if _is_within(host, head) or _is_told_of(expression, head) or _is_in_the_course_of(head, reading, host, rivals):
        return 8 if _was_set_before(host, head, reading) else 1
    if is_noun(head) and not reading.anchored and _is_recalled(head, occasion=occasion):
        return None
    if (
        any(host.i == r.i for r in rivals)
        and not (reading.verb is not None and is_led_by(host, reading.verb))
        and not (_is_governor(host, head) or _does_it(host, head))
    ):
        return 5 if _trails(expression, host, head, reading) else None  # "threatened it with a strike on Sunday"
    if reading.speaker is not None and host.i == reading.speaker.i:
        return None
    if is_noun(head) and any(is_led_by(host, c) for c in clauses_on(head)):
        return 1
    if reading.verb is not None and host.i == reading.verb.i:
        return 2
    clause = {t.i for t in clause_tokens(head)}
    if host.i in clause:
        return 3 if is_verb(host) else 4
    if _is_governor(host, head):
        return 6
    if head.dep_ == "conj" and host.i == head.head.i:
        return 7
    return None


def _stands_between(expression: TimeExpression, head: Token, host: Token) -> bool:
    """Whether a time stands between a deed told of a subject and the verb: "donors meeting in Oslo on Monday promised aid"."""
    if not (head.dep_ == "acl" and head.tag_ == "VBG" and is_verb(host) and head.head.head.i == host.i):
        return False
    return head.head.dep_ in SUBJECTS and head.idx < expression.start < host.idx


def _does_it(host: Token, head: Token) -> bool:
    """Whether a deed is what another does, and so does on its day: "Friday's strike will ground 300 flights"."""
    return is_verb(head) and host.dep_ in SUBJECTS and host.head.i == head.i


def _is_in_the_course_of(head: Token, reading: Reading, host: Token, rivals: Sequence[Token]) -> bool:
    """Whether a deed is told as part of what has the time: "died in Friday's raid", "the pact of May, in which they swore"."""
    if reading.realis is not Realis.OCCURRED or not (is_verb(head) and is_noun(host)):
        return False
    if host.dep_ == "pobj" and host.head.lower_ in {"in", "during"} and host.head.head.i == head.i:
        return any(host.i == r.i for r in rivals)
    if head.dep_ != "relcl" or head.head.i != host.i:
        return False
    subject = next(iter(children(head, *SUBJECTS)), None)
    which = [p for p in children(head, "prep") if p.i < head.i and any(c.tag_ == "WDT" for c in children(p, "pobj"))]
    return bool(which) or (subject is not None and subject.tag_ == "WDT" and any(host.i == r.i for r in rivals))


def _is_of_another(expression: TimeExpression, host: Token, head: Token, reading: Reading) -> bool:
    """Whether a time in reach of a deed is that of a promise, a putting off, or of what else is set for it."""
    return (
        _is_of_the_vow(expression, host, head, reading)
        or _is_of_the_putting_off(host, head, reading)
        or _is_of_what_is_forbidden(host, head)
        or _is_set_for_another(host, head)
        or _is_of_the_claim(host, head)
        or _is_told_with_of(expression, host, head)
        or _is_of_the_charge(host, head)
        or _is_of_the_view(host, head)
        or _is_of_what_was_done_to_it(host, head)
        or _is_of_what_came_as_told(expression, host, head)
        or (host.i != head.i and _named_by_year(tokens(host.doc, expression)) is not None)
    )


def _was_set_before(host: Token, head: Token, reading: Reading) -> bool:
    """Whether a time is that for which a deed had been set, now done: "opened the talks that had been due last week"."""
    verb = reading.verb
    if reading.realis is not Realis.OCCURRED or verb is None or verb.tag_ != "VBD":
        return False
    return _sets_it(host, head) and not host.is_ancestor(verb) and verb.i != host.i


def _is_since_when(expression: TimeExpression, host: Token) -> bool:
    """Whether a time only says since when there was none such: "their first meeting in seven years", "the deadliest since May"."""
    told = tokens(host.doc, expression)
    before = host.doc[told[0].i - 1] if told and told[0].i else host
    if before.dep_ == "appos" and ranks(before):
        return True  # "the talks, their third this year, ended on Monday"
    if expression.kind is TimeKind.SINCE:
        return any(ranks(c) for c in host.children if c.dep_ == "amod")
    if expression.kind is not TimeKind.AHEAD:
        return False
    said_of = (host, before, *children(host, "attr", "acomp"))  # "the pact is the first of the two in ten years"
    return (
        before.lower_ in {"never", "not"}
        or any(ranks(word) for word in said_of)
        or any(
            is_noun(noun) and any(c.lower_ in {"first", "only", "last"} or c.tag_ == "JJS" for c in noun.children)
            for noun in (host, before)
        )
    )


def _is_within(host: Token, head: Token) -> bool:
    """Whether a time stands in the phrase of a deed, or on what sets it."""
    if is_noun(head) and any(host.i == t.i for t in _noun_phrase(head)):
        return True
    return _is_part_of_it(host, head) or _sets_it(host, head) or _is_let(host, head) or is_due(host, head)


def _is_let(host: Token, head: Token) -> bool:
    """Whether a time stands with what somebody is let do: "are to let them go on Monday"."""
    return head.lemma_ == "let" and host.dep_ in {"ccomp", "xcomp"} and host.head.i == head.i


def _is_told_of(expression: TimeExpression, head: Token) -> bool:
    """Whether the deed is what happened at a time: "on Monday, when the presidents signed it"."""
    return head.dep_ == "relcl" and is_verb(head) and any(t.i == head.head.i for t in tokens(head.doc, expression))


def _trails(expression: TimeExpression, host: Token, head: Token, reading: Reading) -> bool:
    """Whether a time stands behind another deed of the clause that only goes with this one: "ended without a deal on Tuesday"."""
    if not is_noun(host) or expression.of_noun or host.dep_ != "pobj":
        return False
    verb = host.head.head
    told = reading.verb if reading.anchored and host.head.lower_ == "without" else None
    return (is_verb(head) and verb.i == head.i) or (told is not None and verb.i == told.i)


def _is_cleft(host: Token, head: Token) -> bool:
    """Whether a time stands before "that": "it was on 4 March that Peru expelled him"."""
    if host.lemma_ != "be" or head.dep_ not in {"ccomp", "advcl", "relcl"} or head.head.i != host.i:
        return False
    subject = next((c for c in host.children if c.dep_ in {"nsubj", "expl"}), None)
    return subject is not None and subject.lower_ == "it" and any(c.lower_ == "that" for c in head.children)


def _is_part_of_it(host: Token, head: Token) -> bool:
    """Whether a noun names a part of the deed: "Thursday's round of talks", "Monday's session of the conference"."""
    above, how = governor_noun(head)
    return (
        above is not None
        and above.i == host.i
        and how == "of"
        and host.lemma_.lower() in words(language_of(head)).nouns["part"]
    )


def _sets_it(host: Token, head: Token) -> bool:
    """Whether a word in the noun phrase of a deed says for when it is set, though the parser hung it on a name there.

    "His meeting with the Taliban that was to be held on Sunday", "talks between ministers and unions planned for Friday".
    """
    above, how = governor_noun(head) if is_noun(head) else (None, "")
    top = above if above is not None and how == "of" else head
    if not is_noun(head) or not top.is_ancestor(host):
        return False
    clause = next((t for t in [host, *ancestors(host)] if t.dep_ in {"acl", "relcl"} or t.i == top.i), host)
    known = words(language_of(head))
    if clause.tag_ == "VBN" and (clause.dep_ == "acl" or children(clause, "nsubjpass")):
        return clause.lemma_ in known.verbs["schedule"] and is_led_by(host, clause)
    if clause.dep_ != "relcl" or clause.lemma_ != "be":
        return False
    due = any(f"be_{c.lower_}" in known.verbs["plan"] for c in children(clause, "acomp"))
    to_be = any(c.lower_ == "to" for x in children(clause, "xcomp") for c in x.children)
    return due or to_be or (is_noun(host) and host.lemma_.lower() in known.nouns["calendar"])


def _is_set_for_another(host: Token, head: Token) -> bool:
    """Whether a day is that for which something else is set: "banned a protest planned for Friday"."""
    if host.dep_ != "acl" or host.tag_ != "VBN" or host.i == head.i or not head.is_ancestor(host):
        return False
    return is_verb(head) and is_noun(host.head) and host.lemma_ in words(language_of(head)).verbs["schedule"]


def _is_of_the_view(host: Token, head: Token) -> bool:
    """Whether a day is that on which a deed was called something: "called the veto shameful on Friday"."""
    return is_noun(head) and head.dep_ == "dobj" and head.head.i == host.i and bool(children(host, "oprd"))


def _is_of_the_charge(host: Token, head: Token) -> bool:
    """Whether a day is that on which somebody was accused of a deed: "accused Oslo on Saturday of the attack"."""
    if not (is_noun(head) and is_verb(host) and head.dep_ == "pobj" and head.head.head.i == host.i):
        return False
    return head.head.lower_ in {"of", "with", "for"} and host.lemma_ in words(language_of(host)).verbs["allege"]


def _is_of_what_was_done_to_it(host: Token, head: Token) -> bool:
    """Whether a day is that of a participle on what a verb acts on: "demanded the return of the ships seized on Friday"."""
    if not (is_verb(head) and host.dep_ == "acl" and host.tag_ == "VBN" and head.is_ancestor(host)):
        return False
    if host.lemma_ in words(language_of(host)).verbs["schedule"]:
        return False
    thing = host.head
    if thing.dep_ in SUBJECTS and thing.head.i == head.i and thing.i < host.i < head.i:
        return True  # "the bishop, freed on Monday, thanked him"
    below = thing.dep_ == "pobj" and thing.head.lower_ == "of"
    thing = thing.head.head if below else thing
    return is_noun(thing) and thing.dep_ == "dobj" and thing.head.i == head.i


def _is_of_what_came_as_told(expression: TimeExpression, host: Token, head: Token) -> bool:
    """Whether a time is that of what came as had been told before: "freed them on Monday, as he had promised"."""
    told = head.dep_ == "advcl" and head.head.i == host.i and any(a.lower_ == "had" for a in auxiliaries(head))
    return told and any(c.lower_ == "as" for c in children(head, "mark")) and expression.end <= head.left_edge.idx


def _is_told_with_of(expression: TimeExpression, host: Token, head: Token) -> bool:
    """Whether a time is that of a noun which a verb acts on: "welcomed the vote of the day before"."""
    first = tokens(host.doc, expression)[:1]
    of = first and first[0].i and host.doc[first[0].i - 1].lower_ == "of"
    return bool(of) and is_verb(head) and is_noun(host) and host.dep_ == "dobj" and host.head.i == head.i


def _is_of_the_claim(host: Token, head: Token) -> bool:
    """Whether a day is that on which somebody owned up to a deed: "claimed responsibility on Monday for the bombing"."""
    above, how = governor_noun(head) if is_noun(head) else (None, "")
    blamed = words(language_of(head)).nouns["responsibility"]
    return above is not None and how == "for" and above.lemma_.lower() in blamed and is_verb(host)


def _is_of_the_vow(expression: TimeExpression, host: Token, head: Token, reading: Reading) -> bool:
    """Whether a day is that on which a deed was promised, not that of the deed: "agreed on Wednesday to cease fire"."""
    if is_noun(host) and host.dep_ == "dobj":
        host = host.head  # "pledged a million on Wednesday to help"
    passive = any(a.dep_ == "auxpass" for a in auxiliaries(host))  # "are expected on Monday to"
    vowed = host.tag_ in {"VBD", "VBN"} and not passive and reading.realis is Realis.PLANNED
    tellers = [head] if reading.verb is None else [head, reading.verb]  # "agreed on Wednesday to hold talks"
    to = next((c for verb in tellers for c in children(verb, "aux") if c.lower_ == "to"), None)
    return vowed and to is not None and host.is_ancestor(head) and expression.start < to.idx


def _is_of_what_is_forbidden(host: Token, head: Token) -> bool:
    """Whether a time is that of what the deed forbids, and not its own: "banned Saturday's rally"."""
    forbids = is_verb(head) and with_particle(head) in words(language_of(head)).verbs["forbid"]
    return forbids and host.dep_ in {"dobj", "nsubjpass"} and host.head.i == head.i


def _is_of_the_putting_off(host: Token, head: Token, reading: Reading) -> bool:
    """Whether a time is that of a verb on the deed that put it off or called it off: "which it had put off in January",
    "the talks, postponed in January, will open on Monday"."""
    by_another = host.dep_ == "acl" and host.head.i == head.i and reading.verb is not None and reading.verb.i != host.i
    if not (host.dep_ == "relcl" or by_another) or not is_noun(head):
        return False
    v = words(language_of(head)).verbs
    name = with_particle(host)
    return (name in v["postpone"] or name in v["cancel"]) and not moves_to(host)


def _is_recalled(noun: Token, *, occasion: bool) -> bool:
    """Whether a clause only takes up a deed that was done before: "met to discuss the truce", "summoned him over the raid"."""
    before = _BEFORE - _RIGHT_BEFORE if occasion else _BEFORE
    top = noun
    for _ in range(3):
        above, how = governor_noun(top)
        if above is None or how != "of":
            break
        top = above
    verb, place = carrier(top)
    if verb is None:
        return place in before
    talked_of = place == "object" and verb.lemma_.lower() in words(language_of(verb)).verbs["hypothetical"]
    return talked_of or place in before


def _noun_phrase(head: Token) -> list[Token]:
    """The words of a noun phrase without its clauses."""
    kept, stack = [], [head]
    while stack:
        current = stack.pop()
        kept.append(current)
        stack.extend(
            c
            for c in current.children
            if c.dep_ not in {"acl", "relcl", "conj", "advcl", "appos"} or (c.dep_ == "appos" and not is_verb(c))
        )
    return kept


def _is_governor(host: Token, head: Token) -> bool:
    """Whether a verb governs the deed's clause without being a verb of saying."""
    if is_verb(head) and (head.dep_ in {"ccomp", "relcl"} or (head.dep_ == "acl" and head.tag_ == "VBN")):
        return False
    for above in ancestors(head):
        if above.i == host.i:
            return (
                is_verb(above)
                and above.lemma_ not in words(language_of(above)).verbs["say"]
                and above.lemma_ not in words(language_of(above)).verbs["think"]
            )
        if above.dep_ in {"ccomp", "relcl"} and is_verb(above):
            return False
    return False
