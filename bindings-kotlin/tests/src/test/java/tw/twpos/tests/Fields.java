package tw.twpos.tests;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tw.twpos.TwposException;

/** Messages from and to JSON in the vendor's names, by conformance/fields.json and the setters that Java sees. */
public final class Fields {
    public static final JsonObject PROVIDERS =
            JsonParser.parseString(Support.text(Support.conformance().resolve("fields.json"))).getAsJsonObject();

    private Fields() {}

    public static JsonObject messages(String provider) {
        return PROVIDERS.getAsJsonObject(provider).getAsJsonObject("messages");
    }

    /** The class of a message. */
    public static Class<?> classOf(String provider, String message) {
        try {
            return Class.forName("tw.twpos." + capitalised(provider) + message);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    /** A message of the vendor's JSON. */
    public static Object fromVendor(String provider, String message, JsonObject vendor) {
        JsonObject fields = messages(provider).getAsJsonObject(message);
        Class<?> type = classOf(provider, message);
        try {
            Object made = type.getConstructor().newInstance();
            for (Map.Entry<String, JsonElement> entry : vendor.entrySet()) {
                if (!fields.has(entry.getKey())) {
                    throw new AssertionError(message + " has no field " + entry.getKey());
                }
                JsonArray field = fields.getAsJsonArray(entry.getKey());
                String name = camel(field.get(0).getAsString());
                Field declared = type.getDeclaredField(name);
                JsonElement nested = field.size() > 1 ? field.get(1) : null;
                Object value = valueOf(provider, nested, declared.getGenericType(), entry.getValue());
                type.getMethod("set" + capitalised(name), declared.getType()).invoke(made, value);
            }
            return made;
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static Object valueOf(String provider, JsonElement nested, Type type, JsonElement value) {
        if (value.isJsonArray()) {
            List<Object> list = new ArrayList<>();
            Type inner = ((ParameterizedType) type).getActualTypeArguments()[0];
            JsonElement one = nested == null ? null : nested.getAsJsonArray().get(0);
            value.getAsJsonArray().forEach(element -> list.add(valueOf(provider, one, inner, element)));
            return list;
        }
        if (value.isJsonObject() && nested != null) {
            return fromVendor(provider, nested.getAsString(), value.getAsJsonObject());
        }
        if (value.isJsonObject()) {
            Map<String, String> map = new java.util.TreeMap<>();
            value.getAsJsonObject().entrySet().forEach(entry -> map.put(entry.getKey(), entry.getValue().getAsString()));
            return map;
        }
        if (type == long.class || type == Long.class) {
            return value.getAsLong();
        }
        if (type == int.class || type == Integer.class) {
            return value.getAsInt();
        }
        return type == boolean.class || type == Boolean.class ? (Object) value.getAsBoolean() : value.getAsString();
    }

    /** The vendor's JSON of a message. */
    public static JsonObject toVendor(String provider, String message, Object given) {
        JsonObject vendor = new JsonObject();
        for (Map.Entry<String, JsonElement> entry : messages(provider).getAsJsonObject(message).entrySet()) {
            JsonArray field = entry.getValue().getAsJsonArray();
            Object value = get(given, camel(field.get(0).getAsString()));
            if (value instanceof Map) {
                ((Map<?, ?>) value).forEach((name, text) -> vendor.addProperty((String) name, (String) text));
            } else if (value != null) {
                vendor.add(entry.getKey(), jsonOf(provider, field.size() > 1 ? field.get(1) : null, value));
            }
        }
        return vendor;
    }

    private static JsonElement jsonOf(String provider, JsonElement nested, Object value) {
        if (value instanceof List) {
            JsonArray array = new JsonArray();
            JsonElement one = nested == null ? null : nested.getAsJsonArray().get(0);
            ((List<?>) value).forEach(element -> array.add(jsonOf(provider, one, element)));
            return array;
        }
        if (value instanceof Number) {
            return new JsonPrimitive((Number) value);
        }
        if (value instanceof Boolean) {
            return new JsonPrimitive((Boolean) value);
        }
        return value instanceof String ? new JsonPrimitive((String) value) : toVendor(provider, nested.getAsString(), value);
    }

    public static Object get(Object message, String name) {
        try {
            return message.getClass().getMethod("get" + capitalised(name)).invoke(message);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    /** An error in the words of the scenarios. */
    public static JsonObject errorOf(TwposException e) {
        JsonObject error = new JsonObject();
        error.addProperty("kind", e.getKind().toString());
        error.addProperty("outcome", e.getOutcome().toString());
        error.addProperty("detail", e.getDetail());
        error.addProperty("provider_code", e.getProviderCode());
        error.addProperty("provider_text", e.getProviderText());
        error.addProperty("http_status", e.getHttpStatus());
        error.addProperty("reference", e.getReference());
        return error;
    }

    /** {@code op_seq} as {@code opSeq}. */
    public static String camel(String name) {
        StringBuilder out = new StringBuilder();
        for (String word : name.split("_")) {
            out.append(out.length() == 0 ? word : capitalised(word));
        }
        return out.toString();
    }

    public static String capitalised(String word) {
        return word.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + word.substring(1);
    }
}
