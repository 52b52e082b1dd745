"""A client that was used before `os.fork` is used after it: gunicorn's `--preload`, multiprocessing, uWSGI."""

from __future__ import annotations

import json
import os
import ssl
import subprocess
import sys
import urllib.request
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import Sandbox

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")

# What every program below begins with. A child that is stuck ends by SIGALRM.
BEGIN = """
import asyncio, json, multiprocessing, os, signal, sys, threading, twpos, warnings
from twpos import aio, icash

warnings.simplefilter("ignore", DeprecationWarning)  # of a fork in a process with threads
config, barcode = sys.argv[1:]

def sale(op_seq, amount=1):
    return icash.PayRequest(buyer_id=barcode, tx_amt=amount, op_seq=op_seq, store_id="217477", store_name="見晴",
                            pos_no="01")

def told(request, pay):
    "Whether the reply is about this very request."
    try:
        reply = pay(request)
    except twpos.Error as error:
        print(request.op_seq, error, file=sys.stderr)
        return False
    return (reply.op_seq, reply.tx_amt) == (request.op_seq, request.tx_amt)

def charges(name, pay, number=50, amount=1):
    return sum(told(sale(f"{name}-{at}", amount), pay) for at in range(number))

def fork(work):
    process = os.fork()
    if process == 0:
        signal.alarm(60)
        ended = 1
        try:
            ended = 0 if work() else 1
        finally:
            os._exit(ended)
    return process

def ended(processes):
    return [os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) for process in processes]
"""


def run(program: str, sandbox: Sandbox, barcode: str) -> Any:
    command = [sys.executable, "-c", BEGIN + program, str(sandbox.config), barcode]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=240)
    assert done.returncode == 0 and not done.stderr, done.stderr
    return json.loads(done.stdout)


def paid(sandbox: Sandbox, barcode: str) -> list[dict[str, Any]]:
    """What the ledger says of one customer."""
    context = None
    if sandbox.url.startswith("https"):
        context = ssl.create_default_context(cafile=str(sandbox.config.parent / "ca.pem"))
    with urllib.request.urlopen(f"{sandbox.url}/_sandbox/ledger", context=context) as reply:
        transactions = json.load(reply)["icash"]["transactions"]
    return [one for one in transactions if one["buyer_id"] == barcode]


@pytest.fixture(params=["plain", "tls"])
def host(request: pytest.FixtureRequest, sandbox: Sandbox, tmp_path: Path) -> Iterator[Sandbox]:
    if request.param == "plain":
        yield sandbox
        return
    running = Sandbox(tmp_path / "state", "--tls", like=sandbox)
    yield running
    running.stop()


def test_four_children_and_their_parent_pay_at_once(host: Sandbox) -> None:
    program = """
till = icash.Client.from_config(config)
assert told(sale("F-warm-up"), till.pay)
children = [fork(lambda: charges(f"F-child{child}", till.pay, amount=2 + child) == 50) for child in range(4)]
parent = charges("F-parent", till.pay)
print(json.dumps({"children": ended(children), "parent": parent, "after": told(sale("F-after"), till.pay)}))
"""
    assert run(program, host, "ICFORKCHILDREN0001") == {"children": [0] * 4, "parent": 50, "after": True}
    ledger = paid(host, "ICFORKCHILDREN0001")
    assert Counter(one["status"] for one in ledger) == {"done": 252}
    assert Counter(one["amount"] for one in ledger) == {1: 52, 2: 50, 3: 50, 4: 50, 5: 50}


def test_a_call_is_in_flight_in_another_thread(slow: Sandbox) -> None:
    """Its reply is its own, and none of its locks keeps a child waiting."""
    program = """
till = icash.Client.from_config(config)
assert told(sale("B-warm-up"), till.pay)
good = []
threads = [threading.Thread(target=lambda n=n: good.append(told(sale(f"B-thread{n}", 7), till.pay))) for n in range(8)]
[thread.start() for thread in threads]
children = [fork(lambda: charges(f"B-child{child}", till.pay, 2) == 2) for child in range(4)]
[thread.join() for thread in threads]
print(json.dumps({"children": ended(children), "threads": good}))
"""
    assert run(program, slow, "ICFORKINFLIGHT0001") == {"children": [0] * 4, "threads": [True] * 8}


def test_asyncio_after_fork(sandbox: Sandbox) -> None:
    """The parent's threads, which idle in the pool, do not exist in the child."""
    program = """
till = aio.icash.Client.from_config(config)

async def pay(name, number=20):
    replies = await asyncio.gather(*(till.pay(sale(f"{name}-{at}")) for at in range(number)))
    return len({reply.op_seq for reply in replies}) == number

async def to_the_end(name):
    good = await pay(name)
    await till.aclose()
    try:
        await pay(name, 1)
    except twpos.ConfigError:
        return good

assert asyncio.run(pay("A-warm-up"))
children = [fork(lambda: asyncio.run(to_the_end(f"A-child{child}"))) for child in range(4)]
good = asyncio.run(pay("A-parent"))
statuses = ended(children)
assert asyncio.run(to_the_end("A-end"))

async def closed():
    try:
        await till.pay(sale("A-closed"))
    except twpos.ConfigError as error:
        return error.outcome == "not_sent"

statuses += ended([fork(lambda: asyncio.run(closed()))])
print(json.dumps({"children": statuses, "parent": good}))
"""
    assert run(program, sandbox, "ICFORKASYNCIO00001") == {"children": [0] * 5, "parent": True}


def test_multiprocessing_with_fork(sandbox: Sandbox) -> None:
    program = """
till = icash.Client.from_config(config)

def work(number):
    return told(sale(f"M-{number}", 1 + number % 5), till.pay)

assert work(1000)
with multiprocessing.get_context("fork").Pool(4) as pool:
    print(json.dumps(pool.map(work, range(40), chunksize=1)))
"""
    assert run(program, sandbox, "ICFORKPOOL00000001") == [True] * 40
