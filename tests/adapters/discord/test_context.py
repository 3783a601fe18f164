"""What people see around a quote when they press Context."""

from syrupy.assertion import SnapshotAssertion

from adapters.discord.message import Message
from bot import wording
from bot.desk import Surrounded
from tests.adapters.discord.drawn import context_message
from tests.adapters.discord.newsroom import accepted, paged
from tests.adapters.discord.reader import quotes, read, shown
from tests.adapters.slack.newsroom import FIRST, LED, SECOND, WIRE, article, quoted

BEFORE, AFTER = WIRE.text.split(LED)


def passages(message: Message) -> list[str]:
    accepted(message)
    return [text for seen in read(message.components) for text in quotes(seen)]


def test_a_quote_in_its_passage(golden: SnapshotAssertion) -> None:
    around = [Surrounded(FIRST, BEFORE, AFTER), Surrounded(SECOND, "", "")]
    assert accepted(context_message(*paged(around))) == golden


def test_quotes_that_only_may_answer_are_not_bold_in_their_passages(
    golden: SnapshotAssertion,
) -> None:
    around = [Surrounded(FIRST, BEFORE, AFTER), Surrounded(SECOND, "", "")]
    seen = context_message(*paged(around, answering=False, line=wording.MAY_ANSWER))
    assert "**" not in str(seen)
    assert accepted(seen) == golden


def test_the_passage_reads_as_the_article_does_and_the_answering_words_are_bold() -> None:
    message = context_message(*paged([Surrounded(FIRST, BEFORE, AFTER)]))
    assert passages(message) == [WIRE.text]
    (seen,) = read(message.components)
    assert shown(piece for piece in seen if "bold" in piece.looks) == "a three-star officer"


def test_a_long_passage_is_cut_on_both_sides_at_whole_words_but_not_the_quote() -> None:
    before, after = "some words before it " * 400, " and others after" * 400
    around = [Surrounded(FIRST, before, after)] * 3
    found = passages(context_message(*paged(around)))
    for passage in found:
        left, quote, right = passage.partition(LED)
        assert quote == LED
        assert left.startswith("[…] ")
        assert before.endswith(f" {left.removeprefix('[…] ')}")
        assert right.endswith(" […]")
        assert after.startswith(f"{right.removesuffix(' […]')} ")
        assert len(left) > 200
        assert len(right) > 200
    assert len(found) == 3


def test_a_quote_without_room_is_named_and_linked_beside_whole_ones() -> None:
    text = "A very long sentence of it. " * 60
    long = quoted(article("long", "The Long Read", "Long", text), text.strip())
    message = context_message(*paged([Surrounded(long, "before ", " after")] * 3))
    assert passages(message) == [long.text] * 2
    assert shown(read(message.components)[0]).startswith(wording.QUOTE_TOO_LONG)


def test_a_quote_too_long_for_a_message_is_named_and_linked() -> None:
    text = "A very long sentence of it. " * 800
    long = quoted(article("long", "The Long Read", "Long", text), text.strip())
    message = context_message(*paged([Surrounded(long, "", "")]))
    assert passages(message) == []
    assert shown(read(message.components)[0]).startswith(wording.QUOTE_TOO_LONG)


def test_quotes_that_are_gone_are_said_to_be() -> None:
    (seen,) = read(context_message(*paged([])).components)
    assert shown(seen) == wording.QUOTES_GONE
