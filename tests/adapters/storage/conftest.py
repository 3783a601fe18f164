from collections.abc import Iterator

import pytest

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
