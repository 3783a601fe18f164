"""A name or description of a command → the same in the languages of Discord's clients. Pure.

Source: https://docs.discord.com/developers/interactions/application-commands#localization
"""

from collections.abc import Mapping
from typing import Any

import discord
from discord.app_commands import (
    TranslationContextLocation,
    TranslationContextTypes,
    Translator,
    locale_str,
)

from bot.commands.names import ARGUMENT_NAMES, CHOICE_NAMES, COMMAND_NAMES, in_language
from bot.language import ENGLISH, _, known_language, speaking

_NAMES: Mapping[TranslationContextLocation, Any] = {
    TranslationContextLocation.command_name: COMMAND_NAMES,
    TranslationContextLocation.parameter_name: ARGUMENT_NAMES,
    TranslationContextLocation.choice_name: CHOICE_NAMES,
}


class Translations(Translator):
    """What discord.py asks for each of Discord's languages when it registers commands."""

    async def translate(
        self, string: locale_str, locale: discord.Locale, context: TranslationContextTypes
    ) -> str | None:
        language = known_language(str(locale))
        if not language or language == ENGLISH:
            return None
        word = string.extras.get("word", string.message)
        names = _NAMES.get(context.location, {})
        if word in names:
            return in_language(names, word, language)
        with speaking(language):
            said = _(word)
        return said if said != word else None
