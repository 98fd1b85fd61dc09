"""Bases and their files in the file that keeps the sandbox's memory."""

import uuid
from pathlib import Path

from sandbox.bases_client import BasesClient
from sandbox.stub_bot import Api
from sandbox.testing import running_sandbox
from tests.sandbox.bases.basework import Base, choices, column


def logged_in(base: str) -> Api:
    api = Api(base)
    api.login()
    return api


def test_bases_come_back_with_rows_files_and_repeats(tmp_path: Path) -> None:
    file, token = tmp_path / "feishu.db", str(uuid.uuid4())
    with running_sandbox(state=file) as running:
        api = logged_in(running.base)
        fields = [column("标题", 1), column("状态", 3, property=choices("新")), column("照片", 17)]
        base = Base(api, fields)
        about = {"file_name": "a.png", "parent_type": "bitable_image", "size": "3"}
        about["parent_node"] = base.app_token
        photo = api.upload("/drive/v1/medias/upload_all", about, "file", b"abc").data["file_token"]
        row = {"标题": "甲", "状态": "新", "照片": [{"file_token": photo}]}
        first = base.add(row, client_token=token).data
        base.call("POST", "/views", {"view_name": "登记", "view_type": "form"})
        path = f"/drive/v1/files/{base.app_token}"
        api.call("POST", f"{path}/subscribe", query={"file_type": "bitable"})
        people = BasesClient(running.client, running.client.people()[0]["open_id"])
        people.delete(people.make("旧")["app_token"])
        before, shown = base.rows(), people.all()
    with running_sandbox(state=file) as running:
        base.api = api = logged_in(running.base)
        people = BasesClient(running.client, running.client.people()[0]["open_id"])
        assert people.all() == shown
        assert shown[0]["subscribed"] is True
        after = base.rows()
        assert [one["标题"] for one in after] == [one["标题"] for one in before]
        assert base.add(row, client_token=token).data == first
        assert api.call("GET", f"/drive/v1/medias/{photo}/download").raw == b"abc"
        assert [one["view_type"] for one in base.call("GET", "/views").data["items"]][-1] == "form"
        base.new({"标题": "乙", "状态": "新"})
    with running_sandbox(state=file) as running:
        base.api = logged_in(running.base)
        assert len(base.rows()) == 2
        running.client.reset()
    with running_sandbox(state=file) as running:
        assert running.client.call("GET", "bases") == []


def test_a_deleted_base_stays_deleted(tmp_path: Path) -> None:
    file = tmp_path / "feishu.db"
    with running_sandbox(state=file) as running:
        people = BasesClient(running.client, running.client.people()[0]["open_id"])
        gone = people.make("旧")["app_token"]
        kept = people.make("新")["app_token"]
        people.table(kept, people.one(kept)["tables"][0]["table_id"]).rename("改名")
        people.delete(gone)
    with running_sandbox(state=file) as running:
        assert logged_in(running.base).call("GET", f"/bitable/v1/apps/{gone}").code == 91402
        tables = running.client.call("GET", "bases")[0]["tables"]
        assert [one["name"] for one in tables] == ["改名"]
