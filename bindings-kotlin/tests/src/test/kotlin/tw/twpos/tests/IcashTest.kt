package tw.twpos.tests

import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.AfterAll
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.TestInstance
import tw.twpos.*
import java.nio.file.Paths

/** icash Pay against the sandbox, in Kotlin. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IcashTest {
    private val sandbox = Sandbox()
    private val till = IcashClient.fromConfig(sandbox.config)
    private val barcode = "IC0123456789ABCDEF"

    @AfterAll
    fun stop() {
        till.close()
        sandbox.close()
    }

    @Test
    fun `pay, refund, cancel`() = runBlocking {
        val sale = Support.sale().apply { itemList = listOf(IcashItem(itemName = "P1", quantity = "2")) }
        val paid = till.awaitPay(sale)
        assertEquals(listOf(36L, sale.opSeq, "Y"), listOf(paid.txAmt, paid.opSeq, paid.serviceResult))
        val refund = IcashRefundRequest(
            opSeq = sale.opSeq, bankSeq = paid.bankSeq, txAmt = 36, opRefundSeq = Support.nextOpSeq(),
            storeId = "217477", storeName = "見晴", posNo = "01",
        )
        assertEquals(36L, till.awaitRefund(refund).walletTxAmt)
        val other = Support.sale()
        till.pay(other)
        assertEquals(other.opSeq, till.awaitCancel(IcashCancelRequest(opSeq = other.opSeq)).opSeq)
        assertTrue(sale.opSeq in sandbox.ledger() && other.opSeq in sandbox.ledger())
    }

    @Test
    fun `top up, refund it, cancel it`() = runBlocking {
        fun topUp() = IcashTopUpRequest(
            buyerId = barcode, topUpAmt = 500, opSeq = Support.nextOpSeq(), storeId = "217477", storeName = "見晴", posNo = "01",
        )
        val first = topUp()
        val done = till.awaitTopUp(first)
        assertEquals(500L, done.topUpAmt)
        val back = IcashRefundTopUpRequest(
            buyerId = barcode, opSeq = first.opSeq, bankSeq = done.bankSeq, topUpAmt = 500, opRefundSeq = Support.nextOpSeq(),
            storeId = "217477", storeName = "見晴", posNo = "01",
        )
        assertEquals("Y", till.awaitRefundTopUp(back).serviceResult)
        val second = topUp()
        till.topUp(second)
        assertEquals(second.opSeq, till.awaitCancelTopUp(IcashCancelTopUpRequest(barcode, second.opSeq)).opSeq)
    }

    @Test
    fun `settings by name`() {
        val settings = IcashSettings(
            baseUrl = sandbox.url,
            merchantPrivateKeyFile = sandbox.state.resolve(sandbox.setting("merchant_private_key_file")).toString(),
            icashPublicKeyFile = sandbox.state.resolve(sandbox.setting("icash_public_key_file")).toString(),
            encKeyId = sandbox.setting("enc_key_id"),
            aesKey = sandbox.setting("aes_key"),
            aesIv = sandbox.setting("aes_iv"),
            timeoutSeconds = 12.5,
            userAgent = "till \"7\"\\",
        )
        IcashClient(settings).use { assertEquals(36L, it.pay(Support.sale()).txAmt) }
        val shown = settings.toString()
        assertFalse(settings.aesKey!! in shown || settings.aesIv!! in shown, shown)
        assertTrue(sandbox.url in shown)

        for ((wrong, detail) in listOf(
            settings.copy(timeoutSeconds = 5.0) to "timeout_seconds must be at least 10",
            settings.copy(timeoutSeconds = Double.NaN) to "timeout_seconds must be a number of seconds",
            settings.copy(aesKey = "short") to "AES key must be exactly 32",
            settings.copy(environment = "stage") to "either base_url or environment",
            settings.copy(aesKeyFile = "/nowhere") to "aes_key_file",
        )) {
            val e = assertThrows(TwposException.Config::class.java) { IcashClient(wrong) }
            assertTrue(detail in e.detail, e.detail)
        }
        val e = assertThrows(TwposException.Config::class.java) { IcashClient.fromConfig("/nowhere/till.toml") }
        assertTrue("/nowhere/till.toml" in e.detail)
    }

    @Test
    fun `a closed client sends nothing`() {
        val closed = IcashClient.fromConfig(sandbox.config)
        closed.close()
        closed.close()
        val sale = Support.sale()
        val e = assertThrows(TwposException.Config::class.java) { closed.pay(sale) }
        assertEquals(Outcome.NOT_SENT to sale.opSeq, e.outcome to e.reference)
        assertThrows(TwposException.Config::class.java) { closed.encKeyId() }
        assertFalse(sale.opSeq in sandbox.ledger())
    }

    @Test
    fun `a new credential is used by the next call`() {
        val client = IcashClient.fromConfig(sandbox.config)
        val id = client.encKeyId()
        client.useCredential(IcashAesCredential("999", "K".repeat(32), "I".repeat(16)))
        assertEquals("999", client.encKeyId())
        assertThrows(TwposException::class.java) { client.pay(Support.sale()) }
        client.useCredential(IcashAesCredential(id, sandbox.setting("aes_key"), sandbox.setting("aes_iv")))
        assertEquals(36L, client.pay(Support.sale()).txAmt)
        assertThrows(TwposException.Config::class.java) { client.useCredential(IcashAesCredential("1", "short", "short")) }
        assertFalse("SECRET" in IcashAesCredential("1", "SECRET", "SECRET").toString())
    }

    @Test
    fun `a key exchange makes a till that can pay`() {
        val credentials = IcashKeyExchange(sandbox.url, ConnectionSettings(timeoutSeconds = 30.0)).run()
        assertTrue(credentials.encKeyId().all { it.isDigit() })
        assertEquals(2048, credentials.icashPublicKey().bits())
        val merchant = credentials.merchantPrivateKey()
        assertNotEquals(merchant.publicKey().fingerprint(), credentials.icashPublicKey().fingerprint())
        assertFalse("PRIVATE" in merchant.toString())
        val config = credentials.save(Support.scratchFolder().resolve("keys").toString(), sandbox.url, null)
        assertEquals("till.toml", Paths.get(config).fileName.toString())
        assertEquals(36L, IcashClient.fromConfig(config).pay(Support.sale()).txAmt)

        val nobody = IcashKeyExchange("http://127.0.0.1:1", ConnectionSettings(connectTimeoutSeconds = 2.0))
        assertThrows(TwposException.NotSent::class.java) { nobody.run() }
        assertThrows(TwposException.Config::class.java) { IcashKeyExchange("http://example.com") }
        assertThrows(TwposException.Config::class.java) { IcashKeyExchange(sandbox.url, ConnectionSettings(caFile = "/nowhere")) }
    }

    @Test
    fun `keys are made and read back`() {
        val key = PrivateKey.generate()
        assertEquals(key.publicKey().fingerprint(), PrivateKey.fromText(key.toPem()).publicKey().fingerprint())
        assertEquals(key.publicKey().toPem(), PublicKey.fromText(key.publicKey().toBase64()).toPem())
    }
}
