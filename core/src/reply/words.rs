//! What a provider says in words, where no document lists a code for it.
//!
//! Only that a refusal is none, or an approval: words never make a reply better. So to hear too much is safe.

use crate::error::ErrorKind;
use crate::json;
use serde_json::{Map, Value};

/// The members in which providers speak to people, and say nothing else.
pub(super) const TEXTS: [&str; 10] = [
    "RtnMsg",
    "StatusDesc",
    "ChannelStatusDesc",
    "RefundChannelStatusDesc",
    "return_msg",
    "returnMessage",
    "statusMessage",
    "message",
    "msg",
    "retmsg",
];

/// The others by which they speak of what they did.
const CODES: [&str; 8] = [
    "RtnCode",
    "StatusCode",
    "ChannelStatusCode",
    "RefundChannelStatusCode",
    "return_code",
    "code",
    "prc",
    "message_from",
];

/// The detail of an error of kind `duplicate`.
pub(crate) const NUMBER_USED: &str = "the provider says only that this number was used before, which proves nothing \
     about the attempt that used it; settle that one, and never use a number twice";

const IN_DOUBT: &str = "the provider says no, and that it does not know yet what became of it, which proves \
     no decline";

/// Every text of a reply in which its provider speaks, at any depth, also of lists, objects and JSON in text.
pub(crate) fn words(fields: &Map<String, Value>) -> Vec<String> {
    let mut words = Vec::new();
    for (name, value) in fields {
        gather(value, is_one_spoken(name), &mut words);
    }
    words
}

/// Every text of these members alone.
pub(crate) fn said(fields: &Map<String, Value>, names: &[&str]) -> Vec<String> {
    let mut words = Vec::new();
    for value in names.iter().filter_map(|name| fields.get(*name)) {
        gather(value, true, &mut words);
    }
    words
}

fn gather(value: &Value, is_spoken: bool, words: &mut Vec<String>) {
    match value {
        Value::Object(fields) => fields
            .iter()
            .for_each(|(name, value)| gather(value, is_spoken || is_one_spoken(name), words)),
        Value::Array(entries) => entries.iter().for_each(|entry| gather(entry, is_spoken, words)),
        Value::String(text) => {
            if text.trim_start().starts_with(['{', '['])
                && let Ok(inner @ (Value::Object(_) | Value::Array(_))) = json::read(text)
            {
                gather(&inner, is_spoken, words);
            } else if is_spoken {
                words.push(text.clone());
            }
        }
        _ => {}
    }
}

fn is_one_spoken(name: &str) -> bool {
    let mut spoken = TEXTS.iter().chain(&CODES);
    spoken.any(|spoken| spoken.eq_ignore_ascii_case(name))
}

/// The kind and detail of a no whose words take it back: its outcome is unknown.
pub(crate) fn doubt(words: &[String]) -> Option<(ErrorKind, &'static str)> {
    if says_used(words) {
        Some((ErrorKind::Duplicate, NUMBER_USED))
    } else if says_in_doubt(words) {
        Some((ErrorKind::Declined, IN_DOUBT))
    } else {
        None
    }
}

/// Whether a refusal only says that its number was used before, or that what was asked for is done already: of the
/// attempt that did it, that proves nothing.
fn says_used(texts: &[String]) -> bool {
    heard(texts).any(|clauses| {
        let clause = clauses.whole();
        clause.has(USED, NOT_USED)
    })
}

/// Whether a refusal says that nobody knows yet: a timeout, but not a code's that the customer showed for too long.
fn says_in_doubt(texts: &[String]) -> bool {
    heard(texts).any(|clauses| {
        clauses.whole().has(OPEN, NOT_OPEN)
            || clauses.0.iter().any(|clause| match clause.is_about_a_code() {
                true => false,
                false => clause.has(TIMEOUT, &[]),
            })
    })
}

/// Whether the words of a yes take it back: it failed, or it is still open, or the number was used before; these two only
/// where the same text does not say that it is done, since many a receipt asks not to pay twice.
pub(crate) fn denies_a_yes(texts: &[String]) -> bool {
    let is_open = |clause: &Clause| clause.has(OPEN, NOT_OPEN) || clause.has(NOT_YET, &[]);
    let is_done = |clause: &Clause| clause.has(DONE, NOT_DONE) || clause.has(&["完成"], &["未完成"]);
    says_failed(texts)
        || heard(texts)
            .map(|clauses| clauses.whole())
            .any(|clause| is_open(&clause) && !is_done(&clause))
}

/// As [`denies_a_yes`], of a charge: it was taken back, too.
pub(crate) fn denies_a_charge(texts: &[String]) -> bool {
    denies_a_yes(texts) || heard(texts).any(|clauses| clauses.whole().has(REVERSED, &[]))
}

/// Whether an approval says that it failed.
pub(crate) fn says_failed(texts: &[String]) -> bool {
    heard(texts).any(|clauses| clauses.names_a_failure() || clauses.whole().has(FAILED, NOT_FAILED))
}

/// Whether a refusal says that it is done.
pub(crate) fn says_done(texts: &[String]) -> bool {
    heard(texts).any(|clauses| clauses.whole().has(DONE, NOT_DONE))
}

/// Whether a reply speaks of money given back.
pub(crate) fn says_refund(texts: &[String]) -> bool {
    heard(texts).any(|clauses| clauses.whole().has(&[" refund", "退款", "退貨"], &[]))
}

/// English stems begin with a blank where a word does. Before they are looked for, 已經 and 已被 are 已, and "been" is
/// "already".
const USED: &[&str] = &[
    " already",
    " previously",
    " duplicat",
    " dup ",
    " exist",
    " used",
    " reused",
    " in use ",
    " only once",
    " twice",
    " repeat",
    " unique",
    " conflict",
    " transaction success",
    " payment success",
    " refund success",
    " order success",
    "已",
    "重複",
    "重覆",
    "唯一",
    "相同訂單",
    "同一訂單",
    "存在相同",
    "使用過",
    "用過",
    "交易成功",
];

/// What is taken out before [`USED`] is looked for: refusals of another kind.
const NOT_USED: &[&str] = &[
    " not exist",
    " doesnt exist",
    " didnt exist",
    " dont exist",
    " non exist",
    " nonexist",
    " no longer exist",
    " never exist",
    " be used",
    " not used",
    " not already",
    " already block",
    " already cancel",
    " already clos",
    " already declin",
    " already delet",
    " already denied",
    " already disabl",
    " already exceed",
    " already expir",
    " already fail",
    " already froz",
    " already limit",
    " already lock",
    " already reach",
    " already refus",
    " already reject",
    " already report",
    " already revers",
    " already revok",
    " already suspend",
    " already terminat",
    " already void",
    "已不",
    "已中斷",
    "已作廢",
    "已停",
    "已凍",
    "已到期",
    "已刪",
    "已取消",
    "已報",
    "已失敗",
    "已失效",
    "已封",
    "已拒",
    "已掛失",
    "已暫停",
    "已沖正",
    "已滿",
    "已用完",
    "已終止",
    "已解",
    "已註銷",
    "已超",
    "已逾",
    "已過",
    "已達",
    "已遭",
    "已鎖",
    "已關",
];

const OPEN: &[&str] = &[
    "處理中",
    "交易中",
    "付款中",
    "退款中",
    "扣款中",
    "取消中",
    "儲值中",
    "進行中",
    "審核中",
    "確認中",
    "等待中",
    "待確認",
    "待查",
    "待處理",
    "未確認",
    "不確定",
    "結果未知",
    "結果不明",
    "狀態未知",
    "狀態不明",
    "未知錯誤",
    "未預期",
    "無法確認",
    "請查詢",
    "無回應",
    "未回應",
    "未收到回",
    "連線中斷",
    " in progress",
    " in process",
    " processing",
    " pending",
    " waiting",
    " unconfirmed",
    " not confirmed",
    " uncertain",
    " unknown result",
    " unknown status",
    " unknown outcome",
    " unknown error",
    " unexpected",
    " result unknown",
    " result is unknown",
    " status unknown",
    " status is unknown",
    " outcome unknown",
    " outcome is unknown",
    " no response",
    " please query",
    " please inquire",
];

const NOT_OPEN: &[&str] = &["中心"];

const TIMEOUT: &[&str] = &[
    "逾時",
    "超時",
    " timeout",
    " time out",
    " timed out",
    " timedout",
    " times out",
];

const FAILED: &[&str] = &[
    "失敗",
    "遭拒",
    "拒絕",
    "錯誤",
    "未成功",
    "不成功",
    "逾時",
    "超時",
    "異常",
    "無效",
    "不足",
    "不允許",
    "不存在",
    "查無",
    " fail",
    " reject",
    " declin",
    " denied",
    " error",
    " invalid",
    " insufficient",
    " unsuccess",
    " not success",
    " not found",
    " notfound",
    " refused",
    " timeout",
    " time out",
    " timed out",
];

/// Beside a yes: it is not what it says, or another's.
const NOT_YET: &[&str] = &[
    "重複",
    "重覆",
    "尚未",
    "未付款",
    "未扣款",
    "未完成",
    "過期",
    "逾期",
    " duplicat",
    " expired",
    " not yet",
];

/// Beside the yes of a charge.
const REVERSED: &[&str] = &[
    "已取消",
    "已沖正",
    "已作廢",
    "已退",
    "已全額退",
    "已部分退",
    "取消成功",
    "沖正成功",
    "退款成功",
    "退貨成功",
    "退款完成",
    " cancelled",
    " canceled",
    " voided",
    " reversed",
    " refunded",
];

const NOT_FAILED: &[&str] = &[
    "無錯誤",
    "無異常",
    "沒有錯誤",
    " no error",
    " without error",
    " 0 error",
];

const DONE: &[&str] = &["成功", " success", " succeed", " 0000 ", " 0001 "];

const NOT_DONE: &[&str] = &[
    "未成功",
    "不成功",
    "沒成功",
    "沒有成功",
    "非成功",
    "無法成功",
    "未能成功",
    " not success",
    " no success",
];

/// Simplified characters of the words above, and their traditional forms.
const TRADITIONAL: [(char, char); 33] = [
    ('复', '複'),
    ('单', '單'),
    ('订', '訂'),
    ('经', '經'),
    ('过', '過'),
    ('结', '結'),
    ('时', '時'),
    ('连', '連'),
    ('线', '線'),
    ('应', '應'),
    ('请', '請'),
    ('询', '詢'),
    ('确', '確'),
    ('认', '認'),
    ('处', '處'),
    ('进', '進'),
    ('败', '敗'),
    ('绝', '絕'),
    ('错', '錯'),
    ('误', '誤'),
    ('码', '碼'),
    ('态', '態'),
    ('缴', '繳'),
    ('帐', '帳'),
    ('账', '帳'),
    ('储', '儲'),
    ('预', '預'),
    ('无', '無'),
    ('断', '斷'),
    ('异', '異'),
    ('审', '審'),
    ('讯', '訊'),
    ('没', '沒'),
];

fn heard(texts: &[String]) -> impl Iterator<Item = Clauses> {
    texts.iter().map(|text| Clauses::of(text))
}

/// A text between its punctuation marks.
struct Clauses(Vec<Clause>);

/// Words of small letters with one blank around each, of whatever spelling: `ICASH_ALREADY-Used`, `alreadyUsed`.
#[derive(Default)]
struct Clause(String);

impl Clauses {
    fn of(text: &str) -> Self {
        let mut clauses = vec![Clause::default()];
        let mut after_small = false;
        for c in text.chars().filter_map(plain) {
            let is_word = c.is_alphanumeric();
            let parts_words = c.is_whitespace() || matches!(c, '_' | '-');
            if let Some(clause) = clauses.last_mut() {
                match is_word {
                    // A capital after a small letter begins a word: orderAlreadyExists.
                    true => clause.push(c, after_small && c.is_ascii_uppercase()),
                    false => clause.end_word(),
                }
            }
            if !is_word && !parts_words {
                clauses.push(Clause::default());
            }
            after_small = c.is_ascii_lowercase() || c.is_ascii_digit();
        }
        clauses.iter_mut().for_each(Clause::end_word);
        Clauses(clauses)
    }

    /// All of them as one.
    fn whole(&self) -> Clause {
        let words: Vec<&str> = self.0.iter().flat_map(|clause| clause.0.split_whitespace()).collect();
        Clause(format!(" {} ", words.join(" ")))
    }

    /// `訊息代碼: 0001, 成功`; every other number is a failure (document 000, row RtnMsg).
    fn names_a_failure(&self) -> bool {
        let text: Vec<String> = self
            .0
            .iter()
            .map(Clause::tight)
            .filter(|text| !text.is_empty())
            .collect();
        let text = text.join(" ");
        let after = text.split("訊息代碼").skip(1);
        let codes = after.filter_map(|after| {
            let code: String = after
                .trim_start()
                .chars()
                .take_while(char::is_ascii_alphanumeric)
                .collect();
            (!code.is_empty()).then_some(code)
        });
        codes.into_iter().any(|code| code.parse() != Ok(1_u64))
    }
}

impl Clause {
    fn push(&mut self, c: char, begins_word: bool) {
        if self.0.is_empty() || (begins_word && !self.0.ends_with(' ')) {
            self.0.push(' ');
        }
        self.0.extend(c.to_lowercase());
    }

    fn end_word(&mut self) {
        if !self.0.is_empty() && !self.0.ends_with(' ') {
            self.0.push(' ');
        }
    }

    /// As Chinese is written.
    fn tight(&self) -> String {
        self.0.replace(' ', "").replace("已經", "已").replace("已被", "已")
    }

    fn has(&self, stems: &[&str], but: &[&str]) -> bool {
        let spaced = Heard::new(self.0.clone())
            .with(" already been ", " already ")
            .with(" been ", " already ");
        let (spaced, tight) = (spaced.without(but), Heard::new(self.tight()).without(but));
        stems.iter().any(|stem| match stem.is_ascii() {
            true => spaced.has(stem),
            false => tight.has(stem),
        })
    }

    /// 條碼逾時, "code timed out"; but not "error code: timeout".
    fn is_about_a_code(&self) -> bool {
        let is_result = [" error", " result", " status", " response", " return"];
        let is_of_customer = ["code", " qr", " token "].iter().any(|word| self.0.contains(word));
        let text = self.tight().replace("代碼", "").replace("號碼", "");
        text.contains('碼') || (is_of_customer && !is_result.iter().any(|word| self.0.contains(word)))
    }
}

/// A text, and one bit of 128 for each of its characters: a phrase with another one is not looked for.
struct Heard(String, u128);

impl Heard {
    fn new(text: String) -> Self {
        let bits = text.chars().fold(0, |bits, c| bits | bit(c));
        Heard(text, bits)
    }

    fn has(&self, phrase: &str) -> bool {
        phrase.chars().all(|c| self.1 & bit(c) != 0) && self.0.contains(phrase)
    }

    fn with(self, phrase: &str, other: &str) -> Self {
        match self.has(phrase) {
            true => Heard::new(self.0.replace(phrase, other)),
            false => self,
        }
    }

    fn without(self, phrases: &[&str]) -> Self {
        phrases.iter().fold(self, |text, phrase| text.with(phrase, ""))
    }
}

fn bit(c: char) -> u128 {
    1 << (u32::from(c) % 128)
}

/// A character as these words are written: of half width, traditional, and no apostrophe or mark without a face.
fn plain(c: char) -> Option<char> {
    let c = match u32::from(c) {
        wide @ 0xff01..=0xff5e => char::from_u32(wide - 0xfee0)?,
        _ => c,
    };
    let is_dropped = matches!(c, '\'' | '’') || !(c.is_whitespace() || crate::text::is_printable(c));
    let traditional = TRADITIONAL.iter().find(|(simplified, _)| *simplified == c);
    (!is_dropped).then_some(traditional.map_or(c, |(_, traditional)| *traditional))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn all(texts: &[&str], says: fn(&[String]) -> bool) {
        for text in texts {
            assert!(says(&[String::new(), (*text).to_owned()]), "{text}");
        }
    }

    fn none(texts: &[&str], says: fn(&[String]) -> bool) {
        for text in texts {
            assert!(!says(&[(*text).to_owned()]), "{text}");
        }
    }

    #[test]
    fn a_used_number_is_told_by_its_words() {
        all(
            &[
                "ICASH_DUPLICATE_OPSEQ",
                "特店交易序號重複",
                "訂單編號已存在",
                "訂單編號已經存在",
                "此序號已被使用",
                "此序號已經被使用",
                "已經使用過",
                "Order number already exists",
                "ALREADY_USED",
                "orderAlreadyUsed",
                "ＡＬＲＥＡＤＹ　ＵＳＥＤ",
                "此訂單已付款",
                "該訂單已完成付款",
                "此序號已交易成功",
                "already paid",
                "OPSeq has been used",
                "Repeated OPSeq",
                "订单编号重复",
                "重 複",
                "此订单已经付款",
                "ICASH_EXIST",
                "OPSeq must be unique",
                "OPSeq is not unique",
                "交易已完成",
                "order id already in use",
                "This order has been processed",
                "ICASH_ALREADY_REFUNDED",
                "此交易已退款",
                "已全額退貨：已退貨",
                "交易成功",
                "訂單已授權",
                "已請款",
                "OPSeq has already been charged",
                "The order was previously processed",
            ],
            says_used,
        );
        none(
            &[
                "餘額不足",
                "ICASH_NOT_FOUND",
                "ICASH_ALREADY_CANCELLED",
                "原交易已取消",
                "查無此交易",
                "訂單不存在",
                "Order does not exist",
                "order doesn't exist",
                "ORDER_NOT_EXIST",
                "尚未付款",
                "交易未完成",
                "交易不成功",
                "Transaction unsuccessful",
                "This card cannot be used",
                "refused",
                "user not found",
                "卡片已停用",
                "已達每日上限",
                "已超過限額",
                "條碼已過期",
                "付款碼已逾時",
                "帳戶已被凍結",
                "Card has been blocked",
                "Payment has been declined",
                "Barcode already expired",
                "has not been paid",
                "成功",
                "Success",
                "訊息代碼:0001,成功",
                "",
            ],
            says_used,
        );
    }

    #[test]
    fn doubt_is_told_by_its_words() {
        all(
            &[
                "系統逾時，交易結果未知",
                "連線逾時",
                "交易逾時",
                "回應逾時",
                "訊息代碼:2107,系統逾時",
                "系统超时",
                "交易處理中",
                "退款處理中",
                "请查询交易结果",
                "待確認",
                "ICASH_TIMEOUT",
                "Bank timed out",
                "Error code: TIMEOUT",
                "error code 5 timeout",
                "in progress",
                "PROCESSING",
                "payment pending",
                "網路逾時",
                "交易號碼 1 逾時",
                "unknown result",
                "發生未預期錯誤",
            ],
            says_in_doubt,
        );
        none(
            &[
                "條碼逾時",
                "付款碼已逾時",
                "條碼有效時間已逾時，請重新產生",
                "barcode timeout",
                "QR Code逾時",
                "Payment code has timed out",
                "code expired",
                "餘額不足",
                "ICASH_NOT_FOUND",
                "交易失敗",
                "系統忙碌",
                "請洽信用卡交易中心",
                "",
            ],
            says_in_doubt,
        );
    }

    #[test]
    fn failure_and_success_are_told_by_their_words() {
        all(
            &[
                "訊息代碼:2107,成功",
                "訊息代碼：2107",
                "訊息代碼: A1, 成功",
                "交易失敗",
                "交易遭拒",
                "取消失敗",
                "拒絕交易",
                "系统错误",
                "FAILED",
                "rejected",
                "Declined",
                "ICASH_ERROR",
                "systemError",
                "交易未成功",
                "餘額不足",
                "Insufficient balance",
                "not successful",
                "系统异常",
            ],
            says_failed,
        );
        none(
            &[
                "訊息代碼:0001,成功",
                "訊息代碼：0001， 成功",
                "訊息代碼:1,成功",
                "訊息代碼",
                "成功",
                "No error",
                "ICASH_0000",
                "系統忙碌",
                "",
            ],
            says_failed,
        );
        all(
            &["ICASH_SUCCESS", "success", "交易成功", "成功", "Succeeded"],
            says_done,
        );
        none(
            &[
                "ICASH_BALANCE",
                "ICASH_UNSUCCESSFUL",
                "交易未成功",
                "不成功",
                "Not successful",
                "失敗",
                "",
            ],
            says_done,
        );
    }

    #[test]
    fn a_yes_is_taken_back_by_its_words() {
        all(
            &[
                "交易處理中",
                "結果未知，請查詢",
                "待確認",
                "交易序號重複",
                "ICASH_DUPLICATE_OPSEQ",
                "icash_not_found",
                "尚未扣款",
                "條碼已過期",
                "系統逾時",
                "交易失敗",
                "付款成功，交易失敗",
                "付款未完成",
            ],
            denies_a_yes,
        );
        none(
            &[
                "付款成功，請勿重複付款",
                "付款完成，請勿重複付款",
                "交易成功，明細請查詢官網",
                "退款完成",
                "取消成功",
                "已取消",
                "付款完成，7日內可退款",
                "請洽信用卡交易中心",
                "執行成功",
                "",
            ],
            denies_a_yes,
        );
        all(
            &["已取消", "訂單已退款", "退款成功", "Transaction voided"],
            denies_a_charge,
        );
        none(
            &["付款完成，7日內可退款", "付款成功，可取消", "已付款"],
            denies_a_charge,
        );
    }

    #[test]
    fn words_are_heard_wherever_they_stand() {
        let fields = |value: Value| value.as_object().cloned().unwrap();
        for reply in [
            json!({"StatusCode": ["ICASH_1", "重複"]}),
            json!({"StatusDesc": {"zh": "重複"}}),
            json!({"RtnMsg": ["重複"]}),
            json!({"ChannelStatusDesc": "重複交易"}),
            json!({"return_msg": [{"text": "重複"}]}),
            json!({"msg": "資料錯誤", "retmsg": "訂單編號重複"}),
            json!({"RTNMSG": "重複"}),
            json!({"row_data": {"retmsg": "重複"}}),
            json!({"row_data": "{\"retmsg\":\"\\u91cd\\u8907\"}"}),
        ] {
            assert!(says_used(&words(&fields(reply.clone()))), "{reply}");
        }
        assert!(!says_used(&words(&fields(json!({"StoreName": "重複", "code": 100})))));
    }
}
