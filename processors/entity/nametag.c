/* SPDX-License-Identifier: MIT */
#include "processors/entity/nametag.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "lexicon/given.inc"
#include "processors/base/mapped.h"
#include "processors/entity/namecue.h"
#include "processors/syntax/rows.h"
#include "processors/token.h"

#define FILE_NAME "names.dww"

enum { N_GIVEN = sizeof table_given / sizeof *table_given, N_SLOTS = 8192, BITS_MAX = 24 };

_Static_assert(N_GIVEN * 2 < N_SLOTS, "more slots for the given names");

struct dw_nametag {
    const uint8_t *base;
    size_t size;
    const int8_t *weights;
    uint32_t mask;
    struct dw_namekinds kinds;
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
    if (h->bits > BITS_MAX || !h->n_kinds || h->n_kinds & (h->n_kinds - 1) ||
        tagger->size != sizeof *h + (1U << h->bits) + DW_NAME_ROW + 2 * (size_t)h->n_kinds)
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
    tagger->weights = (const int8_t *)tagger->base + sizeof *h;
    tagger->mask = (1U << h->bits) - 1;
    tagger->kinds.slots = (const void *)(tagger->weights + (1U << h->bits) + DW_NAME_ROW);
    tagger->kinds.mask = h->n_kinds - 1;
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

/* May `tag` stand behind `before`? `last`: the next word may not be in a name. */
static bool is_allowed(uint8_t before, uint8_t tag, bool last, bool link)
{
    if ((last && goes_on(tag)) || (link && dw_name_tag_ends(tag)))
        return false;
    if (goes_on(before))
        return tag && !dw_name_tag_begins(tag) &&
               dw_name_tag_class(tag) == dw_name_tag_class(before);
    return !tag || dw_name_tag_begins(tag);
}

uint8_t dw_nametag_choose(const struct dw_nameblock *block, int i, const int *score)
{
    int at = i + DW_NAME_PAD + 1, best = -1;
    bool last = i + 1 == block->n || !block->word[at + 1].open;

    for (int c = 0; c < DW_NAME_TAGS; c++)
        if (is_allowed(block->tag[at - 1], (uint8_t)c, last, block->word[at].link) &&
            (best < 0 || score[c] > score[best]))
            best = c;
    assert(best >= 0);
    return (uint8_t)best;
}

/* score[c] = sum of the rows of the features. */
static void add_rows(const struct dw_nametag *tagger, const uint32_t *features, int *score)
{
    dw_shorts8 low = {0}, high = {0};

    for (int k = 0; k < DW_NAME_FEATURES; k++)
        __builtin_prefetch(tagger->weights + (features[k] & tagger->mask));
    for (int k = 0; k < DW_NAME_FEATURES; k++) {
        const int8_t *row = tagger->weights + (features[k] & tagger->mask);

        low += dw_row_load(row);
        high += dw_row_load(row + 8);
    }
    for (int c = 0; c < 8; c++) {
        score[c] = low[c];
        score[c + 8] = high[c];
    }
}

void dw_nametag_run(const struct dw_nametag *tagger, struct dw_nameblock *block, uint8_t *out)
{
    uint32_t features[DW_NAME_FEATURES];
    int score[DW_NAME_ROW];

    for (int i = 0; i < block->n; i++) {
        uint8_t *tag = &block->tag[i + DW_NAME_PAD + 1];

        *tag = 0;
        if (block->word[i + DW_NAME_PAD + 1].open) {
            dw_nametag_features(block, i, features);
            add_rows(tagger, features, score);
            *tag = dw_nametag_choose(block, i, score);
        }
        out[i] = *tag;
    }
}
