package tw.twpos.internal

import com.sun.jna.NativeLibrary
import com.sun.jna.Platform
import java.io.File
import java.io.IOException
import tw.twpos.ErrorKind
import tw.twpos.Failure
import tw.twpos.Outcome
import tw.twpos.TwposException

/** Finds the library for this machine, once; and where that fails, says in words what is missing. */
internal object Loading {
    private const val NAME = "twpos_uniffi"

    /** The files that our jars may have: in the folders where JNA looks, and for musl, which JNA takes for glibc, beside. */
    private val FILES = listOf(
        "linux-x86-64/lib$NAME.so", "linux-aarch64/lib$NAME.so", "linux-x86-64-musl/lib$NAME.so",
        "linux-aarch64-musl/lib$NAME.so", "win32-x86-64/$NAME.dll", "win32-x86/$NAME.dll",
        "darwin-aarch64/lib$NAME.dylib", "darwin-x86-64/lib$NAME.dylib",
    )
    private val loader: ClassLoader? = Loading::class.java.classLoader
    private val musl = Platform.isLinux() && isMusl()

    /** Where our jars have this machine's library. */
    private val file = Platform.RESOURCE_PREFIX + (if (musl) "-musl" else "") + "/" + System.mapLibraryName(NAME)

    /** What JNA loads: a name that it looks for as it always does, or a file in a jar, which begins with a slash. */
    val library: String = System.getProperty("uniffi.component.twpos.libraryOverride") ?: if (musl) "/$file" else NAME

    private var cause: Throwable? = null

    /** Why the library cannot be used; null if it can. */
    val problem: String? = try {
        // By its name alone, JNA would load glibc's.
        if (musl && library == "/$file" && !has(file)) throw UnsatisfiedLinkError("$file is not there")
        NativeLibrary.getInstance(library, loader)
        // It must be the one that the generated Kotlin was written from, which another version's jar does not have.
        uniffiEnsureInitialized()
        null
    } catch (e: Throwable) {
        cause = e
        explained(if (e is ExceptionInInitializerError) e.cause ?: e else e)
    }

    /** Fails if the library cannot be used. Nothing can have been sent without it. */
    fun check() {
        if (problem != null) {
            throw TwposException.Config(Failure(ErrorKind.CONFIG, Outcome.NOT_SENT, problem)).initCause(cause)
        }
    }

    private fun explained(e: Throwable): String {
        val said = "${e.javaClass.simpleName}: ${e.message}".lines().first()
        val system = Platform.RESOURCE_PREFIX + if (musl) " with musl" else ""
        return when {
            e !is LinkageError ->
                "the native library does not fit the classes of twpos (is it another version's, or was the program shrunk " +
                    "without the rules in META-INF/proguard?): $said"
            // JNA has a library of its own.
            e is NoClassDefFoundError || e.stackTrace.any { it.className == "com.sun.jna.Native" && it.methodName == "<clinit>" } ->
                "JNA, which twpos calls its native library by, has none for $system or cannot load it: $said"
            Platform.isAndroid() ->
                "no native library for this device: lib$NAME.so is not in the app for its ABI ($said)"
            library == NAME || library == "/$file" -> when {
                has(file) -> "the native library $file is in the jar, but this machine cannot load it " +
                    "(is jna.tmpdir, ${System.getProperty("java.io.tmpdir")} if unset, a folder from which programs may be run?): $said"
                else -> {
                    val there = FILES.filter(::has).joinToString { it.substringBefore('/') }
                    "no native library for $system: looked for $file; the class path has ${there.ifEmpty { "none" }}"
                }
            }
            else -> "$library, which uniffi.component.twpos.libraryOverride names, cannot be loaded: $said"
        }
    }

    private fun has(file: String): Boolean =
        (if (loader != null) loader.getResource(file) else ClassLoader.getSystemResource(file)) != null

    /** Whether this process runs on musl: its own memory shows the C library. */
    private fun isMusl(): Boolean = try {
        File("/proc/self/maps").useLines { lines -> lines.none { "/libc.so.6" in it || "/libc-2." in it } }
    } catch (_: IOException) {
        false
    }
}
