"""An OPML file's outlines → what each would give its story, and the stories that are new."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from adapters.refresh.tracking import Outlined, Trackable, opml_in
from adapters.storage.story_edits import add_source, new_story
from adapters.storage.story_folders import slug_like
from adapters.web.canonical import canonical
from adapters.web.discovery import kind_of
from adapters.web.feed_items import MOST_BYTES
from adapters.web.judging import Judged
from adapters.web.opml import LeftOut, Opml, Outline
from retrieval.articles import Story
from retrieval.errors import WrongUse


@dataclass(frozen=True, slots=True)
class Imported:
    """A source for a story, with what it is called in the file; `added`: it is new there."""

    story: Story
    title: str
    found: Trackable
    judged: tuple[Judged, ...] = ()
    added: bool = False


@dataclass(frozen=True, slots=True)
class Folders:
    """The story of each top-level outline, by its title; `new`: those that are to be begun."""

    stories: Mapping[str, Story]
    new: tuple[Story, ...]


def opml_file(path: Path) -> Opml:
    """Raises NotTrackable, WrongUse for another file or none, OSError."""
    if not path.is_file():
        raise WrongUse(f"there is no file {path}; name an OPML file, or an address with https://")
    if path.stat().st_size > MOST_BYTES:
        raise WrongUse(f"{path} is over the limit of {MOST_BYTES / 1e6:.0f} MB")
    body = path.read_bytes()
    if kind_of(body, "") != "opml":
        raise WrongUse(f"{path} is no OPML file; name one, or an address: pullquote track URL")
    return opml_in(str(path), body)


def one_story(story: Story, outlines: Sequence[Outline]) -> Folders:
    """All of them for one."""
    return Folders({outline.folder: story for outline in outlines}, ())


def folders(outlines: Sequence[Outline], stories: Sequence[Story]) -> Folders:
    """A story each: the one of that title or name, or a new one of that title."""
    found: dict[str, Story] = {}
    new: list[Story] = []
    for folder in dict.fromkeys(outline.folder for outline in outlines if outline.folder):
        known = (*stories, *new)
        slug = slug_like(folder)
        named = [s for s in known if folder.casefold() in (s.title.casefold(), s.slug)]
        named = named or [s for s in stories if s.slug == slug]
        if named:
            found[folder] = named[0]
            continue
        taken = {story.slug for story in known}
        numbered = (slug if n == 1 else f"{slug}-{n}" for n in range(1, len(taken) + 2))
        free = next(name for name in numbered if name not in taken)
        new.append(Story(free, folder, folder))
        found[folder] = new[-1]
    return Folders(found, tuple(new))


def assigned(
    looked: Sequence[Outlined | LeftOut], of: Folders
) -> tuple[list[Imported], list[LeftOut]]:
    """What goes to which story, each address once a story, and what goes to none."""
    imported: list[Imported] = []
    left_out: list[LeftOut] = []
    seen: set[tuple[str, str]] = set()
    for one in looked:
        if isinstance(one, LeftOut):
            left_out.append(one)
            continue
        story = of.stories.get(one.outline.folder)
        title, url = one.outline.title, one.found.url
        if story is None:
            why = "it stands in no outline that could name its story; track it with --story"
            left_out.append(LeftOut(title, why))
        elif (story.slug, canonical(url) or url) in seen:
            # Two outlines may lead to one feed, by way of a page.
            left_out.append(LeftOut(title, f"listed twice: {url}"))
        else:
            seen.add((story.slug, canonical(url) or url))
            imported.append(Imported(story, title, one.found))
    return imported, left_out


def written(corpus: Path, imported: Sequence[Imported], of: Folders) -> list[Imported]:
    """Begins the new stories of which a source is taken, and adds what they lack. Raises
    StoryEditError."""
    wanted = {one.story.slug for one in imported}
    for story in of.new:
        if story.slug in wanted:
            new_story(corpus, story.slug, story.title, story.summary, ())
    return [
        replace(one, added=add_source(corpus, one.story.slug, one.found.key, one.found.url))
        for one in imported
    ]
