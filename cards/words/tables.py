"""Names of states and columns in the table of tickets, which managers look at and nobody edits."""

TICKETS_TABLE = "工单一览（只看）"
TICKET_STATES = {
    "new": "新建",
    "queued": "排队中",
    "assigned": "已派单",
    "in_progress": "处理中",
    "waiting_user": "等对方回复",
    "escalated": "已升级",
    "resolved": "已解决",
    "closed": "已关闭",
    "cancelled": "已取消",
    "merged": "已合并",
}
PRIORITIES = {"P1": "P1", "P2": "P2", "P3": "P3", "P4": "P4"}
