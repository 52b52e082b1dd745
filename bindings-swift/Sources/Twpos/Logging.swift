/// Hands each log line up to `level` to `log`, in place of the listener before; `setLogListener(level:listener:)` with
/// `nil` ends it. `log` is called on the thread that made the call, so it must be quick. No line holds a key, a token, a
/// barcode or a body.
public func setLogListener(level: LogLevel, _ log: @escaping @Sendable (LogLevel, String) -> Void) {
    setLogListener(level: level, listener: LogClosure(log))
}

private final class LogClosure: LogListener {
    private let closure: @Sendable (LogLevel, String) -> Void

    init(_ closure: @escaping @Sendable (LogLevel, String) -> Void) {
        self.closure = closure
    }

    func log(level: LogLevel, text: String) throws {
        closure(level, text)
    }
}
