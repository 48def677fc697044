"""Logins of feeds: named in a feed's settings, held in environment variables, never stored, never logged."""

from __future__ import annotations

import base64
import os
import re
from collections.abc import Mapping

from pipeline.errors import ConfigurationError

HOW_A_LOGIN_IS_WRITTEN = "a login is written basic:NAME, bearer:NAME or cookie:NAME, NAME an environment variable"
NO_SECRETS_IN_ADDRESSES = "an address with a user name or password is not stored; give them by an environment variable"
_LOGIN = re.compile(r"(basic|bearer|cookie):([A-Za-z_][A-Za-z0-9_]*)")


def is_login(text: str) -> bool:
    """Whether a text names a login; any other may hold the secret itself, which must not be stored."""
    return _LOGIN.fullmatch(text.strip()) is not None


def login_headers(login: str) -> Mapping[str, str]:
    """Return the request headers for a login such as "basic:NEWS_LOGIN", whose variable holds user:password.

    "bearer:NAME" sends a token, "cookie:NAME" a Cookie header. Raises ConfigurationError where the login cannot be read
    or its variable is not set; the message never holds the secret.
    """
    found = _LOGIN.fullmatch(login.strip())
    if not found:
        raise ConfigurationError(HOW_A_LOGIN_IS_WRITTEN)
    secret = os.environ.get(found[2], "").strip()
    if not secret or not secret.isprintable():
        raise ConfigurationError(f"set the environment variable {found[2]} to this feed's login")
    if found[1] == "basic":
        return {"Authorization": f"Basic {base64.b64encode(secret.encode()).decode()}"}
    return {"Authorization": f"Bearer {secret}"} if found[1] == "bearer" else {"Cookie": secret}
