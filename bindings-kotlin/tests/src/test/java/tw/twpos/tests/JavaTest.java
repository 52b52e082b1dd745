package tw.twpos.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tw.twpos.ConnectionSettings;
import tw.twpos.ErrorKind;
import tw.twpos.IcashBonusType;
import tw.twpos.IcashCancelRequest;
import tw.twpos.IcashClient;
import tw.twpos.IcashCredentials;
import tw.twpos.IcashEnvelope;
import tw.twpos.IcashKeyExchange;
import tw.twpos.IcashPayRequest;
import tw.twpos.IcashSealedMessage;
import tw.twpos.LogLevel;
import tw.twpos.Mypay;
import tw.twpos.MypayClient;
import tw.twpos.MypayEnvelope;
import tw.twpos.MypayNotification;
import tw.twpos.MypayPrc;
import tw.twpos.MypayPrcClass;
import tw.twpos.Outcome;
import tw.twpos.PrivateKey;
import tw.twpos.PublicKey;
import tw.twpos.Twpos;
import tw.twpos.TwposException;
import tw.twpos.internal.Call;
import tw.twpos.internal.FfiConverterTypeIcashCancelResponse;
import tw.twpos.internal.FfiConverterTypeIcashPayRequest;

/** What Java source sees of the package, which is compiled as Java 8. */
class JavaTest {
    private static Sandbox sandbox;

    @BeforeAll
    static void start() {
        sandbox = new Sandbox();
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    @Test
    void aPaymentAndItsCancel() throws TwposException {
        try (IcashClient till = IcashClient.fromConfig(sandbox.config)) {
            IcashPayRequest sale = Support.sale();
            assertEquals(36L, till.pay(sale).getTxAmt());
            IcashCancelRequest cancel = new IcashCancelRequest();
            cancel.setOpSeq(sale.getOpSeq());
            assertEquals(sale.getOpSeq(), till.cancel(cancel).getOpSeq());
        }
        String toml = Support.text(java.nio.file.Paths.get(sandbox.config));
        try (IcashClient till = IcashClient.fromToml(toml, sandbox.state.toString())) {
            assertEquals(36L, till.pay(Support.sale()).getTxAmt());
        }
    }

    @Test
    void keysAreFetchedThroughAProxy() throws TwposException {
        try (Sandbox secure = new Sandbox("--tls"); ConnectProxy proxy = new ConnectProxy()) {
            ConnectionSettings settings = new ConnectionSettings();
            settings.setCaFile(secure.state.resolve("ca.pem").toString());
            settings.setProxy(proxy.url);
            TwposException e = Support.failureOf(() -> new IcashKeyExchange(secure.url, settings).run());
            assertTrue(e.getDetail().contains("check proxy_credentials"), e.getDetail());
            java.nio.file.Path file = Support.scratchFolder().resolve("proxy.txt");
            settings.setProxyCredentialsFile(Support.write(file, ConnectProxy.CREDENTIALS).toString());
            IcashCredentials credentials = new IcashKeyExchange(secure.url, settings).run();
            assertTrue(credentials.encKeyId().matches("[0-9]+"));
            settings.setProxy("socks5://CANARY:1080");
            TwposException odd = Support.failureOf(() -> new IcashKeyExchange(secure.url, settings));
            assertEquals(ErrorKind.CONFIG, odd.getKind());
            assertEquals("proxy must be http://HOST:PORT, or the word environment", odd.getDetail());
        }
    }

    /** What goes wrong with an answer goes wrong after the charge: here, it is read as another operation's. */
    @Test
    void anAnswerThatCannotBeReadIsAnUnknownOutcome() throws Exception {
        try (IcashClient till = IcashClient.fromConfig(sandbox.config)) {
            IcashPayRequest sale = Support.sale();
            java.lang.reflect.Field field = IcashClient.class.getDeclaredField("handle");
            field.setAccessible(true);
            long handle = field.getLong(till);
            TwposException e = assertThrows(TwposException.OutcomeUnknown.class, () -> Call.INSTANCE.operation(
                    "uniffi_twpos_uniffi_fn_method_icashclient_pay", handle,
                    Call.INSTANCE.lower(FfiConverterTypeIcashPayRequest.INSTANCE, sale),
                    sale.getOpSeq(), FfiConverterTypeIcashCancelResponse.INSTANCE));
            assertEquals(ErrorKind.INTERNAL, e.getKind());
            assertEquals(Outcome.UNKNOWN, e.getOutcome());
            assertEquals(sale.getOpSeq(), e.getReference());
            assertTrue(sandbox.ledger().contains(sale.getOpSeq()), "the charge was made");
        }
    }

    @Test
    void everyKindOfErrorButInternal() throws TwposException {
        Set<ErrorKind> seen = EnumSet.noneOf(ErrorKind.class);
        for (Kinds expected : Kinds.all(sandbox)) {
            TwposException e = Support.failureOf(expected.work);
            assertEquals(expected.kind, e.getKind(), e.toString());
            assertEquals(expected.outcome, e.getOutcome());
            assertEquals(expected.variant, e.getClass());
            assertEquals(expected.reference, e.getReference());
            seen.add(e.getKind());
        }
        assertEquals(EnumSet.complementOf(EnumSet.of(ErrorKind.INTERNAL)), seen);
    }

    @Test
    void sixteenThreadsOnOneClient() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try (IcashClient till = IcashClient.fromConfig(sandbox.config)) {
            List<Callable<Boolean>> calls = new ArrayList<>();
            for (int i = 0; i < 160; i++) {
                IcashPayRequest sale = Support.sale(i % 4 == 0 ? "ICTWPOSDECLINE0000" : String.format("ICJAVA%012d", i));
                calls.add(() -> {
                    try {
                        return till.pay(sale).getOpSeq().equals(sale.getOpSeq());
                    } catch (TwposException.Refused e) {
                        return sale.getOpSeq().equals(e.getReference()) && sale.getBuyerId().startsWith("ICTWPOS");
                    }
                });
            }
            for (Future<Boolean> paid : threads.invokeAll(calls)) {
                assertTrue(paid.get());
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void envelopesGiveTheGoldenBytes() throws TwposException {
        IcashEnvelope icash = new IcashEnvelope(Support.icashSettings("https://icash.example"));
        for (JsonObject seal : Support.objects(Vectors.ICASH, "seal")) {
            IcashSealedMessage sealed = icash.seal(seal.get("plaintext").getAsString());
            assertEquals(seal.get("enc_data").getAsString(), sealed.getEncData());
            assertEquals(seal.get("signature").getAsString(), sealed.getSignature());
            assertEquals(seal.get("form_body").getAsString(), sealed.getFormBody());
        }
        MypayEnvelope mypay = new MypayEnvelope(Support.mypaySettings("https://mypay.example"));
        for (JsonObject open : Support.objects(Vectors.MYPAY, "open")) {
            assertEquals(Support.stringOrNull(open, "plaintext"), mypay.decrypt(open.get("text").getAsString()));
        }
    }

    @Test
    void keysLoadOrSayWhyNot() throws TwposException {
        for (JsonObject key : Support.objects(Vectors.ICASH, "key_texts")) {
            String text = key.get("text").getAsString();
            boolean isPrivate = key.get("kind").getAsString().equals("private");
            AtomicReference<PublicKey> loaded = new AtomicReference<>();
            Support.Work load = () -> loaded.set(isPrivate ? PrivateKey.fromText(text).publicKey() : PublicKey.fromText(text));
            if (key.get("expect").getAsString().equals("ok")) {
                assertTrue(load(load, loaded).bits() >= 2048);
            } else {
                assertEquals(ErrorKind.KEY, Support.failureOf(load).getKind(), key.get("name").getAsString());
            }
        }
    }

    private static PublicKey load(Support.Work load, AtomicReference<PublicKey> loaded) {
        try {
            load.run();
            return loaded.get();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void repliesAreJudgedAsListed() throws TwposException {
        AtomicReference<JsonObject> reply = new AtomicReference<>();
        try (Support.Server server = new Support.Server(body -> {
            Support.Reply answer =
                    new Support.Reply(reply.get().get("http_status").getAsInt(), reply.get().get("body").getAsString());
            String signature = Support.stringOrNull(reply.get(), "signature");
            return signature == null ? answer : answer.header("X-iCP-Signature", signature);
        })) {
            IcashClient icash = new IcashClient(Support.icashSettings(server.url()));
            for (JsonObject one : Support.objects(Vectors.ICASH, "replies")) {
                reply.set(one);
                JsonObject expected = one.getAsJsonObject("expect").deepCopy();
                if (expected.get("outcome").getAsString().equals("approved")) {
                    expected.keySet().retainAll(java.util.Collections.singleton("outcome"));
                }
                assertEquals(expected, Vectors.icash(icash, one), one.get("name").getAsString());
            }
            MypayClient mypay = new MypayClient(Support.mypaySettings(server.url()));
            for (JsonObject one : Support.objects(Vectors.MYPAY, "replies")) {
                reply.set(one);
                assertEquals(one.get("expect"), Vectors.mypay(mypay, one), one.get("name").getAsString());
            }
        }
    }

    @Test
    void codesSayWhatTheyMean() {
        assertEquals(MypayPrc.Paid.INSTANCE, MypayPrc.fromCode("250"));
        assertEquals("付款成功", MypayPrc.fromCode("250").chinese());
        assertTrue(MypayPrc.getAll().contains(MypayPrc.Paid.INSTANCE));
        assertEquals(MypayPrcClass.PAID, MypayPrc.fromCode("250").prcClass());
        assertTrue(MypayPrc.Overdue.INSTANCE.mayStillBePaid());
        assertEquals(Collections.singletonList(MypayPrc.PaidButMismatch.INSTANCE), MypayPrc.Overdue.INSTANCE.following());
        MypayPrc unknown = MypayPrc.fromCode("999");
        assertTrue(unknown instanceof MypayPrc.Unknown);
        assertEquals("999", unknown.code());
        assertNull(unknown.number());
        assertEquals("ByWallet", IcashBonusType.ByWallet.INSTANCE.code());
    }

    @Test
    void aNotificationIsReadAndHeldAgainstItsOrder() throws TwposException {
        byte[] body = "uid=95217&key=CANARYKEY&prc=250&order_id=ORDER-1&cost=900".getBytes(StandardCharsets.UTF_8);
        MypayNotification notification = Mypay.parseNotification(body);
        assertEquals("paid", notification.getState());
        notification.verify(new tw.twpos.MypayExpectedOrder("95217", "CANARYKEY", "ORDER-1", 900L, null, null));
        tw.twpos.MypayExpectedOrder other = new tw.twpos.MypayExpectedOrder("95217", "OTHER", "ORDER-1", 900L, null, null);
        assertThrows(TwposException.InvalidNotification.class, () -> notification.verify(other));
        assertFalse(notification.toString().contains("CANARYKEY"));
        assertEquals("8888", Mypay.NOTIFICATION_ANSWER);
    }

    @Test
    void logLinesReachALambda() throws TwposException {
        List<String> lines = new CopyOnWriteArrayList<>();
        Twpos.setLogListener(LogLevel.INFO, (level, text) -> lines.add(level + " " + text));
        try (IcashClient till = IcashClient.fromConfig(sandbox.config)) {
            IcashPayRequest sale = Support.sale();
            till.pay(sale);
            assertTrue(lines.stream().anyMatch(line -> line.startsWith("INFO icash.pay " + sale.getOpSeq() + ": approved")));
        } finally {
            Twpos.setLogListener(LogLevel.INFO, null);
        }
    }

    @Test
    void openedMessagesAreTheGoldenOnes() throws TwposException {
        IcashEnvelope envelope = new IcashEnvelope(Support.icashSettings("https://icash.example"));
        for (JsonObject open : Support.objects(Vectors.ICASH, "open")) {
            byte[] body = open.get("body").getAsString().getBytes(StandardCharsets.UTF_8);
            String signature = Support.stringOrNull(open, "signature");
            String plaintext = Support.stringOrNull(open.getAsJsonObject("expect"), "plaintext");
            if (plaintext == null) {
                TwposException e = Support.failureOf(() -> envelope.open(body, signature));
                assertEquals(Support.stringOrNull(open.getAsJsonObject("expect"), "error"), e.getKind().toString());
            } else {
                assertEquals(
                        JsonParser.parseString(plaintext), JsonParser.parseString(envelope.open(body, signature).getMessage()));
            }
        }
    }
}
