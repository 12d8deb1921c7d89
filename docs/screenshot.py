"""Photograph a running demo for a README: `python docs/screenshot.py [LANGUAGE [URL]]` writes docs/playground.png, or
docs/playground-en.png for `en`.

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
from typing import NamedTuple

from playwright.sync_api import Page, expect, sync_playwright

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class Day(NamedTuple):
    """What is said in the demo, in the language of a picture: by whoever it opens with, and in the group by another."""

    picture: str
    lines: tuple[str, ...]
    replier: str
    reply: str


DAYS = {
    "zh-CN": Day(
        "playground.png",
        ("今天拜访华星李总，二期预算80万，下周三给方案", "华星付了5万"),
        "hanmeimei",
        "@更夫 大洋付了10万",
    ),
    "en": Day(
        "playground-en.png",
        ("visited Northgate today, met Ms Lee, proposal next Wednesday", "Northgate paid 5,000"),
        "amy",
        "@Gengfu Oceanic paid 10,000",
    ),
}


@contextmanager
def a_page(url: str, language: str) -> Iterator[Page]:
    browser_path = next(filter(None, map(shutil.which, BROWSERS)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(
            viewport={"width": 1180, "height": 760},
            device_scale_factor=2,
            reduced_motion="reduce",
            color_scheme="light",
            locale=language,
        )
        page.goto(url)
        expect(page.locator("#window[data-live]")).to_be_visible()
        yield page
        browser.close()


def live_a_day(page: Page, day: Day) -> None:
    for line in day.lines:
        say(page, line)
    page.locator("#morning").click()
    expect(page.locator("#chat-about")).not_to_be_empty()
    page.wait_for_timeout(3000)  # pushes arrive at delivery's own pace
    page.locator(f"[data-person={day.replier}]").click()
    page.locator("[data-chat]").first.click()
    say(page, day.reply)
    page.wait_for_timeout(6000)  # toasts come and go


def say(page: Page, line: str) -> None:
    """Type it, and wait for an answer."""
    answers = page.locator(".by-bot").count()
    page.locator("#typed").fill(line)
    page.locator("#typed").press("Enter")
    expect(page.locator(".by-bot")).not_to_have_count(answers)


def main(language: str = "zh-CN", url: str = "http://127.0.0.1:8080") -> None:
    day = DAYS[language]
    with a_page(url, language) as page:
        live_a_day(page, day)
        page.screenshot(path=Path(__file__).with_name(day.picture))


if __name__ == "__main__":
    main(*sys.argv[1:])
