//! The codes of e-invoices.

use crate::codes::codes;

codes! {
    /// `issue_invoice_state`: whether an order gets an e-invoice (『電子發票是否開立狀態』值內容).
    IssueInvoiceState {
        No = "0", "不開立電子發票", "no e-invoice";
        Yes = "1", "開立電子發票", "an e-invoice";
        BySettings = "2", "依系統設定(預設)", "as MYPAY's settings say, the default";
    }
}

codes! {
    /// `invoice_ratetype`: the tax (『電子發票稅率別』值內容).
    InvoiceRateType {
        Taxed = "1", "應稅(預設)", "taxed, the default";
        ZeroRate = "2", "零稅率", "zero rate";
        Exempt = "3", "免稅", "exempt";
    }
}

codes! {
    /// `invoice_input_type`: the kind of e-invoice (『電子發票開立類型』值內容).
    InvoiceInputType {
        Cloud = "1", "雲端發票", "cloud invoice";
        Donated = "2", "發票捐贈", "donated";
        Paper = "3", "實體發票", "on paper: the store prints it, and MYPAY tells the customer nothing";
    }
}

codes! {
    /// `invoice_cloud_type`: where a cloud invoice goes (『雲端發票類型』值內容).
    InvoiceCloudType {
        MobileBarcode = "2", "手機條碼", "the mobile barcode";
        CitizenCertificate = "3", "自然人憑證條碼", "the citizen certificate";
        Email = "4", "以E-Mail寄送", "by e-mail";
    }
}

codes! {
    /// `invoice_b2b_…_force`: whether the page locks a field (『電子發票欄位異動』值內容).
    InvoiceFieldLock {
        Open = "0", "可以異動(預設)", "the customer may change it, the default";
        Locked = "1", "不可異動", "the customer may not change it";
    }
}

codes! {
    /// `invoice_state`: what became of an e-invoice (『電子發票開立狀態類型』值內容).
    InvoiceState {
        None = "0", "不處理或已無效(預設)", "none, or no longer valid; the default";
        Waiting = "1", "等候處理中", "waiting";
        Issued = "2", "發票開立成功", "issued";
        FailedSettings = "3", "發票開立失敗(系統或特約商店發票相關設定不正確)", "failed: the invoice settings are wrong";
        Void = "4", "作癈", "void";
        FailedSystem = "5", "發票開立失敗(系統發生錯誤)", "failed: a system error";
        Allowance = "6", "折讓", "reduced by an allowance";
    }
}

codes! {
    /// `invoice_state` of a refund: what happens to the e-invoice (『電子發票退款時使用作廢或折讓』值內容).
    RefundInvoiceState {
        Void = "4", "作廢或作廢重開", "void, or void and issue again; the default";
        Allowance = "6", "折讓", "an allowance";
    }
}

codes! {
    /// `invoice_title_type`: the title on paper (『電子發票紙本列印標題類型』值內容).
    InvoiceTitleType {
        Text = "1", "文字", "text";
        Picture = "2", "圖形(圖片網址)", "a picture's address";
    }
}

codes! {
    /// `invoice_print_type`: what is printed (『電子發票列印類型』值內容).
    InvoicePrintType {
        Nothing = "0", "不列印 自行處置", "nothing; the store sees to it";
        InvoiceAndLines = "1", "列印 電子發票 + 商品明細", "the invoice and its lines";
        Invoice = "2", "只印電子發票", "the invoice only";
        Lines = "3", "只印商品明細", "the lines only";
    }
}

codes! {
    /// `invoice_print_device`: what prints (『電子發票列印設備』值內容).
    InvoicePrintDevice {
        Own = "0", "自行處理", "the store's own";
        SunmiV2Pro = "1", "SUNMI V2 PRO", "SUNMI V2 PRO";
    }
}
