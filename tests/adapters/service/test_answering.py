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
from adapters.service.chat import Said, Unread
from adapters.storage.catalog import open_catalog
from adapters.storage.deliveries import StoredDeliveries
from adapters.storage.kept_replies import StoredReplies
from adapters.storage.manners import StoredManners
from adapters.storage.open_questions import StoredQuestions
from adapters.storage.rate_limits import StoredRateLimit
from adapters.storage.scopes import StoredScopes
from bot.ask import Bot
from bot.decide import Thresholds
from bot.desk import Desk, Told
from bot.documents.tree import Document, said
from bot.manners import Askers, Group, Hears, Manner, Where
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
    everywhere: bool = False
    reacted: bool = False
    unasked: bool = False
    asks: bool = True
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
    guests: set[str] = field(default_factory=set)
    desks: set[str] = field(default_factory=set)

    def repeats(self, told: Told, to: Line) -> bool:
        self.told = f"{told.reply.question} → {type(told.reply).__name__}"
        return False

    async def language(self, to: Line) -> str:
        return ""

    async def reach(self, to: Line) -> None: ...

    async def show_looking(self, to: Line) -> None: ...

    async def show_waiting(self, to: Line) -> None: ...

    async def send(self, to: Line, said: Said, *, uncertain: bool) -> None:
        kept = bool(said.reply) and " → Remark" not in self.told
        self.public.append(self.told if kept else said.document.summary)

    async def placed(self, to: Line, where: Where) -> Line:
        return to

    async def admitted(self, by: Line, askers: Askers) -> bool:
        return askers.admit(member=by.person not in self.guests, groups=self.desks)

    def keeps_out(self, askers: Askers, *, here: bool) -> str:
        return "NOT HERE" if here else "NOWHERE"

    async def read(self, to: Line) -> Line | Unread:
        return replace(to, text=self.above) if self.above else Unread("NO WORDS")

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
            manners=StoredManners(catalog.database),
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


# ---------------------------------------------------------------------- who may ask, and unasked


def limited(table: Table, **manner: Any) -> None:
    table.answering.manners.set_manner(NEWS, Manner(**manner), NOW)


def test_who_may_not_ask_there_is_told_so_alone_once_an_hour(table: Table) -> None:
    limited(table, askers=Askers(members_only=True))
    table.paper.guests = {"U1"}
    asked = [Line("who heads the command?", f"paper:{number}") for number in range(2)]
    assert table.write(*asked, Line("who heads the command?", "paper:3", person="U2")) == [
        "who heads the command? → Answer"
    ]
    assert table.paper.alone == ["NOT HERE"]
    # What waits for an answer is told each time.
    table.paper.guests = {"U3"}
    for key in ("paper:4", "paper:5"):
        table.write(Line("who heads the command?", key, person="U3", awaited=True))
    table.paper.alone.pop()
    assert table.paper.alone == ["NOT HERE", "NOT HERE"]


def test_a_channel_narrows_what_the_operator_set_and_never_widens_it(table: Table) -> None:
    table.answering.askers = Askers(groups=(Group("S1", "desk"),))
    limited(table, askers=Askers(groups=(Group("S2", "night"),)))
    for groups, told in (({"S1", "S2"}, []), ({"S2"}, ["NOWHERE"]), ({"S1"}, ["NOT HERE"])):
        table.paper.desks, table.paper.alone[:] = groups, []
        key = "-".join(sorted(groups))
        asked = Line("who heads the command?", f"paper:{key}", person=key)
        table.write(asked)
        assert table.paper.alone == told


def test_who_was_let_in_no_more_while_a_process_was_killed_is_not_answered(table: Table) -> None:
    asked = Line("who heads the command?")
    table.answering.deliveries.claim(asked.key, asked.payload(), "killed", NOW, -1)
    limited(table, askers=Askers(members_only=True))
    table.paper.guests = {"U1"}
    asyncio.run(table.answering.resume())
    assert (table.paper.public, table.paper.alone) == ([], ["NOT HERE"])


def overheard(text: str, key: str = "paper:1", **more: Any) -> Line:
    return Line(text, key, unasked=True, by_name=False, **more)


def test_a_question_to_nobody_is_answered_only_where_the_channel_wants_it(table: Table) -> None:
    assert table.write(overheard("who heads the command?")) == []
    limited(table, hears=Hears.QUESTIONS)
    assert table.write(overheard("who heads the command?")) == ["who heads the command? → Answer"]


@pytest.mark.parametrize(
    ("confidence", "kind"), [(0.9, "Answer"), (0.4, "Possible"), (0.1, "NoAnswer")]
)
def test_unasked_only_a_claim_is_worth_a_word_unless_every_question_is_wanted(
    table: Table, confidence: float, kind: str
) -> None:
    table.shelf.found = [quote(DW, 0, confidence)]
    limited(table, hears=Hears.QUESTIONS)
    told = [f"who heads the command? → {kind}"]
    assert table.write(overheard("who heads the command?")) == (told if kind == "Answer" else [])
    # Nothing is remembered of what nobody was told: people in that thread were not spoken to.
    spoke = table.answering.replies.replies_to(NEWS, "paper:1")
    assert bool(spoke) == (kind == "Answer")
    limited(table, hears=Hears.EVERY)
    table.paper.public.clear()
    assert table.write(overheard("who heads the command?", "paper:2")) == told


def test_what_has_not_the_form_of_a_question_counts_only_where_every_one_does(
    table: Table,
) -> None:
    limited(table, hears=Hears.QUESTIONS)
    post = overheard("the command in Japan", asks=False)
    assert table.write(post) == []
    limited(table, hears=Hears.EVERY)
    assert table.write(post) == ["the command in Japan → Answer"]


def test_who_may_not_ask_or_asks_too_often_is_not_told_so_where_nobody_asked(
    table: Table,
) -> None:
    limited(table, hears=Hears.QUESTIONS, askers=Askers(members_only=True))
    table.paper.guests = {"U1"}
    table.write(overheard("who heads the command?"))
    asked = [overheard("who heads it now?", f"paper:{n}", person="U2") for n in range(5)]
    assert len(table.write(*asked)) == 2
    assert table.paper.alone == []


def test_a_reaction_counts_for_who_reacted_and_is_open_to_others_where_it_came_to_nothing(
    table: Table,
) -> None:
    table.paper.above = "who heads the command?"
    emoji = Line("", reacted=True, repeatable=True)
    table.paper.guests = {"U1"}
    limited(table, askers=Askers(members_only=True))
    assert table.write(emoji) == []
    assert table.write(replace(emoji, person="U2")) == ["who heads the command? → Answer"]
    assert table.write(replace(emoji, person="U3")) == ["who heads the command? → Answer"]
    assert table.paper.alone == ["NOT HERE"]
    others = [replace(emoji, key=f"paper:{n}", person="U2") for n in range(4)]
    assert len(table.write(*others)) == 2  # of the two that are allowed in a minute, one is used
