"""Which channel a name means, by the user's settings."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.channels.log import LogChannel
from pipeline.channels.sending import Channel
from pipeline.channels.service import ServiceChannel
from pipeline.channels.webhook import WebhookChannel
from pipeline.errors import ConfigurationError
from pipeline.settings import ChannelSettings


def channel_named(name: str, settings: Mapping[str, ChannelSettings]) -> Channel:
    """Return the channel of that name; "log" is always there.

    Raises ConfigurationError where the settings name no such channel, or its address is not set.
    """
    if name == "log":
        return LogChannel()
    chosen = settings.get(name)
    if chosen is None:
        raise ConfigurationError(f"there is no channel {name!r}: name it in wirewatch.toml under [channels.{name}]")
    address = chosen.address(name)
    if address.startswith(("http://", "https://")):
        return WebhookChannel(address, chosen.secret())
    return ServiceChannel(address)
