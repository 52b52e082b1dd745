package tw.twpos

import com.sun.jna.Native
import com.sun.jna.NativeLibrary
import com.sun.jna.Pointer
import java.nio.ByteBuffer
import java.nio.ByteOrder
import java.util.concurrent.ConcurrentHashMap

/**
 * How an operation crosses to the library: numbers and arrays only (`ffi-uniffi/src/call.rs`), since each structure
 * that JNA passes costs more than all fields of a message. `ffi-uniffi/bindgen` writes the calls to it.
 */
internal object Call {
    private val library: NativeLibrary
    private val addresses = ConcurrentHashMap<String, Long>()

    init {
        // It checks that the library is the one that the generated Kotlin was written from.
        uniffiEnsureInitialized()
        library = NativeLibrary.getInstance(findLibraryName("twpos"), Call::class.java.classLoader)
        Native.register(Call::class.java, library)
    }

    /** What crosses of [value]. */
    fun <T> lower(converter: FfiConverterRustBuffer<T>, value: T): ByteBuffer {
        val buffer = ByteBuffer.allocate(Math.toIntExact(converter.allocationSize(value).toLong()))
        converter.write(value, buffer)
        return buffer
    }

    /**
     * Calls [method] with [request] on the object of [handle], which the caller keeps alive. uniffi's names of both
     * functions are looked up once. [reference] names the transaction.
     */
    fun <T> method(
        cloneHandle: String, method: String, handle: Long, request: ByteBuffer, reference: String?,
        converter: FfiConverterRustBuffer<T>,
    ): T {
        if (handle == 0L) {
            throw InternalException("a call on an object without a handle")
        }
        val reply = LongArray(4)
        twpos_uniffi_call(address(cloneHandle), address(method), handle, request.array(), request.position(), reply)
        val (code, capacity, length, data) = reply
        try {
            val buffer = Pointer(data).getByteBuffer(0, length).order(ByteOrder.BIG_ENDIAN)
            when (code.toByte()) {
                UNIFFI_CALL_SUCCESS -> return read(converter, buffer)
                UNIFFI_CALL_ERROR -> throw read(FfiConverterTypeTwposError, buffer)
                else -> throw InternalException("the call failed inside the library")
            }
        } catch (e: TwposException) {
            throw e
        } catch (e: Exception) {
            // By now money may have moved, and nothing may look like anything but an unknown outcome.
            val detail = "the answer could not be handed to Kotlin (${e.javaClass.simpleName})"
            val failure = Failure(ErrorKind.INTERNAL, Outcome.UNKNOWN, detail, reference = reference)
            throw TwposException.OutcomeUnknown(failure).initCause(e)
        } finally {
            twpos_uniffi_free(capacity, length, data)
        }
    }

    private fun <T> read(converter: FfiConverterRustBuffer<T>, buffer: ByteBuffer): T {
        val value = converter.read(buffer)
        if (buffer.hasRemaining()) {
            throw InternalException("the library's answer is longer than its message")
        }
        return value
    }

    private fun address(function: String): Long =
        addresses.getOrPut(function) { Pointer.nativeValue(library.getFunction(function)) }

    private external fun twpos_uniffi_call(
        cloneHandle: Long, method: Long, handle: Long, request: ByteArray, length: Int, reply: LongArray,
    )

    private external fun twpos_uniffi_free(capacity: Long, length: Long, data: Long)
}
