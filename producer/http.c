/* SPDX-License-Identifier: MIT */
#include "producer/http.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "processors/base/log.h"

struct addrinfo *dw_http_find_address(const char *text, struct dw_error *err)
{
    const struct addrinfo hints = {.ai_family = AF_UNSPEC,
                                   .ai_socktype = SOCK_STREAM,
                                   .ai_flags = AI_PASSIVE | AI_NUMERICSERV};
    const char *colon = strrchr(text, ':');
    struct addrinfo *found = NULL;
    char host[256] = "";
    size_t len = colon ? (size_t)(colon - text) : 0;
    bool bracketed = len > 1 && text[0] == '[' && text[len - 1] == ']';
    int code;

    if (!colon || len >= sizeof host) {
        dw_error_set(err, DW_CONFIG, 0, "%.100s is no address such as 127.0.0.1:8081", text);
        return NULL;
    }
    snprintf(host, sizeof host, "%.*s", (int)(bracketed ? len - 2 : len), text + bracketed);
    code = getaddrinfo(*host ? host : NULL, colon + 1, &hints, &found);
    if (code)
        dw_error_set(err, DW_CONFIG, 0, "%.100s cannot be listened on: %s", text,
                     gai_strerror(code));
    return code ? NULL : found;
}

void dw_http_log(void *user, const char *format, va_list arguments)
{
    char text[256];

    (void)user;
    vsnprintf(text, sizeof text, format, arguments);
    text[strcspn(text, "\n")] = '\0';
    dw_log_often(DW_LOG_DEBUG, "http", "text=%s", text);
}
