/* SPDX-License-Identifier: MIT */
#include "processors/entity/train/marked.h"

#include <stdlib.h>
#include <string.h>

#include "processors/syntax/train/memory.h"

struct article {
    char *text;
    size_t len, cap;
    size_t chars;
    json_t *mentions;
};

const char *marked_class(char mark)
{
    switch (mark) {
    case 'P':
        return "PER";
    case 'L':
        return "LOC";
    case 'C':
    case 'T':
    case 'O':
        return "ORG";
    default:
        return NULL;
    }
}

static void add_bytes(struct article *a, const char *bytes, size_t len)
{
    if (!a->text || a->len + len + 1 > a->cap) {
        a->cap = (a->len + len + 1) * 2;
        a->text = xrealloc(a->text, a->cap);
    }
    memcpy(a->text + a->len, bytes, len);
    a->len += len;
    a->text[a->len] = '\0';
    for (size_t i = 0; i < len; i++)
        a->chars += ((unsigned char)bytes[i] & 0xC0) != 0x80;
}

static bool add_line(struct article *a, const char *line, size_t len)
{
    for (size_t i = 0; i < len;) {
        size_t end = i + strcspn(line + i, "[");
        const char *class, *close;

        if (end > len)
            end = len;
        add_bytes(a, line + i, end - i);
        if (end == len)
            break;
        class = marked_class(line[end + 1]);
        close = strchr(line + end, ']');
        if (!class || line[end + 2] != ' ' || !close)
            return false;
        i = (size_t)(close - line);
        json_array_append_new(a->mentions, json_pack("{s:s, s:I, s:I}", "class", class, "start",
                                                     (json_int_t)a->chars, "end",
                                                     (json_int_t)(a->chars + i - end - 3)));
        add_bytes(a, line + end + 3, i - end - 3);
        i++;
    }
    add_bytes(a, "\n\n", 2);
    return true;
}

json_t *marked_read(FILE *in, const char *path, int *line, bool *ok)
{
    struct article a = {.mentions = json_array()};
    json_t *out = NULL;
    size_t size = 0;
    char *row = NULL;
    ssize_t len;

    while (*ok && (len = getline(&row, &size, in)) > 0) {
        ++*line;
        len -= row[len - 1] == '\n';
        row[len] = '\0';
        if (!len && a.len)
            break;
        if (len && *row != '#' && !add_line(&a, row, (size_t)len)) {
            fprintf(stderr, "%s:%d: wrong mark\n", path, *line);
            *ok = false;
        }
    }
    if (*ok && a.len)
        out = json_pack("{s:s#, s:O}", "text", a.text, a.len, "mentions", a.mentions);
    json_decref(a.mentions);
    free(a.text);
    free(row);
    return out;
}
