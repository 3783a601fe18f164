"""The tables that Slack's SDK keeps installations in, made by our migrations: they are its own."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from slack_sdk.oauth.installation_store import Installation
from slack_sdk.oauth.installation_store.sqlalchemy import SQLAlchemyInstallationStore
from slack_sdk.oauth.state_store.sqlalchemy import SQLAlchemyOAuthStateStore
from sqlalchemy import Connection, MetaData, Table, inspect

from adapters.storage.catalog import Catalog

NOW = datetime(2026, 3, 4, 12, 30, tzinfo=UTC)


def _slacks_own(metadata: MetaData, prefix: str) -> list[Table]:
    installations, states = SQLAlchemyInstallationStore, SQLAlchemyOAuthStateStore
    return [
        installations.build_installations_table(metadata, f"{prefix}slack_installations"),
        installations.build_bots_table(metadata, f"{prefix}slack_bots"),
        states.build_oauth_states_table(metadata, f"{prefix}slack_oauth_states"),
    ]


def _described(connection: Connection, table: str, prefix: str) -> dict[str, object]:
    """A table as the database knows it, under its name without the prefix."""
    found = inspect(connection)
    return {
        "columns": [
            {
                **column,
                "type": repr(column["type"]),
                "default": str(column["default"]).replace(prefix, ""),
            }
            for column in found.get_columns(table)
        ],
        "primary key": found.get_pk_constraint(table)["constrained_columns"],
        "unique": found.get_unique_constraints(table),
        "indexes": [
            (str(index["name"]).removeprefix(prefix), index["column_names"], index["unique"])
            for index in found.get_indexes(table)
        ],
    }


@pytest.fixture
def beside_slacks(catalog: Catalog) -> Iterator[Connection]:
    """Our tables, and Slack's own as its SDK makes them, under names with `own_` before them."""
    metadata = MetaData()
    _slacks_own(metadata, "own_")
    metadata.create_all(catalog.database.engine)
    with catalog.database.reading() as connection:
        yield connection


def test_the_tables_for_slacks_installations_are_those_of_its_sdk(
    beside_slacks: Connection,
) -> None:
    names = [table.name for table in _slacks_own(MetaData(), "")]
    assert names == ["slack_installations", "slack_bots", "slack_oauth_states"]
    for name in names:
        ours = _described(beside_slacks, name, "own_")
        assert ours == _described(beside_slacks, f"own_{name}", "own_")


def test_a_workspace_that_installs_the_app_is_found_again(catalog: Catalog) -> None:
    states = SQLAlchemyOAuthStateStore(600, catalog.database.engine)
    issued = states.issue()
    assert (states.consume(issued), states.consume(issued)) == (True, False)
    installations = SQLAlchemyInstallationStore("client", catalog.database.engine)
    installations.save(
        Installation(
            app_id="A1",
            team_id="T1",
            bot_token="xoxb-1",
            bot_id="B1",
            bot_user_id="U0",
            bot_scopes=["chat:write"],
            user_id="U1",
            installed_at=NOW.timestamp(),
        )
    )
    found = installations.find_bot(enterprise_id=None, team_id="T1")
    assert found is not None
    assert (found.bot_token, found.bot_scopes) == ("xoxb-1", ["chat:write"])
    assert installations.find_bot(enterprise_id=None, team_id="T2") is None
    installations.delete_all(enterprise_id=None, team_id="T1")
    assert installations.find_bot(enterprise_id=None, team_id="T1") is None
