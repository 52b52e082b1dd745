// The model behind a cashier's screen: scan, pay, show the outcome, cancel when it is unknown.

package examples

import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.launch
import tw.twpos.IcashCancelRequest
import tw.twpos.IcashClientInterface
import tw.twpos.IcashPayRequest
import tw.twpos.Outcome
import tw.twpos.TwposException
import tw.twpos.awaitCancel
import tw.twpos.awaitPay

/** What the cashier sees. */
sealed interface CashierState {
    /** Waiting for a barcode. */
    data object Ready : CashierState

    /** Do not let the customer go. */
    data class Paying(val amount: Long) : CashierState

    /** Hand out the goods. */
    data class Paid(val amount: Long, val bankSeq: String) : CashierState

    /** The customer was not charged; [text] says why. */
    data class NotCharged(val text: String) : CashierState

    /** Nobody knows yet whether the customer was charged, so the payment is being cancelled. */
    data class Cancelling(val reference: String, val tries: Int) : CashierState

    /** Someone must ask icash Pay about these payments, by their references: what was said of each cancel. */
    data class AskProvider(val payments: Map<String, String>) : CashierState
}

/** Your shop's own journal: what it holds survives the app. */
interface Journal {
    /** Before anything is sent: from now on this payment may exist. */
    fun begun(opSeq: String)

    /** It is known how it ended. */
    fun ended(opSeq: String)

    /** Payments that were begun, and of which no end is known: the app was killed meanwhile. */
    fun open(): List<String>
}

/**
 * On Android, give it a scope that outlives the screen (the application's, not `viewModelScope`): who leaves the screen
 * must not stop a cancel. Its methods are called on the scope's thread.
 */
class CashierViewModel(
    private val till: IcashClientInterface,
    private val journal: Journal,
    private val scope: CoroutineScope,
    private val dispatcher: CoroutineDispatcher = Dispatchers.IO,
    private val firstWait: Long = 1_000,
) {
    private val shown = MutableStateFlow<CashierState>(CashierState.Ready)
    val state: StateFlow<CashierState> = shown.asStateFlow()
    private var working: Job? = null

    /** Cancels what a killed app left open. Call it once, before the first payment. */
    fun start() = work {
        val ends = journal.open().map { cancelUntilAnswered(it) }
        val ask = ends.filterIsInstance<CashierState.AskProvider>().flatMap { it.payments.toList() }.toMap()
        shown.value = if (ask.isEmpty()) ends.lastOrNull() ?: CashierState.Ready else CashierState.AskProvider(ask)
    }

    /** A barcode was scanned. Ignored while a payment is not over: the cashier's finger was too quick. */
    fun scanned(sale: IcashPayRequest) = work {
        shown.value = CashierState.Paying(sale.txAmt)
        journal.begun(sale.opSeq)
        try {
            val paid = till.awaitPay(sale, dispatcher)
            journal.ended(sale.opSeq)
            shown.value = CashierState.Paid(sale.txAmt, paid.bankSeq)
        } catch (e: TwposException) {
            if (e.outcome == Outcome.UNKNOWN) {
                shown.value = cancelUntilAnswered(sale.opSeq)
            } else {
                journal.ended(sale.opSeq)
                shown.value = CashierState.NotCharged(e.providerText ?: e.detail)
            }
        }
    }

    /** The cashier has seen how it ended. */
    fun next() {
        if (working?.isActive != true) shown.value = CashierState.Ready
    }

    /** A cancel is safe without knowing whether there was a payment, and may be repeated. Gives what to show then. */
    private suspend fun cancelUntilAnswered(opSeq: String): CashierState {
        var wait = firstWait
        var tries = 1
        while (true) {
            shown.value = CashierState.Cancelling(opSeq, tries++)
            try {
                till.awaitCancel(IcashCancelRequest(opSeq = opSeq), dispatcher)
                journal.ended(opSeq)
                return CashierState.NotCharged("cancelled: charge again under a new number")
            } catch (e: TwposException) {
                when (e) {
                    is TwposException.Refused, is TwposException.InvalidRequest, is TwposException.Config,
                    is TwposException.InvalidNotification -> {
                        // No repetition mends that. It stays in the journal until someone has asked.
                        return CashierState.AskProvider(mapOf(opSeq to (e.providerText ?: e.detail)))
                    }
                    is TwposException.OutcomeUnknown, is TwposException.NotSent -> {
                        delay(wait)
                        wait = minOf(wait * 2, 60_000)
                    }
                }
            }
        }
    }

    private fun work(block: suspend () -> Unit) {
        if (working?.isActive == true) return
        working = scope.launch { block() }
    }
}
