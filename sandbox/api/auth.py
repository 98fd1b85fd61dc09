"""Tenant and app tokens."""

from sandbox.api.answers import Json, Refused, flat
from sandbox.api.call import Call, Route


def tenant_token(call: Call) -> Json:
    token, expire = _issue(call)
    return flat(tenant_access_token=token, expire=expire)


def app_token(call: Call) -> Json:
    """For a custom app both tokens are the same."""
    token, expire = _issue(call)
    return flat(app_access_token=token, tenant_access_token=token, expire=expire)


def _issue(call: Call) -> tuple[str, int]:
    app_id, secret = call.body.get("app_id"), call.body.get("app_secret")
    if not isinstance(app_id, str) or not isinstance(secret, str) or not app_id or not secret:
        raise Refused(10003)
    if app_id != call.box.settings.app_id:
        raise Refused(10014)
    if secret != call.box.settings.app_secret:
        raise Refused(10015)
    return call.world.tokens.issue(call.world.clock.now())


ROUTES = [
    Route("POST", "/auth/v3/tenant_access_token/internal", tenant_token, open=True),
    Route("POST", "/auth/v3/app_access_token/internal", app_token, open=True),
]
