"""Writing exported objects as JSON lines, CSV or Parquet, a page at a time: memory does not grow with the table."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from itertools import islice
from typing import Any, BinaryIO

from pipeline.exports.gdelt import write_gdelt
from pipeline.exports.geojson import write_geojson
from pipeline.exports.shapes import Shape

PAGE = 1000


def write_jsonl(objects: Iterable[Shape], out: BinaryIO) -> int:
    """Write one object a line; return how many."""
    count = 0
    for each in objects:
        out.write(json.dumps(each, ensure_ascii=False).encode() + b"\n")
        count += 1
    return count


def write_csv(objects: Iterable[Shape], out: BinaryIO) -> int:
    """Write a table with a header; lists and objects stand in their cell as JSON. Return how many rows."""
    text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
    writer: csv.DictWriter[str] | None = None
    count = 0
    for each in objects:
        if writer is None:
            writer = csv.DictWriter(text, fieldnames=list(each))
            writer.writeheader()
        writer.writerow({name: _cell(value) for name, value in each.items()})
        count += 1
    text.flush()
    text.detach()
    return count


def _cell(value: Any) -> Any:
    if isinstance(value, list | Mapping):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, str) and value[:1] in "=+-@\t\r" and value:
        return f"'{value}"  # a cell of a feed's making must not become a formula in a spreadsheet
    return value


def write_parquet(objects: Iterable[Shape], out: BinaryIO) -> int:
    """Write Parquet: days are dates and times are instants in UTC there, lists and objects JSON text. Return how many rows."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = iter(objects)
    count = 0
    writer: pq.ParquetWriter | None = None
    while page := list(islice(rows, PAGE)):
        columns = {name: [_column(name, each[name]) for each in page] for name in page[0]}
        if writer is None:
            schema = pa.schema([(name, _type_of(name)) for name in columns])
            writer = pq.ParquetWriter(out, schema)
        writer.write_table(pa.table(columns, schema=writer.schema))
        count += len(page)
    if writer is None:
        writer = pq.ParquetWriter(out, pa.schema([]))
    writer.close()
    return count


def _column(name: str, value: Any) -> Any:
    if value is None or name in _INTEGERS | _NUMBERS:
        return value
    if isinstance(value, list | Mapping):
        return json.dumps(value, ensure_ascii=False)
    if name.endswith("_on"):
        return date.fromisoformat(value)
    return datetime.fromisoformat(value) if name.endswith("_at") else str(value)


_INTEGERS = frozenset({"id", "event_id", "story_id", "outlets", "start", "end", "entries"})
_NUMBERS = frozenset({"confidence"})


def _type_of(name: str) -> Any:
    import pyarrow as pa

    if name in _INTEGERS:
        return pa.int64()
    if name.endswith("_on"):
        return pa.date32()
    if name.endswith("_at"):
        return pa.timestamp("s", tz="UTC")
    return pa.float64() if name in _NUMBERS else pa.string()


FORMATS: dict[str, Callable[[Iterable[Shape], BinaryIO], int]] = {
    "jsonl": write_jsonl,
    "csv": write_csv,
    "parquet": write_parquet,
}

# What only events can be written as.
EVENT_FORMATS: dict[str, Callable[[Iterable[Shape], BinaryIO], int]] = {
    "geojson": write_geojson,
    "gdelt": write_gdelt,
}
