"""What Slack shows of a document: everything in its place, inside the limits, no word altered."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion

from adapters.slack.button_values import pressed_value
from adapters.slack.limits import MOST_BYTES_OF_A_VIEW
from adapters.slack.message import Message
from adapters.slack.rendering import home_of, message_of, modal_of
from bot import wording
from bot.conversation import type_
from bot.documents.actions import (
    Action,
    AskAll,
    Choice,
    Choose,
    Cite,
    Context,
    Export,
    Help,
    More,
    Nearest,
    Rate,
    Share,
    Turn,
    story_mark,
)
from bot.documents.quotes import quote_entry
from bot.documents.replies import page_document, reply_document, shared_document
from bot.documents.tree import (
    Bullets,
    Button,
    Buttons,
    Channel,
    Day,
    Document,
    Entry,
    Heading,
    Kind,
    Line,
    Link,
    Paragraph,
    Person,
    Picture,
    Quotation,
    Shortening,
    Style,
    Verdict,
    Words,
    line,
    said,
)
from bot.safe_text import sendable
from retrieval.quotes import Quote
from tests.adapters.slack.hostile import HOSTILE, HOSTILE_ADDRESSES
from tests.adapters.slack.newsroom import answered, not_answered, page, possible
from tests.bot.newsroom import (
    ALICE,
    COPIED,
    FIRST,
    PAPER,
    PLAIN,
    QUESTION,
    QUIET,
    SECOND,
    STORY,
    THIRD,
    TITLES,
    WIRE,
    article,
    quoted,
)
from tests.e2e.slack.block_kit import violations_of

REPLY = "0" * 32
MARK = story_mark(STORY.slug)


def accepted(message: Message) -> dict[str, Any]:
    """What is sent; fails where Slack would refuse it."""
    sent: dict[str, Any] = {"text": message.text, "blocks": list(message.blocks)}
    assert violations_of(sent) == [], violations_of(sent)
    return sent


def quotes_in(blocks: Any) -> list[str]:
    return [
        "".join(element["text"] for element in part["elements"])
        for block in blocks
        for part in block.get("elements", ())
        if part["type"] == "rich_text_quote"
    ]


def texts_in(value: Any) -> list[str]:
    """Everything that is read, in its order."""
    if isinstance(value, list | tuple):
        return [text for one in value for text in texts_in(one)]
    if isinstance(value, dict):
        inside = [value["text"]] if isinstance(value.get("text"), str) else []
        return inside + [
            t for key, one in value.items() if key != "text" or inside == [] for t in texts_in(one)
        ]
    return []


def labels(message: Message) -> dict[str, tuple[Action | None, str]]:
    """What each button does, by its label."""
    rows = [block for block in message.blocks if block["type"] == "actions"]
    return {
        one["text"]["text"]: pressed_value(one["value"]) for row in rows for one in row["elements"]
    }


def long_quote(characters: int, name: str = "long") -> Quote:
    text = ("Words that go on. " * characters)[: characters - 1] + "."
    return quoted(article(name, "The Long Read", f"A {name} story", text), text, "go on")


# ------------------------------------------------------------------------------- golden renderings


def test_an_answer_with_three_quotes_of_one_story(golden: SnapshotAssertion) -> None:
    told = replace(answered(COPIED, SECOND, THIRD, further=[FIRST]), checked=QUIET, id=REPLY)
    assert accepted(message_of(reply_document(told, private=False))) == golden


def test_an_answer_of_several_stories_names_each(golden: SnapshotAssertion) -> None:
    other = quoted(replace(PAPER, story="sweden-nato"), PAPER.text, "Stephen Jost")
    told = replace(answered(FIRST, other), checked=PLAIN, id=REPLY)
    assert accepted(message_of(reply_document(told, private=False))) == golden


def test_quotes_that_only_may_answer(golden: SnapshotAssertion) -> None:
    told = replace(possible(FIRST, SECOND, further=[THIRD]), id=REPLY)
    shown = accepted(message_of(reply_document(told, private=True)))
    assert "'bold'" not in str(shown)
    assert shown == golden


def test_no_answer_in_a_thread(golden: SnapshotAssertion) -> None:
    told = replace(not_answered(FIRST, within="us-japan-command"), checked=PLAIN, id=REPLY)
    assert accepted(message_of(reply_document(told, private=False))) == golden


def test_the_next_page(golden: SnapshotAssertion) -> None:
    turned = replace(page(SECOND, THIRD, offset=3, total=9), id=REPLY)
    assert accepted(message_of(page_document(turned))) == golden


def test_the_nearest_passages(golden: SnapshotAssertion) -> None:
    near = replace(page(FIRST, SECOND, total=3, answering=False), id=REPLY)
    shown = accepted(message_of(page_document(near)))
    assert "'bold'" not in str(shown)
    assert shown == golden


def test_a_shared_reply(golden: SnapshotAssertion) -> None:
    told = replace(page(FIRST, total=2), id=REPLY, checked=QUIET)
    assert accepted(message_of(shared_document(told, QUESTION, ALICE))) == golden


def test_a_private_answer_that_can_be_shared(golden: SnapshotAssertion) -> None:
    told = replace(answered(FIRST), id=REPLY)
    assert accepted(message_of(reply_document(told, private=True))) == golden


def test_a_quote_too_long_for_any_message(golden: SnapshotAssertion) -> None:
    told = replace(answered(long_quote(14_000), FIRST), id=REPLY)
    shown = accepted(message_of(reply_document(told, private=False)))
    assert quotes_in(shown["blocks"]) == []
    assert shown == golden


def test_articles_that_try_to_act(golden: SnapshotAssertion) -> None:
    hostile = replace(
        WIRE,
        title="<https://evil.example|*Reuters*>",
        source="<!channel> :skull:",
        text="<@U123ABC456> said `so` & *left*.",
    )
    quote = quoted(hostile, hostile.text, "*left*")
    titles = {WIRE.story: "_A_ <!here> story :eyes:"}
    told = replace(answered(quote), titles=titles, checked=QUIET, id=REPLY)
    shown = accepted(message_of(reply_document(told, private=False)))
    assert quotes_in(shown["blocks"]) == [hostile.text]
    assert shown == golden


EVERYTHING = Document(
    "A summary <with> what & acts",
    (
        Entry(((Paragraph(line("A line of ours")), Bullets((line("one"), line("two")))),)),
        Entry(((Quotation("as it was", (), ((6, 9),)), Quotation("as it is", ((3, 8),))),)),
        Entry(((Quotation("these words", ((0, 5),), before="Before ", after=" after."),),)),
    ),
    (
        Heading(line("Timeline: ", Words("a story", Style.ITALIC))),
        Paragraph(line("1–3 of 9, ", Day(datetime(2024, 7, 28, tzinfo=UTC)))),
        Picture(b"png", "Coverage of a story"),
    ),
    lambda shown: (
        Paragraph(line(f"{shown} shown; end it: ", type_("unfollow", story="a-story"))),
        Paragraph(line("asked for by ", Person(ALICE), " in ", Channel("C0NEWS0001"))),
        Bullets((line(type_("scope", stories="all"), ": ends that"),)),
        Paragraph(line("checked ", Words("today", Style.BOLD)), small=True),
        Paragraph(line("also in ", Link("A paper", "https://paper.example/")), small=True),
        Buttons(
            (
                Button("Earlier", Turn(MARK, 0, newest_first=False)),
                Button("Later", Turn(MARK, 2, newest_first=False)),
            )
        ),
        Verdict(REPLY),
    ),
)


def test_everything_that_a_document_can_hold(golden: SnapshotAssertion) -> None:
    assert accepted(message_of(EVERYTHING, "F0000000001")) == golden


def test_everything_in_a_window(golden: SnapshotAssertion) -> None:
    view = modal_of(EVERYTHING, "In context")
    assert violations_of(view, "modal") == []
    assert view == golden


def test_everything_on_the_home_page(golden: SnapshotAssertion) -> None:
    view = home_of(EVERYTHING)
    assert violations_of(view, "home") == []
    assert view == golden


def listing(count: int, item: Line) -> Document:
    entries = tuple(Entry(((Bullets((item,)),),)) for _ in range(count))

    def below(shown: int) -> tuple[Paragraph, ...]:
        return (Paragraph(line(wording.more(count - shown))),) if shown < count else ()

    return Document("Stories", entries, (Paragraph(line("Stories:")),), below)


def test_sixty_entries_are_one_list(golden: SnapshotAssertion) -> None:
    shown = message_of(listing(60, line(Words("A story", Style.BOLD), " · 3 articles")))
    assert texts_in(shown.blocks).count("A story") == 60
    assert len(shown.blocks) == 2
    accepted(shown)
    assert accepted(message_of(listing(2, line("A story")))) == golden


# ------------------------------------------------------------------------------------- in its place


def test_a_list_too_long_for_a_message_says_how_many_have_no_room() -> None:
    shown = message_of(listing(900, line("A story of which much is told in a list of stories")))
    accepted(shown)
    texts = texts_in(shown.blocks)
    assert texts[-1] == wording.more(902 - len(texts))


@pytest.mark.parametrize("count", [10, 90, 400])
def test_a_view_hides_no_story(count: int) -> None:
    text = line(Words("A story", Style.BOLD), " ", Words("its-slug", Style.CODE), " · 3 articles")
    entries = tuple(
        Entry(((Paragraph(text), Paragraph(line(f"What it is about, {n}"))),)) for n in range(count)
    )
    view = home_of(Document("Stories", entries, (Heading(line("Stories")),)))
    assert violations_of(view, "home") == []
    assert texts_in(view["blocks"]).count("A story") == count


def test_many_entries_that_are_no_list_share_a_block_before_any_is_left_out() -> None:
    entries = tuple(Entry(((Paragraph(line(f"Article {n}")),),)) for n in range(60))
    shown = message_of(Document("News", entries))
    accepted(shown)
    assert [text for text in texts_in(shown.blocks) if text != "\n"] == [
        f"Article {n}" for n in range(60)
    ]


def test_a_picture_that_was_not_uploaded_is_not_shown() -> None:
    shown = accepted(message_of(EVERYTHING))
    assert [block["type"] for block in shown["blocks"]].count("image") == 0


@pytest.mark.parametrize("words", ["", " ", "\u2003"])
def test_a_link_without_words_shows_its_address(words: str) -> None:
    shown = message_of(Document("News", head=(Paragraph((Link(words, FIRST.link),)),)))
    accepted(shown)
    assert texts_in(shown.blocks) == [FIRST.link]


def test_a_date_never_breaks_across_lines() -> None:
    told = answered(replace(FIRST, article=replace(WIRE, updated=datetime(2024, 8, 3, tzinfo=UTC))))
    texts = texts_in(message_of(reply_document(told, private=False)).blocks)
    assert "28\N{NO-BREAK SPACE}July\N{NO-BREAK SPACE}2024" in texts
    assert "3\N{NO-BREAK SPACE}August\N{NO-BREAK SPACE}2024" in texts


def test_a_story_that_all_quotes_share_is_named_once() -> None:
    told = replace(answered(FIRST, SECOND, THIRD), checked=QUIET)
    sent = str(accepted(message_of(reply_document(told, private=False))))
    assert sent.count(TITLES["us-japan-command"]) == 1


def test_quotes_that_do_not_fit_go_behind_the_button_and_none_is_cut() -> None:
    quotes = [long_quote(3_500, f"long-{n}") for n in range(5)]
    told = replace(answered(*quotes, further=[FIRST]), id=REPLY)
    shown = message_of(reply_document(told, private=True))
    accepted(shown)
    assert quotes_in(shown.blocks) == [quote.text for quote in quotes[:3]]
    assert labels(shown) == {
        "More quotes (3)": (More(REPLY, 3), ""),
        "Context": (Context(REPLY, 0, 3), ""),
        "Cite": (Cite(REPLY, 0, 3), ""),
        "Export": (Export(REPLY, 0, 3, question=QUESTION), ""),
        "Share in channel": (Share(REPLY, 3, QUESTION), ""),
    }


def test_the_longest_of_dated_quotes_is_shortened_before_any_is_left_out() -> None:
    quotes = [FIRST, long_quote(9_000, "a"), SECOND, long_quote(8_000, "b")]
    document = Document(
        "A timeline",
        tuple(quote_entry(quote, {}, bold=False) for quote in quotes),
        shortening=Shortening.LONGEST,
    )
    shown = message_of(document)
    accepted(shown)
    assert quotes_in(shown.blocks) == [FIRST.text, SECOND.text, quotes[3].text]


@pytest.mark.parametrize(
    "action",
    [
        More(REPLY, 3),
        Context(REPLY, 3, 2),
        Nearest(REPLY),
        Share(REPLY, 2, "who & <what>?"),
        AskAll(REPLY, 'who \\u0026 "what"?'),
        Rate(REPLY, helpful=False),
        Choose(REPLY, Choice.TRACK),
        Help(),
    ],
)
def test_a_button_gives_back_what_it_was_made_of(action: Action) -> None:
    shown = message_of(replace(EVERYTHING, below=lambda _: (Buttons((Button("It", action),)),)))
    assert labels(shown) == {"It": (action, "")}


def test_a_button_below_a_timeline_knows_the_picture_above_it() -> None:
    shown = message_of(EVERYTHING, "F0000000001")
    assert labels(shown)["Later"] == (Turn(MARK, 2, newest_first=False), "F0000000001")


@pytest.mark.parametrize(
    "value",
    ['{"r":"r1","o":3,"s":0,"q":"","h":null}', "", "more", f"more:{REPLY}:3\nnot json", None, 3],
)
def test_a_button_of_an_older_version_is_not_understood(value: object) -> None:
    assert pressed_value(value) == (None, "")


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda text: ascii(text[:12]))
def test_a_hostile_question_comes_back_from_its_button_as_it_was_or_cut(hostile: str) -> None:
    shown = message_of(
        replace(EVERYTHING, below=lambda _: (Buttons((Button("It", Share(REPLY, 2, hostile)),)),))
    )
    accepted(shown)
    (value,) = [row["elements"][0]["value"] for row in shown.blocks if row["type"] == "actions"]
    assert not set("&<>") & set(value)
    back, _ = pressed_value(value)
    assert isinstance(back, Share)
    if back.question.endswith("…"):
        assert len(back.question) > 200
    else:
        assert back.question == sendable(hostile)


# --------------------------------------------------------------------------------- within limits


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda text: ascii(text[:12]))
def test_a_sentence_that_holds_what_people_wrote_is_always_taken(hostile: str) -> None:
    accepted(message_of(said(f"there is no story {hostile}")))
    for _ in range(3):
        many = tuple(Paragraph(line(hostile)) for _ in range(20))
        accepted(message_of(replace(said("A sentence"), head=many)))


@pytest.mark.parametrize("address", HOSTILE_ADDRESSES, ids=lambda text: ascii(text[:40]))
def test_an_article_with_an_address_that_is_none_gets_no_link(address: str) -> None:
    quote = quoted(replace(WIRE, url=address), WIRE.text)
    shown = accepted(message_of(reply_document(answered(quote), private=False)))
    assert "'link'" not in str(shown)


def test_what_is_read_out_of_a_sentence_has_the_command_and_the_channel_in_it() -> None:
    again = said("Asked in ", Channel("C0NEWS0001"), " & gone; again: ", type_("follow", story="x"))
    shown = message_of(again)
    assert shown.text == "Asked in <#C0NEWS0001> &amp; gone; again: /follow x"


def test_the_plain_text_never_passes_a_part_of_a_quote_for_the_whole() -> None:
    shown = message_of(reply_document(answered(long_quote(6_000)), private=False)).text
    assert shown.endswith("…")
    assert 3_000 < len(shown) < 4_000


anything = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=400)
spans = st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)).map(sorted).map(tuple))
inlines = st.one_of(
    st.builds(Words, anything, st.sampled_from(Style)),
    st.builds(Link, anything, st.just("https://paper.example/")),
    st.just(Day(datetime(2024, 7, 28, tzinfo=UTC))),
    st.just(Person(ALICE)),
    st.just(Channel("C0NEWS0001")),
    st.builds(lambda value: type_("follow", story=value), anything),
)
lines = st.lists(inlines, max_size=4).map(tuple)
flat = st.one_of(
    st.builds(Heading, lines),
    st.builds(Paragraph, lines, st.booleans()),
    st.builds(Bullets, st.lists(lines, max_size=4).map(tuple)),
    st.builds(
        Quotation,
        st.builds(lambda text, times: text * times, anything, st.integers(0, 60)),
        spans.map(tuple),
        spans.map(tuple),
    ),
)
framed = st.one_of(
    flat,
    st.just(Verdict(REPLY)),
    st.just(Picture(b"", "What it shows")),
    st.builds(
        lambda actions: Buttons(tuple(Button("Press", one) for one in actions)),
        st.lists(st.just(More(REPLY, 3)) | st.just(Turn(MARK, 1, newest_first=True)), max_size=5),
    ),
)
documents = st.builds(
    Document,
    anything,
    st.lists(
        st.builds(
            Entry,
            st.lists(st.lists(flat, max_size=3).map(tuple), min_size=1, max_size=3).map(tuple),
        ),
        max_size=70,
    ).map(tuple),
    st.lists(framed, max_size=5).map(tuple),
    st.lists(framed, max_size=5).map(tuple).map(lambda below: lambda _: below),
    st.sampled_from(Kind),
    st.sampled_from(Shortening),
    st.booleans(),
)


@settings(max_examples=60)
@given(documents, st.sampled_from(["", "F0000000001"]))
def test_whatever_a_document_holds_slack_takes_it_and_no_quote_is_altered(
    document: Document, file: str
) -> None:
    said_in = {
        block.before + block.text + block.after
        for part in (
            document.head,
            document.below(0),
            *(f for e in document.entries for f in e.forms),
        )
        for block in part
        if isinstance(block, Quotation)
    }
    message = message_of(document, file)
    accepted(message)
    assert set(quotes_in(message.blocks)) <= said_in
    for view, surface in ((modal_of(document, "In context"), "modal"), (home_of(document), "home")):
        assert violations_of(view, surface) == []
        assert len(str(view["blocks"]).encode()) <= 2 * MOST_BYTES_OF_A_VIEW
        assert set(quotes_in(view["blocks"])) <= said_in
