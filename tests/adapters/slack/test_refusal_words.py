"""Each refusal of Slack's has a sentence of its own, and says what can be done about it."""

import ast
import re
from pathlib import Path

import pytest

from adapters.slack import refusal_words
from adapters.slack.refusal_words import cant_post, cant_share, why_not
from adapters.slack.refusals import OF_THE_TOKEN
from bot import wording
from bot.commands.errors import error_document
from retrieval.errors import WrongUse

SENTENCES = {
    "not_in_channel": "I am not in the channel; add me with /invite",
    "is_archived": "the channel is archived; unarchive it, or go on in another one",
    "missing_scope": "the app lacks a permission that it needs; an admin of the workspace has to "
    "install it again",
    "invalid_blocks": "Slack doesn't take the form of this message; that is a fault of "
    "Pullquote's: tell whoever runs Pullquote",
    "restricted_action_read_only_channel": "an admin has limited who may post there; ask them to "
    "let me, or ask me directly",
    "restricted_action_of_another_kind": "an admin has limited who may post there; ask them to "
    "let me, or ask me directly",
    "msg_too_long": "the message is too long for Slack; ask a narrower question",
    "no_such_word": "Slack refuses it; tell whoever runs Pullquote",
}


@pytest.mark.parametrize(("code", "sentence"), SENTENCES.items())
def test_who_cannot_be_answered_reads_why_and_what_to_do(code: str, sentence: str) -> None:
    assert why_not(code) == f"{sentence} (Slack says: {code})"


@pytest.mark.parametrize(
    "code",
    [
        *sorted(OF_THE_TOKEN),
        *"channel_not_found invalid_blocks_format msg_blocks_too_long ratelimited rate_limited "
        "message_limit_exceeded user_not_found cannot_dm_bot messages_tab_disabled "
        "restricted_action_thread_only_channel restricted_action_non_threadable_channel "
        "restricted_action_thread_locked team_access_not_granted cannot_reply_to_message "
        "method_not_supported_for_channel_type external_channel_migrating no_permission "
        "posting_to_general_channel_denied slack_connect_blocked_file_type".split(),
    ],
)
def test_no_refusal_is_taken_for_another_one(code: str) -> None:
    said = why_not(code)
    assert not said.startswith("Slack refuses it")
    assert ("/invite" in said) == (code == "channel_not_found")
    reason, _, step = said.partition("; ")
    assert reason
    assert step.endswith(f"(Slack says: {code})")


def test_it_says_what_could_not_be_done() -> None:
    why = "the channel is archived; unarchive it, or go on in another one (Slack says: is_archived)"
    assert cant_post("is_archived") == f"I can't post in the channel where you asked: {why}."
    assert cant_share("is_archived") == f"This can't be shared here: {why}."


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (
            "story.toml can't be read; run: pullquote reindex",
            "Story.toml can't be read; tell whoever runs Pullquote.",
        ),
        (
            "it is too large; set PULLQUOTE_PAGE_LIMIT, or run: pullquote doctor",
            "It is too large; tell whoever runs Pullquote.",
        ),
        (
            "address 10.0.0.1 is not public (allow it with PULLQUOTE_ALLOWED_NETWORKS)",
            "Address 10.0.0.1 is not public.",
        ),
        ("see them with /pullquote scope", "See them with /pullquote scope."),
    ],
)
def test_nobody_in_a_chat_is_sent_to_a_shell(error: str, said: str) -> None:
    assert error_document(WrongUse(error)).summary == said


def test_no_sentence_for_slack_names_a_command_of_the_shell() -> None:
    folder = Path(refusal_words.__file__).parent
    wordings = [*folder.glob("*.py"), Path(wording.__file__)]
    # What goes into the log or onto the operator's terminal.
    elsewhere = {
        "installations.py",
        "installed_check.py",
        "credentials.py",
        "connection.py",
        "diagnosis.py",
    }
    said = {
        node.value
        for path in wordings
        if path.name not in elsewhere
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    shell = {one for one in said if re.search(r"(?<![/\w.])pullquote [a-z]", one)}
    assert shell == set()
