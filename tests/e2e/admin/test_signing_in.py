"""Who has the token gets in, as long as the session lasts; nobody else gets anything."""

import logging
import re
from datetime import UTC, datetime, timedelta

import pytest

from adapters.admin.guarding import LARGEST_BODY
from adapters.admin.sessions import LASTS, TRIES_A_MINUTE
from tests.e2e.admin.conftest import Desk, DeskRoom
from tests.e2e.admin.desk_client import TOKEN, DeskClient

PAGES = (
    "/",
    "/stories/sweden-nato",
    "/stories/sweden-nato/articles",
    "/articles?id=sweden-nato/x",
    "/ask",
    "/sources",
    "/gaps",
    "/verdicts",
    "/corrections",
    "/health",
    "/shown/more:" + "0" * 32 + ":0",
    "/no-such-page",
)
FORMS = ("/ask", "/press", "/sources/add", "/sources/remove", "/sign-out")
CAN_ONLY_BE_POSTED = {"/press", "/sources/add", "/sources/remove", "/sign-out"}


@pytest.mark.parametrize("path", PAGES)
def test_without_a_session_every_page_leads_to_where_one_signs_in(desk: Desk, path: str) -> None:
    page = desk.somebody().get(path)
    assert (page.status, page.html) == (303, "")
    assert page.headers["Location"].startswith("/sign-in")


@pytest.mark.parametrize("path", FORMS)
def test_without_a_session_no_form_does_anything(desk: Desk, path: str) -> None:
    page = desk.somebody().post(path, question="who heads the command?")
    assert (page.status, page.headers["Location"]) == (303, "/sign-in")


def test_after_signing_in_one_is_where_one_wanted_to_be(desk: Desk) -> None:
    somebody = desk.somebody()
    asked = somebody.get(somebody.get("/stories/sweden-nato?order=newest").headers["Location"])
    wanted = re.search(r'name="next" value="([^"]+)"', asked.html)
    assert wanted
    page = somebody.post("/sign-in", token=f" {TOKEN}\n", next=wanted[1])
    assert (page.status, page.headers["Location"]) == (303, "/stories/sweden-nato?order=newest")
    assert somebody.get("/").status == 200


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:1"]
)
def test_signing_in_leads_to_no_page_of_elsewhere(desk: Desk, elsewhere: str) -> None:
    page = desk.somebody().post("/sign-in", token=TOKEN, next=elsewhere)
    assert (page.status, page.headers["Location"]) == (303, "/")


def test_the_cookie_is_kept_from_scripts_other_sites_and_unencrypted_ways(desk: Desk) -> None:
    plain = desk.somebody().post("/sign-in", token=TOKEN).headers["Set-Cookie"]
    for part in ("HttpOnly", "SameSite=Strict", "Path=/", f"Max-Age={12 * 3600}"):
        assert part in plain
    assert "Secure" not in plain
    public = desk.somebody().post("/sign-in", {"Host": "desk.example"}, token=TOKEN)
    assert "Secure" in public.headers["Set-Cookie"]


@pytest.mark.parametrize("typed", ["", " ", "a-token", TOKEN[:-1], TOKEN.upper(), "é\ud7ff" * 9])
def test_another_token_opens_nothing(desk: Desk, typed: str) -> None:
    somebody = desk.somebody()
    page = somebody.post("/sign-in", token=typed)
    assert page.status == (403 if typed.strip() else 400)
    assert "Set-Cookie" not in page.headers
    assert "PULLQUOTE_ADMIN_TOKEN" in page.text
    assert somebody.get("/").status == 303


def test_who_tries_too_often_must_wait_and_nobody_else_has_to(desk: Desk) -> None:
    guessing = desk.somebody()
    tried = [guessing.post("/sign-in", token=f"guess-{n}") for n in range(TRIES_A_MINUTE + 1)]
    assert [page.status for page in tried] == [403] * TRIES_A_MINUTE + [429]
    # Not even the right one tells itself from a guess then.
    page = guessing.post("/sign-in", token=TOKEN)
    assert (page.status, page.headers.get("Set-Cookie")) == (429, None)
    assert "try again in" in page.text
    assert 0 < int(page.headers["Retry-After"]) <= 61
    assert desk.signed_in().get("/").status == 200


def test_who_signs_out_is_out_wherever_the_cookie_was_copied_to(desk: Desk) -> None:
    somebody = desk.signed_in()
    copied = DeskClient(desk.base, mark=somebody.mark)
    for cookie in somebody.cookies:
        copied.cookies.set_cookie(cookie)
    assert copied.get("/").status == 200
    page = somebody.post("/sign-out")
    assert (page.status, page.headers["Location"]) == (303, "/sign-in?out")
    assert "You are signed out." in somebody.get("/sign-in?out").text
    assert copied.get("/").status == somebody.get("/").status == 303


def test_a_session_goes_on_after_a_restart_and_ends_with_its_time_or_another_token(
    own_room: DeskRoom,
) -> None:
    with own_room.serve() as served:
        somebody = served.signed_in()
    with own_room.serve() as again:
        somebody.base = again.base
        assert somebody.get("/").status == 200
        assert somebody.post("/ask", question="").status == 400  # its forms go on, too
    with own_room.serve(admin_token="another-token-of-the-desk") as other:
        somebody.base = other.base
        assert somebody.get("/").status == 303
    later = datetime.now(UTC) + LASTS + timedelta(seconds=1)
    settings = own_room.settings()
    from tests.e2e.running import running

    with running(settings, now=lambda: later):
        somebody.base = f"http://127.0.0.1:{settings.admin_port}"
        assert somebody.get("/").status == 303


@pytest.mark.parametrize("path", FORMS)
@pytest.mark.parametrize("mark", ["", "0" * 64, "é"])
def test_a_form_that_is_none_of_the_sessions_does_nothing(desk: Desk, path: str, mark: str) -> None:
    somebody = desk.signed_in()
    page = somebody.post(path, question="who heads the command?", mark=mark)
    assert (page.status, "This form is not of your session" in page.text) == (403, True)
    assert somebody.get("/").status == 200


def test_no_form_of_another_session_counts(desk: Desk) -> None:
    one, other = desk.signed_in(), desk.signed_in()
    assert one.mark != other.mark
    assert one.post("/ask", question="who?", mark=other.mark).status == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Content-Type": "text/plain"},
        {"Content-Type": "multipart/form-data; boundary=x"},
    ],
)
def test_no_page_of_elsewhere_can_send_a_form(desk: Desk, headers: dict[str, str]) -> None:
    somebody = desk.signed_in()
    refused = 415 if "Content-Type" in headers else 403
    assert somebody.post("/ask", headers, question="who?").status == refused
    assert desk.somebody().post("/sign-in", headers, token=TOKEN).status == refused


def test_the_pages_own_forms_are_taken_by_its_address_and_by_its_public_name(desk: Desk) -> None:
    somebody = desk.signed_in()
    public = {"Origin": "https://desk.example", "Sec-Fetch-Site": "same-origin"}
    for headers in ({"Origin": desk.base}, public, {**public, "Host": "desk.example"}):
        assert somebody.post("/ask", headers, question=" ").status == 400, headers


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8090", "localhost.evil.example"])
def test_under_a_name_that_was_made_to_lead_here_there_is_nothing(desk: Desk, host: str) -> None:
    somebody = desk.signed_in()
    page = somebody.get("/", Host=host)
    assert (page.status, "PULLQUOTE_ADMIN_URL" in page.text) == (403, True)
    assert somebody.post("/sign-in", {"Host": host}, token=TOKEN).status == 403


@pytest.mark.parametrize("host", ["localhost:8090", "[::1]:8090", "192.0.2.7", "desk.example"])
def test_under_its_own_names_it_is_there(desk: Desk, host: str) -> None:
    assert desk.signed_in().get("/", Host=host).status == 200


@pytest.mark.parametrize("path", [*PAGES, "/sign-in"])
def test_every_answer_keeps_itself_to_itself(desk: Desk, path: str) -> None:
    for somebody in (desk.somebody(), desk.signed_in()):
        headers = somebody.get(path).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'; style-src 'self'; img-src 'self' data:" in policy
        assert "form-action 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == "no-store"
        assert headers["Referrer-Policy"] == "same-origin"


def test_what_is_not_there_or_too_much_is_said_in_a_sentence(desk: Desk) -> None:
    somebody = desk.signed_in()
    assert somebody.get("/no-such-page").status == 404
    assert "begin with the stories" in somebody.get("/no-such-page").text
    assert somebody.get("/stories/no-such-story").status == 404
    assert somebody.get("/articles").status == 404
    assert somebody.get("/shown/rate:" + "0" * 32 + ":yes").status == 404
    for path in CAN_ONLY_BE_POSTED:
        page = somebody.get(path)
        assert (page.status, page.headers["Allow"]) == (405, "POST")
    assert somebody.post("/", question="x").status == 405
    page = somebody.post("/ask", question="x" * LARGEST_BODY)
    assert (page.status, "shorten it" in page.text) == (413, True)
    page = somebody.post("/ask", {}, **{f"f{n}": "" for n in range(30)})
    assert page.status == 400


def test_neither_the_token_nor_the_cookie_nor_a_question_is_logged(
    own_room: DeskRoom, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    from adapters.service.logs import configure_logs

    question = "who heads the zirconium command in Japan?"
    configure_logs(own_room.settings(log_level="debug"))
    with caplog.at_level(logging.DEBUG), own_room.serve(log_level="debug") as served:
        somebody = served.signed_in()
        somebody.post("/sign-in", token="a-guess-of-theirs")
        assert somebody.post("/ask", question=question).status == 200
        somebody.post("/ask", question=question * 100)
        somebody.post("/ask", question=question, mark="x")
        somebody.get("/no-such-page?zirconium=1")
        cookies = [cookie.value or "" for cookie in somebody.cookies]
    out, err = capfd.readouterr()
    logged = out + err + caplog.text
    assert "admin_sign_in_failed" in logged
    assert "question_ended" in logged
    for secret in (TOKEN, "a-guess-of-theirs", "zirconium", somebody.mark, *cookies):
        assert secret not in logged
    kept = b"".join(path.read_bytes() for path in own_room.data.glob("catalog*"))
    for secret in (TOKEN, "zirconium", somebody.mark, *cookies):
        assert secret.encode() not in kept
