"""A person brings the feeds of another program along, and takes them away again. Real model."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.command import Run, run_in
from tests.e2e.news_documents import Item, rss, xml_bomb
from tests.e2e.news_faults import status
from tests.e2e.news_site import NewsSite
from tests.e2e.newspapers import BEGIN, DAYS, STORY, STORY_TOML, article_html

TITLE, LEAD = DAYS[0][0], DAYS[0][1]


@pytest.fixture
def site() -> Iterator[NewsSite]:
    with NewsSite() as site:
        for n in range(2):
            items = [Item(TITLE, site.url("/a"), LEAD, BEGIN)]
            site.feed(f"/{n}.rss", rss(f"Paper {n}", site.url(), items))
        site.page("/a", article_html("Ostwick Echo", TITLE, BEGIN, [LEAD, LEAD]))
        yield site


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "corpus" / STORY / "story.toml"
    path.parent.mkdir(parents=True)
    path.write_text(f"# What we follow.\n{STORY_TOML}")
    return tmp_path / "corpus"


@pytest.fixture
def run(tmp_path: Path, shipped: Path) -> Run:
    (tmp_path / "data").mkdir(mode=0o700)
    allowed = {"PULLQUOTE_ALLOWED_NETWORKS": "127.0.0.0/8", "PULLQUOTE_HOST_PAUSE": "0"}
    return run_in(tmp_path, tmp_path / "data", **allowed)


def outline(text: str, url: str) -> str:
    return f'<outline text="{text}" type="rss" xmlUrl="{url}"/>'


def opml(*outlines: str) -> str:
    return f'<opml version="2.0"><head/><body>{"".join(outlines)}</body></opml>'


def test_a_file_brings_its_feeds_and_each_bad_outline_is_named_and_costs_only_itself(
    run: Run, site: NewsSite, corpus: Path, tmp_path: Path
) -> None:
    down = site.fail("/down.rss", status(403))
    path = tmp_path / "feeds.opml"
    path.write_text(
        opml(
            outline("Zero", site.url("/0.rss")),
            f'<outline text="Deeper">{outline("One", site.url("/1.rss"))}</outline>',
            outline("Zero again", site.url("/0.rss")),
            outline("Down", down),
            '<outline text="Nothing" type="rss"/>',
        )
    )
    dry = run("track", str(path), "--dry-run")
    assert dry.out.splitlines()[-1] == "nothing was added, 3 left out"
    outcome = run("track", str(path))
    assert (outcome.code, outcome.err) == (1, "")
    assert outcome.out.splitlines() == [
        "RSS  Paper 0",
        f"  {site.url('/0.rss')}",
        f"  {STORY}: 1 of 1 items would be taken",
        "RSS  Paper 1",
        f"  {site.url('/1.rss')}",
        f"  {STORY}: 1 of 1 items would be taken",
        f"left out  Zero again  listed twice: {site.url('/0.rss')}",
        "left out  Nothing  no xmlUrl",
        f"left out  Down  {down}: HTTP 403",
        "2 added, 3 left out; fetch the articles with: pullquote refresh",
    ]
    story = (corpus / STORY / "story.toml").read_text()
    assert story.startswith(f"# What we follow.\n{STORY_TOML}feeds = [")
    assert all(site.url(f"/{n}.rss") in story for n in range(2))
    again = run("track", str(path), "--json").json
    assert [one["added"] for one in again["sources"]] == [False, False]
    assert [one["outline"] for one in again["left_out"]] == ["Zero again", "Nothing", "Down"]


def test_top_level_outlines_become_stories_and_come_back_as_they_were_exported(
    run: Run, site: NewsSite, corpus: Path, tmp_path: Path
) -> None:
    url = site.page(
        "/all.opml",
        opml(
            f'<outline text="The harbour bridge of Ostwick">{outline("0", site.url("/0.rss"))}'
            "</outline>",
            f'<outline text="Ferry &amp; port">{outline("1", site.url("/1.rss"))}'
            f'<outline text="The closure" type="link" url="{site.url("/a")}"/></outline>',
        ),
        content_type="text/x-opml",
    )
    outcome = run("track", url, "--by-outline")
    assert outcome.code == 0, outcome.out
    assert site.url("/0.rss") in (corpus / STORY / "story.toml").read_text()
    new = (corpus / "ferry-port" / "story.toml").read_text()
    assert new.startswith('title = "Ferry & port"\nsummary = "Ferry & port"\n')
    assert f'pages = ["{site.url("/a")}"]' in new

    exported = run("sources", "--opml").out
    path = tmp_path / "back.opml"
    path.write_text(exported)
    back = run("track", str(path), "--by-outline", "--json").json
    assert {(one["story"], one["url"], one["added"]) for one in back["sources"]} == {
        (STORY, site.url("/0.rss"), False),
        ("ferry-port", site.url("/1.rss"), False),
        ("ferry-port", site.url("/a"), False),
    }
    assert back["left_out"] == []


def test_what_brings_no_feeds_is_refused_in_one_line(
    run: Run, site: NewsSite, corpus: Path, tmp_path: Path
) -> None:
    bomb = site.page("/bomb", xml_bomb().replace("rss", "opml"), content_type="text/x-opml")
    (tmp_path / "notes.txt").write_text("some words")
    (tmp_path / "empty.opml").write_text(opml())
    feed = site.url("/0.rss")
    refused = [
        (["track", bomb], f"{bomb}: "),
        (["track", "notes.txt"], "notes.txt is no OPML file"),
        (["track", "empty.opml"], "no outline names a feed"),
        (["track", feed, "--by-outline"], "is no OPML file; name its story with --story"),
        (["track", feed, "--by-outline", "--story", STORY], "leave --story out"),
        (["track", "nowhere.opml"], "there is no file nowhere.opml"),
        (["track", "nowhere"], "only http:// and https:// addresses are asked"),
        (["sources", "--opml", "--json"], "leave --json out"),
    ]
    for arguments, message in refused:
        outcome = run(*arguments)
        assert (outcome.code, outcome.out) == (2, ""), arguments
        assert message in outcome.err
        assert outcome.err.count("\n") == 1
