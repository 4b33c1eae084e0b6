/* SPDX-License-Identifier: MIT */
#include "processors/base/error.h"

#include <stdarg.h>
#include <stdio.h>

static const char *const names[] = {
#define X(name, text) #name,
    DW_ERR_LIST(X)
#undef X
};

static const char *const messages[] = {
#define X(name, text) text,
    DW_ERR_LIST(X)
#undef X
};

enum dw_err dw_error_set(struct dw_error *err, enum dw_err code, size_t place, const char *fmt, ...)
{
    va_list ap;

    if (!err || err->code != DW_OK)
        return code;
    err->code = code;
    err->place = place;
    va_start(ap, fmt);
    vsnprintf(err->text, sizeof err->text, fmt, ap);
    va_end(ap);
    return code;
}

void dw_error_reset(struct dw_error *err)
{
    *err = (struct dw_error){.code = DW_OK};
}

const char *dw_err_name(enum dw_err code)
{
    return names[code];
}

const char *dw_err_message(enum dw_err code)
{
    return messages[code];
}
