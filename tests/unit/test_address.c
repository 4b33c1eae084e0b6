/* SPDX-License-Identifier: MIT */
/* test_address.c - what is of the open internet, at the edges of the blocks that are not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <arpa/inet.h>
#include <cmocka.h>
#include <string.h>

#include "producer/address.h"

static bool is_public(const char *text)
{
    struct sockaddr_storage address = {0};
    struct sockaddr_in *v4 = (struct sockaddr_in *)&address;
    struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)&address;

    address.ss_family = strchr(text, ':') ? AF_INET6 : AF_INET;
    if (inet_pton(address.ss_family, text,
                  strchr(text, ':') ? (void *)&v6->sin6_addr : (void *)&v4->sin_addr) != 1)
        fail_msg("%s is no address", text);
    return dw_address_is_public((struct sockaddr *)&address);
}

static void addresses_are_told_apart(void **state)
{
    static const char *const open[] = {
        "1.1.1.1",        "9.255.255.255",   "11.0.0.0",         "100.63.255.255",
        "100.128.0.0",    "126.255.255.255", "128.0.0.0",        "169.253.255.255",
        "172.15.255.255", "172.32.0.0",      "192.167.255.255",  "192.169.0.0",
        "198.17.255.255", "198.20.0.0",      "223.255.255.255",  "2606:4700::1111",
        "2a00:1450::1",   "::ffff:1.1.1.1",  "64:ff9b::101:101", "2002:101:101::1",
    };
    static const char *const closed[] = {
        "0.0.0.0",
        "10.0.0.1",
        "100.64.0.1",
        "127.0.0.1",
        "127.255.255.255",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.19.255.255",
        "224.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1",
        "fc00::1",
        "fdff::1",
        "ff02::1",
        "2001:db8::1",
        "2001::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::1",
        "2002:c0a8:101::1",
        "::127.0.0.1",
    };

    (void)state;
    for (size_t i = 0; i < sizeof open / sizeof *open; i++)
        if (!is_public(open[i]))
            fail_msg("%s is taken for private", open[i]);
    for (size_t i = 0; i < sizeof closed / sizeof *closed; i++)
        if (is_public(closed[i]))
            fail_msg("%s is taken for public", closed[i]);
}

static void other_families_are_closed(void **state)
{
    struct sockaddr address = {.sa_family = AF_UNIX};

    (void)state;
    assert_false(dw_address_is_public(&address));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addresses_are_told_apart),
        cmocka_unit_test(other_families_are_closed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
