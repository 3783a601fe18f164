"""What an app uploads to the localhost Slack, in Slack's three steps, and where it shows it.

docs.slack.dev/reference/methods/files.getUploadURLExternal, files.completeUploadExternal. A block
may name a file of the same workspace; just after its upload such a block is refused for a while.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from tests.e2e.slack.world import File, Json, World

_OF_A_CHANNEL = ("channel_id", "initial_comment", "thread_ts")
PNG = b"\x89PNG\r\n\x1a\n"
MAX_ALT = 1_000


@dataclass(slots=True)
class Files:
    """The files of all workspaces; each method's answer is what it adds to ok."""

    world: World

    def begin(self, args: Json, team: str, url: str) -> Json | str:
        """An address to upload to, or Slack's word for why there is none."""
        name, length = str(args.get("filename") or ""), str(args.get("length") or "")
        alt = str(args.get("alt_txt") or "")
        if not name or not length.isdecimal() or not int(length) or len(alt) > MAX_ALT:
            return "invalid_arguments"
        file = File(self.world.id("F"), team, name, int(length), alt)
        file.refused_still = self.world.files_refused
        self.world.files[file.id] = file
        return {"upload_url": f"{url}/upload/{file.id}", "file_id": file.id}

    def uploaded(self, id: str, data: bytes) -> int:
        """The HTTP status of an upload."""
        with self.world.changed:
            file = self.world.files.get(id)
            if file is None or file.data is not None:
                return 404
            if len(data) != file.length:
                self.world.violations.append(f"upload: {len(data)} bytes, not {file.length}")
                return 400
            file.data = data
            return 200

    def complete(self, args: Json, team: str) -> Json | str:
        channel = self.world.channels.get(str(args.get("channel_id") or ""))
        if args.get("channels") or (channel is not None and channel.kind != "im"):
            self.world.violations.append("files.completeUploadExternal: shared in a channel")
        elif channel is None and any(args.get(key) for key in _OF_A_CHANNEL):
            return "invalid_arguments"
        done = []
        for named in args.get("files") or ():
            file = self.world.files.get(str(named.get("id")))
            if file is None or file.team != team or file.data is None:
                return "file_not_found"
            file.title, file.done = str(named.get("title") or ""), True
            done.append({"id": file.id, "title": file.title})
        return {"files": done} if done else "invalid_arguments"

    def refused_in(self, blocks: Iterable[Any], team: str) -> list[str]:
        """Each block whose file can't be shown."""
        return [
            f"invalid slack file [/blocks/{number}/slack_file]"
            for number, block in enumerate(blocks)
            if isinstance(block, dict)
            and block.get("type") == "image"
            and not self._shown(str((block.get("slack_file") or {}).get("id")), team)
        ]

    def _shown(self, id: str, team: str) -> bool:
        file = self.world.files.get(id)
        if file is None or file.team != team or not file.done:
            return False
        if file.data is None or not file.data.startswith(PNG):
            return False
        if file.refused_still:
            file.refused_still -= 1
            return False
        return True
