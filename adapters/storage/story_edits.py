"""A story.toml → the same with a source more or less, or a new story's; comments stay as they are.

Written beside the file and moved over it: killed in between, the old one stands.
"""

import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, Array, InlineTable, Table

from adapters.storage.corpus_problems import shown
from adapters.storage.story_file import read_story
from adapters.storage.story_folders import is_slug, slug_like
from retrieval.articles import Story
from retrieval.errors import WrongUse

# Of a story.toml, what holds addresses to be asked.
KEYS = ("feeds", "topics", "pages")


class StoryEditError(WrongUse):
    """The story can't be written so; one line with the next step."""


def new_story(corpus: Path, slug: str, title: str, summary: str, keywords: Sequence[str]) -> Story:
    """Makes the story's folder with its story.toml. Raises StoryEditError."""
    if not is_slug(slug):
        raise StoryEditError(
            f"{slug!r} can't name a story: use lower-case letters, digits and single hyphens, "
            f"for example {slug_like(slug)}"
        )
    path = corpus / slug / "story.toml"
    if path.exists():
        raise StoryEditError(f"there is a story {slug!r} already; edit {shown(path)}")
    document = tomlkit.document()
    document["title"] = title
    document["summary"] = summary
    if keywords:
        document["keywords"] = list(keywords)
    text = tomlkit.dumps(document)
    story = _readable(slug, path, text)
    path.parent.mkdir(parents=True, exist_ok=True)
    _write(path, text)
    return story


def add_source(corpus: Path, slug: str, key: str, url: str, keywords: Sequence[str] = ()) -> bool:
    """Adds `url` to the story's `key`, one of `KEYS`, with keywords of its own where there are
    any; whether it was not there before.

    Raises StoryEditError.
    """
    path = corpus / slug / "story.toml"
    document, listed = _listed(path, key)
    if url in map(_address, listed):
        return False
    if isinstance(listed, AoT):
        table: Table | InlineTable = tomlkit.table()
    else:
        table = tomlkit.inline_table()
    table["url"] = url
    if keywords:
        table["keywords"] = list(keywords)
    listed.append(table if keywords or isinstance(listed, AoT) else url)
    if isinstance(listed, Array):
        listed.multiline(len(listed) > 1)
    document[key] = listed
    text = tomlkit.dumps(document)
    _readable(slug, path, text)
    _write(path, text)
    return True


def remove_source(corpus: Path, slug: str, url: str) -> bool:
    """Takes `url` out of all that the story tracks; whether it was there."""
    path = corpus / slug / "story.toml"
    found = False
    for key in KEYS:
        document, listed = _listed(path, key)
        named = [n for n, one in enumerate(listed) if _address(one) == url]
        for n in reversed(named):
            del listed[n]
        if named:
            found = True
            if isinstance(listed, AoT) and not listed:
                del document[key]
            _write(path, tomlkit.dumps(document))
    return found


def _readable(slug: str, path: Path, text: str) -> Story:
    """The story as it would read: a slip must not take the whole story out of the index."""
    story = read_story(slug, shown(path), text.encode())
    if not isinstance(story, Story):
        raise StoryEditError("; ".join(map(str, story)))
    return story


def _address(listed: object) -> object:
    """Of a source that is written as a table, its address."""
    return listed.get("url") if isinstance(listed, Mapping) else listed


def _listed(path: Path, key: str) -> tuple[tomlkit.TOMLDocument, Array | AoT]:
    try:
        document = tomlkit.parse(path.read_text(encoding="utf-8-sig"))
    except (TOMLKitError, UnicodeDecodeError):
        raise StoryEditError(f"{shown(path)} can't be read; run: pullquote reindex") from None
    listed = document.get(key)
    if listed is None:
        listed = tomlkit.array()
    if not isinstance(listed, Array | AoT):
        raise StoryEditError(f'{shown(path)}: {key} is no list; write {key} = ["…"]')
    return document, listed


def _write(path: Path, text: str) -> None:
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=".story-", suffix=".toml")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
        Path(beside).chmod(mode)
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
