"""Which events an app may hear, and which fields of them.

Source: the scope table of each event's page, for example
https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/message/events/receive
"""

from typing import Any

from sandbox.state.grants import EMPLOYEE_ID, MENTIONS, P2P_MESSAGES, Grants

MESSAGE = ("im:message", "im:message:readonly")
REACTION = ("im:message.reactions:read", "im:message:readonly", "im:message")
BOT_MEMBER = ("im:chat", "im:chat.members:bot_access", "im:chat:readonly")
USER_MEMBER = ("im:chat", "im:chat.members:read", "im:chat:readonly")
CHAT = ("im:chat", "im:chat:read", "im:chat:readonly")
CONTACT = (
    "contact:contact.base:readonly",
    "contact:contact:readonly_as_app",
    "contact:contact:access_as_app",
)
HELPDESK = ("helpdesk:all", "helpdesk:all:readonly")
NEEDS: dict[str, tuple[str, ...]] = {
    "im.message.receive_v1": (*P2P_MESSAGES, *MENTIONS, "im:message.group_msg"),
    "im.message.message_read_v1": MESSAGE,
    "im.message.recalled_v1": MESSAGE,
    "im.message.reaction.created_v1": REACTION,
    "im.message.reaction.deleted_v1": REACTION,
    "im.chat.member.bot.added_v1": BOT_MEMBER,
    "im.chat.member.bot.deleted_v1": BOT_MEMBER,
    "im.chat.member.user.added_v1": USER_MEMBER,
    "im.chat.member.user.deleted_v1": USER_MEMBER,
    "im.chat.updated_v1": CHAT,
    "im.chat.disbanded_v1": CHAT,
    "im.chat.member.user.withdrawn_v1": USER_MEMBER,
    "contact.user.created_v3": CONTACT,
    "contact.user.updated_v3": CONTACT,
    "contact.user.deleted_v3": CONTACT,
    "helpdesk.ticket.created_v1": HELPDESK,
    "helpdesk.ticket.updated_v1": HELPDESK,
    "helpdesk.ticket_message.created_v1": HELPDESK,
    "drive.file.bitable_record_changed_v1": ("base:record:read", "bitable:app", "drive:drive"),
}
OPERATOR_NAME = "application:application.bot.operator_name:readonly"


def hears(grants: Grants, event_type: str) -> bool:
    needed = NEEDS.get(event_type)
    return needed is None or grants.has(*needed)


def trimmed(grants: Grants, event: dict[str, Any]) -> dict[str, Any]:
    """The event without the fields whose scope is missing: absent, not empty."""
    hidden = set() if grants.has(EMPLOYEE_ID) else {"user_id"}
    hidden |= set() if grants.has(OPERATOR_NAME) else {"operator_name"}
    cut: dict[str, Any] = _without(event, hidden) if hidden else event
    return cut


def _without(node: Any, hidden: set[str]) -> Any:
    if isinstance(node, dict):
        return {
            name: _without(value, hidden)
            for name, value in node.items()
            if not (name in hidden and isinstance(value, str))
        }
    if isinstance(node, list):
        return [_without(one, hidden) for one in node]
    return node
