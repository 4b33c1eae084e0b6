/* SPDX-License-Identifier: MIT */
#include "processors/event/train/texts.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "processors/syntax/train/memory.h"

static struct text *add_text(struct texts *texts, const char *text, bool open)
{
    struct text *new;

    if (texts->n == texts->cap) {
        texts->cap = texts->cap ? texts->cap * 2 : 256;
        texts->v = xrealloc(texts->v, (size_t)texts->cap * sizeof *texts->v);
    }
    new = &texts->v[texts->n++];
    *new = (struct text){.text = xstrdup(text), .open = open};
    return new;
}

/* --- our own format -------------------------------------------------------------------------- */

/* "KEN+UGA" */
static void read_way(char *text, struct way *way)
{
    char *rest;

    for (char *p = strtok_r(text, "+", &rest); p && way->n < SIDE_PARTS;
         p = strtok_r(NULL, "+", &rest)) {
        way->part[way->n++] = xstrdup(p);
        for (char *c = way->part[way->n - 1]; *c; c++)
            if (*c == '_')
                *c = ' ';
    }
}

/* "MMR/protesters/-" */
static void read_side(char *text, struct side *side)
{
    while (side->n < SIDE_WAYS) {
        size_t len = strcspn(text, "/");
        bool last = !text[len];

        text[len] = '\0';
        if (!strcmp(text, "*"))
            side->any = true;
        else if (strcmp(text, "-") != 0)
            read_way(text, &side->way[side->n]);
        side->n++;
        if (last)
            break;
        text += len + 1;
    }
}

static uint32_t read_types(char *text)
{
    uint32_t types = 0;
    char *rest;

    for (char *p = strtok_r(text, "|", &rest); p; p = strtok_r(NULL, "|", &rest)) {
        int type = dw_event_type_find(p);

        if (type >= 0)
            types |= 1U << type;
    }
    return types;
}

/* "= TYPE LABEL ACTORS>RECIPIENTS [AUX]"; tests/quality/events.py checks what is skipped here. */
static bool read_event(char *line, struct text *text)
{
    struct gold *gold = &text->gold[text->n];
    char *rest, *types, *sides, *to;

    *gold = (struct gold){.optional = line[0] == '~'};
    types = strtok_r(line + 1, " ", &rest);
    if (!types)
        return line[0] == '=';
    (void)strtok_r(NULL, " ", &rest);
    sides = strtok_r(NULL, " ", &rest);
    to = sides ? strchr(sides, '>') : NULL;
    if (!to || text->n + 1 == TEXT_EVENTS)
        return false;
    *to = '\0';
    gold->types = read_types(types);
    read_side(sides, &gold->actors);
    read_side(to + 1, &gold->recipients);
    text->n++;
    return gold->types != 0;
}

static bool read_own(struct texts *texts, FILE *in, const char *path)
{
    struct text *text = NULL;
    char *line = NULL;
    size_t size = 0;
    bool good = true;

    for (int number = 1; good && getline(&line, &size, in) >= 0; number++) {
        line[strcspn(line, "\n")] = '\0';
        if (line[0] == '#')
            continue;
        if (!line[0])
            text = NULL;
        else if (!text)
            text = add_text(texts, line, false);
        else
            good = read_event(line, text);
        if (!good)
            fprintf(stderr, "%s:%d: not an event\n", path, number);
    }
    free(line);
    return good;
}

/* --- gold standard records ------------------------------------------------------------------- */

/* Country of an entity of the record, else its name. */
static const char *entity_key(const json_t *record, const char *id)
{
    size_t i;
    json_t *entity;

    json_array_foreach(json_object_get(record, "event_entities"), i, entity)
    {
        const char *country = json_string_value(json_object_get(entity, "country"));

        if (!strcmp(json_string_value(json_object_get(entity, "id")), id))
            return country ? country : json_string_value(json_object_get(entity, "name"));
    }
    return id;
}

static void read_refs(const json_t *record, const json_t *refs, struct side *side)
{
    struct way *way = &side->way[side->n++];
    size_t i;
    json_t *ref;

    json_array_foreach(refs, i, ref)
    {
        if (way->n < SIDE_PARTS)
            way->part[way->n++] = xstrdup(entity_key(record, json_string_value(ref)));
    }
}

static void read_record(struct texts *texts, const json_t *record)
{
    struct text *text = add_text(texts, json_string_value(json_object_get(record, "text")), true);
    size_t i;
    json_t *event;

    json_array_foreach(json_object_get(record, "events"), i, event)
    {
        struct gold *gold = &text->gold[text->n];
        int type = dw_event_type_find(json_string_value(json_object_get(event, "type")));

        if (type < 0 || text->n + 1 == TEXT_EVENTS)
            continue;
        *gold = (struct gold){.types = 1U << type};
        read_refs(record, json_object_get(event, "actors"), &gold->actors);
        read_refs(record, json_object_get(event, "recipients"), &gold->recipients);
        text->n++;
    }
}

static bool read_ndjson(struct texts *texts, FILE *in, const char *path)
{
    json_error_t err;
    json_t *record = NULL;

    while ((record = json_loadf(in, JSON_DISABLE_EOF_CHECK, &err))) {
        read_record(texts, record);
        json_decref(record);
    }
    if (feof(in))
        return true;
    fprintf(stderr, "%s: %s\n", path, err.text);
    return false;
}

/* --- treebanks ------------------------------------------------------------------------------- */

static bool read_treebank(struct texts *texts, FILE *in)
{
    static const char mark[] = "# text = ";
    char *line = NULL;
    size_t size = 0;

    while (getline(&line, &size, in) >= 0)
        if (!strncmp(line, mark, sizeof mark - 1)) {
            line[strcspn(line, "\n")] = '\0';
            add_text(texts, line + sizeof mark - 1, true)->plain = true;
        }
    free(line);
    return !ferror(in);
}

static bool has_suffix(const char *path, const char *suffix)
{
    const char *last = strrchr(path, '.');

    return last && !strcmp(last, suffix);
}

bool texts_read(struct texts *texts, const char *path)
{
    FILE *in = fopen(path, "r");
    bool good;

    if (!in) {
        perror(path);
        return false;
    }
    good = has_suffix(path, ".ndjson")   ? read_ndjson(texts, in, path)
           : has_suffix(path, ".conllu") ? read_treebank(texts, in)
                                         : read_own(texts, in, path);
    fclose(in);
    return good;
}

static void free_side(struct side *side)
{
    for (int w = 0; w < side->n; w++)
        for (int p = 0; p < side->way[w].n; p++)
            free(side->way[w].part[p]);
}

void texts_fini(struct texts *texts)
{
    for (int i = 0; i < texts->n; i++) {
        for (int k = 0; k < texts->v[i].n; k++) {
            free_side(&texts->v[i].gold[k].actors);
            free_side(&texts->v[i].gold[k].recipients);
        }
        free(texts->v[i].text);
    }
    free(texts->v);
}
