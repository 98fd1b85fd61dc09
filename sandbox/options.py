"""Options of the command line about the tenant: scopes, logins, memory, pace."""

import argparse
from pathlib import Path
from typing import Any

from sandbox.state.grants import split_scopes


def add_tenant_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--scopes",
        type=split_scopes,
        default=(),
        help="what the app was granted, separated by commas; without: all but the sensitive ones",
    )
    parser.add_argument(
        "--redirect-url",
        dest="redirect_urls",
        action="append",
        default=[],
        help="an address that the authorize page may return to; may be repeated",
    )
    parser.add_argument("--state", type=Path, help="a file that keeps everything between starts")
    parser.add_argument(
        "--batch-pace",
        type=float,
        default=0.0,
        help="how many people a second batch sending reaches; 0: no delay",
    )


def settings_of(options: argparse.Namespace) -> dict[str, Any]:
    given = vars(options)
    return given | {"redirect_urls": tuple(given["redirect_urls"])}
