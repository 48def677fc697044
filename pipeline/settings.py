"""Everything a user can set, from WIREWATCH_* variables and wirewatch.toml; passed in, never read at import."""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import BaseModel, Field
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from pipeline.errors import ConfigurationError


class ChannelSettings(BaseModel):
    """A named way to reach somebody; the secrets stand in environment variables that are named here."""

    url_env: str
    secret_env: str | None = None

    def address(self, name: str) -> str:
        """The channel's address. Raises ConfigurationError where its variable is not set."""
        value = os.environ.get(self.url_env, "")
        if not value:
            raise ConfigurationError(f"channel {name}: set the environment variable {self.url_env} to its address")
        return value

    def secret(self) -> str | None:
        """The key that signs what is sent, where there is one."""
        return os.environ.get(self.secret_env) or None if self.secret_env else None


class PaceSettings(BaseModel):
    """How hard one host may be asked."""

    at_once: int = Field(default=4, ge=1, le=64)
    gap_s: float = Field(default=0.25, ge=0, le=3_600)


class Settings(BaseSettings):
    """The settings; a variable goes before the file, the file before the default."""

    model_config = SettingsConfigDict(env_prefix="WIREWATCH_", toml_file="wirewatch.toml", extra="ignore")

    database_url: str = Field(default="", description="PostgreSQL to use; empty: an embedded one under home.")
    home: Path = Field(default=Path(".wirewatch"), description="Folder of the embedded server, keys and logs.")
    allow_hosts: str = Field(
        default="", description="Private hosts, or host:port, that feeds may be added at; commas between."
    )
    public_url: str = Field(default="", description="Base of the links in alerts, e.g. https://wirewatch.example.org.")
    contact: str = Field(default="", description="Address or page for publishers who wonder about the requests.")
    port: int = Field(default=8940, description="Port of the pages.")
    wire_port: int = Field(default=8942, description="Port of the sample wire.")
    airflow_port: int = Field(default=8941, description="Port of Airflow's own pages.")
    api_requests_per_minute: int = Field(
        default=600, ge=1, description="Requests a minute that one may ask of the API."
    )
    poll_interval_s: int = Field(
        default=900, ge=5, description="Seconds between polls of a feed until its habit is known."
    )
    poll_shortest_s: int = Field(default=300, ge=5, le=604_800, description="Least seconds between polls of a feed.")
    poll_longest_s: int = Field(default=21_600, ge=5, le=604_800, description="Most seconds between polls of a feed.")
    polls_per_hour: int = Field(default=0, ge=0, description="Most polls an hour, of all feeds together; 0: no limit.")
    own_network_interval_s: int = Field(
        default=10, ge=0, description="Seconds between polls of feeds on hosts of your own; 0: as all others."
    )
    recheck_hours: tuple[float, ...] = Field(
        default=(3, 24), description="Hours after which an article's page is looked at again; []: never."
    )
    extraction_workers: int = Field(
        default=0, ge=0, description="Most tasks of Airflow that read articles at once; 0: one for each processor."
    )
    texts_kept_days: int = Field(default=0, ge=0, description="Days after which article texts are dropped; 0: never.")
    logs_kept_days: int = Field(default=30, ge=1, description="Days after which fetches and runs are forgotten.")
    airflow_history_kept_days: int = Field(
        default=7, ge=1, description="Days after which Airflow's own history of runs is dropped, on one machine."
    )
    proxy: str = Field(default="", description="HTTP proxy for all but your own hosts, e.g. http://proxy.example:3128.")
    paces: dict[str, PaceSettings] = Field(
        default_factory=dict, description="By host or host:port: requests at once, and seconds between two."
    )
    templates: Path | None = Field(default=None, description="Folder of message templates that replace our own.")
    channels: dict[str, ChannelSettings] = Field(default_factory=dict, description="Named channels for alerts.")

    @property
    def allowed_hosts(self) -> frozenset[str]:
        """The private hosts that feeds may be added at, each "host" or "host:port"."""
        return frozenset(part.strip().lower() for part in self.allow_hosts.split(",") if part.strip())

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments, then variables, then the file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)
