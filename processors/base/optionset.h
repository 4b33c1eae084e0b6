/* SPDX-License-Identifier: MIT */
/*
 * optionset.h - the inside of dw_options, for the files that fill and print it.
 *
 *     options.c      opening, reading values
 *     optionreload.c reading again
 *     optionline.c   command line
 *     optionfile.c   environment and file
 *     optionvalue.c  what texts stand for
 *     optionprint.c  --help, --print-config
 */
#ifndef DW_OPTIONSET_H
#define DW_OPTIONSET_H

#include <stdatomic.h>
#include <stdint.h>

#include "processors/base/arena.h"
#include "processors/base/options.h"

#define DW_OPTIONS_ENV   "DISPUTEWIRE_"
#define DW_OPTIONS_KAFKA "kafka."

enum { DW_OPTIONS_MAX = 128 };

/* Who set a value; the higher wins. OWN: of a file, for this program alone. */
enum dw_rank { DW_RANK_DEFAULT, DW_RANK_FILE, DW_RANK_OWN, DW_RANK_ENVIRONMENT, DW_RANK_LINE };

struct dw_slot {
    const struct dw_option *option;
    enum dw_rank rank;
    const char *text; /* NULL: unset */
    long long number; /* as dw_option_parse gives it */
    const char *place;
};

/* Threads that make clients read it while a reload puts another in its place. */
struct dw_ranked_property {
    _Atomic(const struct dw_property *) now;
    enum dw_rank rank;
};

struct dw_options {
    const struct dw_program *program;
    struct dw_arena arena;
    enum dw_request request;
    struct dw_slot slots[DW_OPTIONS_MAX];
    size_t n_slots;
    struct {
        struct dw_ranked_property *v;
        uint32_t n, cap;
    } properties;
    struct {
        const char **v;
        uint32_t n, cap;
    } arguments;
};

/* Of all programs, made from their tables. */
struct dw_key {
    const char *name;
    const char *programs; /* "consumer, producer" */
    bool only_line;
};

extern const struct dw_key dw_option_keys[];
extern const size_t dw_n_option_keys;

/* The row of any program's key; NULL if none has it. */
const struct dw_key *dw_option_key_find(const char *name);

/* True if the row, which may be NULL, has a program of this name. */
bool dw_option_key_is_of(const struct dw_key *key, const char *program);

/* All at their defaults; NULL when memory is out. */
struct dw_options *dw_options_new(const struct dw_program *program);

/* The slot of a key of `len` bytes, or of a letter; NULL if this program has none. */
struct dw_slot *dw_options_find(struct dw_options *options, const char *key, size_t len);
struct dw_slot *dw_options_find_letter(struct dw_options *options, char letter);

/* Check the value, then set it unless one of a higher rank is there. All strings are copied. */
enum dw_err dw_options_put(struct dw_options *options, struct dw_slot *slot, enum dw_rank rank,
                           const char *text, const char *place,
                           struct dw_error *err) DW_WARN_UNUSED;
enum dw_err dw_options_put_property(struct dw_options *options, enum dw_rank rank,
                                    const struct dw_property *given,
                                    struct dw_error *err) DW_WARN_UNUSED;

/* Each source; the texts of errors begin with the place. */
enum dw_err dw_options_read_line(struct dw_options *options, int argc, char *const argv[],
                                 struct dw_error *err) DW_WARN_UNUSED;
enum dw_err dw_options_read_environment(struct dw_options *options, char *const environment[],
                                        struct dw_error *err) DW_WARN_UNUSED;
enum dw_err dw_options_read_file(struct dw_options *options, char *const environment[],
                                 struct dw_error *err) DW_WARN_UNUSED;

/* Overwrite the secrets of the command line, which the list of processes shows. */
void dw_options_cover(struct dw_options *options, int argc, char *const argv[]);

/* "consumer" for disputewire-consumer: the scope of its own keys in a file. */
const char *dw_program_scope(const struct dw_program *program);

#endif
