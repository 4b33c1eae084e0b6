/* SPDX-License-Identifier: MIT */
/* fuzz_article.c - any bytes as an article record: refused, or read and written back the same. */
#include <stdlib.h>
#include <string.h>

#include "schemas/article.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    struct dw_article first, second;
    struct dw_strbuf out;
    struct dw_arena arena;

    dw_arena_init(&arena, 0);
    dw_strbuf_init(&out);
    memset(&first, 0, sizeof first);
    memset(&second, 0, sizeof second);
    if (dw_article_decode((const char *)bytes, len, &arena, &first, NULL) == DW_OK) {
        dw_article_encode(&first, &out);
        if (dw_article_decode(out.bytes, out.len, &arena, &second, NULL) != DW_OK ||
            first.len != second.len || memcmp(first.text, second.text, first.len) != 0)
            abort();
    }
    dw_strbuf_fini(&out);
    dw_arena_fini(&arena);
    return 0;
}
