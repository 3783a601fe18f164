"""The desk's page → an aiohttp application: which address and form leads where."""

import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from aiohttp import web
from markupsafe import Markup

from adapters.admin import wording as words
from adapters.admin.article_page import article_page
from adapters.admin.ask_page import answer_html, ask_page, told
from adapters.admin.correction_page import corrections_page
from adapters.admin.faults import fault_document, status_of
from adapters.admin.gap_page import gaps_page
from adapters.admin.guarding import FORM, LARGEST_BODY, MARK, Guard
from adapters.admin.health_page import health_page
from adapters.admin.message_pages import file_of, pressed_page
from adapters.admin.parts import Parts
from adapters.admin.rendering import Surface, html_of
from adapters.admin.signing_in import SigningIn
from adapters.admin.source_pages import proposed_page, sources_page
from adapters.admin.story_pages import (
    MOST_PAGES,
    articles_page,
    stories_page,
    story_page,
    story_row,
    timeline_html,
    timeline_missing,
)
from adapters.admin.templates import Shown, style, style_path
from adapters.admin.verdict_page import verdicts_page
from adapters.service.observing import Outcome, outcome_of
from bot.commands.answering import work_of
from bot.commands.command import Work
from bot.documents.actions import (
    Action,
    Choose,
    Cite,
    Context,
    Export,
    ExportStory,
    More,
    Nearest,
    Rate,
    action_of,
)
from bot.question_ids import question_id
from bot.workers import Busy
from retrieval.articles import Article
from retrieval.errors import PullquoteError, WrongUse
from retrieval.event_logger import EventLogger

_DAY_SECONDS = 86_400

_log = EventLogger()


def application(parts: Parts, guard: Guard) -> web.Application:
    """Every page of it, behind the guard."""
    pages, signing_in = Pages(parts), SigningIn(guard.sessions, guard.work)
    app = web.Application(middlewares=guard.middlewares(), client_max_size=LARGEST_BODY)
    app.add_routes(
        [
            web.get(style_path(), _style),
            web.get("/sign-in", signing_in.form),
            web.post("/sign-in", signing_in.sign_in),
            web.post("/sign-out", signing_in.sign_out),
            web.get("/", pages.stories),
            web.get("/stories/{slug}", pages.story),
            web.get("/stories/{slug}/articles", pages.articles),
            web.get("/articles", pages.article),
            web.get("/ask", pages.ask),
            web.post("/ask", pages.answer),
            web.get("/shown/{action}", pages.shown),
            web.get("/files/{action}", pages.file),
            web.post("/press", pages.press),
            web.get("/sources", pages.sources),
            web.post("/sources/add", pages.add_source),
            web.post("/sources/remove", pages.remove_source),
            web.get("/gaps", pages.gaps),
            web.get("/verdicts", pages.verdicts),
            web.get("/corrections", pages.corrections),
            web.get("/health", pages.health),
        ]
    )
    return app


@dataclass(frozen=True, slots=True)
class Pages:
    """What each address answers. Raises PullquoteError, which `guarding` tells of."""

    parts: Parts

    async def stories(self, request: web.Request) -> web.Response:
        return await self._shown(request, lambda: stories_page(self.parts))

    async def story(self, request: web.Request) -> web.Response:
        """The timeline may take a second; where there is none now, the rest is shown."""
        slug, mark = request.match_info["slug"], request[MARK]
        # At once, before anybody waits for a turn.
        await self.parts.work.run(Work.BOOK, lambda: story_row(self.parts, slug))
        newest_first = request.query.get("order") == "newest"
        page = _page_of(request)
        try:
            timeline = await self.parts.work.run(
                Work.ANSWER,
                lambda: timeline_html(self.parts, slug, page, newest_first=newest_first, mark=mark),
            )
        except Busy as busy:
            timeline = timeline_missing(busy, mark)
        return await self._shown(request, lambda: story_page(self.parts, slug, timeline))

    async def articles(self, request: web.Request) -> web.Response:
        slug, page = request.match_info["slug"], _page_of(request)
        return await self._shown(request, lambda: articles_page(self.parts, slug, page))

    async def article(self, request: web.Request) -> web.Response:
        id, old, new = (request.query.get(name, "") for name in ("id", "old", "new"))
        return await self._shown(request, lambda: article_page(self.parts, id, old, new))

    async def ask(self, request: web.Request) -> web.Response:
        return await self._shown(request, lambda: ask_page(self.parts))

    async def answer(self, request: web.Request) -> web.Response:
        question, story = (str(request[FORM].get(name, "")) for name in ("question", "story"))
        if not question.strip():
            missing = words.question_missing()
            return await self._shown(request, lambda: ask_page(self.parts, "", story, missing), 400)
        key, mark = f"admin:{uuid.uuid4().hex}", request[MARK]
        since = time.perf_counter()
        id, observer = question_id(key), self.parts.observer
        status, error = 200, ""
        answer: Markup | None = None
        articles: Sequence[Article] = ()
        with observer.question("admin", id, since) as ended:
            try:
                found = await self.parts.work.run(
                    Work.ANSWER, lambda: told(self.parts, question, story)
                )
                answer, articles = answer_html(found, mark)
                outcome = outcome_of(found)
            except WrongUse as refused:
                status, outcome = 400, Outcome.NOT_ASKABLE
                error = fault_document(refused).summary
            except Exception as failure:
                outcome = _outcome(failure)
                status = status_of(failure)
                answer = html_of(fault_document(failure, key), Surface(mark))
            ended(outcome)
        seconds = round(time.perf_counter() - since, 3)
        _log.info("question_ended", question_id=id, outcome=outcome, seconds=seconds)
        return await self._shown(
            request,
            lambda: ask_page(self.parts, question, story, error, answer, articles),
            status,
        )

    async def shown(self, request: web.Request) -> web.Response:
        """What a button shows that changes nothing."""
        kinds = More | Context | Nearest | Cite | Export | ExportStory
        action = _action(request.match_info["action"], kinds)
        mark = request[MARK]
        return await self._shown(
            request, lambda: pressed_page(self.parts, action, mark), work=work_of(action)
        )

    async def file(self, request: web.Request) -> web.Response:
        """What is taken along, as a file."""
        action = _action(request.match_info["action"], Export | ExportStory)
        assert isinstance(action, Export | ExportStory)  # noqa: S101  (it is no other)
        made = await self.parts.work.run(work_of(action), lambda: file_of(self.parts, action))
        if made is None:
            raise web.HTTPNotFound
        # Never opened as a page of here, whatever stands in it.
        named = {"Content-Disposition": f'attachment; filename="{made.name}"'}
        return web.Response(body=made.content, content_type=made.kind, headers=named)

    async def press(self, request: web.Request) -> web.Response:
        """What a button does."""
        action, mark = _action(request[FORM].get("action", ""), Rate | Choose), request[MARK]
        return await self._shown(
            request, lambda: pressed_page(self.parts, action, mark), work=work_of(action)
        )

    async def sources(self, request: web.Request) -> web.Response:
        return await self._shown(request, lambda: sources_page(self.parts))

    async def add_source(self, request: web.Request) -> web.Response:
        return await self._propose(request, "track", ("url", "story", "as"), Work.LOOKUP)

    async def remove_source(self, request: web.Request) -> web.Response:
        return await self._propose(request, "untrack", ("url", "story"), Work.BOOK)

    async def gaps(self, request: web.Request) -> web.Response:
        return await self._shown(request, lambda: gaps_page(self.parts), work=Work.ANSWER)

    async def verdicts(self, request: web.Request) -> web.Response:
        return await self._shown(request, lambda: verdicts_page(self.parts))

    async def corrections(self, request: web.Request) -> web.Response:
        page, mark = _page_of(request), request[MARK]
        return await self._shown(request, lambda: corrections_page(self.parts, page, mark))

    async def health(self, request: web.Request) -> web.Response:
        return await self._shown(request, lambda: health_page(self.parts))

    async def _propose(
        self, request: web.Request, command: str, fields: tuple[str, ...], work: Work
    ) -> web.Response:
        form, mark = request[FORM], request[MARK]
        typed = {name: str(form.get(name, "")).strip() for name in fields}
        error = "" if typed["url"] else words.address_missing()
        if not error:
            try:
                propose = partial(proposed_page, self.parts, command, typed, mark)
                return await self._shown(request, propose, work=work)
            except WrongUse as refused:
                error = fault_document(refused).summary
        return await self._shown(request, lambda: sources_page(self.parts, error, typed), 400)

    async def _shown(
        self,
        request: web.Request,
        make: Callable[[], Shown],
        status: int = 200,
        *,
        work: Work = Work.BOOK,
    ) -> web.Response:
        html = await self.parts.html(request[MARK], make, work)
        return web.Response(text=html, status=status, content_type="text/html")


async def _style(_: web.Request) -> web.Response:
    kept = {"Cache-Control": f"private, max-age={_DAY_SECONDS}, immutable"}
    return web.Response(body=style(), content_type="text/css", headers=kept)


def _action(written: object, kinds: object) -> Action:
    """Raises HTTPNotFound for what is none of these."""
    action = action_of(written)
    if action is None or not isinstance(action, kinds):  # type: ignore[arg-type]
        raise web.HTTPNotFound
    return action


def _page_of(request: web.Request) -> int:
    """Counted from 1."""
    written = request.query.get("page", "1")
    number = int(written) if written.isascii() and written.isdecimal() and len(written) < 6 else 1
    return min(max(number, 1), MOST_PAGES)


def _outcome(failure: Exception) -> Outcome:
    match failure:
        case Busy():
            return Outcome.REFUSED_QUEUE
        case PullquoteError():
            return Outcome.UNREACHABLE
    return Outcome.FAILED
