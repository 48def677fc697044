"""Reports in, events out: which reports are of one event, and what the event is after all of them."""

from pipeline.resolution.blocking import block_keys, is_common, numbered
from pipeline.resolution.clustering import Record, cluster, regroup
from pipeline.resolution.context import in_context
from pipeline.resolution.filing import is_filed
from pipeline.resolution.fixes import Fix, change_of, fix_of, fixes_of
from pipeline.resolution.held import FREE, Held, carried, held
from pipeline.resolution.identity import Identities, assign_ids
from pipeline.resolution.memory import Memory
from pipeline.resolution.stories import (
    MOST_NEAR,
    NEAR,
    Telling,
    followed,
    stories,
    story_keys,
    telling,
    undated_stories,
)
from pipeline.resolution.timeline import history, timeline

__all__ = [
    "FREE",
    "MOST_NEAR",
    "NEAR",
    "Fix",
    "Held",
    "Identities",
    "Memory",
    "Record",
    "Telling",
    "assign_ids",
    "block_keys",
    "carried",
    "change_of",
    "cluster",
    "fix_of",
    "fixes_of",
    "followed",
    "held",
    "history",
    "in_context",
    "is_common",
    "is_filed",
    "numbered",
    "regroup",
    "stories",
    "story_keys",
    "telling",
    "timeline",
    "undated_stories",
]
