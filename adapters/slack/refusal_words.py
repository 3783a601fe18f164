"""Slack's word for why it takes a message nowhere → what people read, with what to do. Pure.

Source: the errors of docs.slack.dev/reference/methods/chat.postMessage, chat.postEphemeral,
chat.update and conversations.open.
"""

_TELL = "tell whoever runs Pullquote"
_FORM = f"Slack doesn't take the form of this message; that is a fault of Pullquote's: {_TELL}"
_PERMISSION = (
    "the app lacks a permission that it needs; an admin of the workspace has to install it again"
)
_LONG = "the message is too long for Slack; ask a narrower question"
_LIMITED = "an admin has limited who may post there; ask them to let me, or ask me directly"
_TOKEN = f"the app isn't signed in to this workspace any more; {_TELL}"
_INSTALL = "the app isn't installed in this workspace; one of its admins can install it again"
_ORGANISATION = "the organisation doesn't let the app post; ask one of its admins"
_BUSY = "too much is posted here at the moment; try again in a minute"
_PERSON = "the person isn't in this workspace any more; somebody else has to ask"
_GONE = "the message is gone; ask in a new one"
_NO_REPLIES = "nobody can reply to that message; ask in a new one"

_WHY_NOT = {
    "not_in_channel": "I am not in the channel; add me with /invite",
    "channel_not_found": "the channel is gone, or I am not in it any more; if it is there, add me "
    "with /invite",
    "is_archived": "the channel is archived; unarchive it, or go on in another one",
    "posting_to_general_channel_denied": "only admins may post there; go on in another channel",
    "method_not_supported_for_channel_type": "apps can't post in conversations of this kind; go on "
    "in a channel, or ask me directly",
    "external_channel_migrating": "the channel is moving to another workspace; try again later",
    "messages_tab_disabled": "direct messages to the app are switched off; an admin can allow them "
    "in the app's settings, under App Home",
    "restricted_action": _LIMITED,
    "restricted_action_read_only_channel": _LIMITED,
    "restricted_action_thread_only_channel": "only replies in threads may be posted there; ask in "
    "a thread",
    "restricted_action_non_threadable_channel": "there are no threads in this channel; go on in "
    "another one, or ask me directly",
    "restricted_action_thread_locked": "the thread is locked; ask in a new message",
    "missing_scope": _PERMISSION,
    "no_permission": _PERMISSION,
    "message_limit_exceeded": "the workspace has used up its messages; one of its admins can raise "
    "the limit",
    "msg_too_long": _LONG,
    "msg_blocks_too_long": _LONG,
    "markdown_text_conflict": _FORM,
    "block_mismatch": _FORM,
    "no_text": _FORM,
    "too_many_attachments": _FORM,
    "metadata_too_large": _FORM,
    "ratelimited": _BUSY,
    "rate_limited": _BUSY,
    "user_not_found": _PERSON,
    "user_disabled": _PERSON,
    "users_not_found": _PERSON,
    "user_not_visible": "I may not see who asks; use /ask in a channel where I am",
    "user_not_in_channel": "who asks isn't in the channel any more; join it again",
    "cannot_dm_bot": "that is an app, and apps don't write to each other; ask as a person",
    "thread_not_found": _GONE,
    "message_not_found": _GONE,
    "cannot_reply_to_message": _NO_REPLIES,
    "not_installed": _INSTALL,
    "app_uninstalled": _INSTALL,
    "team_access_not_granted": _INSTALL,
    "team_not_found": _INSTALL,
    "access_denied": _ORGANISATION,
    "enterprise_is_restricted": _ORGANISATION,
    "org_login_required": "the workspace is moving into an organisation; try again when that is "
    "done",
    "team_added_to_org": "the workspace is moving into an organisation; try again when that is "
    "done",
    "ekm_access_denied": "an admin has suspended posting in this workspace; ask them",
    "two_factor_setup_required": f"the app's owner has to set up two-factor sign-in; {_TELL}",
    "account_inactive": _TOKEN,
    "invalid_auth": _TOKEN,
    "not_authed": _TOKEN,
    "not_allowed_token_type": _TOKEN,
    "token_expired": _TOKEN,
    "token_revoked": _TOKEN,
}
_KINDS = {"restricted_action": _LIMITED, "invalid_": _FORM, "slack_connect_": _ORGANISATION}


def why_not(code: str) -> str:
    """Why nothing can be posted somewhere and what can be done, with Slack's word for it."""
    kinds = (words for start, words in _KINDS.items() if code.startswith(start))
    words = _WHY_NOT.get(code) or next(kinds, f"Slack refuses it; {_TELL}")
    return f"{words} (Slack says: {code})"


def cant_post(code: str) -> str:
    """To who asked in a channel where the reply can't stand."""
    return f"I can't post in the channel where you asked: {why_not(code)}."


def cant_share(code: str) -> str:
    """To who wanted to show others a reply."""
    return f"This can't be shared here: {why_not(code)}."
