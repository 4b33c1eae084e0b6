/* SPDX-License-Identifier: MIT */
#include "processors/entity/namekind.h"

_Static_assert(DW_N_KINDS *DW_KIND_DEGREES *(DW_N_KINDS + 1) < 1 << DW_KIND_BITS,
               "a slot has room for the code");

uint8_t dw_namekind_find(const struct dw_namekinds *kinds, uint32_t key, uint64_t *codes)
{
    const uint64_t more = (uint64_t)15 << DW_KIND_BOOKS * DW_KIND_BOOK_BITS;
    uint32_t at = dw_namekind_slot(key, kinds->n);
    uint16_t check = dw_namekind_check(key);

    for (uint32_t probe = 0; probe < kinds->n && kinds->slots[at]; probe++) {
        uint16_t slot = kinds->slots[at];

        if ((slot >> DW_KIND_BITS << DW_KIND_BITS) == check &&
            (kinds->codes[at] & more) == dw_namekind_check_more(key)) {
            *codes = kinds->codes[at];
            return slot & ((1 << DW_KIND_BITS) - 1);
        }
        at = at + 1 < kinds->n ? at + 1 : 0;
    }
    *codes = 0;
    return 0;
}
