package tw.twpos.tests

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.DynamicTest
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.TestFactory
import tw.twpos.IcashBonusType
import java.lang.reflect.Modifier

/** Every code knows its like. */
class CodesTest {
    private val codes = Class.forName("tw.twpos.Twpos").methods.filter { it.name.endsWith("FromCode") }.map { it.returnType }

    @TestFactory
    fun `all are listed, and each is found by its code`(): List<DynamicTest> {
        assertEquals(49, codes.size)
        return codes.map { type ->
            DynamicTest.dynamicTest(type.simpleName) {
                val all = type.getMethod("getAll").invoke(null) as List<*>
                val (code, fromCode) = type.getMethod("code") to type.getMethod("fromCode", String::class.java)
                val objects = type.declaredClasses.filter { type.isAssignableFrom(it) && it.simpleName != "Unknown" }
                assertEquals(objects.toSet(), all.map { it!!.javaClass }.toSet())
                assertEquals(objects.size, all.size)
                for (one in all) assertEquals(one, fromCode.invoke(null, code.invoke(one)))
                assertEquals("no such code", code.invoke(fromCode.invoke(null, "no such code")))
            }
        }
    }

    @Test
    fun `in the document's order`() {
        assertEquals(listOf(IcashBonusType.NotUsed, IcashBonusType.ByWallet), IcashBonusType.all)
    }
}
