"""Amounts that a watch asks for: "killed >= 10", "money > 1000000 USD"."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from pipeline.domain.mention import Quantity
from pipeline.domain.vocabulary import QuantityKind

_COMPARE: dict[str, Callable[[float, float], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
    "=": operator.eq,
}
_FORM = re.compile(r"(\w+)\s*(>=|<=|>|<|=)\s*(\d+(?:\.\d+)?)\s*([A-Za-z]*)")


@dataclass(frozen=True, slots=True)
class Amount:
    """A bound on one kind of number; `unit` is a currency code, or empty for any."""

    kind: QuantityKind
    sign: str
    value: float
    unit: str

    def fits(self, quantities: Iterable[Quantity]) -> bool:
        """Whether one of the numbers is within the bound; "at least 8" is within none that it may leave."""
        return any(
            each.kind == self.kind
            and (not self.unit or each.unit.casefold() == self.unit.casefold())
            and _COMPARE[self.sign](each.value, self.value)
            and not (each.at_least and self.sign in {"<", "<=", "="})
            for each in quantities
        )


@lru_cache(maxsize=4096)
def amount_of(text: str) -> Amount:
    """Read an amount. Raises ValueError."""
    found = _FORM.fullmatch(text)
    if found is None or found[1] not in set(QuantityKind):
        raise ValueError(
            f"{text!r} is no amount such as 'killed >= 10'; it begins with one of {', '.join(sorted(QuantityKind))}"
        )
    return Amount(QuantityKind(found[1]), found[2], float(found[3]), found[4])
