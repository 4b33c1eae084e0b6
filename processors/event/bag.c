/* SPDX-License-Identifier: MIT */
#include "processors/event/bag.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "processors/token.h"
#include "processors/wordclass.h"

#include "lexicon/country.inc"
#include "lexicon/nominal.inc"

#define COUNT(table) (sizeof(table) / sizeof *(table))

enum {
    WORDS_MAX = 16384, /* a power of two */
    SLOTS = 2 * WORDS_MAX,
    PREDICATES_MAX = 64, /* of one sentence; with more it holds by itself */
};

/* A class of our own: words of the names of countries, and words that stand for one. */
#define CLASS_COUNTRY (1ULL << 63)

_Static_assert(DW_N_CLASSES < 63, "a bit for the countries");

/* A word that frames or classes name. */
struct word {
    const char *text; /* not NUL-terminated */
    uint16_t len;
    uint16_t n_frames;
    uint32_t frame; /* its first frame */
    uint64_t classes;
};

/* What a frame asks for: one of these words or classes. */
struct need {
    uint32_t word, n_words; /* in `listed` */
    uint64_t classes;
    bool complement; /* an infinitive or gerund behind the predicate */
};

struct ask {
    uint8_t pos;
    bool none;
    uint32_t need, n_needs;
};

struct dw_bag {
    struct dw_arena arena;
    struct word words[WORDS_MAX]; /* 0 is none */
    uint32_t n_words;
    uint16_t slots[SLOTS]; /* number of the word, by the hash of its text */
    struct {
        struct ask *v;
        uint32_t n, cap;
    } asks; /* of each lemma with each of its frames, those of a lemma together */
    struct {
        struct need *v;
        uint32_t n, cap;
    } needs;
    struct {
        uint16_t *v;
        uint32_t n, cap;
    } listed;

    /* The sentence. */
    uint32_t serial;
    uint32_t seen[WORDS_MAX]; /* serial of the sentence that last had the word */
    uint64_t classes;
    struct {
        uint16_t word;
        uint8_t pos;
    } predicate[PREDICATES_MAX];
    uint32_t n_predicates;
    uint32_t n_before; /* predicates before the last infinitive or gerund */
};

/* --- words ----------------------------------------------------------------------------------- */

static uint32_t find_slot(const struct dw_bag *bag, const char *text, size_t len, uint32_t hash)
{
    uint32_t slot = hash % SLOTS;

    for (; bag->slots[slot]; slot = (slot + 1) % SLOTS) {
        const struct word *w = &bag->words[bag->slots[slot]];

        if (w->len == len && !strncasecmp(w->text, text, len))
            break;
    }
    return slot;
}

uint16_t dw_bag_word(const struct dw_bag *bag, const char *word, size_t len, uint32_t hash)
{
    return bag->slots[find_slot(bag, word, len, hash)];
}

/* The number of a word, which it gets if it has none; 0 when there is no more room. */
static uint16_t add_word(struct dw_bag *bag, const char *text, size_t len)
{
    uint32_t slot = find_slot(bag, text, len, dw_token_hash(text, len));

    if (bag->slots[slot] || bag->n_words == WORDS_MAX || len > UINT16_MAX)
        return bag->slots[slot];
    bag->words[bag->n_words] = (struct word){.text = text, .len = (uint16_t)len};
    bag->slots[slot] = (uint16_t)bag->n_words++;
    return bag->slots[slot];
}

static enum dw_err add_class(struct dw_bag *bag, const char *text, size_t len, uint64_t class)
{
    uint16_t word = add_word(bag, text, len);

    bag->words[word].classes |= class;
    return word ? DW_OK : DW_NOMEM;
}

/* The words of a list of names: "South Korea|Republic of Korea". Little words alone say nothing,
 * but do no harm: what is not a country only lets more sentences in. */
static enum dw_err add_names(struct dw_bag *bag, const char *names)
{
    static const char between[] = " |?()'-";
    enum dw_err rc = DW_OK;

    while (*names && rc == DW_OK) {
        size_t len = strcspn(names, between);

        if (len > 2 && names[0] >= 'A' && (names[0] <= 'Z' || (unsigned char)names[0] >= 0x80))
            rc = add_class(bag, names, len, CLASS_COUNTRY);
        names += len;
        names += strspn(names, between);
    }
    return rc;
}

static enum dw_err add_countries(struct dw_bag *bag)
{
    enum dw_err rc = DW_OK;

    for (size_t i = 0; i < COUNT(table_country) && rc == DW_OK; i++) {
        const struct table_country_row *row = &table_country[i];
        const uint32_t cells[] = {row->name,    row->names,   row->adjective,
                                  row->demonym, row->capital, row->seat};

        for (size_t k = 0; k < COUNT(cells) && rc == DW_OK; k++)
            rc = add_names(bag, (const char *)table_country_pool + cells[k]);
    }
    return rc;
}

/* Pronouns and nouns that a text may use for a country. */
static enum dw_err add_stand_ins(struct dw_bag *bag)
{
    static const char *const pronouns[] = {"it",   "its",  "they", "them", "their",
                                           "each", "both", "who",  "we",   "us"};
    enum dw_err rc = DW_OK;

    for (size_t i = 0; i < COUNT(pronouns) && rc == DW_OK; i++)
        rc = add_class(bag, pronouns[i], strlen(pronouns[i]), CLASS_COUNTRY);
    for (size_t i = 0; i < COUNT(table_nominal) && rc == DW_OK; i++) {
        const char *noun = (const char *)table_nominal_pool + table_nominal[i].noun;
        const char *last = strrchr(noun, ' ');

        if (table_nominal[i].type == TABLE_NOMINAL_TYPE_COUNTRY ||
            table_nominal[i].type == TABLE_NOMINAL_TYPE_ANY)
            rc = add_class(bag, last ? last + 1 : noun, strlen(last ? last + 1 : noun),
                           CLASS_COUNTRY);
    }
    return rc;
}

static enum dw_err add_classes(struct dw_bag *bag)
{
    enum dw_wordclass class;
    const char *lemma;

    for (size_t row = 0; (lemma = dw_wordclass_row(row, &class)) != NULL; row++)
        if (add_class(bag, lemma, strlen(lemma), 1ULL << class) != DW_OK)
            return DW_NOMEM;
    return DW_OK;
}

/* --- what frames ask for --------------------------------------------------------------------- */

static enum dw_err list_word(struct dw_bag *bag, struct need *need, const char *text, size_t len)
{
    uint16_t word = add_word(bag, text, len), *listed;

    listed = word ? dw_vec_push(&bag->arena, &bag->listed) : NULL;
    if (!listed)
        return DW_NOMEM;
    *listed = word;
    need->n_words++;
    return DW_OK;
}

static struct need *push_need(struct dw_bag *bag, struct ask *ask)
{
    struct need *need = dw_vec_push(&bag->arena, &bag->needs);

    if (!need)
        return NULL;
    *need = (struct need){.word = bag->listed.n};
    ask->n_needs++;
    return need;
}

static enum dw_err add_preposition(struct dw_bag *bag, struct ask *ask, const char *preposition)
{
    const char *kept = dw_arena_dup(&bag->arena, preposition, strlen(preposition));
    struct need *need = push_need(bag, ask);

    return kept && need ? list_word(bag, need, kept, strlen(kept)) : DW_NOMEM;
}

/* Entities may fill the slot, too. Nobody knows them yet, but countries have their words. */
static bool takes_any_entity(const struct dw_condition *c)
{
    return c->types & ~(1U << DW_ENTITY_COUNTRY);
}

static bool is_complement(const struct dw_condition *c)
{
    return c->slot.kind[0] == DW_SLOT_XCOMP && c->slot.kind[1] == DW_SLOT_NONE;
}

/* The prepositions of a condition's slot, and what may fill it. */
static enum dw_err add_condition(struct dw_bag *bag, struct ask *ask, const struct dw_condition *c)
{
    struct need *need;
    enum dw_err rc = DW_OK;

    for (int step = 0; rc == DW_OK && step < DW_SLOT_STEPS; step++)
        if (c->slot.kind[step] == DW_SLOT_PREPOSITION)
            rc = add_preposition(bag, ask, c->slot.preposition[step]);
    if (rc != DW_OK || takes_any_entity(c) ||
        (!c->n_words && !c->classes && !c->types && !is_complement(c)))
        return rc;
    need = push_need(bag, ask);
    if (!need)
        return DW_NOMEM;
    need->complement = !c->n_words && is_complement(c);
    need->classes = c->classes | (c->types ? CLASS_COUNTRY : 0);
    for (uint32_t i = 0; rc == DW_OK && i < c->n_words; i++)
        rc = list_word(bag, need, c->words[i], c->word_len[i]);
    return rc;
}

static enum dw_err add_frame(struct dw_bag *bag, const struct dw_frame *frame, const char *lemma,
                             size_t len)
{
    uint16_t word = add_word(bag, lemma, len);
    struct ask *ask = dw_vec_push(&bag->arena, &bag->asks);
    enum dw_err rc = DW_OK;

    if (!word || !ask)
        return DW_NOMEM;
    *ask =
        (struct ask){.pos = (uint8_t)(1U << frame->pos), .none = frame->none, .need = bag->needs.n};
    if (!bag->words[word].n_frames++)
        bag->words[word].frame = bag->asks.n - 1;
    for (uint32_t i = 0; rc == DW_OK && i < frame->n_conditions; i++)
        rc = add_condition(bag, ask, &frame->conditions[i]);
    return rc;
}

/* --- opening --------------------------------------------------------------------------------- */

enum dw_err dw_bag_open(struct dw_bag **out, struct dw_error *err)
{
    struct dw_bag *bag = calloc(1, sizeof *bag);
    struct dw_frames *frames = NULL;
    const struct dw_frame *frame;
    const char *lemma;
    size_t len;
    enum dw_err rc = bag ? dw_frames_open(&frames, err) : DW_NOMEM;

    *out = NULL;
    if (rc == DW_OK) {
        dw_arena_init(&bag->arena, 0);
        bag->n_words = 1;
        rc = add_classes(bag);
    }
    if (rc == DW_OK)
        rc = add_countries(bag);
    if (rc == DW_OK)
        rc = add_stand_ins(bag);
    for (uint32_t i = 0; rc == DW_OK && (frame = dw_frames_get(frames, i, &lemma, &len)); i++)
        rc = add_frame(bag, frame, lemma, len);
    dw_frames_close(frames);
    if (rc != DW_OK) {
        dw_bag_close(bag);
        return rc == DW_NOMEM ? dw_error_set(err, rc, 0, "no memory for the words of frames") : rc;
    }
    *out = bag;
    return DW_OK;
}

void dw_bag_close(struct dw_bag *bag)
{
    if (bag)
        dw_arena_fini(&bag->arena);
    free(bag);
}

/* --- the sentence ---------------------------------------------------------------------------- */

void dw_bag_reset(struct dw_bag *bag)
{
    if (!++bag->serial) { /* numbers used up: forget those of old */
        memset(bag->seen, 0, sizeof bag->seen);
        bag->serial = 1;
    }
    bag->classes = 0;
    bag->n_predicates = 0;
    bag->n_before = 0;
}

void dw_bag_add_complement(struct dw_bag *bag)
{
    bag->n_before = bag->n_predicates;
}

void dw_bag_add(struct dw_bag *bag, uint16_t word, unsigned pos)
{
    const struct word *w = &bag->words[word];

    if (!word)
        return;
    bag->seen[word] = bag->serial;
    bag->classes |= w->classes;
    if (w->n_frames && pos && bag->n_predicates < PREDICATES_MAX) {
        bag->predicate[bag->n_predicates].word = word;
        bag->predicate[bag->n_predicates++].pos = (uint8_t)pos;
    }
}

static bool is_met(const struct dw_bag *bag, const struct need *need, uint32_t predicate)
{
    if (need->complement)
        return predicate < bag->n_before;
    if (need->classes & bag->classes)
        return true;
    for (uint32_t i = 0; i < need->n_words; i++)
        if (bag->seen[bag->listed.v[need->word + i]] == bag->serial)
            return true;
    return false;
}

static bool may_hold(const struct dw_bag *bag, const struct ask *ask, uint32_t predicate)
{
    for (uint32_t i = 0; i < ask->n_needs; i++)
        if (!is_met(bag, &bag->needs.v[ask->need + i], predicate))
            return false;
    return true;
}

bool dw_bag_holds(const struct dw_bag *bag)
{
    for (uint32_t i = 0; i < bag->n_predicates; i++) {
        const struct word *w = &bag->words[bag->predicate[i].word];

        for (uint32_t k = w->frame; k < w->frame + w->n_frames; k++) {
            const struct ask *ask = &bag->asks.v[k];

            if (!ask->none && ask->pos & bag->predicate[i].pos && may_hold(bag, ask, i))
                return true;
        }
    }
    return bag->n_predicates == PREDICATES_MAX;
}
