"""Settings: from the environment or a file, all faults at once, no secret ever printed."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest

from bot.assembly import build_assistant
from config import Settings, SettingsError

ROOT = Path(__file__).parent.parent
GOOD = {
    "FEISHU_APP_ID": "cli_a1",
    "FEISHU_APP_SECRET": "the-app-secret",
    "FEISHU_ENCRYPT_KEY": "the-encrypt-key",
    "FEISHU_VERIFICATION_TOKEN": "the-token",
}


def test_five_variables_are_all_it_takes() -> None:
    settings = Settings.from_env({**GOOD, "FEISHU_DOMAIN": "http://127.0.0.1:9000"})
    assert settings.feishu_domain == "http://127.0.0.1:9000"
    assert Settings.from_env(GOOD).feishu_domain == "https://open.feishu.cn"


def test_every_fault_is_named_at_once() -> None:
    wrong = {"PORT": "99999", "FEISHU_DOMAIN": "http://example.com", "DATABASE_URL": "mysql://x"}
    with pytest.raises(SettingsError) as refused:
        Settings.from_env(wrong)
    named = {fault.split()[0] for fault in refused.value.faults}
    assert named == set(GOOD) | set(wrong)


def test_secrets_are_never_printed() -> None:
    settings = Settings.from_env({**GOOD, "DATABASE_URL": "postgresql+psycopg://u:pass@h/d"})
    for secret in ("the-app-secret", "the-encrypt-key", "the-token", "pass@"):
        assert secret not in repr(settings)
    with pytest.raises(SettingsError) as refused:
        Settings.from_env({**GOOD, "PORT": "x"})
    assert "the-app-secret" not in str(refused.value)


def test_settings_cannot_be_changed() -> None:
    settings = Settings.from_env(GOOD)
    with pytest.raises(dataclasses.FrozenInstanceError):
        settings.port = 1  # type: ignore[misc]


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("PORT=8001\nHOST=127.0.0.2\n" + "\n".join(f"{k}={v}" for k, v in GOOD.items()))
    settings = Settings.load({"PORT": "8002"}, file)
    assert (settings.port, settings.host) == (8002, "127.0.0.2")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("FEISHU_DOMAIN", "open.feishu.cn"),
        ("FEISHU_DOMAIN", "https://open.feishu.cn/"),
        ("FEISHU_DOMAIN", "http://10.0.0.1:9000"),
        ("FEISHU_DOMAIN", "ftp://127.0.0.1"),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "sqlite:///:memory:"),
        ("DATABASE_URL", "postgresql+psycopg2://u@h/d"),
        ("DATABASE_URL", "nonsense"),
        ("WEB_WORKERS", "2"),
        ("WEB_THREADS", "0"),
        ("LOG_LEVEL", "loud"),
        ("LOG_FORMAT", "xml"),
        ("PORT", "-1"),
        ("PORT", "８０８０"),
        ("KEEP_INBOX_DAYS", "7"),
        ("SEMANTIC", "always"),
        ("EMBEDDINGS_URL", "models.example.com"),
        ("LLM_TIMEOUT", "0"),
        ("LLM_USE", "always"),
    ],
)
def test_a_wrong_value_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(SettingsError) as refused:
        Settings.from_env({**GOOD, name: value})
    (fault,) = refused.value.faults
    assert fault.startswith(f"{name} ")


def test_several_web_processes_need_postgresql() -> None:
    url = "postgresql+psycopg://u@h/d"
    assert Settings.from_env({**GOOD, "DATABASE_URL": url, "WEB_WORKERS": "2"}).web_workers == 2


def test_every_setting_is_in_the_example_and_in_the_handbook() -> None:
    source = (ROOT / "config" / "settings.py").read_text()
    names = set(re.findall(r'read\.\w+\(\s*"([A-Z_]+)"', source))
    assert len(names) > 10
    for document in (".env.example", "docs/operations.md"):
        text = (ROOT / document).read_text()
        assert not {name for name in names if name not in text}, document


def test_an_endpoint_must_be_named_once_it_is_asked_for() -> None:
    with pytest.raises(SettingsError) as refused:
        Settings.from_env({**GOOD, "SEMANTIC": "endpoint"})
    named = [fault.split()[0] for fault in refused.value.faults]
    assert named == ["EMBEDDINGS_URL", "EMBEDDINGS_MODEL"]
    named_now = {"EMBEDDINGS_URL": "http://10.0.0.1:8000/v1", "EMBEDDINGS_MODEL": "m"}
    settings = Settings.from_env({**GOOD, "SEMANTIC": "endpoint", **named_now})
    assert (settings.semantic, settings.embeddings_model) == ("endpoint", "m")


@pytest.mark.parametrize("url", ["https://api.example.com/v1", "http://10.0.0.7:8000/v1"])
def test_a_language_model_is_asked_only_where_an_operator_names_one(url: str) -> None:
    assert build_assistant(Settings.from_env(GOOD)) is None
    named = {"LLM_URL": url, "LLM_MODEL": "small", "LLM_API_KEY": "sk-secret", "LLM_USE": "draft"}
    settings = Settings.from_env({**GOOD, **named})
    assert "sk-secret" not in repr(settings)
    assistant = build_assistant(settings)
    assert assistant is not None
    assert (assistant.rewrites, assistant.drafts) == (False, True)


@pytest.mark.parametrize(
    "url", ["http://api.example.com/v1", "http://8.8.8.8/v1", "api.example.com", "ftp://10.0.0.1"]
)
def test_what_people_ask_does_not_leave_the_house_in_clear(url: str) -> None:
    with pytest.raises(SettingsError) as refused:
        Settings.from_env({**GOOD, "LLM_URL": url, "LLM_MODEL": "small"})
    assert [fault.split()[0] for fault in refused.value.faults] == ["LLM_URL"]


def test_a_language_model_needs_a_name() -> None:
    with pytest.raises(SettingsError, match="LLM_MODEL is missing"):
        Settings.from_env({**GOOD, "LLM_URL": "https://api.example.com/v1"})
