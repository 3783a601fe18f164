"""A service over the shipped corpus in a localhost Slack and a localhost Discord, as days go by.

The shipped articles come in on the days on which they were published.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from adapters.assembly import catalog_of, embedder_of
from adapters.settings import Settings
from adapters.storage.reindex import reindex
from retrieval.embedding import Embedder
from tests.e2e.both_chats import settings_of_both
from tests.e2e.command import ROOT
from tests.e2e.discord.local_discord import LocalDiscord
from tests.e2e.discord.test_conversation import register
from tests.e2e.running import running
from tests.e2e.slack.local_slack import LocalSlack
from tests.patience import PATIENCE

SHIPPED = ROOT / "corpus"
BEGIN = datetime(2025, 9, 1, 10, 42, tzinfo=UTC)
EDITOR, REPORTER = "Mara Lind", "Jonas Berg"
FRENCH, GERMAN = "Claire Morel", "Hanna Vogt"
GROUP = "health-desk"


@dataclass
class Newsroom:
    """Both chats, the people in them by name, and the time there."""

    slack: LocalSlack
    discord: LocalDiscord
    settings: Settings
    now: datetime = BEGIN

    def __post_init__(self) -> None:
        said = self.slack.add_user
        self.in_slack = {
            EDITOR: said(EDITOR, is_admin=True),
            REPORTER: said(REPORTER),
            FRENCH: said(FRENCH, locale="fr-FR"),
        }
        self.guild = self.discord.add_guild("Newsroom")
        there = self.discord.add_user
        self.in_discord = {
            EDITOR: there(EDITOR, self.guild, manage_guild=True),
            REPORTER: there(REPORTER, self.guild),
            GERMAN: there(GERMAN, self.guild, locale="de"),
        }
        self.role = self.discord.add_role(self.guild, GROUP, self.in_discord[REPORTER])

    def goes_to(self, moment: datetime) -> None:
        """The time is that, and what was published until that day has come in."""
        self.now = moment
        for story in sorted(SHIPPED.glob("*/story.toml")):
            into = self.settings.corpus / story.parent.name
            into.mkdir(parents=True, exist_ok=True)
            for file in story.parent.iterdir():
                published = file == story or file.name[:10] <= f"{moment:%Y-%m-%d}"
                if published and not (into / file.name).exists():
                    (into / file.name).write_bytes(file.read_bytes())
        with closing(catalog_of(self.settings)) as catalog:
            model, load = self._embedder.model, lambda: self._embedder
            reindex(self.settings.corpus, self.settings.data, catalog, model, load, moment)

    @cached_property
    def _embedder(self) -> Embedder:
        return embedder_of(self.settings)


@contextmanager
def newsroom(folder: Path) -> Iterator[Newsroom]:
    """Open on the first day, until what was begun is over."""
    with (
        LocalSlack() as slack,
        LocalDiscord(answer_within=PATIENCE, message_content=True) as discord,
    ):
        (folder / "data").mkdir(mode=0o700)
        settings = settings_of_both(slack, discord, folder / "data")
        reading = {"corpus": folder / "corpus", "discord_message_content": "on"}
        room = Newsroom(slack, discord, settings.model_copy(update=reading))
        room.goes_to(BEGIN)
        register(discord)
        with running(room.settings, now=lambda: room.now):
            slack.wait_for_socket()
            discord.wait_for_bot()
            discord.settle()
            yield room
            slack.settle()
            discord.settle()
        assert slack.violations == []
        assert discord.violations == []
