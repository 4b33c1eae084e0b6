/* SPDX-License-Identifier: MIT */
/*
 * address.h - which network addresses are of the open internet.
 *
 * A feed's owner decides where its name and its redirects lead: without this check that could be
 * the machine itself or what stands beside it (server-side request forgery).
 */
#ifndef DW_ADDRESS_H
#define DW_ADDRESS_H

#include <stdbool.h>
#include <sys/socket.h>

/*
 * False for loopback, private, link-local, shared, multicast and reserved addresses of IPv4 and
 * IPv6 (IANA's special-purpose registries, RFC 6890), also where IPv6 wraps such an IPv4 address,
 * and for other families.
 */
bool dw_address_is_public(const struct sockaddr *address);

#endif
