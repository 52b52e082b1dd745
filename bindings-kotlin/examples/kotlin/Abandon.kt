// Stops waiting for a payment after a second. That does not stop the payment.
//
//   java -cp … examples.AbandonKt till.toml

package examples

import kotlinx.coroutines.async
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeoutOrNull
import tw.twpos.IcashClient
import tw.twpos.IcashPayRequest
import tw.twpos.IcashPayResponse
import tw.twpos.Outcome
import tw.twpos.TwposException
import tw.twpos.awaitPay

fun main(arguments: Array<String>): Unit = runBlocking {
    val till = IcashClient.fromConfig(arguments[0])
    val sale = IcashPayRequest(
        buyerId = "IC0123456789ABCDEF",
        txAmt = 36,
        opSeq = "SHOP1-${System.currentTimeMillis()}",
        storeId = "217477",
        storeName = "見晴",
        posNo = "01",
    )

    val paying = async { runCatching { till.awaitPay(sale) } }
    if (withTimeoutOrNull(1000) { paying.await() } == null) {
        // The charge is on its way all the same, and a cancel sent now could overtake it.
        println("stopped waiting for ${sale.opSeq}")
        takeBack(till, sale.opSeq, paying.await())
    }
    till.close()
}

/** The charge has ended too late for the customer: takes it back, unless it is proven that there was none. */
suspend fun takeBack(till: IcashClient, opSeq: String, ended: Result<IcashPayResponse>) {
    val error = ended.exceptionOrNull() as? TwposException
    if (error == null || error.outcome == Outcome.UNKNOWN) {
        cancelUntilAnswered(till, opSeq)
    } else {
        println("$opSeq was not charged: ${error.detail}")
    }
}
