"""What a command or a press does → the same, and whatever goes wrong somebody is told something.

discord.py mutes most of what goes wrong in commands, autocompletion and buttons; a person would
look at "thinking…" for ever. The log gets what failed and where, never what people wrote.
"""

from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import discord
from discord import app_commands

from adapters.discord.deferring import OUTCOME, Deferrals, Deferred, Shown, deferrals_of
from adapters.discord.locales import language_of
from adapters.discord.rendering import message_of
from adapters.discord.sending import ORIGINAL, Refused
from adapters.discord.views import view_of
from adapters.service.chat import Undelivered
from bot import wording
from bot.commands.errors import error_document
from bot.documents.tree import Document, said
from bot.language import speaking
from retrieval.errors import PullquoteError
from retrieval.event_logger import EventLogger

Interaction = discord.Interaction[Any]

_TOLD = "told"
_UNREACHABLE = (discord.DiscordException, aiohttp.ClientError, OSError)

_log = EventLogger()


async def guarded(
    interaction: Interaction, what: str, work: Callable[[], Awaitable[object]]
) -> None:
    """Does the work and ends the interaction where the work didn't; `what` names it in the log."""
    chosen = getattr(interaction.client, "language", "")
    with speaking(chosen or language_of(interaction)):
        try:
            await work()
        except Exception as error:
            await failed(interaction, what, error)
        else:
            await _ended(interaction, what)
        finally:
            deferrals_of(interaction.client).answered(interaction.token)


async def failed(interaction: Interaction, what: str, error: Exception) -> None:
    """Logs it and tells who acted, in the place of "thinking…" or beside what is there."""
    await tell(interaction, _document_for(what, error))


async def tell(interaction: Interaction, document: Document) -> None:
    """Shows it to who acted; does nothing where their interaction was answered already, or where
    Discord has told them itself that nothing came."""
    if interaction.extras.get(_TOLD) or interaction.extras.get(OUTCOME) in _NOT_OURS:
        return
    interaction.extras[_TOLD] = True
    deferrals = deferrals_of(interaction.client)
    try:
        await _tell(interaction, document, deferrals)
    except _UNREACHABLE as error:
        _log.warning("person_not_told", reason=type(error).__name__)
    deferrals.answered(interaction.token)


_NOT_OURS = (Deferred.AGAIN, Deferred.LATE)


async def _tell(interaction: Interaction, document: Document, deferrals: Deferrals) -> None:
    view = view_of(message_of(document))
    shown = deferrals.waiting.get(interaction.token)
    if shown is Shown.THINKING:
        if await _still_thinking(interaction):
            await interaction.followup.edit_message(ORIGINAL, view=view)
    elif shown is Shown.IN_PLACE:
        await interaction.followup.send(view=view, ephemeral=True)
    elif interaction.extras.get(OUTCOME) or interaction.response.is_done():
        return
    elif interaction.type is discord.InteractionType.autocomplete:
        await interaction.response.autocomplete([])
    else:
        await interaction.response.send_message(view=view, ephemeral=True)


async def _still_thinking(interaction: Interaction) -> bool:
    """Asked of Discord: another process may have answered, or this one before it was restarted."""
    original = await interaction.followup.fetch_message(ORIGINAL)
    return original.flags.loading


async def _ended(interaction: Interaction, what: str) -> None:
    waiting = deferrals_of(interaction.client).waiting.get(interaction.token)
    if waiting is Shown.THINKING:
        # Claimed by an earlier press, or by another process: nothing more comes of this one.
        _log.info("interaction_claimed", what=what)
        await tell(interaction, said(wording.ANSWERED_ALREADY()))
    elif interaction.extras.get(OUTCOME) is None and not interaction.response.is_done():
        if not interaction.extras.get(_TOLD):
            _log.error("interaction_unanswered", what=what)
        await tell(interaction, said(wording.FAILED()))


def _document_for(what: str, error: Exception) -> Document:
    """What is said of it; logs it."""
    if isinstance(error, app_commands.CommandInvokeError):
        error = error.original
    match error:
        case PullquoteError():
            _log.info("interaction_refused", what=what, reason=type(error).__name__)
            return error_document(error, what=what)
        case Refused() | Undelivered():
            _log.warning("interaction_not_answered", what=what, reason=str(error))
            return said(wording.FAILED())
        case app_commands.CommandNotFound() | app_commands.CommandSignatureMismatch():
            _log.warning("command_unknown", what=what, to_do="run: pullquote discord sync")
            return said(wording.OLDER_COMMAND())
        case app_commands.CheckFailure():
            _log.info("command_not_allowed", what=what, reason=type(error).__name__)
            return said(wording.NOT_ALLOWED())
    _log.error("interaction_failed", what=what, exc_info=error)
    return said(wording.FAILED())
