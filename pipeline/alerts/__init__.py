"""Watches and the one rule that decides which developments they are told about, with a reason."""

from pipeline.alerts.matching import Notice, Verdict, matches
from pipeline.alerts.watches import Watch, read_watches

__all__ = ["Notice", "Verdict", "Watch", "matches", "read_watches"]
