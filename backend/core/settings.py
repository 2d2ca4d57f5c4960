"""Configuration: every setting of the product, read once from the environment."""

from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parents[2]


class Settings(BaseSettings):
    """Each field is one environment variable (`XINJU_` plus its name, unless an alias is given).

    docs/configuration.md is generated from this class.
    """

    # An empty variable is an unset one: an empty folder would otherwise be the working directory, secrets included.
    model_config = SettingsConfigDict(env_prefix="XINJU_", env_ignore_empty=True, extra="ignore", populate_by_name=True)

    mode: Literal["development", "production"] = Field(
        "development", description="`production` turns off GraphiQL, introspection and demo data."
    )
    database_url: str = Field(
        "",
        validation_alias="DATABASE_URL",
        description="Host and database of a PostgreSQL 15-18, without user. Empty: the embedded server is started.",
    )
    admin_database_url: str = Field(
        "",
        validation_alias="ADMIN_DATABASE_URL",
        description="A login that may create roles and databases. Used by `migrate` alone.",
    )
    broker_url: str = Field(
        "",
        validation_alias="BROKER_URL",
        description="`redis://…` or `amqp://…`. Empty: the queue lives in PostgreSQL.",
    )
    host: str = Field("127.0.0.1", description="Address that the API listens on.")
    port: int = Field(8000, ge=1, le=65535, description="Port that the API listens on.")
    home: Path = Field(ROOT / ".xinju", description="Folder of everything that must survive a restart.")
    secrets_dir: Path | None = Field(
        None, description="Folder of the login secrets and the master key. Empty: `secrets` under the home."
    )
    files_dir: Path | None = Field(None, description="Folder of uploaded files. Empty: `files` under the home.")
    public_url: str = Field("", description="Address that clients use. Empty: made of host and port.")
    allowed_origins: list[str] = Field(
        default_factory=list, description="Origins that browsers may call from, besides the public one (JSON list)."
    )
    outgoing_allow_private: list[str] = Field(
        default_factory=list,
        description="Hosts inside a network that webhooks and identity providers may have, in lower case (JSON list).",
    )
    pool_size: int = Field(8, ge=1, le=200, description="Connections a process keeps per database login, at most.")
    pool_wait_seconds: float = Field(
        30,
        gt=0,
        le=60,
        description="How long a request waits for one of them before it is asked to try again, in seconds.",
    )
    worker_metrics_port: int = Field(
        0, ge=0, le=65535, description="Port on 127.0.0.1 where a worker tells its metrics; 0: nowhere."
    )
    worker_threads: int = Field(4, ge=1, le=64, description="Jobs that one worker process runs at once.")
    sweep_seconds: float = Field(
        5, ge=0.1, le=60, description="How often the worker looks for lost events and due timers, in seconds."
    )
    redelivery_seconds: float = Field(
        300, ge=1, le=3600, description="When an event without its receipts is first handed out again, in seconds."
    )
    access_minutes: int = Field(10, ge=1, le=10, description="Life of an access token, in minutes.")
    refresh_days: int = Field(30, ge=1, le=90, description="Life of a refresh token, in days.")
    session_check_seconds: float = Field(
        3, ge=0, le=5, description="How long a process trusts a session it has checked, in seconds."
    )
    otlp_endpoint: str = Field("", description="OpenTelemetry collector (OTLP over HTTP). Empty: traces are off.")
    metrics_token: str = Field(
        "", description="Bearer token that may read /metrics. Empty: only unproxied requests of this machine may."
    )
    log_format: Literal["json", "console"] = Field("json", description="Shape of the log lines.")

    @property
    def secrets(self) -> Path:
        return self.secrets_dir or self.home / "secrets"

    @property
    def files(self) -> Path:
        return self.files_dir or self.home / "files"

    @property
    def url(self) -> str:
        return self.public_url or f"http://{self.host}:{self.port}"

    @property
    def is_production(self) -> bool:
        return self.mode == "production"


@cache
def settings() -> Settings:
    """The one settings object of this process; `settings.cache_clear()` re-reads the environment."""
    return Settings()  # type: ignore[call-arg]  # every field has a default; the plugin-less checker cannot see it
