"""Health and metrics, and what every answer carries."""

from __future__ import annotations

from aiohttp.test_utils import TestClient, TestServer
from prometheus_client import CollectorRegistry, Counter

from bot.web.server import HealthCheck, make_application


async def well() -> bool:
    return True


async def ill() -> bool:
    return False


async def broken() -> bool:
    raise OSError("no disk")


def client(healthy: HealthCheck, registry: CollectorRegistry | None = None) -> TestClient:
    return TestClient(TestServer(make_application(healthy, registry or CollectorRegistry())))


async def test_health_is_a_status_and_no_data() -> None:
    for check, status in [(well, 200), (ill, 503), (broken, 503)]:
        async with client(check) as web:
            answer = await web.get("/healthz")

            assert answer.status == status
            assert await answer.read() == b""


async def test_metrics_are_those_of_the_registry() -> None:
    registry = CollectorRegistry()
    Counter("messages", "Messages handled", registry=registry).inc(3)

    async with client(well, registry) as web:
        answer = await web.get("/metrics")

        assert "messages_total 3.0" in await answer.text()
        assert answer.headers["Content-Type"].startswith("text/plain")


async def test_answers_say_little_about_the_server() -> None:
    async with client(well) as web:
        answer = await web.get("/nothing")

        assert answer.status == 404
        assert answer.headers["Server"] == "gengfu"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
