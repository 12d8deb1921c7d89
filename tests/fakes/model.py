"""A language model behind an OpenAI-compatible endpoint, on the loopback: it says what a test tells it to."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Facts = list[dict[str, str]]


@dataclass
class FakeModel:
    """What was asked, and what is answered: facts, or any text, status and bytes; `waits` seconds before that."""

    content: str = '{"facts": []}'
    status: int = 200
    body: bytes | None = None
    waits: float = 0
    headers: dict[str, str] = field(default_factory=dict)
    asked: list[dict[str, Any]] = field(default_factory=list)
    seen: list[dict[str, str]] = field(default_factory=list)  # request headers
    paths: list[str] = field(default_factory=list)
    finished: int = 0  # answers that were written out, late ones too
    address: str = ""
    answer: Callable[[str], str] | None = None

    def says(self, *facts: dict[str, str], **more: Any) -> None:
        """The facts to answer with from now on."""
        self.content = json.dumps({"facts": list(facts), **more}, ensure_ascii=False)

    @property
    def messages(self) -> list[str]:
        """The sales messages it was asked about, as it saw them."""
        return [json.loads(one["messages"][-1]["content"])["message"] for one in self.asked]

    def reply(self, asked: dict[str, Any]) -> bytes:
        if self.body is not None:
            return self.body
        content = self.answer(self.messages[-1]) if self.answer else self.content
        choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": content}}
        said = {"id": "1", "object": "chat.completion", "model": asked.get("model"), "choices": [choice]}
        return json.dumps(said | {"usage": {"total_tokens": 9}}, ensure_ascii=False).encode()


@contextmanager
def fake_model() -> Iterator[FakeModel]:
    """A model that serves while the block runs."""
    model, ended = FakeModel(), threading.Event()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            model.asked.append(json.loads(self.rfile.read(length)))
            model.seen.append(dict(self.headers))
            model.paths.append(self.path)
            if model.waits:
                ended.wait(model.waits)
            body = model.reply(model.asked[-1])
            try:
                self.send_response(model.status)
                for name, value in {"Content-Type": "application/json", **model.headers}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
                model.finished += 1
            except OSError:
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    model.address = f"http://127.0.0.1:{server.server_port}/v1"
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield model
    finally:
        ended.set()
        server.shutdown()
        server.server_close()


def until(told: Callable[[], bool], seconds: float = 5) -> bool:
    """Wait for something to come true."""
    ends = time.monotonic() + seconds
    while not told() and time.monotonic() < ends:
        time.sleep(0.01)
    return told()
