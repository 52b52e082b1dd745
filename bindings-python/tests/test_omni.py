"""The OMNI gateway against the sandbox: both wallets, tokens, searches after unknown outcomes."""

from __future__ import annotations

import urllib.request
from collections.abc import Iterator

import pytest
import twpos
from conftest import Sandbox, new_op_seq
from twpos import omni


@pytest.fixture
def gateway(sandbox: Sandbox) -> Iterator[omni.Client]:
    with omni.Client.from_config(sandbox.config) as client:
        yield client


def ipass(code: str = "IPASSCODE000000001") -> omni.IpassPayRequest:
    return omni.IpassPayRequest(
        trade_code=code, amount=229, order_number=new_op_seq(), store_id="0001", terminal_id="01"
    )


def icash(code: str = "ICASHCODE000000001") -> omni.IcashPayRequest:
    return omni.IcashPayRequest(
        merchant_trade_no=new_op_seq(), store_name="見晴", total_amount=36, item_amt=36, barcode=code
    )


def test_ipass(gateway: omni.Client) -> None:
    request = ipass()
    paid = gateway.ipass_pay(request)
    assert (paid.return_code, paid.order_number) == (omni.IpassReturnCode.SUCCESS, request.order_number)
    found = gateway.ipass_search(omni.IpassSearchRequest(order_number=request.order_number))
    assert found.amount == 229 and found.order_number == request.order_number
    refund = omni.IpassRefundRequest(transaction_id=paid.transaction_id, amount=29)
    assert gateway.ipass_refund(refund).return_code == omni.IpassReturnCode.SUCCESS

    unknown = ipass("ICTWPOSRESETAFTER0")
    with pytest.raises(twpos.OutcomeUnknown) as caught:
        gateway.ipass_pay(unknown)
    assert caught.value.reference == unknown.order_number
    assert gateway.ipass_search(omni.IpassSearchRequest(order_number=unknown.order_number)).amount == 229


def test_icash(gateway: omni.Client) -> None:
    request = icash()
    paid = gateway.icash_pay(request)
    assert paid.enc_data.merchant_trade_no == request.merchant_trade_no and paid.enc_data.total_amount == 36
    assert omni.IcashPayResponse.from_dict(paid.to_dict()) == paid
    found = gateway.icash_search(omni.IcashSearchRequest(merchant_trade_no=request.merchant_trade_no))
    assert omni.TradeStatus.from_code(found.enc_data.trade_status) is omni.TradeStatus.DONE
    gateway.icash_cancel(omni.IcashCancelRequest(merchant_trade_no=request.merchant_trade_no))
    found = gateway.icash_search(omni.IcashSearchRequest(merchant_trade_no=request.merchant_trade_no))
    assert omni.TradeStatus.from_code(found.enc_data.trade_status) is omni.TradeStatus.CANCELLED

    # No document lists a code that proves a decline.
    with pytest.raises(twpos.OutcomeUnknown) as caught:
        gateway.icash_pay(icash("ICTWPOSDECLINE0000"))
    assert caught.value.provider_code == "2107" and "ICTWPOSDECLINE0000" not in str(caught.value)


def test_a_revoked_token_is_renewed(gateway: omni.Client, sandbox: Sandbox) -> None:
    gateway.ipass_pay(ipass())
    revoke = urllib.request.Request(f"{sandbox.url}/_sandbox/omni/tokens", method="DELETE")
    urllib.request.urlopen(revoke).close()
    assert gateway.ipass_pay(ipass()).return_code == "0000"


def test_a_sum_that_does_not_add_up(gateway: omni.Client) -> None:
    with pytest.raises(twpos.InvalidRequest, match="TotalAmount") as caught:
        gateway.icash_pay(icash().replace(total_amount=37))
    assert caught.value.outcome is twpos.Outcome.NOT_SENT
