/* Every operation of MYPAY LINK and of the OMNI gateway, against the sandbox. */
#include "sandbox.h"

static twpos_mypay_client *mypay;
static twpos_omni_client *omni;

/* The reply of an operation that must succeed; all of its texts are freed. */
static twpos_json *reply_of(int32_t status, char *request, char *response, twpos_error *error) {
    twpos_json *reply;
    CHECK_OK(status, error);
    reply = parsed(response == NULL ? "{}" : response);
    twpos_string_free(response);
    twpos_string_free(request);
    return reply;
}

static twpos_json *by_mypay(int32_t (*operation)(const twpos_mypay_client *, const char *, char **, twpos_error **),
                            char *request) {
    char *response = NULL;
    twpos_error *error = NULL;
    int32_t status = operation(mypay, request, &response, &error);
    return reply_of(status, request, response, error);
}

static twpos_json *by_omni(int32_t (*operation)(const twpos_omni_client *, const char *, char **, twpos_error **),
                           char *request) {
    char *response = NULL;
    twpos_error *error = NULL;
    int32_t status = operation(omni, request, &response, &error);
    return reply_of(status, request, response, error);
}

#define GUEST "user_id", "guest", "ip", "203.0.113.5"
#define MEAL                                                                                                      \
    "items[0].id", "1", "items[0].name", "便當", "items[0].cost", "150", "items[0].amount", "1", "items[0].total", \
        "150", "cost", "150"

/* A query or refund of the order that a reply told of. */
static char *about(const twpos_json *order, const char *order_id, const char *name, const char *value) {
    char *uid = string_at(order, "uid"), *key = string_at(order, "key");
    char *request = fields("uid", uid, "key", key, "order_id", order_id, name, value, NULL);
    twpos_string_free(uid);
    twpos_string_free(key);
    return request;
}

static void mypay_orders_wait_for_the_customer(void) {
    twpos_json *order = by_mypay(twpos_mypay_create_order,
                                 fields("order_id", "M-1", "pfn", TWPOS_MYPAY_PFN_ALL, GUEST, MEAL, NULL));
    twpos_json *found;
    CHECK_HOLDS(string_at(order, "url"), "/payment/");
    found = by_mypay(twpos_mypay_query_order, about(order, "M-1", NULL, NULL));
    CHECK_TAKEN(string_at(found, "state"), TWPOS_MYPAY_PRC_CLASS_PENDING);
    twpos_json_free(found);
    twpos_json_free(order);
}

static void mypay_scans_are_queried_and_refunded(void) {
    twpos_json *paid = by_mypay(twpos_mypay_scan_pay,
                                fields("scanned_code", "MY20261122TEST0001", "order_id", "M-2", GUEST, MEAL, NULL));
    twpos_json *found, *refunded;
    int32_t done = 0;
    CHECK_INT(twpos_json_get_bool(paid, "approved", &done), TWPOS_OK);
    CHECK_INT(done, 1);
    CHECK_TAKEN(string_at(paid, "code"), TWPOS_MYPAY_PRC_PAID);
    found = by_mypay(twpos_mypay_query_order, about(paid, "M-2", NULL, NULL));
    CHECK_TAKEN(string_at(found, "state"), TWPOS_MYPAY_PRC_CLASS_PAID);
    CHECK_INT(int_at(found, "cost"), 150);
    refunded = by_mypay(twpos_mypay_refund_order, about(paid, "M-2", "cost", "150"));
    done = 0;
    CHECK_INT(twpos_json_get_bool(refunded, "refunded", &done), TWPOS_OK);
    CHECK_INT(done, 1);
    twpos_json_free(refunded);
    twpos_json_free(found);
    twpos_json_free(paid);
}

static void mypay_failures_are_told_apart(void) {
    char *pending = fields("scanned_code", "MYTWPOSWAIT0000000", "order_id", "M-3", GUEST, MEAL, NULL);
    char *failing = fields("scanned_code", "MYTWPOSFAIL0000000", "order_id", "M-4", GUEST, MEAL, NULL);
    char *lost = fields("scanned_code", "ICTWPOSHTTP5000000", "order_id", "M-5", GUEST, MEAL, NULL);
    char *response = NULL;
    twpos_error *error = NULL;
    twpos_json *waiting = by_mypay(twpos_mypay_scan_pay, pending);
    int32_t approved = 1;
    CHECK_INT(twpos_json_get_bool(waiting, "approved", &approved), TWPOS_OK);
    CHECK_INT(approved, 0);
    CHECK_INT(twpos_mypay_scan_pay(mypay, failing, &response, &error), TWPOS_ERROR_DECLINED);
    CHECK_INT(twpos_error_outcome(error), TWPOS_OUTCOME_REFUSED);
    CHECK_TAKEN(error_reference(error), "M-4");
    twpos_error_free(error);
    error = NULL;
    CHECK_INT(twpos_mypay_scan_pay(mypay, lost, &response, &error), TWPOS_ERROR_HTTP);
    CHECK_INT(twpos_error_outcome(error), TWPOS_OUTCOME_UNKNOWN);
    CHECK_TAKEN(error_reference(error), "M-5");
    twpos_error_free(error);
    twpos_json_free(waiting);
    twpos_string_free(failing);
    twpos_string_free(lost);
}

static char *ipass_sale(const char *order_number) {
    return fields("trade_code", "00000181234567", "amount", "229", "order_number", order_number, "store_id", "1",
                  "terminal_id", "1", NULL);
}

static void ipass_payments_are_searched_and_refunded(void) {
    twpos_json *paid = by_omni(twpos_omni_ipass_pay, ipass_sale("P-1"));
    twpos_json *found = by_omni(twpos_omni_ipass_search, fields("order_number", "P-1", NULL));
    char *transaction = string_at(paid, "transaction_id"), *again = ipass_sale("P-1"), *response = NULL, *code = NULL;
    twpos_error *error = NULL;
    CHECK_TAKEN(string_at(found, "original_transactionId"), transaction);
    CHECK_INT(twpos_omni_ipass_pay(omni, again, &response, &error), TWPOS_ERROR_DUPLICATE);
    CHECK_INT(twpos_error_outcome(error), TWPOS_OUTCOME_UNKNOWN);
    CHECK_INT(twpos_error_provider_code(error, &code), TWPOS_OK);
    CHECK_TAKEN(code, "0006");
    twpos_error_free(error);
    twpos_json_free(by_omni(twpos_omni_ipass_refund, fields("transaction_id", transaction, NULL)));
    twpos_string_free(transaction);
    twpos_string_free(again);
    twpos_json_free(found);
    twpos_json_free(paid);
}

static void icash_payments_are_searched_and_cancelled(void) {
    twpos_json *paid = by_omni(twpos_omni_icash_pay,
                               fields("MerchantTradeNo", "I-1", "Barcode", CUSTOMER, "ItemAmt", "36", "TotalAmount", "36", "StoreID", "1",
                                      "StoreName", "見晴", NULL));
    twpos_json *found = by_omni(twpos_omni_icash_search, fields("MerchantTradeNo", "I-1", NULL));
    CHECK_TAKEN(string_at(found, "EncData.TradeStatus"), TWPOS_OMNI_TRADE_STATUS_DONE);
    twpos_json_free(by_omni(twpos_omni_icash_cancel, fields("MerchantTradeNo", "I-1", NULL)));
    twpos_json_free(found);
    twpos_json_free(paid);
}

int main(void) {
    twpos_error *error = NULL;
    CHECK_OK(twpos_mypay_client_from_file(given("TWPOS_CONFIG"), &mypay, &error), error);
    CHECK_OK(twpos_omni_client_from_file(given("TWPOS_CONFIG"), &omni, &error), error);
    mypay_orders_wait_for_the_customer();
    mypay_scans_are_queried_and_refunded();
    mypay_failures_are_told_apart();
    ipass_payments_are_searched_and_refunded();
    icash_payments_are_searched_and_cancelled();
    twpos_mypay_client_free(mypay);
    twpos_omni_client_free(omni);
    return finish("providers");
}
