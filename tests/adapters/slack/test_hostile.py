"""Articles that try to act in Slack: nothing pings, nothing leads elsewhere, all is verbatim."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.slack.message import Message
from adapters.slack.rendering import home_of, message_of, modal_of
from adapters.slack.wording import ways_to_ask
from bot import freshness_wording, timeline_wording, wording
from bot.commands.help import help_document
from bot.commands.table import COMMANDS
from bot.conversation import Door
from bot.desk import Page, Surrounded, Told
from bot.documents.context import context_document
from bot.documents.following import followed_document, following_document
from bot.documents.home import home_document
from bot.documents.listings import (
    feedback_document,
    scope_document,
    stories_document,
    story_document,
)
from bot.documents.notices import (
    correction_document,
    fallen_quiet_document,
    news_document,
    outage_document,
)
from bot.documents.quotes import day_in_words
from bot.documents.replies import page_document, reply_document, shared_document
from bot.documents.timelines import timeline_document
from bot.documents.tracking import proposal_document
from bot.documents.tree import Document, Picture
from bot.followers import Followed
from bot.language import ENGLISH, LANGUAGES, speaking
from bot.library import StoryListing
from bot.memory import KeptQuote, KeptReply, Rated
from bot.notices import Correction, News, NewsItem
from bot.places import Place
from bot.replies import Answer, NoAnswer, Part, Possible, Remark, Standing
from bot.safe_text import one_line, sendable
from bot.timelines import page_of
from bot.tracking import FoundItem, FoundSource, Proposal, Proposed
from retrieval.articles import Article, Story
from retrieval.quotes import Quote
from retrieval.timeline import Development
from tests.adapters.slack.hostile import HOSTILE, HOSTILE_ADDRESSES
from tests.bot.happenings import DAILY, follow
from tests.bot.newsroom import ALICE, QUESTION, REVIEW, SECOND, STORY, WIRE
from tests.e2e.slack.block_kit import violations_of

NOW = datetime(2024, 8, 1, tzinfo=UTC)
_TURNING = re.compile("[\u202a-\u202e\u2066\u2067\u2069]")
_ENTITY = re.compile("&(?:amp|lt|gt);")

# All that can't be sent, and what is shown in its place.
SENDABLE = {
    "\x00nul\x07bell\x1b[31mred\x1b[0m\x08\x7f\x9b": "�nul�bell�[31mred�[0m���",
    "half a pair \ud83d and the other \ude00": "half a pair � and the other �",
}

OTHERS = [language for language in LANGUAGES if language != ENGLISH]
each_hostile = pytest.mark.parametrize("hostile", HOSTILE, ids=lambda text: ascii(text[:12]))


def everything(
    quote: Quote, story: Story, question: str = QUESTION
) -> Iterator[tuple[str, dict[str, Any]]]:
    """All that Slack can show of a quote: the surface, and what is sent to it."""
    titles = {story.slug: story.title}
    for document in (*replies(quote, story, question), *lists(quote, story)):
        yield "message", sent(message_of(document))
    for document in unasked(quote, story):
        yield "message", sent(message_of(document, "F0000000001"))
    around = Surrounded(quote, f"{question} ", f" {question}")
    two = Page("r1", (quote, SECOND), 0, 2, True, titles, ("", ""))
    yield "modal", modal_of(context_document(two, [around, Surrounded(SECOND, "", "")]), "Context")
    listings = [StoryListing(story, 3, NOW)]
    yield "home", home_of(home_document(listings, [quote.article, REVIEW], titles, {}))


def replies(quote: Quote, story: Story, question: str) -> Iterator[Document]:
    titles = {story.slug: story.title}
    answer = Answer(question, "g", 0.9, (quote, SECOND), (SECOND,))
    standings = (Standing.VALUE, Standing.VALUE, Standing.OTHER)
    parts = (Part(1, question), Part(2, "so?"))
    perhaps = Possible(question, "g", 0.4, (quote, SECOND), (SECOND,), standings, (), parts)
    refusal = NoAnswer(question, "g", 0.1, f"No article is tracked in {story.slug}.", (quote,))
    yield reply_document(Told("r1", answer, titles, story.slug), private=True)
    yield reply_document(Told("r1", perhaps, titles, ""), private=True)
    yield reply_document(Told("r1", Remark(question, "No."), {}), private=True)
    yield reply_document(Told("r1", refusal, titles, story.slug), private=False)
    yield page_document(Page("r1", (quote, SECOND), 3, 9, True, titles, ("", "")))
    yield page_document(Page("r1", (quote,), 0, 1, False, titles, (wording.NEAREST(),)))
    yield shared_document(Page("r1", (quote,), 0, 2, True, titles, ("",)), question, ALICE)


def lists(quote: Quote, story: Story) -> Iterator[Document]:
    listings = [StoryListing(story, 3, NOW)]
    kept_quote = KeptQuote(quote.article.version, 0, 1, (), 0.9, ())
    place = Place("slack", "T1", "C1")
    kept = KeptReply("r1", place, "", "", "", True, story.slug, (kept_quote,), NOW)
    held = {quote.article.version: quote.article}
    title = quote.article.title
    yield stories_document(listings)
    yield story_document(listings[0], [quote.article, REVIEW])
    yield scope_document(True, listings)
    yield feedback_document([Rated(kept, 1, 2, NOW)], held, {"r1": "https://x.example/p"})
    yield following_document([Followed(follow(), story)], corrections=True)
    yield followed_document(Followed(follow(DAILY), story))
    proposal = Proposal("p", place, ALICE, story.slug, "feeds", quote.article.url, False, NOW)
    found = FoundSource("", "feeds", "feed", title, 1, 1, (FoundItem(title, False, title),))
    yield proposal_document(Proposed(proposal, story, found))


def unasked(quote: Quote, story: Story) -> Iterator[Document]:
    """What channels are told by themselves, and the timeline."""
    article = quote.article
    two = (NewsItem(article, (quote, SECOND), (article,)), NewsItem(REVIEW, (SECOND,), ()))
    yield news_document(News(story, two, 2, follow()))
    yield news_document(News(story, (NewsItem(article, (), ()),), 0, follow()))
    yield correction_document(Correction(story, article, quote.text, quote, False))
    yield correction_document(Correction(story, article, quote.text, SECOND, False))
    yield correction_document(Correction(story, article, quote.text, None, False))
    yield correction_document(Correction(story, article, quote.text, None, True))
    yield outage_document(
        freshness_wording.outages(story.title, [(article.source, NOW, article.title)])
    )
    developments = [Development(quote, (article,)), Development(SECOND, ())] * 3
    page = page_of(story, developments, 0, newest_first=False)
    alt = one_line(timeline_wording.coverage(story.title, [article, REVIEW]), 1_000)
    yield timeline_document(page, Picture(b"", alt))


def sent(message: Message) -> dict[str, Any]:
    return {"text": message.text, "blocks": list(message.blocks)}


def shown_of(document: Document) -> dict[str, Any]:
    return sent(message_of(document))


def parts(value: Any) -> Iterator[dict[str, Any]]:
    """Every object of what is sent."""
    for one in value.values() if isinstance(value, Mapping) else value:
        if isinstance(one, Mapping | list):
            yield from parts(one)
    if isinstance(value, dict):
        yield value


def faults_of(sent: dict[str, Any], surface: str, addresses: set[str]) -> list[str]:
    """What in it could act, lead elsewhere or be refused."""
    faults = violations_of(sent, surface)
    acting = [sent["text"]] if "text" in sent else []
    for part in parts(sent):
        match part.get("type"):
            case "mrkdwn":
                acting.append(part["text"])
            case "user" if part["user_id"] != ALICE:
                faults.append(f"mentions {part['user_id']}")
            case "usergroup" | "channel" | "broadcast" | "emoji" | "date" | "markdown":
                faults.append(f"element {part['type']}")
            case "link" if part["url"] not in addresses:
                faults.append(f"leads to {part['url']}")
            case "rich_text_section":
                line = "".join(element.get("text", "") for element in part["elements"])
                if _TURNING.search(_without_isolates(line)):
                    faults.append("turns its neighbours around")
    faults += [f"acts: {text[:80]}" for text in acting if re.search("[<>&]", _ENTITY.sub("", text))]
    faults += [
        "turns the text around" for text in acting if _TURNING.search(_without_isolates(text))
    ]
    return faults


def _without_isolates(line: str) -> str:
    """Without what is properly isolated."""
    return re.sub("\u2068[^\u2066-\u2069]*\u2069", "", line)


def quotes_in(sent: Mapping[str, Any]) -> list[str]:
    return [
        "".join(element["text"] for element in part["elements"])
        for block in sent["blocks"]
        for part in block.get("elements", ())
        if part["type"] == "rich_text_quote"
    ]


def quote_of(article: Article) -> Quote:
    address = f"{article.url}#:~:text=x" if article.url else ""
    text = article.text
    return Quote(article, 0, len(text), text, ((0, len(text) // 2),), address, 1, 0.9, (article,))


def addresses_of(*articles: Article) -> set[str]:
    plain = {article.url for article in articles}
    links = {quote_of(article).link for article in articles} | {SECOND.link}
    return plain | links | {REVIEW.url, "https://x.example/p"}


@each_hostile
def test_a_hostile_article_cannot_act_in_any_message_or_view(hostile: str) -> None:
    article = replace(WIRE, title=hostile, source=hostile, authors=(hostile,), text=hostile)
    story = Story(WIRE.story, hostile, hostile)
    faults = [
        fault
        for surface, shown in everything(quote_of(article), story, hostile)
        for fault in faults_of(shown, surface, addresses_of(article))
    ]
    assert faults == []


@each_hostile
@pytest.mark.parametrize("field", ["title", "source", "story", "text"])
def test_hostile_words_in_one_place_leave_the_others_as_they_are(hostile: str, field: str) -> None:
    changed = {field: hostile} if field != "story" else {}
    article: Article = replace(WIRE, **changed)  # type: ignore[arg-type]
    titles = {WIRE.story: hostile if field == "story" else "A story"}
    told = Told("r1", Answer(QUESTION, "g", 0.9, (quote_of(article),), ()), titles, "")
    shown = shown_of(reply_document(told, private=False))
    assert faults_of(shown, "message", addresses_of(article)) == []
    texts = [part.get("text") for part in parts(shown)]
    others = {"title": WIRE.title, "source": WIRE.source, "story": "A story"} | {field: None}
    for untouched in filter(
        None, [*others.values(), day_in_words(NOW.replace(month=7, day=28)), "Context", "Helpful"]
    ):
        assert untouched in texts
    if field != "text":
        assert quotes_in(shown) == [WIRE.text]


@each_hostile
def test_a_quote_is_shown_to_the_character_or_not_at_all(hostile: str) -> None:
    quote = quote_of(replace(WIRE, text=hostile))
    shown = quotes_in(shown_of(reply_document(told_of(quote), private=False)))
    if len(hostile.encode("utf-8", "replace")) > 10_000:
        assert shown == []
    else:
        assert [(text, len(text)) for text in shown] == [
            (SENDABLE.get(hostile, hostile), len(hostile))
        ]


@pytest.mark.parametrize("address", HOSTILE_ADDRESSES, ids=lambda text: ascii(text[:40]))
def test_an_article_with_an_address_that_is_none_gets_no_link(address: str) -> None:
    article = replace(WIRE, url=address)
    shown = shown_of(reply_document(told_of(quote_of(article)), private=False))
    assert [part for part in parts(shown) if part.get("type") == "link"] == []
    assert violations_of(shown) == []
    assert f"“{WIRE.title}”" in [part.get("text") for part in parts(shown)]


def test_a_title_that_passes_for_an_address_names_where_it_really_leads() -> None:
    article = replace(WIRE, title="https://good.example/story")
    shown = shown_of(reply_document(told_of(quote_of(article)), private=False))
    links = [part["text"] for part in parts(shown) if part.get("type") == "link"]
    assert links[0] == "https://good.example/story (wire.example)"


def test_a_right_to_left_title_is_isolated_so_that_the_date_stays_in_its_place() -> None:
    article = replace(WIRE, title="אמר השר ב-28 ביולי", source="Harborline \u202eeriW")
    shown = shown_of(reply_document(told_of(quote_of(article)), private=False))
    byline = shown["blocks"][0]["elements"][1]["elements"]
    assert [element["text"] for element in byline] == [
        "Harborline �eriW",
        " · ",
        "\u2068אמר השר ב-28 ביולי\u2069",
        " · ",
        "28\N{NO-BREAK SPACE}July\N{NO-BREAK SPACE}2024",
    ]


@each_hostile
def test_what_is_quoted_unasked_is_shown_to_the_character_or_not_at_all(hostile: str) -> None:
    quote = quote_of(replace(WIRE, text=hostile))
    item = NewsItem(quote.article, (quote,), ())
    shown = quotes_in(shown_of(news_document(News(STORY, (item,), 0, follow()))))
    fixed = quotes_in(
        shown_of(correction_document(Correction(STORY, WIRE, hostile, SECOND, False)))
    )
    whole = SENDABLE.get(hostile, hostile)
    assert [text for text in shown if text] in ([], [whole])
    assert [text for text in fixed if text] in ([], [whole], [whole, SECOND.text])
    if len(hostile.encode("utf-8", "replace")) < 10_000:
        assert shown == [whole]
        assert fixed[0] == whole


@each_hostile
def test_a_hostile_title_cannot_act_in_the_note_that_nothing_is_posted_any_more(
    hostile: str,
) -> None:
    shown = shown_of(
        fallen_quiet_document(follow(), hostile, "the channel is archived", "C0NEWS0001")
    )
    assert violations_of(shown) == []
    asked = [part for part in parts(shown) if part.get("type") in ("channel", "user", "link")]
    assert asked == [{"type": "channel", "channel_id": "C0NEWS0001"}]
    assert "<" not in shown["text"].replace("<#C0NEWS0001>", "", 1)


def told_of(quote: Quote) -> Told:
    return Told("r1", Answer(QUESTION, "g", 0.9, (quote,), ()), {}, "")


anything = st.text(st.characters(), min_size=1, max_size=400).filter(str.strip)


@settings(max_examples=60)
@given(text=anything, title=anything, source=anything, times=st.integers(1, 60))
def test_whatever_an_article_says_it_is_verbatim_and_within_limits(
    text: str, title: str, source: str, times: int
) -> None:
    long = replace(WIRE, text=text * times, title=title * times, source=source * times)
    article = replace(WIRE, text=text, title=title, source=source)
    story = Story(WIRE.story, title, source)
    for surface, shown in everything(quote_of(long), story, text * times):
        assert faults_of(shown, surface, addresses_of(long)) == []
    shown = shown_of(reply_document(told_of(quote_of(article)), private=False))
    assert quotes_in(shown) == [sendable(text)]
    assert len(sendable(text)) == len(text)


@pytest.mark.parametrize("language", OTHERS)
def test_slack_takes_all_of_it_in_every_language_and_nothing_of_an_article_acts(
    language: str,
) -> None:
    for hostile in ("<!channel> *bold* {story} %s", WIRE.text):
        article = replace(WIRE, title=hostile, source=hostile, text=hostile)
        story = Story(WIRE.story, hostile, hostile)
        quote = quote_of(article)
        with speaking(language):
            drawn = list(everything(quote, story, hostile))
            helped = help_document(Door("slack", ways_to_ask), COMMANDS.values())
            drawn += [
                ("message", shown_of(helped)),
                ("modal", modal_of(helped, wording.HOW_TO_ASK())),
            ]
            assert max(len(wording.HOW_TO_ASK()), len(wording.CONTEXT())) <= 24
        addresses = addresses_of(article)
        assert [
            fault for surface, one in drawn for fault in faults_of(one, surface, addresses)
        ] == []
