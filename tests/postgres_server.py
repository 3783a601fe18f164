"""PostgreSQL from the system's packages → a server of the tests' own on 127.0.0.1, and databases
on it; it ends with the tests, however those end."""

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from tests.patience import PATIENCE

USER = "news"
# It ends when its standard input does: with whoever holds the other end, kill -9 or not. What it
# held goes with it, unless it was told to keep that.
_WATCHED = """
"$@" </dev/null & server=$!
read -r word
kill -QUIT "$server" 2>/dev/null
wait "$server"
[ "$word" = keep ] || rm -rf -- "$0"
"""


@dataclass(slots=True)
class PostgresServer:
    """A running server, or one that was stopped and can be started again."""

    folder: Path
    port: int
    password: str
    _process: subprocess.Popen[bytes] | None = None
    _numbers: Iterator[int] = field(default_factory=count)

    def url(self, database: str, **query: str) -> str:
        """Its address for SQLAlchemy."""
        given = "&".join(f"{name}={value}" for name, value in query.items())
        where = f"{USER}:{self.password}@127.0.0.1:{self.port}/{database}"
        return f"postgresql+psycopg://{where}" + (f"?{given}" if given else "")

    def execute(self, *statements: str | sql.Composed, database: str = "postgres") -> None:
        """Each in a transaction of its own, as the superuser."""
        with self.connected(database) as connection:
            for statement in statements:
                connection.execute(sql.SQL(statement) if isinstance(statement, str) else statement)

    def connected(self, database: str = "postgres") -> psycopg.Connection:
        """As the superuser, who has no password on the socket."""
        return psycopg.connect(
            host=str(self.folder), port=self.port, user=USER, dbname=database, autocommit=True
        )

    def wait_until(self, query: str, wanted: object, database: str = "postgres") -> None:
        """Returns once the query's first value is `wanted`."""
        until = time.monotonic() + PATIENCE
        with self.connected(database) as connection:
            while (found := connection.execute(query.encode()).fetchone()) != (wanted,):
                assert time.monotonic() < until, f"{query}: {found}"
                time.sleep(0.02)

    @contextmanager
    def database(self, template: str = "template1") -> Iterator[str]:
        """The name of a new database that is dropped at the end, whoever still uses it."""
        name = f"d{next(self._numbers)}"
        self.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )
        try:
            yield name
        finally:
            self.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    @contextmanager
    def speaking_tls(self, certificate: Path, key: Path) -> Iterator[None]:
        """With TLS, as long as the `with` lasts."""
        kept = {"ssl_cert_file": certificate, "ssl_key_file": key}
        for setting, file in kept.items():
            copy = self.folder / f"{setting}.pem"
            copy.write_bytes(file.read_bytes())
            copy.chmod(0o600)
            if owner := _owner():
                os.chown(copy, owner["user"], owner["group"])
            self.execute(f"ALTER SYSTEM SET {setting} = '{copy}'")
        self.execute("ALTER SYSTEM SET ssl = on", "SELECT pg_reload_conf()")
        self.wait_until("SHOW ssl", "on")
        try:
            yield
        finally:
            self.execute("ALTER SYSTEM SET ssl = off", "SELECT pg_reload_conf()")
            self.wait_until("SHOW ssl", "off")

    def start(self) -> None:
        """Returns when it takes connections."""
        log = self.folder / "log"
        options = {
            "port": str(self.port),
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": str(self.folder),
            "fsync": "off",
            "full_page_writes": "off",
            "shared_buffers": "32MB",
            "max_connections": "100",
        }
        given = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        server = [_program("postgres"), "-D", str(self.folder / "data"), *given]
        with log.open("ab") as stream:
            self._process = subprocess.Popen(
                ["sh", "-c", _WATCHED, str(self.folder), *server],
                cwd=self.folder,
                stdin=subprocess.PIPE,
                stdout=stream,
                stderr=stream,
                start_new_session=True,  # Ctrl-C is for the tests, which then end it
                **_owner(),
            )
        until = time.monotonic() + PATIENCE
        while True:
            try:
                self.connected().close()
                return
            except psycopg.OperationalError as error:
                if self._process.poll() is not None or time.monotonic() > until:
                    self.end()
                    raise AssertionError(
                        f"PostgreSQL did not start: {error}\n{_tail(log)}"
                    ) from error
                time.sleep(0.05)

    @contextmanager
    def away(self) -> Iterator[None]:
        """Ended at once, as by a power cut, and started again at the end; what it holds stays."""
        self._end(b"keep\n")
        try:
            yield
        finally:
            self.start()

    def end(self) -> None:
        """Ends it at once, and what it holds is gone."""
        self._end(b"")

    def _end(self, word: bytes) -> None:
        process, self._process = self._process, None
        if process is not None and process.stdin is not None:
            process.stdin.write(word)
            process.stdin.close()
            process.wait()


@contextmanager
def postgres_server() -> Iterator[PostgresServer]:
    """Skips the test where PostgreSQL isn't installed."""
    if not (_found("initdb") and _found("postgres")):
        pytest.skip("no PostgreSQL server is installed (Debian, Ubuntu: apt install postgresql)")
    # Not below pytest's own folder, into which another user may not look.
    folder = Path(tempfile.mkdtemp(prefix="pullquote-postgres-"))
    server = PostgresServer(folder, _free_port(), secrets.token_urlsafe(16))
    try:
        password = folder / "password"
        password.write_text(server.password)
        if owner := _owner():
            for path in (folder, password):
                os.chown(path, owner["user"], owner["group"])
        initdb = [_program("initdb"), "-D", str(folder / "data"), "-U", USER, "-E", "UTF8"]
        initdb += ["--auth-local=trust", "--auth-host=scram-sha-256", "--pwfile", str(password)]
        subprocess.run(
            [*initdb, "--no-locale", "--no-sync"],
            check=True,
            capture_output=True,
            cwd=folder,
            **_owner(),
        )
        server.start()
        yield server
    finally:
        server.end()
        shutil.rmtree(folder, ignore_errors=True)


def _found(name: str) -> str | None:
    # Debian keeps each version's programs apart, and only psql and its like in the PATH.
    versions = sorted(
        Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[4])
    )
    return str(versions[-1]) if versions else shutil.which(name)


def _program(name: str) -> str:
    found = _found(name)
    assert found
    return found


def _owner() -> dict[str, Any]:
    """PostgreSQL refuses to run as root: then as one who owns nothing."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
    return port


def _tail(log: Path) -> str:
    return log.read_text(errors="replace")[-2000:] if log.exists() else ""
