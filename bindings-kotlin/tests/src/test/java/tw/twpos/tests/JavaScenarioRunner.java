package tw.twpos.tests;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import tw.twpos.Mypay;
import tw.twpos.MypayExpectedOrder;
import tw.twpos.MypayNotification;
import tw.twpos.TwposException;

/** The scenario runner in Java: one JSON object per line in, one per line out (conformance/scenarios/README.md). */
public final class JavaScenarioRunner {
    private static final Map<String, Object> CLIENTS = new HashMap<>();
    private static final Gson GSON = new GsonBuilder().serializeNulls().disableHtmlEscaping().create();

    private JavaScenarioRunner() {}

    public static void main(String[] arguments) throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        PrintStream out = new PrintStream(System.out, true, "UTF-8");
        for (String line; (line = in.readLine()) != null; ) {
            JsonObject answer = new JsonObject();
            try {
                answer.add("response", ask(JsonParser.parseString(line).getAsJsonObject()));
            } catch (TwposException e) {
                answer.add("error", Fields.errorOf(e));
            }
            out.println(GSON.toJson(answer));
        }
        System.exit(0);
    }

    private static JsonObject ask(JsonObject question) throws Exception {
        if (question.get("do").getAsString().equals("call")) {
            String[] name = question.get("operation").getAsString().split("\\.");
            JsonArray messages = Fields.PROVIDERS.getAsJsonObject(name[0]).getAsJsonObject("operations").getAsJsonArray(name[1]);
            Object request = Fields.fromVendor(name[0], messages.get(0).getAsString(), question.getAsJsonObject("request"));
            Object reply = call(client(name[0], question.get("config").getAsString()), Fields.camel(name[1]), request);
            return Fields.toVendor(name[0], messages.get(1).getAsString(), reply);
        }
        byte[] body = question.get("body").getAsString().getBytes(StandardCharsets.UTF_8);
        MypayNotification notification = Mypay.parseNotification(body);
        if (question.get("do").getAsString().equals("parse_notification")) {
            return Fields.toVendor("mypay", "Notification", notification);
        }
        notification.verify(
                (MypayExpectedOrder) Fields.fromVendor("mypay", "ExpectedOrder", question.getAsJsonObject("expected")));
        return new JsonObject();
    }

    static Object client(String provider, String config) throws Exception {
        String key = provider + " " + config;
        if (!CLIENTS.containsKey(key)) {
            Class<?> type = Fields.classOf(provider, "Client");
            CLIENTS.put(key, invoke(type, null, "fromConfig", String.class, config));
        }
        return CLIENTS.get(key);
    }

    static Object call(Object client, String operation, Object request) throws Exception {
        return invoke(client.getClass(), client, operation, request.getClass(), request);
    }

    private static Object invoke(Class<?> type, Object on, String name, Class<?> takes, Object given) throws Exception {
        try {
            return type.getMethod(name, takes).invoke(on, given);
        } catch (InvocationTargetException e) {
            throw (Exception) e.getCause();
        }
    }
}
