"""What a report gains from its article."""

from __future__ import annotations

from pipeline.domain.vocabulary import Realis
from pipeline.resolution import block_keys, cluster, in_context
from tests.unit.resolution.telling import FRANCE, LONDON, UK, at, on, report

URL = "https://northwire.example/1"
DONE = Realis.OCCURRED


def test_a_report_that_names_nobody_is_found_under_its_articles_actors() -> None:
    named, bare = report(at(18), UK, FRANCE, place=LONDON, url=URL), report(at(18), url=URL)
    other = report(at(18), UK, FRANCE, outlet="Tern")
    assert not block_keys(bare) & block_keys(other)
    context = in_context([named, bare])
    assert block_keys(context[1]) & block_keys(other)


def test_the_truce_of_another_article_joins_by_context() -> None:
    words = "truce army capital water dead hour"
    first = in_context([report(at(17), UK, FRANCE, when=on(16), realis=DONE, words=words)])
    bare = report(at(18), realis=DONE, url=URL, words="truce collapse hour water")
    second = in_context([report(at(18), UK, FRANCE, realis=Realis.PLANNED, url=URL, when=on(25), words=words), bare])
    groups = cluster([*first, *second])
    assert any({r.key for r in group} >= {first[0].key, bare.key} for group in groups)
