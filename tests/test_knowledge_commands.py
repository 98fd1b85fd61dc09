"""Those who look after the FAQ at the command line, in by `app.main`, out by what it prints."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from bot.faq_xlsx import parse_xlsx
from sandbox.bases_client import BasesClient
from sandbox.testing import Running, running_sandbox
from tests.command_line import Run, runner

HEADER = "id,category,question,similar_questions,answer,keywords,skill_group\n"
ONE = 'A-1,班结,班结失败怎么办？,交不了班|班结不了,"1. 看提示。",班结,班日结组\n'
TWO = "A-2,班结/日结,怎么补日结？,忘了日结,1. 补。,日结,班日结组\n"


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/desk.sqlite3"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], url: str) -> Run:
    command = runner(monkeypatch, capsys, url)
    assert command("db", "upgrade")[0] == 0
    return command


@pytest.fixture
def load(run: Run, tmp_path: Path) -> Callable[..., tuple[int, str]]:
    def loaded(*rows: str, more: tuple[str, ...] = ()) -> tuple[int, str]:
        path = tmp_path / "faq.csv"
        path.write_text(HEADER + "".join(rows), encoding="utf-8-sig")
        return run("faq", "import", path, *more)

    return loaded


@pytest.fixture
def feishu(run: Run, monkeypatch: pytest.MonkeyPatch) -> Iterator[Running]:
    """A local Feishu, whose app the commands are."""
    with running_sandbox() as running:
        for name, value in {
            "FEISHU_APP_ID": running.settings.app_id,
            "FEISHU_APP_SECRET": running.settings.app_secret,
            "FEISHU_DOMAIN": running.base,
            "HELPDESK_ID": "7",
            "HELPDESK_TOKEN": "ht-1",
        }.items():
            monkeypatch.setenv(name, value)
        yield running


def test_every_version_can_be_read_and_said_again(run: Run, load: Run) -> None:
    load(ONE)
    load(ONE.replace("看提示", "先重启"))
    code, said = run("faq", "history", "A-1")
    assert code == 0
    assert said.index("第 2 版") < said.index("第 1 版")
    assert "答案：1. 先重启。" in said
    assert run("faq", "rollback", "A-1", 1)[1].strip() == "A-1 已恢复为第 1 版的内容，现在是第 3 版"
    assert "1. 看提示。" in run("faq", "history", "A-1")[1].split("第 2 版")[0]
    assert run("faq", "rollback", "A-1", 9) == (1, "A-1 没有第 9 版\n")


def test_an_illegal_move_is_refused_and_says_where_the_entry_is(run: Run, load: Run) -> None:
    load(ONE)
    assert run("faq", "restore", "A-1") == (1, "A-1 现在是“已发布”，不能变成“已发布”\n")
    assert run("faq", "archive", "A-1")[0] == 0
    assert "共 0 条" in run("faq", "list")[1]
    assert run("faq", "archive", "A-1") == (1, "A-1 现在是“已下架”，不能变成“已下架”\n")
    assert run("faq", "restore", "A-1")[0] == 0
    assert run("faq", "history", "X-9") == (1, "没有编号为 X-9 的条目\n")


def test_a_category_lists_what_is_below_it(run: Run, load: Run) -> None:
    load(ONE, TWO)
    assert "共 2 条" in run("faq", "list", "--category", "班结")[1]
    assert "共 1 条" in run("faq", "list", "--category", "班结/日结")[1]


def test_an_import_can_be_reviewed_before_it_is_published(run: Run, load: Run) -> None:
    load(ONE)
    code, said = load(ONE.replace("看提示", "先重启"), TWO, more=("--review",))
    assert (code, "已提出 2 条建议" in said) == (0, True)
    assert "共 1 条" in run("faq", "list")[1]
    _, listed = run("faq", "review", "list")
    assert "修改答案" in listed
    assert "新增答案" in listed
    shown = run("faq", "review", "show", 1)[1]
    assert "答案：1. 看提示。 → 1. 先重启。" in shown
    assert "试算了" in shown
    assert run("faq", "review", "approve", 2) == (0, "已通过并发布\n")
    assert "A-2\t班结/日结" in run("faq", "list")[1]
    assert run("faq", "review", "reject", 1, "不对") == (0, "已记为不采纳\n")
    code, late = run("faq", "review", "approve", 1)
    assert code == 1
    assert "管理员（命令行）" in late
    assert "未采纳" in late
    assert run("faq", "review", "show", 99)[0] == 1


def test_what_breaks_questions_is_not_published_without_force(run: Run, load: Run) -> None:
    load(ONE, TWO)
    other = 'A-1,班结,油罐车几点到？,,"1. 看计划。",,班日结组\n'
    load(other, TWO, more=("--review",))
    code, said = run("faq", "review", "approve", 1)
    assert code == 1
    assert "变差 “交不了班”" in said
    assert "班结失败怎么办" in run("faq", "list")[1]
    assert run("faq", "review", "approve", 1, "--force")[0] == 0
    assert "油罐车几点到" in run("faq", "list")[1]


def test_nothing_that_people_were_helped_with_gets_worse_unnoticed(
    run: Run, load: Run, url: str
) -> None:
    load(ONE, TWO)
    solved(url, "A-1", "交不了班了怎么弄")
    code, said = run("faq", "archive", "A-1")
    assert code == 1
    assert "变差 “交不了班了怎么弄”" in said
    assert "--force" in said
    other = 'A-1,班结,油罐车几点到？,,"1. 看计划。",,班日结组\n'
    code, said = load(other, TWO)
    assert code == 1
    assert "变差 “交不了班了怎么弄”" in said
    assert "班结失败怎么办" in run("faq", "list")[1]
    assert load(other, TWO, more=("--force",))[0] == 0
    assert "油罐车几点到" in run("faq", "list")[1]
    code, said = run("faq", "rollback", "A-1", 1)
    assert code == 0
    assert "更好 “交不了班了怎么弄”" in said
    assert run("faq", "archive", "A-1", "--force")[0] == 0


def test_a_workbook_goes_out_and_comes_back(run: Run, load: Run, tmp_path: Path) -> None:
    load(ONE, TWO)
    out = tmp_path / "out.xlsx"
    assert run("faq", "export", out)[0] == 0
    assert [row.id for row in parse_xlsx(out.read_bytes()).rows] == ["A-1", "A-2"]
    assert "未变 2" in run("faq", "import", out)[1]


def test_synonyms_are_groups_that_do_not_overlap(run: Run, url: str) -> None:
    before = revision(url)
    assert run("faq", "synonyms", "add", "油枪", "加油枪", "--note", "河北")[0] == 0
    assert revision(url) == before + 1
    assert run("faq", "synonyms", "add", "油枪", "枪") == (1, "“油枪”已经在第 1 组里\n")
    assert run("faq", "synonyms", "add", "枪", " 枪 ")[0] == 1
    assert "1\t油枪 = 加油枪\t河北" in run("faq", "synonyms", "list")[1]
    assert run("faq", "synonyms", "remove", 1)[0] == 0
    assert run("faq", "synonyms", "remove", 1)[0] == 1
    assert revision(url) == before + 2


def test_roles_are_given_and_taken_back(run: Run) -> None:
    assert run("org", "grant", "ou_bob", "reviewer")[0] == 0
    assert "本来就有" in run("org", "grant", "ou_bob", "reviewer")[1]
    assert "ou_bob\treviewer\tcli" in run("org", "grants")[1]
    assert run("org", "revoke", "ou_bob", "reviewer")[0] == 0
    assert run("org", "revoke", "ou_bob", "reviewer")[0] == 1
    assert "共 0 条" in run("org", "grants")[1]


def test_a_picture_is_attached_once_and_something_else_is_refused(
    run: Run, load: Run, tmp_path: Path
) -> None:
    load(ONE)
    picture, other = tmp_path / "a.png", tmp_path / "a.txt"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n...")
    other.write_text("no picture")
    assert "有 1 张图片" in run("faq", "attach", "A-1", picture)[1]
    assert "1\ta.png\t等待上传" in run("faq", "attach", "A-1", picture)[1]
    assert run("faq", "attach", "A-1", other)[0] == 1
    assert "有 0 张图片" in run("faq", "attach", "A-1", "--remove", "a.png")[1]


def test_the_helpdesk_comes_in_twice_and_is_there_once(run: Run, feishu: Running) -> None:
    faqs: list[dict[str, Any]] = [
        {"id": "101", "question": "日结卡住？", "answer": "等。", "tags": ["转圈"],
         "categories": [{"category_id": "12"}]},
        {"id": "102", "question": "", "answer": "没有问题的答案"},
    ]  # fmt: skip
    categories = [{"id": "11", "name": "班结"}, {"id": "12", "name": "日结", "parent_id": "11"}]
    desk: dict[str, Any] = {
        "helpdesk_id": "7",
        "token": "ht-1",
        "faqs": faqs,
        "categories": categories,
    }
    feishu.client.call("POST", "helpdesk", desk)
    code, said = run("faq", "import", "--helpdesk")
    assert code == 1
    assert "飞书服务台 记录 102，question：缺少标准问题" in said
    assert "新增 1" in run("faq", "import", "--helpdesk", "--keep-going")[1]
    assert "HD-101\t班结/日结\t日结卡住？\t+1" in run("faq", "list")[1]
    desk["faqs"] = [{**faqs[0], "answer": "等五分钟。"}]
    feishu.client.call("POST", "helpdesk", desk)
    assert "新增 0，修改 1" in run("faq", "import", "--helpdesk")[1]
    feishu.client.call("POST", "helpdesk", {**desk, "token": "ht-2"})
    code, said = run("faq", "import", "--helpdesk")
    assert code == 1
    assert "154001" in said


def test_a_table_that_people_work_in_comes_in_and_nothing_is_deleted(
    run: Run, feishu: Running
) -> None:
    person = feishu.client.person(kind="agent")["open_id"]
    base = BasesClient(feishu.client, person).make("知识库")["app_token"]
    columns = [
        {"field_name": "问题", "type": 1},
        {"field_name": "答案", "type": 1},
        {"field_name": "分类", "type": 3, "property": {"options": [{"name": "班结"}]}},
        {"field_name": "相似问法", "type": 1},
        {"field_name": "有效期", "type": 5},
        {"field_name": "备注", "type": 1},
    ]
    table = BasesClient(feishu.client, person).make_table(base, "FAQ", columns)
    rows = [
        {"问题": "日结卡住？", "答案": "等。", "分类": "班结", "相似问法": "转圈\n卡住"},
        {"问题": "没有答案的问题"},
        {"备注": "只有备注"},
    ]
    for row in rows:
        table.add(row)
    source = f"{base}/{table.table_id}"
    code, said = run("faq", "import", "--bitable", source, "--keep-going")
    assert code == 1
    assert "answer：缺少答案" in said
    assert "新增 1" in said
    assert "\t班结\t日结卡住？\t+2" in run("faq", "list")[1]
    for item in table.grid()["items"]:
        table.remove(item["record_id"])
    code, said = run("faq", "import", "--bitable", source)
    assert code == 1
    assert "一条记录也没读到" in said
    assert "共 1 条" in run("faq", "list")[1]


def test_what_was_not_set_up_or_not_written_right_is_said(run: Run) -> None:
    assert "HELPDESK_ID" in run("faq", "import", "--helpdesk")[1]
    assert "APP_TOKEN/TABLE_ID" in run("faq", "import", "--bitable", "nonsense")[1]


def revision(url: str) -> int:
    engine = create_engine(url)
    with engine.begin() as connection:
        found = connection.execute(text("SELECT number FROM faq_revision")).scalar()
    engine.dispose()
    return int(found or 0)


def solved(url: str, code: str, question: str) -> None:
    """Somebody asked this and was helped by that entry."""
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO faq_case (entry_id, text, normalised, via, added_at)"
                " SELECT id, :asked, :asked, 'solved', '2026-11-25 04:00:00'"
                " FROM faq_entry WHERE code = :code"
            ),
            {"asked": question, "code": code},
        )
    engine.dispose()
