"""The page on which a person lets the app act for them.

Source: https://open.feishu.cn/document/common-capabilities/sso/api/obtain-oauth-code
"""

from dataclasses import dataclass
from html import escape
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from aiohttp import web

from sandbox.api.call import Call, Route
from sandbox.state.grants import split_scopes
from sandbox.state.people import Person

MOST_SCOPES = 50
SHOWN = 200
PAGE = """<!doctype html>
<html lang="zh-CN">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>授权登录</title>
<style>
  body {{ font: 16px/1.6 system-ui, sans-serif; background: #f5f6f7; margin: 0; color: #1f2329 }}
  main {{ max-width: 24rem; margin: 10vh auto; background: #fff; border-radius: 12px;
         padding: 2rem; box-shadow: 0 4px 24px #1f232914 }}
  h1 {{ font-size: 1.25rem; margin: 0 0 1rem }}
  select, button {{ font: inherit; width: 100%; padding: .6rem; border-radius: 8px;
                    border: 1px solid #d0d3d6; background: #fff; margin-top: .75rem }}
  button.yes {{ background: #3370ff; border-color: #3370ff; color: #fff }}
  li, p {{ color: #646a73 }}
</style>
<main>{body}</main>
"""
FORM = """<h1>{app} 申请使用你的账号登录</h1>
<p>同意后，该应用将获得：</p><ul>{scopes}</ul>
<form method="get">{hidden}
<label>选择身份<select name="as" required>{people}</select></label>
<button class="yes" name="decision" value="allow">授权</button>
<button name="decision" value="deny">拒绝</button>
</form>"""


class BadRequest(Exception):
    """Told on the page, because there is no address that may be trusted with it."""

    def __init__(self, code: int, text: str) -> None:
        super().__init__(text)
        self.code = code


@dataclass(frozen=True, slots=True)
class Wish:
    redirect_uri: str
    scopes: list[str]
    state: str
    challenge: str


def authorize(call: Call) -> web.Response:
    try:
        wish = _wish(call)
        decision = call.query("decision")
        if decision == "deny":
            return _back(wish, error="access_denied")
        if decision != "allow":
            return _page(_form(call, wish))
        person = _person(call)
    except BadRequest as bad:
        call.world.journal.strike(f"authorize {bad.code}")
        return _page(f"<h1>请求有误</h1><p>{escape(str(bad))}</p><p>错误码：{bad.code}</p>", 400)
    code = call.world.logins.issue_code(
        person.open_id, wish.redirect_uri, wish.scopes, wish.challenge, call.world.clock.now()
    )
    return _back(wish, code=code)


def _wish(call: Call) -> Wish:
    if (call.query("client_id") or call.query("app_id")) != call.box.settings.app_id:
        raise BadRequest(20048, "应用不存在（client_id 无效）")
    redirect_uri = call.query("redirect_uri")
    # Compared letter by letter: no prefixes, no other query.
    if redirect_uri not in call.world.logins.redirect_urls:
        raise BadRequest(20029, "重定向 URL 未在应用的安全设置中登记")
    if call.query("response_type", "code") != "code":
        raise BadRequest(20001, "response_type 只能是 code")
    challenge, method = call.query("code_challenge"), call.query("code_challenge_method")
    if method not in ("", "S256", "plain") or (challenge and method != "S256"):
        raise BadRequest(20063, "code_challenge_method 只支持 S256")
    return Wish(redirect_uri, _scopes(call), call.query("state"), challenge)


def _scopes(call: Call) -> list[str]:
    scopes = list(split_scopes(call.query("scope")))
    if len(scopes) > MOST_SCOPES:
        raise BadRequest(20063, "scope 最多 50 个")
    if len(set(scopes)) < len(scopes):
        raise BadRequest(20067, "scope 有重复")
    always = {"auth:user.id:read", "offline_access"}
    missing = [one for one in scopes if one not in always and not call.world.grants.has(one)]
    if missing:
        raise BadRequest(20027, f"应用未开通权限：{'、'.join(missing)}")
    return scopes if "auth:user.id:read" in scopes else ["auth:user.id:read", *scopes]


def _person(call: Call) -> Person:
    person = call.world.people.get(call.query("as"))
    if person is None:
        raise BadRequest(20008, "请选择身份")
    if person.open_id in call.box.faults.unavailable:
        raise BadRequest(20010, "你不在该应用的可用范围内")
    if person.status != "active":
        raise BadRequest(20066, "账号状态异常")
    return person


def _back(wish: Wish, **fields: str) -> web.Response:
    """To the app again, with what its address already carries."""
    parts = urlsplit(wish.redirect_uri)
    query = [*parse_qsl(parts.query, keep_blank_values=True), *fields.items()]
    query += [("state", wish.state)] if wish.state else []
    url = urlunsplit(parts._replace(query=urlencode(query)))
    return web.Response(status=302, headers={"Location": url, "Cache-Control": "no-store"})


def _form(call: Call, wish: Wish) -> str:
    hidden = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
        for name, value in call.request.query.items()
        if name not in ("decision", "as")
    )
    # Those who work at the desk first: they are the ones who log in to a console.
    people = sorted(call.world.people, key=lambda one: one.kind == "staff")[:SHOWN]
    options = "".join(
        f'<option value="{one.open_id}">{escape(one.name)}（{escape(one.role)}）</option>'
        for one in people
    )
    scopes = "".join(f"<li>{escape(one)}</li>" for one in wish.scopes)
    app = escape(call.world.bot.name)
    return FORM.format(app=app, scopes=scopes, hidden=hidden, people=options)


def _page(body: str, status: int = 200) -> web.Response:
    return web.Response(
        text=PAGE.format(body=body), status=status, content_type="text/html", charset="utf-8"
    )


ROUTES = [Route("GET", "/authen/v1/authorize", authorize, open=True)]
