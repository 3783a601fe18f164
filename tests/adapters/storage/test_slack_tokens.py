"""Of all processes that see a token about to expire, one refreshes it; what went wrong is kept."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from slack_sdk.oauth.installation_store import Installation
from slack_sdk.oauth.installation_store.sqlalchemy import SQLAlchemyInstallationStore
from sqlalchemy import text

from adapters.storage.catalog import Catalog
from adapters.storage.slack_tokens import Installed, StoredSlackTokens, Trouble

NOW = datetime(2026, 3, 4, 12, 30, tzinfo=UTC)
WHOSE, WHOLE = Installed("", "T1"), Installed("E1", "")


def installed(catalog: Catalog, token: str, at: float, **of: object) -> None:
    SQLAlchemyInstallationStore("12.34", catalog.database.engine).save(
        Installation(
            app_id="A1",
            bot_token=token,
            bot_refresh_token=f"xoxe-{token}",
            bot_token_expires_in=60,
            user_id="U1",
            installed_at=at,
            **of,  # type: ignore[arg-type]
        )
    )


def test_of_many_that_want_to_refresh_one_may_until_its_time_is_over(catalog: Catalog) -> None:
    tokens = StoredSlackTokens(catalog.database, "12.34")
    with ThreadPoolExecutor(8) as pool:
        claimed = list(pool.map(lambda n: tokens.claim(WHOSE, f"p{n}", NOW, 60.0), range(8)))
    assert sorted(claimed) == [False] * 7 + [True]
    assert not tokens.claim(WHOSE, "late", NOW + timedelta(seconds=59), 60.0)
    assert tokens.claim(WHOLE, "other", NOW, 60.0)
    assert tokens.claim(WHOSE, "late", NOW + timedelta(seconds=60), 60.0)


def test_a_claim_that_was_not_needed_is_free_again(catalog: Catalog) -> None:
    tokens = StoredSlackTokens(catalog.database, "12.34")
    assert tokens.claim(WHOSE, "a", NOW, 60.0)
    tokens.release(WHOSE, "a")
    assert tokens.claim(WHOSE, "b", NOW, 60.0)


def test_the_new_token_stands_wherever_the_old_one_did(catalog: Catalog) -> None:
    tokens = StoredSlackTokens(catalog.database, "12.34")
    installed(catalog, "xoxb-older", 100.0, team_id="T1")
    installed(catalog, "xoxb-old", 200.0, team_id="T1")
    installed(catalog, "xoxb-whole", 300.0, enterprise_id="E1", is_enterprise_install=True)
    assert tokens.claim(WHOSE, "a", NOW, 60.0)
    tokens.refreshed(WHOSE, "a", "xoxb-new", "xoxe-new", NOW + timedelta(hours=12))
    with catalog.database.reading() as connection:
        for table in ("slack_bots", "slack_installations"):
            rows = connection.execute(
                text(f"SELECT bot_token, bot_refresh_token FROM {table} ORDER BY installed_at")
            )
            assert [tuple(row) for row in rows] == [
                ("xoxb-older", "xoxe-xoxb-older"),
                ("xoxb-new", "xoxe-new"),
                ("xoxb-whole", "xoxe-xoxb-whole"),
            ]
    bot = SQLAlchemyInstallationStore("12.34", catalog.database.engine).find_bot(
        enterprise_id=None, team_id="T1"
    )
    assert bot is not None
    assert bot.bot_token_expires_at == int((NOW + timedelta(hours=12)).timestamp())


def test_what_went_wrong_is_kept_until_it_goes_well(catalog: Catalog) -> None:
    tokens = StoredSlackTokens(catalog.database, "12.34")
    assert tokens.claim(WHOLE, "a", NOW, 60.0)
    tokens.failed(WHOLE, Trouble("invalid_refresh_token", NOW))
    assert tokens.troubles() == {WHOLE: Trouble("invalid_refresh_token", NOW)}
    assert StoredSlackTokens(catalog.database, "56.78").troubles() == {}
    assert not tokens.claim(WHOLE, "b", NOW + timedelta(seconds=30), 60.0)
    later = NOW + timedelta(seconds=60)
    assert tokens.claim(WHOLE, "b", later, 60.0)
    tokens.refreshed(WHOLE, "b", "xoxb-new", "xoxe-new", later + timedelta(hours=12))
    assert tokens.troubles() == {}
