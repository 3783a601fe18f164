"""That the tests' quick probe says what a process of its own says."""

from pathlib import Path

import pytest

from tests import probing
from tests.adapters.storage.newsroom import Newsroom
from tests.conftest import OPENED


@pytest.mark.parametrize("sound", [True, False])
def test_both_say_the_same_of_a_segment(newsroom: Newsroom, tmp_path: Path, sound: bool) -> None:
    if not sound:
        (newsroom.segment / "rows.npy").write_bytes(b"")
    segment = newsroom.segment.name
    own, quick = OPENED(newsroom.data, segment), probing.opened(newsroom.data, segment)
    assert (quick.returncode, quick.stdout) == (own.returncode, own.stdout)
    assert (own.stdout == "[]\n") == sound
