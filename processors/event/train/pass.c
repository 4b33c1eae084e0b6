/* SPDX-License-Identifier: MIT */
#include "processors/event/train/pass.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "processors/pipeline.h"

static const char published[] = "2021-06-16"; /* as tests/quality/events.py has it */

/* What is asked of an event found, round by round. */
enum round { AS_TOLD, AS_SUPPLIED, BY_TYPE, AGAIN };

/* --- sides ----------------------------------------------------------------------------------- */

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

/* Has a reading of the same event found its gold event? */
static int gold_of_readings(const struct pass *pass, int found)
{
    for (int i = pass->found[found].first; i < pass->n_found; i++) {
        if (pass->found[i].first != pass->found[found].first)
            break;
        if (pass->found[i].gold >= 0)
            return pass->found[i].gold;
    }
    return -1;
}

/* May an event found be the gold event, by the looks of this round? */
static bool is_told(const struct dw_doc *doc, const struct pass *pass, int found, int g, int round,
                    bool used)
{
    const struct gold *gold = &pass->text->gold[g];
    const struct dw_event *e = &pass->found[found].event;

    if (!(gold->types >> e->type & 1) || (round != AGAIN && used))
        return false;
    if (round == AS_TOLD && pass->found[found].first != found)
        return false;
    return round == BY_TYPE || has_sides(doc, gold, e);
}

/*
 * Give each event found the gold event that it tells: first where the sides agree too, as its
 * sentence has them and then as the article supplies them, then by type alone. What tells a taken
 * one again is right as well: it becomes a mention. Readings of one event tell the same gold event.
 */
static void match(const struct dw_doc *doc, struct pass *pass)
{
    const struct text *text = pass->text;
    bool used[TEXT_EVENTS] = {false};

    for (int round = AS_TOLD; round <= AGAIN; round++)
        for (int i = 0; i < pass->n_found; i++)
            for (int g = 0; g < text->n && gold_of_readings(pass, i) < 0; g++)
                if (is_told(doc, pass, i, g, round, used[g])) {
                    pass->found[i].gold = g;
                    used[g] = true;
                }
    for (int i = 0; i < pass->n_found; i++) {
        struct found *f = &pass->found[i];

        f->gold = gold_of_readings(pass, i);
        f->sides = f->gold >= 0 && has_sides(doc, &text->gold[f->gold], &f->event);
    }
}

/* --- watching the coder ---------------------------------------------------------------------- */

static void see(void *context, const struct dw_event *event, const struct dw_cues *cues,
                const struct dw_traits *traits)
{
    struct pass *pass = context;
    int n = pass->n_found;
    bool again = n && pass->found[n - 1].event.head == event->head;

    if (n == FOUND_MAX)
        return;
    pass->found[n] = (struct found){*event, *cues, *traits, -1, false, n};
    if (again)
        pass->found[n].first = pass->found[n - 1].first;
    pass->n_found++;
}

static struct dw_guess guess(void *context, const struct dw_doc *doc,
                             const struct dw_event events[DW_N_EVENT_TYPES],
                             const struct dw_traits *traits)
{
    struct pass *pass = context;
    struct open_verb *open = &pass->open[pass->n_open];

    if (pass->guess)
        return pass->guess(pass->owner, pass->number, traits);
    if (pass->n_open == OPEN_MAX)
        return (struct dw_guess){.event = 0};
    pass->n_open++;
    *open = (struct open_verb){.traits = *traits};
    for (int type = 0; type < DW_N_EVENT_TYPES; type++)
        for (int g = 0; g < pass->text->n; g++) {
            const struct gold *gold = &pass->text->gold[g];

            open->actors[type] |= (uint32_t)is_side(doc, &gold->actors, &events[type].actors) << g;
            open->sides[type] |= (uint32_t)has_sides(doc, gold, &events[type]) << g;
        }
    return (struct dw_guess){.event = 0};
}

static enum dw_err code_text(struct pass *pass, struct dw_pipeline *pipeline, struct dw_doc *doc,
                             struct dw_error *err)
{
    enum dw_err rc;

    pass->n_found = pass->n_open = 0;
    dw_doc_reset(doc);
    doc->article.text = pass->text->text;
    doc->article.len = strlen(pass->text->text);
    doc->article.published = published;
    rc = dw_pipeline_run(pipeline, doc, err);
    if (rc == DW_OK) {
        match(doc, pass);
        pass->done(pass->owner, pass);
    }
    return rc;
}

static bool code_texts(struct pass *pass, const struct texts *texts)
{
    const struct dw_event_watch watch = {see, guess, pass};
    const struct dw_pipeline_options options = {.full_depth = true, .watch = &watch};
    struct dw_pipeline *pipeline;
    struct dw_doc doc;
    struct dw_error err = {.code = DW_OK};
    enum dw_err rc = dw_pipeline_open(&pipeline, &options, &err);

    dw_doc_init(&doc, 0);
    for (pass->number = 0; rc == DW_OK && pass->number < texts->n; pass->number++) {
        pass->text = &texts->v[pass->number];
        rc = code_text(pass, pipeline, &doc, &err);
    }
    if (rc != DW_OK)
        fprintf(stderr, "train-events: %s\n", err.text);
    dw_doc_fini(&doc);
    dw_pipeline_close(pipeline);
    return rc == DW_OK;
}

bool pass_run(struct pass *pass, char *const *paths)
{
    struct texts texts = {.n = 0};
    bool good = true;

    for (; good && *paths; paths++)
        good = texts_read(&texts, *paths);
    good = good && code_texts(pass, &texts);
    texts_fini(&texts);
    return good;
}
