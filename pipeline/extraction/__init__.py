"""Text in, mentions out: what one article reports, who did it to whom, when, where, and how sure that is.

All of spaCy lives here. Pure: an article in, an `Extraction` out; no database, no network, no clock.
"""

from __future__ import annotations

from pipeline.extraction.classify import classify
from pipeline.extraction.reading import extract, extract_many

EXTRACTOR_VERSION = "5"

__all__ = ["EXTRACTOR_VERSION", "classify", "extract", "extract_many"]
