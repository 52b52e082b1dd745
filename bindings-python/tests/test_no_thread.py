"""No thread is to be had (a container's pids limit, ulimit -u): nothing is sent, and the error says so."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from conftest import Sandbox

pytest.importorskip("resource", reason="this system has no limits to set")

PROGRAM = """
import asyncio, json, os, resource, sys, twpos
from twpos import aio, icash

text, folder, barcode = sys.argv[1:]

def sale(op_seq):
    return icash.PayRequest(buyer_id=barcode, tx_amt=1, op_seq=op_seq, store_id="217477", store_name="見晴",
                            pos_no="01")

def told(call):
    try:
        return call().op_seq
    except twpos.Error as error:
        return [type(error).__name__, error.kind, error.outcome, error.detail, error.reference]

till = icash.Client.from_toml(text, folder)
named = icash.Client.from_toml(text.replace("127.0.0.1", "localhost"), folder)
waiting = aio.icash.Client(till)
if os.getuid() == 0:  # root has no limit on its threads
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
print(json.dumps([
    told(lambda: named.pay(sale("T-1"))),
    told(lambda: asyncio.run(waiting.pay(sale("T-2")))),
    told(lambda: till.pay(sale("T-3"))),
]))
"""


def test_what_needs_a_thread_is_not_sent(sandbox: Sandbox) -> None:
    text, barcode = sandbox.config.read_text(encoding="utf-8"), "ICNOTHREAD00000001"
    command = [sys.executable, "-c", PROGRAM, text, str(sandbox.config.parent), barcode]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0 and not done.stderr, done.stderr
    lookup = "no connection to the provider: no thread could be started to look up the host's name"
    assert json.loads(done.stdout) == [
        ["NotSent", "connect", "not_sent", lookup, "T-1"],
        ["NotSent", "internal", "not_sent", "no thread could be started for the call", "T-2"],
        "T-3",  # its host is an address, and the call runs on its caller's thread
    ]
    transactions = sandbox.ledger()["icash"]["transactions"]
    assert [one["op_seq"] for one in transactions if one["buyer_id"] == barcode] == ["T-3"]
