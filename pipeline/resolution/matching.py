"""Whether two accounts tell of one event: points for and against, each with its reason."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import accumulate, product

from pipeline.domain.vocabulary import HAPPENED, Change, Mode, Realis
from pipeline.resolution.account import STATE_KEY, Account, same_words
from pipeline.resolution.subject import alike
from pipeline.resolution.weights import Weights, weights

SIDES_OF_A_PAIR = 2
MEETING, ACCORD = "consult", "agree"
WAR = "war"  # the deed so called
HALF = 0.5
DAYS_OF_WEEK = 7
DAYS_OF_SIX_WEEKS = 42
SLACK = 1e-9  # more than sums in another order differ by


@dataclass(frozen=True, slots=True)
class Match:
    """The sum of what speaks for and against one event, and each part by name."""

    score: float
    reasons: dict[str, float]


NO_MATCH = Match(float("-inf"), {"other kind of deed": float("-inf")})


def match(a: Account, b: Account, *, within: bool = False) -> Match:
    """Compare two accounts; the same whichever comes first. `within`: both are of one article, which tells of few deeds."""
    rules, (first, second) = weights(), _in_order(a, b)
    reasons = {"base": rules.points["base_within" if within else "base"]}
    for part in _WITHIN if within else _ACROSS:
        reasons[part.name] = part.points_for(first, second, rules)
    if -math.inf in reasons.values():
        return NO_MATCH
    return Match(sum(reasons.values()), {name: value for name, value in reasons.items() if value})


def score(a: Account, b: Account, least: float, *, within: bool = False) -> float:
    """The score of a match where it is `least` or more; else something less, mostly found without a look at every part."""
    rules, (first, second) = weights(), _in_order(a, b)
    total = rules.points["base_within" if within else "base"]
    for points_for, rest in _bounded(rules, within):
        total += points_for(first, second, rules)
        if total + rest < least:
            return -math.inf
    return match(a, b, within=within).score


def _in_order(a: Account, b: Account) -> tuple[Account, Account]:
    return (a, b) if a.order <= b.order else (b, a)


def _types(a: Account, b: Account, rules: Weights) -> float:
    if a.family == b.family:
        return rules.points["type_same"]
    return rules.confusable.get(frozenset((a.family, b.family)), -math.inf)


def _types_within(a: Account, b: Account, rules: Weights) -> float:
    found = _types(a, b, rules)
    return rules.points["type_in_sentence"] if found == -math.inf and _in_one_sentence(a, b) else found


def _in_one_sentence(a: Account, b: Account) -> bool:
    return any(same_words(x, y) for x in a.reports for y in b.reports)


def _sentence(a: Account, b: Account, rules: Weights) -> float:
    return rules.points["sentence_same"] if _in_one_sentence(a, b) else 0.0


def _distance(a: Account, b: Account, rules: Weights) -> float:
    """What one article comes back to further down is mostly another deed of the kind."""
    pairs = ((x.mention, y.mention) for x, y in product(a.reports, b.reports))
    between = max(0, min(max(x.start, y.start) - min(x.end, y.end) for x, y in pairs))
    return rules.points["text_apart"] * min(1.0, between / rules.points["text_far"])


def _modes(a: Account, b: Account, rules: Weights) -> float:
    if not a.modes or not b.modes:
        return 0.0
    points = rules.points
    if not a.modes.isdisjoint(b.modes):
        return points["mode_same"]
    if (Mode.PHONE in a.modes) != (Mode.PHONE in b.modes):
        return points["mode_phone"]
    if _at_its_side(a, b) or _at_its_side(b, a):
        return points["mode_sideline"]
    if a.family == b.family and a.family in rules.told_by_mode:
        return points["mode_apart"]
    return points["mode_other"]


def _at_its_side(summit: Account, pair: Account) -> bool:
    """Whether two persons of two sides met at the side of a meeting of many."""
    return (
        Mode.MULTILATERAL in summit.modes
        and len(summit.sides) > SIDES_OF_A_PAIR
        and len(pair.sides) == SIDES_OF_A_PAIR
        and len(pair.names) == SIDES_OF_A_PAIR
        and not pair.names.keys() & summit.names.keys()
    )


def _actors_within(a: Account, b: Account, rules: Weights) -> float:
    if (not a.sides or not b.sides) and not a.sums.groups & b.sums.groups:
        return 0.0
    return _actors(a, b, rules)


def _actors(a: Account, b: Account, rules: Weights) -> float:
    points = rules.points
    if not a.sides or not b.sides:
        return points["groups_same" if a.sums.groups & b.sums.groups else "actors_unknown"]
    if a.sides.keys().isdisjoint(b.sides):
        # "Talks with Kim" and "Trump's talks" each name one of two.
        return points["actors_one_each" if len(a.sides) == len(b.sides) == 1 else "actors_none"]
    common = math.fsum(weight for side, weight in a.sides.items() if side in b.sides)
    share = min(1.0, common / min(a.weight, b.weight))
    if share >= HALF:
        # One state alone is in the news every day; two together, or a body, tell more.
        telling = min(1.0, common / points["actors_telling"])
        most = points["actors_alone"] + telling * (points["actors_all"] - points["actors_alone"])
        return points["actors_half"] + (share - HALF) / HALF * (most - points["actors_half"])
    return points["actors_none"] + share / HALF * (points["actors_half"] - points["actors_none"])


def _another_pair(a: Account, b: Account) -> bool:
    """Whether each names two sides, one of them in common."""
    return len(a.sides) == len(b.sides) == SIDES_OF_A_PAIR and len(a.sides.keys() & b.sides.keys()) == 1


def _partners(a: Account, b: Account, rules: Weights) -> float:
    """Whether somebody met one person by the one account and another by the other, or others met in another country."""
    if not a.family == b.family == MEETING:
        return 0.0
    only_a, only_b = a.sides.keys() - b.sides.keys(), b.sides.keys() - a.sides.keys()
    other = _another_pair(a, b) and not a.people.isdisjoint(only_a) and not b.people.isdisjoint(only_b)
    elsewhere = bool(only_a and only_b and a.countries and b.countries) and a.countries.isdisjoint(b.countries)
    return rules.points["partner_other"] if other or elsewhere else 0.0


def _names(a: Account, b: Account, rules: Weights) -> float:
    points = rules.points
    if not a.names.keys().isdisjoint(b.names):
        return min(points["name_shared_most"], points["name_shared"] * len(a.names.keys() & b.names.keys()))
    undergone, other = a.sums.undergone, b.sums.undergone
    if a.family == b.family and a.family in rules.told_by_mode and undergone and other and not undergone & other:
        return points["name_undergone"]
    # Two ministers of the same two countries on one day: other persons on a side that both name.
    if a.spoken_for.isdisjoint(b.spoken_for):
        return 0.0
    each = points["name_other" if a.family in rules.placed else "name_other_paper"]
    return each * len(a.spoken_for & b.spoken_for)


def _roles(a: Account, b: Account, rules: Weights) -> float:
    directed = a.family == b.family and a.family in rules.directed
    all_sides = a.sums.sources and a.sums.targets and b.sums.sources and b.sums.targets
    if (
        all_sides
        and a.sums.sources & b.sums.targets
        and a.sums.targets & b.sums.sources
        and not a.sums.sources & b.sums.sources
    ):
        return rules.points["roles_returned" if directed else "roles_swapped"]
    one_way = directed or (a.family == b.family and a.family in rules.fought)
    if one_way and (_suffers(a, b) or _suffers(b, a)) and not a.sums.targets & b.sums.targets:
        return rules.points["roles_opposed"]
    # Both name somebody in particular who did it, and nobody in common.
    if one_way and a.doers and b.doers and not a.doers & b.doers:
        of_states = _all_states(a.doers | b.doers)
        if directed:
            return rules.points["states_other" if of_states else "sources_other"]
        return rules.points["fought_other"] if of_states else 0.0
    return 0.0


def _suffers(a: Account, b: Account) -> bool:
    """Whether one who does it by the one account only suffers it by the other, and nobody does it by both."""
    doers, sufferers = a.sums.sources - a.sums.targets, b.sums.targets - b.sums.sources
    return bool(doers & sufferers) and not a.sums.sources & b.sums.sources


def _all_states(keys: frozenset[str]) -> bool:
    return all(key.startswith(STATE_KEY) for key in keys)


def _days(a: Account, b: Account, rules: Weights) -> float:
    """`a` is the earlier account."""
    points, limits = rules.points, rules.thresholds
    if not a.days.isdisjoint(b.days):
        common = a.days & b.days
        taken = common.isdisjoint(a.sums.days_told) + common.isdisjoint(b.sums.days_told)
        if not taken and (_recalls(a, common) or _recalls(b, common)):
            return points["day_recalled"]
        return points[("day_same", "day_same_taken", "day_taken_both")[taken]]
    if (a.moved or b.moved) and (b.sums.old_days & a.sums.days.keys() or a.sums.old_days & b.sums.days.keys()):
        return points["day_moved_from"]
    if not (a.first_on and b.first_on and a.last_on and b.last_on):
        return _fits(a, b, points) + _fits(b, a, points)
    if a.days and b.days:
        if _spanned(a, b) or _spanned(b, a):
            return points["day_within"]
        apart = min(abs(x - y) for x in a.ordinals for y in b.ordinals)
    else:
        apart = max(0, (b.first_on - a.last_on).days, (a.first_on - b.last_on).days)
        if not apart:
            return points["span_overlaps"]
    if a.waiting and b.sums.realis & (HAPPENED | {Realis.PLANNED}) and _after(a, b) and _same_people(a, b):
        return points["day_moved"]
    if Change.RESCHEDULED in b.sums.changes and not b.moved:
        return points["day_moved"]
    if _ends(a, b, limits) or _ends(b, a, limits):
        return points["day_ended"]
    if (a.lasting or b.lasting) and apart <= rules.lasting_days.get(a.family, limits["lasting_days"]):
        return points["day_lasting" if a.lasting and b.lasting else "day_of_lasting"]
    if a.family in rules.repeats:
        return points["day_repeats"]
    if apart <= limits["next_day"]:
        return points["day_next"]
    return max(points["day_apart_most"], points["day_apart"] + points["day_apart_each"] * apart)


def _recalls(account: Account, days: frozenset[date]) -> bool:
    """Whether an account was published so long after a day that it recalls what was told before."""
    return account.first_at is not None and (account.first_at.date() - max(days)).days >= DAYS_OF_WEEK


def _after(a: Account, b: Account) -> bool:
    """Whether the day that `b` tells is later than the one that was given up."""
    return bool(a.last_on and b.last_on and b.last_on > a.last_on)


def _same_people(a: Account, b: Account) -> bool:
    """Whether two accounts name the same two sides or one person: enough to take a new day for that of a deed put off."""
    return (
        bool(a.names.keys() & b.names.keys()) or len(a.sides.keys() & b.sides.keys()) >= SIDES_OF_A_PAIR or not b.sides
    )


def _ends(begun: Account, over: Account, limits: Mapping[str, float]) -> bool:
    """Whether one account tells only the day on which it came to its end, not long after the day of the other."""
    ends = bool(over.days) and over.days <= over.sums.days_over
    begins = bool(begun.days) and begun.days.isdisjoint(begun.sums.days_over)
    return ends and begins and 0 < (min(over.days) - max(begun.days)).days <= limits["ended_days"]


def _spanned(a: Account, b: Account) -> bool:
    """Whether a day of `b` falls within a run of days that one report of `a` tells."""
    runs = a.sums.runs
    return bool(runs) and any(first <= day <= last for first, last in runs for day in b.days)


def _fits(undated: Account, dated: Account, points: Mapping[str, float]) -> float:
    """Whether an account without a day may tell of one that has it, by when it was published."""
    if undated.first_on or not dated.days or not undated.last_at or not undated.first_at:
        return 0.0
    told = undated.first_at.date()
    if undated.sums.realis & HAPPENED:
        ago = (told - min(dated.days)).days
        return points["time_against"] if ago < -1 else _reach(max(0, (told - max(dated.days)).days), points)
    ahead = (max(dated.days) - told).days
    return points["time_against"] if ahead < -1 else _reach(max(0, ahead), points)


def _reach(days: int, points: Mapping[str, float]) -> float:
    """What speaks for an account without a day telling of a deed so many days away."""
    if days <= 1:
        return points["time_near"]
    if days <= DAYS_OF_WEEK:
        return points["time_week"]
    return points["time_month"] if days <= DAYS_OF_SIX_WEEKS else points["time_far"]


def _places(a: Account, b: Account, rules: Weights) -> float:
    points = rules.points
    if not a.places.isdisjoint(b.places):
        return points["place_same"]
    if a.countries and b.countries:
        if not a.countries.isdisjoint(b.countries):
            towns = a.places and b.places and not (a.lasting or b.lasting or WAR in a.deeds | b.deeds)
            apart = towns and a.family == b.family and a.family in rules.local
            return points["town_other" if apart else "country_same"]
        if Change.RELOCATED in b.sums.changes | a.sums.changes:
            return 0.0
        return points["place_other_again" if a.family in rules.repeats else "place_other"]
    return 0.0


def _quantities(a: Account, b: Account, rules: Weights) -> float:
    return 0.0 if a.sums.quantities.isdisjoint(b.sums.quantities) else rules.points["quantity_same"]


def _wording(a: Account, b: Account, rules: Weights) -> float:
    points = rules.points
    return min(points["wording_most"], points["wording"] * _alike(a.sums.wording, b.sums.wording))


def _alike(a: frozenset[str], b: frozenset[str]) -> float:
    """The share of words in common (Dice), 0 to 1."""
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0


def _deeds(a: Account, b: Account, rules: Weights) -> float:
    if not a.deeds or not b.deeds:
        return 0.0
    return rules.points["deed_other" if a.deeds.isdisjoint(b.deeds) else "deed_same"]


def _affinity(a: Account, b: Account, rules: Weights) -> float:
    """How much alike the two articles are as a whole."""
    points = rules.points
    if a.articles & b.articles:
        # One article tells of both, and by itself kept them apart; on different days its being one speaks for nothing.
        return 0.0 if _days(a, b, rules) < 0 else points["article_same"]
    # Two short articles on two meetings of one minister are as like as two on one.
    most = 0.0 if _at_odds(a, b, rules) else points["article_wording_most"]
    likeness = _alike(a.sums.article_wording, b.sums.article_wording)
    known = a.sides.keys() & b.sides.keys() or a.places & b.places or a.sums.stories & b.sums.stories
    # Two articles on two things, which name nobody and no place in common: a day and a kind of deed prove nothing.
    strange = 0.0 if known else points["strangers"] * max(0.0, 1.0 - likeness / points["strangers_alike"])
    if not known and _share_nothing(a, b):
        strange += points["strangers_in_all"]
    return strange + min(most, points["article_wording"] * likeness)


def _subjects(a: Account, b: Account, rules: Weights) -> float:
    """What speaks against articles that are about two things: a day, a kind of deed and one state prove nothing then."""
    points = rules.points
    if a.articles & b.articles or not (a.sums.subject and b.sums.subject):
        return 0.0
    foreign = 1.0 - alike(a.sums.subject, b.sums.subject) / points["subject_alike"]
    return points["subject_other"] * max(0.0, foreign)


def _share_nothing(a: Account, b: Account) -> bool:
    """Whether each names who acts, and neither these nor numbers, people without a name or the articles' subjects are the same."""
    return (
        bool(a.sides and b.sides)
        and a.sums.sides.keys().isdisjoint(b.sums.sides)
        and a.sums.quantities.isdisjoint(b.sums.quantities)
        and a.sums.groups.isdisjoint(b.sums.groups)
        and a.sums.context.isdisjoint(b.sums.context)
    )


def _at_odds(a: Account, b: Account, rules: Weights) -> int:
    """In how many ways two accounts contradict each other: in the day, in who did it to whom, in where."""
    return sum(
        (
            bool(a.days and b.days and _days(a, b, rules) <= rules.points["day_next"]),
            _another_pair(a, b),
            _names(a, b, rules) < 0,
            _roles(a, b, rules) < 0,
            a.family in rules.placed and _places(a, b, rules) < 0,
        )
    )


def _odds(a: Account, b: Account, rules: Weights) -> float:
    twice = not a.articles & b.articles and _at_odds(a, b, rules) > 1
    return rules.points["at_odds_twice"] if twice else 0.0


def _stories(a: Account, b: Account, rules: Weights) -> float:
    return 0.0 if a.sums.stories.isdisjoint(b.sums.stories) else rules.points["story_same"]


def _copies(a: Account, b: Account, rules: Weights) -> float:
    copied = not a.sums.copy_groups.isdisjoint(b.sums.copy_groups) and a.articles.isdisjoint(b.articles)
    return rules.points["copy"] if copied else 0.0


def _gap(a: Account, b: Account, rules: Weights) -> float:
    if (a.days and b.days) or not a.last_at or not b.first_at:
        return 0.0
    points = rules.points
    days = max(0, (b.first_at - a.last_at).days)
    return max(points["gap_most"], points["gap_each_day"] * days)


@dataclass(frozen=True, slots=True)
class _Part:
    """One thing that is compared; it gives the most of these points, or less."""

    name: str
    points_for: Callable[[Account, Account, Weights], float]
    most: tuple[str, ...]


_DAYS = (
    "day_recalled", "day_same", "day_within", "span_overlaps", "day_next", "day_apart", "day_repeats", "day_moved", "day_moved_from",
    "day_lasting", "day_of_lasting", "day_ended", "time_near", "time_week", "time_month", "time_far", "time_against",
)  # fmt: skip
_ACTORS = (
    "actors_all",
    "actors_alone",
    "actors_half",
    "actors_none",
    "actors_unknown",
    "actors_one_each",
    "groups_same",
)

_ACROSS = (
    _Part("type", _types, ("type_same",)),
    _Part("mode", _modes, ("mode_same", "mode_other")),
    _Part("actors", _actors, _ACTORS),
    _Part("partner", _partners, ()),
    _Part("names", _names, ("name_shared_most",)),
    _Part("roles", _roles, ()),
    _Part("days", _days, _DAYS),
    _Part("place", _places, ("place_same", "country_same")),
    _Part("quantities", _quantities, ("quantity_same",)),
    _Part("wording", _wording, ("wording_most",)),
    _Part("deed", _deeds, ("deed_same",)),
    _Part("odds", _odds, ()),
    _Part("article", _affinity, ("article_wording_most", "article_same")),
    _Part("subject", _subjects, ()),
    _Part("story", _stories, ("story_same",)),
    _Part("copy", _copies, ("copy",)),
    _Part("gap", _gap, ()),
)
_WITHIN = (
    _Part("type", _types_within, ("type_same", "type_in_sentence")),
    _Part("sentence", _sentence, ("sentence_same",)),
    _Part("distance", _distance, ()),
    _Part("actors", _actors_within, _ACTORS),
    *(part for part in _ACROSS if part.name not in {"type", "actors", "partner", "odds", "copy", "article", "subject"}),
)
# What costs next to nothing to look at, and tells most for what it costs, comes first: most pairs need no look at the rest.
_FIRST = (
    "type",
    "copy",
    "story",
    "quantities",
    "days",
    "actors",
    "place",
    "roles",
    "names",
    "deed",
    "mode",
    "partner",
    "gap",
    "subject",
    "article",
    "odds",
)


@lru_cache(maxsize=64)
def _bounded(rules: Weights, within: bool) -> tuple[tuple[Callable[[Account, Account, Weights], float], float], ...]:
    """What is compared, in order, each with the most that all after it can add."""
    rank = {name: n for n, name in enumerate(_FIRST)}
    parts = sorted(_WITHIN if within else _ACROSS, key=lambda part: rank.get(part.name, len(rank)))
    most = [max((0.0, *(rules.points[name] for name in part.most))) for part in parts]
    most[0] = max(most[0], *rules.confusable.values())
    rest = [sum(most) - so_far + SLACK for so_far in accumulate(most)]
    return tuple((part.points_for, left) for part, left in zip(parts, rest, strict=True))
