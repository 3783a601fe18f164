"""A story that is limited to channels is spoken of there and nowhere else."""

from hypothesis import given
from hypothesis import strategies as st

from bot.places import Place, allowed
from retrieval.articles import Story

NEWS, DESK = Place("slack", "T1", "C0NEWS"), Place("slack", "T1", "C0DESK")
OPEN = Story("sweden-nato", "Sweden joins NATO", "")
LIMITED = Story("us-japan", "A command", "", channels=("slack:C0DESK", "discord:77"))
STORIES = {story.slug: story for story in (OPEN, LIMITED)}


def test_a_place_is_named_as_a_story_file_names_it() -> None:
    assert (DESK.name, Place("discord", "1", "77").name) == ("slack:C0DESK", "discord:77")


def test_a_limited_story_is_seen_in_its_channels_only() -> None:
    assert allowed(STORIES, DESK, None) == STORIES
    assert allowed(STORIES, Place("discord", "", "77"), None) == STORIES
    for elsewhere in (NEWS, Place("discord", "T1", "C0DESK"), Place("slack", "T1", ""), None):
        assert allowed(STORIES, elsewhere, None) == {"sweden-nato": OPEN}


def test_a_scope_narrows_and_never_widens() -> None:
    assert allowed(STORIES, DESK, {"us-japan"}) == {"us-japan": LIMITED}
    assert allowed(STORIES, NEWS, {"us-japan"}) == {}
    assert allowed(STORIES, NEWS, {"us-japan", "sweden-nato"}) == {"sweden-nato": OPEN}


def test_a_scope_whose_stories_are_gone_allows_nothing() -> None:
    assert allowed(STORIES, NEWS, {"last-year"}) == {}
    assert allowed(STORIES, NEWS, ()) == {}


CHANNELS = st.sampled_from(("C1", "C2", "C3"))
TRACKED = st.lists(
    st.tuples(st.sampled_from("abcde"), st.lists(CHANNELS.map("slack:{}".format), max_size=3)),
    max_size=5,
)


@given(TRACKED, st.none() | CHANNELS, st.none() | st.lists(st.sampled_from("abcdef")))
def test_no_scope_ever_shows_a_story_outside_of_its_channels(
    tracked: list[tuple[str, list[str]]], channel: str | None, scope: list[str] | None
) -> None:
    stories = {slug: Story(slug, slug, "", channels=tuple(channels)) for slug, channels in tracked}
    place = Place("slack", "T1", channel) if channel else None
    seen = allowed(stories, place, scope)
    assert seen.items() <= stories.items()
    assert seen.keys() <= (stories.keys() if scope is None else set(scope))
    limits = [story.channels for story in seen.values() if story.channels]
    assert all(f"slack:{channel}" in channels for channels in limits)
