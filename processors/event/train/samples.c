/* SPDX-License-Identifier: MIT */
#include "processors/event/train/samples.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "processors/event/judge.h"
#include "processors/pipeline.h"
#include "processors/syntax/train/memory.h"
#include "processors/token.h"

enum { FOUND_MAX = 64 };

static const char published[] = "2021-06-16"; /* as tests/quality/events.py has it */

/* --- cues by number -------------------------------------------------------------------------- */

static uint32_t *find_slot(const struct cues *cues, const char *text)
{
    uint32_t slot = dw_token_hash(text, strlen(text)) % cues->n_slots;

    while (cues->slots[slot] && strcmp(cues->text[cues->slots[slot] - 1], text) != 0)
        slot = (slot + 1) % cues->n_slots;
    return &cues->slots[slot];
}

static void grow(struct cues *cues)
{
    cues->cap = cues->cap ? cues->cap * 2 : 4096;
    cues->text = xrealloc(cues->text, cues->cap * sizeof *cues->text);
    free(cues->slots);
    cues->n_slots = cues->cap * 2;
    cues->slots = xcalloc(cues->n_slots, sizeof *cues->slots);
    for (uint32_t i = 0; i < cues->n; i++)
        *find_slot(cues, cues->text[i]) = i + 1;
}

static uint32_t cue_number(struct cues *cues, const char *text)
{
    uint32_t *slot;

    if (cues->n == cues->cap)
        grow(cues);
    slot = find_slot(cues, text);
    if (!*slot) {
        cues->text[cues->n] = xstrdup(text);
        *slot = ++cues->n;
    }
    return *slot - 1;
}

static bool has_cue(const struct sample *s, uint32_t cue)
{
    for (int i = 0; i < s->n; i++)
        if (s->cue[i] == cue)
            return true;
    return false;
}

/* --- what was found in a text ---------------------------------------------------------------- */

/* An event as it was when the judge saw it: later tellings are joined with earlier ones. */
struct found {
    struct dw_event event;
    struct dw_cues cues;
};

struct catch
{
    struct found v[FOUND_MAX];
    int n;
};

static void catch_event(void *context, const struct dw_doc *doc, const struct dw_event *event,
                        const struct dw_cues *cues)
{
    struct catch *catch = context;

    (void)doc;
    if (catch->n < FOUND_MAX)
        catch->v[catch->n++] = (struct found){*event, *cues};
}

static bool is_code(const char *part)
{
    return strspn(part, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 3 && !part[3];
}

static bool has_words(const char *name, const char *words)
{
    size_t len = strlen(words);

    for (; *name; name++)
        if (!strncasecmp(name, words, len))
            return true;
    return false;
}

static bool fills(const struct dw_entity *e, const char *part)
{
    return is_code(part) ? !strcmp(e->country, part) : has_words(e->name, part);
}

/* Do the entities and the parts of a way cover each other? */
static bool is_way(const struct dw_doc *doc, const struct way *way, const int32_t *refs, uint32_t n)
{
    for (int p = 0; p < way->n; p++) {
        bool filled = false;

        for (uint32_t i = 0; i < n; i++)
            filled |= fills(&doc->entities.v[refs[i]], way->part[p]);
        if (!filled)
            return false;
    }
    for (uint32_t i = 0; i < n; i++) {
        bool wanted = false;

        for (int p = 0; p < way->n; p++)
            wanted |= fills(&doc->entities.v[refs[i]], way->part[p]);
        if (!wanted)
            return false;
    }
    return true;
}

static bool is_side(const struct dw_doc *doc, const struct side *side, const struct dw_refs *refs)
{
    for (int w = 0; w < side->n; w++)
        if (is_way(doc, &side->way[w], refs->v, refs->n))
            return true;
    return side->any;
}

/* Who visits and who is visited does not count. */
static bool are_participants(const struct dw_doc *doc, const struct gold *gold,
                             const struct dw_event *e)
{
    int32_t all[2 * SIDE_PARTS];
    uint32_t n = 0;

    for (uint32_t i = 0; i < e->actors.n && n < 2 * SIDE_PARTS; i++)
        all[n++] = e->actors.v[i];
    for (uint32_t i = 0; i < e->recipients.n && n < 2 * SIDE_PARTS; i++)
        all[n++] = e->recipients.v[i];
    for (int a = 0; a < gold->actors.n; a++)
        for (int r = 0; r < gold->recipients.n; r++) {
            struct way both = gold->actors.way[a];

            for (int p = 0; p < gold->recipients.way[r].n && both.n < SIDE_PARTS; p++)
                both.part[both.n++] = gold->recipients.way[r].part[p];
            if (is_way(doc, &both, all, n))
                return true;
        }
    return false;
}

static bool has_sides(const struct dw_doc *doc, const struct gold *gold, const struct dw_event *e)
{
    const uint32_t mutual =
        1U << DW_EVENT_AGREE | 1U << DW_EVENT_CONSULT | 1U << DW_EVENT_COOPERATE;

    return (is_side(doc, &gold->actors, &e->actors) &&
            is_side(doc, &gold->recipients, &e->recipients)) ||
           ((gold->types & mutual) && are_participants(doc, gold, e));
}

/*
 * Give each event found the gold event that it tells: first where the sides agree too, then by type
 * alone. What tells a taken one again is right as well: it becomes a mention.
 */
static void match(const struct dw_doc *doc, const struct text *text, const struct catch *catch,
                  int *gold_of, bool *sides)
{
    bool used[TEXT_EVENTS] = {false};

    for (int i = 0; i < catch->n; i++)
        gold_of[i] = -1;
    for (int round = 0; round < 3; round++)
        for (int i = 0; i < catch->n; i++)
            for (int g = 0; g < text->n && gold_of[i] < 0; g++) {
                const struct dw_event *e = &catch->v[i].event;
                bool agree = has_sides(doc, &text->gold[g], e);

                if (!(text->gold[g].types >> e->type & 1) || (round != 1 && !agree) ||
                    (round != 2 && used[g]))
                    continue;
                gold_of[i] = g;
                sides[i] = agree;
                used[g] = true;
            }
}

/* --- samples --------------------------------------------------------------------------------- */

static struct sample *add_sample(struct samples *samples)
{
    if (samples->n == samples->cap) {
        samples->cap = samples->cap ? samples->cap * 2 : 1024;
        samples->v = xrealloc(samples->v, (size_t)samples->cap * sizeof *samples->v);
    }
    samples->v[samples->n] = (struct sample){.n = 0};
    return &samples->v[samples->n++];
}

static void set_cues(struct samples *samples, struct sample *s, const struct dw_cues *cues)
{
    for (uint32_t i = 0; i < cues->n; i++) {
        char text[DW_CUE_TEXT];
        uint32_t cue;

        dw_cue_text(&cues->v[i], text);
        cue = cue_number(&samples->cues, text);
        if (!has_cue(s, cue))
            s->cue[s->n++] = cue;
    }
}

static void add_found(struct samples *samples, const struct dw_doc *doc, const struct text *text,
                      const struct catch *catch)
{
    int gold_of[FOUND_MAX];
    bool sides[FOUND_MAX] = {false};

    match(doc, text, catch, gold_of, sides);
    for (int i = 0; i < catch->n; i++) {
        struct sample *s = add_sample(samples);
        const struct gold *gold = gold_of[i] < 0 ? NULL : &text->gold[gold_of[i]];

        s->text = samples->n_texts;
        s->known = gold ? !gold->optional : !text->open;
        s->answer[IS_EVENT] = gold != NULL;
        s->answer[IS_RIGHT] = gold && sides[i];
        set_cues(samples, s, &catch->v[i].cues);
    }
    for (int g = 0; g < text->n; g++)
        samples->n_gold += !text->gold[g].optional;
    samples->n_texts++;
}

static bool code_texts(struct samples *samples, const struct texts *texts)
{
    static struct catch catch;
    static const struct dw_event_watch watch = {catch_event, &catch};
    static const struct dw_pipeline_options options = {.full_depth = true, .watch = &watch};
    struct dw_pipeline *pipeline;
    struct dw_doc doc;
    struct dw_error err = {.code = DW_OK};
    enum dw_err rc = dw_pipeline_open(&pipeline, &options, &err);

    dw_doc_init(&doc, 0);
    for (int i = 0; rc == DW_OK && i < texts->n; i++) {
        catch.n = 0;
        dw_doc_reset(&doc);
        doc.article.text = texts->v[i].text;
        doc.article.len = strlen(texts->v[i].text);
        doc.article.published = published;
        rc = dw_pipeline_run(pipeline, &doc, &err);
        if (rc == DW_OK)
            add_found(samples, &doc, &texts->v[i], &catch);
    }
    if (rc != DW_OK)
        fprintf(stderr, "train-events: %s\n", err.text);
    dw_doc_fini(&doc);
    dw_pipeline_close(pipeline);
    return rc == DW_OK;
}

bool samples_read(struct samples *samples, char *const *paths)
{
    struct texts texts = {.n = 0};
    bool good = true;

    for (; good && *paths; paths++)
        good = texts_read(&texts, *paths);
    good = good && code_texts(samples, &texts);
    texts_fini(&texts);
    return good;
}

void samples_fini(struct samples *samples)
{
    for (uint32_t i = 0; i < samples->cues.n; i++)
        free(samples->cues.text[i]);
    free(samples->cues.text);
    free(samples->cues.slots);
    free(samples->v);
}
