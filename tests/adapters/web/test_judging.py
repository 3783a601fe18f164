"""Which items of a feed a story takes, and what its judgement depends on."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from adapters.web.feed_items import FeedItem
from adapters.web.judging import SITEMAP_DAYS, judge, judged_by, recent
from retrieval.articles import Story
from retrieval.closeness import KEYWORD_THRESHOLD
from tests.adapters.storage.newsroom import WordEmbedder

NOW = datetime(2026, 3, 2, 6, tzinfo=UTC)
STORY = Story("bridge", "The harbour bridge", "A closed bridge and its repair.", ("bridge",))


def item(title: str = "", *, summary: str = "", text: str = "", url: str = "/a") -> FeedItem:
    return FeedItem(f"https://echo.example{url}", title, summary, text, None, None, ())


def test_an_item_needs_a_keyword_and_closeness() -> None:
    embedder = WordEmbedder()
    items = [
        item("The harbour bridge", summary="A closed bridge and its repair."),
        item("The harbour", summary="A closed pier and its repair."),
        item("Soup", summary="Bridge over it with bread."),
    ]
    near, other, far = judge(STORY, [], items, embedder.embed_passages)
    assert [one.item for one in (near, other, far)] == items
    assert (near.closeness.taken, near.closeness.keyword) == (True, "bridge")
    assert (other.closeness.taken, other.closeness.why) == (False, "no keyword of the story")
    assert not far.closeness.taken
    assert far.closeness.why.endswith(f", under {KEYWORD_THRESHOLD:.2f}")
    assert len(embedder.embedded) == 4  # the story itself, and each item once


def test_nothing_is_embedded_where_there_is_nothing_to_judge() -> None:
    embedder = WordEmbedder()
    assert judge(STORY, [], [], embedder.embed_passages) == []
    assert embedder.embedded == []


def test_a_keyword_in_the_feeds_full_text_counts() -> None:
    story = replace(STORY, closeness=0.0)
    items = [item("Hangers ordered", text="They are for the bridges."), item("Hangers ordered")]
    judged = judge(story, [], items, WordEmbedder().embed_passages)
    assert [one.closeness.taken for one in judged] == [True, False]


def test_a_page_that_is_listed_without_a_title_is_judged_by_its_address() -> None:
    story = replace(STORY, closeness=0.0)
    items = [
        item(url="/2026/03/harbour-bridge-to-open-early.html"),
        item(url="/2026/03/br%C3%BCcke-ge%C3%B6ffnet"),
    ]
    embedder = WordEmbedder()
    judged = judge(story, [], items, embedder.embed_passages)
    assert [one.closeness.taken for one in judged] == [True, False]
    assert embedder.embedded[-2:] == ["harbour bridge to open early\n", "brücke geöffnet\n"]


def test_what_a_story_says_decides_and_where_it_is_followed_does_not() -> None:
    changed = [
        replace(STORY, title="T"),
        replace(STORY, summary="S"),
        replace(STORY, keywords=("bridge", "ferry")),
        replace(STORY, closeness=0.1),
    ]
    assert len({judged_by(story) for story in (STORY, *changed)}) == 5
    moved = replace(STORY, feeds=("https://echo.example/rss",), refresh_minutes=5)
    assert judged_by(moved) == judged_by(STORY)


def test_of_a_sitemap_only_a_month_counts() -> None:
    young = replace(item(), published=NOW - SITEMAP_DAYS)
    changed = replace(item(), published=NOW - timedelta(days=400), updated=NOW)
    undated = item()
    old = replace(item(), published=NOW - SITEMAP_DAYS - timedelta(seconds=1))
    assert recent([young, changed, undated, old], NOW) == [young, changed, undated]


def test_an_item_in_a_language_that_the_model_does_not_know_says_so() -> None:
    german = item(
        "Die Hafenbrücke bleibt gesperrt",
        summary="Die Brücke im Hafen von Kiel bleibt bis Montag gesperrt, sagte die "
        "Bürgermeisterin am Freitag, weil die Reparatur länger dauert als geplant.",
    )
    english = item("The harbour bridge", summary="A closed bridge and its repair.")
    embed = WordEmbedder().embed_passages
    told, other = judge(STORY, [], [german, english], embed, languages=())
    assert told.closeness.why.endswith("; in German, which is not read")
    assert "read" not in other.closeness.why
    [known] = judge(STORY, [], [german], embed, languages=("de",))
    assert "German" not in known.closeness.why


def test_a_keyword_of_a_script_without_blanks_is_found_inside_of_a_sentence() -> None:
    story = Story("quake", "能登の地震", "能登半島の地震。", ("地震",), closeness=0.0)
    there = item("能登で地震が発生した", summary="昨日のことだ。")
    elsewhere = item("市長が辞任した", summary="昨日のことだ。")
    found = judge(story, [], [there, elsewhere], WordEmbedder().embed_passages)
    assert [one.closeness.keyword for one in found] == ["地震", ""]
