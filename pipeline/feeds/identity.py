"""Which entry is which, from one poll to the next.

Feeds differ in what can be trusted: some give each entry a guid of its own, some one guid to many, some new ones on each
poll, some none. So a rule is chosen for each feed by what it has been seen to do (`judge`), is kept with its evidence, and
gives its entries their keys (`keys_of`). An entry that is on record under another key keeps that (`match`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.domain.vocabulary import IdentityRule
from pipeline.feeds.entries import Entry, bounded_key, digest

# From the most trusting on; a feed once seen to break a rule is not trusted with it again.
_DEPTH = {
    IdentityRule.TITLE_AND_DATE: -1,  # chosen by a document without guids and links; a better one may follow
    IdentityRule.GUID: 0,
    IdentityRule.GUID_AND_LINK: 1,
    IdentityRule.LINK: 2,
    IdentityRule.LINK_AND_TITLE: 3,
}
_BY_GUID = frozenset({IdentityRule.GUID, IdentityRule.GUID_AND_LINK})


@dataclass(frozen=True, slots=True)
class Identity:
    """By what a feed's entries are told apart, and the evidence for it in words."""

    rule: IdentityRule = IdentityRule.GUID
    because: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """A sighting on record."""

    key: str
    link: str | None
    title: str
    content_hash: str


@dataclass(frozen=True, slots=True)
class Seen:
    """An entry under its key. `changed` says that one on record now has other words."""

    entry: Entry
    key: str
    is_new: bool
    changed: bool


def judge(entries: Sequence[Entry], known: Iterable[Known], current: Identity | None = None) -> Identity:
    """Return the rule for a feed after a poll: what it shows now, and what has become of the entries on record."""
    if not entries:
        return current or Identity()
    on_record = list(known)
    by_key = {sighting.key: sighting for sighting in on_record}
    by_link = {sighting.link: sighting for sighting in on_record if sighting.link}
    found = _of_document(entries)
    if found.rule in _BY_GUID:
        found = _of_history(entries, by_key, by_link, found)
    if current is not None and _DEPTH[current.rule] >= _DEPTH[found.rule]:
        return current if current.because else Identity(current.rule, found.because)
    return found


def _of_document(entries: Sequence[Entry]) -> Identity:
    total = len(entries)
    with_guid = sum(1 for entry in entries if entry.guid)
    if 2 * with_guid >= total:
        shared = sum(len(uses) > 1 for uses in _uses_of_guids(entries).values())
        if shared:
            return Identity(IdentityRule.GUID_AND_LINK, f"{shared} guids stand for several entries each")
        return Identity(IdentityRule.GUID, f"{with_guid} of {total} entries have a guid of their own")
    if 2 * sum(1 for entry in entries if entry.link) < total:
        return Identity(IdentityRule.TITLE_AND_DATE, "most entries have neither guid nor link")
    shared = sum(len(titles) > 1 for titles in _titles_of_links(entries, IdentityRule.LINK).values())
    if shared:
        return Identity(IdentityRule.LINK_AND_TITLE, f"no guids, and {shared} links stand for several entries each")
    return Identity(IdentityRule.LINK, f"{total - with_guid} of {total} entries have no guid")


def _of_history(
    entries: Sequence[Entry], by_key: Mapping[str, Known], by_link: Mapping[str, Known], found: Identity
) -> Identity:
    """What entries on record do to a rule by guids: links that came back under new guids, guids under new links."""
    keys = keys_of(entries, found.rule)
    met = [
        (entry, key, by_link[entry.link])
        for entry, key in zip(entries, keys, strict=True)
        if entry.guid and entry.link and entry.link in by_link
    ]
    renamed = sum(
        key not in by_key and bounded_key(entry.guid or "") not in by_key and old.key != entry.link
        for entry, key, old in met
    )
    if renamed >= 2 and 2 * renamed >= len(met):
        return Identity(IdentityRule.LINK, f"{renamed} of {len(met)} entries on record came back under new guids")
    reused = sum(
        _is_another(by_key[key], entry) for entry in entries if (key := bounded_key(entry.guid or "")) in by_key
    )
    if reused and found.rule is IdentityRule.GUID:
        return Identity(IdentityRule.GUID_AND_LINK, f"{reused} guids came back for other articles")
    return found


def keys_of(entries: Sequence[Entry], rule: IdentityRule) -> list[str]:
    """Return the key of each entry within its document; the same entry gets the same key on every poll.

    An entry that lacks what the rule asks for is told by the next best: link, else title and date.
    """
    titles = _titles_of_links(entries, rule)
    return [bounded_key(_key(entry, rule, titles)) for entry in entries]


def _key(entry: Entry, rule: IdentityRule, titles: Mapping[str, set[str]]) -> str:
    if entry.guid and rule in _BY_GUID:
        return entry.guid if rule is IdentityRule.GUID else f"{entry.guid} {entry.link or entry.title}"
    if entry.link:
        shared = rule is IdentityRule.LINK_AND_TITLE or len(titles.get(entry.link, ())) > 1
        return f"{entry.link} {entry.title}" if shared else entry.link
    day = entry.published_at.isoformat() if entry.published_at else entry.content
    return f"hash:{digest(entry.title, day)}"


def lookups(entries: Sequence[Entry], rule: IdentityRule) -> list[str]:
    """Return the keys under which entries may be on record: by the rule, and by the guid alone."""
    return sorted({*keys_of(entries, rule), *(bounded_key(entry.guid) for entry in entries if entry.guid)})


def match(entries: Sequence[Entry], known: Iterable[Known], rule: IdentityRule) -> list[Seen]:
    """Return the entries of a poll, each once, told apart from those on record."""
    on_record = list(known)
    by_key = {sighting.key: sighting for sighting in on_record}
    by_link = {sighting.link: sighting for sighting in on_record if sighting.link}
    links = Counter(entry.link for entry in entries)
    seen: dict[str, Seen] = {}
    for entry, key in zip(entries, keys_of(entries, rule), strict=True):
        old = by_key.get(key)
        if old is None and entry.guid and (same := by_key.get(bounded_key(entry.guid))) and _agree(same, entry):
            old = same
        if old is None and entry.link and links[entry.link] == 1 and (same := by_link.get(entry.link)):
            old = same if rule is not IdentityRule.LINK_AND_TITLE or same.title == entry.title else None
        key = old.key if old is not None else key
        if key not in seen:
            changed = old is not None and old.content_hash != entry.content_hash
            seen[key] = Seen(entry, key, is_new=old is None, changed=changed)
    return list(seen.values())


def _agree(old: Known, entry: Entry) -> bool:
    return old.link == entry.link if old.link and entry.link else old.title == entry.title


def _is_another(old: Known, entry: Entry) -> bool:
    return bool(old.link and entry.link and old.link != entry.link and old.title != entry.title)


def _uses_of_guids(entries: Sequence[Entry]) -> dict[str, set[str]]:
    uses: dict[str, set[str]] = {}
    for entry in entries:
        if entry.guid:
            uses.setdefault(entry.guid, set()).add(entry.link or entry.title)
    return uses


def _titles_of_links(entries: Sequence[Entry], rule: IdentityRule) -> dict[str, set[str]]:
    """The titles under each link, of the entries that a rule tells by their links."""
    titles: dict[str, set[str]] = {}
    for entry in entries:
        if entry.link and not (entry.guid and rule in _BY_GUID):
            titles.setdefault(entry.link, set()).add(entry.title)
    return titles
