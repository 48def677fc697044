"""What every channel is given, and what it says where it could not send."""

from __future__ import annotations

from collections.abc import Mapping
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
    """A message on its way. `delivery_id` stays the same over all tries, so that a receiver can drop a repeat."""

    delivery_id: str
    watch: str
    subject_kind: str
    subject_key: str
    message: Mapping[str, Any]
    text: str


class Channel(Protocol):
    """A way to reach somebody."""

    def send(self, envelope: Envelope) -> None:
        """Hand the message over. Raises DeliveryError where the other side did not take it."""
