"""All operations of icash Pay against the sandbox, which checks every field and keeps a ledger."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import twpos
from conftest import BARCODE, PROXY_CREDENTIALS, Sandbox, new_op_seq, sale
from twpos import icash


def test_pay_refund_cancel(till: icash.Client, sandbox: Sandbox) -> None:
    request = sale().replace(extra={"PlatformID": "10000266"})
    paid = till.pay(request)
    assert (paid.op_seq, paid.tx_amt, paid.service_result) == (request.op_seq, 36, "Y")
    assert len(paid.bank_seq) == 20 and paid.extra == {}
    assert icash.PaymentChannel.from_code(paid.payment_channel) is not icash.PaymentChannel.UNKNOWN
    assert icash.PayResponse.from_dict(paid.to_dict()) == paid

    refunded = till.refund(
        icash.RefundRequest(
            op_seq=paid.op_seq,
            bank_seq=paid.bank_seq,
            tx_amt=36,
            op_refund_seq=new_op_seq(),
            store_id="217477",
            store_name="見晴",
            pos_no="01",
        )
    )
    assert (refunded.service_result, refunded.wallet_tx_amt) == ("Y", 36)

    unknown = sale("ICTWPOSRESETAFTER0")
    with pytest.raises(twpos.OutcomeUnknown) as caught:
        till.pay(unknown)
    assert caught.value.reference == unknown.op_seq
    for _ in range(2):  # it may be repeated
        assert till.cancel(icash.CancelRequest(op_seq=unknown.op_seq)).op_seq == unknown.op_seq


def test_top_up_and_back(till: icash.Client) -> None:
    op_seq = new_op_seq()
    topped = till.top_up(
        icash.TopUpRequest(
            buyer_id=BARCODE, top_up_amt=100, op_seq=op_seq, store_id="217477", store_name="見晴", pos_no="01"
        )
    )
    assert topped.service_result == "Y" and topped.op_seq == op_seq
    back = till.refund_top_up(
        icash.RefundTopUpRequest(
            buyer_id=BARCODE,
            op_seq=op_seq,
            bank_seq=topped.bank_seq,
            top_up_amt=100,
            op_refund_seq=new_op_seq(),
            store_id="217477",
            store_name="見晴",
            pos_no="01",
        )
    )
    assert back.service_result == "Y"

    unknown = icash.TopUpRequest(
        buyer_id="ICTWPOSRESETAFTER0",
        top_up_amt=100,
        op_seq=new_op_seq(),
        store_id="217477",
        store_name="見晴",
        pos_no="01",
    )
    with pytest.raises(twpos.OutcomeUnknown):
        till.top_up(unknown)
    cancel = icash.CancelTopUpRequest(buyer_id=unknown.buyer_id, op_seq=unknown.op_seq)
    assert till.cancel_top_up(cancel).op_seq == unknown.op_seq


def test_key_exchange_and_what_it_saves(sandbox: Sandbox, tmp_path: Path) -> None:
    credentials = icash.KeyExchange(sandbox.url, timeout_seconds=20).run()
    config = credentials.save(tmp_path / "keys", base_url=sandbox.url)
    assert isinstance(config, Path) and config == tmp_path / "keys" / "till.toml"
    with icash.Client.from_config(config) as till:
        assert till.enc_key_id == credentials.aes.enc_key_id
        assert till.pay(sale()).service_result == "Y"

    key, public = credentials.merchant_private_key, credentials.merchant_private_key.public_key
    assert "PRIVATE" in key.to_pem() and public.bits == 2048 and public.fingerprint in repr(key)
    assert credentials.icash_public_key != public == twpos.PublicKey.from_text(public.to_base64())
    assert "[redacted]" in repr(credentials) and "[redacted]" in repr(credentials.aes)

    with pytest.raises(twpos.ConfigError, match="another key"):
        icash.KeyExchange(sandbox.url).run().save(tmp_path / "keys", base_url=sandbox.url)


def test_a_new_credential_is_used_at_once(sandbox: Sandbox) -> None:
    settings = dict(re.findall(r'^(\w+) = "(.*)"$', sandbox.config.read_text(encoding="utf-8"), re.MULTILINE))
    with icash.Client.from_config(sandbox.config) as till:
        before = till.enc_key_id
        till.use_credential(icash.AesCredential(enc_key_id="999999", aes_key="k" * 32, aes_iv="i" * 16))
        assert till.enc_key_id == "999999" != before
        with pytest.raises(twpos.Error):
            till.pay(sale())
        first = icash.AesCredential(enc_key_id=before, aes_key=settings["aes_key"], aes_iv=settings["aes_iv"])
        till.use_credential(first)
        assert till.enc_key_id == before
        assert till.pay(sale()).service_result == "Y"


def test_keys_are_fetched_through_a_proxy(tls: Sandbox, proxy: str, tmp_path: Path) -> None:
    ca = tls.config.parent / "ca.pem"
    with pytest.raises(twpos.NotSent, match="check proxy_credentials"):
        icash.KeyExchange(tls.url, ca_file=ca, proxy=proxy, proxy_credentials="till:wrong").run()
    file = tmp_path / "proxy.txt"
    file.write_text(f"{PROXY_CREDENTIALS}\n", encoding="utf-8")
    exchange = icash.KeyExchange(tls.url, ca_file=ca, proxy=proxy, proxy_credentials_file=file)
    assert exchange.run().aes.enc_key_id.isdigit()


def test_key_exchange_refuses_wrong_settings(tmp_path: Path) -> None:
    with pytest.raises(twpos.ConfigError, match="base_url"):
        icash.KeyExchange("http://icash.example")
    wrong: list[tuple[dict[str, Any], str]] = [
        *(({"timeout_seconds": seconds}, "timeout_seconds") for seconds in (0.0, -1.0, float("nan"), float("inf"))),
        ({"connect_timeout_seconds": -1}, "connect_timeout_seconds"),
        *(
            ({name: value}, rf"^config .*: \[icash\] {name} must be {kind}")
            for value in (Decimal("2.5"), Fraction(5, 2), ["CANARY"], [5], b"CANARY", {"CANARY": 1}, object())
            for name, kind in (
                ("timeout_seconds", "a number of seconds, more than 0 and at most 3600$"),
                ("user_agent", "text in quotes$"),
                ("proxy_credentials", "text in quotes$"),
            )
        ),
        ({"roots": "CANARY"}, "roots must be built-in or system"),
        ({"proxy": "CANARY"}, r"proxy must be http://HOST:PORT"),
        ({"proxy": "socks5://CANARY:1080"}, r"proxy must be http://HOST:PORT"),
        ({"proxy": "http://till:CANARY@host:1"}, "proxy must not contain a user or password"),
        ({"proxy": 5}, "proxy must be text"),
        ({"proxy": "http://host:1", "proxy_credentials": "CANARY"}, "proxy_credentials must be USER:PASSWORD"),
        ({"proxy_credentials": "till:CANARY"}, "proxy_credentials needs a proxy"),
        ({"proxy": "environment", "proxy_credentials": "till:CANARY"}, "proxy_credentials needs a proxy"),
    ]
    for settings, detail in wrong:
        with pytest.raises(twpos.ConfigError, match=detail) as caught:
            icash.KeyExchange("https://icash.example", **settings)
        assert (caught.value.kind, caught.value.outcome) == ("config", "not_sent")
        assert "CANARY" not in repr(caught.value)

    (tmp_path / "ca.der").write_bytes(b"\x30\x82\xff")
    for name, reason in ("missing.pem", "no such file"), ("ca.der", "DER"), (".", "file"):
        with pytest.raises(twpos.ConfigError, match=rf"^config .*: \[icash\] ca_file .*{reason}"):
            icash.KeyExchange("https://icash.example", ca_file=tmp_path / name)
