/* SPDX-License-Identifier: MIT */
/* optionvalue.h - what the text of an option's value stands for, and whether it may. */
#ifndef DW_OPTIONVALUE_H
#define DW_OPTIONVALUE_H

#include "processors/base/options.h"

/* True if a number stands behind the value for which min and max hold. */
bool dw_option_is_ranged(const struct dw_option *option);

/* True for FLAG and SHORTHAND, which need no value on the command line. */
bool dw_option_is_switch(const struct dw_option *option);

/* Is it one of the eight words for true and false? */
bool dw_option_parse_flag(const char *text, long long *number);

/*
 * *number from `text`: the number, the milliseconds or bytes, 0 or 1, the index of the choice; 0
 * for text. Errors: DW_CONFIG with `place` in front.
 */
enum dw_err dw_option_parse(const struct dw_option *option, const char *text, const char *place,
                            long long *number, struct dw_error *err) DW_WARN_UNUSED;

#endif
