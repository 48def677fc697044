"""What a person has set right: facts that the fold respects until they are undone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pipeline.domain.vocabulary import CorrectionKind


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction that stands. `number` gives their order: where two speak of the same, the later one counts.

    `parts` are keys of the reports that it speaks of: for a merge those of each event, for a split those of each event
    that results, else those of the one event. `as_of` is the reader's time when it was made: from then on, in the order
    of publication, it is known.
    """

    number: int
    kind: CorrectionKind
    parts: tuple[tuple[str, ...], ...]
    made_by: str
    reason: str
    as_of: datetime
    field: str | None = None
    value: str | None = None

    @property
    def keys(self) -> tuple[str, ...]:
        """All reports that it speaks of, in order."""
        return tuple(key for part in self.parts for key in part)
