//! The codes of a payment that took place.

use crate::codes::codes;

codes! {
    /// `card_type`: the card's scheme (『信用卡別類型』值內容).
    CardType {
        NotACard = "0", "無法辨識或支付方式為非信用卡類", "not recognised, or not a card";
        Visa = "1", "VISA", "Visa";
        MasterCard = "2", "MasterCard", "Mastercard";
        Jcb = "3", "JCB", "JCB";
        Amex = "4", "AMEX", "American Express";
    }
}

codes! {
    /// `transaction_mode`: whose contract with the acquirer it is (『交易服務類型』值內容).
    TransactionMode {
        NotYet = "0", "尚未進行閘道交易", "not with an acquirer yet";
        Collected = "1", "代收代付", "MYPAY's, which collects for the store";
        Store = "2", "特店模式", "the store's own";
    }
}

codes! {
    /// `trans_type`: how the amount is paid (『交易類型定義』值內容).
    TransType {
        Plain = "1", "一般 (預設)", "at once, the default";
        Installments = "2", "分期", "by instalments";
        Redeem = "3", "紅利", "with bonus points";
    }
}

codes! {
    /// `result_type`: the form of `result_content` (『閘道內容回傳格式類型』值內容).
    ResultType {
        Unrecognized = "0", "無法辨識", "not recognised";
        Url = "1", "網址", "an address";
        Html = "2", "超連結本文", "hypertext";
        Xml = "3", "xml", "XML";
        Json = "4", "json", "JSON";
        Csv = "5", "csv", "CSV";
        Stream = "6", "串流", "a stream";
    }
}

codes! {
    /// `redeem.type`: whether points paid all (『紅利資訊類型』值內容).
    RedeemType {
        Whole = "1", "全額", "all";
        Part = "2", "部分", "a part";
    }
}

codes! {
    /// `refund_type`: how the money goes back (『退款完成回傳資訊』欄位, row refund_type).
    RefundType {
        Online = "1", "直接線上退款", "online, at once";
        ManualCard = "2", "手動退款(信用卡類)", "by hand, to the card";
        ManualCash = "3", "手動退款(現金類)", "by hand, in cash";
    }
}
