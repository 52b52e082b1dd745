import Conformance
import Foundation
import Twpos

/// Answers questions in the vendor's names through the public API.
final class Runner {
    private let fields: JSON
    private let nested: [String: JSON]
    private var icash: [String: IcashClient] = [:]
    private var mypay: [String: MypayClient] = [:]
    private var omni: [String: OmniClient] = [:]

    init(fields: JSON) {
        self.fields = fields
        nested = [
            "icash.Item": Runner.empty(IcashItem()),
            "mypay.Item": Runner.empty(MypayItem()),
            "mypay.PaidVoucher": Runner.empty(MypayPaidVoucher()),
            "mypay.FreeVoucher": Runner.empty(MypayFreeVoucher()),
            "mypay.VoucherRef": Runner.empty(MypayVoucherRef()),
            "omni.Redeem": Runner.empty(OmniRedeem()),
        ]
    }

    func answer(to question: JSON) throws -> JSON {
        if question["do"]?.asText == "call" {
            return try call(question)
        }
        let body = question["body"]?.asText ?? ""
        let notification = try Mypay.parseNotification(Data(body.utf8))
        if question["do"]?.asText == "parse_notification" {
            return try toVendor("mypay", "Notification", JSON.of(notification))
        }
        let expected = fromVendor("mypay", "ExpectedOrder", question["expected"] ?? .null, Runner.empty(MypayExpectedOrder()))
        try notification.verify(expected: try expected.message(MypayExpectedOrder.self))
        return .object([:])
    }

    private func call(_ question: JSON) throws -> JSON {
        let operation = question["operation"]?.asText ?? ""
        let config = question["config"]?.asText ?? ""
        switch operation.prefix(while: { $0 != "." }) {
        case "icash": return try callIcash(operation, question, try icashClient(config))
        case "mypay": return try callMypay(operation, question, try mypayClient(config))
        default: return try callOmni(operation, question, try omniClient(config))
        }
    }

    private func callIcash(_ operation: String, _ question: JSON, _ till: IcashClient) throws -> JSON {
        switch operation {
        case "icash.pay":
            return try send(question, IcashPayRequest()) { request in try till.pay(request: request) }
        case "icash.refund":
            return try send(question, IcashRefundRequest()) { request in try till.refund(request: request) }
        case "icash.cancel":
            return try send(question, IcashCancelRequest()) { request in try till.cancel(request: request) }
        case "icash.top_up":
            return try send(question, IcashTopUpRequest()) { request in try till.topUp(request: request) }
        case "icash.refund_top_up":
            return try send(question, IcashRefundTopUpRequest()) { request in try till.refundTopUp(request: request) }
        case "icash.cancel_top_up":
            return try send(question, IcashCancelTopUpRequest()) { request in try till.cancelTopUp(request: request) }
        default:
            fatalError("no operation \(operation)")
        }
    }

    private func callMypay(_ operation: String, _ question: JSON, _ till: MypayClient) throws -> JSON {
        switch operation {
        case "mypay.create_order":
            return try send(question, MypayCreateOrderRequest()) { request in try till.createOrder(request: request) }
        case "mypay.query_order":
            return try send(question, MypayQueryOrderRequest()) { request in try till.queryOrder(request: request) }
        case "mypay.refund_order":
            return try send(question, MypayRefundOrderRequest()) { request in try till.refundOrder(request: request) }
        case "mypay.scan_pay":
            return try send(question, MypayScanPayRequest()) { request in try till.scanPay(request: request) }
        default:
            fatalError("no operation \(operation)")
        }
    }

    private func callOmni(_ operation: String, _ question: JSON, _ till: OmniClient) throws -> JSON {
        switch operation {
        case "omni.ipass_pay":
            return try send(question, OmniIpassPayRequest()) { request in try till.ipassPay(request: request) }
        case "omni.ipass_search":
            return try send(question, OmniIpassSearchRequest()) { request in try till.ipassSearch(request: request) }
        case "omni.ipass_refund":
            return try send(question, OmniIpassRefundRequest()) { request in try till.ipassRefund(request: request) }
        case "omni.icash_pay":
            return try send(question, OmniIcashPayRequest()) { request in try till.icashPay(request: request) }
        case "omni.icash_search":
            return try send(question, OmniIcashSearchRequest()) { request in try till.icashSearch(request: request) }
        case "omni.icash_cancel":
            return try send(question, OmniIcashCancelRequest()) { request in try till.icashCancel(request: request) }
        default:
            fatalError("no operation \(operation)")
        }
    }

    /// Makes the request from the vendor's names over an empty one, sends it, and gives the reply in the vendor's names.
    private func send<Request: Codable, Response: Encodable>(
        _ question: JSON, _ empty: Request, _ operation: (Request) throws -> Response
    ) throws -> JSON {
        let parts = (question["operation"]?.asText ?? "").split(separator: ".").map(String.init)
        let (provider, name) = (parts[0], parts[1])
        let messages = fields[provider]?["operations"]?[name]?.entries ?? []
        let request = fromVendor(provider, messages[0].asText ?? "", question["request"] ?? .null, Runner.empty(empty))
        let response = try operation(try request.message(Request.self))
        return try toVendor(provider, messages[1].asText ?? "", JSON.of(response))
    }

    private func icashClient(_ config: String) throws -> IcashClient {
        let client = try icash[config] ?? IcashClient.fromConfig(path: config)
        icash[config] = client
        return client
    }

    private func mypayClient(_ config: String) throws -> MypayClient {
        let client = try mypay[config] ?? MypayClient.fromConfig(path: config)
        mypay[config] = client
        return client
    }

    private func omniClient(_ config: String) throws -> OmniClient {
        let client = try omni[config] ?? OmniClient.fromConfig(path: config)
        omni[config] = client
        return client
    }

    /// A message in this language's names over `empty`, from the vendor's names.
    private func fromVendor(_ provider: String, _ message: String, _ vendor: JSON, _ empty: JSON) -> JSON {
        let known = fields[provider]?["messages"]?[message]?.members ?? [:]
        var own = empty.members
        for (wire, value) in vendor.members {
            let field = known[wire]?.entries ?? [.text(wire)]
            own[Runner.camel(field[0].asText ?? wire)] = convert(field, value) { part, nestedValue in
                self.fromVendor(provider, part, nestedValue, self.nested["\(provider).\(part)"] ?? .null)
            }
        }
        return .object(own)
    }

    /// A message in the vendor's names, with further fields beside them.
    private func toVendor(_ provider: String, _ message: String, _ own: JSON) -> JSON {
        var vendor: [String: JSON] = [:]
        for (wire, names) in fields[provider]?["messages"]?[message]?.members ?? [:] {
            let field = names.entries
            let name = field[0].asText ?? wire
            guard let value = own[Runner.camel(name)] else { continue }
            if name == "extra" {
                vendor.merge(value.members, uniquingKeysWith: { _, extra in extra })
            } else {
                vendor[wire] = convert(field, value) { part, nestedValue in
                    self.toVendor(provider, part, nestedValue)
                }
            }
        }
        return .object(vendor)
    }

    /// A field's value; where `field` names a message, or a list of one, each goes through `how`.
    private func convert(_ field: [JSON], _ value: JSON, _ how: (String, JSON) -> JSON) -> JSON {
        guard field.count > 1 else { return value }
        if let part = field[1].asText {
            return how(part, value)
        }
        let part = field[1].entries.first?.asText ?? ""
        return .list(value.entries.map { entry in how(part, entry) })
    }

    static func inSnakeCase(_ failure: Failure) -> JSON {
        var fields: [String: JSON] = [
            "kind": .text(failure.kind.description),
            "outcome": .text(failure.outcome.description),
            "detail": .text(failure.detail),
        ]
        fields["http_status"] = failure.httpStatus.map { status in JSON.integer(Int64(status)) }
        fields["provider_code"] = failure.providerCode.map { code in JSON.text(code) }
        fields["provider_text"] = failure.providerText.map { text in JSON.text(text) }
        fields["reference"] = failure.reference.map { reference in JSON.text(reference) }
        return .object(fields)
    }

    private static func empty<Message: Encodable>(_ message: Message) -> JSON {
        guard let json = try? JSON.of(message) else { fatalError("a message that is no JSON") }
        return json
    }

    private static func camel(_ name: String) -> String {
        var camel = ""
        for word in name.split(separator: "_") {
            camel += camel.isEmpty ? String(word) : word.prefix(1).uppercased() + String(word.dropFirst())
        }
        return camel
    }
}
