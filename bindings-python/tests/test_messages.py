"""Every message class: keyword-only, immutable, comparable, printable without secrets, picklable."""

from __future__ import annotations

import copy
import gc
import inspect
import json
import pickle
import pydoc
import subprocess
import sys
from collections import OrderedDict
from collections.abc import Callable, Iterator
from types import MappingProxyType
from typing import Any

import pytest
import twpos
from conftest import BARCODE, Sandbox, sale
from twpos import _native, aio, icash, mypay, omni
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


def run_python(code: str) -> str:
    """What another interpreter prints."""
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


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


def test_a_subclass_has_the_fields_of_its_message(till: icash.Client) -> None:
    class Plain(icash.CancelRequest):
        pass

    class Slotted(icash.CancelRequest):
        __slots__ = ("till",)

    class Own(icash.CancelRequest):
        def __init__(self, number: str) -> None:
            super().__init__(op_seq=number)

    for kind in Plain, Slotted:
        one, other = kind(op_seq="1", extra={"A": "1"}), kind(op_seq="2")
        assert one != other and hash(one) != hash(other) and one == kind(op_seq="1", extra={"A": "1"})
        assert one != icash.CancelRequest(op_seq="1", extra={"A": "1"}), "another class"
        assert one.to_dict() == {"op_seq": "1", "corp_id": None, "extra": {"A": "1"}}
        assert repr(one) == f"{kind.__name__}(op_seq='1', extra={{'A': [redacted]}})"
        assert copy.copy(one) == one and one.replace(op_seq="2").extra == {"A": "1"}
        assert inspect.signature(kind) == inspect.signature(icash.CancelRequest)
    assert list(inspect.signature(Own).parameters) == ["number"]
    for request in Plain(op_seq="NONE-1"), Slotted(op_seq="NONE-1"), Own("NONE-1"):
        assert till.cancel(request).op_seq == "NONE-1"


def test_a_subclass_may_be_mixed_with_other_classes() -> None:
    class Numbered(icash.CancelRequest, Iterator[int]):
        def __next__(self) -> int:
            return int(self.op_seq)

    assert next(Numbered(op_seq="7")) == 7
    assert type(icash.CancelRequest) is type


def test_required_fields_are_required() -> None:
    with pytest.raises(TypeError, match=r"^CancelRequest.__init__\(\) missing 1 .* argument: 'op_seq'$"):
        icash.CancelRequest()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match=r"^Item.__init__\(\) missing 2 .* arguments: 'amount' and 'total'$"):
        mypay.Item(id="1", name="A", cost=1)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match=r"arguments: 'tx_amt', 'store_id', 'store_name', 'pos_no', and 'op_seq'$"):
        icash.PayRequest(buyer_id=BARCODE)  # type: ignore[call-arg]
    assert icash.CancelRequest(op_seq="1").extra == {}


def test_nothing_is_in_a_message_that_was_refused(till: icash.Client) -> None:
    def broken() -> Iterator[icash.Item]:
        yield icash.Item(item_name="A")
        raise KeyError("broken")

    whole: dict[str, Any] = sale().to_dict()
    refused: list[tuple[type[Exception], dict[str, Any]]] = [
        (TypeError, {name: value for name, value in whole.items() if name != "op_seq"}),
        (TypeError, {**whole, "no_such_field": 1}),
        (KeyError, {**whole, "item_list": broken()}),
    ]
    for kind, fields in refused:
        empty = icash.PayRequest.__new__(icash.PayRequest)
        with pytest.raises(kind):
            empty.__init__(**fields)  # type: ignore[misc]
        for name in whole:
            with pytest.raises(AttributeError):
                getattr(empty, name)
        with pytest.raises(twpos.InvalidRequest, match="pay_type: raised AttributeError") as caught:
            till.pay(empty)
        assert caught.value.outcome == "not_sent"


def test_lists_and_further_fields_of_every_sort() -> None:
    item = icash.Item(item_name="A")
    lists: list[Any] = [[item], (item,), {item}, iter([item]), {item: 1}, (each for each in [item])]
    for given in lists:
        request = sale().replace(item_list=given)
        assert type(request.item_list) is tuple and request.item_list == (item,)
    extras: list[Any] = [{"A": "1"}, OrderedDict(A="1"), MappingProxyType({"A": "1"})]
    for given in extras:
        request = sale().replace(extra=given)
        assert type(request.extra) is MappingProxyType and request.extra == {"A": "1"}
    wrong: Any = 1
    assert sale().replace(item_list=wrong, extra=wrong).to_dict().items() >= {"item_list": 1, "extra": 1}.items()


def test_whole_numbers_of_every_sort(till: icash.Client, sandbox: Sandbox) -> None:
    class Amount(int):
        pass

    class Index:
        def __index__(self) -> int:
            return 36

    numbers: list[Any] = [36, Amount(36), Index(), "36", "36.00", 36.0]
    for number in numbers:
        assert till.pay(sale().replace(tx_amt=number, item_amt=None)).tx_amt == 36
    wrong: list[tuple[Any, str]] = [
        (True, "must be int, not bool"),
        (None, "must be int, not NoneType"),
        (36.5, "must be a whole number"),
        (10**30, "is out of range"),
        (Amount(10**30), "is out of range"),
        (b"36", "must be int, not bytes"),
    ]
    for number, text in wrong:
        with pytest.raises(twpos.InvalidRequest, match=f"tx_amt: {text}"):
            till.pay(sale().replace(tx_amt=number))


def test_what_comes_from_core_is_as_if_it_were_made_here() -> None:
    body = "uid=1&key=CANARY&prc=250&order_id=A-1&cost=36&further=more"
    told = mypay.parse_notification(body)
    assert type(told) is mypay.Notification and told == mypay.Notification(**told.to_dict())
    assert told.extra == {"further": "more"} and type(told.extra) is MappingProxyType
    assert pickle.loads(pickle.dumps(told)) == told == told.replace()
    with pytest.raises(AttributeError):
        told.order_id = "A-2"  # type: ignore[misc]
    with pytest.raises(TypeError):
        told.extra["further"] = "less"  # type: ignore[index]
    assert gc.is_tracked(told) == gc.is_tracked(mypay.Notification(uid="1", key="CANARY", prc="250"))


def test_a_class_of_another_version_is_told() -> None:
    """Its fields would go under each other's names."""
    code = """if True:
        from twpos import icash, mypay
        mypay.Notification = icash.CancelRequest
        try:
            mypay.parse_notification("uid=1&key=1&prc=250&order_id=A-1&cost=36")
        except TypeError as error:
            print(error)
    """
    assert run_python(code) == "twpos.mypay.Notification is of another version"


def test_messages_leave_nothing_behind() -> None:
    classes = icash.CancelRequest, mypay.Notification, _native.MessageBase
    made: list[Callable[[], object]] = [
        lambda: icash.CancelRequest(op_seq="1"),
        lambda: icash.CancelRequest(no="1"),  # type: ignore[call-arg]
        lambda: icash.CancelRequest(op_seq="1", extra={"A": "1"}).replace(op_seq="2"),
        lambda: mypay.parse_notification("uid=1&key=1&prc=250&order_id=A-1&cost=36"),
    ]
    for make in made:
        gc.collect()
        before = [sys.getrefcount(each) for each in classes]
        for _ in range(100):
            try:
                make()
            except TypeError:
                pass
        gc.collect()
        after = [sys.getrefcount(each) for each in classes]
        assert max(abs(more - less) for more, less in zip(after, before)) < 10


def test_what_help_says_of_a_field() -> None:
    for message in MESSAGES:
        for name in inspect.signature(message).parameters:
            assert inspect.getdoc(getattr(message, name)), f"{message.__name__}.{name}"
    assert inspect.getdoc(icash.PayRequest.tx_amt) == (
        "`TxAmt`: the amount to charge, in whole New Taiwan dollars. Required, 1-999999999. (ICPOS001 request 04.)"
    )
    assert "verify" in pydoc.render_doc(mypay.Notification)


def test_codes_become_texts_in_a_dictionary() -> None:
    fields = sale().to_dict()
    assert fields["bonus_type"] == "ByWallet" and type(fields["bonus_type"]) is str
