package tw.twpos.tests

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.DynamicTest
import org.junit.jupiter.api.TestFactory
import org.junit.jupiter.api.assertThrows
import tw.twpos.Outcome
import tw.twpos.TwposException
import tw.twpos.Wallet
import tw.twpos.walletsOf

/** Which wallet a scanned code can be of: conformance/vectors/wallets.json. */
class WalletsTest {
    @TestFactory
    fun `wallets are told by the shape of their codes`(): List<DynamicTest> {
        val cases = Support.objects(Support.vectors("wallets"), "cases").toList()
        assertTrue(cases.size >= 40)
        return cases.map { case ->
            DynamicTest.dynamicTest(case["name"].asString) {
                val (scanned, providers) = case["scanned"].asString to case.getAsJsonArray("providers").map { it.asString }
                if (case.has("error")) {
                    val error = assertThrows<TwposException.InvalidRequest> { walletsOf(scanned, providers) }
                    assertEquals(case["error"].asString, error.kind.toString())
                    assertEquals(Outcome.NOT_SENT, error.outcome)
                } else {
                    val expected = Support.objects(case, "wallets").map { wallet ->
                        Wallet(wallet["name"].asString, wallet.getAsJsonArray("providers").map { it.asString })
                    }
                    assertEquals(expected, walletsOf(scanned, providers))
                }
            }
        }
    }
}
