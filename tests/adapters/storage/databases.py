"""A PostgreSQL server of the tests' own, where one is installed, and empty databases on it."""

import importlib.util
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests.patience import PATIENCE


def _postgres_program(name: str) -> str | None:
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return str(found[-1]) if found else shutil.which(name)


@contextmanager
def postgres_server(folder: Path) -> Iterator[str]:
    """The URL of a PostgreSQL server of our own, reached through a socket."""
    initdb, server = _postgres_program("initdb"), _postgres_program("postgres")
    if not initdb or not server:
        pytest.skip("no PostgreSQL server is installed (Debian: apt install postgresql)")
    if not importlib.util.find_spec("psycopg"):
        pytest.skip("no PostgreSQL driver is installed (pip install 'psycopg[binary]')")
    # PostgreSQL refuses to run as root.
    user = {"user": 65534, "group": 65534, "extra_groups": []} if os.geteuid() == 0 else {}
    if user:
        os.chown(folder, 65534, 65534)
        for parent in folder.parents[: len(folder.parents) - 2]:
            parent.chmod(parent.stat().st_mode | 0o011)
    data = folder / "data"
    initialise = [initdb, "-D", str(data), "-U", "news", "--auth=trust", "-E", "UTF8", "--no-sync"]
    subprocess.run(initialise, check=True, capture_output=True, cwd=folder, **user)  # type: ignore[call-overload]
    serve = [server, "-D", str(data), "-k", str(folder), "-c", "listen_addresses=", "-F"]
    with subprocess.Popen(serve, cwd=folder, stderr=subprocess.DEVNULL, **user) as process:  # type: ignore[call-overload]
        yield f"postgresql+psycopg://news:secret@/postgres?host={folder}"
        process.terminate()


def emptied(url: str) -> str:
    """The same URL, and no table stands there any more."""
    engine = create_engine(url)
    until = time.monotonic() + PATIENCE
    while True:
        try:
            with engine.begin() as connection:
                connection.execute(text("DROP SCHEMA public CASCADE"))
                connection.execute(text("CREATE SCHEMA public"))
            break
        except Exception:  # the server is still starting
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
    engine.dispose()
    return url
