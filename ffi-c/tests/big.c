/* Texts of 10 MB in every place that takes one of any length: an answer, and no crash. */
#include "handles.h"
#include "sandbox.h"

#define SIZE (10 * 1000 * 1000)

static char *filled(const char *before, char letter, const char *after) {
    size_t head = strlen(before);
    char *text = malloc(head + SIZE + strlen(after) + 1);
    if (text == NULL) exit(1);
    memcpy(text, before, head);
    memset(text + head, letter, SIZE);
    strcpy(text + head + SIZE, after);
    return text;
}

static char *repeated(const char *part) {
    size_t length = strlen(part), at;
    char *text = malloc(SIZE + 1);
    if (text == NULL) exit(1);
    for (at = 0; at + length <= SIZE; at += length) memcpy(text + at, part, length);
    text[at] = '\0';
    return text;
}

static void an_error(int32_t status, int32_t expected, twpos_error **error) {
    CHECK_INT(status, expected);
    CHECK_INT(twpos_error_outcome(*error), TWPOS_OUTCOME_NOT_SENT);
    twpos_error_free(*error);
    *error = NULL;
}

static void requests(struct handles *valid) {
    char *long_field = filled("{\"OPSeq\":\"B-1\",\"BuyerID\":\"", 'x', "\"}");
    char *long_name = filled("{\"", 'x', "\":1}");
    char *long_text = filled("", 'x', ""), *deep = filled("", '[', ""), *open = filled("\"", 'x', "");
    char *response = NULL;
    twpos_error *error = NULL;
    const char *texts[] = {long_field, long_name, long_text, deep, open};
    size_t at;
    for (at = 0; at < sizeof texts / sizeof *texts; at++) {
        an_error(twpos_icash_pay(valid->icash_client, texts[at], &response, &error), TWPOS_ERROR_INVALID_REQUEST,
                 &error);
        an_error(twpos_mypay_scan_pay(valid->mypay_client, texts[at], &response, &error), TWPOS_ERROR_INVALID_REQUEST,
                 &error);
        an_error(twpos_omni_ipass_pay(valid->omni_client, texts[at], &response, &error), TWPOS_ERROR_INVALID_REQUEST,
                 &error);
    }
    CHECK(response == NULL);
    free(long_field);
    free(long_name);
    free(long_text);
    free(deep);
    free(open);
}

static void json(void) {
    char *value = filled("", 'v', ""), *names = repeated("a."), *indexes = repeated("[0]"), *deep = filled("", '[', "");
    twpos_json *json = NULL, *none = NULL;
    twpos_error *error = NULL;
    char *text = NULL;
    CHECK_INT(twpos_json_new(&json), TWPOS_OK);
    CHECK_INT(twpos_json_set_string(json, "A", value), TWPOS_OK);
    text = string_at(json, "A");
    CHECK_INT((int64_t)strlen(text), SIZE);
    twpos_string_free(text);
    CHECK_INT(twpos_json_set_int(json, value, 7), TWPOS_OK);
    CHECK_INT(int_at(json, value), 7);
    CHECK_INT(twpos_json_set_int(json, names, 1), TWPOS_INVALID_PATH);
    CHECK_INT(twpos_json_set_int(json, indexes, 1), TWPOS_INVALID_PATH);
    an_error(twpos_json_parse(deep, &none, &error), TWPOS_INVALID_JSON, &error);
    twpos_json_free(json);
    free(value);
    free(names);
    free(indexes);
    free(deep);
}

static void keys_and_settings(struct handles *valid) {
    char *text = filled("", 'A', ""), *toml = filled("[icash]\nbase_url = \"", 'x', "\"\n");
    char *result = NULL;
    twpos_private_key *private_key = NULL;
    twpos_public_key *public_key = NULL;
    twpos_icash_client *client = NULL;
    twpos_icash_credentials *credentials = NULL;
    twpos_mypay_notification *notification = NULL;
    twpos_error *error = NULL;

    an_error(twpos_private_key_from_text(text, &private_key, &error), TWPOS_ERROR_KEY, &error);
    an_error(twpos_public_key_from_text(text, &public_key, &error), TWPOS_ERROR_KEY, &error);
    an_error(twpos_icash_client_from_toml(toml, text, &client, &error), TWPOS_ERROR_CONFIG, &error);
    an_error(twpos_icash_client_from_file(text, &client, &error), TWPOS_ERROR_CONFIG, &error);
    CHECK_INT(twpos_config_set_string(valid->config, "icash.user_agent", text), TWPOS_OK);
    CHECK_INT(twpos_config_set_string(valid->config, "icash.corp_id", text), TWPOS_OK);
    an_error(twpos_icash_client_from_config(valid->config, &client, &error), TWPOS_ERROR_CONFIG, &error);
    an_error(twpos_icash_client_use_credential(valid->icash_client, "1", text, text, &error), TWPOS_ERROR_KEY, &error);
    an_error(twpos_icash_credentials_exchange(text, NULL, 1, &credentials, &error), TWPOS_ERROR_CONFIG, &error);
    an_error(twpos_mypay_client_use_key(valid->mypay_client, text, &error), TWPOS_ERROR_KEY, &error);
    CHECK_INT(twpos_mypay_prc_describe(text, &result), TWPOS_OK);
    twpos_string_free(result);
    result = NULL;
    CHECK_INT(twpos_mypay_notification_parse(text, SIZE, &notification, &error), TWPOS_ERROR_INVALID_NOTIFICATION);
    twpos_error_free(error);
    error = NULL;
    CHECK_INT(twpos_icash_credentials_open(valid->icash_credentials, text, SIZE, text, &result, &error),
              TWPOS_ERROR_SIGNATURE);
    twpos_error_free(error);
    error = NULL;
    CHECK_OK(twpos_icash_credentials_seal(valid->icash_credentials, text, &result, &error), error);
    CHECK(strlen(result) > SIZE);
    twpos_string_free(result);
    free(text);
    free(toml);
}

int main(void) {
    struct handles valid = make_handles();
    requests(&valid);
    json();
    keys_and_settings(&valid);
    free_handles(&valid);
    return finish("big");
}
