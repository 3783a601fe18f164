"""The sentences about how often a channel hears of a story, and what people type of it. Pure."""

from bot.language import ENGLISH, Sentence, _, spoken

NOT_A_RHYTHM = Sentence(
    "{typed!r} is no rhythm; write “now”, “daily at 09:00 Europe/Berlin” or “weekly on Monday at "
    "09:00 Europe/Berlin”"
)
NOT_A_TIME = Sentence("{typed!r} is no time of day; write one such as 09:00 or 17:30")
NOT_A_ZONE = Sentence("{typed!r} is no time zone; write one such as Europe/Berlin")
NEAR_A_ZONE = Sentence("{typed!r} is no time zone; did you mean {near}?")

_WEEKDAYS = {
    ENGLISH: "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(),
    "de": "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag".split(),
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche".split(),
    "es": "lunes martes miércoles jueves viernes sábado domingo".split(),
    "ja": "月曜日 火曜日 水曜日 木曜日 金曜日 土曜日 日曜日".split(),
}
_IN_ENGLISH = {
    name.casefold(): english
    for names in _WEEKDAYS.values()
    for name, english in zip(names, _WEEKDAYS[ENGLISH], strict=True)
}
# As the sentences below have it in each language.
_PACES = {
    "now": "jetzt maintenant ahora すぐ 今",
    "daily": "täglich quotidien diario 毎日",
    "weekly": "wöchentlich hebdomadaire semanal 毎週",
}
_SAID = {word: pace for pace, words in _PACES.items() for word in words.split()}
_AT, _ON = ("um", "à", "a", "las"), ("am", "le", "el")


def rhythm(pace: str, minute: int, day_of_week: int, zone: str) -> str:
    """How often; `pace` as bot.following.Pace, `minute` of the day, 0 is Monday."""
    time = f"{minute // 60:02}:{minute % 60:02}"
    zone = "UTC" if zone == "Etc/UTC" else zone  # as Slack calls it
    match pace:
        case "daily":
            return _("daily at {time} {zone}").format(time=time, zone=zone)
        case "weekly":
            weekday = _WEEKDAYS[spoken()][day_of_week]
            said = _("weekly on {weekday} at {time} {zone}")
            return said.format(weekday=weekday, time=time, zone=zone)
    return _("now")


def in_english(words: list[str]) -> list[str]:
    """What was typed in any of the languages, as it would be in English: "täglich um 9:00" is
    "daily at 9:00". Other words stay."""
    found = list[str]()
    for number, word in enumerate(words):
        key, following = word.casefold(), words[number + 1 : number + 2]
        if key in _SAID and not number:
            found.append(_SAID[key])
        elif key in _IN_ENGLISH:
            found.append(_IN_ENGLISH[key])
        elif key in _ON and following and following[0].casefold() in _IN_ENGLISH:
            found.append("on")
        elif key == "a" and following and following[0].casefold() == "las":
            continue
        elif key in _AT and following and following[0][:1].isdigit():
            found.append("at")
        else:
            found.append(word)
    return found
