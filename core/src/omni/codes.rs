//! The codes of the OMNI gateway and of the wallets behind it, with their meaning.
//!
//! Messages carry codes as the text that came, so that a new vendor code is never lost; the types
//! here say what a known one means (see `docs/adr/0004-codes-stay-text.md`).

use crate::codes::codes;

codes! {
    /// `return_code`, iPASS's result (002 response return_code and its examples).
    ///
    /// The document lists no code that proves a decline; those of iPASS's own manual can be named in
    /// [`Config::ipass_refusal_codes`](super::Config::ipass_refusal_codes).
    IpassReturnCode {
        Success = "0000", "成功", "done";
        DuplicateOrderNumber = "0006", "該OrderNumber重複", "the order number was used before, and this does not say how that attempt ended";
        UnexpectedError = "9999", "發生未預期錯誤", "an unforeseen error: whether the customer was charged is unknown";
    }
}

codes! {
    /// `payment_type`, what the money came from (002 response payment_type).
    IpassPaymentType {
        Balance = "1", "電支餘額", "the e-payment account's balance";
        CreditCard = "2", "信用卡", "a credit card";
    }
}

codes! {
    /// `message_from`, who reports a failure (002 response message_from).
    MessageFrom {
        Ipass = "IPASS", "IPASS", "iPASS, behind the gateway";
        Omni = "OMNI", "OMNI", "the gateway itself";
    }
}

codes! {
    /// `TradeStatus`, where an icash Pay payment stands (from the gateway's public pages, not from the
    /// vendor's document in hand).
    TradeStatus {
        Unpaid = "0", "未付款", "not paid";
        Done = "1", "交易完成", "paid";
        Refunded = "2", "全額退款", "refunded as a whole";
        PartRefunded = "3", "部分退款", "refunded in part";
        Cancelled = "4", "取消交易(沖正)", "cancelled";
        AwaitingSettlement = "5", "付款待入帳", "paid, settlement awaited";
        SettlementFailed = "6", "入帳失敗", "settlement failed";
        Failed = "7", "交易失敗", "failed";
    }
}

codes! {
    /// `TradeType`, what was found (from the gateway's public pages, not from the vendor's document in hand).
    TradeType {
        Payment = "0", "交易", "a payment";
        Return = "1", "退貨", "a return";
    }
}
