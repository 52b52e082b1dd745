import Conformance
import Foundation
import Twpos

/// Makes the call that a reply of the icash vectors answers.
func callIcash(_ till: IcashClient, _ operation: String, _ opSeq: String, _ amount: Int64) throws {
    let (buyerId, bankSeq) = ("IC0123456789ABCDEF", "20240522123456000001")
    let (storeId, storeName, posNo) = ("217477", "見晴", "01")
    switch operation {
    case "pay":
        var request = IcashPayRequest()
        request.buyerId = buyerId
        request.opSeq = opSeq
        request.bonusType = "ByWallet"
        request.txAmt = amount
        request.itemAmt = amount
        request.storeId = storeId
        request.storeName = storeName
        request.posNo = posNo
        _ = try till.pay(request: request)
    case "refund":
        var request = IcashRefundRequest()
        request.opSeq = opSeq
        request.bankSeq = bankSeq
        request.opRefundSeq = "\(opSeq)-R"
        request.txAmt = amount
        request.storeId = storeId
        request.storeName = storeName
        request.posNo = posNo
        _ = try till.refund(request: request)
    case "cancel":
        _ = try till.cancel(request: IcashCancelRequest(opSeq: opSeq))
    case "top_up":
        var request = IcashTopUpRequest()
        request.buyerId = buyerId
        request.opSeq = opSeq
        request.topUpAmt = amount
        request.storeId = storeId
        request.storeName = storeName
        request.posNo = posNo
        _ = try till.topUp(request: request)
    case "refund_top_up":
        var request = IcashRefundTopUpRequest()
        request.buyerId = buyerId
        request.opSeq = opSeq
        request.topUpAmt = amount
        request.bankSeq = bankSeq
        request.opRefundSeq = "\(opSeq)-R"
        request.storeId = storeId
        request.storeName = storeName
        request.posNo = posNo
        _ = try till.refundTopUp(request: request)
    case "cancel_top_up":
        _ = try till.cancelTopUp(request: IcashCancelTopUpRequest(buyerId: buyerId, opSeq: opSeq))
    default:
        fatalError("no operation \(operation)")
    }
}

/// Makes the call that a reply of the MYPAY vectors answers, and says what came of it.
func callMypay(_ till: MypayClient, _ operation: String, ours: JSON, keys: JSON) throws -> [String: JSON] {
    let (uid, key) = (ours.string("uid"), ours.string("key"))
    let store = keys.string("store_uid")
    let items = [MypayItem(id: "1", name: "好棒棒麻辣鍋湯包", cost: 900, amount: 1, total: 900)]
    var answer: [String: JSON] = ["outcome": .text("response")]
    switch operation {
    case "create_order":
        var request = MypayCreateOrderRequest()
        request.storeUid = store
        request.userId = "userid"
        request.ip = "192.168.0.1"
        request.orderId = "1234567890"
        request.cost = 900
        request.items = items
        _ = try till.createOrder(request: request)
        answer["state"] = JSON.text("accepted")
    case "query_order":
        var request = MypayQueryOrderRequest()
        request.uid = uid
        request.key = key
        request.orderId = "ORDER-1"
        answer["state"] = JSON.text(try till.queryOrder(request: request).state)
    case "refund_order":
        var request = MypayRefundOrderRequest()
        request.uid = uid
        request.key = key
        request.orderId = "ORDER-1"
        request.storeUid = store
        request.cost = 900
        request.invoiceState = "6"
        request.whole = true
        answer["state"] = JSON.text(try till.refundOrder(request: request).state)
    case "scan_pay":
        var request = MypayScanPayRequest()
        request.storeUid = store
        request.userId = "userid"
        request.ip = "192.168.0.1"
        request.orderId = "ORDER-1"
        request.cost = 900
        request.items = items
        request.scannedCode = "281234567890123456"
        let reply = try till.scanPay(request: request)
        answer["state"] = JSON.text(reply.state)
        answer["approved"] = JSON.bool(reply.approved)
    default:
        fatalError("no operation \(operation)")
    }
    return answer
}
