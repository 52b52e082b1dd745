/* No thread is to be had (a container's pids limit, ulimit -u): what needs one is not sent, and what needs none goes on. */
#define _DEFAULT_SOURCE /* RLIMIT_NPROC, setgroups */
#include "sandbox.h"
#include <grp.h>
#include <sys/resource.h>
#include <unistd.h>

#define NOBODY 65534

static char *whole_file(const char *path) {
    static char text[65536];
    FILE *file = fopen(path, "rb");
    size_t length;
    CHECK(file != NULL);
    length = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    text[length] = '\0';
    return text;
}

/* A till that finds the sandbox by a name, which is looked up on a thread of its own. */
static twpos_icash_client *till_at_localhost(void) {
    const char *config = given("TWPOS_CONFIG");
    static char folder[4096];
    char *text = whole_file(config), *host;
    twpos_icash_client *till = NULL;
    twpos_error *error = NULL;
    snprintf(folder, sizeof folder, "%.*s", (int)(strrchr(config, '/') - config), config);
    for (host = strstr(text, "127.0.0.1"); host != NULL; host = strstr(host, "127.0.0.1")) memcpy(host, "localhost", 9);
    CHECK_OK(twpos_icash_client_from_toml(text, folder, &till, &error), error);
    return till;
}

/* Root has no limit on its threads, so it ceases to be root. */
static void no_more_threads(void) {
    struct rlimit none = {0, 0};
    if (getuid() == 0) {
        CHECK_INT(setgroups(0, NULL), 0);
        CHECK_INT(setgid(NOBODY), 0);
        CHECK_INT(setuid(NOBODY), 0);
    }
    CHECK_INT(setrlimit(RLIMIT_NPROC, &none), 0);
}

int main(void) {
    int result;
    twpos_icash_client *named = till_at_localhost(), *till = sandbox_till();
    char *request = sale("NO-THREAD-1", CUSTOMER, 36), *other = sale("NO-THREAD-2", CUSTOMER, 36), *response = NULL;
    twpos_error *error = NULL;
    no_more_threads();

    CHECK(twpos_icash_pay(named, request, &response, &error) != TWPOS_OK);
    CHECK_INT(twpos_error_outcome(error), TWPOS_OUTCOME_NOT_SENT);
    CHECK_INT(twpos_error_kind(error), TWPOS_KIND_CONNECT);
    CHECK_HOLDS(error_detail(error), "no thread could be started to look up the host's name");
    CHECK_TAKEN(error_reference(error), "NO-THREAD-1");
    twpos_error_free(error);

    error = NULL;
    CHECK_OK(twpos_icash_pay(till, other, &response, &error), error);
    twpos_string_free(response);
    twpos_string_free(request);
    twpos_string_free(other);
    twpos_icash_client_free(named);
    twpos_icash_client_free(till);
    result = finish("no_thread");
    fflush(NULL);
    _exit(result); /* the leak checker would need a thread */
}
