"""A base made by the bot, and its calls without an SDK."""

from __future__ import annotations

from typing import Any

from sandbox.stub_bot import Api, Result

Json = dict[str, Any]


class Base:
    """A base of the bot, with one table of the wanted columns."""

    def __init__(self, api: Api, fields: list[Json]) -> None:
        self.api = api
        made = api.call("POST", "/bitable/v1/apps", {"name": "反馈"}).data["app"]
        self.app_token: str = made["app_token"]
        self.path = f"/bitable/v1/apps/{self.app_token}"
        table = {"name": "问题", "default_view_name": "全部", "fields": fields}
        answer = api.call("POST", f"{self.path}/tables", {"table": table})
        assert answer.code == 0, answer.body
        self.table_id: str = answer.data["table_id"]
        self.field_ids: list[str] = answer.data["field_id_list"]
        self.view_id: str = answer.data["default_view_id"]
        self.table = f"{self.path}/tables/{self.table_id}"

    def call(self, method: str, path: str = "", body: Json | None = None, **query: Any) -> Result:
        """Below the table."""
        return self.api.call(method, self.table + path, body, query=query or None)

    def add(self, fields: Json, **query: Any) -> Result:
        return self.call("POST", "/records", {"fields": fields}, **query)

    def new(self, fields: Json) -> str:
        answer = self.add(fields)
        assert answer.code == 0, answer.body
        return str(answer.data["record"]["record_id"])

    def search(self, body: Json | None = None, **query: Any) -> Result:
        return self.call("POST", "/records/search", body or {}, **query)

    def rows(self, body: Json | None = None) -> list[Json]:
        """The cells that a search finds."""
        answer = self.search(body, page_size=500)
        assert answer.code == 0, answer.body
        return [one["fields"] for one in answer.data["items"]]

    def found(self, name: str, operator: str, *value: str, column: str = "标题") -> list[str]:
        """The texts of one column in the rows that fulfil one condition."""
        one = {"field_name": name, "operator": operator, "value": list(value)}
        rows = self.rows({"filter": {"conjunction": "and", "conditions": [one]}})
        return [row[column][0]["text"] for row in rows]

    def fields(self) -> Json:
        items = self.call("GET", "/fields", page_size=100).data["items"]
        return {one["field_name"]: one for one in items}

    def revision(self) -> int:
        tables = self.api.call("GET", f"{self.path}/tables").data["items"]
        return int(next(one["revision"] for one in tables if one["table_id"] == self.table_id))


def column(name: str, kind: int, **more: Any) -> Json:
    return {"field_name": name, "type": kind, **more}


def choices(*names: str) -> Json:
    return {"options": [{"name": one} for one in names]}
