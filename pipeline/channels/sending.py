"""What every channel is given, and what it says where it could not send."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from pipeline.errors import WirewatchError


class DeliveryError(WirewatchError):
    """A channel did not take the message; it is tried again later."""


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
