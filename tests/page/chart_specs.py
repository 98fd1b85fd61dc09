"""One chart of each of the thirteen kinds that cards show."""

from typing import Any

Json = dict[str, Any]

DAYS = ("周一", "周二", "周三", "周四", "周五")
WEEK = [{"d": day, "n": 12 + 7 * i % 11} for i, day in enumerate(DAYS)]
BY_SITE = [
    {"d": day, "site": site, "n": 3 + (5 * i + 4 * j) % 9}
    for i, day in enumerate(DAYS)
    for j, site in enumerate(("望舒站", "长庚站"))
]
KINDS = [
    {"k": kind, "v": v} for kind, v in (("POS", 40), ("网络", 25), ("油机", 20), ("打印机", 15))
]
SKILLS = [
    {"k": kind, "v": v} for kind, v in (("响应", 80), ("解决", 65), ("满意", 90), ("复发", 40))
]
DONE = [{"k": kind, "v": v} for kind, v in (("POS", 0.8), ("网络", 0.55), ("油机", 0.3))]
WORDS = [
    {"w": word, "n": 60 - 4 * i}
    for i, word in enumerate(
        (
            "卡纸",
            "断网",
            "油枪",
            "小票",
            "开票",
            "扫码",
            "死机",
            "黑屏",
            "漏油",
            "对账",
            "液位",
            "发票",
        )
    )
]


def data(values: list[Json]) -> Json:
    return {"values": values}


SPECS: dict[str, Json] = {
    "line": {"type": "line", "data": data(WEEK), "xField": "d", "yField": "n"},
    "area": {"type": "area", "data": data(WEEK), "xField": "d", "yField": "n"},
    "bar": {
        "type": "bar",
        "title": {"text": "每日工单"},
        "data": data(BY_SITE),
        "xField": ["d", "site"],
        "yField": "n",
        "seriesField": "site",
        "legends": {"visible": True, "orient": "bottom"},
    },
    "horizontal_bar": {
        "type": "bar",
        "direction": "horizontal",
        "data": data(WEEK),
        "xField": "n",
        "yField": "d",
    },
    "ring": {
        "type": "pie",
        "data": data(KINDS),
        "valueField": "v",
        "categoryField": "k",
        "innerRadius": 0.6,
        "outerRadius": 0.9,
        "legends": {"visible": True, "orient": "right"},
    },
    "pie": {
        "type": "pie",
        "data": data(KINDS),
        "valueField": "v",
        "categoryField": "k",
        "label": {"visible": True},
    },
    "common": {
        "type": "common",
        "data": [data(WEEK), data(BY_SITE)],
        "series": [
            {"type": "bar", "dataIndex": 0, "xField": "d", "yField": "n"},
            {"type": "line", "dataIndex": 1, "xField": "d", "yField": "n", "seriesField": "site"},
        ],
        "axes": [{"orient": "left"}, {"orient": "bottom"}],
    },
    "funnel": {
        "type": "funnel",
        "data": data(KINDS),
        "valueField": "v",
        "categoryField": "k",
        "label": {"visible": True},
    },
    "scatter": {
        "type": "scatter",
        "data": data([{"x": 3 * i % 17, "y": 5 * i % 13} for i in range(24)]),
        "xField": "x",
        "yField": "y",
        "axes": [{"orient": "left", "type": "linear"}, {"orient": "bottom", "type": "linear"}],
    },
    "radar": {
        "type": "radar",
        "data": data(SKILLS),
        "categoryField": "k",
        "valueField": "v",
        "area": {"visible": True},
    },
    "linear_progress": {
        "type": "linearProgress",
        "data": data(DONE),
        "direction": "horizontal",
        "xField": "v",
        "yField": "k",
        "seriesField": "k",
        "cornerRadius": 20,
        "axes": [{"orient": "left", "domainLine": {"visible": False}}],
    },
    "circular_progress": {
        "type": "circularProgress",
        "data": data(DONE[:1]),
        "valueField": "v",
        "categoryField": "k",
        "seriesField": "k",
        "radius": 0.9,
        "innerRadius": 0.7,
        "indicator": {"visible": True, "title": {"style": {"text": "80%"}}},
    },
    "word_cloud": {
        "type": "wordCloud",
        "data": data(WORDS),
        "nameField": "w",
        "valueField": "n",
        "seriesField": "w",
    },
}
