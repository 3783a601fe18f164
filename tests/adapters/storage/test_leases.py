"""What one process of all may do at a time, on however many machines they are."""

import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from adapters.storage import leases
from adapters.storage.database import Database, open_database
from adapters.storage.leases import BUILDER, REFRESHER, LeaseHeld, LeaseLost, leased
from tests.patience import PATIENCE
from tests.postgres_server import PostgresServer

PAST = "UPDATE leases SET until = 0"
FAR_AWAY = 9_000_000_000_000_000


@pytest.fixture
def both(postgres: PostgresServer, tmp_path: Path) -> Iterator[tuple[Database, Database]]:
    """One database, as two machines have it."""
    with (
        postgres.database() as name,
        closing(open_database(postgres.url(name), tmp_path / "a")) as one,
        closing(open_database(postgres.url(name), tmp_path / "b")) as other,
    ):
        yield one, other


def execute(database: Database, statement: str) -> None:
    with database.writing() as connection:
        connection.exec_driver_sql(statement)


def test_while_one_has_it_the_others_are_told_who(both: tuple[Database, Database]) -> None:
    one, other = both
    with leased(one, BUILDER):
        with pytest.raises(LeaseHeld) as raised, leased(other, BUILDER, wait=False):
            pass
        assert "is building the index of this catalog; wait for it to finish" in str(raised.value)
        assert "pid" in str(raised.value)
        with leased(other, REFRESHER):
            pass  # that is something else
    with leased(other, BUILDER, wait=False):
        pass


def test_whoever_comes_later_has_a_higher_token(both: tuple[Database, Database]) -> None:
    tokens = []
    for database in (*both, *both):
        with leased(database, BUILDER) as lease:
            tokens.append(lease.token)
    assert tokens == [1, 2, 3, 4]


def test_who_wakes_up_past_its_time_may_write_nothing(both: tuple[Database, Database]) -> None:
    one, other = both
    with leased(one, BUILDER) as lease:
        one.builders_lease = lease
        with one.building():
            pass
        execute(other, PAST)  # it stood still for so long
        with leased(other, BUILDER, wait=False) as later:
            other.builders_lease = later
            with pytest.raises(LeaseLost, match="nothing of it was written"), one.building():
                pytest.fail("it may not write")
            assert lease.lost
            with other.building():
                pass
    with leased(one, BUILDER, wait=False) as again:
        assert again.token == later.token + 1


def test_nobody_takes_it_over_in_the_middle_of_a_transaction(
    both: tuple[Database, Database],
) -> None:
    one, other = both
    taken: list[str] = []

    def take() -> None:
        with leased(other, BUILDER, wait=False):
            taken.append("taken")

    with leased(one, BUILDER) as lease:
        one.builders_lease = lease
        execute(other, PAST)  # it stood still, and wakes up just in time
        taking = threading.Thread(target=take)
        with one.building():
            taking.start()
            taking.join(0.2)
            assert taken == []
        taking.join(PATIENCE)
    assert taken == ["taken"]


def test_a_dead_holder_is_waited_for_until_its_time_is_over(
    both: tuple[Database, Database],
) -> None:
    one, other = both
    soon = "(extract(epoch FROM clock_timestamp()) * 1000000)::bigint + 1000000"
    execute(one, f"INSERT INTO leases VALUES ('{BUILDER}', 'a dead one', 7, {soon})")
    with leased(other, BUILDER) as lease:
        assert lease.token == 8


def test_a_living_holder_is_not_waited_for(both: tuple[Database, Database]) -> None:
    one, other = both
    execute(one, f"INSERT INTO leases VALUES ('{BUILDER}', 'a living one', 7, {FAR_AWAY})")
    said: list[str] = []

    def take() -> None:
        with pytest.raises(LeaseHeld) as raised, leased(other, BUILDER):
            pass
        said.append(str(raised.value))

    taking = threading.Thread(target=take)
    taking.start()
    while taking.is_alive():
        execute(one, "UPDATE leases SET until = until + 1")
        taking.join(0.05)
    assert said[0].startswith("another process (a living one) is building the index")


def test_it_is_renewed_as_long_as_it_is_held(
    both: tuple[Database, Database], postgres: PostgresServer
) -> None:
    one, other = both
    with leased(one, BUILDER, seconds=1.0):
        until = "SELECT until FROM leases"
        with other.reading() as connection:
            first = connection.exec_driver_sql(until).scalar_one()
        later = f"SELECT count(*) FROM leases WHERE until > {first + 2_000_000}"
        postgres.wait_until(later, 1, one.engine.url.database or "")


def test_while_the_database_is_away_it_is_kept_if_nobody_else_took_it(
    both: tuple[Database, Database], postgres: PostgresServer
) -> None:
    one, other = both
    with leased(one, BUILDER, seconds=1.0) as lease:
        with postgres.away():
            pass
        with one.building():
            pass
        assert not lease.lost
    with leased(other, BUILDER, wait=False):
        pass


def test_the_time_that_counts_is_the_databases(both: tuple[Database, Database]) -> None:
    one, other = both
    assert leases.LEASE_SECONDS == 30.0
    with leased(one, BUILDER), other.reading() as connection:
        left = connection.exec_driver_sql(
            "SELECT until / 1000000 - extract(epoch FROM clock_timestamp()) FROM leases"
        ).scalar_one()
        assert 0 < left <= 30
