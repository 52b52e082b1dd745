/* The golden vectors of conformance/vectors, through the library. */
#include "handles.h"

/* The texts of one case, found by "seal[3].plaintext" and its like. */
static char *of_case(const twpos_json *vectors, const char *list, int64_t at, const char *name) {
    char path[128];
    snprintf(path, sizeof path, "%s[%d].%s", list, (int)at, name);
    return string_at(vectors, path);
}

static void same(char *actual, char *expected, const char *name) {
    if (expected == NULL) fail(__FILE__, __LINE__, name);
    else check_text(actual, expected, __FILE__, __LINE__, name);
    twpos_string_free(actual);
    twpos_string_free(expected);
}

static void icash_seals_the_golden_bytes(const twpos_json *vectors, const twpos_icash_credentials *credentials) {
    int64_t count = length_at(vectors, "seal"), at;
    CHECK(count >= 8);
    for (at = 0; at < count; at++) {
        char *name = of_case(vectors, "seal", at, "name"), *plaintext = of_case(vectors, "seal", at, "plaintext");
        char *text = NULL;
        twpos_error *error = NULL;
        twpos_json *sealed;
        CHECK_OK(twpos_icash_credentials_seal(credentials, plaintext, &text, &error), error);
        sealed = parsed(text);
        same(string_at(sealed, "EncData"), of_case(vectors, "seal", at, "enc_data"), name);
        same(string_at(sealed, "X-iCP-Signature"), of_case(vectors, "seal", at, "signature"), name);
        same(string_at(sealed, "X-iCP-EncKeyID"), string_at(vectors, "keys.enc_key_id"), name);
        same(string_at(sealed, "body"), of_case(vectors, "seal", at, "form_body"), name);
        twpos_json_free(sealed);
        twpos_string_free(text);
        twpos_string_free(plaintext);
        twpos_string_free(name);
    }
}

/* Compared as JSON: spaces and the order of members do not matter, so every member of one is in the other. */
static void same_message(const twpos_json *opened, const char *plaintext, const char *name) {
    twpos_json *expected = parsed(plaintext);
    int64_t members = length_at(expected, ""), at;
    check_int(length_at(opened, "message"), members, __FILE__, __LINE__, name);
    for (at = 0; at < members; at++) {
        char *member = NULL, path[256];
        int64_t entries = -1;
        CHECK_INT(twpos_json_member_name(expected, "", at, &member), TWPOS_OK);
        snprintf(path, sizeof path, "message.%s", member);
        if (twpos_json_length(expected, member, &entries) == TWPOS_OK) {
            check_int(length_at(opened, path), entries, __FILE__, __LINE__, name);
        } else {
            char *text = string_at(expected, member);
            if (text != NULL) same(string_at(opened, path), text, name);
        }
        twpos_string_free(member);
    }
    twpos_json_free(expected);
}

static void icash_opens_or_names_the_kind(const twpos_json *vectors, const twpos_icash_credentials *credentials) {
    int64_t count = length_at(vectors, "open"), at;
    CHECK(count >= 20);
    for (at = 0; at < count; at++) {
        char *name = of_case(vectors, "open", at, "name"), *body = of_case(vectors, "open", at, "body");
        char *signature = of_case(vectors, "open", at, "signature");
        char *plaintext = of_case(vectors, "open", at, "expect.plaintext");
        char *kind = of_case(vectors, "open", at, "expect.error"), *text = NULL;
        twpos_error *error = NULL;
        if (twpos_icash_credentials_open(credentials, body, strlen(body), signature, &text, &error) == TWPOS_OK) {
            twpos_json *opened = parsed(text);
            if (plaintext == NULL) fail(__FILE__, __LINE__, name);
            else same_message(opened, plaintext, name);
            twpos_json_free(opened);
        } else {
            check_text(twpos_kind_name(twpos_error_kind(error)), kind == NULL ? "success" : kind, __FILE__, __LINE__,
                       name);
            CHECK_INT(twpos_error_outcome(error), TWPOS_OUTCOME_UNKNOWN);
        }
        twpos_error_free(error);
        twpos_string_free(text);
        twpos_string_free(kind);
        twpos_string_free(plaintext);
        twpos_string_free(signature);
        twpos_string_free(body);
        twpos_string_free(name);
    }
}

/* A key as SPKI PEM, or NULL with its error. */
static char *public_pem(const char *key_text, int is_private, twpos_error **error) {
    twpos_private_key *private_key = NULL;
    twpos_public_key *public_key = NULL;
    char *pem = NULL;
    if (is_private) {
        if (twpos_private_key_from_text(key_text, &private_key, error) == TWPOS_OK)
            CHECK_OK(twpos_private_key_public_key(private_key, &public_key, error), *error);
    } else {
        twpos_public_key_from_text(key_text, &public_key, error);
    }
    if (public_key != NULL) CHECK_INT(twpos_public_key_to_pem(public_key, &pem), TWPOS_OK);
    twpos_private_key_free(private_key);
    twpos_public_key_free(public_key);
    return pem;
}

static void keys_load_by_content(const twpos_json *vectors) {
    int64_t count = length_at(vectors, "key_texts"), at, loaded = 0, refused = 0;
    CHECK(count >= 40);
    for (at = 0; at < count; at++) {
        char *name = of_case(vectors, "key_texts", at, "name"), *text = of_case(vectors, "key_texts", at, "text");
        char *kind = of_case(vectors, "key_texts", at, "kind"), *expect = of_case(vectors, "key_texts", at, "expect");
        twpos_error *error = NULL;
        char *pem = public_pem(text, strcmp(kind, "private") == 0, &error);
        int loads = strcmp(expect, "ok") == 0;
        check(loads == (pem != NULL), __FILE__, __LINE__, name);
        if (loads) loaded++;
        else {
            refused++;
            check_int(twpos_error_status(error), TWPOS_ERROR_KEY, __FILE__, __LINE__, name);
        }
        twpos_error_free(error);
        twpos_string_free(pem);
        twpos_string_free(expect);
        twpos_string_free(kind);
        twpos_string_free(text);
        twpos_string_free(name);
    }
    CHECK(loaded > 10 && refused > 10);
}

static void mypay_encrypts_the_golden_bytes(const twpos_json *vectors, const char *key) {
    int64_t count = length_at(vectors, "seal"), at;
    CHECK(count >= 8);
    for (at = 0; at < count; at++) {
        char *name = of_case(vectors, "seal", at, "name"), *plaintext = of_case(vectors, "seal", at, "plaintext");
        char *cmd = of_case(vectors, "seal", at, "cmd"), *service_iv = of_case(vectors, "seal", at, "service_iv");
        char *data_iv = of_case(vectors, "seal", at, "data_iv"), service[256], *encrypted = NULL;
        twpos_error *error = NULL;
        snprintf(service, sizeof service, "{\"service_name\":\"api\",\"cmd\":\"%s\"}", cmd);
        CHECK_OK(twpos_mypay_encrypt(key, service, service_iv, &encrypted, &error), error);
        same(encrypted, of_case(vectors, "seal", at, "service"), name);
        CHECK_OK(twpos_mypay_encrypt(key, plaintext, data_iv, &encrypted, &error), error);
        same(encrypted, of_case(vectors, "seal", at, "encry_data"), name);
        twpos_string_free(data_iv);
        twpos_string_free(service_iv);
        twpos_string_free(cmd);
        twpos_string_free(plaintext);
        twpos_string_free(name);
    }
}

static void mypay_decrypts_or_fails(const twpos_json *vectors, const char *key) {
    int64_t count = length_at(vectors, "open"), at;
    CHECK(count >= 10);
    for (at = 0; at < count; at++) {
        char *name = of_case(vectors, "open", at, "name"), *text = of_case(vectors, "open", at, "text");
        char *expected = of_case(vectors, "open", at, "plaintext"), *plaintext = NULL;
        twpos_error *error = NULL;
        int32_t status = twpos_mypay_decrypt(key, text, &plaintext, &error);
        check_int(status, expected == NULL ? TWPOS_ERROR_DECRYPT : TWPOS_OK, __FILE__, __LINE__, name);
        if (expected != NULL) same(plaintext, expected, name);
        twpos_error_free(error);
        twpos_string_free(text);
        twpos_string_free(name);
    }
}

static void a_vector_is_fresh_each_time(const char *key) {
    char *one = NULL, *other = NULL, *plaintext = NULL;
    twpos_error *error = NULL;
    CHECK_OK(twpos_mypay_encrypt(key, "text", NULL, &one, &error), error);
    CHECK_OK(twpos_mypay_encrypt(key, "text", NULL, &other, &error), error);
    CHECK(strcmp(one, other) != 0);
    CHECK_OK(twpos_mypay_decrypt(key, one, &plaintext, &error), error);
    CHECK_TAKEN(plaintext, "text");
    twpos_string_free(one);
    CHECK_INT(twpos_mypay_encrypt(key, "text", "+0000000000000000000000000000000", &one, &error), TWPOS_INVALID_ARGUMENT);
    twpos_error_free(error);
    twpos_string_free(other);
}

/* The names of one case's providers, with commas between. */
static void providers_of_case(const twpos_json *vectors, int64_t at, char *names, size_t size) {
    char path[128];
    int64_t count, name;
    snprintf(path, sizeof path, "cases[%d].providers", (int)at);
    count = length_at(vectors, path);
    names[0] = '\0';
    for (name = 0; name < count; name++) {
        char *text;
        snprintf(path, sizeof path, "cases[%d].providers[%d]", (int)at, (int)name);
        text = string_at(vectors, path);
        snprintf(names + strlen(names), size - strlen(names), "%s%s", name == 0 ? "" : ",", text);
        twpos_string_free(text);
    }
}

static void wallets_are_told(const twpos_json *vectors) {
    int64_t count = length_at(vectors, "cases"), at;
    CHECK(count >= 40);
    for (at = 0; at < count; at++) {
        char *name = of_case(vectors, "cases", at, "name"), *scanned = of_case(vectors, "cases", at, "scanned");
        char *kind = of_case(vectors, "cases", at, "error"), *wallets = NULL, providers[128], path[128];
        twpos_error *error = NULL;
        providers_of_case(vectors, at, providers, sizeof providers);
        if (twpos_wallets_of(scanned, providers, &wallets, &error) == TWPOS_OK) {
            char *expected = NULL;
            snprintf(path, sizeof path, "cases[%d].wallets", (int)at);
            CHECK_INT(twpos_json_get_json(vectors, path, &expected), TWPOS_OK);
            same(wallets, expected, name);
        } else {
            check_int(twpos_error_status(error), TWPOS_ERROR_INVALID_REQUEST, __FILE__, __LINE__, name);
            check_text(twpos_kind_name(twpos_error_kind(error)), kind == NULL ? "success" : kind, __FILE__, __LINE__,
                       name);
            CHECK_INT(twpos_error_outcome(error), TWPOS_OUTCOME_NOT_SENT);
            twpos_error_free(error);
        }
        twpos_string_free(kind);
        twpos_string_free(scanned);
        twpos_string_free(name);
    }
}

int main(void) {
    twpos_json *icash = vector_file("icash.json"), *mypay = vector_file("mypay.json");
    twpos_json *wallets = vector_file("wallets.json");
    twpos_icash_credentials *credentials = vector_credentials(icash);
    char *key = string_at(mypay, "keys.key");
    icash_seals_the_golden_bytes(icash, credentials);
    icash_opens_or_names_the_kind(icash, credentials);
    keys_load_by_content(icash);
    mypay_encrypts_the_golden_bytes(mypay, key);
    mypay_decrypts_or_fails(mypay, key);
    a_vector_is_fresh_each_time(key);
    wallets_are_told(wallets);
    twpos_string_free(key);
    twpos_icash_credentials_free(credentials);
    twpos_json_free(icash);
    twpos_json_free(mypay);
    twpos_json_free(wallets);
    return finish("vectors");
}
