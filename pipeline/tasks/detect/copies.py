"""Groups of near-copies, as they stand in the tables: all articles of a group count as one report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any

from pipeline.articles.fingerprints import MOST_ALIKE, Copies, Order, bands, order_of
from pipeline.store import Connection
from pipeline.store.database import as_json


def group_copies(connection: Connection, queries: Any, article_ids: Collection[int]) -> None:
    """Put those of some articles that were read since into their groups of near-copies; the resolver's lock must be held.

    A group is made anew where one of its articles was read anew or stands no more. Articles that count as one report with others
    than before have their mentions placed again.
    """
    due = {row["article_id"]: row for row in queries.articles_to_compare(connection, article_ids=list(article_ids))}
    if not due:
        return
    signed = {article_id: bytes(row["signature"]) for article_id, row in due.items() if row["signature"]}
    entries = [(band, article_id) for article_id, signature in signed.items() for band in bands(signature)]
    asked = ",".join({str(band) for band, _ in entries})
    alike = list(queries.articles_alike(connection, bands=asked, article_ids=list(due), most=MOST_ALIKE))
    copies = Copies[int]()
    for row in alike:
        first = order_of(row["first_at"], row["first_url"])
        copies.know(row["article_id"], bytes(row["signature"]), _order(row), row["copy_group"], first)
    for article_id, signature in signed.items():
        copies.add(article_id, signature, _order(due[article_id]))
    queries.put_article_bands(
        connection,
        bands=",".join(str(band) for band, _ in entries),
        article_ids=",".join(str(article_id) for _, article_id in entries),
    )
    group_of = {article_id: copies.group(article_id) for article_id in due}
    found = [{"article_id": i, "copy_of": group if group != i else None} for i, group in group_of.items()]
    queries.put_copies(connection, copies=as_json(found))
    standing = {row["copy_group"] for row in alike} - due.keys()
    joined = [{"copy_group": group, "joins": to} for group in standing if (to := copies.group(group)) != group]
    moved = list(queries.join_copies(connection, joined=as_json(joined))) if joined else []
    # By what name they were counted, and are now; whoever was read since is placed in any case.
    named = {
        article_id: (row["copy_group"], group_of[article_id]) for article_id, row in due.items() if row["compared"]
    }
    pairs = {*named.values(), *((group, copies.group(group)) for group in standing)}
    named |= {row["article_id"]: (row["copy_group"], copies.group(row["copy_group"])) for row in moved}
    before, now = Counter(old for old, _ in pairs), Counter(new for _, new in pairs)
    # A group that has another name as a whole is the same one.
    parted = [i for i, (old, new) in named.items() if old != new and (before[old] > 1 or now[new] > 1)]
    if parted:
        queries.renew_articles(connection, article_ids=parted)


def _order(row: Mapping[str, Any]) -> Order:
    return order_of(row["published_at"], row["url"])
