"""Articles: their canonical address, their text out of pages and feeds, their language, their near-copies."""

from pipeline.articles.language import language_of
from pipeline.articles.pages import text_from_html
from pipeline.articles.urls import canonical_url

__all__ = ["canonical_url", "language_of", "text_from_html"]
