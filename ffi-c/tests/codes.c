/* What codes mean, and MYPAY's notifications and keys: no network. */
#include "handles.h"
#include "sandbox.h"

static twpos_json *described(int32_t (*describe)(const char *, char **), const char *code) {
    char *text = NULL;
    twpos_json *json;
    CHECK_INT(describe(code, &text), TWPOS_OK);
    json = parsed(text);
    twpos_string_free(text);
    return json;
}

static void codes_have_meanings(void) {
    twpos_json *paid = described(twpos_mypay_prc_describe, TWPOS_MYPAY_PRC_PAID);
    twpos_json *overdue = described(twpos_mypay_prc_describe, "380");
    twpos_json *unheard = described(twpos_mypay_prc_describe, "no such code");
    twpos_json *wallet = described(twpos_mypay_pfn_describe, "27");
    twpos_json *channel = described(twpos_icash_payment_channel_describe, "1");
    int32_t flag = -1;
    char *text = NULL;

    CHECK_TAKEN(string_at(paid, "code"), "250");
    CHECK_INT(int_at(paid, "number"), 250);
    CHECK_TAKEN(string_at(paid, "chinese"), "付款成功");
    CHECK_TAKEN(string_at(paid, "english"), "paid");
    CHECK_TAKEN(string_at(paid, "class"), TWPOS_MYPAY_PRC_CLASS_PAID);
    CHECK_INT(twpos_json_get_bool(paid, "may_still_be_paid", &flag), TWPOS_OK);
    CHECK_INT(flag, 0);

    CHECK_TAKEN(string_at(overdue, "class"), TWPOS_MYPAY_PRC_CLASS_FAILED);
    CHECK_INT(twpos_json_get_bool(overdue, "may_still_be_paid", &flag), TWPOS_OK);
    CHECK_INT(flag, 1);
    CHECK_TAKEN(string_at(overdue, "following[0]"), TWPOS_MYPAY_PRC_PAID_BUT_MISMATCH);
    CHECK_INT(twpos_json_get_string(overdue, "following[1]", &text), TWPOS_NOT_FOUND);

    CHECK_INT(twpos_json_get_string(unheard, "code", &text), TWPOS_NOT_FOUND);
    CHECK_TAKEN(string_at(unheard, "english"), "unknown");
    CHECK_TAKEN(string_at(unheard, "class"), TWPOS_MYPAY_PRC_CLASS_UNKNOWN);

    CHECK_TAKEN(string_at(wallet, "english"), "Pi Wallet online, the customer scans");
    CHECK_TAKEN(string_at(channel, "code"), TWPOS_ICASH_PAYMENT_CHANNEL_PRE_DEPOSIT);
    twpos_json_free(paid);
    twpos_json_free(overdue);
    twpos_json_free(unheard);
    twpos_json_free(wallet);
    twpos_json_free(channel);
}

static void notifications_are_read_and_verified(void) {
    const char *body = NOTIFICATION, *half = "uid=1";
    const char *ours = "{\"uid\":\"95217\",\"key\":\"3425042d7d266e4aea5fd4653a0271db\",\"order_id\":\"A1\",\"cost\":900}";
    const char *other_key = "{\"uid\":\"95217\",\"key\":\"x\"}";
    const char *other_cost = "{\"uid\":\"95217\",\"key\":\"3425042d7d266e4aea5fd4653a0271db\",\"cost\":901}";
    twpos_mypay_notification *notification = NULL, *none = NULL;
    twpos_error *error = NULL;
    twpos_json *json;
    char *text = NULL;

    CHECK_OK(twpos_mypay_notification_parse(body, strlen(body), &notification, &error), error);
    CHECK_OK(twpos_mypay_notification_json(notification, &text, &error), error);
    json = parsed(text);
    CHECK_TAKEN(string_at(json, "kind"), TWPOS_MYPAY_NOTIFICATION_KIND_COMPLETED);
    CHECK_TAKEN(string_at(json, "state"), TWPOS_MYPAY_PRC_CLASS_PAID);
    CHECK_INT(int_at(json, "cost"), 900);
    CHECK_OK(twpos_mypay_notification_verify(notification, ours, &error), error);
    CHECK_INT(twpos_mypay_notification_verify(notification, other_key, &error), TWPOS_ERROR_INVALID_NOTIFICATION);
    twpos_error_free(error);
    error = NULL;
    CHECK_INT(twpos_mypay_notification_verify(notification, other_cost, &error), TWPOS_ERROR_MISMATCH);
    twpos_error_free(error);
    error = NULL;
    CHECK_INT(twpos_mypay_notification_verify(notification, "{\"amount\":1}", &error), TWPOS_ERROR_INVALID_REQUEST);
    CHECK_HOLDS(error_detail(error), "amount");
    twpos_error_free(error);
    error = NULL;
    CHECK_INT(twpos_mypay_notification_parse(half, strlen(half), &none, &error), TWPOS_ERROR_INVALID_NOTIFICATION);
    CHECK(none == NULL);
    twpos_error_free(error);
    error = NULL;
    /* Only `length` bytes are read: the cost is 90. */
    CHECK_OK(twpos_mypay_notification_parse(body, strlen(body) - 1, &none, &error), error);
    CHECK_INT(strcmp(TWPOS_MYPAY_NOTIFICATION_ANSWER, "8888"), 0);
    twpos_mypay_notification_free(none);
    twpos_mypay_notification_free(notification);
    twpos_json_free(json);
    twpos_string_free(text);
}

static void mypay_keys_are_chosen_by_the_caller(void) {
    twpos_mypay_client *client = NULL, *previous = NULL;
    twpos_error *error = NULL;
    CHECK_OK(twpos_mypay_client_from_toml(MYPAY_TOML, ".", &client, &error), error);
    CHECK_INT(twpos_mypay_client_with_key(client, TWPOS_MYPAY_KEY_PREVIOUS, &previous, &error), TWPOS_ERROR_CONFIG);
    CHECK_TAKEN(error_detail(error), "there is no previous_key");
    twpos_error_free(error);
    error = NULL;
    CHECK_INT(twpos_mypay_client_with_key(client, 3, &previous, &error), TWPOS_INVALID_ARGUMENT);
    twpos_error_free(error);
    error = NULL;
    CHECK_INT(twpos_mypay_client_use_key(client, "short", &error), TWPOS_ERROR_KEY);
    twpos_error_free(error);
    error = NULL;
    CHECK(previous == NULL);
    CHECK_OK(twpos_mypay_client_use_key(client, "fedcba9876543210fedcba9876543210", &error), error);
    CHECK_OK(twpos_mypay_client_with_key(client, TWPOS_MYPAY_KEY_PREVIOUS, &previous, &error), error);
    twpos_mypay_client_free(client);
    twpos_mypay_client_free(previous); /* which lives on without the first */
}

static void keys_are_made_and_compared(void) {
    twpos_private_key *key = NULL, *again = NULL;
    twpos_public_key *half = NULL, *read = NULL;
    twpos_error *error = NULL;
    char *pem = NULL, *public_pem = NULL, *line = NULL, *one = NULL, *other = NULL;
    int32_t bits = 0;
    CHECK_OK(twpos_private_key_generate(&key, &error), error);
    CHECK_OK(twpos_private_key_to_pem(key, &pem, &error), error);
    CHECK(strstr(pem, "-----BEGIN PRIVATE KEY-----") == pem);
    CHECK_OK(twpos_private_key_from_text(pem, &again, &error), error);
    CHECK_OK(twpos_private_key_public_key(again, &half, &error), error);
    CHECK_INT(twpos_public_key_bits(half, &bits), TWPOS_OK);
    CHECK_INT(bits, 2048);
    CHECK_INT(twpos_public_key_to_pem(half, &public_pem), TWPOS_OK);
    CHECK_INT(twpos_public_key_to_base64(half, &line), TWPOS_OK);
    CHECK(strstr(public_pem, "-----BEGIN PUBLIC KEY-----") == public_pem && strchr(line, '\n') == NULL);
    CHECK_OK(twpos_public_key_from_text(line, &read, &error), error);
    CHECK_INT(twpos_public_key_fingerprint(half, &one), TWPOS_OK);
    CHECK_INT(twpos_public_key_fingerprint(read, &other), TWPOS_OK);
    CHECK_TEXT(one, other);
    CHECK_INT((int64_t)strlen(one), 64);
    twpos_string_free(pem);
    twpos_string_free(public_pem);
    twpos_string_free(line);
    twpos_string_free(one);
    twpos_string_free(other);
    twpos_private_key_free(key);
    twpos_private_key_free(again);
    twpos_public_key_free(half);
    twpos_public_key_free(read);
}

int main(void) {
    codes_have_meanings();
    notifications_are_read_and_verified();
    mypay_keys_are_chosen_by_the_caller();
    keys_are_made_and_compared();
    return finish("codes");
}
