"""Settings, read once at the door from ``BOT_*``; what is wrong is told in one line."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from bot.refusal import WRONG, Refused

TELEGRAM = "https://api.telegram.org"
LOOPBACK = ("127.0.0.1", "localhost", "::1")
FIRST_PORT, LAST_PORT = 1, 65535


class SettingsError(Refused):
    """A setting is wrong or missing; its text is the one line an operator needs."""

    def __init__(self, line: str) -> None:
        super().__init__(line, WRONG)


def secure_or_loopback(address: str) -> bool:
    """Tell whether an address is https, or http that never leaves this machine."""
    parts = urlsplit(address)
    return bool(parts.hostname) and (
        parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    )


class Settings(BaseSettings):
    """Everything that differs between two installations."""

    model_config = SettingsConfigDict(env_prefix="BOT_", extra="ignore", frozen=True)

    token: SecretStr = Field(min_length=3)
    api_url: str = TELEGRAM
    data_dir: Path = Path("var")
    database_url: str = ""
    webhook_url: str = ""
    webhook_port: Annotated[int, Field(ge=FIRST_PORT, le=LAST_PORT)] = 8443
    webhook_secret: SecretStr = SecretStr("")
    web_url: str = ""
    web_port: Annotated[int, Field(ge=FIRST_PORT, le=LAST_PORT)] = 8443
    timezone: str = "Europe/Copenhagen"
    locale: Literal["da", "en"] = "da"
    rate: Annotated[float, Field(ge=0, le=1000)] = 30
    controller: str = ""
    substitutes: Literal["turn", "together", "off"] = "turn"
    matches: Annotated[int, Field(ge=1, le=9)] = 1
    controller_type: Literal["kommune", "forening"] = "forening"
    controller_contact: str = ""
    dpo: str = ""
    hosting: str = ""
    must_keep: str = ""
    reads_at: str = ""
    phone: str = ""
    web: str = ""
    region: str = ""
    helplines: Path | None = None
    packs: Path | None = None
    backup_dir: Path | None = None
    backup_hours: Annotated[int, Field(ge=1, le=168)] = 24
    backup_keep: Annotated[int, Field(ge=1, le=1000)] = 30
    backup_encrypt: str = ""
    status: str = ""
    log: Literal["text", "json"] = "text"
    alarm: str = ""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - the signature is the library's
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the signature is the library's
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the signature is the library's
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Read what the caller gives, then the environment, and no file that lies about."""
        return init_settings, env_settings

    @field_validator("api_url", "webhook_url", "web_url")
    @classmethod
    def _address(cls, value: str) -> str:
        if value and not secure_or_loopback(value):
            raise ValueError("must be https, or http on this machine")
        return value.rstrip("/")

    @field_validator("timezone")
    @classmethod
    def _zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError("is not a time zone, such as Europe/Copenhagen") from error
        return value

    @field_validator("web")
    @classmethod
    def _page(cls, value: str) -> str:
        if value and (urlsplit(value).scheme != "https" or not urlsplit(value).hostname):
            raise ValueError("must be a page that begins with https://")
        return value

    @field_validator("helplines", "packs", "backup_dir", mode="before")
    @classmethod
    def _file(cls, value: object) -> object:
        return value or None

    @field_validator("region")
    @classmethod
    def _region(cls, value: str) -> str:
        return value.strip().casefold()

    @field_validator("status")
    @classmethod
    def _place(cls, value: str) -> str:
        host, _colon, port = value.rpartition(":")
        if value and not (host and port.isdecimal() and FIRST_PORT <= int(port) <= LAST_PORT):
            raise ValueError("must be an address and a port, such as 127.0.0.1:9464")
        return value

    @field_validator("database_url")
    @classmethod
    def _database(cls, value: str) -> str:
        if value and not value.startswith(("sqlite:///", "postgresql://")):
            raise ValueError("must begin with sqlite:/// or postgresql://")
        return value

    @model_validator(mode="after")
    def _webhook_has_a_secret(self) -> Settings:
        secret = self.webhook_secret.get_secret_value()
        if self.webhook_url and not secret:
            raise ValueError("BOT_WEBHOOK_SECRET must be set where BOT_WEBHOOK_URL is")
        return self

    @property
    def feed_url(self) -> str:
        """Return the public address under which calendars are read; empty if nothing is served."""
        return self.webhook_url or self.web_url

    @property
    def serves_this_machine(self) -> bool:
        """Tell whether what is served has an address on this machine only."""
        return urlsplit(self.feed_url).hostname in LOOPBACK

    @property
    def serving_port(self) -> int:
        """Return the one port on which everything is served."""
        return self.webhook_port if self.webhook_url else self.web_port

    @property
    def database(self) -> str:
        """Return the address of the database: by default one file in the data folder."""
        return self.database_url or f"sqlite:///{self.data_dir / 'foelgeskab.db'}"

    @property
    def zone(self) -> ZoneInfo:
        """Return the zone in which people live."""
        return ZoneInfo(self.timezone)

    def unnamed(self) -> str:
        """Return which settings people's rights and safety need and nobody has set; nothing if all are."""
        needed = ["controller", "controller_contact", "reads_at", "region"]
        if self.controller_type == "kommune":  # a public body has a data protection officer
            needed.append("dpo")
        return " and ".join(f"BOT_{name.upper()}" for name in needed if not getattr(self, name))

    def refuse_without_controller(self) -> None:
        """Against Telegram itself, nobody may be written to before somebody answers for it."""
        if self.api_url == TELEGRAM and (missing := self.unnamed()):
            raise SettingsError(
                f"{missing} must be set: who is responsible and how to reach them, who reads what people "
                "write, and when, and in which region they call a doctor"
            )


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Read ``BOT_*`` from the process's environment; raise SettingsError with one line."""
    known = {f"BOT_{name.upper()}" for name in Settings.model_fields}
    unknown = sorted(name for name in environment if name.startswith("BOT_") and name not in known)
    if unknown:
        raise SettingsError(f"{unknown[0]} is not a setting; the settings are {', '.join(sorted(known))}")
    try:
        return Settings.model_validate(
            {
                name: environment[f"BOT_{name.upper()}"]
                for name in Settings.model_fields
                if f"BOT_{name.upper()}" in environment
            }
        )
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        name = f"BOT_{str(first['loc'][0]).upper()} " if first["loc"] else ""
        reason = "is missing" if first["type"] == "missing" else first["msg"].removeprefix("Value error, ")
        raise SettingsError(f"{name}{reason}") from None
