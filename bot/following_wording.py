"""The sentences about how often a channel hears of a story. Pure."""

from bot.language import Sentence, _, weekday

NOT_A_RHYTHM = Sentence(
    "{typed!r} is no rhythm; write “now”, “daily at 09:00 Europe/Berlin” or “weekly on Monday at "
    "09:00 Europe/Berlin”"
)
NOT_A_TIME = Sentence("{typed!r} is no time of day; write one such as 09:00 or 17:30")
NOT_A_ZONE = Sentence("{typed!r} is no time zone; write one such as Europe/Berlin")
NEAR_A_ZONE = Sentence("{typed!r} is no time zone; did you mean {near}?")


def rhythm(pace: str, minute: int, day_of_week: int, zone: str) -> str:
    """How often; `pace` as bot.following.Pace, `minute` of the day, 0 is Monday."""
    time = f"{minute // 60:02}:{minute % 60:02}"
    match pace:
        case "daily":
            return _("daily at {time} {zone}").format(time=time, zone=zone)
        case "weekly":
            said = _("weekly on {weekday} at {time} {zone}")
            return said.format(weekday=weekday(day_of_week), time=time, zone=zone)
    return _("now")
