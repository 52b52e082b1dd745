/* twpos_json: builder and reader. */
#include "sandbox.h"

static void what_is_set_is_read(void) {
    twpos_json *json = NULL;
    int32_t flag = -1;
    CHECK_INT(twpos_json_new(&json), TWPOS_OK);
    CHECK_INT(twpos_json_set_string(json, "A", "見晴\"\n"), TWPOS_OK);
    CHECK_INT(twpos_json_set_int(json, "B.C", INT64_MIN), TWPOS_OK);
    CHECK_INT(twpos_json_set_bool(json, "B.D", 5), TWPOS_OK);
    CHECK_INT(twpos_json_set_string(json, "List[0].X", "1"), TWPOS_OK);
    CHECK_INT(twpos_json_set_string(json, "List[1].X", "2"), TWPOS_OK);
    CHECK_INT(twpos_json_set_string(json, "Texts[0]", "t"), TWPOS_OK);
    CHECK_INT(twpos_json_set_int(json, "Deep[0][0]", 7), TWPOS_OK);
    CHECK_INT(twpos_json_set_string(json, "A", "again"), TWPOS_OK);

    CHECK_TAKEN(json_text(json),
                "{\"A\":\"again\",\"B\":{\"C\":-9223372036854775808,\"D\":true},\"List\":[{\"X\":\"1\"},{\"X\":\"2\"}],"
                "\"Texts\":[\"t\"],\"Deep\":[[7]]}");
    CHECK_INT(int_at(json, "B.C"), INT64_MIN);
    CHECK_INT(twpos_json_get_bool(json, "B.D", &flag), TWPOS_OK);
    CHECK_INT(flag, 1);
    CHECK_INT(int_at(json, "List[1].X"), 2);
    CHECK_INT(length_at(json, "List"), 2);
    CHECK_INT(length_at(json, ""), 5);
    CHECK_INT(int_at(json, "Deep[0][0]"), 7);
    twpos_json_free(json);
}

static void readers_are_lenient_where_providers_are(void) {
    twpos_json *json = parsed("{\"n\":36,\"t\":\"36\",\"e\":\"\",\"z\":null,\"f\":1.5,\"b\":false,\"o\":{},\"x\":\"3x\","
                              "\"big\":18446744073709551615,\"nul\":\"a\\u0000b\"}");
    char *text = NULL;
    int64_t number = 1;
    int32_t flag = -1;
    CHECK_INT(int_at(json, "n"), 36);
    CHECK_INT(int_at(json, "t"), 36);
    CHECK_INT(twpos_json_get_int(json, "e", &number), TWPOS_NOT_FOUND);
    CHECK_INT(twpos_json_get_int(json, "z", &number), TWPOS_NOT_FOUND);
    CHECK_INT(twpos_json_get_int(json, "f", &number), TWPOS_WRONG_TYPE);
    CHECK_INT(twpos_json_get_int(json, "x", &number), TWPOS_WRONG_TYPE);
    CHECK_INT(twpos_json_get_int(json, "b", &number), TWPOS_WRONG_TYPE);
    CHECK_INT(twpos_json_get_int(json, "big", &number), TWPOS_WRONG_TYPE);
    CHECK_INT(number, 1);
    CHECK_TAKEN(string_at(json, "n"), "36");
    CHECK_TAKEN(string_at(json, "f"), "1.5");
    CHECK_TAKEN(string_at(json, "b"), "false");
    CHECK_TAKEN(string_at(json, "e"), "");
    CHECK_INT(twpos_json_get_string(json, "z", &text), TWPOS_NOT_FOUND);
    CHECK_INT(twpos_json_get_string(json, "o", &text), TWPOS_WRONG_TYPE);
    CHECK_INT(twpos_json_get_string(json, "nul", &text), TWPOS_WRONG_TYPE);
    CHECK_INT(twpos_json_get_string(json, "no", &text), TWPOS_NOT_FOUND);
    CHECK_INT(twpos_json_get_bool(json, "n", &flag), TWPOS_WRONG_TYPE);
    CHECK_INT(twpos_json_get_bool(json, "z", &flag), TWPOS_NOT_FOUND);
    CHECK_INT(twpos_json_length(json, "n", &number), TWPOS_WRONG_TYPE);
    CHECK_INT(twpos_json_length(json, "no", &number), TWPOS_NOT_FOUND);
    CHECK(text == NULL);
    twpos_json_free(json);
}

static void members_can_be_listed(void) {
    twpos_json *json = parsed("{\"b\":1,\"a\":{\"見\":2}}");
    char *name = NULL;
    CHECK_INT(twpos_json_member_name(json, "", 1, &name), TWPOS_OK);
    CHECK_TAKEN(name, "a");
    CHECK_INT(twpos_json_member_name(json, "a", 0, &name), TWPOS_OK);
    CHECK_TAKEN(name, "見");
    CHECK_INT(twpos_json_member_name(json, "", 2, &name), TWPOS_NOT_FOUND);
    CHECK_INT(twpos_json_member_name(json, "", -1, &name), TWPOS_NOT_FOUND);
    CHECK_INT(twpos_json_member_name(json, "b", 0, &name), TWPOS_WRONG_TYPE);
    twpos_json_free(json);
}

/* Each wrong path is refused, by setter and getter alike, and changes nothing. */
static void wrong_paths_change_nothing(void) {
    static const char *const unreadable[] = {
        ".", "a.", ".a", "a..b", "a[", "a[]", "a[x]", "a[-1]", "a[0", "a]0[", "a[0]b", "a[99999999999999999999999]",
    };
    static const char *const unfitting[] = {"", "l[2]", "new[1]", "n.x", "n[0]", "l.x", "o[0]", "made.here[3].x"};
    twpos_json *json = parsed("{\"l\":[1],\"n\":1,\"o\":{}}");
    char deep[1024], *text = NULL;
    size_t at;
    for (at = 0; at < sizeof unreadable / sizeof *unreadable; at++) {
        int32_t status = twpos_json_set_int(json, unreadable[at], 1);
        if (status != TWPOS_INVALID_PATH) fail(__FILE__, __LINE__, unreadable[at]);
        status = twpos_json_get_string(json, unreadable[at], &text);
        if (status != TWPOS_INVALID_PATH) fail(__FILE__, __LINE__, unreadable[at]);
    }
    for (at = 0; at < sizeof unfitting / sizeof *unfitting; at++) {
        if (twpos_json_set_int(json, unfitting[at], 1) != TWPOS_INVALID_PATH) fail(__FILE__, __LINE__, unfitting[at]);
    }
    for (at = 0; at + 1 < sizeof deep; at += 2) memcpy(deep + at, "a.", 2);
    deep[64 * 2 + 1] = '\0';
    CHECK_INT(twpos_json_set_int(json, deep, 1), TWPOS_INVALID_PATH);
    CHECK_TAKEN(json_text(json), "{\"l\":[1],\"n\":1,\"o\":{}}");
    deep[63 * 2 + 1] = '\0';
    CHECK_INT(twpos_json_set_int(json, deep, 1), TWPOS_OK);
    CHECK_INT(int_at(json, deep), 1);
    twpos_json_free(json);
}

static void members_are_taken_and_put_whole(void) {
    twpos_json *json = parsed("{\"a\":{\"b\":[1,\"x\"]},\"z\":null}");
    char *text = NULL;
    CHECK_INT(twpos_json_get_json(json, "a", &text), TWPOS_OK);
    CHECK_INT(twpos_json_set_json(json, "copies[0]", text), TWPOS_OK);
    CHECK_TAKEN(text, "{\"b\":[1,\"x\"]}");
    CHECK_INT(twpos_json_get_json(json, "z", &text), TWPOS_OK);
    CHECK_TAKEN(text, "null");
    CHECK_INT(twpos_json_set_json(json, "a", "{\"cut"), TWPOS_INVALID_JSON);
    CHECK_INT(twpos_json_get_json(json, "no", &text), TWPOS_NOT_FOUND);
    CHECK_TAKEN(json_text(json), "{\"a\":{\"b\":[1,\"x\"]},\"z\":null,\"copies\":[{\"b\":[1,\"x\"]}]}");
    twpos_json_free(json);
}

/* A path of 64 steps below text that is itself 100 deep: deeper than any parser allows, and freed all the same. */
static void depth_is_bounded(void) {
    char text[256], path[256] = "a";
    twpos_json *json = NULL;
    int at;
    memset(text, '[', 100);
    memset(text + 100, ']', 100);
    text[200] = '\0';
    for (at = 1; at < 64; at++) strcat(path, ".a");
    CHECK_INT(twpos_json_new(&json), TWPOS_OK);
    CHECK_INT(twpos_json_set_json(json, path, text), TWPOS_OK);
    twpos_json_free(json);
}

static void only_json_is_parsed(void) {
    twpos_json *json = NULL;
    twpos_error *error = NULL;
    CHECK_INT(twpos_json_parse("{\"a\":1,}", &json, &error), TWPOS_INVALID_JSON);
    CHECK_TAKEN(error_detail(error), "not JSON at line 1 column 8");
    CHECK_INT(twpos_error_outcome(error), TWPOS_OUTCOME_NOT_SENT);
    CHECK(json == NULL);
    twpos_error_free(error);
}

/* As an operation reads its request: of two members with one name, nobody takes the last. */
static void no_member_and_no_digit_is_lost(void) {
    twpos_json *json = NULL;
    twpos_error *error = NULL;
    CHECK_INT(twpos_json_parse("{\"TxAmt\":36,\"TxAmt\":1}", &json, &error), TWPOS_INVALID_JSON);
    CHECK_TAKEN(error_detail(error), "TxAmt: is in the same object twice");
    CHECK(json == NULL);
    twpos_error_free(error);
    json = parsed("\xef\xbb\xbf{\"n\":12.50,\"big\":12345678901234567890123}");
    CHECK_TAKEN(string_at(json, "n"), "12.50");
    CHECK_TAKEN(string_at(json, "big"), "12345678901234567890123");
    CHECK_INT(twpos_json_set_json(json, "n", "[{\"a\":1,\"a\":1}]"), TWPOS_INVALID_JSON);
    CHECK_INT(twpos_json_set_json(json, "n", "36.00"), TWPOS_OK);
    CHECK_TAKEN(json_text(json), "{\"n\":\"36.00\",\"big\":\"12345678901234567890123\"}");
    twpos_json_free(json);
}

int main(void) {
    what_is_set_is_read();
    readers_are_lenient_where_providers_are();
    members_can_be_listed();
    wrong_paths_change_nothing();
    members_are_taken_and_put_whole();
    depth_is_bounded();
    only_json_is_parsed();
    no_member_and_no_digit_is_lost();
    return finish("json");
}
