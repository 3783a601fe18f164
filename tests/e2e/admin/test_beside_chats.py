"""The desk's page beside a Slack and a Discord: what is asked and corrected there is seen here, and
forty people at the page keep nobody there waiting."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest

from adapters.service import background
from tests.e2e.admin.conftest import AFTER, BEFORE, CORRECTED, Desk, DeskRoom
from tests.e2e.both_chats import in_discord, in_slack, settings_of_both
from tests.e2e.command import run_in
from tests.e2e.discord.local_discord import LocalDiscord
from tests.e2e.running import running
from tests.e2e.slack.local_slack import LocalSlack
from tests.e2e.ten_days import Chat
from tests.patience import PATIENCE

STORY = "us-japan-command"
HOURS = "how many flying hours does Stephen Jost have?"
COMMANDER = "who heads the new US command in Japan?"
PEOPLE = 40


@pytest.mark.slow
def test_what_both_chats_were_told_is_seen_at_the_desk_and_forty_there_keep_nobody_waiting(
    own_room: DeskRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(background, "_NOTICED_EVERY", 0.2)
    article = own_room.corpus / f"{CORRECTED}.md"
    text = article.read_text(encoding="utf-8")
    with ExitStack() as stack:
        slack = stack.enter_context(LocalSlack())
        discord = stack.enter_context(LocalDiscord(answer_within=PATIENCE))
        chats: list[Chat] = [in_slack(slack, STORY), in_discord(discord, STORY)]
        chosen = own_room.settings().model_dump(include={"admin_token", "admin_port", "admin_url"})
        settings = settings_of_both(slack, discord, own_room.data).model_copy(
            update={**chosen, "corpus": own_room.corpus}
        )
        service = stack.enter_context(running(settings))
        discord.settle()
        desk = Desk(f"http://127.0.0.1:{settings.admin_port}", service)
        somebody = desk.signed_in()
        for chat in chats:
            assert AFTER in chat.ask("news", HOURS)
        given = somebody.get(f"/articles?id={CORRECTED}")
        assert "slack:C" in given.text
        assert "discord:" in given.text
        assert 'href="#quote-1"' in given.html
        # It is corrected back: so both threads hear.
        article.write_text(text.replace(AFTER, BEFORE), encoding="utf-8")
        own_room.reindex()
        for chat in chats:
            chat.wait_for(lambda chat=chat: chat.corrections())  # type: ignore[misc]
        _listed(desk)
        page = desk.signed_in().get("/corrections")
        assert page.text.count(AFTER) == page.text.count(BEFORE) == 2
        assert page.text.count("slack:C") == page.text.count("discord:") == 1
        _forty(desk, chats)
        assert (slack.violations, discord.violations) == ([], [])


def _listed(desk: Desk) -> None:
    """A correction is noted once the chat has taken it."""
    waited = threading.Event()
    somebody = desk.signed_in()
    for _ in range(int(PATIENCE)):
        if somebody.get("/corrections").text.count("versions and quotes") == 2:
            return
        waited.wait(1)


def _forty(desk: Desk, chats: list[Chat]) -> None:
    people = [desk.signed_in() for _ in range(PEOPLE)]
    answered: list[str] = []

    def asks(number: int) -> int:
        page = people[number].post("/ask", question=COMMANDER)
        answered.append("page")
        assert "Stephen Jost" in page.text
        return page.status

    with ThreadPoolExecutor(PEOPLE) as pool:
        pages = [pool.submit(asks, number) for number in range(PEOPLE)]
        for chat in chats:
            assert "Stephen Jost" in chat.ask("news", COMMANDER)
        answered.append("chats")
        assert [page.result() for page in pages] == [200] * PEOPLE
    assert answered.count("page") == PEOPLE


def test_without_a_chat_and_without_a_token_there_is_nothing_to_run(tmp_path: Path) -> None:
    outcome = run_in(tmp_path, tmp_path / "data")("run")
    assert outcome.code == 2
    assert "PULLQUOTE_ADMIN_TOKEN (docs/desk.md)" in outcome.err
