/* SPDX-License-Identifier: MIT */
#include "processors/entity/nametag.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "lexicon/given.inc"
#include "processors/base/mapped.h"
#include "processors/entity/namecue.h"
#include "processors/token.h"

#define FILE_NAME "names.dww"

enum { N_GIVEN = sizeof table_given / sizeof *table_given, N_SLOTS = 8192 };

/* Bytes of a slot of the kinds. */
#define KIND_SIZE (sizeof(struct dw_kindcodes) + sizeof(uint16_t))

_Static_assert(N_GIVEN * 2 < N_SLOTS, "more slots for the given names");

struct dw_nametag {
    const uint8_t *base;
    size_t size;
    struct dw_namekinds kinds;
    struct dw_namenet net;
    uint16_t given[N_SLOTS]; /* row + 1, by the hash of the name */
};

/* --- the file -------------------------------------------------------------------------------- */

/* NULL if the file is whole, else what is wrong with it. */
static const char *find_fault(const struct dw_nametag *tagger)
{
    const struct dw_nametag_header *h = (const void *)tagger->base;

    if (memcmp(h->magic, DW_NAMETAG_MAGIC, sizeof h->magic) != 0)
        return "not a weights file of names";
    if (h->version != DW_NAMETAG_VERSION)
        return "weights of another version or byte order";
    if (!h->n_kinds || h->n_kinds % 4 ||
        tagger->size != sizeof *h + KIND_SIZE * (size_t)h->n_kinds + dw_namenet_size)
        return "truncated weights file";
    if (h->checksum != dw_mapped_checksum(tagger->base + sizeof *h, tagger->size - sizeof *h))
        return "corrupt weights file (checksum)";
    return NULL;
}

static enum dw_err open_weights(struct dw_nametag *tagger, const char *path, struct dw_error *err)
{
    const struct dw_nametag_header *h;
    char found[DW_MAPPED_PATH];
    const char *fault;
    enum dw_err rc;

    if (!path) {
        dw_mapped_find(FILE_NAME, "DISPUTEWIRE_NAMES", found);
        path = found;
    }
    rc = dw_mapped_open(path, sizeof *h, &tagger->base, &tagger->size, err);
    if (rc != DW_OK)
        return rc;
    fault = find_fault(tagger);
    if (fault)
        return dw_error_set(err, DW_MODEL, 0, "%s: %s", path, fault);
    h = (const void *)tagger->base;
    tagger->kinds.n = h->n_kinds;
    tagger->kinds.codes = (const void *)(h + 1);
    tagger->kinds.slots = (const void *)(tagger->kinds.codes + h->n_kinds);
    dw_namenet_bind(&tagger->net, tagger->kinds.slots + h->n_kinds);
    return DW_OK;
}

static const char *given_name(size_t row)
{
    return (const char *)table_given_pool + table_given[row].name;
}

enum dw_err dw_nametag_open_empty(struct dw_nametag **out, const struct dw_namekinds *kinds)
{
    struct dw_nametag *tagger = *out = calloc(1, sizeof *tagger);

    if (tagger && kinds)
        tagger->kinds = *kinds;
    for (size_t row = 0; tagger && row < N_GIVEN; row++) {
        uint32_t slot = dw_token_hash(given_name(row), strlen(given_name(row))) % N_SLOTS;

        while (tagger->given[slot])
            slot = (slot + 1) % N_SLOTS;
        tagger->given[slot] = (uint16_t)(row + 1);
    }
    return tagger ? DW_OK : DW_NOMEM;
}

enum dw_err dw_nametag_open(struct dw_nametag **out, const char *path, struct dw_error *err)
{
    enum dw_err rc = dw_nametag_open_empty(out, NULL);

    if (rc != DW_OK)
        return dw_error_set(err, rc, 0, "no memory for the tagger of names");
    rc = open_weights(*out, path, err);
    if (rc != DW_OK) {
        dw_nametag_close(*out);
        *out = NULL;
    }
    return rc;
}

void dw_nametag_close(struct dw_nametag *tagger)
{
    if (tagger)
        dw_mapped_close(tagger->base, tagger->size);
    free(tagger);
}

const struct dw_namekinds *dw_nametag_kinds(const struct dw_nametag *tagger)
{
    return &tagger->kinds;
}

uint64_t dw_nametag_checksum(const struct dw_nametag *tagger)
{
    return ((const struct dw_nametag_header *)(const void *)tagger->base)->checksum;
}

bool dw_nametag_is_given(const struct dw_nametag *tagger, const struct dw_doc *doc, uint32_t token)
{
    const struct dw_token *t = &doc->tokens.v[token];
    size_t len = dw_token_len(t);
    uint32_t slot = t->hash % N_SLOTS;

    if (!(t->flags & DW_TOKEN_UPPER_FIRST))
        return false;
    for (; tagger->given[slot]; slot = (slot + 1) % N_SLOTS) {
        const char *name = given_name(tagger->given[slot] - 1U);

        if (strlen(name) == len && name[0] == *dw_token_form(doc, token) &&
            dw_token_hash(name, len) == t->hash)
            return true;
    }
    return false;
}

/* --- tagging --------------------------------------------------------------------------------- */

/* Is a name going on behind `tag`? */
static bool goes_on(uint8_t tag)
{
    return tag && !dw_name_tag_ends(tag);
}

bool dw_nametag_may_follow(uint8_t before, uint8_t tag)
{
    if (goes_on(before))
        return tag && !dw_name_tag_begins(tag) &&
               dw_name_tag_class(tag) == dw_name_tag_class(before);
    return !tag || dw_name_tag_begins(tag);
}

bool dw_nametag_may_be(const struct dw_nameblock *block, int i, int beg, int end, uint8_t tag)
{
    if ((block->word[i].link && dw_name_tag_ends(tag)) ||
        (block->word[i].owner && dw_name_tag_begins(tag)))
        return false;
    return !tag || ((i > beg || dw_name_tag_begins(tag)) && (i + 1 < end || dw_name_tag_ends(tag)));
}

/* The best way to come to a tag: the tag before it and the score so far. */
struct way {
    int32_t score;
    uint8_t before;
};

/* Make the way from the tag `t` to `tag` the best one if it is. */
static void try_way(const struct dw_namenet *net, const struct way *before, uint8_t t, uint8_t tag,
                    struct way *best)
{
    int32_t pair = net->pair[(1 + t) * DW_NAMENET_OUT + tag];

    if (before[t].score != INT32_MIN && before[t].score + pair > best->score)
        *best = (struct way){before[t].score + pair, t};
}

/* The best way to `tag` behind a word: from the tags that it may follow. */
static struct way find_way(const struct dw_namenet *net, const struct way *before, uint8_t tag)
{
    struct way best = {.score = INT32_MIN};

    if (tag && !dw_name_tag_begins(tag)) {
        enum dw_name_class class = dw_name_tag_class(tag);

        try_way(net, before, dw_name_tag(class, DW_NAME_BEGIN), tag, &best);
        try_way(net, before, dw_name_tag(class, DW_NAME_INSIDE), tag, &best);
        return best;
    }
    try_way(net, before, 0, tag, &best);
    for (int c = 0; c < DW_N_NAME_CLASSES; c++) {
        try_way(net, before, dw_name_tag((enum dw_name_class)c, DW_NAME_LAST), tag, &best);
        try_way(net, before, dw_name_tag((enum dw_name_class)c, DW_NAME_UNIT), tag, &best);
    }
    return best;
}

void dw_nametag_choose(const struct dw_namenet *net, const struct dw_nameblock *block, int beg,
                       int end, const int32_t (*score)[DW_NAMENET_OUT], uint8_t *out)
{
    struct way way[DW_NAME_BLOCK][DW_NAME_TAGS];
    uint8_t best = 0;

    for (int i = beg; i < end; i++)
        for (int t = 0; t < DW_NAME_TAGS; t++) {
            struct way *w = &way[i - beg][t];

            *w = (struct way){.score = INT32_MIN};
            if (!dw_nametag_may_be(block, i, beg, end, (uint8_t)t))
                continue;
            *w = i > beg ? find_way(net, w - t - DW_NAME_TAGS, (uint8_t)t)
                         : (struct way){.score = net->pair[t]};
            if (w->score != INT32_MIN)
                w->score += score[i - beg][t];
        }
    for (int t = 0; t < DW_NAME_TAGS; t++)
        if (way[end - 1 - beg][t].score > way[end - 1 - beg][best].score)
            best = (uint8_t)t;
    for (int i = end; i-- > beg;) {
        out[i] = best;
        best = way[i - beg][best].before;
    }
}

/* The words of a block as the network makes them, when they are first asked for. */
struct inputs {
    const struct dw_namenet *net;
    const struct dw_nameblock *block;
    bool is_made[DW_NAME_BLOCK + 1];
    uint8_t word[DW_NAME_BLOCK + 1][DW_NAMENET_DIM]; /* the first one: outside */
};

static const uint8_t *find_input(struct inputs *in, int i)
{
    static const uint16_t edge[] = {DW_NAME_AT_EDGE};
    uint16_t rows[DW_NAME_ROWS_MAX];

    if (!in->is_made[i + 1] && i < 0)
        dw_namenet_word(in->net, edge, 1, in->word[0]);
    else if (!in->is_made[i + 1])
        dw_namenet_word(in->net, rows, dw_nameword_rows(&in->block->word[i], rows),
                        in->word[i + 1]);
    in->is_made[i + 1] = true;
    return in->word[i + 1];
}

static void score_word(struct inputs *in, int i, int beg, int end, int32_t score[DW_NAMENET_OUT])
{
    uint8_t input[DW_NAMENET_INPUT];
    uint16_t facts[DW_NAME_ROWS_MAX];
    int place[DW_NAMENET_PLACES];

    dw_nameblock_places(in->block, i, beg, end, place);
    for (int k = 0; k < DW_NAMENET_PLACES; k++)
        memcpy(input + k * DW_NAMENET_DIM, find_input(in, place[k]), DW_NAMENET_DIM);
    dw_namenet_score(in->net, input, facts, dw_nameword_facts(&in->block->word[i], facts), score);
}

void dw_nametag_run(const struct dw_nametag *tagger, const struct dw_nameblock *block, uint8_t *out)
{
    int32_t score[DW_NAME_BLOCK][DW_NAMENET_OUT];
    struct inputs in = {.net = &tagger->net, .block = block};

    memset(out, 0, (size_t)block->n);
    for (int beg = 0, end; beg < block->n; beg = end) {
        end = dw_nameblock_run(block, beg);
        for (int i = beg; i < end; i++)
            score_word(&in, i, beg, end, score[i - beg]);
        if (end > beg)
            dw_nametag_choose(&tagger->net, block, beg, end,
                              (const int32_t(*)[DW_NAMENET_OUT])score, out);
        end += end == beg;
    }
}
