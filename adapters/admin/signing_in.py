"""A token that is typed → a cookie that opens the page, as long as its session lasts."""

from dataclasses import dataclass

from aiohttp import web

from adapters.admin import wording as words
from adapters.admin.guarding import COOKIE, FORM, MARK, SIGN_IN, next_of
from adapters.admin.sessions import LASTS, Sessions, Wait
from adapters.admin.templates import Shown, drawn
from adapters.admin.work import PageWork
from bot.commands.command import Work
from bot.language import _
from retrieval.event_logger import EventLogger

_log = EventLogger()


@dataclass(frozen=True, slots=True)
class SignInView:
    """The form; `next` is where it leads on."""

    next: str
    note: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class SigningIn:
    """What signs in and out."""

    sessions: Sessions
    work: PageWork

    async def form(self, request: web.Request) -> web.Response:
        """Where one signs in; who is, is led on."""
        wanted = next_of(request.query.get("next", "/"))
        if request[MARK]:
            raise web.HTTPSeeOther(wanted)
        note = words.signed_out() if "out" in request.query else ""
        return _form(SignInView(wanted, note))

    async def sign_in(self, request: web.Request) -> web.Response:
        """The cookie, or the form again with why not."""
        form = request[FORM]
        typed, wanted = str(form.get("token", "")), next_of(str(form.get("next", "/")))
        if not typed.strip():
            return _form(SignInView(wanted, error=words.no_token()), 400)
        address = self._address(request)
        kept = await self.work.run(Work.BOOK, lambda: self.sessions.sign_in(typed, address))
        if isinstance(kept, Wait):
            _log.warning("admin_sign_in_limited")
            response = _form(SignInView(wanted, error=words.tried_too_often(kept.seconds)), 429)
            response.headers["Retry-After"] = str(int(kept.seconds) + 1)
            return response
        if kept is None:
            _log.warning("admin_sign_in_failed")
            return _form(SignInView(wanted, error=words.wrong_token()), 403)
        led = web.Response(status=303, headers={"Location": wanted})
        led.set_cookie(
            COOKIE,
            kept,
            max_age=int(LASTS.total_seconds()),
            path="/",
            httponly=True,
            samesite="Strict",
            secure=self.sessions.access.by_https(request.headers["Host"]),
        )
        return led

    async def sign_out(self, request: web.Request) -> web.Response:
        """The session ends here and in the browser."""
        kept = request.cookies.get(COOKIE, "")
        await self.work.run(Work.BOOK, lambda: self.sessions.sign_out(kept))
        led = web.Response(status=303, headers={"Location": f"{SIGN_IN}?out"})
        led.del_cookie(COOKIE, path="/")
        return led

    def _address(self, request: web.Request) -> str:
        """Who tries: where a proxy stands before the page, who the proxy says it is."""
        forwarded = request.headers.get("X-Forwarded-For", "")
        if self.sessions.access.url and forwarded:
            return forwarded.rpartition(",")[2].strip()[:100]
        return request.remote or ""


def _form(view: SignInView, status: int = 200) -> web.Response:
    html = drawn(Shown("sign_in.html", _("Sign in"), view), "")
    return web.Response(text=html, status=status, content_type="text/html")
