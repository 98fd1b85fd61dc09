"""The long connection's endpoint and its WebSocket.

Source: https://open.feishu.cn/document/ukTMukTMukTM/uYDNxYjL2QTM24iN0EjN/event-subscription-configure-/request-url-configuration-case
and the client in the official SDK for Python.
"""

import json
import secrets

from aiohttp import WSMsgType, web

from sandbox.api.answers import json_response
from sandbox.core import Sandbox
from sandbox.push.frames import CONTROL, BadFrame, decode
from sandbox.push.lines import MOST_LINES, Line

ENDPOINT, SOCKET = "/callback/ws/endpoint", "/callback/ws/connect"
BUSY, AUTH_FAILED, NO_CREDENTIAL, TOO_MANY = 1, 514, 1000040344, 1000040350


def long_connection_routes(box: Sandbox) -> list[web.RouteDef]:
    async def endpoint(request: web.Request) -> web.StreamResponse:
        if box.faults.outage:
            return json_response({"code": BUSY, "msg": "system busy", "data": None})
        try:
            body = json.loads(await request.read())
        except ValueError:
            body = None
        code, msg = _verdict(box, body)
        if code:
            return json_response({"code": code, "msg": msg, "data": None})
        ticket, service = box.lines.issue_ticket()
        query = f"device_id={secrets.randbelow(1 << 31)}&service_id={service}"
        secret = f"access_key={secrets.token_hex(16)}&ticket={ticket}&fpid=493&aid=552564"
        url = f"ws://{request.host}{SOCKET}?{query}&{secret}"
        return json_response(
            {"code": 0, "msg": "", "data": {"URL": url, "ClientConfig": client_config(box)}}
        )

    async def connect(request: web.Request) -> web.StreamResponse:
        return await _connected(box, request)

    return [web.post(ENDPOINT, endpoint), web.get(SOCKET, connect)]


def client_config(box: Sandbox) -> dict[str, int]:
    settings = box.settings
    return {
        "ReconnectCount": -1,
        "ReconnectInterval": settings.ws_reconnect_s,
        "ReconnectNonce": settings.ws_reconnect_nonce_s,
        "PingInterval": settings.ws_ping_s,
    }


def _verdict(box: Sandbox, body: object) -> tuple[int, str]:
    if not isinstance(body, dict) or not body.get("AppID") or not body.get("AppSecret"):
        return NO_CREDENTIAL, "app_id or app_secret is missing"
    settings = box.settings
    if (body["AppID"], body["AppSecret"]) != (settings.app_id, settings.app_secret):
        return AUTH_FAILED, "auth failed"
    return 0, ""


async def _connected(box: Sandbox, request: web.Request) -> web.StreamResponse:
    service = box.lines.use_ticket(request.query.get("ticket", ""))
    if service is None:
        return _refused(AUTH_FAILED, "auth failed", AUTH_FAILED)
    if len(box.lines) >= MOST_LINES:
        return _refused(AUTH_FAILED, "too many connections", TOO_MANY)
    socket = web.WebSocketResponse(max_msg_size=16 * 1024 * 1024)
    await socket.prepare(request)
    line = Line(service, socket.send_bytes, socket.close)
    box.lines.add(line)
    try:
        async for message in socket:
            if message.type is WSMsgType.BINARY:
                await _hear(box, line, message.data)
    finally:
        box.lines.remove(line)
    return socket


async def _hear(box: Sandbox, line: Line, raw: bytes) -> None:
    try:
        frame = decode(raw)
    except (BadFrame, UnicodeDecodeError):
        return
    if frame.method == CONTROL and frame.headers.get("type") == "ping":
        await line.pong(client_config(box))
    elif frame.method != CONTROL:
        line.heard(frame)


def _refused(code: int, msg: str, auth_code: int) -> web.Response:
    headers = {
        "handshake-status": str(code),
        "handshake-msg": msg,
        "handshake-autherrcode": str(auth_code),
    }
    return web.Response(status=403, headers=headers)
