//! `pfn` and `result_content_type`: payment tools by name and by number.

use crate::codes::codes;

codes! {
    /// `pfn`: a payment tool (『付款方式』值內容 and "附錄一"), by name or by number.
    ///
    /// The two tables differ; this is both together, in the first one's words where it has them. `OFFLINE` (98) is from docs/protocol.md; number 0 for all
    /// stands in the document's samples only. The appendix spells 32 `JKOOF`, the other table `JKOOFF`.
    Pfn {
        All = "all" | "ALL" | "0", "全部可用支付方式(預設)", "every tool the store has";
        MobilePayAll = "MobilePayAll", "指定下列線上行動支付方式 支付寶、Pi 拍錢包、LINEPay、微信、街口支付、悠遊付", "Alipay, Pi, LINE Pay, WeChat, JKO and Easy Wallet, online";
        CreditCard = "CREDITCARD" | "1", "信用卡", "credit card";
        StoreCode = "CSTORECODE" | "3", "超商代碼", "store code";
        WebAtm = "WEBATM" | "4", "WEBATM", "WebATM";
        VirtualAccount = "E_COLLECTION" | "6", "虛擬帳號", "virtual account, by ATM transfer";
        UnionPay = "UNIONPAY", "銀聯卡", "UnionPay card";
        PointCard = "SVC", "點數卡(GASH ,Imoney)", "point card (GASH, Imoney)";
        ForeignCard = "ABROAD" | "9", "海外信用卡", "credit card from abroad";
        Alipay = "ALIPAY" | "10", "支付寶", "Alipay";
        WeChat = "WECHAT" | "13", "微信支付", "WeChat Pay";
        DirectDebit = "DIRECTDEBIT" | "14", "定期定額扣款", "standing payment";
        LinePayOn = "LINEPAYON" | "15", "LINE Pay線上付款", "LINE Pay online, the customer scans";
        LinePayOff = "LINEPAYOFF" | "16", "LINE Pay線下付款", "LINE Pay in store, the customer is scanned";
        WeChatOff = "WECHATOFF" | "19", "微信支付線下", "WeChat Pay in store";
        ApplePay = "APPLEPAY" | "20", "APPLE PAY", "Apple Pay";
        GooglePay = "GOOGLEPAY" | "21", "Google Pay", "Google Pay";
        Each = "EACH", "eACH交易", "eACH direct debit";
        Installments = "C_INSTALLMENT" | "23", "信用卡分期", "credit card by instalments";
        Redeem = "C_REDEEM" | "24", "信用卡紅利", "credit card with bonus points";
        Cardless = "CARDLESS" | "25", "無卡分期", "instalments without a card";
        PiOn = "PION" | "27", "Pi 拍錢包線上", "Pi Wallet online, the customer scans";
        PiOff = "PIOFF" | "28", "Pi 拍錢包線下", "Pi Wallet in store, the customer is scanned";
        Amex = "AMEX" | "29", "美國運通", "American Express";
        JkoOn = "JKOON" | "31", "街口支付線上", "JKO Pay online, the customer scans";
        JkoOff = "JKOOFF" | "JKOOF" | "32", "街口支付線下", "JKO Pay in store, the customer is scanned";
        AlipayOff = "ALIPAYOFF" | "33", "支付寶線下", "Alipay in store, the customer is scanned";
        Recharge = "M_RECHARGE" | "34", "儲值交易", "top-up";
        PayLater = "AFP" | "36", "後付款", "pay later";
        Cash = "CASH" | "37", "現金", "cash";
        EasyWalletOn = "EASYWALLETON" | "38", "悠遊付線上", "Easy Wallet online, the customer scans";
        EasyWalletOff = "EASYWALLETOFF" | "39", "悠遊付線下", "Easy Wallet in store, the customer is scanned";
        EasyCard = "EASYCARD" | "40", "悠遊卡", "EasyCard";
        IPass = "IPASS" | "41", "一卡通", "iPASS";
        ICash = "ICASH" | "42", "iCash", "icash";
        Barcode = "BARCODE" | "43", "超商條碼繳費", "store barcode";
        Offline = "OFFLINE" | "98", "線下被掃，自動辨識錢包", "in store, the wallet found by the customer's code";
    }
}

impl Pfn {
    /// Whether a refund is carried out at once, so that its reply has a `row_data` (document 003, "交易退款": 信用卡,
    /// 美國運通, LINEPay, Pi錢包, 街口支付, 微信支付, 支付寶, 悠遊付, 現金, GooglePay and ApplePay). For any other tool,
    /// cards from abroad and instalments among them, the document does not say so.
    pub fn refunds_at_once(self) -> bool {
        matches!(
            self,
            Pfn::CreditCard
                | Pfn::Amex
                | Pfn::LinePayOn
                | Pfn::LinePayOff
                | Pfn::PiOn
                | Pfn::PiOff
                | Pfn::JkoOn
                | Pfn::JkoOff
                | Pfn::WeChat
                | Pfn::WeChatOff
                | Pfn::Alipay
                | Pfn::AlipayOff
                | Pfn::EasyWalletOn
                | Pfn::EasyWalletOff
                | Pfn::Cash
                | Pfn::GooglePay
                | Pfn::ApplePay
        )
    }
}

codes! {
    /// `result_content_type`: whose content `result_content` is (『資料內容所屬支付名稱』值內容).
    ResultContentType {
        VirtualAccount = "E_COLLECTION", "虛擬帳號", "virtual account";
        Ibon = "IBON", "iBON", "ibon";
        FamiPort = "FAMIPORT", "FamiPort", "FamiPort";
        LifeEt = "LIFEET", "LIFE-ET", "Life-ET";
        WebAtm = "WEBATM", "WEBATM", "WebATM";
        CreditCard = "CREDITCARD", "信用卡", "credit card";
        UnionPay = "UNIONPAY", "銀聯卡", "UnionPay card";
        PointCard = "SVC", "點數卡(GASH ,Imoney)", "point card (GASH, Imoney)";
        ForeignCard = "ABROAD", "海外信用卡", "credit card from abroad";
        Alipay = "ALIPAY", "支付寶", "Alipay";
        WeChat = "WECHAT", "微信支付", "WeChat Pay";
        LinePayOn = "LINEPAYON", "LINE Pay線上付款", "LINE Pay online";
        LinePayOff = "LINEPAYOFF", "LINE Pay線下付款", "LINE Pay in store";
        WeChatOff = "WECHATOFF", "微信支付線下", "WeChat Pay in store";
        ApplePay = "APPLEPAY", "APPLE PAY", "Apple Pay";
        GooglePay = "GOOGLEPAY", "Google Pay", "Google Pay";
        Each = "EACH", "eACH交易", "eACH direct debit";
        Cardless = "CARDLESS", "無卡分期", "instalments without a card";
        PiOn = "PION", "Pi 拍錢包線上", "Pi Wallet online";
        PiOff = "PIOFF", "Pi 拍錢包線下", "Pi Wallet in store";
        Amex = "AMEX", "美國運通", "American Express";
        JkoOn = "JKOON", "街口支付線上", "JKO Pay online";
        JkoOff = "JKOOFF" | "JKOOF", "街口支付線下", "JKO Pay in store";
        AlipayOff = "ALIPAYOFF", "支付寶線下", "Alipay in store";
        Recharge = "M_RECHARGE", "儲值交易", "top-up";
        EasyWalletOn = "EASYWALLETON", "悠遊付線上", "Easy Wallet online";
        EasyWalletOff = "EASYWALLETOFF", "悠遊付線下", "Easy Wallet in store";
        PayLater = "AFP", "後付款", "pay later";
        Barcode = "BARCODE", "超商條碼繳費", "store barcode";
    }
}
