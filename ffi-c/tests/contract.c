/* The contract at the top of twpos.h, sentence by sentence. Names and the exported symbols are checked by
 * ffi-c/run-tests; every NULL and every text by wrong_arguments.c; faults by panic.c; threads by threads.c;
 * secrets by log.c; cdecl is what every compiler here does with the header. */
#include "handles.h"
#include "sandbox.h"

static twpos_icash_client *till;

static void handles_are_opaque_and_free_takes_null(void) {
    twpos_json *json = NULL;
    twpos_json_free(NULL);
    CHECK_INT(twpos_json_new(&json), TWPOS_OK);
    CHECK(json != NULL);
    twpos_json_free(json);
}

/* Numbers are only ever added: a change to any line below breaks every program that was compiled before. */
static void statuses_never_change(void) {
    CHECK_INT(TWPOS_OK, 0);
    CHECK_INT(TWPOS_NULL_POINTER, 1);
    CHECK_INT(TWPOS_INVALID_UTF8, 2);
    CHECK_INT(TWPOS_INVALID_PATH, 3);
    CHECK_INT(TWPOS_NOT_FOUND, 4);
    CHECK_INT(TWPOS_WRONG_TYPE, 5);
    CHECK_INT(TWPOS_INVALID_ARGUMENT, 6);
    CHECK_INT(TWPOS_INVALID_JSON, 7);
    CHECK_INT(TWPOS_PANIC, 900);
    CHECK_INT(TWPOS_OUTCOME_NOT_SENT, 1);
    CHECK_INT(TWPOS_OUTCOME_REFUSED, 2);
    CHECK_INT(TWPOS_OUTCOME_UNKNOWN, 3);
    CHECK_INT(TWPOS_LOG_ERROR, 1);
    CHECK_INT(TWPOS_LOG_DEBUG, 4);
    CHECK_INT(TWPOS_MYPAY_KEY_CURRENT, 1);
    CHECK_INT(TWPOS_MYPAY_KEY_PREVIOUS, 2);
}

static void kinds_never_change(void) {
    const struct { int32_t kind, status; const char *name; } kinds[] = {
        {TWPOS_KIND_INVALID_REQUEST, TWPOS_ERROR_INVALID_REQUEST, "invalid_request"},
        {TWPOS_KIND_CONFIG, TWPOS_ERROR_CONFIG, "config"},
        {TWPOS_KIND_KEY, TWPOS_ERROR_KEY, "key"},
        {TWPOS_KIND_CONNECT, TWPOS_ERROR_CONNECT, "connect"},
        {TWPOS_KIND_TLS, TWPOS_ERROR_TLS, "tls"},
        {TWPOS_KIND_TIMEOUT, TWPOS_ERROR_TIMEOUT, "timeout"},
        {TWPOS_KIND_TRANSPORT, TWPOS_ERROR_TRANSPORT, "transport"},
        {TWPOS_KIND_HTTP, TWPOS_ERROR_HTTP, "http"},
        {TWPOS_KIND_SIGNATURE, TWPOS_ERROR_SIGNATURE, "signature"},
        {TWPOS_KIND_DECRYPT, TWPOS_ERROR_DECRYPT, "decrypt"},
        {TWPOS_KIND_MALFORMED, TWPOS_ERROR_MALFORMED, "malformed"},
        {TWPOS_KIND_MISMATCH, TWPOS_ERROR_MISMATCH, "mismatch"},
        {TWPOS_KIND_DECLINED, TWPOS_ERROR_DECLINED, "declined"},
        {TWPOS_KIND_UNAUTHORIZED, TWPOS_ERROR_UNAUTHORIZED, "unauthorized"},
        {TWPOS_KIND_INTERNAL, TWPOS_ERROR_INTERNAL, "internal"},
        {TWPOS_KIND_DUPLICATE, TWPOS_ERROR_DUPLICATE, "duplicate"},
        {TWPOS_KIND_INVALID_NOTIFICATION, TWPOS_ERROR_INVALID_NOTIFICATION, "invalid_notification"},
    };
    int32_t number;
    for (number = 0; number < (int32_t)(sizeof kinds / sizeof *kinds); number++) {
        CHECK_INT(kinds[number].kind, number + 1);
        CHECK_INT(kinds[number].status, number + 101);
        CHECK_TEXT(twpos_kind_name(number + 1), kinds[number].name);
    }
    CHECK_TEXT(twpos_kind_name(0), "internal");
    CHECK_TEXT(twpos_outcome_name(TWPOS_OUTCOME_NOT_SENT), "not_sent");
    CHECK_TEXT(twpos_outcome_name(TWPOS_OUTCOME_REFUSED), "refused");
    CHECK_TEXT(twpos_outcome_name(TWPOS_OUTCOME_UNKNOWN), "unknown");
    CHECK_TEXT(twpos_outcome_name(0), "unknown");
}

static void outputs_are_written_on_success_and_errors_on_failure_only(void) {
    char *request = sale("C-1", CUSTOMER, 36), *kept = (char *)"kept", *response = kept;
    twpos_error *error = NULL;

    CHECK_INT(twpos_icash_pay(till, "{}", &response, &error), TWPOS_ERROR_INVALID_REQUEST);
    CHECK(response == kept);
    CHECK(error != NULL);
    twpos_error_free(error);

    error = NULL;
    CHECK_OK(twpos_icash_pay(till, request, &response, &error), error);
    CHECK(response != kept);
    twpos_string_free(response);
    twpos_string_free(request);
}

/* Without a place for the error, its outcome would be lost: nothing is sent. */
static void a_charge_without_an_error_handle_is_not_sent(void) {
    char *request = sale("C-NO-ERROR", CUSTOMER, 36), *response = NULL;
    twpos_error *error = NULL;
    CHECK_INT(twpos_icash_pay(till, request, &response, NULL), TWPOS_NULL_POINTER);
    CHECK_INT(twpos_icash_pay(till, request, NULL, &error), TWPOS_NULL_POINTER);
    CHECK_TAKEN(error_detail(error), "response_json is NULL");
    twpos_error_free(error);
    error = NULL;
    CHECK_OK(twpos_icash_pay(till, request, &response, &error), error); /* its OPSeq is unused */
    twpos_string_free(response);
    twpos_string_free(request);
}

static void texts_in_are_borrowed(void) {
    char *request = sale("C-2", CUSTOMER, 36), *response = NULL;
    twpos_error *error = NULL;
    twpos_json *json = NULL;
    char value[] = "first";
    CHECK_INT(twpos_json_new(&json), TWPOS_OK);
    CHECK_INT(twpos_json_set_string(json, "A", value), TWPOS_OK);
    memset(value, 'x', sizeof value - 1);
    CHECK_TAKEN(string_at(json, "A"), "first");
    twpos_json_free(json);

    CHECK_OK(twpos_icash_pay(till, request, &response, &error), error);
    CHECK(strstr(request, "C-2") != NULL);
    twpos_string_free(response);
    twpos_string_free(request);
}

static void refused_and_unknown_are_told_apart(void) {
    static const struct { const char *barcode; int32_t status, kind, outcome, http; } cases[] = {
        {"ICTWPOSDECLINE0000", TWPOS_ERROR_DECLINED, TWPOS_KIND_DECLINED, TWPOS_OUTCOME_REFUSED, 200},
        {"ICTWPOSRESETAFTER0", TWPOS_ERROR_TRANSPORT, TWPOS_KIND_TRANSPORT, TWPOS_OUTCOME_UNKNOWN, 0},
        {"ICTWPOSHTTP5020000", TWPOS_ERROR_HTTP, TWPOS_KIND_HTTP, TWPOS_OUTCOME_UNKNOWN, 502},
        {"ICTWPOSSIGFOREIGN0", TWPOS_ERROR_SIGNATURE, TWPOS_KIND_SIGNATURE, TWPOS_OUTCOME_UNKNOWN, 200},
        {"ICTWPOSENCDATABAD0", TWPOS_ERROR_DECRYPT, TWPOS_KIND_DECRYPT, TWPOS_OUTCOME_UNKNOWN, 200},
        {"ICTWPOSTRUNCATE000", TWPOS_ERROR_SIGNATURE, TWPOS_KIND_SIGNATURE, TWPOS_OUTCOME_UNKNOWN, 200},
        {"ICTWPOSAMOUNTWRONG", TWPOS_ERROR_MISMATCH, TWPOS_KIND_MISMATCH, TWPOS_OUTCOME_UNKNOWN, 200},
        {"ICTWPOSCODE7777000", TWPOS_ERROR_MALFORMED, TWPOS_KIND_MALFORMED, TWPOS_OUTCOME_UNKNOWN, 200},
    };
    size_t at;
    for (at = 0; at < sizeof cases / sizeof *cases; at++) {
        char op_seq[32], *request, *response = NULL;
        twpos_error *error = NULL;
        int32_t http = 0;
        snprintf(op_seq, sizeof op_seq, "C-OUTCOME-%d", (int)at);
        request = sale(op_seq, cases[at].barcode, 36);
        CHECK_INT(twpos_icash_pay(till, request, &response, &error), cases[at].status);
        CHECK_INT(twpos_error_status(error), cases[at].status);
        CHECK_INT(twpos_error_kind(error), cases[at].kind);
        CHECK_INT(twpos_error_outcome(error), cases[at].outcome);
        CHECK_INT(twpos_error_http_status(error, &http), cases[at].http == 0 ? TWPOS_NOT_FOUND : TWPOS_OK);
        CHECK_INT(http, cases[at].http);
        CHECK_TAKEN(error_reference(error), op_seq);
        CHECK_HOLDS(error_text(error), twpos_kind_name(cases[at].kind));
        CHECK_HOLDS(error_text(error), twpos_outcome_name(cases[at].outcome));
        CHECK(response == NULL);
        twpos_error_free(error);
        twpos_string_free(request);
    }
}

static void a_refusal_carries_the_providers_words(void) {
    char *request = sale("C-WORDS", "ICTWPOSDECLINE0000", 36), *response = NULL, *code = NULL, *words = NULL;
    twpos_error *error = NULL;
    CHECK_INT(twpos_icash_pay(till, request, &response, &error), TWPOS_ERROR_DECLINED);
    CHECK_INT(twpos_error_provider_code(error, &code), TWPOS_OK);
    CHECK_INT(twpos_error_provider_text(error, &words), TWPOS_OK);
    CHECK_HOLDS(code, "ICASH_");
    CHECK(words != NULL && *words != '\0');
    twpos_string_free(words);
    twpos_error_free(error);
    twpos_string_free(request);

    error = NULL;
    CHECK_INT(twpos_icash_pay(till, "{\"OPSeq\":\"C-9\"}", &response, &error), TWPOS_ERROR_INVALID_REQUEST);
    CHECK_INT(twpos_error_provider_code(error, &code), TWPOS_NOT_FOUND);
    CHECK_INT(twpos_error_provider_text(error, &words), TWPOS_NOT_FOUND);
    CHECK_INT(twpos_error_outcome(error), TWPOS_OUTCOME_NOT_SENT);
    CHECK_TAKEN(error_reference(error), "C-9");
    twpos_error_free(error);
}

static void fields_have_the_vendors_names(void) {
    char *response = NULL;
    twpos_error *error = NULL;
    CHECK_INT(twpos_icash_pay(till, "{\"OPSeq\":\"C-8\",\"tx_amt\":36}", &response, &error),
              TWPOS_ERROR_INVALID_REQUEST);
    CHECK_HOLDS(error_detail(error), "tx_amt");
    CHECK_TAKEN(error_reference(error), "C-8");
    twpos_error_free(error);
    error = NULL;
    CHECK_INT(twpos_icash_pay(till, "not JSON", &response, &error), TWPOS_ERROR_INVALID_REQUEST);
    CHECK_HOLDS(error_detail(error), "not JSON (line 1");
    CHECK_INT(twpos_error_reference(error, &response), TWPOS_NOT_FOUND);
    twpos_error_free(error);
}

static void an_unknown_field_of_a_reply_is_kept(void) {
    twpos_json *json;
    twpos_mypay_notification *notification = NULL;
    twpos_error *error = NULL;
    const char *body = NOTIFICATION "&brand_new=7";
    char *text = NULL;
    CHECK_OK(twpos_mypay_notification_parse(body, strlen(body), &notification, &error), error);
    CHECK_OK(twpos_mypay_notification_json(notification, &text, &error), error);
    json = parsed(text);
    CHECK_TAKEN(string_at(json, "brand_new"), "7");
    twpos_json_free(json);
    twpos_string_free(text);
    twpos_mypay_notification_free(notification);
}

static void the_library_is_the_headers(void) {
    CHECK_TEXT(twpos_version(), TWPOS_VERSION);
    CHECK(twpos_version() == twpos_version());
}

int main(void) {
    till = sandbox_till();
    handles_are_opaque_and_free_takes_null();
    statuses_never_change();
    kinds_never_change();
    outputs_are_written_on_success_and_errors_on_failure_only();
    a_charge_without_an_error_handle_is_not_sent();
    texts_in_are_borrowed();
    refused_and_unknown_are_told_apart();
    a_refusal_carries_the_providers_words();
    fields_have_the_vendors_names();
    an_unknown_field_of_a_reply_is_kept();
    the_library_is_the_headers();
    twpos_icash_client_free(till);
    return finish("contract");
}
