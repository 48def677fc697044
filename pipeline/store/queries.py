"""The named queries of sql/queries, as methods; a mistyped name or parameter fails at load or call."""

from __future__ import annotations

from functools import cache
from typing import Any

import aiosql

from pipeline.resources import resource


@cache
def load_queries() -> Any:  # aiosql makes the methods at run time
    """Return the queries: each is called with a connection and its named parameters.

    A name ending in `^` in the file gives one row (a dict) or None, `$` one value, `!` a count, `*!` runs for each of
    a list of parameters, `<!` what `returning` says; no ending gives an iterator of rows (dicts).
    """
    return aiosql.from_path(resource("sql/queries"), "psycopg", mandatory_parameters=False)
