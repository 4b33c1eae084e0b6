/* SPDX-License-Identifier: MIT */
#include "processors/syntax/train/corpus.h"

#include <stdlib.h>
#include <string.h>

#include "processors/codes.h"
#include "processors/syntax/train/memory.h"

enum { LINE = 1 << 16, COLUMNS = 10 };

/* Cut a line at its tabs. */
static int split_line(char *line, char *column[COLUMNS])
{
    int n = 0;

    line[strcspn(line, "\r\n")] = '\0';
    for (char *at = line; at && n < COLUMNS; n++) {
        column[n] = at;
        at = strchr(at, '\t');
        if (at)
            *at++ = '\0';
    }
    return n;
}

static uint8_t code_of(int found)
{
    return (uint8_t)(found < 0 ? 0 : found);
}

static void read_word(struct gold_sentence *s, char *column[COLUMNS])
{
    struct gold_word *w;

    s->word = xrealloc(s->word, (size_t)(s->n + 2) * sizeof *s->word);
    w = &s->word[++s->n];
    w->form = xstrdup(column[1]);
    w->lemma = xstrdup(column[2]);
    w->upos = code_of(dw_upos_find(column[3]));
    w->xpos = code_of(dw_xpos_find(column[4]));
    w->deprel = code_of(dw_deprel_find(column[7]));
    w->head = (int16_t)atoi(column[6]);
    w->tag = 0;
}

static void read_forms(struct gold_sentence *s)
{
    bool caps = true;
    size_t upper = 0;

    for (int i = 1; i <= s->n; i++)
        for (const char *c = s->word[i].form; *c; c++) {
            caps = caps && !(*c >= 'a' && *c <= 'z');
            upper += *c >= 'A' && *c <= 'Z';
        }
    for (int i = 1; i <= s->n; i++)
        dw_word_read(&s->seen[i], s->word[i].form, strlen(s->word[i].form), caps && upper >= 8);
}

void corpus_push(struct corpus *corpus, struct gold_sentence *s)
{
    if (corpus->n == corpus->cap) {
        corpus->cap = corpus->cap ? corpus->cap * 2 : 1024;
        corpus->v = xrealloc(corpus->v, (size_t)corpus->cap * sizeof *corpus->v);
    }
    for (int i = 1; i <= s->n; i++)
        if (s->word[i].head == 0)
            s->word[i].head = (int16_t)(s->n + 1);
    s->seen = xcalloc((size_t)s->n + 1, sizeof *s->seen);
    s->jack = xcalloc((size_t)s->n + 1, 1);
    read_forms(s);
    corpus->n_words += s->n;
    corpus->v[corpus->n++] = *s;
    memset(s, 0, sizeof *s);
}

static void end_sentence(struct corpus *corpus, struct gold_sentence *s)
{
    s->doc = corpus->n_docs;
    if (s->n)
        corpus_push(corpus, s);
}

bool corpus_add(struct corpus *corpus, const char *path)
{
    static char line[LINE];
    struct gold_sentence s = {0};
    char *column[COLUMNS];
    FILE *in = fopen(path, "r");

    if (!in) {
        perror(path);
        return false;
    }
    corpus->n_docs++;
    while (fgets(line, sizeof line, in)) {
        if (!strncmp(line, "# newdoc", 8))
            corpus->n_docs++;
        else if (*line == '\n')
            end_sentence(corpus, &s);
        else if (*line != '#' && split_line(line, column) == COLUMNS && !strpbrk(column[0], "-."))
            read_word(&s, column);
    }
    end_sentence(corpus, &s);
    fclose(in);
    return true;
}

void corpus_fini(struct corpus *corpus)
{
    for (int i = 0; i < corpus->n; i++) {
        struct gold_sentence *s = &corpus->v[i];

        for (int k = 1; k <= s->n; k++) {
            free(s->word[k].form);
            free(s->word[k].lemma);
        }
        free(s->word);
        free(s->seen);
        free(s->jack);
    }
    free(corpus->v);
    memset(corpus, 0, sizeof *corpus);
}

void corpus_fill(const struct gold_sentence *sentence, struct dw_block *block)
{
    dw_block_reset(block, sentence->n);
    memcpy(block->word + 1, sentence->seen + 1, (size_t)sentence->n * sizeof *block->word);
}

void shuffle(int *order, int n, uint32_t seed)
{
    uint64_t state = seed * 0x9E3779B97F4A7C15U + 1;

    for (int i = 0; i < n; i++)
        order[i] = i;
    for (int i = n - 1; i > 0; i--) {
        int k, swap = order[i];

        state = state * 6364136223846793005U + 1442695040888963407U;
        k = (int)((state >> 33) % (uint64_t)(i + 1));
        order[i] = order[k];
        order[k] = swap;
    }
}
