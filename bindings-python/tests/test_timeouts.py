"""Time limits that no clock counts to are refused by name, however they are written."""

from __future__ import annotations

from typing import Any

import pytest
import twpos
from conftest import MYPAY_SETTINGS
from twpos import icash, mypay

WRONG = [0, -1, 3601, 2**63, -(2**63) - 1, 10**400, 1.8e19, 1e300, -0.0, float("nan"), float("inf"), float("-inf")]


@pytest.mark.parametrize("seconds", WRONG)
@pytest.mark.parametrize("name", ["timeout_seconds", "connect_timeout_seconds"])
def test_a_time_limit_is_more_than_0_and_at_most_3600_seconds(name: str, seconds: float) -> None:
    setting: Any = {name: seconds}
    with pytest.raises(twpos.ConfigError, match=f"{name} must be a number of seconds") as caught:
        mypay.Client(environment="test", **MYPAY_SETTINGS, **setting)
    assert caught.value.outcome == "not_sent"
    with pytest.raises(twpos.ConfigError, match=f"{name} must be a number of seconds"):
        icash.KeyExchange("https://icash.example", **setting)
