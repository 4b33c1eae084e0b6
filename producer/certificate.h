/* SPDX-License-Identifier: MIT */
/*
 * certificate.h - what a server shows of itself under TLS: a certificate, with those that vouch for
 * it behind it, and its key; both PEM files, read and held against each other.
 *
 * Errors   DW_CONFIG: a file cannot be read or holds none, or the key is another one's.
 */
#ifndef DW_CERTIFICATE_H
#define DW_CERTIFICATE_H

#include "processors/base/error.h"

struct dw_certificate {
    char *chain, *key; /* PEM; NULL: no TLS */
};

/* After a failure there is nothing to close. */
enum dw_err dw_certificate_open(struct dw_certificate *certificate, const char *chain_path,
                                const char *key_path, struct dw_error *err) DW_WARN_UNUSED;

/* The key is overwritten. */
void dw_certificate_close(struct dw_certificate *certificate);

#endif
