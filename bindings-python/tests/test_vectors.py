"""The golden vectors through the public API, and every listed reply from a real server."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
import twpos
from conftest import BARCODE, RawServer, response, sale, vectors
from twpos import icash, mypay
from twpos._message import Message

ICASH, MYPAY, WALLETS = vectors("icash"), vectors("mypay"), vectors("wallets")
KEYS = ICASH["keys"]


def credential() -> icash.AesCredential:
    return icash.AesCredential(enc_key_id=KEYS["enc_key_id"], aes_key=KEYS["aes_key"], aes_iv=KEYS["aes_iv"])


def named(cases: list[Any]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", cases, ids=[case["name"] for case in cases])


@named(ICASH["seal"])
def test_icash_seal(case: Any) -> None:
    signer = twpos.PrivateKey.from_text(KEYS["merchant_private_key"])
    sealed = icash.envelope.seal(case["plaintext"], credential(), signer)
    assert sealed == (case["enc_data"], case["signature"], case["form_body"])


@named(ICASH["open"])
def test_icash_open(case: Any) -> None:
    verifier = twpos.PublicKey.from_text(KEYS["icash_public_key"])
    arguments = (case["body"].encode(), case.get("signature"), credential(), verifier)
    if "plaintext" in case["expect"]:
        opened = icash.envelope.open(*arguments)
        assert opened.message == json.loads(case["expect"]["plaintext"])
        assert "message=[redacted]" in repr(opened) and repr(opened.message) not in f"{opened} {opened!r}"
    else:
        with pytest.raises(twpos.OutcomeUnknown) as caught:
            icash.envelope.open(*arguments)
        assert caught.value.kind == case["expect"]["error"]


@named(ICASH["key_texts"])
def test_key_texts(case: Any) -> None:
    def read() -> twpos.PublicKey:
        if case["kind"] == "private":
            return twpos.PrivateKey.from_text(case["text"]).public_key
        return twpos.PublicKey.from_text(case["text"])

    if case["expect"] == "ok":
        assert hashlib.sha256(read().modulus).hexdigest() == case["modulus_sha256"]
    else:
        with pytest.raises(twpos.ConfigError) as caught:
            read()
        assert caught.value.kind is twpos.ErrorKind.KEY
        long_lines = [line for line in case["text"].splitlines() if len(line) > 20]
        assert not any(line in str(caught.value) for line in long_lines)


def icash_call(till: icash.Client, operation: str, op_seq: str, amount: int) -> Any:
    store: Any = {"store_id": "217477", "store_name": "見晴", "pos_no": "01"}
    again: dict[str, Any] = {
        **store,
        "op_seq": op_seq,
        "bank_seq": "20240522123456000001",
        "op_refund_seq": f"{op_seq}-R",
    }
    requests: dict[str, Any] = {
        "pay": lambda: sale(op_seq=op_seq, tx_amt=amount),
        "refund": lambda: icash.RefundRequest(**again, tx_amt=amount),
        "cancel": lambda: icash.CancelRequest(op_seq=op_seq),
        "top_up": lambda: icash.TopUpRequest(**store, buyer_id=BARCODE, top_up_amt=amount, op_seq=op_seq),
        "refund_top_up": lambda: icash.RefundTopUpRequest(**again, buyer_id=BARCODE, top_up_amt=amount),
        "cancel_top_up": lambda: icash.CancelTopUpRequest(buyer_id=BARCODE, op_seq=op_seq),
    }
    return getattr(till, operation)(requests[operation]())


@named(ICASH["replies"])
def test_icash_replies(case: Any) -> None:
    op_seq, amount = case["request"]["OPSeq"], case["request"].get("amount") or 36
    keys = {
        name: KEYS[name] for name in ("merchant_private_key", "icash_public_key", "enc_key_id", "aes_key", "aes_iv")
    }
    reply = response(case["http_status"], case["body"], X_iCP_Signature=case["signature"])
    with RawServer(reply) as host, icash.Client(base_url=host.url, **keys) as till:
        if case["expect"]["outcome"] == "approved":
            icash_call(till, case["operation"], op_seq, amount)
        else:
            with pytest.raises(twpos.Error) as caught:
                icash_call(till, case["operation"], op_seq, amount)
            assert_as_expected(caught.value, case, op_seq)


def assert_as_expected(error: twpos.Error, case: Any, reference: str) -> None:
    expected = case["expect"]
    assert (error.outcome, error.kind) == (expected["outcome"], expected["kind"]), str(error)
    assert (error.reference, error.http_status) == (reference, case["http_status"])


@named(MYPAY["seal"])
def test_mypay_seal(case: Any) -> None:
    key, uid = MYPAY["keys"]["key"], MYPAY["keys"]["agent_uid"]
    service = f'{{"service_name":"api","cmd":"{case["cmd"]}"}}'
    encrypt = mypay.envelope.encrypt
    sealed = mypay.envelope.Sealed(
        encrypt(service, key, bytes.fromhex(case["service_iv"])),
        encrypt(case["plaintext"], key, bytes.fromhex(case["data_iv"])),
    )
    assert (*sealed, sealed.form_body("agent", uid)) == (
        case["service"],
        case["encry_data"],
        case["form_body"],
    )


@named(MYPAY["open"])
def test_mypay_open(case: Any) -> None:
    assert mypay.envelope.decrypt(case["text"], MYPAY["keys"]["key"]) == case["plaintext"]


def test_mypay_seals_afresh() -> None:
    key = MYPAY["keys"]["key"]
    one, other = (mypay.envelope.seal("api/orders", "{}", key) for _ in range(2))
    assert not set(one) & set(other)
    assert mypay.envelope.decrypt(one.encry_data, key) == "{}" == mypay.envelope.decrypt(other.encry_data, key)
    with pytest.raises(ValueError, match="16 bytes"):
        mypay.envelope.encrypt("{}", key, b"short")


CREATED = "1234567890"
"""The order that the vectors' replies to create_order are about."""


def mypay_call(client: mypay.Client, operation: str) -> Any:
    item = mypay.Item(id="1", name="好棒棒麻辣鍋湯包", cost=900, amount=1, total=900)
    ours: Any = {"uid": MYPAY["ours"]["uid"], "key": MYPAY["ours"]["key"], "order_id": "ORDER-1"}
    order: dict[str, Any] = {
        "user_id": "userid",
        "cost": 900,
        "order_id": "ORDER-1",
        "ip": "192.168.0.1",
        "items": [item],
    }
    vouchers = [mypay.VoucherRef(product_id="P01", serial_number="P1634634156")]
    requests: dict[str, Any] = {
        "create_order": lambda: mypay.CreateOrderRequest(**{**order, "order_id": CREATED}),
        "query_order": lambda: mypay.QueryOrderRequest(**ours),
        "refund_order": lambda: mypay.RefundOrderRequest(**ours, cost=900, invoice_state="6", voucher_paid=vouchers),
        "scan_pay": lambda: mypay.ScanPayRequest(**order, scanned_code="281234567890123456"),
    }
    return getattr(client, operation)(requests[operation]())


def came_of_it(reply: Any) -> tuple[str, bool | None]:
    """As the vectors write it: state and approval."""
    if isinstance(reply, mypay.CreateOrderResponse):
        return "accepted", None
    if isinstance(reply, mypay.RefundOrderResponse):
        assert reply.refunded is (reply.state == "refunded")
    return reply.state, getattr(reply, "approved", None)


@named(MYPAY["replies"])
def test_mypay_replies(case: Any) -> None:
    settings: Any = {"mode": "store", "uid": MYPAY["keys"]["store_uid"], "key": MYPAY["keys"]["key"]}
    with RawServer(response(case["http_status"], case["body"])) as host:
        client = mypay.Client(base_url=host.url, **settings)
        if case["expect"]["outcome"] == "response":
            reply = mypay_call(client, case["operation"])
            assert came_of_it(reply) == (case["expect"]["state"], case["expect"].get("approved"))
        else:
            with pytest.raises(twpos.Error) as caught:
                mypay_call(client, case["operation"])
            assert_as_expected(caught.value, case, CREATED if case["operation"] == "create_order" else "ORDER-1")


@pytest.mark.parametrize("operation", MYPAY["document"])
def test_the_replies_that_the_document_prints(operation: str) -> None:
    messages: dict[str, type[Message]] = {
        "create_order": mypay.CreateOrderResponse,
        "query_order": mypay.QueryOrderResponse,
        "refund_order": mypay.RefundOrderResponse,
    }
    message = messages[operation]
    settings: Any = {"mode": "store", "uid": MYPAY["keys"]["store_uid"], "key": MYPAY["keys"]["key"]}
    with RawServer(response(200, MYPAY["document"][operation])) as host:
        client = mypay.Client(base_url=host.url, **settings)
        try:
            reply = mypay_call(client, operation)
        except twpos.OutcomeUnknown as error:
            assert error.kind is twpos.ErrorKind.MISMATCH, "the document's order is another one"
        else:
            assert isinstance(reply, message) and message.from_dict(reply.to_dict()) == reply


@named(WALLETS["cases"])
def test_wallets(case: Any) -> None:
    if "error" in case:
        with pytest.raises(twpos.InvalidRequest) as caught:
            twpos.wallets_of(case["scanned"], case["providers"])
        assert (caught.value.kind, caught.value.outcome) == (case["error"], "not_sent")
        assert len(case["scanned"].strip()) < 2 or case["scanned"] not in str(caught.value)
    else:
        wallets = twpos.wallets_of(case["scanned"], iter(case["providers"]))
        assert [(wallet.name, list(wallet.providers)) for wallet in wallets] == [
            (wallet["name"], wallet["providers"]) for wallet in case["wallets"]
        ]


def test_what_is_no_code_and_what_is_no_list_of_names() -> None:
    wrong: list[tuple[Any, Any]] = [(None, ["icash"]), (1, ["icash"]), ("IC", "icash"), ("IC", None), ("IC", [1])]
    for scanned, providers in wrong:
        with pytest.raises(TypeError):
            twpos.wallets_of(scanned, providers)
    with pytest.raises(twpos.ConfigError, match="scanned: holds a half of a surrogate pair"):
        twpos.wallets_of("CANARY\ud800", ["icash"])
