package tw.twpos.tests

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import tw.twpos.*

/** Keys are fetched by the same way as payments are made, or a shop behind a proxy could pay and never begin. */
class KeyExchangeTest {
    @Test
    fun `keys are fetched through a proxy`() {
        Sandbox("--tls").use { sandbox ->
            ConnectProxy().use { proxy ->
                val ca = sandbox.state.resolve("ca.pem").toString()
                val settings = ConnectionSettings(caFile = ca, roots = "built-in", proxy = proxy.url)
                val wrong = settings.copy(proxyCredentials = "till:CANARY")
                assertFalse("CANARY" in wrong.toString(), wrong.toString())
                val e = assertThrows(TwposException.NotSent::class.java) { IcashKeyExchange(sandbox.url, wrong).run() }
                assertTrue("check proxy_credentials" in e.detail, e.detail)
                val file = Support.write(Support.scratchFolder().resolve("proxy.txt"), "${ConnectProxy.CREDENTIALS}\n")
                val right = settings.copy(proxyCredentialsFile = file.toString())
                assertTrue(IcashKeyExchange(sandbox.url, right).run().encKeyId().all { it.isDigit() })
            }
        }
    }

    @Test
    fun `a wrong setting is named`() {
        val proxy = "http://proxy:3128"
        for ((wrong, detail) in listOf(
            ConnectionSettings(roots = "CANARY") to "[icash] roots must be built-in or system",
            ConnectionSettings(proxy = "CANARY") to "proxy must be http://HOST:PORT",
            ConnectionSettings(proxy = "socks5://CANARY:1080") to "proxy must be http://HOST:PORT",
            ConnectionSettings(proxy = "http://till:CANARY@host:1") to "proxy must not contain a user or password",
            ConnectionSettings(proxyCredentials = "till:CANARY") to "[icash] proxy_credentials needs a proxy",
            ConnectionSettings(proxy = "environment", proxyCredentials = "till:CANARY") to "[icash] proxy_credentials needs a proxy",
            ConnectionSettings(proxy = proxy, proxyCredentials = "CANARY") to "proxy_credentials must be USER:PASSWORD",
            ConnectionSettings(proxy = proxy, proxyCredentialsFile = "CANARY") to "[icash] proxy_credentials_file names a file",
            ConnectionSettings(proxy = proxy, proxyCredentialsEnv = "CANARY") to "[icash] proxy_credentials_env names an environment",
            ConnectionSettings(timeoutSeconds = Double.NaN) to "[icash] timeout_seconds must be a number",
            ConnectionSettings(connectTimeoutSeconds = 3601.0) to "[icash] connect_timeout_seconds must be a number",
        )) {
            val e = assertThrows(TwposException.Config::class.java) { IcashKeyExchange("https://member.example", wrong) }
            assertTrue(e.detail.startsWith(detail), e.detail)
            assertFalse("CANARY" in e.toString(), e.toString())
        }
    }

    /** The settings in a table of the page, as fields. */
    private fun documented(title: String): Set<String> {
        val page = Support.text(Support.packageFolder().resolveSibling("docs/configuration.md"))
        val table = page.substringAfter("\n## $title\n").substringBefore("\n## ")
        val rows = Regex("^\\| (`.*?) \\|", RegexOption.MULTILINE).findAll(table).map { it.groupValues[1] }
        val names = rows.flatMap { row ->
            Regex("`(\\w+)`( \\((?:secret|or a file)\\))?").findAll(row).flatMap {
                val (name, mark) = it.destructured
                if (mark.isEmpty() && "(secrets)" !in row && "(or files)" !in row) listOf(name)
                else listOf(name, "${name}_file", "${name}_env")
            }
        }
        return names.map { name -> Regex("_(\\w)").replace(name) { it.groupValues[1].uppercase() } }.toSet()
    }

    private fun fields(type: Class<*>) =
        type.declaredFields.filter { !it.isSynthetic && !java.lang.reflect.Modifier.isStatic(it.modifiers) }.map { it.name }.toSet()

    @Test
    fun `every setting is there, and those that connect a client for the exchange too`() {
        val connection = documented("For every provider")
        assertTrue("proxyCredentialsEnv" in connection, "$connection")
        assertEquals(connection - "baseUrl", fields(ConnectionSettings::class.java))
        assertTrue("storeIdFile" in documented("`[omni]`"))
        for ((provider, type) in mapOf(
            "icash" to IcashSettings::class.java,
            "mypay" to MypaySettings::class.java,
            "omni" to OmniSettings::class.java,
        )) {
            assertEquals(emptySet<String>(), connection + documented("`[$provider]`") - fields(type), provider)
        }
    }
}
