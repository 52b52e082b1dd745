/* The runner of conformance/scenarios: a JSON line in, a JSON line out, through the library. */
#define _GNU_SOURCE /* getline, RTLD_DEFAULT */
#include "harness.h"

#include <dlfcn.h>

/* Each provider's functions are alike but for the type of their handle, so they are found by their names. */
typedef int32_t from_file_function(const char *, void **, twpos_error **);
typedef int32_t operation_function(const void *, const char *, char **, twpos_error **);
typedef void free_function(void *);

/* The clients by provider and configuration, made when first asked for and kept, as a till does. */
static struct client {
    char *provider, *config;
    void *handle;
} kept[24];

static void *function_of(const char *provider, const char *name) {
    char whole[100];
    void *found;
    snprintf(whole, sizeof whole, "twpos_%s_%s", provider, name);
    found = dlsym(RTLD_DEFAULT, whole);
    if (found == NULL) fprintf(stderr, "the library has no %s\n", whole);
    return found;
}

static struct client *client_of(const char *provider, const char *config) {
    struct client *at = kept;
    while (at->config != NULL && (strcmp(at->provider, provider) != 0 || strcmp(at->config, config) != 0)) at++;
    if (at->config == NULL) {
        at->provider = strdup(provider);
        at->config = strdup(config);
    }
    return at;
}

static int32_t call(const char *config, const char *name, const char *request, char **response, twpos_error **error) {
    size_t length = strcspn(name, ".");
    char *provider = strndup(name, length);
    struct client *client = client_of(provider, config);
    from_file_function *from_file = (from_file_function *)function_of(provider, "client_from_file");
    operation_function *operation = (operation_function *)function_of(provider, name + length + 1);
    int32_t status = TWPOS_OK;
    if (client->handle == NULL) status = from_file(config, &client->handle, error);
    if (status == TWPOS_OK) status = operation(client->handle, request, response, error);
    free(provider);
    return status;
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
    size_t size = 0;
    struct client *at;
    while (getline(&line, &size, stdin) > 0) answer_line(line);
    free(line);
    for (at = kept; at->config != NULL; at++) {
        ((free_function *)function_of(at->provider, "client_free"))(at->handle);
        free(at->provider);
        free(at->config);
    }
    return checks_failed == 0 ? 0 : 1;
}
