import kotlinx.coroutines.runBlocking
import tw.twpos.IcashCancelRequest
import tw.twpos.IcashClient
import tw.twpos.IcashPayRequest
import tw.twpos.TwposException
import tw.twpos.awaitCancel
import tw.twpos.awaitPay
import tw.twpos.twposVersion

/** Arguments: a configuration of the sandbox, and the beginning of the references. */
fun main(arguments: Array<String>): Unit = runBlocking {
    println("version ${twposVersion()}")
    IcashClient.fromConfig(arguments[0]).use { till ->
        println("paid ${till.awaitPay(sale("IC20261121CTEST001", "${arguments[1]}-1")).bankSeq}")
        try {
            till.awaitPay(sale("ICTWPOSRESETAFTER0", "${arguments[1]}-2"))
            println("paid, and should be unknown")
        } catch (e: TwposException.OutcomeUnknown) {
            till.awaitCancel(IcashCancelRequest(opSeq = e.reference!!))
            println("unknown, cancelled ${e.reference}")
        }
    }
}

private fun sale(barcode: String, reference: String) = IcashPayRequest(
    buyerId = barcode, txAmt = 36, opSeq = reference, storeId = "217477", storeName = "見晴", posNo = "01",
)
