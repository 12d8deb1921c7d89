"""The playground page in a real browser: what a visitor sees and does, on a phone and on a desk."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from bot.channels import Choice
from bot.channels.local import Group, LocalChannel, Person
from bot.web.playground import Cast
from core.sales import Account
from storage.database import Database
from tests.bot.house import furnished, served, until
from tests.bot.web.conftest import ServerFor
from tests.bot.web.scripted import CAST, TEAM, DemoClock, PageServer, ScriptedBot

pytestmark = pytest.mark.browser

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-software-rasterizer",
    "--disable-extensions",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESK = {"width": 1280, "height": 800}
PHONE = {"width": 360, "height": 640}
FILES = Path(__file__).parents[2] / "data" / "files"
NASTY = "<img src=x onerror=alert(1)>"

Visit = Callable[..., Page]


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield browser
        browser.close()


def new_page(browser: Browser, **options: object) -> Page:
    return browser.new_context(**{"viewport": DESK, "reduced_motion": "reduce", **options}).new_page()


@pytest.fixture(scope="module")
def desk(browser: Browser) -> Page:
    """A page that one test after the other uses: a new one for each is most of what Chromium works here. What pages keep
    they keep for their server, and each test has its own."""
    return new_page(browser)


@pytest.fixture
def visit(browser: Browser, desk: Page) -> Iterator[Visit]:
    """Open the page; at the end nothing may have gone wrong in it, and nothing may have been fetched elsewhere."""
    pages: list[Page] = []
    heard: list[tuple[Page, str, Callable[..., object]]] = []
    trouble: list[str] = []

    def open_page(server: PageServer, query: str = "", *, trouble_is_fine: bool = False, **options: object) -> Page:
        page = desk if not options and desk not in pages else new_page(browser, **options)
        pages.append(page)

        def listen(event: str, hear: Callable[..., object]) -> None:
            page.on(event, hear)  # type: ignore[call-overload]
            heard.append((page, event, hear))

        listen("pageerror", lambda error: trouble.append(f"error: {error}"))
        listen("dialog", lambda dialog: trouble.append(f"dialog: {dialog.message}") or dialog.dismiss())
        listen("request", lambda request: request.url.startswith(server.url) or trouble.append(f"left: {request.url}"))
        if not trouble_is_fine:
            listen("console", lambda line: line.type == "error" and trouble.append(f"console: {line.text}"))
        page.mouse.move(0, 0)
        page.goto(server.url + query)
        expect(page.locator("#window[data-live]")).to_be_visible()
        return page

    yield open_page
    for page, event, hear in heard:
        page.remove_listener(event, hear)
    for page in pages:
        if page is desk:
            page.goto("about:blank")
        else:
            page.context.close()
    assert trouble == []


def say(page: Page, text: str) -> None:
    page.locator("#typed").fill(text)
    page.locator("#typed").press("Enter")


def post(page: Page, text: str) -> Locator:
    """The message that shows this text."""
    return page.locator(".post", has=page.locator(".text", has_text=re.compile(f"^{re.escape(text)}$")))


def open_chat(page: Page, chat: str) -> None:
    page.locator(f'[data-chat="{chat}"]').click()


def become(page: Page, person: str) -> None:
    page.locator(f'[data-person="{person}"]').click()
    expect(page.locator(f'[data-person="{person}"]')).to_have_attribute("aria-pressed", "true")


# --- talking ------------------------------------------------------------------------------------------------------------


def test_a_line_typed_is_answered_with_a_card(server: PageServer, visit: Visit) -> None:
    page = visit(server)

    say(page, "华星付了5万")

    expect(post(page, "✅ 记下了：华星付了5万")).to_contain_text("09:30")
    expect(page.locator(".mine .text")).to_have_text("华星付了5万")
    expect(page.locator("#typed")).to_have_value("")
    expect(page.locator(".day")).to_have_text("2月27日星期五")


def test_shift_enter_is_a_new_line_and_enter_in_a_half_typed_word_sends_nothing(
    server: PageServer, bot: ScriptedBot, visit: Visit
) -> None:
    page = visit(server)
    box = page.locator("#typed")

    box.fill("客户 华星")
    box.press("Shift+Enter")
    box.press_sequentially("客户 宏达")
    box.dispatch_event("keydown", {"key": "Enter", "isComposing": True})
    assert bot.heard == []
    box.press("Enter")

    expect(page.locator(".mine .text")).to_have_text("客户 华星\n客户 宏达")
    expect(page.locator(".by-bot")).to_have_count(1)
    assert [inbound.text for inbound in bot.heard] == ["客户 华星\n客户 宏达"]


def test_a_newcomer_taps_an_example(server: PageServer, visit: Visit) -> None:
    page = visit(server)
    expect(page.locator("#welcome")).to_contain_text("我是更夫")

    page.get_by_role("button", name="华星付了5万").click()

    expect(post(page, "✅ 记下了：华星付了5万")).to_be_visible()
    expect(page.locator("#welcome")).to_be_hidden()


def test_the_standing_keyboard_speaks_for_you(server: PageServer, bot: ScriptedBot, visit: Visit) -> None:
    page = visit(server)
    expect(page.locator("#keyboard")).to_be_hidden()
    bot.say("lilei", "你好，李雷")

    page.locator("#keyboard").get_by_role("button", name="谁欠钱").click()

    expect(post(page, "✅ 记下了：谁欠钱")).to_be_visible()


def test_a_slash_shows_the_commands(server: PageServer, visit: Visit) -> None:
    page = visit(server)

    page.locator("#typed").fill("/o")
    page.locator("#palette").get_by_role("button", name="/overdue").click()

    expect(page.locator("#typed")).to_have_value("/overdue ")
    expect(page.locator("#palette")).to_be_hidden()


def test_in_the_group_a_mention_is_one_tap(server: PageServer, bot: ScriptedBot, visit: Visit) -> None:
    page = visit(server)
    open_chat(page, "team")

    say(page, "中午吃什么")
    page.locator("#mention").click()
    page.locator("#typed").press_sequentially("华星付了5万")
    page.locator("#typed").press("Enter")

    expect(post(page, "✅ 记下了：华星付了5万")).to_be_visible()
    expect(page.locator(".by-bot")).to_have_count(1)
    assert [inbound.addressed for inbound in bot.heard] == [False, True]


def test_a_reply_quotes_what_it_answers(server: PageServer, bot: ScriptedBot, visit: Visit) -> None:
    page = visit(server)
    say(page, "华星付了5万")
    card = post(page, "✅ 记下了：华星付了5万")

    card.hover()
    card.get_by_role("button", name="回复").click()
    expect(page.locator("#about")).to_contain_text("回复 更夫")
    say(page, "不对，是15万")

    expect(page.locator(".mine .quote")).to_contain_text("更夫")
    expect(post(page, "✅ 记下了：不对，是15万")).to_be_visible()
    expect(page.locator("#about")).to_be_hidden()
    assert bot.heard[-1].reply_to == card.get_attribute("data-post")


def test_ones_own_message_can_be_edited_and_shows_it(server: PageServer, bot: ScriptedBot, visit: Visit) -> None:
    page = visit(server)
    say(page, "华星付了5万")
    expect(post(page, "✅ 记下了：华星付了5万")).to_be_visible()

    page.locator("#typed").press("ArrowUp")
    expect(page.locator("#typed")).to_have_value("华星付了5万")
    say(page, "华星付了15万")

    expect(post(page, "华星付了15万").locator(".edited")).to_have_text("已编辑")
    expect(page.locator("#typed")).to_have_value("")
    assert (bot.heard[-1].kind, bot.heard[-1].text) == ("edit", "华星付了15万")
    expect(page.locator(".by-bot").get_by_role("button", name="编辑")).to_have_count(0)


def test_escape_leaves_an_edit_and_brings_the_draft_back(server: PageServer, bot: ScriptedBot, visit: Visit) -> None:
    page = visit(server)
    say(page, "华星付了5万")
    page.locator("#typed").fill("还没写完")
    mine = post(page, "华星付了5万")

    mine.hover()
    mine.get_by_role("button", name="编辑").click()
    page.locator("#typed").press("Escape")

    expect(page.locator("#typed")).to_have_value("还没写完")
    assert [inbound.kind for inbound in bot.heard] == ["text"]


def test_lines_typed_fast_arrive_in_order_and_what_is_being_typed_stays(
    server: PageServer, bot: ScriptedBot, visit: Visit
) -> None:
    page = visit(server)

    for line in ["一", "二", "三", "四"]:
        say(page, line)
    page.locator("#typed").fill("还没写完")

    expect(page.locator(".mine .text")).to_have_text(["一", "二", "三", "四"])
    expect(page.locator("#typed")).to_have_value("还没写完")


def test_what_could_not_be_sent_comes_back_into_the_box(server: PageServer, bot: ScriptedBot, visit: Visit) -> None:
    page = visit(server, trouble_is_fine=True)
    bot.broken = True

    say(page, "华星付了5万")

    expect(page.locator(".toast.bad")).to_have_text("没发出去，请再试一次")
    expect(page.locator("#typed")).to_have_value("华星付了5万")
    expect(page.locator(".post")).to_have_count(0)


def test_the_page_follows_what_is_said_unless_somebody_reads_above(
    server: PageServer, bot: ScriptedBot, visit: Visit
) -> None:
    rows = tuple((Choice(f"第 {number} 个", str(number)),) for number in range(4))
    page = visit(server, reduced_motion="no-preference")
    hint = page.get_by_role("button", name="新消息")
    for number in range(6):
        bot.say("lilei", f"卡片 {number}", *rows)
    at_the_end(page)

    say(page, "华星付了5万")
    expect(post(page, "✅ 记下了：华星付了5万")).to_be_visible()
    card = bot.say("lilei", "哪一笔？", *rows)
    at_the_end(page)
    bot.change("lilei", card, "哪一笔？\n" * 5, *rows)
    expect(page.locator(".changed")).to_have_count(1)
    at_the_end(page)

    scroll_up(page)
    expect(page.locator(".post").last).not_to_be_in_viewport()
    bot.say("lilei", "有人付钱了", *rows)
    expect(hint).to_be_visible()
    expect(post(page, "有人付钱了")).not_to_be_in_viewport()

    hint.click()
    at_the_end(page)
    expect(hint).to_be_hidden()
    scroll_up(page)
    expect(post(page, "有人付钱了")).not_to_be_in_viewport()
    say(page, "宏达付了5万")
    expect(post(page, "✅ 记下了：宏达付了5万")).to_be_in_viewport()
    at_the_end(page)


def scroll_up(page: Page) -> None:
    """As a hand does it, turn after turn; the first may fall to what was under the mouse a moment ago."""
    page.locator("#scroll").hover()
    for _ in range(8):
        page.mouse.wheel(0, -150)
        page.evaluate("() => new Promise(requestAnimationFrame)")


def at_the_end(page: Page) -> None:
    """The conversation comes to rest where its newest line is seen."""
    page.wait_for_function(
        "() => ((seen) => seen.scrollHeight - seen.scrollTop - seen.clientHeight < 2)(document.getElementById('scroll'))",
        timeout=5000,
    )


# --- files ------------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("forked_beside")
def test_a_list_of_customers_is_chosen_shown_and_brought_in(
    playground_server: ServerFor, on_sqlite: str, tmp_path: Path, visit: Visit
) -> None:
    database = Database(on_sqlite, keyring=f"sqlite:///{tmp_path / 'books.keyring'}")
    house = furnished(database)
    house.channel.people["王经理"] = Person("王经理", "王经理", "manager", "zh-CN")

    async def advance() -> None: ...

    with served(house.app):
        casts = {"zh-CN": Cast("华东", ("王经理",))}
        page = visit(playground_server(house.channel, advance, casts=casts))
        with page.expect_file_chooser() as chooser:
            page.get_by_role("button", name="发文件，最大 10 MB").press("Enter")
        chooser.value.set_files(FILES / "客户.csv")
        expect(page.locator("#attached")).to_contain_text("客户.csv")
        page.locator("#typed").press("Enter")

        expect(page.locator(".mine .file")).to_contain_text("客户.csv326 B")
        page.get_by_role("button", name="导入").first.click()
        until(lambda: len(house.all(Account)) > 2)
        expect(page.locator("#attached")).to_be_hidden()
    database.close()


def test_files_dropped_and_pasted_wait_beside_the_text_and_come_back_when_they_cannot_go(
    server: PageServer, bot: ScriptedBot, visit: Visit
) -> None:
    page = visit(server, trouble_is_fine=True)
    page.evaluate(
        """() => {
          const carry = (name, size) => {
            const carried = new DataTransfer();
            carried.items.add(new File([new Uint8Array(size)], name));
            return carried;
          };
          const about = { bubbles: true, cancelable: true };
          const log = document.getElementById('log');
          log.dispatchEvent(new DragEvent('drop', { ...about, dataTransfer: carry('一.csv', 3) }));
          log.dispatchEvent(new DragEvent('drop', { ...about, dataTransfer: carry('大.csv', (10 << 20) + 1) }));
          const typed = document.getElementById('typed');
          typed.dispatchEvent(new ClipboardEvent('paste', { ...about, clipboardData: carry('二.csv', 2000) }));
        }"""
    )
    attached = page.locator("#attached .file-name")
    expect(page.locator(".toast.bad")).to_contain_text("大.csv 有 10.1 MB，聊天里最大 10 MB")
    expect(attached).to_have_text(["一.csv", "二.csv"])

    bot.broken = True
    say(page, "四月的")
    expect(page.locator(".toast.bad").last).to_have_text("没发出去，请再试一次")
    expect(attached).to_have_text(["一.csv", "二.csv"])
    expect(page.locator("#typed")).to_have_value("四月的")
    expect(page.locator(".post")).to_have_count(0)

    bot.broken = False
    page.locator("#typed").press("Enter")
    expect(page.locator(".mine .file")).to_have_text(["一.csv3 B", "二.csv2 KB"])
    expect(page.locator(".mine .text")).to_have_text(["四月的"])
    expect(attached).to_have_count(0)
    assert [one.text for one in bot.heard] == ["四月的", ""]


# --- pressing -----------------------------------------------------------------------------------------------------------


def test_a_double_click_is_one_press(server: PageServer, bot: ScriptedBot, visit: Visit) -> None:
    page = visit(server)
    say(page, "华星付了5万")

    page.get_by_role("button", name="撤销").dblclick()

    expect(post(page, "↩️ 已撤销（李雷）")).to_be_visible()
    expect(page.locator(".toast")).to_have_text("已撤销")
    assert len(bot.presses()) == 1


def test_pressing_again_while_the_answer_is_on_its_way_is_one_press(
    server: PageServer, bot: ScriptedBot, visit: Visit
) -> None:
    page = visit(server)
    say(page, "华星付了5万")
    bot.press_answer.clear()
    undo = page.get_by_role("button", name="撤销")

    undo.click()
    expect(undo).to_have_attribute("aria-busy", "true")
    undo.click()
    page.get_by_role("button", name="改").click()
    bot.press_answer.set()

    expect(page.locator(".toast")).to_have_text("已撤销")
    assert len(bot.presses()) == 1


def test_a_button_works_from_the_keyboard_and_focus_stays_on_the_card(
    server: PageServer, bot: ScriptedBot, visit: Visit
) -> None:
    page = visit(server)
    say(page, "华星付了5万")
    page.get_by_role("button", name="撤销").focus()

    page.keyboard.press("Enter")

    expect(post(page, "↩️ 已撤销（李雷）")).to_be_focused()
    assert len(bot.presses()) == 1


def test_a_link_to_the_private_chat_opens_it_and_starts(
    server: PageServer, bot: ScriptedBot, channel: LocalChannel, visit: Visit
) -> None:
    page = visit(server, "?as=hanmeimei&chat=team")
    bot.say("team", "想加入的点这里", (Choice("打开私聊", url=channel.private_link("join")),))

    page.get_by_role("button", name="打开私聊").click()

    expect(page.locator("#chat-title")).to_have_text("更夫")
    expect(page.locator(".mine .text")).to_have_text("/start join")
    expect(post(page, "✅ 记下了：/start join")).to_be_visible()
    assert bot.heard[-1].chat == "hanmeimei"


# --- people and chats -----------------------------------------------------------------------------------------------------


def test_everybody_sees_the_group_and_only_their_own_private_chat(server: PageServer, visit: Visit) -> None:
    page = visit(server)
    say(page, "华星付了5万")
    expect(post(page, "华星付了5万")).to_be_visible()

    become(page, "hanmeimei")

    expect(page.locator("#chat-about")).to_have_text("你和更夫的私聊")
    expect(page.locator(".post")).to_have_count(0)
    expect(page.locator(".chat .title")).to_have_text(["华东销售群", "更夫"])


def test_unread_counts_go_when_the_chat_is_opened(server: PageServer, bot: ScriptedBot, visit: Visit) -> None:
    page = visit(server)
    bot.say("team", "一")
    bot.say("team", "二")
    badge = page.locator('[data-chat="team"] .badge')

    expect(badge).to_have_text("2")
    expect(page.locator('[data-chat="team"] .last')).to_have_text("更夫: 二")
    expect(page).to_have_title("(2) 更夫 · 演示")
    open_chat(page, "team")

    expect(badge).to_have_count(0)
    expect(page).to_have_title("更夫 · 演示")


def test_a_dot_tells_that_somebody_else_has_news(server: PageServer, bot: ScriptedBot, visit: Visit) -> None:
    page = visit(server)
    dot = page.locator('[data-person="wang"] .news')
    expect(dot).to_have_count(0)

    bot.say("wang", "今天要您批 1 件")
    expect(dot).to_have_count(1)
    become(page, "wang")

    expect(post(page, "今天要您批 1 件")).to_be_visible()
    expect(dot).to_have_count(0)


def test_news_takes_no_focus_away(server: PageServer, bot: ScriptedBot, visit: Visit) -> None:
    page = visit(server)
    page.locator('[data-person="wang"]').focus()

    bot.say("zhao", "今天有 2 笔到账待确认")

    expect(page.locator('[data-person="zhao"] .news')).to_have_count(1)
    expect(page.locator('[data-person="wang"]')).to_be_focused()


def test_a_draft_waits_for_its_chat_and_a_reload_keeps_the_person(server: PageServer, visit: Visit) -> None:
    page = visit(server)
    page.locator("#typed").fill("写到一半")
    open_chat(page, "team")
    expect(page.locator("#typed")).to_have_value("")
    open_chat(page, "lilei")
    expect(page.locator("#typed")).to_have_value("写到一半")

    become(page, "zhao")
    page.reload()

    expect(page.locator('[data-person="zhao"]')).to_have_attribute("aria-pressed", "true")


def test_names_and_texts_are_never_markup(playground_server: ServerFor, clock: DemoClock, visit: Visit) -> None:
    channel = LocalChannel(clock, people=[Person("x", NASTY, "rep"), *CAST], groups=[Group("team", NASTY)])
    bot = ScriptedBot(channel)
    server = playground_server(channel, bot.advance, casts={"zh-CN": Cast(NASTY, ("x", *TEAM.members))})
    page = visit(server, "?as=x&chat=team")

    say(page, f"@更夫 {NASTY}")
    expect(page.locator(".by-bot")).to_have_count(1)
    bot.say("team", NASTY, (Choice(NASTY, "t"), Choice(NASTY, url=f"javascript:alert('{NASTY}')")))
    expect(page.locator(".by-bot")).to_have_count(2)
    page.locator(".by-bot").last.get_by_role("button", name=NASTY).first.click()

    expect(page.locator("#team")).to_have_text(NASTY)
    expect(page.locator("#chat-title")).to_have_text(NASTY)
    expect(page.locator(".person .name").first).to_have_text(NASTY)
    expect(page.locator(".mine .text")).to_have_text(f"@更夫 {NASTY}")
    expect(page.locator(".by-bot .text").last).to_have_text(f"↩️ 好的（{NASTY}）")
    expect(page.locator("img")).to_have_count(0)


# --- the clock -------------------------------------------------------------------------------------------------------------


def test_the_next_morning_shows_what_arrives_in_the_group(server: PageServer, visit: Visit) -> None:
    page = visit(server)
    expect(page.locator("#clock-day")).to_have_text("2月27日周五")

    page.get_by_role("button", name="下一个早上").click()

    expect(page.locator("#chat-title")).to_have_text("华东销售群")
    expect(page.locator(".by-bot .text")).to_contain_text("华天 逾期 1 天")
    expect(page.locator(".day")).to_have_text("3月2日星期一")
    expect(page.locator("#clock-day")).to_have_text("3月2日周一")
    expect(page.locator("#clock-time")).to_have_text("09:00")
    expect(page.locator(".toast").first).to_have_text("☀️ 早上好：3月2日星期一")
    expect(page.get_by_role("button", name="已联系")).to_be_in_viewport()


def test_a_double_click_is_one_night(server: PageServer, clock: DemoClock, visit: Visit) -> None:
    page = visit(server, trouble_is_fine=True)

    page.get_by_role("button", name="下一个早上").dblclick()

    expect(page.locator("#clock-day")).to_have_text("3月2日周一")
    assert clock.now.day == 2


def test_a_quiet_morning_says_so(server: PageServer, bot: ScriptedBot, visit: Visit) -> None:
    page = visit(server)
    bot.quiet = True

    page.get_by_role("button", name="下一个早上").click()

    expect(page.locator(".toast").last).to_have_text("今早风平浪静，没有要提醒的")


# --- staying connected -----------------------------------------------------------------------------------------------------


def test_the_page_comes_back_after_the_server_dropped(server: PageServer, bot: ScriptedBot, visit: Visit) -> None:
    page = visit(server, trouble_is_fine=True)
    say(page, "华星付了5万")
    expect(post(page, "✅ 记下了：华星付了5万")).to_be_visible()

    server.stop()
    expect(page.locator("#offline")).to_be_visible()
    bot.say("lilei", "断线时说的")
    server.start()

    expect(post(page, "断线时说的")).to_be_visible(timeout=15_000)
    expect(page.locator("#offline")).to_be_hidden()
    bot.say("lilei", "连上后说的")
    expect(post(page, "连上后说的")).to_be_visible()
    expect(page.locator(".post")).to_have_count(4)


# --- how it looks ----------------------------------------------------------------------------------------------------------


def test_a_desk_shows_all_three_panes(server: PageServer, visit: Visit) -> None:
    page = visit(server)

    for pane in ["#people", "#chats", "#typed", "#clock-time"]:
        expect(page.locator(pane)).to_be_in_viewport()
    expect(page.locator("#back")).to_be_hidden()


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_a_phone_shows_one_pane_at_a_time_and_nothing_sticks_out(
    playground_server: ServerFor, channel: LocalChannel, bot: ScriptedBot, visit: Visit, language: str
) -> None:
    server = playground_server(channel, bot.advance, language=language)
    page = visit(server, viewport=PHONE, has_touch=True)
    bot.say("lilei", "一行很长没有空格的字" * 30 + "x" * 400, (Choice("一个名字很长很长的按钮" * 3, "t"),))
    say(page, "y" * 400)

    expect(page.locator(".side")).to_be_hidden()
    for name in ["#people", "#morning", "#clock-time", "#typed", "#send-button", "#language", "#back"]:
        box = page.locator(name).bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert page.evaluate("document.getElementById('scroll').scrollWidth") <= PHONE["width"]

    bot.say("team", "群里的话")
    expect(page.locator("#back")).to_have_attribute("data-count", "1")
    page.locator("#back").click()
    expect(page.locator(".talk")).to_be_hidden()
    open_chat(page, "team")
    expect(post(page, "群里的话")).to_be_visible()
    expect(page.locator("#back")).to_have_attribute("data-count", "")


def test_on_a_touch_screen_a_tap_shows_what_one_can_do(server: PageServer, visit: Visit) -> None:
    page = visit(server, viewport=PHONE, has_touch=True, is_mobile=True)
    say(page, "华星付了5万")
    edit = post(page, "华星付了5万").get_by_role("button", name="编辑")
    expect(edit).to_be_hidden()

    post(page, "华星付了5万").locator(".bubble").tap()
    edit.tap()

    expect(page.locator("#about")).to_contain_text("编辑自己的消息")


def test_the_language_switches_every_word_and_the_team(server: PageServer, bot: ScriptedBot, visit: Visit) -> None:
    page = visit(server)
    bot.say("tom", "Good morning, Tom")
    say(page, "华星付了5万")

    page.get_by_role("button", name="English").click()

    expect(page.locator("#morning")).to_contain_text("Next morning")
    expect(page.locator("#typed")).to_have_attribute("placeholder", "Log something, or ask…")
    expect(page.locator(".day")).to_have_text("Friday, February 27")
    expect(page.locator(".person .role").first).to_have_text("sales")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator(".post")).to_contain_text(["Good morning, Tom"])
    say(page, "Northgate paid 5k")
    expect(page.locator(".by-bot").last).to_contain_text("Northgate paid 5k")
    page.get_by_role("button", name="中文").click()
    expect(page.locator("#morning")).to_contain_text("下一个早上")
    expect(page.locator(".post").first).to_contain_text("华星付了5万")


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_no_key_stands_where_a_word_should(
    playground_server: ServerFor, channel: LocalChannel, bot: ScriptedBot, visit: Visit, language: str
) -> None:
    page = visit(playground_server(channel, bot.advance, language=language))
    say(page, "华星付了5万")
    expect(page.locator(".post")).to_have_count(2)
    page.locator("#typed").press("ArrowUp")
    expect(page.locator("#about")).to_be_visible()

    labels = page.eval_on_selector_all("[aria-label]", "all => all.map((one) => one.getAttribute('aria-label'))")
    shown = [page.inner_text("body"), page.title(), *labels]

    assert [text for text in shown if re.search(r"\b[a-z]+_[a-z]+\b|\{\w+\}|undefined|null", text)] == []


def test_new_messages_are_spoken_and_everything_has_a_name(server: PageServer, bot: ScriptedBot, visit: Visit) -> None:
    page = visit(server)
    bot.say("lilei", "你好，李雷")

    expect(page.locator("#spoken")).to_have_text("更夫: 你好，李雷")
    expect(page.locator("#spoken")).to_have_attribute("aria-live", "polite")
    nameless = page.eval_on_selector_all(
        "button:not([hidden]), a, textarea",
        "all => all.filter((one) => !one.innerText?.trim() && !one.getAttribute('aria-label')).map((one) => one.id)",
    )
    assert nameless == []


def test_light_and_dark_and_calm_are_honoured(server: PageServer, bot: ScriptedBot, visit: Visit) -> None:
    light, dark = (visit(server, color_scheme=scheme) for scheme in ("light", "dark"))
    background = "getComputedStyle(document.querySelector('.talk')).backgroundColor"
    assert light.evaluate(background) != dark.evaluate(background)

    lively = visit(server, reduced_motion="no-preference")
    bot.say("lilei", "你好")
    animation = "getComputedStyle(document.querySelector('.post')).animationName"
    for page, name in [(lively, "arrive"), (light, "none")]:
        expect(page.locator(".post")).to_have_count(1)
        assert page.evaluate(animation) == name
