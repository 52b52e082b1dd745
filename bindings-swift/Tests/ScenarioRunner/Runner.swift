import Conformance
import Foundation
import Twpos

/// Answers questions in the vendor's names through the public API; `Operations.swift` has its operations.
final class Runner {
    private let fields: JSON
    private let parts = Runner.emptyParts()
    private var clients: [String: AnyObject] = [:]

    init(fields: JSON) {
        self.fields = fields
    }

    func answer(to question: JSON) throws -> JSON {
        if question["do"]?.asText == "call" {
            return try call(question, question["operation"]?.asText ?? "", question["config"]?.asText ?? "")
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

    /// Makes the request from the vendor's names over an empty one, sends it, and gives the reply in the vendor's names.
    func send<Request: Codable, Response: Encodable>(
        _ question: JSON, _ empty: Request, _ operation: (Request) throws -> Response
    ) throws -> JSON {
        let parts = (question["operation"]?.asText ?? "").split(separator: ".").map(String.init)
        let (provider, name) = (parts[0], parts[1])
        let messages = fields[provider]?["operations"]?[name]?.entries ?? []
        let request = fromVendor(provider, messages[0].asText ?? "", question["request"] ?? .null, Runner.empty(empty))
        let response = try operation(try request.message(Request.self))
        return try toVendor(provider, messages[1].asText ?? "", JSON.of(response))
    }

    /// The client of a class for a configuration, made when it is first asked for.
    func client<Client: AnyObject>(_ config: String, _ make: (String) throws -> Client) throws -> Client {
        let key = "\(Client.self) \(config)"
        if let known = clients[key] as? Client {
            return known
        }
        let made = try make(config)
        clients[key] = made
        return made
    }

    /// A message in this language's names over `empty`, from the vendor's names.
    private func fromVendor(_ provider: String, _ message: String, _ vendor: JSON, _ empty: JSON) -> JSON {
        let known = fields[provider]?["messages"]?[message]?.members ?? [:]
        var own = empty.members
        for (wire, value) in vendor.members {
            let field = known[wire]?.entries ?? [.text(wire)]
            own[Runner.camel(field[0].asText ?? wire)] = convert(field, value) { part, nestedValue in
                self.fromVendor(provider, part, nestedValue, self.parts["\(provider).\(part)"] ?? .null)
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

    static func empty<Message: Encodable>(_ message: Message) -> JSON {
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
