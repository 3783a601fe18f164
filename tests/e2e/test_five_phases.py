"""A person tracks outlets whose pages change in every way; what is held of them stays true."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from adapters.refresh import listings
from adapters.web.feed_items import Feed
from adapters.web.feeds import read_feed
from retrieval.articles import Article
from tests.e2e.five_phases import (
    CORRECTED_MINISTER,
    CORRECTED_RESIGNS,
    CORRECTED_VOTE,
    DEAL,
    LAST,
    LIVE,
    LIVE_2,
    MOVED_TO,
    NEWER,
    NEWER_BLAST,
    NO_ARTICLES,
    PHASES,
    STORY,
    STORY_TOML,
    TALKS,
    FivePhases,
)
from tests.e2e.news_pages import Story
from tests.e2e.newsdesk_at_work import newsdesk_at_work, told


@dataclass(frozen=True, slots=True)
class Seen:
    """What was held at the end of a phase, by address, and what its refresh told."""

    held: dict[str, Article]
    told: list[tuple[str, str, str]]
    failing: list[str]
    why: dict[str, str]


@pytest.fixture(scope="module")
def papers() -> Iterator[FivePhases]:
    with FivePhases() as papers:
        yield papers


@pytest.fixture(scope="module")
def phases(papers: FivePhases, tmp_path_factory: pytest.TempPathFactory) -> list[Seen]:
    """All phases, one after another; the tests look at what came of each."""
    seen = []
    with newsdesk_at_work(tmp_path_factory.mktemp("desk")) as desk:
        feeds = ", ".join(f'"{url}"' for url in [papers.ill, *papers.feeds])
        (desk.room.corpus / STORY).mkdir()
        (desk.room.corpus / STORY / "story.toml").write_text(f"{STORY_TOML}feeds = [{feeds}]\n")
        for number in range(PHASES):
            if number:
                papers.phase(number)
            desk.now = papers.now(number)
            with pytest.MonkeyPatch.context() as patched:
                patched.setattr(listings, "read_feed", stumbling_over(papers.ill))
                report = desk.fetch()
            failing = [one.url for one in report.sources if not one.ok]
            why = {url: page.why for url, page in desk.sources.pages(STORY).items()}
            held = {article.url: article for article in desk.held().values()}
            seen.append(Seen(held, told(report), failing, why))
    return seen


def stumbling_over(ill: str) -> Callable[[bytes, str, str], Feed]:
    """`read_feed` with a fault that nobody foresaw, in one feed."""

    def read(body: bytes, content_type: str, url: str) -> Feed:
        if url == ill:
            raise ZeroDivisionError("of no document's making")
        return read_feed(body, content_type, url)

    return read


def text(story: Story) -> str:
    return "\n".join(story.paragraphs)


def test_every_article_is_held_as_its_page_says_it_and_no_wall_is(
    phases: list[Seen], papers: FivePhases
) -> None:
    held = phases[0].held
    assert {url: article.text for url, article in held.items()} == {
        url: text(story) for url, story in papers.articles.items()
    }
    assert {url: article.title for url, article in held.items()} == {
        url: story.title for url, story in papers.articles.items()
    }
    assert all(phases[0].why[papers.bugle.url(path)] for path in NO_ARTICLES)


def test_a_source_that_nobody_foresaw_fails_alone(phases: list[Seen], papers: FivePhases) -> None:
    assert [seen.failing for seen in phases] == [[papers.ill]] * PHASES


def test_a_correction_is_taken_and_stays_when_the_page_shrinks_to_a_teaser(
    phases: list[Seen], papers: FivePhases
) -> None:
    url = papers.bugle.url("/vote")
    assert ("changed", CORRECTED_VOTE.title, "") in phases[1].told
    assert [seen.held[url].text for seen in phases[1:]] == [text(CORRECTED_VOTE)] * 5


def test_an_article_that_moves_keeps_its_words_and_takes_its_new_link(
    phases: list[Seen], papers: FivePhases
) -> None:
    for seen in phases[1:]:
        talks = [one for one in seen.held.values() if one.title == TALKS.title]
        assert [(one.url, one.text) for one in talks] == [(papers.bugle.url(MOVED_TO), text(TALKS))]
    became = [what for seen in phases[1:] for what, title, _ in seen.told if title == TALKS.title]
    assert not {"new", "changed", "withdrawn"} & set(became)


def test_a_liveblog_grows_and_loses_no_entry(phases: list[Seen], papers: FivePhases) -> None:
    for seen in phases:
        live = "\n".join(one.text for one in seen.held.values() if one.title == LIVE.title)
        assert all(entry in live for entry in LIVE.paragraphs)
    assert all(entry in live for entry in LIVE_2.paragraphs)


def test_a_withdrawal_is_told_once_and_nothing_else_is_called_withdrawn(
    phases: list[Seen], papers: FivePhases
) -> None:
    withdrawn = [
        (number, title)
        for number, seen in enumerate(phases)
        for what, title, _ in seen.told
        if what == "withdrawn"
    ]
    assert withdrawn == [(3, papers.bugle.url("/fire"))]
    assert papers.bugle.url("/fire") not in phases[-1].held


@pytest.mark.parametrize(
    "path", ["/guards", "/fund", "/march", "/road", "/claim", "/night"], ids=lambda path: path[1:]
)
def test_what_stands_in_place_of_an_article_never_replaces_it(
    phases: list[Seen], papers: FivePhases, path: str
) -> None:
    url = papers.bugle.url(path)
    assert [seen.held[url] for seen in phases[1:]] == [phases[0].held[url]] * 5
    # Why it can't be checked is said as long as that is so.
    assert phases[3].why[url]
    assert not phases[5].why[url]


def test_of_one_outlet_the_newer_report_is_held_though_it_differs_in_one_word(
    phases: list[Seen], papers: FivePhases
) -> None:
    assert phases[2].held[papers.record.url(NEWER)].text == text(NEWER_BLAST)


def test_a_broken_byte_changes_nothing(phases: list[Seen], papers: FivePhases) -> None:
    url = papers.record.url("/minister")
    assert [seen.held[url] for seen in phases[:5]] == [phases[0].held[url]] * 5


def test_a_corrected_byline_and_date_are_taken_and_told_nobody(
    phases: list[Seen], papers: FivePhases
) -> None:
    resigns = phases[4].held[papers.record.url("/resigns")]
    assert resigns.authors == CORRECTED_RESIGNS.authors
    assert resigns.published == CORRECTED_RESIGNS.published
    assert resigns.text == text(CORRECTED_RESIGNS)
    assert [one for one in phases[4].told if one[0] in ("changed", "withdrawn")] == []


def test_when_the_walls_are_down_again_only_what_is_truly_new_is_told(
    phases: list[Seen], papers: FivePhases
) -> None:
    became = [one for one in phases[5].told if one[0] in ("new", "changed", "withdrawn")]
    assert became == [("changed", CORRECTED_MINISTER.title, ""), ("new", DEAL.title, "")]
    url, last = papers.record.url("/minister"), papers.record.url(LAST)
    assert phases[5].held[url].text == text(CORRECTED_MINISTER)
    assert phases[5].held == phases[4].held | {one: phases[5].held[one] for one in (url, last)}
