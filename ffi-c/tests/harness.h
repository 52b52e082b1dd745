/* A test program is a main() that checks and ends with finish(). */
#ifndef HARNESS_H
#define HARNESS_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <twpos.h>

#define CHECK(condition) check((condition) != 0, __FILE__, __LINE__, #condition)
#define CHECK_INT(actual, expected) check_int((actual), (expected), __FILE__, __LINE__, #actual)
#define CHECK_TEXT(actual, expected) check_text((actual), (expected), __FILE__, __LINE__, #actual)
/* A text out is `expected`; it is freed. */
#define CHECK_TAKEN(actual, expected) check_taken((actual), (expected), __FILE__, __LINE__, #actual)
/* A text out holds `part`; it is freed. */
#define CHECK_HOLDS(actual, part) check_holds((actual), (part), __FILE__, __LINE__, #actual)
/* A call did what it should; if not, its error is printed and freed. */
#define CHECK_OK(status, error) check_ok((status), &(error), __FILE__, __LINE__, #status)

static int checks_done, checks_failed;

static inline void fail(const char *file, int line, const char *what) {
    fprintf(stderr, "%s:%d: %s\n", file, line, what);
    checks_failed++;
}

static inline void check(int holds, const char *file, int line, const char *what) {
    checks_done++;
    if (!holds) fail(file, line, what);
}

static inline void check_int(int64_t actual, int64_t expected, const char *file, int line, const char *what) {
    checks_done++;
    if (actual == expected) return;
    fail(file, line, what);
    fprintf(stderr, "    is %lld, not %lld\n", (long long)actual, (long long)expected);
}

static inline void check_text(const char *actual, const char *expected, const char *file, int line, const char *what) {
    checks_done++;
    if (actual != NULL && strcmp(actual, expected) == 0) return;
    fail(file, line, what);
    fprintf(stderr, "    is \"%.400s\", not \"%.400s\"\n", actual == NULL ? "(NULL)" : actual, expected);
}

static inline void check_taken(char *actual, const char *expected, const char *file, int line, const char *what) {
    check_text(actual, expected, file, line, what);
    twpos_string_free(actual);
}

static inline void check_holds(char *actual, const char *part, const char *file, int line, const char *what) {
    checks_done++;
    if (actual == NULL || strstr(actual, part) == NULL) {
        fail(file, line, what);
        fprintf(stderr, "    is \"%.400s\", without \"%s\"\n", actual == NULL ? "(NULL)" : actual, part);
    }
    twpos_string_free(actual);
}

static inline void check_ok(int32_t status, twpos_error **error, const char *file, int line, const char *what) {
    char *text = NULL;
    checks_done++;
    if (status == TWPOS_OK && *error == NULL) return;
    fail(file, line, what);
    if (twpos_error_text(*error, &text) == TWPOS_OK) fprintf(stderr, "    status %d: %s\n", status, text);
    twpos_string_free(text);
    twpos_error_free(*error);
    *error = NULL;
}

/* The error's texts, for CHECK_TAKEN and CHECK_HOLDS; NULL if it has none. */
static inline char *error_text(const twpos_error *error) {
    char *text = NULL;
    return twpos_error_text(error, &text) == TWPOS_OK ? text : NULL;
}

static inline char *error_detail(const twpos_error *error) {
    char *text = NULL;
    return twpos_error_detail(error, &text) == TWPOS_OK ? text : NULL;
}

static inline char *error_reference(const twpos_error *error) {
    char *text = NULL;
    return twpos_error_reference(error, &text) == TWPOS_OK ? text : NULL;
}

static inline char *string_at(const twpos_json *json, const char *path) {
    char *text = NULL;
    return twpos_json_get_string(json, path, &text) == TWPOS_OK ? text : NULL;
}

static inline int64_t int_at(const twpos_json *json, const char *path) {
    int64_t value = INT64_MIN;
    return twpos_json_get_int(json, path, &value) == TWPOS_OK ? value : INT64_MIN;
}

static inline int64_t length_at(const twpos_json *json, const char *path) {
    int64_t length = -1;
    return twpos_json_length(json, path, &length) == TWPOS_OK ? length : -1;
}

/* Reads JSON that must be right. */
static inline twpos_json *parsed(const char *text) {
    twpos_json *json = NULL;
    twpos_error *error = NULL;
    CHECK_OK(twpos_json_parse(text, &json, &error), error);
    return json;
}

/* A file as text; the test cannot go on without it. */
static inline char *read_file(const char *path) {
    FILE *file = fopen(path, "rb");
    char *text;
    long size;
    if (file == NULL || fseek(file, 0, SEEK_END) != 0 || (size = ftell(file)) < 0) {
        fprintf(stderr, "cannot read %s\n", path);
        exit(1);
    }
    rewind(file);
    text = calloc((size_t)size + 1, 1);
    if (text == NULL || fread(text, 1, (size_t)size, file) != (size_t)size) exit(1);
    fclose(file);
    return text;
}

/* What the runner tells a test by environment; without it the test cannot go on. */
static inline const char *given(const char *name) {
    const char *value = getenv(name);
    if (value == NULL) {
        fprintf(stderr, "%s is not set\n", name);
        exit(1);
    }
    return value;
}

static inline int finish(const char *name) {
    printf("%-20s %d checks, %d failed\n", name, checks_done, checks_failed);
    return checks_failed == 0 ? 0 : 1;
}

#endif
