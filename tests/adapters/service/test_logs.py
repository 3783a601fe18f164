"""What an operator reads in the logs, and what must never stand there."""

import io
import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import structlog

from adapters.service.logs import configure_logs
from adapters.settings import Settings


@dataclass(frozen=True)
class Asked:
    question: str


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _logs_as_they_were() -> Iterator[None]:
    root = logging.getLogger()
    before = list(root.handlers)
    yield
    root.handlers[:] = before
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()


def written(stream: io.StringIO) -> list[dict[str, Any]]:
    events = [json.loads(line) for line in stream.getvalue().splitlines()]
    for event in events:
        assert datetime.fromisoformat(event.pop("timestamp")).tzinfo == UTC
    return events


def test_an_operator_reads_one_json_object_an_event_in_a_pipe() -> None:
    stream = io.StringIO()
    configure_logs(Settings(log_level="info"), stream)
    structlog.get_logger().info(
        "question.answered", question_id="q-7", quotes=3, ms=12.5, at=Path("/srv/x"), none=None
    )
    assert written(stream) == [
        {
            "event": "question.answered",
            "level": "info",
            "question_id": "q-7",
            "quotes": 3,
            "ms": 12.5,
            "at": "/srv/x",
            "none": None,
        }
    ]


def test_a_person_at_a_terminal_reads_plain_coloured_lines() -> None:
    stream = Terminal()
    configure_logs(Settings(), stream)
    structlog.get_logger().warning("index.swept", generation="g-3")
    assert "index.swept" in stream.getvalue()
    assert "\x1b[" in stream.getvalue()
    assert not stream.getvalue().startswith("{")


@pytest.mark.parametrize(
    ("form", "stream", "is_json"),
    [("json", Terminal(), True), ("console", io.StringIO(), False)],
)
def test_the_form_that_was_set_wins_over_the_terminal(
    form: Any, stream: io.StringIO, is_json: bool
) -> None:
    configure_logs(Settings(log_format=form), stream)
    structlog.get_logger().error("index.broken")
    assert stream.getvalue().startswith("{") == is_json
    assert "\x1b[" not in stream.getvalue()


def test_events_below_the_level_that_was_set_are_not_written() -> None:
    stream = io.StringIO()
    configure_logs(Settings(log_level="error"), stream)
    structlog.get_logger().warning("index.slow")
    structlog.get_logger().error("index.broken")
    assert [event["event"] for event in written(stream)] == ["index.broken"]


def test_what_people_wrote_and_secrets_never_reach_the_logs() -> None:
    stream = io.StringIO()
    configure_logs(Settings(log_level="debug"), stream)
    structlog.contextvars.bind_contextvars(channel="C1", slack_bot_token="hunter2")
    structlog.get_logger().info(
        "question.asked",
        question="hunter2",
        text="hunter2",
        Password="hunter2",
        api_key="hunter2",
        database="sqlite:///hunter2",
        url="postgresql://ann:hunter2@db/news",
        request={"body": "hunter2", "headers": [{"Authorization": "hunter2"}], "id": 4},
        long="hunter2 " * 100,
        asked=Asked("hunter2"),
        raw=b"hunter2",
        passage_tokens=256,
    )
    assert "hunter2" not in stream.getvalue()
    assert written(stream) == [
        {
            "event": "question.asked",
            "level": "info",
            "channel": "C1",
            "slack_bot_token": "[redacted]",
            "question": "[redacted]",
            "text": "[redacted]",
            "Password": "[redacted]",
            "api_key": "[redacted]",
            "database": "[redacted]",
            "url": "postgresql://db/news",
            "request": {
                "body": "[redacted]",
                "headers": [{"Authorization": "[redacted]"}],
                "id": 4,
            },
            "long": "[redacted]",
            "asked": "<Asked>",
            "raw": "<bytes>",
            "passage_tokens": 256,
        }
    ]


def test_a_fault_is_logged_with_its_kind_and_place_but_not_its_words() -> None:
    stream = io.StringIO()
    configure_logs(Settings(), stream)
    try:
        try:
            raise KeyError("hunter2")
        except KeyError as error:
            raise ValueError("hunter2") from error
    except ValueError:
        structlog.get_logger().exception("ask.failed", question_id="q-7")
        logging.getLogger("chromadb").exception("add failed")
    assert "hunter2" not in stream.getvalue()
    ours, theirs = written(stream)
    assert (ours["event"], ours["question_id"]) == ("ask.failed", "q-7")
    assert theirs["event"] == "add failed"
    for event in (ours, theirs):
        assert event["error"] == "builtins.ValueError from builtins.KeyError"
        assert [place.split(":")[0] for place in event["at"]] == ["test_logs.py", "test_logs.py"]


def test_other_libraries_are_heard_from_warnings_on_even_when_we_debug() -> None:
    stream = io.StringIO()
    configure_logs(Settings(log_level="debug"), stream)
    theirs = logging.getLogger("httpx")
    theirs.setLevel(logging.DEBUG)
    theirs.debug("POST with a body")
    theirs.warning("slow %s", "reply")
    theirs.setLevel(logging.NOTSET)
    assert written(stream) == [{"event": "slow reply", "level": "warning"}]


def test_configuring_twice_writes_each_event_once(capsys: pytest.CaptureFixture[str]) -> None:
    first = io.StringIO()
    configure_logs(Settings(), first)
    configure_logs(Settings())
    structlog.get_logger().warning("index.swept")
    logging.getLogger("httpx").warning("slow")
    out, err = capsys.readouterr()
    assert (first.getvalue(), out) == ("", "")
    assert [json.loads(line)["event"] for line in err.splitlines()] == ["index.swept", "slow"]


def test_structlog_is_loaded_with_the_first_event_and_writes_as_was_set() -> None:
    said = """
import logging, sys
from adapters.service.logs import configure_logs
from adapters.settings import Settings
from retrieval.event_logger import EventLogger

log = EventLogger()
configure_logs(Settings(log_level="debug"))
configure_logs(Settings(log_level="warning", log_format="json"))
assert "structlog" not in sys.modules
log.info("index.swept")
log.warning("index.slow", question="who heads it?")
logging.getLogger("httpx").warning("slow")
"""
    done = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    assert written(io.StringIO(done.stderr)) == [
        {"event": "index.slow", "level": "warning", "question": "[redacted]"},
        {"event": "slow", "level": "warning"},
    ]
