package tw.twpos.tests;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import tw.twpos.IcashPayRequest;
import tw.twpos.IcashSettings;
import tw.twpos.MypaySettings;
import tw.twpos.TwposException;

/** What the tests share. */
public final class Support {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private Support() {}

    /** The conformance folder of the source. */
    public static Path conformance() {
        return Paths.get(System.getenv("TWPOS_CONFORMANCE"));
    }

    /** The package's folder of the source. */
    public static Path packageFolder() {
        return conformance().resolveSibling("bindings-kotlin");
    }

    /** A file of golden vectors. */
    public static JsonObject vectors(String provider) {
        return JsonParser.parseString(text(conformance().resolve("vectors/" + provider + ".json"))).getAsJsonObject();
    }

    public static String text(Path path) {
        try {
            return new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public static Path write(Path path, String text) {
        try {
            return Files.write(path, text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public static Path scratchFolder() {
        try {
            return Files.createTempDirectory("twpos-kotlin-");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public static String read(InputStream in) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        for (int count; (count = in.read(buffer)) > 0; ) {
            out.write(buffer, 0, count);
        }
        return new String(out.toByteArray(), StandardCharsets.UTF_8);
    }

    /** An OPSeq that nobody used before. */
    public static String nextOpSeq() {
        return "K" + System.nanoTime() + "N" + COUNT.incrementAndGet();
    }

    /** A payment as a till fills it. */
    public static IcashPayRequest sale(String barcode) {
        IcashPayRequest sale = new IcashPayRequest();
        sale.setBuyerId(barcode);
        sale.setTxAmt(36);
        sale.setOpSeq(nextOpSeq());
        sale.setStoreId("217477");
        sale.setStoreName("見晴");
        sale.setPosNo("01");
        sale.setBonusType("ByWallet");
        return sale;
    }

    public static IcashPayRequest sale() {
        return sale("IC0123456789ABCDEF");
    }

    public static IcashSettings icashSettings(String baseUrl) {
        JsonObject keys = vectors("icash").getAsJsonObject("keys");
        IcashSettings settings = new IcashSettings();
        settings.setBaseUrl(baseUrl);
        settings.setMerchantPrivateKey(keys.get("merchant_private_key").getAsString());
        settings.setIcashPublicKey(keys.get("icash_public_key").getAsString());
        settings.setEncKeyId(keys.get("enc_key_id").getAsString());
        settings.setAesKey(keys.get("aes_key").getAsString());
        settings.setAesIv(keys.get("aes_iv").getAsString());
        return settings;
    }

    public static MypaySettings mypaySettings(String baseUrl) {
        JsonObject keys = vectors("mypay").getAsJsonObject("keys");
        MypaySettings settings = new MypaySettings();
        settings.setBaseUrl(baseUrl);
        settings.setMode("agent");
        settings.setUid(keys.get("agent_uid").getAsString());
        settings.setKey(keys.get("key").getAsString());
        return settings;
    }

    /** Work that may fail. */
    public interface Work {
        void run() throws Exception;
    }

    /** What {@code work} throws. */
    public static TwposException failureOf(Work work) {
        try {
            work.run();
        } catch (TwposException e) {
            return e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        throw new AssertionError("it did not fail");
    }

    /** A reply of a {@link Server}. */
    public static final class Reply {
        final int status;
        final String body;
        final Map<String, String> headers = new HashMap<>();

        public Reply(int status, String body) {
            this.status = status;
            this.body = body;
        }

        public Reply header(String name, String value) {
            headers.put(name, value);
            return this;
        }
    }

    /** A server on a free port that answers as it is told. */
    public static final class Server implements AutoCloseable {
        private final HttpServer server;

        public Server(Function<String, Reply> answer) {
            try {
                server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            server.setExecutor(Executors.newCachedThreadPool());
            server.createContext("/", exchange -> {
                Reply reply = answer.apply(read(exchange.getRequestBody()));
                byte[] body = reply.body.getBytes(StandardCharsets.UTF_8);
                reply.headers.forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
                exchange.sendResponseHeaders(reply.status, body.length == 0 ? -1 : body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            });
            server.start();
        }

        public String url() {
            return "http://127.0.0.1:" + server.getAddress().getPort();
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    /** The elements of an array of objects. */
    public static Iterable<JsonObject> objects(JsonObject parent, String name) {
        JsonArray array = parent.getAsJsonArray(name);
        java.util.List<JsonObject> found = new java.util.ArrayList<>();
        array.forEach(element -> found.add(element.getAsJsonObject()));
        return found;
    }

    public static String stringOrNull(JsonObject object, String name) {
        return object.has(name) && !object.get(name).isJsonNull() ? object.get(name).getAsString() : null;
    }
}
