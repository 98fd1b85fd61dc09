"""One contract for both sides of the Bitable door: the memory and the real gateway → sandbox."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import pytest

from bot.feishu.bitable import LarkBitable
from bot.feishu.bitable_memory import MemoryBitable
from bot.feishu.bitable_port import (
    ATTACHMENT,
    DATE,
    MODIFIED,
    NUMBER,
    PERSON,
    SINGLE,
    TEXT,
    CellRefused,
    Condition,
    Gone,
    NewColumn,
    OutcomeUnknown,
    SchemaMoved,
    TokenTaken,
)
from bot.feishu.errors import NeverAgain, TryLater
from sandbox.testing import Running
from tests.contract.far import PICTURE

COLUMNS = [
    NewColumn("编号", TEXT),
    NewColumn("状态", SINGLE, ("待处理", "已完成")),
    NewColumn("票数", NUMBER, property={"formatter": "0"}),
    NewColumn("日期", DATE),
    NewColumn("负责人", PERSON, property={"multiple": False}),
    NewColumn("图片", ATTACHMENT),
    NewColumn("改动", MODIFIED),
]


class MemorySide:
    person = "ou_alice"

    def __init__(self) -> None:
        self.bitable = MemoryBitable()

    @contextmanager
    def losing_an_answer(self) -> Iterator[None]:
        self.bitable.refuse_next(OutcomeUnknown(1255040, "timeout"), applied=True)
        yield


class SandboxSide:
    def __init__(self, running: Running) -> None:
        self._client = running.client
        settings = running.settings
        self.bitable = LarkBitable(settings.app_id, settings.app_secret, running.base)
        self.person = str(running.client.person(kind="agent")["open_id"])

    @contextmanager
    def losing_an_answer(self) -> Iterator[None]:
        self._client.faults(bitable_error_rate=1.0, bitable_error=1255040)
        yield
        self._client.faults(bitable_error_rate=0.0)


@pytest.fixture(params=["memory", "sandbox"])
def far(request: pytest.FixtureRequest) -> Iterator[MemorySide | SandboxSide]:
    if request.param == "memory":
        yield MemorySide()
        return
    running: Running = request.getfixturevalue("running")
    running.client.faults(limits=False, bitable_write_ms=1)
    yield SandboxSide(running)
    running.client.clear_faults()


Side = MemorySide | SandboxSide


@pytest.fixture
def place(far: Side) -> tuple[str, str]:
    base = far.bitable.create_base("反馈")
    return base.app_token, far.bitable.create_table(base.app_token, "加管问题反馈表", COLUMNS)


def make(far: Side, place: tuple[str, str], *names: str, token: str = "") -> list[str]:
    rows = [{"编号": name, "状态": "待处理"} for name in names]
    made = far.bitable.create_rows(*place, rows, client_token=token or str(uuid4()))
    return [one.record_id for one in made]


def test_a_table_has_the_columns_it_was_made_with(far: Side, place: tuple[str, str]) -> None:
    columns = {one.name: one for one in far.bitable.columns(*place)}
    assert list(columns) == [one.name for one in COLUMNS]
    assert columns["编号"].primary
    assert [o.name for o in columns["状态"].options] == ["待处理", "已完成"]


def test_rows_are_read_in_their_other_shape(far: Side, place: tuple[str, str]) -> None:
    row = {
        "编号": "F1",
        "状态": "已完成",
        "票数": 3,
        "日期": 1780000000000,
        "负责人": [{"id": far.person}],
    }
    (made,) = far.bitable.create_rows(*place, [row], client_token=str(uuid4()))
    (read,) = far.bitable.read(*place, [made.record_id]).records
    assert "".join(one["text"] for one in read.fields["编号"]) == "F1"
    assert (read.fields["状态"], read.fields["票数"]) == ("已完成", 3)
    assert read.fields["日期"] == 1780000000000
    assert [one["id"] for one in read.fields["负责人"]] == [far.person]
    assert "图片" not in read.fields


def test_the_same_token_makes_rows_once(far: Side, place: tuple[str, str]) -> None:
    token = str(uuid4())
    assert make(far, place, "F1", "F2", token=token) == make(far, place, "F1", "F2", token=token)
    assert far.bitable.search(*place).total == 2


def test_the_same_token_for_other_rows_is_refused(far: Side, place: tuple[str, str]) -> None:
    token = str(uuid4())
    make(far, place, "F1", token=token)
    with pytest.raises(TokenTaken):
        make(far, place, "F2", token=token)


def test_none_clears_a_cell_and_other_cells_stay(far: Side, place: tuple[str, str]) -> None:
    (record,) = make(far, place, "F1")
    far.bitable.update_rows(*place, {record: {"日期": 1780000000000}})
    far.bitable.update_rows(*place, {record: {"日期": None}})
    (read,) = far.bitable.read(*place, [record]).records
    assert "日期" not in read.fields
    assert read.fields["状态"] == "待处理"


def test_a_refused_row_leaves_its_whole_call_undone(far: Side, place: tuple[str, str]) -> None:
    rows = [{"编号": "F1"}, {"编号": "F2", "票数": "many"}]
    with pytest.raises(CellRefused):
        far.bitable.create_rows(*place, rows, client_token=str(uuid4()))
    assert far.bitable.search(*place).total == 0


def test_an_unknown_column_is_a_moved_schema(far: Side, place: tuple[str, str]) -> None:
    with pytest.raises(SchemaMoved):
        far.bitable.create_rows(*place, [{"编 号": "F1"}], client_token=str(uuid4()))


def test_rows_are_found_by_any_of_several_names(far: Side, place: tuple[str, str]) -> None:
    make(far, place, "F1", "F2", "F3")
    wanted = [Condition("编号", "is", (name,)) for name in ("F1", "F3", "F9")]
    found = far.bitable.search(*place, any_of=wanted)
    assert sorted(one.fields["编号"][0]["text"] for one in found.records) == ["F1", "F3"]


def test_pages_lead_to_every_row(far: Side, place: tuple[str, str]) -> None:
    make(far, place, *(f"F{n}" for n in range(5)))
    seen, after = set(), ""
    while True:
        page = far.bitable.search(*place, size=2, after=after)
        seen |= {one.record_id for one in page.records}
        after = page.next
        if not after:
            break
    assert (len(seen), page.total) == (5, 5)


def test_the_last_change_comes_first_where_asked_for(far: Side, place: tuple[str, str]) -> None:
    first, _ = make(far, place, "F1"), make(far, place, "F2")
    far.bitable.update_rows(*place, {first[0]: {"状态": "已完成"}})
    found = far.bitable.search(*place, newest_by="改动")
    assert found.records[0].record_id == first[0]
    assert found.records[0].modified_at >= found.records[1].modified_at


def test_a_row_that_is_not_there_is_absent(far: Side, place: tuple[str, str]) -> None:
    (record,) = make(far, place, "F1")
    reading = far.bitable.read(*place, [record, "recAAAAAAAAAA"])
    assert [one.record_id for one in reading.records] == [record]
    assert reading.absent == ("recAAAAAAAAAA",)


def test_options_are_added_and_the_old_ones_keep_their_ids(
    far: Side, place: tuple[str, str]
) -> None:
    before = next(c for c in far.bitable.columns(*place) if c.name == "状态")
    far.bitable.set_options(*place, before, ["不采纳"])
    after = next(c for c in far.bitable.columns(*place) if c.name == "状态")
    assert after.options[:2] == before.options
    assert after.options[2].name == "不采纳"


def test_every_change_shows_in_the_revision(far: Side, place: tuple[str, str]) -> None:
    def revision() -> int:
        tables = far.bitable.tables(place[0])
        return next(one.revision for one in tables if one.table_id == place[1])

    before = revision()
    make(far, place, "F1")
    assert revision() > before


def test_an_uploaded_picture_can_stand_in_a_cell(far: Side, place: tuple[str, str]) -> None:
    token = far.bitable.upload(place[0], "泵.png", PICTURE)
    (record,) = make(far, place, "F1")
    far.bitable.update_rows(*place, {record: {"图片": [{"file_token": token}]}})
    (read,) = far.bitable.read(*place, [record]).records
    assert [one["file_token"] for one in read.fields["图片"]] == [token]


def test_a_picture_of_another_base_is_refused(far: Side, place: tuple[str, str]) -> None:
    other = far.bitable.create_base("别的").app_token
    token = far.bitable.upload(other, "泵.png", PICTURE)
    (record,) = make(far, place, "F1")
    with pytest.raises(CellRefused):
        far.bitable.update_rows(*place, {record: {"图片": [{"file_token": token}]}})


def test_views_and_a_form_can_be_made(far: Side, place: tuple[str, str]) -> None:
    column = next(c for c in far.bitable.columns(*place) if c.name == "状态")
    view = far.bitable.create_view(*place, "待处理", "grid")
    wanted = Condition(column.field_id, "is", (column.options[0].id,))
    far.bitable.filter_view(*place, view, [wanted])
    form = far.bitable.create_view(*place, "提交", "form")
    far.bitable.shape_form(*place, form, {column.field_id: False})
    assert {("待处理", "grid"), ("提交", "form")} <= {
        (one.name, one.kind) for one in far.bitable.views(*place)
    }


def test_a_table_that_is_gone_and_a_base_that_never_was(far: Side, place: tuple[str, str]) -> None:
    far.bitable.delete_table(*place)
    with pytest.raises(Gone):
        far.bitable.columns(*place)
    with pytest.raises(Gone):
        far.bitable.tables("bascnAAAAAAAAAAAAAAAAAAAAAA")


def test_a_lost_answer_is_an_unknown_outcome_and_the_row_is_there(
    far: Side, place: tuple[str, str]
) -> None:
    with far.losing_an_answer(), pytest.raises(OutcomeUnknown) as lost:
        make(far, place, "F1")
    assert lost.value.outcome_unknown
    assert far.bitable.search(*place).total == 1


def test_a_second_column_or_table_of_one_name_is_refused(far: Side, place: tuple[str, str]) -> None:
    with pytest.raises(NeverAgain):
        far.bitable.create_column(*place, NewColumn("编号", TEXT))
    with pytest.raises(NeverAgain):
        far.bitable.create_table(place[0], "加管问题反馈表", COLUMNS)


def test_another_writer_is_a_matter_of_waiting(running: Running) -> None:
    side = SandboxSide(running)
    base = side.bitable.create_base("反馈")
    running.client.faults(bitable_error_rate=1.0, bitable_error=1254291)
    try:
        with pytest.raises(TryLater) as refused:
            side.bitable.create_table(base.app_token, "表", COLUMNS)
        assert not refused.value.outcome_unknown
    finally:
        running.client.clear_faults()
