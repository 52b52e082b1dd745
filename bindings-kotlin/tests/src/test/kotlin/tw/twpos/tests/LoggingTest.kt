package tw.twpos.tests

import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import tw.twpos.IcashClient
import tw.twpos.LogLevel
import tw.twpos.TwposException
import tw.twpos.setLogListener
import java.util.concurrent.CopyOnWriteArrayList

/** Log lines: who gets them, and what is never in them. */
class LoggingTest {
    @AfterEach
    fun quiet() = setLogListener(LogLevel.INFO, null)

    @Test
    fun `a listener is told of each operation, and of no secret`() {
        Sandbox().use { sandbox ->
            val till = IcashClient.fromConfig(sandbox.config)
            val lines = CopyOnWriteArrayList<Pair<LogLevel, String>>()
            setLogListener(LogLevel.DEBUG) { level, text -> lines += level to text }
            val sales = listOf("IC0123456789ABCDEF", "ICTWPOSQUOTECODE00", "ICTWPOSSIGBAD00000").map { Support.sale(it) }
            for (sale in sales) try { till.pay(sale) } catch (_: TwposException) {}
            val text = lines.toString()
            val info = lines.filter { it.first == LogLevel.INFO }.map { it.second }
            assertEquals(sales.map { it.opSeq }, info.map { it.split(" ")[1].removeSuffix(":") })
            for (secret in sales.map { it.buyerId } + listOf("aes_key", "aes_iv").map { sandbox.setting(it) }) {
                assertFalse(secret in text)
            }

            lines.clear()
            setLogListener(LogLevel.WARN) { level, line -> lines += level to line }
            till.pay(Support.sale())
            setLogListener(LogLevel.DEBUG, null)
            till.pay(Support.sale())
            assertTrue(lines.isEmpty(), "below the level, and after the end")
        }
    }

    @Test
    fun `a listener that throws, or that calls back, costs no payment`() {
        Sandbox().use { sandbox ->
            val till = IcashClient.fromConfig(sandbox.config)
            setLogListener(LogLevel.DEBUG) { _, _ -> error("no disk space") }
            assertEquals(36L, till.pay(Support.sale()).txAmt)
            setLogListener(LogLevel.DEBUG) { _, _ -> setLogListener(LogLevel.INFO, null) }
            assertEquals(36L, till.pay(Support.sale()).txAmt)
        }
    }
}
