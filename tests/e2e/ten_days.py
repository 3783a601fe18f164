"""A story over ten simulated days, told to whatever chat a test gives: everything once.

Days pass by the clock that service and refresh are given; the newspapers are real servers, the
index, the catalog and the model are the real ones.
"""

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Protocol

from adapters.assembly import catalog_of, embedder_of
from adapters.refresh.refresher import Refresher
from adapters.refresh.reports import RefreshReport
from adapters.settings import Settings
from adapters.storage.catalog import Catalog
from adapters.storage.sources import StoredSources
from adapters.web.addresses import AllowedAddresses
from adapters.web.fetching import FetchPolicy, fetching
from retrieval.embedding import Embedder
from retrieval.models import choose_model
from tests.e2e.command import Run, run_in
from tests.e2e.newspapers import BEGIN, DAYS, STORY, STORY_TOML, Newspapers
from tests.patience import PATIENCE

CRACKS = "in how many of the bridge's steel hangers were cracks found?"
APPROVED = "who approved the paint of Calder Coatings?"
CRACKED, CORRECTED = "cracks in 14 of its steel hangers", "cracks in 16 of its steel hangers"
RAILWAYS = "approved by the national railways"
# Nothing answers this before the report of the fifth day.
FIRM, BY_THE_FIRM = "which firm applied the paint in 2011?", "by the firm Calder Coatings"
REPORTED = 4
# Of each report of the wire, which its copy prints too, one of these sentences is new.
ECHO = "Ostwick Echo"


class Chat(Protocol):
    """What a person sees and does in a chat; channels are "news", "desk" and "weekly"."""

    def follow(self, channel: str, rhythm: str) -> None: ...

    def ask(self, channel: str, question: str) -> str:
        """The words of the reply."""
        ...

    def posts(self, channel: str) -> list[str]:
        """What the bot posted in the channel by itself, below no question."""
        ...

    def keep_questions(self, channel: str) -> None:
        """Has those kept that nothing answers."""
        ...

    def wait_to_know(self, channel: str, question: str) -> str:
        """The words of the reply, a no, below which they want to be told of an answer."""
        ...

    def private(self) -> list[str]:
        """What they were told in private."""
        ...

    def gaps(self, channel: str) -> str:
        """What nothing answered, as an admin sees it."""
        ...

    def corrections(self) -> list[str]:
        """What the bot said below the replies to questions, after them."""
        ...

    def timeline(self) -> tuple[list[str], bytes]:
        """The text of every page, oldest first, and the picture."""
        ...

    def wait_for(self, predicate: Callable[[], object], timeout: float = PATIENCE) -> object: ...


@dataclass
class Clock:
    """The time in the service: a day that the test sets, going on as real time does."""

    day: datetime = BEGIN
    set_at: float = field(default_factory=time.monotonic)

    def __call__(self) -> datetime:
        return self.day + timedelta(seconds=time.monotonic() - self.set_at)

    def to(self, day: datetime) -> None:
        self.day, self.set_at = day, time.monotonic()


@dataclass
class Tracked:
    """A corpus that tracks something, the time there, and what refreshes it."""

    clock: Clock
    settings: Settings

    def refresh(self) -> RefreshReport:
        with closing(catalog_of(self.settings)) as catalog:
            return asyncio.run(self._refreshed(catalog))

    async def _refreshed(self, catalog: Catalog) -> RefreshReport:
        policy = FetchPolicy("Pullquote/test", AllowedAddresses.of(["127.0.0.0/8"]), host_pause=0)
        async with fetching(policy, StoredSources(catalog.database), self.clock) as fetcher:
            refresher = Refresher(
                corpus=self.settings.corpus,
                data=self.settings.data,
                catalog=catalog,
                fetcher=fetcher,
                model=choose_model("").id,
                load_embedder=lambda: _embedder(self.settings.data / "models"),
                every=timedelta(minutes=30),
                spread=lambda: 0.5,
            )
            return await refresher.refresh(self.clock())


@dataclass
class TrackedStory(Tracked):
    """Beside it, the newspapers that are tracked."""

    papers: Newspapers


@cache
def _embedder(models: Path) -> Embedder:
    """One for all refreshes: it takes a second to load."""
    return embedder_of(Settings(data=models.parent))


def tracking(folder: Path, slug: str, story_toml: str, feeds: Sequence[str]) -> Settings:
    """Of a data folder without an index, and a corpus with one story and its feeds."""
    corpus, data = folder / "corpus", folder / "data"
    (corpus / slug).mkdir(parents=True)
    data.mkdir()
    listed = ", ".join(f'"{url}"' for url in feeds)
    (corpus / slug / "story.toml").write_text(f"{story_toml}feeds = [{listed}]\n")
    return Settings(data=data, corpus=corpus)


@contextmanager
def tracked_story(folder: Path) -> Iterator[TrackedStory]:
    """The first day, indexed."""
    with Newspapers() as papers:
        settings = tracking(folder, STORY, STORY_TOML, papers.feeds)
        story = TrackedStory(Clock(), settings, papers)
        papers.day(0)
        story.clock.to(_noon(0))
        story.refresh()
        yield story


def ten_days(
    story: TrackedStory, chats: Sequence[Chat], until_served: Callable[[str], None]
) -> None:
    """Everything that a newsroom should see of the story in each of the chats, and nothing twice.

    `until_served` returns once questions are answered from that generation of the index."""
    papers, clock = story.papers, story.clock
    for chat in chats:
        chat.follow("news", "now")
        chat.follow("desk", "daily at 09:00 UTC")
        chat.follow("weekly", "weekly on monday at 09:00 UTC")
        assert CRACKED in chat.ask("news", CRACKS)
        chat.keep_questions("news")
        assert "Nothing that is tracked answers this" in chat.wait_to_know("news", FIRM)
    pullquote = run_in(story.settings.data.parent, story.settings.data)
    taken = "taken.html"
    assert pullquote("export", CRACKS, "-o", taken).code == 0
    assert _pages(pullquote, taken) == {"same"}
    generation = ""
    for day in range(1, len(DAYS)):
        clock.to(_noon(day))
        papers.day(day)
        if day == 3:
            papers.correct("The Wire", 0, CRACKED, CORRECTED)
            papers.correct(ECHO, 0, CRACKED, CORRECTED)
        if day == 5:
            # Asked until it is found, it would be told twice.
            until_served(generation)
            for chat in chats:
                assert RAILWAYS in chat.ask("news", APPROVED)
            papers.withdraw("Harbour Times", 4)
        index = story.refresh().index
        assert index
        generation = str(index.generation)
        for chat in chats:
            _told_at_once(chat, day)
            _told_in_private(chat, day)
        # The next morning.
        clock.to(_noon(day) + timedelta(hours=21, minutes=5))
        for chat in chats:
            _told_in_digest(chat, day)
            _told_of_corrections(chat, (day >= 3) + (day >= 6))
    assert story.papers.published == 40
    until_served(generation)
    for chat in chats:
        _all_told(chat)
    # What was quoted then is held still, and which of its pages changed since is said.
    assert "changed" in _pages(pullquote, taken)


def _pages(pullquote: Run, taken: str) -> set[str]:
    """What became of the pages that a file quotes, each of whose quotes holds."""
    verified = pullquote("verify", taken, "--json")
    assert (verified.code, verified.json["holds"]) == (0, True)
    return {one["page"] for one in verified.json["quotes"]}


def _all_told(chat: Chat) -> None:
    corrected, withdrawn = chat.corrections()
    assert CRACKED in corrected
    assert CORRECTED in corrected
    assert RAILWAYS in withdrawn
    assert "withdrawn" in withdrawn
    # Asked again, the newest version answers and says since when.
    assert CORRECTED in chat.ask("news", CRACKS)
    assert "changed since (noticed" in chat.ask("news", CRACKS)
    assert RAILWAYS not in chat.ask("news", APPROVED)
    [weekly] = chat.posts("weekly")
    assert "Weekly digest" in weekly
    assert "more article" in weekly
    _timeline(chat)
    assert [len(chat.posts(channel)) for channel in ("news", "desk", "weekly")] == [9, 9, 1]


def _told_at_once(chat: Chat, day: int) -> None:
    chat.wait_for(lambda: len(chat.posts("news")) >= day)
    told = chat.posts("news")
    assert len(told) == day
    title, wire, *others = DAYS[day]
    assert told[-1].count(title) >= 3, told[-1]  # the wire's, and those of two other outlets
    assert any(sentence in told[-1] for sentence in _sentences(wire))
    assert all(any(one in told[-1] for one in _sentences(other)) for other in others)
    assert f"also in {ECHO}" in told[-1] or "also in The Wire" in told[-1]


def _told_in_private(chat: Chat, day: int) -> None:
    """Who waited, once, when an article came that answers; until then it is a gap."""
    if day == REPORTED:
        chat.wait_for(lambda: chat.private())
    told = chat.private()
    assert len(told) == (day >= REPORTED)
    if day in (REPORTED - 1, REPORTED):
        listed = chat.gaps("news")
        assert FIRM in listed
        assert ("answered since" in listed) == (day == REPORTED)
    if day == REPORTED:
        assert FIRM in told[0]
        assert BY_THE_FIRM in told[0]


def _told_in_digest(chat: Chat, day: int) -> None:
    chat.wait_for(lambda: len(chat.posts("desk")) >= day)
    told = chat.posts("desk")
    assert len(told) == day
    assert "Daily digest" in told[-1]
    assert DAYS[day][0] in told[-1]
    assert DAYS[day - 1][0] not in told[-1]


def _told_of_corrections(chat: Chat, count: int) -> None:
    chat.wait_for(lambda: len(chat.corrections()) >= count)
    assert len(chat.corrections()) == count


def _timeline(chat: Chat) -> None:
    pages, picture = chat.timeline()
    said = "\n".join(pages)
    assert picture.startswith(b"\x89PNG")
    assert CORRECTED in said
    assert CRACKED not in said
    for day, (_, wire, *_others) in enumerate(DAYS):
        assert any(sentence in said for sentence in _sentences(wire.replace(CRACKED, CORRECTED)))
        assert said.count(wire) <= 1
        if day:
            earlier = DAYS[day - 1][1].replace(CRACKED, CORRECTED)
            assert _place(said, earlier) < _place(said, wire)


def _place(said: str, report: str) -> int:
    return min(said.index(one) for one in _sentences(report) if one in said)


def _sentences(report: str) -> list[str]:
    """As the reports above have them: a full stop and a blank part them."""
    *firsts, last = report.split(". ")
    return [*(f"{first}." for first in firsts), last]


def _noon(day: int) -> datetime:
    return datetime(2026, 3, 2, 12, tzinfo=UTC) + timedelta(days=day)
