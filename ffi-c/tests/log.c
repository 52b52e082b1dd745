/* Log lines reach the host, with the reference and the outcome, and without secrets. */
#include "sandbox.h"

static struct {
    int lines, infos;
    char text[65536];
    void *user;
} seen;

static void receive(void *user, int32_t level, const char *text) {
    size_t used = strlen(seen.text);
    CHECK(level >= TWPOS_LOG_ERROR && level <= TWPOS_LOG_DEBUG);
    seen.user = user;
    seen.lines++;
    seen.infos += level == TWPOS_LOG_INFO;
    snprintf(seen.text + used, sizeof seen.text - used, "%s\n", text);
}

static void pay(const twpos_icash_client *till, const char *op_seq, const char *barcode) {
    char *request = sale(op_seq, barcode, 36), *response = NULL;
    twpos_error *error = NULL;
    twpos_icash_pay(till, request, &response, &error);
    if (error != NULL) {
        char *text = error_text(error);
        CHECK(strstr(text, barcode) == NULL);
        twpos_string_free(text);
    }
    twpos_error_free(error);
    twpos_string_free(response);
    twpos_string_free(request);
}

static void no_secret_is_seen(void) {
    char *config = read_file(given("TWPOS_CONFIG"));
    char *aes_key = strstr(config, "aes_key = \"");
    CHECK(aes_key != NULL);
    if (aes_key != NULL) {
        aes_key += strlen("aes_key = \"");
        aes_key[32] = '\0';
        CHECK(strstr(seen.text, aes_key) == NULL);
    }
    CHECK(strstr(seen.text, CUSTOMER) == NULL);
    CHECK(strstr(seen.text, "ICTWPOSQUOTECODE00") == NULL);
    CHECK(strstr(seen.text, "EncData=") == NULL);
    CHECK(strstr(seen.text, "POST") == NULL); /* the HTTP library's own lines */
    free(config);
}

int main(void) {
    twpos_icash_client *till = sandbox_till();
    int here;
    CHECK_INT(twpos_log_set(receive, &here, 0), TWPOS_INVALID_ARGUMENT);
    CHECK_INT(twpos_log_set(receive, &here, TWPOS_LOG_DEBUG), TWPOS_OK);
    pay(till, "L-1", CUSTOMER);
    pay(till, "L-2", "ICTWPOSQUOTECODE00");
    CHECK(seen.user == &here);
    CHECK_INT(seen.infos, 2);
    CHECK(strstr(seen.text, "icash.pay L-1: approved") != NULL);
    CHECK(strstr(seen.text, "icash.pay L-2: refused") != NULL);
    no_secret_is_seen();

    seen.lines = 0;
    CHECK_INT(twpos_log_set(receive, NULL, TWPOS_LOG_WARN), TWPOS_OK);
    pay(till, "L-3", CUSTOMER);
    CHECK_INT(seen.lines, 0);
    CHECK_INT(twpos_log_set(NULL, NULL, TWPOS_LOG_DEBUG), TWPOS_OK);
    pay(till, "L-4", CUSTOMER);
    CHECK_INT(seen.lines, 0);
    twpos_icash_client_free(till);
    return finish("log");
}
