"""Refusals in the shape of OAuth.

Source: https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/authentication-management/access-token/get-user-access-token
"""

from sandbox.api.answers import Json, Refused
from sandbox.api.codes import REFUSALS

TOKEN_PATH = "/authen/v2/oauth/token"  # noqa: S105 - a path


def refused(code: int, status: int | None = None) -> Refused:
    """The text stands in error_description."""
    default, text = REFUSALS[code]
    word = "server_error" if default >= 500 else _word(code)
    body: Json = {"code": code, "error": word, "error_description": text}
    return Refused(code, status=status, body=body)


def _word(code: int) -> str:
    """The words of RFC 6749; which of them Feishu sends with which code is not documented."""
    if code in (20002, 20048, 20069, 20070):
        return "invalid_client"
    if code in (20067, 20068):
        return "invalid_scope"
    if code == 20036:
        return "unsupported_grant_type"
    return "invalid_request" if code in (20001, 20063) else "invalid_grant"
