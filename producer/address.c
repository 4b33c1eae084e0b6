/* SPDX-License-Identifier: MIT */
#include "producer/address.h"

#include <netinet/in.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct block {
    uint8_t bytes[16];
    uint8_t bits;
};

static const struct block blocks4[] = {
    {{0}, 8},
    {{10}, 8},
    {{100, 64}, 10},
    {{127}, 8},
    {{169, 254}, 16},
    {{172, 16}, 12},
    {{192, 0, 0}, 24},
    {{192, 0, 2}, 24},
    {{192, 88, 99}, 24},
    {{192, 168}, 16},
    {{198, 18}, 15},
    {{198, 51, 100}, 24},
    {{203, 0, 113}, 24},
    {{224}, 4},
    {{240}, 4},
};

/* Of IPv6 only 2000::/3 is given out; of that, these are special. */
static const struct block unicast6 = {{0x20}, 3};
static const struct block blocks6[] = {
    {{0x20, 0x01, 0x00}, 23},       /* protocol assignments, Teredo among them */
    {{0x20, 0x01, 0x0d, 0xb8}, 32}, /* documentation */
    {{0x3f, 0xff}, 20},             /* documentation */
};

/* An IPv4 address stands in these behind so many bytes. */
static const struct {
    struct block block;
    size_t at;
} wrapped4[] = {
    {{{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}, 96}, 12}, /* mapped */
    {{{0, 0x64, 0xff, 0x9b}, 96}, 12},                      /* NAT64 */
    {{{0x20, 0x02}, 16}, 2},                                /* 6to4 */
};

static bool is_in(const uint8_t *bytes, const struct block *block)
{
    size_t whole = block->bits / 8;
    uint8_t mask = (uint8_t)(0xff00 >> block->bits % 8);

    return memcmp(bytes, block->bytes, whole) == 0 &&
           (block->bits % 8 == 0 || ((bytes[whole] ^ block->bytes[whole]) & mask) == 0);
}

static bool is_in_any(const uint8_t *bytes, const struct block *blocks, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (is_in(bytes, &blocks[i]))
            return true;
    return false;
}

static bool is_public4(const uint8_t *bytes)
{
    return !is_in_any(bytes, blocks4, sizeof blocks4 / sizeof *blocks4);
}

static bool is_public6(const uint8_t *bytes)
{
    for (size_t i = 0; i < sizeof wrapped4 / sizeof *wrapped4; i++)
        if (is_in(bytes, &wrapped4[i].block))
            return is_public4(bytes + wrapped4[i].at);
    return is_in(bytes, &unicast6) && !is_in_any(bytes, blocks6, sizeof blocks6 / sizeof *blocks6);
}

bool dw_address_is_public(const struct sockaddr *address)
{
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;

    switch (address->sa_family) {
    case AF_INET:
        memcpy(&v4, address, sizeof v4);
        return is_public4((const uint8_t *)&v4.sin_addr);
    case AF_INET6:
        memcpy(&v6, address, sizeof v6);
        return is_public6(v6.sin6_addr.s6_addr);
    default:
        return false;
    }
}
