"""What a browser says its reader reads → the language in which the page speaks. Pure."""

from bot.language import ENGLISH, known_language

_MOST = 20


def language_of(accepted: str, fixed: str) -> str:
    """`accepted`: the header Accept-Language; `fixed`: what the settings want for all, "auto" where
    people read their own. https://www.rfc-editor.org/rfc/rfc9110#name-accept-language"""
    if fixed != "auto":
        return fixed
    wanted = [_weighed(one) for one in accepted.split(",")[:_MOST]]
    # Sorted as they stand where the weights are equal.
    for weight, locale in sorted(wanted, key=lambda one: -one[0]):
        if weight > 0 and (language := known_language(locale)):
            return language
    return ENGLISH


def _weighed(written: str) -> tuple[float, str]:
    locale, _, parameter = written.partition(";")
    name, _, weight = parameter.strip().partition("=")
    try:
        return (float(weight) if name.strip() == "q" else 1.0), locale.strip()
    except ValueError:
        return 0.0, ""
