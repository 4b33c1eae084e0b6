/* SPDX-License-Identifier: MIT */
#include "processors/event/train/samples.h"

#include <stdlib.h>

#include "processors/event/train/pass.h"
#include "processors/syntax/train/memory.h"

static bool has_cue(const struct sample *s, uint32_t cue)
{
    for (int i = 0; i < s->n; i++)
        if (s->cue[i] == cue)
            return true;
    return false;
}

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

static struct dw_guess make_guess(void *owner, int text, const struct dw_traits *traits)
{
    const struct samples *samples = owner;

    return guesses_make(samples->guesses, samples->learned_from ? text : -1, traits);
}

/* Of the events found in a treebank's sentence only guesses are known to be wrong: rows are right
 * there as often as not. */
static void add_plain(struct samples *samples, const struct pass *pass)
{
    for (int i = 0; i < pass->n_found; i++)
        if (pass->found[i].event.frame[0] != '?')
            return;
    for (int i = 0; i < pass->n_found; i++) {
        struct sample *s = add_sample(samples);

        s->text = pass->number;
        s->first = samples->n - 1 - (i - pass->found[i].first);
        s->known = s->plain = true;
        set_cues(samples, s, &pass->found[i].cues);
    }
}

static void add_found(void *owner, const struct pass *pass)
{
    struct samples *samples = owner;
    const struct text *text = pass->text;

    if (text->plain) {
        add_plain(samples, pass);
        return;
    }
    for (int i = 0; i < pass->n_found; i++) {
        const struct found *found = &pass->found[i];
        const struct gold *gold = found->gold < 0 ? NULL : &text->gold[found->gold];
        struct sample *s = add_sample(samples);

        s->text = pass->number;
        s->first = samples->n - 1 - (i - found->first);
        s->known = gold ? !gold->optional : !text->open;
        s->answer[IS_EVENT] = gold != NULL;
        s->answer[IS_RIGHT] = gold && found->sides;
        set_cues(samples, s, &found->cues);
    }
    for (int g = 0; g < text->n; g++)
        samples->n_gold += !text->gold[g].optional;
}

bool samples_read(struct samples *samples, char *const *paths, const struct guesses *guesses,
                  bool learned_from)
{
    static struct pass pass;

    pass = (struct pass){.guess = make_guess, .done = add_found, .owner = samples};
    samples->guesses = guesses;
    samples->learned_from = learned_from;
    return pass_run(&pass, paths);
}

void samples_choose(struct samples *samples, const double *scores)
{
    for (int i = 0; i < samples->n; i++) {
        struct sample *s = &samples->v[i];
        int first = s->first;

        s->worse = false;
        for (int k = first; k < i; k++) {
            struct sample *before = &samples->v[k];

            s->worse |= !before->worse && scores[k] >= scores[i];
            before->worse |= !s->worse;
        }
    }
}

void samples_fini(struct samples *samples)
{
    cues_fini(&samples->cues);
    free(samples->v);
}
