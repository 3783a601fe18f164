from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from adapters.storage.catalog import Catalog, open_catalog
from adapters.storage.database import Database
from tests.adapters.storage.newsroom import Newsroom, WordEmbedder, founded
from tests.postgres_server import PostgresServer


@pytest.fixture
def embedder() -> WordEmbedder:
    return WordEmbedder()


@pytest.fixture(scope="session")
def _template(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    return founded(tmp_path_factory.mktemp("newsroom") / "room")


@pytest.fixture
def newsroom(_template: Newsroom, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    """Two stories of three and two articles, indexed once."""
    room = _template.copy_to(tmp_path_factory.mktemp("copy") / "room")
    yield room
    room.close()


@pytest.fixture(scope="session")
def _tables(postgres: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A PostgreSQL database with all tables, to be copied: a tenth of the time to make them."""
    with postgres.database() as name:
        open_catalog(postgres.url(name), tmp_path_factory.mktemp("tables")).close()
        yield name


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database without tables, on either."""
    with _url(request, tmp_path, "template1") as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database whose tables are empty, on either."""
    with _url(request, tmp_path, "_tables") as url:
        yield url


@pytest.fixture
def catalog(url: str, tmp_path: Path) -> Iterator[Catalog]:
    """An empty catalog on either database."""
    with closing(open_catalog(url, tmp_path)) as catalog:
        yield catalog


@pytest.fixture
def database(catalog: Catalog) -> Database:
    return catalog.database


@contextmanager
def _url(request: pytest.FixtureRequest, folder: Path, template: str) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{folder}/catalog.sqlite3"
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    named = template if template == "template1" else request.getfixturevalue(template)
    with server.database(named) as name:
        yield server.url(name)
