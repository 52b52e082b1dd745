package tw.twpos.tests

import com.google.gson.JsonArray
import com.google.gson.JsonElement
import com.google.gson.JsonObject
import com.google.gson.JsonPrimitive
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.DynamicTest
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.TestFactory
import tw.twpos.*
import java.lang.reflect.Field

/** What no text form may show, listed here apart from core. */
private val SECRET = setOf(
    "buyerId", "key", "scannedCode", "dataJson", "userName", "userRealName", "userEnglishName", "userAddress", "userSn",
    "userPhone", "userCellphone", "userEmail", "userBirthday", "invoiceMobileCode", "invoiceNaturalPerson", "invoiceMAddress",
    "invoiceB2bAddress", "barcode", "tradeCode",
    // Who the customer is, and what pays or is won by whoever holds it.
    "userId", "userZipcode", "ip", "cardno", "invoiceTaxId", "invoiceMPostZone", "invoiceB2bTitle", "invoiceB2bId",
    "invoiceB2bPostZone", "invoiceBuyerBan", "invoiceRandCode", "invoiceLeftQrcode", "invoiceMiddleBarcode",
    "invoiceRightQrcode", "serialNumber", "resultContent", "pinCode", "barCode1", "barCode2", "barCode3", "vehicle",
    "vehicleNo", "cardId", "electronicInvoiceCarrier", "mMemberId", "mobileInvoiceCarry", "maskedPan", "vToken",
)

/** Every message: made of nothing, filled by setters, compared, and shown without its secrets. */
class MessagesTest {
    private val messages = listOf("icash", "mypay", "omni").flatMap { provider ->
        Fields.messages(provider).keySet().map { provider to it }
    }

    @TestFactory
    fun messages(): List<DynamicTest> {
        assertEquals(57, messages.size)
        return messages.map { (provider, name) ->
            DynamicTest.dynamicTest("$provider $name") {
                val type = Fields.classOf(provider, name)
                val empty = type.getConstructor().newInstance()
                assertEquals(type.getConstructor().newInstance(), empty)
                val vendor = filled(provider, name)
                val message = Fields.fromVendor(provider, name, vendor)
                assertEquals(Fields.fromVendor(provider, name, filled(provider, name)), message)
                assertFalse(message == empty)
                shows(message, message.toString())
            }
        }
    }

    @Test
    fun `a further field hides it too, in any letters and deeper`() {
        fun further(name: String) = mapOf(name to "CANARY", "Other" to """{"MMemberID":"CANARY"}""", "seen" to "yes")
        val replies = listOf(
            IcashRefundResponse(extra = further("cardid")),
            OmniIcashPayResponse(encData = OmniIcashPayment(extra = further("vtoken"))),
        )
        for (shown in replies.map { it.toString() }) {
            assertFalse("CANARY" in shown, shown)
            assertTrue("yes" in shown, shown)
        }
        val order = MypayCreateOrderResponse(extra = mapOf("USER_EMAIL" to "CANARY", "a\n INFO released" to "seen\u2028"))
        assertFalse("CANARY" in order.toString() || order.toString().any { it == '\n' || it == '\u2028' }, order.toString())
    }

    /** What else a merchant must send is known to nobody here: a token may be among it. */
    @Test
    fun `a request names its further fields, and shows no value of them`() {
        val further = mapOf("PlatformID" to "CANARY-1", "a\n INFO released" to "CANARY-2", "Token" to """{"x":"CANARY-3"}""")
        var requests = 0
        for ((provider, name) in messages.filter { (_, name) -> name.endsWith("Request") }) {
            val request = Fields.classOf(provider, name).getConstructor().newInstance()
            val setter = request.javaClass.methods.find { it.name == "setExtra" } ?: continue
            setter.invoke(request, further)
            val shown = request.toString()
            assertTrue("PlatformID" in shown && "CANARY" !in shown && '\n' !in shown, shown)
            requests++
        }
        assertEquals(16, requests)
    }

    @Test
    fun `every message can be serialised, and is equal afterwards`() {
        for ((provider, name) in messages) {
            val message = Fields.fromVendor(provider, name, filled(provider, name))
            assertEquals(message, serialised(message), name)
        }
        // A barcode is in what is serialised, as it is in the message; keys and settings are not serialisable at all.
        val settings = listOf(IcashSettings(), MypaySettings(), OmniSettings(), ConnectionSettings(), IcashAesCredential("1", "2"))
        for (value in settings) {
            assertFalse(value is java.io.Serializable, "${value.javaClass}")
        }
        val client = listOf(IcashClient::class.java, PrivateKey::class.java, IcashCredentials::class.java)
        assertTrue(client.none { java.io.Serializable::class.java.isAssignableFrom(it) })
    }

    @Test
    fun `an exception can be serialised, and says the same afterwards`() {
        val failure = Failure(
            ErrorKind.TRANSPORT, Outcome.UNKNOWN, "the connection ended", httpStatus = 502, providerCode = "1",
            providerText = "\u8acb\u7a0d\u5019", reference = "SHOP1-1",
        )
        for (thrown in listOf(TwposException.OutcomeUnknown(failure), TwposException.Refused(failure))) {
            val read = serialised(thrown)
            assertEquals(thrown.javaClass, read.javaClass)
            assertEquals(thrown.failure, read.failure)
            assertEquals(thrown.message, read.message)
        }
    }

    private fun <T : Any> serialised(value: T): T {
        val bytes = java.io.ByteArrayOutputStream()
        java.io.ObjectOutputStream(bytes).use { it.writeObject(value) }
        @Suppress("UNCHECKED_CAST")
        return java.io.ObjectInputStream(bytes.toByteArray().inputStream()).use { it.readObject() as T }
    }

    /** Each text field of the message is in its text form, unless it is secret. */
    private fun shows(message: Any, text: String) {
        for (field in fieldsOf(message.javaClass)) {
            when (val value = Fields.get(message, field.name)) {
                is String -> when (field.name) {
                    in SECRET -> assertFalse(value in text, "${field.name} in $text")
                    else -> assertTrue(value in text, "${field.name} not in $text")
                }
                is List<*> -> value.filterNotNull().filter { it !is String }.forEach { shows(it, text) }
                is Map<*, *>, is Number, is Boolean, null -> {}
                else -> shows(value, text)
            }
        }
    }

    private fun fieldsOf(type: Class<*>): List<Field> = type.declaredFields.filter { !java.lang.reflect.Modifier.isStatic(it.modifiers) }

    /** The vendor's JSON with a value in every field, which names where it is. */
    private fun filled(provider: String, name: String): JsonObject {
        val type = Fields.classOf(provider, name)
        val json = JsonObject()
        for ((wire, element) in Fields.messages(provider).getAsJsonObject(name).entrySet()) {
            val field = element.asJsonArray
            val own = Fields.camel(field[0].asString)
            if (own != "extra") json.add(wire, valueOf(provider, type.getDeclaredField(own), "«$name.$own»", field.elementAtOrNull(1)))
        }
        return json
    }

    private fun valueOf(provider: String, field: Field, text: String, nested: JsonElement?): JsonElement = when {
        nested is JsonArray -> JsonArray().apply { add(filled(provider, nested[0].asString)) }
        nested != null -> filled(provider, nested.asString)
        List::class.java.isAssignableFrom(field.type) -> JsonArray().apply { add(text) }
        field.type in setOf(Long::class.java, java.lang.Long::class.java, Int::class.java, Integer::class.java) -> JsonPrimitive(7)
        field.type in setOf(Boolean::class.java, java.lang.Boolean::class.java) -> JsonPrimitive(true)
        else -> JsonPrimitive(text)
    }
}
