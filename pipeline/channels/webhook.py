"""A signed webhook: JSON posted to an address of the user's.

The body is signed as `Wirewatch-Signature: t=<unix seconds>,v1=<hex>`, where v1 is HMAC-SHA256 under the secret
of "<t>.<Wirewatch-Delivery>.<body>". A receiver checks it, refuses old ones, and drops a delivery id that it has seen.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import time
from typing import Any

import aiohttp

from pipeline.channels.sending import DeliveryError, Envelope

TIMEOUT_S = 10.0


def signature(secret: str, at_s: int, delivery_id: str, body: bytes) -> str:
    """The value of the Wirewatch-Signature header."""
    signed = f"{at_s}.{delivery_id}.".encode() + body
    return f"t={at_s},v1={hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()}"


class WebhookChannel:
    """Posts each alert to one address; anything but a 2xx reply within ten seconds is a failure."""

    def __init__(self, address: str, secret: str | None = None, *, timeout_s: float = TIMEOUT_S) -> None:
        self._address = address
        self._secret = secret
        self._timeout = aiohttp.ClientTimeout(total=timeout_s)

    def send(self, envelope: Envelope) -> None:
        """Post the message. Raises DeliveryError, which names no address: it may hold a secret."""
        asyncio.run(self._post(envelope))

    async def _post(self, envelope: Envelope) -> None:
        body = json.dumps(_content(envelope), ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json", "Wirewatch-Delivery": envelope.id}
        if self._secret:
            headers["Wirewatch-Signature"] = signature(self._secret, int(time.time()), envelope.id, body)
        try:
            async with (
                aiohttp.ClientSession(timeout=self._timeout) as session,
                session.post(self._address, data=body, headers=headers, allow_redirects=False) as reply,
            ):
                if reply.status // 100 != 2:
                    raise DeliveryError(f"the webhook answered {reply.status}", may_have_arrived=False)
        except TimeoutError as error:
            raise DeliveryError("the webhook did not answer in time", may_have_arrived=True) from error
        except aiohttp.ClientConnectorError as error:
            problem = f"the webhook could not be reached: {type(error).__name__}"
            raise DeliveryError(problem, may_have_arrived=False) from error
        except aiohttp.ClientError as error:
            problem = f"the webhook broke off: {type(error).__name__}"
            raise DeliveryError(problem, may_have_arrived=True) from error


def _content(envelope: Envelope) -> dict[str, Any]:
    """One alert's own fields; of several their list."""
    common = {"id": envelope.id, "watch": envelope.watch, "text": envelope.text}
    if len(envelope.alerts) == 1:
        return {**envelope.alerts[0], **common}
    several = {"subject_kind": "digest", "subject_id": envelope.id, "reason": envelope.reason}
    return {**common, **several, "alerts": list(envelope.alerts)}
