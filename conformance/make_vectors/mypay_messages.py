"""The replies printed in MYPAY's document (003), and the messages of the vectors."""

import json


def compact(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


# As printed, byte for byte.
CREATE_ORDER = r'''{
    "code": "200",
    "msg": "資料正確",
    "url": "http:\/\/pay.usecase.cc\/payment\/95227.html",
    "uid": 95227,
    "key": "d2c55a2055cbe6f711f1e977039e2a8f"
}'''

QUERY_ORDER = r'''{
    "key": "3425042d7d266e4aea5fd4653a0271db",
    "prc": "250",
    "cardno": "493817******0003",
    "acode": "AA1234",
    "card_type": "1",
    "issuing_bank": "合作金庫",
    "issuing_bank_uid": "006",
    "is_agent_charge": 0,
    "transaction_mode": 1,
    "supplier_name": "高鉅科技",
    "supplier_code": "T0",
    "order_id": "1234567890",
    "user_id": "userid",
    "uid": 95217,
    "cost": 900,
    "currency": "TWD",
    "actual_cost": 900,
    "actual_currency": "TWD",
    "voucher_paid": [
        {
            "product_id": "P01",
            "serial_number": "P1634864897",
            "name": "好食券",
            "cost": 50,
            "issuer": "1",
            "refund_return_type": "1"
        }
    ],
    "voucher_free": [
        {
            "product_id": "F01",
            "serial_number": "F1634864897",
            "name": "VIP免費券",
            "cost": 50,
            "issuer": "1"
        }
    ],
    "price": 0,
    "actual_price": 0,
    "recharge_code": "",
    "love_cost": 0,
    "retmsg": "付款完成",
    "pay_mode_uid": 1,
    "pfn": "CREDITCARD",
    "trans_type": 1,
    "redeem": "",
    "finishtime": "20211022090918",
    "store_group_id": "",
    "group_id": "",
    "nois": "",
    "payment_name": "",
    "bank_id": "",
    "result_type": 4,
    "result_content_type": "CREDITCARD",
    "result_content": "{}",
    "expired_date": "",
    "appropriation_date": "20211208",
    "invoice_state": 6,
    "invoice_date": "20211022090918",
    "invoice_wordtrack": "SW",
    "invoice_number": "83037076",
    "invoice_rand_code": "8373",
    "invoice_seller_ban": "28915188",
    "invoice_buyer_ban": "",
    "invoice_left_qrcode": "SW830370761101022837300000359000003840000000028915188Zw9cxaRpHWtRiZAohYOP6g==:**********:3:3:1:好棒棒麻辣鍋湯包:1:1000:",
    "invoice_middle_barcode": "11010SW830370768373",
    "invoice_right_qrcode": "**VIP免費券:1:-50:好食券:1:-50",
    "invoice_title_type": 1,
    "invoice_title": "123",
    "invoice_print_type": 0,
    "invoice_print_device": 0,
    "invoice_amount": "900",
    "invoice_sales_amount": "900",
    "invoice_tax_amount": "0",
    "invoice_order_detail": "[{\"Description\":\"好棒棒麻辣鍋湯包\",\"Quantity\":\"1\",\"UnitPrice\":\"1000\",\"Amount\":\"1000\"},{\"Description\":\"VIP免費券\",\"Quantity\":\"1\",\"UnitPrice\":\"-50\",\"Amount\":\"-50\"},{\"Description\":\"好食券\",\"Quantity\":\"1\",\"UnitPrice\":\"-50\",\"Amount\":\"-50\"}]",
    "invoice_ratetype": 1,
    "invoice_input_type": 2,
    "invoice_cloud_type": "",
    "invoice_mobile_code": "",
    "invoice_tax_id": "",
    "invoice_natural_person": "",
    "invoice_m_post_zone": "",
    "invoice_m_address": "",
    "invoice_love_code": "1234",
    "invoice_b2b_title": "",
    "invoice_b2b_id": "",
    "invoice_b2b_post_zone": "",
    "invoice_b2b_address": "",
    "invoice_allowance": [
        {
            "uid": 95232,
            "amount": "900",
            "order_detail": "[{\"SeqNo\":\"0\",\"ItemID\":\"95232\",\"ItemName\":\"好棒棒麻辣鍋湯包\",\"Qty\":\"1\",\"TotalAmount\":\"1000\",\"RateType\":\"1\"},{\"SeqNo\":\"0\",\"ItemID\":\"95217\",\"ItemName\":\"VIP免費券\",\"Qty\":\"1\",\"TotalAmount\":\"-50\",\"RateType\":\"1\"},{\"SeqNo\":\"1\",\"ItemID\":\"95217\",\"ItemName\":\"好食券\",\"Qty\":\"1\",\"TotalAmount\":\"-50\",\"RateType\":\"1\"}]"
        }
    ],
    "refund_order": [
        {
            "uid": 95232,
            "prc": "230",
            "cost": 900,
            "currency": "TWD",
            "actual_cost": 900,
            "actual_currency": "TWD",
            "voucher_paid": [
                {
                    "product_id": "P01",
                    "serial_number": "P1634864897",
                    "name": "好食券",
                    "cost": 50,
                    "issuer": "1",
                    "refund_return_type": "1"
                }
            ],
            "retmsg": "退款完成",
            "finishtime": "20211022162732",
            "appropriation_date": "20211208",
            "invoice_state": 0,
            "invoice_date": "",
            "invoice_wordtrack": "",
            "invoice_number": "",
            "invoice_rand_code": "",
            "invoice_seller_ban": "",
            "invoice_buyer_ban": "",
            "invoice_left_qrcode": "",
            "invoice_middle_barcode": "",
            "invoice_right_qrcode": "",
            "invoice_title_type": 1,
            "invoice_title": "",
            "invoice_amount": "0",
            "invoice_sales_amount": "0",
            "invoice_tax_amount": "0",
            "invoice_order_detail": "[]",
            "invoice_ratetype": 1,
            "invoice_input_type": 2,
            "invoice_allowance": []
        }
    ],
    "cancel_order": [],
    "echo_0": "",
    "echo_1": "",
    "echo_2": "",
    "echo_3": "",
    "echo_4": ""
}'''

REFUND_ORDER = r'''{
    "row_data": {
        "uid": 95217,
        "refund_uid": 95232,
        "key": "3425042d7d266e4aea5fd4653a0271db",
        "prc": "230",
        "finishtime": "20211022162732",
        "order_id": "1234567890",
        "user_id": "userid",
        "cost": 900,
        "currency": "TWD",
        "actual_cost": 900,
        "voucher_paid": [
            {
                "product_id": "P01",
                "serial_number": "P1634864897",
                "name": "好食券",
                "cost": 50,
                "issuer": 1,
                "refund_return_type": 1
            }
        ],
        "actual_currency": "TWD",
        "retmsg": "退款完成",
        "pfn": "CREDITCARD",
        "payment_name": "",
        "nois": "",
        "group_id": "",
        "refund_type": 1,
        "expected_refund_date": "",
        "echo_0": "",
        "echo_1": "",
        "echo_2": "",
        "echo_3": "",
        "echo_4": ""
    },
    "key": "3425042d7d266e4aea5fd4653a0271db",
    "uid": "95217",
    "code": "B200",
    "msg": "執行成功"
}'''

DOCUMENT = {"create_order": CREATE_ORDER, "query_order": QUERY_ORDER,
            "refund_order": REFUND_ORDER}

# ---- what the replies are judged on -----------------------------------------------------------------

OURS = {"order_id": "ORDER-1", "uid": "95217", "key": "3425042d7d266e4aea5fd4653a0271db", "cost": 900}
PAID = ["250", "600"]
DIFFERENT = ["290"]
PENDING = ["200", "245", "247", "260", "265", "270", "275", "280", "282", "284", "A0001"]
REFUSED = ["100", "300", "A0002"]
# What a failed order may name as paid, and what it may not.
NO_MONEY = [0, "0", "0.00", "", None]
MONEY = [900, "900", 1, "0.01", -900, "NT$900", [900], True]
UNLISTED = ["999", "201", "OK", "", "0", "B300", None, True, [], "250 "]


def expect(outcome, kind=None, **fields):
    return {"outcome": outcome, **({"kind": kind} if kind else {}), **fields}


def error(kind):
    return expect("unknown", kind)


def without(fields, *names):
    return {name: value for name, value in fields.items() if name not in names}


def reply_cases():
    """(operation, HTTP status, name, body, expectation)"""
    yield from create_cases()
    yield from query_cases()
    yield from refund_cases()
    yield from scan_cases()
    yield from http_cases()


def refusals(operation, body, field="code", b500=True):
    """B500 answers a refund, and a question: of a payment it says nothing."""
    for code in REFUSED + ["B500"] * b500:
        yield operation, 200, f"{field} {code}", body(code), expect("refused", "declined")
    if not b500:
        yield operation, 200, f"{field} B500", body("B500"), error("malformed")
    # 380 may still turn into 290, and 400 is a fault of a system, which proves no decline.
    for code in ("380", "400"):
        yield operation, 200, f"{field} {code}", body(code), expect("unknown", "declined")
    for code in UNLISTED:
        yield operation, 200, f"unlisted {field} {code!r}", body(code), error("malformed")


def row(prc="230", amount=900):
    return {"uid": 95232, "prc": prc, "cost": amount, "currency": "TWD", "actual_cost": amount,
            "actual_currency": "TWD"}


def no_beside_money(operation, refused):
    """A no that names money which was paid or given back proves nothing."""
    for amount in NO_MONEY:
        body = {**refused, "actual_cost": amount, "actual_price": amount}
        yield operation, 200, f"refused, actual_cost {amount!r}", body, expect("refused", "declined")
    for amount in MONEY:
        for name in ("actual_cost", "actual_price"):
            yield operation, 200, f"refused, {name} {amount!r}", {**refused, name: amount}, error("mismatch")
    for name, prc in [("refund_order", "230"), ("cancel_order", "220"), ("refund_order", "A0001")]:
        body = {**refused, "actual_cost": 0, name: [row(prc)]}
        yield operation, 200, f"refused, a row of {name} {prc}", body, error("mismatch")


def beside_reversals(operation, good):
    """What was given back does not stand beside a payment or an order, nor does the reply to a refund."""
    code = good["code"]
    for name, prc in [("refund_order", "230"), ("cancel_order", "220"), ("refund_order", "A0001"),
                      ("cancel_order", "999")]:
        yield operation, 200, f"code {code}, {name} {prc} beside it", {**good, name: [row(prc)]}, error("mismatch")
    yield operation, 200, f"code {code}, a part given back beside it", {**good, "refund_order": [row(amount=1)]}, error("mismatch")
    yield operation, 200, f"code {code}, rows that are none beside it", {**good, "refund_order": "x"}, error("mismatch")
    for value in ({"prc": "230"}, compact({"prc": "300"}), "x", [1]):
        yield operation, 200, f"code {code}, row_data {value!r}", {**good, "row_data": value}, error("mismatch")


def create_cases():
    good = {"code": "200", "msg": "ok", "url": "https://pay.example/1.html", **without(OURS, "cost", "order_id")}
    accepted = expect("response", state="accepted")
    yield "create_order", 200, "accepted", good, accepted
    yield "create_order", 200, "numbers for text", {**good, "code": 200, "uid": 95217}, accepted
    yield "create_order", 200, "further fields", {**good, "new": {"a": [1]}}, accepted
    for name in ("uid", "key", "url"):
        yield "create_order", 200, f"without {name}", without(good, name), error("malformed")
        yield "create_order", 200, f"{name} empty", {**good, name: ""}, error("malformed")
    yield from refusals("create_order", lambda code: {"code": code, "msg": "no"}, b500=False)
    for code in REFUSED:
        for name in ("uid", "key", "url"):
            body = {"code": code, "msg": "no", name: good[name]}
            yield "create_order", 200, f"code {code}, and {name}", body, error("mismatch")
        yield "create_order", 200, f"code {code}, and the order", {**good, "code": code}, error("mismatch")
    other = {"key": OURS["key"], "uid": OURS["uid"], "code": "B500", "msg": "no"}
    yield "create_order", 200, "the B500 of another order's refund", other, error("malformed")
    yield from no_beside_money("create_order", {"code": "300", "msg": "no"})
    yield from beside_reversals("create_order", good)
    for msg in ("付款完成", "交易失敗"):
        body = {**good, "msg": msg} if msg == "交易失敗" else {"code": "300", "msg": msg}
        yield "create_order", 200, f"code {body['code']} that says {msg}", body, error("mismatch")
    yield "create_order", 200, "refused, nothing else", {"code": "100", "msg": "no"}, expect("refused", "declined")
    yield "create_order", 200, "without code", without(good, "code"), error("malformed")
    for code in PAID + DIFFERENT + PENDING[1:] + ["220", "230", "B200"]:
        yield "create_order", 200, f"code {code}", {**good, "code": code}, error("malformed")
    for name in ("uid", "key", "url"):
        for value in ([], ["95227"], {}, {"a": "95227"}, True):
            yield "create_order", 200, f"{name} {value!r}", {**good, name: value}, error("malformed")
    ours = {"cost": "900.00", "currency": "TWD", "prc": "200"}
    yield "create_order", 200, "our own amount, currency and prc", {**good, **ours}, accepted
    for name, value in [("order_id", "1234567891"), ("order_id", []), ("cost", 901), ("cost", "9"), ("cost", [900]),
                        ("currency", "CNY"), ("prc", "300"), ("prc", "250"), ("prc", "999")]:
        yield "create_order", 200, f"another {name} {value!r}", {**good, **ours, name: value}, error("mismatch")
    for name, value in [("order_id", "1234567891"), ("cost", 901), ("cost", [900]), ("currency", "CNY")]:
        body = {"code": "300", "msg": "no", name: value}
        yield "create_order", 200, f"refused, another {name} {value!r}", body, error("mismatch")
    yield "create_order", 200, "refused, and prc accepts", {**good, "code": "100", "prc": "200"}, error("mismatch")


def query_cases():
    good = {"prc": "250", "retmsg": "ok", **OURS}
    states = [(PAID, "paid"), (DIFFERENT, "paid_with_different_amount"), (PENDING, "pending"),
              (REFUSED + ["380"], "failed"), (["220"], "cancelled"), (["B200"], "accepted"),
              # 400 and B500 say nothing of the money, and a refund must name what was given back.
              (["400", "B500", "230", "999", "X"], "unknown")]
    for codes, state in states:
        for code in codes:
            yield "query_order", 200, f"prc {code}", {**good, "prc": code}, expect("response", state=state)
    yield "query_order", 200, "prc a number", {**good, "prc": 250}, expect("response", state="paid")
    yield "query_order", 200, "uid a number", {**good, "uid": 95217}, expect("response", state="paid")
    yield "query_order", 200, "amounts as text", {**good, "cost": "900"}, expect("response", state="paid")
    for code, state in [("250", "paid"), ("600", "paid"), ("230", "refunded"), ("290", "paid_with_different_amount"),
                        ("270", "pending"), ("300", "unknown"), ("A0002", "unknown"), ("B500", "unknown")]:
        same = {**good, "prc": code, "actual_cost": "900.00", "currency": "TWD", "actual_currency": "TWD"}
        yield "query_order", 200, f"prc {code}, amounts equal", same, expect("response", state=state)
    for code, state in [("250", "paid_with_different_amount"), ("600", "paid_with_different_amount"),
                        ("230", "refunded_with_different_amount")]:
        for amounts in ({"actual_cost": 1}, {"actual_cost": "899.99"}, {"actual_cost": 0}, {"actual_cost": "9.5"},
                        {"cost": 901, "actual_cost": 900}, {"actual_cost": 900, "currency": "TWD", "actual_currency": "CNY"}):
            body = {**good, "prc": code, **amounts}
            yield "query_order", 200, f"prc {code}, amounts {amounts}", body, expect("response", state=state)
        for actual in ("NT$900", [900], {}, True, "1,000"):
            body = {**good, "prc": code, "actual_cost": actual}
            yield "query_order", 200, f"prc {code}, actual_cost {actual!r}", body, expect("response", state="unknown")
    for code, prc in [("200", "250"), ("B200", "300"), ("250", "250"), ("600", "250")]:
        state = expect("response", state="failed" if prc == "300" else "paid")
        yield "query_order", 200, f"code {code} beside prc {prc}", {**good, "code": code, "prc": prc}, state
    for code, prc in [("300", "250"), ("250", "300"), ("B500", "250"), ("100", "270"), ("300", "380"), ("400", "250"),
                      ("999", "250"), ("250", "290")]:
        body = {**good, "code": code, "prc": prc}
        yield "query_order", 200, f"code {code} against prc {prc}", body, error("mismatch")
    yield "query_order", 200, "without key", without(good, "key"), expect("response", state="paid")
    yield "query_order", 200, "without order_id", without(good, "order_id"), expect("response", state="paid")
    yield "query_order", 200, "another uid", {**good, "uid": "95218"}, error("mismatch")
    yield "query_order", 200, "another key", {**good, "key": OURS["key"][::-1]}, error("mismatch")
    yield "query_order", 200, "another order_id", {**good, "order_id": "ORDER-2"}, error("mismatch")
    yield "query_order", 200, "without prc", without(good, "prc"), error("malformed")
    yield "query_order", 200, "paid without uid", without(good, "uid"), error("malformed")
    yield from refusals("query_order", lambda code: {"code": code, "msg": "no"})
    yield from no_beside_money("query_order", {"code": "100", "msg": "no"})
    other = {"code": "B500", "msg": "no", "key": OURS["key"][::-1]}
    yield "query_order", 200, "refused, another key", other, error("mismatch")
    for amount in NO_MONEY:
        body = {**good, "prc": "300", "actual_cost": amount}
        yield "query_order", 200, f"prc 300, actual_cost {amount!r}", body, expect("response", state="failed")
    for amount in MONEY:
        body = {**good, "prc": "300", "actual_cost": amount}
        yield "query_order", 200, f"prc 300, actual_cost {amount!r}", body, expect("response", state="unknown")
    body = {**good, "prc": "300", "refund_order": [row()]}
    yield "query_order", 200, "prc 300, and given back", body, expect("response", state="unknown")
    for prc in ("250", "600", "230"):
        for named in ({"currency": "JPY", "actual_currency": "JPY"}, {"actual_currency": "USD"}, {"currency": ["TWD"]}):
            body = {**good, "prc": prc, "actual_cost": 900, **named}
            yield "query_order", 200, f"prc {prc}, currencies {named}", body, expect("response", state="unknown")
    yield "query_order", 200, "prc 100 without uid", {"prc": "100"}, expect("refused", "declined")


def refund_cases():
    row = {"refund_uid": 95232, "prc": "230", "retmsg": "ok", "actual_cost": 900, **OURS}
    good = {"row_data": row, "key": OURS["key"], "uid": OURS["uid"], "code": "B200", "msg": "ok"}

    def with_row(**fields):
        return {**good, "row_data": {**row, **fields}}

    done, taken = expect("response", state="refunded"), expect("response", state="pending")
    different = expect("response", state="refunded_with_different_amount")
    yield "refund_order", 200, "done", good, done
    yield "refund_order", 200, "numbers for text", with_row(uid=95217, cost="900", actual_cost="900.00", prc=230), done
    yield "refund_order", 200, "row_data is JSON text", {**good, "row_data": compact(row)}, done
    other = compact({**row, "uid": 1})
    yield "refund_order", 200, "row_data is JSON text of another order", {**good, "row_data": other}, error("mismatch")
    yield "refund_order", 200, "row_data is other text", {**good, "row_data": "x"}, error("malformed")
    for empty in (None, "", [], {}):
        yield "refund_order", 200, f"row_data {empty!r}", {**good, "row_data": empty}, taken
    yield "refund_order", 200, "without row_data", without(good, "row_data"), taken
    yield "refund_order", 200, "row pending", with_row(prc="A0001"), taken
    for code in ["250", "300", "220", "999", ""]:
        yield "refund_order", 200, f"row prc {code!r}", with_row(prc=code), error("mismatch")
    yield "refund_order", 200, "row of another order", with_row(uid=1), error("mismatch")
    yield "refund_order", 200, "row of another order_id", with_row(order_id="ORDER-2"), error("mismatch")
    for cost in (899, "", None, "9.5"):
        yield "refund_order", 200, f"row cost {cost!r}", with_row(cost=cost), error("mismatch")
    for actual in (1, 899, "0", 901, "900.5"):
        yield "refund_order", 200, f"row actual_cost {actual!r}", with_row(actual_cost=actual), different
    other = with_row(currency="TWD", actual_currency="CNY")
    yield "refund_order", 200, "row in another currency", other, different
    yield "refund_order", 200, "row given back in another currency", with_row(actual_currency="CNY"), different
    foreign = with_row(currency="CNY", actual_currency="CNY")
    yield "refund_order", 200, "row of an order in another currency", foreign, error("mismatch")
    for actual in ("", None, "NT$900", [], {}):
        yield "refund_order", 200, f"row actual_cost {actual!r}", with_row(actual_cost=actual), error("mismatch")
    for key in (OURS["key"][::-1], OURS["key"][:-1], "", None, [OURS["key"]]):
        yield "refund_order", 200, f"row key {key!r}", with_row(key=key), error("mismatch")
    for name in ("uid", "key", "cost", "actual_cost"):
        yield "refund_order", 200, f"row without {name}", {**good, "row_data": without(row, name)}, error("mismatch")
    yield "refund_order", 200, "row without order_id", {**good, "row_data": without(row, "order_id")}, done
    for refund_type in (1, "2", "", None):
        yield "refund_order", 200, f"row refund_type {refund_type!r}", with_row(refund_type=refund_type), done
    for refund_type in (3, "3", 9, "by hand"):
        yield "refund_order", 200, f"row refund_type {refund_type!r}", with_row(refund_type=refund_type), taken
    expected = with_row(refund_type=3, expected_refund_date="20261231")
    yield "refund_order", 200, "row of cash on a later day", expected, taken
    expected = with_row(refund_type=2, expected_refund_date="20261231")
    yield "refund_order", 200, "row with a later day", expected, taken
    yield "refund_order", 200, "row pending, another amount", with_row(prc="A0001", cost=1), error("mismatch")
    for prc in ("250", "300", "220", "999", "290", "380", "400"):
        yield "refund_order", 200, f"B200 beside prc {prc}", {**good, "prc": prc}, error("mismatch")
        yield "refund_order", 200, f"row code {prc}", with_row(code=prc), error("mismatch")
    yield "refund_order", 200, "B200 beside prc 230", {**good, "prc": "230"}, done
    yield "refund_order", 200, "B200 beside prc 230, without row_data", without({**good, "prc": "230"}, "row_data"), taken
    for amounts in ({"cost": 1}, {"actual_cost": "NT$1"}, {"cost": 900, "actual_cost": 1}, {"cost": "900,00"}):
        yield "refund_order", 200, f"amounts {amounts} beside the row", {**good, **amounts}, error("mismatch")
    yield "refund_order", 200, "our amounts beside the row", {**good, "cost": "900", "actual_cost": 900}, done
    yield "refund_order", 200, "another order_id", {**good, "order_id": "ORDER-2"}, error("mismatch")
    yield "refund_order", 200, "B500 beside prc 230", {"code": "B500", "prc": "230"}, error("mismatch")
    yield "refund_order", 200, "B500, and a row that fails", {"code": "B500", "row_data": {"prc": "300"}}, expect("refused", "declined")
    for prc in ("250", "290", "220", "380", "400", "999", ""):
        body = {"code": "B500", "row_data": {"prc": prc}}
        yield "refund_order", 200, f"B500, and a row of prc {prc!r}", body, error("mismatch")
    body = {"code": "B500", "row_data": {"prc": "300", "uid": "1"}}
    yield "refund_order", 200, "B500, and a row of another order", body, error("mismatch")
    for name, value in [("cost", 1), ("cost", "NT$900"), ("actual_cost", 900)]:
        body = {"code": "B500", name: value}
        yield "refund_order", 200, f"B500, {name} {value!r}", body, error("mismatch")
        body = {"code": "B500", "row_data": {"prc": "300", name: value}}
        yield "refund_order", 200, f"B500, and a row that fails, {name} {value!r}", body, error("mismatch")
    failed = {"prc": "B500", "uid": OURS["uid"], "cost": 900, "actual_cost": 0}
    body = {"code": "B500", "row_data": failed}
    yield "refund_order", 200, "B500, and a row of B500", body, expect("refused", "declined")
    yield from no_beside_money("refund_order", {"code": "B500", "msg": "no", "cost": 900})
    vouchers = [{"product_id": "P01", "serial_number": "P1634634156", "cost": 50}]
    yield "refund_order", 200, "row returns our vouchers", with_row(voucher_paid=vouchers), done
    yield "refund_order", 200, "row returns our vouchers, as text", with_row(voucher_paid=compact(vouchers)), done
    for empty in (None, "", [], {}):
        yield "refund_order", 200, f"row voucher_paid {empty!r}", with_row(voucher_paid=empty), done
    for name, value in [("product_id", "P02"), ("serial_number", "P1634634157")]:
        others = [{**vouchers[0], name: value}]
        yield "refund_order", 200, f"row returns another {name}", with_row(voucher_paid=others), error("mismatch")
        both = vouchers + others
        yield "refund_order", 200, f"row returns one more {name}", with_row(voucher_paid=both), error("mismatch")
    yield "refund_order", 200, "B200 that says no", {**good, "msg": "執行失敗"}, error("mismatch")
    yield "refund_order", 200, "row that says no", with_row(retmsg="退款失敗"), error("mismatch")
    yield "refund_order", 200, "B500 that says yes", {"code": "B500", "msg": "退款完成"}, error("mismatch")
    body = {"code": "B500", "msg": "退款處理中"}
    yield "refund_order", 200, "B500 of a refund under way", body, expect("unknown", "declined")
    for named in ({"currency": "JPY", "actual_currency": "JPY"}, {"actual_currency": "USD"}):
        yield "refund_order", 200, f"row in {named}", with_row(**named), error("mismatch")
    yield "refund_order", 200, "another uid", {**good, "uid": "1"}, error("mismatch")
    yield "refund_order", 200, "without uid", without(good, "uid"), error("mismatch")
    yield "refund_order", 200, "another uid, refused", {"uid": "1", "code": "B500"}, error("mismatch")
    yield from refusals("refund_order", lambda code: {**without(good, "row_data"), "code": code})
    for code in REFUSED + ["B500"]:
        yield "refund_order", 200, f"code {code}, and a row that reports the refund", {**good, "code": code}, error("mismatch")
    yield "refund_order", 200, "refused, nothing else", {"code": "B500", "msg": "no"}, expect("refused", "declined")
    for code in PAID + DIFFERENT + PENDING + ["220", "230"]:
        yield "refund_order", 200, f"code {code}", {**good, "code": code}, error("malformed")


def scan_cases():
    good = {"code": "250", "msg": "ok", "finishtime": "20261121100000", "pfn": "LINEPAYOFF",
            "actual_cost": 900, **OURS}
    for code in PAID:
        yield "scan_pay", 200, f"code {code}", {**good, "code": code}, expect("response", state="paid", approved=True)
    paid = expect("response", state="paid", approved=True)
    yield "scan_pay", 200, "numbers for text", {**good, "code": 250, "uid": 95217, "cost": "900"}, paid
    yield "scan_pay", 200, "amount 900.00", {**good, "cost": "900.00"}, paid
    yield "scan_pay", 200, "without uid and key", without(good, "uid", "key"), paid
    for cost in (899, 0, "", None, "900.5", "NT$900"):
        yield "scan_pay", 200, f"cost {cost!r}", {**good, "cost": cost}, error("mismatch")
    yield "scan_pay", 200, "without cost", without(good, "cost"), error("mismatch")
    yield "scan_pay", 200, "without order_id", without(good, "order_id"), error("mismatch")
    for code in PAID + DIFFERENT + PENDING + REFUSED + ["400", "B500"]:
        body = {**good, "code": code, "order_id": "ORDER-2"}
        yield "scan_pay", 200, f"another order, code {code}", body, error("mismatch")
    # Who has a number and a key speaks of one order, and must say of which.
    for code in PAID + DIFFERENT + PENDING + REFUSED:
        body = {"code": code, "msg": "w", "uid": 777, "key": OURS["key"]}
        yield "scan_pay", 200, f"an order that has no name, code {code}", body, error("mismatch")
    other = {"key": OURS["key"], "uid": OURS["uid"], "code": "B500", "msg": "no"}
    yield "scan_pay", 200, "the B500 of another order's refund", other, error("malformed")
    refused = {**without(good, "actual_cost"), "code": "300"}
    yield from no_beside_money("scan_pay", refused)
    for name, value in [("cost", 99), ("cost", "NT$900"), ("currency", "CNY")]:
        yield "scan_pay", 200, f"refused, another {name} {value!r}", {**refused, name: value}, error("mismatch")
    for code in ("250", "600", "290", "280"):
        yield from beside_reversals("scan_pay", {**good, "code": code})
    for code, msg in [("300", "付款完成"), ("100", ["付款完成"]), ("250", "交易失敗"), ("600", {"a": "交易失敗"})]:
        body = {**good, "code": code, "actual_cost": 0 if code[0] in "13" else 900, "msg": msg}
        yield "scan_pay", 200, f"code {code} that says {msg!r}", body, error("mismatch")
    failed = {**good, "refund_order": [{**row("300"), "actual_cost": 0}], "cancel_order": []}
    yield "scan_pay", 200, "a refund that failed beside it", failed, paid
    for code in PENDING:
        pending = expect("response", state="pending", approved=False)
        yield "scan_pay", 200, f"code {code}", {**good, "code": code}, pending
        body = {**without(good, "uid"), "code": code}
        yield "scan_pay", 200, f"code {code} without uid", body, error("malformed")
    different = expect("response", state="paid_with_different_amount", approved=False)
    for code in PAID:
        for actual in (1, 899, "0", 901, "899.99"):
            yield "scan_pay", 200, f"code {code}, actual_cost {actual!r}", {**good, "code": code, "actual_cost": actual}, different
        body = {**good, "code": code, "actual_currency": "CNY"}
        yield "scan_pay", 200, f"code {code}, paid in another currency", body, different
        for actual in ("NT$900", [900], {}, True):
            body = {**good, "code": code, "actual_cost": actual}
            yield "scan_pay", 200, f"code {code}, actual_cost {actual!r}", body, error("mismatch")
    for actual in ("", None, "900.00", "900"):
        yield "scan_pay", 200, f"actual_cost {actual!r}", {**good, "actual_cost": actual}, paid
    yield "scan_pay", 200, "in our currency", {**good, "currency": "TWD", "actual_currency": "TWD"}, paid
    yield "scan_pay", 200, "in another currency", {**good, "currency": "CNY"}, error("mismatch")
    yield "scan_pay", 200, "pending, another amount", {**good, "code": "280", "cost": 1}, error("mismatch")
    for name in ("uid", "key"):
        for value in ([], ["1"], {}, {"a": 1}, True):
            for code in ("250", "280", "290"):
                body = {**good, "code": code, name: value}
                yield "scan_pay", 200, f"code {code}, {name} {value!r}", body, error("malformed")
    for code, prc in [("250", "250"), ("250", "600"), ("600", "250"), ("250", 250)]:
        yield "scan_pay", 200, f"code {code} beside prc {prc!r}", {**good, "code": code, "prc": prc}, paid
    yield "scan_pay", 200, "code 300 beside prc 300", {"code": "300", "prc": "300"}, expect("refused", "declined")
    for code, prc in [("300", "250"), ("250", "300"), ("250", "290"), ("290", "250"), ("280", "250"), ("250", "280"),
                      ("300", "280"), ("280", "300"), ("300", "380"), ("380", "300"), ("300", "400"), ("400", "300"),
                      ("250", "999"), ("300", "999"), ("250", "B200"), ("300", "B200"), ("B500", "600"), ("100", "A0001")]:
        body = {**good, "code": code, "prc": prc}
        yield "scan_pay", 200, f"code {code} against prc {prc}", body, error("mismatch")
    yield "scan_pay", 200, "code 290, another cost", {**good, "code": "290", "cost": 800, "actual_cost": 800}, different
    yield "scan_pay", 200, "code 290", {**good, "code": "290", "actual_cost": 800}, different
    yield "scan_pay", 200, "code 290 without order_id", {**without(good, "order_id"), "code": "290"}, error("mismatch")
    yield from refusals("scan_pay", lambda code: {**good, "code": code, "actual_cost": 0}, b500=False)
    yield "scan_pay", 200, "refused, nothing else", {"code": "300", "msg": "no"}, expect("refused", "declined")
    for code in ["220", "230", "B200"]:
        yield "scan_pay", 200, f"code {code}", {**good, "code": code}, error("malformed")


def http_cases():
    bodies = [("empty", ""), ("a page", "<html>403</html>"), ("cut short", '{"code":"300"'),
              ("a list", '[{"code":"300"}]'), ("text", '"300"'), ("a number", "300"), ("null", "null"),
              ("two objects", '{"code":"300"}{"code":"300"}')]
    for operation in ("create_order", "query_order", "refund_order", "scan_pay"):
        for name, body in bodies:
            yield operation, 200, f"body is {name}", body, error("malformed")
        # A refusal counts only under 200: anyone on the way can write an error page.
        for status in (201, 204, 301, 302, 400, 401, 403, 404, 429, 500, 502, 503):
            body = "" if status == 204 else {"code": "300", "prc": "300", "msg": "no"}
            yield operation, status, f"HTTP {status}", body, error("http")
    bom = "\ufeff" + compact({"code": "300", "msg": "no"})
    yield "scan_pay", 200, "byte order mark", bom, expect("refused", "declined")
