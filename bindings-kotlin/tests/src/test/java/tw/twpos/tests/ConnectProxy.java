package tw.twpos.tests;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.opentest4j.TestAbortedException;

/** A proxy that asks for a user and password, as stores have one. */
public final class ConnectProxy implements AutoCloseable {
    public static final String CREDENTIALS = "store-7:secret:word";

    private final Process process;
    public final String url;

    public ConnectProxy() {
        String script = Support.conformance().resolve("tools/connect_proxy.py").toString();
        try {
            process = new ProcessBuilder("python3", script, CREDENTIALS)
                    .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        } catch (IOException e) {
            throw new TestAbortedException("python3 is missing", e);
        }
        try {
            InputStreamReader out = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8);
            url = new BufferedReader(out).readLine();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
