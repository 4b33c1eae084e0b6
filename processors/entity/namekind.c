/* SPDX-License-Identifier: MIT */
#include "processors/entity/namekind.h"

#include <stdbool.h>

_Static_assert(DW_N_KINDS *DW_KIND_DEGREES *(DW_N_KINDS + 1) < 1 << DW_KIND_BITS,
               "a slot has room for the code");

/* Is the check of the key what stands above the codes? */
static bool is_checked(const struct dw_kindcodes *codes, uint32_t key)
{
    for (int i = 0; i < 3; i++)
        if (codes->v[i] >> 30 << 30 != dw_namekind_check_more(key, i))
            return false;
    return true;
}

uint8_t dw_namekind_find(const struct dw_namekinds *kinds, uint32_t key, struct dw_kindcodes *codes)
{
    uint32_t at = dw_namekind_slot(key, kinds->n);
    uint16_t check = dw_namekind_check(key);

    for (uint32_t probe = 0; probe < kinds->n && kinds->slots[at]; probe++) {
        uint16_t slot = kinds->slots[at];

        if ((slot >> DW_KIND_BITS << DW_KIND_BITS) == check && is_checked(&kinds->codes[at], key)) {
            *codes = kinds->codes[at];
            return slot & ((1 << DW_KIND_BITS) - 1);
        }
        at = at + 1 < kinds->n ? at + 1 : 0;
    }
    *codes = (struct dw_kindcodes){0};
    return 0;
}
