/* twpos_stdcall.dll and twpos.bas together, as Visual Basic uses them: the library is loaded at run time, from
 * TWPOS_DLL, and called under the names of the module's declarations with what these say is on the stack. On 64-bit
 * Windows, where twpos.dll itself serves, nothing tells what a function takes, and the names are checked alone.
 *
 *   stdcall check twpos.bas
 *
 * With other arguments it is first_payment.c, through what was loaded. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <twpos.h>
#include <windows.h>

static HMODULE library;
static int failed;

static void fail(const char *what, const char *name, long is, long wanted) {
    printf("FAILED   %s: %s is %ld, not %ld\n", name, what, is, wanted);
    failed++;
}

/* The Declares of the module's branch for this process: name in the library, and bytes on the stack. */
struct declare {
    char name[100];
    unsigned bytes;
};
static struct declare declares[1000];
static unsigned declared;

#ifdef _WIN64
#define BRANCH "#If Win64 Then"
#define DLL "twpos.dll"
#else
#define BRANCH "#Else"
#define DLL "twpos_stdcall.dll"
#endif

/* Of `ByVal a As LongPtr, ByRef b As TwposInt64`: a pointer, a Long and whatever is ByRef take a word each. */
static unsigned bytes_of(const char *parameters, const char *end) {
    unsigned count = parameters < end;
    for (; parameters < end; parameters++) count += *parameters == ',';
    return 4 * count;
}

static void read_line(const char *line, int of_this_process) {
    const char *alias = strstr(line, "Alias \""), *open, *close, *lib = strstr(line, "Lib \"twpos");
    struct declare *declare = &declares[declared];
    if (!of_this_process || strstr(line, " Declare ") == NULL || lib == NULL) return;
    open = alias ? strchr(alias, '(') : NULL;
    close = open ? strchr(open, ')') : NULL;
    if (close == NULL || strncmp(lib + 5, DLL "\"", sizeof DLL) != 0 ||
        sscanf(alias, "Alias \"%99[^\"]", declare->name) != 1) {
        printf("FAILED   not understood: %s", line);
        failed++;
        return;
    }
    /* A parameter type of another width would be counted wrongly: there must be none. */
    if (strstr(line, " As Double") || strstr(line, " As Currency") || strstr(line, " As Any") ||
        strstr(line, " As String") || strstr(line, " As Integer")) {
        printf("FAILED   a type that does not cross as it is: %s", line);
        failed++;
    }
    declare->bytes = bytes_of(open + 1, close);
    declared++;
}

static void read_module(const char *path) {
    static char line[2000];
    FILE *file = fopen(path, "rb");
    int of_this_process = 0;
    if (file == NULL) {
        printf("FAILED   %s cannot be read\n", path);
        exit(1);
    }
    while (fgets(line, sizeof line, file)) {
        size_t length = strlen(line);
        if (length < 2 || strcmp(line + length - 2, "\r\n") != 0) fail("the end of a line", path, 0, 1);
        if (strncmp(line, "#E", 2) == 0 || strncmp(line, "#If", 3) == 0)
            of_this_process = strncmp(line, BRANCH "\r\n", sizeof BRANCH + 1) == 0;
        read_line(line, of_this_process);
    }
    fclose(file);
}

#ifndef _WIN64
/* What a function takes off the stack as it returns, when every argument is 0 or NULL: by contract it refuses that, or
 * does nothing. */
static long taken(FARPROC function) {
    long taken;
    __asm__ volatile("movl %%esp, %%edi\n\t"
                     "movl $24, %%ecx\n"
                     "1:\tpushl $0\n\t"
                     "loop 1b\n\t"
                     "movl %%esp, %%esi\n\t"
                     "call *%%eax\n\t"
                     "movl %%esp, %%ebx\n\t"
                     "subl %%esi, %%ebx\n\t"
                     "movl %%edi, %%esp\n\t"
                     : "=b"(taken), "+a"(function)
                     :
                     : "ecx", "edx", "esi", "edi", "memory", "cc");
    return taken;
}
#endif

/* Every name that the library exports, from its own table. twpos.dll exports some of AWS-LC's too. */
static void every_export_is_declared(void) {
    const char *base = (const char *)library;
    const IMAGE_NT_HEADERS *headers = (const void *)(base + ((const IMAGE_DOS_HEADER *)base)->e_lfanew);
    const IMAGE_EXPORT_DIRECTORY *exports =
        (const void *)(base + headers->OptionalHeader.DataDirectory[IMAGE_DIRECTORY_ENTRY_EXPORT].VirtualAddress);
    const DWORD *names = (const DWORD *)(base + exports->AddressOfNames);
    DWORD i;
    unsigned at;
    for (i = 0; i < exports->NumberOfNames; i++) {
        if (sizeof(void *) == 8 && strncmp(base + names[i], "twpos_", 6) != 0) continue;
        for (at = 0; at < declared && strcmp(declares[at].name, base + names[i]) != 0; at++)
            ;
        if (at == declared) fail("its number of declarations", base + names[i], 0, 1);
    }
}

static void every_declare_fits(void) {
    unsigned at;
    for (at = 0; at < declared; at++) {
        FARPROC function = GetProcAddress(library, declares[at].name);
        if (function == NULL) {
            fail("its number of exports", declares[at].name, 0, 1);
            continue;
        }
#ifndef _WIN64
        {
            long is = taken(function);
            if (is != (long)declares[at].bytes) fail("what it takes off the stack", declares[at].name, is, (long)declares[at].bytes);
        }
#endif
    }
}

/* What the example below calls, each loaded by its name. On 64-bit Windows the convention's name means nothing. */
#define FUNCTIONS(X)                                                                                                   \
    X(int32_t, json_new, (twpos_json **))                                                                              \
    X(int32_t, json_set_string, (twpos_json *, const char *, const char *))                                            \
    X(int32_t, json_set_int, (twpos_json *, const char *, int64_t))                                                    \
    X(int32_t, json_text, (const twpos_json *, char **))                                                               \
    X(int32_t, json_parse, (const char *, twpos_json **, twpos_error **))                                              \
    X(int32_t, json_get_string, (const twpos_json *, const char *, char **))                                           \
    X(int32_t, json_get_int, (const twpos_json *, const char *, int64_t *))                                            \
    X(void, json_free, (twpos_json *))                                                                                 \
    X(int32_t, error_kind, (const twpos_error *))                                                                      \
    X(int32_t, error_outcome, (const twpos_error *))                                                                   \
    X(int32_t, error_text, (const twpos_error *, char **))                                                             \
    X(void, error_free, (twpos_error *))                                                                               \
    X(void, string_free, (char *))                                                                                     \
    X(const char *, version, (void))                                                                                   \
    X(int32_t, log_set, (void(__stdcall *)(void *, int32_t, const char *), void *, int32_t))                           \
    X(int32_t, icash_client_from_file, (const char *, twpos_icash_client **, twpos_error **))                          \
    X(void, icash_client_free, (twpos_icash_client *))                                                                 \
    X(int32_t, icash_pay, (const twpos_icash_client *, const char *, char **, twpos_error **))                         \
    X(int32_t, icash_cancel, (const twpos_icash_client *, const char *, char **, twpos_error **))
#define POINTER(result, name, arguments) static result(__stdcall *loaded_##name) arguments;
#define LOAD(result, name, arguments) loaded_##name = (void *)GetProcAddress(library, "twpos_" #name);
FUNCTIONS(POINTER)

/* A callback as Visual Basic's AddressOf gives one. */
static int logged;
static void __stdcall on_log(void *user, int32_t level, const char *text) {
    if (user != &logged || level < TWPOS_LOG_ERROR || level > TWPOS_LOG_INFO || text[0] == '\0')
        printf("FAILED   a log line of level %d with another's user: %s\n", (int)level, text);
    logged++;
}

static void numbers_of_64_bits(void) {
    twpos_json *json = NULL;
    int64_t value = 0;
    loaded_json_new(&json);
    if (loaded_json_set_int(json, "TxAmt", -36) != TWPOS_OK || loaded_json_get_int(json, "TxAmt", &value) != TWPOS_OK ||
        value != -36)
        fail("a number that went in and out", "json_set_int", (long)value, -36);
    loaded_json_free(json);
}

#define twpos_json_new loaded_json_new
#define twpos_json_set_string loaded_json_set_string
#define twpos_json_set_int loaded_json_set_int
#define twpos_json_text loaded_json_text
#define twpos_json_parse loaded_json_parse
#define twpos_json_get_string loaded_json_get_string
#define twpos_json_free loaded_json_free
#define twpos_error_kind loaded_error_kind
#define twpos_error_outcome loaded_error_outcome
#define twpos_error_text loaded_error_text
#define twpos_error_free loaded_error_free
#define twpos_string_free loaded_string_free
#define twpos_icash_client_from_file loaded_icash_client_from_file
#define twpos_icash_client_free loaded_icash_client_free
#define twpos_icash_pay loaded_icash_pay
#define twpos_icash_cancel loaded_icash_cancel
#define main first_payment
#include "../examples/first_payment.c"
#undef main

int main(int count, char **arguments) {
    const char *dll = getenv("TWPOS_DLL");
    int result;
    setvbuf(stdout, NULL, _IONBF, 0);
    library = dll ? LoadLibraryA(dll) : NULL;
    if (library == NULL) {
        printf("FAILED   TWPOS_DLL cannot be loaded: %lu\n", GetLastError());
        return 1;
    }
    FUNCTIONS(LOAD)
    if (count == 3 && strcmp(arguments[1], "check") == 0) {
        read_module(arguments[2]);
        every_declare_fits();
        every_export_is_declared();
        numbers_of_64_bits();
        printf("%u declarations, %d failures, version %s\n", declared, failed, loaded_version());
        return failed != 0 || declared == 0;
    }
    loaded_log_set(on_log, &logged, TWPOS_LOG_INFO);
    result = first_payment(count, arguments);
    loaded_log_set(NULL, NULL, TWPOS_LOG_INFO);
    if (result != 1 && logged == 0) printf("FAILED   no line was logged\n");
    return result;
}
