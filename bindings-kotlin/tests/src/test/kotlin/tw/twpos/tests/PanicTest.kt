package tw.twpos.tests

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Tag
import org.junit.jupiter.api.Test
import tw.twpos.ErrorKind
import tw.twpos.IcashClient
import tw.twpos.IcashPayRequest
import tw.twpos.Outcome
import tw.twpos.PrivateKey
import tw.twpos.TwposException
import java.lang.reflect.InvocationTargetException

/** A fault inside the library is an error like any other. Runs only with a library that has the feature self-test. */
@Tag("self-test")
class PanicTest {
    @Test
    fun `a panic is an unknown outcome with the reference`() {
        val till = IcashClient(Support.icashSettings("http://127.0.0.1:1"))
        val panics = IcashClient::class.java.getMethod("selfTestPanic", IcashPayRequest::class.java)
        repeat(20) {
            val sale = Support.sale()
            val thrown = assertThrows(InvocationTargetException::class.java) { panics.invoke(till, sale) }
            val e = thrown.cause as TwposException.OutcomeUnknown
            assertEquals(listOf(ErrorKind.INTERNAL, Outcome.UNKNOWN, sale.opSeq), listOf(e.kind, e.outcome, e.reference))
            assertEquals("a fault inside twpos was caught; please report it", e.detail)
        }
        assertEquals(2048, PrivateKey.generate().publicKey().bits(), "and all goes on")
    }
}
