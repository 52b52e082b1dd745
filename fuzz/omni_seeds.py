"""Seeds for the OMNI targets: the examples of documents 001 and 002, and the like for the other operations."""

import json

OPERATIONS = ["ipass_pay", "ipass_search", "ipass_refund", "icash_pay", "icash_search", "icash_cancel"]

CONFIGS = """[omni]
base_url = "https://localhost:8443"
token = "token"
store_id = "0"
is_test = true
ipass_refusal_codes = ["1234"]
""", """[omni]
base_url = "https://localhost:8443"
token_url = "https://localhost:8443/connect/token"
client_id = "till"
client_secret = "secret"
platform_id = 10523647
merchant_id = 10523650
ipass_merchantid = 90000001
ipass_key_env = "HOME"
timeout_seconds = 5.5
"""
REQ_ID = "9CC154A0-E12C-4AC5-8CC0-1154409D3753"
ORDER = "IXN20240827000003"
TRADE = {"MerchantTradeNo": "202305160934510006"}
IPASS_PAY = {
    "req_id": "9CC197A0-E12C-4AC5-8CC0-0052E09D3752", "trade_code": "96A1OABQAAFmIVAVRxhAgY", "amount": 229,
    "order_number": "IXN20231011000001", "store_id": "00681", "terminal_id": "AB123456",
    "pos_date_time": "2023-10-11 01:44:54", "trade_date_time": "2023-10-11 01:45:55",
    "product_desc": "XX 防曬乳*1(149 元)、XX 菸品*1(80)", "remark": "", "redeem": {"non_redeem_amout": 80},
}
ICASH_PAY = {
    **TRADE, "StoreID": "002", "StoreName": "見晴", "MerchantTradeDate": "2023/05/16 10:09:00", "TotalAmount": 100,
    "ItemAmt": 70, "UtilityAmt": 20, "CommAmt": 10, "ItemNonRedeemAmt": 5, "NonPointAmt": 0,
    "Barcode": "IC191TBP35LJ1SD8WA",
}

PAID = {
    "transaction_id": "e2458974869618", "transaction_date_time": "2024-09-03 14:54:15",
    "electronic_invoice_carrier": "", "payment_type": "1", "amount": 2, "order_number": ORDER,
    "return_code": "0000", "return_msg": "成功", "req_id": REQ_ID,
}
IPASS_FAILURES = [
    {"return_code": "0006", "return_msg": "該OrderNumber重複", "req_id": REQ_ID, "message_from": "IPASS"},
    {"return_code": "9999", "return_msg": "發生未預期錯誤", "message_from": "IPASS"},
    {"return_code": "1234", "return_msg": "餘額不足", "message_from": "IPASS"},
    {"message": "amount 不可為空", "message_from": "OMNI"},
]
CANCELLED = {
    "RtnCode": 1, "RtnMsg": "訊息代碼:0001,成功",
    "EncData": {"MerchantID": "10523650", "PlatformID": "10523647", "MMemberID": "", "MobileInvoiceCarry": ""},
}
TRADED = {**CANCELLED["EncData"], **TRADE, "TransactionID": "20230516000001", "TotalAmount": "100", "TradeStatus": 1}
ICASH_FAILURES = [{"RtnCode": code, "RtnMsg": "m", "EncData": ""} for code in (2107, "2107", 9999, None)]


def configs():
    return CONFIGS


def requests():
    search = {"req_id": REQ_ID, "order_number": ORDER}
    refund = {"req_id": REQ_ID, "transaction_id": "IPY202208250340004", "amount": 229, "extra": {"orderNumber": "x"}}
    cancel = {**TRADE, "MerchantTradeDate": "2023/07/10 23:10:10"}
    for request in IPASS_PAY, search, refund, ICASH_PAY, TRADE, cancel:
        yield json.dumps(request, ensure_ascii=False)


def tokens():
    # The first byte chooses the HTTP status: 0 is 200, 3 is 401.
    token = {"access_token": "eyJhbGciOiJSUzI1NiJ9.e30.c2lnbmF0dXJl", "expires_in": 3600, "token_type": "Bearer",
             "scope": "api"}
    for change in ({}, {"expires_in": "3600"}, {"expires_in": 3600.0}, {"expires_in": -1}, {"expires_in": 10**30},
                   {"token_type": "mac"}, {"token_type": None}, {"access_token": "two words"}):
        yield f"0{json.dumps({**token, **change})}"
    yield "0\ufeff" + json.dumps(token)
    yield "0" + json.dumps(token)[:-1] + ', "access_token": "another"}'
    yield "3" + json.dumps({"error": "invalid_client", "error_description": "no such client"})


def replies():
    # The first byte chooses the operation, 8 more an error page.
    # The last of each are about another order or amount, and must not count as done.
    ipass = [PAID, {**PAID, "amount": "2", "pay_status": 1}, *IPASS_FAILURES,
             {**PAID, "amount": 3}, {**PAID, "order_number": "another"}, {**PAID, "req_id": "another"}]
    traded = [TRADED, json.dumps(TRADED), {**TRADED, "TotalAmount": 99}, {**TRADED, "MerchantTradeNo": "another"}]
    icash = [CANCELLED, *ICASH_FAILURES, *({**CANCELLED, "EncData": data} for data in traded)]
    for number, operation in enumerate(OPERATIONS):
        for reply in ipass if operation.startswith("ipass") else icash:
            yield f"{number}{json.dumps(reply, ensure_ascii=False)}"
    yield chr(ord("0") + 8) + json.dumps(PAID)
