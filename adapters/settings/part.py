"""What the parts of `Settings` have in common. Pure."""

from pydantic_settings import BaseSettings, SettingsConfigDict


class SettingsPart(BaseSettings):
    """Some of what a person can set; `Settings` puts the parts together, and says from where they
    are read."""

    # Nobody makes one, so none needs the validators that pydantic would compile for it.
    model_config = SettingsConfigDict(defer_build=True)
