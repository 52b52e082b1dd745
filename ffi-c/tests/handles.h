/* One valid handle of each type, without a network. The keys are the golden vectors'. */
#ifndef HANDLES_H
#define HANDLES_H

#include "harness.h"

struct handles {
    twpos_error *error;
    twpos_config *config;
    twpos_json *json;
    twpos_private_key *private_key;
    twpos_public_key *public_key;
    twpos_icash_client *icash_client;
    twpos_icash_credentials *icash_credentials;
    twpos_linepay_client *linepay_client;
    twpos_mypay_client *mypay_client;
    twpos_mypay_notification *mypay_notification;
    twpos_omni_client *omni_client;
};

#define MYPAY_KEY "0123456789abcdef0123456789abcdef"
#define MYPAY_TOML \
    "[mypay]\nbase_url = \"http://127.0.0.1:1\"\nmode = \"store\"\nuid = \"289151880002\"\nkey = \"" MYPAY_KEY "\"\n"
#define LINEPAY_TOML \
    "[linepay]\nbase_url = \"http://127.0.0.1:1\"\nchannel_id = \"1234567890\"\nchannel_secret = \"0123456789abcdef\"\n"
#define OMNI_TOML "[omni]\nbase_url = \"http://127.0.0.1:1\"\ntoken = \"abc\"\nstore_id = \"1\"\n"
#define NOTIFICATION "uid=95217&key=3425042d7d266e4aea5fd4653a0271db&prc=250&order_id=A1&cost=900"

/* The merchant's keys in conformance/vectors/icash.json. */
static inline twpos_json *vector_file(const char *name) {
    char path[1024], *text;
    twpos_json *json;
    snprintf(path, sizeof path, "%s/%s", given("TWPOS_VECTORS"), name);
    text = read_file(path);
    json = parsed(text);
    free(text);
    return json;
}

static inline twpos_icash_credentials *vector_credentials(const twpos_json *vectors) {
    char *private_key = string_at(vectors, "keys.merchant_private_key");
    char *public_key = string_at(vectors, "keys.icash_public_key");
    char *id = string_at(vectors, "keys.enc_key_id");
    char *key = string_at(vectors, "keys.aes_key"), *iv = string_at(vectors, "keys.aes_iv");
    twpos_icash_credentials *credentials = NULL;
    twpos_error *error = NULL;
    CHECK_OK(twpos_icash_credentials_new(private_key, public_key, id, key, iv, &credentials, &error), error);
    twpos_string_free(private_key);
    twpos_string_free(public_key);
    twpos_string_free(id);
    twpos_string_free(key);
    twpos_string_free(iv);
    return credentials;
}

/* Sets icash.NAME from keys.FROM of the vectors. */
static inline void set_key(twpos_config *config, const char *name, const twpos_json *vectors, const char *from) {
    char *value = string_at(vectors, from);
    CHECK_INT(twpos_config_set_string(config, name, value), TWPOS_OK);
    twpos_string_free(value);
}

/* The settings of a till with the vectors' keys, at this host. */
static inline twpos_config *vector_config(const twpos_json *vectors, const char *base_url) {
    twpos_config *config = NULL;
    CHECK_INT(twpos_config_new(&config), TWPOS_OK);
    CHECK_INT(twpos_config_set_string(config, "icash.base_url", base_url), TWPOS_OK);
    CHECK_INT(twpos_config_set_int(config, "icash.timeout_seconds", 10), TWPOS_OK);
    set_key(config, "icash.merchant_private_key", vectors, "keys.merchant_private_key");
    set_key(config, "icash.icash_public_key", vectors, "keys.icash_public_key");
    set_key(config, "icash.enc_key_id", vectors, "keys.enc_key_id");
    set_key(config, "icash.aes_key", vectors, "keys.aes_key");
    set_key(config, "icash.aes_iv", vectors, "keys.aes_iv");
    return config;
}

static inline struct handles make_handles(void) {
    struct handles made = {0};
    twpos_json *vectors = vector_file("icash.json");
    char *private_key = string_at(vectors, "keys.merchant_private_key");
    char *public_key = string_at(vectors, "keys.icash_public_key");
    twpos_json *none = NULL;
    twpos_error *error = NULL;

    CHECK_INT(twpos_json_parse("{", &none, &made.error), TWPOS_INVALID_JSON);
    CHECK_INT(twpos_json_new(&made.json), TWPOS_OK);
    CHECK_OK(twpos_private_key_from_text(private_key, &made.private_key, &error), error);
    CHECK_OK(twpos_public_key_from_text(public_key, &made.public_key, &error), error);
    made.config = vector_config(vectors, "http://127.0.0.1:1");
    CHECK_OK(twpos_icash_client_from_config(made.config, &made.icash_client, &error), error);
    made.icash_credentials = vector_credentials(vectors);
    CHECK_OK(twpos_linepay_client_from_toml(LINEPAY_TOML, ".", &made.linepay_client, &error), error);
    CHECK_OK(twpos_mypay_client_from_toml(MYPAY_TOML, ".", &made.mypay_client, &error), error);
    CHECK_OK(twpos_mypay_notification_parse(NOTIFICATION, strlen(NOTIFICATION), &made.mypay_notification, &error),
             error);
    CHECK_OK(twpos_omni_client_from_toml(OMNI_TOML, ".", &made.omni_client, &error), error);

    twpos_string_free(private_key);
    twpos_string_free(public_key);
    twpos_json_free(vectors);
    return made;
}

static inline void free_handles(struct handles *handles) {
    twpos_error_free(handles->error);
    twpos_config_free(handles->config);
    twpos_json_free(handles->json);
    twpos_private_key_free(handles->private_key);
    twpos_public_key_free(handles->public_key);
    twpos_icash_client_free(handles->icash_client);
    twpos_icash_credentials_free(handles->icash_credentials);
    twpos_linepay_client_free(handles->linepay_client);
    twpos_mypay_client_free(handles->mypay_client);
    twpos_mypay_notification_free(handles->mypay_notification);
    twpos_omni_client_free(handles->omni_client);
}

#endif
