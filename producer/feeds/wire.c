/* SPDX-License-Identifier: MIT */
#include "producer/feeds/wire.h"

#include <ctype.h>
#include <string.h>

enum { NOISE_MAX = 16 }; /* control characters and line ends before the first SOH */

static bool is_space(char c)
{
    return (unsigned char)c <= ' ' || c == 0x7F;
}

struct dw_text dw_text_trim(struct dw_text text)
{
    while (text.len && is_space(text.at[text.len - 1]))
        text.len--;
    while (text.len && is_space(*text.at)) {
        text.at++;
        text.len--;
    }
    return text;
}

bool dw_text_line(struct dw_text *rest, struct dw_text *line)
{
    const char *end = rest->len ? memchr(rest->at, '\n', rest->len) : NULL;
    size_t n = end ? (size_t)(end - rest->at) : rest->len;

    if (!rest->len)
        return false;
    *line = (struct dw_text){rest->at, n};
    rest->at += n + (end != NULL);
    rest->len -= n + (end != NULL);
    while (line->len && isspace((unsigned char)line->at[line->len - 1]))
        line->len--;
    return true;
}

bool dw_text_starts(struct dw_text text, const char *with)
{
    return text.len >= strlen(with) && memcmp(text.at, with, strlen(with)) == 0;
}

const char *dw_wire_start(const char *bytes, size_t len)
{
    for (size_t i = 0; i < len && i < NOISE_MAX && is_space(bytes[i]); i++)
        if (bytes[i] == DW_SOH)
            return bytes + i;
    return NULL;
}

/* Cut at the first `mark`: what is before it is returned, what is behind it stays. */
static struct dw_text cut(struct dw_text *rest, char mark)
{
    const char *at = rest->len ? memchr(rest->at, mark, rest->len) : NULL;
    struct dw_text before = *rest;

    if (!at) {
        *rest = (struct dw_text){rest->at + rest->len, 0};
        return before;
    }
    before.len = (size_t)(at - rest->at);
    rest->len -= before.len + 1;
    rest->at = at + 1;
    return before;
}

static enum dw_err take_message(struct dw_feed *feed, struct dw_text message, const char *place,
                                void (*read)(struct dw_item *, const struct dw_wire *),
                                struct dw_error *err)
{
    struct dw_wire wire;
    struct dw_item item;
    enum dw_err rc;

    if (!memchr(message.at, DW_STX, message.len) || !memchr(message.at, DW_ETX, message.len)) {
        dw_feed_refuse(feed, place, "a message without STX and ETX: torn");
        return DW_OK;
    }
    wire.header = cut(&message, DW_STX);
    wire.text = cut(&message, DW_ETX);
    wire.trailer = message;
    dw_item_init(&item, feed->arena);
    read(&item, &wire);
    rc = dw_item_take(&item, feed, place, err);
    dw_item_fini(&item);
    return rc;
}

static enum dw_err take_messages(struct dw_feed *feed, struct dw_text rest,
                                 void (*read)(struct dw_item *, const struct dw_wire *),
                                 struct dw_error *err)
{
    size_t number = 0;
    enum dw_err rc = DW_OK;
    char place[DW_PLACE_MAX];

    cut(&rest, DW_SOH);
    while (rest.len && !rc) {
        dw_feed_place(feed, ++number, place);
        rc = take_message(feed, cut(&rest, DW_SOH), place, read, err);
    }
    if (!number)
        dw_feed_refuse(feed, feed->name, "no message: SOH is missing");
    return rc;
}

enum dw_err dw_wire_run(struct dw_feed *feed,
                        void (*read)(struct dw_item *, const struct dw_wire *),
                        struct dw_error *err)
{
    struct dw_decoded decoded;
    enum dw_err rc = dw_feed_read_decoded(feed, &decoded, err);

    if (!rc && decoded.text.len)
        rc = take_messages(feed, (struct dw_text){decoded.text.bytes, decoded.text.len}, read, err);
    dw_strbuf_fini(&decoded.text);
    return rc;
}
