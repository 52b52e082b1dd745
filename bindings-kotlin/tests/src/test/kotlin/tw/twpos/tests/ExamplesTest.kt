package tw.twpos.tests

import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertTimeoutPreemptively
import tw.twpos.IcashClient
import java.io.BufferedReader
import java.io.ByteArrayOutputStream
import java.io.File
import java.io.PrintStream
import java.net.HttpURLConnection
import java.net.URI
import java.nio.file.Files
import java.nio.file.Paths
import java.time.Duration
import java.util.UUID
import java.util.concurrent.TimeUnit

/** The examples, run as a reader would, and the README, which shows them. */
class ExamplesTest {
    private fun start(
        main: String, vararg arguments: String, folder: File = File("."), errors: ProcessBuilder.Redirect = ProcessBuilder.Redirect.INHERIT,
    ): Process {
        val java = Paths.get(System.getProperty("java.home"), "bin", "java").toString()
        val command = listOf(java, "-Dfile.encoding=UTF-8", "-cp", System.getProperty("java.class.path"), main)
        return ProcessBuilder(command + arguments).directory(folder).redirectError(errors).start()
    }

    private fun run(main: String, vararg arguments: String, folder: File = File(".")): String {
        val process = start(main, *arguments, folder = folder)
        val out = process.inputStream.bufferedReader().readText()
        assertTrue(process.waitFor(60, TimeUnit.SECONDS))
        assertEquals(0, process.exitValue(), out)
        return out
    }

    @Test
    fun `a first payment, in each of the ways it can end, in Kotlin and Java`() {
        Sandbox().use { sandbox ->
            val closed = sandbox.configWith("closed.toml", sandbox.url, "http://127.0.0.1:1")
            for (main in listOf("examples.FirstPaymentKt", "examples.FirstPayment")) {
                fun ends(pattern: String, barcode: String, amount: String, config: String = sandbox.config) {
                    val out = run(main, config, barcode, amount, "SHOP1-${UUID.randomUUID()}")
                    assertTrue(Regex(pattern).containsMatchIn(out), "$main: $out")
                }
                ends("^paid NT\\$ 36, icash number \\d{20}\n$", "IC0123456789ABCDEF", "36")
                ends("^not charged, tell the customer: .", "ICTWPOSDECLINE0000", "36")
                ends("^not charged, correct this: TxAmt", "IC0123456789ABCDEF", "0")
                ends("^not charged, try again: .", "IC0123456789ABCDEF", "36", closed)
                ends("^outcome of SHOP1-\\S+ unknown \\(transport\\): cancelling\ncancelled: charge again under a new number\n$", "ICTWPOSRESETAFTER0", "36")
            }
        }
    }

    @Test
    fun `an example says how it is used`() {
        Sandbox().use { sandbox ->
            for (name in listOf("FirstPaymentKt", "FirstPayment", "AbandonKt")) {
                for (given in listOf(listOf(), listOf("IC0123456789ABCDEF", "36"), listOf("IC0123456789ABCDEF", "36x", "SHOP1-0001"))) {
                    val process = start("examples.$name", sandbox.config, *given.toTypedArray(), errors = ProcessBuilder.Redirect.PIPE)
                    val said = process.errorStream.bufferedReader().readText()
                    val usage = "usage: ${name.removeSuffix("Kt")} till.toml BARCODE AMOUNT REFERENCE\n"
                    assertEquals(1 to usage, process.waitFor() to said, name)
                }
            }
        }
    }

    @Test
    fun `a cancel that no repetition mends ends with the reference, in Kotlin and Java`() {
        Sandbox().use { sandbox ->
            val till = IcashClient.fromConfig(sandbox.config)
            val inJava = Class.forName("examples.FirstPayment")
                .getDeclaredMethod("cancelUntilAnswered", IcashClient::class.java, String::class.java)
            inJava.isAccessible = true
            val cancels = mapOf<String, (String) -> Unit>(
                "Kotlin" to { runBlocking { examples.cancelUntilAnswered(till, it) } },
                "Java" to { inJava.invoke(null, till, it) },
            )
            for ((language, cancel) in cancels) {
                val tooLong = "X".repeat(51)
                val refused = "REFUSED-$language"
                sandbox.fault("""{"match":{"operation":"icash.cancel","reference":"$refused"},"fault":"decline"}""")
                for (reference in listOf(tooLong, refused)) {
                    val out = assertTimeoutPreemptively<String>(Duration.ofSeconds(20)) { printed { cancel(reference) } }
                    assertTrue(out.startsWith("$reference is not cancelled, ask icash Pay: "), "$language: $out")
                    assertEquals(1, out.lines().count { it.isNotEmpty() }, out)
                }
            }
        }
    }

    private fun printed(work: () -> Unit): String {
        val (before, bytes) = System.out to ByteArrayOutputStream()
        System.setOut(PrintStream(bytes, true, "UTF-8"))
        try {
            work()
        } finally {
            System.setOut(before)
        }
        return bytes.toString("UTF-8")
    }

    @Test
    fun `waiting can be abandoned`() {
        Sandbox().use { sandbox ->
            // A cancel that does not wait for the charge would come before it.
            sandbox.fault("""{"match":{"operation":"icash.pay"},"fault":"delay_before_commit","milliseconds":2500}""")
            fun abandon() = run("examples.AbandonKt", sandbox.config, "IC0123456789ABCDEF", "36", "SHOP1-${UUID.randomUUID()}")
            val out = abandon()
            assertTrue(Regex("^stopped waiting for SHOP1-\\S+\ncancelled: charge again under a new number\n$").containsMatchIn(out), out)
            val charges = Regex("\"amount\":36.*?\"status\":\"(\\w+)\"").findAll(sandbox.ledger()).map { it.groupValues[1] }.toList()
            assertEquals(listOf("cancelled"), charges, sandbox.ledger())
            assertEquals("paid NT$ 36\n", abandon())
            sandbox.fault("""{"match":{"operation":"icash.pay"},"fault":"reset_after_commit"}""")
            assertEquals("cancelled: charge again under a new number\n", abandon(), "unknown in time")
        }
    }

    @Test
    fun `a web server receives notifications`() {
        val key = "3425042d7d266e4aea5fd4653a0271db"
        val answer = { prc: String -> """{"prc":"$prc","order_id":"ORDER-1","uid":"95217","key":"$key","cost":900,"actual_cost":900}""" }
        // The first query fails, and the second finds the order pending; nobody may lose it for that.
        val replies = ArrayDeque(listOf(Support.Reply(500, "no"), Support.Reply(200, answer("280"))))
        Support.Server { synchronized(replies) { replies.removeFirstOrNull() } ?: Support.Reply(200, answer("250")) }.use { mypay ->
            val config = Support.write(
                Support.scratchFolder().resolve("till.toml"),
                "[mypay]\nbase_url = \"${mypay.url()}\"\nmode = \"store\"\nuid = \"289151880002\"\nkey = \"${"K".repeat(32)}\"\n",
            )
            val shop = start("examples.MypayNotifications", config.toString(), "0", "1")
            try {
                val lines: BufferedReader = shop.inputStream.bufferedReader()
                val url = lines.readLine()
                val paid = "uid=95217&key=$key&prc=250&order_id=ORDER-1&cost=900"
                assertEquals(200 to "8888", post(url, paid))
                assertEquals("ORDER-1: paid, NT$ 900: hand out the goods", lines.readLine())
                repeat(3) { assertEquals(200 to "8888", post(url, paid)) }
                for (forged in listOf(paid.replace(key, "F".repeat(32)), paid.replace("900", "1"), paid.replace("ORDER-1", "ORDER-2"), "odd=1")) {
                    assertEquals(400 to "", post(url, forged))
                }
                assertEquals(false, lines.ready(), "the goods are handed out once")
            } finally {
                shop.destroy()
            }
        }
    }

    private fun post(url: String, body: String): Pair<Int, String> {
        val connection = URI(url).toURL().openConnection() as HttpURLConnection
        connection.doOutput = true
        connection.outputStream.use { it.write(body.toByteArray()) }
        val status = connection.responseCode
        return status to if (status == 200) connection.inputStream.bufferedReader().readText() else ""
    }

    /** `bindings-kotlin/build` has put them where this package's tests are compiled from. */
    @Test
    fun `the README's programs run as pasted, once approved and once unknown`() {
        Sandbox().use { sandbox ->
            val folder = Support.scratchFolder()
            // The sandbox's own, since the configuration names files beside it.
            Files.createSymbolicLink(folder.resolve("sandbox-state"), Paths.get(sandbox.config).toAbsolutePath().parent)
            for (main in listOf("FirstPaymentKt", "FirstPayment")) {
                val paid = run(main, folder = folder.toFile())
                assertTrue(Regex("paid NT\\$ 36, icash number \\d{20}\n").matches(paid), "$main: $paid")
                sandbox.fault("""{"match":{"operation":"icash.pay"},"fault":"reset_after_commit"}""")
                val unknown = run(main, folder = folder.toFile())
                val says = Regex("outcome of SHOP1-\\d+ unknown \\(transport\\): cancelling\ncancelled: charge again under a new number\n")
                assertTrue(says.matches(unknown), "$main: $unknown")
            }
        }
    }

    @Test
    fun `the README's wallets are told, in Kotlin and Java`() {
        for ((name, method) in listOf("FirstPaymentKt" to "tellWallets", "Wallets" to "tell")) {
            val tell = Class.forName(name).getDeclaredMethod(method, String::class.java)
            tell.isAccessible = true
            assertEquals("line_pay through mypay\njkopay through mypay\n", printed { tell.invoke(null, "223456789012345678") }, name)
        }
    }

    @Test
    fun `the README has four sections, two blocks in each language, and the coordinates that are built`() {
        val readme = Support.text(Support.packageFolder().resolve("README.md"))
        assertEquals(listOf("Install", "First payment", "Errors and what to do", "Threads"), sections(readme))
        assertEquals(listOf("```xml", "```kotlin", "```java", "```kotlin", "```java"), fenced(readme).map { it.lines().first() })
        val pom = Support.text(Support.packageFolder().resolve("tests/pom.xml"))
        val version = Regex("<version>(.*)</version>").find(pom)!!.groupValues[1]
        val dependency = fenced(readme).first().lines().drop(1).dropLast(1).joinToString("\n")
        assertTrue(unindented(dependency.replace(version, "\${project.version}")) in unindented(pom), dependency)
    }

    @Test
    fun `the Chinese README shows the same code`() {
        val english = Support.text(Support.packageFolder().resolve("README.md"))
        val chinese = Support.text(Support.packageFolder().resolve("README.zh-TW.md"))
        assertEquals(listOf("安裝", "第一筆付款", "錯誤與處理", "執行緒"), sections(chinese))
        assertEquals(fenced(english), fenced(chinese))
    }

    private fun sections(text: String): List<String> =
        Regex("(?m)^## (.*)$").findAll(text).map { it.groupValues[1] }.toList()

    private fun fenced(text: String): List<String> =
        Regex("(?m)^```[\\s\\S]*?^```$").findAll(text).map { it.value }.toList()

    private fun unindented(text: String) = text.lines().joinToString("\n") { it.trim() }.trim()
}
