package tw.twpos.tests

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import tw.twpos.IcashClient
import tw.twpos.IcashClientInterface
import tw.twpos.IcashPayRequest
import tw.twpos.TwposException
import tw.twpos.twposVersion
import java.io.DataInputStream
import java.util.jar.JarFile

/** What is in the jar. */
class PackageTest {
    private val jar = JarFile(IcashClient::class.java.protectionDomain.codeSource.location.path)

    @Test
    fun `the tests run against the jar, and it carries the library`() {
        assertTrue(jar.name.endsWith("twpos-${twposVersion()}.jar"), jar.name)
        val names = jar.entries().asSequence().map { it.name }.toList()
        assertTrue("linux-x86-64/libtwpos_uniffi.so" in names)
        assertTrue("META-INF/proguard/consumer-rules.pro" in names)
        assertTrue(names.containsAll(listOf("META-INF/LICENSE-MIT", "META-INF/LICENSE-APACHE")), "$names")
    }

    @Test
    fun `the jar names its module`() {
        assertEquals("tw.twpos", jar.manifest.mainAttributes.getValue("Automatic-Module-Name"))
    }

    @Test
    fun `what callers import holds no plumbing`() {
        val names = jar.entries().asSequence().map { it.name }.filter { it.startsWith("tw/twpos/") && it.endsWith(".class") }
        val (ours, below) = names.map { it.removePrefix("tw/twpos/") }.partition { '/' !in it }
        val plumbing = Regex("(Ffi|Foreign|Integrity|Internal|RustBuffer|Call|Loading|Disposable|NoHandle|UNIFFI|Uniffi|uniffi|LogListenerImpl).*")
        assertEquals(listOf<String>(), ours.filter { plumbing.matches(it) })
        assertTrue(below.count { plumbing.matches(it.removePrefix("internal/")) } > 150, "$below")
    }

    @Test
    fun `Kotlin 1_9 can read every class`() {
        var classes = 0
        val names = jar.entries().asSequence().map { it.name }.filter { it.startsWith("tw/twpos/") && it.endsWith(".class") }
        for (name in names) {
            val type = Class.forName(name.removeSuffix(".class").replace('/', '.'), false, javaClass.classLoader)
            val version = type.getAnnotation(Metadata::class.java)?.metadataVersion ?: continue
            assertEquals(listOf(1, 9), version.take(2), name)
            classes++
        }
        assertTrue(classes > 100, "$classes classes")
    }

    @Test
    fun `every class runs on Java 8`() {
        for (entry in jar.entries().asSequence().filter { it.name.startsWith("tw/twpos/") && it.name.endsWith(".class") }) {
            val major = DataInputStream(jar.getInputStream(entry)).use { it.readInt(); it.readUnsignedShort(); it.readUnsignedShort() }
            assertEquals(52, major, entry.name)
        }
    }

    @Test
    fun `Java sees no mangled name, and knows what is thrown`() {
        val names = jar.entries().asSequence().map { it.name.removeSuffix(".class").replace('/', '.') }
        val public = names.filter { Regex("tw\\.twpos\\.(Icash|Mypay|Omni|Twpos|Private|Public|Error|Outcome|Failure|Log|Operations).*").matches(it) }
        var methods = 0
        for (type in public.map { Class.forName(it) }.filter { java.lang.reflect.Modifier.isPublic(it.modifiers) }) {
            for (method in type.methods.filter { it.declaringClass == type && !it.isSynthetic && !it.name.startsWith("callWithHandle") }) {
                assertTrue('-' !in method.name && '$' !in method.name, "$type $method")
                methods++
            }
        }
        assertTrue(methods > 1000, "$methods methods")
        for (type in listOf(IcashClient::class.java, IcashClientInterface::class.java)) {
            val thrown = type.getMethod("pay", IcashPayRequest::class.java).exceptionTypes.toList()
            assertEquals(listOf(TwposException::class.java), thrown)
        }
    }

    @Test
    fun `nothing that fails on purpose is shipped`() {
        assertTrue(IcashClient::class.java.methods.none { "selfTest" in it.name })
    }
}
