"""Photograph a running demo for the README: `python docs/screenshot.py [URL [FILE]]` writes docs/playground.png.

The demo's own team and history are what is seen: a rep logs two lines in private, the next morning comes, and in the
group another rep answers a push by logging the payment. For the same picture every time, set the demo's clock:

    GENGFU_CLOCK=2026-03-05T10:00+08:00 gengfu demo --no-open
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

PICTURE = Path(__file__).with_name("playground.png")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
LINES = ("今天拜访华星李总，二期预算80万，下周三给方案", "华星付了5万")
REPLIER, REPLY = "hanmeimei", "@更夫 大洋付了10万"


@contextmanager
def a_page(url: str) -> Iterator[Page]:
    browser_path = next(filter(None, map(shutil.which, BROWSERS)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(
            viewport={"width": 1180, "height": 760},
            device_scale_factor=2,
            reduced_motion="reduce",
            color_scheme="light",
            locale="zh-CN",
        )
        page.goto(url)
        expect(page.locator("#window[data-live]")).to_be_visible()
        yield page
        browser.close()


def live_a_day(page: Page) -> None:
    for line in LINES:
        say(page, line)
    page.locator("#morning").click()
    expect(page.locator("#chat-about")).not_to_be_empty()
    page.wait_for_timeout(3000)  # pushes arrive at delivery's own pace
    page.locator(f"[data-person={REPLIER}]").click()
    page.locator("[data-chat]").first.click()
    say(page, REPLY)
    page.wait_for_timeout(6000)  # toasts come and go


def say(page: Page, line: str) -> None:
    """Type it, and wait for an answer."""
    answers = page.locator(".by-bot").count()
    page.locator("#typed").fill(line)
    page.locator("#typed").press("Enter")
    expect(page.locator(".by-bot")).not_to_have_count(answers)


def main(url: str = "http://127.0.0.1:8080", picture: str = str(PICTURE)) -> None:
    with a_page(url) as page:
        live_a_day(page)
        page.screenshot(path=picture)


if __name__ == "__main__":
    main(*sys.argv[1:])
