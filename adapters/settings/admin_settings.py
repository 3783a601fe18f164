"""What a person can set of the desk's page. Pure."""

from pydantic import Field

from adapters.settings.part import SettingsPart
from adapters.settings.values import SHORTEST_ADMIN_TOKEN, AdminToken, AdminUrl, Host


class AdminSettings(SettingsPart):
    """A part of `Settings`, which says from where they are read."""

    admin_token: AdminToken = Field(
        default=None,
        description="What opens the desk's page of `pullquote run`, which shows every story; "
        "without it none is served. Make one with: `openssl rand -hex 32`.",
        json_schema_extra={
            "allowed": f"at least {SHORTEST_ADMIN_TOKEN} characters without blanks",
            "default": "none",
        },
    )
    admin_host: Host = Field(
        default="127.0.0.1",
        description="The address on which the desk's page is served.",
        json_schema_extra={"allowed": "a host name or address of this machine"},
    )
    admin_port: int = Field(
        default=8090,
        ge=0,
        le=65535,
        description="The port on which it is served; 0 serves none.",
    )
    admin_url: AdminUrl = Field(
        default=None,
        description="The address under which people's browsers reach it, where a proxy stands "
        "before it.",
        json_schema_extra={"allowed": "an https URL without a path", "default": "none"},
    )
