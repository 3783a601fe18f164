"""The server that keeps the vectors goes away under a running bot, and comes back."""

from pathlib import Path

import pytest

from tests.chroma_run import ChromaRun
from tests.e2e.command import ROOT, run_in
from tests.e2e.running import own_copy, running
from tests.e2e.slack.local_slack import LocalSlack
from tests.e2e.slack.running import settings_for
from tests.e2e.slack.test_faults import COMMANDER, NOT_SEARCHED, the_reply


def test_who_asks_while_chroma_is_away_is_told_and_answered_when_it_is_back(
    slack: LocalSlack,
    shipped: Path,
    mortal: ChromaRun,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = own_copy(shipped, tmp_path)
    moved = run_in(ROOT, data, CHROMA_URL=mortal.url)("reindex")
    assert moved.code == 0, moved.err
    alice = slack.add_user("alice")
    news = slack.add_channel("news", members=[alice])
    monkeypatch.setattr("adapters.storage.chroma_server.PATIENCE_SECONDS", 0.5)
    with running(settings_for(slack, data, chroma_url=mortal.url)) as service:
        before = the_reply(slack, slack.mention(alice, news, COMMANDER))
        mortal.end()
        slack.mention(alice, news, COMMANDER)
        [note] = slack.wait_for(lambda: slack.ephemerals(alice))
        assert note.text == NOT_SEARCHED
        slack.wait_for(lambda: service.get("/readyz")[0] == 503)
        said = service.get("/readyz")[1]["parts"]["chroma"]
        assert mortal.url in str(said)
        assert "start it, or correct CHROMA_URL" in str(said)

        mortal.start()
        service.wait_until_ready()
        again = the_reply(slack, slack.mention(alice, news, COMMANDER))
        assert again.text == before.text
