package tw.twpos

/** LINE Pay, as Java calls it. */
public object Linepay {
    /** As [LinepayClient.void], which is no name of a method in Java. */
    @JvmStatic
    @Throws(TwposException::class)
    public fun voidAuthorization(client: LinepayClientInterface, request: LinepayVoidRequest): LinepayVoidResponse =
        client.void(request)
}
