package tw.twpos.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tw.twpos.ErrorKind;
import tw.twpos.IcashClient;
import tw.twpos.IcashPayRequest;
import tw.twpos.TwposException;

/** As {@code PanicTest}, on sixteen threads of Java. */
@Tag("self-test")
class JavaPanicTest {
    @Test
    void panicsOnThreads() throws Exception {
        IcashClient till = new IcashClient(Support.icashSettings("http://127.0.0.1:1"));
        Thread[] threads = new Thread[16];
        java.util.concurrent.atomic.AtomicInteger right = new java.util.concurrent.atomic.AtomicInteger();
        for (int i = 0; i < threads.length; i++) {
            IcashPayRequest sale = Support.sale();
            threads[i] = new Thread(() -> {
                TwposException e = assertThrows(
                        TwposException.OutcomeUnknown.class, () -> JavaScenarioRunner.call(till, "selfTestPanic", sale));
                assertEquals(ErrorKind.INTERNAL, e.getKind());
                assertEquals(sale.getOpSeq(), e.getReference());
                right.incrementAndGet();
            });
            threads[i].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(threads.length, right.get());
    }
}
