"""Which entry is which, from one poll to the next."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.domain.vocabulary import IdentityRule
from pipeline.feeds.entries import Entry
from pipeline.feeds.identity import Identity, Known, Seen, judge, keys_of, match


def entry(guid: str | None = None, link: str | None = None, title: str = "t", content: str = "") -> Entry:
    return Entry(guid=guid, link=link, title=title, content=content)


def on_record(seen: list[Seen]) -> list[Known]:
    return [Known(item.key, item.entry.link, item.entry.title, item.entry.content_hash) for item in seen]


def polls(*documents: list[Entry]) -> list[tuple[Identity, list[Seen]]]:
    """What each poll of a feed that shows these documents comes to, the record kept in between."""
    identity: Identity | None = None
    record: dict[str, Known] = {}
    came: list[tuple[Identity, list[Seen]]] = []
    for document in documents:
        identity = judge(document, record.values(), identity)
        seen = match(document, record.values(), identity.rule)
        record |= {known.key: known for known in on_record(seen)}
        came.append((identity, seen))
    return came


def new_on_last_poll(*documents: list[Entry]) -> int:
    return sum(item.is_new for item in polls(*documents)[-1][1])


def rule_after(*documents: list[Entry]) -> IdentityRule:
    return polls(*documents)[-1][0].rule


def test_a_guid_tells_an_entry_whatever_else_changes() -> None:
    _, (_, seen) = polls([entry("g", "https://a/1")], [entry("g", "https://a/1", "new title")])
    assert [(item.is_new, item.changed) for item in seen] == [(False, True)]


def test_several_entries_under_one_guid_are_several() -> None:
    entries = [entry("same", f"https://a/{n}", f"t{n}") for n in range(5)]
    assert rule_after(entries) is IdentityRule.GUID_AND_LINK
    assert len({item.key for item in polls(entries)[0][1]}) == 5
    assert new_on_last_poll(entries, entries) == 0


def test_a_guid_that_becomes_shared_makes_no_second_sighting() -> None:
    first = [entry("same", "https://a/1", "t1")]
    assert new_on_last_poll(first, [*first, entry("same", "https://a/2", "t2")]) == 1
    unlinked = [entry("same", None, "t1")]
    assert new_on_last_poll(unlinked, [*unlinked, entry("same", None, "t2")]) == 1


def test_without_a_guid_the_link_tells() -> None:
    entries = [entry(None, f"https://a/{n}") for n in range(3)]
    ((identity, seen),) = polls(entries)
    assert (identity.rule, identity.because) == (IdentityRule.LINK, "3 of 3 entries have no guid")
    assert [item.key for item in seen] == ["https://a/0", "https://a/1", "https://a/2"]


def test_links_that_all_lead_to_the_front_page_do_not_tell() -> None:
    entries = [entry(None, "https://a/", f"t{n}") for n in range(3)]
    assert rule_after(entries) is IdentityRule.LINK_AND_TITLE
    assert new_on_last_poll(entries, [*entries[1:], entry(None, "https://a/", "t3")]) == 1


def test_without_guid_and_link_the_words_tell() -> None:
    entries = [entry(title="a"), entry(title="b"), entry(title="a", content="other")]
    assert rule_after(entries) is IdentityRule.TITLE_AND_DATE
    assert new_on_last_poll(entries, entries) == 0
    assert len({item.key for item in polls(entries)[0][1]}) == 3


def test_a_feed_that_learns_to_give_guids_is_believed() -> None:
    assert rule_after([entry(title="a")], [entry("g", title="b")]) is IdentityRule.GUID


def test_guids_made_anew_on_each_poll_are_seen_through() -> None:
    first, second, third = ([entry(f"{n}:{poll}", f"https://a/{n}", f"t{n}") for n in range(4)] for poll in range(3))
    assert new_on_last_poll(first, second) == 0
    identity, _ = polls(first, second)[-1]
    assert identity == Identity(IdentityRule.LINK, "4 of 4 entries on record came back under new guids")
    # Distrust lasts, and from now on a new entry is told by its link.
    (_, _, (identity, seen)) = polls(first, second, [*third, entry("9:2", "https://a/9", "t9")])
    assert identity.rule is IdentityRule.LINK
    assert [item.key for item in seen if item.is_new] == ["https://a/9"]


def test_a_guid_used_again_for_another_article_is_another_entry() -> None:
    documents = [entry("1", "https://a/1", "old")], [entry("1", "https://a/2", "new")]
    assert new_on_last_poll(*documents) == 1
    assert rule_after(*documents) is IdentityRule.GUID_AND_LINK
    assert new_on_last_poll(*documents, documents[1], documents[0]) == 0


def test_an_article_that_moved_stays_the_same_entry() -> None:
    assert new_on_last_poll([entry("1", "https://a/1", "same")], [entry("1", "https://a/2", "same")]) == 0


def test_long_guids_are_hashed() -> None:
    assert len(keys_of([entry("g" * 200_000)], IdentityRule.GUID)[0]) < 100


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
def test_the_same_document_again_brings_nothing_new(entries: list[Entry]) -> None:
    assert new_on_last_poll(entries, entries) == 0
    assert new_on_last_poll(entries, entries, entries) == 0
    seen = polls(entries)[0][1]
    assert len({item.key for item in seen}) == len(seen)
