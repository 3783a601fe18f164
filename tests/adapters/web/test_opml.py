"""People bring their lists of feeds along, as other programs write them."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.web.feed_items import FeedError
from adapters.web.opml import LeftOut, Opml, Outline, OutlinedStory, read_opml, write_opml

NOW = datetime(2026, 3, 2, 6, tzinfo=UTC)


def opml(body: str, head: str = "<title>My feeds</title>") -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<opml version="2.0"><head>{head}</head><body>{body}</body></opml>'
    ).encode()


def test_nested_outlines_are_read_with_the_folder_that_they_stand_in() -> None:
    body = """
    <outline text="The Lighthouse" type="rss" xmlUrl="https://light.example/rss"
             htmlUrl="https://light.example/"/>
    <outline text="Ferries &amp; ports" title="unused">
      <outline text="North">
        <outline title="Quay News" type="rss" xmlUrl=" https://quay.example/feed?a=1 "/>
        <outline TEXT="Tide" TYPE="RSS" XMLURL="http://tide.example/atom.xml"/>
      </outline>
      <outline text="a note"/>
    </outline>"""
    assert read_opml(opml(body), "text/x-opml") == Opml(
        "My feeds",
        (
            Outline("https://light.example/rss", "The Lighthouse", ""),
            Outline("https://quay.example/feed?a=1", "Quay News", "Ferries & ports"),
            Outline("http://tide.example/atom.xml", "Tide", "Ferries & ports"),
        ),
        (),
    )


def test_a_bad_outline_costs_only_itself_and_is_named() -> None:
    body = """
    <outline text="No address" type="rss"/>
    <outline text="Home only" htmlUrl="https://home.example/"/>
    <outline text="A file" type="rss" xmlUrl="file:///etc/passwd"/>
    <outline type="rss" xmlUrl="https://ann:secret@private.example/rss"/>
    <outline text="Another list" type="include" url="https://lists.example/more.opml"/>
    <outline text="Good" type="rss" xmlUrl="https://good.example/rss"/>
    <outline text="Good again" type="rss" xmlUrl="https://GOOD.example:443/rss#top"/>
    <outline text="Broken" & type=rss xmlUrl="https://broken.example/rss">
    """
    found = read_opml(opml(body), "")
    assert [outline.title for outline in found.outlines][:1] == ["Good"]
    named = {one.name: one.why for one in found.left_out}
    assert named["No address"] == "no xmlUrl"
    assert named["Home only"] == "no xmlUrl"
    assert named["A file"] == "only http:// and https:// addresses are asked, not file:"
    assert named["Another list"] == "another OPML file; track it by itself"
    assert named["Good again"] == "listed twice: https://good.example/rss"
    assert not any("secret" in one.why for one in found.left_out)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"words",
        b"<rss><channel/></rss>",
        b'<!DOCTYPE opml [<!ENTITY a "ha ha ha ha ha ha ha">'
        b'<!ENTITY c "&a;&a;&a;&a;&a;&a;">]><opml><body>'
        b'<outline text="&c;" xmlUrl="https://a.example/"/></body></opml>',
        b'<!DOCTYPE opml [<!ENTITY x SYSTEM "file:///etc/passwd">]><opml><body>'
        b'<outline text="&x;" xmlUrl="https://a.example/"/></body></opml>',
    ],
)
def test_entity_bombs_and_other_documents_are_refused(body: bytes) -> None:
    with pytest.raises(FeedError):
        read_opml(body, "text/x-opml")


def test_a_file_without_body_or_nested_very_deep_is_read_as_far_as_it_goes() -> None:
    leaf = '<outline text="Deep" type="rss" xmlUrl="https://deep.example/rss"/>'
    deep = "<outline text='x'>" * 200 + leaf + "</outline>" * 200
    assert read_opml(opml(deep), "").outlines == (Outline("https://deep.example/rss", "Deep", "x"),)
    read_opml(opml("<outline text='x'>" * 5_000), "")
    assert read_opml(b"<opml>" + leaf.encode() + b"</opml>", "").outlines[0].title == "Deep"


def test_what_is_written_is_read_again() -> None:
    feeds, pages = ["https://a.example/rss?x=1&y=2"], ["https://b.example/topic/<bridge>"]
    written = write_opml([OutlinedStory("Ships “&” <ports>", feeds, pages)], NOW)
    assert written.startswith(b"<?xml version='1.0' encoding='UTF-8'?>\n<opml version=\"2.0\">")
    assert b"<dateCreated>Mon, 02 Mar 2026 06:00:00 GMT</dateCreated>" in written
    assert b'type="rss"' in written
    assert b'xmlUrl="https://a.example/rss?x=1&amp;y=2"' in written
    found = read_opml(written, "text/x-opml")
    assert [(one.url, one.folder) for one in found.outlines] == [
        ("https://a.example/rss?x=1&y=2", "Ships “&” <ports>"),
        ("https://b.example/topic/%3Cbridge%3E", "Ships “&” <ports>"),
    ]


@given(st.text(max_size=200))
def test_no_text_makes_the_reading_fail_otherwise(text: str) -> None:
    try:
        found = read_opml(f"<opml><body>{text}</body></opml>".encode("utf-8", "replace"), "")
    except FeedError:
        return
    assert all(isinstance(one, LeftOut) for one in found.left_out)


@given(st.text(max_size=50), st.lists(st.integers(0, 9), max_size=5, unique=True))
def test_any_title_survives_being_written(title: str, numbers: list[int]) -> None:
    feeds = [f"https://n{number}.example/rss" for number in numbers]
    found = read_opml(write_opml([OutlinedStory(title, feeds, ())], NOW), "")
    assert [one.url for one in found.outlines] == feeds
