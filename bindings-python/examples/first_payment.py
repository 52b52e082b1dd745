"""A first payment: charge the barcode on the customer's phone, and cancel when nobody knows how it ended.

Usage: python first_payment.py till.toml BARCODE AMOUNT REFERENCE
"""

from __future__ import annotations

import logging
import sys
import time

import twpos
from twpos import icash


def charge(till: icash.Client, barcode: str, amount: int, reference: str) -> str:
    sale = icash.PayRequest(
        buyer_id=barcode,  # the barcode you scanned
        tx_amt=amount,  # whole New Taiwan dollars
        op_seq=reference,  # your own number, unique for ever: keep it
        store_id="217477",
        store_name="見晴",
        pos_no="01",
        bonus_type=icash.BonusType.BY_WALLET,
    )
    try:
        paid = till.pay(sale)
    except twpos.OutcomeUnknown as error:
        # Nobody knows whether the customer was charged. Cancel: it is safe, and may be repeated.
        print(f"{error.reference} is unknown ({error.kind}), cancelling", file=sys.stderr)
        return cancel(till, reference)
    except twpos.Refused as error:
        return f"refused: {error.provider_text}; ask for another means of payment"
    except twpos.Error as error:
        return f"not charged, fix this and try again: {error}"
    return f"paid NT$ {amount}, icash number {paid.bank_seq}"


def cancel(till: icash.Client, reference: str) -> str:
    for pause in (0, 2, 5):
        time.sleep(pause)
        try:
            till.cancel(icash.CancelRequest(op_seq=reference))
        except (twpos.NotSent, twpos.OutcomeUnknown) as error:
            print(f"the cancel failed: {error}", file=sys.stderr)
        except twpos.Error as error:  # repeated, it would fail again
            return f"STILL UNKNOWN: {reference} cannot be cancelled like this, ask icash Pay or correct it: {error}"
        else:
            return "cancelled: charge again under a new number"
    return f"STILL UNKNOWN: keep {reference} and cancel it later, before the customer pays again"


def main() -> None:
    try:
        config, barcode, text, reference = sys.argv[1:]
        amount = int(text)
    except ValueError:
        sys.exit("usage: first_payment.py till.toml BARCODE AMOUNT REFERENCE")
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s %(message)s")
    with icash.Client.from_config(config) as till:
        print(charge(till, barcode, amount, reference))


if __name__ == "__main__":
    main()
