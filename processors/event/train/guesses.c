/* SPDX-License-Identifier: MIT */
#include "processors/event/train/guesses.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "processors/event/train/cues.h"
#include "processors/event/train/pass.h"
#include "processors/syntax/train/memory.h"

enum { PARTS = 5, ROUNDS = 120, SEARCHES = 3, ALL = PARTS, UNKNOWN = -1 };

static const double pull = 15;       /* of weights to zero */
static const double least = 0.01;    /* smaller weights are not worth a row */
static const double side_gain = 1.5; /* in score for the actors, and again for both sides */
static const double sure = 0.3; /* how probable a type must be of a verb with the actors alone */

/* A verb with its traits, and what it tells. */
struct verb {
    int text, n, outcome; /* an outcome, or UNKNOWN */
    bool open;            /* no row codes it */
    uint32_t cue[DW_TRAITS];
    float amount[DW_TRAITS];
    uint32_t actors[DW_N_EVENT_TYPES], sides[DW_N_EVENT_TYPES];
};

/* The gold of a text, and its verbs of which no row holds. */
struct missed {
    uint32_t types[TEXT_EVENTS];
    uint32_t needed, optional; /* a bit for each that no row has found */
    int n, first_verb, n_verbs;
    bool others; /* there may be events besides */
};

struct guesses {
    struct cues cues;
    struct verb *verbs;
    int n, cap;
    struct missed *texts;
    int n_texts, cap_texts;
    double *weights[PARTS + 1]; /* outcomes of each cue, behind them those that every verb has */
};

/* --- reading --------------------------------------------------------------------------------- */

static struct verb *add_verb(struct guesses *g, int text, const struct dw_traits *traits)
{
    struct verb *verb;

    if (g->n == g->cap) {
        g->cap = g->cap ? g->cap * 2 : 1024;
        g->verbs = xrealloc(g->verbs, (size_t)g->cap * sizeof *g->verbs);
    }
    verb = &g->verbs[g->n++];
    *verb = (struct verb){.text = text, .n = (int)traits->n};
    for (int i = 0; i < verb->n; i++) {
        char cue[DW_CUE_TEXT];

        dw_cue_text(&traits->v[i].cue, cue);
        verb->cue[i] = cue_number(&g->cues, cue);
        verb->amount[i] = traits->v[i].amount;
    }
    return verb;
}

/* What a row has coded tells the type that it was coded as, if it is right. */
static void add_coded(struct guesses *g, const struct pass *pass, const struct found *found)
{
    const struct gold *gold = found->gold < 0 ? NULL : &pass->text->gold[found->gold];
    struct verb *verb;

    if (!found->traits.n)
        return;
    verb = add_verb(g, pass->number, &found->traits);
    verb->outcome = gold               ? gold->optional ? UNKNOWN : 1 + (int)found->event.type
                    : pass->text->open ? UNKNOWN
                                       : 0;
}

static struct missed *add_missed(struct guesses *g, const struct pass *pass)
{
    struct missed *m;

    if (g->n_texts == g->cap_texts) {
        g->cap_texts = g->cap_texts ? g->cap_texts * 2 : 256;
        g->texts = xrealloc(g->texts, (size_t)g->cap_texts * sizeof *g->texts);
    }
    m = &g->texts[g->n_texts++];
    *m = (struct missed){.n = pass->text->n, .others = pass->text->open};
    for (int i = 0; i < m->n; i++) {
        m->types[i] = pass->text->gold[i].types;
        *(pass->text->gold[i].optional ? &m->optional : &m->needed) |= 1U << i;
    }
    for (int i = 0; i < pass->n_found; i++)
        if (pass->found[i].gold >= 0) {
            m->needed &= ~(1U << pass->found[i].gold);
            m->optional &= ~(1U << pass->found[i].gold);
        }
    return m;
}

/* Does a country act in it, or something of a country on another? */
static bool is_of_country(const struct dw_traits *traits)
{
    for (uint32_t i = 0; i < traits->n; i++) {
        const struct dw_cue *cue = &traits->v[i].cue;

        if (!strcmp(cue->name, "dyad"))
            return !strcmp(cue->value, "country") || !strcmp(cue->more, "other");
    }
    return false;
}

/* Verbs of countries in sentences where no row codes anything show what tells no event. */
static void add_plain(struct guesses *g, const struct pass *pass)
{
    for (int i = 0; !pass->n_found && i < pass->n_open; i++)
        if (is_of_country(&pass->open[i].traits))
            add_verb(g, pass->number, &pass->open[i].traits);
}

static void add_text(void *owner, const struct pass *pass)
{
    struct guesses *g = owner;
    struct missed *m;

    if (pass->text->plain) {
        add_plain(g, pass);
        return;
    }
    m = add_missed(g, pass);
    for (int i = 0; i < pass->n_found; i++)
        add_coded(g, pass, &pass->found[i]);
    m->first_verb = g->n;
    m->n_verbs = pass->n_open;
    for (int i = 0; i < pass->n_open; i++) {
        struct verb *verb = add_verb(g, pass->number, &pass->open[i].traits);

        verb->open = true;
        memcpy(verb->actors, pass->open[i].actors, sizeof verb->actors);
        memcpy(verb->sides, pass->open[i].sides, sizeof verb->sides);
    }
}

/* --- scores ---------------------------------------------------------------------------------- */

static void score_verb(const struct guesses *g, const double *weights, const struct verb *verb,
                       double score[DW_OUTCOMES])
{
    memcpy(score, weights + (size_t)g->cues.n * DW_OUTCOMES, DW_OUTCOMES * sizeof *score);
    for (int i = 0; i < verb->n; i++)
        for (int k = 0; k < DW_OUTCOMES; k++)
            score[k] +=
                weights[(size_t)verb->cue[i] * DW_OUTCOMES + (size_t)k] * (double)verb->amount[i];
}

static void make_chances(double score[DW_OUTCOMES])
{
    double most = score[0], sum = 0;

    for (int k = 1; k < DW_OUTCOMES; k++)
        most = fmax(most, score[k]);
    for (int k = 0; k < DW_OUTCOMES; k++)
        sum += score[k] = exp(score[k] - most);
    for (int k = 0; k < DW_OUTCOMES; k++)
        score[k] /= sum;
}

/* --- fitting --------------------------------------------------------------------------------- */

static void add_slopes(const struct guesses *g, const double *weights, int without, double *slope)
{
    for (int i = 0; i < g->n; i++) {
        const struct verb *verb = &g->verbs[i];
        double off[DW_OUTCOMES];

        if (verb->outcome == UNKNOWN || verb->text % PARTS == without)
            continue;
        score_verb(g, weights, verb, off);
        make_chances(off);
        off[verb->outcome] -= 1;
        for (int c = 0; c < verb->n; c++)
            for (int k = 0; k < DW_OUTCOMES; k++)
                slope[(size_t)verb->cue[c] * DW_OUTCOMES + (size_t)k] +=
                    off[k] * (double)verb->amount[c];
        for (int k = 0; k < DW_OUTCOMES; k++)
            slope[(size_t)g->cues.n * DW_OUTCOMES + (size_t)k] += off[k];
    }
}

/* Steps along the whole slope, each weight's shorter the more it has moved (AdaGrad). */
static void fit(struct guesses *g, int part)
{
    size_t n_cues = (size_t)g->cues.n * DW_OUTCOMES, n = n_cues + DW_OUTCOMES;
    double *weights = xcalloc(n, sizeof *weights), *moved = xcalloc(n, sizeof *moved);

    for (int round = 0; round < ROUNDS; round++) {
        double *slope = xcalloc(n, sizeof *slope);

        add_slopes(g, weights, part, slope);
        for (size_t i = 0; i < n; i++) {
            double by = slope[i] + (i < n_cues ? pull * weights[i] : 0);

            moved[i] += by * by;
            if (moved[i] > 0)
                weights[i] -= 0.2 * by / sqrt(moved[i]);
        }
        free(slope);
    }
    free(moved);
    free(g->weights[part]);
    g->weights[part] = weights;
}

/* --- which verb tells what was missed -------------------------------------------------------- */

/* A verb that may tell a missed event. */
struct option {
    double score;
    int verb, gold, type;
    bool known; /* do we believe it? */
};

static struct option weigh(const struct verb *verb, int v, uint32_t types, int number,
                           const double chance[DW_OUTCOMES])
{
    struct option best = {.score = -100, .verb = v, .gold = number};

    for (int type = 0; type < DW_N_EVENT_TYPES; type++) {
        bool actors = verb->actors[type] >> number & 1, sides = verb->sides[type] >> number & 1;
        double score = log(chance[1 + type] + 1e-4) + 0.5 * log(1 - chance[0] + 1e-3) +
                       side_gain * (sides    ? 2
                                    : actors ? 1
                                             : 0);

        if ((types >> type & 1) && score > best.score) {
            best.score = score;
            best.type = type;
            best.known = sides || (actors && chance[1 + type] >= sure);
        }
    }
    return best;
}

static int compare_options(const void *a, const void *b)
{
    const struct option *x = a, *y = b;

    if (x->score != y->score)
        return x->score < y->score ? 1 : -1;
    return x->verb != y->verb ? x->verb - y->verb : x->gold - y->gold;
}

/* Give missed events their verbs, the best matches first. What may tell an event, but not surely,
 * teaches nothing. */
static void assign(struct guesses *g, uint32_t golds, bool optional, const struct option *options,
                   int n)
{
    for (int i = 0; i < n; i++) {
        const struct option *o = &options[i];
        int *outcome = &g->verbs[o->verb].outcome;

        if (!(golds >> o->gold & 1) || *outcome > 0)
            continue;
        golds &= ~(1U << o->gold);
        *outcome = optional || !o->known ? UNKNOWN : 1 + o->type;
    }
}

static void find_tellers(struct guesses *g, struct missed *m)
{
    struct option options[OPEN_MAX * TEXT_EVENTS];
    int n = 0;

    for (int v = m->first_verb; v < m->first_verb + m->n_verbs; v++) {
        struct verb *verb = &g->verbs[v];
        double chance[DW_OUTCOMES];

        score_verb(g, g->weights[verb->text % PARTS], verb, chance);
        make_chances(chance);
        verb->outcome = m->others ? UNKNOWN : 0;
        for (int i = 0; i < m->n; i++)
            if ((m->needed | m->optional) >> i & 1)
                options[n++] = weigh(verb, v, m->types[i], i, chance);
    }
    qsort(options, (size_t)n, sizeof *options, compare_options);
    assign(g, m->needed, false, options, n);
    assign(g, m->optional, true, options, n);
}

/* Before any weights are fitted, a verb's own leaning and its object's say what it may tell. */
static void start_weights(struct guesses *g)
{
    static const char *const leaning[] = {"verb", "object"};
    size_t n = ((size_t)g->cues.n + 1) * DW_OUTCOMES;

    for (int part = 0; part <= ALL; part++) {
        g->weights[part] = xcalloc(n + 2 * DW_OUTCOMES * DW_OUTCOMES, sizeof(double));
        for (size_t l = 0; l < sizeof leaning / sizeof *leaning; l++)
            for (int k = 0; k < DW_OUTCOMES; k++) {
                const struct dw_cue cue = {.name = leaning[l], .value = dw_outcome_name(k)};
                char text[DW_CUE_TEXT];

                dw_cue_text(&cue, text);
                g->weights[part][(size_t)cue_number(&g->cues, text) * DW_OUTCOMES + (size_t)k] =
                    0.5;
            }
    }
}

static int count_tellers(const struct guesses *g)
{
    int n = 0;

    for (int i = 0; i < g->n; i++)
        n += g->verbs[i].open && g->verbs[i].outcome > 0;
    return n;
}

struct guesses *guesses_train(char *const *paths)
{
    static struct pass pass;
    struct guesses *g = xcalloc(1, sizeof *g);

    pass = (struct pass){.done = add_text, .owner = g};
    if (!pass_run(&pass, paths)) {
        guesses_free(g);
        return NULL;
    }
    start_weights(g);
    for (int search = 0; search < SEARCHES; search++) {
        for (int t = 0; t < g->n_texts; t++)
            find_tellers(g, &g->texts[t]);
        for (int part = 0; part < PARTS; part++)
            fit(g, part);
    }
    fit(g, ALL);
    printf("guesser: %d verbs, %d without a row that tell an event\n", g->n, count_tellers(g));
    return g;
}

void guesses_free(struct guesses *g)
{
    for (int part = 0; part <= ALL; part++)
        free(g->weights[part]);
    free(g->texts);
    free(g->verbs);
    cues_fini(&g->cues);
    free(g);
}

struct dw_guess guesses_make(const struct guesses *g, int text, const struct dw_traits *traits)
{
    const double *weights = g->weights[text < 0 ? ALL : text % PARTS];
    double score[DW_OUTCOMES];

    memcpy(score, weights + (size_t)g->cues.n * DW_OUTCOMES, sizeof score);
    for (uint32_t i = 0; i < traits->n; i++) {
        char cue[DW_CUE_TEXT];
        int32_t number;

        dw_cue_text(&traits->v[i].cue, cue);
        number = cue_find(&g->cues, cue);
        for (int k = 0; number >= 0 && k < DW_OUTCOMES; k++)
            score[k] +=
                weights[(size_t)number * DW_OUTCOMES + (size_t)k] * (double)traits->v[i].amount;
    }
    return dw_guess_of(score);
}

/* --- the table ------------------------------------------------------------------------------- */

struct row {
    const char *cue;
    const double *weights;
};

static int compare_rows(const void *a, const void *b)
{
    return strcmp(((const struct row *)a)->cue, ((const struct row *)b)->cue);
}

static bool is_worth(const double *weights)
{
    for (int k = 0; k < DW_OUTCOMES; k++)
        if (fabs(weights[k]) >= least)
            return true;
    return false;
}

static void write_head(FILE *out)
{
    fputs("# Weights of the guesser of events: what each trait of a verb adds to the score of each "
          "outcome. \"all\" is\n"
          "# where every verb begins.\n"
          "# Origin: made by make train-events from tests/quality/events/train, the gold standard "
          "records of PLOVER\n"
          "#  (Open Event Data Alliance, CC BY-SA 4.0) and treebanks of Universal Dependencies; do "
          "not edit.\n"
          "# Licence: CC BY-SA 4.0\n"
          "#columns\tcue:key",
          out);
    for (int k = 0; k < DW_OUTCOMES; k++) {
        const char *name = dw_outcome_name(k);

        fputc('\t', out);
        for (; *name; name++)
            fputc(*name | 0x20, out);
        fputs(":number", out);
    }
    fputc('\n', out);
}

bool guesses_write(const struct guesses *g, const char *path)
{
    struct row *rows = xcalloc(g->cues.n + 1, sizeof *rows);
    FILE *out = fopen(path, "w");
    uint32_t n = 0;

    if (!out) {
        perror(path);
        free(rows);
        return false;
    }
    for (uint32_t i = 0; i <= g->cues.n; i++) {
        const double *weights = g->weights[ALL] + (size_t)i * DW_OUTCOMES;

        if (i == g->cues.n || is_worth(weights))
            rows[n++] = (struct row){i < g->cues.n ? g->cues.text[i] : "all", weights};
    }
    qsort(rows, n, sizeof *rows, compare_rows);
    write_head(out);
    for (uint32_t i = 0; i < n; i++) {
        fputs(rows[i].cue, out);
        for (int k = 0; k < DW_OUTCOMES; k++)
            fprintf(out, "\t%.2f", rows[i].weights[k]);
        fputc('\n', out);
    }
    free(rows);
    return fclose(out) == 0;
}
