"""Events in the columns of GDELT 2.0's event table, in the order and types of its codebook of February 2015.

Tab-separated, without a header, as GDELT's own files are. What Wirewatch does not know (ethnic, religious and group codes, tone,
districts) stays empty. Actor types are left empty rather than guessed. EventCode is the root of CAMEO that a PLOVER type grew out
of, "not specified below" (a visit and a call have codes of their own); GoldsteinScale carries PLOVER's score, which has the same
range from -10 to +10. Planned, cancelled and postponed events have no place in GDELT: only what occurred or is under way goes out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import BinaryIO

from pipeline.domain.plover import QUAD_OF, score_of
from pipeline.domain.vocabulary import EventType, Mode, Role, Status
from pipeline.exports.shapes import Shape
from pipeline.gazetteer.countries import country_name, fips_code

_ACTOR = (
    "Code",
    "Name",
    "CountryCode",
    "KnownGroupCode",
    "EthnicCode",
    "Religion1Code",
    "Religion2Code",
    "Type1Code",
    "Type2Code",
    "Type3Code",
)
_GEO = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
COLUMNS = (
    "GLOBALEVENTID",
    "Day",
    "MonthYear",
    "Year",
    "FractionDate",
    *(f"Actor1{each}" for each in _ACTOR),
    *(f"Actor2{each}" for each in _ACTOR),
    "IsRootEvent",
    "EventCode",
    "EventBaseCode",
    "EventRootCode",
    "QuadClass",
    "GoldsteinScale",
    "NumMentions",
    "NumSources",
    "NumArticles",
    "AvgTone",
    *(f"Actor1Geo_{each}" for each in _GEO),
    *(f"Actor2Geo_{each}" for each in _GEO),
    *(f"ActionGeo_{each}" for each in _GEO),
    "DATEADDED",
    "SOURCEURL",
)

_ROOT: Mapping[EventType, str] = {
    EventType.REQUEST: "02",
    EventType.AGREE: "03",
    EventType.CONSULT: "04",
    EventType.SUPPORT: "05",
    EventType.COOPERATE: "06",
    EventType.AID: "07",
    EventType.CONCEDE: "08",
    EventType.RETREAT: "08",
    EventType.ACCUSE: "11",
    EventType.REJECT: "12",
    EventType.THREATEN: "13",
    EventType.PROTEST: "14",
    EventType.MOBILIZE: "15",
    EventType.SANCTION: "16",
    EventType.COERCE: "17",
    EventType.ASSAULT: "18",
}
_OF_MODE = {Mode.PHONE: "041", Mode.VISIT: "042", Mode.THIRD_PARTY: "045"}
_COUNTRY, _WORLD_CITY = "1", "4"  # geographic types of the codebook


def write_gdelt(events: Iterable[Shape], out: BinaryIO) -> int:
    """Write the events that occurred or are under way; return how many."""
    count = 0
    for each in events:
        if each["status"] in {Status.OCCURRED, Status.ONGOING}:
            values = row(each)
            out.write("\t".join(values[name] for name in COLUMNS).encode() + b"\n")
            count += 1
    return count


def row(event: Shape) -> dict[str, str]:
    """The columns of an event, each as text."""
    kind, mode = EventType(event["type"]), Mode(event["mode"]) if event["mode"] else None
    root = _ROOT[kind]
    code = _OF_MODE.get(mode, f"{root}0") if mode and kind is EventType.CONSULT else f"{root}0"
    first, second = _sides(event["actors"])
    urls = [mention["url"] for mention in event["mentions"]]
    values = {
        **dict.fromkeys(COLUMNS, ""),
        "GLOBALEVENTID": str(event["id"]),
        **_day(event["starts_on"] or event["earliest_on"]),
        **_actor("Actor1", first),
        **_actor("Actor2", second),
        "EventCode": code,
        "EventBaseCode": code,
        "EventRootCode": root,
        "QuadClass": str(int(QUAD_OF[kind])),
        "GoldsteinScale": f"{score_of(kind, mode):g}",
        "NumMentions": str(len(urls)),
        "NumSources": str(event["outlets"]),
        "NumArticles": str(len(set(urls))),
        **_place(event["place"]),
        "DATEADDED": "".join(each for each in event["first_reported_at"] or "" if each.isdigit()),
        "SOURCEURL": urls[0] if urls else "",
    }
    return {name: " ".join(value.split()) for name, value in values.items()}


def _sides(actors: Sequence[Shape]) -> tuple[Shape | None, Shape | None]:
    """Who acts and on whom; of those who merely take part the first two."""
    acting = [each for each in actors if each["role"] == Role.SOURCE]
    on = [each for each in actors if each["role"] == Role.TARGET]
    partners = [each for each in actors if each["role"] == Role.PARTICIPANT]
    firsts = [*acting[:1], *partners]
    others = [*on, *firsts[1:], *acting[1:]]
    return next(iter(firsts), None), next(iter(others), None)


def _day(day: str | None) -> dict[str, str]:
    if day is None:
        return {}
    year, month, of_month = day.split("-")
    share = (int(month) * 30 + int(of_month)) / 365  # the codebook's own approximation
    return {
        "Day": year + month + of_month,
        "MonthYear": year + month,
        "Year": year,
        "FractionDate": f"{int(year) + share:.4f}",
    }


def _actor(prefix: str, actor: Shape | None) -> dict[str, str]:
    if actor is None:
        return {}
    country = actor["country"] or ""
    return {f"{prefix}Code": country, f"{prefix}Name": actor["name"].upper(), f"{prefix}CountryCode": country}


def _place(place: Shape | None) -> dict[str, str]:
    if place is None:
        return {}
    country = country_name(place["country"]) if place["country"] else ""
    fips = fips_code(place["country"]) if place["country"] else ""
    is_country = place["name"] == country
    located = place["lat"] is not None
    return {
        "ActionGeo_Type": _COUNTRY if is_country else _WORLD_CITY,
        "ActionGeo_FullName": place["name"] if is_country or not country else f"{place['name']}, {country}",
        "ActionGeo_CountryCode": fips,
        "ActionGeo_ADM1Code": fips,
        "ActionGeo_Lat": f"{place['lat']:g}" if located else "",
        "ActionGeo_Long": f"{place['lon']:g}" if located else "",
    }
