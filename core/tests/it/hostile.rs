//! Replies that say two things, something of something else, or that their provider does not know: none of them is a
//! yes or a no. Each table is written from docs/protocol.md and the documents, not from the judges.

use crate::support::{RawServer, read_request, response};
use serde_json::{Map, Value, json};
use std::io::Write as _;
use std::sync::{Arc, Mutex};
use twpos::{Error, Outcome};

/// `reply` with these members put in or taken out (by null); after `=`, what stands there in its place.
fn patched(reply: &Value, patch: &str) -> String {
    if let Some(whole) = patch.strip_prefix('=') {
        return whole.to_owned();
    }
    let patch: Map<String, Value> = serde_json::from_str(patch).unwrap();
    let mut reply = reply.clone();
    for (name, value) in patch {
        match value {
            Value::Null => reply.as_object_mut().unwrap().remove(&name),
            value => reply.as_object_mut().unwrap().insert(name, value),
        };
    }
    reply.to_string()
}

/// Goes through a table, and names every reply that was taken for a yes or a no.
fn none_is_a_verdict(table: &[(&str, Value, &[&str])], mut judged: impl FnMut(&str, &str) -> Result<String, Error>) {
    let (mut wrong, mut count) = (Vec::new(), 0);
    for (operation, base, patches) in table {
        for patch in *patches {
            count += 1;
            let reply = patched(base, patch);
            match judged(operation, &reply) {
                Err(error) if error.outcome == Outcome::Unknown => {}
                Err(error) => wrong.push(format!("{operation} {patch}: {error}")),
                Ok(said) if said == "unsettled" => {}
                Ok(said) => wrong.push(format!("{operation} {patch}: {said}")),
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {count} are verdicts:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert!(count >= 60, "{count}");
}

/// A host that says what it was told last.
fn host() -> (RawServer, Arc<Mutex<Vec<u8>>>) {
    let answer: Arc<Mutex<Vec<u8>>> = Arc::default();
    let told = answer.clone();
    let server = RawServer::start(move |mut stream| {
        while !read_request(&mut stream).is_empty() {
            let answer = told.lock().unwrap().clone();
            if stream.write_all(&answer).is_err() {
                return;
            }
        }
    });
    (server, answer)
}

#[test]
fn icash_pay_set() {
    use crate::icash::host::{Host, call, successes};
    let host = Host::start();
    let [pay, refund, cancel, top_up, refund_top_up, cancel_top_up] = successes().map(|(_, reply)| reply);
    let no =
        json!({"ServiceResult": "N", "StatusCode": "ICASH_BALANCE", "StatusDesc": "餘額不足", "OPSeq": pay["OPSeq"]});
    let bare_no = json!({"ServiceResult": "N", "StatusCode": "ICASH_BALANCE", "StatusDesc": "餘額不足"});
    let of_a_charge: &[&str] = &[
        r#"{"ServiceResult":"y"}"#,
        r#"{"ServiceResult":"Y "}"#,
        r#"{"ServiceResult":"Ｙ"}"#,
        r#"{"ServiceResult":true}"#,
        r#"{"ServiceResult":["Y"]}"#,
        r#"{"ServiceResult":{"0":"Y"}}"#,
        r#"{"ServiceResult":1}"#,
        r#"{"ServiceResult":null}"#,
        r#"{"OPSeq":"2024052200000001 "}"#,
        r#"{"OPSeq":"２０２４０５２２００００００００１"}"#,
        r#"{"OPSeq":2.024052200000001e15}"#,
        r#"{"OPSeq":["2024052200000001"]}"#,
        r#"{"OPSeq":null}"#,
        r#"{"OPRefundSeq":"R1"}"#,
        r#"{"WalletTxAmt":"36"}"#,
        r#"{"BankRefundSeq":"1"}"#,
        r#"{"StatusCode":"ICASH_NOT_FOUND"}"#,
        r#"{"StatusCode":"icash_not_found"}"#,
        r#"{"StatusCode":" ICASH_NOT_FOUND "}"#,
        r#"{"StatusCode":"ICASH_NOTFOUND"}"#,
        r#"{"StatusCode":"ICASH_DECLINED"}"#,
        r#"{"StatusCode":["ICASH_FAIL"]}"#,
        r#"{"StatusDesc":"交易處理中"}"#,
        r#"{"StatusDesc":"交易結果未知，請查詢"}"#,
        r#"{"StatusDesc":"待確認"}"#,
        r#"{"StatusDesc":"Pending"}"#,
        r#"{"StatusDesc":"交易序號重複"}"#,
        r#"{"StatusCode":"ICASH_DUPLICATE_OPSEQ"}"#,
        r#"{"StatusDesc":"已取消"}"#,
        r#"{"StatusDesc":"交易已沖正"}"#,
        r#"{"StatusDesc":"已退款"}"#,
        r#"{"StatusDesc":"Transaction voided"}"#,
        r#"{"StatusDesc":"條碼已過期"}"#,
        r#"{"StatusDesc":"尚未扣款"}"#,
        r#"{"StatusDesc":"餘額不足"}"#,
        r#"{"StatusDesc":{"zh":"交易失敗"}}"#,
        r#"{"StatusDesc":"{\"text\":\"\\u5931\\u6557\"}"}"#,
        r#"{"ChannelStatusDesc":"扣款失敗"}"#,
        r#"{"ChannelStatusCode":"DECLINED"}"#,
    ];
    let of_a_payment: &[&str] = &[
        r#"{"TxAmt":"35"}"#,
        r#"{"TxAmt":"36.01"}"#,
        r#"={"ServiceResult":"Y","OPSeq":"2024052200000001","TxAmt":36.0000000000000001}"#,
        r#"{"TxAmt":"36,0"}"#,
        r#"{"TxAmt":"３６"}"#,
        r#"{"TxAmt":"-36"}"#,
        r#"{"TxAmt":"+36"}"#,
        r#"{"TxAmt":"36NT"}"#,
        r#"{"TxAmt":"0x24"}"#,
        r#"{"TxAmt":""}"#,
        r#"{"TxAmt":[36]}"#,
        r#"{"TxAmt":{"36":36}}"#,
        r#"{"TxAmt":null}"#,
        r#"{"TxAmt":true}"#,
        r#"{"TopUpAmt":"36"}"#,
        r#"{"CurrentAmt":"100"}"#,
        r#"={"ServiceResult":"Y","ServiceResult":"Y","OPSeq":"2024052200000001","TxAmt":"36"}"#,
        r#"={"ServiceResult":"Y","OPSeq":"2024052200000001","TxAmt":"36","TxAmt":"35"}"#,
        r#"={"ServiceResult":"Y","OPSeq":"2024052200000001","TxAmt":"36","x":[{"a":[{"b":1,"b":2}]}]}"#,
        r#"={"ServiceResult":"Y","OPSeq":"2024052200000001","TxAmt":"36","\u0054xAmt":"35"}"#,
        r#"=[{"ServiceResult":"Y","OPSeq":"2024052200000001","TxAmt":"36"}]"#,
        r#"={"ServiceResult":"Y","OPSeq":"2024052200000001","TxAmt":"36"}{"ServiceResult":"N"}"#,
        "=null",
        "=\"Y\"",
    ];
    let of_a_no: &[&str] = &[
        r#"{"ServiceResult":"N "}"#,
        r#"{"ServiceResult":false}"#,
        r#"{"OPSeq":"2024052200000002"}"#,
        r#"{"StatusDesc":"交易成功"}"#,
        r#"{"StatusDesc":["成功"]}"#,
        r#"{"StatusCode":"ICASH_SUCCESS"}"#,
        r#"{"StatusCode":"ICASH_0000"}"#,
        r#"{"StatusDesc":"系統逾時"}"#,
        r#"{"StatusDesc":"處理中"}"#,
        r#"{"StatusDesc":"請查詢交易結果"}"#,
        r#"{"StatusDesc":"交易序號重複"}"#,
        r#"{"StatusDesc":"此訂單已付款"}"#,
        r#"{"StatusDesc":"{\"zh\":\"\\u91cd\\u8907\"}"}"#,
        r#"{"StatusDesc":"退款失敗"}"#,
        r#"{"ChannelStatusDesc":"收單行逾時"}"#,
        r#"{"RtnMsg":"重複"}"#,
        r#"{"BankRefundSeq":"1"}"#,
        r#"{"OPRefundSeq":"R1"}"#,
        r#"{"BankSeq":["1"]}"#,
        r#"{"DebitAmt":"36"}"#,
        r#"{"DebitAmt":"30.5"}"#,
        r#"{"BonusList":[{"BonusKind":"2","BonusAmt":"6","DebitPoint":"6"}]}"#,
        r#"{"TxAmt":"35"}"#,
        r#"{"TxAmt":["36"]}"#,
    ];
    let of_a_refund: &[&str] = &[
        r#"{"WalletTxAmt":"35"}"#,
        r#"{"WalletTxAmt":"0"}"#,
        r#"{"WalletTxAmt":[36]}"#,
        r#"{"TxAmt":"36"}"#,
        r#"{"DebitAmt":"36"}"#,
        r#"{"CardID":"1"}"#,
        r#"{"OPSeq":"2024052200000002"}"#,
        r#"{"OPRefundSeq":"another"}"#,
        r#"{"StatusDesc":"退款失敗"}"#,
        r#"{"StatusDesc":"退款處理中"}"#,
        r#"{"StatusCode":"ICASH_NOT_FOUND"}"#,
        r#"{"StatusCode":"icash_not_found"}"#,
        r#"{"RefundChannelStatusDesc":"退款失敗"}"#,
        r#"{"ServiceResult":"N","WalletTxAmt":"35"}"#,
        r#"{"ServiceResult":"N","StatusDesc":"已退款"}"#,
        r#"{"ServiceResult":"N","StatusDesc":"退款處理中"}"#,
    ];
    let of_a_cancel: &[&str] = &[
        r#"{"ServiceResult":"Y"}"#,
        r#"{"ServiceResult":"N"}"#,
        r#"{"StatusCode":"ICASH_NOT_FOUND"}"#,
        r#"{"StatusDesc":"成功"}"#,
        r#"{"TxAmt":"36"}"#,
        r#"{"BankSeq":"1"}"#,
        r#"{"WalletTxAmt":"36"}"#,
        r#"{"OPSeq":"2024052200000002"}"#,
        r#"{"OPSeq":["2024052200000001"]}"#,
        r#"{"OPRefundSeq":"R1"}"#,
        r#"{"OPSeq":null,"ServiceResult":"Y"}"#,
    ];
    let table = [
        ("pay", pay.clone(), of_a_charge),
        ("top_up", top_up.clone(), of_a_charge),
        ("pay", pay, of_a_payment),
        ("pay", no.clone(), of_a_no),
        ("pay", bare_no.clone(), &of_a_no[3..]),
        ("refund", refund, of_a_refund),
        ("refund_top_up", refund_top_up, &of_a_refund[8..]),
        ("cancel", cancel, of_a_cancel),
        ("cancel_top_up", cancel_top_up, of_a_cancel),
    ];
    none_is_a_verdict(&table, |operation, inner| {
        call(host.told(inner), operation).map(|()| "done".to_owned())
    });
}

#[test]
fn mypay_link() {
    use crate::mypay::host::{client, query, refund, scan};
    use twpos::mypay::{CreateOrderRequest, Mode, QueryOrderRequest, RefundOrderRequest};
    let (server, answer) = host();
    let till = client(&server.url, Mode::Agent);
    let key = query().key;
    let ours = json!({"uid": "95217", "key": key, "order_id": "ORDER-1", "cost": 900, "actual_cost": 900,
        "currency": "TWD", "actual_currency": "TWD"});
    let with = |patch: Value| {
        let mut reply = ours.clone();
        reply
            .as_object_mut()
            .unwrap()
            .extend(patch.as_object().unwrap().clone());
        reply
    };
    let paid = with(json!({"code": "250", "msg": "付款完成"}));
    let declined = with(json!({"code": "300", "msg": "餘額不足", "actual_cost": 0}));
    let state = with(json!({"prc": "250", "retmsg": "付款完成"}));
    let failed = with(json!({"prc": "300", "retmsg": "付款失敗", "actual_cost": 0}));
    let unanswered = json!({"code": "300", "msg": "查無訂單"});
    let made = json!({"code": "200", "msg": "ok", "uid": "95217", "key": key, "url": "https://pay.example/1", "order_id": "ORDER-1"});
    let unmade = json!({"code": "100", "msg": "資料錯誤"});
    let row = with(json!({"prc": "230", "retmsg": "退款完成", "refund_uid": 95232, "refund_type": 1}));
    let back = json!({"code": "B200", "msg": "執行成功", "uid": "95217", "key": key, "row_data": row});
    let in_row = |patch: Value| {
        let mut row = row.clone();
        row.as_object_mut().unwrap().extend(patch.as_object().unwrap().clone());
        let mut back = back.clone();
        back["row_data"] = row;
        back
    };
    let not_back = {
        let mut reply = in_row(json!({"prc": "300", "retmsg": "退款失敗", "actual_cost": 0}));
        reply["code"] = json!("B500");
        reply["msg"] = json!("執行失敗");
        reply
    };
    let refused_row = |patch: Value| {
        let mut reply = not_back.clone();
        reply["row_data"]
            .as_object_mut()
            .unwrap()
            .extend(patch.as_object().unwrap().clone());
        reply
    };
    let of_a_payment: &[&str] = &[
        r#"{"code":"0250"}"#,
        r#"{"code":250.5}"#,
        r#"{"code":"２５０"}"#,
        r#"{"code":["250"]}"#,
        r#"{"code":true}"#,
        r#"{"code":null}"#,
        r#"{"code":"B200"}"#,
        r#"{"code":"B500"}"#,
        r#"{"code":"400"}"#,
        r#"{"code":"380"}"#,
        r#"{"code":"999"}"#,
        r#"{"code":"230"}"#,
        r#"{"prc":"300"}"#,
        r#"{"prc":"380"}"#,
        r#"{"prc":["300"]}"#,
        r#"{"prc":"230"}"#,
        r#"{"order_id":"ORDER-2"}"#,
        r#"{"order_id":"order-1"}"#,
        r#"{"order_id":"ORDER-1 "}"#,
        r#"{"order_id":["ORDER-1"]}"#,
        r#"{"order_id":null}"#,
        r#"{"cost":899}"#,
        r#"{"cost":"900.01"}"#,
        r#"={"code":"250","order_id":"ORDER-1","cost":900.0000000000000001}"#,
        r#"{"cost":"NT$900"}"#,
        r#"{"cost":[900]}"#,
        r#"{"cost":null}"#,
        r#"{"cost":true}"#,
        r#"{"actual_cost":1}"#,
        r#"{"actual_cost":"899.99"}"#,
        r#"{"actual_cost":"0"}"#,
        r#"{"actual_cost":[900]}"#,
        r#"{"actual_cost":true}"#,
        r#"{"actual_cost":{}}"#,
        r#"{"currency":"CNY"}"#,
        r#"{"currency":"CNY","actual_currency":"CNY"}"#,
        r#"{"actual_currency":"CNY"}"#,
        r#"{"actual_currency":"JPY"}"#,
        r#"{"currency":null,"actual_currency":"CNY"}"#,
        r#"{"currency":["TWD"]}"#,
        r#"{"actual_cost":null,"actual_currency":"CNY"}"#,
        r#"{"msg":"付款失敗"}"#,
        r#"{"msg":{"zh":"付款失敗"}}"#,
        r#"{"msg":"{\"zh\":\"\\u5931\\u6557\"}"}"#,
        r#"{"retmsg":"Declined"}"#,
        r#"{"MSG":"付款失敗","msg":null}"#,
        r#"{"message":"交易失敗"}"#,
        r#"{"result":{"retmsg":"付款失敗"}}"#,
        r#"{"msg":"處理中"}"#,
        r#"{"msg":"結果未知，請查詢"}"#,
        r#"{"msg":"訂單編號重複"}"#,
        r#"{"msg":"已取消"}"#,
        r#"{"msg":"訂單已退款"}"#,
        r#"{"row_data":{"prc":"230"}}"#,
        r#"{"row_data":"x"}"#,
        r#"{"refund_order":[{"uid":1,"prc":"230","cost":900,"actual_cost":900}]}"#,
        r#"{"refund_order":"[{\"uid\":1,\"prc\":\"230\",\"cost\":900,\"actual_cost\":900}]"}"#,
        r#"{"cancel_order":{"0":{"uid":1,"prc":"220","cost":900,"actual_cost":900}}}"#,
        r#"{"cancel_order":"x"}"#,
        r#"{"uid":{"a":1}}"#,
        r#"{"key":["k"]}"#,
        r#"={"code":"250","code":"250","order_id":"ORDER-1","cost":900}"#,
        r#"={"code":"250","order_id":"ORDER-1","cost":900,"a":[{"b":1,"b":1}]}"#,
        r#"={"code":"250","order_id":"ORDER-1","cost":900,"redeem":"{\"used\":1,\"used\":2}"}"#,
        r#"=[{"code":"250","order_id":"ORDER-1","cost":900}]"#,
    ];
    let of_a_no: &[&str] = &[
        r#"{"order_id":"ORDER-2"}"#,
        r#"{"order_id":null}"#,
        r#"{"cost":1}"#,
        r#"{"currency":"CNY"}"#,
        r#"{"actual_cost":900}"#,
        r#"{"actual_cost":"x"}"#,
        r#"{"actual_price":900}"#,
        r#"{"msg":"付款完成"}"#,
        r#"{"msg":"交易成功"}"#,
        r#"{"msg":null,"message":"Success"}"#,
        r#"{"msg":"訂單編號已存在"}"#,
        r#"{"msg":["訂單编号重复"]}"#,
        r#"{"msg":"系統逾時"}"#,
        r#"{"msg":"付款處理中"}"#,
        r#"{"prc":"250"}"#,
        r#"{"prc":"280"}"#,
        r#"{"prc":"400"}"#,
        r#"{"row_data":{"prc":"230"}}"#,
        r#"{"refund_order":[{"uid":1,"prc":"230","cost":900,"actual_cost":900}]}"#,
        r#"{"code":300.5}"#,
    ];
    let of_a_state: &[&str] = &[
        r#"{"uid":"95218"}"#,
        r#"{"uid":"95217 "}"#,
        r#"{"uid":["95217"]}"#,
        r#"{"key":"0425042d7d266e4aea5fd4653a0271db"}"#,
        r#"{"order_id":"ORDER-2"}"#,
        r#"{"code":"300"}"#,
        r#"{"code":"B500"}"#,
        r#"{"code":"100"}"#,
        r#"{"cost":899}"#,
        r#"{"cost":null}"#,
        r#"{"actual_cost":899}"#,
        r#"{"actual_cost":"x"}"#,
        r#"{"currency":"CNY"}"#,
        r#"{"actual_currency":"CNY"}"#,
        r#"{"retmsg":"付款失敗"}"#,
        r#"{"retmsg":"付款處理中"}"#,
        r#"{"msg":"查無訂單"}"#,
        r#"{"prc":["250"]}"#,
        r#"{"prc":null}"#,
        r#"{"prc":"250.0"}"#,
    ];
    let of_a_failure: &[&str] = &[
        r#"{"actual_cost":900}"#,
        r#"{"retmsg":"付款完成"}"#,
        r#"{"refund_order":[{"uid":1,"prc":"230","cost":900,"actual_cost":900}]}"#,
        r#"{"code":"250"}"#,
        r#"{"cost":1}"#,
    ];
    let of_an_unanswered: &[&str] = &[
        r#"{"order_id":"ORDER-2"}"#,
        r#"{"key":"0425042d7d266e4aea5fd4653a0271db"}"#,
        r#"{"cost":1}"#,
        r#"{"currency":"CNY"}"#,
        r#"{"actual_cost":900}"#,
        r#"{"prc":"250"}"#,
        r#"{"msg":"付款完成"}"#,
        r#"{"msg":"處理中"}"#,
        r#"{"code":"400"}"#,
        r#"{"code":"380"}"#,
    ];
    let of_an_order: &[&str] = &[
        r#"{"order_id":"ORDER-2"}"#,
        r#"{"cost":899}"#,
        r#"{"currency":"CNY"}"#,
        r#"{"uid":null}"#,
        r#"{"key":{}}"#,
        r#"{"url":["https://pay.example/1"]}"#,
        r#"{"url":""}"#,
        r#"{"prc":"300"}"#,
        r#"{"msg":"資料錯誤"}"#,
        r#"{"msg":"訂單編號重複"}"#,
        r#"{"row_data":{"prc":"230"}}"#,
        r#"{"code":"250"}"#,
        r#"{"code":"B200"}"#,
    ];
    let of_no_order: &[&str] = &[
        r#"{"uid":"95217"}"#,
        r#"{"url":"https://pay.example/1"}"#,
        r#"{"order_id":"ORDER-2"}"#,
        r#"{"cost":1}"#,
        r#"{"msg":"訂單編號重複"}"#,
        r#"{"msg":"成功"}"#,
        r#"{"prc":"200"}"#,
        r#"{"code":"B500"}"#,
        r#"{"actual_cost":900}"#,
        r#"={"code":"300","code":"300"}"#,
    ];
    let outside_of_a_row: &[&str] = &[
        r#"{"code":"b200"}"#,
        r#"{"code":["B200"]}"#,
        r#"{"uid":"95218"}"#,
        r#"{"uid":null}"#,
        r#"{"order_id":"ORDER-2"}"#,
        r#"{"cost":1}"#,
        r#"{"actual_cost":1}"#,
        r#"{"currency":"CNY"}"#,
        r#"{"prc":"300"}"#,
        r#"{"prc":"250"}"#,
        r#"{"msg":"執行失敗"}"#,
        r#"{"row_data":"x"}"#,
        r#"{"row_data":[{"prc":"230"}]}"#,
    ];
    let whole: &[&str] = &["{}"];
    let table = [
        ("scan_pay", paid, of_a_payment),
        ("scan_pay", declined, of_a_no),
        ("query_order", state, of_a_state),
        ("query_order", failed, of_a_failure),
        ("query_order", unanswered, of_an_unanswered),
        ("create_order", made, of_an_order),
        ("create_order", unmade, of_no_order),
        ("refund_order", back.clone(), outside_of_a_row),
        ("refund_order", in_row(json!({"uid": "95218"})), whole),
        ("refund_order", in_row(json!({"order_id": "ORDER-2"})), whole),
        ("refund_order", in_row(json!({"key": "k"})), whole),
        ("refund_order", in_row(json!({"cost": 899})), whole),
        ("refund_order", in_row(json!({"actual_cost": 899})), whole),
        ("refund_order", in_row(json!({"actual_cost": null})), whole),
        ("refund_order", in_row(json!({"actual_cost": [900]})), whole),
        (
            "refund_order",
            in_row(json!({"currency": "CNY", "actual_currency": "CNY"})),
            whole,
        ),
        ("refund_order", in_row(json!({"actual_currency": "CNY"})), whole),
        (
            "refund_order",
            in_row(json!({"currency": "", "actual_currency": "CNY"})),
            whole,
        ),
        ("refund_order", in_row(json!({"retmsg": "退款失敗"})), whole),
        ("refund_order", in_row(json!({"retmsg": "退款處理中"})), whole),
        ("refund_order", in_row(json!({"code": "300"})), whole),
        ("refund_order", in_row(json!({"prc": "300"})), whole),
        ("refund_order", in_row(json!({"prc": "B500"})), whole),
        ("refund_order", in_row(json!({"refund_type": 3})), whole),
        (
            "refund_order",
            in_row(json!({"expected_refund_date": "20261231"})),
            whole,
        ),
        ("refund_order", refused_row(json!({"prc": "230"})), whole),
        ("refund_order", refused_row(json!({"prc": "A0001"})), whole),
        ("refund_order", refused_row(json!({"actual_cost": 900})), whole),
        ("refund_order", refused_row(json!({"retmsg": "退款完成"})), whole),
        ("refund_order", refused_row(json!({"retmsg": "退款成功"})), whole),
        ("refund_order", refused_row(json!({"retmsg": "已退款"})), whole),
        ("refund_order", refused_row(json!({"retmsg": "退款處理中"})), whole),
        ("refund_order", refused_row(json!({"uid": "95218"})), whole),
        ("refund_order", refused_row(json!({"key": "k"})), whole),
        ("refund_order", refused_row(json!({"cost": 1})), whole),
        ("refund_order", refused_row(json!({"currency": "CNY"})), whole),
    ];
    none_is_a_verdict(&table, |operation, reply| {
        *answer.lock().unwrap() = response(200, &[], reply.as_bytes());
        let unsettled = |state: &str, is_a_yes: bool| match state {
            _ if is_a_yes => state.to_owned(),
            "paid" | "refunded" | "failed" | "cancelled" => state.to_owned(),
            _ => "unsettled".to_owned(),
        };
        match operation {
            "scan_pay" => till
                .scan_pay(&scan())
                .map(|reply| unsettled(&reply.state, reply.approved)),
            "query_order" => {
                let request = QueryOrderRequest {
                    cost: Some(900),
                    ..query()
                };
                let order = till.query_order(&request)?;
                let is_back = order.refund_state != "none" || order.cancel_state != "none";
                Ok(if is_back {
                    "unsettled".to_owned()
                } else {
                    unsettled(&order.state, false)
                })
            }
            "create_order" => {
                let order = scan();
                let request = CreateOrderRequest {
                    store_uid: order.store_uid,
                    user_id: order.user_id,
                    cost: order.cost,
                    order_id: order.order_id,
                    ip: order.ip,
                    items: order.items,
                    ..Default::default()
                };
                till.create_order(&request).map(|_| "made".to_owned())
            }
            _ => {
                let request = RefundOrderRequest {
                    voucher_paid: Vec::new(),
                    invoice_state: None,
                    ..refund()
                };
                till.refund_order(&request)
                    .map(|reply| unsettled(&reply.state, reply.refunded))
            }
        }
    });
}

#[test]
fn omni_gateway() {
    use crate::omni::gateway::{icash_cancel, icash_pay, icash_search, ipass_pay, ipass_refund, ipass_search, own};
    use twpos::omni::{Authorization, Client, Config};
    let (server, answer) = host();
    let mut config = Config::new(server.url.clone(), Authorization::Token("t".into()), own());
    config.ipass_refusal_codes = vec!["1234".to_owned()];
    let client = Client::new(config).unwrap();
    let req_id = ipass_pay().req_id;
    let refund_req_id = ipass_refund().req_id;
    let paid = json!({"return_code": "0000", "return_msg": "成功", "req_id": req_id, "transaction_id": "e1", "amount": 229,
        "order_number": "IXN20231011000001"});
    let declined = json!({"return_code": "1234", "return_msg": "餘額不足", "message_from": "IPASS"});
    let refunded = json!({"return_code": "0000", "return_msg": "成功", "req_id": refund_req_id, "cancel_transaction_id": "c1",
        "amount": ipass_refund().amount});
    let found =
        json!({"return_code": "0000", "return_msg": "成功", "pay_status": "1", "order_number": "IXN20231011000001"});
    let data = json!({"PlatformID": "10523647", "MerchantID": "10523650", "MerchantTradeNo": icash_pay().merchant_trade_no,
        "TransactionID": "T1", "TotalAmount": 100});
    let with_data = |data: &Value| json!({"RtnCode": 1, "RtnMsg": "成功", "EncData": data});
    let in_data = |data: &Value, patch: &str| with_data(&serde_json::from_str(&patched(data, patch)).unwrap());
    let cancelled = json!({"PlatformID": "10523647", "MerchantID": "10523650", "MerchantTradeNo": icash_cancel().merchant_trade_no});
    let traded = json!({"MerchantTradeNo": icash_search().merchant_trade_no, "TradeStatus": "1", "TradeType": "0"});
    let of_ipass: &[&str] = &[
        r#"{"return_code":"0"}"#,
        r#"{"return_code":0}"#,
        r#"{"return_code":"00000"}"#,
        r#"{"return_code":["0000"]}"#,
        r#"{"return_code":null}"#,
        r#"{"return_code":"0006"}"#,
        r#"{"return_code":"9999"}"#,
        r#"{"return_code":"5678"}"#,
        r#"{"message":"交易失敗"}"#,
        r#"{"message":"ok"}"#,
        r#"{"message_from":"OMNI"}"#,
        r#"{"message_from":"IPASS"}"#,
        r#"{"RtnCode":1}"#,
        r#"{"RtnCode":2107}"#,
        r#"{"return_msg":"交易失敗"}"#,
        r#"{"return_msg":["交易失敗"]}"#,
        r#"{"return_msg":"餘額不足"}"#,
        r#"{"return_msg":"處理中"}"#,
        r#"{"return_msg":"結果未知"}"#,
        r#"{"return_msg":"該OrderNumber重複"}"#,
        r#"{"return_msg":null,"msg":"失敗"}"#,
        r#"{"StatusDesc":"交易失敗"}"#,
        r#"{"result":{"return_msg":"交易失敗"}}"#,
        r#"{"req_id":"another"}"#,
        r#"{"req_id":["x"]}"#,
        r#"{"amount":1}"#,
        r#"{"amount":"x"}"#,
        r#"{"amount":[229]}"#,
        r#"{"amount":"229.5"}"#,
        r#"{"amount":{}}"#,
        r#"={"return_code":"0000","return_code":"0000"}"#,
    ];
    let of_a_payment: &[&str] = &[
        r#"{"order_number":"IXN20231011000002"}"#,
        r#"{"order_number":null}"#,
        r#"{"order_number":["IXN20231011000001"]}"#,
        r#"{"pay_status":"2"}"#,
        r#"{"pay_status":"0"}"#,
        r#"{"pay_status":["1"]}"#,
        r#"{"req_id":null,"cancel_transaction_id":"c1"}"#,
        r#"{"req_id":null,"pay_status":"1"}"#,
        r#"{"transaction_id":null,"pay_status":"1"}"#,
        r#"{"transaction_id":["e1"]}"#,
        r#"{"return_msg":"已退款"}"#,
        r#"{"return_msg":"已取消"}"#,
    ];
    let of_a_no: &[&str] = &[
        r#"{"message":"x"}"#,
        r#"{"message_from":"OMNI"}"#,
        r#"{"message_from":"ipass "}"#,
        r#"{"RtnCode":1}"#,
        r#"{"return_msg":"成功"}"#,
        r#"{"return_msg":"系統逾時"}"#,
        r#"{"return_msg":"訂單重複"}"#,
        r#"{"return_msg":"已付款"}"#,
        r#"{"req_id":"another"}"#,
        r#"{"amount":1}"#,
        r#"{"amount":"x"}"#,
        r#"{"pay_status":"1"}"#,
        r#"={"return_code":"1234","return_code":"1234"}"#,
    ];
    let of_a_refund: &[&str] = &[
        r#"{"cancel_transaction_id":null}"#,
        r#"{"cancel_transaction_id":["c1"]}"#,
        r#"{"transaction_id":"another"}"#,
        r#"{"original_transactionId":"another"}"#,
    ];
    let of_a_search: &[&str] = &[
        r#"{"pay_status":null}"#,
        r#"{"pay_status":""}"#,
        r#"{"pay_status":{}}"#,
        r#"{"order_number":"another"}"#,
    ];
    let around_data: &[&str] = &[
        r#"{"RtnCode":2107}"#,
        r#"{"RtnCode":"x"}"#,
        r#"{"RtnCode":[1]}"#,
        r#"{"RtnCode":true}"#,
        r#"{"RtnCode":1.5}"#,
        r#"{"RtnCode":null}"#,
        r#"{"RtnMsg":"交易失敗"}"#,
        r#"{"RtnMsg":"訊息代碼:2107"}"#,
        r#"{"RtnMsg":"處理中"}"#,
        r#"{"RtnMsg":"訂單重複"}"#,
        r#"{"message":"失敗"}"#,
        r#"{"message_from":"OMNI"}"#,
        r#"{"return_code":"0000"}"#,
        r#"{"return_msg":"失敗"}"#,
        r#"{"EncData":null}"#,
        r#"{"EncData":[]}"#,
        r#"{"EncData":"x"}"#,
        r#"{"EncData":"{\"MerchantTradeNo\":\"1\",\"MerchantTradeNo\":\"1\"}"}"#,
        r#"{"MerchantTradeNo":"another"}"#,
        r#"{"MerchantTradeNo":["another"]}"#,
        r#"{"TotalAmount":1}"#,
        r#"{"ServiceResult":"N"}"#,
        r#"{"StatusDesc":"交易失敗"}"#,
    ];
    let in_a_payment = [
        r#"{"MerchantTradeNo":"another"}"#,
        r#"{"MerchantTradeNo":null}"#,
        r#"{"MerchantTradeNo":["x"]}"#,
        r#"{"PlatformID":"1"}"#,
        r#"{"MerchantID":"1"}"#,
        r#"{"TotalAmount":1}"#,
        r#"{"TotalAmount":"x"}"#,
        r#"{"TotalAmount":[100]}"#,
        r#"{"TotalAmount":"100.5"}"#,
        r#"{"TradeStatus":"1"}"#,
        r#"{"TradeStatus":"7"}"#,
        r#"{"TradeType":"1"}"#,
        r#"{"AllocateStatus":"1"}"#,
        r#"{"TransactionID":["T1"]}"#,
        r#"{"ServiceResult":"N"}"#,
        r#"{"RtnMsg":"交易失敗"}"#,
        r#"{"StatusDesc":"交易失敗"}"#,
        r#"{"StatusCode":"ICASH_NOT_FOUND"}"#,
        r#"{"return_msg":"失敗"}"#,
    ];
    let whole: &[&str] = &["{}"];
    let mut table = vec![
        ("ipass_pay", paid.clone(), of_ipass),
        ("ipass_pay", paid, of_a_payment),
        ("ipass_pay", declined.clone(), of_a_no),
        (
            "ipass_pay",
            declined.clone(),
            &[r#"{"transaction_id":"e1"}"#, r#"{"order_number":"another"}"#],
        ),
        ("ipass_refund", declined, of_a_no),
        ("ipass_refund", refunded.clone(), of_ipass),
        ("ipass_refund", refunded, of_a_refund),
        ("ipass_search", found, of_a_search),
        ("icash_pay", with_data(&data), around_data),
        ("icash_cancel", with_data(&cancelled), &around_data[..20]),
        (
            "icash_search",
            with_data(&traded),
            &[r#"{"EncData":{}}"#, r#"{"RtnCode":2}"#, r#"{"RtnMsg":"失敗"}"#],
        ),
    ];
    table.extend(in_a_payment.map(|patch| ("icash_pay", in_data(&data, patch), whole)));
    table.extend(
        [
            r#"{"MerchantTradeNo":"x"}"#,
            r#"{"MerchantID":"1"}"#,
            r#"{"TradeStatus":"1"}"#,
            r#"{"TotalAmount":100}"#,
        ]
        .map(|patch| ("icash_cancel", in_data(&cancelled, patch), whole)),
    );
    table.extend(
        [
            r#"{"TradeStatus":null}"#,
            r#"{"TradeStatus":[1]}"#,
            r#"{"MerchantTradeNo":"x"}"#,
        ]
        .map(|patch| ("icash_search", in_data(&traded, patch), whole)),
    );
    none_is_a_verdict(&table, |operation, reply| {
        *answer.lock().unwrap() = response(200, &[], reply.as_bytes());
        let done = || "done".to_owned();
        match operation {
            "ipass_pay" => client.ipass_pay(&ipass_pay()).map(|_| done()),
            "ipass_refund" => client.ipass_refund(&ipass_refund()).map(|_| done()),
            "ipass_search" => client.ipass_search(&ipass_search()).map(|_| done()),
            "icash_pay" => client.icash_pay(&icash_pay()).map(|_| done()),
            "icash_search" => client.icash_search(&icash_search()).map(|_| done()),
            _ => client.icash_cancel(&icash_cancel()).map(|_| done()),
        }
    });
}
