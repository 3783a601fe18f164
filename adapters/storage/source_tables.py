"""The `feeds` and `keywords` of a story.toml as TOML has them → addresses and rules. Pure.

feeds = ["https://a.example/rss", {url = "https://b.example/rss", keywords = ["-football"]}]
keywords = ["dockers", "+strike", "-football"]
keywords = {any = ["dockers"], all = ["strike"], none = ["football"]}
"""

from dataclasses import dataclass

from adapters.storage.article_fields import Field, FieldCheck, value_of
from adapters.storage.corpus_problems import Problem
from retrieval.articles import SourceRules

_KNOWN = ("url", "keywords", "closeness")
_SIGNS = {"any": "", "all": "+", "none": "-"}


@dataclass(frozen=True, slots=True)
class SourceTables:
    """`urls` is the list with every table's address in its place; None where there are no tables,
    so that the list stays as it was written."""

    urls: list[object] | None
    rules: tuple[SourceRules, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_sources(path: str, listed: object, line: int | None) -> SourceTables:
    """`listed` stands in the story.toml at `path`, in `line`."""
    if not isinstance(listed, list) or not any(isinstance(one, dict) for one in listed):
        return SourceTables(None)
    urls: list[object] = []
    rules: list[SourceRules] = []
    problems: list[Problem] = []
    for one in listed:
        if not isinstance(one, dict):
            urls.append(one)
            continue
        found = _rules(path, one, line)
        if isinstance(found, SourceRules):
            urls.append(found.url)
            rules.append(found)
        else:
            problems += found
    return SourceTables(urls, tuple(rules), tuple(problems))


def keywords_in(written: object) -> list[str] | None:
    """The list of a table of lists, with a sign before each word; None for anything else."""
    if not isinstance(written, dict) or not written.keys() <= _SIGNS.keys():
        return None
    flat: list[str] = []
    for name, sign in _SIGNS.items():
        words = written.get(name, [])
        if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
            return None
        # A sign of their own says nothing here.
        flat += [f"{sign}{word.strip().lstrip('+-').lstrip()}" for word in words]
    return flat


def _rules(path: str, table: dict[str, object], line: int | None) -> SourceRules | list[Problem]:
    flat = keywords_in(table.get("keywords"))
    plain = table if flat is None else table | {"keywords": flat}
    fields = {name: Field(value_of(value), line) for name, value in plain.items()}
    check = FieldCheck(path, "the source's table", line, fields)
    check.refuse_unknown(_KNOWN)
    url = check.address("url")
    keywords = check.lines("keywords") if "keywords" in table else None
    found = SourceRules(url, keywords, check.number("closeness", 0, 1))
    return list(check.problems) or found
