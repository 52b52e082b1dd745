"""Calls release the interpreter lock, clients are shared, and a panic stays inside."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from conftest import Sandbox, new_op_seq, sale
from twpos import _native, icash


def test_sixteen_threads_on_one_client(till: icash.Client, sandbox: Sandbox) -> None:
    requests = [sale() for _ in range(160)]
    with ThreadPoolExecutor(16) as pool:
        replies = list(pool.map(till.pay, requests))
    assert [reply.op_seq for reply in replies] == [request.op_seq for request in requests]
    assert len({reply.bank_seq for reply in replies}) == 160


def test_python_runs_while_a_call_waits(slow: Sandbox) -> None:
    """With the lock held, the loop below would stand still for the whole call."""
    with icash.Client.from_config(slow.config) as till:
        call = threading.Thread(target=till.pay, args=(sale(),))
        call.start()
        largest_gap, last = 0.0, time.monotonic()
        while call.is_alive():
            time.sleep(0.001)
            largest_gap, last = max(largest_gap, time.monotonic() - last), time.monotonic()
        assert largest_gap < 0.3

        started = time.monotonic()
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(till.pay, [sale() for _ in range(8)]))
        assert time.monotonic() - started < 2.5, "eight calls of half a second each, at once"


@pytest.mark.skipif(not hasattr(_native, "self_test_panic"), reason="only in the wheel with self-test")
def test_a_panic_is_an_unknown_outcome() -> None:
    code = """
import pickle, threading, twpos
from twpos import _native, icash
request = icash.PayRequest(buyer_id="CANARY-CODE", tx_amt=1, op_seq="A-1", store_id="1", store_name="1", pos_no="1")
def panic():
    try:
        _native.self_test_panic(request)
    except twpos.OutcomeUnknown as error:
        assert (error.kind, error.outcome, error.reference) == ("internal", "unknown", "A-1")
        assert error.detail == "a fault inside twpos was caught; please report it"
        assert "CANARY-CODE" not in str(error)
        caught.append(pickle.loads(pickle.dumps(error)))
caught = []
threads = [threading.Thread(target=panic) for _ in range(16)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
assert len(caught) == 16
assert isinstance(icash.BonusType.from_code("None"), str)
print("still running")
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "still running", done.stderr
    assert done.returncode == 0 and "CANARY-CODE" not in done.stderr


@pytest.mark.parametrize("level", ["INFO", "WARNING"])
@pytest.mark.parametrize(
    ("barcode", "ended"),
    [("IC0123456789ABCDEF", "it ended with a response"), ("ICTWPOSRESETAFTER0", "its outcome is unknown")],
)
def test_an_interrupt_waits_for_the_call(slow: Sandbox, level: str, barcode: str, ended: str) -> None:
    """Ctrl-C cannot take a charge back: the call ends first, and the log has its outcome at any level."""
    op_seq = new_op_seq()
    code = f"""
import _thread, logging, signal, threading, twpos
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job would ignore it
logging.basicConfig(level={level!r}, format="%(levelname)s %(name)s %(message)s")
till = twpos.icash.Client.from_config({str(slow.config)!r})
threading.Timer(0.2, _thread.interrupt_main).start()
try:
    till.pay(twpos.icash.PayRequest(buyer_id={barcode!r}, tx_amt=36, op_seq={op_seq!r},
                                    store_id="217477", store_name="見晴", pos_no="01"))
except KeyboardInterrupt:
    print("interrupted")
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60)
    assert done.stdout.strip() == "interrupted", done.stderr
    lines = done.stderr.splitlines()
    assert lines.pop() == f"WARNING twpos interrupted during a call about {op_seq}: {ended}"
    assert len(lines) == (level == "INFO") and "Traceback" not in done.stderr
