"""Tokens of the API: what one allows, and what is kept of it."""

from __future__ import annotations

import hashlib
from enum import StrEnum


class Scope(StrEnum):
    """What a token allows."""

    READ = "read"
    WRITE = "write"


def token_hash(token: str) -> bytes:
    """What is kept of a token: it is long and random, so that one round of SHA-256 is enough."""
    return hashlib.sha256(token.encode()).digest()
