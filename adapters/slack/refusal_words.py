"""Slack's word for why it takes a message nowhere → what people read, with what to do. Pure.

Source: the errors of docs.slack.dev/reference/methods/chat.postMessage, chat.postEphemeral,
chat.update and conversations.open.
"""

from bot.language import N_, _

_FORM = N_(
    "Slack doesn't take the form of this message; that is a fault of Pullquote's: tell whoever "
    "runs Pullquote"
)
_PERMISSION = N_(
    "the app lacks a permission that it needs; an admin of the workspace has to install it again"
)
_LONG = N_("the message is too long for Slack; ask a narrower question")
_LIMITED = N_("an admin has limited who may post there; ask them to let me, or ask me directly")
_TOKEN = N_("the app isn't signed in to this workspace any more; tell whoever runs Pullquote")
_INSTALL = N_("the app isn't installed in this workspace; one of its admins can install it again")
_ORGANISATION = N_("the organisation doesn't let the app post; ask one of its admins")
_BUSY = N_("too much is posted here at the moment; try again in a minute")
_PERSON = N_("the person isn't in this workspace any more; somebody else has to ask")
_GONE = N_("the message is gone; ask in a new one")
_NO_REPLIES = N_("nobody can reply to that message; ask in a new one")
_REFUSED = N_("Slack refuses it; tell whoever runs Pullquote")

_WHY_NOT = {
    "not_in_channel": N_("I am not in the channel; add me with /invite"),
    "channel_not_found": N_(
        "the channel is gone, or I am not in it any more; if it is there, add me with /invite"
    ),
    "is_archived": N_("the channel is archived; unarchive it, or go on in another one"),
    "posting_to_general_channel_denied": N_("only admins may post there; go on in another channel"),
    "method_not_supported_for_channel_type": N_(
        "apps can't post in conversations of this kind; go on in a channel, or ask me directly"
    ),
    "external_channel_migrating": N_("the channel is moving to another workspace; try again later"),
    "messages_tab_disabled": N_(
        "direct messages to the app are switched off; an admin can allow them "
        "in the app's settings, under App Home"
    ),
    "restricted_action": _LIMITED,
    "restricted_action_read_only_channel": _LIMITED,
    "restricted_action_thread_only_channel": N_(
        "only replies in threads may be posted there; ask in a thread"
    ),
    "restricted_action_non_threadable_channel": N_(
        "there are no threads in this channel; go on in another one, or ask me directly"
    ),
    "restricted_action_thread_locked": N_("the thread is locked; ask in a new message"),
    "missing_scope": _PERMISSION,
    "no_permission": _PERMISSION,
    "message_limit_exceeded": N_(
        "the workspace has used up its messages; one of its admins can raise the limit"
    ),
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
    "user_not_visible": N_("I may not see who asks; use /ask in a channel where I am"),
    "user_not_in_channel": N_("who asks isn't in the channel any more; join it again"),
    "cannot_dm_bot": N_("that is an app, and apps don't write to each other; ask as a person"),
    "thread_not_found": _GONE,
    "message_not_found": _GONE,
    "cannot_reply_to_message": _NO_REPLIES,
    "not_installed": _INSTALL,
    "app_uninstalled": _INSTALL,
    "team_access_not_granted": _INSTALL,
    "team_not_found": _INSTALL,
    "access_denied": _ORGANISATION,
    "enterprise_is_restricted": _ORGANISATION,
    "org_login_required": N_(
        "the workspace is moving into an organisation; try again when that is done"
    ),
    "team_added_to_org": N_(
        "the workspace is moving into an organisation; try again when that is done"
    ),
    "ekm_access_denied": N_("an admin has suspended posting in this workspace; ask them"),
    "two_factor_setup_required": N_(
        "the app's owner has to set up two-factor sign-in; tell whoever runs Pullquote"
    ),
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
    why = _WHY_NOT.get(code) or next(kinds, _REFUSED)
    return _("{why} (Slack says: {code})").format(why=_(why), code=code)


def cant_post(code: str) -> str:
    """To who asked in a channel where the reply can't stand."""
    said = _("I can't post in the channel where you asked: {why}.")
    return said.format(why=why_not(code))


def cant_share(code: str) -> str:
    """To who wanted to show others a reply."""
    return _("This can't be shared here: {why}.").format(why=why_not(code))
