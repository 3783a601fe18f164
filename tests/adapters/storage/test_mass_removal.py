"""A corpus that has shrunk by much: nobody loses a story to an unmounted disk."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from adapters.storage.mass_removal import Loss, RemovalRefused
from adapters.storage.purge import purge
from tests.adapters.storage.newsroom import Newsroom


@pytest.fixture(scope="module")
def _many(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    room = Newsroom(tmp_path_factory.mktemp("many") / "room")
    with closing(room):
        for slug, count in (("canal", 12), ("storm", 6), ("strike", 3)):
            room.story(slug)
            for n in range(count):
                room.write(f"{slug}/{slug}{n}.md", f"The {slug} made news, for the time {n}.")
        room.reindex()
    return room


@pytest.fixture
def room(_many: Newsroom, tmp_path: Path) -> Iterator[Newsroom]:
    copy = _many.copy_to(tmp_path / "room")
    yield copy
    copy.close()


LOST = Loss(12, 21, (("canal", 12),))


def test_a_story_that_is_gone_is_kept_until_somebody_agrees(room: Newsroom) -> None:
    served = room.served_articles()
    shutil.rmtree(room.corpus / "canal")
    with pytest.raises(RemovalRefused) as refused:
        room.reindex(consent=lambda loss: False)
    assert refused.value.loss == LOST
    assert str(refused.value) == (
        "12 of 21 articles would be removed: canal (12); nothing was changed; "
        "put them back, or, if they are to go, run: pullquote reindex --yes"
    )
    assert room.served_articles() == served
    report = room.reindex(consent=lambda loss: loss == LOST)
    assert len(report.removed) == 12
    assert len(room.served_articles()) == 9


def test_where_nobody_can_be_asked_the_rest_goes_on_and_the_lost_ones_are_served_on(
    room: Newsroom,
) -> None:
    shutil.rmtree(room.corpus / "canal")
    for path in (room.corpus / "storm").glob("*.md"):
        path.unlink()
    room.write("strike/new.md", "The strike ended.")
    report = room.reindex()
    assert (report.added, report.removed) == (("strike/new",), ())
    assert [str(problem).partition(": ")[2] for problem in report.problems if problem.line is None][
        -1
    ].startswith(
        "18 of 21 articles would be removed: canal (12), storm (6), so they are kept and served on;"
    )
    assert len(room.served_articles()) == 22
    again = room.reindex()
    assert not again.new_generation
    assert again.loss == Loss(18, 22, (("canal", 12), ("storm", 6)))


def test_a_dry_run_tells_and_asks_nobody(room: Newsroom) -> None:
    shutil.rmtree(room.corpus / "canal")
    report = room.reindex(dry_run=True)
    assert report.loss == LOST
    assert len(report.removed) == 12


def test_tidying_up_is_nobodys_business(room: Newsroom) -> None:
    for path in sorted((room.corpus / "canal").glob("*.md"))[:9]:
        path.unlink()
    report = room.reindex(consent=lambda loss: False)
    assert len(report.removed) == 9


def test_files_that_were_renamed_are_not_lost(room: Newsroom) -> None:
    (room.corpus / "canal").rename(room.corpus / "waterway")
    report = room.reindex(consent=lambda loss: False)
    assert (len(report.added), len(report.removed), report.loss) == (12, 12, None)


def test_a_purge_asks_nothing(room: Newsroom) -> None:
    purge(room.data, room.catalog, room.now, story="canal")
    assert room.reindex(consent=lambda loss: False).loss is None
    assert len(room.served_articles()) == 9
