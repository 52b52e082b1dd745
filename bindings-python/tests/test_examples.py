"""The examples, run as a reader would run them; and the README, whose code is theirs."""

from __future__ import annotations

import contextlib
import json
import re
import runpy
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import twpos
from conftest import MYPAY_SETTINGS, RawServer, Sandbox, closed_port, new_op_seq, response
from twpos import icash, mypay

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
README = EXAMPLES.parent / "README.md"


def first_payment(sandbox: Sandbox, barcode: str) -> subprocess.CompletedProcess[str]:
    program = str(EXAMPLES / "first_payment.py")
    command = [sys.executable, program, str(sandbox.config), barcode, "36", new_op_seq()]
    return subprocess.run(command, capture_output=True, text=True, check=True)


@pytest.mark.parametrize(
    ("barcode", "says"),
    [
        ("IC0123456789ABCDEF", "paid NT$ 36, icash number "),
        ("ICTWPOSDECLINE0000", "refused: "),
        ("ICTWPOSRESETAFTER0", "cancelled: charge again under a new number"),
        ("", "not charged, fix this and try again: invalid_request (outcome not_sent): BuyerID: is required"),
    ],
)
def test_a_first_payment(sandbox: Sandbox, barcode: str, says: str) -> None:
    done = first_payment(sandbox, barcode)
    assert done.stdout.startswith(says)
    if barcode == "ICTWPOSRESETAFTER0":
        assert "is unknown (transport), cancelling" in done.stderr
        assert re.search(r"INFO twpos icash\.cancel PY\S+: approved in \d+ ms", done.stderr)
    assert not barcode or barcode not in done.stderr


@pytest.mark.parametrize("missing", [[], ["IC0123456789ABCDEF", "36"], ["IC0123456789ABCDEF", "36x", "PY-1"]])
def test_a_first_payment_says_how_it_is_used(sandbox: Sandbox, missing: list[str]) -> None:
    command = [sys.executable, str(EXAMPLES / "first_payment.py"), str(sandbox.config), *missing]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    usage = "usage: first_payment.py till.toml BARCODE AMOUNT REFERENCE\n"
    assert (done.returncode, done.stdout, done.stderr) == (1, "", usage)


@pytest.mark.parametrize("wrong", [twpos.InvalidRequest, twpos.ConfigError, twpos.Refused])
def test_a_cancel_that_is_itself_wrong_is_not_repeated(wrong: type[twpos.Error]) -> None:
    class Till:
        cancels = 0

        def cancel(self, request: icash.CancelRequest) -> None:
            self.cancels += 1
            raise wrong("it is wrong", reference=request.op_seq)

    till = Till()
    says = runpy.run_path(str(EXAMPLES / "first_payment.py"))["cancel"](till, "PY-1")
    assert re.match(r"STILL UNKNOWN: PY-1 cannot be cancelled like this.*it is wrong", says)
    assert till.cancels == 1


def test_the_readme_shows_tested_code() -> None:
    text = README.read_text(encoding="utf-8")
    sections = re.findall(r"^## (.*)$", text, re.MULTILINE)
    assert sections == ["Install", "First payment", "Errors and what to do", "Threads"]
    functions = re.search(r"^def charge.*?^(?=with )", text, re.MULTILINE | re.DOTALL)
    assert functions and functions[0] in (EXAMPLES / "first_payment.py").read_text(encoding="utf-8")


*CODE, ROUTING = re.findall(r"^```python\n(.*?)^```$", README.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
SAYS = [("icash.pay", r"paid NT\$ 36, icash number \d+", "cancelled: charge again under a new number")]
"""What each block charges by, and says when it is approved and when it is unknown."""


@pytest.mark.parametrize("block", range(len(CODE)))
def test_the_readme_s_code_runs_as_pasted(sandbox: Sandbox, tmp_path: Path, block: int) -> None:
    assert len(CODE) == len(SAYS)
    operation, approved, unknown = SAYS[block]
    own = Sandbox(tmp_path / "sandbox-state", like=sandbox)
    try:
        pasted = tmp_path / "pasted.py"
        pasted.write_text(CODE[block], encoding="utf-8")
        for says in approved, unknown:
            done = subprocess.run(
                [sys.executable, str(pasted)], cwd=tmp_path, capture_output=True, text=True, check=True
            )
            assert re.fullmatch(says, done.stdout.strip()), done
            assert ("is unknown" in done.stderr) == (says == unknown)
            fault = {"match": {"operation": operation}, "fault": "reset_after_commit"}
            assert Shop.send(f"{own.url}/_sandbox/faults", json.dumps(fault), "application/json")[0] < 300
    finally:
        own.stop()


def test_the_readme_s_last_code_tells_wallets_apart(tmp_path: Path) -> None:
    pasted = tmp_path / "pasted.py"
    pasted.write_text(ROUTING, encoding="utf-8")
    done = subprocess.run([sys.executable, str(pasted)], capture_output=True, text=True, check=True)
    assert done.stdout == "line_pay through mypay\njkopay through mypay\n"


def test_the_readme_has_no_link_that_breaks_outside_the_source() -> None:
    """An index shows this file by itself."""
    links = re.findall(r"\]\(([^)]*)\)", README.read_text(encoding="utf-8"))
    assert [link for link in links if not link.startswith("https://")] == []


def test_the_chinese_readme_shows_the_same_code() -> None:
    english, chinese = (path.read_text(encoding="utf-8") for path in (README, README.with_name("README.zh-TW.md")))
    sections = re.findall(r"^## (.*)$", chinese, re.MULTILINE)
    assert sections == ["安裝", "第一筆付款", "錯誤與處理", "執行緒"]
    blocks = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
    assert blocks.findall(chinese) == blocks.findall(english)


class Shop:
    """The notification example as a process with a real socket, and MYPAY's host beside it."""

    def __init__(self, folder: Path, config: Path | None = None, *, pause: str = "60") -> None:
        pytest.importorskip("flask")
        self.paid = False
        self.failing = 0
        self.mypay = RawServer(lambda _: self.answer())
        if config is None:
            config = folder / "till.toml"
            lines = [f'{name} = "{value}"' for name, value in MYPAY_SETTINGS.items()]
            config.write_text("\n".join(["[mypay]", f'base_url = "{self.mypay.url}"', *lines]))
        self.database = folder / "shop.db"
        port = closed_port()
        self.url = f"http://127.0.0.1:{port}/mypay"
        command = [
            sys.executable,
            str(EXAMPLES / "mypay_notifications.py"),
            str(config),
            "shop.db",
            str(port),
            pause,
        ]
        self.process = subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, text=True)
        deadline = time.monotonic() + 30
        while True:
            try:
                self.post("ping")
                break
            except OSError:
                assert self.process.poll() is None and time.monotonic() < deadline
                time.sleep(0.1)
        self.keep("ORDER-1", "95217", "KEY-CANARY", 900)

    def keep(self, *order: str | int) -> None:
        with contextlib.closing(sqlite3.connect(self.database, isolation_level=None)) as database:
            database.execute("INSERT INTO orders VALUES (?, ?, ?, ?, 'held')", order)

    def answer(self) -> bytes:
        if self.failing:
            self.failing -= 1
            return response(503, "later")
        prc = "250" if self.paid else "260"
        return response(200, f'{{"uid":"95217","key":"KEY-CANARY","prc":"{prc}","order_id":"ORDER-1","cost":"900"}}')

    def post(self, body: str) -> tuple[int, str]:
        return self.send(self.url, body)

    @staticmethod
    def send(url: str, body: str, kind: str = "application/x-www-form-urlencoded") -> tuple[int, str]:
        request = urllib.request.Request(url, body.encode(), {"Content-Type": kind})
        try:
            with urllib.request.urlopen(request) as reply:
                return reply.status, reply.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def notify(self, **changes: str) -> tuple[int, str]:
        fields = {"uid": "95217", "key": "KEY-CANARY", "prc": "250", "order_id": "ORDER-1", "cost": "900"}
        return self.post(urllib.parse.urlencode({**fields, **changes}))

    def one(self, query: str) -> object:
        with contextlib.closing(sqlite3.connect(self.database, isolation_level=None)) as database:
            return database.execute(query).fetchone()[0]

    def until(self, is_so: Callable[[], bool]) -> None:
        deadline = time.monotonic() + 30
        while not is_so():
            assert time.monotonic() < deadline
            time.sleep(0.05)

    def released(self) -> bool:
        return self.one("SELECT goods FROM orders") == "released"

    def stop(self) -> str:
        """What it logged."""
        self.process.terminate()
        return self.process.communicate()[1]


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    running = Shop(tmp_path)
    yield running
    if running.process.returncode is None:
        running.stop()
    running.mypay.__exit__()


def test_notifications_are_verified_stored_once_and_confirmed(shop: Shop) -> None:
    goods, stored = "SELECT goods FROM orders", "SELECT count(*) FROM notifications"
    assert shop.notify(key="GUESSED")[0] == 400
    assert shop.notify(cost="1")[0] == 400
    assert shop.notify(order_id="ORDER-2")[0] == 404
    assert (shop.one(goods), shop.one(stored), len(shop.mypay.received)) == ("held", 0, 0)

    assert shop.notify(prc="260") == (200, "8888")
    assert (shop.one(goods), shop.one(stored), len(shop.mypay.received)) == ("held", 1, 0), "pending is not paid"

    shop.paid = True
    assert shop.notify() == (200, "8888")
    shop.until(shop.released)
    assert [shop.notify() for _ in range(3)] == [(200, "8888")] * 3
    time.sleep(0.2)
    assert (shop.one(stored), len(shop.mypay.received)) == (2, 1), "asked once"
    assert "KEY-CANARY" not in shop.stop()


def test_a_notification_that_the_query_does_not_confirm(shop: Shop) -> None:
    assert shop.notify() == (200, "8888")
    shop.until(lambda: len(shop.mypay.received) == 1)
    time.sleep(0.2)
    assert not shop.released()
    shop.paid = True
    assert shop.notify() == (200, "8888")
    shop.until(shop.released)


def test_a_query_that_fails_is_asked_again_with_the_next_notification(shop: Shop) -> None:
    shop.paid, shop.failing = True, 1
    assert shop.notify() == (200, "8888"), "it is stored"
    shop.until(lambda: len(shop.mypay.received) == 1)
    time.sleep(0.2)
    assert not shop.released()
    assert shop.notify() == (200, "8888")
    shop.until(shop.released)
    assert "the query failed; it is asked again" in shop.stop()


def test_a_query_that_fails_is_asked_again_without_another_notification(tmp_path: Path) -> None:
    with contextlib.ExitStack() as cleaning:
        shop = Shop(tmp_path, pause="0.5")
        cleaning.callback(shop.mypay.__exit__)
        cleaning.callback(shop.stop)
        shop.paid, shop.failing = True, 2
        assert shop.notify() == (200, "8888")
        shop.until(shop.released)
        assert len(shop.mypay.received) == 3


def test_the_sandbox_s_own_notifications(sandbox: Sandbox, tmp_path: Path) -> None:
    """An order from creation to goods: three copies of each notification, the last one first."""
    pytest.importorskip("flask")
    with contextlib.ExitStack() as cleaning:
        own = Sandbox(tmp_path / "state", like=sandbox)
        cleaning.callback(own.stop)
        running = Shop(tmp_path, own.config)
        cleaning.callback(running.mypay.__exit__)
        cleaning.callback(running.stop)
        settings = {"url": running.url, "copies": 3, "reorder": True}
        notifications = f"{own.url}/_sandbox/mypay/notifications"
        assert running.send(notifications, json.dumps(settings), "application/json")[0] == 200
        with mypay.Client.from_config(own.config) as client:
            item = mypay.Item(id="1", name="湯包", cost=900, amount=1, total=900)
            request = mypay.CreateOrderRequest(
                user_id="u-1", cost=900, order_id="ORDER-9", ip="203.0.113.5", items=[item]
            )
            made = client.create_order(request)
        running.keep("ORDER-9", made.uid, made.key, 900)
        for action in "transfer", "pay":
            running.send(f"{own.url}/payment/{made.uid}.html", f"action={action}")
        deadline = time.monotonic() + 30
        while running.one("SELECT goods FROM orders WHERE order_id = 'ORDER-9'") != "released":
            assert time.monotonic() < deadline
            time.sleep(0.1)
        assert running.one("SELECT count(*) FROM notifications") in (1, 2), "each state once"
