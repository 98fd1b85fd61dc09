"""`demo` and `all`: every process under one terminal."""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path

from bot.commands import Say
from bot.processes import Child, keep_alive, python, stop_on_signals
from config import Settings

ROOT = Path(__file__).parent.parent.parent
SAMPLES = ROOT / "samples"
SANDBOX_PORT = 9000
# The sandbox's own defaults; worthless anywhere else.
APP = {
    "FEISHU_APP_ID": "cli_sandbox",
    "FEISHU_APP_SECRET": "sandbox-secret",
    "FEISHU_ENCRYPT_KEY": "sandbox-encrypt-key",
    "FEISHU_VERIFICATION_TOKEN": "sandbox-verification-token",
}


def demo_env(env: Mapping[str, str]) -> dict[str, str]:
    """The five variables that differ between the sandbox and a real Feishu app, and a database."""
    port = env.get("SANDBOX_PORT", str(SANDBOX_PORT))
    return {
        **{k: v for k, v in env.items() if not k.startswith("FEISHU_")},
        **APP,
        "FEISHU_DOMAIN": f"http://127.0.0.1:{port}",
        "DATABASE_URL": env.get("DATABASE_URL", f"sqlite:///{ROOT / 'var' / 'demo.sqlite3'}"),
    }


def run_all(settings: Settings, env: Mapping[str, str]) -> int:
    keep_alive(_bot(env), stop_on_signals())
    return 0


def run_demo(settings: Settings, env: Mapping[str, str], say: Say) -> int:
    """The database has been prepared by then: see app.py."""
    port = env.get("SANDBOX_PORT", str(SANDBOX_PORT))
    bot = f"http://{settings.host}:{settings.port}"
    stop = stop_on_signals()
    sandbox = Child(
        "sandbox",
        python("-m", "sandbox", "--port", port, "--bot-url", f"{bot}/webhook/feishu"),
        env,
    )
    children = [sandbox, *_bot(env)]
    for child in children:
        child.start()
    page = f"http://127.0.0.1:{port}/"
    if not (_answers(page) and _answers(f"{bot}/readyz")):
        say(
            "The demo did not come up; its logs are above. Is a port taken? Set PORT, SANDBOX_PORT."
        )
        stop.set()
    else:
        say(f"\n  Ready. Open  {page}  and ask:  日结失败怎么办\n  Ctrl-C stops everything.\n")
    keep_alive(children, stop)
    return 0


def _bot(env: Mapping[str, str]) -> list[Child]:
    app = str(ROOT / "app.py")
    return [
        Child("web", python(app, "serve"), env),
        Child("worker", python(app, "worker"), env),
    ]


def _answers(url: str, within: float = 30.0) -> bool:
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    return False
