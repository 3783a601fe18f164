"""A line of a page → whether it says something about the page, not about the news. Pure."""

import re

# A paragraph may begin like a credit or a link; no credit or link is as long.
_LONGEST_LINE = 200
_LONGEST_CREDIT = 10  # words

_LABELS = frozenset(
    "first last originally published publication updated update modified posted edited created "
    "released date "
    "aktualisiert veröffentlicht zuletzt stand erstellt publié publiée modifié modifiée mis mise "
    "actualizado publicado modificado aggiornato pubblicato modificato bijgewerkt gepubliceerd "
    "geüpdatet atualizado atualizada publicada opublikowano aktualizacja zaktualizowano uppdaterad "
    "publicerad oppdatert publisert opdateret publiceret päivitetty julkaistu aktualizováno "
    "publikováno обновлено опубликовано".split()
)
_MONTHS = frozenset(
    "january february march april may june july august september october november december "
    "jan feb mar apr jun jul aug sep sept oct nov dec "
    "januar jänner februar märz mai juni juli oktober dezember janvier février mars avril juin "
    "juillet août septembre octobre novembre décembre enero febrero marzo abril mayo junio julio "
    "agosto septiembre octubre noviembre diciembre gennaio febbraio aprile maggio giugno luglio "
    "settembre ottobre dicembre januari februari maart mei augustus janeiro fevereiro março maio "
    "junho julho setembro outubro dezembro stycznia lutego marca kwietnia maja czerwca lipca "
    "sierpnia września października listopada grudnia augusti marts desember января февраля марта "
    "апреля мая июня июля августа сентября октября ноября декабря".split()
)
_DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri "
    "sat sun today yesterday "
    "montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag heute gestern lundi "
    "mardi mercredi jeudi vendredi samedi dimanche hier lunes martes miércoles jueves viernes "
    "sábado domingo ayer lunedì martedì mercoledì giovedì venerdì sabato domenica oggi ieri "
    "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag vandaag gisteren måndag tisdag "
    "onsdag torsdag fredag lördag söndag mandag tirsdag lørdag søndag".split()
)
_AGO = frozenset("ago now vor hace fa geleden temu sedan siden sitten назад".split())
_UNITS = frozenset(
    "second seconds sec secs minute minutes min mins hour hours hr hrs day days week weeks month "
    "months year years "
    "minuten stunde stunden tag tagen tage heure heures jour jours minuto minutos hora horas día "
    "días minuti ora ore giorno giorni uur dag dagen minuut minut godzin godzinę dni minuter timme "
    "timmar dagar minutter time timer dager dage".split()
)
_FILLERS = frozenset(
    "at on of the a an am pm a.m p.m utc gmt bst cet cest est edt et pt pst pdt jst ist z by about "
    "time local am um uhr den der le la à a el las los de del alle il ore op om à às o dia kl em "
    "klo klockan den for dne w dniu godz".split()
)
_MOMENT = re.compile(
    r"\d{1,2}[:.]\d{2}(?::\d{2})?(?:am|pm)?|\d{1,2}(?:am|pm)|\d{4}-\d{2}-\d{2}(?:t\d{2}:\d{2}\S*)?"
    r"|\d{1,2}h\d{2}|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|[+-]\d{2}:?\d{2}"
)
_CJK_DATE = re.compile(
    r"(?:最終)?(?:更新|公開|掲載|配信|发布|更新时间)?(?:日時?|时间)?[:\uff1a]?\s*"
    r"\d{4}年\d{1,2}月\d{1,2}日(?:\s*[(\uff08].[)\uff09])?"
    r"(?:\s*\d{1,2}(?:[:\uff1a]\d{2}|時\d{1,2}分?))?(?:\s*(?:更新|公開|掲載|配信|发布))?"
)
_NUMBER = re.compile(r"\d{1,2}(?:st|nd|rd|th)?|\d{4}|\d{1,2}[hm]")
_BETWEEN = re.compile(r"[\s,;|·•()\[\]–—]+|:(?=\s|$)|(?<=\s)-(?=\s)")

_WHOLE = re.compile(
    r"(?:"
    r"share|save|print|e-?mail|copy link|link copied|facebook|twitter|x|whatsapp|linkedin|reddit"
    r"|telegram|pinterest|instagram|messenger|bluesky|threads|comments?|comment now|listen"
    r"|share (?:this|via|on)\b[\w ,]{0,40}"
    r"|(?:view|show|read|see|post|add|leave|join)(?: all| a| your| the)?(?: [\d,.]+k?)?"
    r" (?:comments?|discussion|conversation|replies)"
    r"|[\d,.]+ ?[km]? (?:comments?|shares?|likes?|views?|replies|reactions?)"
    r"|(?:comments?|shares?|likes?|views?)[ :]*\(?[\d,.]+ ?[km]?\)?"
    r"|\d+[ -]min(?:ute)?s?[ -](?:read|listen|watch)"
    r"|(?:reading|listening|read) time:? \d+ ?min\w*"
    r"|(?:read|load|show|see|learn) more|(?:keep|continue) reading"
    r"|(?:story|article) continues(?: (?:below|after)\b[\w ]{0,30})?"
    r"|advertis(?:ement|ing)|sponsored(?: content)?|skip (?:ad|to)\b[\w ]{0,40}"
    r"|(?:related|most read|most popular|trending|recommended|more on this(?: story| topic)?"
    r"|editors?['’]?s? picks?|top stories|up next|read next|you may also like|don['’]t miss)"
    r"(?: (?:stories|articles|topics|content|news|now))?"
    r"|(?:back to|return to) top|all rights reserved|play video|watch now"
    r"|teilen|drucken|merken|anzeige|mehr lesen|zur startseite|alle rechte vorbehalten"
    r"|\d+ kommentare?|partager|imprimer|publicité|lire la suite|tous droits réservés"
    r"|\d+ commentaires?|compartir|imprimir|publicidad|leer más|todos los derechos reservados"
    r"|\d+ comentarios?|condividi|stampa|pubblicità|tutti i diritti riservati|\d+ comment[oi]"
    r"|delen|afdrukken|advertentie|lees verder|\d+ reacties?|compartilhar|partilhar|publicidade"
    r"|todos os direitos reservados|\d+ comentários?|udostępnij|reklama|\d+ komentarz[ye]?|dela"
    r"|annons|dela artikeln|läs mer|del|annonse|annonce|les mer|læs mere|シェア|広告|印刷"
    r"|(?:sign up|subscribe) (?:to|for)\b[^.!?]{0,120}|follow us\b[^.!?]{0,80}"
    r")[.!]?",
    re.IGNORECASE,
)
_LINK = re.compile(
    r"(?:read|see|watch|listen|related|further reading|more)"
    r"(?: (?:more|also|next|on this|stories?|articles?|here|now|coverage))*\s*(?:[:>→»|])\s*\S",
    re.IGNORECASE,
)
_LINK_ELSEWHERE = re.compile(
    r"(?:lesen sie auch|mehr zum thema|lire aussi|à lire aussi|sur le même sujet|lea también"
    r"|te puede interesar|leggi anche|lees ook|leia também|veja também|czytaj (?:także|też|również)"
    r"|zobacz (?:także|też)|läs också|les også|læs også|関連記事)\s*(?:[:\uff1a>→»|].*)?$",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"\(?(?:photo(?:graph)?|image|picture|pic|video|graphic|illustration|map)s?"
    r"(?: (?:source|credit|courtesy|by))*\s*(?:[:,/©]|\bby\b|\bcourtesy\b)|credits?:|©|\(c\) ?\d{4}"
    r"|(?:ap|afp|reuters|getty|epa|pa)(?: images| photo| media| wire)*\s*(?:/|$)|copyright\b",
    re.IGNORECASE,
)


def is_boilerplate(line: str) -> bool:
    """Whether the whole line is a date, a share button, a count, a credit or a link elsewhere."""
    line = line.strip(" \t\u00a0*_#>•·-–—|")
    if not line:
        return True
    if len(line) > _LONGEST_LINE:
        return False
    return bool(_WHOLE.fullmatch(line)) or _is_date(line) or _is_credit(line) or _is_link(line)


def _is_date(line: str) -> bool:
    """Nothing but a date or time; without "Updated" before it, a full stop makes it an answer."""
    if _CJK_DATE.fullmatch(line):
        return True
    tokens = [token.lower() for token in _BETWEEN.split(line.rstrip(".")) if token]
    labelled = bool(tokens) and tokens[0] in _LABELS
    if not tokens or (line.endswith(".") and not (labelled or tokens[-1] == "m")):
        return False
    dated = False
    for place, token in enumerate(tokens):
        word = token.rstrip(".")
        if word in _MONTHS or word in _DAYS or word in _AGO or _MOMENT.fullmatch(word):
            dated = True
        elif word == "just":
            if tokens[place + 1 : place + 2] != ["now"]:
                return False
        elif not (word in _LABELS | _UNITS | _FILLERS or _NUMBER.fullmatch(word)):
            return False
    return dated or (labelled and len(tokens) == 1)


def _is_credit(line: str) -> bool:
    """Who took the picture; a caption that says what it shows ends like a sentence."""
    short = len(line.split()) <= _LONGEST_CREDIT and not line.endswith((".", "!", "?"))
    figures = re.sub(r"\b(?:19|20)\d\d\b", "", line)
    return short and bool(_CREDIT.match(line)) and not any(c.isdigit() for c in figures)


def _is_link(line: str) -> bool:
    return bool(_LINK.match(line) or _LINK_ELSEWHERE.match(line))
