"""Every message class: keyword-only, immutable, comparable, printable without secrets, picklable."""

from __future__ import annotations

import copy
import inspect
import json
import pickle
from collections.abc import Callable
from typing import Any

import pytest
from conftest import BARCODE, sale
from twpos import aio, icash, mypay, omni
from twpos._message import Message

MESSAGES = [
    value
    for module in (icash, mypay, omni)
    for value in vars(module).values()
    if inspect.isclass(value) and issubclass(value, Message)
]


SECRET = {
    *("buyer_id", "barcode", "trade_code", "scanned_code", "data_json", "key"),
    *("user_name", "user_real_name", "user_english_name", "user_address", "user_sn", "user_phone", "user_cellphone"),
    *("user_email", "user_birthday", "invoice_mobile_code", "invoice_natural_person", "invoice_m_address"),
    *("invoice_b2b_address", "invoice_m_post_zone", "invoice_b2b_title", "invoice_b2b_id", "invoice_b2b_post_zone"),
    *("user_id", "user_zipcode", "ip", "cardno", "invoice_tax_id", "invoice_buyer_ban", "invoice_rand_code"),
    *("invoice_left_qrcode", "invoice_middle_barcode", "invoice_right_qrcode", "serial_number", "result_content"),
    *("pin_code", "bar_code1", "bar_code2", "bar_code3"),
    *("vehicle", "vehicle_no", "card_id"),
    *("electronic_invoice_carrier", "m_member_id", "mobile_invoice_carry", "masked_pan", "v_token"),
}
"""What no log may show, by the documents and not by the classes themselves."""


EXTRA = {
    "mobileInvoiceCarry": "/OTHER",
    "reply.MMemberID": "MEMBER",
    "Further": '{"MMemberID":"MEMBER"}',
    "Seen": "yes",
}
"""What a later version of a host may add to a reply."""


def filled(message: type[Message]) -> Message:
    """One with a value in every field, made from the annotations of the constructor."""
    fields: dict[str, Any] = {}
    for name, parameter in inspect.signature(message).parameters.items():
        annotation, part = str(parameter.annotation), message._parts.get(name)
        if part:
            fields[name] = [filled(part)] if annotation.startswith("Iterable") else filled(part)
        elif annotation.startswith("Mapping"):
            fields[name] = {"Further": "x"}
        else:
            fields[name] = {"str": f"«{name}»", "int": 7, "bool": True}[annotation.split(" ")[0]]
    return message(**fields)


def test_the_order_of_further_fields_does_not_count() -> None:
    one = sale().replace(extra={"A": "1", "B": "2"})
    other = one.replace(extra={"B": "2", "A": "1"})
    assert one == other
    assert hash(one) == hash(other)


def test_all_are_found() -> None:
    assert len(MESSAGES) == 57


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: f"{message.__module__}.{message.__name__}")
def test_a_message(message: type[Message]) -> None:
    one = filled(message)
    names = list(inspect.signature(message).parameters)
    assert names == list(one.to_dict()) == list(message.__slots__)
    assert all(inspect.signature(message).parameters[name].kind is inspect.Parameter.KEYWORD_ONLY for name in names)

    assert message.from_dict(json.loads(json.dumps(one.to_dict()))) == one
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(one, protocol)) == one
    assert copy.copy(one) == one == copy.deepcopy(one)
    assert hash(filled(message)) == hash(one)
    assert one != object() and one.to_dict() != one

    for name in names:
        with pytest.raises(AttributeError):
            setattr(one, name, getattr(one, name))
        with pytest.raises(AttributeError):
            delattr(one, name)
    with pytest.raises(AttributeError):
        one.something_else = 1
    with pytest.raises(TypeError):
        message("positional")  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="no_such_field"):
        message.from_dict({**one.to_dict(), "no_such_field": 1})

    shown = repr(one)
    for name in names:
        assert f"{name}=" in shown
        secret = name in SECRET
        assert (f"«{name}»" in shown) <= (not secret), f"{name} is shown"


def test_what_is_secret() -> None:
    request = sale()
    assert BARCODE not in repr(request) and "buyer_id=[redacted]" in repr(request)
    assert repr(request).startswith("PayRequest(buyer_id=[redacted], tx_amt=36, store_id='217477', store_name='見晴'")
    further = repr(sale().replace(extra={"PlatformToken": "OTHER"}))
    assert "'PlatformToken': [redacted]" in further and "OTHER" not in further
    order = mypay.CreateOrderResponse(uid="1", key="SECRET", extra={"user_email": "a@b.c", "seen": "yes"})
    assert "SECRET" not in repr(order) and "a@b.c" not in repr(order) and "'seen': 'yes'" in repr(order)
    paid = icash.PayResponse(vehicle_no="/CARRIER", card_id="CARD-1", op_seq="A-1", extra=EXTRA)
    inside = omni.IcashPayResponse(enc_data=omni.IcashPayment(extra=EXTRA))
    for reply in paid, icash.RefundResponse(extra=EXTRA), inside:
        for private in "/CARRIER", "CARD-1", "/OTHER", "MEMBER":
            assert private not in repr(reply), reply
        assert "'Seen': 'yes'" in repr(reply), reply
    assert "op_seq='A-1'" in repr(paid) and paid.vehicle_no == "/CARRIER", "it is there all the same"
    assert "TRADE" not in repr(
        omni.IpassPayRequest(trade_code="TRADE", amount=1, order_number="1", store_id="1", terminal_id="1")
    )


def test_a_changed_copy() -> None:
    request = sale()
    dearer = request.replace(tx_amt=37, item_list=[icash.Item(item_name="A")])
    assert (dearer.tx_amt, request.tx_amt, dearer.op_seq) == (37, 36, request.op_seq)
    assert dearer.item_list == (icash.Item(item_name="A"),) and dearer != request
    with pytest.raises(TypeError, match="nothing_like_it"):
        request.replace(nothing_like_it=1)


def test_lists_and_further_fields_cannot_be_changed_in_vain() -> None:
    items, extra = [icash.Item(item_name="A")], {"PlatformID": "1"}
    request = sale().replace(item_list=items, extra=extra)
    items.append(icash.Item(item_name="B"))
    extra["PlatformID"] = "2"
    assert len(request.item_list) == 1 and request.extra == {"PlatformID": "1"}
    with pytest.raises(TypeError):
        request.extra["PlatformID"] = "3"  # type: ignore[index]


@pytest.mark.parametrize("secret", [BARCODE, "9f86d081884c7d659a2feaa0c55ad015", "281234567890123456", "/ABC.123"])
def test_no_name_is_quoted_that_may_be_a_code_or_a_key(secret: str) -> None:
    request = sale()
    slip: Any = {secret: 1}
    no_client: Any = None
    item = {"item_list": [slip]}
    slips: list[Callable[[], object]] = [
        lambda: icash.PayRequest(**slip),
        lambda: icash.PayRequest.from_dict({**request.to_dict(), **slip}),
        lambda: icash.PayRequest.from_dict({**request.to_dict(), **item}),
        lambda: request.replace(**slip),
        lambda: mypay.ScanPayRequest(**slip),
        lambda: omni.IpassPayRequest(**slip),
        lambda: icash.Client(**slip),
        lambda: mypay.Client(**slip),
        lambda: omni.Client(**slip),
        lambda: icash.KeyExchange("http://127.0.0.1:1", **slip),
        lambda: aio.icash.Client(no_client, **slip),
        lambda: setattr(request, secret, 1),
    ]
    for make in slips:
        with pytest.raises((TypeError, AttributeError)) as caught:
            make()
        assert secret not in f"{caught.value} {caught.value!r}"


def test_a_subclass_may_take_what_it_likes() -> None:
    class Sale(icash.CancelRequest):
        def __init__(self, number: str, *, till_1234567: int) -> None:
            super().__init__(op_seq=f"{till_1234567}-{number}")

    assert Sale("1", till_1234567=7).op_seq == "7-1"
    assert list(inspect.signature(icash.CancelRequest).parameters) == ["op_seq", "corp_id", "extra"]


def test_required_fields_are_required() -> None:
    with pytest.raises(TypeError, match="op_seq"):
        icash.CancelRequest()  # type: ignore[call-arg]
    assert icash.CancelRequest(op_seq="1").extra == {}


def test_codes_become_texts_in_a_dictionary() -> None:
    fields = sale().to_dict()
    assert fields["bonus_type"] == "ByWallet" and type(fields["bonus_type"]) is str
