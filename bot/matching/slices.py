"""Kinds of questions that are worth counting on their own."""

from collections.abc import Sequence

from bot.matching.evaluation import NONE, Report, evaluate
from bot.matching.features import RANKING, Asked, ranking_features
from bot.matching.index import Index
from bot.matching.noise import KINDS, homophones, spoilt
from bot.matching.normalise import is_small_talk
from bot.matching.port import Matcher

Queries = Sequence[tuple[str, str]]

_LONG, _SHORT = 20, 8
_NEAR = 0.35
_FIELDS = ("top1", "recall_at_3", "answered_share", "answered_precision", "false_answer_rate_none")


def slices(index: Index, queries: Queries) -> dict[str, list[tuple[str, str]]]:
    """Name and questions; a question may be in several."""
    alike = homophones(index.questions_as_heard)
    category = dict(zip(index.codes, index.categories, strict=True))
    found = {"all": list(queries)}
    found |= {
        f"spoilt: {kind.__name__}": [(spoilt(text, kind, alike), gold) for text, gold in queries]
        for kind in KINDS
    }
    found[f"up to {_SHORT} characters"] = [q for q in queries if len(q[0]) <= _SHORT]
    found[f"over {_LONG} characters"] = [q for q in queries if len(q[0]) > _LONG]
    vain = [q for q in queries if q[1] == NONE]
    found["NONE, near misses"] = [q for q in vain if is_near_miss(index, q[0])]
    found["NONE, all others"] = [q for q in vain if not is_near_miss(index, q[0])]
    for name in dict.fromkeys(index.categories):
        found[name] = [q for q in queries if category.get(q[1]) == name]
    return found


def is_near_miss(index: Index, text: str) -> bool:
    """Whether some entry holds most of what the question is made of."""
    asked = Asked.of(text, index)
    if is_small_talk(asked.plain):
        return False
    cover = ranking_features(index, asked)[:, RANKING.index("char_bag_cover")]
    return bool(cover.max() >= _NEAR)


def table(matcher: Matcher, cut: dict[str, list[tuple[str, str]]]) -> str:
    rows = [f"| slice | questions | {' | '.join(_FIELDS)} |", "|---" * (len(_FIELDS) + 2) + "|"]
    for name, queries in cut.items():
        report = evaluate(matcher, queries)
        cells = " | ".join(_cell(report, field, queries) for field in _FIELDS)
        rows.append(f"| {name} | {len(queries)} | {cells} |")
    return "\n".join(rows)


def _cell(report: Report, field: str, queries: Queries) -> str:
    vain = [gold == NONE for _, gold in queries]
    empty = not any(vain) if field.endswith("none") else all(vain)
    return "–" if empty else f"{getattr(report, field):.3f}"
