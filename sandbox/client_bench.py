"""The part of the client that sets scenes: scopes, logins, people, faults, the clock."""

import urllib.error
import urllib.parse
import urllib.request
from typing import Any

Json = dict[str, Any]
OPEN = "/open-apis"


class SceneSetting:
    """What SandboxClient inherits; it brings `_object` and `_list`."""

    base: str

    def _object(
        self, method: str, path: str, query: Json | None = None, body: Json | None = None
    ) -> Json:
        raise NotImplementedError

    def faults(self, **changes: Any) -> Json:
        raise NotImplementedError

    # What the app may do

    def scopes(self, *names: str) -> Json:
        """With names: from now on the app has these scopes and no others."""
        if not names:
            return self._object("GET", "scopes")
        return self._object("POST", "scopes", body={"scopes": list(names)})

    def grant(self, *names: str) -> Json:
        return self._object("POST", "scopes", body={"grant": list(names)})

    def revoke(self, *names: str) -> Json:
        return self._object("POST", "scopes", body={"revoke": list(names)})

    def reset_scopes(self) -> Json:
        return self._object("DELETE", "scopes")

    # Logins

    def allow_redirect(self, *urls: str) -> None:
        self._object("POST", "redirect-urls", body={"urls": list(urls)})

    def authorize(self, as_: str, query: Json, *, decision: str = "allow") -> str:
        """Decide on the authorize page as this person; the address the browser is sent to."""
        asked = {**query, "as": as_, "decision": decision}
        url = f"{self.base}{OPEN}/authen/v1/authorize?{urllib.parse.urlencode(asked)}"
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _Stay())
        try:
            with opener.open(url, timeout=15) as response:
                raise AssertionError(f"no redirect but HTTP {response.status}")
        except urllib.error.HTTPError as error:
            with error:
                if error.code != 302:
                    raise AssertionError(error.read().decode("utf-8", "replace")) from None
                return str(error.headers["Location"])

    def code_for(self, as_: str, redirect_uri: str, **more: str) -> str:
        """An authorization code for this person."""
        client_id = self._object("GET", "app")["app_id"]
        wish = {"client_id": client_id, "redirect_uri": redirect_uri, "response_type": "code"}
        back = self.authorize(as_, wish | more)
        return urllib.parse.parse_qs(urllib.parse.urlsplit(back).query)["code"][0]

    def revoke_logins(self, as_: str = "") -> None:
        self._object("DELETE", "logins", body={"as": as_})

    # People

    def change_person(self, open_id: str, **fields: str) -> Json:
        return self._object("PATCH", f"people/{open_id}", body=fields)

    def join(self, name: str, beside: str = "", **fields: str) -> Json:
        """Somebody new in the address book, where `beside` works."""
        return self._object("POST", "people", body={"name": name, "beside": beside, **fields})

    def resign(self, open_id: str) -> Json:
        return self.change_person(open_id, status="resigned")

    def add_bot(self, as_: str, chat_id: str) -> None:
        self._change_bot("POST", as_, chat_id)

    def remove_bot(self, as_: str, chat_id: str) -> None:
        self._change_bot("DELETE", as_, chat_id)

    def _change_bot(self, method: str, as_: str, chat_id: str) -> None:
        bot = self._object("GET", "app")["open_id"]
        self._object(method, f"chats/{chat_id}/members", body={"as": as_, "members": [bot]})

    # Recognition

    def reads(self, *lines: str, image_key: str = "") -> Json:
        """What recognition reads in this picture, or in all that nothing was said about."""
        return self._object("POST", "ocr", body={"lines": list(lines), "image_key": image_key})

    def hears(self, text: str, file_key: str = "") -> Json:
        """What recognition hears in this recording, or in all that nothing was said about."""
        return self._object("POST", "speech", body={"text": text, "file_key": file_key})

    def voice(self, as_: str, duration_ms: int = 3_000, text: str | None = None) -> Json:
        """A voice clip without a microphone: the content of an audio message."""
        said = {} if text is None else {"text": text}
        return self._object("POST", "voice", body={"as": as_, "duration_ms": duration_ms, **said})

    # Faults and time

    def rule(self, api: str = "*", **what: Any) -> Json:
        """One more rule: `error`, `code`, `rate`, `latency`, `times` for calls that fit `api`."""
        return self.faults(rules=[*self._rules(), {"api": api, **what}])

    def _rules(self) -> list[Json]:
        found: list[Json] = self._object("GET", "faults")["rules"]
        return found

    def outage(self, for_s: float, *, after_s: float = 0.0, every_s: float = 0.0) -> Json:
        """An outage on the sandbox's clock, besides those that were planned before."""
        planned: list[Json] = self._object("GET", "faults")["outages"]
        window = {"for_s": for_s, "after_s": after_s, "every_s": every_s}
        return self.faults(outages=[*planned, window])

    def jump(self, seconds: float) -> None:
        """The clock jumps forward, or back if the number is below 0."""
        self._object("POST", "clock", body={"jump_s": seconds})

    def scale_clock(self, scale: float) -> None:
        self._object("POST", "clock", body={"scale": scale})

    # Long connections and batches

    def lines(self) -> list[Json]:
        found: list[Json] = self._object("GET", "lines")["lines"]
        return found

    def drop_lines(self) -> int:
        return int(self._object("DELETE", "lines")["dropped"])

    def batches(self) -> list[Json]:
        found: list[Json] = self._object("GET", "batches")["batches"]
        return found


class _Stay(urllib.request.HTTPRedirectHandler):
    """Shows redirects instead of following them."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None
