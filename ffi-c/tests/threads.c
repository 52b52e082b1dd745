/* Sixteen threads share one client. Each payment gets its own reply, and each refusal its own error. */
#include "sandbox.h"
#include <pthread.h>

#define THREADS 16
#define ROUNDS 20

struct worker {
    pthread_t thread;
    const twpos_icash_client *till;
    int number, paid, refused, wrong;
};

static void one_round(struct worker *worker, int round) {
    int declined = round % 4 == 3;
    char op_seq[32], *request, *response = NULL, *reference = NULL;
    twpos_error *error = NULL;
    snprintf(op_seq, sizeof op_seq, "T-%d-%d", worker->number, round);
    request = sale(op_seq, declined ? "ICTWPOSDECLINE0000" : CUSTOMER, 1 + worker->number);
    if (twpos_icash_pay(worker->till, request, &response, &error) == TWPOS_OK) {
        twpos_json *reply = parsed(response);
        reference = string_at(reply, "OPSeq");
        worker->paid++;
        if (declined || int_at(reply, "TxAmt") != 1 + worker->number) worker->wrong++;
        twpos_json_free(reply);
    } else {
        reference = error_reference(error);
        worker->refused++;
        if (!declined || twpos_error_outcome(error) != TWPOS_OUTCOME_REFUSED) worker->wrong++;
    }
    if (reference == NULL || strcmp(reference, op_seq) != 0) worker->wrong++;
    twpos_string_free(reference);
    twpos_error_free(error);
    twpos_string_free(response);
    twpos_string_free(request);
}

static void *work(void *argument) {
    struct worker *worker = argument;
    int round;
    for (round = 0; round < ROUNDS; round++) one_round(worker, round);
    return NULL;
}

int main(void) {
    struct worker workers[THREADS];
    twpos_icash_client *till = sandbox_till();
    int at;
    for (at = 0; at < THREADS; at++) {
        workers[at] = (struct worker){.till = till, .number = at};
        CHECK_INT(pthread_create(&workers[at].thread, NULL, work, &workers[at]), 0);
    }
    for (at = 0; at < THREADS; at++) {
        CHECK_INT(pthread_join(workers[at].thread, NULL), 0);
        CHECK_INT(workers[at].paid, ROUNDS * 3 / 4);
        CHECK_INT(workers[at].refused, ROUNDS / 4);
        CHECK_INT(workers[at].wrong, 0);
    }
    twpos_icash_client_free(till);
    return finish("threads");
}
