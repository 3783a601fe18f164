"""Settings → what reads the best passages again."""

from pathlib import Path

import pytest

from adapters.assembly import reader_of, reranker_of
from adapters.bot_assembly import thresholds_of
from adapters.settings import Settings
from retrieval.models import ModelError
from retrieval.reader import OnnxReader


def test_the_reader_that_ships_reads_unless_something_else_is_set(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    assert isinstance(reader_of(settings), OnnxReader)
    assert reranker_of(settings) is None


def test_with_none_nothing_reads(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, reranker="None")
    assert (reader_of(settings), reranker_of(settings)) == (None, None)


def test_where_nothing_reads_a_follow_up_needs_less_to_be_shown(tmp_path: Path) -> None:
    read = thresholds_of(Settings(data=tmp_path))
    unread = thresholds_of(Settings(data=tmp_path, reranker="none"))
    assert unread.follow_up_shown < read.follow_up_shown < 1.0


def test_a_cross_encoder_takes_the_place_of_the_reader_or_says_why_it_can_t(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, reranker=str(tmp_path / "missing"))
    assert reader_of(settings) is None
    with pytest.raises(ModelError, match="correct PULLQUOTE_RERANKER"):
        reranker_of(settings)
