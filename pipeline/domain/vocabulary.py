"""The closed vocabularies: one enum for each, spelled as in the tables and exports."""

from __future__ import annotations

from enum import StrEnum


class EventType(StrEnum):
    """The PLOVER type of a deed, planned or done (a planned deed keeps the deed's type)."""

    AGREE = "AGREE"
    CONSULT = "CONSULT"
    SUPPORT = "SUPPORT"
    CONCEDE = "CONCEDE"
    COOPERATE = "COOPERATE"
    AID = "AID"
    RETREAT = "RETREAT"
    REQUEST = "REQUEST"
    ACCUSE = "ACCUSE"
    REJECT = "REJECT"
    THREATEN = "THREATEN"
    PROTEST = "PROTEST"
    SANCTION = "SANCTION"
    MOBILIZE = "MOBILIZE"
    COERCE = "COERCE"
    ASSAULT = "ASSAULT"


class Mode(StrEnum):
    """How a deed was done; which modes a type can have stands in MODES_OF."""

    VISIT = "visit"
    MEET = "meet"
    PHONE = "phone"
    MULTILATERAL = "multilateral"
    THIRD_PARTY = "third-party"
    WITHDRAW = "withdraw"
    RELEASE = "release"
    DISARM = "disarm"
    CEASEFIRE = "ceasefire"
    ACCESS = "access"
    RESIGN = "resign"
    ASSIST = "assist"
    CHANGE = "change"
    YIELD = "yield"
    DISAPPROVE = "disapprove"
    INVESTIGATE = "investigate"
    ALLEGE = "allege"
    RESTRICT = "restrict"
    ARREST = "arrest"
    RELATIONS = "relations"
    EXPEL = "expel"
    VIOLENCE = "violence"
    TERRITORY = "territory"
    DEMO = "demo"
    RIOT = "riot"
    STRIKE = "strike"
    HUNGER = "hunger"
    BOYCOTT = "boycott"
    OBSTRUCT = "obstruct"
    VANDALIZE = "vandalize"
    CONVICT = "convict"
    DISCONTINUE = "discontinue"
    TROOPS = "troops"
    WEAPONS = "weapons"
    POLICE = "police"
    MILITIA = "militia"
    SEIZE = "seize"
    DEPORT = "deport"
    WITHHOLD = "withhold"
    CYBER = "cyber"
    CENSOR = "censor"
    CURFEW = "curfew"
    MISINFORMATION = "misinformation"
    MARTIAL_LAW = "martial-law"
    ABDUCT = "abduct"
    TORTURE = "torture"
    SEXUAL = "sexual"
    DESTROY = "destroy"
    BEAT = "beat"
    CROWD_CONTROL = "crowd-control"
    PRIMITIVE = "primitive"
    FIREARMS = "firearms"
    EXPLOSIVES = "explosives"
    TARGETED = "targeted"
    SUICIDE_ATTACK = "suicide-attack"
    AERIAL = "aerial"
    DRONE = "drone"
    HEAVY_WEAPONS = "heavy-weapons"
    UNCONVENTIONAL = "unconventional"


class Realis(StrEnum):
    """How a sentence presents a deed: the first six make a mention, the others say why none is made."""

    PLANNED = "planned"
    ONGOING = "ongoing"
    OCCURRED = "occurred"
    CANCELLED = "cancelled"
    POSTPONED = "postponed"
    DENIED = "denied"
    HYPOTHETICAL = "hypothetical"
    CONDITIONAL = "conditional"
    OPINION = "opinion"
    NEGATED = "negated"
    HISTORY = "history"
    METAPHOR = "metaphor"
    UNRELATED = "unrelated"

    @property
    def is_event(self) -> bool:
        """Whether a sentence of this realis makes a mention."""
        return self in EVENT_REALIS


# What is done or going on; what was to come and is called off, for now or for good; and what has not been done, called off or
# still to come.
HAPPENED = frozenset({Realis.OCCURRED, Realis.ONGOING})
GIVEN_UP = frozenset({Realis.CANCELLED, Realis.POSTPONED})
NOT_DONE = GIVEN_UP | {Realis.PLANNED}


class WhyUnread(StrEnum):
    """Why a sentence was not looked at for deeds, or had none."""

    FURNITURE = "furniture"
    OVERLONG = "overlong"
    SHORT = "short"
    NO_WORD = "no_word"
    NO_DEED = "no_deed"
    LANGUAGE = "language"

    @property
    def meaning(self) -> str:
        """The same in words."""
        return {
            WhyUnread.FURNITURE: "a byline, a caption or what a page adds",
            WhyUnread.OVERLONG: "longer than a sentence, or beyond the longest article that is read",
            WhyUnread.SHORT: "too short to tell anything",
            WhyUnread.NO_WORD: "no word that names a deed, or not with what it needs beside it",
            WhyUnread.NO_DEED: "a word that could name a deed, but not as it is used here",
            WhyUnread.LANGUAGE: "in a language that cannot be read",
        }[self]


EVENT_REALIS = frozenset(
    {Realis.PLANNED, Realis.ONGOING, Realis.OCCURRED, Realis.CANCELLED, Realis.POSTPONED, Realis.DENIED}
)


class Status(StrEnum):
    """The state of an event after all that is known of it."""

    PLANNED = "planned"
    ONGOING = "ongoing"
    OCCURRED = "occurred"
    CANCELLED = "cancelled"
    POSTPONED = "postponed"
    DENIED = "denied"


class Change(StrEnum):
    """What a mention itself says to have changed in a known event."""

    RESCHEDULED = "rescheduled"
    REINSTATED = "reinstated"
    RELOCATED = "relocated"


class DevelopmentKind(StrEnum):
    """One kind of change in what is known of an event."""

    CREATED = "created"
    CORROBORATED = "corroborated"
    RESCHEDULED = "rescheduled"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"
    REINSTATED = "reinstated"
    STARTED = "started"
    OCCURRED = "occurred"
    RELOCATED = "relocated"
    PARTICIPANT_ADDED = "participant_added"
    QUANTITY_CHANGED = "quantity_changed"
    DENIED = "denied"


class DatePrecision(StrEnum):
    """How finely a time is told."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    OPEN = "open"


class ActorKind(StrEnum):
    """What an actor is."""

    PERSON = "person"
    STATE = "state"
    ORGANISATION = "organisation"
    ARMED_GROUP = "armed_group"
    GROUP = "group"  # people without a name of their own: "protesters", "defence chiefs of the coalition"


class Role(StrEnum):
    """The part an actor has in an event; meetings have participants and no direction."""

    SOURCE = "source"
    TARGET = "target"
    PARTICIPANT = "participant"


class QuantityKind(StrEnum):
    """What a number in a mention counts."""

    KILLED = "killed"
    INJURED = "injured"
    ARRESTED = "arrested"
    RELEASED = "released"
    TROOPS = "troops"
    PEOPLE = "people"
    MONEY = "money"
    TONNES = "tonnes"


class FeedState(StrEnum):
    """Whether a feed is polled."""

    ACTIVE = "active"
    FAILING = "failing"
    PAUSED = "paused"
    GONE = "gone"


class DueBecause(StrEnum):
    """What made a feed due when it is."""

    NEW = "new"  # not polled yet
    HABIT = "habit"  # as it publishes
    SHORTEST = "shortest"  # it publishes more often than the user lets it be polled
    LONGEST = "longest"  # it publishes less often than the user wants it polled
    FIXED = "fixed"  # the user has set its interval, or it is on the user's own network
    PUBLISHER = "publisher"  # Cache-Control, ttl or sy:updatePeriod ask for a longer wait
    SKIPPED_TIME = "skipped_time"  # skipHours or skipDays
    BUDGET = "budget"  # put off so that all polls stay within the user's total
    BACK_OFF = "back_off"  # it failed
    RETRY_AFTER = "retry_after"  # it failed, and the server said for how long


class IdentityRule(StrEnum):
    """By what the entries of a feed are told apart."""

    GUID = "guid"
    GUID_AND_LINK = "guid_and_link"  # one guid stands for several entries
    LINK = "link"  # no guids, or new ones on each poll
    LINK_AND_TITLE = "link_and_title"  # and several entries share a link
    TITLE_AND_DATE = "title_and_date"  # neither guids nor links


class FeedTrouble(StrEnum):
    """What can be wrong with a feed; watches name it among their kinds."""

    SILENT = "feed_silent"  # no entry for longer than its habit explains
    FAILING = "feed_failing"  # three polls in a row, for an hour or more
    MOVED = "feed_moved"  # to another address, for good
    GONE = "feed_gone"  # retired by its publisher


class AlertState(StrEnum):
    """Where an alert stands."""

    PENDING = "pending"
    SENT = "sent"
    PARKED = "parked"
    SUPPRESSED = "suppressed"
    WITHDRAWN = "withdrawn"


class AlertReason(StrEnum):
    """Why an alert was sent as it was, or was not sent."""

    MATCHED = "matched"  # sent by itself
    GROUPED = "grouped"  # sent with others of its group
    DIGEST = "digest"  # sent in the watch's hourly or daily digest
    FLOOD = "flood"  # more than the watch's limit came at once: sent in one digest
    QUIET_HOURS = "quiet_hours"  # held until the watch's quiet hours ended
    SILENCED = "silenced"  # not sent: the watch was silenced
    INHIBITED = "inhibited"  # not sent: a meeting that prepares what was called off
    DUPLICATE = "duplicate"  # not sent: two events turned out to be one, and the other's was told
    SWITCHED_OFF = "switched_off"  # not sent: the watch was switched off before
    NO_LONGER_STANDS = "no_longer_stands"  # not sent, or corrected: better evidence took it away
    BELOW_CONFIDENCE = "below_confidence"  # not sent: all fits but the confidence that the watch asks for
    TOO_FEW_OUTLETS = "too_few_outlets"  # not sent: all fits but the number of outlets


class SubjectKind(StrEnum):
    """What an alert is about."""

    DEVELOPMENT = "development"
    REMINDER = "reminder"
    FEED = "feed"
    CORRECTION = "correction"


class CorrectionKind(StrEnum):
    """What a person can set right."""

    MERGE = "merge"
    SPLIT = "split"
    FIX = "fix"
    DISMISS = "dismiss"
    ADD = "add"
    NOTE = "note"
    TAG = "tag"


class FetchOutcome(StrEnum):
    """What came of one request."""

    OK = "ok"
    NOT_MODIFIED = "not_modified"
    FAILED = "failed"


class ErrorCode(StrEnum):
    """Why a feed could not be polled, or an article could not be read."""

    BAD_URL = "bad_url"  # not an http(s) address, or one that cannot be sent
    BLOCKED_ADDRESS = "blocked_address"  # leads to a private, loopback, link-local or metadata address
    UNKNOWN_HOST = "unknown_host"  # the name cannot be resolved
    CONNECTION_REFUSED = "connection_refused"  # nobody listens, or the network is unreachable
    CONNECTION_LOST = "connection_lost"  # ended before the whole reply was there
    TLS = "tls"  # certificate or handshake
    TIMEOUT = "timeout"  # not done within the total time
    TOO_LARGE = "too_large"  # body over the limit, packed or unpacked
    BAD_ENCODING = "bad_encoding"  # Content-Encoding that cannot be undone
    BAD_REPLY = "bad_reply"  # breaks the protocol, or an unexpected status
    TOO_MANY_REDIRECTS = "too_many_redirects"
    GONE = "gone"  # 410
    NOT_FOUND = "not_found"  # 404
    UNAUTHORIZED = "unauthorized"  # 401, 403, 407
    RATE_LIMITED = "rate_limited"  # 429
    UNAVAILABLE = "unavailable"  # 503
    REFUSED = "refused"  # another 4xx
    SERVER_ERROR = "server_error"  # another 5xx
    ROBOTS = "robots"  # robots.txt forbids it
    EMPTY = "empty"  # a body without content
    NOT_A_FEED = "not_a_feed"  # something else than RSS, Atom, RDF or JSON Feed
    MALFORMED = "malformed"  # a feed so broken that no entry could be read
    FORBIDDEN_MARKUP = "forbidden_markup"  # entity declarations that would swell
    NO_LINK = "no_link"  # an entry that has neither a link nor a text
    NOT_A_PAGE = "not_a_page"  # neither HTML nor plain text
    NO_TEXT = "no_text"  # a page without an article's text
    WITHDRAWN = "withdrawn"  # the article was taken back by its outlet
    UNREADABLE = "unreadable"  # extraction failed on it
