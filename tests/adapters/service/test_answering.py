"""Between a message in a chat and what is said to it: pointing, help, limits and small talk."""

import asyncio
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from adapters.service.answering import Answering
from adapters.service.chat import Said
from adapters.storage.catalog import open_catalog
from adapters.storage.deliveries import StoredDeliveries
from adapters.storage.kept_replies import StoredReplies
from adapters.storage.open_questions import StoredQuestions
from adapters.storage.rate_limits import StoredRateLimit
from adapters.storage.scopes import StoredScopes
from bot.ask import Bot
from bot.decide import Thresholds
from bot.desk import Desk, Told
from bot.documents.tree import Document, said
from bot.places import Place
from bot.wording import COURTESY, NOT_READ_ABOVE
from bot.workers import Workers
from tests.bot.test_desk import DW, NEWS, NOW, Shelf, passages, quote


@dataclass(frozen=True, slots=True)
class Line:
    """Something written in a chat."""

    text: str
    key: str = "paper:1"
    thread: str = ""
    private: bool = False
    unaddressed: bool = False
    by_name: bool = True
    awaited: bool = False
    repeatable: bool = False
    replies_to: str = ""
    story: str = ""
    via: str = ""
    person: str = "U1"

    @property
    def place(self) -> Place:
        return NEWS

    @property
    def message(self) -> str:
        return self.key

    @property
    def user(self) -> str:
        return self.person

    def payload(self) -> dict[str, Any]:
        return asdict(self)


@dataclass
class Paper:
    """A chat on paper: what everybody read in it, and what the asker alone did."""

    above: str = ""
    told: str = ""
    public: list[str] = field(default_factory=list)
    alone: list[str] = field(default_factory=list)

    def repeats(self, told: Told, to: Line) -> bool:
        self.told = f"{told.reply.question} → {type(told.reply).__name__}"
        return False

    async def reach(self, to: Line) -> None: ...

    async def show_looking(self, to: Line) -> None: ...

    async def show_waiting(self, to: Line) -> None: ...

    async def send(self, to: Line, said: Said, *, uncertain: bool) -> None:
        kept = bool(said.reply) and " → Remark" not in self.told
        self.public.append(self.told if kept else said.document.summary)

    async def words_replied_to(self, to: Line) -> str:
        return self.above

    async def whisper(self, to: Line, document: Document) -> None:
        self.alone.append(document.summary)

    async def take_back(self, to: Line) -> None: ...


@dataclass
class Table:
    """A desk over a real catalog, and the paper on it."""

    shelf: Shelf
    paper: Paper
    answering: Answering[Line]

    def write(self, *lines: Line) -> list[str]:
        """What everybody reads then."""

        async def taken() -> None:
            for line in lines:
                await self.answering.take(line)

        asyncio.run(taken())
        return self.paper.public


@pytest.fixture
def table(tmp_path: Path) -> Iterator[Table]:
    with closing(open_catalog(None, tmp_path)) as catalog:
        shelf, replies = Shelf([quote(DW)]), StoredReplies(catalog.database)
        catalog.add_versions([(DW, passages(DW))], NOW)
        bot = Bot(shelf, catalog, Thresholds(shown=0.3, claim=0.5))
        desk = Desk(bot, catalog, replies, StoredScopes(catalog.database), quotes=3)
        paper, workers, books = Paper(), Workers(1, 50), Workers(1, 50)
        answering = Answering(
            platform="paper",
            chat=paper,
            incoming=lambda payload: Line(**payload),
            how_to_ask=lambda _place: said("HELP"),
            desk=lambda: desk,
            deliveries=StoredDeliveries(catalog.database),
            replies=replies,
            unanswered=StoredQuestions(catalog.database),
            workers=workers,
            books=books,
            rate_limit=StoredRateLimit(catalog.database, 2),
            owner="test",
            now=lambda: NOW,
        )
        yield Table(shelf, paper, answering)
        workers.close()
        books.close()


# ---------------------------------------------------------------------------------- pointing


@pytest.mark.parametrize(
    "text", ["is that right?", "source?", "", "?", "what's the latest on this?"]
)
def test_a_message_that_only_points_is_about_the_message_that_it_replies_to(
    table: Table, text: str
) -> None:
    table.paper.above = "They sacked the minister"
    said = table.write(Line(text, thread="7.1", replies_to="7.1"))
    assert said == ["They sacked the minister → Answer"]


def test_a_question_of_its_own_is_not_about_the_message_that_it_replies_to(table: Table) -> None:
    table.paper.above = "They sacked the minister"
    assert table.write(Line("who leads it?", replies_to="7.1")) == ["who leads it? → Answer"]


@pytest.mark.parametrize("line", [Line(""), Line("?"), Line("help"), Line("", replies_to="7.1")])
def test_an_empty_message_that_points_at_no_words_gets_help(table: Table, line: Line) -> None:
    assert table.write(line) == ["HELP"]
    assert table.shelf.asked == []


def test_what_a_message_points_at_and_cannot_be_read_is_said_to_be_so(table: Table) -> None:
    assert table.write(Line("is that right?", replies_to="7.1")) == [NOT_READ_ABOVE()]
    assert table.shelf.asked == []


# ------------------------------------------------------------------------------------- limits


def test_help_and_empty_mentions_do_not_count_against_the_limit(table: Table) -> None:
    helps = [Line(text, f"paper:{n}") for n, text in enumerate(["", "help", "?", "HELP", ""])]
    said = table.write(*helps, Line("who leads it?", "paper:a"), Line("how many?", "paper:b"))
    assert said == ["HELP"] * 5 + ["who leads it? → Answer", "how many? → Answer"]
    assert table.paper.alone == []


def test_the_limit_is_told_once_and_to_the_asker_alone(table: Table) -> None:
    said = table.write(*(Line("who leads it?", f"paper:{n}") for n in range(30)))
    assert said == ["who leads it? → Answer"] * 2
    assert len(table.paper.alone) == 1
    assert table.paper.alone[0].startswith("You have asked a lot in one minute; ask again in")
    # Another person is neither limited nor told.
    table.write(Line("who leads it?", "paper:other", person="U2"))
    assert (len(said), len(table.paper.alone)) == (3, 1)


def test_a_command_over_the_limit_is_always_told_so(table: Table) -> None:
    table.write(*(Line("who leads it?", f"paper:{n}", awaited=True) for n in range(6)))
    assert len(table.paper.alone) == 4


def test_a_question_over_the_limit_is_not_answered_later_by_the_next_process(table: Table) -> None:
    table.write(*(Line("who leads it?", f"paper:{n}") for n in range(5)))
    later = replace_now(table.answering)
    asyncio.run(later.resume())
    assert len(table.paper.public) == 2


def replace_now(answering: Answering[Line]) -> Answering[Line]:
    return replace(answering, now=lambda: NOW + timedelta(hours=1), owner="next", in_hand=set())


# ---------------------------------------------------------------------------------- small talk


THANKS = ("thanks!", "thx", "great, thank you", "ok", "👍", "lol", "got it", "perfect", "cheers")


@pytest.mark.parametrize("text", THANKS)
def test_thanks_in_reply_to_an_answer_get_no_word(table: Table, text: str) -> None:
    assert table.write(Line(text, thread="7.1", by_name=False, replies_to="7.1")) == []
    assert table.paper.alone == []


@pytest.mark.parametrize("text", THANKS)
def test_thanks_to_the_bot_by_name_are_returned_without_a_search(table: Table, text: str) -> None:
    assert table.write(Line(text, thread="7.1")) == [COURTESY()]
    assert table.shelf.asked == []


@pytest.mark.parametrize(
    "text", ["really?", "what do you think?", "source?", "who are you?", "thanks?", "any advice?"]
)
def test_what_people_ask_each_other_under_an_answer_is_left_alone(table: Table, text: str) -> None:
    table.write(Line("who leads it?", thread="7.1"))
    asked = Line(text, "paper:2", thread="7.1", by_name=False, unaddressed=True, replies_to="7.1")
    assert len(table.write(asked)) == 1
    follow_up = replace(asked, text="how many troops?", key="paper:3")
    assert table.write(follow_up)[1:] == ["how many troops? → Answer"]


# -------------------------------------------------------------------------------------- errors
