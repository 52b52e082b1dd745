"""Seeds for the LINE Pay target: replies as docs/protocol.md has them."""

import json

OPERATIONS = ["pay", "check", "refund", "details", "void", "capture", "authorizations"]

CONFIGS = """[linepay]
base_url = "https://localhost:8443"
channel_id = 2000123456
channel_secret = "secret"
device_profile_id = "TILL-01"
device_type = "POS"
timeout_seconds = 60
""", """[linepay]
environment = "sandbox"
channel_id_env = "HOME"
channel_secret_file = "secret"
"""
ORDER = {"orderId": "SHOP1-20261121-0001"}
NUMBER = 2026112101234895011
PAY = {
    "amount": 36, "currency": "TWD", **ORDER, "oneTimeKey": "391234567890123456",
    "packages": [{"id": "1", "amount": 36, "name": "見晴",
                  "products": [{"name": "咖啡", "quantity": 1, "price": 36}]}],
    "options": {"payment": {"capture": True}, "extra": {"branchId": "1"}},
}
PAID = {
    "transactionId": NUMBER, **ORDER, "transactionDate": "2026-11-21T03:04:05Z",
    "payInfo": [{"method": "POINT", "amount": 6}, {"method": "BALANCE", "amount": 30}], "paymentProvider": "TSP",
    "merchantReference": {"affiliateCards": [{"cardType": "MOBILE_CARRIER", "cardId": "/TWPOS00"}]},
}
REFUND = {"refundTransactionId": NUMBER, "refundTransactionDate": "2026-11-21T03:05:05Z"}
DETAILS = {
    **PAID, "transactionType": "PAYMENT", "currency": "TWD",
    "refundList": [{**REFUND, "transactionType": "PARTIAL_REFUND", "refundAmount": -10}],
}
CODES = ["1133", "1145", "1150", "1164", "1165", "1172", "1199", "2101", "9000"]


def configs():
    return CONFIGS


def requests():
    for request in PAY, {**ORDER, "amount": 36}, {**ORDER, "refundAmount": 10, "amount": 36}, {"transactionId": NUMBER}:
        yield json.dumps(request, ensure_ascii=False)


def replies():
    # The first byte chooses the operation, 8 more an error page.
    infos = {
        "pay": [PAID, {**PAID, "payInfo": None}, {**PAID, "orderId": "another"}],
        "check": [{**PAID, "status": status} for status in ("COMPLETE", "AUTH_READY", "FAIL", "REFUND")],
        "refund": [REFUND], "details": [[DETAILS]], "void": [None], "capture": [PAID],
        "authorizations": [[{**PAID, "payStatus": "AUTHORIZATION"}]],
    }
    for number, operation in enumerate(OPERATIONS):
        for info in infos[operation]:
            reply = {"returnCode": "0000", "returnMessage": "Success.", **({"info": info} if info else {})}
            yield f"{number}{json.dumps(reply, ensure_ascii=False)}"
        for code in CODES:
            yield f"{number}{json.dumps({'returnCode': code, 'returnMessage': '-'})}"
        yield f'{number}{{"resultCode":1104,"statusMessage":"-"}}'
    yield chr(ord("0") + 8) + json.dumps({"returnCode": "0000", "info": PAID})
