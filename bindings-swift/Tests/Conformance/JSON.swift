import Foundation

/// Any JSON value.
public enum JSON: Codable, Equatable, Sendable {
    case null
    case bool(Bool)
    case integer(Int64)
    case number(Double)
    case text(String)
    case list([JSON])
    case object([String: JSON])

    public init(from decoder: Decoder) throws {
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            self = .null
        } else if let text = try? value.decode(String.self) {
            self = .text(text)
        } else if let bool = try? value.decode(Bool.self) {
            self = .bool(bool)
        } else if let integer = try? value.decode(Int64.self) {
            self = .integer(integer)
        } else if let number = try? value.decode(Double.self) {
            self = .number(number)
        } else if let list = try? value.decode([JSON].self) {
            self = .list(list)
        } else {
            self = .object(try value.decode([String: JSON].self))
        }
    }

    public func encode(to encoder: Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let bool): try container.encode(bool)
        case .integer(let integer): try container.encode(integer)
        case .number(let number): try container.encode(number)
        case .text(let text): try container.encode(text)
        case .list(let list): try container.encode(list)
        case .object(let object): try container.encode(object)
        }
    }

    /// The value that `text` says.
    public static func parse(_ text: String) throws -> JSON {
        return try JSONDecoder().decode(JSON.self, from: Data(text.utf8))
    }

    /// The value that is in a file.
    public static func read(_ path: String) throws -> JSON {
        return try JSONDecoder().decode(JSON.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
    }

    /// A message as JSON.
    public static func of<Message: Encodable>(_ message: Message) throws -> JSON {
        return try JSONDecoder().decode(JSON.self, from: JSONEncoder().encode(message))
    }

    /// The message that this is.
    public func message<Message: Decodable>(_ type: Message.Type) throws -> Message {
        return try JSONDecoder().decode(type, from: JSONEncoder().encode(self))
    }

    /// A member of an object, an entry of which is `null` or is not there being `nil`.
    public subscript(name: String) -> JSON? {
        guard case .object(let members) = self, let member = members[name], member != .null else {
            return nil
        }
        return member
    }

    /// The text that this is.
    public var asText: String? {
        guard case .text(let text) = self else { return nil }
        return text
    }

    /// The number that this is.
    public var asInteger: Int64? {
        guard case .integer(let integer) = self else { return nil }
        return integer
    }

    /// The entries of a list; none of anything else.
    public var entries: [JSON] {
        guard case .list(let list) = self else { return [] }
        return list
    }

    /// The members of an object; none of anything else.
    public var members: [String: JSON] {
        guard case .object(let object) = self else { return [:] }
        return object
    }
}
