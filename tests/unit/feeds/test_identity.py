"""Which entry is which, from one poll to the next."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.feeds.entries import Entry
from pipeline.feeds.identity import Known, Seen, keys_of, match


def entry(guid: str | None = None, link: str | None = None, title: str = "t", content: str = "") -> Entry:
    return Entry(guid=guid, link=link, title=title, content=content)


def on_record(seen: list[Seen]) -> list[Known]:
    return [Known(item.key, item.entry.link, item.entry.title, item.entry.content_hash) for item in seen]


def new_on_second_poll(first: list[Entry], second: list[Entry]) -> int:
    return sum(item.is_new for item in match(second, on_record(match(first, []))))


def test_a_guid_tells_an_entry_whatever_else_changes() -> None:
    seen = match([entry("g", "https://a/1", "new title")], on_record(match([entry("g", "https://a/1")], [])))
    assert [(item.is_new, item.changed) for item in seen] == [(False, True)]


def test_several_entries_under_one_guid_are_several() -> None:
    entries = [entry("same", f"https://a/{n}", f"t{n}") for n in range(5)]
    assert len(set(keys_of(entries))) == 5
    assert new_on_second_poll(entries, entries) == 0


def test_a_guid_that_becomes_shared_makes_no_second_sighting() -> None:
    first = [entry("same", "https://a/1", "t1")]
    assert new_on_second_poll(first, [*first, entry("same", "https://a/2", "t2")]) == 1


def test_without_a_guid_the_link_tells() -> None:
    entries = [entry(None, f"https://a/{n}") for n in range(3)]
    assert keys_of(entries) == ["https://a/0", "https://a/1", "https://a/2"]


def test_without_guid_and_link_the_words_tell() -> None:
    entries = [entry(title="a"), entry(title="b"), entry(title="a", content="other")]
    assert new_on_second_poll(entries, entries) == 0
    assert len(set(keys_of(entries))) == 3


def test_guids_made_anew_on_each_poll_are_seen_through() -> None:
    first = [entry(f"{n}:1", f"https://a/{n}", f"t{n}") for n in range(4)]
    second = [entry(f"{n}:2", f"https://a/{n}", f"t{n}") for n in range(4)]
    assert new_on_second_poll(first, second) == 0


def test_a_guid_used_again_for_another_article_is_another_entry() -> None:
    assert new_on_second_poll([entry("1", "https://a/1", "old")], [entry("1", "https://a/2", "new")]) == 1


def test_an_article_that_moved_stays_the_same_entry() -> None:
    assert new_on_second_poll([entry("1", "https://a/1", "same")], [entry("1", "https://a/2", "same")]) == 0


def test_long_guids_are_hashed() -> None:
    assert len(keys_of([entry("g" * 200_000)])[0]) < 100


entries_strategy = st.lists(
    st.builds(
        Entry,
        guid=st.none() | st.sampled_from(["g1", "g2", "g3"]),
        link=st.none() | st.sampled_from(["https://a/1", "https://a/2", "https://a/3"]),
        title=st.sampled_from(["x", "y"]),
        content=st.sampled_from(["", "text"]),
    ),
    max_size=6,
)


@given(entries_strategy)
def test_the_same_document_twice_brings_nothing_new(entries: list[Entry]) -> None:
    first = match(entries, [])
    again = match(entries, on_record(first))
    assert not [item for item in again if item.is_new]
    assert len({item.key for item in first}) == len(first)
