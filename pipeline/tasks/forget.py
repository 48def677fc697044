"""Forgetting a person: the name goes out of all that was read, and out of all that is read from then on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from pipeline.articles.fingerprints import signature
from pipeline.articles.forgetting import (
    FEWEST_WORDS,
    INSTEAD,
    MOST_BETWEEN,
    digest,
    forgotten,
    surname_alone,
    words_of,
)
from pipeline.errors import BadInputError
from pipeline.gazetteer.registry import load_seeds
from pipeline.store import Connection, Database

Clock = Callable[[], datetime]


def traces(database: Database, name: str) -> dict[str, int]:
    """Where a person's name stands, as table.column, and in how many rows. Raises BadInputError where it is no such name."""
    _check(name)
    with database.transaction() as connection:
        rows = database.queries.traces_of(connection, pattern=_pattern(name))
        return {row["place"]: row["times"] for row in rows}


def forget_person(database: Database, name: str, *, made_by: str, reason: str, now: Clock) -> int:
    """Forget a person; return how many articles are read anew for it.

    The texts lose the name first, so that whatever is derived from them does; then the log's own past is cleared. Where it is cut
    off, a second call goes on. Raises BadInputError where the name cannot be forgotten.
    """
    from pipeline.tasks.detect.stage import detect

    _check(name)
    if all(word in words_of(f"{made_by} {reason}") for word in words_of(name)):
        raise BadInputError("the name itself must not stand in the record of who forgot it and why")
    with database.transaction() as connection:
        queries = database.queries
        queries.lock_resolver(connection)
        words = words_of(name)
        queries.put_forgotten_person(
            connection, words=len(words), name_digest=digest(words), reason=reason, made_by=made_by, now=now()
        )
        list(queries.let_forget(connection))
        articles = list(queries.articles_naming(connection, pattern=_pattern(name)))
        for article in articles:
            _rewrite(connection, queries, article, name)
        queries.forget_facts(connection, pattern=_pattern(name))
        queries.forget_search_words(connection, name=name)
        queries.next_registry_version(connection)  # a resolver at work forgets what it has read
    detect(database, now=now)
    with database.transaction() as connection:
        queries.lock_resolver(connection)
        queries.drop_actors_named(connection, pattern=_pattern(name))
        queries.forget_words(connection, pattern=_pattern(name), instead=INSTEAD)
    return len(articles)


def _check(name: str) -> None:
    if len(words_of(name)) < FEWEST_WORDS:
        raise BadInputError("a person is named by two words at least; one alone would take others along")
    if load_seeds().named(name) is not None:
        raise BadInputError(
            f"{name} is known from the list of office holders that comes with Wirewatch (seeds/gazetteer/holders.csv):"
            " what they do in office is what it is for; take the line out there first"
        )


def _pattern(name: str) -> str:
    """A regular expression of PostgreSQL for the name: its words, whatever few characters stand between them."""
    between = f"[^[:alnum:]]{{1,{MOST_BETWEEN}}}"
    return rf"\m{between.join(words_of(name))}\M"


def _rewrite(connection: Connection, queries: Any, article: Mapping[str, Any], name: str) -> None:
    """Take a name out of an article's words, wherever they are kept; there the last name alone goes too."""
    person, article_id = forgotten([name]), article["article_id"]

    def without(text: str | None) -> str | None:
        return text if text is None else surname_alone(person.without(text), name)

    text = without(article["text"])
    queries.rewrite_article(
        connection,
        article_id=article_id,
        title=without(article["title"]),
        text=text,
        author=without(article["author"]),
        signature=signature(text) if text else None,
    )
    for row in list(queries.revisions_of(connection, article_id=article_id)):
        words = {"title": without(row["title"]), "text": without(row["text"])}
        queries.rewrite_revision(connection, article_id=article_id, revision=row["revision"], **words)
    for row in list(queries.sightings_of(connection, article_id=article_id)):
        words = {"title": without(row["title"]), "content": without(row["content"])}
        queries.rewrite_sighting(connection, feed_id=row["feed_id"], entry_key=row["entry_key"], **words)
    rewrite = {
        "mentions": lambda row: queries.rewrite_quote_of_mention(
            connection,
            id=row["id"],
            quote=row["quote"],
            words=[part for word in words_of(name) for part in word.split("-")],
        ),
        "developments": lambda row: queries.rewrite_quote_of_development(connection, id=row["id"], quote=row["quote"]),
        "alerts": lambda row: queries.rewrite_message(connection, id=row["id"], quote=row["quote"]),
        "correction_sentences": lambda row: queries.rewrite_quote_of_correction(
            connection, id=row["id"], part=row["part"], ordinal=row["ordinal"], quote=row["quote"]
        ),
    }
    for row in list(queries.quotes_of(connection, article_id=article_id, url=article["url"])):
        quote = without(row["quote"])
        if quote != row["quote"]:
            rewrite[row["place"]]({**row, "quote": quote})
    queries.forget_phrases(
        connection, article_id=article_id, pattern=_pattern(name), surname=words_of(name)[-1], instead=INSTEAD
    )
