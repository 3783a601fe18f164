"""The body of a message → what Discord would refuse about it, what it keeps of it, who is pinged.

Pure.
"""

import re
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from tests.e2e.discord.message_limits import limit_violations
from tests.e2e.discord.world import COMPONENTS_V2, Json, nested

CUSTOM_ID, URL, LABEL, EMBED_URL = 100, 512, 80, 2048
ROW, BUTTON, SELECTS, SECTION, TEXT_DISPLAY, GALLERY = 1, 2, (3, 5, 6, 7, 8), 9, 10, 12
FILE = 13
ALT = 1024
# As it is sent, and as Discord keeps it.
OF_MESSAGE = ("attachment://", "https://cdn.example/attachments/")

_CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)", re.DOTALL)
_USER, _ROLE = re.compile(r"<@!?(\d+)>"), re.compile(r"<@&(\d+)>")
_EVERYONE = re.compile(r"@(?:everyone|here)\b")


def problems(body: Json, *, empty_is_fine: bool = False) -> list[str]:
    """What Discord would refuse about a message that is to look like this."""
    content = body.get("content") or ""
    embeds, components = body.get("embeds") or [], body.get("components") or []
    v2 = bool((body.get("flags") or 0) & COMPONENTS_V2)
    found = limit_violations(body) + _embed_problems(embeds) + _component_problems(components, v2)
    shown = content.strip() or embeds or components or body.get("attachments")
    if not shown and not empty_is_fine:
        found.append("the message is empty")
    return found


def _embed_problems(embeds: Sequence[Json]) -> list[str]:
    found = []
    if len(embeds) > 10:
        found.append(f"{len(embeds)} embeds; at most 10")
    for embed in embeds:
        parts = [
            ("title", embed.get("title") or "", 256),
            ("description", embed.get("description") or "", 4096),
            ("author.name", (embed.get("author") or {}).get("name") or "", 256),
            ("footer.text", (embed.get("footer") or {}).get("text") or "", 2048),
        ]
        fields = embed.get("fields") or []
        if len(fields) > 25:
            found.append(f"{len(fields)} embed fields; at most 25")
        for number, one in enumerate(fields):
            for key, most in (("name", 256), ("value", 1024)):
                parts.append((f"field {number} {key}", one.get(key) or "", most))
        for name, text, most in parts:
            # Discord trims before it counts.
            if len(text.strip()) > most:
                found.append(f"embed {name} has {len(text.strip())} characters; at most {most}")
        for url in _embed_urls(embed):
            if len(url) > EMBED_URL or urlsplit(url).scheme not in ("http", "https", "attachment"):
                found.append(f"embed url is no http(s) url of {EMBED_URL} characters: {url[:60]}")
        if not any(embed.get(key) for key in ("image", "thumbnail", "video")) and not any(
            text.strip() for _, text, _ in parts
        ):
            found.append("an embed shows nothing")
    return found


def _embed_urls(embed: Json) -> list[str]:
    urls = [embed.get("url")]
    urls += [(embed.get(part) or {}).get("url") for part in ("author", "image", "thumbnail")]
    urls += [(embed.get(part) or {}).get("icon_url") for part in ("author", "footer")]
    return [url for url in urls if url]


def _component_problems(components: Sequence[Json], v2: bool) -> list[str]:
    found = []
    if not v2 and len(components) > 5:
        found.append(f"{len(components)} action rows; at most 5")
    for one in components:
        if one["type"] == BUTTON or one["type"] in SELECTS:
            found.append("a button or select outside of an action row")
    for one in nested(components):
        found += _problems_of(one)
    return found


def _problems_of(one: Json) -> list[str]:
    found: list[str] = []
    kind = one["type"]
    if kind == ROW:
        inside = one.get("components") or []
        selects = sum(child["type"] in SELECTS for child in inside)
        if not 1 <= len(inside) <= 5 or (selects and len(inside) > 1):
            found.append(f"an action row of {len(inside)}, {selects} of them selects")
    elif kind == BUTTON:
        found += _button_problems(one)
    elif kind in SELECTS:
        options = one.get("options") or []
        if kind == 3 and not 1 <= len(options) <= 25:
            found.append(f"a select of {len(options)} options; 1 to 25")
        for option in options:
            if not 1 <= len(option["label"]) <= 100 or not 1 <= len(option["value"]) <= 100:
                found.append(f"select option {option['label'][:40]!r}: label or value of 1 to 100")
    elif kind == SECTION:
        if not 1 <= len(one.get("components") or []) <= 3 or not one.get("accessory"):
            found.append("a section needs 1 to 3 text displays and an accessory")
    elif kind == 17 and not one.get("components"):
        found.append("a container is empty")
    elif kind == GALLERY:
        items = one.get("items") or []
        if not 1 <= len(items) <= 10:
            found.append(f"a gallery of {len(items)} pictures; 1 to 10")
        if any(len(item.get("description") or "") > ALT for item in items):
            found.append(f"a picture's description has more than {ALT} characters")
    elif kind == FILE and not (one.get("file") or {}).get("url", "").startswith(OF_MESSAGE):
        found.append("a file component shows what is no attachment of the message")
    if kind in SELECTS and not one.get("custom_id"):
        found.append("a select without custom_id")
    if len(one.get("custom_id") or "") > CUSTOM_ID:
        found.append(f"custom_id has {len(one['custom_id'])} characters; at most {CUSTOM_ID}")
    return found


def _button_problems(one: Json) -> list[str]:
    found = []
    label, url = one.get("label") or "", one.get("url") or ""
    if len(label) > LABEL:
        found.append(f"button label has {len(label)} characters; at most {LABEL}")
    if len(url) > URL:
        found.append(f"button url has {len(url)} characters; at most {URL}")
    if url and urlsplit(url).scheme not in ("http", "https", "discord"):
        found.append(f"a button's url is no http(s) url: {url[:60]!r}")
    return found


def kept_embeds(embeds: Iterable[Json]) -> tuple[Json, ...]:
    """As Discord gives them back: trimmed, of type rich."""
    return tuple(_trimmed({**embed, "type": "rich"}) for embed in embeds)


def _trimmed(value: Json) -> Json:
    out: Json = {}
    for key, part in value.items():
        if isinstance(part, str):
            out[key] = part.strip()
        elif isinstance(part, dict):
            out[key] = _trimmed(part)
        elif key == "fields":
            out[key] = [{"inline": False, **_trimmed(one)} for one in part]
        elif part is not None:
            out[key] = part
    return out


def kept_components(components: Iterable[Json]) -> tuple[Json, ...]:
    """As Discord gives them back: each with an id, and what was left out filled in."""
    numbers = iter(range(1, 1000))
    return tuple(_numbered(one, numbers) for one in components)


def _numbered(one: Json, numbers: Iterable[int]) -> Json:
    kept = {key: value for key, value in one.items() if value is not None}
    kept["id"] = one.get("id") or next(iter(numbers))
    if kept["type"] == 14:
        kept = {"spacing": 1, "divider": True, **kept}
    elif kept["type"] == 17:
        kept = {"accent_color": None, "spoiler": False, **kept}
    elif kept["type"] == 3:
        kept = {"min_values": 1, "max_values": 1, **kept}
    if "components" in kept:
        kept["components"] = [_numbered(child, numbers) for child in kept["components"]]
    if "accessory" in kept:
        kept["accessory"] = _numbered(kept["accessory"], numbers)
    return kept


def named(text: str) -> tuple[list[str], list[str], bool]:
    """The people and roles mentioned in a text, and whether everyone is; not what is in code."""
    plain = _CODE.sub(" ", text)
    users = list(dict.fromkeys(_USER.findall(plain)))
    return users, _ROLE.findall(plain), bool(_EVERYONE.search(plain))


def pinging_text(content: str, components: Sequence[Json]) -> str:
    """Mentions in content and text displays ping; those in embeds and on buttons don't."""
    texts = [one.get("content") or "" for one in nested(components) if one["type"] == TEXT_DISPLAY]
    return "\n".join([content, *texts])


def pinged(text: str, allowed: Json | None, replied: str) -> frozenset[str]:
    """Whom a message pings. `allowed` is allowed_mentions as sent; None, not sent, allows all.

    https://docs.discord.com/developers/resources/message#allowed-mentions-object
    """
    users, roles, everyone = named(text)
    if allowed is None:
        return frozenset([*users, *roles, *["everyone"] * everyone, *[replied] * bool(replied)])
    parse = allowed.get("parse") or []
    out = {user for user in users if "users" in parse or user in _ids(allowed, "users")}
    out |= {role for role in roles if "roles" in parse or role in _ids(allowed, "roles")}
    if everyone and "everyone" in parse:
        out.add("everyone")
    if replied and allowed.get("replied_user"):
        out.add(replied)
    return frozenset(out)


def _ids(allowed: Json, key: str) -> list[str]:
    return [str(id) for id in allowed.get(key) or ()]
