"""Which scopes each API wants: one of each group.

Source: the table "权限要求" of every API's page, for example
https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/message/create
"""

from sandbox.api.call import Route

Groups = tuple[tuple[str, ...], ...]

BOT_SEND = ("im:message", "im:message:send_as_bot")
SEND = (*BOT_SEND, "im:message:send")
CHANGE = (*BOT_SEND, "im:message:update")
READ = ("im:message", "im:message:readonly")
HISTORY = (*READ, "im:message.history:readonly")
READERS = (*READ, "im:message:basic")
REACT = ("im:message", "im:message.reactions:write_only")
SEE_REACTIONS = ("im:message.reactions:read", "im:message:readonly", "im:message")
PIN = ("im:message", "im:message.pins:write_only")
SEE_PINS = (*READ, "im:message.pins:read")
UPLOAD = ("im:resource", "im:resource:upload")
BATCH = ("im:message:send_multi_users", "im:message:send_multi_depts")
CHAT = ("im:chat", "im:chat:read", "im:chat:readonly")
MEMBERS = ("im:chat", "im:chat.members:write_only")
SEE_MEMBERS = ("im:chat", "im:chat:readonly", "im:chat.members:read")
CONTACT = (
    "contact:contact.base:readonly",
    "contact:contact:readonly_as_app",
    "contact:contact:access_as_app",
)
ORGANIZE = ("contact:department.organize:readonly", *CONTACT[1:])

_MESSAGE = "/im/v1/messages/{message_id}"
_CHAT = "/im/v1/chats/{chat_id}"
_BATCH = "/im/v1/batch_messages/{batch_message_id}"


def _chat_part(name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The scopes that write and that read a part of a group."""
    return ("im:chat", f"im:chat.{name}:write_only"), ("im:chat", f"im:chat.{name}:read")


WRITE_TABS, READ_TABS = _chat_part("tabs")
WRITE_MENU, READ_MENU = _chat_part("menu_tree")
WRITE_NEWS, READ_NEWS = _chat_part("announcement")
WRITE_NOTICE, _ = _chat_part("top_notice")
WRITE_MANAGERS, _ = _chat_part("managers")

NEEDS: dict[str, Groups] = {
    "POST /im/v1/messages": (SEND,),
    f"POST {_MESSAGE}/reply": (SEND,),
    f"PUT {_MESSAGE}": (CHANGE,),
    f"PATCH {_MESSAGE}": (CHANGE,),
    f"DELETE {_MESSAGE}": ((*BOT_SEND, "im:message:recall"),),
    f"GET {_MESSAGE}": (READ,),
    "GET /im/v1/messages": (HISTORY,),
    f"POST {_MESSAGE}/forward": (BOT_SEND,),
    "POST /im/v1/messages/merge_forward": (BOT_SEND,),
    "POST /im/v1/threads/{thread_id}/forward": (BOT_SEND,),
    f"PATCH {_MESSAGE}/urgent_app": (("im:message.urgent", "im:message.urgent:app_send"),),
    f"PATCH {_MESSAGE}/urgent_sms": (("im:message.urgent:sms", "im:message.urgent:sms_send"),),
    f"PATCH {_MESSAGE}/urgent_phone": (
        ("im:message.urgent:phone", "im:message.urgent:phone_send"),
    ),
    f"GET {_MESSAGE}/read_users": (READERS,),
    f"POST {_MESSAGE}/push_follow_up": (BOT_SEND,),
    f"POST {_MESSAGE}/reactions": (REACT,),
    f"GET {_MESSAGE}/reactions": (SEE_REACTIONS,),
    f"DELETE {_MESSAGE}/reactions/{{reaction_id}}": (REACT,),
    "POST /im/v1/messages/reactions/batch_query": (SEE_REACTIONS,),
    "POST /im/v1/pins": (PIN,),
    "DELETE /im/v1/pins/{message_id}": (PIN,),
    "GET /im/v1/pins": (SEE_PINS,),
    f"GET {_MESSAGE}/resources/{{file_key}}": (HISTORY,),
    "POST /im/v1/images": (UPLOAD,),
    "GET /im/v1/images/{image_key}": (UPLOAD,),
    "POST /im/v1/files": (UPLOAD,),
    "GET /im/v1/files/{file_key}": (UPLOAD,),
    "POST /message/v4/batch_send/": (BOT_SEND, BATCH),
    "POST /message/v4/batch_send": (BOT_SEND, BATCH),
    f"DELETE {_BATCH}": (BATCH,),
    f"GET {_BATCH}/get_progress": (BATCH,),
    f"GET {_BATCH}/read_user": (BATCH,),
    "POST /ephemeral/v1/send": (CHANGE,),
    "POST /ephemeral/v1/delete": (CHANGE,),
    "POST /interactive/v1/card/update": (CHANGE,),
    "POST /im/v1/chats": (("im:chat", "im:chat:create"),),
    "GET /im/v1/chats": (CHAT,),
    "GET /im/v1/chats/search": (CHAT,),
    f"GET {_CHAT}": (CHAT,),
    f"PUT {_CHAT}": (("im:chat", "im:chat:update"),),
    f"DELETE {_CHAT}": (("im:chat", "im:chat:delete"),),
    f"POST {_CHAT}/link": (CHAT,),
    f"POST {_CHAT}/members": (MEMBERS,),
    f"DELETE {_CHAT}/members": (MEMBERS,),
    f"GET {_CHAT}/members": (SEE_MEMBERS,),
    f"GET {_CHAT}/members/is_in_chat": (SEE_MEMBERS,),
    f"PATCH {_CHAT}/members/me_join": (MEMBERS,),
    f"POST {_CHAT}/managers/add_managers": (WRITE_MANAGERS,),
    f"POST {_CHAT}/managers/delete_managers": (WRITE_MANAGERS,),
    f"GET {_CHAT}/moderation": (("im:chat", "im:chat.moderation:read"),),
    f"PUT {_CHAT}/moderation": (("im:chat", "im:chat:moderation:write_only"),),
    f"POST {_CHAT}/top_notice/put_top_notice": (WRITE_NOTICE,),
    f"POST {_CHAT}/top_notice/delete_top_notice": (WRITE_NOTICE,),
    f"POST {_CHAT}/chat_tabs": (WRITE_TABS,),
    f"POST {_CHAT}/chat_tabs/update_tabs": (WRITE_TABS,),
    f"POST {_CHAT}/chat_tabs/sort_tabs": (WRITE_TABS,),
    f"DELETE {_CHAT}/chat_tabs/delete_tabs": (WRITE_TABS,),
    f"GET {_CHAT}/chat_tabs/list_tabs": (READ_TABS,),
    f"POST {_CHAT}/menu_tree": (WRITE_MENU,),
    f"DELETE {_CHAT}/menu_tree": (WRITE_MENU,),
    f"POST {_CHAT}/menu_tree/sort": (WRITE_MENU,),
    f"PATCH {_CHAT}/menu_items/{{menu_item_id}}": (WRITE_MENU,),
    f"GET {_CHAT}/menu_tree": (READ_MENU,),
    f"PATCH {_CHAT}/announcement": (WRITE_NEWS,),
    f"GET {_CHAT}/announcement": (READ_NEWS,),
    "GET /docx/v1/chats/{chat_id}/announcement": (READ_NEWS[1:],),
    "GET /contact/v3/users/{user_id}": (CONTACT,),
    "GET /contact/v3/users/batch": (CONTACT,),
    "POST /contact/v3/users/batch_get_id": (("contact:user.id:readonly",),),
    "POST /contact/v3/users/basic_batch": (("contact:user.basic_profile:readonly",),),
    "GET /contact/v3/users/find_by_department": (CONTACT, ORGANIZE),
    "GET /contact/v3/departments/{department_id}/children": (CONTACT, ORGANIZE),
    "GET /contact/v3/departments/{department_id}": (CONTACT,),
    "GET /contact/v3/departments/batch": (CONTACT,),
    "GET /contact/v3/departments/parent": (CONTACT, ORGANIZE),
    "GET /contact/v3/scopes": (CONTACT,),
    "GET /event/v1/outbound_ip": (("event:ip_list",),),
}


def needs_of(route: Route) -> Groups:
    """An API that the table does not know wants the scope that its route names."""
    found = NEEDS.get(route.api)
    if found is not None:
        return found
    return ((route.scope,),) if route.scope else ()
