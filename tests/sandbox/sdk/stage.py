"""What calls need to be there first: messages, groups, bases, files, a helpdesk."""

from __future__ import annotations

import base64
import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

from sandbox.stub_bot import Api, Result, StubBot
from sandbox.testing import Running

Json = dict[str, Any]
BACK = "http://127.0.0.1:7000/back"
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)
HELPDESK = ("7000000000000000001", "ht-contract")
BLOCK = 4 * 1024 * 1024


class Stage:
    """Everything is made anew for each call, without the SDK."""

    def __init__(self, running: Running, bot: StubBot) -> None:
        self._bot = bot
        self.base = running.base
        self.client = running.client
        self.api = Api(running.base)
        self.api.login()
        self.alice = str(self.client.person(role="站长")["open_id"])
        self.bob = str(self.client.person(kind="agent")["open_id"])
        key = base64.b64encode(":".join(HELPDESK).encode()).decode()
        self.tabs: list[str] = []
        self.menu_id = self.revision = self.table_id = self.record_id = ""
        self.headers = {"X-Lark-Helpdesk-Authorization": key}

    def call(self, method: str, path: str, body: Json | None = None, **query: Any) -> Json:
        answer = self.api.call(method, path, body, query=query or None)
        assert answer.code == 0, answer.body
        return answer.body.get("data") or {}

    # Messages

    def text(self, to: str = "") -> str:
        return str(self._sent(self.api.send(to or self.alice, {"text": "您好"}))["message_id"])

    def card(self, to: str = "") -> str:
        return str(self._sent(self.api.send(to or self.alice, card(), "interactive"))["message_id"])

    def heard(self) -> str:
        return str(self.client.say(self.alice, "打印机卡纸")["message_id"])

    def talk(self, message_id: str = "") -> str:
        """Alice's chat with the bot."""
        return str(self.client.message(self.alice, message_id or self.text())["chat_id"])

    def read(self) -> str:
        """A message by the bot that Alice has seen."""
        message = self.text()
        self.client.read(self.alice, self.talk(message))
        return message

    def ephemeral(self) -> str:
        body = {"chat_id": self.group(), "open_id": self.alice, "msg_type": "interactive"}
        return str(self.call("POST", "/ephemeral/v1/send", body | {"card": card()})["message_id"])

    def pictured(self) -> tuple[str, str]:
        """A message by Alice, and the key of its picture."""
        key = self.client.upload(self.alice, "a.png", PICTURE, "image/png")["image_key"]
        chat = self.client.p2p(self.alice)
        said = self.client.write(self.alice, chat, {"image_key": key}, msg_type="image")
        return said["message_id"], key

    def reaction(self) -> tuple[str, str]:
        message = self.text()
        body = {"reaction_type": {"emoji_type": "OK"}}
        made = self.call("POST", f"/im/v1/messages/{message}/reactions", body)
        return message, made["reaction_id"]

    def pinned(self) -> str:
        message = self.text()
        self.call("POST", "/im/v1/pins", {"message_id": message})
        return message

    def thread(self) -> str:
        body = {"msg_type": "text", "content": '{"text": "好"}', "reply_in_thread": True}
        made = self.call("POST", f"/im/v1/messages/{self.text()}/reply", body)
        return str(made["thread_id"])

    def batch(self) -> str:
        body = {"msg_type": "text", "content": {"text": "您好"}, "open_ids": [self.alice]}
        return str(self.call("POST", "/message/v4/batch_send/", body)["message_id"])

    def image(self) -> str:
        made = self.api.upload("/im/v1/images", {"image_type": "message"}, "image", PICTURE)
        return str(made.data["image_key"])

    def file(self) -> str:
        fields = {"file_type": "stream", "file_name": "a.txt"}
        return str(self.api.upload("/im/v1/files", fields, "file", b"abc").data["file_key"])

    def pressed(self) -> str:
        """The token of a click on a card."""
        self.client.click(self.alice, self.card(), "领取")
        return str(self._bot.of("card.action.trigger")[-1].event["token"])

    # Groups

    def group(self, **more: Any) -> str:
        body = {"name": "群", "user_id_list": [self.alice], **more}
        return str(self.call("POST", "/im/v1/chats", body)["chat_id"])

    def named_group(self) -> str:
        self.group(name="找得到的群")
        return "找得到"

    def managed_group(self) -> str:
        group = self.group()
        path = f"/im/v1/chats/{group}/managers/add_managers"
        self.call("POST", path, {"manager_ids": [self.alice]}, member_id_type="open_id")
        return group

    def public_group(self) -> str:
        """A public group that the bot has left."""
        group, bot = self.group(chat_type="public"), [self.api.app_id]
        path = f"/im/v1/chats/{group}/members"
        self.call("DELETE", path, {"id_list": bot}, member_id_type="app_id")
        return group

    def noticed_group(self) -> str:
        group = self.group()
        body = {"chat_top_notice": [{"action_type": "2"}]}
        self.call("POST", f"/im/v1/chats/{group}/top_notice/put_top_notice", body)
        return group

    def group_with_tab(self) -> tuple[str, list[str]]:
        group = self.group()
        tab = {"tab_name": "网", "tab_type": "url", "tab_content": {"url": "https://a.example"}}
        made = self.call("POST", f"/im/v1/chats/{group}/chat_tabs", {"chat_tabs": [tab]})
        return group, [one["tab_id"] for one in made["chat_tabs"]]

    def group_with_menu(self) -> tuple[str, str]:
        group = self.group()
        made = self.call("POST", f"/im/v1/chats/{group}/menu_tree", menu())
        top = made["menu_tree"]["chat_menu_top_levels"][0]
        return group, str(top["chat_menu_top_level_id"])

    # Bases and files

    def app(self) -> str:
        made = self.call("POST", "/bitable/v1/apps", {"name": "反馈"})["app"]
        return str(made["app_token"])

    def table(self) -> Json:
        """With app_token and table_id, as paths need them."""
        app, columns = (
            self.app(),
            [{"field_name": "标题", "type": 1}, {"field_name": "数", "type": 2}],
        )
        body = {"table": {"name": "问题", "default_view_name": "全部", "fields": columns}}
        made = self.call("POST", f"/bitable/v1/apps/{app}/tables", body)
        return {"app_token": app, "table_id": made["table_id"]}

    def record(self) -> Json:
        table = self.table()
        made = self.call("POST", f"{path_of(table)}/records", {"fields": {"标题": "卡纸", "数": 3}})
        return table | {"record_id": made["record"]["record_id"]}

    def field(self) -> Json:
        table = self.table()
        fields = self.call("GET", f"{path_of(table)}/fields")["items"]
        return table | {"field_id": fields[1]["field_id"]}

    def view(self, kind: str = "grid") -> Json:
        table = self.table()
        body = {"view_name": "另一个", "view_type": kind}
        made = self.call("POST", f"{path_of(table)}/views", body)
        return table | {"view_id": made["view"]["view_id"]}

    def form(self) -> Json:
        view = self.view("form")
        return {"form_id": view.pop("view_id"), **view}

    def form_field(self) -> Json:
        form = self.form()
        found = self.call("GET", f"{path_of(form)}/forms/{form['form_id']}/fields")["items"]
        return form | {"field_id": found[0]["field_id"]}

    def media(self, app: str = "") -> str:
        fields = {
            "file_name": "a.png",
            "parent_type": "bitable_image",
            "parent_node": app or self.app(),
            "size": str(len(PICTURE)),
        }
        made = self.api.upload("/drive/v1/medias/upload_all", fields, "file", PICTURE)
        return str(made.data["file_token"])

    def prepared(self, size: int) -> str:
        body = {"file_name": "a", "parent_type": "bitable_file", "parent_node": self.app()}
        made = self.call("POST", "/drive/v1/medias/upload_prepare", body | {"size": size})
        return str(made["upload_id"])

    def uploaded(self) -> str:
        upload = self.prepared(3)
        fields = {"upload_id": upload, "seq": "0", "size": "3"}
        assert self.api.upload("/drive/v1/medias/upload_part", fields, "file", b"abc").code == 0
        return upload

    def download_link(self) -> Json:
        """The query of a short-lived link, which needs no token."""
        path = "/drive/v1/medias/batch_get_tmp_download_url"
        found = self.call("GET", path, file_tokens=self.media())["tmp_download_urls"]
        query = parse_qs(urlsplit(found[0]["tmp_download_url"]).query)
        return {name: values[0] for name, values in query.items()}

    def subscribed(self) -> str:
        app = self.app()
        self.call("POST", f"/drive/v1/files/{app}/subscribe", file_type="bitable")
        return app

    # People

    def login(self) -> str:
        """Alice's own token."""
        self.client.allow_redirect(BACK)
        code = self.client.code_for(self.alice, BACK, scope="contact:contact.base:readonly im:chat")
        body = {"grant_type": "authorization_code", "code": code, "redirect_uri": BACK}
        secret = {"client_id": self.api.app_id, "client_secret": "sandbox-secret"}
        token = self.api.call("POST", "/authen/v2/oauth/token", body | secret).body["access_token"]
        return str(token)

    def department(self) -> str:
        path = f"/contact/v3/users/{self.alice}"
        found = self.call("GET", path, department_id_type="open_department_id")["user"]
        return str(found["department_ids"][0])

    def _sent(self, answer: Result) -> Json:
        assert answer.code == 0, answer.body
        return answer.data


def card() -> Json:
    button = {
        "tag": "button",
        "text": {"tag": "plain_text", "content": "领取"},
        "behaviors": [{"type": "callback", "value": {"act": "take"}}],
    }
    title = {"title": {"tag": "plain_text", "content": "工单"}}
    return {
        "schema": "2.0",
        "config": {"update_multi": True},
        "header": title,
        "body": {"elements": [button]},
    }


def menu() -> Json:
    link = {"common_url": "https://a.example"}
    item = {"action_type": "REDIRECT_LINK", "redirect_link": link, "name": "网"}
    return {"menu_tree": {"chat_menu_top_levels": [{"chat_menu_item": item}]}}


def path_of(table: Json) -> str:
    return f"/bitable/v1/apps/{table['app_token']}/tables/{table['table_id']}"


def text(content: str) -> str:
    return json.dumps({"text": content}, ensure_ascii=False)
