package tw.twpos.tests

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import tw.twpos.*
import java.net.URLDecoder

private const val FORM = "uid=95217&key=CANARYKEY&prc=250&order_id=ORDER-1&cost=900&actual_cost=900&currency=TWD" +
    "&voucher_paid[0][product_id]=P01&voucher_paid[0][cost]=50&retmsg=%E4%BB%98%E6%AC%BE&surprise=1"
private val KEPT = MypayExpectedOrder(uid = "95217", key = "CANARYKEY", orderId = "ORDER-1", cost = 900)

/** MYPAY's notifications, keys and codes. */
class MypayTest {
    @Test
    fun `a notification is read and verified`() {
        val notification = Mypay.parseNotification(FORM.toByteArray())
        assertEquals(listOf("completed", "paid", "250"), listOf(notification.kind, notification.state, notification.prc))
        assertEquals(listOf(900L, 900L, null), listOf(notification.cost, notification.actualCost, notification.price))
        assertEquals("付款", notification.retmsg)
        assertEquals("P01" to 50L, notification.voucherPaid[0].run { productId to cost })
        assertEquals(mapOf("surprise" to "1"), notification.extra)
        notification.verify(KEPT)
        assertEquals("8888", Mypay.NOTIFICATION_ANSWER)
    }

    @Test
    fun `a notification that is not ours is told`() {
        val notification = Mypay.parseNotification(FORM.toByteArray())
        for ((expected, kind) in listOf(
            KEPT.copy(key = "other") to ErrorKind.INVALID_NOTIFICATION,
            KEPT.copy(uid = "1") to ErrorKind.INVALID_NOTIFICATION,
            KEPT.copy(cost = 901) to ErrorKind.MISMATCH,
            KEPT.copy(orderId = "ORDER-2") to ErrorKind.MISMATCH,
            KEPT.copy(key = "") to ErrorKind.INVALID_REQUEST,
        )) {
            val e = Support.failureOf { notification.verify(expected) }
            assertEquals(kind to expected.orderId, e.kind to e.reference)
            // Only who knows the key can say something about the money.
            assertEquals(kind == ErrorKind.MISMATCH, e.outcome == Outcome.UNKNOWN)
            assertFalse("CANARYKEY" in e.toString())
        }
        for (body in listOf("", "uid=1", "$FORM&uid=2", "x".repeat((1 shl 20) + 1))) {
            val e = assertThrows(TwposException.InvalidNotification::class.java) { Mypay.parseNotification(body.toByteArray()) }
            assertEquals(ErrorKind.INVALID_NOTIFICATION to Outcome.NOT_SENT, e.kind to e.outcome)
        }
    }

    @Test
    fun `junk forges no line of a log`() {
        val junk = "order_id=a%0a2026-11-21+INFO+released+order+42%e2%80%a8"
        val e = Support.failureOf { Mypay.parseNotification(junk.toByteArray()) }
        assertTrue("a\\n2026-11-21" in e.toString(), e.toString())
        assertFalse(e.toString().any { it == '\n' || it == '\u2028' })
    }

    @Test
    fun `two keys, chosen by call`() {
        val keys = Vectors.MYPAY.getAsJsonObject("keys")
        fun key(name: String) = keys[name].asString
        val sealedWith = ArrayList<String?>()
        fun envelope(key: String) = MypayEnvelope(Support.mypaySettings("https://mypay.example").apply { this.key = key })
        val envelopes = mapOf("current" to "key", "previous" to "previous_key", "foreign" to "foreign_key")
            .mapValues { envelope(key(it.value)) }
        Support.Server { body ->
            val service = body.split("&").first { it.startsWith("service=") }.removePrefix("service=")
            val text = URLDecoder.decode(service, "UTF-8")
            sealedWith += envelopes.entries.find { it.value.decrypt(text) != null }?.key
            Support.Reply(200, """{"prc":"250","order_id":"ORDER-1","uid":"95217","key":"k","cost":900}""")
        }.use { server ->
            val settings = Support.mypaySettings(server.url()).apply { previousKey = key("previous_key") }
            val client = MypayClient(settings)
            fun query(by: MypayClient) = by.queryOrder(MypayQueryOrderRequest(uid = "95217", key = "k", orderId = "ORDER-1"))
            query(client)
            query(client.withKey(MypayKeyChoice.PREVIOUS))
            client.useKey(key("foreign_key"))
            query(client)
            query(client.withKey(MypayKeyChoice.PREVIOUS))
            assertEquals(listOf("current", "previous", "foreign", "current"), sealedWith)
            val single = MypayClient(settings.copy(previousKey = null))
            assertThrows(TwposException.Config::class.java) { query(single.withKey(MypayKeyChoice.PREVIOUS)) }
            assertThrows(TwposException.Config::class.java) { single.useKey("short") }
        }
    }

    @Test
    fun `codes keep what they do not know`() {
        assertEquals(MypayPrc.Paid, MypayPrc.fromCode("250"))
        assertEquals(listOf("250", 250, "付款成功", "paid"), MypayPrc.Paid.run { listOf(code(), number(), chinese(), english()) })
        assertEquals(MypayPrcClass.PENDING to "pending", MypayPrc.AwaitingTransfer.prcClass().let { it to it.toString() })
        assertTrue(MypayPrc.Overdue.mayStillBePaid())
        assertEquals(listOf(MypayPrc.Paid, MypayPrc.Settled, MypayPrc.Failed), MypayPrc.ToBeConfirmed.following())
        assertNull(MypayPrc.ToBeConfirmed.number())
        val unknown = MypayPrc.fromCode("999")
        assertEquals(MypayPrc.Unknown("999"), unknown)
        assertEquals(listOf("999", null, "未知", "unknown", MypayPrcClass.UNKNOWN), unknown.run { listOf(code(), number(), chinese(), english(), prcClass()) })
        assertEquals(IcashPaymentChannel.fromCode("PreDeposit"), IcashPaymentChannel.fromCode("1"))
        assertEquals("該OrderNumber重複", OmniIpassReturnCode.fromCode("0006").chinese())
    }

    @Test
    fun `an envelope takes only a whole vector`() {
        val envelope = MypayEnvelope(Support.mypaySettings("https://mypay.example"))
        assertEquals("text", envelope.decrypt(envelope.encrypt("text", null)))
        assertThrows(TwposException.InvalidRequest::class.java) { envelope.encrypt("text", ByteArray(15)) }
    }
}
