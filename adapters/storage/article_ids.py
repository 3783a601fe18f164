"""The ids of fetched articles: a page's address, or a story and the address. Pure.

A page belongs to each story that takes it. The first story that holds it knows it by its address
alone, every other one by its own name before that, as with the files of the corpus.
"""

import re

_IN_STORY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*/(https?://.+)", re.S)


def id_in_story(story: str, address: str) -> str:
    """The id of a page that another story holds already."""
    return f"{story}/{address}"


def page_of(article: str) -> str:
    """The address of the page that an article of this id was fetched from; the id of any other
    article itself."""
    found = _IN_STORY.fullmatch(article)
    return found[1] if found else article
