"""How the catalog's server is connected to, and what is said where that fails."""

import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from adapters.storage.catalog import open_catalog
from adapters.storage.database import CatalogError, Database, open_database
from adapters.storage.database_check import database_check, engine_state
from tests.patience import PATIENCE
from tests.postgres_server import PostgresServer

CORRECT_TLS = "correct sslmode and its like in PULLQUOTE_DATABASE (docs/operating.md, PostgreSQL)"
ADD = text("UPDATE counts SET n = n + 1 WHERE name = :name")


@pytest.fixture
def name(postgres: PostgresServer) -> Iterator[str]:
    with postgres.database() as name:
        yield name


def refused(url: str, data: Path) -> str:
    """What is said to who opens it; no secret is in it."""
    with pytest.raises(CatalogError) as raised:
        open_catalog(url, data)
    said = str(raised.value)
    assert "\n" not in said
    assert "hunter2" not in said
    return said


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_who_has_no_driver_for_postgresql_is_told_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)  # as if it were not installed
    assert refused(f"{scheme}://ann:hunter2@db/news", tmp_path) == (
        "database postgresql+psycopg://ann:***@db/news needs a driver that is not installed; "
        "run: pip install 'pullquote[postgres]'"
    )


@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
def test_a_url_is_taken_as_hosts_give_it(
    postgres: PostgresServer, name: str, tmp_path: Path, scheme: str
) -> None:
    given = postgres.url(name).replace("postgresql+psycopg", scheme)
    with closing(open_catalog(given, tmp_path)) as catalog:
        assert catalog.current() is None


def test_each_way_in_which_a_server_can_not_be_used_has_its_next_step(
    postgres: PostgresServer, name: str, tmp_path: Path
) -> None:
    port = postgres.port
    good = postgres.url(name)
    postgres.execute(
        "CREATE USER reader PASSWORD 'hunter2'", f"REVOKE CREATE ON DATABASE {name} FROM PUBLIC"
    )
    try:
        for url, why, step in (
            (
                f"postgresql://news:hunter2@127.0.0.1:{port}/{name}",
                "password authentication failed",
                "correct the user and the password in PULLQUOTE_DATABASE",
            ),
            (
                good.replace(f"/{name}", "/elsewhere"),
                'database "elsewhere" does not exist',
                "make that database, or correct PULLQUOTE_DATABASE",
            ),
            (
                "postgresql://news:hunter2@127.0.0.1:1/news",
                "connection failed",
                "start the database's server, or correct PULLQUOTE_DATABASE",
            ),
            (
                "postgresql://news:hunter2@nowhere.invalid/news",
                "nowhere.invalid",
                "start the database's server, or correct PULLQUOTE_DATABASE",
            ),
            (
                f"{good}?sslmode=require",
                "server does not support SSL",
                CORRECT_TLS,
            ),
            (f"{good}?pasword=hunter2", 'option "pasword"', "correct PULLQUOTE_DATABASE"),
            (
                f"postgresql://reader:hunter2@127.0.0.1:{port}/{name}",
                "permission denied for schema public",
                "give its user the rights that docs/operating.md names (PostgreSQL)",
            ),
            ("postgresql://news:hunter2@h:port/news", "(ValueError)", "install its driver"),
            (
                "postgresql://news:mine@hunter2@127.0.0.1/news",
                "the password in PULLQUOTE_DATABASE has an @ in it",
                "write that as %40 (and a / as %2F, a : as %3A, a # as %23, a % as %25)",
            ),
            ("mysql://news:hunter2@127.0.0.1/news", "mysql://news:***@", "PULLQUOTE_DATABASE"),
        ):
            said = refused(url, tmp_path)
            assert why in said
            assert said.endswith(step), said
    finally:
        postgres.execute("DROP USER reader")


def test_what_the_address_says_of_tls_is_heeded(
    postgres: PostgresServer, name: str, tmp_path: Path
) -> None:
    mine, other = certificate(tmp_path / "mine"), certificate(tmp_path / "other")
    url = postgres.url(name, sslmode="verify-full", sslrootcert=str(mine))
    with postgres.speaking_tls(mine, mine.with_suffix(".key")):
        with (
            closing(open_database(url, tmp_path)) as database,
            database.reading() as connection,
        ):
            mine_alone = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"
            assert connection.exec_driver_sql(mine_alone).scalar_one()
        said = refused(url.replace(str(mine), str(other)), tmp_path)
    assert "certificate verify failed" in said
    assert said.endswith(CORRECT_TLS)


def certificate(named: Path) -> Path:
    """One that signs itself; its key lies beside it."""
    if not shutil.which("openssl"):
        pytest.skip("no openssl to make a certificate with (Debian, Ubuntu: apt install openssl)")
    made, key = named.with_suffix(".crt"), named.with_suffix(".key")
    made_of = ["openssl", "req", "-x509", "-nodes", "-days", "2", "-newkey", "ec"]
    made_of += ["-pkeyopt", "ec_paramgen_curve:P-256", "-subj", "/CN=localhost"]
    made_of += ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(made)]
    subprocess.run(
        made_of,
        check=True,
        capture_output=True,
    )
    return made


def test_what_hangs_in_the_server_is_ended_there(
    postgres: PostgresServer, name: str, tmp_path: Path
) -> None:
    url = postgres.url(name, options="-c%20statement_timeout%3D200")
    with closing(open_database(url, tmp_path)) as database:
        with database.reading() as connection:
            shown = {
                setting: connection.exec_driver_sql(f"SHOW {setting}").scalar_one()
                for setting in (
                    "statement_timeout",
                    "lock_timeout",
                    "idle_in_transaction_session_timeout",
                    "application_name",
                )
            }
        # What the address says of it stands.
        assert shown == {
            "statement_timeout": "200ms",
            "lock_timeout": "30s",
            "idle_in_transaction_session_timeout": "15min",
            "application_name": "pullquote",
        }
        with (
            pytest.raises(CatalogError, match="statement timeout; another process is writing"),
            database.reading() as connection,
        ):
            connection.execute(text("SELECT pg_sleep(600)"))


def test_a_server_that_restarts_is_asked_again_without_a_word(
    postgres: PostgresServer, name: str, tmp_path: Path
) -> None:
    with closing(open_catalog(postgres.url(name), tmp_path)) as catalog:
        assert catalog.current() is None
        postgres.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            f"WHERE datname = '{name}' AND pid <> pg_backend_pid()"
        )
        assert catalog.current() is None


def test_of_two_that_wait_for_each_other_both_are_done(
    postgres: PostgresServer, name: str, tmp_path: Path
) -> None:
    met = threading.Barrier(2)
    tries: list[str] = []

    def change(database: Database, first: str, then: str) -> None:
        def work(connection: Connection) -> None:
            tries.append(first)
            connection.execute(ADD, {"name": first})
            if tries.count(first) == 1:
                met.wait(PATIENCE)
            connection.execute(ADD, {"name": then})

        database.written(work)

    with closing(open_database(postgres.url(name), tmp_path)) as database:
        with database.writing() as connection:
            connection.execute(text("CREATE TABLE counts (name text, n int)"))
            connection.execute(text("INSERT INTO counts VALUES ('a', 0), ('b', 0)"))
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(change, [database] * 2, "ab", "ba"))
        with database.reading() as connection:
            assert connection.execute(text("SELECT sum(n) FROM counts")).scalar_one() == 4
    assert len(tries) > 2  # one of them, or both, were broken off


# ---------------------------------------------------------------------------- what doctor says


def test_doctor_names_the_engine_and_what_its_user_lacks(
    postgres: PostgresServer, name: str, tmp_path: Path
) -> None:
    with closing(open_database(postgres.url(name), tmp_path)) as database:
        state = engine_state(database)
    assert re.fullmatch(r"PostgreSQL \d+\.\d+", state.engine)
    assert (state.problem, state.to_do) == ("", "")
    reads = "GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader"
    with postgres.connected(name) as connection:
        connection.execute("CREATE USER reader PASSWORD 'mine'")
        connection.execute(reads.encode())
        try:
            url = f"postgresql://reader:mine@127.0.0.1:{postgres.port}/{name}"
            with closing(open_database(url, tmp_path)) as database:
                state = engine_state(database)
                assert state.problem == (
                    "user reader owns no tables there, so that purges and upgrades would fail"
                )
                assert state.to_do == (
                    "connect as news, or run as a superuser: GRANT news TO reader"
                )
                with pytest.raises(CatalogError, match=r"rights that docs/operating.md names"):
                    database_check(database)
        finally:
            connection.execute("DROP OWNED BY reader")
            connection.execute("DROP USER reader")
    with closing(open_database(None, tmp_path)) as database:
        assert engine_state(database).engine.startswith("SQLite 3.")


def test_a_database_that_can_not_hold_every_letter_is_named(
    postgres: PostgresServer, tmp_path: Path
) -> None:
    postgres.execute("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
    try:
        with closing(open_database(postgres.url("latin"), tmp_path)) as database:
            state = engine_state(database)
    finally:
        postgres.execute("DROP DATABASE latin WITH (FORCE)")
    assert state.problem == ("the database's encoding is LATIN1, which can't hold every article")
