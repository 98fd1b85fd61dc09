"""What a change would do, tried on real questions before it goes live: outside any transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot import internal
from bot.desk import content as contents
from bot.desk import faq
from bot.desk.content import Content
from bot.desk.knowledge import Knowledge, entries_of
from bot.desk.rehearsal import Asked, cases, compare, drawn, met
from bot.internal import Internal
from bot.matching.normalise import normalise
from bot.matching.port import Entries, FaqText, Matcher
from bot.unit_of_work import Tx
from models import FaqEntry, FaqProposal, ProposalKind

EVENT = "faq.trial"
LANE = "faq"
# So many questions take some seconds. What is most like the changed wordings is asked first, for
# there the change is felt; of real questions some more are drawn by their digest. A second trial
# asks the same.
MOST_ASKED = 300
MOST_REAL = 200
# From here on two wordings are the same one, mistyped.
NEAR_RATIO = 90.0
NEAR_CONFIDENCE = 0.8


@dataclass(frozen=True)
class Change:
    """The FAQ before and after; `code` is the entry that changes, `fresh` what it newly says."""

    code: str
    content: str
    before: Entries
    after: Entries
    asked: list[Asked]
    fresh: tuple[str, ...]
    revision: int


def fingerprint(proposal: FaqProposal, entry: FaqEntry | None) -> str:
    """Of all that a trial's outcome depends on, as far as this one entry goes."""
    return contents.digest([proposal.kind.value, contents.proposed(proposal, entry)])


def outcome(proposal: FaqProposal, entry: FaqEntry | None) -> dict[str, Any] | None:
    """The stored trial, if it is of what would be published now."""
    trial: dict[str, Any] | None = proposal.evidence.get("trial")
    return trial if trial and trial["content"] == fingerprint(proposal, entry) else None


def ask(proposal: FaqProposal, entry: FaqEntry | None, tx: Tx, *, again: bool = False) -> None:
    """Have it tried, unless that was done or is under way. Its outcome comes as an event."""
    wanted = fingerprint(proposal, entry)
    evidence = proposal.evidence
    if proposal.kind is ProposalKind.GAP:
        return  # nothing is written yet that could be tried
    if not again and (outcome(proposal, entry) or evidence.get("trying") == wanted):
        return
    number = int(evidence.get("trials", 0)) + 1
    kept = {name: value for name, value in evidence.items() if name != "trial"}
    proposal.evidence = {**kept, "trying": wanted, "trials": number}
    event = Internal(EVENT, LANE, {"proposal": proposal.id})
    internal.post(event, f"trial:{proposal.id}:{number}", tx)


def store(proposal: FaqProposal, entry: FaqEntry | None, trial: dict[str, Any] | None) -> bool:
    """False if it was of something else than would be published now. None: it failed."""
    wanted = fingerprint(proposal, entry)
    if trial is None:
        trial = {"state": "failed", "content": wanted}
    if trial["content"] != wanted:
        return False
    kept = {name: value for name, value in proposal.evidence.items() if name != "trying"}
    proposal.evidence = {**kept, "trial": trial}
    return True


def compute(proposal_id: int, knowledge: Knowledge) -> dict[str, Any] | None:
    """Ask every question of the sample twice: the FAQ as it is, and as it would be."""
    with knowledge.uow.reading() as tx:
        change = _change(proposal_id, tx)
    if change is None:
        return None
    effects, old = compare(change.before, change.after, change.asked, change.revision, knowledge)
    if effects is None:
        return None
    near = _near(change, old)
    return {"state": "done", "content": change.content, "revision": change.revision} | {
        "near": near,
        **effects,
    }


def _change(proposal_id: int, tx: Tx) -> Change | None:
    proposal = tx.session.get(FaqProposal, proposal_id)
    if proposal is None:
        return None
    entry = tx.session.get(FaqEntry, proposal.entry_id) if proposal.entry_id else None
    content = contents.proposed(proposal, entry)
    code = entry.code if entry is not None else f"proposal-{proposal.id}"
    before = entries_of(tx)
    after = Entries((text for text in before if text.code != code), before.synonyms)
    if content is not None:
        after.append(contents.as_text(code, content))
        # In the order that the index will be built in: ties are decided by it.
        after.sort(key=lambda text: text.code)
    said = contents.of(entry) if entry is not None else contents.BLANK
    fresh = tuple(text for text in _wordings(content) if text not in _wordings(said))
    twin = str(proposal.content.get("twin") or "")
    asked = [
        replace(one, twin=twin) if one.code == code else one
        for one in _sample(cases(tx), before, code, said, content)
    ]
    return Change(code, fingerprint(proposal, entry), before, after, asked, fresh, faq.revision(tx))


def _wordings(content: Content | None) -> list[str]:
    if content is None:
        return []
    return [text for text in (content["question"], *content["similar"]) if text]


def _sample(
    cases: list[Asked], entries: list[FaqText], code: str, said: Content, content: Content | None
) -> list[Asked]:
    """The entry's own, then others' real questions, then others' similar questions."""
    live = {text.code for text in entries} | {code}
    own = [case for case in cases if case.code == code]
    if content is not None:
        own += [Asked(text, code) for text in _wordings(content) + _wordings(said)]
    changed = [normalise(text) for text in _wordings(content) + _wordings(said)]
    real = [case for case in cases if case.code != code and case.code in live]
    near = _nearest(real, changed)[: MOST_REAL // 2]
    similar = [
        Asked(text, entry.code) for entry in entries if entry.code != code for text in entry.similar
    ]
    found: dict[str, Asked] = {}
    for asked in (*own, *near, *drawn(real)[: MOST_REAL // 2], *_nearest(similar, changed)):
        found.setdefault(normalise(asked.text), asked)
        if len(found) == MOST_ASKED:
            break
    return list(found.values())


def _nearest(asked: list[Asked], changed: list[str]) -> list[Asked]:
    from rapidfuzz import fuzz

    def distance(one: Asked) -> float:
        text = normalise(one.text)
        return -max((fuzz.ratio(text, other) for other in changed), default=0.0)

    return sorted(asked, key=lambda one: (distance(one), one.text, one.code))


def _near(change: Change, old: Matcher) -> list[list[str]]:
    """Other entries that say nearly what this one newly says."""
    others = [text for text in change.before if text.code != change.code]
    titles = {text.code: text.question for text in others}
    found: dict[str, None] = {}
    known = [
        (normalise(wording), text.code)
        for text in others
        for wording in (text.question, *text.similar)
    ]
    for wording in change.fresh if known else ():
        found.update(dict.fromkeys(_alike(normalise(wording), known)))
        best = met(old, wording).candidates[:1]
        if best and best[0].confidence >= NEAR_CONFIDENCE and best[0].code in titles:
            found[best[0].code] = None
    return [[code, titles[code]] for code in found]


def _alike(text: str, known: Sequence[tuple[str, str]]) -> list[str]:
    from rapidfuzz import fuzz, process

    found = process.extract(
        text, [each for each, _ in known], scorer=fuzz.ratio, score_cutoff=NEAR_RATIO, limit=3
    )
    return [known[at][1] for _, _, at in found]
