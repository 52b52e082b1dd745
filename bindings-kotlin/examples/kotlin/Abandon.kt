// Stops waiting for a payment after a second. That does not stop the payment.
//
//   java -cp … examples.AbandonKt till.toml BARCODE AMOUNT REFERENCE

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
import kotlin.system.exitProcess

fun main(arguments: Array<String>): Unit = runBlocking {
    val amount = arguments.getOrNull(2)?.toLongOrNull()
    if (arguments.size != 4 || amount == null) {
        System.err.println("usage: Abandon till.toml BARCODE AMOUNT REFERENCE")
        exitProcess(1)
    }
    val (config, barcode, _, reference) = arguments
    val till = IcashClient.fromConfig(config)
    val sale = IcashPayRequest(
        buyerId = barcode,
        txAmt = amount,
        opSeq = reference,
        storeId = "217477",
        storeName = "見晴",
        posNo = "01",
    )

    val paying = async { runCatching { till.awaitPay(sale) } }
    val isInTime = withTimeoutOrNull(1000) { paying.join() } != null
    if (!isInTime) println("stopped waiting for ${sale.opSeq}") // the charge is on its way all the same
    // Not before it has ended: a cancel that is sent earlier could overtake it.
    val ended = paying.await()
    if (isInTime && ended.isSuccess) println("paid NT$ ${sale.txAmt}") else takeBack(till, sale.opSeq, ended)
    till.close()
}

/** Takes a charge back that has failed, or that came too late, unless it is proven that there was none. */
suspend fun takeBack(till: IcashClient, opSeq: String, ended: Result<IcashPayResponse>) {
    val error = ended.exceptionOrNull() as? TwposException
    if (error == null || error.outcome == Outcome.UNKNOWN) {
        cancelUntilAnswered(till, opSeq)
    } else {
        println("$opSeq was not charged: ${error.detail}")
    }
}
