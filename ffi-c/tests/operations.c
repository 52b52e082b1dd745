/* Every operation of icash Pay, the three ways to make a client, key exchange and credentials: against the
 * sandbox. MYPAY and OMNI are in providers.c. */
#include "handles.h"
#include "sandbox.h"

typedef int32_t operation(const twpos_icash_client *, const char *, char **, twpos_error **);

/* Runs an operation that must succeed, and gives its reply. */
static twpos_json *done(const twpos_icash_client *till, operation *operation, char *request) {
    char *response = NULL;
    twpos_error *error = NULL;
    twpos_json *reply;
    CHECK_OK(operation(till, request, &response, &error), error);
    reply = parsed(response == NULL ? "{}" : response);
    twpos_string_free(response);
    twpos_string_free(request);
    return reply;
}

#define STORE "StoreId", "217477", "StoreName", "見晴", "PosNo", "01"

static void a_payment_is_refunded(const twpos_icash_client *till) {
    twpos_json *paid = done(till, twpos_icash_pay, sale("O-1", CUSTOMER, 120));
    char *bank_seq = string_at(paid, "BankSeq");
    twpos_json *refunded;
    CHECK_TAKEN(string_at(paid, "ServiceResult"), "Y");
    CHECK_TAKEN(string_at(paid, "OPSeq"), "O-1");
    CHECK_INT(int_at(paid, "TxAmt"), 120);
    CHECK(bank_seq != NULL && strlen(bank_seq) == 20);
    refunded = done(till, twpos_icash_refund,
                    fields("OPSeq", "O-1", "BankSeq", bank_seq, "TxAmt", "120", "OPRefundSeq", "O-1-R", STORE, NULL));
    CHECK_TAKEN(string_at(refunded, "ServiceResult"), "Y");
    twpos_json_free(refunded);
    twpos_string_free(bank_seq);
    twpos_json_free(paid);
}

static void an_unknown_payment_is_cancelled(const twpos_icash_client *till) {
    char *request = sale("O-2", "ICTWPOSRESETAFTER0", 36), *response = NULL;
    twpos_error *error = NULL;
    twpos_json *cancelled;
    CHECK_INT(twpos_icash_pay(till, request, &response, &error), TWPOS_ERROR_TRANSPORT);
    CHECK_INT(twpos_error_outcome(error), TWPOS_OUTCOME_UNKNOWN);
    CHECK_TAKEN(error_reference(error), "O-2");
    twpos_error_free(error);
    twpos_string_free(request);
    cancelled = done(till, twpos_icash_cancel, fields("OPSeq", "O-2", NULL));
    CHECK_TAKEN(string_at(cancelled, "OPSeq"), "O-2");
    twpos_json_free(cancelled);
}

static void a_top_up_is_taken_back(const twpos_icash_client *till) {
    twpos_json *topped = done(till, twpos_icash_top_up,
                              fields("BuyerID", CUSTOMER, "OPSeq", "O-3", "TopUpAmt", "500", STORE, NULL));
    char *bank_seq = string_at(topped, "BankSeq");
    CHECK_INT(int_at(topped, "TopUpAmt"), 500);
    twpos_json_free(topped);
    twpos_json_free(done(till, twpos_icash_refund_top_up,
                         fields("BuyerID", CUSTOMER, "OPSeq", "O-3", "BankSeq", bank_seq, "TopUpAmt", "500",
                                "OPRefundSeq", "O-3-R", STORE, NULL)));
    twpos_string_free(bank_seq);
    twpos_json_free(done(till, twpos_icash_top_up,
                         fields("BuyerID", CUSTOMER, "OPSeq", "O-4", "TopUpAmt", "500", STORE, NULL)));
    twpos_json_free(done(till, twpos_icash_cancel_top_up, fields("BuyerID", CUSTOMER, "OPSeq", "O-4", NULL)));
}

static void extra_fields_go_along(const twpos_icash_client *till) {
    twpos_json_free(done(till, twpos_icash_pay,
                         fields("BuyerID", CUSTOMER, "OPSeq", "O-5", "TxAmt", "7", "extra.PlatformID", "10000266",
                                "ItemList[0].ItemName", "PROMO", "ItemList[0].Quantity", "2", STORE, NULL)));
}

/* Exchanged keys, saved and loaded again, pay; and so does a credential taken into use. */
static void keys_are_exchanged_and_saved(void) {
    twpos_icash_credentials *credentials = NULL;
    twpos_icash_client *till = NULL;
    twpos_error *error = NULL;
    char folder[1024], *path = NULL, *id = NULL, *client_id = NULL;
    const char *url = given("TWPOS_URL");
    CHECK_OK(twpos_icash_credentials_exchange(url, NULL, 0, &credentials, &error), error);
    CHECK_INT(twpos_icash_credentials_enc_key_id(credentials, &id), TWPOS_OK);
    snprintf(folder, sizeof folder, "%s/exchanged", given("TWPOS_SCRATCH"));
    CHECK_OK(twpos_icash_credentials_save(credentials, folder, url, NULL, &path, &error), error);
    CHECK(path != NULL && strstr(path, "till.toml") != NULL);
    CHECK_OK(twpos_icash_client_from_file(path, &till, &error), error);
    CHECK_INT(twpos_icash_client_enc_key_id(till, &client_id), TWPOS_OK);
    CHECK_TEXT(client_id, id);
    twpos_json_free(done(till, twpos_icash_pay, sale("O-6", CUSTOMER, 36)));

    CHECK_INT(twpos_icash_client_use_credential(till, "x", "short", "short", &error), TWPOS_ERROR_CONFIG);
    CHECK_INT(twpos_error_outcome(error), TWPOS_OUTCOME_NOT_SENT);
    twpos_error_free(error);
    error = NULL;
    CHECK_OK(twpos_icash_client_use_credential(till, "77", "0123456789abcdef0123456789abcdef", "0123456789abcdef",
                                               &error), error);
    twpos_string_free(client_id);
    client_id = NULL;
    CHECK_INT(twpos_icash_client_enc_key_id(till, &client_id), TWPOS_OK);
    CHECK_TEXT(client_id, "77");

    CHECK_INT(twpos_icash_credentials_exchange("http://127.0.0.1:1", NULL, 2, &credentials, &error),
              TWPOS_ERROR_CONNECT);
    twpos_error_free(error);
    error = NULL;
    CHECK_INT(twpos_icash_credentials_exchange(url, NULL, -1, &credentials, &error), TWPOS_INVALID_ARGUMENT);
    twpos_error_free(error);
    twpos_string_free(client_id);
    twpos_string_free(id);
    twpos_string_free(path);
    twpos_icash_client_free(till);
    twpos_icash_credentials_free(credentials);
}

/* An exchange that cannot be, and what its error says. */
static void no_exchange(const twpos_config *config, int32_t status, const char *detail) {
    twpos_icash_credentials *credentials = NULL;
    twpos_error *error = NULL;
    char *text;
    CHECK_INT(twpos_icash_credentials_exchange_from_config(config, &credentials, &error), status);
    CHECK(credentials == NULL);
    CHECK_INT(twpos_error_outcome(error), TWPOS_OUTCOME_NOT_SENT);
    CHECK_HOLDS(error_detail(error), detail);
    text = error_text(error);
    CHECK(text != NULL && strstr(text, "CANARY") == NULL);
    twpos_string_free(text);
    twpos_error_free(error);
}

/* By the settings by which a client connects. */
static void keys_are_fetched_through_a_proxy(void) {
    twpos_config *config = NULL;
    twpos_icash_credentials *credentials = NULL;
    twpos_error *error = NULL;
    char path[1024];
    FILE *file;
    CHECK_INT(twpos_config_new(&config), TWPOS_OK);
    CHECK_INT(twpos_config_set_string(config, "icash.ca_file", given("TWPOS_TLS_CA")), TWPOS_OK);
    no_exchange(config, TWPOS_ERROR_CONFIG, "[icash] base_url is missing");
    CHECK_INT(twpos_config_set_string(config, "icash.base_url", given("TWPOS_TLS_URL")), TWPOS_OK);
    CHECK_INT(twpos_config_set_int(config, "icash.proxy", 5), TWPOS_OK);
    no_exchange(config, TWPOS_ERROR_CONFIG, "[icash] proxy must be text");
    CHECK_INT(twpos_config_set_string(config, "icash.proxy", "http://till:CANARY@host:1"), TWPOS_OK);
    no_exchange(config, TWPOS_ERROR_CONFIG, "proxy must not contain a user or password");
    CHECK_INT(twpos_config_set_string(config, "icash.proxy", given("TWPOS_PROXY")), TWPOS_OK);
    no_exchange(config, TWPOS_ERROR_CONNECT, "check proxy_credentials");

    snprintf(path, sizeof path, "%s/proxy.txt", given("TWPOS_SCRATCH"));
    file = fopen(path, "w");
    CHECK(file != NULL && fprintf(file, "%s\n", given("TWPOS_PROXY_CREDENTIALS")) > 0 && fclose(file) == 0);
    CHECK_INT(twpos_config_set_string(config, "icash.proxy_credentials_file", path), TWPOS_OK);
    CHECK_OK(twpos_icash_credentials_exchange_from_config(config, &credentials, &error), error);
    CHECK(credentials != NULL);
    twpos_icash_credentials_free(credentials);

    CHECK_INT(twpos_config_set_string(config, "icash.roots", "CANARY"), TWPOS_OK);
    no_exchange(config, TWPOS_ERROR_CONFIG, "[icash] roots must be built-in or system");
    CHECK_INT(twpos_config_set_string(config, "icash.roots", "built-in"), TWPOS_OK);
    CHECK_INT(twpos_config_set_string(config, "icash.aes_key", "CANARY"), TWPOS_OK);
    no_exchange(config, TWPOS_ERROR_CONFIG, "[icash] aes_key is not a known setting here, but a client's");
    twpos_config_free(config);
}

static void a_client_is_made_of_settings_or_text(void) {
    twpos_json *vectors = vector_file("icash.json");
    twpos_config *config = vector_config(vectors, "http://127.0.0.1:1");
    twpos_icash_client *till = NULL;
    twpos_omni_client *omni = NULL;
    twpos_error *error = NULL;
    char *response = NULL, *request = sale("O-7", CUSTOMER, 36);

    CHECK_OK(twpos_icash_client_from_config(config, &till, &error), error);
    CHECK_INT(twpos_icash_pay(till, request, &response, &error), TWPOS_ERROR_CONNECT);
    CHECK_INT(twpos_error_outcome(error), TWPOS_OUTCOME_NOT_SENT);
    CHECK_TAKEN(error_reference(error), "O-7");
    twpos_error_free(error);
    error = NULL;

    /* A wrong setting is named, by the same words as a file's. */
    CHECK_INT(twpos_config_set_string(config, "icash.corp_idd", "1"), TWPOS_OK);
    twpos_icash_client_free(till);
    till = NULL;
    CHECK_INT(twpos_icash_client_from_config(config, &till, &error), TWPOS_ERROR_CONFIG);
    CHECK_HOLDS(error_detail(error), "[icash] corp_idd is not a known setting");
    CHECK(till == NULL);
    twpos_error_free(error);
    error = NULL;

    CHECK_INT(twpos_config_set_string(config, "base_url", "x"), TWPOS_INVALID_PATH);
    CHECK_INT(twpos_config_set_string(config, ".x", "x"), TWPOS_INVALID_PATH);
    CHECK_INT(twpos_config_add_string(config, "icash.corp_id", "1"), TWPOS_OK);
    CHECK_INT(twpos_config_add_string(config, "icash.base_url", "1"), TWPOS_WRONG_TYPE);

    CHECK_INT(twpos_config_set_string(config, "omni.base_url", "http://127.0.0.1:1"), TWPOS_OK);
    CHECK_INT(twpos_config_set_string(config, "omni.token", "abc\"\n\\"), TWPOS_OK);
    CHECK_INT(twpos_config_set_string(config, "omni.store_id", "1"), TWPOS_OK);
    CHECK_INT(twpos_config_set_bool(config, "omni.is_test", 1), TWPOS_OK);
    CHECK_INT(twpos_config_add_string(config, "omni.ipass_refusal_codes", "0005"), TWPOS_OK);
    CHECK_INT(twpos_omni_client_from_config(config, &omni, &error), TWPOS_ERROR_CONFIG);
    CHECK_HOLDS(error_detail(error), "token is not a bearer token"); /* and the text came through TOML whole */
    twpos_error_free(error);
    error = NULL;
    CHECK_INT(twpos_config_set_string(config, "omni.token", "abc"), TWPOS_OK);
    CHECK_OK(twpos_omni_client_from_config(config, &omni, &error), error);
    CHECK_INT(twpos_config_add_string(config, "omni.ipass_refusal_codes", "9999"), TWPOS_OK);
    twpos_omni_client_free(omni);
    omni = NULL;
    CHECK_INT(twpos_omni_client_from_config(config, &omni, &error), TWPOS_ERROR_CONFIG);
    twpos_error_free(error);
    error = NULL;

    CHECK_INT(twpos_icash_client_from_toml("[icash", ".", &till, &error), TWPOS_ERROR_CONFIG);
    twpos_error_free(error);
    error = NULL;
    CHECK_INT(twpos_icash_client_from_file("/nowhere/till.toml", &till, &error), TWPOS_ERROR_CONFIG);
    CHECK_HOLDS(error_detail(error), "/nowhere/till.toml");
    twpos_error_free(error);
    twpos_string_free(request);
    twpos_config_free(config);
    twpos_json_free(vectors);
}

int main(void) {
    twpos_icash_client *till = sandbox_till();
    a_payment_is_refunded(till);
    an_unknown_payment_is_cancelled(till);
    a_top_up_is_taken_back(till);
    extra_fields_go_along(till);
    keys_are_exchanged_and_saved();
    keys_are_fetched_through_a_proxy();
    a_client_is_made_of_settings_or_text();
    twpos_icash_client_free(till);
    return finish("operations");
}
