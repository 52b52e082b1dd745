// Stops waiting for a payment after a second. That does not stop the payment.
//
//   java -cp … examples.AbandonKt till.toml

package examples

import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeoutOrNull
import tw.twpos.IcashCancelRequest
import tw.twpos.IcashClient
import tw.twpos.IcashPayRequest
import tw.twpos.awaitCancel
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

    val paid = withTimeoutOrNull(1000) { till.awaitPay(sale) }
    if (paid == null) {
        // The charge is on its way all the same: cancel it, as after any unknown outcome.
        println("stopped waiting for ${sale.opSeq}: cancel it")
        till.awaitCancel(IcashCancelRequest(opSeq = sale.opSeq))
    }
    till.close()
}
