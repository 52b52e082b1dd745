"""What goes to Python's logging, and what never does."""

from __future__ import annotations

import logging
from typing import Any

import pytest
import twpos
from conftest import Sandbox, sale
from twpos import icash

CANARY = "ICCANARY9876543210"


def test_one_line_for_each_call(till: icash.Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "twpos")
    request = sale()
    till.pay(request)
    [record] = caplog.records
    assert (record.name, record.levelname) == ("twpos", "INFO")
    assert record.getMessage().startswith(f"icash.pay {request.op_seq}: approved in ")

    caplog.clear()
    with pytest.raises(twpos.OutcomeUnknown):
        till.pay(sale("ICTWPOSHTTP5000000", op_seq="LOG-1"))
    assert [record.getMessage().split(" in ")[0] for record in caplog.records] == ["icash.pay LOG-1: unknown"]


def test_levels_are_respected(till: icash.Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING, "twpos")
    till.pay(sale())
    assert not caplog.records


def test_no_secret_at_any_level(sandbox: Sandbox, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    keys = sandbox.config.read_text(encoding="utf-8")
    named = keys.replace("//127.0.0.1:", "//localhost:")
    with icash.Client.from_toml(named, sandbox.config.parent) as till:
        till.pay(sale(CANARY))
    assert "resolving localhost" in caplog.text
    secrets = [CANARY, *(line.split('"')[1] for line in keys.splitlines() if line.startswith("aes_"))]
    assert len(secrets) == 3
    assert all(record.name == "twpos" for record in caplog.records)
    assert not [secret for secret in secrets if secret in caplog.text]


def test_a_failing_handler_hides_no_payment(till: icash.Client, capsys: Any) -> None:
    class Failing(logging.Filter):
        def filter(self, record: logging.LogRecord) -> bool:
            raise RuntimeError("a faulty filter")

    logger, failing = logging.getLogger("twpos"), Failing()
    logger.addFilter(failing)
    level = logger.level
    logger.setLevel(logging.INFO)
    unraisable: list[Any] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.unraisablehook", unraisable.append)
        try:
            assert till.pay(sale()).service_result == "Y"
        finally:
            logger.removeFilter(failing)
            logger.setLevel(level)
    assert [str(raised.exc_value) for raised in unraisable] == ["a faulty filter"]
