"""A small filled table: two meetings, one that was moved, one long overdue, one merged; with words that attack the page."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from psycopg.types.json import Jsonb

from pipeline.store import Connection, Database

HOSTILE = "</title></q><script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">'\"&{{7*7}}"
HOSTILE_URL = "javascript:document.title='owned'"

MOVED_TEXT = (
    "GENEVA (Lakeside Press) - Envoys of Norland and Sudmark will meet in Geneva on 12 March, both ministries said.\n\n"
    "The meeting had been in the air since the winter."
)
LATER_TEXT = (
    "GENEVA (Lakeside Press) - The chair of the talks was tired.\n\n"
    "The meeting of Norland and Sudmark was moved from 12 March to 19 March, a spokeswoman said on Monday.\n\n"
    "Nobody gave a reason."
)
OTHER_TEXT = "Norland and Sudmark are to meet in Geneva on 19 March, the Sudmark ministry confirmed."


@dataclass(slots=True)
class Wire:
    """Writes rows as the pipeline would, and keeps the ids that tests ask for."""

    connection: Connection
    ids: dict[str, int] = field(default_factory=dict)

    def value(self, statement: str, **values: Any) -> Any:
        """The one value that a statement gives back."""
        row = self.connection.execute(statement.encode(), values).fetchone()
        assert row is not None
        return next(iter(row.values()))

    def outlet(self, name: str) -> int:
        """An outlet."""
        return int(
            self.value(
                "insert into outlets (name) values (%(name)s) on conflict (name) do update set name = excluded.name returning outlet_id",
                name=name,
            )
        )

    def article(self, url: str, outlet: str, text: str, at: datetime, title: str = "Envoys to meet") -> int:
        """An article that has been read."""
        return int(
            self.value(
                "insert into articles (url, outlet_id, title, text, text_from, published_at, published_from, language, state,"
                " extracted_at) values (%(url)s, %(outlet)s, %(title)s, %(text)s, 'given', %(at)s, 'given', 'en', 'extracted',"
                " now()) returning article_id",
                url=url, outlet=self.outlet(outlet), title=title, text=text, at=at,
            )
        )  # fmt: skip

    def actor(self, name: str, country: str | None = None) -> int:
        """A state."""
        return int(
            self.value(
                "insert into actors (actor_key, name, kind, country) values (%(key)s, %(name)s, 'state', %(country)s)"
                " on conflict (actor_key) do update set name = excluded.name returning actor_id",
                key=f"state:{name}", name=name, country=country,
            )
        )  # fmt: skip

    def event(self, title: str, status: str, at: datetime, *, starts_on: date | None = None, **more: Any) -> int:
        """An event, with its version as of its first report."""
        values = {
            "type": "CONSULT", "mode": "meet", "earliest_on": starts_on, "latest_on": starts_on, "venue": None,
            "precision": "day" if starts_on else "open", "confidence": 0.8, "outlets": 1, "place_id": None, **more,
        }  # fmt: skip
        return int(
            self.value(
                "insert into events (type, mode, status, title, starts_on, earliest_on, latest_on, date_precision, confidence,"
                " outlets, first_reported_at, last_reported_at, place_id, venue) values (%(type)s, %(mode)s, %(status)s, %(title)s,"
                " %(starts_on)s, %(earliest_on)s, %(latest_on)s, %(precision)s, %(confidence)s, %(outlets)s, %(at)s, %(at)s,"
                " %(place_id)s, %(venue)s) returning event_id",
                title=title, status=status, starts_on=starts_on, at=at, **values,
            )
        )  # fmt: skip

    def version(self, event_id: int, state: dict[str, Any], start: datetime, end: datetime | None) -> None:
        """A state of an event, with the publications it held between."""
        whole = {
            "type": "CONSULT", "mode": "meet", "status": "planned", "starts_on": None, "ends_on": None, "earliest_on": None,
            "latest_on": None, "date_precision": "day", "place": None, "venue": None, "actors": [], "confidence": 0.5,
            "outlets": 1, **state,
        }  # fmt: skip
        self.value(
            "insert into event_versions (event_id, reported_from, reported_to, known_from, state)"
            " values (%(event_id)s, %(start)s, %(end)s, now(), %(state)s) returning event_version_id",
            event_id=event_id, start=start, end=end, state=Jsonb(whole),
        )  # fmt: skip

    def mention(self, article_id: int, event_id: int, quote: str, realis: str, **more: Any) -> int:
        """A sentence that reports an event, found in the article's text."""
        text = self.value("select text from articles where article_id = %(article_id)s", article_id=article_id)
        start = text.index(quote)
        values = {"starts_on": None, "change": None, "trigger": "meet", "rule": "consult-meet", **more}
        return int(
            self.value(
                "insert into mentions (mention_key, article_id, revision, event_id, type, mode, realis, change, quote, start_offset,"
                " end_offset, starts_on, date_precision, confidence, trigger, rule, notes, block_keys, state, extractor_version)"
                " values (%(key)s, %(article_id)s, 1, %(event_id)s, 'CONSULT', 'meet', %(realis)s, %(change)s, %(quote)s, %(start)s,"
                " %(end)s, %(starts_on)s, %(precision)s, 0.8, %(trigger)s, %(rule)s, '{}', '{talks/state:Norland+state:Sudmark/2025Q1}',"
                " 'resolved', '1') returning mention_id",
                key=f"{article_id}#{start}", article_id=article_id, event_id=event_id, realis=realis, quote=quote, start=start,
                end=start + len(quote), precision="day" if values["starts_on"] else "open", **values,
            )
        )  # fmt: skip

    def development(
        self, event_id: int, kind: str, mention_id: int, *, before: str | None = None, after: str | None = None
    ) -> int:
        """A line of an event's log, told by a mention."""
        return int(
            self.value(
                "insert into developments (event_id, kind, ordinal, mention_id, article_url, quote, before_value, after_value,"
                " reported_at) select %(event_id)s, %(kind)s, 1, mentions.mention_id, articles.url, mentions.quote, %(before)s,"
                " %(after)s, articles.published_at from mentions join articles using (article_id)"
                " where mention_id = %(mention_id)s returning development_id",
                event_id=event_id, kind=kind, mention_id=mention_id, before=before, after=after,
            )
        )  # fmt: skip


def at(day: int, hour: int = 9) -> datetime:
    """An instant in March 2025."""
    return datetime(2025, 3, day, hour, 0, tzinfo=UTC)


def fill(database: Database) -> dict[str, int]:
    """Write the small wire and return the ids of what tests ask for."""
    with database.transaction() as connection:
        wire = Wire(connection)
        _moved(wire)
        _others(wire)
        _watches(wire)
        return wire.ids


def _moved(wire: Wire) -> None:
    place = wire.value(
        "insert into places (place_key, name, country, lat, lon) values ('geneva', 'Geneva', 'CHE', 46.2, 6.15) returning place_id"
    )
    title = "Norland to meet Sudmark in Geneva on 19 March 2025"
    event = wire.event(
        title, "planned", at(4), starts_on=date(2025, 3, 19), place_id=place, venue="Palais Wilson", outlets=2
    )
    for ordinal, (name, country) in enumerate((("Norland", "NOR"), ("Sudmark", "SWE")), 1):
        wire.value(
            "insert into event_actors (event_id, actor_id, role, ordinal, name, kind, country)"
            " values (%(event)s, %(actor)s, 'participant', %(ordinal)s, %(name)s, 'state', %(country)s) returning event_id",
            event=event, actor=wire.actor(name, country), ordinal=ordinal, name=name, country=country,
        )  # fmt: skip
    first = wire.article("https://lakeside.example/envoys", "Lakeside Press", MOVED_TEXT, at(4))
    later = wire.article("https://lakeside.example/moved", "Lakeside Press", LATER_TEXT, at(10), "Geneva talks moved")
    other = wire.article("https://harbour.example/confirmed", "Harbour Times", OTHER_TEXT, at(11), "Sudmark confirms")
    told = wire.mention(first, event, MOVED_TEXT.partition("\n\n")[0][27:], "planned", starts_on=date(2025, 3, 12))
    moved = wire.mention(
        later, event, LATER_TEXT.split("\n\n")[1], "planned", starts_on=date(2025, 3, 19), change="rescheduled"
    )
    again = wire.mention(other, event, OTHER_TEXT, "planned", starts_on=date(2025, 3, 19))
    wire.development(event, "created", told)
    rescheduled = wire.development(event, "rescheduled", moved, before="2025-03-12", after="2025-03-19")
    wire.development(event, "corroborated", again)
    state = {
        "title": title.replace("19", "12"),
        "starts_on": "2025-03-12",
        "place": {"name": "Geneva", "country": "CHE"},
    }
    wire.version(event, state, at(4), at(10))
    wire.version(event, {**state, "title": title, "starts_on": "2025-03-19"}, at(10), None)
    wire.value(
        "insert into claims (event_id, field, value, claimed_by, mention_id, chosen, reason)"
        " values (%(event)s, 'starts_on', '2025-03-12', 'Norland', %(mention)s, false, 'told before it was moved') returning event_id",
        event=event, mention=told,
    )  # fmt: skip
    wire.value(
        "insert into event_redirects (event_id, merged_into, reason) values (900001, %(event)s, 'same day and place') returning event_id",
        event=event,
    )
    wire.ids |= {"moved": event, "rescheduled": rescheduled, "later": later, "moved_mention": moved}


def _others(wire: Wire) -> None:
    overdue = wire.event(
        "Norland to visit Ostria on 2 March 2025", "planned", at(1), starts_on=date(2025, 3, 2), mode="visit"
    )
    text = "Norland's premier is to visit Ostria on 2 March."
    told = wire.mention(
        wire.article("https://lakeside.example/visit", "Lakeside Press", text, at(1)), overdue, text, "planned"
    )
    wire.development(overdue, "created", told)
    put_off = wire.event(
        "Norland to meet Ostria on 14 March 2025 (postponed)", "postponed", at(9), starts_on=date(2025, 3, 14)
    )
    text = "The meeting of Norland and Ostria has been postponed."
    told = wire.mention(
        wire.article("https://lakeside.example/put-off", "Lakeside Press", text, at(9)), put_off, text, "postponed"
    )
    wire.development(put_off, "created", told)
    wire.development(put_off, "postponed", told, before="planned", after="postponed")
    place = wire.value(
        "insert into places (place_key, name, country, lat, lon) values ('hostile', %(name)s, 'NOR', 59.9, 10.7) returning place_id",
        name=HOSTILE,
    )
    hostile = wire.event(HOSTILE, "planned", at(11), starts_on=date(2025, 3, 21), venue=HOSTILE, place_id=place)
    source, target = wire.actor(HOSTILE), wire.actor("Norland", "NOR")
    for ordinal, (actor, role) in enumerate(((source, "source"), (target, "target")), 1):
        wire.value(
            "insert into event_actors (event_id, actor_id, role, ordinal, name, kind, office)"
            " values (%(event)s, %(actor)s, %(role)s, %(ordinal)s, %(office)s, 'state', %(office)s) returning event_id",
            event=hostile, actor=actor, role=role, ordinal=ordinal, office=HOSTILE,
        )  # fmt: skip
    text = f"Before. {HOSTILE} will meet. After."
    article = wire.article(HOSTILE_URL, HOSTILE, text, at(11, 12), HOSTILE)
    told = wire.mention(article, hostile, f"{HOSTILE} will meet.", "planned", trigger=HOSTILE, rule=HOSTILE)
    development = wire.development(hostile, "participant_added", told, after=HOSTILE)
    wire.version(hostile, {"title": HOSTILE, "place": {"name": HOSTILE, "country": None}}, at(11, 12), None)
    wire.ids |= {
        "overdue": overdue,
        "put_off": put_off,
        "hostile": hostile,
        "hostile_article": article,
        "hostile_actor": source,
        "norland": target,
        "added": development,
    }


def _watches(wire: Wire) -> None:
    watch = wire.value(
        "insert into watches (name, managed_by, types, places, words) values (%(name)s, 'cli', '{CONSULT}', '{Geneva}', %(words)s)"
        " returning watch_id",
        name=HOSTILE, words=[HOSTILE],
    )  # fmt: skip
    message = {"event_id": wire.ids["moved"], "title": HOSTILE, "kind": "rescheduled", "quote": HOSTILE}
    wire.value(
        "insert into alerts (watch_id, subject_kind, subject_key, development_id, event_id, state, message)"
        " values (%(watch)s, 'development', 'x', %(development)s, %(event)s, 'sent', %(message)s) returning alert_id",
        watch=watch, development=wire.ids["rescheduled"], event=wire.ids["moved"], message=Jsonb(message),
    )  # fmt: skip
    wire.value(
        "insert into feeds (url, title, outlet_id, state, error_code, error, failures) values (%(url)s, %(title)s, %(outlet)s,"
        " 'failing', 'not_a_feed', %(title)s, 3) returning feed_id",
        url=HOSTILE_URL, title=HOSTILE, outlet=wire.outlet(HOSTILE),
    )  # fmt: skip
