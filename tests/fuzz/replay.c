/* SPDX-License-Identifier: MIT */
/*
 * replay.c - a fuzzer without its engine: run it on each file that is named. Prints TAP.
 *
 *   fuzz_NAME FILE...
 *   fuzz_NAME -n COUNT [-s SEED] FILE...   on so many inputs made of these files by chance instead
 *
 * What a check does not like aborts, so the suite fails with what was printed last; an input made
 * by chance that broke the check, or took more than 20 seconds of work, is kept as
 * broken-SEED-NUMBER.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "tests/fuzz/mutate.h"

enum { TOO_LONG_S = 20 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

/* The input at work, for the handler of signals. */
static struct {
    uint8_t bytes[MUTANT_MAX];
    volatile size_t len;
    char name[64];
} at_work;

static bool read_file(const char *path, struct sample *out)
{
    enum { LARGEST = 1 << 20 };
    FILE *file = fopen(path, "rb");

    out->bytes = file ? malloc(LARGEST) : NULL;
    if (out->bytes) {
        uint8_t *exact;

        out->len = fread(out->bytes, 1, LARGEST, file);
        exact = realloc(out->bytes, out->len ? out->len : 1);
        out->bytes = exact ? exact : out->bytes;
    }
    if (file)
        fclose(file);
    return out->bytes;
}

static int replay(char *const *paths, int n)
{
    printf("1..%d\n", n);
    for (int i = 0; i < n; i++) {
        struct sample sample = {NULL, 0};

        printf("# %s\n", paths[i]);
        fflush(stdout);
        if (!read_file(paths[i], &sample))
            return 1;
        LLVMFuzzerTestOneInput(sample.bytes, sample.len);
        free(sample.bytes);
        printf("ok %d - %s\n", i + 1, paths[i]);
    }
    return n == 0;
}

/* --- by chance ------------------------------------------------------------------------------- */

static void keep(int number)
{
    int fd = open(at_work.name, O_WRONLY | O_CREAT | O_TRUNC, 0666);

    if (fd < 0 || write(fd, at_work.bytes, at_work.len) < 0 ||
        write(STDERR_FILENO, at_work.name, strlen(at_work.name)) < 0 ||
        write(STDERR_FILENO, "\n", 1) < 0)
        _exit(2);
    signal(number, SIG_DFL);
    raise(number);
}

static void run_mutants(const struct sample *samples, size_t n_samples, uint64_t seed,
                        uint64_t count)
{
    const int deadly[] = {SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGPROF, SIGSEGV};
    const struct itimerval too_long = {.it_value.tv_sec = TOO_LONG_S};

    for (size_t i = 0; i < sizeof deadly / sizeof *deadly; i++)
        signal(deadly[i], keep);
    for (uint64_t n = 0; n < count; n++) {
        at_work.len = mutate(samples, n_samples, seed, n, at_work.bytes);
        snprintf(at_work.name, sizeof at_work.name, "broken-%llu-%llu", (unsigned long long)seed,
                 (unsigned long long)n);
        setitimer(ITIMER_PROF, &too_long, NULL);
        LLVMFuzzerTestOneInput(at_work.bytes, at_work.len);
    }
    setitimer(ITIMER_PROF, &(struct itimerval){0}, NULL);
}

static int replay_mutants(char *const *paths, int n, uint64_t seed, uint64_t count)
{
    struct sample *samples = calloc((size_t)n + 1, sizeof *samples);
    bool done = samples && n > 0;

    for (int i = 0; done && i < n; i++)
        done = read_file(paths[i], &samples[i]);
    if (done)
        run_mutants(samples, (size_t)n, seed, count);
    for (int i = 0; samples && i < n; i++)
        free(samples[i].bytes);
    free(samples);
    printf("%s 1 - %llu inputs of seed %llu\n1..1\n", done ? "ok" : "not ok",
           (unsigned long long)count, (unsigned long long)seed);
    return !done;
}

int main(int argc, char **argv)
{
    uint64_t seed = 1, count = 0;
    int option;

    while ((option = getopt(argc, argv, "n:s:")) != -1) {
        if (option == '?')
            return 2;
        *(option == 'n' ? &count : &seed) = strtoull(optarg, NULL, 10);
    }
    return count ? replay_mutants(argv + optind, argc - optind, seed, count)
                 : replay(argv + optind, argc - optind);
}
