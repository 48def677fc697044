"""Look up the actors that an article names in the registry as it stood at the article's time."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache

from pipeline.domain.article import Article
from pipeline.domain.mention import Actor, ActorPhrase, Extraction, Report
from pipeline.domain.vocabulary import ActorKind, Role
from pipeline.gazetteer.countries import countries, country_name, country_of, is_demonym
from pipeline.gazetteer.facts import ActorFact, facts_of
from pipeline.gazetteer.groups import acts_for_state, country_within, governs, head_noun, organ_of
from pipeline.gazetteer.names import fold, slug
from pipeline.gazetteer.offices import canonical_office, is_former, is_office, speaks_for_state
from pipeline.gazetteer.places import find_place
from pipeline.gazetteer.registry import Entity, Registry, day_of
from pipeline.gazetteer.words import words as lists

__all__ = ["ActorFact", "facts_of", "link", "report_keys", "reports_of"]

# Bodies as titles name them ("the UN secretary-general").
_BODIES = {
    "un": "org:un", "united nations": "org:un", "nato": "org:nato", "alliance": "org:nato", "european union": "org:eu", "eu": "org:eu",
    "european commission": "org:eu", "commission": "org:eu", "african union": "org:african-union", "imf": "org:imf",
    "iaea": "org:iaea", "who": "org:who", "arab league": "org:arab-league",
}  # fmt: skip
_INDEFINITE = re.compile(r"(?:an?|one|another|some|several) ", re.IGNORECASE)
_NUMBER = re.compile(r"^(?:some |about |more than |at least )?[\d,.]+ (?:hundred |thousand |million )?")
_PARTICLES = frozenset({"al", "el", "bin", "ibn", "van", "von", "de", "da", "di", "der", "la", "le"})
_BODY_OFFICES = {
    "secretary-general": ("org:un", "secretary-general"),
    "high representative": ("org:eu", "high representative"),
    "commission president": ("org:eu", "commission president"),
    "council president": ("org:eu", "council president"),
    "pope": ("VAT", "pope"),
}


def link(phrase: ActorPhrase, registry: Registry, at: datetime | date | None) -> Actor:
    """The actor that a phrase names, by what the registry knew of at that time (None: at the latest).

    What it does not know gets a key of its own that depends on nothing but the phrase.
    """
    day = day_of(at)
    key = (phrase.name, phrase.text, phrase.kind, phrase.office, phrase.country, day)
    found = registry.linked.get(key)
    if found is None:
        found = registry.remember(key, _resolve(phrase, registry, day))
    return found if found.role is phrase.role else replace(found, role=phrase.role)


def reports_of(
    article: Article, extraction: Extraction, registry: Registry, copy_group: str, story: str | None = None
) -> list[Report]:
    """The mentions of an article with their actors linked, in order of the text."""
    wording = frozenset(word for mention in extraction.mentions for word in mention.wording)
    return [
        Report(
            key=key,
            mention=mention,
            actors=tuple(link(phrase, registry, article.published_at) for phrase in mention.actors),
            article_url=article.url,
            outlet=article.outlet,
            published_at=article.published_at,
            copy_group=copy_group,
            story=story,
            title=article.title,
            place=mention.place,
            article_wording=wording,
        )
        for key, mention in zip(report_keys(article.url, extraction), extraction.mentions, strict=True)
    ]


def report_keys(url: str, extraction: Extraction) -> list[str]:
    """Keys of an article's mentions across runs: address, place in the text, type, and a count where these repeat."""
    seen: Counter[str] = Counter()
    keys = []
    for mention in extraction.mentions:
        key = f"{url}#{mention.start}-{mention.end}:{mention.type.value}"
        seen[key] += 1
        keys.append(key if seen[key] == 1 else f"{key}:{seen[key]}")
    return keys


def _resolve(phrase: ActorPhrase, registry: Registry, day: date | None) -> Actor:
    name = phrase.name.strip() or phrase.text.strip()
    if not fold(name):
        return Actor("group:unnamed", name, ActorKind.GROUP, phrase.country, Role.PARTICIPANT)
    if phrase.kind is not ActorKind.PERSON:
        found = _body_or_state(name, phrase, registry)
        if found is not None:
            return found
    if phrase.kind in {ActorKind.PERSON, None} or phrase.office:
        found = _person(name, phrase, registry, day)
        if found is not None:
            return found
    country = phrase.country or country_within(name)
    organ = _organ(name, country, phrase.kind, registry)
    if organ is not None:
        return organ
    return _unknown(name, phrase, country)


def _body_or_state(name: str, phrase: ActorPhrase, registry: Registry) -> Actor | None:
    """A body or armed group of the seeds, or a state by any of its names."""
    entity = registry.named(name)
    if entity is not None and entity.kind not in {ActorKind.PERSON, ActorKind.STATE}:
        if fold(name) == "brussels" and phrase.country == "BEL":
            return _state("BEL")
        return _known(entity, None, None)
    if entity is None and phrase.kind is ActorKind.ARMED_GROUP and phrase.text != name:
        entity = registry.named(phrase.text)
        if entity is not None and entity.kind is ActorKind.ARMED_GROUP:
            return _known(entity, None, None)
    code = country_of(_NUMBER.sub("", name))
    if code is not None and not (phrase.kind is ActorKind.GROUP and is_demonym(name)):
        return _state(code)
    country = phrase.country or country_within(name)
    if country and (governs(head_noun(name)) or governs(fold(name).split(" ")[-1])):
        return _state(country)
    if country is None and (led := _government_of(name, registry)):
        return _state(led)
    if phrase.kind is ActorKind.STATE and country:
        return _state(country)
    return None


def _government_of(name: str, registry: Registry) -> str | None:
    """The country of a government that is named for who leads it ("the Obama administration")."""
    words = name.replace("'s", "").replace("’s", "").split()
    if len(words) < 2 or not governs(fold(words[-1])) or not words[-2][:1].isupper():
        return None
    leader = registry.by_surname(words[-2], None, None, None)
    return leader.country if leader else None


def _state(code: str) -> Actor:
    return Actor(f"state:{code}", country_name(code), ActorKind.STATE, code, Role.PARTICIPANT)


def _known(entity: Entity, office: str | None, stands_for: str | None) -> Actor:
    return Actor(
        entity.key, entity.name, entity.kind, entity.country, Role.PARTICIPANT, office, stands_for or entity.stands_for
    )


@lru_cache(maxsize=16384)
def _bare(name: str) -> str:
    """A person's name without what stands before it: "Gen Abdel Fattah al-Burhan", "the US president, Donald Trump"."""
    words = name.replace("’", "'").replace(",", " ").split()
    while len(words) > 1 and (
        fold(words[0]) in lists().honorifics or not words[0][:1].isupper() or _is_owner(words[0])
    ):
        if words[0][:1].islower() and words[0].lower().split("-")[0] in {
            "al",
            "el",
            "bin",
            "ibn",
            "de",
            "van",
            "von",
            "da",
            "di",
        }:
            break
        words = words[1:]
    return re.sub(r"'s?$", "", " ".join(words))


def _names_organisation(name: str) -> bool:
    return not lists().organisation_words.isdisjoint(fold(name).split())


def _is_owner(word: str) -> bool:
    """Whether a word before a name says whose it is ("French", "China's")."""
    return is_demonym(word) or (word.endswith(("'s", "s'")) and country_of(word) is not None)


@lru_cache(maxsize=16384)
def _is_title(name: str) -> bool:
    """Whether a phrase only names an office ("the French president", "Russia's foreign minister")."""
    text = re.sub(r"'s?\b", "", name.replace("’", "'"))
    words = [word.strip(',.;:()"') for word in text.split()]
    kept = [
        word
        for word in words
        if word
        and fold(word) not in lists().office_words
        and not all(p in lists().office_words for p in fold(word).split())
    ]
    if not kept:
        return True
    joined = " ".join(kept)
    return country_of(joined) is not None or all(country_of(word) is not None or word.islower() for word in kept)


def _person(name: str, phrase: ActorPhrase, registry: Registry, day: date | None) -> Actor | None:
    title = _is_title(name)
    if title:
        return _office_holder(name, phrase, registry, day)
    if _starts_common(name) and not phrase.office:
        return None  # "one man"
    if phrase.kind is None and _names_organisation(name):
        return None
    bare = _bare(name)
    if not fold(bare):
        bare = name
    if not bare[:1].isupper() and phrase.kind is None:
        return None
    if bare.islower():  # "a man", "the gunman": nobody in particular
        return _office_holder(name, phrase, registry, day) if phrase.office else None
    entity = registry.named(name) or registry.named(bare)
    if entity is not None and entity.kind is not ActorKind.PERSON and phrase.kind is ActorKind.PERSON:
        entity = None
    if entity is None:
        entity = _last_words(bare, registry)
    if entity is None and " " not in fold(bare):
        entity = registry.by_surname(bare, day, phrase.country, phrase.office)
    if entity is None and bare.lower().split(" ")[0].split("-")[0] in {
        "al",
        "el",
        "bin",
        "von",
        "van",
        "de",
        "della",
        "di",
    }:
        entity = registry.by_surname(bare, day, phrase.country, phrase.office)
    if entity is not None and entity.kind is ActorKind.PERSON:
        return _seeded(entity, phrase, day)
    if entity is not None:
        return _known(entity, None, None)
    if phrase.kind is None and registry.learned(bare, day) is None and find_place(bare) is not None:
        return None  # a town; what it does here is for those who read the sentence to say
    return _learned(bare, phrase, registry, day)


def _last_words(bare: str, registry: Registry) -> Entity | None:
    """A known person whose name ends a longer run of words ("Democratic President-elect Barack Obama")."""
    words = bare.split()
    for size in (3, 2):
        if len(words) > size:
            entity = registry.named(" ".join(words[-size:]))
            if entity is not None and entity.kind is ActorKind.PERSON:
                return entity
    return None


def _seeded(person: Entity, phrase: ActorPhrase, day: date | None) -> Actor:
    tenure = person.tenure_at(day)
    office = phrase.office or (tenure.office if tenure else None)
    stands_for = tenure.stands_for if tenure and not is_former(phrase.text) else None
    country = tenure.of if tenure and ":" not in tenure.of else person.country or phrase.country
    home = phrase.country or (None if person.tenures else person.country)
    if stands_for is None and home and speaks_for_state(phrase.office) and not is_former(phrase.text):
        stands_for = f"state:{home}"
    return Actor(person.key, person.name, ActorKind.PERSON, country, Role.PARTICIPANT, office, stands_for)


def _learned(bare: str, phrase: ActorPhrase, registry: Registry, day: date | None) -> Actor:
    """A person whom only articles know: by the full name, else by the surname and the country that the text gives."""
    name = bare
    if " " not in fold(bare):
        name = registry.learned_full_name(bare, phrase.country) or bare
    told = registry.learned(name, day)
    country = phrase.country or registry.learned_country(name, day)
    office = phrase.office or (told.office if told else None)
    stands_for = f"state:{country}" if country and speaks_for_state(office) and not is_former(phrase.text) else None
    key = f"person:{slug(name)}"
    if " " not in fold(name) and country:
        key += f"@{country}"
    return Actor(key, name, ActorKind.PERSON, country, Role.PARTICIPANT, office, stands_for)


def _office_holder(name: str, phrase: ActorPhrase, registry: Registry, day: date | None) -> Actor | None:
    """Who held the office that a title names at the time, else the office itself, without a person."""
    title = phrase.office or name
    office = canonical_office(title)
    if not phrase.office and not is_office(name):
        return None  # "a British officer" is one of many
    folded = fold(f"{name} {title}")
    of = next((key for body, key in _BODIES.items() if re.search(rf"\b{body}\b", folded)), None)
    country = phrase.country or country_within(name) or (country_within(phrase.text) if phrase.text != name else None)
    if of is None and country is None and office in _BODY_OFFICES:
        of = _BODY_OFFICES[office][0]
    where = of or country
    if where is None:
        if not phrase.office or _INDEFINITE.match(name):
            return None
        return Actor(f"office:{slug(office) or 'unnamed'}", name, ActorKind.PERSON, None, Role.PARTICIPANT, office)
    if is_former(name) or is_former(phrase.text):
        return Actor(f"office:{where}:former {office}", name, ActorKind.PERSON, country, Role.PARTICIPANT, office)
    many = ":" in where and office in lists().offices_of_many - {"leader"}  # the UN has an envoy for each of many wars
    holder = None if many else registry.holder(title, where, day)
    state = where if ":" in where else f"state:{where}"
    stands_for = state if ":" in where or speaks_for_state(title) else None
    if isinstance(holder, Entity):
        return Actor(holder.key, holder.name, ActorKind.PERSON, holder.country, Role.PARTICIPANT, office, stands_for)
    if holder is not None:
        return Actor(
            f"person:{slug(holder.name)}", holder.name, ActorKind.PERSON, country, Role.PARTICIPANT, office, stands_for
        )
    return Actor(f"office:{where}:{office}", name, ActorKind.PERSON, country, Role.PARTICIPANT, office, stands_for)


def _organ(name: str, country: str | None, kind: ActorKind | None, registry: Registry) -> Actor | None:
    """An organ of a state by its kind ("the Israeli army"), which acts for it."""
    if country is None or kind is ActorKind.GROUP:
        return None
    organ = organ_of(name)
    if organ is None:
        return None
    for demonym in countries()[country].demonyms[:1] if country in countries() else ():
        entity = registry.named(f"{demonym} {organ}")  # "the army" of Sudan is the one that the seeds know
        if entity is not None and entity.country == country:
            return _known(entity, None, None)
    return Actor(
        f"body:{country}:{organ}",
        f"{country_name(country)}: {organ}",
        ActorKind.ORGANISATION,
        country,
        Role.PARTICIPANT,
        None,
        f"state:{country}",
    )


def _unknown(name: str, phrase: ActorPhrase, country: str | None) -> Actor:
    kind = phrase.kind
    # Where it begins a sentence, its capital says nothing: "The police", "Police".
    common = name.islower() or _starts_common(name) or (" " not in name and organ_of(name) is not None)
    noun = head_noun(name)
    at = f"@{country}" if country else ""
    if common or kind is ActorKind.GROUP:
        stands_for = (
            f"state:{country}" if country and acts_for_state(noun) and kind is not ActorKind.ARMED_GROUP else None
        )
        return Actor(
            f"group:{noun or slug(name)}{at}",
            name,
            kind or ActorKind.GROUP,
            country,
            Role.PARTICIPANT,
            phrase.office,
            stands_for,
        )
    if kind is None:
        kind = ActorKind.ORGANISATION
    prefix = {
        ActorKind.ARMED_GROUP: "armed",
        ActorKind.ORGANISATION: "org",
        ActorKind.PERSON: "person",
        ActorKind.STATE: "org",
    }[kind]
    if kind is ActorKind.STATE:
        kind = ActorKind.ORGANISATION
    return Actor(f"{prefix}:{slug(name)}", name, kind, country, Role.PARTICIPANT, phrase.office)


@lru_cache(maxsize=16384)
def _starts_common(name: str) -> bool:
    """Whether a phrase ends in a common noun, whatever stands before it ("French trade unions", "a European official")."""
    words = [w.strip(",.;:()\"'") for w in name.replace("’s", "").replace("'s", "").split()]
    words = [w for w in words if w]
    return len(words) > 1 and words[-1][:1].islower() and words[-1].lower().split("-")[0] not in _PARTICLES
