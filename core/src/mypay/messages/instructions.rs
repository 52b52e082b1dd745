//! What the customer must pay with, inside `result_content` (document 003, "關聯欄位").

use crate::mypay::lenient;
use serde::Serialize;
use twpos_derive::Message;

/// `result_content`, parsed: at most one of these is set, the one that `result_content_type` names.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Message)]
#[serde(default)]
pub struct PaymentInstructions {
    /// `virtual_account`: for `E_COLLECTION`, a bank transfer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub virtual_account: Option<VirtualAccount>,
    /// `ibon`: for `IBON`, a 7-ELEVEN store.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ibon: Option<Ibon>,
    /// `famiport`: for `FAMIPORT`, a FamilyMart store.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub famiport: Option<FamiPort>,
    /// `life_et`: for `LIFEET`, a Hi-Life store.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub life_et: Option<LifeEt>,
    /// `barcode`: for `BARCODE`, three barcodes for any store.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub barcode: Option<StoreBarcode>,
}

/// A bank account for this one payment.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Message)]
#[serde(default)]
pub struct VirtualAccount {
    /// `PinCode`: the account's number. Never logged. (『虛擬帳號回傳欄位』欄位.)
    #[serde(rename = "PinCode", deserialize_with = "lenient::text")]
    pub pin_code: String,
    /// `LimitDate`: until when it can be paid, `YYYYMMDDHHmmss` in Taipei time. (『虛擬帳號回傳欄位』欄位.)
    #[serde(rename = "LimitDate", deserialize_with = "lenient::text")]
    pub limit_date: String,
    /// `BankCode`: the bank's code. (『虛擬帳號回傳欄位』欄位.)
    #[serde(rename = "BankCode", deserialize_with = "lenient::text")]
    pub bank_code: String,
}

/// A payment at a 7-ELEVEN store.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Message)]
#[serde(default)]
pub struct Ibon {
    /// `PinCode`: the store code; may be shown as a QR code to be scanned. Never logged. (『ibon』欄位.)
    #[serde(rename = "PinCode", deserialize_with = "lenient::text")]
    pub pin_code: String,
    /// `LimitDate`: until when it can be paid, `YYYYMMDDHHmmss` in Taipei time. (『ibon』欄位.)
    #[serde(rename = "LimitDate", deserialize_with = "lenient::text")]
    pub limit_date: String,
    /// `BarCode1`: part 1 of the Code-39 payment barcode. Never logged. (『ibon』欄位.)
    #[serde(rename = "BarCode1", deserialize_with = "lenient::text")]
    pub bar_code1: String,
    /// `BarCode2`: part 2 of the Code-39 payment barcode. Never logged. (『ibon』欄位.)
    #[serde(rename = "BarCode2", deserialize_with = "lenient::text")]
    pub bar_code2: String,
    /// `BarCode3`: part 3 of the Code-39 payment barcode. Never logged. (『ibon』欄位.)
    #[serde(rename = "BarCode3", deserialize_with = "lenient::text")]
    pub bar_code3: String,
    /// `BarcodeEndDate`: until when the barcodes can be paid, `YYYYMMDDHHmmss` in Taipei time. (『ibon』欄位.)
    #[serde(rename = "BarcodeEndDate", deserialize_with = "lenient::text")]
    pub barcode_end_date: String,
}

/// A payment at a FamilyMart store.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Message)]
#[serde(default)]
pub struct FamiPort {
    /// `PinCode`: the payment code, with which the store's machine prints the slip. Never logged. (『FamiPort』欄位.)
    #[serde(rename = "PinCode", deserialize_with = "lenient::text")]
    pub pin_code: String,
    /// `LimitDate`: until when it can be paid, `YYYYMMDDHHmmss` in Taipei time. (『FamiPort』欄位.)
    #[serde(rename = "LimitDate", deserialize_with = "lenient::text")]
    pub limit_date: String,
    /// `BarCode1`: part 1 of the Code-39 payment barcode. Never logged. (『FamiPort』欄位.)
    #[serde(rename = "BarCode1", deserialize_with = "lenient::text")]
    pub bar_code1: String,
    /// `BarCode2`: part 2 of the Code-39 payment barcode. Never logged. (『FamiPort』欄位.)
    #[serde(rename = "BarCode2", deserialize_with = "lenient::text")]
    pub bar_code2: String,
    /// `BarCode3`: part 3 of the Code-39 payment barcode. Never logged. (『FamiPort』欄位.)
    #[serde(rename = "BarCode3", deserialize_with = "lenient::text")]
    pub bar_code3: String,
    /// `BarcodeEndDate`: until when the barcodes can be paid, `YYYYMMDDHHmmss` in Taipei time. (『FamiPort』欄位.)
    #[serde(rename = "BarcodeEndDate", deserialize_with = "lenient::text")]
    pub barcode_end_date: String,
}

/// A payment at a Hi-Life store.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Message)]
#[serde(default)]
pub struct LifeEt {
    /// `PinCode`: a code that cannot be paid with; the barcodes can. Never logged. (『Life-ET』欄位.)
    #[serde(rename = "PinCode", deserialize_with = "lenient::text")]
    pub pin_code: String,
    /// `BarCode1`: part 1 of the Code-39 payment barcode. Never logged. (『Life-ET』欄位.)
    #[serde(rename = "BarCode1", deserialize_with = "lenient::text")]
    pub bar_code1: String,
    /// `BarCode2`: part 2 of the Code-39 payment barcode. Never logged. (『Life-ET』欄位.)
    #[serde(rename = "BarCode2", deserialize_with = "lenient::text")]
    pub bar_code2: String,
    /// `BarCode3`: part 3 of the Code-39 payment barcode. Never logged. (『Life-ET』欄位.)
    #[serde(rename = "BarCode3", deserialize_with = "lenient::text")]
    pub bar_code3: String,
    /// `LimitDate`: until when it can be paid, `YYYYMMDDHHmmss` in Taipei time. (『Life-ET』欄位.)
    #[serde(rename = "LimitDate", deserialize_with = "lenient::text")]
    pub limit_date: String,
}

/// Three barcodes, payable at any store.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Message)]
#[serde(default)]
pub struct StoreBarcode {
    /// `BarCode1`: part 1 of the Code-39 payment barcode. Never logged. (『超商條碼繳費』欄位.)
    #[serde(rename = "BarCode1", deserialize_with = "lenient::text")]
    pub bar_code1: String,
    /// `BarCode2`: part 2 of the Code-39 payment barcode. Never logged. (『超商條碼繳費』欄位.)
    #[serde(rename = "BarCode2", deserialize_with = "lenient::text")]
    pub bar_code2: String,
    /// `BarCode3`: part 3 of the Code-39 payment barcode. Never logged. (『超商條碼繳費』欄位.)
    #[serde(rename = "BarCode3", deserialize_with = "lenient::text")]
    pub bar_code3: String,
    /// `LimitDate`: until when it can be paid, `YYYYMMDDHHmmss` in Taipei time. (『超商條碼繳費』欄位.)
    #[serde(rename = "LimitDate", deserialize_with = "lenient::text")]
    pub limit_date: String,
}
