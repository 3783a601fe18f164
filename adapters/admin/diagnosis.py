"""Settings → whether the desk's page is served, and how to have it. Pure; says no secret."""

from adapters.admin.access import access_of, address_of
from adapters.service.checks import Check
from adapters.settings import Settings
from adapters.web.addresses import LOOPBACK

_PART = "desk's page"


def admin_check(settings: Settings) -> Check:
    """Where it is; that there is none is no fault."""
    access = access_of(settings)
    if settings.admin_token is None:
        how = "set PULLQUOTE_ADMIN_TOKEN to have one (openssl rand -hex 32 makes a token)"
        return Check(_PART, True, f"not served; {how}")
    if access is None:
        return Check(_PART, True, "not served, since PULLQUOTE_ADMIN_PORT is 0")
    if access.host not in LOOPBACK and not access.url.startswith("https:"):
        return Check(
            _PART,
            True,
            f"served on {access.host}, port {access.port}, unencrypted: let only a proxy with "
            "https reach it (docs/desk.md)",
        )
    return Check(_PART, True, f"{address_of(access)}, while `pullquote run` runs")
