package tw.twpos.tests

import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.TimeoutCancellationException
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.AfterAll
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.TestInstance
import tw.twpos.*
import java.lang.reflect.InvocationTargetException
import java.lang.reflect.Proxy
import java.util.concurrent.CompletableFuture
import java.util.concurrent.Executor
import java.util.concurrent.Executors
import java.util.concurrent.LinkedBlockingQueue

private const val DELAY = 700L

/** What cancelling does to a charge (nothing), and to who waits for it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CoroutinesTest {
    private val sandbox = Sandbox("--processing-delay", DELAY.toString())
    private val till = IcashClient.fromConfig(sandbox.config)

    @AfterAll
    fun stop() = sandbox.close()

    @Test
    fun `cancelling abandons the waiting, not the charge`() = runBlocking {
        val sale = Support.sale()
        val became = CompletableDeferred<Result<IcashPayResponse>>()
        var thrown: Throwable? = null
        val started = System.nanoTime()
        val waiting = launch {
            try {
                till.awaitPay(sale) { became.complete(it) }
            } catch (e: AbandonedException) {
                thrown = e
                throw e
            }
        }
        delay(150)
        waiting.cancel(CancellationException("the customer left"))
        waiting.join()
        assertTrue(System.nanoTime() - started < DELAY * 1_000_000, "nobody waited")
        val abandoned = thrown as AbandonedException
        assertEquals(Outcome.UNKNOWN to sale.opSeq, abandoned.outcome to abandoned.reference)
        assertEquals("the customer left", abandoned.cause?.message)

        assertEquals(sale.opSeq, became.await().getOrThrow().opSeq, "the customer was charged, and it was told")
        assertTrue(sale.opSeq in sandbox.ledger())
        till.awaitCancel(IcashCancelRequest(opSeq = sale.opSeq))
        Unit
    }

    @Test
    fun `an abandoned call that fails is told too`() = runBlocking {
        val sale = Support.sale("ICTWPOSSIGBAD00000")
        val became = CompletableDeferred<Result<IcashPayResponse>>()
        val waiting = launch { till.awaitPay(sale) { became.complete(it) } }
        delay(150)
        waiting.cancel()
        val e = became.await().exceptionOrNull() as TwposException
        assertEquals(Outcome.UNKNOWN to sale.opSeq, e.outcome to e.reference)
    }

    @Test
    fun `a call that had not begun never does`() = runBlocking {
        val single = Executors.newSingleThreadExecutor().asCoroutineDispatcher()
        val (first, second) = Support.sale() to Support.sale()
        val busy = async(start = CoroutineStart.UNDISPATCHED) { till.awaitPay(first, single) }
        var thrown: AbandonedException? = null
        val queued = launch(start = CoroutineStart.UNDISPATCHED) {
            try {
                till.awaitPay(second, single) { error("nothing became of it") }
            } catch (e: AbandonedException) {
                thrown = e
            }
        }
        delay(100)
        queued.cancel()
        queued.join()
        assertEquals(Outcome.NOT_SENT to second.opSeq, thrown?.run { outcome to reference })
        busy.await()
        delay(DELAY + 200)
        assertFalse(second.opSeq in sandbox.ledger())
        single.close()
    }

    @Test
    fun `closed is closed, also while another call is in flight`() {
        val closing = IcashClient.fromConfig(sandbox.config)
        val (first, second) = Support.sale() to Support.sale()
        val busy = CompletableFuture.supplyAsync { closing.pay(first) }
        Thread.sleep(DELAY / 3)
        closing.close()
        val e = assertThrows(TwposException.Config::class.java) { closing.pay(second) }
        assertEquals(Outcome.NOT_SENT to second.opSeq, e.outcome to e.reference)
        assertEquals(first.opSeq, busy.get().opSeq, "the call in flight ends as it would have")
        assertFalse(second.opSeq in sandbox.ledger())
    }

    @Test
    fun `a call without a thread is not sent, and never will be`() = runBlocking {
        val kept = LinkedBlockingQueue<Runnable>()
        val exhausted = Executor {
            kept.add(it)
            throw OutOfMemoryError("unable to create native thread")
        }.asCoroutineDispatcher()
        val sale = Support.sale()
        val e = try { till.awaitPay(sale, exhausted); null } catch (e: TwposException.NotSent) { e }
        assertEquals(Outcome.NOT_SENT to sale.opSeq, e?.run { outcome to reference })
        // As kotlinx does: what was queued runs on the next thread that there is.
        kept.forEach { it.run() }
        assertFalse(sale.opSeq in sandbox.ledger())
    }

    @Test
    fun `an error after sending is an unknown outcome with its reference`() {
        val sale = Support.sale()
        fun plumbing(name: String) = Class.forName("tw.twpos.internal.$name")
        val call = plumbing("Call")
        fun function(name: String) = call.methods.single { it.name.startsWith(name) }
        val converter = plumbing("FfiConverterTypeIcashPayRequest")
        val failing = Proxy.newProxyInstance(javaClass.classLoader, arrayOf(converter.interfaces.single())) { _, _, _ ->
            throw OutOfMemoryError("Java heap space")
        }
        fun instance(of: Class<*>) = of.getField("INSTANCE").get(null)
        val request = function("lower").invoke(instance(call), instance(converter), sale)
        val handle = IcashClient::class.java.getDeclaredField("handle").run { isAccessible = true; getLong(till) }
        val thrown = assertThrows(InvocationTargetException::class.java) {
            val name = "uniffi_twpos_uniffi_fn_method_icashclient_pay"
            function("operation").invoke(instance(call), name, handle, request, sale.opSeq, failing)
        }
        val e = thrown.cause as TwposException.OutcomeUnknown
        assertEquals(sale.opSeq, e.reference)
        assertTrue(e.cause is OutOfMemoryError)
        assertTrue(sale.opSeq in sandbox.ledger())
    }

    @Test
    fun `a timeout is a timeout, and the charge stands`() = runBlocking {
        val sale = Support.sale()
        assertThrows(TimeoutCancellationException::class.java) { runBlocking { withTimeout(150) { till.awaitPay(sale) } } }
        delay(DELAY + 300)
        assertTrue(sale.opSeq in sandbox.ledger())
    }

    @Test
    fun `who must not stop waiting says so`() = runBlocking {
        val sale = Support.sale()
        var paid: IcashPayResponse? = null
        val waiting = launch { withContext(NonCancellable) { paid = till.awaitPay(sale) } }
        delay(100)
        waiting.cancel()
        waiting.join()
        assertEquals(sale.opSeq, paid?.opSeq)
    }

    @Test
    fun `errors come as they are, and the caller's thread is free`() = runBlocking {
        val sale = Support.sale("ICTWPOSDECLINE0000")
        var ticks = 0
        val ticking = launch { while (true) { delay(10); ticks++ } }
        val e = try { till.awaitPay(sale); null } catch (e: TwposException.Refused) { e }
        assertEquals(sale.opSeq, e?.reference)
        ticking.cancel()
        assertTrue(ticks > 5, "$ticks ticks")
    }

    @Test
    fun `sixty-four charges at once on Dispatchers IO`() = runBlocking {
        val started = System.nanoTime()
        val paid = coroutineScope { (1..64).map { async { till.awaitPay(Support.sale("ICMANY%012d".format(it))) } }.awaitAll() }
        assertEquals(64, paid.map { it.opSeq }.toSet().size)
        val elapsed = (System.nanoTime() - started) / 1_000_000
        assertTrue(elapsed < 8 * DELAY, "$elapsed ms")
    }

    @Test
    fun `a fake till is enough for an app's own tests`() = runBlocking {
        val fake = object : IcashClientInterface by till {
            override fun pay(request: IcashPayRequest) = IcashPayResponse(opSeq = request.opSeq, txAmt = request.txAmt)
        }
        assertEquals(5L, fake.awaitPay(IcashPayRequest(txAmt = 5)).txAmt)
        assertNull(fake.awaitPay(IcashPayRequest()).walletSeq)
    }
}
