"""Common nouns that act: groups of people, and the organs of a state that act for it."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.gazetteer.countries import country_of
from pipeline.gazetteer.names import fold

_IRREGULAR = {
    "people": "people", "police": "police", "men": "man", "women": "woman", "children": "child", "wives": "wife", "lives": "life",
    "policemen": "policeman", "gunmen": "gunman", "lawmen": "lawman", "fishermen": "fisherman", "businessmen": "businessman", "mps": "mp",
    "tribesmen": "tribesman", "servicemen": "serviceman", "mercenaries": "mercenary", "thieves": "thief", "headquarters": "headquarters",
    "forces": "force", "allies": "ally", "series": "series", "news": "news", "chassis": "chassis", "militia": "militia", "media": "media",
}  # fmt: skip
_SAME = {
    "demonstrator": "protester", "marcher": "protester", "protestor": "protester", "crowd": "protester", "rioter": "protester",
    "trooper": "soldier", "troop": "soldier", "serviceman": "soldier", "lawmaker": "lawmaker", "legislator": "lawmaker", "mp": "lawmaker",
    "deputy": "lawmaker", "parliamentarian": "lawmaker", "captive": "hostage", "detainee": "prisoner", "inmate": "prisoner",
    "insurgent": "rebel", "guerrilla": "rebel", "policeman": "police", "officer": "officer", "pupil": "student", "youth": "youth",
    "rail worker": "worker", "railwayman": "worker", "labourer": "worker", "refugee": "refugee", "asylum seeker": "refugee",
}  # fmt: skip
# Groups that act for the state they are of.
_OF_STATE = frozenset(
    [
        "soldier",
        "force",
        "police",
        "officer",
        "sailor",
        "marine",
        "peacekeeper",
        "guard",
        "official",
        "diplomat",
        "envoy",
        "negotiator",
        "minister",
        "general",
        "commander",
        "delegate",
        "delegation",
        "representative",
        "authority",
        "troop",
        "inspector",
        "investigator",
        "prosecutor",
        "ambassador",
        "leader",
        "chief",
        "jet",
        "warplane",
        "warship",
        "navy",
        "paratrooper",
        "airman",
        "president",
        "agent",
        "regulator",
        "customs",
        "team",
        "side",
        "spy",
        "mediator",
        "intelligence",
        "aide",
        "adviser",
        "emissary",
    ]
)
# What names a state's government itself.
_GOVERNMENT = re.compile(
    r"^(?:government|administration|authorit(?:y|ies)|regime|state|country|nation|leadership|presidency|cabinet|republic|kingdom|capital|"
    r"executive|council of ministers|officialdom)$"
)
_ORGANS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(rf"\b(?:{pattern})\b"), organ)
    for pattern, organ in (
        (r"foreign (?:affairs )?ministry|ministry (?:of|for) foreign affairs|state department|department of state|foreign office|external affairs ministry|mfa", "foreign ministry"),
        (r"defen[cs]e (?:ministry|department)|ministry of (?:national )?defen[cs]e|department of (?:defen[cs]e|war)|pentagon|mod", "defence ministry"),
        (r"interior ministry|ministry of (?:the )?interior|home office|home ministry|department of homeland security", "interior ministry"),
        (r"(?:finance|economy) ministry|ministry of (?:finance|economy)|treasury(?: department)?|exchequer", "finance ministry"),
        (r"justice (?:ministry|department)|ministry of justice|department of justice", "justice ministry"),
        (r"[a-z]+ (?:ministry|department)|ministry of [a-z ]+|ministry", "ministry"),
        (r"central bank|federal reserve|the fed|bundesbank|reserve bank", "central bank"),
        (r"air ?force|air defen[cs]e forces?", "air force"),
        (r"navy|naval forces?|fleet", "navy"),
        (r"coast ?guard", "coast guard"),
        (r"border guard|border force|border police", "border guard"),
        (r"presidential guard|republican guard", "presidential guard"),
        (r"national guard", "national guard"),
        (r"security (?:service|forces?|council|apparatus)|intelligence(?: (?:service|agency))?|secret (?:service|police)|spy agency", "security service"),
        (r"army|military|armed forces|defen[cs]e forces?|high command|general staff|ground forces|troops|army command", "army"),
        (r"police(?: force)?|gendarmerie|carabinieri", "police"),
        (r"constitutional (?:court|council)|supreme court|high court|court of [a-z]+|court|tribunal|judiciary|judges?", "court"),
        (r"prosecutors?(?: general)?(?:'s office)?|prosecution", "prosecution"),
        (r"upper house|senate", "senate"),
        (r"lower house|house of representatives|house of commons|chamber of deputies|national assembly|duma|bundestag|knesset|lok sabha", "lower house"),
        (r"parliament|legislature|congress|majlis|verkhovna rada|rada", "parliament"),
        (r"embassy|consulate|mission", "embassy"),
        (r"junta|military (?:rulers?|leaders|government|council)|ruling council|coup leaders|putschists", "junta"),
        (r"electoral commission|election commission|election board", "electoral commission"),
    )
)  # fmt: skip


def governs(noun: str) -> bool:
    """Whether a noun names a state's government as a whole."""
    return _GOVERNMENT.match(noun) is not None


@lru_cache(maxsize=8192)
def organ_of(text: str) -> str | None:
    """The organ of a state that a phrase names by its kind ("the French foreign ministry": "foreign ministry")."""
    folded = fold(text)
    for pattern, organ in _ORGANS:
        if pattern.search(folded):
            return organ
    return None


@lru_cache(maxsize=8192)
def head_noun(text: str) -> str:
    """The noun that a phrase is about, in the singular ("thousands of French students in Paris": "student")."""
    folded = fold(
        re.sub(
            r"^.*\b(?:thousands|hundreds|dozens|tens|scores|millions|crowds|groups?|members|number|some|many|most|all) of (?:the |its |their )?",
            "",
            text,
        )
    )
    folded = (
        re.split(
            r"\b(?:of|in|from|at|on|for|with|who|that|which|against|near|outside|across|under|by|to|led)\b", folded
        )[0].strip()
        or folded
    )
    words = folded.split()
    if not words:
        return ""
    last = singular(words[-1])
    return _SAME.get(f"{words[-2]} {last}" if len(words) > 1 else last) or _SAME.get(last, last)


def acts_for_state(noun: str) -> bool:
    """Whether a group of these people, of a country, acts for its state ("Russian soldiers")."""
    return noun in _OF_STATE


@lru_cache(maxsize=8192)
def singular(word: str) -> str:
    """The singular of a lower-case English noun."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


@lru_cache(maxsize=8192)
def country_within(text: str) -> str | None:
    """The country that a phrase names in it ("Turkish soldiers", "the army of Sudan"), the longest name first."""
    words = text.replace("’", "'").split()
    for size in (3, 2, 1):
        for start in range(len(words) - size + 1):
            piece = " ".join(words[start : start + size]).strip(',.;:()"')
            if code := country_of(piece):
                return code
    return None
