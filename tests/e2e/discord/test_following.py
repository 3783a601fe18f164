"""Following, notices, corrections and timelines in Discord, over the wire, as days go by."""

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from math import inf
from pathlib import Path

import pytest

from adapters.assembly import catalog_of, embedder_of
from adapters.discord.wording import follow_managers_only
from adapters.service import background
from adapters.settings import Settings
from adapters.storage.reindex import reindex
from retrieval.embedding import Embedder
from tests.e2e.discord.local_discord import Did, LocalDiscord, Message
from tests.e2e.discord.running import settings_for
from tests.e2e.discord.test_conversation import register
from tests.e2e.running import running

COUNT = "how many sea otters were counted in the bay of Elkhorn?"
FACTS = (
    "Ninety sea otters were counted in the bay of Elkhorn by divers on Monday.",
    "The harbour board closed the northern pier to trawlers after an oil leak.",
    "A hospital for seabirds opened its doors beside the old cannery in Moss Landing.",
    "Parliament voted 212 to 98 for a ban on gill nets along the coast.",
    "The aquarium released a blind pup named Juno near Cannery Row.",
    "Scientists blamed a parasite from cats for the deaths of eleven animals.",
    "Fishermen sued the state over the ban and asked a judge to stop it.",
)


@dataclass
class Clock:
    """The time in the service; days pass when a test says so."""

    at: datetime = datetime(2024, 7, 28, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def passes(self, **time: float) -> None:
        self.at += timedelta(**time)


@dataclass
class Desk:
    """A Discord with people, and a story whose articles the test writes."""

    local: LocalDiscord
    settings: Settings
    corpus: Path
    clock: Clock = field(default_factory=Clock)
    embedders: list[Embedder] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.guild = self.local.add_guild("Desk")
        self.manager = self.local.add_user("manager", self.guild, manage_guild=True)
        self.alice = self.local.add_user("alice", self.guild)
        self.news = self.local.add_channel(self.guild, "news")
        self.daily = self.local.add_channel(self.guild, "daily")

    def story(self, channels: tuple[str, ...] = ()) -> None:
        limit = f"channels = {json.dumps(channels)}\n" if channels else ""
        told = f'title = "Sea otters"\nsummary = "Otters on the coast of California."\n{limit}'
        (self.corpus / "otters" / "story.toml").write_text(told)

    def article(self, number: int, text: str) -> None:
        head = f"title: Report {number}\nurl: https://paper.example/{number}\nsource: The Paper\n"
        dated = f"published: 2024-07-{number + 1:02}\n"
        path = self.corpus / "otters" / f"report-{number}.md"
        path.write_text(f"---\n{head}{dated}---\n\n{text}\n")

    def index(self) -> None:
        def load() -> Embedder:
            if not self.embedders:
                self.embedders.append(embedder_of(self.settings))
            return self.embedders[0]

        with closing(catalog_of(self.settings)) as catalog:
            model = load().model
            reindex(self.corpus, self.settings.data, catalog, model, load, self.clock.at)

    def said(self, user: str, channel: str, name: str, **options: str) -> str:
        """What a command answers in private, without the backslashes."""
        return self.answer(self.local.command(user, channel, name, **options)).text.replace(
            "\\", ""
        )

    def answer(self, did: Did) -> Message:
        self.local.wait_for(lambda: [one for one in self.local.answers(did) if not one.loading])
        [answer] = self.local.answers(did)
        return answer

    def notice(self, channel: str, before: int) -> Message:
        """The one message that came after `before` of them."""
        self.local.wait_for(lambda: len(self.local.messages(channel)) > before)
        self.local.settle(quiet=0.4)
        *earlier, notice = self.local.messages(channel)
        assert len(earlier) == before
        return notice

    def quiet(self, channel: str, before: int) -> None:
        """Nothing came."""
        self.local.settle(quiet=0.4)
        assert len(self.local.messages(channel)) == before


@pytest.fixture
def desk(
    local_discord: LocalDiscord, shipped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Desk]:
    monkeypatch.setattr(background, "_NOTICED_EVERY", 0.1)
    register(local_discord)
    data, corpus = tmp_path / "data", tmp_path / "corpus"
    data.mkdir()
    (corpus / "otters").mkdir(parents=True)
    desk = Desk(local_discord, settings_for(local_discord, data), corpus)
    desk.story()
    for number, text in enumerate(FACTS):
        desk.article(number, text)
    desk.index()
    yield desk
    local_discord.settle()


def test_a_channel_follows_a_story_is_told_its_news_once_and_stops(desk: Desk) -> None:
    with running(desk.settings, now=desk.clock):
        local = desk.local
        local.settle()
        refused = desk.said(desk.alice, desk.news, "follow", story="otters")
        assert refused.startswith("Only who may manage the server can set what its channels are")
        said = desk.said(desk.manager, desk.news, "follow", story="otters")
        assert said.startswith(
            "“Sea otters” is followed here: new articles are posted as they come. "
            "To end it: </unfollow:"
        )
        assert said.endswith("> `story: otters`")
        said = desk.said(desk.manager, desk.daily, "follow", story="otters", rhythm="daily at 9")
        assert "The first digest may come on Monday,\xa029\xa0July\xa02024\xa0at\xa009:00." in said
        assert "is no rhythm; write" in desk.said(
            desk.manager, desk.news, "follow", story="otters", rhythm="hourly"
        )
        assert "There is no story 'otter'" in desk.said(
            desk.manager, desk.news, "follow", story="otter"
        )
        typed = local.autocomplete(
            desk.manager, desk.news, "follow", "rhythm", "daily 7pm tokyo", story="otters"
        )
        offered = local.wait_for(lambda: local.choices(typed))
        assert [one["value"] for one in offered or ()] == [
            "daily at 19:00 Asia/Tokyo",
            "now",
            "daily at 09:00 UTC",
            "weekly on Monday at 09:00 UTC",
        ]

        desk.article(7, "A storm washed forty otters ashore at Carmel.")
        desk.index()
        notice = desk.notice(desk.news, 0)
        assert notice.text.startswith("**New in\\: Sea otters**\nThe Paper · [Report 7]")
        assert "> A storm washed forty otters ashore at Carmel." in notice.text
        assert "#:~:text=" in notice.text
        assert notice.pings == frozenset()
        desk.article(8, "Volunteers built a shelter of kelp for the survivors.")
        desk.index()
        desk.article(9, "The governor promised nine million dollars to the hospital.")
        desk.index()
        # Soon after a notice: the burst waits, and is one message.
        desk.quiet(desk.news, 1)
        desk.clock.passes(minutes=6)
        burst = desk.notice(desk.news, 1)
        assert [f"[Report {number}]" in burst.text for number in (7, 8, 9)] == [False, True, True]
        desk.quiet(desk.daily, 0)
        desk.clock.passes(days=1)
        digest = desk.notice(desk.daily, 0)
        assert digest.text.startswith("**Daily digest\\: Sea otters**")
        assert [f"[Report {number}]" in digest.text for number in (7, 8, 9)] == [True] * 3

        local.forbid(desk.daily, "send_messages")
        desk.article(10, "A second hospital is to be built in Monterey next spring.")
        desk.index()
        desk.notice(desk.news, 2)
        desk.clock.passes(days=1)
        told = desk.notice(local.direct(desk.manager), 0).text.replace("\\", "")
        assert told.startswith(
            f"You asked for news of “Sea otters” in <#{desk.daily}>. It can't be posted there: "
            "I may not write there (Discord says: 50013). So nothing more is posted; once that is "
            "put right, begin again there with: </follow:"
        )
        assert told.endswith("> `story: otters rhythm: daily at 09:00 UTC`")
        listed = desk.said(desk.alice, desk.daily, "following")
        since = f"<t:{int(datetime(2024, 7, 28, 10, tzinfo=UTC).timestamp())}:D>"
        assert f"daily at 09:00 UTC · since {since} · asked for by <@{desk.manager}>" in listed
        assert "nothing is posted any more: I may not write there" in listed

        typed = local.autocomplete(desk.manager, desk.news, "unfollow", "story", "")
        offered = local.wait_for(lambda: local.choices(typed))
        assert [one["value"] for one in offered or ()] == ["otters", "all"]
        ended = desk.said(desk.manager, desk.news, "unfollow", story="otters")
        assert ended == "“Sea otters” is not followed here any more."
        ended = desk.said(desk.manager, desk.news, "unfollow", story="otters")
        assert ended == "“Sea otters” was not followed here."
        desk.article(11, "Divers found a new kelp forest off Big Sur.")
        desk.index()
        desk.clock.passes(days=8)
        desk.quiet(desk.news, 3)
        assert desk.said(desk.alice, desk.news, "following").startswith("No story is followed here")


def test_corrections_come_once_into_the_thread_where_the_words_were_quoted(desk: Desk) -> None:
    local = desk.local
    with (
        running(desk.settings, now=desk.clock),
        running(settings_for(local, desk.settings.data), now=desk.clock),
    ):
        local.settle()
        thread = local.add_thread(desk.news, "below")
        answers = [
            desk.answer(local.command(desk.alice, channel, "ask", question=COUNT))
            for channel in (thread, desk.daily)
        ]
        private = local.command(desk.alice, desk.news, "ask", question=COUNT, private=True)
        assert "Ninety" in desk.answer(private).text
        off = desk.said(desk.manager, desk.daily, "corrections", turn="off")
        assert off.startswith("Corrections are off")
        follow = desk.said(desk.manager, thread, "follow", story="otters", rhythm="now")
        assert "is followed here" in follow
        assert f"<#{thread}>" in desk.said(desk.alice, desk.news, "following")

        desk.article(0, FACTS[0].replace("Ninety", "Eighty"))
        desk.article(7, "A storm washed forty otters ashore at Carmel.")
        desk.index()
        desk.clock.passes(seconds=10)
        local.wait_for(lambda: len(local.messages(thread)) >= 3)
        local.settle(quiet=0.6)
        _, *notices = local.messages(thread)
        [correction] = [one for one in notices if one.reply_to]
        [news] = [one for one in notices if not one.reply_to]
        assert correction.reply_to == answers[0].id
        assert correction.text.startswith("**A sentence quoted here has changed in its article.**")
        assert f"> {FACTS[0].replace('Ninety', '~~Ninety~~')}" in correction.text
        assert f"> {FACTS[0].replace('Ninety', '**Eighty**')}" in correction.text
        assert "[Report 7]" in news.text
        assert local.messages(desk.daily) == [answers[1]]
        assert local.messages(desk.news) == []


def test_a_timeline_has_pages_a_picture_and_limits(desk: Desk) -> None:
    local = desk.local
    with running(desk.settings, now=desk.clock):
        local.settle()
        shown = desk.answer(local.command(desk.alice, desk.news, "timeline", story="otters"))
        assert shown.ephemeral
        assert "-# 1–5 of 7 developments, oldest first" in shown.text
        assert f"> {FACTS[0]}" in shown.text
        [(png, alt)] = local.pictures(shown)
        assert png.startswith(b"\x89PNG")
        assert alt.startswith(
            "Coverage of “Sea otters”: 7 articles from 1 July 2024 to 7 July 2024"
        )
        assert max(local.acks) < inf

        def turned(label: str, text: str) -> Message:
            local.press(desk.alice, shown, label)

            def now() -> Message | None:
                page = local.message(shown)
                return page if page is not None and text in page.text else None

            page = local.wait_for(now)
            assert page is not None
            return page

        later = turned("Later", "6–7 of 7")
        assert [one["label"] for one in later.buttons] == ["Earlier", "Newest first", "Export"]
        assert len(local.pictures(later)) == 1
        newest = turned("Newest first", "1–5 of 7 developments, newest first")
        assert [one["label"] for one in newest.buttons] == ["Earlier", "Oldest first", "Export"]

        direct = local.direct(desk.alice)
        assert "is followed here" in desk.said(desk.alice, direct, "follow", story="otters")
        desk.article(7, "A storm washed forty otters ashore at Carmel.")
        desk.index()
        assert "[Report 7]" in desk.notice(direct, 0).text
        for name in ("follow", "unfollow"):
            refused = desk.said(desk.alice, desk.news, name, story="otters")
            assert refused == follow_managers_only()
        # Who manages a server can let others have its commands.
        open_to_all = [one | {"default_member_permissions": None} for one in local.commands()]
        local.register(open_to_all)
        refused = desk.said(desk.alice, desk.news, "corrections", turn="off")
        assert refused == "Only who may manage the server can set what its channels are told."

        local.fail("edit_original", status=413, code=40005)
        bare = desk.answer(
            local.command(desk.alice, desk.news, "timeline", story="otters", order="newest")
        )
        assert "newest first" in bare.text
        assert local.pictures(bare) == []

        desk.story(channels=(f"discord:{desk.daily}",))
        desk.index()
        hidden = "This story is not tracked here any more"
        local.wait_for(lambda: "No story" in desk.said(desk.alice, desk.news, "stories"))
        # Beside the page, which stays as it is.
        assert desk.answer(local.press(desk.alice, shown, "Earlier")).text.startswith(hidden)
        assert "There is no story" in desk.said(desk.alice, desk.news, "timeline", story="otters")

        elsewhere = local.add_guild("Elsewhere", with_bot=False)
        carol = local.add_user("carol", elsewhere, manage_guild=True, installed=True)
        general = local.add_channel(elsewhere, "general")
        said = desk.said(carol, general, "follow", story="otters")
        assert said.startswith("I can't post here by myself")
