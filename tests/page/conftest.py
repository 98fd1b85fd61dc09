"""A browser on the page of a running sandbox."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, Request, sync_playwright

from sandbox.testing import running_sandbox
from tests.page.stage import Stage, stand_in

CHROMIUM = "/usr/bin/chromium"
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP = (1280, 800)
PHONE = (390, 844)

OpenPage = Callable[[str, tuple[int, int]], Page]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        yield found
        found.close()


@pytest.fixture
def stage() -> Iterator[Stage]:
    with stand_in() as bot:
        with running_sandbox(bot_url=bot.url, encrypt_key="") as running:
            running.client.faults(limits=False)
            yield Stage(running, bot, running.client.person(role="收银员"))


@pytest.fixture
def open_page(browser: Browser, stage: Stage) -> Iterator[OpenPage]:
    """Opens windows; at the end none may have complained, broken its policy, or looked outside."""
    complaints: list[str] = []

    def check(request: Request) -> None:
        if not request.url.startswith((stage.running.base + "/", "data:", "blob:")):
            complaints.append(f"external request: {request.url}")

    def opened(url: str, size: tuple[int, int] = DESKTOP) -> Page:
        page = browser.new_page(viewport={"width": size[0], "height": size[1]})
        page.set_default_timeout(10_000)
        page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", check)
        page.goto(url)
        return page

    yield opened
    for context in browser.contexts:
        context.close()
    assert complaints == []
