"""All routes of the control API."""

from aiohttp import web

from sandbox.control import bench, clicks, events, inspect, talk, tenant
from sandbox.control.asking import Answer, wrap
from sandbox.control.base_routes import OFFICE
from sandbox.control.rights_routes import RIGHTS

GET, POST, PUT, DELETE = "GET", "POST", "PUT", "DELETE"

TABLE: list[tuple[str, str, Answer]] = [
    (GET, "/health", tenant.health),
    (GET, "/people", tenant.people),
    (GET, "/app", tenant.app),
    (POST, "/upload", tenant.upload),
    (GET, "/resources/{key}", tenant.resource),
    (GET, "/chats", talk.chats),
    (POST, "/chats", talk.make_group),
    (GET, "/chats/{chat_id}", talk.chat),
    (PUT, "/chats/{chat_id}", talk.change_group),
    (DELETE, "/chats/{chat_id}", talk.dissolve),
    (POST, "/chats/{chat_id}/members", talk.change_members),
    (DELETE, "/chats/{chat_id}/members", talk.change_members),
    (GET, "/chats/{chat_id}/messages", talk.messages),
    (POST, "/chats/{chat_id}/messages", talk.write),
    (POST, "/chats/{chat_id}/read", talk.read),
    (GET, "/messages/{message_id}", talk.one_message),
    (POST, "/say", talk.say),
    (POST, "/enter", talk.enter),
    (POST, "/menu", talk.menu),
    (POST, "/click", clicks.click),
    (POST, "/react", talk.react),
    (DELETE, "/react", talk.react),
    (POST, "/recall", talk.recall),
    (GET, "/events", events.stream),
    (POST, "/push", bench.push),
    (POST, "/verify-url", bench.verify_url),
    (GET, "/pushes", bench.pushes),
    (GET, "/calls", bench.calls),
    (GET, "/report", bench.report),
    (GET, "/faults", bench.faults),
    (POST, "/faults", bench.faults),
    (DELETE, "/faults", bench.faults),
    (GET, "/faults/usual", inspect.usual_faults),
    (POST, "/reset", inspect.reset),
    (POST, "/expire-tokens", bench.expire_tokens),
    (GET, "/clock", bench.clock),
    (POST, "/clock", bench.clock),
    *OFFICE,
    *RIGHTS,
]


def control_routes() -> list[web.RouteDef]:
    return [web.route(method, f"/__sandbox{path}", wrap(answer)) for method, path, answer in TABLE]
