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
        /// 成功: done.
        Success = "0000",
        /// 該OrderNumber重複: the order number was used before. It does not say how that attempt ended.
        DuplicateOrderNumber = "0006",
        /// 發生未預期錯誤: an unforeseen error. Whether the customer was charged is unknown.
        UnexpectedError = "9999",
    }
}

codes! {
    /// `payment_type`, what the money came from (002 response payment_type).
    IpassPaymentType {
        /// 電支餘額: the e-payment account's balance.
        Balance = "1",
        /// 信用卡: a credit card.
        CreditCard = "2",
    }
}

codes! {
    /// `message_from`, who reports a failure (002 response message_from).
    MessageFrom {
        /// iPASS, behind the gateway.
        Ipass = "IPASS",
        /// The gateway itself.
        Omni = "OMNI",
    }
}

codes! {
    /// `TradeStatus`, where an icash Pay payment stands (from the gateway's public pages, not from the
    /// vendor's document in hand).
    TradeStatus {
        /// 未付款: not paid.
        Unpaid = "0",
        /// 交易完成: paid.
        Done = "1",
        /// 全額退款: refunded as a whole.
        Refunded = "2",
        /// 部分退款: refunded in part.
        PartRefunded = "3",
        /// 取消交易(沖正): cancelled.
        Cancelled = "4",
        /// 付款待入帳: paid, settlement awaited.
        AwaitingSettlement = "5",
        /// 入帳失敗: settlement failed.
        SettlementFailed = "6",
        /// 交易失敗: failed.
        Failed = "7",
    }
}

codes! {
    /// `TradeType`, what was found (from the gateway's public pages, not from the vendor's document in hand).
    TradeType {
        /// 交易: a payment.
        Payment = "0",
        /// 退貨: a return.
        Return = "1",
    }
}
