"""Programs that run in the containers, as their logs show them.

Knows a few programs by their images: how much they write, to which stream, and what. Knows no containers.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from .naming import format_time

__all__ = ["Program", "program_of"]

STDOUT, STDERR = 1, 2
ERROR_SHARE = 0.03
PATHS = "/ /cart /checkout /products /products/1042 /products/77 /search?q=boots /static/app.css /login".split()
AGENTS = ("Mozilla/5.0 (X11; Linux x86_64)", "Mozilla/5.0 (iPhone; CPU iPhone OS 10_2)", "curl/7.52.1", "Googlebot/2.1")
JOBS = "resize-image send-mail sync-stock export-orders reindex-products clean-carts".split()
TRACE = """java.lang.IllegalStateException: stock of product {product} is negative
\tat com.northwind.stock.Ledger.take(Ledger.java:{line})
\tat com.northwind.stock.StockService.reserve(StockService.java:88)
\tat com.northwind.api.OrderResource.create(OrderResource.java:141)
\tat java.lang.Thread.run(Thread.java:745)
Caused by: java.sql.SQLException: deadlock detected
\t... 3 more""".splitlines()

Say = Callable[[random.Random, int, float, str], tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Program:
    """How a program writes: *rate* lines a second, and *say*, which makes line *n* at a time as (stream, text)."""

    rate: float
    say: Say


def web(chance: random.Random, n: int, at: float, _name: str) -> tuple[int, str]:
    """Write the access log of a web server, and now and then an error."""
    path = chance.choice(PATHS)
    client = f"10.42.{chance.randrange(256)}.{chance.randrange(2, 250)}"
    when = f"{format_time(at)[:-1].replace('T', ' ').replace('-', '/')}"
    if chance.random() < ERROR_SHARE:
        told = "connect() failed (111: Connection refused) while connecting to upstream"
        return STDERR, f'{when} [error] 7#7: *{n} {told}, client: {client}, request: "GET {path} HTTP/1.1"'
    status = chance.choices((200, 304, 302, 404, 500, 502), (80, 10, 4, 4, 1, 1))[0]
    size = 0 if status in (302, 304) else chance.randrange(180, 48000)
    return (
        STDOUT,
        f'{client} - - [{format_time(at)}] "GET {path} HTTP/1.1" {status} {size} "-" "{chance.choice(AGENTS)}"',
    )


def api(chance: random.Random, _n: int, at: float, _name: str) -> tuple[int, str]:
    """Write one JSON document a line."""
    level = chance.choices(("info", "warn", "error"), (92, 6, 2))[0]
    status = {"info": 200, "warn": 429, "error": 503}[level]
    entry = {
        "time": format_time(at),
        "level": level,
        "msg": {"info": "request done", "warn": "rate limit reached", "error": "upstream unavailable"}[level],
        "method": chance.choice(("GET", "GET", "GET", "POST", "PUT")),
        "path": "/api" + chance.choice(PATHS[1:7]),
        "status": status,
        "ms": round(chance.lognormvariate(3, 0.8), 1),
        "request": f"{chance.getrandbits(48):012x}",
    }
    return (STDERR if level == "error" else STDOUT), json.dumps(entry, separators=(",", ":"))


def worker(chance: random.Random, n: int, _at: float, _name: str) -> tuple[int, str]:
    """Write coloured progress of jobs."""
    job = chance.choice(JOBS)
    took = chance.lognormvariate(0, 0.7)
    if chance.random() < ERROR_SHARE:
        return (
            STDERR,
            f"\x1b[31mERROR\x1b[0m job {job} #{n} failed after {took:.2f}s: timed out; \x1b[33mretry 1 of 3\x1b[0m",
        )
    return STDOUT, f"\x1b[32mINFO\x1b[0m  job \x1b[1m{job}\x1b[0m #{n} done in {took:.2f}s"


def java(chance: random.Random, n: int, at: float, name: str) -> tuple[int, str]:
    """Write a Java log with a stack trace every fortieth line or so."""
    when = format_time(at)[:-1].replace("T", " ")
    place = n % 40
    if 20 <= place < 20 + len(TRACE):  # noqa: PLR2004 - the middle of the block
        block = random.Random(f"{name}:{n // 40}")
        return STDERR, TRACE[place - 20].format(product=block.randrange(1000, 9999), line=block.randrange(20, 300))
    thread = f"[http-nio-8080-exec-{chance.randrange(1, 11)}]"
    told = chance.choice(("order placed", "stock reserved", "mail queued", "payment authorised", "cache miss"))
    return STDOUT, f"{when} INFO  {thread} c.n.api.OrderResource - {told} id={chance.randrange(10**6)}"


def database(chance: random.Random, _n: int, at: float, _name: str) -> tuple[int, str]:
    """Write the sparse log of a database."""
    when = format_time(at)[:-1].replace("T", " ")
    told = chance.choice(
        (
            "LOG:  checkpoint starting: time",
            f"LOG:  checkpoint complete: wrote {chance.randrange(20, 900)} buffers",
            "LOG:  autovacuum launcher started",
            f"LOG:  duration: {chance.uniform(200, 4000):.3f} ms  statement: EXECUTE orders_of_customer",
            'ERROR:  duplicate key value violates unique constraint "orders_pkey"',
        ),
    )
    return STDERR, f"{when} UTC [{chance.randrange(20, 400)}] {told}"


def plain(chance: random.Random, n: int, at: float, name: str) -> tuple[int, str]:
    """Write a heartbeat."""
    return STDOUT, f"{format_time(at)} {name or 'container'}: tick {n}, load {chance.uniform(0.01, 2):.2f}"


WEB, API, WORKER = Program(5.0, web), Program(2.0, api), Program(0.5, worker)
JAVA, DATABASE, PLAIN = Program(1.0, java), Program(0.1, database), Program(0.2, plain)
BY_IMAGE: Mapping[str, Program] = {
    "node-exporter": PLAIN,
    "nginx": WEB,
    "lb-service": WEB,
    "httpd": WEB,
    "node": API,
    "python": WORKER,
    "celery": WORKER,
    "tomcat": JAVA,
    "kafka": JAVA,
    "elasticsearch": JAVA,
    "postgres": DATABASE,
    "mysql": DATABASE,
    "redis": DATABASE,
}


def program_of(image: str) -> Program:
    """Return the program that the *image* holds; an unknown one ticks."""
    return next((program for word, program in BY_IMAGE.items() if word in image), PLAIN)
