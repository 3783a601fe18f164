"""An address that may hold secrets → the same as it may be shown, logged and told. Pure."""

import re
from urllib.parse import unquote_plus

HIDDEN = "***"
# Also sslpassword, passfile, client_secret, api_key, access_token, …
_SECRET_NAME = re.compile(r"pass|pwd|secret|token|api[-_]?key|signature|credential", re.IGNORECASE)
_PARAMETER = re.compile(r"(?<=[?&;])([^=&;#\s]+)=([^&#\s]*)")
_LOGIN = re.compile(r"://[^/\s]*@")


def without_secrets(text: str) -> str:
    """The text with the logins of its addresses taken out, and the values of every parameter
    hidden that is called like a secret."""
    return _PARAMETER.sub(_hidden, _LOGIN.sub("://", text))


def is_secret(parameter: str) -> bool:
    """Whether an address's parameter is called like a secret."""
    return bool(_SECRET_NAME.search(unquote_plus(parameter)))


def _hidden(found: re.Match[str]) -> str:
    return f"{found[1]}={HIDDEN}" if is_secret(found[1]) else found[0]
