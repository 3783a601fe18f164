from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from adapters.storage.catalog import Catalog, open_catalog
from adapters.storage.database import Database
from tests.adapters.storage.databases import emptied, postgres_server
from tests.adapters.storage.newsroom import Newsroom, WordEmbedder, founded


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
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a PostgreSQL server of our own, reached through a socket."""
    with postgres_server(tmp_path_factory.mktemp("postgres")) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database without tables, on either."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/catalog.sqlite3"
    url: str = request.getfixturevalue("postgres")
    return emptied(url)


@pytest.fixture
def catalog(empty: str, tmp_path: Path) -> Iterator[Catalog]:
    """An empty catalog on either database."""
    with closing(open_catalog(empty, tmp_path)) as catalog:
        yield catalog


@pytest.fixture
def database(catalog: Catalog) -> Database:
    return catalog.database
