"""`faq review list|show|approve|reject`, `org grant|revoke|grants`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.assembly import build_matcher, open_desk
from bot.commands import Say
from bot.desk import decisions, faces, reviews, roles, trials
from bot.desk.content import Content
from bot.desk.knowledge import Knowledge
from bot.desk.rehearsal import rehearse
from bot.unit_of_work import Tx, UnitOfWork
from cards.review import Effect, FieldChange, ReviewView, TrialView
from cards.review_actions import Seen
from cards.words import review as words
from config import Settings
from models import FaqProposal, ProposalKind, ProposalState, Role

Decide = Callable[[FaqProposal, Tx], decisions.Outcome]


def list_open(settings: Settings, say: Say) -> int:
    with open_desk(settings) as uow, uow.reading() as tx:
        page = pages = 1
        while page <= pages:
            view = reviews.queue(page, tx)
            page, pages = page + 1, view.pages
            for row in view.rows:
                say(f"{row.proposal}\t{words.KINDS[row.kind]}\t{row.title}\t{row.told}")
    say(f"共 {view.total} 条待审核")
    return 0


def show(settings: Settings, proposal_id: int, say: Say) -> int:
    """With its effect, computed here and now if nobody has computed it yet."""
    with open_desk(settings) as uow:
        if not _try(proposal_id, uow):
            say(words.NO_SUCH)
            return 1
        with uow.reading() as tx:
            _tell(faces.view(tx.session.get_one(FaqProposal, proposal_id), tx), say)
    return 0


def approve(settings: Settings, proposal_id: int, say: Say, *, force: bool) -> int:
    with open_desk(settings) as uow:
        if not _try(proposal_id, uow):
            say(words.NO_SUCH)
            return 1

        def decide(proposal: FaqProposal, tx: Tx) -> decisions.Outcome:
            seen: Seen = "fine"
            if force:
                view = faces.view(proposal, tx)
                seen = view.seen
            shown = decisions.Shown.now(proposal)
            return decisions.approve(proposal, faces.OPERATOR, shown, seen, tx)

        return _decide(proposal_id, uow, decide, say)


def reject(settings: Settings, proposal_id: int, reason: str, say: Say) -> int:
    with open_desk(settings) as uow:
        return _decide(
            proposal_id,
            uow,
            lambda proposal, tx: decisions.reject(proposal, faces.OPERATOR, reason, tx),
            say,
        )


def grant(settings: Settings, open_id: str, role: str, say: Say) -> int:
    with open_desk(settings) as uow, uow() as tx:
        new = roles.grant(open_id, Role(role), faces.OPERATOR, tx)
    say(f"{open_id} {'现在有' if new else '本来就有'} {role} 权限")
    return 0


def revoke(settings: Settings, open_id: str, role: str, say: Say) -> int:
    with open_desk(settings) as uow, uow() as tx:
        held = roles.revoke(open_id, Role(role), tx)
    say(f"{open_id} {'不再有' if held else '本来就没有'} {role} 权限")
    return 0 if held else 1


def grants(settings: Settings, say: Say) -> int:
    with open_desk(settings) as uow, uow.reading() as tx:
        held = roles.grants(tx)
        for one in held:
            say(f"{one.open_id}\t{one.role.value}\t{one.granted_by}\t{one.granted_at:%F %T}Z")
    say(f"共 {len(held)} 条")
    return 0


def _try(proposal_id: int, uow: UnitOfWork) -> bool:
    """Compute the effect outside of any transaction, and store it; False: no such suggestion."""
    with uow.reading() as tx:
        proposal = tx.session.get(FaqProposal, proposal_id)
        if proposal is None:
            return False
        if proposal.state is not ProposalState.OPEN or proposal.kind is ProposalKind.GAP:
            return True
        if trials.outcome(proposal, faces.entry_of(proposal, tx)) is not None:
            return True
    trial = trials.compute(proposal_id, Knowledge(uow, build_matcher))
    with uow() as tx:
        held = decisions.hold(proposal_id, tx)
        if held is not None and held.state is ProposalState.OPEN:
            trials.store(held, faces.entry_of(held, tx), trial)
            faces.refresh(held, tx)
    return True


def _decide(proposal_id: int, uow: UnitOfWork, decide: Decide, say: Say) -> int:
    with uow() as tx:
        proposal = decisions.hold(proposal_id, tx)
        if proposal is None:
            say(words.NO_SUCH)
            return 1
        outcome = decide(proposal, tx)
        if outcome == "late":
            say(faces.too_late(proposal, tx))
            return 1
        faces.refresh(proposal, tx)
        if outcome in ("breaks", "untried", "stale"):
            _tell(faces.view(proposal, tx), say)
    say(OUTCOMES[outcome])
    return 0 if outcome in ("approved", "rejected") else 1


OUTCOMES: dict[decisions.Outcome, str] = {
    "approved": "已通过并发布",
    "rejected": "已记为不采纳",
    "waiting": "内容刚变过，影响还没算出来，请再执行一次",
    "stale": "答案在建议提出以后改过，看过上面的变化再执行一次",
    "breaks": "上面这些问题会变差，没有发布。确定要发布，加 --force",
    "untried": "影响没有算出来，没有发布。确定要发布，加 --force",
    "gone": words.GONE_TOAST,
    "unwritten": "还没有写答案：在飞书里打开这条建议，点“写一条答案”",
}


def _tell(view: ReviewView, say: Say) -> None:
    say(f"{words.number(view.proposal)} {words.KINDS[view.kind]}：{view.title} {view.code}")
    for change in view.since:
        say(f"  提出以后改过 {_told(change)}")
    for change in view.changes:
        say(f"  {_told(change)}")
    for sample in view.samples:
        say(f"  有人这样问：{sample}")
    if view.decision is not None:
        decided = words.decided(state=view.state, name=view.decision.name, at=view.decision.at)
        say(f"  {decided} {view.decision.note}")
    if view.state != "open" or view.kind == "gap":
        return
    if view.trial is None or not view.trial.done:
        say(f"  {words.NOT_TRIED}")
        return
    for code, title in view.trial.near:
        say(f"  {words.near(title=title, code=code)}")
    tell_effects(view.trial, say)


def tell_effects(it: TrialView, say: Say) -> None:
    """Counts, and the first questions of each kind."""
    say(f"  {words.tried(asked=it.asked, fixed=it.fixed, broken=it.broken, moved=it.moved)}")
    for label, effects in (
        ("变差", it.broken_first),
        ("换成别的", it.moved_first),
        ("更好", it.fixed_first),
    ):
        for effect in effects:
            say(f"    {label} {_effect(effect)}")


def may_go_on(
    changes: Mapping[str, Content | None], uow: UnitOfWork, say: Say, *, force: bool
) -> bool:
    """Ask the real questions again before something is published; False if some would suffer."""
    effects = rehearse(changes, Knowledge(uow, build_matcher)) if changes else None
    if effects is None:
        return True
    seen = faces.trial_view({"state": "done", "near": [], **effects})
    tell_effects(seen, say)
    if seen.broken and not force:
        say("上面变差的问题以前是能答对的，没有改动任何内容。确定要改，加 --force")
        return False
    return True


def _told(change: FieldChange) -> str:
    listed = [*map(words.added, change.added), *map(words.taken, change.taken)]
    told = "；".join(listed) or f"{change.old or words.BLANK} → {change.new or words.BLANK}"
    return f"{words.field(change.name)}：{told}"


def _effect(effect: Effect) -> str:
    told = words.effect(text=effect.text, old=effect.old, new=effect.new, title=effect.title)
    return told.replace("\n", " ")
