"""Routes of the control API about scopes, logins, people, lines and batches."""

from sandbox.control import rights
from sandbox.control.asking import Answer

GET, POST, PATCH, DELETE = "GET", "POST", "PATCH", "DELETE"

RIGHTS: list[tuple[str, str, Answer]] = [
    *((method, "/scopes", rights.scopes) for method in (GET, POST, DELETE)),
    *((method, "/redirect-urls", rights.redirect_urls) for method in (GET, POST, DELETE)),
    *((method, "/logins", rights.logins) for method in (GET, DELETE)),
    (POST, "/people", rights.join),
    (PATCH, "/people/{open_id}", rights.change_person),
    *((method, "/lines", rights.lines) for method in (GET, DELETE)),
    (GET, "/batches", rights.batches),
]
