"""Whether the words set beside a name state, beyond doubt, an office that its bearer holds on the day of the report.

What is taught is believed for other articles too, so a doubtful statement teaches nothing: "Victoria Nuland, acting
deputy to the secretary of state", "an adviser to Azerbaijan's president", "Nixon's chief of staff", "a former head of".
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

# Who is only near an office, or not in it now.
_BESIDE_IT = re.compile(
    r"\b(?:acting|interim|caretaker|deputy|vice|assistant|associate|sub|under|former|formerly|ex|late|then|past|previous|"
    r"retired|outgoing|incoming|ousted|deposed|onetime|one-time|elect|designate|would-be|future|next|fellow|was|were|been|"
    r"advis[eo]r|aide|ally|confidant|speechwriter|counsel|lawyer|predecessor|successor|rival|challenger|candidate|hopeful|"
    r"brother|sister|son|daughter|father|mother|wife|husband|widow|nephew|cousin|friend|not|no|new-look|shadow)\b",
    re.IGNORECASE,
)
# Parts of a state whose ministers are not the state's.
_PARTS = re.compile(
    r"\b(?:Welsh|Wales|Scottish|Scotland|English|Catalan|Catalonia|Flemish|Flanders|Walloon|Bavarian|Bavaria|Basque|Quebec|"
    r"Northern Irish|Northern Ireland|Kurdish|Kurdistan|Crimean|Chechen|Texan|Californian|provincial|regional|state|local|city)\b"
)
_OWNER = re.compile(r"((?:[A-Z][\w-]+ ){0,2}[A-Z][\w-]+?)(?:'s|(?<=s)') ")
# "A spokeswoman for the Congolese president, Tina Salama" is not the president.
_OF_ANOTHER = re.compile(
    r"\b(?:spokes\w+|envoy|representative|emissary|messenger|ambassador|secretary|minister|head|chief|office|house|party|"
    r"supporters?|opponents?|critics?|letter|member|colleague|host|guest) (?:for|of|to) (?:the )?(?:[A-Z][\w'-]+ ){0,3}$"
)
_WORD = r"(?:[A-Z][\w'.&-]*|[a-z][a-z'-]*)"
_BEFORE = re.compile(r"(?:^|[\s\"(])(?:[Tt]he |[Ii]ts |[Tt]heir |[A-Z][\w-]+'s )(?P<what>(?:[a-z-]+ ){0,3}?)$")
_BODY_BEFORE = re.compile(rf" (?:of|for) (?P<body>(?:the |its |their )?(?:{_WORD} ){{0,6}}{_WORD}), $")
_AFTER = re.compile(r", (?:who is )?(?:the |an? )?(?:[A-Z][\w-]+'s )?(?P<what>(?:[a-z-]+ ){0,3}?)$")
_BODY_AFTER = re.compile(
    rf" (?:of|for) (?P<body>(?:the |its |their )?(?:{_WORD} ){{0,6}}?{_WORD})(?=[,.;)]|$| (?:in|at|who|which)\b)"
)
_APPOSED = re.compile(
    r", (?:who is )?(?:(?:the|a|an|its|their|new|current|long-serving|longtime|powerful|veteran|[A-Z][\w.-]+(?:'s?)?|"
    r"[a-z]+(?:ese|ish|ian|an)) ){0,5}$"
)
_THE_TEAM = 2  # "the team" and "the federation" say nothing outside their article


@dataclass(frozen=True, slots=True)
class Beside:
    """An office found beside a name: the words before it, the office itself, and the words after it."""

    before: str
    office: str
    after: str
    follows: bool  # it follows the name: "X, the mayor of Y"


def states_office(beside: Beside, country_of: Callable[[str], str | None]) -> bool:
    """Whether it states that the person holds that office of a country now."""
    phrase = beside.before if beside.follows else _phrase(beside.before)
    if _BESIDE_IT.search(phrase) or _PARTS.search(phrase) or _BESIDE_IT.search(beside.office.split(" ", 1)[0]):
        return beside.office.startswith(("deputy ", "vice ", "vice-")) and not _BESIDE_IT.search(phrase)
    if not all(_is_country(owner, country_of) for owner in _OWNER.findall(phrase)) or _OF_ANOTHER.search(beside.before):
        return False
    return not beside.follows or _APPOSED.fullmatch(beside.before) is not None


def _is_country(owner: str, country_of: Callable[[str], str | None]) -> bool:
    words = owner.split(" ")
    return any(country_of(" ".join(words[start:])) is not None for start in range(len(words)))


def body_office(beside: Beside, bodies: frozenset[str]) -> str | None:
    """The whole office in a body that it states ("research director of the dockers' union"), or None.

    `bodies` are common nouns for bodies: the words after the office must name one.
    """
    lead = (_AFTER if beside.follows else _BEFORE).search(beside.before)
    body = (_BODY_AFTER.match if beside.follows else _BODY_BEFORE.fullmatch)(beside.after)
    if lead is None or body is None or _BESIDE_IT.search(lead["what"]) or _BESIDE_IT.search(body["body"]):
        return None
    words = re.findall(r"[\w'-]+", body["body"])
    named = any(word.lower() in bodies or (word.isupper() and len(word) > 1) for word in words)
    telling = len(words) > _THE_TEAM or any(word[:1].isupper() for word in words)
    if not (named and telling) or "and" in [*words, *lead["what"].split()]:
        return None
    return f"{lead['what'].removeprefix('new ')}{beside.office} of {body['body'].rstrip('.')}"


def _phrase(before: str) -> str:
    """The end of the words before an office that belongs to its phrase."""
    return re.split(r"[.;:,(\"]|\b(?:said|says|by|with|and|that|as|told|met|from|when|after|because)\b", before)[-1]


# A name of a body: words with capitals, joined by a few small ones.
_NAME = (
    r"(?:(?:[A-Z]\. ?){2,}|[A-Z][\w'’&.-]*[\w&])"
    r"(?: (?:(?:of|for|and|on|de|du|des|del|of the|for the|and the|in) )?(?:(?:[A-Z]\. ?){2,}|[A-Z][\w'’&-]*[\w&]|&)){0,7}"
)
_LEADS = {"leads": "leader", "heads": "head", "chairs": "chair", "runs": "head", "directs": "director"}
_STOP = r"(?=[,.;:)\"]|$| (?:in|at|who|which|said|says|told|on|has|was|is|and (?!the\b)[a-z]+)\b)"
Found = tuple[str, int, int]  # the office, and where the statement stands in its sentence


@lru_cache(maxsize=64)
def _patterns(offices: str, bodies: frozenset[str]) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """An office in a body set after a name, one set after it with its body first, and one before it."""
    modified = rf"(?:[a-z-]+ ){{0,3}}?(?i:{offices})"
    what = rf"(?P<what>{modified}(?: and {modified})?)"
    article = r"(?:who is )?(?:the |an? |its |their )?"
    body = rf"(?P<body>(?:the )?{_NAME}(?: (?:{'|'.join(sorted(bodies))}))?)"
    return (
        re.compile(rf", {article}{what}(?:,| (?:of|for|at|with)) {body}{_STOP}"),
        re.compile(rf", (?P<body>{_NAME}?)(?:'s|(?<=s)') {what}{_STOP}"),
        re.compile(rf"(?:^|(?<=[\s\"(]))(?P<body>{_NAME}?)(?:'s)? {what},? $"),
    )


def office_in_body(
    text: str, start: int, end: int, offices: str, bodies: frozenset[str], is_body: Callable[[str, bool], bool]
) -> Found | None:
    """An office in a named body that is stated beside the name at [start, end): "X, general secretary of the RCN".

    `offices` is a pattern, `bodies` are common nouns for bodies; `is_body` says whether a name can be that of one, given also
    whether it begins the sentence.
    """
    before, after = text[max(0, start - 120) : start], text[end : end + 160]
    of_after, owner_after, owner_before = _patterns(offices, bodies)
    if _LIST.search(before):
        return None
    if (led := re.match(rf", who (?P<does>{'|'.join(_LEADS)}) (?P<body>(?:the )?{_NAME}){_STOP}", after)) is not None:
        if is_body(led["body"], False):
            return f"{_LEADS[led['does']]} of {led['body']}", start, end + led.end()
        return None
    for pattern in (of_after, owner_after):
        if (told := pattern.match(after)) is not None and _is_plain(told) and is_body(told["body"], False):
            return f"{told['what'].lower()} of {_owner(told['body'])}", start, end + told.end()
    told = owner_before.search(before)
    is_first = told is not None and told.start() == 0 and start <= len(before)
    if told is not None and _is_plain(told) and _is_before(told, bodies) and is_body(told["body"], is_first):
        return f"{told['what'].lower()} of {_owner(told['body'])}", start - len(before) + told.start(), end
    return None


_LIST = re.compile(r"[A-Z][\w'-]+(?:,| and|, and) $")  # "Zelenskyy, Macron, NATO's secretary-general and others"


def _owner(body: str) -> str:
    """A body's name, as it was said to own an office."""
    return body.removesuffix("'s").removesuffix("'") if not body.endswith("s'") else body[:-1]


def office_of_state(text: str, start: int, end: int, offices: str) -> Found | None:
    """An office that only states have, borne as a title: "Prime Minister X"."""
    before = text[max(0, start - 60) : start]
    told = re.search(rf"(?:^|(?P<lead>\S+) )[\"(]?(?P<office>{offices}) $", before)
    if told is None or (told["lead"] is not None and (told["lead"][:1].isupper() or _BESIDE_IT.search(told["lead"]))):
        return None
    return told["office"].lower(), start - len(before) + told.start("office"), end


# Words that belong to no office: "Sixers fired president", "THR is saying that director".
_NO_OFFICE = frozenset(
    """
    is was are were be been has had have will would said says saying that which who from to of for in on with by as at when after
    while and or but et the a an his her its their my our not fired sacked dismissed hired appointed named elected nominated new
    career scoring young old top star first last second
    """.split()  # noqa: SIM905  # easier read as words than as a list
)
# Words with a capital that belong to the office after them: "Prime Minister", "Surgeon General".
_OF_THE_OFFICE = frozenset(
    """
    prime foreign defence defense interior vice state finance deputy trade energy justice health surgeon attorney chief general
    executive managing assistant senior press home commerce treasury labour labor education environment government secretary
    minister president director party field rear lieutenant brigadier major inspector solicitor postmaster comptroller first
    """.split()  # noqa: SIM905
)
# Ranks and titles, which name nobody's office; and who leads what is no body ("the Twilight director", "civil rights leader").
_RANKS = frozenset(
    """
    general colonel admiral marshal major captain senator king queen prince pope sheikh emperor ayatollah sultan emir minister
    secretary
    """.split()  # noqa: SIM905
)
_LEADING = frozenset({"director", "leader", "founder", "principal", "manager", "editor"})


def _is_plain(told: re.Match[str]) -> bool:
    """Whether nothing in the words of an office or its body says that it is held no more, or only by a part or deputy."""
    words = told["what"].lower().split()
    if words[0] in _NO_OFFICE or not _NO_OFFICE.isdisjoint({*words} - {"and", "of"}):
        return False
    return not (_BESIDE_IT.search(told["what"]) or _BESIDE_IT.search(told["body"]))


def _is_before(told: re.Match[str], bodies: frozenset[str]) -> bool:
    """Whether words before a name are a body and an office in it: "France Telecom spokesman", "FBI director"."""
    what, body = told["what"].lower(), told["body"].split()
    if body[-1].lower() in _OF_THE_OFFICE or what in _RANKS:
        return False
    named = any((word.isupper() and len(word) > 1) or word.lower() in bodies for word in body)
    return named or what.split()[-1] not in _LEADING or (len(what.split()) > 1 and "leader" not in what)
