"""Reading watches, and the errors that name line and field."""

from __future__ import annotations

import pytest

from pipeline.alerts import Watch, read_watches
from pipeline.alerts.watches import watch_of
from pipeline.errors import BadInputError

GOOD = """
[[watch]]
name = "Calls"
types = ["consult"]
modes = ["phone"]
countries = ["rus", "USA"]

[[watch]]
name = "All that is off"
kinds = ["cancelled", "postponed"]
min_outlets = 2
"""


def test_reads_tables_into_watches() -> None:
    first, second = read_watches(GOOD)
    assert first == Watch(name="Calls", types=("CONSULT",), modes=("phone",), countries=("RUS", "USA"))
    assert second.kinds == ("cancelled", "postponed")
    assert second.min_outlets == 2


@pytest.mark.parametrize(
    ("line", "place", "words"),
    [
        ('types = ["MEETING"]', "line 4", "'MEETING' is not known"),
        ('types = "CONSULT"', "line 4", "must be a list"),
        ('countries = ["Britain"]', "line 4", "no ISO alpha-3 code such as GBR; write GBR"),
        ('countries = ["XYZ"]', "line 4", "'XYZ' is no ISO alpha-3"),
        ("min_confidence = 3", "line 4", "from 0 to 1"),
        ("min_outlets = 0", "line 4", "1 or more"),
        ('colour = "red"', "line 4", "there is no such field"),
        ('words = [""]', "line 4", "empty"),
        ("enabled = 1", "line 4", "true or false"),
    ],
)
def test_says_which_line_and_field_is_wrong(line: str, place: str, words: str) -> None:
    with pytest.raises(BadInputError) as error:
        read_watches(f'\n[[watch]]\nname = "A"\n{line}\n', "mine.toml")
    assert "mine.toml" in str(error.value)
    assert place in str(error.value)
    assert words in str(error.value)


def test_refuses_two_watches_of_one_name() -> None:
    with pytest.raises(BadInputError, match="two watches"):
        read_watches('[[watch]]\nname = "A"\n[[watch]]\nname = "A"\n')


def test_refuses_what_is_no_toml() -> None:
    with pytest.raises(BadInputError, match="not TOML"):
        read_watches("[[watch]\nname=")


def test_a_watch_needs_a_name() -> None:
    with pytest.raises(BadInputError, match="needs a name"):
        watch_of({"types": ["CONSULT"]})
