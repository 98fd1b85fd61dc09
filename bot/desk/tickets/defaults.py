"""The rules the product ships with, as the data an operator may replace; minutes everywhere."""

from __future__ import annotations

from typing import Any

# What stops a station comes first: fuel, fire, money that can't be taken, the only till.
PRIORITY: dict[str, Any] = {
    "rules": [
        {
            "id": "danger",
            "priority": "P1",
            "any_words": [
                *("漏油", "渗油", "溢油", "冒烟", "着火", "起火", "触电", "混油", "误卸"),
                *("高高", "水位报警", "已停售", "已停枪"),
            ],
        },
        {"id": "payment_down", "priority": "P1", "when": {"payment_down": True}},
        {"id": "half_the_guns", "priority": "P1", "when": {"guns_down_share": {"at_least": 0.5}}},
        {"id": "all_tills", "priority": "P1", "when": {"tills_down_share": {"at_least": 1}}},
        {"id": "station_offline", "priority": "P1", "when": {"offline": True}},
        {
            "id": "all_of_it",
            "priority": "P1",
            "any_words": [
                *("全站断", "全站油枪", "全站加油卡", "所有枪", "全灰", "全灭"),
                *("全不行", "都不行", "全部失败", "都失败", "都是失败", "都刷不了", "都扫不了"),
                *("只有一台", "收不了钱"),
            ],
        },
        {"id": "business_hurt", "priority": "P2", "when": {"business_hurt": True}},
        {
            "id": "books_blocked",
            "priority": "P2",
            "any_words": ["日结失败", "班结失败", "交不了班", "日结卡", "掉线", "离线", "没到账"],
        },
        {"id": "question", "priority": "P4", "any_words": ["怎么查", "怎么开", "申请", "建议"]},
    ],
    "otherwise": "P3",
}

ROUTING: dict[str, Any] = {
    "rules": [],
    "default_group": "G01",
    "prefer_own": True,
    "sticky_days": 0,
    "over_capacity": {"P1": 1},
}

ALWAYS, OFFICE = "24h", "office"
URGENT = ["P1", "P2"]


def _step(id: str, clock: str, do: str, *to: str, **more: Any) -> dict[str, Any]:
    return {"id": id, "clock": clock, "do": do, "to": list(to), **more}


SLA: dict[str, Any] = {
    "calendars": {
        ALWAYS: {"always": True},
        OFFICE: {"workday": [["08:30", "12:00"], ["13:30", "18:00"]], "restday": []},
    },
    # The first line that fits counts.
    "targets": [
        {
            "priorities": ["P1"],
            "calendar": ALWAYS,
            "first_response": 5,
            "next_response": 10,
            "resolution": 120,
        },
        {
            "priorities": ["P2"],
            "calendar": ALWAYS,
            "first_response": 15,
            "next_response": 30,
            "resolution": 480,
        },
        {
            "priorities": ["P3"],
            "calendar": OFFICE,
            "first_response": 60,
            "next_response": 120,
            "resolution": 960,
        },
        {
            "priorities": ["P4"],
            "calendar": OFFICE,
            "first_response": 240,
            "next_response": 480,
            "resolution": 2400,
        },
    ],
    "waits": [
        {"clock": "queue", "priorities": URGENT, "calendar": ALWAYS, "minutes": 2},
        {"clock": "queue", "calendar": OFFICE, "minutes": 15},
        {"clock": "accept", "priorities": URGENT, "calendar": ALWAYS, "minutes": 2},
        {"clock": "accept", "calendar": ALWAYS, "minutes": 5},
        {"clock": "expert", "priorities": URGENT, "calendar": ALWAYS, "minutes": 10},
        {"clock": "expert", "calendar": OFFICE, "minutes": 60},
        {"clock": "silence", "priorities": ["P1"], "calendar": ALWAYS, "minutes": 15},
        {"clock": "silence", "priorities": ["P2"], "calendar": ALWAYS, "minutes": 60},
        {"clock": "silence", "calendar": OFFICE, "minutes": 240},
        {"clock": "waiting", "calendar": OFFICE, "minutes": 960},
        {"clock": "confirm", "calendar": OFFICE, "minutes": 960},
    ],
    # In each state some step repeats without end, or ends the state: no ticket falls silent.
    "steps": [
        _step("warn", "first_response", "card", "owner", "group", share=0.6),
        _step("late", "first_response", "urgent_app", "owner", "lead"),
        _step("ring", "first_response", "urgent_phone", "owner", plus=2, priorities=["P1"]),
        _step("next", "first_response", "card", "next_on_shift", plus=4, priorities=URGENT),
        _step("lead", "first_response", "urgent_phone", "lead", plus=6, priorities=["P1"]),
        _step("region", "first_response", "urgent_app", "region", plus=10, priorities=URGENT),
        _step("warn", "next_response", "card", "owner", share=0.6),
        _step("late", "next_response", "urgent_app", "owner"),
        _step("lead", "next_response", "card", "lead", share=1.5),
        _step("warn", "resolution", "card", "owner", "experts", share=0.75),
        _step("late", "resolution", "urgent_app", "owner", "lead"),
        _step("region", "resolution", "card", "region", share=1.5, priorities=URGENT),
        _step("offer", "queue", "card", "group", share=0.5),
        _step("wider", "queue", "overflow"),
        _step("anybody", "queue", "overflow", share=2),
        _step("lead", "queue", "urgent_app", "lead", share=2, every=10, times=0),
        _step("region", "queue", "urgent_app", "region", share=5, priorities=URGENT),
        _step("remind", "accept", "urgent_app", "owner", share=0.5),
        _step("ring", "accept", "urgent_phone", "owner", share=0.75, priorities=URGENT),
        _step("take_back", "accept", "take_back"),
        _step("remind", "expert", "urgent_app", "experts", share=0.5),
        _step("next", "expert", "next_expert", share=1, every=10, times=3),
        _step("lead", "expert", "urgent_app", "lead", share=2, every=30, times=0),
        _step("remind", "silence", "card", "owner"),
        _step("urgent", "silence", "urgent_app", "owner", share=1.5),
        _step("lead", "silence", "card", "owner", "lead", share=2, every=60, times=0),
        _step("take_back", "silence", "take_back", share=4, priorities=URGENT),
        _step("remind", "waiting", "card", "requester", share=0.5),
        _step("resolve", "waiting", "resolve"),
        _step("remind", "confirm", "card", "requester", share=0.75),
        _step("close", "confirm", "close"),
    ],
    "reopen_days": 7,
    # However quiet the clocks: a ticket is looked at this often.
    "patrol_minutes": 240,
    # What must be filled in before a ticket can be called solved, by category.
    "required": {"*": ["solution"]},
}
