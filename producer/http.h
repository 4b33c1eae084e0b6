/* SPDX-License-Identifier: MIT */
/* http.h - what all HTTP servers of the programs share. */
#ifndef DW_HTTP_H
#define DW_HTTP_H

#include <netdb.h>
#include <stdarg.h>

#include "processors/base/error.h"

/*
 * "127.0.0.1:8081", "[::1]:8081", "host:8081", ":8081" for all addresses of the machine. The caller
 * frees it by freeaddrinfo. NULL: err has DW_CONFIG.
 */
struct addrinfo *dw_http_find_address(const char *text, struct dw_error *err);

/* libmicrohttpd's log in ours; mostly what clients do wrong. */
void dw_http_log(void *user, const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0)));

#endif
