/* The till that conformance/tools/core_dumps.py looks into; what it is told and must do is there.
 * This program wipes its own copy of the barcode. */
#include "sandbox.h"
#include <unistd.h>

static twpos_icash_client *icash;
static twpos_mypay_client *mypay;
static twpos_omni_client *omni;

#define BARCODE_SIZE 19 /* NUL included */

static int32_t icash_pay(const char *request, char **response, twpos_error **error) {
    return twpos_icash_pay(icash, request, response, error);
}

static int32_t mypay_scan_pay(const char *request, char **response, twpos_error **error) {
    return twpos_mypay_scan_pay(mypay, request, response, error);
}

static int32_t omni_ipass_pay(const char *request, char **response, twpos_error **error) {
    return twpos_omni_ipass_pay(omni, request, response, error);
}

static void pay(int32_t (*by)(const char *, char **, twpos_error **), char *request) {
    char *response = NULL;
    twpos_error *error = NULL;
    CHECK_OK(by(request, &response, &error), error);
    twpos_string_free(request);
    twpos_string_free(response);
}

/* Tells core_dumps.py, and waits until it has looked. */
static void show(const char *state) {
    char answer;
    CHECK(write(STDOUT_FILENO, state, strlen(state)) > 0);
    CHECK_INT(read(STDIN_FILENO, &answer, 1), 1);
}

int main(int count, char **arguments) {
    char barcode[BARCODE_SIZE] = "";
    twpos_icash_credentials *credentials = NULL;
    twpos_mypay_client *refused = NULL;
    twpos_config *config = NULL;
    twpos_error *error = NULL;
    char *path = NULL;
    int i;
    if (count != 5 || read(STDIN_FILENO, barcode, BARCODE_SIZE - 1) != BARCODE_SIZE - 1) return 2;

    CHECK_OK(twpos_icash_client_from_file(arguments[1], &icash, &error), error);
    CHECK_OK(twpos_mypay_client_from_file(arguments[1], &mypay, &error), error);
    CHECK_OK(twpos_omni_client_from_file(arguments[1], &omni, &error), error);
    pay(icash_pay, sale(arguments[2], barcode, 36));
    pay(mypay_scan_pay, fields("scanned_code", barcode, "order_id", arguments[2], "user_id", "guest", "ip", "203.0.113.5",
                               "items[0].id", "1", "items[0].name", "便當", "items[0].cost", "36", "items[0].amount",
                               "1", "items[0].total", "36", "cost", "36", NULL));
    pay(omni_ipass_pay, fields("trade_code", barcode, "amount", "36", "order_number", arguments[2], "store_id", "1",
                               "terminal_id", "1", NULL));
    /* The barcode stands for a key here, of which this program has none. */
    CHECK_INT(twpos_config_new(&config), TWPOS_OK);
    for (i = 0; i < 2; i++) {
        CHECK_INT(twpos_config_set_string(config, "mypay.key", barcode), TWPOS_OK);
        CHECK_INT(twpos_config_add_string(config, "omni.ipass_refusal_codes", barcode), TWPOS_OK);
    }
    CHECK_INT(twpos_mypay_client_from_config(config, &refused, &error), TWPOS_ERROR_CONFIG);
    twpos_error_free(error);
    error = NULL;
    CHECK_OK(twpos_icash_credentials_exchange(arguments[3], NULL, 0, &credentials, &error), error);
    CHECK_OK(twpos_icash_credentials_save(credentials, arguments[4], arguments[3], NULL, &path, &error), error);
    twpos_string_free(path);

    show("open\n");
    for (i = 0; i < BARCODE_SIZE; i++) ((volatile char *)barcode)[i] = 0;
    twpos_config_free(config);
    twpos_icash_credentials_free(credentials);
    twpos_icash_client_free(icash);
    twpos_mypay_client_free(mypay);
    twpos_omni_client_free(omni);
    show("closed\n");
    return finish("memory");
}
