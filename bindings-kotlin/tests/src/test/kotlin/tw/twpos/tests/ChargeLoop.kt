// The Kotlin package in the same loop and with the same request as twpos in Rust (bench/src/main.rs).
// Run by bench/kotlin_binding.py.

package tw.twpos.tests

import com.sun.management.OperatingSystemMXBean
import tw.twpos.IcashClient
import tw.twpos.IcashPayRequest
import java.lang.management.ManagementFactory

fun main(arguments: Array<String>) {
    val given = arguments.toList().chunked(2).associate { (name, value) -> name to value }
    val (count, warmup) = listOf("--count", "--warmup").map { given.getValue(it).toInt() }
    val run = "K${System.nanoTime() / 1000}N"
    IcashClient.fromConfig(given.getValue("--config")).use { till ->
        for (n in 0 until warmup) till.pay(request(run, n))
        // The whole process: the compiler's and the collector's threads too.
        val system = ManagementFactory.getOperatingSystemMXBean() as OperatingSystemMXBean
        val (cpu, wall) = system.processCpuTime to System.nanoTime()
        for (n in warmup until warmup + count) till.pay(request(run, n))
        val (cpuTime, wallTime) = listOf(system.processCpuTime - cpu, System.nanoTime() - wall).map { it / 1e3 / count }
        println("""{"peer":"twpos for Kotlin","mode":"charge","count":$count,"cpu_us_per_op":$cpuTime,"wall_us_per_op":$wallTime}""")
    }
}

/** ICPOS001 as a till fills it, field for field what the peers send. */
private fun request(run: String, n: Int) = IcashPayRequest(
    payType = "Token", buyerId = "ICBENCH00000000001", ccy = "TWD", txAmt = 36, storeId = "217477", storeName = "見晴",
    posNo = "01", opSeq = "$run${n.toString().padStart(8, '0')}", opTime = "2026/11/05 12:34:56", receiptNo = "",
    receiptPeriod = "", taxId = "22555003", corpId = "22555003", vehicle = "", donate = "", itemAmt = 36,
    bonusType = "ByWallet", bonusCategory = "", bonusId = "", paymentNo = "038", remark = "123456", receiptPrint = "N",
)
