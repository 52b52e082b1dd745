package tw.twpos.tests

import examples.CashierState
import examples.CashierViewModel
import examples.Journal
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.AfterAll
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.TestInstance
import tw.twpos.IcashClient
import tw.twpos.IcashPayRequest

/** The example's cashier model, against the sandbox. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CashierTest {
    private val sandbox = Sandbox()
    private val till = IcashClient.fromConfig(sandbox.config)

    @AfterAll
    fun stop() = sandbox.close()

    private class Memory(vararg open: String) : Journal {
        val entries = linkedSetOf(*open)
        override fun begun(opSeq: String) { entries += opSeq }
        override fun ended(opSeq: String) { entries -= opSeq }
        override fun open() = entries.toList()
    }

    private fun cashier(journal: Journal, work: suspend CoroutineScope.(CashierViewModel) -> Unit) = runBlocking {
        withTimeout(20_000) { work(CashierViewModel(till, journal, this, firstWait = 20)) }
    }

    private suspend fun CashierViewModel.end() = state.first {
        it is CashierState.Paid || it is CashierState.NotCharged || it is CashierState.AskProvider
    }

    @Test
    fun `a payment, and the next`() = cashier(Memory()) { model ->
        assertEquals(CashierState.Ready, model.state.value)
        model.scanned(Support.sale())
        assertTrue((model.end() as CashierState.Paid).bankSeq.isNotEmpty())
        model.next()
        assertEquals(CashierState.Ready, model.state.value)
    }

    @Test
    fun `a refusal`() {
        val journal = Memory()
        cashier(journal) { model ->
            model.scanned(Support.sale("ICTWPOSDECLINE0000"))
            assertTrue((model.end() as CashierState.NotCharged).text.isNotEmpty())
            assertTrue(journal.entries.isEmpty())
        }
    }

    @Test
    fun `an unknown outcome is cancelled until there is an answer`() {
        val journal = Memory()
        val sale = Support.sale("ICTWPOSRESETAFTER0")
        sandbox.fault("""{"match":{"operation":"icash.cancel","reference":"${sale.opSeq}"},"fault":"reset_after_commit","times":2}""")
        cashier(journal) { model ->
            model.scanned(sale)
            model.state.first { it is CashierState.Cancelling && it.tries == 3 }
            assertTrue(sale.opSeq in journal.entries)
            model.next()
            assertTrue(model.state.value != CashierState.Ready, "the cashier cannot leave it")
            assertEquals(CashierState.NotCharged("cancelled: charge again under a new number"), model.end())
            assertTrue(journal.entries.isEmpty())
        }
    }

    @Test
    fun `a cancel that is refused, after which someone must ask`() {
        val journal = Memory()
        val sale = Support.sale("ICTWPOSRESETAFTER0")
        sandbox.fault("""{"match":{"operation":"icash.cancel","reference":"${sale.opSeq}"},"fault":"decline"}""")
        cashier(journal) { model ->
            model.scanned(sale)
            val ask = model.end() as CashierState.AskProvider
            assertEquals(setOf(sale.opSeq), ask.payments.keys)
            assertTrue(ask.payments.getValue(sale.opSeq).isNotEmpty())
            assertEquals(setOf(sale.opSeq), journal.entries, "it is open until someone has asked")
        }
    }

    @Test
    fun `a cancel that is wrong in itself is not repeated`() {
        val (first, second) = "X".repeat(51) to "Y".repeat(51)
        val good = Support.sale()
        till.pay(good)
        val journal = Memory(first, good.opSeq, second)
        cashier(journal) { model ->
            model.start()
            val ask = model.end() as CashierState.AskProvider
            assertEquals(setOf(first, second), ask.payments.keys, "neither hides the other")
            for (text in ask.payments.values) assertTrue("OPSeq" in text, text)
            assertEquals(setOf(first, second), journal.entries)
            assertTrue(Regex("\"op_seq\":\"${good.opSeq}\"[^}]*\"status\":\"cancelled\"").containsMatchIn(sandbox.ledger()), sandbox.ledger())
        }
    }

    @Test
    fun `a second scan while the first is not over is ignored`() = cashier(Memory()) { model ->
        val (first, second) = Support.sale() to Support.sale()
        model.scanned(first)
        model.scanned(second)
        assertTrue(model.end() is CashierState.Paid)
        assertTrue(second.opSeq !in sandbox.ledger())
    }

    @Test
    fun `what a killed app left open is cancelled at the start`() {
        val sale: IcashPayRequest = Support.sale()
        till.pay(sale)
        val journal = Memory(sale.opSeq)
        cashier(journal) { model ->
            model.start()
            assertTrue(model.end() is CashierState.NotCharged)
            assertTrue(journal.entries.isEmpty())
            assertTrue(Regex("\"op_seq\":\"${sale.opSeq}\"[^}]*\"status\":\"cancelled\"").containsMatchIn(sandbox.ledger()), sandbox.ledger())
        }
    }
}
