/* SPDX-License-Identifier: MIT */
#include "processors/entity/train/treebank.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "processors/entity/train/marked.h"
#include "processors/syntax/train/memory.h"

struct lines {
    FILE *in;
    char *line;
    size_t size;
    int number;
};

struct treebank {
    const char *path; /* of the marks */
    struct lines text, marks;
    bool at_end; /* of the marks */
};

/* The next line, without its end; NULL if there is none. */
static char *read_line(struct lines *l)
{
    ssize_t len = getline(&l->line, &l->size, l->in);

    if (len <= 0)
        return NULL;
    l->number++;
    if (l->line[len - 1] == '\n')
        l->line[len - 1] = '\0';
    return l->line;
}

static void next_mark(struct treebank *t)
{
    const char *line;

    while ((line = read_line(&t->marks)) && *line == '#')
        ;
    t->at_end = !line;
}

struct treebank *treebank_open(const char *conllu, const char *marks)
{
    struct treebank *t = xcalloc(1, sizeof *t);

    t->path = marks;
    t->text.in = fopen(conllu, "r");
    t->marks.in = fopen(marks, "r");
    if (t->text.in && t->marks.in) {
        next_mark(t);
        return t;
    }
    perror(t->text.in ? marks : conllu);
    treebank_close(t);
    return NULL;
}

void treebank_close(struct treebank *t)
{
    if (t->text.in)
        fclose(t->text.in);
    if (t->marks.in)
        fclose(t->marks.in);
    free(t->text.line);
    free(t->marks.line);
    free(t);
}

/* The mentions of a row, behind the sent_id; NULL if a mark is wrong. */
static json_t *read_marks(const char *at)
{
    json_t *mentions = json_array();

    while (*at) {
        const char *class = marked_class(*at);
        char *rest;
        long beg = strtol(at + 1, &rest, 10), end = *rest == '-' ? strtol(rest + 1, &rest, 10) : 0;

        if (!class || end <= beg || (*rest && *rest != ' ')) {
            json_decref(mentions);
            return NULL;
        }
        json_array_append_new(mentions, json_pack("{s:s, s:I, s:I}", "class", class, "start",
                                                  (json_int_t)beg, "end", (json_int_t)end));
        at = *rest ? rest + 1 : rest;
    }
    return mentions;
}

/* Is `line` the comment that says `key`? *value is what stands behind. */
static bool is_comment(const char *line, const char *key, const char **value)
{
    size_t len = strlen(key);

    *value = line + len;
    return !strncmp(line, key, len);
}

json_t *treebank_read(struct treebank *t, bool *ok)
{
    const char *line, *value;
    json_t *mentions = NULL;

    while ((line = read_line(&t->text))) {
        size_t len;

        if (is_comment(line, "# text = ", &value) && mentions)
            break;
        if (!is_comment(line, "# sent_id = ", &value))
            continue;
        len = strlen(value);
        if (t->at_end || strncmp(t->marks.line, value, len) != 0 || t->marks.line[len] != '\t') {
            mentions = json_array();
            continue;
        }
        if (t->marks.line[len + 1] != '?' && !(mentions = read_marks(t->marks.line + len + 1)))
            break;
        next_mark(t);
    }
    if (line && mentions)
        return json_pack("{s:s, s:o}", "text", value, "mentions", mentions);
    if (line || !t->at_end) {
        fprintf(stderr, "%s:%d: wrong mark, or of no sentence\n", t->path, t->marks.number);
        *ok = false;
    }
    return NULL;
}
