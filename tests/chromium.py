"""A headless Chromium, driven over its DevTools pipe: what a page looks like, and what it says."""

import base64
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from tests.patience import PATIENCE


def _that_starts() -> str | None:
    """None where there is none, or only what stands in for a snap that isn't there."""
    found = shutil.which("chromium")
    if found is None:
        return None
    tried = subprocess.run([found, "--version"], capture_output=True, check=False)
    return found if tried.returncode == 0 else None


CHROMIUM = _that_starts()


class Browser:
    """A headless Chromium and its DevTools pipe: JSON orders and answers, each ending in NUL."""

    def __init__(self, profile: Path) -> None:
        (orders, written), (self.answers, answers) = os.pipe(), os.pipe()
        self.orders = os.fdopen(written, "wb")
        flags = (
            "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-sync"
            " --disable-background-networking --disable-component-update --remote-debugging-pipe"
            " --window-size=1000,800"
        )
        # Chromium reads its orders from descriptor 3 and answers on 4.
        script = f'exec {CHROMIUM} {flags} --user-data-dir="$0" 3<&{orders} 4>&{answers}'
        self.process = subprocess.Popen(
            ["bash", "-c", script, profile], pass_fds=(orders, answers), stderr=subprocess.DEVNULL
        )
        os.close(orders)
        os.close(answers)
        self.sent = 0
        self.unread = b""

    def ask(self, method: str, session: str = "", **params: object) -> Any:
        self.sent += 1
        order = {"id": self.sent, "method": method, "params": params}
        order |= {"sessionId": session} if session else {}
        self.orders.write(json.dumps(order).encode() + b"\0")
        self.orders.flush()
        while (answer := self.next_message()).get("id") != self.sent:
            pass
        assert "error" not in answer, answer
        return answer["result"]

    def wait_for(self, event: str) -> None:
        while self.next_message().get("method") != event:
            pass

    def next_message(self) -> Any:
        while b"\0" not in self.unread:
            more = os.read(self.answers, 1 << 16)
            assert more, "Chromium ended"
            self.unread += more
        message, _, self.unread = self.unread.partition(b"\0")
        return json.loads(message)

    def picture(self, url: str, script: str = "") -> str:
        """What a new tab shows at the url, once the script has run there, as base64."""
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        tab = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.ask("Page.enable", tab)
        self.ask("Page.navigate", tab, url=url)
        self.wait_for("Page.loadEventFired")
        self.ask("Runtime.evaluate", tab, expression=script)
        png: str = self.ask("Page.captureScreenshot", tab)["data"]
        self.ask("Target.closeTarget", targetId=target)
        return png

    def value(self, url: str, expression: str) -> Any:
        """What a JavaScript expression is in a new tab at the url, as JSON has it."""
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        tab = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.ask("Page.enable", tab)
        self.ask("Page.navigate", tab, url=url)
        self.wait_for("Page.loadEventFired")
        answer = self.ask(
            "Runtime.evaluate", tab, expression=expression, returnByValue=True, awaitPromise=True
        )
        self.ask("Target.closeTarget", targetId=target)
        assert "exceptionDetails" not in answer, answer
        return answer["result"]["value"]

    def pdf(self, url: str) -> bytes:
        """What a new tab at the url prints."""
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        tab = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.ask("Page.enable", tab)
        self.ask("Page.navigate", tab, url=url)
        self.wait_for("Page.loadEventFired")
        printed: str = self.ask("Page.printToPDF", tab, preferCSSPageSize=True)["data"]
        self.ask("Target.closeTarget", targetId=target)
        return base64.b64decode(printed)

    def close(self) -> None:
        self.ask("Browser.close")
        self.process.wait(timeout=PATIENCE)
        self.orders.close()
        os.close(self.answers)
