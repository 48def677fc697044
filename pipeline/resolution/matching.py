"""Whether two accounts tell of one event: points for and against, each with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product

from pipeline.domain.vocabulary import Change, Mode, Realis
from pipeline.resolution.account import GROUP_KEY, OFFICE_KEY, Account
from pipeline.resolution.weights import weights

SIDES_OF_A_PAIR = 2
HALF = 0.5
HAPPENED = frozenset({Realis.OCCURRED, Realis.ONGOING})


@dataclass(frozen=True, slots=True)
class Match:
    """The sum of what speaks for and against one event, and each part by name."""

    score: float
    reasons: dict[str, float]


NO_MATCH = Match(float("-inf"), {"other kind of deed": float("-inf")})


def match(a: Account, b: Account, *, within: bool = False) -> Match:
    """Compare two accounts; the same whichever comes first. `within`: both are of one article, which tells of few deeds."""
    first, second = sorted((a, b), key=lambda account: account.order)
    kinds = _types(first, second)
    if kinds is None:
        return NO_MATCH
    points = weights().points
    reasons = {
        "base": points["base_within" if within else "base"],
        "type": kinds,
        "mode": _modes(first, second),
        "actors": _actors(first, second, within=within),
        "names": _names(first, second),
        "roles": _roles(first, second),
        "days": _days(first, second),
        "place": _places(first, second),
        "quantities": points["quantity_same"] if first.quantities & second.quantities else 0.0,
        "wording": min(points["wording_most"], points["wording"] * _alike(first.wording, second.wording)),
        "article": 0.0 if within or _told_apart(first, second) else _affinity(first, second),
        "story": points["story_same"] if first.stories & second.stories else 0.0,
        "copy": points["copy"]
        if first.copy_groups & second.copy_groups and not first.articles & second.articles
        else 0.0,
        "gap": _gap(first, second),
    }
    return Match(sum(reasons.values()), {name: value for name, value in reasons.items() if value})


def _types(a: Account, b: Account) -> float | None:
    rules = weights()
    if a.family == b.family:
        return rules.points["type_same"]
    if frozenset((a.family, b.family)) in rules.confusable:
        return rules.points["type_confusable"]
    return None


def _modes(a: Account, b: Account) -> float:
    if not a.modes or not b.modes:
        return 0.0
    points = weights().points
    if a.modes & b.modes:
        return points["mode_same"]
    if (Mode.PHONE in a.modes) != (Mode.PHONE in b.modes):
        return points["mode_phone"]
    if _at_its_side(a, b) or _at_its_side(b, a):
        return points["mode_sideline"]
    if a.family == b.family and a.family in weights().told_by_mode:
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


def _actors(a: Account, b: Account, *, within: bool) -> float:
    points = weights().points
    if not a.sides or not b.sides:
        if a.groups & b.groups:
            return points["groups_same"]
        return 0.0 if within else points["actors_unknown"]
    common = sum(weight for side, weight in a.sides.items() if side in b.sides)
    if not common and len(a.sides) == len(b.sides) == 1:
        # "Talks with Kim" and "Trump's talks" each name one of two.
        return points["actors_one_each"]
    lesser = min(sum(a.sides.values()), sum(b.sides.values()))
    share = min(1.0, common / lesser)
    if share >= HALF:
        # One state alone is in the news every day; two together, or a body, tell more.
        telling = min(1.0, common / points["actors_telling"])
        most = points["actors_alone"] + telling * (points["actors_all"] - points["actors_alone"])
        return points["actors_half"] + (share - HALF) / HALF * (most - points["actors_half"])
    return points["actors_none"] + share / HALF * (points["actors_half"] - points["actors_none"])


def _names(a: Account, b: Account) -> float:
    points = weights().points
    shared = a.names.keys() & b.names.keys()
    if shared:
        return min(points["name_shared_most"], points["name_shared"] * len(shared))
    # Two ministers of the same two countries on one day: other persons on a side that both name.
    sides_a, sides_b = set(a.names.values()) - {None}, set(b.names.values()) - {None}
    return points["name_other"] * len(sides_a & sides_b)


def _roles(a: Account, b: Account) -> float:
    one_way = a.sources and a.targets and b.sources and b.targets
    if one_way and a.sources & b.targets and a.targets & b.sources and not a.sources & b.sources:
        return weights().points["roles_swapped"]
    if a.family == b.family and a.family in weights().directed and _others(a.sources, b.sources):
        return weights().points["sources_other"]
    return 0.0


def _others(a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether both name somebody in particular, and nobody in common."""
    firm_a, firm_b = ({key for key in side if not key.startswith((GROUP_KEY, OFFICE_KEY))} for side in (a, b))
    return bool(firm_a and firm_b and not firm_a & firm_b)


def _days(a: Account, b: Account) -> float:
    """`a` is the earlier account."""
    points, limits = weights().points, weights().thresholds
    if a.days & b.days:
        return points["day_same"]
    if b.old_days & a.days or a.old_days & b.days:
        return points["day_moved"]
    if not (a.first_on and b.first_on and a.last_on and b.last_on):
        return _fits(a, b) + _fits(b, a)
    if a.days and b.days:
        if _spanned(a, b) or _spanned(b, a):
            return points["day_within"]
        apart = min(abs((x - y).days) for x, y in product(a.days, b.days))
    else:
        apart = max(0, (b.first_on - a.last_on).days, (a.first_on - b.last_on).days)
        if not apart:
            return points["span_overlaps"]
    if a.waiting and b.realis & {Realis.PLANNED, *HAPPENED} and _after(a, b) and _same_people(a, b):
        return points["day_moved"]
    if Change.RESCHEDULED in b.changes and not b.old_days:
        return points["day_moved"]
    if (a.lasting or b.lasting) and apart <= weights().lasting_days.get(a.family, limits["lasting_days"]):
        return points["day_lasting" if a.lasting and b.lasting else "day_of_lasting"]
    if a.family in weights().repeats:
        return points["day_repeats"]
    if apart <= limits["next_day"]:
        return points["day_next"]
    return max(points["day_apart_most"], points["day_apart"] + points["day_apart_each"] * apart)


def _after(a: Account, b: Account) -> bool:
    """Whether the day that `b` tells is later than the one that was given up."""
    return bool(a.last_on and b.last_on and b.last_on > a.last_on)


def _same_people(a: Account, b: Account) -> bool:
    """Whether two accounts name the same two sides or one person: enough to take a new day for that of a deed put off."""
    return (
        bool(a.names.keys() & b.names.keys()) or len(a.sides.keys() & b.sides.keys()) >= SIDES_OF_A_PAIR or not b.sides
    )


def _spanned(a: Account, b: Account) -> bool:
    """Whether a day of `b` falls within a run of days that one report of `a` tells."""
    return any(first <= day <= last for first, last in a.runs for day in b.days)


def _fits(undated: Account, dated: Account) -> float:
    """Whether an account without a day may tell of one that has it, by when it was published."""
    points = weights().points
    if undated.first_on or not dated.days or not undated.last_at or not undated.first_at:
        return 0.0
    told = undated.first_at.date()
    latest = max(dated.days)
    if Realis.PLANNED in undated.realis and not undated.realis & HAPPENED:
        return points["time_fits"] if latest >= told - timedelta(days=1) else points["time_against"]
    if undated.realis <= HAPPENED:
        if min(dated.days) > told + timedelta(days=1):
            return points["time_against"]
        return points["time_fits"] if _close(told, latest) else 0.0
    return 0.0


def _close(a: date, b: date) -> bool:
    return abs((a - b).days) <= 7


def _places(a: Account, b: Account) -> float:
    points = weights().points
    if a.places & b.places:
        return points["place_same"]
    if a.countries and b.countries:
        if not a.countries & b.countries:
            return 0.0 if Change.RELOCATED in b.changes | a.changes else points["place_other"]
        return points["country_same"]
    return 0.0


def _alike(a: frozenset[str], b: frozenset[str]) -> float:
    """The share of words in common (Dice), 0 to 1."""
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0


def _told_apart(a: Account, b: Account) -> bool:
    """Whether one article tells of both, on different days: then its being one article speaks for nothing."""
    return bool(a.articles & b.articles) and _days(a, b) < 0


def _affinity(a: Account, b: Account) -> float:
    """How much alike the two articles are as a whole."""
    points = weights().points
    alike = _alike(a.article_wording, b.article_wording)
    known = a.sides.keys() & b.sides.keys() or a.places & b.places or a.stories & b.stories
    # Two articles on two things, which name nobody and no place in common: a day and a kind of deed prove nothing.
    strange = 0.0 if known else points["strangers"] * max(0.0, 1.0 - alike / points["strangers_alike"])
    return strange + min(points["article_wording_most"], points["article_wording"] * alike)


def _gap(a: Account, b: Account) -> float:
    if (a.days and b.days) or not a.last_at or not b.first_at:
        return 0.0
    points = weights().points
    days = max(0, (b.first_at - a.last_at).days)
    return max(points["gap_most"], points["gap_each_day"] * days)
