"""What every channel is given, and what it says where it could not send."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from pipeline.errors import WirewatchError


class DeliveryError(WirewatchError):
    """A channel did not take the message; it is tried again later.

    `may_have_arrived`: nothing says that it did not; the other side may have it all the same.
    """

    def __init__(self, problem: str, *, may_have_arrived: bool) -> None:
        super().__init__(problem)
        self.may_have_arrived = may_have_arrived


@dataclass(frozen=True, slots=True)
class Envelope:
    """A message on its way, about one alert or several; `id` stays the same over all tries, so that a receiver can drop a repeat.

    `alerts`: what each says, with its `subject_kind` and `subject_id`. `reason`: why several go together.
    """

    id: str
    watch: str
    alerts: Sequence[Mapping[str, Any]]
    title: str
    text: str
    reason: str = ""


class Channel(Protocol):
    """A way to reach somebody."""

    def send(self, envelope: Envelope) -> None:
        """Hand the message over. Raises DeliveryError where the other side did not take it."""
