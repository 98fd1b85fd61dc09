"""Bases through the official SDK's typed requests."""

import io
import uuid
from typing import Any

import pytest
from lark_oapi.api.bitable.v1 import (
    AppTableCreateHeader,
    AppTableField,
    AppTableFieldProperty,
    AppTableFieldPropertyOption,
    AppTableForm,
    AppTableRecord,
    BatchCreateAppTableRecordRequest,
    BatchCreateAppTableRecordRequestBody,
    BatchDeleteAppTableRecordRequest,
    BatchDeleteAppTableRecordRequestBody,
    BatchGetAppTableRecordRequest,
    BatchGetAppTableRecordRequestBody,
    BatchUpdateAppTableRecordRequest,
    BatchUpdateAppTableRecordRequestBody,
    Condition,
    CopyAppRequest,
    CopyAppRequestBody,
    CreateAppRequest,
    CreateAppTableFieldRequest,
    CreateAppTableRecordRequest,
    CreateAppTableRequest,
    CreateAppTableRequestBody,
    CreateAppTableViewRequest,
    DeleteAppTableRecordRequest,
    DeleteAppTableRequest,
    FilterInfo,
    GetAppRequest,
    GetAppTableRecordRequest,
    ListAppTableFieldRequest,
    ListAppTableRecordRequest,
    ListAppTableRequest,
    ListAppTableViewRequest,
    PatchAppTableFormRequest,
    ReqApp,
    ReqTable,
    ReqView,
    SearchAppTableRecordRequest,
    SearchAppTableRecordRequestBody,
    Sort,
    UpdateAppTableFieldRequest,
    UpdateAppTableRecordRequest,
)
from lark_oapi.api.drive.v1 import (
    BatchGetTmpDownloadUrlMediaRequest,
    DownloadMediaRequest,
    GetSubscribeFileRequest,
    SubscribeFileRequest,
    UploadAllMediaRequest,
    UploadAllMediaRequestBody,
)


@pytest.fixture
def app_token(sdk: Any) -> str:
    body = ReqApp.builder().name("反馈").time_zone("Asia/Shanghai").build()
    made = sdk.bitable.v1.app.create(CreateAppRequest.builder().request_body(body).build())
    assert made.success(), made.msg
    return str(made.data.app.app_token)


@pytest.fixture
def table_id(sdk: Any, app_token: str) -> str:
    options = [
        AppTableFieldPropertyOption.builder().name(one).build() for one in ("待处理", "完成")
    ]
    choices = AppTableFieldProperty.builder().options(options).build()
    fields = [
        AppTableCreateHeader.builder().field_name("标题").type(1).build(),
        AppTableCreateHeader.builder().field_name("状态").type(3).property(choices).build(),
        AppTableCreateHeader.builder().field_name("数量").type(2).build(),
        AppTableCreateHeader.builder().field_name("照片").type(17).build(),
    ]
    table = ReqTable.builder().name("问题").default_view_name("全部").fields(fields).build()
    body = CreateAppTableRequestBody.builder().table(table).build()
    request = CreateAppTableRequest.builder().app_token(app_token).request_body(body).build()
    made = sdk.bitable.v1.app_table.create(request)
    assert made.success(), made.msg
    assert len(made.data.field_id_list) == 4
    return str(made.data.table_id)


def row(**fields: Any) -> Any:
    return AppTableRecord.builder().fields(fields).build()


def here(request: Any, app_token: str, table_id: str) -> Any:
    return request.builder().app_token(app_token).table_id(table_id)


def create(sdk: Any, app_token: str, table_id: str, token: str = "", **fields: Any) -> Any:
    request = here(CreateAppTableRecordRequest, app_token, table_id).request_body(row(**fields))
    request = request.client_token(token) if token else request
    return sdk.bitable.v1.app_table_record.create(request.build())


def search(sdk: Any, app_token: str, table_id: str, body: Any = None) -> Any:
    chosen = body or SearchAppTableRecordRequestBody.builder().build()
    request = here(SearchAppTableRecordRequest, app_token, table_id).request_body(chosen)
    return sdk.bitable.v1.app_table_record.search(request.page_size(500).build())


def test_a_base_is_made_shown_copied_and_listed(sdk: Any, app_token: str, table_id: str) -> None:
    shown = sdk.bitable.v1.app.get(GetAppRequest.builder().app_token(app_token).build())
    assert (shown.data.app.name, shown.data.app.is_advanced) == ("反馈", False)
    body = CopyAppRequestBody.builder().name("副本").without_content(True).build()
    request = CopyAppRequest.builder().app_token(app_token).request_body(body).build()
    assert sdk.bitable.v1.app.copy(request).data.app.name == "副本"
    tables = sdk.bitable.v1.app_table.list(
        ListAppTableRequest.builder().app_token(app_token).build()
    )
    assert [one.name for one in tables.data.items] == ["数据表", "问题"]
    gone = DeleteAppTableRequest.builder().app_token(app_token)
    gone = gone.table_id(tables.data.items[0].table_id)
    assert sdk.bitable.v1.app_table.delete(gone.build()).success()


def test_columns_views_and_forms(sdk: Any, app_token: str, table_id: str) -> None:
    new = AppTableField.builder().field_name("备注").type(1).build()
    request = here(CreateAppTableFieldRequest, app_token, table_id).request_body(new)
    made = sdk.bitable.v1.app_table_field.create(request.client_token(str(uuid.uuid4())).build())
    field_id = made.data.field.field_id
    changed = AppTableField.builder().field_name("说明").type(1).build()
    request = here(UpdateAppTableFieldRequest, app_token, table_id).field_id(field_id)
    updated = sdk.bitable.v1.app_table_field.update(request.request_body(changed).build())
    assert updated.data.field.field_name == "说明"
    again = sdk.bitable.v1.app_table_field.update(request.request_body(changed).build())
    assert again.code == 1254606
    listed = sdk.bitable.v1.app_table_field.list(
        here(ListAppTableFieldRequest, app_token, table_id).build()
    )
    assert [one.field_name for one in listed.data.items][-1] == "说明"
    assert listed.data.items[1].property.options[0].name == "待处理"
    view = ReqView.builder().view_name("登记").view_type("form").build()
    request = here(CreateAppTableViewRequest, app_token, table_id).request_body(view)
    view_id = sdk.bitable.v1.app_table_view.create(request.build()).data.view.view_id
    views = sdk.bitable.v1.app_table_view.list(
        here(ListAppTableViewRequest, app_token, table_id).build()
    )
    assert [one.view_name for one in views.data.items] == ["全部", "登记"]
    form = AppTableForm.builder().shared(True).shared_limit("tenant_editable").build()
    request = here(PatchAppTableFormRequest, app_token, table_id).form_id(view_id)
    patched = sdk.bitable.v1.app_table_form.patch(request.request_body(form).build())
    assert patched.data.form.shared_url.startswith("https://")


def test_rows_one_by_one(sdk: Any, app_token: str, table_id: str) -> None:
    records = sdk.bitable.v1.app_table_record
    token = str(uuid.uuid4())
    made = create(sdk, app_token, table_id, token, 标题="甲", 状态="待处理")
    again = create(sdk, app_token, table_id, token, 标题="甲", 状态="待处理")
    record_id = made.data.record.record_id
    assert again.data.record.record_id == record_id
    request = here(UpdateAppTableRecordRequest, app_token, table_id).record_id(record_id)
    request = request.ignore_consistency_check(True).request_body(row(数量=5))
    assert records.update(request.build()).success()
    request = here(GetAppTableRecordRequest, app_token, table_id).record_id(record_id)
    shown = records.get(request.automatic_fields(True).build())
    assert shown.data.record.fields == {"标题": "甲", "状态": "待处理", "数量": 5}
    assert shown.data.record.created_by.name == "加管服务台"
    refused = create(sdk, app_token, table_id, 没有="x")
    assert (refused.code, refused.raw.status_code) == (1254045, 200)
    request = here(DeleteAppTableRecordRequest, app_token, table_id).record_id(record_id)
    assert records.delete(request.build()).data.deleted is True
    listed = records.list(here(ListAppTableRecordRequest, app_token, table_id).build())
    assert listed.data.total == 0


def test_rows_in_batches(sdk: Any, app_token: str, table_id: str) -> None:
    records = sdk.bitable.v1.app_table_record
    rows = [row(标题=f"行{n}", 数量=n) for n in range(3)]
    body = BatchCreateAppTableRecordRequestBody.builder().records(rows).build()
    request = here(BatchCreateAppTableRecordRequest, app_token, table_id).request_body(body)
    made = records.batch_create(request.client_token(str(uuid.uuid4())).build())
    ids = [one.record_id for one in made.data.records]
    # A typed record drops None; a plain one clears the cell.
    cleared = [{"record_id": ids[0], "fields": {"数量": None}}]
    change = BatchUpdateAppTableRecordRequestBody.builder().records(cleared).build()
    request = here(BatchUpdateAppTableRecordRequest, app_token, table_id).request_body(change)
    assert records.batch_update(request.build()).success()
    asked = BatchGetAppTableRecordRequestBody.builder().record_ids([*ids, "recgone12345"])
    asked = asked.automatic_fields(True).build()
    request = here(BatchGetAppTableRecordRequest, app_token, table_id).request_body(asked)
    got = records.batch_get(request.build())
    assert got.data.absent_record_ids == ["recgone12345"]
    assert got.data.records[0].fields == {"标题": [{"type": "text", "text": "行0"}]}
    gone = BatchDeleteAppTableRecordRequestBody.builder().records(ids[:1]).build()
    request = here(BatchDeleteAppTableRecordRequest, app_token, table_id).request_body(gone)
    assert records.batch_delete(request.build()).data.records[0].deleted is True
    assert search(sdk, app_token, table_id).data.total == 2


def test_a_search_filters_sorts_and_chooses(sdk: Any, app_token: str, table_id: str) -> None:
    for title, count in (("甲", 1), ("乙", 5), ("丙", 9)):
        create(sdk, app_token, table_id, 标题=title, 数量=count)
    empty = Condition.builder().field_name("状态").operator("isEmpty").value([]).build()
    many = Condition.builder().field_name("数量").operator("isGreater").value(["1"]).build()
    only = FilterInfo.builder().conjunction("and").conditions([empty, many]).build()
    order = Sort.builder().field_name("数量").desc(True).build()
    body = SearchAppTableRecordRequestBody.builder().field_names(["标题"]).filter(only)
    found = search(sdk, app_token, table_id, body.sort([order]).automatic_fields(True).build())
    assert [one.fields["标题"][0]["text"] for one in found.data.items] == ["丙", "乙"]
    assert found.data.items[0].last_modified_time > 0


def test_files_and_subscriptions(sdk: Any, app_token: str, table_id: str) -> None:
    drive = sdk.drive.v1
    body = (
        UploadAllMediaRequestBody.builder()
        .file_name("pump.png")
        .parent_type("bitable_image")
        .parent_node(app_token)
        .size(3)
        .extra(f'{{"drive_route_token":"{app_token}"}}')
        .file(io.BytesIO(b"abc"))
        .build()
    )
    sent = drive.media.upload_all(UploadAllMediaRequest.builder().request_body(body).build())
    assert sent.success(), sent.msg
    token = sent.data.file_token
    assert create(sdk, app_token, table_id, 照片=[{"file_token": token}]).success()
    request = DownloadMediaRequest.builder().file_token(token).build()
    got = drive.media.download(request)
    assert (got.file.read(), got.file_name) == (b"abc", "pump.png")
    request = BatchGetTmpDownloadUrlMediaRequest.builder().file_tokens([token]).build()
    links = drive.media.batch_get_tmp_download_url(request).data.tmp_download_urls
    assert links[0].file_token == token
    subscribe = SubscribeFileRequest.builder().file_token(app_token).file_type("bitable")
    assert drive.file.subscribe(subscribe.build()).success()
    state = GetSubscribeFileRequest.builder().file_token(app_token).file_type("bitable")
    assert drive.file.get_subscribe(state.build()).data.is_subscribe is True
