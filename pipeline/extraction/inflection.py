"""Forms of English verbs and nouns, generously: a form that does not exist costs nothing."""

from __future__ import annotations

_IRREGULAR = """
arise arose arisen|awake awoke|bear bore borne|beat beat beaten|become became|begin began begun|bend bent|bid bade|bind bound
bite bit bitten|bleed bled|blow blew blown|break broke broken|bring brought|build built|burn burnt|buy bought|catch caught
choose chose chosen|come came|cut cut|deal dealt|dig dug|do did done|draw drew drawn|drink drank|drive drove driven|eat ate eaten
fall fell fallen|feed fed|feel felt|fight fought|find found|flee fled|fly flew flown|forbid forbade forbidden|forget forgot
foresee foresaw foreseen|forgive forgave forgiven|forgo forwent|freeze froze frozen|get got gotten|give gave given|go went gone
grow grew grown|hang hung|have had has|hear heard|hide hid hidden|hit hit|hold held|hurt hurt|keep kept|know knew known|lay laid
lead led|leave left|lend lent|let let|lie lay lain lying|lose lost|make made|mean meant|meet met|mislead misled|oversee oversaw overseen
overthrow overthrew overthrown|pay paid|put put|quit quit|read read|ride rode ridden|ring rang rung|rise rose risen|run ran
say said|see saw seen|seek sought|sell sold|send sent|set set|shake shook shaken|shoot shot|show shown|shut shut|sing sang
sink sank sunk|sit sat|speak spoke spoken|spend spent|split split|spread spread|stand stood|steal stole stolen|stick stuck|strike struck
swear swore sworn|sweep swept|swim swam|take took taken|teach taught|tear tore torn|tell told|think thought|throw threw thrown
undertake undertook undertaken|uphold upheld|vow vowed|wage waged|wear wore worn|win won|withdraw withdrew withdrawn
withhold withheld|write wrote written|be is are was were been being|override overrode overridden|undergo underwent
""".replace("\n", "|")

_PARTS: dict[str, frozenset[str]] = {}
for _line in _IRREGULAR.split("|"):
    if _forms := _line.split():
        _PARTS[_forms[0]] = frozenset(_forms)

_VOWELS = frozenset("aeiou")


def verb_forms(lemma: str) -> set[str]:
    """The forms of a verb: third person, past, participles."""
    forms = {lemma, *_PARTS.get(lemma, ())} | _with_s(lemma)
    stem = lemma[:-1] if lemma.endswith("e") and not lemma.endswith("ee") else lemma
    forms |= {stem + "ed", stem + "ing", lemma + "ing"}
    if lemma.endswith("e"):
        forms.add(lemma + "d")
    if lemma.endswith("y") and len(lemma) > 2 and lemma[-2] not in _VOWELS:
        forms.add(lemma[:-1] + "ied")
    if (
        len(lemma) > 2
        and lemma[-1] not in {*_VOWELS, "w", "x", "y"}
        and lemma[-2] in _VOWELS
        and lemma[-3] not in _VOWELS
    ):
        forms |= {lemma + lemma[-1] + "ed", lemma + lemma[-1] + "ing"}
    return forms


def noun_forms(lemma: str) -> set[str]:
    """A noun and its plural; compounds also by their last word when written with a hyphen."""
    forms = {lemma} | _with_s(lemma)
    if lemma.endswith("is"):
        forms.add(lemma[:-2] + "es")
    if lemma.endswith("man"):
        forms.add(lemma[:-3] + "men")
    return forms | _PLURALS.get(lemma, frozenset())


_PLURALS = {
    "person": frozenset({"people"}),
    "child": frozenset({"children"}),
    "leaf": frozenset({"leaves"}),
    "half": frozenset({"halves"}),
    "medium": frozenset({"media"}),
}


def _with_s(lemma: str) -> set[str]:
    forms = {lemma + "s"}
    if lemma.endswith(("s", "x", "z", "ch", "sh", "o")):
        forms.add(lemma + "es")
    if lemma.endswith("y") and len(lemma) > 1 and lemma[-2] not in _VOWELS:
        forms.add(lemma[:-1] + "ies")
    if lemma.endswith("fe"):
        forms.add(lemma[:-2] + "ves")
    return forms
