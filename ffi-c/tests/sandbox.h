/* A till at the sandbox that the runner started. */
#ifndef SANDBOX_H
#define SANDBOX_H

#include "harness.h"
#include <stdarg.h>

#define CUSTOMER "IC20261121CTEST001"

static inline twpos_icash_client *sandbox_till(void) {
    twpos_icash_client *till = NULL;
    twpos_error *error = NULL;
    CHECK_OK(twpos_icash_client_from_file(given("TWPOS_CONFIG"), &till, &error), error);
    return till;
}

static inline char *json_text(const twpos_json *json) {
    char *text = NULL;
    CHECK_INT(twpos_json_text(json, &text), TWPOS_OK);
    return text;
}

/* A payment's JSON. */
static inline char *sale(const char *op_seq, const char *barcode, int64_t amount) {
    twpos_json *json = NULL;
    char *text;
    CHECK_INT(twpos_json_new(&json), TWPOS_OK);
    twpos_json_set_string(json, "BuyerID", barcode);
    twpos_json_set_int(json, "TxAmt", amount);
    twpos_json_set_string(json, "OPSeq", op_seq);
    twpos_json_set_string(json, "StoreId", "217477");
    twpos_json_set_string(json, "StoreName", "見晴");
    twpos_json_set_string(json, "PosNo", "01");
    text = json_text(json);
    twpos_json_free(json);
    return text;
}

/* A request of these fields: paths and texts, then NULL. */
static inline char *fields(const char *first, ...) {
    const char *name, *value;
    twpos_json *json = NULL;
    char *text;
    va_list rest;
    CHECK_INT(twpos_json_new(&json), TWPOS_OK);
    va_start(rest, first);
    for (name = first; name != NULL; name = va_arg(rest, const char *)) {
        value = va_arg(rest, const char *);
        CHECK_INT(twpos_json_set_string(json, name, value), TWPOS_OK);
    }
    va_end(rest);
    text = json_text(json);
    twpos_json_free(json);
    return text;
}

#endif
