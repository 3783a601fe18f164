"""What is kept of what articles said before, and what goes once nothing has needed it for long."""

from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
from sqlalchemy import insert, select

from adapters.storage.catalog import Catalog
from adapters.storage.kept_replies import StoredReplies
from adapters.storage.letting_go import LetGo, let_go
from adapters.storage.tables import articles as t
from adapters.storage.tables.events import revisions
from bot.memory import KeptQuote
from tests.adapters.storage.keeping import kept_reply
from tests.adapters.storage.newsroom import START, Newsroom
from tests.adapters.storage.test_catalog import VOTE, filled, with_passages

KEEP = timedelta(days=30)


def day(number: int) -> datetime:
    return START + timedelta(days=number)


def texts(room: Newsroom, article: str = "nato/vote") -> list[str]:
    return [one.article.text for one in room.catalog.history(article)]


def rewrites(room: Newsroom, *texts: str) -> None:
    """The article reads otherwise, time after time; the index holds the last two."""
    for text in texts:
        room.write("nato/vote.md", text)
        room.reindex()


def days_pass(room: Newsroom, *days: int) -> LetGo:
    """A look on each of them; what went on the last."""
    gone = LetGo()
    for one in days:
        gone = let_go(room.catalog, KEEP, day(one))
    return gone


def test_what_nothing_has_needed_for_long_is_let_go_with_its_vectors(newsroom: Newsroom) -> None:
    rewrites(newsroom, "One. The vote is near.", "Two. The vote is over.", "Three. It is counted.")
    assert len(texts(newsroom)) == 4
    before = newsroom.catalog.counts()
    assert days_pass(newsroom, 1, 2, 30) == LetGo()
    assert newsroom.catalog.counts() == before
    # The two that the index is made of, now and one generation before, stay.
    assert days_pass(newsroom, 31) == LetGo(versions=2, vectors=2)
    assert texts(newsroom) == ["Two. The vote is over.", "Three. It is counted."]
    assert newsroom.catalog.counts() == {name: count - 2 for name, count in before.items()}
    assert newsroom.reindex().embedded == 0
    assert days_pass(newsroom, 32, 100) == LetGo()


def test_the_time_begins_when_it_is_no_longer_needed_and_begins_anew(newsroom: Newsroom) -> None:
    rewrites(newsroom, "One. The vote is near.", "Two. The vote is over.", "Three. It is counted.")
    days_pass(newsroom, 1, 29)
    # It reads as at first again, for a day.
    rewrites(newsroom, "One. The vote is near.")
    days_pass(newsroom, 30)
    rewrites(newsroom, "Four. It is signed.", "Five. It is sealed.")
    days_pass(newsroom, 31, 60)
    assert "One. The vote is near." in texts(newsroom)
    days_pass(newsroom, 61)
    assert texts(newsroom) == ["Four. It is signed.", "Five. It is sealed."]


def test_what_a_reply_quotes_stays_as_long_as_the_reply(newsroom: Newsroom) -> None:
    rewrites(newsroom, "One. The vote is near.", "Two. The vote is over.", "Three. It is counted.")
    versions = {
        one.article.text: one.article.version for one in newsroom.catalog.history("nato/vote")
    }
    first, also = versions["One. The vote is near."], sorted(versions.values())[0]
    replies = StoredReplies(newsroom.catalog.database)
    replies.keep(kept_reply("r1", (KeptQuote(first, 0, 4, (), 0.9, (also,)),), day(0)))
    days_pass(newsroom, 1, 40, 80)
    assert "One. The vote is near." in texts(newsroom)
    replies.forget_replies(day(81))
    days_pass(newsroom, 82, 113)
    assert texts(newsroom) == ["Two. The vote is over.", "Three. It is counted."]


def test_what_a_correction_of_that_time_tells_of_stays(newsroom: Newsroom) -> None:
    rewrites(newsroom, "One. The vote is near.", "Two. The vote is over.", "Three. It is counted.")
    with newsroom.catalog.database.writing() as connection:
        first = connection.execute(select(revisions)).first()
        assert first is not None
        row = {**first._mapping, "at": day(200), "article": "nato/vote"}
        del row["id"]
        connection.execute(insert(revisions), row)
    days_pass(newsroom, 1, 60)
    held = newsroom.catalog.texts([first.before, first.after])
    assert set(held) == {first.before, first.after}


def test_vectors_of_a_model_that_no_index_has_are_let_go(newsroom: Newsroom) -> None:
    newsroom.embedder.model = "another-model"
    newsroom.reindex(rebuild=True)
    newsroom.reindex(rebuild=True)
    newsroom.reindex(rebuild=True)
    days_pass(newsroom, 1, 30)
    assert models(newsroom) == {"words-32", "another-model"}
    assert days_pass(newsroom, 31) == LetGo(vectors=5)
    assert models(newsroom) == {"another-model"}


def test_vectors_of_pages_that_were_only_looked_at_stay_as_long(newsroom: Newsroom) -> None:
    looked_at = np.ones((1, newsroom.embedder.dimensions), dtype=np.float32)
    newsroom.catalog.embeddings.add(newsroom.embedder.model, ["looked at"], looked_at)
    assert days_pass(newsroom, 1, 2, 30) == LetGo()
    assert days_pass(newsroom, 31) == LetGo(vectors=1)
    assert newsroom.reindex(rebuild=True).embedded == 0


def models(room: Newsroom) -> set[str]:
    with room.catalog.database.reading() as connection:
        return set(connection.execute(select(t.embeddings.c.model)).scalars())


def test_a_reindex_looks_once_a_day_and_says_what_went(newsroom: Newsroom) -> None:
    rewrites(newsroom, "One. The vote is near.", "Two. The vote is over.", "Three. It is counted.")
    assert newsroom.reindex(keep_versions=KEEP).let_go == LetGo()
    newsroom.minutes += 60 * 24 * 31
    assert newsroom.reindex(keep_versions=KEEP).let_go == LetGo(versions=2, vectors=2)
    newsroom.minutes += 60
    assert newsroom.reindex(keep_versions=KEEP).let_go == LetGo()


def test_on_either_database_only_what_is_needed_stays(catalog: Catalog) -> None:
    generation, _ = filled(catalog)
    held = catalog.counts()
    late = with_passages(replace(VOTE, text="Nobody holds these words any more."))
    catalog.add_versions([late], START)
    catalog.embeddings.add("m", [late[1][0][1]], np.ones((1, 4), dtype="f4"))
    assert let_go(catalog, KEEP, day(1)) == LetGo()
    assert let_go(catalog, KEEP, day(31)) == LetGo(versions=1, vectors=1)
    assert catalog.counts() == held
    assert catalog.current() == generation
