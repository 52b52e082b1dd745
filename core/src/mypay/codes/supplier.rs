//! `supplier_code`: the companies that move the money.

use crate::codes::codes;

codes! {
    /// `supplier_code` (『金流供應商代碼』值內容).
    Supplier {
        Yufu = "A1", "裕富數位資融", "Yu-Fu Digital Financing";
        SanHuanAsia = "A2", "三環亞洲", "San Huan Asia";
        ShinKong = "B0", "新光銀行", "Shin Kong Bank";
        SinoPac = "B1", "永豐銀行", "Bank SinoPac";
        Cooperative = "B2", "合作金庫", "Taiwan Cooperative Bank";
        Fubon = "B3", "台北富邦", "Taipei Fubon Bank";
        ESun = "B4", "玉山銀行", "E.SUN Bank";
        Taishin = "B5", "台新銀行", "Taishin Bank";
        Nccc = "B6", "聯合信用卡處理中心", "National Credit Card Center";
        Taichung = "B7", "台中商銀", "Taichung Bank";
        Ctbc = "B8", "中國信託商業銀行", "CTBC Bank";
        ShanghaiCommercial = "B9", "上海商業儲蓄銀行", "Shanghai Commercial and Savings Bank";
        First = "BA", "第一銀行", "First Bank";
        Yuanta = "BB", "元大商業銀行", "Yuanta Bank";
        Kgi = "BC", "凱基銀行", "KGI Bank";
        Cathay = "BD", "國泰世華商業銀行", "Cathay United Bank";
        HwaTai = "BE", "華泰商業銀行", "Hwatai Bank";
        Mega = "BF", "兆豐銀行", "Mega Bank";
        GlobalPayments = "BG", "環滙亞太", "Global Payments Asia-Pacific";
        FamiPort = "S0", "全網行銷股份有限公司(FamiPort)", "FamiPort";
        Ibon = "S1", "安源資訊股份有限公司(ibon)", "ibon";
        HiLife = "S2", "萊爾富國際股份有限公司(Hi-Life)", "Hi-Life";
        MyPay = "T0", "高鉅科技", "MYPAY itself";
        NewebPay = "T1", "藍新金流", "NewebPay";
        TongZhen = "W0", "統振", "Welldone";
        Gamania = "W1", "遊戲橘子數位", "Gamania Digital";
        LinePay = "W2", "台灣連線(LINEPay)", "LINE Pay";
        BoJing = "W3", "博經", "Bo Jing";
        Jko = "W4", "街口電子支付", "JKO Pay";
        EasyCard = "W5", "悠遊卡", "EasyCard";
        IPass = "W6", "一卡通票證", "iPASS";
        ICash = "W7", "iCash", "icash";
        PxPay = "W8", "全支付(PXPay plus)", "PXPay Plus";
        Pi = "W9", "拍付國際資訊(Pi錢包)", "Pi Wallet";
        Mytix = "E0", "MYTIX", "MYTIX";
    }
}
