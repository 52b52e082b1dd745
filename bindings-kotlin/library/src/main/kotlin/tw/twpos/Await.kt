package tw.twpos

import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.async
import java.util.concurrent.CancellationException
import java.util.concurrent.atomic.AtomicBoolean
import tw.twpos.internal.Call

/**
 * The coroutine was cancelled while it waited for a call.
 *
 * Nothing can call a charge back once it is on its way: where [outcome] is [Outcome.UNKNOWN] the call goes on, and the
 * customer may be charged. Wait for `onAbandoned`, then cancel or query: a cancel may overtake the charge. Where it is
 * [Outcome.NOT_SENT], the call had not begun and never will.
 *
 * Being a `CancellationException`, it ends the coroutine quietly, and `withTimeout` puts its own in its place: to see
 * [outcome], catch it right where you call.
 */
public class AbandonedException internal constructor(
    /** What that means for the customer's money. */
    public val outcome: Outcome,
    /** The transaction that the call is about. */
    public val reference: String?,
    cause: CancellationException,
) : CancellationException(
    // The library's text of it: the reference is the caller's, and could forge a line of a log.
    Failure(ErrorKind.TIMEOUT, outcome, "nobody waits for the call any more", reference = reference).toString(),
) {
    init {
        initCause(cause)
    }
}

/** Runs [call] on a thread of [dispatcher], beyond the reach of whoever cancels the caller. */
@OptIn(ExperimentalCoroutinesApi::class)
internal suspend fun <T> awaitCall(
    dispatcher: CoroutineDispatcher,
    reference: String?,
    onAbandoned: ((Result<T>) -> Unit)?,
    call: () -> T,
): T {
    // Who sets it first decides whether anything is sent: the call, or the one who stopped waiting for it.
    val begun = AtomicBoolean()
    val calling = try {
        CoroutineScope(dispatcher).async {
            if (begun.compareAndSet(false, true)) runCatching(call) else null
        }
    } catch (e: Throwable) {
        // No thread could be had for it. The dispatcher may keep it for one that comes later, which then finds it taken.
        throw when {
            begun.compareAndSet(false, true) -> Call.notSent("no thread for the call (${e.javaClass.simpleName})", reference, e)
            else -> Call.unknown("the call could not be waited for (${e.javaClass.simpleName})", reference, e)
        }
    }
    try {
        return calling.await()!!.getOrThrow()
    } catch (stopped: CancellationException) {
        if (begun.compareAndSet(false, true)) {
            calling.cancel()
            throw AbandonedException(Outcome.NOT_SENT, reference, stopped)
        }
        if (onAbandoned != null) {
            calling.invokeOnCompletion { calling.getCompleted()?.let(onAbandoned) }
        }
        throw AbandonedException(Outcome.UNKNOWN, reference, stopped)
    }
}

/** The first of a request's fields that names its transaction. */
internal fun firstText(vararg fields: String?): String? = fields.firstOrNull { !it.isNullOrEmpty() }
