/* A panic stays inside, and what cannot be handed over is no lost transaction. The four functions are in no header
 * and no release: only the feature self-test has them. */
#include "harness.h"

int32_t twpos_self_test_panic(twpos_error **error);
int32_t twpos_self_test_panic_status(void);
int32_t twpos_self_test_panic_in_call(const char *request_json, twpos_error **error);

int32_t twpos_self_test_nul_in_reply(const char *request_json, char **response_json, twpos_error **error);

static void a_reply_with_a_nul(void) {
    twpos_error *error = NULL;
    char *response = NULL;
    CHECK_INT(twpos_self_test_nul_in_reply("{\"OPSeq\":\"SHOP1-8\"}", &response, &error), TWPOS_ERROR_INTERNAL);
    CHECK_INT(response == NULL, 1);
    CHECK_INT(twpos_error_kind(error), TWPOS_KIND_INTERNAL);
    CHECK_INT(twpos_error_outcome(error), TWPOS_OUTCOME_UNKNOWN);
    CHECK_TAKEN(error_reference(error), "SHOP1-8");
    twpos_error_free(error);
}

int main(void) {
    int round;
    for (round = 0; round < 3; round++) {
        twpos_error *error = NULL;
        CHECK_INT(twpos_self_test_panic(&error), TWPOS_PANIC);
        CHECK_INT(twpos_error_status(error), TWPOS_PANIC);
        CHECK_INT(twpos_error_kind(error), TWPOS_KIND_INTERNAL);
        CHECK_INT(twpos_error_outcome(error), TWPOS_OUTCOME_UNKNOWN);
        CHECK_TAKEN(error_detail(error), "a fault inside twpos was caught; please report it");
        twpos_error_free(error);
        CHECK_INT(twpos_self_test_panic_status(), TWPOS_PANIC);
        CHECK_INT(twpos_self_test_panic(NULL), TWPOS_NULL_POINTER);

        /* Inside an operation, the transaction is not lost. */
        error = NULL;
        CHECK_INT(twpos_self_test_panic_in_call("{\"OPSeq\":\"SHOP1-7\"}", &error), TWPOS_PANIC);
        CHECK_INT(twpos_error_outcome(error), TWPOS_OUTCOME_UNKNOWN);
        CHECK_TAKEN(error_reference(error), "SHOP1-7");
        CHECK_HOLDS(error_text(error), "[reference SHOP1-7]");
        twpos_error_free(error);
    }
    a_reply_with_a_nul();
    return finish("panic");
}
