"""The HTTP face: one address for Feishu, three for whoever watches over the desk."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import cast

from flask import Flask, Response, jsonify, request
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from bot.feishu.envelope import LARGEST_BODY
from bot.health import Health
from bot.reception import Reception, body_of

JSON = "application/json; charset=utf-8"


def create_app(reception: Reception, examine: Callable[[], Health]) -> Flask:
    app = Flask(__name__)

    @app.post("/webhook/feishu")
    def webhook() -> Response:
        # One byte more than allowed tells an oversized body without reading all of it.
        raw = request.stream.read(LARGEST_BODY + 1)
        reply = reception.receive(raw, cast(Mapping[str, str], request.headers))
        return Response(body_of(reply), reply.status, content_type=JSON)

    @app.get("/healthz")
    def healthz() -> Response:
        return jsonify(ok=True)

    @app.get("/readyz")
    def readyz() -> tuple[Response, int]:
        try:
            health = examine()
        except Exception as error:
            return jsonify(faults=[f"the database does not answer: {type(error).__name__}"]), 503
        return jsonify(health.as_json()), 503 if health.faults else 200

    @app.get("/metrics")
    def metrics() -> Response:
        return Response(generate_latest(), content_type=CONTENT_TYPE_LATEST)

    return app
