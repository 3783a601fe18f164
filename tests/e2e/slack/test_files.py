"""Files in the localhost Slack: uploaded in three steps, shown in blocks, refused when wrong."""

import asyncio
import urllib.error
import urllib.request
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from tests.e2e.slack.app_under_test import client_of
from tests.e2e.slack.files import PNG
from tests.e2e.slack.local_slack import LocalSlack


def uploaded(slack: LocalSlack, data: bytes = PNG, **more: Any) -> str:
    upload = client_of(slack).files_upload_v2(
        content=data, filename="a.png", title="A picture", **more
    )
    return str(asyncio.run(upload)["files"][0]["id"])


def shown(slack: LocalSlack, channel: str, file: str) -> str:
    """Slack's word for what became of a message with the file; "" where it took it."""
    image = {"type": "image", "slack_file": {"id": file}, "alt_text": "what it shows"}
    post = client_of(slack).chat_postMessage(
        channel=channel, text="t", blocks=[image], unfurl_links=False, unfurl_media=False
    )
    try:
        asyncio.run(post)
    except SlackApiError as error:
        return str(error.response["error"])
    return ""


def test_a_file_is_kept_as_it_was_sent_and_can_be_shown(slack: LocalSlack) -> None:
    file = uploaded(slack, PNG + b"more", alt_txt="in words")
    [kept] = slack.files
    assert (kept.id, kept.data, kept.title, kept.alt, kept.done) == (
        file,
        PNG + b"more",
        "A picture",
        "in words",
        True,
    )
    assert shown(slack, slack.add_channel("news"), file) == ""


def test_a_file_can_be_shown_only_a_little_after_it_was_uploaded(slack: LocalSlack) -> None:
    news = slack.add_channel("news")
    slack.look_at_files(2)
    file = uploaded(slack)
    assert [shown(slack, news, file) for _ in range(3)] == ["invalid_blocks", "invalid_blocks", ""]


@pytest.mark.parametrize("data", [b"GIF no picture", b"\x00"])
def test_what_is_no_picture_cannot_be_shown(slack: LocalSlack, data: bytes) -> None:
    assert shown(slack, slack.add_channel("news"), uploaded(slack, data)) == "invalid_blocks"


def test_what_was_never_uploaded_cannot_be_shown(slack: LocalSlack) -> None:
    assert shown(slack, slack.add_channel("news"), "F0000000099") == "invalid_blocks"


def test_without_the_scope_nothing_is_uploaded() -> None:
    with LocalSlack(scopes=["chat:write"]) as slack:
        with pytest.raises(SlackApiError) as refused:
            uploaded(slack)
        assert refused.value.response["error"] == "missing_scope"


def test_an_upload_of_another_length_is_a_violation() -> None:
    with LocalSlack() as slack:
        begun = asyncio.run(
            client_of(slack).files_getUploadURLExternal(filename="a.png", length=99)
        )
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(str(begun["upload_url"]), data=PNG)
        refused.value.close()
        assert slack.violations == ["upload: 8 bytes, not 99"]


def test_a_file_shared_in_a_channel_is_a_violation_for_timelines_are_private() -> None:
    with LocalSlack() as slack:
        uploaded(slack, channel=slack.add_channel("news"))
        assert slack.violations == ["files.completeUploadExternal: shared in a channel"]
