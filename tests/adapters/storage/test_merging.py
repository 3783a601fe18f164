"""What people meet whose index grows by many small changes: segments become fewer, answers stay."""

import random
from collections.abc import Sequence

import numpy as np
import pytest

from adapters.storage.builder_lock import DiskFull
from adapters.storage.generation_parts import Part
from adapters.storage.merging import due
from adapters.storage.retention import NothingToRollBackTo, rollback
from retrieval.terms import terms
from tests.adapters.storage.newsroom import Newsroom
from tests.adapters.storage.test_reindex import articles_of

QUESTIONS = ("which ship struck the bridge", "witness 3 spoke of letters", "flag of Sweden")


def parts(*sizes: int) -> tuple[Part, ...]:
    return tuple(Part(f"s{n}", size) for n, size in enumerate(sizes))


def sizes(chosen: Sequence[Part]) -> list[int]:
    return [part.passages for part in chosen]


def test_four_of_about_one_size_become_one_and_no_larger_one_is_touched() -> None:
    assert due(parts(90_000, 12, 900, 40)) == ()
    assert sizes(due(parts(90_000, 12, 900, 40, 7))) == [12, 900, 40, 7]
    assert sizes(due(parts(90_000, 4_000, 3_000, 2_100, 3_900, 7))) == [4_000, 3_000, 2_100, 3_900]


def test_many_small_changes_leave_few_segments_and_rewrite_each_passage_few_times() -> None:
    made_of: list[Part] = []
    rewritten = 0
    for n in range(4_000):
        made_of.append(Part(f"s{n}", 25))
        while chosen := due(made_of):
            rewritten += sum(part.held for part in chosen)
            made_of = [part for part in made_of if part not in chosen]
            made_of.append(Part(f"m{n}-{len(made_of)}", sum(part.held for part in chosen)))
    assert sum(part.held for part in made_of) == 100_000
    assert len(made_of) <= 3 * 5
    # Below a thousand passages a change is merged every fourth time, above once a size.
    assert rewritten < 15 * 100_000


def test_what_mostly_went_is_written_again_without_it() -> None:
    gone = np.arange(300, dtype=np.int32)
    worn = Part("old", 1_000, gone)
    assert due([Part("big", 50_000), worn]) == (worn,)
    assert due([Part("big", 50_000, gone)]) == ()
    assert due([Part("few", 10, gone[:9])]) == ()


def scored(room: Newsroom) -> dict[str, tuple[float, float]]:
    """Cosine and BM25 of each passage for each question, by both."""
    found = {}
    with room.serve() as index, index.current() as generation:
        for question in QUESTIONS:
            lexical = generation.words.scores(terms(question))
            nearest = generation.nearest(room.embedder.embed_question(question), 500, None)
            ids = generation.passage_ids([row for row, _ in nearest])
            for id, (row, cosine) in zip(ids, nearest, strict=True):
                found[f"{question} {id}"] = (cosine, float(lexical[row]))
    return found


@pytest.mark.parametrize("seed", [1, 2])
def test_after_many_changes_all_scores_are_those_of_an_index_built_anew(
    newsroom: Newsroom, seed: int
) -> None:
    chance = random.Random(seed)
    texts = [
        f"Witness {n} spoke of {n * 7} letters, of ship {n % 3} and of Sweden." for n in range(30)
    ]
    segments = set()
    for day in range(9):
        newsroom.write(f"bridge/day-{day}.md", " ".join(chance.sample(texts, 8)))
        if day > 2:
            newsroom.write("nato/flag.md", f"Soldiers raised the flag for the {day}th time.")
            (newsroom.corpus / "bridge" / f"day-{day - 3}.md").unlink()
        newsroom.reindex()
        segments.add(len(newsroom.catalog.parts.of(newsroom.served)))
        # Every fourth change makes one of four; between, up to three stand beside it.
        assert len(newsroom.segments()) <= 12
    assert max(segments) > 1
    newsroom.holds_exactly(articles_of(newsroom))
    before = scored(newsroom)
    newsroom.reindex(rebuild=True)
    assert len(newsroom.catalog.parts.of(newsroom.served)) == 1
    after = scored(newsroom)
    assert before.keys() == after.keys()
    for key, scores in after.items():
        assert before[key] == pytest.approx(scores, abs=1e-6)


def test_going_back_after_a_merge_goes_to_what_was_before_the_change(newsroom: Newsroom) -> None:
    for day in range(3):
        newsroom.write(f"bridge/day-{day}.md", f"On day {day} nothing happened.")
        report = newsroom.reindex()
    listed = newsroom.catalog.generations()
    assert listed[0].merged_from
    assert report.generation == newsroom.served == listed[0].id
    assert "bridge/day-2" in newsroom.served_articles()
    back = rollback(newsroom.data, newsroom.catalog, newsroom.now)
    assert back.content != listed[0].content
    assert "bridge/day-2" not in newsroom.served_articles()
    with pytest.raises(NothingToRollBackTo):
        rollback(newsroom.data, newsroom.catalog, newsroom.now)
    assert newsroom.reindex().added == ("bridge/day-2",)
    newsroom.holds_exactly(articles_of(newsroom))


def test_without_room_to_merge_what_came_is_served_and_merged_later(newsroom: Newsroom) -> None:
    def full(step: str, done: int, of: int) -> None:
        if step == "merging":
            raise DiskFull("no room is left")

    for day in range(3):
        newsroom.write(f"bridge/day-{day}.md", f"On day {day} nothing happened.")
        assert newsroom.reindex(progress=full).added == (f"bridge/day-{day}",)
    assert len(newsroom.catalog.parts.of(newsroom.served)) == 4
    newsroom.holds_exactly(articles_of(newsroom))
    assert newsroom.reindex().added == ()
    assert len(newsroom.catalog.parts.of(newsroom.served)) == 1
    newsroom.holds_exactly(articles_of(newsroom))


def test_a_change_writes_a_segment_of_its_own_and_leaves_the_others_as_they_are(
    newsroom: Newsroom,
) -> None:
    first = newsroom.segment
    before = {path: path.stat().st_mtime_ns for path in first.rglob("*") if path.is_file()}
    newsroom.write("nato/flag.md", "Soldiers raised another flag.")
    newsroom.reindex()
    assert newsroom.segment != first
    assert before == {path: path.stat().st_mtime_ns for path in first.rglob("*") if path.is_file()}
    assert [part.held for part in newsroom.catalog.parts.of(newsroom.served)] == [4, 1]
    newsroom.holds_exactly(articles_of(newsroom))
