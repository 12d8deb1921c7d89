"""The HTTP server: health and metrics; everything else is a part that adds its own routes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import structlog
from aiohttp import web
from prometheus_client import CollectorRegistry
from prometheus_client.exposition import choose_encoder

Part = Callable[[web.Application], None]
HealthCheck = Callable[[], Awaitable[bool]]

HEALTH_SECONDS = 5  # a check that takes longer is a failed check
CLOSING_SECONDS = 2  # open event streams do not hold up a shutdown

log = structlog.get_logger(__name__)


def make_application(healthy: HealthCheck, registry: CollectorRegistry, *parts: Part) -> web.Application:
    """The application: `/healthz`, `/metrics` and what the parts add."""
    application = web.Application()
    application.on_response_prepare.append(_say_little_about_ourselves)
    application.router.add_get("/healthz", _healthz(healthy))
    application.router.add_get("/metrics", _metrics(registry))
    for add_routes in parts:
        add_routes(application)
    return application


@asynccontextmanager
async def serving(application: web.Application, host: str = "127.0.0.1", port: int = 8080) -> AsyncIterator[int]:
    """Serve while the block runs; gives the port (useful where 0 was asked for). Raises OSError if it is taken."""
    # No access log: paths of webhooks are secrets.
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=CLOSING_SECONDS)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()


def _healthz(healthy: HealthCheck) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def answer(_: web.Request) -> web.Response:
        return web.Response(status=200 if await _passes(healthy) else 503)

    return answer


async def _passes(healthy: HealthCheck) -> bool:
    try:
        async with asyncio.timeout(HEALTH_SECONDS):
            return await healthy()
    except Exception:
        log.exception("health_check_failed")
        return False


def _metrics(registry: CollectorRegistry) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def answer(request: web.Request) -> web.Response:
        encode, content_type = choose_encoder(request.headers.get("Accept", ""))
        body = await asyncio.to_thread(encode, registry)  # it asks the books
        return web.Response(body=body, headers={"Content-Type": content_type})

    return answer


async def _say_little_about_ourselves(_: web.Request, response: web.StreamResponse) -> None:
    response.headers["Server"] = "gengfu"
    response.headers["X-Content-Type-Options"] = "nosniff"
