"""Give articles and events their stories, and stories their titles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pipeline.domain.article import Article
from pipeline.resolution import MOST_NEAR, NEAR, Telling, followed, story_keys, telling, undated_stories
from pipeline.resolution.weights import story_weights
from pipeline.store import Connection, Database
from pipeline.store.database import as_json
from pipeline.tasks.detect.garbage import uncollected

BATCH_SIZE = 500  # whoever looks back at one of these is looked at again once a batch, not once an article
MOST_TEXT = 8_000_000  # bytes of a batch: some of the longest articles
MOST_UNDATED = 2000  # articles without a date, which are compared all with all


@dataclass(frozen=True, slots=True)
class Grouped:
    """What a batch came to: articles given a story, and stories that changed."""

    articles: int = 0
    stories: int = 0

    def __add__(self, other: Grouped) -> Grouped:
        return Grouped(self.articles + other.articles, self.stories + other.stories)


@dataclass(slots=True)
class _Desk:
    """Articles read so far within one transaction, by id."""

    connection: Connection
    queries: Any
    rows: dict[int, dict[str, Any]] = field(default_factory=dict)
    told: dict[int, Telling] = field(default_factory=dict)

    def read(self, ids: Iterable[int]) -> list[int]:
        """Load what is not loaded yet; the ids in the order given."""
        wanted = list(ids)
        missing = sorted(set(wanted) - self.rows.keys())
        if missing:
            for row in self.queries.articles_to_group(self.connection, article_ids=missing):
                self.rows[row["article_id"]] = row
                self.told[row["article_id"]] = telling(_article(row))
        return wanted

    def before(self, ids: Iterable[int]) -> dict[int, list[int]]:
        """For each article with a date, those that it may follow, read."""
        found: dict[int, list[int]] = {i: [] for i in ids}
        rows = self.queries.articles_before(
            self.connection, article_ids=list(found), days=_days(), near=NEAR, most=MOST_NEAR
        )
        for row in rows:
            found[row["article_id"]].append(row["before_id"])
        self.read(i for near in found.values() for i in near)
        return found

    def after(self, ids: Iterable[int]) -> set[int]:
        """Articles that look back at one of these."""
        rows = self.queries.articles_after(self.connection, article_ids=list(ids), days=_days(), near=NEAR)
        return {row["article_id"] for row in rows}


def _days() -> int:
    return int(story_weights()["most_days"])


def group_all(database: Database, now: datetime) -> Grouped:
    """Give a story to every article that waits for one."""
    total = Grouped()
    while (batch := group_batch(database, now)).articles:
        total += batch
    return total


def group_batch(database: Database, now: datetime, *, batch_size: int = BATCH_SIZE) -> Grouped:
    """Give up to `batch_size` articles their story in one transaction, looking only at those near them.

    The stories that result depend on no order of arrival, their ids aside.
    """
    queries = database.queries
    with uncollected(), database.transaction() as connection:
        queries.lock_resolver(connection)  # it writes events too
        waiting = queries.ungrouped_articles(connection, batch_size=batch_size, most_text=MOST_TEXT)
        ids = [row["article_id"] for row in waiting]
        if not ids:
            return Grouped()
        desk = _Desk(connection, queries)
        desk.read(ids)
        readable = [i for i in ids if desk.rows[i]["readable"]]
        shaken = desk.after(ids)  # of what these were
        queries.drop_story_keys(connection, article_ids=ids)
        keys = [
            {"article_id": i, "story_keys": sorted(story_keys(desk.told[i])) if desk.rows[i]["readable"] else []}
            for i in ids
        ]
        queries.put_story_keys(connection, keys=as_json(keys))
        queries.enter_story_keys(connection, article_ids=readable)
        follows = _leave(desk, ids) | _follow(desk, ids, readable, shaken) | _undated(desk, ids)
        if follows:
            rows = [{"article_id": i, "follows": to, "likeness": alike} for i, (to, alike) in sorted(follows.items())]
            queries.put_follows(connection, following=as_json(rows))
        stories = _regroup(desk, ids, follows, now)
        queries.finish_grouping(connection, article_ids=ids)
        return Grouped(len(ids), len(stories))


def place_events(
    connection: Connection, queries: Any, event_ids: Sequence[int], now: datetime, *, left: Iterable[int] = ()
) -> None:
    """Give events the story that most of their articles have, and the stories concerned their titles.

    `left` names stories that have lost an event otherwise.
    """
    ids = sorted(event_ids)
    concerned = set(left) | {row["story_id"] for row in queries.stories_of_events(connection, event_ids=ids)}
    queries.put_event_stories(connection, event_ids=ids)
    concerned |= {row["story_id"] for row in queries.stories_of_events(connection, event_ids=ids)}
    if concerned:
        queries.title_stories(connection, story_ids=sorted(concerned), now=now)


Follows = dict[int, tuple[int | None, float | None]]


def _leave(desk: _Desk, ids: Sequence[int]) -> Follows:
    return {i: (None, None) for i in ids if not desk.rows[i]["readable"]}


def _follow(desk: _Desk, ids: Sequence[int], readable: Sequence[int], shaken: set[int]) -> Follows:
    """Whom these articles take up, and whom those that look, or looked, back at one of these."""
    following = {row["article_id"] for row in desk.queries.articles_that_follow(desk.connection, article_ids=list(ids))}
    others = sorted((shaken | following | desk.after(readable)) - set(ids))
    due = [i for i in desk.read([*readable, *others]) if desk.rows[i]["readable"] and desk.told[i].published_at]
    changed: Follows = {}
    for i, near in desk.before(due).items():
        by_url = {desk.told[n].url: n for n in near}
        found = followed(desk.told[i], [desk.told[n] for n in near])
        to, alike = (by_url[found[0]], found[1]) if found else (None, None)
        if i in readable or desk.rows[i]["follows"] != to:
            changed[i] = (to, alike)
    return changed


def _undated(desk: _Desk, ids: Sequence[int]) -> Follows:
    """Articles without a date are grouped anew, all of them, where one comes or goes."""
    if all(desk.told[i].published_at for i in ids):
        return {}
    pile = desk.read(row["article_id"] for row in desk.queries.undated_articles(desk.connection, most=MOST_UNDATED))
    found = undated_stories([_article(desk.rows[i]) for i in pile])
    by_url = {desk.told[i].url: i for i in pile}
    return {
        by_url[url]: (by_url[first] if first != url else None, None)
        for url, first in found.items()
        if desk.rows[by_url[url]]["follows"] != (by_url[first] if first != url else None) or by_url[url] in ids
    }


def _regroup(desk: _Desk, ids: Sequence[int], follows: Follows, now: datetime) -> set[int]:
    """Write the stories of all articles whose story changes; the ids of the stories concerned.

    An article that follows another is of its story, and all that follows it comes along. One that follows none keeps the
    story that it began, or that of one that is no longer read; else it begins one.
    """
    connection, queries = desk.connection, desk.queries
    gone = {i for i in ids if not desk.rows[i]["readable"]}
    desk.read(to for to, _ in follows.values() if to is not None)
    roots = sorted(follows.keys() - gone, key=lambda i: desk.told[i].order)
    hanging: dict[int, list[int]] = defaultdict(list)
    was: dict[int, int | None] = {i: row["story_id"] for i, row in desk.rows.items()}
    for row in queries.articles_that_hang_on(connection, article_ids=roots):
        hanging[row["root_id"]].append(row["article_id"])
        was[row["article_id"]] = row["story_id"]
    story_of = dict(was)
    free = {was[i] for i in gone if desk.rows[i]["follows"] is None} - {None}
    for root in roots:
        to, before = follows[root][0], desk.rows[root]["follows"]
        own = was[root]
        if to is not None:
            story = story_of[to]
        elif own is not None and (before is None or own in free):
            story = own
            free.discard(own)
        else:
            story = queries.new_story_id(connection, now=now)
        story_of |= dict.fromkeys(hanging[root], story)
    changed: list[dict[str, int | None]] = [{"article_id": i, "story_id": None} for i in sorted(gone)]
    changed += [
        {"article_id": i, "story_id": story_of[i]} for own in hanging.values() for i in own if was[i] != story_of[i]
    ]
    if changed:
        queries.put_article_stories(connection, placed=as_json(changed))
    moved = sorted({*ids, *(int(row["article_id"] or 0) for row in changed)})
    stories = {story for i in moved for story in (was[i], story_of[i]) if story is not None}
    events = [row["event_id"] for row in queries.events_in_articles(connection, article_ids=moved)]
    place_events(connection, queries, events, now, left=stories)
    queries.drop_bare_stories(connection, story_ids=sorted(stories))
    queries.touch_stories(connection, story_ids=sorted(stories), now=now)
    return stories


def _article(row: Mapping[str, Any]) -> Article:
    return Article(row["url"], row["title"], row["text"], row["published_at"], "")
