"""The shapes of the finer faults: delays, rules for single APIs, windows of outage."""

import math
import random
from collections.abc import Callable
from fnmatch import fnmatchcase
from typing import Any

Json = dict[str, Any]

# What a rule may do to a call; `token` is 99991663, `half` an answer that breaks off.
KINDS = ("429", "500", "503", "html", "reset", "applied_then_reset", "half", "token")
RULE_FIELDS = {"api", "error", "code", "rate", "latency", "times"}
WINDOW_FIELDS = {"from", "until", "every_s"}
# A normal variable is above this many standard deviations once in a hundred times.
Z99 = 2.3263


class BadWeather(ValueError):
    """The delay, rule or window has another shape."""


def check_latency(value: Json) -> Json:
    names = set(value)
    if not value or names == {"fixed_ms"}:
        numbers = list(value.values())
    elif names == {"uniform_ms"}:
        numbers = value["uniform_ms"]
        if not isinstance(numbers, list) or len(numbers) != 2:
            raise BadWeather("uniform_ms takes [lowest, highest]")
    elif names == {"p50_ms", "p99_ms"}:
        numbers = [value["p50_ms"], value["p99_ms"]]
    else:
        raise BadWeather("latency takes fixed_ms, uniform_ms, or p50_ms and p99_ms")
    if not all(isinstance(one, int | float) and one >= 0 for one in numbers):
        raise BadWeather("a latency is a number of milliseconds")
    if names == {"p50_ms", "p99_ms"} and not 0 < numbers[0] <= numbers[1]:
        raise BadWeather("p99_ms is at least p50_ms, and p50_ms above 0")
    return value


def delay_s(latency: Json, chance: random.Random) -> float:
    """One draw from the distribution, in seconds."""
    if not latency:
        return 0.0
    if "fixed_ms" in latency:
        return float(latency["fixed_ms"]) / 1000
    if "uniform_ms" in latency:
        return chance.uniform(*latency["uniform_ms"]) / 1000
    middle = math.log(latency["p50_ms"])
    spread = (math.log(latency["p99_ms"]) - middle) / Z99
    return math.exp(chance.gauss(middle, spread)) / 1000


def check_rules(rules: list[Any]) -> list[Any]:
    return [_rule(one) for one in rules]


def _rule(given: Any) -> Json:
    if not isinstance(given, dict) or set(given) - RULE_FIELDS:
        raise BadWeather(f"a rule is an object of {', '.join(sorted(RULE_FIELDS))}")
    rule: Json = {"api": "*", "error": "", "code": 0, "rate": 1.0, "latency": {}} | given
    if rule["error"] not in ("", *KINDS):
        raise BadWeather(f"the error of a rule is one of {', '.join(KINDS)}")
    if not isinstance(rule["api"], str) or not isinstance(rule["code"], int):
        raise BadWeather("api is a pattern like `POST /im/v1/messages*`, code a number")
    if not isinstance(rule["rate"], int | float) or not 0 <= rule["rate"] <= 1:
        raise BadWeather("rate is between 0 and 1")
    if not isinstance(rule.get("times", 0), int):
        raise BadWeather("times is a whole number")
    rule["latency"] = check_latency(dict(rule["latency"]))
    return rule


def check_outages(windows: list[Any]) -> list[Any]:
    for one in windows:
        if not isinstance(one, dict) or set(one) - WINDOW_FIELDS or not {"from", "until"} <= {*one}:
            raise BadWeather("an outage takes after_s and for_s, or from and until, and every_s")
        if not all(isinstance(value, int | float) for value in one.values()):
            raise BadWeather("the times of an outage are numbers of seconds")
    return windows


def dated(windows: Any, now: float) -> Any:
    """Windows given as `after_s` and `for_s` become moments of the sandbox's clock."""
    if not isinstance(windows, list):
        return windows
    return [_dated(one, now) for one in windows]


def _dated(window: Any, now: float) -> Any:
    if not isinstance(window, dict) or "for_s" not in window:
        return window
    start = now + window.get("after_s", 0)
    rest = {name: value for name, value in window.items() if name not in ("after_s", "for_s")}
    return {"from": start, "until": start + window["for_s"], **rest}


def is_out(windows: list[Json], now: float) -> bool:
    return any(_covers(one, now) for one in windows)


def _covers(window: Json, now: float) -> bool:
    since, length = now - window["from"], window["until"] - window["from"]
    if since < 0:
        return False
    every = window.get("every_s", 0)
    return bool((since % every if every > 0 else since) < length)


def rule_for(rules: list[Json], apis: tuple[str, ...], chance: random.Random) -> Json:
    """The first rule that concerns the call and strikes now; empty: none."""
    for rule in rules:
        if rule.get("times", 1) <= 0 or not any(fnmatchcase(one, rule["api"]) for one in apis):
            continue
        if chance.random() < rule["rate"]:
            if "times" in rule:
                rule["times"] -= 1
            return rule
    return {}


LIMIT_KINDS = ("api", "user", "chat", "message")


def check_limit_rates(rates: Json) -> Json:
    if set(rates) - set(LIMIT_KINDS):
        raise BadWeather(f"limits are of {', '.join(LIMIT_KINDS)}")
    if not all(isinstance(one, int) and one >= 0 for one in rates.values()):
        raise BadWeather("a limit is a whole number a second; 0: no end")
    return rates


CHECKS: dict[str, Callable[[Any], Any]] = {
    "latency": check_latency,
    "rules": check_rules,
    "outages": check_outages,
    "limit_rates": check_limit_rates,
}
