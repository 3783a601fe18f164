"""Workspaces and organisations that install the app → their tokens, kept in the catalog's
database, and refreshed in time where they expire."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar
from urllib.parse import urljoin

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.installation_store.models.bot import Bot
from slack_sdk.oauth.installation_store.models.installation import Installation
from slack_sdk.oauth.installation_store.sqlalchemy import SQLAlchemyInstallationStore
from slack_sdk.oauth.sqlalchemy_utils import normalize_datetime_for_db
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore
from slack_sdk.oauth.state_store.sqlalchemy import SQLAlchemyOAuthStateStore

from adapters.slack.clients import SlackApi
from adapters.slack.credentials import OAuthClient
from adapters.slack.manifest import manifest
from adapters.slack.token_rotation import Rotation, installed
from adapters.storage.database import Database
from adapters.storage.slack_tokens import Installed, StoredSlackTokens
from adapters.storage.tables.slack import slack_bots as b
from retrieval.errors import PullquoteError

INSTALL_PATH = "/slack/install"
REDIRECT_PATH = "/slack/oauth_redirect"
# How long somebody may take to press "Allow".
STATE_SECONDS = 600

_log = logging.getLogger(__name__)
T = TypeVar("T")


class InstallationsError(PullquoteError):
    """The installations can't be read or written; one line, and no token in it."""


@dataclass(frozen=True, slots=True)
class Installations:
    """Where the app is installed. The api's url ends in a slash; `now` is in UTC."""

    database: Database
    client: OAuthClient
    api: SlackApi
    now: Callable[[], datetime] = lambda: datetime.now(UTC)

    async def authorize(self, enterprise: str, team: str) -> AuthorizeResult | None:
        """The token for a workspace: its own, or that of its organisation, whichever came later;
        None where the app isn't installed. Asks Slack only where the token is about to expire.

        Raises InstallationsError.
        """

        async def read() -> Bot | None:
            return await self._bot(enterprise, team)

        bot = await read()
        if bot is None:
            return None
        try:
            bot = await self.rotation.fresh(bot, read)
        except PullquoteError as error:
            # With the one that there is: it may be good for two hours.
            _log.warning("slack_token_not_looked_after: %s", error)
        return AuthorizeResult(
            enterprise_id=bot.enterprise_id,
            team_id=bot.team_id or team or None,
            bot_user_id=bot.bot_user_id,
            bot_id=bot.bot_id,
            bot_token=bot.bot_token,
        )

    async def _bot(self, enterprise: str, team: str) -> Bot | None:
        store = self.store()
        found = list[Bot]()
        if team and (
            own := await store.async_find_bot(enterprise_id=enterprise or None, team_id=team)
        ):
            found.append(own)
        if enterprise and (
            whole := await store.async_find_bot(
                enterprise_id=enterprise, team_id=None, is_enterprise_install=True
            )
        ):
            found.append(whole)
        return max(found, key=lambda bot: bot.installed_at, default=None)

    @property
    def rotation(self) -> Rotation:
        tokens = StoredSlackTokens(self.database, self.client.id)
        return Rotation(tokens, self.client, self.api, self.now)

    async def look_after_tokens(self) -> None:
        """Refreshes those that are about to expire, also where nobody asks anything."""
        await self.rotation.watch(self.bots)

    async def bots(self) -> Sequence[Bot]:
        """The newest of each installation. Raises InstallationsError."""
        return await _in_thread(lambda: newest_bots(self.database, self.client.id))

    def oauth_settings(self) -> AsyncOAuthSettings:
        """What Bolt needs to install the app in a workspace."""
        return AsyncOAuthSettings(
            client_id=self.client.id,
            client_secret=self.client.secret.get_secret_value(),
            scopes=sorted(manifest().scopes),
            user_scopes=[],
            redirect_uri=self.client.public_url + REDIRECT_PATH,
            install_path=INSTALL_PATH,
            redirect_uri_path=REDIRECT_PATH,
            # On slack.com and slack-gov.com, people's page lies beside the API.
            authorization_url=urljoin(self.api.url, "../oauth/v2/authorize"),
            installation_store=self.store(),
            state_store=CatalogStates(self.database),
            state_expiration_seconds=STATE_SECONDS,
        )

    def listen(self, app: AsyncApp) -> None:
        """Has `app`, made with these OAuth settings, forget workspaces that remove the app."""
        app.enable_token_revocation_listeners()

    def store(self) -> "CatalogInstallations":
        return CatalogInstallations(self.client.id, self.database)


def newest_bots(database: Database, client_id: str) -> Sequence[Bot]:
    """Of each workspace and organisation, in the order in which they installed the app."""
    store = SQLAlchemyInstallationStore(client_id, database.engine, logger=_log)
    with database.reading() as connection:
        rows = connection.execute(
            b.select()
            .where(b.c.client_id == client_id, b.c.bot_token.is_not(None))
            .order_by(b.c.installed_at, b.c.id)
        ).mappings()
        found = [store.build_bot_entity(row) for row in rows]
    return list({installed(bot): bot for bot in found}.values())


class CatalogInstallations(AsyncInstallationStore):
    """slack_sdk's store on the catalog's database, each call in a thread."""

    def __init__(self, client_id: str, database: Database) -> None:
        self._tokens = StoredSlackTokens(database, client_id)
        self._store = SQLAlchemyInstallationStore(client_id, database.engine, logger=_log)

    @property
    def logger(self) -> logging.Logger:
        return _log

    async def async_save(self, installation: Installation) -> None:
        await _in_thread(lambda: self._store.save(installation))
        # Whatever went wrong with the tokens of before is over.
        await _in_thread(lambda: self._tokens.forget(installed(installation.to_bot())))

    async def async_save_bot(self, bot: Bot) -> None:
        await _in_thread(lambda: self._store.save_bot(bot))

    async def async_find_bot(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        is_enterprise_install: bool | None = False,
    ) -> Bot | None:
        return await _in_thread(
            lambda: self._store.find_bot(
                enterprise_id=enterprise_id,
                team_id=team_id,
                is_enterprise_install=is_enterprise_install,
            )
        )

    async def async_find_installation(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None = None,
        is_enterprise_install: bool | None = False,
    ) -> Installation | None:
        return await _in_thread(
            lambda: self._store.find_installation(
                enterprise_id=enterprise_id,
                team_id=team_id,
                user_id=user_id,
                is_enterprise_install=is_enterprise_install,
            )
        )

    async def async_delete_bot(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        # An installation holds the bot's token a second time, and is worth nothing without it.
        await self.async_delete_all(enterprise_id=enterprise_id, team_id=team_id)

    async def async_delete_installation(
        self, *, enterprise_id: str | None, team_id: str | None, user_id: str | None = None
    ) -> None:
        await _in_thread(
            lambda: self._store.delete_installation(
                enterprise_id=enterprise_id, team_id=team_id, user_id=user_id
            )
        )

    async def async_delete_all(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        await _in_thread(lambda: self._delete_all(enterprise_id, team_id))

    def _delete_all(self, enterprise_id: str | None, team_id: str | None) -> None:
        """Of an organisation's own installation Slack names the organisation, or the workspace in
        which that was noticed."""
        own = team_id and self._store.find_bot(enterprise_id=enterprise_id, team_id=team_id)
        if not own and enterprise_id:
            team_id = None
        self._store.delete_all(enterprise_id=enterprise_id, team_id=team_id)
        self._tokens.forget(Installed(enterprise_id or "", team_id or ""))


class CatalogStates(AsyncOAuthStateStore):
    """What proves that a browser that comes back from Slack is the one that was sent there."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._store = SQLAlchemyOAuthStateStore(STATE_SECONDS, database.engine, logger=_log)

    @property
    def logger(self) -> logging.Logger:
        return _log

    async def async_issue(self, *args: object, **kwargs: object) -> str:
        return await _in_thread(self._issue)

    async def async_consume(self, state: str) -> bool:
        return await _in_thread(lambda: self._consume(state))

    def _issue(self) -> str:
        states = self._store.oauth_states
        # Anybody may open the install page; slack_sdk never removes what nobody came back for.
        with self._database.writing() as connection:
            connection.execute(states.delete().where(states.c.expire_at <= _now()))
        return self._store.issue()

    def _consume(self, state: str) -> bool:
        states = self._store.oauth_states
        # In one statement, so that a state is good once; slack_sdk looks first, then deletes.
        valid = (states.c.state == state) & (states.c.expire_at > _now())
        with self._database.writing() as connection:
            return connection.execute(states.delete().where(valid)).rowcount == 1


def _now() -> datetime | None:
    return normalize_datetime_for_db(datetime.now(UTC))


async def _in_thread(work: Callable[[], T]) -> T:
    try:
        return await asyncio.to_thread(work)
    except PullquoteError:
        raise
    except Exception as error:
        # Not chained: a database's error repeats the values of its statement, tokens among them.
        raise InstallationsError(
            f"Slack's installations can't be read or written ({type(error).__name__}); "
            "run: pullquote doctor"
        ) from None
