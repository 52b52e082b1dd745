"""Every kind of error, made by what makes it in a shop, as the exception that says what to do."""

from __future__ import annotations

import pickle
import time
from decimal import Decimal
from enum import IntEnum
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import twpos
from conftest import BARCODE, RawServer, Sandbox, closed_port, response, sale, vectors
from twpos import ErrorKind, Outcome, icash, omni


def client_at(sandbox: Sandbox, url: str, **settings: Any) -> icash.Client:
    """The sandbox's keys at another address."""
    folder = sandbox.config.parent
    text = sandbox.config.read_text(encoding="utf-8").partition("[icash]")[2].partition("\n[")[0]
    lines = [line for line in text.splitlines() if not line.startswith("base_url")]
    lines += [f"{name} = {value!r}" for name, value in settings.items()]
    return icash.Client.from_toml("\n".join(["[icash]", f'base_url = "{url}"', *lines]), folder)


def caught(client: icash.Client, barcode: str = BARCODE) -> twpos.Error:
    request = sale(barcode)
    with pytest.raises(twpos.Error) as caught:
        client.pay(request)
    error = caught.value
    assert error.reference == request.op_seq
    assert request.op_seq in str(error)
    return error


@pytest.mark.parametrize(
    ("barcode", "kind", "http_status"),
    [
        ("ICTWPOSRESETAFTER0", ErrorKind.TRANSPORT, None),
        ("ICTWPOSHTTP5000000", ErrorKind.HTTP, 500),
        ("ICTWPOSREDIRECT000", ErrorKind.HTTP, 302),
        ("ICTWPOSSIGBAD00000", ErrorKind.SIGNATURE, 200),
        ("ICTWPOSENCDATABAD0", ErrorKind.DECRYPT, 200),
        ("ICTWPOSRESULTX0000", ErrorKind.MALFORMED, 200),
        ("ICTWPOSAMOUNTWRONG", ErrorKind.MISMATCH, 200),
    ],
)
def test_unknown_outcomes(till: icash.Client, barcode: str, kind: ErrorKind, http_status: int | None) -> None:
    error = caught(till, barcode)
    assert type(error) is twpos.OutcomeUnknown
    assert (error.kind, error.outcome, error.http_status) == (kind, Outcome.UNKNOWN, http_status)


def test_a_refusal(till: icash.Client) -> None:
    error = caught(till, "ICTWPOSDECLINE0000")
    assert type(error) is twpos.Refused
    assert (error.kind, error.outcome, error.http_status) == (ErrorKind.DECLINED, Outcome.REFUSED, 200)
    assert error.provider_code and error.provider_text and error.provider_code in str(error)


def test_a_number_that_was_used_proves_nothing(till: icash.Client) -> None:
    request = sale()
    till.pay(request)
    with pytest.raises(twpos.OutcomeUnknown) as caught:
        till.pay(request)
    error = caught.value
    assert (error.kind, error.outcome, error.reference) == (ErrorKind.DUPLICATE, Outcome.UNKNOWN, request.op_seq)


def test_a_refusal_that_quotes_the_barcode(till: icash.Client) -> None:
    error = caught(till, "ICTWPOSQUOTECODE00")
    assert "ICTWPOSQUOTECODE00" not in str(error) + repr(error) + repr(vars(error))


def test_a_timeout(sandbox: Sandbox) -> None:
    with client_at(sandbox, sandbox.url, timeout_seconds=10) as client:
        started = time.monotonic()
        error = caught(client, "ICTWPOSHANG0000000")
        assert 9 < time.monotonic() - started < 15
    assert type(error) is twpos.OutcomeUnknown and error.kind is ErrorKind.TIMEOUT


def test_nobody_listens(sandbox: Sandbox) -> None:
    with client_at(sandbox, f"http://127.0.0.1:{closed_port()}") as client:
        error = caught(client)
    assert type(error) is twpos.NotSent and error.kind is ErrorKind.CONNECT


def test_tls_is_not_agreed(sandbox: Sandbox) -> None:
    with client_at(sandbox, sandbox.url.replace("http:", "https:")) as client:
        error = caught(client)
    assert type(error) is twpos.NotSent and error.kind is ErrorKind.TLS


def test_limits_name_the_field(till: icash.Client) -> None:
    with pytest.raises(twpos.InvalidRequest, match="TxAmt") as caught:
        till.pay(sale(op_seq="A-1", tx_amt=0))
    error = caught.value
    assert (error.kind, error.outcome) == (ErrorKind.INVALID_REQUEST, Outcome.NOT_SENT)
    assert error.reference == "A-1"


class Broken(icash.PayRequest):
    """A message whose field cannot be read."""

    @property
    def item_amt(self) -> int:  # pyright: ignore[reportIncompatibleVariableOverride]
        raise KeyError("CANARY")


class Index:
    """A whole number of another library."""

    def __init__(self, number: int) -> None:
        self.number = number

    def __index__(self) -> int:
        return self.number


class Price(IntEnum):
    SOUP = 36


NOT_WHOLE: list[Any] = [
    *(36.5, float("nan"), float("inf"), -float("inf"), 1e300, Fraction(73, 2)),
    *("36.5", "3.65e1", "NT$ 36", "", "\ud800"),
    *map(Decimal, ("36.01", "NaN", "sNaN", "Infinity", "1E+999999999", "1E-999999999")),
]
WHOLE: list[Any] = [
    *(36, 36.0, "36", "36.00", " 36 ", "3.6e1", Fraction(36), Index(36)),
    *map(Decimal, ("36.00", "3.6E1")),
    Price.SOUP,
]


@pytest.mark.parametrize(
    ("changes", "detail"),
    [
        ({"tx_amt": []}, "tx_amt: must be int, not list"),
        ({"tx_amt": b"36"}, "tx_amt: must be int, not bytes"),
        ({"tx_amt": 36j}, "tx_amt: must be a whole number"),
        ({"tx_amt": True}, "tx_amt: must be int, not bool"),
        ({"tx_amt": None}, "tx_amt: must be int, not NoneType"),
        *(({"tx_amt": value}, "tx_amt: must be a whole number") for value in NOT_WHOLE),
        *(({"tx_amt": value}, "tx_amt: is out of range") for value in (2**63, -(10**30), Index(2**64))),
        ({"item_amt": 36.5}, "item_amt: must be a whole number"),
        ({"store_id": 217477}, "store_id: must be str, not int"),
        ({"store_id": b"217477"}, "store_id: must be str, not bytes"),
        ({"store_id": None}, "store_id: must be str, not NoneType"),
        ({"store_id": "\ud800"}, "store_id: holds a half of a surrogate pair, which is not text"),
        ({"ccy": 1}, "ccy: must be str, not int"),
        ({"item_list": 7}, "item_list: must be a list, not int"),
        ({"item_list": None}, "item_list: must be a list, not NoneType"),
        ({"item_list": [icash.Item(), "x"]}, "item_list[1]: must be twpos.icash.Item, not str"),
        ({"item_list": [icash.Item(quantity=1)]}, "item_list[0].quantity: must be str, not int"),  # type: ignore[arg-type]
        ({"extra": 7}, "extra: must be a mapping, not int"),
        ({"extra": None}, "extra: must be a mapping, not NoneType"),
        ({"extra": ["ab"]}, "extra: must be a mapping, not list"),
        ({"extra": {"PlatformID": 1}}, 'extra["PlatformID"]: must be str, not int'),
        ({"extra": {"IC0123456789ABCDEF": 1}}, "extra[redacted]: must be str, not int"),
        ({"extra": {1: "x"}}, "extra: must be str, not int"),
    ],
)
def test_a_value_of_the_wrong_type_is_never_sent(
    till: icash.Client, sandbox: Sandbox, changes: dict[str, Any], detail: str
) -> None:
    request = sale().replace(**changes)
    with pytest.raises(twpos.InvalidRequest) as caught:
        till.pay(request)
    error = caught.value
    assert (error.detail, error.outcome, error.reference) == (detail, Outcome.NOT_SENT, request.op_seq)
    assert request.op_seq not in str(sandbox.ledger())


def test_a_field_that_cannot_be_read_is_named(till: icash.Client) -> None:
    broken = Broken.__new__(Broken)
    for name, value in sale(op_seq="A-1").to_dict().items():
        if name != "item_amt":
            object.__setattr__(broken, name, tuple(value) if isinstance(value, list) else value)
    with pytest.raises(twpos.InvalidRequest) as caught:
        till.pay(broken)
    assert (caught.value.detail, caught.value.reference) == ("item_amt: raised KeyError when it was read", "A-1")
    assert caught.value.__context__ is None
    with pytest.raises(twpos.InvalidRequest, match="pay_type: raised AttributeError when it was read"):
        till.pay(icash.PayRequest.__new__(icash.PayRequest))


@pytest.mark.parametrize("amount", WHOLE, ids=repr)
def test_an_amount_that_is_whole_and_equal(till: icash.Client, amount: Any) -> None:
    assert till.pay(sale(tx_amt=amount)).tx_amt == 36


def test_a_reference_that_is_no_text_survives(till: icash.Client) -> None:
    with pytest.raises(twpos.InvalidRequest, match="op_seq: must be str, not int") as caught:
        till.pay(sale().replace(op_seq=4711))
    assert caught.value.reference == "4711"


def test_another_message_is_a_type_error(till: icash.Client) -> None:
    wrong: Any = icash.CancelRequest(op_seq="1")
    with pytest.raises(TypeError, match=r"must be twpos\.icash\.PayRequest, not CancelRequest"):
        till.pay(wrong)
    with pytest.raises(TypeError, match="not dict"):
        till.pay({"op_seq": "1"})  # type: ignore[arg-type]


def test_configuration(tmp_path: Path) -> None:
    with pytest.raises(twpos.ConfigError, match=r"nothing\.toml") as caught:
        icash.Client.from_config(tmp_path / "nothing.toml")
    assert (caught.value.kind, caught.value.outcome) == (ErrorKind.CONFIG, Outcome.NOT_SENT)
    with pytest.raises(twpos.ConfigError) as caught:
        twpos.PrivateKey.from_text("MIIB CANARY")
    assert caught.value.kind is ErrorKind.KEY and "CANARY" not in str(caught.value)


def test_unauthorized() -> None:
    with RawServer(response(401, "{}")) as host:
        client = omni.Client(base_url=host.url, token="CANARY-TOKEN", store_id="1")
        with pytest.raises(twpos.OutcomeUnknown) as caught:
            client.icash_cancel(omni.IcashCancelRequest(merchant_trade_no="M-1"))
    error = caught.value
    assert (error.kind, error.reference, error.http_status) == (ErrorKind.UNAUTHORIZED, "M-1", 401)
    assert b"CANARY-TOKEN" in host.received[0] and "CANARY-TOKEN" not in str(error)


def test_a_closed_client(sandbox: Sandbox) -> None:
    with icash.Client.from_config(sandbox.config) as client:
        client.pay(sale())
    with pytest.raises(twpos.ConfigError, match="closed") as caught:
        client.pay(sale(op_seq="A-2"))
    assert (caught.value.outcome, caught.value.reference) == (Outcome.NOT_SENT, "A-2")
    client.close()


def test_a_client_is_not_pickled(till: icash.Client) -> None:
    for secret in till, twpos.PrivateKey.from_text(vectors("icash")["keys"]["merchant_private_key"]):
        with pytest.raises(TypeError):
            pickle.dumps(secret)


def test_errors_are_picklable_and_say_everything() -> None:
    error = twpos.Refused(
        "no",
        kind=ErrorKind.DECLINED,
        outcome=Outcome.REFUSED,
        http_status=200,
        provider_code="E1",
        provider_text="餘額不足",
        reference="A-1",
    )
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is twpos.Refused and vars(copy) == vars(error) and copy.args == ("no",)
    assert str(error) == "declined (outcome refused): no [HTTP 200] [provider: E1 餘額不足] [reference A-1]"
    assert str(twpos.Error("x")) == "internal (outcome unknown): x"


def test_the_class_follows_the_outcome_first() -> None:
    from twpos._errors import from_native

    unproven = {
        "invalid_request": "InvalidRequest",
        "config": "ConfigError",
        "key": "ConfigError",
        "invalid_notification": "InvalidNotification",
    }
    for kind in ErrorKind:
        for outcome in Outcome:
            error = from_native(kind, outcome, "", None, None, None, None)
            expected = {"refused": "Refused", "unknown": "OutcomeUnknown"}.get(outcome, unproven.get(kind, "NotSent"))
            assert type(error).__name__ == expected and isinstance(error, twpos.Error)
            assert error.kind is kind and error.outcome is outcome


FORGED = "a\n2026-11-21 INFO released order 42\u2028\u202e\x85"


def test_no_error_forges_a_line_of_a_log(till: icash.Client, sandbox: Sandbox) -> None:
    """Also where core never sees the request: one of the wrong type, and one on a closed client."""
    closed = icash.Client.from_config(sandbox.config)
    closed.close()
    wrong: Any = {FORGED: 1}
    for client, request in [
        (till, sale(op_seq=FORGED)),
        (till, sale(op_seq=FORGED).replace(extra=wrong)),
        (till, sale(op_seq="A-3").replace(extra={FORGED: "1"})),
        (closed, sale(op_seq=FORGED)),
    ]:
        with pytest.raises(twpos.Error) as caught:
            client.pay(request)
        shown = str(caught.value)
        quoted = "\\n2026-11-21" in shown or "[redacted]: is not a name" in shown
        assert caught.value.outcome is Outcome.NOT_SENT and quoted
        assert shown.isprintable(), ascii(shown)


def test_a_proven_not_sent_over_tls_from_a_stranger(sandbox: Sandbox, tmp_path: Path) -> None:
    """A certificate that nobody trusts: the request never leaves."""
    stranger = Sandbox(tmp_path / "stranger", "--tls", like=sandbox)
    try:
        with client_at(sandbox, stranger.url) as client:
            error = caught(client)
        assert type(error) is twpos.NotSent and error.kind is ErrorKind.TLS
        with icash.Client.from_config(stranger.config) as client:
            assert client.pay(sale()).service_result == "Y"
    finally:
        stranger.stop()
