"""Each request → only who is signed in, by the page's own forms and under its own name, gets on;
and whatever goes wrong is a page with one sentence.

Logged are routes and what failed; never an address's query, a form, a token or a question.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from adapters.admin import wording as words
from adapters.admin.faults import fault_document, status_of
from adapters.admin.message_pages import message_page
from adapters.admin.reader_language import language_of
from adapters.admin.sessions import Sessions
from adapters.admin.templates import drawn, style_path
from adapters.admin.work import PageWork
from adapters.service.logs import name_in_log
from bot.commands.command import Work
from bot.documents.tree import Document, said
from bot.language import speaking, spoken
from retrieval.event_logger import EventLogger

COOKIE = "pullquote_desk"
# What a form may hold; a question has at most 1,000 characters.
LARGEST_BODY = 64 * 1024
_MOST_FIELDS = 20
_AWAIT_SECONDS = "30"
SIGN_IN = "/sign-in"

MARK = web.RequestKey("mark", str)
"""What stands in every form of the session, "" where nobody is signed in."""
FORM = web.RequestKey("form", Mapping)
"""What a form sent, by its fields."""

_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self' data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # With no-referrer, browsers would call the origin of a form "null". Links of articles say
    # noreferrer themselves.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "X-Robots-Tag": "noindex",
}
_NO_STORE = "no-store"

_SAID = {
    404: words.no_such_page,
    405: words.not_that_way,
    413: words.too_large,
}

_log = EventLogger()


class Refused(Exception):
    """Not let in; `sentence` says why."""

    def __init__(self, sentence: str, status: int = 403) -> None:
        super().__init__(sentence)
        self.sentence, self.status = sentence, status


@dataclass(frozen=True, slots=True)
class Guard:
    """Stands before every page. `language`: as the settings have it."""

    sessions: Sessions
    work: PageWork
    language: str = "auto"

    def middlewares(self) -> tuple[Middleware, ...]:
        """The outermost first."""

        @web.middleware
        async def told(request: web.Request, handler: Handler) -> web.StreamResponse:
            accepted = request.headers.get("Accept-Language", "")
            with speaking(language_of(accepted, self.language)):
                response = await self.told(request, handler)
                response.headers["Content-Language"] = spoken()
                return response

        @web.middleware
        async def let_in(request: web.Request, handler: Handler) -> web.StreamResponse:
            return await self.let_in(request, handler)

        return told, let_in

    async def told(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Whatever goes wrong is a page; every answer has the headers that keep it to itself."""
        try:
            response = await handler(request)
        except web.HTTPException as error:
            if error.status < 400:
                led = {"Location": error.headers["Location"]}
                response = web.Response(status=error.status, headers=led)
            else:
                sentence = _SAID.get(error.status, words.not_understood)()
                response = _page(request, said(sentence), error.status)
                if allowed := error.headers.get("Allow"):
                    response.headers["Allow"] = allowed
        except Refused as refused:
            _log.info("admin_request_refused", route=_route(request), status=refused.status)
            response = _page(request, said(refused.sentence), refused.status)
        except Exception as error:
            key = f"admin:{uuid.uuid4().hex}"
            name_in_log(key)
            status = status_of(error)
            response = _page(request, fault_document(error, key), status)
            if status == 503:
                response.headers["Retry-After"] = _AWAIT_SECONDS
        response.headers.update(_HEADERS)
        response.headers.setdefault("Cache-Control", _NO_STORE)
        return response

    async def let_in(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Raises Refused, HTTPSeeOther to where one signs in, and what the catalog raises."""
        access, posts = self.sessions.access, request.method == "POST"
        request[MARK] = ""
        if not access.knows_host(request.headers.get("Host", "")):
            raise Refused(words.strange_host())
        if request.path == style_path():
            return await handler(request)
        if posts and not self._is_own(request):
            raise Refused(words.strange_form())
        request[FORM] = await form_of(request) if posts else {}
        kept = request.cookies.get(COOKIE, "")
        signs_in = request.path == SIGN_IN
        is_open = await self.work.run(Work.BOOK, lambda: self.sessions.is_open(kept))
        if is_open:
            request[MARK] = self.sessions.mark(kept)
        elif not signs_in:
            raise web.HTTPSeeOther(_to_sign_in(request))
        if (
            posts
            and not signs_in
            and not self.sessions.is_marked(kept, str(request[FORM].get("mark", "")))
        ):
            raise Refused(words.strange_form())
        return await handler(request)

    def _is_own(self, request: web.Request) -> bool:
        """Whether the browser says that a form is of this page; one that says nothing is no
        browser, and needs the session's mark all the same."""
        if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
            return False
        origin = request.headers.get("Origin")
        return origin is None or self.sessions.access.is_own(origin, request.headers["Host"])


async def form_of(request: web.Request) -> dict[str, str]:
    """Its fields, each once. Raises HTTPRequestEntityTooLarge, HTTPBadRequest."""
    if request.content_type != "application/x-www-form-urlencoded":
        raise web.HTTPUnsupportedMediaType
    try:
        sent = (await request.read()).decode("utf-8")
        return dict(parse_qsl(sent, keep_blank_values=True, max_num_fields=_MOST_FIELDS))
    except ValueError:
        raise web.HTTPBadRequest from None


def next_of(written: str) -> str:
    """Where to go on after signing in: a page of here, else the first one."""
    is_path = written.startswith("/") and not written.startswith(("//", "/\\"))
    return written if is_path and written.isprintable() else "/"


def _to_sign_in(request: web.Request) -> str:
    wanted = request.raw_path if request.method == "GET" else "/"
    return f"{SIGN_IN}?{urlencode({'next': wanted})}" if wanted != "/" else SIGN_IN


def _route(request: web.Request) -> str:
    resource = request.match_info.route.resource
    return resource.canonical if resource else ""


def _page(request: web.Request, document: Document, status: int) -> web.Response:
    mark = request.get(MARK, "")
    back = ("/", words.on_to_stories())
    shown = message_page(document, words.failed(), mark, back=back, status=status)
    return web.Response(text=drawn(shown, mark), status=status, content_type="text/html")
