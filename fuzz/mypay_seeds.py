"""Seeds for the MYPAY targets, from its golden vectors, which hold what document 003 prints."""

import base64
import json
from pathlib import Path
from urllib.parse import urlencode

VECTORS = json.loads((Path(__file__).parent.parent / "conformance/vectors/mypay.json").read_text(encoding="utf-8"))
KEYS = VECTORS["keys"]
OPERATIONS = ["create_order", "query_order", "refund_order", "scan_pay"]

CONFIG = """[mypay]
environment = "test"
mode = "store"
uid = {uid}
key = {key}
previous_key = {previous_key}
timeout_seconds = 30
user_agent = "till/1"
"""
# What the document's sample programs send.
ORDER = {
    "store_uid": "289151880002", "user_id": "userid", "order_id": "1234567890", "ip": "192.168.0.1", "pfn": "0",
    "cost": 900, "agent_sms_fee_type": 1, "agent_charge_fee_type": 1, "agent_charge_fee": 90, "voucher_type": "1",
    "items": [{"id": "1", "name": "好棒棒麻辣鍋湯包", "cost": "1000", "amount": "1", "total": "1000"}],
    "voucher_paid": [{"product_id": "P01", "serial_number": "P1635306439", "name": "好食券", "cost": 50,
                      "issuer": "1", "refund_return_type": "3"}],
    "voucher_free": [{"product_id": "F01", "serial_number": "F1635306439", "name": "VIP免費券", "cost": 50,
                      "issuer": "1"}],
    "voucher_invoice_type": "1", "creditcard_installment": '{"3":["013","822","808"],"6":["822","812"]}',
}
QUERY = {"uid": "95217", "key": "3425042d7d266e4aea5fd4653a0271db", "order_id": "1234567890"}
REFUND = {**QUERY, "store_uid": "289151880002", "cost": 900, "invoice_state": 6,
          "voucher_paid": [{"product_id": "P01", "serial_number": "P1634634156"}]}
SCAN = {"user_id": "userid", "order_id": "ORDER-1", "ip": "192.168.0.1", "cost": 900, "pfn": "JKOOFF",
        "scanned_code": "281234567890123456", "pos_id": "01", "pos_trade_time": "2026/11/21 10:00:00",
        "items": [{"id": "1", "name": "x", "cost": "900", "amount": "1", "total": "900"}]}
PAY_INSTRUCTIONS = {"PinCode": "1234567890123456", "LimitDate": "20261231235959", "BankCode": "806",
                    "BarCode1": "151231C4A", "BarCode2": "0123456789", "BarCode3": "900"}


def configs():
    quoted = {name: json.dumps(KEYS[vector]) for name, vector in
              (("uid", "store_uid"), ("key", "key"), ("previous_key", "previous_key"))}
    whole = CONFIG.format(**quoted)
    yield whole
    yield whole.replace('environment = "test"', 'base_url = "https://localhost:8443/prefix"')
    yield whole.replace('mode = "store"', 'mode = "agent"').replace("uid = \"289151880002\"", "uid = 518169081001")
    yield whole.replace("\nkey =", "\nkey_env =").replace("previous_key =", "previous_key_file =")


def requests():
    for request in ORDER, QUERY, REFUND, SCAN, {**SCAN, "pfn": "98", "extra": {"echo_9": "x"}}:
        yield json.dumps(request, ensure_ascii=False)


def notifications():
    """The query that the document prints has a notification's fields; it prints no notification."""
    printed = json.loads(VECTORS["document"]["query_order"])
    fields = {name: value for name, value in printed.items() if not isinstance(value, list)}
    yield urlencode(fields)
    yield urlencode({**fields, "voucher_paid": json.dumps(printed["voucher_paid"], ensure_ascii=False)})
    rows = [(f"voucher_paid[{index}][{name}]", value)
            for index, voucher in enumerate(printed["voucher_paid"]) for name, value in voucher.items()]
    yield urlencode([*fields.items(), *rows])
    short = {name: fields[name] for name in ("uid", "key", "prc", "order_id", "cost")}
    for prc in "600", "290", "380", "A0001", "777":
        yield urlencode({**short, "prc": prc})
    for kind in "E_COLLECTION", "IBON", "FAMIPORT", "LIFEET", "BARCODE":
        yield urlencode({**short, "prc": "260", "result_content_type": kind,
                         "result_content": json.dumps(PAY_INSTRUCTIONS)})
    yield urlencode({**short, "redeem": json.dumps({"type": 1, "used": "30", "amount": 870})})


def envelopes():
    # The first byte chooses the way: 0 text, 1 what becomes base64, 2 what is sealed.
    for case in VECTORS["seal"]:
        for text in case["service"], case["encry_data"]:
            yield "0" + text
            yield b"1" + base64.b64decode(text)
        yield b"2" + bytes.fromhex(case["data_iv"]) + case["plaintext"].encode()
    for case in VECTORS["open"]:
        yield "0" + case["text"]


def replies():
    # The first byte chooses the operation, 8 more an error page.
    for operation, body in VECTORS["document"].items():
        yield f"{OPERATIONS.index(operation)}{body}"
        # The order that the target asks about.
        yield f"{OPERATIONS.index(operation)}{body.replace('1234567890', 'ORDER-1')}"
    for case in VECTORS["replies"]:
        operation = OPERATIONS.index(case["operation"])
        yield chr(ord("0") + operation + (0 if case["http_status"] == 200 else 8)) + case["body"]
