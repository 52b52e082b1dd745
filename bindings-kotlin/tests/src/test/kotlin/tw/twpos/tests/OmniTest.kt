package tw.twpos.tests

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import tw.twpos.*

/** The OMNI gateway: every operation keeps its reference, and settings of each type arrive. */
class OmniTest {
    private val nobody = OmniClient(OmniSettings(baseUrl = "http://127.0.0.1:1", token = "a.token", storeId = "1"))

    @Test
    fun `every operation keeps its reference`() {
        for ((reference, call) in listOf<Pair<String, () -> Unit>>(
            "O-1" to { nobody.ipassPay(OmniIpassPayRequest(tradeCode = "281234567890123456", amount = 229, orderNumber = "O-1", storeId = "S1", terminalId = "T1")) },
            "O-1" to { nobody.ipassSearch(OmniIpassSearchRequest(orderNumber = "O-1")) },
            "T-1" to { nobody.ipassRefund(OmniIpassRefundRequest(transactionId = "T-1", amount = 229)) },
            "M-1" to { nobody.icashPay(OmniIcashPayRequest(merchantTradeNo = "M-1", storeName = "見晴", totalAmount = 36, itemAmt = 36, barcode = "IC0123456789ABCDEF")) },
            "M-1" to { nobody.icashSearch(OmniIcashSearchRequest(merchantTradeNo = "M-1")) },
            "M-1" to { nobody.icashCancel(OmniIcashCancelRequest(merchantTradeNo = "M-1")) },
        )) {
            val e = assertThrows(TwposException.NotSent::class.java) { call() }
            assertEquals(ErrorKind.CONNECT to reference, e.kind to e.reference)
        }
    }

    @Test
    fun `settings of each type`() {
        val bodies = ArrayList<String>()
        Support.Server { body -> bodies += body; Support.Reply(200, """{"RtnCode":1,"RtnMsg":"成功","EncData":{"PlatformID":"1"},"new":7}""") }.use {
            val settings = OmniSettings(baseUrl = it.url(), token = "a.token", storeId = "1", isTest = true, ipassRefusalCodes = listOf("X1"))
            val reply = OmniClient(settings).icashCancel(OmniIcashCancelRequest(merchantTradeNo = "M-1"))
            assertEquals("1" to mapOf("new" to "7"), reply.encData?.platformId to reply.extra)
            assertTrue("is_test" in bodies.single())
            val e = assertThrows(TwposException.Config::class.java) { OmniClient(settings.copy(ipassRefusalCodes = listOf("0006"))) }
            assertTrue("ipass_refusal_codes" in e.detail)
            assertTrue("a.token" !in settings.toString())
        }
    }
}
