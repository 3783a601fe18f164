"""A story.toml that commands write into stays the person's own file."""

import stat
from pathlib import Path

import pytest

from adapters.storage.corpus import stories_in
from adapters.storage.story_edits import StoryEditError, add_source, new_story, remove_source
from retrieval.articles import SourceRules, Story

WRITTEN = """\
# Our own notes stay.
title = "The bridge"   # as people read it
summary = '''
Closed, and
repaired.'''
feeds = [
  "https://echo.example/rss", # the local paper
]

closeness = 0.4 # measured
"""
RSS = "https://wire.example/news.rss"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    (tmp_path / "bridge").mkdir()
    (tmp_path / "bridge" / "story.toml").write_text(WRITTEN)
    return tmp_path


def written(corpus: Path) -> str:
    return (corpus / "bridge" / "story.toml").read_text()


def story_of(corpus: Path) -> Story:
    [story], problems = stories_in(corpus)
    assert problems == ()
    return story


def test_a_source_is_added_once_and_comments_stay(corpus: Path) -> None:
    assert add_source(corpus, "bridge", "feeds", RSS)
    assert not add_source(corpus, "bridge", "feeds", RSS)
    assert add_source(corpus, "bridge", "pages", "https://wire.example/a")
    story = story_of(corpus)
    assert story.feeds == ("https://echo.example/rss", RSS)
    assert story.pages == ("https://wire.example/a",)
    # The list alone is laid out anew.
    added = WRITTEN.replace('  "https', '    "https').replace("\n]", f'\n    "{RSS}",\n]')
    assert written(corpus) == f'{added}pages = ["https://wire.example/a"]\n'


def test_what_is_added_and_taken_out_again_leaves_the_file_as_it_was(corpus: Path) -> None:
    add_source(corpus, "bridge", "feeds", RSS)
    assert remove_source(corpus, "bridge", RSS)
    assert story_of(corpus).feeds == ("https://echo.example/rss",)
    for comment in ("# Our own notes stay.", "# the local paper", "# measured"):
        assert comment in written(corpus)
    before = written(corpus)
    assert not remove_source(corpus, "bridge", RSS)
    assert written(corpus) == before


def test_a_source_that_stands_there_twice_is_taken_out_twice(corpus: Path) -> None:
    text = f'title = "T"\nsummary = "S"\nfeeds = ["{RSS}", "{RSS}"]\npages = ["{RSS}"]\n'
    (corpus / "bridge" / "story.toml").write_text(text)
    assert remove_source(corpus, "bridge", RSS)
    assert (story_of(corpus).feeds, story_of(corpus).pages) == ((), ())


def test_the_file_keeps_its_rights_and_nothing_is_left_beside_it(corpus: Path) -> None:
    path = corpus / "bridge" / "story.toml"
    path.chmod(0o640)
    add_source(corpus, "bridge", "feeds", RSS)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert [each.name for each in path.parent.iterdir()] == ["story.toml"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("title =", "can't be read; run: pullquote reindex"),
        ('title = "T"\nsummary = "S"\nfeeds = "x"\n', 'feeds is no list; write feeds = ["…"]'),
        ('title = "T"\nfeeds = []\n', "summary"),
    ],
)
def test_a_story_that_can_not_be_read_is_left_as_it_is(
    corpus: Path, text: str, message: str
) -> None:
    (corpus / "bridge" / "story.toml").write_text(text)
    with pytest.raises(StoryEditError) as raised:
        add_source(corpus, "bridge", "feeds", RSS)
    assert message in str(raised.value)
    assert written(corpus) == text


def test_an_address_that_would_make_the_story_unreadable_is_refused(corpus: Path) -> None:
    with pytest.raises(StoryEditError, match="feeds"):
        add_source(corpus, "bridge", "feeds", "ftp://wire.example/rss")
    assert written(corpus) == WRITTEN


def test_a_new_story_can_be_read_at_once(corpus: Path) -> None:
    story = new_story(corpus, "port-strike", 'The "great" strike', "Closed, and why.", ["port"])
    assert story == Story("port-strike", 'The "great" strike', "Closed, and why.", ("port",))
    assert stories_in(corpus, "port-strike") == ((story,), ())
    with pytest.raises(StoryEditError, match="there is a story 'port-strike' already; edit "):
        new_story(corpus, "port-strike", "T", "S", ())


@pytest.mark.parametrize(
    ("slug", "title", "message"),
    [
        ("Port Strike", "T", r"'Port Strike' can't name a story: .* for example port-strike"),
        ("../away", "T", r"can't name a story"),
        ("port", "", r"title"),
    ],
)
def test_a_new_story_with_a_slip_leaves_nothing_behind(
    corpus: Path, slug: str, title: str, message: str
) -> None:
    with pytest.raises(StoryEditError, match=message):
        new_story(corpus, slug, title, "S", ())
    assert [each.name for each in corpus.iterdir()] == ["bridge"]


def test_a_source_with_keywords_is_a_table_and_is_taken_out_by_its_address(corpus: Path) -> None:
    assert add_source(corpus, "bridge", "feeds", RSS, ["port", "-ferry"])
    assert not add_source(corpus, "bridge", "feeds", RSS)
    story = story_of(corpus)
    assert story.feeds == ("https://echo.example/rss", RSS)
    assert story.source_rules == (SourceRules(RSS, ("port", "-ferry")),)
    assert f'{{url = "{RSS}", keywords = ["port", "-ferry"]}}' in written(corpus)
    assert remove_source(corpus, "bridge", RSS)
    assert (story_of(corpus).feeds, story_of(corpus).source_rules) == (
        ("https://echo.example/rss",),
        (),
    )


def test_sources_in_tables_of_their_own_are_added_to_and_taken_out(corpus: Path) -> None:
    text = f'title = "T"\nsummary = "S"\n[[feeds]]\nurl = "{RSS}" # ours\nkeywords = ["port"]\n'
    (corpus / "bridge" / "story.toml").write_text(text)
    assert add_source(corpus, "bridge", "feeds", "https://echo.example/rss")
    assert story_of(corpus).feeds == (RSS, "https://echo.example/rss")
    assert "# ours" in written(corpus)
    assert remove_source(corpus, "bridge", RSS)
    assert remove_source(corpus, "bridge", "https://echo.example/rss")
    assert written(corpus).split() == ["title", "=", '"T"', "summary", "=", '"S"']
