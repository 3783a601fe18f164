"""What an operator can follow of one question: its log lines by one id, its stages as spans."""

import json
import signal
import sys
from pathlib import Path
from typing import Any

import pytest

from adapters.service.metrics.observed import STAGES
from adapters.settings import Settings, SettingsError
from bot.question_ids import question_id
from tests.e2e.collector import attributes, collecting
from tests.e2e.running import own_copy, running
from tests.e2e.slack.local_slack import PATIENCE, LocalSlack
from tests.e2e.slack.running import settings_for
from tests.e2e.slack.test_process import process

COMMANDER = "who heads the new US command in Japan?"
SWEDEN = "when did Sweden join NATO?"


def lines_of(log: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.splitlines() if line.startswith("{")]


@pytest.mark.slow
def test_two_questions_at_once_are_two_traces_whose_ids_stand_in_their_log_lines(
    slack: LocalSlack, shipped: Path, tmp_path: Path
) -> None:
    alice = slack.add_user("alice")
    news = slack.add_channel("news", members=[alice])
    with (
        collecting() as collector,
        process(
            slack,
            own_copy(shipped, tmp_path),
            OTEL_EXPORTER_OTLP_ENDPOINT=collector.url,
            OTEL_SERVICE_NAME="news-bot",
            PULLQUOTE_REFRESH_MINUTES="0",
        ) as running,
    ):
        slack.wait_for_socket()
        asked = [slack.mention(alice, news, one) for one in (COMMANDER, SWEDEN)]
        slack.wait_for(lambda: all(slack.replies(one) for one in asked))
        running.send_signal(signal.SIGTERM)
        _, log = running.communicate(timeout=PATIENCE)
    assert running.returncode == 0, log
    questions = [span for span in collector.spans if span.name == "question"]
    assert len(questions) == 2
    assert collector.resource["service.name"] == "news-bot"
    for question in questions:
        about = attributes(question)
        assert (about["pullquote.platform"], about["pullquote.outcome"]) == ("slack", "claim")
        own = [span for span in collector.spans if span.trace_id == question.trace_id]
        assert {span.name for span in own} == {"question", *STAGES}
        for span in own:
            assert question.start_time_unix_nano <= span.start_time_unix_nano
            assert span.end_time_unix_nano <= question.end_time_unix_nano
        [ended] = [
            line for line in lines_of(log) if line.get("trace_id") == question.trace_id.hex()
        ]
        assert ended["event"] == "question_ended"
        assert ended["question_id"] == about["pullquote.question_id"]
    assert all(b"Japan" not in body and b"Sweden" not in body for body in collector.bodies)


def test_whose_trace_can_t_be_sent_for_want_of_the_extra_is_told_what_to_install(
    slack: LocalSlack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "adapters.service.traces", raising=False)
    missing = "opentelemetry.exporter.otlp.proto.http.trace_exporter"
    monkeypatch.setitem(sys.modules, missing, None)
    settings = settings_for(
        slack, tmp_path / "data", otel_exporter_otlp_endpoint="http://127.0.0.1:4318"
    )
    told = r"pip install 'pullquote\[otel\]', or unset it"
    with pytest.raises(SettingsError, match=told), running(settings, ready=False) as service:
        service.thread.join(timeout=PATIENCE)


def test_a_collector_named_where_opentelemetry_is_off_is_said(
    slack: LocalSlack, tmp_path: Path
) -> None:
    settings = settings_for(
        slack, tmp_path / "data", otel_exporter_otlp_endpoint="http://127.0.0.1:4318"
    )
    with (
        pytest.raises(SettingsError, match="unset OTEL_SDK_DISABLED"),
        running(settings, ready=False) as service,
    ):
        service.thread.join(timeout=PATIENCE)


def test_a_collector_s_address_is_a_web_address() -> None:
    with pytest.raises(ValueError, match="otel_exporter_otlp_endpoint"):
        Settings(otel_exporter_otlp_endpoint="collector:4318")


def test_the_id_of_a_question_does_not_show_where_it_was_asked() -> None:
    assert question_id("slack:T1:C1:1700000000.1") == question_id("slack:T1:C1:1700000000.1")
    assert len({question_id(f"slack:T1:C1:{n}") for n in range(1000)}) == 1000
