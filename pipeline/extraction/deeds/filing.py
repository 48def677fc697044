"""A desk editor's eye: which told deeds are worth a row, and which are mere words, topics or trifles."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.domain.mention import ActorPhrase, Place
from pipeline.domain.times import When
from pipeline.domain.vocabulary import ActorKind, EventType, Mode, Role
from pipeline.extraction.deeds.triggers import Trigger
from pipeline.extraction.language import Language
from pipeline.extraction.text.sentences import Sentence
from pipeline.extraction.who.words import actor_words

# Deeds done by words alone. News is full of them; only those of the powerful, told up front, are filed.
_STRONG_WORDS = frozenset({EventType.REJECT, EventType.THREATEN})
WORDS = frozenset({EventType.ACCUSE, EventType.REQUEST, EventType.SUPPORT}) | _STRONG_WORDS
_VOTES = frozenset(
    {
        "motion-fails",
        "vote-against",
        "vote-down",
        "vote-to-oust",
        "voted-down",
        "lost-by-votes",
        "no-confidence-vote",
        "vote-on-no-confidence",
        "motion-of-no-confidence",
        "confidence-vote",
        "motion-thrown-out",
    }
)
# One who is named and blames another power: that is filed wherever it is told.
_BLAMES = frozenset({"accuse", "hold-responsible", "lay-blame", "point-finger-at", "lay-at-door"})
# What becomes of a bill or a treaty has no doer but its chamber, which often is not told.
_ACTS_OF_LAW = frozenset({"law-passes", "put-to-vote"})
# What states say once and for all is a deed, and is filed when it is announced.
_STATE_ACTS = frozenset({"recognise", "accept-as-state", "establish-ties", "embassy-reopens", "exchange-ambassadors"})
# No word for the deed is used: what somebody will not do is news where the article begins with it, or has a day.
_SAID_ONLY = frozenset({"will-not"})
_HELD_UP = frozenset({"turn-back-convoy", "hold-up-aid"})  # by those who stand in its way
_BARRED = frozenset({"deny-access", *_HELD_UP})  # by an authority, though nobody says by which
HURT = frozenset({"wound", "kill"})
FIGHT_OF_NOBODY = "a fight of nobody, nowhere"
_HIGH_UP = 3  # paragraphs in which dated words still count
_FORMAL = frozenset({Mode.INVESTIGATE})
_BY_THE_LAW = frozenset({"charge-with-crime"})
POWERS = frozenset({ActorKind.STATE, ActorKind.ORGANISATION, ActorKind.ARMED_GROUP})


def _is_power(actor: ActorPhrase, language: Language) -> bool:
    """Whether an actor is a state, body, armed group or a known or office-holding person, not just anybody."""
    if actor.kind in POWERS or actor.office is not None:
        return True
    if actor.kind is ActorKind.GROUP:
        of_body = any(word.isupper() and len(word) > 1 for word in actor.name.split())  # "UN monitors"
        return (
            of_body
            or actor.country is not None
            or not actor_words(language).official.isdisjoint(actor.name.lower().split())
        )
    return actor.name[:1].isupper() and actor.name.split(" ")[0].lower() not in {"the", "a", "an"}


def _is_announced_refusal(trigger: Trigger, sources: Sequence[ActorPhrase], leads: bool) -> bool:
    """Whether a state announces where an article begins that it will turn something down: "Austria will veto the entry"."""
    return leads and trigger.type is EventType.REJECT and any(a.kind in POWERS for a in sources)


def why_minor(
    trigger: Trigger,
    actors: Sequence[ActorPhrase],
    when: When,
    place: Place | None,
    sentence: Sentence,
    language: Language,
    *,
    anchored: bool,
    planned: bool = False,
    leads: bool = False,
) -> str | None:
    """Why an editor would not file the deed, or None; `leads`: it is what the first sentence of the article tells."""
    sources = [a for a in actors if a.role in {Role.SOURCE, Role.PARTICIPANT}]
    targets = [a for a in actors if a.role is Role.TARGET]
    powers = [a for a in actors if _is_power(a, language)]
    dated = when.first_on is not None
    if not actors and not dated and place is None and not anchored:
        return "nobody named, no day, no place"
    fighting = trigger.type is EventType.ASSAULT and (trigger.kind == "noun" or trigger.rule == "fighting-erupts")
    if fighting and not (actors or dated or place):
        return FIGHT_OF_NOBODY
    if trigger.needs_target and not targets:
        return "done to nobody"
    if trigger.type in WORDS:
        up_front = sentence.paragraph == 0 or sentence.rank <= 1
        if trigger.rule in _VOTES and (dated or not planned):
            return None
        if (
            planned
            and not dated
            and not (trigger.rule in _STATE_ACTS or _is_announced_refusal(trigger, sources, leads))
        ):
            return "words yet to be said"
        named = any(a in powers and a.kind is not ActorKind.GROUP for a in sources)
        at_power = any(a in powers for a in targets)
        formal = trigger.type in _STRONG_WORDS | {EventType.ACCUSE}
        agentless = formal and not sources and dated and at_power  # "was summoned on Friday"
        by_law = trigger.mode in _FORMAL or trigger.rule in _BY_THE_LAW
        # "An inquiry was opened on Monday"; whoever charges somebody with a crime has the power to.
        opened = by_law and (dated or at_power) and (not sources or trigger.rule in _BY_THE_LAW)
        told = agentless or opened or (trigger.kind == "noun" and dated)
        told |= dated and trigger.rule in _BARRED and (not sources or trigger.rule in _HELD_UP)
        told |= leads and trigger.type is EventType.THREATEN and trigger.mode is Mode.VIOLENCE  # of armed men
        if not any(a in powers for a in sources) and not told:
            return "words of somebody without power"
        if trigger.type in _STRONG_WORDS:
            further_on = (named or sentence.paragraph <= 2) and trigger.rule not in _SAID_ONLY
            if not (up_front or dated or further_on):
                return "words in passing"
        elif trigger.mode not in _FORMAL and not (trigger.rule in _BLAMES and named and at_power):
            to_power = leads or (at_power and (up_front or trigger.type is EventType.REQUEST))
            if not to_power and not (dated and sentence.paragraph <= _HIGH_UP):
                return "words in passing"
    if trigger.rule in HURT:
        return None
    told_well = powers and (dated or place is not None or len(actors) > 1)
    if trigger.weak and not told_well and not (trigger.rule in _ACTS_OF_LAW and dated):
        return "a weak word with little around it"
    return None
