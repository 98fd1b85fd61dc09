"""Shapes of answers and refusals."""

import json
from typing import Any

from aiohttp import web

from sandbox.api.codes import REFUSALS
from sandbox.state import ids

Json = dict[str, Any]


class Refused(Exception):
    """A documented refusal; the gateway turns it into an answer."""

    def __init__(
        self,
        code: int,
        *,
        ext: str = "",
        msg: str = "",
        status: int | None = None,
        error: Json | None = None,
        headers: dict[str, str] | None = None,
        body: Json | None = None,
    ) -> None:
        super().__init__(code, ext or msg)
        default_status, default_msg = REFUSALS[code]
        self.code = code
        self.status = default_status if status is None else status
        self.msg = msg or (f"{default_msg} ext={ext}" if ext else default_msg)
        self.error = error or {}
        self.headers = headers or {}
        self.data: Json | None = None  # only some services send `data` with a refusal
        self.body = body  # instead of the usual shape


def wrong_field(name: str, description: str, value: Any = None) -> Refused:
    violation = {"field": name, "description": description}
    if value is not None:
        violation["value"] = str(value)[:100]
    return Refused(99992402, error={"field_violations": [violation]})


def ok(data: Json | None = None) -> Json:
    return {"code": 0, "msg": "success", "data": {} if data is None else data}


def flat(**fields: Any) -> Json:
    """The older answers: msg "ok" and no `data` around the fields."""
    return {"code": 0, "msg": "ok", **fields}


def json_response(
    body: Json, *, status: int = 200, headers: dict[str, str] | None = None
) -> web.Response:
    return web.Response(
        body=json.dumps(body, ensure_ascii=False).encode(),
        status=status,
        content_type="application/json",
        charset="utf-8",
        headers={"X-Tt-Logid": ids.log_id()} | (headers or {}),
    )


def refusal(refused: Refused) -> web.Response:
    log_id = ids.log_id()
    link = f"https://open.feishu.cn/search?from=openapi&log_id={log_id}&code={refused.code}"
    body: Json = {"code": refused.code, "msg": refused.msg}
    if refused.data is not None:
        body["data"] = refused.data
    if refused.body is not None:
        body = refused.body
    elif refused.code == 10003:
        body["data"] = {}
    elif refused.status != 200 or refused.data is not None:
        hint = f"排查建议查看(Troubleshooting suggestions): {link}"
        body["error"] = {"log_id": log_id, "troubleshooter": hint, **refused.error}
    return json_response(
        body, status=refused.status, headers={"X-Tt-Logid": log_id} | refused.headers
    )
