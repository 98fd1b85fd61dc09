"""What an operator types, in by the command line, out by what it prints and what is then there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests.command_line import Run, runner
from tests.databases import postgres_database

HEADER = "id,category,question,similar_questions,answer,keywords,skill_group\n"
GOOD_ROW = 'A-1,班结,班结失败怎么办？,交不了班|班结不了,"1. 看提示。\n2. 再试。",班结,班日结组\n'
OTHER_ROW = "A-2,班结,怎么补日结？,忘了日结,1. 补。,日结,班日结组\n"
BROKEN_ROW = ",班结,没有编号,,答案,,\n"


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/desk.sqlite3"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], url: str) -> Run:
    """A command's exit code and all that it printed."""
    return runner(monkeypatch, capsys, url)


@pytest.fixture
def desk(run: Run) -> Run:
    assert run("db", "upgrade")[0] == 0
    return run


def sheet(tmp_path: Path, *rows: str, encoding: str = "utf-8-sig") -> Path:
    path = tmp_path / "faq.csv"
    path.write_bytes((HEADER + "".join(rows)).encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
def test_an_faq_comes_in_whatever_excel_made_of_it(
    desk: Run, tmp_path: Path, encoding: str
) -> None:
    code, said = desk("faq", "import", sheet(tmp_path, GOOD_ROW, OTHER_ROW, encoding=encoding))
    assert code == 0
    assert "新增 2" in said
    assert "A-1\t班结\t班结失败怎么办？\t+2" in desk("faq", "list")[1]


def test_a_broken_row_is_named_and_nothing_comes_in(desk: Run, tmp_path: Path) -> None:
    code, said = desk("faq", "import", sheet(tmp_path, GOOD_ROW, BROKEN_ROW))
    assert code == 1
    assert "第 4 行" in said  # the good row's answer takes two lines
    assert "共 0 条" in desk("faq", "list")[1]


def test_the_good_rows_come_in_when_told_to_keep_going(desk: Run, tmp_path: Path) -> None:
    code, said = desk("faq", "import", sheet(tmp_path, BROKEN_ROW, GOOD_ROW), "--keep-going")
    assert code == 1
    assert "新增 1" in said
    assert "第 2 行" in said


def test_replacing_archives_what_the_file_lacks_but_never_with_broken_rows(
    desk: Run, tmp_path: Path
) -> None:
    desk("faq", "import", sheet(tmp_path, GOOD_ROW, OTHER_ROW))
    code, _ = desk(
        "faq", "import", sheet(tmp_path, GOOD_ROW, BROKEN_ROW), "--keep-going", "--replace"
    )
    assert code == 1
    assert "共 2 条" in desk("faq", "list")[1]
    _, said = desk("faq", "import", sheet(tmp_path, GOOD_ROW), "--replace")
    assert "下架 1" in said
    assert "共 1 条" in desk("faq", "list")[1]


def test_importing_again_changes_only_what_changed(desk: Run, tmp_path: Path) -> None:
    desk("faq", "import", sheet(tmp_path, GOOD_ROW, OTHER_ROW))
    _, said = desk("faq", "import", sheet(tmp_path, GOOD_ROW.replace("再试", "重启"), OTHER_ROW))
    assert "新增 0，修改 1，未变 1" in said


def test_what_is_exported_comes_back_unchanged(desk: Run, tmp_path: Path) -> None:
    desk("faq", "import", sheet(tmp_path, GOOD_ROW, OTHER_ROW))
    out = tmp_path / "out.csv"
    assert desk("faq", "export", out)[0] == 0
    _, said = desk("faq", "import", out)
    assert "未变 2" in said


@pytest.mark.parametrize("name", ["not a csv", "missing"])
def test_an_unreadable_file_is_refused_by_name(desk: Run, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if name != "missing":
        path.write_bytes(b"PK\x03\x04 not a csv")
    code, said = desk("faq", "import", path)
    assert code == 1
    assert str(path) in said


def test_an_organisation_comes_in_or_every_fault_is_named(desk: Run, tmp_path: Path) -> None:
    path = tmp_path / "org.json"
    station = {"code": "S1", "name": "青禾站", "province": "河北省", "city": "沧岭市"}
    person = {"id": "U1", "name": "王", "station_code": "S1", "feishu_open_id": "ou_1"}
    path.write_text(json.dumps({"stations": [station], "staff": [person]}))
    code, said = desk("org", "import", path)
    assert code == 0
    assert "1 个站，1 人，其中 1 人已关联" in said
    wrong = {
        "stations": [station, station],
        "staff": [{**person, "station_code": "S9"}, {"id": "U2"}],
    }
    path.write_text(json.dumps(wrong))
    code, said = desk("org", "import", path)
    assert code == 1
    for fault in ("stations[1]: code S1", "staff[0]: station S9", "staff[1]: name"):
        assert fault in said


def test_evaluate_prints_the_agreed_keys_and_needs_no_database(run: Run, tmp_path: Path) -> None:
    queries = tmp_path / "q.tsv"
    queries.write_text("交不了班怎么办\tA-1\n今天天气\tNONE\n")
    faq = sheet(tmp_path, GOOD_ROW, OTHER_ROW)
    code, said = run("evaluate", "--faq", faq, "--queries", queries, "--json")
    assert code == 0
    assert set(json.loads(said)) == {
        "top1",
        "recall_at_3",
        "mrr",
        "answered_share",
        "answered_precision",
        "false_answer_rate_none",
        "p50_ms",
        "p99_ms",
    }


def test_a_broken_file_of_questions_is_named_with_its_line(run: Run, tmp_path: Path) -> None:
    queries = tmp_path / "q.tsv"
    queries.write_text("交不了班怎么办\tA-1\nno tab here\n")
    code, said = run("evaluate", "--faq", sheet(tmp_path, GOOD_ROW), "--queries", queries)
    assert code == 1
    assert "2" in said


def test_wrong_settings_are_all_named_and_end_with_2(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORT", "x")
    monkeypatch.delenv("FEISHU_APP_SECRET")
    code, said = run("faq", "list")
    assert code == 2
    assert "PORT" in said
    assert "FEISHU_APP_SECRET" in said


def test_a_database_that_was_not_upgraded_is_refused_with_the_command(run: Run) -> None:
    code, said = run("faq", "list")
    assert code == 2
    assert "db upgrade" in said


def test_parked_rows_are_listed_with_reasons_and_replayed_once(desk: Run, url: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO inbound (app_id, key, kind, event_type, event_id, lane, payload,"
                " sent_at, received_at, state, error) VALUES ('a', 'message:om_1', 'message',"
                " 'im.message.receive_v1', 'e', 'oc_1', '{\"text\": \"secret words\"}',"
                " '2026-11-25 04:00:00', '2026-11-25 04:00:00', 'parked', 'E000001 KeyError')"
            )
        )
    engine.dispose()
    _, said = desk("inbox", "list")
    assert "message:om_1\tE000001 KeyError" in said
    assert "secret words" not in said
    assert desk("inbox", "replay", 1)[0] == 0
    code, said = desk("inbox", "replay", 1)
    assert code == 1
    assert "not parked" in said
    assert "0 parked" in desk("outbox", "list")[1]


@pytest.mark.postgres
def test_the_same_commands_work_on_postgresql(
    run: Run, postgres: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with postgres_database(postgres) as url:
        monkeypatch.setenv("DATABASE_URL", url)
        assert run("db", "upgrade")[0] == 0
        assert "新增 2" in run("faq", "import", sheet(tmp_path, GOOD_ROW, OTHER_ROW))[1]
        assert "共 2 条" in run("faq", "list")[1]
        assert "0 parked" in run("inbox", "list")[1]
