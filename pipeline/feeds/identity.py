"""Which entry is which, from one poll to the next.

An entry is told by its guid where that is its own; by guid and link where one guid stands on several entries; by its
link where it has no guid; by a hash of title and date (else text) where it has neither. A feed that makes new guids
on each poll is noticed by the links, which stay: the entry keeps its old key. A guid that comes back on another link
under another title is another entry.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.feeds.entries import Entry, bounded_key, digest


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


def keys_of(entries: Sequence[Entry]) -> list[str]:
    """Return the key of each entry within its document; the same entry gets the same key on every poll."""
    guid_links: dict[str, set[str]] = {}
    link_titles: dict[str, set[str]] = {}
    for entry in entries:
        if entry.guid:
            guid_links.setdefault(entry.guid, set()).add(entry.link or entry.title)
        elif entry.link:
            link_titles.setdefault(entry.link, set()).add(entry.title)
    keys = []
    for entry in entries:
        if entry.guid:
            shared = len(guid_links[entry.guid]) > 1
            key = f"{entry.guid} {entry.link or entry.title}" if shared else entry.guid
        elif entry.link:
            shared = len(link_titles[entry.link]) > 1
            key = f"{entry.link} {entry.title}" if shared else entry.link
        else:
            day = entry.published_at.isoformat() if entry.published_at else entry.content
            key = f"hash:{digest(entry.title, day)}"
        keys.append(bounded_key(key))
    return keys


def match(entries: Sequence[Entry], known: Iterable[Known]) -> list[Seen]:
    """Return the entries of a poll, each once, told apart from those on record."""
    on_record = list(known)
    by_key = {sighting.key: sighting for sighting in on_record}
    by_link = {sighting.link: sighting for sighting in on_record if sighting.link}
    links = Counter(entry.link for entry in entries)
    seen: dict[str, Seen] = {}
    for entry, key in zip(entries, keys_of(entries), strict=True):
        old = by_key.get(key)
        if old is not None and _is_another(old, entry):
            key = bounded_key(f"{entry.guid or ''} {entry.link}")
            old = by_key.get(key)
        if old is None and entry.link and links[entry.link] == 1:
            old = by_link.get(entry.link)
            key = old.key if old is not None else key
        if key not in seen:
            changed = old is not None and old.content_hash != entry.content_hash
            seen[key] = Seen(entry, key, is_new=old is None, changed=changed)
    return list(seen.values())


def _is_another(old: Known, entry: Entry) -> bool:
    return bool(old.link and entry.link and old.link != entry.link and old.title != entry.title)
