/* SPDX-License-Identifier: MIT */
/* unit.h - what every unit test includes, in the order that cmocka wants. */
#ifndef DW_UNIT_H
#define DW_UNIT_H

/* cmocka.h needs these before it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* clang-format off */
#include <cmocka.h>
/* clang-format on */

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define N_ELEMENTS(array) (sizeof(array) / sizeof *(array))

/* Fail with the row's label in front, so that a table of cases says which one it was. */
#define CHECK(truth, label, ...)                                                                   \
    do {                                                                                           \
        if (!(truth)) {                                                                            \
            print_error("%s: ", (label));                                                          \
            print_error(__VA_ARGS__);                                                              \
            print_error("\n");                                                                     \
            fail();                                                                                \
            abort(); /* fail() leaves the test, which compilers cannot see */                      \
        }                                                                                          \
    } while (0)

#endif
