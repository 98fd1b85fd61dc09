"""A language model's far side: a local server that answers as it is told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.contract.stub import Answer, Stub, answer, running_stub


@pytest.fixture
def stub() -> Iterator[Stub]:
    with running_stub() as stub:
        yield stub


def told(content: object) -> Answer:
    """What an OpenAI-compatible endpoint answers; objects as the JSON that was asked for."""
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    return answer({"choices": [{"message": {"role": "assistant", "content": text}}]})


def query(text: str) -> Answer:
    return told({"query": text})


def steps(*sentences: tuple[str, str]) -> Answer:
    return told({"steps": [{"text": text, "entry": code} for text, code in sentences]})


def sent(stub: Stub, number: int = -1) -> dict[str, Any]:
    """The data of a request, as the model gets it."""
    return dict(json.loads(stub.json(number)["messages"][1]["content"]))
