"""The shipped corpus → slack-reply.png: a question in a channel, and what Pullquote replies.

    python docs/pictures/slack.py [FILE]

with Pullquote installed and `chromium` on PATH. FILE: where to write the picture instead.

The corpus is indexed and asked, and the reply made, by the code that does it for Slack; only the
page around it and its looks are drawn here.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from block_kit_html import CSS, blocks_html

from adapters.assembly import catalog_of, embedder_of
from adapters.bot_assembly import bot_over
from adapters.settings import Settings
from adapters.slack.rendering import message_of
from adapters.storage.kept_replies import StoredReplies
from adapters.storage.reindex import reindex
from adapters.storage.scopes import StoredScopes
from bot.desk import Asked, Desk, Told
from bot.documents.replies import reply_document
from bot.places import Place
from retrieval.models import choose_model

ROOT = Path(__file__).resolve().parents[2]
PICTURE = Path(__file__).with_name("slack-reply.png")
WIDTH, SCALE = 800, 2

QUESTION = "who heads the new US command in Japan?"

PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Pullquote in Slack</title><style>
* { box-sizing: border-box; }
body { margin: 0; padding: 20px 24px; width: 800px; color: #1d1c1d; background: #ffffff;
  font: 15px/22px Lato, "Slack-Lato", "Helvetica Neue", Arial, "Liberation Sans", sans-serif; }
.message { display: grid; grid-template-columns: 36px 1fr; gap: 10px; }
.avatar { width: 36px; height: 36px; border-radius: 6px; color: #ffffff; font-weight: 700;
  font-size: 17px; line-height: 36px; text-align: center; }
.name { font-weight: 900; }
.app { padding: 1px 4px; margin-left: 4px; font-size: 10px; font-weight: 700; color: #616061;
  background: #ececec; border-radius: 3px; vertical-align: 1px; }
.time { margin-left: 6px; font-size: 12px; color: #616061; }
.replies { display: flex; align-items: center; gap: 10px; margin: 14px 0 12px; font-size: 13px;
  color: #616061; }
.replies::after { content: ""; flex: 1; border-top: 1px solid #dddddd; }
.mention { padding: 0 2px 1px; color: #1264a3; background: #e8f5fa; border-radius: 3px; }
%(css)s
</style></head><body>
<div class="message"><div class="avatar" style="background:#4a7c59">M</div><div>
  <div><span class="name">Mara Lind</span><span class="time">10:42</span></div>
  <div><span class="mention">@pullquote</span> %(question)s</div>
</div></div>
<div class="replies">1 reply</div>
<div class="message"><div class="avatar" style="background:#1d3557">“”</div><div>
  <div><span class="name">Pullquote</span><span class="app">APP</span>
    <span class="time">10:42</span></div>
  %(blocks)s
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
        reply = blocks_html(message.blocks, {})
        page = PAGE % {"css": CSS, "question": QUESTION, "blocks": reply}
        file = Path(folder) / "page.html"
        file.write_text(page, encoding="utf-8")
        address = file.as_uri()
        dumped = draw(browser, folder, "--dump-dom", f"--window-size={WIDTH},100", address)
        found = re.search(r'data-height="(\d+)"', dumped)
        height = found[1] if found else "1000"
        options = (f"--window-size={WIDTH},{height}", f"--force-device-scale-factor={SCALE}")
        draw(browser, folder, f"--screenshot={picture}", *options, address)
    print(f"{picture}: {picture.stat().st_size:,} bytes")
    return 0


def told(data: Path) -> Told:
    """What Pullquote really answers, out of an index of the shipped corpus in `data`."""
    settings = Settings(data=data, corpus=ROOT / "corpus")
    catalog, now = catalog_of(settings), datetime.now(UTC)
    model = choose_model(settings.model).id
    reindex(settings.corpus, data, catalog, model, lambda: embedder_of(settings), now)
    with bot_over(catalog, settings, follow=False) as bot:
        replies, scopes = StoredReplies(catalog.database), StoredScopes(catalog.database)
        desk = Desk(bot, catalog, replies, scopes, settings.quotes, plain=settings.chat_quotes)
        return desk.answer(Asked(QUESTION, Place("slack", "T1", "C1")), now)


def draw(browser: str, folder: str, *options: str) -> str:
    """Runs the browser, on nothing but the page; returns what it prints."""
    common = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run")
    command = [browser, *common, f"--user-data-dir={folder}/profile", *options]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=600).stdout


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURE))
