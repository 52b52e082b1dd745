package tw.twpos.tests;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A {@code twpos sandbox} as a process of its own. */
public final class Sandbox implements AutoCloseable {
    private final Process process;
    public final String url;
    /** The path of till.toml. */
    public final String config;
    public final Path state;

    public Sandbox(String... options) {
        state = Support.scratchFolder();
        List<String> command = new ArrayList<>(Arrays.asList(
                System.getenv("TWPOS_COMMAND"), "sandbox", "--listen", "127.0.0.1:0", "--state", state.toString()));
        command.addAll(Arrays.asList(options));
        try {
            process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
            BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            JsonObject ready = JsonParser.parseString(out.readLine()).getAsJsonObject();
            url = ready.get("url").getAsString();
            config = ready.get("config").getAsString();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public String ledger() {
        return request("GET", "/_sandbox/ledger", null);
    }

    public void fault(String rule) {
        request("POST", "/_sandbox/faults", rule);
    }

    public String request(String method, String path, String body) {
        try {
            HttpURLConnection connection = (HttpURLConnection) new URL(url + path).openConnection();
            connection.setRequestMethod(method);
            if (body != null) {
                connection.setDoOutput(true);
                connection.setRequestProperty("Content-Type", "application/json");
                try (OutputStream out = connection.getOutputStream()) {
                    out.write(body.getBytes(StandardCharsets.UTF_8));
                }
            }
            return Support.read(connection.getInputStream());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A configuration beside till.toml, in which {@code from} is {@code to}. */
    public String configWith(String name, String from, String to) {
        String text = Support.text(java.nio.file.Paths.get(config));
        if (!text.contains(from)) {
            throw new AssertionError("till.toml has no " + from);
        }
        return Support.write(state.resolve(name), text.replace(from, to)).toString();
    }

    /** A text setting of till.toml. */
    public String setting(String name) {
        Matcher found = Pattern.compile("(?m)^" + name + " = \"(.*)\"$")
                .matcher(Support.text(java.nio.file.Paths.get(config)));
        if (!found.find()) {
            throw new AssertionError("till.toml has no " + name);
        }
        return found.group(1);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
