"""A feed's items are taken by the stories they belong to, and people are told why."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from retrieval.articles import SourceRules, Story
from retrieval.closeness import (
    CLOSENESS_THRESHOLD,
    KEYWORD_THRESHOLD,
    Closeness,
    closeness,
    item_text,
    profile,
    rules_for,
)
from retrieval.embedding import Embeddings
from tests.retrieval.newsdesk import BRIDGE, article, embed

FELL = article("fell", "Ship fells harbour bridge", "A container ship hit a pier of the bridge.")


def put(story: Story, title: str, summary: str = "", text: str = "") -> Closeness:
    vector = embed([item_text(title, summary)])[0]
    return closeness(profile(story, [FELL], embed), title, summary, vector, text)


def test_an_item_near_the_story_is_taken_and_its_nearest_article_named() -> None:
    found = put(BRIDGE, "Ship that hit the harbour bridge", "A container ship hit a pier.")
    assert found == Closeness(found.score, "", f"{found.score:.2f}, nearest “{FELL.title}”", True)
    assert CLOSENESS_THRESHOLD < found.score <= 1


def test_an_item_about_something_else_is_not_taken() -> None:
    found = put(BRIDGE, "Parliament votes on tax", "Income tax falls by a tenth.")
    assert found == Closeness(found.score, "", f"{found.score:.2f}, under 0.40", False)
    assert 0 <= found.score < 0.2


def test_without_a_keyword_even_a_near_item_is_not_taken() -> None:
    story = replace(BRIDGE, keywords=("Baltimore",))
    found = put(story, "Ship that hit the harbour bridge", "A container ship hit a pier.")
    assert (found.keyword, found.why, found.taken) == ("", "no keyword of the story", False)


@pytest.mark.parametrize(
    ("keyword", "title", "text"),
    [
        ("container ship", "Container ships near the harbour bridge", ""),
        ("Key Bridge", "The harbour bridge and its ship", "It was called the KEY BRIDGE."),
        ("workers", "A worker of the harbour bridge on the ship", ""),
        ("U.S. Navy", "The US Navy at the harbour bridge", ""),
    ],
)
def test_a_keyword_counts_in_any_form_and_in_the_text_too(
    keyword: str, title: str, text: str
) -> None:
    story = replace(BRIDGE, keywords=("Elsewhere", keyword), closeness=0.0)
    found = put(story, title, "", text)
    assert (found.keyword, found.taken) == (keyword, True)


def test_the_words_of_a_keyword_have_to_stand_together() -> None:
    story = replace(BRIDGE, keywords=("harbour ship",), closeness=0.0)
    assert not put(story, "A ship at the harbour bridge").taken


def test_a_story_that_sets_its_own_threshold_is_measured_by_it() -> None:
    title = "Ship that hit the harbour bridge"
    score = put(BRIDGE, title).score
    assert put(replace(BRIDGE, closeness=score + 0.01), title).why == (
        f"{score:.2f}, under {score + 0.01:.2f}"
    )
    assert put(replace(BRIDGE, closeness=score - 0.01), title).taken


def test_a_new_story_is_compared_by_its_title_and_summary() -> None:
    vector = embed([item_text(BRIDGE.title, BRIDGE.summary)])[0]
    found = closeness(profile(BRIDGE, [], embed), BRIDGE.title, BRIDGE.summary, vector)
    assert found == Closeness(found.score, "", f"1.00, nearest “{BRIDGE.title}”", True)


def test_of_very_many_articles_the_newest_are_compared() -> None:
    seen: list[str] = []

    def listening(texts: Sequence[str]) -> Embeddings:
        seen.extend(texts)
        return embed(texts)

    old = [article(str(n), f"Old {n}", "Old.", days=n) for n in range(300)]
    profile(BRIDGE, old, listening)
    assert seen[1] == "Old 299\nOld."
    assert len(seen) == 201


def test_a_long_title_is_cut_in_the_reason() -> None:
    long = replace(BRIDGE, title="Harbour bridge " * 20)
    vector = embed([item_text(long.title, long.summary)])[0]
    why = closeness(profile(long, [], embed), long.title, long.summary, vector).why
    assert why == "1.00, nearest “Harbour bridge Harbour bridge Harbour bridge Harbour bridge …”"


@pytest.mark.parametrize(
    ("keywords", "title", "why"),
    [
        (("ship", "-rescue"), "Ship at the bridge", ""),
        (("ship", "-rescue"), "Ships and rescues", "“rescue” in it, which the story leaves out"),
        (("-rescue",), "A bridge", ""),
        (("+ship", "+harbour bridge"), "A ship at the harbour bridge", ""),
        (
            ("+ship", "+harbour bridge"),
            "A ship at the bridge",
            "no “harbour bridge” in it, which the story asks for",
        ),
        (("+ship", "pier", "bridge"), "Ship at a quay", "no keyword of the story"),
        (("+", "- "), "Anything", ""),
    ],
)
def test_keywords_may_be_required_and_excluded(
    keywords: tuple[str, ...], title: str, why: str
) -> None:
    found = put(replace(BRIDGE, keywords=keywords, closeness=0.0), title)
    assert (found.taken, found.why if why else "") == (not why, why)


def test_a_sources_own_keywords_stand_in_place_of_the_storys_but_for_what_that_leaves_out() -> None:
    rules = (
        SourceRules("https://wire.example/", ("pier", "-quay")),
        SourceRules("https://union.example/", ()),
        SourceRules("https://echo.example/", None, 0.9),
    )
    story = replace(BRIDGE, keywords=("ship", "-rescue"), source_rules=rules)
    found = {
        url: rules_for(story, url)
        for url in (*(one.url for one in rules), "https://other.example/")
    }
    written = [
        ([k.written for k in one.keywords.any], [k.written for k in one.keywords.none])
        for one in found.values()
    ]
    assert written == [
        (["pier"], ["quay", "rescue"]),
        ([], ["rescue"]),
        (["ship"], ["rescue"]),
        (["ship"], ["rescue"]),
    ]
    assert [one.threshold for one in found.values()] == [
        KEYWORD_THRESHOLD,
        CLOSENESS_THRESHOLD,
        0.9,
        KEYWORD_THRESHOLD,
    ]
