"""`gengfu run`, `demo`, `chat` and `watch`: thin; what they do is in bot/app.py."""

from __future__ import annotations

import sys

import click

from bot.commands import Command, Failed, Option, as_json, moment_of, settings_in_force, show_json, tell

DEMO_PORT = 8080


@click.command("run", cls=Command, key="run")
def run() -> None:
    settings = settings_in_force()
    if not settings.channels:
        raise Failed("run_no_channel")
    from bot import app

    app.serve(settings)


@click.command("demo", cls=Command, key="demo")
@click.option("--port", type=click.IntRange(0, 65535), default=DEMO_PORT, show_default=True, cls=Option)
@click.option("--open/--no-open", "open_", default=True, cls=Option)
def demo(port: int, open_: bool) -> None:
    settings = settings_in_force(quiet=True)
    from bot import demo as demo_

    demo_.demo(settings, open_browser=open_, port=port)


@click.command("chat", cls=Command, key="chat")
@click.option("--as", "as_", required=True, metavar="NAME", cls=Option)
@click.option("--group", is_flag=True, cls=Option)
@click.option("--sample", is_flag=True, cls=Option)
def chat(as_: str, group: bool, sample: bool) -> None:
    settings = settings_in_force(quiet=True)
    from bot import demo as demo_

    lines = (line.decode(errors="replace").rstrip("\r\n") for line in sys.stdin.buffer)
    demo_.chat(settings, as_, group, sample, lines, click.echo)


@click.command("watch", cls=Command, key="watch")
@click.option("--at", metavar="ISO", cls=Option)
@click.option("--dry-run", is_flag=True, cls=Option)
@click.option("--urgent", is_flag=True, cls=Option)
@as_json
def watch(at: str | None, dry_run: bool, urgent: bool, as_json_: bool) -> None:
    settings = settings_in_force()
    moment = moment_of(at, settings.zone)
    if moment is not None and not dry_run and not settings.only_loopback:
        raise Failed("watch_real_people")
    from bot import app

    swept = app.sweep(settings, at=moment, dry_run=dry_run, urgent=urgent)
    if as_json_:
        show_json(swept)
        return
    for row in swept:
        click.echo(row.get("text") or " · ".join(f"{name}: {value}" for name, value in row.items()))
    tell("watch_done", count=len(swept), dry="yes" if dry_run else "no")
