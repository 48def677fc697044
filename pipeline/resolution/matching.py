"""Whether two accounts tell of one event: points for and against, each with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product

from pipeline.domain.vocabulary import Change, Mode, Realis
from pipeline.resolution.account import GROUP_KEY, OFFICE_KEY, Account, same_words
from pipeline.resolution.weights import weights

SIDES_OF_A_PAIR = 2
HALF = 0.5
DAYS_OF_WEEK = 7
DAYS_OF_SIX_WEEKS = 42
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
    points = weights().points
    in_one_sentence = within and any(same_words(x, y) for x in a.reports for y in b.reports)
    kinds = _types(first, second)
    if kinds is None:
        if not in_one_sentence:
            return NO_MATCH
        kinds = points["type_in_sentence"]
    reasons = {
        "base": points["base_within" if within else "base"],
        "type": kinds,
        "sentence": points["sentence_same"] if in_one_sentence else 0.0,
        "mode": _modes(first, second),
        "actors": _actors(first, second, within=within),
        "names": _names(first, second),
        "roles": _roles(first, second),
        "days": _days(first, second),
        "place": _places(first, second),
        "quantities": points["quantity_same"] if first.sums.quantities & second.sums.quantities else 0.0,
        "wording": min(points["wording_most"], points["wording"] * _alike(first.sums.wording, second.sums.wording)),
        "deed": _deeds(first, second),
        "article": 0.0 if within or _told_apart(first, second) else _affinity(first, second),
        "story": points["story_same"] if first.sums.stories & second.sums.stories else 0.0,
        "copy": points["copy"]
        if first.sums.copy_groups & second.sums.copy_groups and not first.articles & second.articles
        else 0.0,
        "gap": _gap(first, second),
    }
    return Match(sum(reasons.values()), {name: value for name, value in reasons.items() if value})


def _types(a: Account, b: Account) -> float | None:
    rules = weights()
    if a.family == b.family:
        return rules.points["type_same"]
    return rules.confusable.get(frozenset((a.family, b.family)))


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
        if a.sums.groups & b.sums.groups:
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
    other = points["name_other" if a.family in weights().placed else "name_other_paper"]
    return other * len(sides_a & sides_b)


def _roles(a: Account, b: Account) -> float:
    one_way = a.sums.sources and a.sums.targets and b.sums.sources and b.sums.targets
    if (
        one_way
        and a.sums.sources & b.sums.targets
        and a.sums.targets & b.sums.sources
        and not a.sums.sources & b.sums.sources
    ):
        return weights().points["roles_swapped"]
    if a.family == b.family and a.family in weights().directed and _others(a.sums.sources, b.sums.sources):
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
    if b.sums.old_days & a.sums.days.keys() or a.sums.old_days & b.sums.days.keys():
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
    if a.waiting and b.sums.realis & {Realis.PLANNED, *HAPPENED} and _after(a, b) and _same_people(a, b):
        return points["day_moved"]
    if Change.RESCHEDULED in b.sums.changes and not b.sums.old_days:
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
    return any(first <= day <= last for first, last in a.sums.runs for day in b.days)


def _fits(undated: Account, dated: Account) -> float:
    """Whether an account without a day may tell of one that has it, by when it was published."""
    points = weights().points
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


def _places(a: Account, b: Account) -> float:
    points = weights().points
    if a.places & b.places:
        return points["place_same"]
    if a.countries and b.countries:
        if not a.countries & b.countries:
            return 0.0 if Change.RELOCATED in b.sums.changes | a.sums.changes else points["place_other"]
        return points["country_same"]
    return 0.0


def _alike(a: frozenset[str], b: frozenset[str]) -> float:
    """The share of words in common (Dice), 0 to 1."""
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0


def _deeds(a: Account, b: Account) -> float:
    if not a.deeds or not b.deeds:
        return 0.0
    return weights().points["deed_same" if a.deeds & b.deeds else "deed_other"]


def _told_apart(a: Account, b: Account) -> bool:
    """Whether one article tells of both, on different days: then its being one article speaks for nothing."""
    return bool(a.articles & b.articles) and _days(a, b) < 0


def _affinity(a: Account, b: Account) -> float:
    """How much alike the two articles are as a whole."""
    points = weights().points
    alike = 1.0 if a.articles & b.articles else _alike(a.sums.article_wording, b.sums.article_wording)
    known = a.sides.keys() & b.sides.keys() or a.places & b.places or a.sums.stories & b.sums.stories
    # Two articles on two things, which name nobody and no place in common: a day and a kind of deed prove nothing.
    strange = 0.0 if known else points["strangers"] * max(0.0, 1.0 - alike / points["strangers_alike"])
    return strange + min(points["article_wording_most"], points["article_wording"] * alike)


def _gap(a: Account, b: Account) -> float:
    if (a.days and b.days) or not a.last_at or not b.first_at:
        return 0.0
    points = weights().points
    days = max(0, (b.first_at - a.last_at).days)
    return max(points["gap_most"], points["gap_each_day"] * days)
