"""A message on its way to Discord → the limits it breaks that the OpenAPI description lacks. Pure.

https://docs.discord.com/developers/resources/message and …/components/reference
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

Json = Mapping[str, Any]

MAX_CONTENT = 2000
MAX_EMBEDS = 6000
MAX_COMPONENTS = 40
MAX_TEXT = 4000
COMPONENTS_V2 = 1 << 15
TEXT_DISPLAY, BUTTON, LINK = 10, 2, 5
BEFORE_V2 = (1, 2, 3, 5, 6, 7, 8)
BESIDE_V2 = ("content", "embeds", "poll", "sticker_ids")


def limit_violations(body: object) -> list[str]:
    """`body`: of a request that sends or edits a message, or that answers an interaction."""
    if not isinstance(body, Mapping):
        return []
    data = body.get("data")
    return list(_of_message(data if isinstance(data, Mapping) else body))


def _of_message(message: Json) -> Iterator[str]:
    content = message.get("content") or ""
    if isinstance(content, str) and len(content) > MAX_CONTENT:
        yield f"{len(content)} characters of content, more than {MAX_CONTENT}"
    yield from _of_embeds(_objects(message.get("embeds")))
    top = _objects(message.get("components"))
    parts = [part for one in top for part in _nested(one)]
    if (message.get("flags") or 0) & COMPONENTS_V2:
        yield from (f"{name} beside components v2" for name in BESIDE_V2 if message.get(name))
        yield from _of_layout(parts)
    elif any(part.get("type") not in BEFORE_V2 for part in parts):
        yield "components v2 without their flag"
    yield from _of_buttons(parts)


def _of_embeds(embeds: list[Json]) -> Iterator[str]:
    length = sum(len(text) for embed in embeds for text in _shown(embed))
    if length > MAX_EMBEDS:
        yield f"{length} characters in embeds, more than {MAX_EMBEDS}"
    for embed in embeds:
        for index, field in enumerate(_objects(embed.get("fields"))):
            for key in ("name", "value"):
                if not str(field.get(key) or "").strip():
                    yield f"field {index} of an embed has no {key}"


def _of_layout(parts: list[Json]) -> Iterator[str]:
    if len(parts) > MAX_COMPONENTS:
        yield f"{len(parts)} components, more than {MAX_COMPONENTS}"
    texts = [str(part.get("content") or "") for part in parts if part.get("type") == TEXT_DISPLAY]
    if sum(map(len, texts)) > MAX_TEXT:
        yield f"{sum(map(len, texts))} characters of text, more than {MAX_TEXT}"
    if not all(text.strip() for text in texts):
        yield "a text display without text"


def _of_buttons(parts: list[Json]) -> Iterator[str]:
    ids = Counter(part["custom_id"] for part in parts if part.get("custom_id"))
    yield from (f"custom_id {id!r} is not unique" for id, count in ids.items() if count > 1)
    for button in (part for part in parts if part.get("type") == BUTTON):
        needed, other = (
            ("url", "custom_id") if button.get("style") == LINK else ("custom_id", "url")
        )
        if not button.get(needed) or button.get(other):
            yield f"a button of style {button.get('style')} needs {needed} and has no {other}"
        if not (button.get("label") or button.get("emoji")):
            yield "a button without label and emoji"


def _nested(component: Json) -> Iterator[Json]:
    yield component
    for child in _objects(component.get("components")):
        yield from _nested(child)
    for child in _objects([component.get("accessory")]):
        yield from _nested(child)


def _shown(embed: Json) -> Iterator[str]:
    yield from (str(embed.get(key) or "") for key in ("title", "description"))
    for field in _objects(embed.get("fields")):
        yield from (str(field.get(key) or "") for key in ("name", "value"))
    yield from (str(one.get("text") or "") for one in _objects([embed.get("footer")]))
    yield from (str(one.get("name") or "") for one in _objects([embed.get("author")]))


def _objects(value: object) -> list[Json]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []
