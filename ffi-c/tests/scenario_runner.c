/* The runner of conformance/scenarios: a JSON line in, a JSON line out, through the library. */
#define _GNU_SOURCE /* getline */
#include "harness.h"

typedef int32_t by_icash(const twpos_icash_client *, const char *, char **, twpos_error **);
typedef int32_t by_mypay(const twpos_mypay_client *, const char *, char **, twpos_error **);
typedef int32_t by_omni(const twpos_omni_client *, const char *, char **, twpos_error **);

static const struct {
    const char *name;
    by_icash *icash;
    by_mypay *mypay;
    by_omni *omni;
} operations[] = {
    {"icash.pay", twpos_icash_pay, NULL, NULL},
    {"icash.refund", twpos_icash_refund, NULL, NULL},
    {"icash.cancel", twpos_icash_cancel, NULL, NULL},
    {"icash.top_up", twpos_icash_top_up, NULL, NULL},
    {"icash.refund_top_up", twpos_icash_refund_top_up, NULL, NULL},
    {"icash.cancel_top_up", twpos_icash_cancel_top_up, NULL, NULL},
    {"mypay.create_order", NULL, twpos_mypay_create_order, NULL},
    {"mypay.query_order", NULL, twpos_mypay_query_order, NULL},
    {"mypay.refund_order", NULL, twpos_mypay_refund_order, NULL},
    {"mypay.scan_pay", NULL, twpos_mypay_scan_pay, NULL},
    {"omni.ipass_pay", NULL, NULL, twpos_omni_ipass_pay},
    {"omni.ipass_search", NULL, NULL, twpos_omni_ipass_search},
    {"omni.ipass_refund", NULL, NULL, twpos_omni_ipass_refund},
    {"omni.icash_pay", NULL, NULL, twpos_omni_icash_pay},
    {"omni.icash_search", NULL, NULL, twpos_omni_icash_search},
    {"omni.icash_cancel", NULL, NULL, twpos_omni_icash_cancel},
};

/* The clients of a configuration, made when first asked for and kept, as a till does. */
static struct clients {
    char *config;
    twpos_icash_client *icash;
    twpos_mypay_client *mypay;
    twpos_omni_client *omni;
} kept[8];

static struct clients *clients_of(const char *config) {
    struct clients *at = kept;
    while (at->config != NULL && strcmp(at->config, config) != 0) at++;
    if (at->config == NULL) at->config = strdup(config);
    return at;
}

static int32_t call(const char *config, const char *name, const char *request, char **response, twpos_error **error) {
    struct clients *clients = clients_of(config);
    int32_t status = TWPOS_OK;
    size_t at = 0;
    while (strcmp(operations[at].name, name) != 0) at++;
    if (operations[at].icash != NULL) {
        if (clients->icash == NULL) status = twpos_icash_client_from_file(config, &clients->icash, error);
        return status != TWPOS_OK ? status : operations[at].icash(clients->icash, request, response, error);
    }
    if (operations[at].mypay != NULL) {
        if (clients->mypay == NULL) status = twpos_mypay_client_from_file(config, &clients->mypay, error);
        return status != TWPOS_OK ? status : operations[at].mypay(clients->mypay, request, response, error);
    }
    if (clients->omni == NULL) status = twpos_omni_client_from_file(config, &clients->omni, error);
    return status != TWPOS_OK ? status : operations[at].omni(clients->omni, request, response, error);
}

/* Parses a notification; with `expected`, verifies it and gives an empty response. */
static int32_t notified(const char *body, const char *expected, char **response, twpos_error **error) {
    twpos_mypay_notification *notification = NULL;
    int32_t status = twpos_mypay_notification_parse(body, strlen(body), &notification, error);
    if (status == TWPOS_OK && expected == NULL) status = twpos_mypay_notification_json(notification, response, error);
    if (status == TWPOS_OK && expected != NULL) status = twpos_mypay_notification_verify(notification, expected, error);
    twpos_mypay_notification_free(notification);
    return status;
}

typedef int32_t text_getter(const twpos_error *, char **);

static void add_text(twpos_json *answer, const char *path, const twpos_error *error, text_getter *get) {
    char *text = NULL;
    if (get(error, &text) == TWPOS_OK) twpos_json_set_string(answer, path, text);
    twpos_string_free(text);
}

static void add_error(twpos_json *answer, const twpos_error *error) {
    int32_t http_status = 0;
    twpos_json_set_string(answer, "error.kind", twpos_kind_name(twpos_error_kind(error)));
    twpos_json_set_string(answer, "error.outcome", twpos_outcome_name(twpos_error_outcome(error)));
    add_text(answer, "error.detail", error, twpos_error_detail);
    add_text(answer, "error.provider_code", error, twpos_error_provider_code);
    add_text(answer, "error.provider_text", error, twpos_error_provider_text);
    add_text(answer, "error.reference", error, twpos_error_reference);
    if (twpos_error_http_status(error, &http_status) == TWPOS_OK)
        twpos_json_set_int(answer, "error.http_status", http_status);
}

static char *json_at(const twpos_json *json, const char *path) {
    char *text = NULL;
    return twpos_json_get_json(json, path, &text) == TWPOS_OK ? text : NULL;
}

static void answer_line(const char *line) {
    twpos_json *question = parsed(line), *answer = NULL;
    char *what = string_at(question, "do"), *body = string_at(question, "body");
    char *config = string_at(question, "config"), *operation = string_at(question, "operation");
    char *request = json_at(question, "request"), *expected = json_at(question, "expected");
    char *response = NULL, *text = NULL;
    twpos_error *error = NULL;
    int32_t status = strcmp(what, "call") == 0 ? call(config, operation, request, &response, &error)
                                               : notified(body, expected, &response, &error);
    twpos_json_new(&answer);
    if (status == TWPOS_OK) twpos_json_set_json(answer, "response", response == NULL ? "{}" : response);
    else add_error(answer, error);
    twpos_json_text(answer, &text);
    printf("%s\n", text);
    fflush(stdout);
    twpos_error_free(error);
    twpos_string_free(text);
    twpos_string_free(response);
    twpos_string_free(request);
    twpos_string_free(expected);
    twpos_string_free(operation);
    twpos_string_free(config);
    twpos_string_free(body);
    twpos_string_free(what);
    twpos_json_free(answer);
    twpos_json_free(question);
}

int main(void) {
    char *line = NULL;
    size_t size = 0, at;
    while (getline(&line, &size, stdin) > 0) answer_line(line);
    free(line);
    for (at = 0; at < sizeof kept / sizeof *kept; at++) {
        free(kept[at].config);
        twpos_icash_client_free(kept[at].icash);
        twpos_mypay_client_free(kept[at].mypay);
        twpos_omni_client_free(kept[at].omni);
    }
    return checks_failed == 0 ? 0 : 1;
}
