package tw.twpos.tests

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import tw.twpos.*

/** What an exception says, and that it says no secret. */
class ErrorsTest {
    @Test
    fun `every kind but internal, and its message`() {
        Sandbox().use { sandbox ->
            val seen = HashSet<ErrorKind>()
            for (expected in Kinds.all(sandbox)) {
                val e = Support.failureOf(expected.work)
                assertEquals(listOf(expected.kind, expected.outcome, expected.reference), listOf(e.kind, e.outcome, e.reference))
                assertEquals(expected.variant, e.javaClass)
                val begin = "${e.kind.name.lowercase()} (outcome ${e.outcome.name.lowercase()}): ${e.detail}"
                assertTrue(e.message.startsWith(begin), e.message)
                expected.reference?.let { assertTrue(e.message.endsWith("[reference $it]"), e.message) }
                assertFalse("ICTWPOS" in e.stackTraceToString(), "the barcode is in no text")
                seen += e.kind
            }
            assertEquals(ErrorKind.entries.toSet() - ErrorKind.INTERNAL, seen)
        }
    }

    @Test
    fun `a refusal carries the code and the words of the provider`() {
        Sandbox().use { sandbox ->
            val till = IcashClient.fromConfig(sandbox.config)
            val e = Support.failureOf { till.pay(Support.sale("ICTWPOSDECLINE0000")) }
            assertTrue(e.providerCode!!.startsWith("ICASH_"))
            assertEquals(200, e.httpStatus)
            assertTrue("[HTTP 200] [provider: ${e.providerCode} ${e.providerText}]" in e.message, e.message)
        }
    }

    @Test
    fun `a failure made for a test says the same`() {
        val failure = Failure(ErrorKind.TIMEOUT, Outcome.UNKNOWN, "no answer", reference = "S-1")
        val e = TwposException.OutcomeUnknown(failure)
        assertEquals("timeout (outcome unknown): no answer [reference S-1]", e.message)
        assertNull(e.providerCode)
        val forged = TwposException.NotSent(failure.copy(reference = "S-1\n2026-11-21 INFO released"))
        assertTrue(forged.message.endsWith("[reference S-1\\n2026-11-21 INFO released]"), forged.message)
        assertTrue(e.toString().startsWith("tw.twpos.TwposException\$OutcomeUnknown: timeout"))
    }
}
