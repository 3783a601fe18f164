"""The shipped corpus → discord-reply.png: a question in a channel, and what Pullquote replies.

    python docs/pictures/discord_reply.py [FILE]

with Pullquote installed and `chromium` on PATH. FILE: where to write the picture instead.

The corpus is indexed and asked, and the reply made, by the code that does it for Discord; only
the page around it and its looks are drawn here. (A file named discord.py would hide the library.)
"""

import re
import shutil
import sys
import tempfile
from pathlib import Path

from slack import QUESTION, SCALE, WIDTH, draw, told

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))  # for the tests' reader

from discord_html import CSS, components_html

from adapters.discord.rendering import message_of
from bot.documents.replies import reply_document

PICTURE = Path(__file__).with_name("discord-reply.png")

PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Pullquote in Discord</title><style>
* { box-sizing: border-box; }
body { margin: 0; padding: 20px 24px; width: 800px; color: #dfe0e2; background: #1a1a1e;
  font: 15px/21px "gg sans", "Noto Sans", "Helvetica Neue", Arial, "Liberation Sans", sans-serif; }
.message { display: grid; grid-template-columns: 40px 1fr; gap: 14px; margin-bottom: 16px; }
.avatar { width: 40px; height: 40px; border-radius: 50%%; color: #ffffff; font-weight: 700;
  font-size: 17px; line-height: 40px; text-align: center; }
.name { font-weight: 600; color: #f2f3f5; }
.app { padding: 1px 5px; margin-left: 5px; font-size: 10px; font-weight: 700; color: #ffffff;
  background: #5865f2; border-radius: 4px; vertical-align: 1px; }
.time { margin-left: 6px; font-size: 12px; color: #949ba4; }
.answers { margin: 0 0 2px 54px; font-size: 13px; color: #949ba4; }
.mention { padding: 0 2px; color: #c9cdfb; background: #3c4270; border-radius: 3px; }
%(css)s
</style></head><body>
<div class="message"><div class="avatar" style="background:#4a7c59">M</div><div>
  <div><span class="name">Mara Lind</span><span class="time">10:42</span></div>
  <div><span class="mention">@Pullquote</span> %(question)s</div>
</div></div>
<div class="answers">↱ Mara Lind: @Pullquote %(question)s</div>
<div class="message"><div class="avatar" style="background:#1d3557">“”</div><div>
  <div><span class="name">Pullquote</span><span class="app">APP</span>
    <span class="time">10:42</span></div>
  %(parts)s
</div></div>
<script>document.body.dataset.height = document.documentElement.scrollHeight</script>
</body></html>
"""


def main(picture: Path) -> int:
    """Writes the picture; 1 where there is no browser to draw it."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    if browser is None:
        print("no `chromium` on PATH: apt-get install chromium", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        message = message_of(reply_document(told(Path(folder) / "data"), private=False))
        parts = components_html(message.components, {})
        file = Path(folder) / "page.html"
        page = PAGE % {"css": CSS, "question": QUESTION, "parts": parts}
        file.write_text(page, encoding="utf-8")
        address = file.as_uri()
        dumped = draw(browser, folder, "--dump-dom", f"--window-size={WIDTH},100", address)
        found = re.search(r'data-height="(\d+)"', dumped)
        height = found[1] if found else "1000"
        options = (f"--window-size={WIDTH},{height}", f"--force-device-scale-factor={SCALE}")
        draw(browser, folder, f"--screenshot={picture}", *options, address)
    print(f"{picture}: {picture.stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURE))
