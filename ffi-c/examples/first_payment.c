/* A first payment with icash Pay, in C99.
 *
 *   cc first_payment.c $(pkg-config --cflags --libs twpos) -o first_payment
 *   ./first_payment till.toml IC0123456789ABCDEF 36 SHOP1-0001
 *
 * Ends with 0 if paid, 1 if not charged or cancelled, 2 if someone must look. */
#include <stdio.h>
#include <stdlib.h>
#include <twpos.h>
#ifdef _WIN32
#include <windows.h>
#define wait_seconds(seconds) Sleep((seconds) * 1000)
#else
#include <unistd.h>
#define wait_seconds(seconds) sleep(seconds)
#endif

/* The request as JSON text, which the caller frees. */
static char *sale(const char *barcode, long long amount, const char *op_seq) {
    twpos_json *json = NULL;
    char *request = NULL;
    twpos_json_new(&json);
    twpos_json_set_string(json, "BuyerID", barcode); /* what the scanner read */
    twpos_json_set_int(json, "TxAmt", amount);       /* NT$ */
    twpos_json_set_string(json, "OPSeq", op_seq);    /* unique for ever, and stored before the call */
    twpos_json_set_string(json, "StoreId", "217477");
    twpos_json_set_string(json, "StoreName", "見晴");
    twpos_json_set_string(json, "PosNo", "01");
    twpos_json_text(json, &request);
    twpos_json_free(json);
    return request;
}

static void print_error(const char *what, const twpos_error *error) {
    char *text = NULL;
    twpos_error_text(error, &text);
    printf("%s: %s\n", what, text);
    twpos_string_free(text);
}

/* What is wrong in the request or the settings stays wrong, and a provider's no stays no. */
static int worth_repeating(const twpos_error *error) {
    switch (twpos_error_kind(error)) {
    case TWPOS_KIND_INVALID_REQUEST:
    case TWPOS_KIND_CONFIG:
    case TWPOS_KIND_KEY:
        return 0;
    default:
        return twpos_error_outcome(error) != TWPOS_OUTCOME_REFUSED;
    }
}

/* Nobody knows whether the customer was charged: take it back. A cancel may be repeated. */
static int cancel(const twpos_icash_client *till, const char *op_seq) {
    static const unsigned pauses[] = {0, 2, 5};
    twpos_json *json = NULL;
    char *request = NULL, *response = NULL;
    int result = 2, again = 1, attempt;
    twpos_json_new(&json);
    twpos_json_set_string(json, "OPSeq", op_seq);
    twpos_json_text(json, &request);
    for (attempt = 0; attempt < 3 && again; attempt++) {
        twpos_error *error = NULL;
        wait_seconds(pauses[attempt]);
        if (twpos_icash_cancel(till, request, &response, &error) == TWPOS_OK) {
            printf("cancelled: charge again under a new number\n");
            result = 1;
            again = 0;
        } else {
            print_error("not cancelled", error);
            again = worth_repeating(error);
        }
        twpos_error_free(error);
    }
    if (result == 2) printf("STILL UNKNOWN: keep %s, and cancel it before the customer pays again\n", op_seq);
    twpos_string_free(response);
    twpos_string_free(request);
    twpos_json_free(json);
    return result;
}

static int pay(const twpos_icash_client *till, const char *barcode, long long amount, const char *op_seq) {
    twpos_error *error = NULL;
    char *request = sale(barcode, amount, op_seq), *response = NULL;
    int result;
    if (twpos_icash_pay(till, request, &response, &error) == TWPOS_OK) {
        twpos_json *reply = NULL;
        char *bank_seq = NULL;
        twpos_json_parse(response, &reply, &error);
        twpos_json_get_string(reply, "BankSeq", &bank_seq); /* keep it: a refund needs it */
        printf("paid: icash number %s\n", bank_seq);
        twpos_string_free(bank_seq);
        twpos_json_free(reply);
        result = 0;
    } else if (twpos_error_outcome(error) == TWPOS_OUTCOME_UNKNOWN) {
        print_error("unknown", error);
        result = cancel(till, op_seq);
    } else {
        print_error("not charged", error);
        result = 1;
    }
    twpos_error_free(error);
    twpos_string_free(response);
    twpos_string_free(request);
    return result;
}

int main(int count, char **arguments) {
    twpos_icash_client *till = NULL; /* one for the whole program: it keeps connections and keys */
    twpos_error *error = NULL;
    char *rest = NULL;
    long long amount = count == 5 ? strtoll(arguments[3], &rest, 10) : 0;
    int result = 1;
    if (count != 5 || *rest != '\0') {
        fprintf(stderr, "usage: first_payment till.toml BARCODE AMOUNT REFERENCE\n");
        return 1;
    }
    if (twpos_icash_client_from_file(arguments[1], &till, &error) == TWPOS_OK) {
        result = pay(till, arguments[2], amount, arguments[4]);
    } else {
        print_error("not ready", error);
    }
    twpos_error_free(error);
    twpos_icash_client_free(till);
    return result;
}
