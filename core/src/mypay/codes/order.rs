//! The codes of an order.

use crate::codes::codes;

codes! {
    /// `user_sn_type`: which document `user_sn` names (『證號類型』值內容).
    UserSnType {
        NationalId = "1", "身份證字號(預設)", "national identity number, the default";
        ResidenceId = "2", "統一證號", "residence number of a foreigner";
        Passport = "3", "護照號碼", "passport number";
    }
}

codes! {
    /// `currency` (『幣別類型』值內容).
    Currency {
        Twd = "TWD", "新台幣(預設)", "New Taiwan dollars, the default";
        Cny = "CNY", "人民幣", "renminbi";
    }
}

codes! {
    /// `enable_dcc`: automatic currency conversion (『自動換匯』值內容).
    EnableDcc {
        Off = "0", "關閉(預設)", "off, the default";
        On = "1", "開啟", "on";
    }
}

codes! {
    /// `enable_quickpay`: quick checkout (『啟用快速結帳』值內容).
    EnableQuickpay {
        Off = "0", "關閉", "off";
        On = "1", "開啟(預設)", "on, the default";
    }
}

codes! {
    /// `transaction_type`: who types the payment in (『交易類型』值內容).
    TransactionType {
        Online = "1", "網路交易(預設)(消費者直接輸入支付內容)", "the customer, the default";
        InStore = "2", "實體交易 (商戶面對消費者時,由商戶輸入支付內容做消費)", "the store, facing the customer";
    }
}

codes! {
    /// `agent_sms_fee_type` (『含不含簡訊費』值內容, whose rows speak of handling fees by mistake).
    AgentSmsFeeType {
        Excluded = "0", "不含手續費(預設)", "text messages not included, the default";
        Included = "1", "含手續費", "text messages included";
    }
}

codes! {
    /// `agent_charge_fee_type` (『含不含手續費類型』值內容).
    AgentChargeFeeType {
        Excluded = "0", "不含手續費(預設)", "handling not included, the default";
        Included = "1", "含手續費", "handling included";
    }
}

codes! {
    /// `is_agent_charge`: whether the agent collects (『是否為經銷商代收費模式』值內容).
    IsAgentCharge {
        No = "0", "不是經銷商代收費模式", "the agent does not collect";
        Yes = "1", "是經銷商代收費模式", "the agent collects";
    }
}

codes! {
    /// `voucher_type`: how vouchers are checked (『驗證折價券方式』值內容).
    VoucherType {
        None = "0", "不使用折價券模式(預設)", "no vouchers, the default";
        Fixed = "1", "固定制", "fixed";
        Queried = "2", "即時查詢制", "asked at once";
    }
}

codes! {
    /// `voucher_invoice_type`: what the invoice is for (『發票金額開立類型』值內容).
    VoucherInvoiceType {
        Paid = "1", "支付金額 (訂單金額 - 現金優惠券金額 - 免費優惠券金額) (預設)", "what is paid, the default";
        PaidAndVouchers = "2", "支付金額 + 現金優惠券金額", "what is paid, and the sold vouchers";
    }
}

codes! {
    /// `voucher_paid[].issuer` (『有價票券發行者』值內容).
    PaidVoucherIssuer {
        Platform = "1", "平台折價券(預設)", "the platform, the default";
        Partner = "2", "行銷合作夥伴折價券", "a marketing partner";
    }
}

codes! {
    /// `voucher_free[].issuer` (『免費票券發行者』值內容).
    FreeVoucherIssuer {
        Platform = "1", "平台折價券", "the platform";
        Partner = "2", "行銷合作夥伴折價券", "a marketing partner";
        Store = "3", "商店折價券", "the store";
    }
}

codes! {
    /// `voucher_paid[].refund_return_type`: who gets a voucher's worth on a refund (『退款時票券金額是否歸還』值內容).
    RefundReturnType {
        Store = "1", "票券金額給予特店(預設)", "the store, the default";
        Customer = "2", "票券金額能歸還消費者", "the customer";
        Agent = "3", "票券金額歸還經銷商", "the agent";
    }
}
