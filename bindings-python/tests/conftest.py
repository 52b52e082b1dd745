"""What the tests share: the sandbox as a process of its own, raw servers, and sample requests.

`bindings-python/run-tests` sets TWPOS_BIN, the command line built from this tree. The package under test is the wheel
that is installed; nothing here puts the source tree on the path.
"""

from __future__ import annotations

import itertools
import json
import os
import shutil
import socket
import socketserver
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Callable

import pytest
from twpos import icash

ROOT = Path(__file__).resolve().parents[2]
BARCODE = "IC0123456789ABCDEF"

_numbers = itertools.count(1)


def new_op_seq() -> str:
    return f"PY{os.getpid()}-{next(_numbers)}"


def sale(barcode: str = BARCODE, op_seq: str | None = None, tx_amt: int = 36) -> icash.PayRequest:
    return icash.PayRequest(
        buyer_id=barcode,
        tx_amt=tx_amt,
        item_amt=tx_amt,
        op_seq=op_seq or new_op_seq(),
        store_id="217477",
        store_name="見晴",
        pos_no="01",
        bonus_type=icash.BonusType.BY_WALLET,
    )


def vectors(name: str) -> Any:
    return json.loads((ROOT / f"conformance/vectors/{name}.json").read_text(encoding="utf-8"))


MYPAY_SETTINGS: Any = {
    "mode": "store",
    "uid": "289151880002",
    "key": "S4rfl4W5LqQmM79FbeLWbxDJ0GGh1e0Y",
    "previous_key": "Bk8OxzujwxErANZfGBAumOEAUBNhyC2w",
}
"""Those of the vectors."""


def closed_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


class Sandbox:
    """A running `twpos sandbox`."""

    def __init__(self, state: Path, *options: str, like: Sandbox | None = None) -> None:
        """`like` another one, it has its keys, which take seconds to make."""
        self.config: Path
        if like is not None:
            shutil.copytree(like.config.parent, state)
            options = (*options, "--fresh")
        command = [
            os.environ["TWPOS_BIN"],
            "sandbox",
            "--listen",
            "127.0.0.1:0",
            "--state",
            str(state),
            *options,
        ]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout
        ready = json.loads(self.process.stdout.readline())
        self.url: str = ready["url"]
        self.config = Path(ready["config"])

    def ledger(self) -> Any:
        with urllib.request.urlopen(f"{self.url}/_sandbox/ledger") as reply:
            return json.load(reply)

    def stop(self) -> None:
        self.process.terminate()
        self.process.communicate()


@pytest.fixture(scope="session")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    running = Sandbox(tmp_path_factory.mktemp("sandbox") / "state")
    yield running
    running.stop()


@pytest.fixture(scope="session")
def slow(sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    """One that takes half a second for every transaction."""
    running = Sandbox(tmp_path_factory.mktemp("slow") / "state", "--processing-delay", "500", like=sandbox)
    yield running
    running.stop()


@pytest.fixture
def till(sandbox: Sandbox) -> Iterator[icash.Client]:
    with icash.Client.from_config(sandbox.config) as client:
        yield client


@pytest.fixture(scope="session")
def tls(sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    """One over TLS; its CA is `ca.pem` beside its configuration."""
    running = Sandbox(tmp_path_factory.mktemp("tls") / "state", "--tls", like=sandbox)
    yield running
    running.stop()


PROXY_CREDENTIALS = "store-7:sécret:word"


@pytest.fixture
def proxy() -> Iterator[str]:
    """The URL of a proxy that asks for PROXY_CREDENTIALS."""
    command = [sys.executable, str(ROOT / "conformance/tools/connect_proxy.py"), PROXY_CREDENTIALS]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        yield process.stdout.readline().strip()
        process.terminate()


class RawServer:
    """A server on a real socket that answers every request with the same bytes, and keeps what it read."""

    def __init__(self, answer: bytes | Callable[[bytes], bytes]) -> None:
        received: list[bytes] = []

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                request, length = b"", 0
                for line in self.rfile:
                    request += line
                    if line.lower().startswith(b"content-length:"):
                        length = int(line.split(b":")[1])
                    if line == b"\r\n":
                        break
                request += self.rfile.read(length)
                received.append(request)
                self.wfile.write(answer if isinstance(answer, bytes) else answer(request))

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address = True
            daemon_threads = True

        self.received = received
        self.server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def __enter__(self) -> RawServer:
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()


def response(status: int, body: str, **headers: str) -> bytes:
    content = body.encode()
    lines = [f"HTTP/1.1 {status} Test", f"Content-Length: {len(content)}", "Connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + content
