"""The icash messages that the vectors are made of, and the table of replies with their meaning."""

import json


def compact(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


# All 29 fields of ICPOS001 in the order of its table. What does not apply is present and empty.
PAY = {
    "PayType": "Token", "BuyerID": "ICTEST000000000001", "Ccy": "TWD", "TxAmt": "36",
    "NonRedeemAmt": "", "NonPointAmt": "", "StoreId": "217477", "StoreName": "見晴", "PosNo": "01",
    "OPSeq": "2024052200000001", "OPTime": "2024/05/22 12:34:56", "ReceiptNo": "",
    "ReceiptReriod": "", "TaxID": "22555003", "CorpID": "22555003", "Vehicle": "", "Donate": "",
    "ItemAmt": "36", "UtilityAmt": "", "CommAmt": "", "ExceptAmt1": "", "ExceptAmt2": "",
    "BonusType": "ByWallet", "BonusCategory": "", "BonusID": "", "PaymentNo": "038",
    "Remark": "123456", "ItemList": [], "ReceiptPrint": "N",
}
OURS, OTHER = PAY["OPSeq"], "2024052200000002"

# The answer to PAY, part of it paid with points. The benchmarks open this one too.
PAID = {
    "ServiceResult": "Y", "StatusCode": "ICASH_0000", "StatusDesc": "成功", "OPSeq": OURS,
    "BankSeq": "20240522123456000001", "BankTime": "2024/05/22 12:34:57", "WalletSeq": "",
    "WalletTime": "", "WalletID": "", "VehicleType": "3J0002", "VehicleNo": "/ABC1234",
    "TxAmt": "36", "DebitAmt": "30",
    "BonusList": [{"BonusKind": "2", "BonusAmt": "6", "DebitPoint": "6"}], "PaymentChannel": "1",
    "ChannelStatusCode": "", "ChannelStatusDesc": "", "CardID": "1234567890123456", "Cardkind": "",
}
TOPPED_UP = {
    "ServiceResult": "Y", "StatusCode": "ICASH_0000", "StatusDesc": "成功", "OPSeq": OURS,
    "BankSeq": "20240522123456000002", "BankTime": "2024/05/22 12:34:57", "TopUpAmt": "500",
    "OriginalAmt": "100", "CurrentAmt": "600", "PaymentChannel": "1", "CardID": "1234567890123456",
}
REFUNDED = {
    "ServiceResult": "Y", "StatusCode": "ICASH_0000", "StatusDesc": "成功",
    "BankResponseTime": "2024/05/22 12:40:00", "BankRefundSeq": "20240522124000000003",
}
TOP_UP_REFUNDED = {**REFUNDED, "TopUpAmt": "500", "OriginalAmt": "600", "CurrentAmt": "100"}
# Codes of the sandbox's, and words that any host might use: the document lists none.
USED = [("ICASH_DUPLICATE_OPSEQ", "特店交易序號重複"), ("ICASH_9001", "此交易序號已存在"),
        ("ICASH_ORDER_ALREADY_EXISTS", "")]
NOT_FOUND = {"StatusCode": "ICASH_NOT_FOUND", "StatusDesc": "查無交易"}
DECLINED = {"ServiceResult": "N", "StatusCode": "ICASH_BALANCE", "StatusDesc": "餘額不足"}
AMOUNTS = {"pay": 36, "refund": 36, "cancel": None,
           "top_up": 500, "refund_top_up": 500, "cancel_top_up": None}

APPROVED = {"outcome": "approved"}
REFUSED = {"outcome": "refused", "kind": "declined"}
MISMATCH = {"outcome": "unknown", "kind": "mismatch"}
MALFORMED = {"outcome": "unknown", "kind": "malformed"}
DUPLICATE = {"outcome": "unknown", "kind": "duplicate"}


def without(fields, name):
    return {key: value for key, value in fields.items() if key != name}


def charge_and_refund_cases(success):
    """[(name, RtnCode, content of EncData, expect)] that hold for pay, top_up and both refunds."""
    declined_ours, declined_other = {**DECLINED, "OPSeq": OURS}, {**DECLINED, "OPSeq": OTHER}
    cases = [(f"RtnCode {compact(code)}, Y", code, success, APPROVED) for code in (1, "1", "0001")]
    cases += [(f"RtnCode {compact(code)}, Y", code, success, MISMATCH)
              for code in (2107, "2107", 9999, 0, -1)]
    cases += [(f"RtnCode {compact(code)}, Y", code, success, MALFORMED)
              for code in (None, True, "", "OK", "1x", [1], {"code": 1})]
    # A refund's table has no OPSeq, so a refusal with one is a charge's.
    refused = REFUSED if "OPSeq" in success else MISMATCH
    cases += [(f"RtnCode {compact(code)}, N", code, declined_ours, refused)
              for code in (1, "0001", 2107, "2107", 9999, 0)]
    number = {"OPSeq": OURS} if "OPSeq" in success else {}
    cases += [(f"N, {code}", 1, {**DECLINED, **number, "StatusCode": code, "StatusDesc": desc}, DUPLICATE)
              for code, desc in USED]
    return cases + [
        ("RtnCode 1, N, OPSeq missing", 1, DECLINED, REFUSED),
        ("RtnCode 2107, N, OPSeq missing", 2107, DECLINED, REFUSED),
        ("RtnCode 2107, N, OPSeq empty", 2107, {**DECLINED, "OPSeq": ""}, REFUSED),
        ("RtnCode 2107, N, another OPSeq", 2107, declined_other, MISMATCH),
        ("RtnCode 1, N, another OPSeq", 1, declined_other, MISMATCH),
        ("RtnCode 1, Y, another OPSeq", 1, {**success, "OPSeq": OTHER}, MISMATCH),
        # No list of codes is published: a code alone proves nothing, 2107 as little as any other.
        ("RtnCode 2107, no ServiceResult", 2107, NOT_FOUND, MALFORMED),
        ("RtnCode \"2107\", no ServiceResult", "2107", NOT_FOUND, MALFORMED),
        ("RtnCode 2107, empty object", 2107, {}, MALFORMED),
        ("RtnCode 2107, no ServiceResult, another OPSeq", 2107, {**NOT_FOUND, "OPSeq": OTHER},
         MISMATCH),
        ("RtnCode 9999, no ServiceResult", 9999, NOT_FOUND, MALFORMED),
        ("RtnCode 0, no ServiceResult", 0, NOT_FOUND, MALFORMED),
        ("RtnCode 1, no ServiceResult", 1, without(success, "ServiceResult"), MALFORMED),
        ("RtnCode 1, ServiceResult empty", 1, {**success, "ServiceResult": ""}, MALFORMED),
        ("RtnCode 1, ServiceResult a list", 1, {**success, "ServiceResult": ["Y"]}, MALFORMED),
        ("RtnCode 1, Y, OPSeq a list", 1, {**success, "OPSeq": [OURS]}, MALFORMED),
        ("RtnCode 1, N, OPSeq an object", 1, {**DECLINED, "OPSeq": {"OPSeq": OURS}}, MALFORMED),
        ("RtnCode 1, ServiceResult y", 1, {**success, "ServiceResult": "y"}, MALFORMED),
        ("RtnCode 9999, ServiceResult P", 9999, {**DECLINED, "ServiceResult": "P"}, MALFORMED),
    ]


def amount_cases(success, field):
    return [
        (f"{field} missing", 1, without(success, field), MISMATCH),
        (f"{field} empty", 1, {**success, field: ""}, MISMATCH),
        (f"{field} not a number", 1, {**success, field: "NT$36"}, MISMATCH),
        (f"{field} one more", 1, {**success, field: str(int(success[field]) + 1)}, MISMATCH),
        (f"{field} in cents", 1, {**success, field: success[field] + "00"}, MISMATCH),
    ]


def wallet_amount_cases(success, amount):
    """The reply's own total of what was given back is optional, and not another."""
    return [
        ("WalletTxAmt ours", 1, {**success, "WalletTxAmt": amount}, APPROVED),
        ("WalletTxAmt ours with decimals", 1, {**success, "WalletTxAmt": amount + ".00"}, APPROVED),
        ("WalletTxAmt empty", 1, {**success, "WalletTxAmt": ""}, APPROVED),
        ("WalletTxAmt less", 1, {**success, "WalletTxAmt": "30"}, MISMATCH),
        ("WalletTxAmt 0", 1, {**success, "WalletTxAmt": 0}, MISMATCH),
        ("WalletTxAmt not a number", 1, {**success, "WalletTxAmt": "?"}, MISMATCH),
        ("TxAmt 1", 1, {**success, "TxAmt": "1"}, MISMATCH),
        ("TxAmt ours, which is a charge's", 1, {**success, "TxAmt": amount}, MISMATCH),
    ]


def echo_cases(success):
    return [
        ("OPSeq missing", 1, without(success, "OPSeq"), MISMATCH),
        ("OPSeq empty", 1, {**success, "OPSeq": ""}, MISMATCH),
        ("OPSeq with a zero in front", 1, {**success, "OPSeq": "0" + OURS}, MISMATCH),
    ]


CANCEL_CASES = [
    *[(f"RtnCode {compact(code)}, our OPSeq", code, {"OPSeq": OURS}, APPROVED)
      for code in (1, "1", "0001")],
    *[(f"RtnCode {code}, no OPSeq", code, {**NOT_FOUND, "ServiceResult": "N"}, REFUSED)
      for code in (1, 2107, 9999)],
    # That a cancel's number was used is no news.
    ("RtnCode 1, N, 重複", 1, {"ServiceResult": "N", "StatusCode": "ICASH_9001", "StatusDesc": "重複取消"}, REFUSED),
    ("RtnCode 1, empty object", 1, {}, REFUSED),
    ("RtnCode 2107, empty object", 2107, {}, REFUSED),
    # Success is OPSeq alone, failure is without it: whatever says both is another operation's.
    ("RtnCode 1, Y, our OPSeq", 1, {"OPSeq": OURS, "ServiceResult": "Y"}, MISMATCH),
    ("RtnCode 1, N, our OPSeq", 1, {"OPSeq": OURS, "ServiceResult": "N"}, MISMATCH),
    ("RtnCode 1, StatusCode, our OPSeq", 1, {"OPSeq": OURS, **NOT_FOUND}, MISMATCH),
    ("RtnCode 1, our OPSeq and what no table has", 1, {"OPSeq": OURS, "TraceID": "7"}, APPROVED),
    ("RtnCode 1, our OPSeq, the rest null", 1,
     {"OPSeq": OURS, "ServiceResult": None, "BankSeq": None, "TxAmt": "", "BonusList": []}, APPROVED),
    ("RtnCode 1, Y, no OPSeq", 1, {"ServiceResult": "Y"}, MISMATCH),
    ("RtnCode 9999, Y, no OPSeq", 9999, {"ServiceResult": "Y"}, MISMATCH),
    ("RtnCode 1, ServiceResult P, no OPSeq", 1, {"ServiceResult": "P"}, MALFORMED),
    ("RtnCode 1, OPSeq a list", 1, {"OPSeq": [OURS]}, MALFORMED),
    ("RtnCode 1, OPSeq an object", 1, {"OPSeq": {"OPSeq": OURS}}, MALFORMED),
    ("RtnCode 9999, our OPSeq", 9999, {"OPSeq": OURS}, MALFORMED),
    ("RtnCode null, no OPSeq", None, {"ServiceResult": "N"}, MALFORMED),
    ("RtnCode 1, another OPSeq", 1, {"OPSeq": OTHER}, MISMATCH),
    ("RtnCode 2107, another OPSeq", 2107, {"OPSeq": OTHER}, MISMATCH),
]


def reply_cases():
    """[(operation, HTTP status, name, RtnCode, content of EncData, expect)]"""
    table = {
        "pay": charge_and_refund_cases(PAID) + echo_cases(PAID) + amount_cases(PAID, "TxAmt"),
        "top_up": charge_and_refund_cases(TOPPED_UP) + echo_cases(TOPPED_UP)
        + amount_cases(TOPPED_UP, "TopUpAmt")
        + [("TxAmt in place of TopUpAmt", 1, {**without(TOPPED_UP, "TopUpAmt"), "TxAmt": "500"},
            MISMATCH)],
        "refund": charge_and_refund_cases(REFUNDED) + [
            ("our OPSeq although the table has none", 1, {**REFUNDED, "OPSeq": OURS}, APPROVED),
            *wallet_amount_cases(REFUNDED, "36")],
        "refund_top_up": charge_and_refund_cases(TOP_UP_REFUNDED)
        + amount_cases(TOP_UP_REFUNDED, "TopUpAmt")
        + wallet_amount_cases(TOP_UP_REFUNDED, "500")
        + [("our OPSeq although the table has none", 1, {**TOP_UP_REFUNDED, "OPSeq": OURS},
            APPROVED),
           ("OriginalAmt the top-up's amount", 1, {**TOP_UP_REFUNDED, "OriginalAmt": "500"}, APPROVED),
           ("OriginalAmt missing", 1, without(TOP_UP_REFUNDED, "OriginalAmt"), APPROVED),
           ("OriginalAmt another", 1, {**TOP_UP_REFUNDED, "OriginalAmt": "400"}, MISMATCH),
           ("OriginalAmt not a number", 1, {**TOP_UP_REFUNDED, "OriginalAmt": "?"}, MISMATCH),
           ("OriginalAmt a balance without the one after", 1,
            without(TOP_UP_REFUNDED, "CurrentAmt"), MISMATCH)],
        "cancel": CANCEL_CASES,
        "cancel_top_up": CANCEL_CASES,
    }
    cases = [(operation, 200, *case) for operation, rows in table.items() for case in rows]
    # A signed refusal is the provider's own word, also when it comes with a client error.
    cases.append(("pay", 400, "HTTP 400, RtnCode 2107, N", 2107, {**DECLINED, "OPSeq": OURS},
                  REFUSED))
    return cases
