/* SPDX-License-Identifier: MIT */
#include "processors/base/optionvalue.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

bool dw_option_is_ranged(const struct dw_option *option)
{
    return option->type == DW_OPTION_NUMBER || option->type == DW_OPTION_SIZE ||
           option->type == DW_OPTION_DURATION;
}

bool dw_option_is_switch(const struct dw_option *option)
{
    return option->type == DW_OPTION_FLAG || option->type == DW_OPTION_SHORTHAND;
}

bool dw_option_parse_flag(const char *text, long long *number)
{
    static const char *const words[] = {"false", "true", "no", "yes", "off", "on", "0", "1"};

    for (int i = 0; i < 8; i++) {
        if (strcmp(text, words[i]) == 0) {
            *number = i % 2;
            return true;
        }
    }
    return false;
}

/* Whole number with one of `units` behind it. */
static bool parse_number(const char *text, const char *const *units, const long long *factors,
                         long long *number)
{
    char *end;
    long long value;

    if (!isdigit((unsigned char)*text) && *text != '-')
        return false;
    errno = 0;
    value = strtoll(text, &end, 10);
    if (errno || end == text)
        return false;
    for (; *units; units++, factors++) {
        if (strcmp(end, *units) != 0)
            continue;
        if (value > LLONG_MAX / *factors || value < LLONG_MIN / *factors)
            return false;
        *number = value * *factors;
        return true;
    }
    return false;
}

static bool parse_choice(const char *words, const char *text, long long *number)
{
    size_t len = strlen(text);

    for (*number = 0;; ++*number) {
        size_t n = strcspn(words, "|");

        if (n == len && memcmp(words, text, len) == 0)
            return true;
        if (words[n] == '\0')
            return false;
        words += n + 1;
    }
}

/* What a value of this type looks like, for errors. */
static const char *type_hint(enum dw_option_type type)
{
    switch (type) {
    case DW_OPTION_FLAG:
        return "true or false";
    case DW_OPTION_NUMBER:
        return "a whole number";
    case DW_OPTION_SIZE:
        return "a size in bytes, such as 512, 64k, 256M or 1G";
    case DW_OPTION_DURATION:
        return "a duration, such as 500ms, 10s or 2m";
    default:
        return "a value";
    }
}

/* Set *number from `text`. False if it is not of the option's type. */
static bool parse_value(const struct dw_option *option, const char *text, long long *number)
{
    static const char *const none[] = {"", NULL};
    static const char *const sizes[] = {"", "k", "K", "M", "G", NULL};
    static const char *const times[] = {"", "ms", "s", "m", "h", NULL};
    static const long long ones[] = {1};
    static const long long bytes[] = {1, 1024, 1024, 1024 * 1024, 1024 * 1024 * 1024};
    static const long long milliseconds[] = {1000, 1, 1000, 60000, 3600000};

    *number = 0;
    switch (option->type) {
    case DW_OPTION_FLAG:
        return dw_option_parse_flag(text, number);
    case DW_OPTION_NUMBER:
        return parse_number(text, none, ones, number);
    case DW_OPTION_SIZE:
        return parse_number(text, sizes, bytes, number);
    case DW_OPTION_DURATION:
        return parse_number(text, times, milliseconds, number);
    case DW_OPTION_CHOICE:
        return parse_choice(option->arg, text, number);
    case DW_OPTION_TEXT:
    case DW_OPTION_SHORTHAND:
        break;
    }
    return true;
}

static enum dw_err check_range(const struct dw_option *option, const char *place, long long number,
                               struct dw_error *err)
{
    long long max = option->min || option->max ? option->max : LLONG_MAX;
    const char *unit = option->type == DW_OPTION_DURATION ? " ms" : "";

    if (!dw_option_is_ranged(option) || (number >= option->min && number <= max))
        return DW_OK;
    if (max == LLONG_MAX)
        return dw_error_set(err, DW_CONFIG, 0, "%s: %s is %lld%s, but at least %lld%s is needed",
                            place, option->key, number, unit, option->min, unit);
    return dw_error_set(err, DW_CONFIG, 0, "%s: %s is %lld%s, but must be from %lld%s to %lld%s",
                        place, option->key, number, unit, option->min, unit, max, unit);
}

enum dw_err dw_option_parse(const struct dw_option *option, const char *text, const char *place,
                            long long *number, struct dw_error *err)
{
    const char *shown = option->secret ? "[redacted]" : text;

    if (parse_value(option, text, number))
        return check_range(option, place, *number, err);
    if (option->type == DW_OPTION_CHOICE)
        return dw_error_set(err, DW_CONFIG, 0, "%s: %s is \"%.60s\", but must be one of %s", place,
                            option->key, shown, option->arg);
    return dw_error_set(err, DW_CONFIG, 0, "%s: %s is \"%.60s\", which is not %s", place,
                        option->key, shown, type_hint(option->type));
}
