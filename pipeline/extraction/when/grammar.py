"""Find the time expressions of a news sentence: patterns over the one-letter codes of its words, each with its reader.

    find_times(text, language, published_at, zone) -> list[TimeExpression]      in order, not overlapping

What an expression says besides its days stands in its fields: `kind` (see TimeKind), `of_noun` for one that belongs to
a noun rather than to the verb ("Monday's talks"), `dated` (False for durations and recurrences, which date no event),
`ends` (both halves of a range: "moved from Thursday to Saturday").
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from pipeline.extraction.language import Language
from pipeline.extraction.when.expression import TimeExpression, TimeKind
from pipeline.extraction.when.meanings import (
    Meaning,
    read_after_next,
    read_age,
    read_ago,
    read_ahead,
    read_anchored,
    read_day,
    read_day_of,
    read_day_only,
    read_days_of_month,
    read_decade,
    read_duration,
    read_edge,
    read_eve,
    read_half_ago,
    read_holiday,
    read_hour,
    read_hours_of,
    read_in_a_week,
    read_in_weeks,
    read_month,
    read_month_of_noun,
    read_nth,
    read_nth_weekday,
    read_part,
    read_period,
    read_range,
    read_recurrence,
    read_running,
    read_season,
    read_shortly,
    read_stretch,
    read_weekday_of_week,
    read_weekdays_ago,
    read_weekend,
    read_year,
    read_years,
)
from pipeline.extraction.when.points import (
    CalendarDay,
    Shift,
    Weekday,
)
from pipeline.extraction.when.resolving import publication_minute
from pipeline.extraction.when.words import Word, has_time_words, words_of

_MAX_CHARS = 4000
_MAX_YEARS_AHEAD = 60


def find_times(
    text: str, language: Language, published_at: datetime | None = None, zone: str = "UTC"
) -> list[TimeExpression]:
    """The time expressions of a sentence, in order. `zone` is that of hours told without one."""
    if not has_time_words(text, language):
        return []
    last_year = (published_at.year if published_at else 2100) + _MAX_YEARS_AHEAD
    words = [
        w if w.code != "Y" or w.value <= last_year else replace(w, code="b")
        for w in words_of(text[:_MAX_CHARS], language)
    ]
    codes = "".join(word.code for word in words)
    found: list[TimeExpression] = []
    published = publication_minute(published_at, zone)
    position = 0
    while hit := _ANY.search(codes, position):
        expression, position = _read(text, codes, words, hit.start(), zone, published)
        if expression is not None:
            found.append(expression)
    return _share_hours(found)


# --- the grammar: patterns over the codes of time_words ----------------------------------------------------------

_COUNT = r"\+*(?:Q?[Dbn]|[Dn](?:r|\|)[Dn]|AQ=?|Q=?|AK|A)"
_HOURS = r"\+?HZ?"
_NAMED = r"(?:M|m\.?)"
_DATE = rf"(?:d?[DO]=?{_NAMED}(?:,?Y)?|{_NAMED}d?[DO](?:,?Y(?!U))?|C)"
_WEEKDAY = r"(?:[lqtf]|t?g|d[Vfqg])?W(?:,?" + _DATE + r"|=?[lqtg]U|[lq](?!U)|U(?![hU']))?"
DAY = r"(?:T|[tl][PN]|G(?:[or]?W)?|" + _WEEKDAY + "|" + _DATE + r")[PN]?"
_LEAD = r"(?:[oyusFr<>]|[oisFu]?d[NP]=)?[ek]?h?o?(?:a[PN]o?)?"
_MONTH = r"(?:[lqt]?M(?:=?,?Y|=?[lqt]U)?|m\.?Y)"
_SEASON = r"d?(?:[ekj]h?)?[lqt]?S(?:=?Y|=?[lqt]U)?(?!=)"
_IN = r"[iusyFr/<>@va]?"

_Reader = Callable[[list[Word]], Meaning | None]

_HOUR_FIRST = rf"(?:[au<>y]?{_HOURS},?)"

_RULES: tuple[tuple[str, _Reader], ...] = (
    (rf"[F?]?[ek]?o?{DAY}(?:h|r|u|&|\||\\){DAY}", read_range),
    (rf"[F?]?o?d?[DO](?:h|r|&|\||\\)d?[DO]=?{_NAMED}(?:,?Y)?", read_days_of_month),
    (rf"[F?]?o?{_NAMED}[DO](?:h|r|&|\||\\)[DO](?:,?Y)?(?![MmU])", read_days_of_month),
    (rf"{_HOUR_FIRST}?{_LEAD}{DAY}(?:,?[au<>]?{_HOURS}|Z)?", read_day),
    (r"iM(?=D)", read_month),
    (r"[oyusFr=]d?O(?=d|\.|;|,|&|i|a|$|[LR<>F3@ruJyv?_])", read_day_only),
    (r"[oyusF]?W,?dO(?!=|U|W)", read_day_only),
    (r"[lqt]U,?oW", read_weekday_of_week),
    (r"(?:A|[Dn])UT", read_in_weeks),
    (r"[Dn]w~", read_weekdays_ago),
    (r"[aovyu/is]?d?(?:[lqtp]|t?g)?E", read_weekend),
    (rf"{_IN}d?(?:[ekjLR]h?d?)?[lpqtgVf]U", read_period),
    (r"[iv@%/F]?d?[lpqg]\+*(?:Q|Q?[Dbn]|[Dn](?:r|\|)[Dn])?U", read_stretch),
    (r"[iv@/]?QU", read_stretch),
    (rf"s?(?:{_COUNT})?U~(?:T|oW)?", read_ago),
    (r"(?:KAU|AU&AK)(?:~|[LR])", read_half_ago),
    (r"4[<>LR](?=,|;|\.|$)", read_shortly),
    (rf"[i%](?:{_COUNT})?U(?:'?I)?|%dU", read_ahead),
    (rf"{_COUNT}U(?:F!|!|FT)", read_ahead),
    (rf"o?d?1=(?:o?{DAY}|[dxlqt][xdMW]?)", read_eve),
    (r"[iovyusF]?d[UNPW](?:>q|<l)", read_after_next),
    (r"[oyu]?dO=[lqt]U", read_day_of),
    (
        r"odU[<>][xd]?|[oyu]?dU[<>](?:T|[xd])?|o?d[qfV][UNP](?!=)|o?d?X[UNP]|o?JX?[UNP]|o?d[PN][<>][xdA]?|[LR](?:i?d|J)U",
        read_anchored,
    ),
    (r"(?:[ia]?d)?[ek]?[UNP]=dO", read_hours_of),
    (r"[oyu]?d[lO]U=(?:d?[lqt]?U|d?[lqt]?M(?:=?,?Y)?)", read_day_of),
    (rf"(?:{_COUNT})?U(?:[LR]|[<>][xdMWADnQ3V]?)", read_anchored),
    (r"[ir2]d?O(?:-)?U|[@2r][Ad]O(?:-)?U", read_running),
    (r"o?U[Dn]=", read_running),
    (rf"{_COUNT}(?:h?Uh?5|Ur(?=[dA]))", read_age),
    (rf"{_IN}d?(?:[ekj]h?)?{_MONTH}", read_month),
    (r"[Ad]M(?=x)|M(?=')", read_month_of_noun),
    (r"(?:[ayiosFru<>@]d?|d)?B=(?:d?[lqt]?U|d?[lqt]?M(?:=?Y)?|Y|d?c|d?[lqt]?S(?:=?Y)?|d?[lqt]?E)", read_edge),
    (r"[ayiosu<>F]d?U'B", read_edge),
    (r"[iyu]dOU(?!=)", read_nth),
    (r"[ayiosu<>F]?d?O[UK]=(?:d?[lqt]?U|d?[lqt]?M(?:=?Y)?|Y)", read_nth),
    (r"[iusyF<>/@v=](?:[ekj]h?)?Y|dYx", read_year),
    (r"[iF?]?Y[rh&]Y", read_years),
    (r"[iusyFv]?d?[ekj]?h?c", read_decade),
    (rf"[iusy/vF@<>]?{_SEASON}", read_season),
    (r"[ayuosF</>v@i]\*(?:,?Y)?", read_holiday),
    (r"[oyusF<>]?d?[Ol]W[=i](?:d?[lqt]?U|d?[lqt]?M(?:=?,?Y)?)", read_nth_weekday),
    (rf"z(?:W|U|E|N|P|M|A?U|{_COUNT}U)|w|#|zAU", read_recurrence),
    (rf"@?{_COUNT}h?U|@?{_COUNT}N|Uhx|@U", read_duration),
    (r"[au<>yFs]?\+?HZ?", read_hour),
    (r"[ia<>y/]d?[ek]?h?P|[i/]dN|an(?:id|a)[PN]", read_part),
    (r"(?<!y)AU[oF]W", read_in_a_week),
)

_COMPILED = tuple((re.compile(pattern), reader) for pattern, reader in _RULES)
_ANY = re.compile("|".join(f"(?:{pattern})" for pattern, _ in _RULES))


def _read(
    text: str, codes: str, words: list[Word], at: int, zone: str, published: int | None
) -> tuple[TimeExpression | None, int]:
    """The longest expression at a word, and where to go on."""
    if codes.startswith("ro", at):
        return None, at + 1  # "fell through on Wednesday"
    matches = [
        (m.end(), -i, reader) for i, (pattern, reader) in enumerate(_COMPILED) if (m := pattern.match(codes, at))
    ]
    for end, _, reader in sorted(matches, key=lambda m: (m[0], m[1]), reverse=True):
        if end == at:
            continue
        meaning = reader(words[at:end])
        if meaning is None:
            continue
        end -= meaning.drop_last
        first, last = words[at].start, words[end - 1].end
        of_noun = end < len(words) and words[end].code == "'"
        return (
            TimeExpression(
                first, last, text[first:last], meaning.kind, meaning.point, meaning.until, meaning.minute,
                meaning.zone or zone, meaning.part, of_noun, meaning.of_event,
                None if meaning.begins is None or published is None else meaning.begins > published,
            ),
            end,
        )  # fmt: skip
    return None, at + 1


def _share_hours(found: list[TimeExpression]) -> list[TimeExpression]:
    """Give an hour that stands apart to the one day that the sentence names."""
    hours = [e for e in found if e.kind is TimeKind.HOUR and e.minute is not None]
    days = [
        e
        for e in found
        if e.kind is TimeKind.ON and isinstance(e.point, Weekday | CalendarDay | Shift) and not e.anchored
    ]
    if len(hours) != 1 or len(days) != 1 or days[0].minute is not None:
        return found
    shared = replace(days[0], minute=hours[0].minute, zone=hours[0].zone)
    return [shared if e is days[0] else e for e in found if e is not hours[0]]
