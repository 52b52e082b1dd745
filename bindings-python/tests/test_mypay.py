"""MYPAY LINK against the sandbox: orders, queries, refunds, scans, both keys, notifications."""

from __future__ import annotations

import pickle
import urllib.parse
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
import twpos
from conftest import MYPAY_SETTINGS, RawServer, Sandbox, new_op_seq, response
from twpos import mypay


@pytest.fixture
def shop(sandbox: Sandbox) -> Iterator[mypay.Client]:
    with mypay.Client.from_config(sandbox.config) as client:
        yield client


def item(total: int) -> mypay.Item:
    return mypay.Item(id="1", name="麻辣鍋湯包", cost=total, amount=1, total=total)


def order(cost: int = 900) -> mypay.CreateOrderRequest:
    return mypay.CreateOrderRequest(
        user_id="u-1", cost=cost, order_id=new_op_seq(), ip="203.0.113.5", items=[item(cost)], pfn=mypay.Pfn.ALL
    )


def scan(code: str = "281234567890123456") -> mypay.ScanPayRequest:
    return mypay.ScanPayRequest(
        user_id="u-1", cost=150, order_id=new_op_seq(), ip="203.0.113.5", items=[item(150)], scanned_code=code
    )


def on_the_page(sandbox: Sandbox, uid: str, action: str) -> None:
    data = urllib.parse.urlencode({"action": action}).encode()
    urllib.request.urlopen(f"{sandbox.url}/payment/{uid}.html", data).close()


def test_an_order_is_made_paid_asked_for_and_refunded(shop: mypay.Client, sandbox: Sandbox) -> None:
    request = order()
    made = shop.create_order(request)
    assert made.url.endswith(f"/payment/{made.uid}.html") and made.key not in repr(made)

    ask = mypay.QueryOrderRequest(uid=made.uid, key=made.key, order_id=request.order_id)
    assert shop.query_order(ask).state == mypay.PrcClass.PENDING
    on_the_page(sandbox, made.uid, "pay")
    paid = shop.query_order(ask)
    assert paid.state == mypay.PrcClass.PAID and paid.cost == 900 and paid.order_id == request.order_id
    assert mypay.Prc.from_code(paid.prc).class_ is mypay.PrcClass.PAID

    refund = mypay.RefundOrderRequest(uid=made.uid, key=made.key, order_id=request.order_id, cost=900)
    refunded = shop.refund_order(refund)
    assert refunded.refunded is True and refunded.row_data is not None
    assert pickle.loads(pickle.dumps(refunded)) == refunded
    with pytest.raises(twpos.Refused) as caught:
        shop.refund_order(refund)
    assert caught.value.reference == request.order_id


def test_scans(shop: mypay.Client) -> None:
    paid = shop.scan_pay(scan())
    assert paid.approved is True and paid.state == mypay.PrcClass.PAID
    waiting = shop.scan_pay(scan("MYTWPOSWAIT0000000"))
    assert (waiting.approved, waiting.state) == (False, mypay.PrcClass.PENDING)
    assert waiting.uid and waiting.key, "there is something to ask with"
    with pytest.raises(twpos.Refused):
        shop.scan_pay(scan("ICTWPOSDECLINE0000"))
    request = scan("ICTWPOSRESETAFTER0")
    with pytest.raises(twpos.OutcomeUnknown) as caught:
        shop.scan_pay(request)
    assert caught.value.reference == request.order_id and "ICTWPOSRESETAFTER0" not in repr(vars(caught.value))


def test_two_keys() -> None:
    def sealed_with(client: mypay.Client) -> str:
        with pytest.raises(twpos.Error):
            client.query_order(mypay.QueryOrderRequest(uid="1", key="2"))
        fields = urllib.parse.parse_qs(host.received[-1].partition(b"\r\n\r\n")[2].decode())
        [found] = [name for name, key in keys.items() if mypay.envelope.decrypt(fields["encry_data"][0], key)]
        return found

    settings: Any = dict(MYPAY_SETTINGS)
    keys = {"current": settings["key"], "previous": settings["previous_key"], "third": "k" * 32}
    with RawServer(response(500, "")) as host:
        client = mypay.Client(base_url=host.url, **settings)
        assert sealed_with(client) == "current"
        previous = client.with_key(mypay.KeyChoice.PREVIOUS)
        assert sealed_with(previous) == "previous" and sealed_with(client) == "current"
        client.use_key(keys["third"])
        assert sealed_with(client) == "third" and sealed_with(previous) == "current"
        with pytest.raises(twpos.ConfigError) as caught:
            client.use_key("CANARY")
        assert caught.value.kind is twpos.ErrorKind.KEY and "CANARY" not in str(caught.value)

        settings.pop("previous_key")
        with pytest.raises(twpos.ConfigError, match="previous_key"):
            mypay.Client(base_url=host.url, **settings).with_key(mypay.KeyChoice.PREVIOUS)


def notification(**changes: str) -> bytes:
    fields = {"uid": "95217", "key": "KEY-CANARY", "prc": "250", "order_id": "ORDER-1", "cost": "900"}
    return urllib.parse.urlencode({**fields, **changes}).encode()


def test_a_notification_is_read_and_verified() -> None:
    content = '{"BankId":"013","Account":"1234567890"}'
    told = mypay.parse_notification(
        notification(result_content_type="E_COLLECTION", result_content=content, new_field="x")
    )
    assert (told.state, told.kind, told.cost) == ("paid", mypay.NotificationKind.COMPLETED, 900)
    assert told.payment_instructions is not None and told.payment_instructions.virtual_account is not None
    assert told.extra == {"new_field": "x"} and "KEY-CANARY" not in repr(told)
    assert mypay.Notification.from_dict(told.to_dict()) == told

    expected = mypay.ExpectedOrder(uid="95217", key="KEY-CANARY", order_id="ORDER-1", cost=900)
    told.verify(expected)
    invalid, unknown = twpos.InvalidNotification, twpos.OutcomeUnknown
    for changes, kind, error_class in (
        ({"key": "GUESSED"}, twpos.ErrorKind.INVALID_NOTIFICATION, invalid),
        ({"uid": "1"}, twpos.ErrorKind.INVALID_NOTIFICATION, invalid),
        ({"cost": 901}, twpos.ErrorKind.MISMATCH, unknown),
        ({"order_id": "ORDER-2"}, twpos.ErrorKind.MISMATCH, unknown),
    ):
        with pytest.raises(error_class) as caught:
            told.verify(expected.replace(**changes))
        assert caught.value.kind is kind and caught.value.reference and "KEY-CANARY" not in str(caught.value)
    with pytest.raises(twpos.InvalidRequest, match="key"):
        told.verify(mypay.ExpectedOrder(uid="95217", key=""))
    with pytest.raises(TypeError, match="ExpectedOrder"):
        told.verify(expected.to_dict())  # type: ignore[arg-type]


@pytest.mark.parametrize("body", [b"", b"uid=1", b"\xff\xfe", notification() + b"&uid=2", b"a" * (1024 * 1024 + 1)])
def test_what_is_no_notification(body: bytes) -> None:
    with pytest.raises(twpos.InvalidNotification) as caught:
        mypay.parse_notification(body)
    assert (caught.value.kind, caught.value.outcome) == (twpos.ErrorKind.INVALID_NOTIFICATION, twpos.Outcome.NOT_SENT)


def test_junk_forges_no_line_of_a_log() -> None:
    with pytest.raises(twpos.InvalidNotification) as caught:
        mypay.parse_notification(b"order_id=a%0a2026-11-21+INFO+released+order+42%e2%80%a8")
    assert str(caught.value).isprintable() and "a\\n2026-11-21" in str(caught.value)


def test_the_answer() -> None:
    assert mypay.NOTIFICATION_ANSWER == "8888"
    assert mypay.parse_notification.__module__ == "twpos.mypay"
