"""Files of bases over HTTP."""

import zlib
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from sandbox.bases_client import BasesClient
from sandbox.client import SandboxClient
from sandbox.stub_bot import Api, Result
from tests.sandbox.bases.basework import Base

Json = dict[str, Any]
MEDIAS = "/drive/v1/medias"
BLOCK = 4 * 1024 * 1024


def send(api: Api, base: Base, data: bytes = b"abc", **fields: Any) -> Result:
    full = {
        "file_name": "pump.png",
        "parent_type": "bitable_image",
        "parent_node": base.app_token,
        "size": str(len(data)),
    }
    return api.upload(f"{MEDIAS}/upload_all", full | fields, "file", data)


def test_a_file_is_uploaded_and_downloaded(api: Api, base: Base) -> None:
    token = send(api, base, checksum=str(zlib.adler32(b"abc"))).data["file_token"]
    whole = api.call("GET", f"{MEDIAS}/{token}/download")
    assert (whole.status, whole.raw) == (200, b"abc")
    assert whole.headers["Content-Type"] == "image/png"
    assert "pump.png" in whole.headers["Content-Disposition"]
    part = api.call("GET", f"{MEDIAS}/{token}/download", headers={"Range": "bytes=1-1"})
    assert (part.status, part.raw) == (206, b"b")
    assert part.headers["Content-Range"] == "bytes 1-1/3"
    rest = api.call("GET", f"{MEDIAS}/{token}/download", headers={"Range": "bytes=-2"})
    assert rest.raw == b"bc"
    beyond = api.call("GET", f"{MEDIAS}/{token}/download", headers={"Range": "bytes=9-"})
    assert beyond.status == 416


@pytest.mark.parametrize(
    ("fields", "status", "code"),
    [
        ({"size": "4"}, 400, 1062009),
        ({"size": "x"}, 400, 1061002),
        ({"checksum": "1"}, 400, 1062008),
        ({"file_name": ""}, 400, 1061008),
        ({"file_name": "x" * 251}, 400, 1061008),
        ({"parent_type": "docx_image"}, 400, 1061002),
        ({"parent_node": "unknown"}, 400, 1061044),
        ({"extra": "x"}, 400, 1061002),
    ],
)
def test_uploads_are_checked(api: Api, base: Base, fields: Json, status: int, code: int) -> None:
    answer = send(api, base, **fields)
    assert (answer.status, answer.code) == (status, code)


def test_20_mb_is_the_end_of_a_whole_upload(api: Api, base: Base) -> None:
    answer = send(api, base, b"x" * (20 * 1024 * 1024 + 1))
    assert (answer.status, answer.code) == (400, 1061043)


def test_uploads_follow_each_other(api: Api, base: Base) -> None:
    with ThreadPoolExecutor(4) as pool:
        codes = list(pool.map(lambda _: send(api, base).code, range(4)))
    assert set(codes) <= {0, 1061045}
    assert codes.count(0) >= 1


def test_the_bot_needs_the_right_to_edit(api: Api, base: Base, people: BasesClient) -> None:
    token = send(api, base).data["file_token"]
    people.change(base.app_token, bot="view")
    assert send(api, base).code == 1061004
    people.change(base.app_token, bot="none")
    assert api.call("GET", f"{MEDIAS}/{token}/download").code == 1061004
    people.delete(base.app_token)
    assert api.call("GET", f"{MEDIAS}/{token}/download").code == 1061007
    unknown = api.call("GET", f"{MEDIAS}/unknown/download")
    assert (unknown.status, unknown.code) == (404, 1061003)


def test_advanced_permissions_ask_for_the_cell(api: Api, base: Base, people: BasesClient) -> None:
    token = send(api, base).data["file_token"]
    people.change(base.app_token, advanced=True)
    path = f"{MEDIAS}/{token}/download"
    assert api.call("GET", path).status == 403
    extra = {"extra": f'{{"bitablePerm":{{"tableId":"{base.table_id}","rev":1}}}}'}
    assert api.call("GET", path, query=extra).raw == b"abc"


def test_links_carry_their_own_right_for_a_day(api: Api, base: Base, client: SandboxClient) -> None:
    token = send(api, base).data["file_token"]
    links = f"{MEDIAS}/batch_get_tmp_download_url"
    found = api.call("GET", links, query={"file_tokens": token}).data["tmp_download_urls"]
    assert found[0]["file_token"] == token
    path = found[0]["tmp_download_url"].partition("/open-apis")[2]
    stranger = Api(api.base)
    assert stranger.call("GET", path).raw == b"abc"
    client.advance(24 * 3600 + 1)
    assert stranger.call("GET", path).code == 1061004
    api.login()
    assert api.call("GET", links).code == 1061002
    assert api.call("GET", links, query={"file_tokens": [token] * 6}).code == 1061002


def test_a_large_file_comes_in_parts(api: Api, base: Base, client: SandboxClient) -> None:
    data = b"a" * BLOCK + b"bc"
    about = {
        "file_name": "log.txt",
        "parent_type": "bitable_file",
        "parent_node": base.app_token,
        "size": len(data),
    }
    begun = api.call("POST", f"{MEDIAS}/upload_prepare", about).data
    assert (begun["block_size"], begun["block_num"]) == (BLOCK, 2)
    upload = {"upload_id": begun["upload_id"]}

    def part(seq: int, data: bytes) -> Result:
        fields = upload | {"seq": str(seq), "size": str(len(data))}
        return api.upload(f"{MEDIAS}/upload_part", fields, "file", data)

    assert part(0, data[:BLOCK]).code == 0
    early = api.call("POST", f"{MEDIAS}/upload_finish", upload | {"block_num": 2})
    assert early.code == 1062010
    assert part(1, b"b").code == 1062009
    assert part(2, b"b").code == 1062011
    assert part(1, b"bc").code == 0
    done = api.call("POST", f"{MEDIAS}/upload_finish", upload | {"block_num": 2})
    whole = api.call("GET", f"{MEDIAS}/{done.data['file_token']}/download")
    assert whole.raw == data
    assert api.call("POST", f"{MEDIAS}/upload_finish", upload | {"block_num": 2}).code == 1061021
    late = api.call("POST", f"{MEDIAS}/upload_prepare", about).data["upload_id"]
    client.advance(24 * 3600 + 1)
    api.login()
    assert part(0, b"").code in (1061021, 1062009)
    finish = {"upload_id": late, "block_num": 2}
    assert api.call("POST", f"{MEDIAS}/upload_finish", finish).code == 1061021


def test_a_written_list_replaces_the_one_before(api: Api, base: Base) -> None:
    first, second = (send(api, base).data["file_token"] for _ in range(2))
    record = base.new({"标题": "甲", "照片": [{"file_token": first}]})
    change = {"fields": {"照片": [{"file_token": second}]}}
    assert base.call("PUT", f"/records/{record}", change).code == 0
    assert [one["file_token"] for one in base.rows()[0]["照片"]] == [second]
    url = base.rows()[0]["照片"][0]["url"].partition("/open-apis")[2]
    assert api.call("GET", url).raw == b"abc"
