/* A client used before fork is used after it, in four children at once: each gets the replies to its own requests, over
 * connections, locks and threads of its own, also while other threads of the parent are in calls. */
#include "sandbox.h"
#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>

#define CHILDREN 4
#define CHARGES 50
#define BUSY_THREADS 3
#define BUSY_FORKS 15
#define STUCK_AFTER 60 /* seconds, then a child ends by SIGALRM */
/* The sanitizer's own allocator has locks that a child of a busy parent finds held for ever. */
#ifdef __SANITIZE_ADDRESS__
#define IS_SANITIZED 1
#else
#define IS_SANITIZED 0
#endif

/* One payment, whose reply must be about itself. */
static int paid(const twpos_icash_client *till, const char *op_seq, int64_t amount) {
    char *request = sale(op_seq, CUSTOMER, amount), *response = NULL, *reference = NULL;
    twpos_error *error = NULL;
    int good = 0;
    if (twpos_icash_pay(till, request, &response, &error) == TWPOS_OK) {
        twpos_json *reply = parsed(response);
        reference = string_at(reply, "OPSeq");
        good = strcmp(reference, op_seq) == 0 && int_at(reply, "TxAmt") == amount;
        twpos_json_free(reply);
    } else {
        char *text = NULL;
        twpos_error_text(error, &text);
        fprintf(stderr, "%s\n", text);
        twpos_string_free(text);
    }
    twpos_string_free(reference);
    twpos_error_free(error);
    twpos_string_free(response);
    twpos_string_free(request);
    return good;
}

/* Runs `charges` payments in a child, whose exit status says whether all were good. */
static pid_t child(const twpos_icash_client *till, const char *name, int number, int charges) {
    pid_t process = fork();
    if (process == 0) {
        int round, good = 0;
        char op_seq[64];
        alarm(STUCK_AFTER);
        for (round = 0; round < charges; round++) {
            snprintf(op_seq, sizeof op_seq, "%s-%d-%d", name, number, round);
            good += paid(till, op_seq, 1 + number);
        }
        _exit(good == charges ? 0 : 1);
    }
    CHECK(process > 0);
    return process;
}

static int status_of(pid_t process) {
    int status = -1;
    CHECK_INT(waitpid(process, &status, 0), process);
    return status;
}

static void four_children(const char *name, twpos_icash_client *till) {
    pid_t processes[CHILDREN];
    char op_seq[64];
    int at;
    snprintf(op_seq, sizeof op_seq, "%s-warm-up", name);
    CHECK(paid(till, op_seq, 5));
    for (at = 0; at < CHILDREN; at++) processes[at] = child(till, name, at, CHARGES);
    /* The parent goes on with the connection that it had. */
    for (at = 0; at < CHARGES; at++) {
        snprintf(op_seq, sizeof op_seq, "%s-parent-%d", name, at);
        CHECK(paid(till, op_seq, 5));
    }
    for (at = 0; at < CHILDREN; at++) CHECK_INT(status_of(processes[at]), 0);
    snprintf(op_seq, sizeof op_seq, "%s-after", name);
    CHECK(paid(till, op_seq, 5));
}

struct busy {
    pthread_t thread;
    const twpos_icash_client *till;
    const char *name;
    int number, calls, good;
    volatile int *done;
};

static void *stay_busy(void *argument) {
    struct busy *busy = argument;
    char op_seq[64];
    while (!*busy->done) {
        snprintf(op_seq, sizeof op_seq, "%s-busy-%d-%d", busy->name, busy->number, busy->calls++);
        busy->good += paid(busy->till, op_seq, 1 + busy->number);
    }
    return NULL;
}

/* A lock that one of the parent's threads holds at the moment of fork is held for ever in the child. */
static void forked_while_others_call(const char *name, twpos_icash_client *till) {
    struct busy busy[BUSY_THREADS];
    volatile int done = 0;
    char label[64];
    int at;
    for (at = 0; at < BUSY_THREADS; at++) {
        busy[at] = (struct busy){.till = till, .name = name, .number = at, .done = &done};
        CHECK_INT(pthread_create(&busy[at].thread, NULL, stay_busy, &busy[at]), 0);
    }
    for (at = 0; at < BUSY_FORKS; at++) {
        snprintf(label, sizeof label, "%s-while-busy", name);
        CHECK_INT(status_of(child(till, label, at, 2)), 0);
    }
    done = 1;
    for (at = 0; at < BUSY_THREADS; at++) {
        CHECK_INT(pthread_join(busy[at].thread, NULL), 0);
        CHECK_INT(busy[at].good, busy[at].calls);
        CHECK(busy[at].calls > 0);
    }
}

/* A child that only frees what it inherited leaves the parent's connection alone. */
static void freed_in_a_child(const char *name, twpos_icash_client *till) {
    pid_t process = fork();
    char op_seq[64];
    if (process == 0) {
        twpos_icash_client_free(till);
        _exit(0);
    }
    CHECK_INT(status_of(process), 0);
    snprintf(op_seq, sizeof op_seq, "%s-freed", name);
    CHECK(paid(till, op_seq, 5));
}

static void whole(const char *name, const char *config) {
    twpos_icash_client *till = NULL;
    twpos_error *error = NULL;
    CHECK_OK(twpos_icash_client_from_file(config, &till, &error), error);
    four_children(name, till);
    if (IS_SANITIZED) puts("fork: no children of a busy parent under AddressSanitizer");
    else forked_while_others_call(name, till);
    freed_in_a_child(name, till);
    twpos_icash_client_free(till);
}

int main(void) {
    whole("plain", given("TWPOS_CONFIG"));
    whole("tls", given("TWPOS_TLS_CONFIG"));
    return finish("fork");
}
