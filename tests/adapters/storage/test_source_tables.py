"""A story.toml says what a story takes of each source, in words or in tables."""

import pytest

from adapters.storage.corpus_problems import Problem
from adapters.storage.story_file import read_story
from retrieval.articles import SourceRules, Story

URL = "https://wire.example/rss"


def read(lines: str) -> Story | tuple[Problem, ...]:
    return read_story("port", "story.toml", f'title = "T"\nsummary = "S"\n{lines}'.encode())


@pytest.mark.parametrize(
    "lines",
    [
        'keywords = ["dockers", "pilots", "+strike", "-football"]',
        'keywords = {any = ["dockers", "pilots"], all = ["strike"], none = ["football"]}',
        '[keywords]\nnone = ["-football"]\nall = ["strike"]\nany = ["dockers", "pilots"]',
    ],
)
def test_keywords_are_a_list_with_signs_or_a_table_of_lists(lines: str) -> None:
    story = read(lines)
    assert isinstance(story, Story)
    assert story.keywords == ("dockers", "pilots", "+strike", "-football")


def test_a_source_is_an_address_or_a_table_with_rules_of_its_own() -> None:
    tables = f'{{url = "{URL}", keywords = {{none = ["football"]}}}}, {{url = "{URL}2"}}'
    story = read(f'feeds = ["https://echo.example/rss", {tables}]')
    assert isinstance(story, Story)
    assert story.feeds == ("https://echo.example/rss", URL, f"{URL}2")
    assert story.source_rules == (SourceRules(URL, ("-football",)), SourceRules(f"{URL}2"))
    apart = read(f'[[feeds]]\nurl = "{URL}"\ncloseness = 0.2\nkeywords = []\n')
    assert isinstance(apart, Story)
    assert apart.source_rules == (SourceRules(URL, (), 0.2),)


@pytest.mark.parametrize(
    ("lines", "reason", "advice"),
    [
        ("feeds = [{url = 3}]", "url: 3 is a number, not text", 'write "3"'),
        ("feeds = [{}]", "url is missing", "add it to the source's table"),
        (
            f'feeds = [{{url = "{URL}", keyword = "a"}}]',
            "unknown key 'keyword'",
            "did you mean keywords?",
        ),
        (
            f'feeds = [{{url = "{URL}", closeness = 2}}]',
            "closeness: 2 is no number from 0 to 1",
            "write one such as closeness = 0.5",
        ),
        (
            'keywords = {some = ["a"]}',
            "keywords is neither text nor a list of texts",
            "give a list of texts",
        ),
    ],
)
def test_what_is_wrong_with_a_table_is_named_with_its_line(
    lines: str, reason: str, advice: str
) -> None:
    assert read(lines) == (Problem("story.toml", 3, reason, advice),)
