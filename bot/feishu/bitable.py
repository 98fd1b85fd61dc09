"""The gateway to the real Bitable, over plain calls: the SDK's builders drop the nulls that clear
cells, and its parts for Bitable are another 600 modules."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlencode
from uuid import uuid4

from bot.feishu import sdk
from bot.feishu.bitable_codes import refine
from bot.feishu.bitable_port import (
    MODIFIED,
    SEARCHED_AT_ONCE,
    SINGLE,
    BaseInfo,
    Column,
    Condition,
    NewColumn,
    Option,
    Page,
    Reading,
    Record,
    TableInfo,
    ViewInfo,
)
from bot.feishu.calls import Calls
from bot.feishu.errors import FeishuError
from bot.feishu.lark import FEISHU

API: Final = "/open-apis/bitable/v1/apps"
DRIVE: Final = "/open-apis/drive/v1"
LISTED_AT_ONCE: Final = 100
TIME_ZONE: Final = "Asia/Shanghai"


class LarkBitable:
    """Safe to share between threads; asks for nothing before the first call."""

    def __init__(
        self,
        app_id: str,
        app_secret: str,
        domain: str = FEISHU,
        *,
        connect_timeout: float = 3.0,
        # A write holds the base's lock and may wait for formulas.
        read_timeout: float = 30.0,
    ) -> None:
        self._calls = Calls(app_id, app_secret, domain, (connect_timeout, read_timeout))

    def create_base(self, name: str) -> BaseInfo:
        return _base(self._ask("POST", API, {"name": name, "time_zone": TIME_ZONE})["app"])

    def base(self, app_token: str) -> BaseInfo:
        return _base(self._ask("GET", f"{API}/{app_token}")["app"])

    def share(self, app_token: str, open_id: str, perm: str) -> None:
        body = {"member_type": "openid", "member_id": open_id, "perm": perm, "type": "user"}
        self._ask("POST", f"{DRIVE}/permissions/{app_token}/members?type=bitable", body)

    def tables(self, app_token: str) -> list[TableInfo]:
        return [
            TableInfo(one["table_id"], one["name"], int(one.get("revision") or 0))
            for one in self._listed(f"{API}/{app_token}/tables")
        ]

    def create_table(self, app_token: str, name: str, columns: Sequence[NewColumn]) -> str:
        table = {
            "name": name,
            "default_view_name": "全部",
            "fields": [_definition(one) for one in columns],
        }
        made = self._ask("POST", f"{API}/{app_token}/tables", {"table": table})
        return str(made["table_id"])

    def delete_table(self, app_token: str, table_id: str) -> None:
        self._ask("DELETE", _table(app_token, table_id))

    def columns(self, app_token: str, table_id: str) -> list[Column]:
        return [_column(one) for one in self._listed(f"{_table(app_token, table_id)}/fields")]

    def create_column(self, app_token: str, table_id: str, column: NewColumn) -> Column:
        uri = f"{_table(app_token, table_id)}/fields?client_token={uuid4()}"
        return _column(self._ask("POST", uri, _definition(column))["field"])

    def set_options(
        self, app_token: str, table_id: str, column: Column, more: Sequence[str]
    ) -> None:
        # Options that are not listed are deleted, and vanish from the cells: read, add, write.
        kept = [{"id": o.id, "name": o.name, "color": o.color} for o in column.options]
        body = {
            "field_name": column.name,
            "type": column.type,
            "property": {"options": kept + [{"name": name} for name in more]},
        }
        self._ask("PUT", f"{_table(app_token, table_id)}/fields/{column.field_id}", body)

    def views(self, app_token: str, table_id: str) -> list[ViewInfo]:
        return [
            ViewInfo(one["view_id"], one["view_name"], one["view_type"])
            for one in self._listed(f"{_table(app_token, table_id)}/views")
        ]

    def create_view(self, app_token: str, table_id: str, name: str, kind: str) -> str:
        body = {"view_name": name, "view_type": kind}
        made = self._ask("POST", f"{_table(app_token, table_id)}/views", body)
        return str(made["view"]["view_id"])

    def filter_view(
        self, app_token: str, table_id: str, view_id: str, conditions: Sequence[Condition]
    ) -> None:
        listed = [
            {"field_id": one.name, "operator": one.operator}
            | ({"value": json.dumps(list(one.values))} if one.values else {})
            for one in conditions
        ]
        body = {"property": {"filter_info": {"conjunction": "or", "conditions": listed}}}
        self._ask("PATCH", f"{_table(app_token, table_id)}/views/{view_id}", body)

    def shape_form(
        self, app_token: str, table_id: str, form_id: str, visible: Mapping[str, bool]
    ) -> None:
        form = f"{_table(app_token, table_id)}/forms/{form_id}"
        for one in list(self._listed(f"{form}/fields")):
            wanted = visible.get(one["field_id"])
            if wanted is not None and wanted != one.get("visible"):
                self._ask("PATCH", f"{form}/fields/{one['field_id']}", {"visible": wanted})
        self._ask("PATCH", form, {"shared": True, "shared_limit": "tenant_editable"})

    def search(
        self,
        app_token: str,
        table_id: str,
        *,
        any_of: Sequence[Condition] = (),
        newest_by: str = "",
        after: str = "",
        size: int = SEARCHED_AT_ONCE,
    ) -> Page:
        body: dict[str, Any] = {"automatic_fields": True}
        if any_of:
            body["filter"] = {
                "conjunction": "or",
                "conditions": [
                    {"field_name": c.name, "operator": c.operator, "value": list(c.values)}
                    for c in any_of
                ],
            }
        if newest_by:
            body["sort"] = [{"field_name": newest_by, "desc": True}]
        query = {"user_id_type": "open_id", "page_size": size}
        uri = f"{_rows(app_token, table_id)}/search?{urlencode(_paged(query, after))}"
        data = self._ask("POST", uri, body)
        more = str(data.get("page_token") or "") if data.get("has_more") else ""
        records = tuple(map(_record, data.get("items") or ()))
        return Page(records, int(data.get("total") or 0), more)

    def read(self, app_token: str, table_id: str, record_ids: Sequence[str]) -> Reading:
        body = {
            "record_ids": list(record_ids),
            "user_id_type": "open_id",
            "automatic_fields": True,
        }
        data = self._ask("POST", f"{_rows(app_token, table_id)}/batch_get", body)
        return Reading(
            tuple(map(_record, data.get("records") or ())),
            tuple(data.get("absent_record_ids") or ()),
            tuple(data.get("forbidden_record_ids") or ()),
        )

    def create_rows(
        self,
        app_token: str,
        table_id: str,
        rows: Sequence[Mapping[str, Any]],
        *,
        client_token: str,
    ) -> list[Record]:
        query = urlencode({"user_id_type": "open_id", "client_token": client_token})
        body = {"records": [{"fields": dict(one)} for one in rows]}
        data = self._ask("POST", f"{_rows(app_token, table_id)}/batch_create?{query}", body)
        return [_record(one) for one in data.get("records") or ()]

    def update_rows(
        self, app_token: str, table_id: str, rows: Mapping[str, Mapping[str, Any]]
    ) -> None:
        body = {"records": [{"record_id": i, "fields": dict(f)} for i, f in rows.items()]}
        uri = f"{_rows(app_token, table_id)}/batch_update?user_id_type=open_id"
        self._ask("POST", uri, body)

    def upload(self, app_token: str, name: str, content: bytes) -> str:
        def ask(s: Any, config: Any, option: Any) -> Any:
            from requests_toolbelt import MultipartEncoder

            body = MultipartEncoder(
                {
                    "file_name": name,
                    "parent_type": "bitable_image",
                    "parent_node": app_token,
                    "size": str(len(content)),
                    "extra": json.dumps({"drive_route_token": app_token}),
                    "file": (name, content, "application/octet-stream"),
                }
            )
            option.headers["Content-Type"] = body.content_type
            request = s.BaseRequest.builder().http_method(s.HttpMethod.POST).body(body)
            request = request.uri(f"{DRIVE}/medias/upload_all")
            request = request.token_types({s.AccessTokenType.TENANT})
            return s.Transport.execute(config, request.build(), option)

        sdk.load()
        try:
            answer = self._calls.call(ask)
        except FeishuError as error:
            raise refine(error) from error
        return str(json.loads(answer.content)["data"]["file_token"])

    def subscribe(self, app_token: str) -> None:
        self._ask("POST", f"{DRIVE}/files/{app_token}/subscribe?file_type=bitable")

    def _ask(self, method: str, uri: str, body: object = None) -> dict[str, Any]:
        try:
            answer = self._calls.plain(method, uri, body)
        except FeishuError as error:
            raise refine(error) from error
        return dict(answer.get("data") or {})

    def _listed(self, uri: str) -> Iterator[dict[str, Any]]:
        after = ""
        while True:
            query = urlencode(_paged({"page_size": LISTED_AT_ONCE}, after))
            data = self._ask("GET", f"{uri}?{query}")
            yield from data.get("items") or ()
            after = str(data.get("page_token") or "")
            if not data.get("has_more") or not after:
                return


def _paged(query: dict[str, Any], after: str) -> dict[str, Any]:
    return query | ({"page_token": after} if after else {})


def _table(app_token: str, table_id: str) -> str:
    return f"{API}/{app_token}/tables/{table_id}"


def _rows(app_token: str, table_id: str) -> str:
    return f"{_table(app_token, table_id)}/records"


def _base(app: Mapping[str, Any]) -> BaseInfo:
    return BaseInfo(
        str(app["app_token"]),
        str(app.get("name") or ""),
        str(app.get("url") or ""),
        str(app.get("default_table_id") or ""),
    )


def _column(one: Mapping[str, Any]) -> Column:
    given = dict(one.get("property") or {})
    options = given.get("options") or ()
    return Column(
        field_id=str(one["field_id"]),
        name=str(one["field_name"]),
        type=int(one["type"]),
        primary=bool(one.get("is_primary")),
        options=tuple(
            Option(str(o.get("id") or ""), str(o["name"]), int(o.get("color") or 0))
            for o in options
        ),
        property=given,
    )


def _definition(column: NewColumn) -> dict[str, Any]:
    """Nothing is sent where there is nothing to say: some types refuse even an empty property."""
    given = dict(column.property)
    if column.type == SINGLE:
        given["options"] = [{"name": name} for name in column.options]
    if column.type == MODIFIED:
        given.setdefault("date_formatter", "yyyy/MM/dd HH:mm")
    definition: dict[str, Any] = {"field_name": column.name, "type": column.type}
    return definition | ({"property": given} if given else {})


def _record(one: Mapping[str, Any]) -> Record:
    creator = one.get("created_by") or {}
    return Record(
        record_id=str(one.get("record_id") or one.get("id")),
        fields=dict(one.get("fields") or {}),
        created_by=str(creator.get("id") or ""),
        modified_at=int(one.get("last_modified_time") or 0),
    )
