"""Words that say that something has begun or is over."""

from __future__ import annotations

import pytest

from pipeline.resolution.cues import tells_beginning, tells_end


@pytest.mark.parametrize(
    ("quote", "begun"),
    [
        ("Talks opened in Arica on Monday", True),
        ("The strike has begun", True),
        ("They met for the first time since the strike began", False),
        ("The two had met before the talks resumed", False),
        ("The talks that opened on Monday ended on Friday", False),
    ],
)
def test_tells_a_beginning(quote: str, begun: bool) -> None:
    assert tells_beginning(quote) is begun


@pytest.mark.parametrize(
    ("quote", "over"),
    [
        ("The strike is over", True),
        ("The talks broke up on Monday", True),
        ("The war entered its second month with thousands over the borders", False),
        ("They quarrelled over the text", False),
    ],
)
def test_tells_an_end(quote: str, over: bool) -> None:
    assert tells_end(quote) is over
