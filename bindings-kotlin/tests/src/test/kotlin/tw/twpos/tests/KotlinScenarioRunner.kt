// The scenario runner in Kotlin: one JSON object per line in, one per line out (conformance/scenarios/README.md).

package tw.twpos.tests

import com.google.gson.GsonBuilder
import com.google.gson.JsonObject
import com.google.gson.JsonParser
import kotlinx.coroutines.runBlocking
import tw.twpos.*
import java.io.PrintStream
import kotlin.system.exitProcess

private val clients = HashMap<String, AutoCloseable>()

fun main(): Unit = runBlocking {
    val gson = GsonBuilder().serializeNulls().disableHtmlEscaping().create()
    val out = PrintStream(System.out, true, "UTF-8")
    for (line in System.`in`.bufferedReader().lineSequence()) {
        val answer = JsonObject()
        try {
            answer.add("response", ask(JsonParser.parseString(line).asJsonObject))
        } catch (e: TwposException) {
            answer.add("error", Fields.errorOf(e))
        }
        out.println(gson.toJson(answer))
    }
    exitProcess(0)
}

private suspend fun ask(question: JsonObject): JsonObject = when (question["do"].asString) {
    "call" -> {
        val (provider, operation) = question["operation"].asString.split(".")
        val messages = Fields.PROVIDERS.getAsJsonObject(provider).getAsJsonObject("operations").getAsJsonArray(operation)
        val request = Fields.fromVendor(provider, messages[0].asString, question.getAsJsonObject("request"))
        Fields.toVendor(provider, messages[1].asString, call(provider, question["config"].asString, request))
    }
    "parse_notification" -> Fields.toVendor("mypay", "Notification", Mypay.parseNotification(question.body()))
    else -> {
        val expected = Fields.fromVendor("mypay", "ExpectedOrder", question.getAsJsonObject("expected"))
        Mypay.parseNotification(question.body()).verify(expected as MypayExpectedOrder)
        JsonObject()
    }
}

private fun JsonObject.body() = this["body"].asString.toByteArray()

private suspend fun call(provider: String, config: String, request: Any): Any = when (provider) {
    "icash" -> {
        val client = client(config) { IcashClient.fromConfig(it) }
        when (request) {
            is IcashPayRequest -> client.awaitPay(request)
            is IcashRefundRequest -> client.awaitRefund(request)
            is IcashCancelRequest -> client.awaitCancel(request)
            is IcashTopUpRequest -> client.awaitTopUp(request)
            is IcashRefundTopUpRequest -> client.awaitRefundTopUp(request)
            else -> client.awaitCancelTopUp(request as IcashCancelTopUpRequest)
        }
    }
    "mypay" -> {
        val client = client(config) { MypayClient.fromConfig(it) }
        when (request) {
            is MypayCreateOrderRequest -> client.awaitCreateOrder(request)
            is MypayQueryOrderRequest -> client.awaitQueryOrder(request)
            is MypayRefundOrderRequest -> client.awaitRefundOrder(request)
            else -> client.awaitScanPay(request as MypayScanPayRequest)
        }
    }
    else -> {
        val client = client(config) { OmniClient.fromConfig(it) }
        when (request) {
            is OmniIpassPayRequest -> client.awaitIpassPay(request)
            is OmniIpassSearchRequest -> client.awaitIpassSearch(request)
            is OmniIpassRefundRequest -> client.awaitIpassRefund(request)
            is OmniIcashPayRequest -> client.awaitIcashPay(request)
            is OmniIcashSearchRequest -> client.awaitIcashSearch(request)
            else -> client.awaitIcashCancel(request as OmniIcashCancelRequest)
        }
    }
}

private inline fun <reified T : AutoCloseable> client(config: String, make: (String) -> T): T =
    clients.getOrPut("${T::class.java.name} $config") { make(config) } as T
