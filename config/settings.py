"""What an operator may turn, with every fault reported at once and no secret ever printed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from dotenv import dotenv_values
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

FEISHU = "https://open.feishu.cn"
LOOPBACK = {"localhost", "127.0.0.1", "::1"}
DATABASES = {"sqlite", "postgresql"}
# auto: the embedded model where it loads; endpoint: the one named by EMBEDDINGS_URL.
SEMANTIC = ("auto", "off", "endpoint")
# What a language model may do: put a question in other words, draft an answer from entries.
LLM_USES = ("rewrite", "draft", "both")
CLOCK = r"([01]\d|2[0-3]):[0-5]\d"
MOMENT = re.compile(rf"(MON|TUE|WED|THU|FRI|SAT|SUN) {CLOCK}")
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
# Feishu repeats a push for 7 h 05 min; whether it signs a repeat anew is not documented, so the
# window is wider than that and the unique key, kept for weeks, answers replays inside it.
PUSH_MAX_AGE_HOURS = 8


class NotReady(Exception):
    """This process can't start as things are; the text says what to do."""


class SettingsError(Exception):
    """Everything that is wrong with the settings, one line each."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


@dataclass(frozen=True)
class Settings:
    app_id: str
    app_secret: str = field(repr=False)
    encrypt_key: str = field(repr=False)
    verification_token: str = field(repr=False)
    feishu_domain: str
    database_url: str = field(repr=False)
    host: str
    port: int
    web_workers: int
    web_threads: int
    log_level: str
    log_json: bool
    worker_metrics_port: int
    keep_inbox: timedelta
    push_max_age: timedelta
    semantic: str
    embeddings_url: str
    embeddings_model: str
    embeddings_api_key: str = field(repr=False)
    llm_url: str
    llm_model: str
    llm_api_key: str = field(repr=False)
    llm_timeout: timedelta
    llm_use: str
    helpdesk_id: str
    helpdesk_token: str = field(repr=False)
    digest_at: str
    digest_draft_at: str
    digest_unapproved: str
    digest_grace: timedelta
    digest_quiet: str
    digest_roles: str

    @classmethod
    def load(cls, env: Mapping[str, str], dotenv: Path | None = None) -> Settings:
        """The environment wins over the file; raises SettingsError naming every fault."""
        file = dotenv_values(dotenv) if dotenv is not None and dotenv.exists() else {}
        return cls.from_env({**{k: v for k, v in file.items() if v is not None}, **env})

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> Settings:
        read = _Reader(env)
        database = read.checked("DATABASE_URL", _database, "sqlite:///var/stationdesk.sqlite3")
        sqlite = database.startswith("sqlite")
        settings = cls(
            app_id=read.required("FEISHU_APP_ID"),
            app_secret=read.required("FEISHU_APP_SECRET"),
            # Without these two, anybody on the Internet could push events to us.
            encrypt_key=read.required("FEISHU_ENCRYPT_KEY"),
            verification_token=read.required("FEISHU_VERIFICATION_TOKEN"),
            feishu_domain=read.checked("FEISHU_DOMAIN", _origin, FEISHU),
            database_url=database,
            host=read.text("HOST", "127.0.0.1"),
            port=read.number("PORT", 8000, 0, 65535),
            # SQLite has one writer; a second web process would only queue behind the first.
            web_workers=read.number("WEB_WORKERS", 1, 1, 1 if sqlite else 32),
            web_threads=read.number("WEB_THREADS", 16, 1, 256),
            log_level=read.one_of("LOG_LEVEL", "INFO", LEVELS),
            log_json=read.one_of("LOG_FORMAT", "text", ("text", "json")) == "json",
            worker_metrics_port=read.number("WORKER_METRICS_PORT", 0, 0, 65535),
            keep_inbox=timedelta(days=read.number("KEEP_INBOX_DAYS", 60, 30, 3650)),
            push_max_age=timedelta(
                hours=read.number("PUSH_MAX_AGE_HOURS", PUSH_MAX_AGE_HOURS, 1, 720)
            ),
            **_meaning(read),
            llm_url=read.checked("LLM_URL", _model_url, ""),
            llm_model=read.text("LLM_MODEL", ""),
            llm_api_key=read.text("LLM_API_KEY", ""),
            llm_timeout=timedelta(seconds=read.number("LLM_TIMEOUT", 4, 1, 30)),
            llm_use=read.one_of("LLM_USE", "both", LLM_USES),
            helpdesk_id=read.text("HELPDESK_ID", ""),
            helpdesk_token=read.text("HELPDESK_TOKEN", ""),
            digest_at=read.checked("DIGEST_AT", _digest_moment, "WED 10:05"),
            digest_draft_at=read.checked("DIGEST_DRAFT_AT", _moment, "TUE 15:10"),
            digest_unapproved=read.one_of("DIGEST_UNAPPROVED", "hold", ("hold", "send")),
            digest_grace=timedelta(hours=read.number("DIGEST_GRACE_HOURS", 3, 0, 72)),
            digest_quiet=read.checked("DIGEST_QUIET", _hours, "21:00-08:00"),
            digest_roles=read.text("DIGEST_ROLES", "站长"),
        )
        if settings.llm_url:
            read.needs("LLM_MODEL", settings.llm_model, "LLM_URL")
        if settings.helpdesk_id:
            read.needs("HELPDESK_TOKEN", settings.helpdesk_token, "HELPDESK_ID")
        read.finish()
        return settings


class _Reader:
    def __init__(self, env: Mapping[str, str]) -> None:
        self._env = env
        self._faults: list[str] = []

    def text(self, name: str, default: str) -> str:
        return self._env.get(name, "").strip() or default

    def required(self, name: str) -> str:
        value = self.text(name, "")
        if not value:
            self._faults.append(f"{name} is missing: copy it from the app's page in the console")
        return value

    def number(self, name: str, default: int, low: int, high: int) -> int:
        value = self.text(name, str(default))
        if value.isascii() and value.isdigit() and low <= int(value) <= high:
            return int(value)
        self._faults.append(f"{name} must be a whole number from {low} to {high}, not {value!r}")
        return default

    def one_of(self, name: str, default: str, choices: tuple[str, ...]) -> str:
        value = self.text(name, default)
        if value in choices:
            return value
        self._faults.append(f"{name} must be one of {', '.join(choices)}, not {value!r}")
        return default

    def checked(self, name: str, check: Callable[[str], str | None], default: str) -> str:
        value = self.text(name, default)
        fault = check(value)
        if fault:
            self._faults.append(f"{name} {fault}")
            return default
        return value

    def needs(self, name: str, value: str, reason: str) -> None:
        if not value and not any(fault.startswith(f"{name} ") for fault in self._faults):
            self._faults.append(f"{name} is missing: {reason} needs it")

    def finish(self) -> None:
        if self._faults:
            raise SettingsError(self._faults)


def _meaning(read: _Reader) -> dict[str, str]:
    semantic = read.one_of("SEMANTIC", "auto", SEMANTIC)
    found = {
        "semantic": semantic,
        "embeddings_url": read.checked("EMBEDDINGS_URL", _model_url, ""),
        "embeddings_model": read.text("EMBEDDINGS_MODEL", ""),
        "embeddings_api_key": read.text("EMBEDDINGS_API_KEY", ""),
    }
    if semantic == "endpoint":
        for name in ("EMBEDDINGS_URL", "EMBEDDINGS_MODEL"):
            read.needs(name, found[name.lower()], "SEMANTIC=endpoint")
    return found


def _moment(value: str) -> str | None:
    if not MOMENT.fullmatch(value.upper()):
        return "must be a weekday and a time, such as WED 10:05"
    return None


def _digest_moment(value: str) -> str | None:
    # Feishu advises against :00 and :30, when everybody's jobs send.
    if MOMENT.fullmatch(value.upper()) and value.endswith((":00", ":30")):
        return "must not be on the full or half hour, when Feishu is busiest: 10:05 is fine"
    return _moment(value)


def _hours(value: str) -> str | None:
    if not re.fullmatch(rf"{CLOCK}-{CLOCK}", value):
        return "must be two times, such as 21:00-08:00"
    return None


def _base_url(value: str) -> str | None:
    parts = urlsplit(value)
    if not value:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query:
        return "must be a base address such as https://models.example.com/v1"
    return None


def _model_url(value: str) -> str | None:
    """What people ask goes there: in clear only inside the house."""
    host = urlsplit(value).hostname or ""
    if value.startswith("http://") and host not in LOOPBACK and not _is_private(host):
        return "may use plain http only inside the house (a private address)"
    return _base_url(value)


def _is_private(host: str) -> bool:
    try:
        return ip_address(host).is_private
    except ValueError:
        return False


def _origin(value: str) -> str | None:
    parts = urlsplit(value)
    # The same rule as the SDK's own: an origin only, plain http only on this machine.
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return "must be an origin such as https://open.feishu.cn"
    if parts.path or parts.query or parts.fragment:
        return "must not have a path: write https://host or http://127.0.0.1:9000"
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        return "may use plain http only on this machine (127.0.0.1, localhost)"
    return None


def _database(value: str) -> str | None:
    try:
        url = make_url(value)
    except ArgumentError:
        return "is not a SQLAlchemy URL, e.g. sqlite:///var/stationdesk.sqlite3"
    if url.get_backend_name() not in DATABASES:
        return "must be sqlite or postgresql"
    if url.get_backend_name() == "sqlite" and url.database in (None, "", ":memory:"):
        return "must name a file: several processes share it"
    if url.get_backend_name() == "postgresql" and url.get_driver_name() != "psycopg":
        return "must use the psycopg driver: postgresql+psycopg://user@host/database"
    return None
