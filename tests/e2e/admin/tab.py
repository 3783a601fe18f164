"""A tab of a headless Chromium: its size, its colours, its keys, and what it shows."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

from tests.chromium import Browser


@dataclass
class Tab:
    """`base` is where the desk's page is served."""

    browser: Browser
    session: str
    base: str

    def open(self, path: str) -> None:
        self.browser.ask("Page.navigate", self.session, url=self.base + path)
        self.browser.wait_for("Page.loadEventFired")

    def value(self, expression: str) -> Any:
        """What a JavaScript expression is there: it is the test's, the page has none."""
        answer = self.browser.ask(
            "Runtime.evaluate",
            self.session,
            expression=expression,
            returnByValue=True,
            awaitPromise=True,
        )
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def leads_on(self, expression: str) -> None:
        """Something is pressed that leads to another page."""
        self.value(expression)
        self.browser.wait_for("Page.loadEventFired")

    def key(self, key: str, code: int) -> None:
        for kind in ("rawKeyDown", "keyUp"):
            self.browser.ask(
                "Input.dispatchKeyEvent",
                self.session,
                type=kind,
                key=key,
                code=key,
                windowsVirtualKeyCode=code,
            )

    def looks(self, width: int, scheme: str, height: int = 900) -> None:
        """As wide and, in its window, as high; light or dark."""
        self.browser.ask(
            "Emulation.setDeviceMetricsOverride",
            self.session,
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=True,
        )
        self.browser.ask(
            "Emulation.setEmulatedMedia",
            self.session,
            features=[{"name": "prefers-color-scheme", "value": scheme}],
        )

    def picture(self, file: Path, most: int = 1_400, scale: float = 1) -> None:
        """The page from its top, as high as it is, and no higher than `most`; `scale`: how many
        pixels of the picture each of its own is."""
        size = self.browser.ask("Page.getLayoutMetrics", self.session)["cssContentSize"]
        clip = {"x": 0, "y": 0, "width": size["width"], "height": min(size["height"], most)}
        png = self.browser.ask(
            "Page.captureScreenshot",
            self.session,
            clip={**clip, "scale": scale},
            captureBeyondViewport=True,
        )
        file.write_bytes(base64.b64decode(png["data"]))


@contextmanager
def tab(
    browser: Browser, base: str, cookies: CookieJar | None = None, *, scripts: bool = True
) -> Iterator[Tab]:
    """A new one, signed in with these cookies; without `scripts` as a browser that runs none."""
    context = browser.ask("Target.createBrowserContext")["browserContextId"]
    target = browser.ask("Target.createTarget", url="about:blank", browserContextId=context)
    session = browser.ask("Target.attachToTarget", targetId=target["targetId"], flatten=True)
    made = Tab(browser, session["sessionId"], base)
    browser.ask("Page.enable", made.session)
    browser.ask("Log.enable", made.session)
    for cookie in cookies or ():
        browser.ask(
            "Network.setCookie",
            made.session,
            url=base,
            name=cookie.name,
            value=cookie.value or "",
            httpOnly=True,
            sameSite="Strict",
        )
    if not scripts:
        browser.ask("Emulation.setScriptExecutionDisabled", made.session, value=True)
    try:
        yield made
    finally:
        browser.ask("Target.disposeBrowserContext", browserContextId=context)
