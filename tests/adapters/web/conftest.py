"""A news site with one page, and a desk that may ask it."""

from collections.abc import Iterator

import pytest

from tests.adapters.web.fetched import PAGE, Desk
from tests.e2e.news_site import NewsSite


@pytest.fixture
def site() -> Iterator[NewsSite]:
    with NewsSite() as opened:
        opened.page("/a", PAGE)
        yield opened


@pytest.fixture
def desk(site: NewsSite) -> Desk:
    """Knows already that the site has no robots.txt."""
    return Desk().allows_all(site.url(""))
