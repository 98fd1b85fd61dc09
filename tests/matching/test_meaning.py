"""Meaning has a say where a model can be asked, and its absence is never felt as a failure."""

import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest

from bot.matching import embedded
from bot.matching.embedded import open_embedded
from bot.matching.endpoint import Endpoint
from bot.matching.fused import Builder
from bot.matching.meaning import EmbeddingError, Semantics, digest, embeddable
from bot.matching.model import Models
from bot.matching.port import Entries, FaqText, Improving, Matcher, Verdict
from bot.matching.shelf import FileShelf
from bot.matching.train import nearness
from bot.matching.training import fit, lesson
from tests.matching.pretended import Pretended


class Remembered(dict[str, bytes]):
    def fetch(self, model: str, digests: Sequence[str]) -> Mapping[str, bytes]:
        return {key: self[key] for key in digests if key in self}

    def keep(self, model: str, vectors: Mapping[str, bytes]) -> None:
        self.update(vectors)


def built(
    entries: Sequence[FaqText], model: Pretended, shelf: Remembered | None = None
) -> tuple[Builder, Matcher]:
    builder = Builder(lambda: Semantics(model, shelf), patient=True)
    return builder, builder(entries)


def test_with_a_model_the_fused_fit_judges(entries: Sequence[FaqText]) -> None:
    _, matcher = built(entries[:30], Pretended())
    matcher.prepare("忘记密码了")
    match = matcher.match("忘记密码了")
    assert match.fit == "fused"
    assert match.candidates[0].code.startswith("AC-")


def test_a_question_is_embedded_once_and_as_it_is_read(entries: Sequence[FaqText]) -> None:
    model = Pretended(remote=True)
    _, matcher = built(entries[:30], model)
    before = len(model.asked)
    for _ in range(3):
        matcher.prepare("wangji mima le")
        assert matcher.match("wangji mima le").fit == "fused"
    assert model.asked[before:] == ["忘记密码了"]


def test_a_distant_model_is_asked_by_prepare_only(entries: Sequence[FaqText]) -> None:
    model = Pretended(remote=True)
    _, matcher = built(entries[:30], model)
    before = len(model.asked)
    assert matcher.match("忘记密码了").fit == "lexical"
    assert len(model.asked) == before


def test_small_talk_is_not_sent_anywhere(entries: Sequence[FaqText]) -> None:
    model = Pretended(remote=True)
    _, matcher = built(entries[:30], model)
    before = len(model.asked)
    matcher.prepare("你好")
    assert matcher.match("你好").verdict is Verdict.NONE
    assert len(model.asked) == before


def test_while_the_model_refuses_characters_decide(entries: Sequence[FaqText]) -> None:
    model = Pretended(remote=True)
    _, matcher = built(entries[:30], model)
    model.refuses = True
    matcher.prepare("忘记密码了")
    match = matcher.match("忘记密码了")
    assert (match.fit, match.candidates[0].code[:2]) == ("lexical", "AC")
    model.refuses = False
    matcher.prepare("忘记密码了")
    assert matcher.match("忘记密码了").fit == "fused"


def test_a_new_faq_is_searched_at_once_and_understood_later(entries: Sequence[FaqText]) -> None:
    model = Pretended()
    matcher = Builder(lambda: Semantics(model))(entries[:30])
    assert matcher.match("忘记密码了").fit == "lexical"
    steps = 0
    while isinstance(matcher, Improving) and (better := matcher.improved()) is matcher:
        steps += 1
        assert steps < 30
    assert steps > 1
    assert better.match("忘记密码了").fit == "fused"
    assert isinstance(better, Improving)
    assert better.improved() is better


def test_an_edit_embeds_only_what_is_new(entries: Sequence[FaqText]) -> None:
    model = Pretended()
    builder, _ = built(entries[:30], model)
    before = len(model.asked)
    added = FaqText("NEW-1", "账号权限", "怎么换头像", ("头像想换", "换个头像"), ())
    matcher = builder([*entries[:30], added])
    assert model.asked[before:] == ["怎么换头像", "头像想换", "换个头像"]
    assert matcher.match("怎么换头像").candidates[0].code == "NEW-1"


def test_a_restart_embeds_nothing(entries: Sequence[FaqText]) -> None:
    shelf, first, second = Remembered(), Pretended(), Pretended()
    _, before = built(entries[:30], first, shelf)
    _, after = built(entries[:30], second, shelf)
    assert second.asked == []
    assert before.match("忘记密码了") == after.match("忘记密码了")


def test_a_name_that_comes_to_mean_another_model_embeds_everything_anew(
    entries: Sequence[FaqText],
) -> None:
    shelf, other = Remembered(), Pretended(size=32)
    built(entries[:10], Pretended(), shelf)
    _, matcher = built(entries[:10], other, shelf)
    assert matcher.match("忘记密码了").fit == "lexical"  # the first question shows it
    for _ in range(20):
        assert isinstance(matcher, Improving)
        matcher = matcher.improved()
    assert matcher.match("忘记密码了").fit == "fused"
    assert {len(vector) for vector in shelf.values()} == {64}


def test_a_model_that_refuses_while_entries_are_read_leaves_them_searchable(
    entries: Sequence[FaqText],
) -> None:
    model = Pretended()
    model.refuses = True
    _, matcher = built(entries[:30], model)
    assert matcher.match("忘记密码了").fit == "lexical"


def test_without_a_model_or_without_its_fit_there_is_only_the_lexical(
    entries: Sequence[FaqText],
) -> None:
    alone = Builder(lambda: None)(Entries(entries[:5]))
    assert alone.match("密码").fit == "lexical"
    lexical = Models(Models.load().lexical)
    unfitted = Builder(lambda: Semantics(Pretended()), lexical)(entries[:5])
    assert unfitted.match("密码").fit == "lexical"
    assert Builder(lambda: None)([]).match("密码").verdict is Verdict.NONE


@pytest.mark.parametrize("count", [1, 2])
def test_very_few_entries_are_enough(entries: Sequence[FaqText], count: int) -> None:
    _, matcher = built(entries[:count], Pretended())
    match = matcher.match(entries[0].question)
    assert (match.fit, match.candidates[0].code) == ("fused", entries[0].code)


def test_long_numbers_and_long_texts_do_not_leave_whole() -> None:
    assert embeddable("卡号6222021234567890123扣了100元") == "卡号#扣了100元"
    assert len(embeddable("长" * 999)) == 100
    assert embeddable("") == " "


def test_vectors_survive_their_file(tmp_path: Path, entries: Sequence[FaqText]) -> None:
    path = tmp_path / "v.npz"
    shelf, first, second = FileShelf(path), Pretended(), Pretended()
    Builder(lambda: Semantics(first, shelf), patient=True)(entries[:3])
    shelf.save(digest(text) for text in first.asked)
    Builder(lambda: Semantics(second, FileShelf(path)), patient=True)(entries[:3])
    assert second.asked == []
    assert FileShelf(path).fetch("another model", ["0" * 64]) == {}


def test_meaning_can_be_fitted(
    entries: Sequence[FaqText], queries: Sequence[tuple[str, str]]
) -> None:
    from bot.matching.index import Index

    index = Index(entries)
    near = nearness(index, Semantics(Pretended()))
    taught = lesson(index, queries[:80], near, spoil=False)
    fitted = fit(index, taught)
    assert fitted.fit == "fused"
    assert fitted.as_json() == fit(index, taught).as_json()


def test_the_embedded_model_is_left_alone_where_it_cannot_run(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    old = tmp_path / "cpuinfo"
    old.write_text("processor : 0\nflags : fpu sse2\n", encoding="ascii")
    monkeypatch.setattr(embedded, "_CPUINFO", old)
    monkeypatch.setattr("platform.machine", lambda: "x86_64")
    assert open_embedded() is None


def test_the_embedded_model_is_optional(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(embedded, "_can_run", lambda: True)
    monkeypatch.setattr(embedded, "import_module", missing)
    assert open_embedded() is None


def test_the_embedded_model_knows_what_is_alike() -> None:
    model = open_embedded()
    if model is None:
        pytest.skip("the embedded model does not run here")
    asked, alike, other = model.embed(["钱箱打不开", "抽屉弹不出来", "发票抬头写错了"])
    assert asked @ alike > asked @ other
    assert float(np.linalg.norm(asked)) == pytest.approx(1, abs=1e-3)


class Served(BaseHTTPRequestHandler):
    """An endpoint in short: vectors by length of text, out of order; or whatever it is told."""

    status, body = 200, ""
    seen: list[dict[str, object]] = []

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        Served.seen.append({"path": self.path, "key": self.headers["Authorization"], **asked})
        told = [
            {"index": at, "embedding": [float(len(text)), 1.0]}
            for at, text in enumerate(asked["input"])
        ]
        body = Served.body or json.dumps({"data": told[::-1]})
        self.send_response(Served.status)
        self.send_header("Content-Length", str(len(body.encode())))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def url() -> Iterator[str]:
    Served.status, Served.body, Served.seen = 200, "", []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Served)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/v1"
    server.shutdown()
    thread.join()
    server.server_close()


def test_an_endpoint_is_asked_as_openai_defined_it(url: str) -> None:
    endpoint = Endpoint(url + "/", "some-model", "the-key")
    rows = endpoint.embed(["一二三", "一"])
    assert rows[:, 0] / rows[:, 1] == pytest.approx([3, 1])
    assert np.linalg.norm(rows, axis=1) == pytest.approx([1, 1])
    (seen,) = Served.seen
    assert (seen["path"], seen["key"]) == ("/v1/embeddings", "Bearer the-key")
    assert (seen["model"], seen["input"]) == ("some-model", ["一二三", "一"])
    endpoint.close()


def test_many_texts_go_in_several_calls(url: str) -> None:
    endpoint = Endpoint(url, "m", "")
    assert len(endpoint.embed(["x"] * 70)) == 70
    assert len(Served.seen) == 3
    assert Served.seen[0]["key"] is None
    endpoint.close()


@pytest.mark.parametrize(
    ("status", "body"),
    [(500, ""), (200, "<html>"), (200, "{}"), (200, '{"data": [{"index": 0}]}'),
     (200, '{"data": []}')],
)  # fmt: skip
def test_an_endpoint_that_fails_is_left_in_peace_for_a_while(
    url: str, status: int, body: str
) -> None:
    now = [100.0]
    endpoint = Endpoint(url, "m", "", timer=lambda: now[0])
    Served.status, Served.body = status, body
    for _ in range(2):
        with pytest.raises(EmbeddingError):
            endpoint.embed(["x"])
    assert len(Served.seen) == 1
    now[0] += 31
    Served.status, Served.body = 200, ""
    assert len(endpoint.embed(["x"])) == 1
    endpoint.close()


def test_nobody_at_the_address_is_a_failure_too() -> None:
    endpoint = Endpoint("http://127.0.0.1:9", "m", "")
    with pytest.raises(EmbeddingError):
        endpoint.embed(["x"])
    endpoint.close()
