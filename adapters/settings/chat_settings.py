"""What a person can set of Slack and Discord: tokens, and where they are reached. Pure."""

from typing import Annotated, Literal

from pydantic import Field

from adapters.settings.part import SettingsPart
from adapters.settings.values import (
    ApiUrl,
    AppToken,
    BotToken,
    ClientId,
    DiscordApiUrl,
    DiscordToken,
    GatewayUrl,
    Lower,
    SlackSecret,
)


class ChatSettings(SettingsPart):
    """A part of `Settings`, which says from where they are read."""

    slack_bot_token: BotToken = Field(
        default=None,
        description="The bot's token in one workspace: OAuth & Permissions → Bot User OAuth Token.",
        json_schema_extra={
            "allowed": "a bot token, which starts with xoxb-",
            "default": "none",
        },
    )
    slack_app_token: AppToken = Field(
        default=None,
        description="Opens Socket Mode: Basic Information → App-Level Tokens, with the scope "
        "`connections:write`.",
        json_schema_extra={
            "allowed": "an app-level token, which starts with xapp-",
            "default": "none",
        },
    )
    slack_signing_secret: SlackSecret = Field(
        default=None,
        description="Proves in HTTP mode that a request is Slack's: Basic Information → "
        "App Credentials → Signing Secret.",
        json_schema_extra={"allowed": "the app's signing secret", "default": "none"},
    )
    slack_client_id: ClientId = Field(
        default=None,
        description="For installation in many workspaces (HTTP mode): Basic Information → "
        "App Credentials → Client ID.",
        json_schema_extra={
            "allowed": "the app's client id, such as '1234.5678'",
            "default": "none",
        },
    )
    slack_client_secret: SlackSecret = Field(
        default=None,
        description="Goes with the client id: Basic Information → App Credentials → Client Secret.",
        json_schema_extra={"allowed": "the app's client secret", "default": "none"},
    )
    slack_mode: Annotated[Literal["socket", "http"], Lower] = Field(
        default="socket",
        description="How Slack's events arrive: socket needs no address that Slack can reach, "
        "http serves many replicas.",
    )
    slack_api_url: ApiUrl = Field(
        default="https://slack.com/api/",
        description="Where Slack's Web API is, for GovSlack or a proxy.",
        json_schema_extra={"allowed": "an http or https URL"},
    )
    discord_token: DiscordToken = Field(
        default=None,
        description="The bot's token: Discord Developer Portal → your application → Bot → "
        "Reset Token.",
        json_schema_extra={
            "allowed": "a Discord bot's token, three parts with dots between them",
            "default": "none",
        },
    )
    discord_api_url: DiscordApiUrl = Field(
        default="https://discord.com/api/v10",
        description="Where Discord's HTTP API is, for a proxy.",
        json_schema_extra={"allowed": "an http or https URL"},
    )
    discord_gateway_url: GatewayUrl = Field(
        default=None,
        description="Where Discord's gateway is, for a proxy.",
        json_schema_extra={"allowed": "a ws or wss URL", "default": "what Discord says"},
    )
