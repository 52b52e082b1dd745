// A first payment, and what to do when it fails.
//
//   java -cp … examples.FirstPaymentKt till.toml BARCODE AMOUNT REFERENCE

package examples

import kotlinx.coroutines.delay
import kotlinx.coroutines.runBlocking
import tw.twpos.IcashBonusType
import tw.twpos.IcashCancelRequest
import tw.twpos.IcashClient
import tw.twpos.IcashPayRequest
import tw.twpos.TwposException
import tw.twpos.awaitCancel
import tw.twpos.awaitPay
import kotlin.system.exitProcess

fun main(arguments: Array<String>): Unit = runBlocking {
    val amount = arguments.getOrNull(2)?.toLongOrNull()
    if (arguments.size != 4 || amount == null) {
        System.err.println("usage: FirstPayment till.toml BARCODE AMOUNT REFERENCE")
        exitProcess(1)
    }
    val (config, barcode, _, reference) = arguments
    IcashClient.fromConfig(config).use { till -> // once, for all payments
        charge(till, barcode, amount, reference)
    }
}

/** [reference] is your own number, unique for ever: keep it before you call this. */
suspend fun charge(till: IcashClient, barcode: String, amount: Long, reference: String) {
    val sale = IcashPayRequest(
        buyerId = barcode, // the barcode you scanned
        txAmt = amount, // whole New Taiwan dollars
        opSeq = reference,
        storeId = "217477",
        storeName = "見晴",
        posNo = "01",
        bonusType = IcashBonusType.ByWallet.code(),
    )
    try {
        val paid = till.awaitPay(sale)
        println("paid NT$ ${paid.txAmt}, icash number ${paid.bankSeq}")
    } catch (e: TwposException) {
        when (e) {
            is TwposException.OutcomeUnknown -> {
                // Nobody knows whether the customer was charged.
                println("outcome of ${e.reference} unknown (${e.kind}): cancelling")
                cancelUntilAnswered(till, reference)
            }
            is TwposException.Refused -> println("not charged, tell the customer: ${e.providerText}")
            is TwposException.NotSent -> println("not charged, try again: ${e.detail}")
            is TwposException.InvalidRequest, is TwposException.Config, is TwposException.InvalidNotification ->
                println("not charged, correct this: ${e.detail}")
        }
    }
}

/** A cancel is safe without knowing whether there was a payment, and may be repeated. */
suspend fun cancelUntilAnswered(till: IcashClient, opSeq: String) {
    var wait = 1000L
    while (true) {
        try {
            till.awaitCancel(IcashCancelRequest(opSeq = opSeq))
            println("cancelled: charge again under a new number")
            return
        } catch (e: TwposException) {
            when (e) {
                is TwposException.Refused, is TwposException.InvalidRequest, is TwposException.Config,
                is TwposException.InvalidNotification -> {
                    // No repetition mends that.
                    println("$opSeq is not cancelled, ask icash Pay: ${e.message}")
                    return
                }
                is TwposException.OutcomeUnknown, is TwposException.NotSent -> {
                    System.err.println(e)
                    delay(wait)
                    wait = minOf(wait * 2, 60_000)
                }
            }
        }
    }
}
