"""Sending alerts: the only place that sends. Each channel takes a message and says whether it arrived."""

from pipeline.channels.choosing import channel_named
from pipeline.channels.sending import Channel, DeliveryError, Envelope

__all__ = ["Channel", "DeliveryError", "Envelope", "channel_named"]
