/* SPDX-License-Identifier: MIT */
#include "processors/entity/namekind.h"

_Static_assert(DW_N_KINDS *DW_KIND_DEGREES *(DW_N_KINDS + 1) < 1 << DW_KIND_BITS,
               "a slot has room for the code");

uint8_t dw_namekind_find(const struct dw_namekinds *kinds, uint32_t key)
{
    uint32_t at = dw_namekind_slot(key);
    uint16_t check = dw_namekind_check(key);

    for (uint32_t probe = 0; probe <= kinds->mask; probe++, at++) {
        uint16_t slot = kinds->slots[at & kinds->mask];

        if (!slot)
            break;
        if ((slot >> DW_KIND_BITS << DW_KIND_BITS) == check)
            return slot & ((1 << DW_KIND_BITS) - 1);
    }
    return 0;
}
