import Foundation

/// MYPAY's notifications.
public enum Mypay {
    /// What to answer a notification with once it is stored, and not one character more: until MYPAY reads it, it sends
    /// the notification again.
    public static var notificationAnswer: String {
        return mypayNotificationAnswer()
    }

    /// Reads a notification from the form data as received. Anyone can post one: look its order up, and hold it against
    /// what you kept of the order with `verify(expected:)`.
    public static func parseNotification(_ body: Data) throws -> MypayNotification {
        return try mypayParseNotification(body: body)
    }
}
