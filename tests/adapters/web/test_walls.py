"""Consent walls, bot checks, logins and missing pages are told from articles, in many languages."""

import pytest

from adapters.web.walls import Wall, is_notice, prompts, wall

# As sites word them, but none of theirs.
WALLS = [
    (
        Wall.CONSENT,
        "Your privacy choices",
        "Together with our 611 partners we keep cookies on your device and read them from there.\n"
        "You can agree to the processing of your data, or object where we rely on legitimate "
        "interests.\nYour choices apply to this website and you may change them at any time.",
    ),
    (
        Wall.CONSENT,
        "Die Zeitung",
        "Damit Sie unsere Seiten lesen können, brauchen wir Ihre Einwilligung.\nWir und unsere "
        "240 Partner speichern Cookies auf Ihrem Endgerät. Ihre Zustimmung können Sie jederzeit "
        "widerrufen.\nOder lesen Sie werbefrei im Abo.",
    ),
    (
        Wall.CONSENT,
        "Le Quotidien",
        "Avec votre accord, nous et nos 118 partenaires utilisons des cookies.\nVous pouvez "
        "retirer votre consentement à tout moment en cliquant sur « en savoir plus » ou dans notre "
        "politique de confidentialité.",
    ),
    (
        Wall.CONSENT,
        "El Diario",
        "Nosotros y nuestros 90 socios almacenamos cookies en tu dispositivo.\nPuedes retirar tu "
        "consentimiento cuando quieras; tu privacidad nos importa.",
    ),
    (
        Wall.CONSENT,
        "Il Giornale",
        "Noi e i nostri partner archiviamo cookie sul tuo dispositivo.\nPuoi dare o negare il tuo "
        "consenso, e modificarlo in ogni momento nella nostra privacy policy.",
    ),
    (
        Wall.CONSENT,
        "De Krant",
        "Wij en onze partners plaatsen cookies op je apparaat.\nGeef je toestemming, dan kunnen we "
        "je gepersonaliseerde advertenties tonen.",
    ),
    (
        Wall.CONSENT,
        "O Jornal",
        "Nós e os nossos parceiros guardamos cookies no seu dispositivo.\nPode retirar o seu "
        "consentimento na nossa página de privacidade.",
    ),
    (
        Wall.CONSENT,
        "Gazeta",
        "My i nasi partnerzy używamy plików cookies.\nMożesz wyrazić zgodę na przetwarzanie "
        "Twoich danych osobowych albo odmówić.",
    ),
    (
        Wall.CONSENT,
        "Tidningen",
        "Vi och våra partner lagrar kakor på din enhet.\nDu kan när som helst ta tillbaka ditt "
        "samtycke till att vi behandlar dina personuppgifter.",
    ),
    (
        Wall.CONSENT,
        "Avisen",
        "Vi og våre partnere bruker informasjonskapsler.\nDu kan trekke ditt samtykke når du vil; "
        "les mer i vår personvernerklæring.",
    ),
    (
        Wall.CONSENT,
        "新聞",
        "当サイトではクッキーを使用しています。個人情報の取り扱いについて同意いただける場合は下のボタンを押してください。"
        "同意はいつでも撤回できます。",
    ),
    (
        Wall.BOT_CHECK,
        "harbourpost.example",
        "Verify you are human by completing the action below.\nharbourpost.example needs to review "
        "the security of your connection.\nRay ID: 8c1f",
    ),
    (Wall.BOT_CHECK, "Just a moment...", ""),
    (Wall.SCRIPTED, "Ferry sails", "You need to enable JavaScript to run this app."),
    (Wall.SCRIPTED, "Fähre fährt", "Bitte aktivieren Sie JavaScript in Ihrem Browser."),
    (
        Wall.BOT_CHECK,
        "Sicherheitsprüfung",
        "Bitte bestätigen Sie, dass Sie kein Roboter sind.\nWir haben ungewöhnlichen Datenverkehr "
        "aus Ihrem Netz bemerkt.",
    ),
    (
        Wall.BOT_CHECK,
        "Le Quotidien",
        "Veuillez activer JavaScript.\nVérifiez que vous êtes un humain pour accéder au site.",
    ),
    (Wall.BOT_CHECK, "Gazeta", "Potwierdź, że nie jesteś robotem. Wykryliśmy nietypowy ruch."),
    (Wall.BOT_CHECK, "Access denied", "You don't have permission to access this. Reference #18.2"),
    (
        Wall.NOT_FOUND,
        "Harbour Post",
        "Sorry! The page you are looking for does not exist. It may have been moved or deleted.\n"
        "Go back to the home page, or use our search.",
    ),
    (Wall.NOT_FOUND, "Page not found - Harbour Post", "Here are today's headlines instead."),
    (Wall.NOT_FOUND, "404", "Oh dear."),
    (
        Wall.NOT_FOUND,
        "Page not found | Harbour Post",
        "Sorry, the page you are looking for was not found.\n"
        + "Herring is dear this spring, and fishers are glad of it after two bad years.\n" * 60,
    ),
    (
        Wall.NOT_FOUND,
        "Die Zeitung",
        "Diese Seite wurde leider nicht gefunden.\nDer Artikel ist nicht mehr verfügbar. Zurück "
        "zur Startseite.",
    ),
    (
        Wall.NOT_FOUND,
        "Le Quotidien",
        "La page que vous recherchez est introuvable.\nElle a été supprimée : retour à l’accueil.",
    ),
    (Wall.NOT_FOUND, "El Diario", "Lo sentimos: la página no existe o ha sido eliminada."),
    (Wall.NOT_FOUND, "Il Giornale", "La pagina non è stata trovata. Torna alla home."),
    (Wall.NOT_FOUND, "De Krant", "De pagina is niet gevonden. Terug naar de homepage."),
    (Wall.NOT_FOUND, "O Jornal", "A página não foi encontrada. Voltar para a home."),
    (Wall.NOT_FOUND, "Gazeta", "Nie znaleźliśmy tej strony. Wróć na stronę główną."),
    (Wall.NOT_FOUND, "Tidningen", "Sidan kunde inte hittas. Gå till startsidan."),
    (Wall.NOT_FOUND, "Avisen", "Vi finner ikke siden. Gå til forsiden."),
    (Wall.NOT_FOUND, "新聞", "お探しのページは見つかりませんでした。削除された可能性があります。"),
    (
        Wall.LOGIN,
        "Sign in | Harbour Post",
        "Enter your e-mail address and password.\nForgot your password? Don’t have an account?",
    ),
    (
        Wall.LOGIN,
        "Die Zeitung",
        "Bitte anmelden: E-Mail und Passwort.\nNoch kein Konto? Jetzt kostenlos registrieren.",
    ),
    (
        Wall.PAYWALL,
        "Council votes on ferry",
        "Subscribe to read this article.\nAlready a subscriber? Sign in to continue reading.\n"
        "Cancel anytime.",
    ),
    (
        Wall.PAYWALL,
        "Rat stimmt über Fähre ab",
        "Jetzt weiterlesen mit dem Probeabo.\nBereits Abonnent? Melden Sie sich an und "
        "lesen weiter.",
    ),
    (
        Wall.ERROR,
        "Harbour Post",
        "Something went wrong. Please try again later.\nError code: 1f2e",
    ),
    (Wall.ERROR, "Le Quotidien", "Une erreur est survenue. Veuillez réessayer."),
    (
        Wall.ELSEWHERE,
        "Unavailable for legal reasons",
        "Our European visitors matter to us. The site is unavailable to readers from the European "
        "Economic Area while we work on the General Data Protection Regulation.",
    ),
    (
        Wall.AD_BLOCKER,
        "Harbour Post",
        "We noticed an ad blocker. Please turn off your ad blocker.\nHow to allow ads on our site.",
    ),
]
ARTICLES = [
    (
        "Regulator fines three sites over consent walls",
        "The data regulator fined three news sites 400,000 crowns on Monday over their consent "
        "walls.\nVisitors saw the words “We value your privacy”, and no way to refuse cookies, the "
        "regulator Lena Moss said.\nThe sites must show a button that refuses all cookies by May, "
        "and delete the personal data that they gathered.\nOne of them, the Harbour Post, said "
        "that it would go to court.\n“Consent that can’t be refused is none,” Moss told reporters.",
    ),
    (
        "How bots took over the ticket sale",
        "Fans who waited for hours were asked “Are you a robot?” while bots bought 31,000 "
        "tickets.\n"
        "The seller said that unusual traffic had come from nine networks in the night.\n"
        "Parliament will hear its director, Ida Brandt, in June.\nA bill would forbid programs "
        "that solve such puzzles, which cost two crowns a thousand.",
    ),
    (
        "404",
        "Bus line 404 will run again from Monday, the transport company said after a year of "
        "complaints.\nIt links the harbour with the hospital every twelve minutes and stops at the "
        "old brewery.\nThe council had voted 19 to 12 for the line in March, against the advice of "
        "its treasurer, who put the costs at three million crowns a year.",
    ),
    ("Ferry begins", "A ferry began to carry lorries on Saturday."),
]


@pytest.mark.parametrize(("kind", "title", "text"), WALLS)
def test_a_wall_is_known_in_the_languages_that_newspapers_print(
    kind: Wall, title: str, text: str
) -> None:
    assert wall(title, text) is kind


@pytest.mark.parametrize(("title", "text"), ARTICLES)
def test_an_article_about_walls_is_none(title: str, text: str) -> None:
    assert wall(title, text) is None


@pytest.mark.parametrize(
    "notice",
    [
        "Please enable JavaScript, or turn to our help pages, to see what the council says.",
        "Activate your cookies. The council votes on the ferry.",
        "JavaScript is disabled in this browser. The council votes on the ferry.",
        "We and our 700 partners use and store many kinds of cookies. The council votes.",
        "We value your privacy. The council votes on the ferry on Monday at noon in the hall.",
        "Are you a robot? The council votes. Tell us that you’re not a robot.",
        "Checking your browser before you see the bugle.example pages on the council’s vote.",
        "Access to this page has been denied. The council votes on the ferry on Monday.",
        "We have noticed unusual traffic. The council votes on the ferry on Monday.",
        "There is unusual traffic from your network. The council votes on the ferry on Monday.",
    ],
)
def test_few_words_with_a_sentence_for_their_reader_are_a_notice(notice: str) -> None:
    assert is_notice(notice)
    assert not is_notice(notice + " The council votes on the ferry on Monday." * 15)


@pytest.mark.parametrize(("title", "text"), ARTICLES)
def test_a_short_report_that_quotes_a_notice_is_none(title: str, text: str) -> None:
    assert not is_notice(text)


def test_a_wall_with_a_long_list_of_partners_is_one_and_an_article_with_a_notice_is_not() -> None:
    _, title, notice = WALLS[0]
    partners = "\n".join(
        f"We and partner number {n} keep cookies on your device." for n in range(300)
    )
    assert wall(title, f"{notice}\n{partners}") is Wall.CONSENT
    assert wall("Harbour Post", f"{notice}\n{partners}") is Wall.CONSENT
    _, text = ARTICLES[0]
    report = text.replace("cookies", "trackers").replace("“We value your privacy”, and ", "")
    assert wall("Regulator fines three sites", f"{notice}\n{report}\n{report}\n{report}") is None


@pytest.mark.parametrize(
    "line",
    [
        "Sign in or create a free account to see the rest of this report.",
        "You have read all your free articles this month.",
        "Um weiterzulesen, testen Sie unser Angebot.",
        "La suite est réservée aux abonnés.",
        "Para seguir leyendo, suscríbete.",
        "Per continuare a leggere, abbonati ora.",
        "Alleen voor abonnees.",
        "Aby czytać dalej, wykup dostęp.",
        "Logga in för att läsa vidare.",
        "続きを読むには会員登録が必要です。",
        "The ferry will be replaced by…",
    ],
)
def test_a_line_that_asks_to_log_in_or_pay_is_known(line: str) -> None:
    assert prompts(line)


def test_a_line_of_an_article_asks_nothing() -> None:
    assert not any(prompts(line) for _, text in ARTICLES for line in text.split("\n"))
