import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A server on a free port of this machine that gives every request the same answer.
final class Server: @unchecked Sendable {
    let url: String
    private let listener: Int32
    private let lock = NSLock()
    private var answer = Data()
    private var pause: TimeInterval = 0

    init() throws {
        _ = signal(SIGPIPE, SIG_IGN)
        #if canImport(Glibc)
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
        let descriptor = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        var sizeBack = size
        let isReady = withUnsafeMutablePointer(to: &address) { pointer in
            return pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic -> Bool in
                return bind(descriptor, generic, size) == 0
                    && listen(descriptor, 64) == 0
                    && getsockname(descriptor, generic, &sizeBack) == 0
            }
        }
        guard isReady else {
            throw CocoaError(.fileReadUnknown)
        }
        listener = descriptor
        url = "http://127.0.0.1:\(UInt16(bigEndian: address.sin_port))"
        Thread.detachNewThread { self.serve() }
    }

    /// What every request gets from now on, after `pause` seconds.
    func reply(status: Int64 = 200, signature: String? = nil, body: String, pause: TimeInterval = 0) {
        let content = Data(body.utf8)
        var head = "HTTP/1.1 \(status) Answer\r\nContent-Length: \(content.count)\r\nConnection: close\r\n"
        if let signature = signature {
            head += "X-iCP-Signature: \(signature)\r\n"
        }
        lock.lock()
        answer = Data((head + "\r\n").utf8) + content
        self.pause = pause
        lock.unlock()
    }

    private func serve() {
        while true {
            let connection = accept(listener, nil, nil)
            if connection < 0 {
                return
            }
            Thread.detachNewThread { self.serve(connection) }
        }
    }

    private func serve(_ connection: Int32) {
        let room = 65536
        var request = Data()
        var chunk = [UInt8](repeating: 0, count: room)
        while !Server.isWhole(request) {
            let count = read(connection, &chunk, room)
            if count <= 0 {
                break
            }
            request.append(contentsOf: chunk.prefix(count))
        }
        lock.lock()
        let (bytes, wait) = ([UInt8](answer), pause)
        lock.unlock()
        Thread.sleep(forTimeInterval: wait)
        var sent = 0
        while sent < bytes.count {
            let rest = Array(bytes[sent...])
            let count = write(connection, rest, rest.count)
            if count <= 0 {
                break
            }
            sent += count
        }
        _ = close(connection)
    }

    private static func isWhole(_ request: Data) -> Bool {
        guard let end = request.range(of: Data("\r\n\r\n".utf8)) else {
            return false
        }
        let head = String(decoding: request[..<end.lowerBound], as: UTF8.self).lowercased()
        let line = head.components(separatedBy: "\r\n").first(where: { $0.hasPrefix("content-length:") })
        let length = line.flatMap { Int($0.dropFirst("content-length:".count).trimmingCharacters(in: .whitespaces)) }
        return request.count - end.upperBound >= (length ?? 0)
    }
}
