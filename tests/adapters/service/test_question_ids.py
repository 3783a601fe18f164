"""One id runs through all the log lines of a question, from thread to thread, and is what people
can say of one that went wrong."""

import asyncio
import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
import structlog

from adapters.refresh.heartbeat import with_heartbeat
from adapters.service.logs import configure_logs
from adapters.settings import Settings
from adapters.storage.catalog import open_catalog
from adapters.storage.heartbeats import Heartbeats
from bot import wording
from bot.ask import QuestionError
from bot.commands.errors import error_document
from bot.desk import Desk
from bot.question_ids import question_id
from bot.workers import Workers
from retrieval.errors import PullquoteError
from tests.adapters.service.test_answering import Line, Table
from tests.adapters.service.test_answering import table as table  # the fixture
from tests.bot.documents.drawn import drawn
from tests.bot.test_desk import NOW

_log = structlog.get_logger()


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    handlers = list(logging.getLogger().handlers)
    stream = io.StringIO()
    configure_logs(Settings(log_level="debug"), stream)
    yield stream
    logging.getLogger().handlers[:] = handlers
    structlog.reset_defaults()


def lines(log: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


def test_two_questions_at_once_never_mix_their_ids(table: Table, log: io.StringIO) -> None:
    both = Barrier(2)

    def desk() -> Desk:
        # In a worker, of which two work at once.
        both.wait(timeout=30)
        _log.info("at_work")
        raise PullquoteError("the index is away")

    table.answering.desk = desk
    table.answering.workers = workers = Workers(2, 10)
    keys = ["paper:1", "paper:2"]

    async def ask() -> None:
        asked = (Line("Who heads it?", key, person=key) for key in keys)
        await asyncio.gather(*(table.answering.take(one) for one in asked))

    asyncio.run(ask())
    workers.close()
    for key in keys:
        own = [line["event"] for line in lines(log) if line.get("question_id") == question_id(key)]
        assert own == ["at_work", "not_answered", "question_ended"]
    assert len(lines(log)) == 6
    # What was said names it, too, below what people are told.
    assert table.paper.public == [wording.UNREACHABLE()] * 2


def test_who_is_told_of_a_failure_is_told_by_what_the_log_names_it() -> None:
    said = drawn(error_document(ValueError("x"), key="paper:1"))
    assert wording.FAILED() in said
    assert f"ref {question_id('paper:1')}" in said
    # Where somebody only mistyped, there is nothing to look for.
    assert "ref " not in drawn(
        error_document(QuestionError(wording.EMPTY_QUESTION()), key="paper:1")
    )


def test_all_that_a_refresh_logs_names_its_round(tmp_path: Path, log: io.StringIO) -> None:
    catalog = open_catalog(None, tmp_path)

    async def work(_: object) -> None:
        await asyncio.to_thread(_log.info, "in_a_thread")
        await asyncio.gather(later(), later())

    async def later() -> None:
        _log.info("beside")

    beats = Heartbeats(catalog.database)
    asyncio.run(with_heartbeat(work, beats, lambda: NOW))
    catalog.close()
    rounds = {line.get("round_id") for line in lines(log)}
    assert rounds == {f"{NOW:%Y%m%dT%H%M%SZ}"}
    assert [line["event"] for line in lines(log)] == ["in_a_thread", "beside", "beside"]
