"""For tests: what the app may do, who is there, who is logged in, which lines are open."""

from sandbox.acts import people as acts
from sandbox.control.asking import Ask, Json, Wrong
from sandbox.control.tenant import PERSON_FIELDS

STATUSES = ("active", "resigned", "frozen")
CHANGEABLE = ("name", "role", "mobile", "email", "department_id", "status")


def scopes(ask: Ask) -> Json:
    """POST `scopes` names all, `grant` and `revoke` change some; DELETE goes back to the start."""
    grants = ask.world.grants
    if ask.request.method == "DELETE":
        grants.forget()
    elif ask.request.method == "POST":
        if "scopes" in ask.body:
            grants.name(ask.texts("scopes"))
        grants.grant(ask.texts("grant"))
        grants.revoke(ask.texts("revoke"))
    return grants.view()


def redirect_urls(ask: Ask) -> Json:
    urls = ask.world.logins.redirect_urls
    if ask.request.method == "POST":
        ask.world.logins.redirect_urls = list(dict.fromkeys([*urls, *ask.texts("urls")]))
    elif ask.request.method == "DELETE":
        gone = ask.texts("urls")
        ask.world.logins.redirect_urls = [one for one in urls if gone and one not in gone]
    return {"urls": ask.world.logins.redirect_urls}


def logins(ask: Ask) -> Json:
    """Who is logged in; DELETE revokes the tokens of one person (`as`) or of all."""
    if ask.request.method == "DELETE":
        ask.world.logins.revoke(ask.body.get("as") or "")
    now = ask.world.clock.now()
    rows = [
        {"open_id": one.open_id, "scopes": one.scopes, "expires_in": int(one.ends - now)}
        for one in ask.world.logins.tokens.values()
        if one.ends > now
    ]
    return {"logins": rows}


def join(ask: Ask) -> Json:
    """Somebody new, where `beside` (by default the first person of the address book) works."""
    wanted = ask.text("beside", "")
    beside = ask.world.people.get(wanted) if wanted else next(iter(ask.world.people))
    if beside is None:
        raise Wrong(f"nobody has the open_id {wanted!r}")
    person = acts.join(ask.box, ask.text("name"), ask.text("role", beside.role), beside)
    return {name: getattr(person, name) for name in PERSON_FIELDS}


def change_person(ask: Ask) -> Json:
    open_id = ask.request.match_info["open_id"]
    person = ask.world.people.get(open_id)
    if person is None:
        raise Wrong(f"nobody has the open_id {open_id!r}")
    fields = {name: ask.text(name, "") for name in CHANGEABLE if name in ask.body}
    if not fields or set(ask.body) - set(CHANGEABLE):
        raise Wrong(f"what can change is {', '.join(CHANGEABLE)}")
    if fields.get("status", "active") not in STATUSES:
        raise Wrong(f"status is one of {', '.join(STATUSES)}")
    changed = acts.change(ask.box, person, fields)
    return {name: getattr(changed, name) for name in (*PERSON_FIELDS, "status", "mobile", "email")}


async def lines(ask: Ask) -> Json:
    """The clients of the long connection; DELETE hangs up on all of them."""
    dropped = await ask.box.lines.drop() if ask.request.method == "DELETE" else 0
    return {"lines": ask.box.lines.view(), "dropped": dropped}


def batches(ask: Ask) -> Json:
    rows = [
        {
            "batch_id": one.batch_id,
            "msg_type": one.msg_type,
            "valid": one.valid,
            "waiting": len(one.waiting),
            "sent": len(one.sent),
            "recalled": one.recalled,
            "content": one.content if one.card is None else one.card,
        }
        for one in ask.world.batches
    ]
    return {"batches": rows}
