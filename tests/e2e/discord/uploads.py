"""Files that come with a message → its attachments, and what shows them, as Discord keeps both."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.e2e.discord.payloads import MAX_FILE
from tests.e2e.discord.routes import Refused, invalid
from tests.e2e.discord.world import Json, World

SCHEME = "attachment://"


@dataclass(frozen=True, slots=True)
class Uploaded:
    """A file of a multipart request."""

    name: str
    kind: str
    content: bytes


def taken(world: World, body: Any, files: Mapping[str, Uploaded]) -> Any:
    """The body with whole attachments, and their addresses in place of attachment://…

    `files` by the name of their part: files[0]. Raises Refused for a file that is too large, for
    an attachment without a file, and for an address without an attachment.
    """
    if not isinstance(body, dict):
        return body
    if isinstance(body.get("data"), dict):
        return body | {"data": taken(world, body["data"], files)}
    if any(len(file.content) > MAX_FILE for file in files.values()):
        raise Refused(413, 40005, "Request entity too large")
    kept = body
    by_name: dict[str, Json] = {}
    if body.get("attachments") or files:
        whole = _attachments(world, body.get("attachments") or [], files)
        by_name = {one["filename"]: one for one in whole}
        kept = body | {"attachments": whole}
    if kept.get("components"):
        kept = kept | {"components": [_shown(one, by_name) for one in kept["components"]]}
    return kept


def _attachments(world: World, named: list[Json], files: Mapping[str, Uploaded]) -> list[Json]:
    unnamed = [{"id": name[6:-1]} for name in files]
    whole = []
    for one in named or unnamed:
        id = str(one["id"])
        if id in world.attachments:
            whole.append(world.attachments[id])
            continue
        file = files.get(f"files[{id}]")
        if file is None:
            raise invalid(f"attachment {id} has no file")
        whole.append(_kept(world, one, file))
    return whole


def _kept(world: World, named: Json, file: Uploaded) -> Json:
    id, name = world.id(), named.get("filename") or file.name
    url = f"https://cdn.example/attachments/{id}/{name}"
    attachment: Json = {
        "id": id,
        "filename": name,
        "size": len(file.content),
        "url": url,
        "proxy_url": url,
        "content_type": file.kind,
    }
    if named.get("description"):
        attachment["description"] = named["description"]
    world.attachments[id], world.files[id] = attachment, file.content
    return attachment


def _shown(component: Json, by_name: Mapping[str, Json]) -> Json:
    shown = dict(component)
    for inside in ("components", "items"):
        if isinstance(component.get(inside), list):
            shown[inside] = [_shown(one, by_name) for one in component[inside]]
    if isinstance(component.get("accessory"), dict):
        shown["accessory"] = _shown(component["accessory"], by_name)
    for key in ("media", "file"):
        if isinstance(component.get(key), dict):
            shown[key] = _media(component[key], by_name)
    if "file" in shown:
        file = by_name.get(str(component["file"]["url"]).removeprefix(SCHEME), {})
        named = {"name": file.get("filename"), "size": file.get("size")} if file else {}
        shown = {"spoiler": False, **shown, **named}
    if "media" in shown:
        shown = {"description": None, "spoiler": False, **shown}
    return shown


def _media(media: Json, by_name: Mapping[str, Json]) -> Json:
    url = media["url"]
    if not url.startswith(SCHEME):
        return {"id": "0", "proxy_url": url, **media}
    file = by_name.get(url.removeprefix(SCHEME))
    if file is None:
        raise invalid(f"{url} is none of the attachments {sorted(by_name)}")
    return {
        "id": file["id"],
        "url": file["url"],
        "proxy_url": file["proxy_url"],
        "content_type": file["content_type"],
        "attachment_id": file["id"],
    }
