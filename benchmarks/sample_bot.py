"""What ours is measured against: the Flask sample of the SDK's documentation.

Its work is done inside the request. It is treated kindly: no logging, no printing of the event,
a plain insert of five fields.
`python -m benchmarks.sample_bot PORT` is the sample's own `app.run`; `create` makes its table.
"""

from __future__ import annotations

import logging
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import lark_oapi as lark
from flask import Flask, Response
from lark_oapi.adapter.flask import parse_req, parse_resp
from sqlalchemy import (
    Column,
    Engine,
    Integer,
    MetaData,
    String,
    Table,
    create_engine,
    event,
    insert,
)

from tests.pushing import ENCRYPT_KEY, PATH, TOKEN

metadata = MetaData()
MESSAGES = Table(
    "messages",
    metadata,
    Column("id", Integer, primary_key=True),
    *(Column(name, String) for name in ("event_id", "message_id", "chat_id", "sender", "content")),
)


def open_database(url: str) -> Engine:
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine, "connect")
        def _(connection: Any, record: Any) -> None:
            connection.execute("PRAGMA busy_timeout=30000")
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=FULL")

    return engine


def store_in(engine: Engine) -> Callable[[Any], None]:
    def store(data: Any) -> None:
        message = data.event.message
        with engine.begin() as connection:
            connection.execute(
                insert(MESSAGES).values(
                    event_id=data.header.event_id,
                    message_id=message.message_id,
                    chat_id=message.chat_id,
                    sender=data.event.sender.sender_id.open_id,
                    content=message.content,
                )
            )

    return store


def slowly(seconds: float, ran: Path) -> Callable[[Any], None]:
    """Each run is a line, so that they can be counted."""

    def work(data: Any) -> None:
        time.sleep(seconds)
        with ran.open("a") as file:
            file.write(f"{data.event.message.message_id}\n")

    return work


def create_app(work: Callable[[Any], None]) -> Flask:
    app = Flask(__name__)
    handler = (
        lark.EventDispatcherHandler.builder(ENCRYPT_KEY, TOKEN)
        .register_p2_im_message_receive_v1(work)
        .build()
    )

    @app.post(PATH)
    def webhook() -> Response:
        response: Response = parse_resp(handler.do(parse_req()))
        return response

    @app.get("/healthz")
    def healthz() -> str:
        return "ok"

    return app


def by_environment() -> Flask:
    if database := os.environ.get("SAMPLE_DATABASE"):
        return create_app(store_in(open_database(database)))
    if ran := os.environ.get("SAMPLE_RAN"):
        return create_app(slowly(float(os.environ["SAMPLE_SECONDS"]), Path(ran)))
    return create_app(lambda data: None)


if __name__ == "__main__":
    if sys.argv[1] == "create":
        metadata.create_all(open_database(os.environ["SAMPLE_DATABASE"]))
    else:
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        by_environment().run(port=int(sys.argv[1]))
