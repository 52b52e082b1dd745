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
