// The Kotlin package in the same loop and with the same request as twpos in Rust (bench/src/main.rs).
// Run by bench/kotlin_binding.py: after --warmup charges it makes as many as each line of its input says, and answers
// with what they cost.

package tw.twpos.tests

import com.sun.management.OperatingSystemMXBean
import tw.twpos.IcashClient
import tw.twpos.IcashPayRequest
import java.lang.management.ManagementFactory

/** The sandbox opens a wallet with enough for some 2700 charges; the first is another program's. */
private const val CHARGES_PER_WALLET = 2500

fun main(arguments: Array<String>) {
    val given = arguments.toList().chunked(2).associate { (name, value) -> name to value }
    val run = "K${System.nanoTime() / 1000}N"
    // The whole process: the compiler's and the collector's threads too, and what they do while others are measured.
    val system = ManagementFactory.getOperatingSystemMXBean() as OperatingSystemMXBean
    var made = 0
    IcashClient.fromConfig(given.getValue("--config")).use { till ->
        fun charge(count: Int) = repeat(count) { till.pay(request(run, made++)) }

        charge(given.getValue("--warmup").toInt())
        var cpu = system.processCpuTime
        println("warm")
        for (count in generateSequence(::readlnOrNull).map(String::toInt)) {
            val wall = System.nanoTime()
            charge(count)
            val (before, now) = cpu to system.processCpuTime
            val (cpuTime, wallTime) = listOf(now - before, System.nanoTime() - wall).map { it / 1e3 / count }
            cpu = now
            println("""{"peer":"twpos for Kotlin","mode":"charge","count":$count,"cpu_us_per_op":$cpuTime,"wall_us_per_op":$wallTime}""")
        }
    }
}

/** ICPOS001 as a till fills it, field for field what the peers send. */
private fun request(run: String, n: Int) = IcashPayRequest(
    payType = "Token", buyerId = "ICBENCH${(2 + n / CHARGES_PER_WALLET).toString().padStart(11, '0')}", ccy = "TWD", txAmt = 36,
    storeId = "217477", storeName = "見晴", posNo = "01", opSeq = "$run${n.toString().padStart(8, '0')}",
    opTime = "2026/11/05 12:34:56", receiptNo = "", receiptPeriod = "", taxId = "22555003", corpId = "22555003",
    vehicle = "", donate = "", itemAmt = 36, bonusType = "ByWallet", bonusCategory = "", bonusId = "",
    paymentNo = "038", remark = "123456", receiptPrint = "N",
)
