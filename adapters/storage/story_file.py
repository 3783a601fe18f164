"""The bytes of a story.toml → a Story, or what is wrong with it. Pure."""

import re
import tomllib

from adapters.storage.article_fields import Field, FieldCheck, value_of
from adapters.storage.corpus_problems import Problem
from adapters.storage.source_tables import keywords_in, read_sources
from retrieval.articles import Story
from retrieval.terms import words

NEW_STORY = 'pullquote story new SLUG --title "…" --summary "…"'
TWO_LINES = 'title = "…" and summary = "…"'
_KNOWN = (
    *("title", "summary", "keywords", "feeds", "topics", "pages", "channels"),
    *("refresh_minutes", "closeness", "aliases"),
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_A_WEEK = 7 * 24 * 60


def read_story(slug: str, path: str, data: bytes) -> Story | tuple[Problem, ...]:
    """Parse a story.toml. A story with any problem is not read at all: its `channels` line may
    be the one that is wrong, and a limited story must not be shown to everyone."""
    try:
        text = data.decode("utf-8-sig")
        table = tomllib.loads(text)
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
        return (Problem(path, line, "the file is not UTF-8", "save it as UTF-8"),)
    except (ValueError, RecursionError) as fault:
        return (_toml_problem(path, fault),)
    sources = read_sources(path, table.get("feeds"), _line(text, "feeds"))
    written = keywords_in(table.get("keywords"))
    plain = table | {"feeds": sources.urls} if sources.urls is not None else table
    plain = plain | {"keywords": written} if written is not None else plain
    fields = {name: Field(value_of(value), _line(text, name)) for name, value in plain.items()}
    names = _names(path, table.get("aliases", {}), _line(text, "aliases"))
    fields |= {"aliases": Field(None, None)} if "aliases" in fields else {}
    check = FieldCheck(path, "story.toml", None, fields)
    check.refuse_unknown(_KNOWN)
    minutes = check.number("refresh_minutes", 1, _A_WEEK)
    story = Story(
        slug=slug,
        title=check.line("title"),
        summary=check.paragraph("summary"),
        keywords=check.lines("keywords"),
        feeds=check.addresses("feeds"),
        pages=check.addresses("pages"),
        channels=check.lines("channels"),
        refresh_minutes=None if minutes is None else round(minutes),
        closeness=check.number("closeness", 0, 1),
        aliases=() if isinstance(names, Problem) else names,
        topics=check.addresses("topics"),
        source_rules=sources.rules,
    )
    wrong = [*sources.problems, *([names] if isinstance(names, Problem) else [])]
    return (*check.problems, *wrong) or story


def _names(path: str, aliases: object, line: int | None) -> tuple[tuple[str, ...], ...] | Problem:
    """Groups of names: a table's key with its text or list of texts, or a list of lists."""
    groups: list[list[object]] = []
    match aliases:
        case dict():
            for name, others in aliases.items():
                groups.append([name, *(others if isinstance(others, list) else [others])])
        case list():
            groups += [group if isinstance(group, list) else [group] for group in aliases]
        case _:
            groups.append([])
    found = []
    for group in groups:
        names = [name.strip() for name in group if isinstance(name, str) and words(name)]
        if len(names) < len(group) or len(names) < 2 or any(map(_CONTROL.search, names)):
            shown = f": {name[:40]!r}" if group and isinstance(name := group[0], str) else ""
            reason = f"aliases{shown} has no other name that is a text of one line"
            advice = 'write [aliases] and below it "Mark Twain" = ["Samuel Clemens"]'
            return Problem(path, line, reason, advice)
        found.append(tuple(dict.fromkeys(names)))
    return tuple(found)


def _toml_problem(path: str, fault: Exception) -> Problem:
    reason = "nested too deeply" if isinstance(fault, RecursionError) else str(fault)
    place = re.search(r" \(at line (\d+), column \d+\)$", reason)
    line = int(place[1]) if place else None
    reason = "".join(c for c in re.sub(r" \(at [^()]*\)$", "", reason) if c.isprintable())
    return Problem(path, line, f"not TOML: {reason[:120]}", f"write lines such as {TWO_LINES}")


def _line(text: str, name: str) -> int | None:
    """Where a key stands; tomllib does not say."""
    key = re.compile(rf"""\s*(?:\[\s*{re.escape(name)}\s*\]|["']?{re.escape(name)}["']?\s*=)""")
    return next((n for n, line in enumerate(text.split("\n"), 1) if key.match(line)), None)
