"""The enums."""

from __future__ import annotations

import enum
import inspect
import pickle
import subprocess
import sys

import pytest
import twpos
from twpos import icash, mypay, omni
from twpos._code import Code
from twpos.mypay import _codes

CODES = [
    value
    for module in (icash, mypay, omni)
    for value in (getattr(module, name) for name in dir(module))
    if inspect.isclass(value) and issubclass(value, Code)
]


def test_all_are_found() -> None:
    assert len(CODES) == 43


@pytest.mark.parametrize("codes", CODES, ids=lambda codes: f"{codes.__module__}.{codes.__name__}")
def test_every_code(codes: type[Code]) -> None:
    assert len(codes) >= 2 and codes["UNKNOWN"].code is None
    for member in codes:
        assert member == member.value == str(member) == f"{member}"
        assert member.chinese and member.english
        assert pickle.loads(pickle.dumps(member)) is member
        if member.code is not None:
            assert codes.from_code(member.code) is member
    assert codes.from_code("no vendor has this") is codes["UNKNOWN"]
    assert codes.from_code("") is codes["UNKNOWN"]


def test_a_payment_tool_by_name_and_by_number() -> None:
    assert "CREDITCARD" in [mypay.Pfn.CREDIT_CARD] and {mypay.Pfn.CREDIT_CARD: 1}["CREDITCARD"] == 1  # type: ignore[index]
    assert mypay.Pfn.from_code("27") is mypay.Pfn.from_code("PION") is mypay.Pfn.PI_ON
    assert (mypay.Pfn.PI_ON.number, mypay.Pfn.PI_ON.chinese) == (27, "Pi 拍錢包線上")
    assert mypay.Pfn.PI_ON.english == "Pi Wallet online, the customer scans"
    assert mypay.Pfn.UNKNOWN.number is None and mypay.Pfn.UNKNOWN.chinese == "未知"
    assert icash.PaymentChannel.from_code("1") is icash.PaymentChannel.PRE_DEPOSIT
    assert omni.IpassReturnCode.DUPLICATE_ORDER_NUMBER.number is None, "0006 is text"


def test_what_a_state_means() -> None:
    assert mypay.Prc.PAID.class_ is mypay.PrcClass.PAID
    assert mypay.Prc.from_code("290").class_ is mypay.PrcClass.PAID_WITH_DIFFERENT_AMOUNT
    assert mypay.Prc.UNKNOWN.class_ is mypay.PrcClass.UNKNOWN
    assert mypay.Prc.OVERDUE.may_still_be_paid is True and mypay.Prc.PAID.may_still_be_paid is False
    assert mypay.Prc.OVERDUE.following == (mypay.Prc.PAID_BUT_MISMATCH,)
    assert mypay.Prc.TO_BE_CONFIRMED.following == (mypay.Prc.PAID, mypay.Prc.SETTLED, mypay.Prc.FAILED)
    assert mypay.Prc.PAID.following == mypay.Prc.UNKNOWN.following == () and mypay.Prc.PAID.is_final
    assert all(isinstance(state.class_, mypay.PrcClass) for state in mypay.Prc)
    assert mypay.QueryOrderResponse(state="paid").state == mypay.PrcClass.PAID


def test_a_code_s_enum_is_one_however_it_is_come_by() -> None:
    assert pickle.loads(b"ctwpos.mypay\nPfn\n.") is mypay.Pfn is _codes.Pfn
    assert mypay.Pfn.__qualname__ == "Pfn" and "Pfn" in vars(mypay), "it is made once"
    star: dict[str, object] = {}
    exec("from twpos.icash import *", star)
    assert star["BonusType"] is icash.BonusType and star["PayRequest"] is icash.PayRequest
    assert "TYPE_CHECKING" not in star and "TYPE_CHECKING" not in dir(icash)
    for module in icash, mypay, omni, _codes:
        with pytest.raises(AttributeError, match="NoSuchCode"):
            module.NoSuchCode  # noqa: B018


def test_threads_that_come_at_once_get_the_same_enum() -> None:
    program = """
import sys, threading
from twpos import mypay
sys.setswitchinterval(1e-6)
start = threading.Barrier(8)
def come(found):
    start.wait()
    found += [mypay.Pfn.CREDIT_CARD, mypay.Prc.PAID, mypay.Currency.UNKNOWN]
found = [[] for _ in range(8)]
threads = [threading.Thread(target=come, args=(each,)) for each in found]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(*(len({id(each[at]) for each in found}) for at in range(3)))
"""
    for _ in range(5):
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
        assert done.stdout == "1 1 1\n"


def test_kinds_and_outcomes() -> None:
    assert [outcome.value for outcome in twpos.Outcome] == ["not_sent", "refused", "unknown"]
    assert len(twpos.ErrorKind) == 17 and "invalid_request" in list(twpos.ErrorKind)
    assert issubclass(twpos.Outcome, enum.Enum) and f"{twpos.Outcome.NOT_SENT}" == "not_sent"
