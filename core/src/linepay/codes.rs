//! LINE Pay's codes, with their meaning.
//!
//! Messages carry codes as the text that came, so that a new vendor code is never lost; the types
//! here say what a known one means (see `docs/adr/0004-codes-stay-text.md`).

use crate::codes::codes;

codes! {
    /// `returnCode`: what came of a request (docs/protocol.md, LINE Pay). What one proves differs from operation to
    /// operation, and [`Outcome`](crate::Outcome) says it.
    ReturnCode {
        Success = "0000", "成功", "done";
        NotAUser = "1101", "非LINE Pay用戶", "the customer is not a LINE Pay user";
        MayNotPayNow = "1102", "用戶目前無法付款", "the customer may not pay now";
        NoSuchMerchant = "1104", "查無商家", "no such merchant, or its credentials are wrong";
        MayNotUseLinePay = "1105", "商家無法使用LINE Pay", "the merchant may not use LINE Pay";
        HeaderWrong = "1106", "標頭錯誤", "a header or the signature is wrong";
        CardUnusable = "1110", "信用卡無法使用", "the card cannot be used";
        NoPartialRefund = "1115", "無法部分退款", "it can only be refunded as a whole";
        AmountWrong = "1124", "金額錯誤", "the amount is wrong";
        CodeInvalid = "1133", "oneTimeKey無效", "the customer's code is invalid, expired or used";
        AccountState = "1141", "帳戶狀態異常", "the customer's account is in no state to pay";
        BalanceTooLow = "1142", "餘額不足", "the balance is too low";
        InProgress = "1145", "付款進行中", "the payment is in progress: ask with check";
        NoSuchTransaction = "1150", "查無交易紀錄", "no such transaction, which does not prove that none will come";
        SameTransaction = "1152", "已有相同交易", "the same transaction exists: ask with check";
        NotOpen = "1153", "付款金額不符", "another amount than was asked for";
        NoRefund = "1155", "無法退款的交易", "nothing that can be refunded";
        PaymentMissing = "1159", "無付款請求資訊", "no such request for a payment";
        RefundPeriodOver = "1163", "已逾可退款期限", "the time for a refund is over";
        RefundTooMuch = "1164", "退款金額超過限額", "more than is left to be refunded";
        AlreadyRefunded = "1165", "已全額退款", "it was refunded as a whole before";
        CustomerMustAct = "1169", "須選擇付款方式並驗證", "the customer must choose or authenticate on the phone: ask with check";
        BalanceChanged = "1170", "餘額已變動", "the balance changed meanwhile: ask with check";
        OrderExists = "1172", "訂單編號重複", "the order number was used before: ask with check";
        TooManyTransactions = "1177", "超過可查詢筆數", "too many transactions were asked for";
        CurrencyWrong = "1178", "不支援的幣別", "the currency is not the merchant's";
        CannotBeProcessed = "1179", "無法處理狀態", "it cannot be processed in this state";
        BelowLimit = "1183", "低於最低金額", "below the least amount";
        AboveLimit = "1184", "超過最高金額", "above the greatest amount";
        Doubled = "1198", "重複的請求", "the request was doubled: ask with check";
        InternalError = "1199", "內部請求錯誤", "an error inside LINE Pay: whether the customer was charged is unknown";
        RetryDiffers = "1999", "與前次請求不同", "another request than the first under this order number";
        ReserveTooSmall = "2042", "商家準備金不足", "the merchant's reserve for refunds is too small";
        ParameterWrong = "2101", "參數錯誤", "a parameter is wrong";
        JsonWrong = "2102", "JSON格式錯誤", "the body is not JSON as it should be";
        RequestWrong = "2103", "錯誤請求", "the request is wrong";
        RequestMalformed = "2104", "錯誤請求", "the request is wrong";
        SystemError = "9000", "內部錯誤", "an error inside LINE Pay: what became of it is unknown";
    }
}

codes! {
    /// `status` of a check, where a payment stands; an open set.
    PaymentStatus {
        Complete = "COMPLETE", "付款完成", "paid";
        AuthReady = "AUTH_READY", "等待用戶完成付款", "the customer has not finished";
        Cancelled = "CANCEL", "付款已取消", "cancelled, and not paid";
        Failed = "FAIL", "付款失敗", "failed, and not paid";
        Refunded = "REFUND", "已退款", "was paid, and refunded as a whole";
    }
}

codes! {
    /// `state`, which twpos computes: what a reply says of the payment.
    PaymentState {
        Paid = "paid", "已付款", "paid, all of it";
        AmountUnseen = "paid_amount_unseen", "已付款 未見金額", "paid, and nothing was there to compare the amount with";
        AnotherAmount = "paid_with_different_amount", "已付款 金額不符", "paid, but not the amount that was asked for: refund it";
        Authorized = "authorized", "已授權 未請款", "authorised, and nothing taken yet: capture or void it";
        Pending = "pending", "等待用戶", "the customer has not finished: ask again";
        NotPaid = "not_paid", "未付款", "not paid, which is final";
        PartlyRefunded = "partly_refunded", "已部分退款", "paid, and a part was given back";
        Refunded = "refunded", "已全額退款", "paid, and all of it was given back";
        Open = "open", "狀態不明", "a state that this version does not know: nobody here knows";
    }
}

codes! {
    /// `method` of `payInfo`, what the money came from; an open set.
    PayMethod {
        Balance = "BALANCE", "餘額", "the account's balance";
        CreditCard = "CREDIT_CARD", "信用卡", "a credit card";
        Point = "POINT", "LINE POINTS", "points";
        Discount = "DISCOUNT", "折扣", "a discount";
    }
}

codes! {
    /// `transactionType` of the details; an open set.
    TransactionType {
        Payment = "PAYMENT", "付款", "a payment";
        Refund = "REFUND", "退款", "a refund of the whole";
        PartialRefund = "PARTIAL_REFUND", "部分退款", "a refund of a part";
    }
}

codes! {
    /// `payStatus` of an authorisation; an open set.
    PayStatus {
        Authorization = "AUTHORIZATION", "已授權", "authorised";
        Capture = "CAPTURE", "已請款", "captured";
        Voided = "VOIDED_AUTHORIZATION", "授權已取消", "voided";
        Expired = "EXPIRED_AUTHORIZATION", "授權已過期", "expired, and so voided by itself";
    }
}
