"""`python -m sandbox`: the local Feishu on the command line."""

import argparse
from pathlib import Path

from aiohttp import web

from sandbox.options import add_tenant_options, settings_of
from sandbox.server import create_app
from sandbox.settings import Settings


def main() -> None:
    settings = read_settings()
    print(f"Sandbox: http://{settings.host}:{settings.port}/  (API: /open-apis)", flush=True)
    web.run_app(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        access_log=None,
        print=None,
        shutdown_timeout=1.0,
    )


def read_settings(argv: list[str] | None = None) -> Settings:
    default = Settings()
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    for name, text in (
        ("host", "where to listen"),
        ("bot-url", "the bot's address for events and card callbacks"),
        ("app-id", "the app that may ask for tokens"),
        ("app-secret", "its secret"),
        ("encrypt-key", "how pushes are encrypted and signed; empty: plain"),
        ("verification-token", "how pushes are marked"),
        ("bot-name", "what people call the bot"),
    ):
        value = getattr(default, name.replace("-", "_"))
        parser.add_argument(f"--{name}", default=value, help=text)
    parser.add_argument("--port", type=int, default=default.port, help="its port")
    parser.add_argument("--org", type=Path, default=default.org, help="people and stations, JSON")
    parser.add_argument("--time-scale", type=float, default=1.0, help="divides the retry ladder")
    parser.add_argument(
        "--all-group-messages",
        action="store_true",
        help="push all messages of groups, not only those that mention the bot",
    )
    add_tenant_options(parser)
    return Settings(**settings_of(parser.parse_args(argv)))


if __name__ == "__main__":
    main()
