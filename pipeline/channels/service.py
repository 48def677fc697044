"""Any of Apprise's services (mail, Slack, Telegram, ntfy, Matrix ...), named by its Apprise address."""

from __future__ import annotations

from pipeline.channels.sending import DeliveryError, Envelope
from pipeline.errors import ConfigurationError


class ServiceChannel:
    """Sends plain text through one Apprise address."""

    def __init__(self, address: str) -> None:
        import apprise

        self._service = apprise.Apprise()
        if not self._service.add(address):
            raise ConfigurationError("the channel's address is not one that Apprise knows; see docs/alerts.md")
        for service in self._service:
            if "overflow=" not in address:  # else a long digest would be refused for good
                service.overflow_mode = apprise.OverflowMode.SPLIT

    def send(self, envelope: Envelope) -> None:
        """Send the text. Raises DeliveryError where the service did not take it."""
        for service in self._service:
            if isinstance(headers := getattr(service, "headers", None), dict):  # mail, json:// and others like it
                headers["Wirewatch-Delivery"] = envelope.id
        # Where a service has no subject lines, Apprise would put the title before the text, which begins with the same words.
        title = envelope.title if any(service.title_maxlen for service in self._service) else ""
        if not self._service.notify(body=envelope.text, title=title, body_format="text"):
            # Apprise does not say how far it came.
            raise DeliveryError("the service did not take the message", may_have_arrived=True)
