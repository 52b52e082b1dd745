"""The interpreter ends while daemon threads are in a call: they are stopped, and nothing crashes."""

from __future__ import annotations

import subprocess
import sys
import threading

from conftest import MYPAY_SETTINGS, RawServer, response

CALLS = 4
PROCESSES = 6

PROGRAM = f"""
import os, sys, threading, time
import twpos

till = twpos.mypay.Client(base_url=sys.argv[1], **{MYPAY_SETTINGS!r})
request = twpos.mypay.QueryOrderRequest(uid="1", key="k")
for _ in range({CALLS}):
    threading.Thread(target=till.query_order, args=(request,), daemon=True).start()

class Late:
    # Runs when the interpreter is already being taken down, and lets the threads' calls end meanwhile.
    def __del__(self, write=os.write, sleep=time.sleep):
        write(1, b"ending\\n")
        sleep(1)

late = Late()
sys.stdin.readline()
"""


def test_daemon_threads_in_a_call_at_exit() -> None:
    """Python ends such a thread by unwinding its stack (`pthread_exit`), through the frames of the native half."""
    may_answer = threading.Event()
    in_a_call = threading.Semaphore(0)

    def answer(_: bytes) -> bytes:
        in_a_call.release()
        assert may_answer.wait(60)
        return response(500, "")

    with RawServer(answer) as host:
        processes = [program(host.url) for _ in range(PROCESSES)]
        for _ in range(PROCESSES * CALLS):
            assert in_a_call.acquire(timeout=60)
        for process in processes:
            assert process.stdin and process.stdout
            process.stdin.write("\n")
            process.stdin.flush()
            assert process.stdout.readline() == "ending\n"
        may_answer.set()
        ended = [(process.communicate(timeout=60)[1], process.returncode) for process in processes]
    assert ended == [("", 0)] * PROCESSES


def program(url: str) -> subprocess.Popen[str]:
    command, pipe = [sys.executable, "-c", PROGRAM, url], subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True)
