"""What every channel is given, and how a channel is found by its name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from pipeline.errors import ConfigurationError, WirewatchError
from pipeline.settings import ChannelSettings


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


def channel_named(name: str, settings: Mapping[str, ChannelSettings]) -> Channel:
    """Return the channel of that name; "log" is always there.

    Raises ConfigurationError where the settings name no such channel, or its address is not set.
    """
    from pipeline.channels.log import LogChannel
    from pipeline.channels.service import ServiceChannel
    from pipeline.channels.webhook import WebhookChannel

    if name == "log":
        return LogChannel()
    chosen = settings.get(name)
    if chosen is None:
        raise ConfigurationError(f"there is no channel {name!r}: name it in wirewatch.toml under [channels.{name}]")
    address = chosen.address(name)
    if address.startswith(("http://", "https://")):
        return WebhookChannel(address, chosen.secret())
    return ServiceChannel(address)
