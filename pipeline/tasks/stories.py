"""Give articles and events their stories, and stories their titles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pipeline.domain.article import Article
from pipeline.resolution import (
    Telling,
    assign_ids,
    followed,
    likeness,
    story_keys,
    story_window,
    telling,
    undated_stories,
)
from pipeline.resolution.weights import story_weights
from pipeline.store import Connection, Database

BATCH_SIZE = 200
MOST_NEAR = 40  # candidates of one article, the nearest in time
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

    def near(self, article_id: int) -> list[int]:
        """Articles that this one may follow or be followed by."""
        told = self.told[article_id]
        return self.read(
            row["article_id"]
            for row in self.queries.near_articles(
                self.connection,
                story_keys=sorted(story_window(told)),
                article_id=article_id,
                published_at=told.published_at,
                days=int(story_weights()["most_days"]),
                most=MOST_NEAR,
            )
        )


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
    with database.transaction() as connection:
        queries.lock_resolver(connection)  # it writes events too
        ids = [row["article_id"] for row in queries.ungrouped_articles(connection, batch_size=batch_size)]
        if not ids:
            return Grouped()
        desk = _Desk(connection, queries)
        desk.read(ids)
        readable = [i for i in ids if desk.rows[i]["readable"]]
        queries.put_story_keys(
            connection,
            [
                {"article_id": i, "story_keys": sorted(story_keys(desk.told[i])) if desk.rows[i]["readable"] else []}
                for i in ids
            ],
        )
        follows = _leave(desk, ids) | _follow(desk, ids, readable) | _undated(desk, ids)
        if follows:
            queries.put_follows(
                connection,
                [{"article_id": i, "follows": to, "likeness": alike} for i, (to, alike) in sorted(follows.items())],
            )
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


def _follow(desk: _Desk, ids: Sequence[int], readable: Sequence[int]) -> Follows:
    """Whom these articles take up, and which later ones now take up one of these."""
    following = [row["article_id"] for row in desk.queries.articles_that_follow(desk.connection, article_ids=list(ids))]
    changed: Follows = {}
    orphaned = [i for i in desk.read(following) if i not in readable and not _still_follows(desk, i, changed)]
    due = [i for i in dict.fromkeys([*readable, *orphaned]) if desk.told[i].published_at]
    by_url = {}
    for i in due:
        near = desk.near(i)
        by_url.update({desk.told[n].url: n for n in near})
        found = followed(desk.told[i], [desk.told[n] for n in near])
        changed[i] = (by_url[found[0]], found[1]) if found else (None, None)
        for later in near:
            if later not in due and desk.told[i].order < desk.told[later].order:
                _take_up(desk, later, i, changed)
    return changed


def _still_follows(desk: _Desk, article_id: int, changed: Follows) -> bool:
    """Whether an article is no less like the one it follows now that that was read anew: nothing else can come between."""
    row = desk.rows[article_id]
    before = row["follows"]
    if not desk.rows[before]["readable"] or row["likeness"] is None:
        return False
    alike = likeness(desk.told[before], desk.told[article_id])
    if alike < row["likeness"] or desk.told[article_id].order < desk.told[before].order:
        return False
    if alike > row["likeness"]:
        changed[article_id] = (before, alike)
    return True


def _take_up(desk: _Desk, later: int, earlier: int, changed: Follows) -> None:
    """Let a later article take up an earlier one if it is more like it than what it took up before."""
    row = desk.rows[later]
    known, alike = changed.get(later, (row["follows"], row["likeness"]))
    now_alike = likeness(desk.told[earlier], desk.told[later])
    if now_alike < story_weights()["follows"] or (alike is not None and now_alike < alike):
        return
    if known is not None and now_alike == alike:
        desk.read([known])
        if desk.told[known].order <= desk.told[earlier].order:
            return
    changed[later] = (earlier, now_alike)


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
    """Write the stories of all articles whose story may have changed; the ids of the stories concerned."""
    connection, queries = desk.connection, desk.queries
    touched = desk.read({*ids, *follows, *(to for to, _ in follows.values() if to is not None)})
    stories = {desk.rows[i]["story_id"] for i in touched} - {None}
    members = list(queries.members_of_stories(connection, story_ids=sorted(stories), article_ids=touched))
    old: dict[int, set[str]] = defaultdict(set)
    for row in members:
        if row["story_id"] is not None:
            old[row["story_id"]].add(str(row["article_id"]))
    gone = {i for i in ids if not desk.rows[i]["readable"]}
    clusters = _trees({row["article_id"]: row["follows"] for row in members if row["article_id"] not in gone})
    assigned = assign_ids(
        {str(story): frozenset(old[story]) for story in sorted(old)},
        [frozenset(map(str, cluster)) for cluster in clusters],
    )
    was = {row["article_id"]: row["story_id"] for row in members}
    changed: list[dict[str, int | None]] = [{"article_id": i, "story_id": None} for i in sorted(gone)]
    for name, cluster in zip(assigned.ids, clusters, strict=True):
        story = int(name) if name is not None else queries.new_story_id(connection, now=now)
        stories.add(story)
        changed += [{"article_id": i, "story_id": story} for i in cluster if was[i] != story]
    if changed:
        queries.put_article_stories(connection, changed)
    moved = sorted({*ids, *(int(row["article_id"] or 0) for row in changed)})
    events = [row["event_id"] for row in queries.events_in_articles(connection, article_ids=moved)]
    place_events(connection, queries, events, now, left=stories)
    queries.drop_bare_stories(connection, story_ids=sorted(stories))
    queries.touch_stories(connection, story_ids=sorted(stories), now=now)
    return stories


def _trees(follows: Mapping[int, int | None]) -> list[list[int]]:
    """Articles that hang together, each tree in the order given."""
    roots: dict[int, int] = {}

    def root(i: int) -> int:
        path = []
        while i not in roots:
            path.append(i)
            before = follows[i]
            if before is None or before not in follows:
                roots[i] = i
            else:
                i = before
        for each in path:
            roots[each] = roots[i]
        return roots[i]

    trees: dict[int, list[int]] = {}
    for i in follows:
        trees.setdefault(root(i), []).append(i)
    return list(trees.values())


def _article(row: Mapping[str, Any]) -> Article:
    return Article(row["url"], row["title"], row["text"], row["published_at"], "")
