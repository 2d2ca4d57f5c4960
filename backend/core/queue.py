"""The queue between the relay and the handlers: in PostgreSQL, in Redis or in RabbitMQ, as the settings say."""

import asyncpg
from dramatiq import Broker, Middleware
from dramatiq.brokers.rabbitmq import RabbitmqBroker
from dramatiq.brokers.redis import RedisBroker
from dramatiq_postgres import PostgresBroker, generate_init_sql
from sqlalchemy.engine import make_url

from backend.core.db import login_url
from backend.core.settings import settings
from backend.core.surfaces import Surface

_SCHEMA = "queue"
# A worker that is silent for so long is dead, and what it held is given to another.
_SILENT_SECONDS = 30


def queue_name() -> str:
    """The queue of this installation. Several may share a Redis or a RabbitMQ, so there it has the database's name."""
    return f"xinju.{make_url(settings().database_url).database}" if settings().broker_url else "deliveries"


def make_broker(middleware: list[Middleware]) -> Broker:
    """The broker that BROKER_URL names, or the one in PostgreSQL, with this middleware and no other."""
    url = settings().broker_url
    if url.startswith(("redis://", "rediss://")):
        return RedisBroker(  # type: ignore[no-untyped-call]  # the library's Redis half has no types
            url=url, namespace=queue_name(), heartbeat_timeout=_SILENT_SECONDS * 1000, middleware=middleware
        )
    if url.startswith(("amqp://", "amqps://")):
        return RabbitmqBroker(url=url, confirm_delivery=True, middleware=middleware)
    if url:
        raise ValueError("BROKER_URL must begin with redis:// or amqp://, or be empty")
    address = login_url(Surface.WORKER).set(drivername="postgresql").render_as_string(hide_password=False)
    broker: Broker = PostgresBroker(
        url=address,
        schema=_SCHEMA,
        results=False,
        heartbeat_interval=_SILENT_SECONDS / 3,
        heartbeat_ttl=_SILENT_SECONDS,
        maintenance_interval=_SILENT_SECONDS / 2,
        middleware=middleware,
    )
    return broker


async def install(connection: asyncpg.Connection) -> None:
    """Make the tables of the queue in PostgreSQL, as the owner of its schema; running it again changes nothing."""
    if await connection.fetchval("SELECT to_regclass('queue.queue')") is None:
        # The schema is there, and the owner may not create another.
        await connection.execute(_without_schema(generate_init_sql(_SCHEMA)))
    await connection.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA queue TO xinju_worker")


def _without_schema(statements: str) -> str:
    return "\n".join(line for line in statements.splitlines() if not line.startswith("CREATE SCHEMA"))
