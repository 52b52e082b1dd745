// The scenario runner in Kotlin: one JSON object per line in, one per line out (conformance/scenarios/README.md).

package tw.twpos.tests

import com.google.gson.GsonBuilder
import com.google.gson.JsonObject
import com.google.gson.JsonParser
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.runBlocking
import tw.twpos.Mypay
import tw.twpos.MypayExpectedOrder
import tw.twpos.TwposException
import java.io.PrintStream
import java.lang.reflect.InvocationTargetException
import kotlin.coroutines.intrinsics.suspendCoroutineUninterceptedOrReturn
import kotlin.system.exitProcess

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
        Fields.toVendor(provider, messages[1].asString, call(JavaScenarioRunner.client(provider, question["config"].asString), operation, request))
    }
    "parse_notification" -> Fields.toVendor("mypay", "Notification", Mypay.parseNotification(question.body()))
    else -> {
        val expected = Fields.fromVendor("mypay", "ExpectedOrder", question.getAsJsonObject("expected"))
        Mypay.parseNotification(question.body()).verify(expected as MypayExpectedOrder)
        JsonObject()
    }
}

private fun JsonObject.body() = this["body"].asString.toByteArray()

/** Calls the `await…` of an operation by its name: to the JVM a static method that takes a continuation last. */
private suspend fun call(client: Any, operation: String, request: Any): Any {
    val name = "await${Fields.capitalised(Fields.camel(operation))}"
    val extensions = Class.forName("tw.twpos.Operations").methods
    val extension = extensions.single { it.name == name && it.parameterTypes[1] == request.javaClass }
    return suspendCoroutineUninterceptedOrReturn { continuation ->
        try {
            extension.invoke(null, client, request, Dispatchers.IO, null, continuation)
        } catch (e: InvocationTargetException) {
            throw e.targetException
        }
    }
}
