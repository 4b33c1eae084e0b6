/* SPDX-License-Identifier: MIT */
/*
 * decode.h - the bytes of a feed as UTF-8, and text as NFC.
 *
 * In this order: a byte order mark or the zero bytes of UTF-16 and UTF-32; the label of the
 * transport, such as HTTP's Content-Type, and what the document declares of itself, if the bytes
 * agree (RFC 7303); UTF-8; what base/charset.h takes for Western text.
 * A declared ISO-8859-1 is read as Windows-1252, of which it is a part, as browsers do.
 */
#ifndef DW_FEEDS_DECODE_H
#define DW_FEEDS_DECODE_H

#include "processors/base/error.h"
#include "processors/base/strbuf.h"

struct dw_decoded {
    struct dw_strbuf text; /* UTF-8 without a mark */
    char from[32];         /* the character set that was found */
    bool odd;              /* not UTF-8 and not as declared: worth a warning */
};

/*
 * `label` may be NULL. The caller calls dw_strbuf_fini(&out->text), also after a failure: DW_INPUT
 * or DW_NOMEM.
 */
enum dw_err dw_decode(const char *bytes, size_t len, const char *label, struct dw_decoded *out,
                      struct dw_error *err) DW_WARN_UNUSED;

/*
 * Append valid UTF-8 as NFC. C1 controls, which only a Windows-1252 byte taken for Latin-1 gives,
 * become the characters that were meant; other control characters but tab and line end become
 * blanks.
 */
void dw_decode_add_nfc(struct dw_strbuf *out, const char *text, size_t len);

#endif
