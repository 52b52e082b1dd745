package tw.twpos.internal

import com.sun.jna.Native
import com.sun.jna.NativeLibrary
import com.sun.jna.Pointer
import java.nio.ByteBuffer
import java.nio.ByteOrder
import java.util.concurrent.ConcurrentHashMap
import tw.twpos.ErrorKind
import tw.twpos.Failure
import tw.twpos.Outcome
import tw.twpos.TwposException

/**
 * How an operation crosses to the library: numbers and arrays only (`ffi-uniffi/src/call.rs`), since each structure
 * that JNA passes costs more than all fields of a message. `ffi-uniffi/bindgen` writes the calls to it.
 */
internal object Call {
    private val library: NativeLibrary
    private val operations = ConcurrentHashMap<String, Int>()

    init {
        Loading.check()
        library = NativeLibrary.getInstance(Loading.library, Call::class.java.classLoader)
        Native.register(Call::class.java, library)
    }

    /** What crosses of [value]. */
    fun <T> lower(converter: FfiConverterRustBuffer<T>, value: T): ByteBuffer {
        val buffer = ByteBuffer.allocate(Math.toIntExact(converter.allocationSize(value).toLong()))
        converter.write(value, buffer)
        return buffer
    }

    /**
     * Calls the operation that uniffi exports as [name] with [request] on the object of [handle], which the caller keeps
     * alive. [reference] names the transaction.
     */
    fun <T> operation(
        name: String, handle: Long, request: ByteBuffer, reference: String?, converter: FfiConverterRustBuffer<T>,
    ): T {
        if (handle == 0L) {
            throw InternalException("a call on an object without a handle")
        }
        val number = operations.getOrPut(name) { numberOf(name) }
        val reply = LongArray(4)
        try {
            twpos_uniffi_call(number, handle, request.array(), request.position(), reply)
            val (code, _, length, data) = reply
            val buffer = Pointer(data).getByteBuffer(0, length).order(ByteOrder.BIG_ENDIAN)
            when (code.toByte()) {
                UNIFFI_CALL_SUCCESS -> return read(converter, buffer)
                UNIFFI_CALL_ERROR -> throw read(FfiConverterTypeTwposError, buffer)
                else -> throw InternalException("the call failed inside the library")
            }
        } catch (e: TwposException) {
            throw e
        } catch (e: Throwable) {
            // By now money may have moved: nothing may look like anything but an unknown outcome, not even an Error.
            throw unknown("the answer could not be handed to Kotlin (${e.javaClass.simpleName})", reference, e)
        } finally {
            val (_, capacity, length, data) = reply
            if (data != 0L) {
                twpos_uniffi_free(capacity, length, data)
            }
        }
    }

    /** What a call on a closed object comes to. Nothing was sent. */
    fun closed(of: Class<*>, reference: String?): TwposException =
        TwposException.Config(Failure(ErrorKind.CONFIG, Outcome.NOT_SENT, "this ${of.simpleName} is closed", reference = reference))

    /** What a call comes to that [cause] kept from beginning. */
    fun notSent(detail: String, reference: String?, cause: Throwable): Throwable =
        TwposException.NotSent(Failure(ErrorKind.INTERNAL, Outcome.NOT_SENT, detail, reference = reference))
            .initCause(cause)

    /** What a call comes to that had begun when [cause] befell us. */
    fun unknown(detail: String, reference: String?, cause: Throwable): Throwable =
        TwposException.OutcomeUnknown(Failure(ErrorKind.INTERNAL, Outcome.UNKNOWN, detail, reference = reference))
            .initCause(cause)

    private fun <T> read(converter: FfiConverterRustBuffer<T>, buffer: ByteBuffer): T {
        val value = converter.read(buffer)
        if (buffer.hasRemaining()) {
            throw InternalException("the library's answer is longer than its message")
        }
        return value
    }

    private fun numberOf(name: String): Int {
        val ascii = name.toByteArray(Charsets.US_ASCII)
        val number = twpos_uniffi_operation(ascii, ascii.size)
        if (number < 0) {
            throw InternalException("the library has no $name")
        }
        return number
    }

    private external fun twpos_uniffi_operation(name: ByteArray, length: Int): Int

    private external fun twpos_uniffi_call(
        operation: Int, handle: Long, request: ByteArray, length: Int, reply: LongArray,
    )

    private external fun twpos_uniffi_free(capacity: Long, length: Long, data: Long)
}
