/* SPDX-License-Identifier: MIT */
/* sha256.h - SHA-256 (FIPS 180-4): the same bytes always have the same name. */
#ifndef DW_SHA256_H
#define DW_SHA256_H

#include <stddef.h>
#include <stdint.h>

enum { DW_SHA256_LEN = 32 };

struct dw_sha256 {
    uint32_t state[8];
    uint64_t len;
    unsigned char block[64];
};

void dw_sha256_init(struct dw_sha256 *sha);
void dw_sha256_add(struct dw_sha256 *sha, const void *bytes, size_t len);
void dw_sha256_get(struct dw_sha256 *sha, unsigned char digest[DW_SHA256_LEN]);

#endif
