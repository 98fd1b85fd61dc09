"""Bases, their files and rights."""

from __future__ import annotations

import io

from tests.sandbox.sdk.calls import Raw, Typed
from tests.sandbox.sdk.stage import BLOCK, PICTURE, Json, Stage

B = "bitable.v1"
APPS = "/bitable/v1/apps"
APP = "/bitable/v1/apps/{app_token}"
TABLES = f"{APP}/tables"
TABLE = f"{TABLES}/{{table_id}}"
RECORD = f"{TABLE}/records/{{record_id}}"
VIEW = f"{TABLE}/views/{{view_id}}"
FORM = f"{TABLE}/forms/{{form_id}}"
MEDIAS = "/drive/v1/medias"
# Feishu repeats the id; the SDK knows it once.
RECORD_ID = frozenset({"record.id", "records.id", "items.id"})


def app(it: Stage) -> Json:
    return {"app_token": it.app()}


def table(it: Stage) -> Json:
    return it.table()


def record(it: Stage) -> Json:
    found = it.record()
    it.record_id = found["record_id"]
    return found


def table_with_record(it: Stage) -> Json:
    return {name: value for name, value in record(it).items() if name != "record_id"}


def app_with_table(it: Stage) -> Json:
    found = it.table()
    it.table_id = found["table_id"]
    return {"app_token": found["app_token"]}


def cells(title: str = "卡纸") -> Json:
    return {"fields": {"标题": title}}


SCHEMA: Json = {"table": {"name": "新表", "fields": [{"field_name": "标题", "type": 1}]}}
RENAMED: Json = {"field_name": "改名", "type": 2}

BASES: list[Typed | Raw] = [
    Typed(f"POST {APPS}", B, "CreateApp", body=lambda it: {"name": "反馈"}),
    Typed(f"POST {APP}/copy", B, "CopyApp", app, lambda it: {"name": "副本"}),
    Typed(f"GET {APP}", B, "GetApp", app),
    Typed(f"PUT {APP}", B, "UpdateApp", app, lambda it: {"name": "改名"}),
    Typed(f"POST {TABLES}", B, "CreateAppTable", app, lambda it: SCHEMA),
    Typed(
        f"POST {TABLES}/batch_create",
        B,
        "BatchCreateAppTable",
        app,
        lambda it: {"tables": [{"name": "甲"}, {"name": "乙"}]},
    ),
    Typed(f"GET {TABLES}", B, "ListAppTable", app),
    Typed(f"PATCH {TABLE}", B, "PatchAppTable", table, lambda it: {"name": "改名"}),
    Typed(f"DELETE {TABLE}", B, "DeleteAppTable", table),
    Typed(
        f"POST {TABLES}/batch_delete",
        B,
        "BatchDeleteAppTable",
        app_with_table,
        lambda it: {"table_ids": [it.table_id]},
    ),
    Typed(f"GET {TABLE}/fields", B, "ListAppTableField", table),
    Typed(
        f"POST {TABLE}/fields",
        B,
        "CreateAppTableField",
        table,
        lambda it: {
            "field_name": "状态",
            "type": 3,
            "property": {"options": [{"name": "新"}, {"name": "完成", "color": 2}]},
        },
    ),
    Typed(
        f"PUT {TABLE}/fields/{{field_id}}",
        B,
        "UpdateAppTableField",
        lambda it: it.field(),
        lambda it: RENAMED,
    ),
    Typed(f"DELETE {TABLE}/fields/{{field_id}}", B, "DeleteAppTableField", lambda it: it.field()),
    Typed(
        f"POST {TABLE}/views",
        B,
        "CreateAppTableView",
        table,
        lambda it: {"view_name": "看板", "view_type": "kanban"},
    ),
    Typed(
        f"GET {TABLE}/views",
        B,
        "ListAppTableView",
        table,
        also=frozenset({"items.view_public_level"}),
    ),
    Typed(
        f"GET {VIEW}",
        B,
        "GetAppTableView",
        lambda it: it.view(),
        also=frozenset({"view.view_public_level"}),
    ),
    Typed(
        f"PATCH {VIEW}",
        B,
        "PatchAppTableView",
        lambda it: it.view(),
        lambda it: {"view_name": "改名"},
    ),
    Typed(f"DELETE {VIEW}", B, "DeleteAppTableView", lambda it: it.view()),
    Typed(f"GET {FORM}", B, "GetAppTableForm", lambda it: it.form()),
    Typed(
        f"PATCH {FORM}", B, "PatchAppTableForm", lambda it: it.form(), lambda it: {"name": "改名"}
    ),
    Typed(f"GET {FORM}/fields", B, "ListAppTableFormField", lambda it: it.form()),
    Typed(
        f"PATCH {FORM}/fields/{{field_id}}",
        B,
        "PatchAppTableFormField",
        lambda it: it.form_field(),
        lambda it: {"title": "改名", "required": True},
        also=frozenset({"field"}),
    ),
    Typed(
        f"POST {FORM}/upgrade",
        B,
        "UpgradeAppTableForm",
        lambda it: it.form(),
        lambda it: {"form_name": "新", "display_mode": "traditional"},
    ),
    Typed(f"GET {APP}/dashboards", B, "ListAppDashboard", app),
    Typed(
        f"POST {TABLE}/records",
        B,
        "CreateAppTableRecord",
        table,
        lambda it: cells(),
        also=RECORD_ID,
    ),
    Typed(
        f"POST {TABLE}/records/batch_create",
        B,
        "BatchCreateAppTableRecord",
        table,
        lambda it: {"records": [cells("甲"), cells("乙")]},
        also=RECORD_ID,
    ),
    Typed(
        f"POST {TABLE}/records/batch_update",
        B,
        "BatchUpdateAppTableRecord",
        table_with_record,
        lambda it: {"records": [cells() | {"record_id": it.record_id}]},
        also=RECORD_ID,
    ),
    Typed(
        f"POST {TABLE}/records/batch_delete",
        B,
        "BatchDeleteAppTableRecord",
        table_with_record,
        lambda it: {"records": [it.record_id]},
    ),
    Typed(
        f"POST {TABLE}/records/batch_get",
        B,
        "BatchGetAppTableRecord",
        table_with_record,
        lambda it: {"record_ids": [it.record_id], "with_shared_url": True},
    ),
    Typed(
        f"POST {TABLE}/records/search",
        B,
        "SearchAppTableRecord",
        table_with_record,
        lambda it: {"sort": [{"field_name": "数", "desc": True}], "automatic_fields": True},
    ),
    Typed(f"GET {TABLE}/records", B, "ListAppTableRecord", table_with_record, also=RECORD_ID),
    Typed(f"GET {RECORD}", B, "GetAppTableRecord", record, also=RECORD_ID),
    Typed(
        f"PUT {RECORD}",
        B,
        "UpdateAppTableRecord",
        record,
        lambda it: cells("改"),
        also=RECORD_ID,
    ),
    Typed(f"DELETE {RECORD}", B, "DeleteAppTableRecord", record),
    Typed(
        f"POST {MEDIAS}/upload_all",
        "drive.v1",
        "UploadAllMedia",
        body=lambda it: {
            "file_name": "a.png",
            "parent_type": "bitable_image",
            "parent_node": it.app(),
            "size": len(PICTURE),
            "file": io.BytesIO(PICTURE),
        },
    ),
    Typed(
        f"POST {MEDIAS}/upload_prepare",
        "drive.v1",
        "UploadPrepareMedia",
        body=lambda it: {
            "file_name": "a.bin",
            "parent_type": "bitable_file",
            "parent_node": it.app(),
            "size": BLOCK + 1,
        },
    ),
    Typed(
        f"POST {MEDIAS}/upload_part",
        "drive.v1",
        "UploadPartMedia",
        body=lambda it: {
            "upload_id": it.prepared(3),
            "seq": 0,
            "size": 3,
            "file": io.BytesIO(b"abc"),
        },
    ),
    Typed(
        f"POST {MEDIAS}/upload_finish",
        "drive.v1",
        "UploadFinishMedia",
        body=lambda it: {"upload_id": it.uploaded(), "block_num": 1},
    ),
    Typed(
        f"GET {MEDIAS}/batch_get_tmp_download_url",
        "drive.v1",
        "BatchGetTmpDownloadUrlMedia",
        lambda it: {"file_tokens": [it.media()]},
    ),
    Typed(
        f"GET {MEDIAS}/{{file_token}}/download",
        "drive.v1",
        "DownloadMedia",
        lambda it: {"file_token": it.media()},
    ),
    Typed(
        "POST /drive/v1/files/{file_token}/subscribe",
        "drive.v1",
        "SubscribeFile",
        lambda it: {"file_token": it.app(), "file_type": "bitable"},
    ),
    Typed(
        "GET /drive/v1/files/{file_token}/get_subscribe",
        "drive.v1",
        "GetSubscribeFile",
        lambda it: {"file_token": it.subscribed(), "file_type": "bitable"},
    ),
    Typed(
        "DELETE /drive/v1/files/{file_token}/delete_subscribe",
        "drive.v1",
        "DeleteSubscribeFile",
        lambda it: {"file_token": it.subscribed(), "file_type": "bitable"},
    ),
    Typed(
        "POST /drive/v1/permissions/{token}/members",
        "drive.v1",
        "CreatePermissionMember",
        lambda it: {"token": it.app(), "type": "bitable"},
        lambda it: {"member_type": "openid", "member_id": it.alice, "perm": "edit"},
    ),
    Typed(
        "POST /drive/v1/permissions/{token}/members/transfer_owner",
        "drive.v1",
        "TransferOwnerPermissionMember",
        lambda it: {"token": it.app(), "type": "bitable"},
        lambda it: {"member_type": "openid", "member_id": it.alice},
    ),
    Raw(f"GET {MEDIAS}/authcode", lambda it: it.download_link(), bare=True),
]
