"""What an operator sees of a running bot at /metrics, and what must never stand there."""

import re
from pathlib import Path

from adapters.service.metrics.observed import STAGES
from tests.e2e.running import own_copy, running
from tests.e2e.scraped import scraped
from tests.e2e.slack.local_slack import LocalSlack
from tests.e2e.slack.running import settings_for

COMMANDER = "who heads the new US command in Japan?"
QUESTIONS = "pullquote_questions_total"
ICE_CREAM = "which ice cream did the mayor of Lisbon prefer as a child?"


def test_an_operator_sees_what_became_of_questions_how_long_each_stage_took_and_how_all_is(
    slack: LocalSlack, shipped: Path, tmp_path: Path
) -> None:
    alice = slack.add_user("alice")
    news = slack.add_channel("news", members=[alice])
    settings = settings_for(
        slack, own_copy(shipped, tmp_path), refresh_minutes=0, questions_per_minute=3
    )
    with running(settings) as service:
        before = scraped(service)

        def ended() -> float:
            return sum(scraped(service).labelled(QUESTIONS, "outcome").values())

        # One after the other: of those that come at once any may be the one too many.
        for n, question in enumerate((COMMANDER, ICE_CREAM, "thanks!", COMMANDER), 1):
            slack.mention(alice, news, question)
            slack.wait_for(lambda n=n: ended() == n)  # type: ignore[misc]
        after = scraped(service)
    assert before.labelled(QUESTIONS, "outcome") == {}
    assert before(QUESTIONS, platform="slack", outcome="no") == 0
    outcomes = {"claim": 1, "no": 1, "small_talk": 1, "refused_rate": 1}
    assert after.labelled(QUESTIONS, "outcome") == outcomes
    assert after("pullquote_question_duration_seconds_count", platform="slack") == 2
    assert after.labelled("pullquote_stage_duration_seconds_count", "stage").keys() == set(STAGES)
    parts = {"database", "disk", "index", "slack_connection", "slack_token"}
    assert after.labelled("pullquote_part_up", "part").keys() == parts
    for name in ("ready", "database_up", "index_current"):
        assert after(f"pullquote_{name}") == 1
    assert after("pullquote_queue_length", pool="question") == 0
    assert after("pullquote_queue_limit", pool="question") == 100
    assert after("pullquote_deliveries_waiting", platform="slack", kind="question") == 0
    assert (after("pullquote_index_passages") or 0) > (after("pullquote_index_articles") or 0) > 0
    assert after("pullquote_index_segments") == 1
    assert (after("process_resident_memory_bytes") or 0) > 50e6
    # Nobody and nothing that was asked: every label is a word of ours or the name of a part.
    values = set(re.findall(r'="([^"]*)"', after.text))
    assert not [one for one in values for id in (alice, news, "T0") if id in one]
    assert "Japan" not in after.text
