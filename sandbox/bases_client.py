"""The control API about bases, for tests and scripts: what people do in tables."""

from typing import Any

from sandbox.client import Json, SandboxClient


class BasesClient:
    """One person at work in bases."""

    def __init__(self, client: SandboxClient, as_: str) -> None:
        self._client = client
        self._as = as_

    def _call(self, method: str, path: str, **fields: Any) -> Json:
        found: Json = self._client.call(method, f"bases{path}", {"as": self._as, **fields})
        return found

    def all(self) -> list[Json]:
        found: list[Json] = self._client.call("GET", "bases")
        return found

    def one(self, app_token: str) -> Json:
        return next(one for one in self.all() if one["app_token"] == app_token)

    def make(self, name: str, *, bot: str = "edit", advanced: bool = False) -> Json:
        return self._call("POST", "", name=name, bot=bot, advanced=advanced)

    def change(self, app_token: str, **changes: Any) -> Json:
        """`name`, `bot`, `advanced`, `locked`, `copying`."""
        return self._call("PUT", f"/{app_token}", **changes)

    def copy(self, app_token: str, **how: Any) -> Json:
        return self._call("POST", f"/{app_token}/copy", **how)

    def delete(self, app_token: str) -> None:
        self._call("DELETE", f"/{app_token}")

    def make_table(self, app_token: str, name: str, fields: list[Json]) -> "TableClient":
        table = self._call("POST", f"/{app_token}/tables", name=name, fields=fields)
        return TableClient(self._client, self._as, app_token, table["table_id"])

    def table(self, app_token: str, table_id: str) -> "TableClient":
        return TableClient(self._client, self._as, app_token, table_id)


class TableClient:
    """One person at work in one table."""

    def __init__(self, client: SandboxClient, as_: str, app_token: str, table_id: str) -> None:
        self._client = client
        self._as = as_
        self._path = f"bases/{app_token}/tables/{table_id}"
        self.app_token = app_token
        self.table_id = table_id

    def _call(self, method: str, path: str = "", **fields: Any) -> Json:
        found: Json = self._client.call(method, self._path + path, {"as": self._as, **fields})
        return found

    def grid(self, view: str = "") -> Json:
        """Of all rows, or of those that this view shows."""
        query = f"?view={view}" if view else ""
        found: Json = self._client.call("GET", self._path + query)
        return found

    def rows(self) -> list[Json]:
        """The cells of all rows as people read them."""
        return [one["cells"] for one in self.grid()["items"]]

    def field_id(self, name: str) -> str:
        return next(str(one["field_id"]) for one in self.grid()["fields"] if one["name"] == name)

    def rename(self, name: str) -> None:
        self._call("PUT", name=name)

    def delete(self) -> None:
        self._call("DELETE")

    def add(self, fields: Json, times: int = 1) -> Json:
        return self._call("POST", "/rows", fields=fields, times=times)

    def edit(self, record_id: str, fields: Json) -> Json:
        return self._call("PUT", f"/rows/{record_id}", fields=fields)

    def remove(self, record_id: str) -> None:
        self._call("DELETE", f"/rows/{record_id}")

    def add_view(self, name: str, type_: str = "grid") -> Json:
        return self._call("POST", "/views", name=name, type=type_)

    def change_view(self, view_id: str, **changes: Any) -> Json:
        """`name`, `filter`, `hidden`."""
        return self._call("PUT", f"/views/{view_id}", **changes)

    def submit(self, form_id: str, fields: Json) -> Json:
        return self._call("POST", f"/forms/{form_id}/submit", fields=fields)

    def add_column(self, name: str, type_: int, **more: Any) -> Json:
        return self._call("POST", "/fields", field_name=name, type=type_, **more)

    def change_column(self, name: str, **changes: Any) -> Json:
        """`field_name`, `type`, `property`."""
        return self._call("PUT", f"/fields/{self.field_id(name)}", **changes)

    def delete_column(self, name: str) -> None:
        self._call("DELETE", f"/fields/{self.field_id(name)}")
