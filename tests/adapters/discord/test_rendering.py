"""Whatever the bot says, Discord takes it, no quote is cut, and nothing acts that isn't ours."""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion

from adapters.discord.lines import markdown_of
from adapters.discord.markdown import web_address
from adapters.discord.message import Message
from adapters.discord.rendering import message_of
from adapters.discord.wording import ways_to_ask
from bot.commands.help import help_document
from bot.commands.table import COMMANDS
from bot.conversation import Door, type_
from bot.documents.actions import Help, More, action_of, token
from bot.documents.tree import (
    Below,
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
from tests.adapters.discord.newsroom import ALICE, REPLY, accepted, buttons_of, violations_of
from tests.adapters.discord.reader import Piece, pieces, quotes, read, shown

PNG = b"\x89PNG\r\n\x1a\n"
IDS = {"ask": 11, "follow": 12}


def drawn(*parts: Words | Link | Day | Person | Channel, **ids: int) -> list[Piece]:
    return pieces(markdown_of(tuple(parts), ids, 1_000))


def of(*groups: tuple[object, ...], **more: object) -> Message:
    entries = tuple(Entry((group,)) for group in groups)  # type: ignore[arg-type]
    return message_of(Document("x", entries, **more))  # type: ignore[arg-type]


def texts(message: Message) -> list[str]:
    return [shown(seen) for seen in read(message.components)]


def test_the_help_with_commands_that_can_be_pressed(golden: SnapshotAssertion) -> None:
    document = help_document(Door("discord", ways_to_ask), COMMANDS.values())
    assert accepted(message_of(document, IDS)) == golden


def test_a_command_whose_id_is_known_can_be_pressed_and_another_is_there_to_be_typed() -> None:
    follow = type_("follow", story="sea-otters", rhythm="daily at 9:00")
    assert (
        markdown_of((follow,), IDS, 99) == "</follow:12> `story: sea-otters rhythm: daily at 9:00`"
    )
    assert markdown_of((type_("ask"),), IDS, 99) == "</ask:11>"
    assert markdown_of((type_("help"),), IDS, 99) == "`/help`"
    assert markdown_of((type_("story", story="a`*b*"),), {}, 99) == r"\/story story\: a\`\*b\*"


def test_people_and_channels_are_named_by_ids_alone() -> None:
    named = [(one.text, one.acts) for one in drawn(Person(ALICE), Words(" in "), Channel("42"))]
    assert named == [(f"<@{ALICE}>", "user"), (" in ", ""), ("<#42>", "channel")]
    assert [one.acts for one in drawn(Person("everyone> @here"), Channel("<"))] == [""]


def test_words_of_two_looks_that_touch_keep_their_looks() -> None:
    parts = (Words("a", Style.BOLD), Words("b", Style.ITALIC), Words("c", Style.BOLD))
    looks = [(one.text.strip("\u200b"), set(one.looks)) for one in drawn(*parts)]
    assert [one for one in looks if one[0]] == [("a", {"bold"}), ("b", {"italic"}), ("c", {"bold"})]


def test_words_that_touch_begin_no_list_together() -> None:
    assert drawn(Words("1"), Words(". May")) == [Piece("1. May")]


def test_a_link_too_long_for_discord_leads_to_the_page_and_one_without_words_says_so() -> None:
    url = "https://wire.example/a"
    [long] = drawn(Link("Three stars", f"{url}#:~:text={'x' * 2_000}"))
    assert (long.text, long.link) == ("Three stars", url)
    assert shown(drawn(Link("Rocket 🚀", url))) == "“Rocket 🚀” (open)"


def test_two_quotes_below_each_other_stay_two() -> None:
    (seen,) = read(of((Quotation("One."), Quotation("Two."))).components)
    assert quotes(seen) == ["One.", "Two."]


def test_words_that_changed_are_struck_and_those_that_came_are_bold() -> None:
    words = Quotation("It gets 2 stars.", bold=((8, 15),), struck=((8, 9), (9, 10)))
    (seen,) = read(of((words,)).components)
    assert [(one.text, set(one.looks)) for one in seen] == [
        ("It gets ", set()),
        ("2", {"bold", "strike"}),
        (" stars", {"bold"}),
        (".", set()),
    ]


@pytest.mark.parametrize("struck", ["~", "2~", "2~~ ~", "~2", "2 ~a~"])
def test_struck_words_that_end_with_a_tilde_are_shown_to_the_character(struck: str) -> None:
    words = Quotation(f"It gets {struck} stars.", struck=((8, 8 + len(struck)),))
    (seen,) = read(of((words,)).components)
    assert quotes(seen) == [words.text]
    assert "".join(one.text for one in seen if one.looks) == struck.rstrip("~ ")


def test_what_stands_around_a_quote_is_part_of_its_block_and_not_marked() -> None:
    around = Quotation("three", bold=((0, 5),), before="It gets\n1", after=". stars")
    (seen,) = read(of((around,)).components)
    assert quotes(seen) == ["It gets\n1three. stars"]
    assert [one.text for one in seen if one.looks] == ["three"]


def test_sixty_points_are_one_list_and_as_many_are_shown_as_fit() -> None:
    entries = tuple(Entry(((Bullets((line(f"Story {n}"),)),),)) for n in range(60))

    def left(shown: int) -> tuple[Below, ...]:
        return (Paragraph(line(f"{60 - shown} more")),)

    message = message_of(Document("x", entries, (Heading(line("Stories")),), left))
    accepted(message)
    assert texts(message)[0] == "Stories"
    assert [line for line in texts(message)[1].split("\n") if line] == [
        f"Story {n}" for n in range(60)
    ]
    long = tuple(Entry(((Paragraph(line("x" * 90)), Paragraph(line(str(n)))),)) for n in range(60))
    message = message_of(Document("x", long, (Heading(line("Stories")),), left))
    accepted(message)
    assert texts(message)[-1] == f"{60 - (len(texts(message)) - 2)} more"


def test_buttons_stand_side_by_side_five_at_most_and_a_verdict_stays_together() -> None:
    more = tuple(Button(f"More {n}", More(REPLY, n)) for n in range(4))
    message = of((Paragraph(line("A.")),), below=lambda _: (Buttons(more), Verdict(REPLY)))
    accepted(message)
    rows = [part["components"] for part in message.components if part["type"] == 1]
    assert [[one["label"] for one in row] for row in rows] == [
        ["More 0", "More 1", "More 2", "More 3"],
        ["Helpful", "Not helpful"],
    ]
    assert action_of(buttons_of(message)["More 3"]) == More(REPLY, 3)


def test_a_picture_goes_with_the_message_and_is_described() -> None:
    message = of((Quotation("A."),), below=lambda _: (Picture(PNG, "Coverage"),), kind=Kind.NEWS)
    assert message.png == PNG
    assert accepted(message)["components"][1]["items"][0]["description"] == "Coverage"


@pytest.mark.parametrize("kind", Kind)
def test_only_claims_news_and_corrections_have_a_colour(kind: Kind) -> None:
    message = of((Quotation("A."),), kind=kind)
    coloured = message.components[0]["accent_color"] is not None
    assert coloured is (kind in (Kind.ANSWER, Kind.NEWS, Kind.CORRECTION))


def test_a_sentence_of_ours_without_end_is_cut_and_sent() -> None:
    message = message_of(said("*" * 9_000))
    accepted(message)
    assert texts(message)[0].endswith("…")


words = st.text(max_size=400)
inline = st.one_of(
    st.builds(Words, words, st.sampled_from(Style)),
    st.builds(Link, words, st.sampled_from(["https://a.example/b", "https://a.example/(c)"])),
    st.builds(Day, st.just(datetime(2024, 7, 28, tzinfo=UTC))),
    st.builds(Person, st.just(ALICE)),
    st.builds(Channel, st.just("42")),
    st.builds(lambda story: type_("follow", story=story), words),
)
lines: st.SearchStrategy[Line] = st.lists(inline, max_size=4).map(tuple)
span = st.tuples(st.integers(0, 400), st.integers(0, 400)).map(lambda two: (min(two), max(two)))
quotation = st.builds(
    lambda text, times, bold, struck: Quotation(text * times, (bold,), (struck,)),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=300),
    st.integers(1, 20),
    span,
    span,
)
block = st.one_of(
    st.builds(Heading, lines),
    st.builds(Paragraph, lines, st.booleans()),
    st.builds(Bullets, st.lists(lines, max_size=4).map(tuple)),
    quotation,
)
note = (Paragraph(line("Too long.")),)
entry = st.builds(lambda blocks: Entry((tuple(blocks), note)), st.lists(block, max_size=4))
documents = st.builds(
    Document,
    st.just("x"),
    st.lists(entry, max_size=8).map(tuple),
    st.lists(st.one_of(st.builds(Heading, lines), st.builds(Paragraph, lines)), max_size=2).map(
        tuple
    ),
    st.just(lambda n: (Paragraph(line(f"{n} shown")), Buttons((Button("?", Help()),)))),
    st.sampled_from(Kind),
    st.sampled_from(Shortening),
    st.booleans(),
)


@settings(max_examples=60)
@given(documents)
def test_any_document_is_inside_the_limits_and_its_quotes_are_whole(document: Document) -> None:
    message = message_of(document, IDS)
    assert violations_of(message) == []
    assert token(Help()) in buttons_of(message).values()
    whole = [
        re.sub("\r\n|[\r\u2028\u2029]", "\n", block.text)
        for entry in document.entries
        for block in entry.forms[0]
        if isinstance(block, Quotation)
    ]
    seen = [piece for some in read(message.components) for piece in some]
    for some in read(message.components):
        assert set(quotes(some)) <= set(whole)
    assert {one.link for one in seen} <= {"", *map(web_address, _ADDRESSES)}


_ADDRESSES = ("https://a.example/b", "https://a.example/(c)")
