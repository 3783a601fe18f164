"""What nothing answers is kept where an admin wants it, in both chats and on the command line."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot import gaps_wording, wording
from tests.e2e.both_chats import settings_of_both
from tests.e2e.command import ROOT, run_in
from tests.e2e.discord.local_discord import LocalDiscord
from tests.e2e.discord.test_conversation import register
from tests.e2e.running import Running, own_copy, running
from tests.e2e.slack.local_slack import LocalSlack
from tests.e2e.slack.test_conversation import shown_in
from tests.patience import PATIENCE

DOGS = "can dogs ride the ferry to Quillhaven?"
OTHERWISE = "are dogs allowed on the ferry to Quillhaven?"
FARE = "what does the ferry to Quillhaven cost?"


@contextmanager
def both(slack: LocalSlack, local: LocalDiscord, data: Path) -> Iterator[Running]:
    with running(settings_of_both(slack, local, data)) as service:
        yield service


@pytest.mark.slow
def test_admins_read_what_nothing_answered_and_people_have_theirs_erased(
    shipped: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    data = own_copy(shipped, tmp_path)
    cli = run_in(ROOT, data)
    with LocalSlack() as slack, LocalDiscord(answer_within=PATIENCE) as local:
        admin, alice = slack.add_user("admin", is_admin=True), slack.add_user("alice")
        news = slack.add_channel("news", members=[admin, alice])
        guild = local.add_guild("Desk")
        manager = local.add_user("manager", guild, manage_guild=True)
        bob = local.add_user("bob", guild)
        channel = local.add_channel(guild, "news")
        register(local)

        def in_slack(user: str, text: str) -> str:
            before = len(slack.ephemerals(user))
            slack.command(user, news, "/pullquote", text)
            slack.wait_for(lambda: slack.ephemerals(user)[before:])
            return shown_in(slack.ephemerals(user)[-1])

        def asked_in_slack(text: str) -> str:
            asked = slack.mention(alice, news, text)
            [reply] = slack.wait_for(lambda: slack.replies(asked))
            return shown_in(reply)

        def in_discord(user: str, command: str, **options: str) -> str:
            did = local.command(user, channel, command, **options)
            local.wait_for(lambda: [one for one in local.answers(did) if not one.loading])
            return local.answers(did)[-1].text

        def asked_in_discord(text: str) -> str:
            asked = local.mention(bob, channel, text)
            [reply] = local.wait_for(lambda: local.replies(asked))
            return reply.text

        with both(slack, local, data):
            local.settle()
            assert "Only admins" in in_slack(alice, "questions on")
            assert "Only admins" in in_slack(alice, "gaps")
            assert gaps_wording.not_kept_here() in in_slack(alice, "help")
            assert wording.NOT_CONFIDENT() in asked_in_slack(FARE)
            assert gaps_wording.kept_here(30) in in_slack(admin, "questions on")
            assert gaps_wording.kept_here(30) in in_discord(manager, "questions", turn="on")
            assert gaps_wording.kept_here(30) in in_discord(bob, "help")
            for asked in (asked_in_slack, asked_in_discord):
                assert wording.NOT_CONFIDENT() in asked(DOGS)
                assert wording.NOT_CONFIDENT() in asked(OTHERWISE)
            slack.settle()
            local.settle()
            for listed in (in_slack(admin, "gaps"), in_discord(manager, "gaps")):
                assert "asked 2 times" in listed
                assert "ferry to Quillhaven" in listed
                assert FARE not in listed  # asked before they were kept

            [gap] = cli("gaps", "--json").json
            assert gap["asked"] == 4
            assert {one["place"] for one in gap["questions"]} == {
                f"slack:{news}",
                f"discord:{channel}",
            }
            assert alice not in json.dumps(gap)
            assert bob not in json.dumps(gap)
            [gap] = cli("gaps", "--channel", f"slack:{news}", "--json").json
            assert gap["asked"] == 2
            assert "dogs" in cli("gaps").out

            assert gaps_wording.forgotten(2, 0) in in_slack(alice, "forget")
            assert gaps_wording.no_gaps() in in_slack(admin, "gaps")
            assert cli("feedback", "--forget", bob).out == (
                f"erased: 0 verdicts and 2 questions of {bob}\n"
            )
            assert gaps_wording.no_gaps() in in_discord(manager, "gaps")

            # A message that is deleted has no question any more.
            said = slack.mention(alice, news, DOGS)
            slack.wait_for(lambda: slack.replies(said))
            slack.settle()
            assert "Quillhaven" in in_slack(admin, "gaps")
            slack.delete(said)
            slack.wait_for(lambda: not slack.replies(said))
            slack.settle()
            assert gaps_wording.no_gaps() in in_slack(admin, "gaps")

            asked_in_discord(DOGS)
            local.settle()
            assert gaps_wording.keeping_ended(1) in in_discord(manager, "questions", turn="off")
            assert cli("gaps", "--json").json == []
        assert slack.violations == []
        assert local.violations == []
    told = "".join(capfd.readouterr())
    assert "Quillhaven" not in told
    assert "dogs" not in told
