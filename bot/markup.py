"""A message as a chat delivers it → the words in it, without marks, mentions and emoji. Pure."""

import re

# <@U123|name>, <@!123>, <#C123|name>, <!here|label>, <https://x.example|label>, <:eyes:123>, <t:1>
# Sources: https://docs.slack.dev/messaging/formatting-message-text,
# https://discord.com/developers/docs/reference#message-formatting
_REFERENCE = re.compile(r"<([@#!:/]|a:|t:|https?:|mailto:|tel:)([^<>|\s]*)(?:\|([^<>]*))?>")
_MASKED_LINK = re.compile(r"\[([^\[\]]+)\]\((?:<[^<>\s]*>|[^()\s]+)\)")
_ENTITY = re.compile(r"&(amp|lt|gt);")
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">"}

_EMOJI_CODE = re.compile(
    # Not in 10:30:45, which has a digit before its first colon.
    r"(?<!\w):(?=[a-z0-9+_-]*[a-z1])[a-z0-9+_-]{2,}:|(?<=[^\W\d]):[a-z][a-z_]+:(?=\s|:|$)",
    re.I,
)
_EMOJI = re.compile(
    "[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\u20e3\ufe0e\ufe0f\U000e0020-\U000e007f]+"
    "|\u200d"
)
_SMILEY = re.compile(r"(?<!\S)(?:[:;=8][-^']?[()DPpOo/\\|*]+|[xX]D+|\^_*\^|<3+|\\o/)(?=[\s.,!?]|$)")

_FENCE = re.compile(r"```(?:[a-z0-9+-]*\n)?(.*?)```", re.S)
# O`Brien has an apostrophe of a kind.
_BACKTICK = re.compile(r"(?<!\w)`+|`+(?!\w)")
_LINE_MARK = re.compile(r"^[ \t]*(?:>+[ \t]*|#{1,3}[ \t]+|-#[ \t]+|[-*•][ \t]+)+", re.M)
# The same mark on both sides of words and none of it within words: not M*A*S*H, nor snake_case.
_PAIR = re.compile(
    r"(?<![\w*_~|])(\*{1,3}|_{1,3}|~{1,2}|\|\|)(?=[^\s*_~|]|[*_~|]+[^\W_])(.*?\S)\1(?![\w*_~|])",
    re.S,
)
_QUOTED_QUESTION = re.compile(r"[\"“”'‘«„](?=\w)([^\"“”«»„]*\?)[\"“”'’»]")
# "who won?????!!!!!": more than three say no more, and patterns are slow over long runs.
_MANY_MARKS = re.compile(r"((?:[?!.,;:…()–—-]\s*){3})(?:[?!.,;:…()–—-]\s*)+")
# Marks whose words are gone: "_who leads it? :eyes:_".
_LOOSE_PAIR = re.compile(r"^\s*([*_~|`]+)(?=\s)(.*\S)\1\s*$|^\s*([*_~|`]+)(?=\S)(.*)\s\3\s*$", re.S)
_LEFT_OVER = re.compile(r"(?<=\s)[*_~|`]+\s*$|^\s*[*_~|`]+(?=\s)")
# Left where a mention stood before a mark.
_GAP = re.compile(r"(?<=\w) (?=[?!.,;]+(?:\s|$))")
_SPACES = re.compile(r"\s+")


def without_markup(text: str) -> str:
    """The words between single spaces; links by their label, mentions of people left out."""
    while True:
        plainer = _once(text)
        if plainer == text:
            return text
        text = plainer


def is_emoji(text: str) -> bool:
    """Whether the text has nothing but emoji in it, as characters, codes or smileys."""
    bare = _SMILEY.sub(" ", _EMOJI.sub(" ", _EMOJI_CODE.sub(" ", _REFERENCE.sub(" ", text))))
    return bool(text.strip()) and not bare.strip(" \n*_~|`>") and bare != text


def _once(text: str) -> str:
    bare = _LINE_MARK.sub("", text)
    bare = _REFERENCE.sub(_shown, bare)
    bare = _MASKED_LINK.sub(r"\1", bare)
    bare = _FENCE.sub(r" \1 ", bare)
    bare = _BACKTICK.sub("", bare)
    bare = _PAIR.sub(r"\2", bare)
    bare = _EMOJI_CODE.sub(" ", bare)
    bare = _SMILEY.sub(" ", _EMOJI.sub(" ", bare))
    bare = _ENTITY.sub(lambda entity: _ENTITIES[entity.group(1)], bare)
    bare = _MANY_MARKS.sub(r"\1", bare)
    bare = _LEFT_OVER.sub(" ", _LOOSE_PAIR.sub(_between, bare))
    bare = _GAP.sub("", _SPACES.sub(" ", bare)).strip()
    if quoted := _QUOTED_QUESTION.fullmatch(bare):
        return quoted.group(1)
    return bare


def _between(pair: re.Match[str]) -> str:
    return str(pair.group(2) or pair.group(4))


def _shown(reference: re.Match[str]) -> str:
    kind, target, label = reference.groups()
    if kind == "@":
        # A name within the question is a word of it; before or after it, it is an address.
        return f" @{label.lstrip('@')} " if label else " "
    if kind in ("http:", "https:", "mailto:", "tel:"):
        return str(label or kind + target)
    if kind == "!" and target.startswith(("here", "channel", "everyone", "subteam")):
        return " "
    return f" {label} " if label else " "
