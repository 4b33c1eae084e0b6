/* SPDX-License-Identifier: MIT */
/* wire.h - messages of the text wires: from SOH to EOT, with STX and ETX around the text. */
#ifndef DW_FEEDS_WIRE_H
#define DW_FEEDS_WIRE_H

#include "producer/feeds/item.h"

enum { DW_SOH = 1, DW_STX = 2, DW_ETX = 3, DW_EOT = 4, DW_US = 0x1F };

struct dw_text {
    const char *at;
    size_t len;
};

/* The parts of a message; a part that is missing is empty. */
struct dw_wire {
    struct dw_text header;  /* SOH to STX */
    struct dw_text text;    /* STX to ETX */
    struct dw_text trailer; /* behind ETX */
};

/* Take a line off the start, without its end and the blanks before that. False: there is none. */
bool dw_text_line(struct dw_text *rest, struct dw_text *line);

/* Without blanks and control characters at both ends. */
struct dw_text dw_text_trim(struct dw_text text);

bool dw_text_starts(struct dw_text text, const char *with);

/* The first SOH of a message in bytes that may have a few control characters before; NULL: none. */
const char *dw_wire_start(const char *bytes, size_t len);

/* Read all input, each message by `read`. */
enum dw_err dw_wire_run(struct dw_feed *feed,
                        void (*read)(struct dw_item *, const struct dw_wire *),
                        struct dw_error *err) DW_WARN_UNUSED;

#endif
