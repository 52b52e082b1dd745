package tw.twpos

/** MYPAY's notifications. */
public object Mypay {
    /**
     * What to answer a notification with once it is stored, and not one character more: until MYPAY reads it, it sends
     * the notification again.
     */
    @JvmField
    public val NOTIFICATION_ANSWER: String = mypayNotificationAnswer()

    /**
     * Reads a notification from the form data as received. Anyone can post one: look its order up, and hold it against
     * what you kept of the order with [MypayNotification.verify].
     */
    @JvmStatic
    @Throws(TwposException::class)
    public fun parseNotification(body: ByteArray): MypayNotification = mypayParseNotification(body)
}
