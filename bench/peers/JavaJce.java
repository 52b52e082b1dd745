// A till in Java 17 with nothing but the JDK: JCE and java.net.http, written as one would today.
// Run: java JavaJce.java --vectors FILE --mode seal|open|charge --count N

import com.sun.management.OperatingSystemMXBean;
import java.io.ByteArrayInputStream;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

public class JavaJce {
    static final String PATH = "/api/V2/Payment/POS/SETPay";
    static final String TRANSFORMATION = "AES/CBC/PKCS5Padding"; // Java's name for PKCS#7

    private final PrivateKey privateKey;
    private final PublicKey publicKey;
    private final SecretKeySpec aesKey;
    private final IvParameterSpec aesIv;
    private final String encKeyId;
    private final URI uri;
    private final HttpClient http;

    JavaJce(Map<?, ?> credentials, String url, String ca) throws Exception {
        KeyFactory rsa = KeyFactory.getInstance("RSA");
        privateKey = rsa.generatePrivate(
            new PKCS8EncodedKeySpec(pemBytes((String) credentials.get("merchant_private_key"))));
        publicKey = rsa.generatePublic(
            new X509EncodedKeySpec(pemBytes((String) credentials.get("icash_public_key"))));
        aesKey = new SecretKeySpec(
            ((String) credentials.get("aes_key")).getBytes(StandardCharsets.US_ASCII), "AES");
        aesIv = new IvParameterSpec(
            ((String) credentials.get("aes_iv")).getBytes(StandardCharsets.US_ASCII));
        encKeyId = (String) credentials.get("enc_key_id");
        uri = url == null ? null : URI.create(url + PATH);
        http = ca == null ? null : HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .sslContext(trusting(Path.of(ca)))
            .build();
    }

    static byte[] pemBytes(String pem) {
        return Base64.getMimeDecoder().decode(pem.replaceAll("-----[^-]+-----", ""));
    }

    static SSLContext trusting(Path ca) throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null);
        int n = 0;
        for (Certificate certificate : CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(ca)))) {
            store.setCertificateEntry("ca" + n++, certificate);
        }
        TrustManagerFactory trust =
            TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    record Sealed(String body, String signature) {}

    Sealed seal(Map<String, Object> request) throws Exception {
        Cipher cipher = Cipher.getInstance(TRANSFORMATION);
        cipher.init(Cipher.ENCRYPT_MODE, aesKey, aesIv);
        byte[] plaintext = Json.write(request).getBytes(StandardCharsets.UTF_8);
        byte[] encData = Base64.getEncoder().encode(cipher.doFinal(plaintext));
        Signature signer = Signature.getInstance("SHA256withRSA");
        signer.initSign(privateKey);
        signer.update(encData);
        String text = new String(encData, StandardCharsets.US_ASCII);
        return new Sealed("EncData=" + URLEncoder.encode(text, StandardCharsets.UTF_8),
            Base64.getEncoder().encodeToString(signer.sign()));
    }

    Map<?, ?> open(byte[] body, String signature) throws Exception {
        Signature verifier = Signature.getInstance("SHA256withRSA");
        verifier.initVerify(publicKey);
        verifier.update(body);
        if (!verifier.verify(Base64.getDecoder().decode(signature))) {
            throw new IllegalStateException("bad signature");
        }
        Map<?, ?> reply = (Map<?, ?>) Json.read(new String(body, StandardCharsets.UTF_8));
        Cipher cipher = Cipher.getInstance(TRANSFORMATION);
        cipher.init(Cipher.DECRYPT_MODE, aesKey, aesIv);
        byte[] plaintext = cipher.doFinal(Base64.getDecoder().decode((String) reply.get("EncData")));
        return (Map<?, ?>) Json.read(new String(plaintext, StandardCharsets.UTF_8));
    }

    Map<?, ?> charge(Map<String, Object> request) throws Exception {
        Sealed sealed = seal(request);
        HttpRequest post = HttpRequest.newBuilder(uri)
            .timeout(Duration.ofSeconds(30))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("X-iCP-EncKeyID", encKeyId)
            .header("X-iCP-Signature", sealed.signature())
            .POST(HttpRequest.BodyPublishers.ofString(sealed.body()))
            .build();
        HttpResponse<byte[]> reply = http.send(post, HttpResponse.BodyHandlers.ofByteArray());
        if (reply.statusCode() != 200) {
            throw new IllegalStateException("HTTP " + reply.statusCode());
        }
        return open(reply.body(), reply.headers().firstValue("X-iCP-Signature").orElseThrow());
    }

    // ICPOS001 as a till fills it. Escaped, because Java 17 reads its source in the locale's charset.
    static Map<String, Object> request(String opSeq) {
        String[] fields = {
            "PayType", "Token", "BuyerID", "ICBENCH00000000001", "Ccy", "TWD", "TxAmt", "36",
            "NonRedeemAmt", "", "NonPointAmt", "", "StoreId", "217477", "StoreName", "\u898b\u6674",
            "PosNo", "01", "OPSeq", opSeq, "OPTime", "2026/11/05 12:34:56", "ReceiptNo", "",
            "ReceiptReriod", "", "TaxID", "22555003", "CorpID", "22555003", "Vehicle", "",
            "Donate", "", "ItemAmt", "36", "UtilityAmt", "", "CommAmt", "", "ExceptAmt1", "",
            "ExceptAmt2", "", "BonusType", "ByWallet", "BonusCategory", "", "BonusID", "",
            "PaymentNo", "038", "Remark", "123456",
        };
        Map<String, Object> request = new LinkedHashMap<>();
        for (int i = 0; i < fields.length; i += 2) {
            request.put(fields[i], fields[i + 1]);
        }
        request.put("ItemList", List.of());
        request.put("ReceiptPrint", "N");
        return request;
    }

    // The start time keeps OPSeq unique when the system hands out the same process id again.
    static final String SEQUENCE_START =
        "B" + ProcessHandle.current().pid() + "T" + System.currentTimeMillis() / 1000 + "N";

    interface Operation {
        void run(int n) throws Exception;
    }

    public static void main(String[] arguments) throws Exception {
        Map<String, String> args = new HashMap<>(Map.of("--warmup", "200"));
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            args.put(arguments[i], arguments[i + 1]);
        }
        Map<?, ?> vectors = (Map<?, ?>) Json.read(Files.readString(Path.of(args.get("--vectors"))));
        Object credentials = args.containsKey("--credentials")
            ? Json.read(Files.readString(Path.of(args.get("--credentials"))))
            : vectors.get("keys");
        JavaJce till = new JavaJce((Map<?, ?>) credentials, args.get("--url"), args.get("--ca"));
        Map<?, ?> reply = ((List<?>) vectors.get("open")).stream().map(c -> (Map<?, ?>) c)
            .filter(c -> c.get("name").equals("full ICPOS001 reply")).findFirst().orElseThrow();
        byte[] replyBody = ((String) reply.get("body")).getBytes(StandardCharsets.UTF_8);
        String replySignature = (String) reply.get("signature");

        String mode = args.get("--mode");
        Operation operation = switch (mode) {
            case "seal" -> n -> till.seal(request(opSeq(n)));
            case "open" -> n -> till.open(replyBody, replySignature);
            case "charge" -> n -> {
                String opSeq = opSeq(n);
                if (!opSeq.equals(till.charge(request(opSeq)).get("OPSeq"))) {
                    throw new IllegalStateException("the reply is for another OPSeq");
                }
            };
            default -> throw new IllegalArgumentException("--mode is seal, open or charge");
        };
        int warmup = Integer.parseInt(args.get("--warmup"));
        int count = Integer.parseInt(args.get("--count"));
        for (int n = 0; n < warmup; n++) {
            operation.run(n);
        }
        // The whole process: the compiler's and the collector's threads too.
        OperatingSystemMXBean system =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long cpu = system.getProcessCpuTime();
        long wall = System.nanoTime();
        for (int n = warmup; n < warmup + count; n++) {
            operation.run(n);
        }
        wall = System.nanoTime() - wall;
        cpu = system.getProcessCpuTime() - cpu;
        System.out.printf(Locale.ROOT,
            "{\"peer\":\"java_jce\",\"mode\":\"%s\",\"count\":%d,"
                + "\"cpu_us_per_op\":%.2f,\"wall_us_per_op\":%.2f}%n",
            mode, count, cpu / 1e3 / count, wall / 1e3 / count);
        System.exit(0); // the HTTP client's thread would keep the process for a while
    }

    static String opSeq(int n) {
        return SEQUENCE_START + String.format("%08d", n);
    }

    /** As much JSON as this file needs; the JDK has none. */
    static final class Json {
        private final String text;
        private int at;

        private Json(String text) {
            this.text = text;
        }

        static String write(Map<String, Object> object) {
            StringBuilder out = new StringBuilder(1024).append('{');
            for (Map.Entry<String, Object> field : object.entrySet()) {
                if (out.length() > 1) {
                    out.append(',');
                }
                quote(out, field.getKey());
                out.append(':');
                if (field.getValue() instanceof String value) {
                    quote(out, value);
                } else {
                    out.append("[]"); // ItemList, which a plain sale leaves empty
                }
            }
            return out.append('}').toString();
        }

        private static void quote(StringBuilder out, String value) {
            out.append('"');
            for (int i = 0; i < value.length(); i++) {
                char c = value.charAt(i);
                if (c == '"' || c == '\\') {
                    out.append('\\').append(c);
                } else if (c < ' ') {
                    out.append(String.format("\\u%04x", (int) c));
                } else {
                    out.append(c);
                }
            }
            out.append('"');
        }

        static Object read(String text) {
            Json json = new Json(text);
            Object value = json.value();
            if (json.peek() != 0) {
                throw new IllegalArgumentException("text after the JSON value");
            }
            return value;
        }

        /** The next character that is not white space, or 0 at the end. */
        private char peek() {
            while (at < text.length() && text.charAt(at) <= ' ') {
                at++;
            }
            return at < text.length() ? text.charAt(at) : 0;
        }

        private void expect(char wanted) {
            if (peek() != wanted) {
                throw new IllegalArgumentException("no " + wanted + " at " + at);
            }
            at++;
        }

        private Object value() {
            return switch (peek()) {
                case '{' -> object();
                case '[' -> array();
                case '"' -> string();
                default -> literal();
            };
        }

        private Map<String, Object> object() {
            Map<String, Object> fields = new LinkedHashMap<>();
            expect('{');
            while (peek() != '}') {
                if (!fields.isEmpty()) {
                    expect(',');
                    peek();
                }
                String name = string();
                expect(':');
                fields.put(name, value());
            }
            at++;
            return fields;
        }

        private List<Object> array() {
            List<Object> values = new ArrayList<>();
            expect('[');
            while (peek() != ']') {
                if (!values.isEmpty()) {
                    expect(',');
                }
                values.add(value());
            }
            at++;
            return values;
        }

        private String string() {
            expect('"');
            int end = at;
            while (text.charAt(end) != '"' && text.charAt(end) != '\\') {
                end++;
            }
            if (text.charAt(end) == '"') { // nearly every string: nothing escaped
                String plain = text.substring(at, end);
                at = end + 1;
                return plain;
            }
            StringBuilder out = new StringBuilder();
            for (char c; (c = text.charAt(at++)) != '"'; ) {
                if (c != '\\') {
                    out.append(c);
                    continue;
                }
                c = text.charAt(at++);
                switch (c) {
                    case 'n' -> out.append('\n');
                    case 'r' -> out.append('\r');
                    case 't' -> out.append('\t');
                    case 'b' -> out.append('\b');
                    case 'f' -> out.append('\f');
                    case 'u' -> {
                        out.append((char) Integer.parseInt(text.substring(at, at + 4), 16));
                        at += 4;
                    }
                    default -> out.append(c);
                }
            }
            return out.toString();
        }

        private Object literal() {
            int start = at;
            while (at < text.length() && ",]} \t\r\n".indexOf(text.charAt(at)) < 0) {
                at++;
            }
            String word = text.substring(start, at);
            return switch (word) {
                case "true" -> true;
                case "false" -> false;
                case "null" -> null;
                default -> Double.valueOf(word);
            };
        }
    }
}
