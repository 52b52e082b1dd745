/* A thread that is cancelled in a call: the call ends as it would have, then the thread. */
#include "sandbox.h"
#include <arpa/inet.h>
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

static twpos_mypay_client *till;
static twpos_error *error;
static int status = -1, went_on;

static void *ask(void *request) {
    char *response = NULL;
    status = twpos_mypay_query_order(till, request, &response, &error);
    twpos_string_free(response);
    pthread_testcancel();
    went_on = 1;
    return NULL;
}

static int listener(int *port) {
    struct sockaddr_in address;
    socklen_t size = sizeof address;
    int listening = socket(AF_INET, SOCK_STREAM, 0);
    memset(&address, 0, sizeof address);
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    CHECK_INT(bind(listening, (struct sockaddr *)&address, sizeof address), 0);
    CHECK_INT(listen(listening, 1), 0);
    CHECK_INT(getsockname(listening, (struct sockaddr *)&address, &size), 0);
    *port = ntohs(address.sin_port);
    return listening;
}

int main(void) {
    const char answer[] = "HTTP/1.1 500 Broken\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    char config[512], received[8192];
    char *request = fields("uid", "1", "key", "k", "order_id", "CANCEL-1", (char *)NULL);
    int port, connection, listening = listener(&port);
    void *result = NULL;
    pthread_t thread;
    snprintf(config, sizeof config,
             "[mypay]\nbase_url = \"http://127.0.0.1:%d\"\nmode = \"store\"\nuid = \"289151880002\"\n"
             "key = \"S4rfl4W5LqQmM79FbeLWbxDJ0GGh1e0Y\"\n",
             port);
    CHECK_OK(twpos_mypay_client_from_toml(config, ".", &till, &error), error);

    CHECK_INT(pthread_create(&thread, NULL, ask, request), 0);
    connection = accept(listening, NULL, NULL);
    CHECK(recv(connection, received, sizeof received, 0) > 0);
    CHECK_INT(pthread_cancel(thread), 0); /* at recv, where it waits for the answer */
    CHECK_INT(send(connection, answer, strlen(answer), 0), (int64_t)strlen(answer));
    CHECK_INT(pthread_join(thread, &result), 0);
    close(connection);
    close(listening);

    CHECK(result == PTHREAD_CANCELED && !went_on);
    CHECK_INT(status, TWPOS_ERROR_HTTP);
    CHECK_INT(twpos_error_outcome(error), TWPOS_OUTCOME_UNKNOWN);
    CHECK_TAKEN(error_reference(error), "CANCEL-1");
    twpos_error_free(error);
    twpos_string_free(request);
    twpos_mypay_client_free(till);
    return finish("cancel");
}
