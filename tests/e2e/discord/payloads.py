"""Guilds, channels, messages, interactions → the JSON objects that Discord sends for them."""

from datetime import UTC, datetime

from tests.e2e.discord import permissions
from tests.e2e.discord.world import (
    DM,
    EPOCH_MS,
    GROUP,
    THREAD,
    Channel,
    Guild,
    Interaction,
    Json,
    Message,
    Role,
    World,
)

INTERACTION_TYPES = {"command": 2, "menu": 2, "component": 3, "autocomplete": 4, "modal": 5}
MAX_FILE = 10 * 1024 * 1024


def when(id: str) -> str:
    """The time in a snowflake, as ISO 8601."""
    at = ((int(id) >> 22) + EPOCH_MS) / 1000
    return datetime.fromtimestamp(at, UTC).isoformat()


class Payloads:
    """Whole objects; what the bot may not read is hidden in messages unless `full`."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.message_content = False

    def user(self, id: str) -> Json:
        user = self.world.users[id]
        payload: Json = {
            "id": id,
            "username": user.name,
            "avatar": None,
            "discriminator": "0000" if user.bot else "0",
            "public_flags": 0,
            "flags": 0,
            "global_name": None if user.bot else user.name.title(),
            "primary_guild": None,
        }
        return payload | ({"bot": True} if user.bot else {})

    def me(self) -> Json:
        return self.user(self.world.bot) | {
            "mfa_enabled": True,
            "locale": "en-US",
            "email": None,
            "verified": True,
        }

    def application(self) -> Json:
        return {
            "id": self.world.application,
            "name": self.world.users[self.world.bot].name,
            "icon": None,
            "description": "",
            "type": None,
            "bot": self.user(self.world.bot),
            "bot_public": True,
            "bot_require_code_grant": False,
            "verify_key": "0" * 64,
            "flags": (flags := 1 << 19 if self.message_content else 0),
            "flags_new": str(flags),
            "redirect_uris": [],
            "interactions_endpoint_url": None,
            "role_connections_verification_url": None,
            "owner": self.user(self.world.owner),
            "approximate_guild_count": len(self.world.guilds),
            "approximate_user_install_count": sum(u.installed for u in self.world.users.values()),
            "approximate_user_authorization_count": 0,
            "explicit_content_filter": 0,
            "team": None,
            "eligible_oauth2_scopes": ["bot", "applications.commands"],
        }

    def member(self, guild: Guild, id: str) -> Json:
        """Without its user."""
        return {
            "avatar": None,
            "banner": None,
            "communication_disabled_until": None,
            "flags": 0,
            "joined_at": when(guild.id),
            "nick": None,
            "pending": id in guild.pending,
            "premium_since": None,
            "roles": list(guild.members[id]),
            "mute": False,
            "deaf": False,
        }

    def role(self, role: Role, position: int) -> Json:
        return {
            "id": role.id,
            "name": role.name,
            "permissions": str(role.permissions),
            "position": position,
            "color": 0,
            "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
            "hoist": False,
            "managed": role.managed,
            "mentionable": not role.managed,
            "icon": None,
            "unicode_emoji": None,
            "flags": 0,
        } | ({"tags": {"bot_id": self.world.bot}} if role.managed else {})

    def roles(self, guild: Guild) -> list[Json]:
        return [self.role(role, at) for at, role in enumerate(guild.roles.values())]

    def guild(self, guild: Guild) -> Json:
        """As GET /guilds/{id} answers."""
        return {
            "id": guild.id,
            "name": guild.name,
            "icon": None,
            "description": None,
            "home_header": None,
            "splash": None,
            "discovery_splash": None,
            "features": [],
            "banner": None,
            "owner_id": guild.owner,
            "application_id": None,
            "region": "deprecated",
            "afk_channel_id": None,
            "afk_timeout": 300,
            "system_channel_id": None,
            "system_channel_flags": 0,
            "widget_enabled": False,
            "widget_channel_id": None,
            "verification_level": 0,
            "roles": self.roles(guild),
            "default_message_notifications": 0,
            "mfa_level": 0,
            "explicit_content_filter": 0,
            "max_presences": None,
            "max_members": 500_000,
            "max_stage_video_channel_users": 50,
            "max_video_channel_users": 25,
            "vanity_url_code": None,
            "premium_tier": 0,
            "premium_subscription_count": 0,
            "preferred_locale": guild.locale,
            "rules_channel_id": None,
            "safety_alerts_channel_id": None,
            "public_updates_channel_id": None,
            "premium_progress_bar_enabled": False,
            "nsfw": False,
            "nsfw_level": 0,
            "emojis": [],
            "stickers": [],
            "incidents_data": None,
        }

    def guild_create(self, guild: Guild) -> Json:
        """Of members only the bot itself, as without the members intent."""
        here = [one for one in self.world.channels.values() if one.guild == guild.id]
        bot = self.world.bot
        return self.guild(guild) | {
            "joined_at": when(guild.id),
            "large": False,
            "unavailable": False,
            "member_count": len(guild.members),
            "voice_states": [],
            "members": [self.member(guild, bot) | {"user": self.user(bot)}],
            "channels": [self.channel(one) for one in here if one.type != THREAD],
            "threads": [self.channel(one) for one in here if one.type == THREAD],
            "presences": [],
            "stage_instances": [],
            "guild_scheduled_events": [],
            "soundboard_sounds": [],
        }

    def channel(self, channel: Channel) -> Json:
        base: Json = {"id": channel.id, "type": channel.type, "flags": 0, "last_message_id": None}
        if channel.type in (DM, GROUP):
            others = [user for user in channel.members if user != self.world.bot]
            base["recipients"] = [self.user(user) for user in others]
            if channel.type == GROUP:
                base |= {"name": channel.name, "icon": None, "owner_id": others[0]}
            return base
        base |= {
            "guild_id": channel.guild,
            "name": channel.name,
            "parent_id": channel.parent or None,
            "rate_limit_per_user": 0,
        }
        if channel.type == THREAD:
            return base | {
                "owner_id": self.world.guilds[channel.guild].owner,
                "thread_metadata": {
                    "archived": False,
                    "archive_timestamp": when(channel.id),
                    "auto_archive_duration": 4320,
                    "locked": False,
                    "create_timestamp": when(channel.id),
                },
                "message_count": 0,
                "member_count": 1,
                "total_message_sent": 0,
            }
        denied = {"id": self.world.bot, "type": 1, "allow": "0", "deny": str(channel.denied)}
        return base | {
            "topic": None,
            "position": 0,
            "nsfw": False,
            "permission_overwrites": [denied] if channel.denied else [],
        }

    def readable(self, message: Message) -> bool:
        """Whether the bot, without the privileged intent, gets to read it: its own, in a direct
        message with it, or mentioning it."""
        return (
            self.message_content
            or message.author == self.world.bot
            or self.world.bot in message.mentions
            or self.world.bot in self.world.channels[message.channel].members
        )

    def message(self, message: Message, *, full: bool = False, quoted: bool = True) -> Json:
        readable = full or self.readable(message)
        payload: Json = {
            "type": message.type,
            "content": message.content if readable else "",
            "mentions": [self.user(id) for id in message.mentions],
            "mention_roles": [id for id in sorted(message.pings) if self._is_role(message, id)],
            "attachments": list(message.attachments) if readable else [],
            "embeds": list(message.embeds) if readable else [],
            "timestamp": when(message.id),
            "edited_timestamp": when(message.edited_at) if message.edited_at else None,
            "flags": message.flags,
            "components": list(message.components) if readable else [],
            "id": message.id,
            "channel_id": message.channel,
            "author": self.user(message.author),
            "pinned": False,
            "mention_everyone": "everyone" in message.pings,
            "tts": False,
        }
        if message.nonce:
            payload["nonce"] = message.nonce
        if message.reply_to:
            payload["message_reference"] = self._reference(message)
            if quoted:
                original = self.world.messages.get(message.reply_to)
                payload["referenced_message"] = (
                    None if original is None else self.message(original, quoted=False)
                )
        if message.interaction:
            payload |= self._interaction_of(self.world.interactions[message.interaction])
        return payload

    def message_event(self, message: Message) -> Json:
        """MESSAGE_CREATE and MESSAGE_UPDATE say more than REST does."""
        payload = self.message(message)
        channel = self.world.channels[message.channel]
        payload["channel_type"] = channel.type
        if channel.guild:
            guild = self.world.guilds[channel.guild]
            payload["guild_id"] = guild.id
            if message.author in guild.members:
                payload["member"] = self.member(guild, message.author)
            for user in payload["mentions"]:
                if user["id"] in guild.members:
                    user["member"] = self.member(guild, user["id"])
        return payload

    def reaction(self, user: str, message: Message, emoji: str) -> Json:
        """MESSAGE_REACTION_ADD; `emoji` is a character, or the name of one of the server's own."""
        channel = self.world.channels[message.channel]
        custom = emoji.isascii()
        payload: Json = {
            "user_id": user,
            "type": 0,
            "message_id": message.id,
            "message_author_id": message.author,
            "emoji": {"name": emoji, "id": message.id if custom else None},
            "channel_id": channel.id,
            "burst": False,
        }
        if channel.guild:
            guild = self.world.guilds[channel.guild]
            member = self.member(guild, user) | {"user": self.user(user)}
            payload |= {"guild_id": guild.id, "member": member}
        return payload

    def interaction(self, one: Interaction, data: Json) -> Json:
        """INTERACTION_CREATE."""
        world, channel = self.world, self.world.channels[one.channel]
        app = permissions.held(world, world.bot, channel) or permissions.EVERYONE
        held = permissions.held(world, one.user, channel)
        payload: Json = {
            "id": one.id,
            "application_id": world.application,
            "type": INTERACTION_TYPES[one.kind],
            "data": data,
            "channel": self.channel(channel) | {"permissions": str(held)},
            "channel_id": channel.id,
            "token": one.token,
            "version": 1,
            "app_permissions": str(app),
            "locale": world.users[one.user].locale,
            "entitlements": [],
            "authorizing_integration_owners": one.owners,
            "context": context(world, channel),
            "attachment_size_limit": MAX_FILE,
        }
        if channel.guild:
            guild = world.guilds[channel.guild]
            payload |= {
                "guild": {"id": guild.id, "locale": guild.locale, "features": []},
                "guild_id": guild.id,
                "guild_locale": guild.locale,
                "member": self.member(guild, one.user)
                | {"user": self.user(one.user), "permissions": str(held)},
            }
        else:
            payload["user"] = self.user(one.user)
        if one.kind in ("component", "modal") and one.source:
            payload["message"] = self.message(world.messages[one.source])
        return payload

    def _is_role(self, message: Message, id: str) -> bool:
        guild = self.world.channels[message.channel].guild
        return bool(guild) and id in self.world.guilds[guild].roles

    def _reference(self, message: Message) -> Json:
        guild = self.world.channels[message.channel].guild
        reference = {"type": 0, "channel_id": message.channel, "message_id": message.reply_to}
        return reference | ({"guild_id": guild} if guild else {})

    def _interaction_of(self, one: Interaction) -> Json:
        kind = INTERACTION_TYPES[one.kind]
        metadata: Json = {
            "id": one.id,
            "type": kind,
            "user": self.user(one.user),
            "authorizing_integration_owners": one.owners,
        }
        if one.kind == "menu":
            metadata["target_message_id"] = one.source
        elif one.kind == "component":
            metadata["interacted_message_id"] = one.source
        elif one.kind == "modal":
            metadata["triggering_interaction_metadata"] = metadata | {"type": 2}
        extra: Json = {
            "application_id": self.world.application,
            "webhook_id": self.world.application,
            "interaction_metadata": metadata,
        }
        if kind == 2:
            user = self.user(one.user)
            extra["interaction"] = {"id": one.id, "type": 2, "name": one.name, "user": user}
        return extra


def context(world: World, channel: Channel) -> int:
    """0 in a guild, 1 in a direct message with the bot, 2 among people."""
    if channel.guild:
        return 0
    return 1 if world.bot in channel.members else 2
