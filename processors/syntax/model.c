/* SPDX-License-Identifier: MIT */
#include "processors/syntax/model.h"

#include <string.h>

#include "processors/base/mapped.h"
#include "processors/codes.h"
#include "processors/syntax/rows.h"
#include "processors/syntax/tagset.h"

uint32_t dw_model_find(const struct dw_model_pair *table, uint32_t mask, uint32_t key)
{
    uint32_t i = (key * 0x9E3779B1U) >> 7;

    if (!key)
        key = 1;
    for (uint32_t probe = 0; probe <= mask; probe++, i++) {
        const struct dw_model_pair *pair = &table[i & mask];

        if (pair->key == key)
            return pair->value;
        if (!pair->key)
            break;
    }
    return 0;
}

/* --- checking and binding it ----------------------------------------------------------------- */

/* NULL if the file is whole, else what is wrong with it. */
static const char *find_fault(const struct dw_model *model)
{
    const struct dw_model_header *h = (const struct dw_model_header *)model->base;

    if (memcmp(h->magic, DW_MODEL_MAGIC, sizeof h->magic) != 0)
        return "not a weights file";
    if (h->version != DW_MODEL_VERSION || h->n_sections != DW_N_SECTIONS)
        return "weights of another version or byte order";
    for (int i = 0; i < DW_N_SECTIONS; i++) {
        uint64_t offset = h->section[i].offset, size = h->section[i].size;

        if (offset % 8 || offset > model->size || size > model->size - offset)
            return "truncated weights file";
    }
    if (h->checksum != dw_mapped_checksum(model->base + sizeof *h, model->size - sizeof *h))
        return "corrupt weights file (checksum)";
    return NULL;
}

/* Start of a section and its number of elements. */
static const void *get_section(const struct dw_model *model, enum dw_model_section id, size_t size,
                               uint32_t *n)
{
    const struct dw_model_header *h = (const struct dw_model_header *)model->base;

    *n = (uint32_t)(h->section[id].size / size);
    return model->base + h->section[id].offset;
}

static bool is_power_of_two(uint32_t n)
{
    return n && !(n & (n - 1));
}

static bool bind_tables(struct dw_model *m)
{
    uint32_t n_lexicon, n_lemmas, n_suffixes;

    m->lexicon = get_section(m, DW_SECTION_LEXICON, sizeof *m->lexicon, &n_lexicon);
    m->lemmas = get_section(m, DW_SECTION_LEMMAS, sizeof *m->lemmas, &n_lemmas);
    m->suffixes = get_section(m, DW_SECTION_SUFFIXES, sizeof *m->suffixes, &n_suffixes);
    if (!is_power_of_two(n_lexicon) || !is_power_of_two(n_lemmas) || !is_power_of_two(n_suffixes))
        return false;
    m->lexicon_mask = n_lexicon - 1;
    m->lemmas_mask = n_lemmas - 1;
    m->suffixes_mask = n_suffixes - 1;
    return true;
}

/* Rows of the tagger's table start anywhere and overlap: it is as long as its starts and one row
 * more. */
static bool bind_rows(struct dw_model *m)
{
    uint32_t n_tags, n_live, n_tagger, n_parser;
    const void *tagger = get_section(m, DW_SECTION_TAGGER, 1, &n_tagger);
    const void *parser = get_section(m, DW_SECTION_PARSER, 1, &n_parser);

    m->tags_live = get_section(m, DW_SECTION_TAGS_LIVE, 1, &n_live);
    m->tags = get_section(m, DW_SECTION_TAGS, 1, &n_tags);
    if (n_live != 1U << (DW_LIVE_BITS - 3) || n_tags <= DW_MODEL_TAGS ||
        !is_power_of_two(n_tags - DW_MODEL_TAGS))
        return false;
    m->tags_mask = n_tags - DW_MODEL_TAGS - 1;
    return dw_net_bind(&m->tagger, &dw_net_tagger, tagger, n_tagger) &&
           dw_net_bind(&m->parser, &dw_net_parser, parser, n_parser);
}

/* Auxiliaries are a closed class: the tagger asks which of its classes are theirs. */
static void find_auxiliaries(struct dw_model *m)
{
    while (m->aux_first < (int)m->n_classes && m->classes[m->aux_first].upos != DW_UPOS_AUX)
        m->aux_first++;
    m->aux_end = m->aux_first;
    while (m->aux_end < (int)m->n_classes && m->classes[m->aux_end].upos == DW_UPOS_AUX)
        m->aux_end++;
}

static bool bind_clusters(struct dw_model *m)
{
    uint32_t n_words;

    m->words = get_section(m, DW_SECTION_WORDS, sizeof *m->words, &n_words);
    m->clusters = get_section(m, DW_SECTION_CLUSTERS, sizeof *m->clusters, &m->n_clusters);
    m->words_mask = n_words - 1;
    return is_power_of_two(n_words);
}

static bool bind_lists(struct dw_model *m)
{
    m->classes = get_section(m, DW_SECTION_CLASSES, sizeof *m->classes, &m->n_classes);
    m->rules = get_section(m, DW_SECTION_RULES, sizeof *m->rules, &m->n_rules);
    if (!m->n_classes || m->n_classes > DW_MODEL_TAGS || !m->n_rules)
        return false;
    find_auxiliaries(m);
    return true;
}

enum dw_err dw_model_open(struct dw_model *model, const char *path, struct dw_error *err)
{
    char found[DW_MAPPED_PATH];
    const char *fault;

    memset(model, 0, sizeof *model);
    if (!path) {
        dw_mapped_find("english.dww", "DISPUTEWIRE_MODEL", found);
        path = found;
    }
    if (dw_mapped_open(path, sizeof(struct dw_model_header), &model->base, &model->size, err) !=
        DW_OK)
        return DW_MODEL;
    fault = find_fault(model);
    if (!fault &&
        (!bind_tables(model) || !bind_rows(model) || !bind_lists(model) || !bind_clusters(model)))
        fault = "weights file with impossible sizes";
    if (fault) {
        dw_model_close(model);
        return dw_error_set(err, DW_MODEL, 0, "%s: %s", path, fault);
    }
    model->id = (uint32_t)((const struct dw_model_header *)model->base)->checksum;
    return DW_OK;
}

void dw_model_close(struct dw_model *model)
{
    dw_mapped_close(model->base, model->size);
    memset(model, 0, sizeof *model);
}
