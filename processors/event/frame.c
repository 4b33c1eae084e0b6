/* SPDX-License-Identifier: MIT */
#include "processors/event/frame.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "lexicon/frame.inc"
#include "lexicon/group.inc"
#include "processors/entity/registry.h"
#include "processors/event/clause.h"
#include "processors/event/slot.h"
#include "processors/event/status.h"
#include "processors/syntax/syntax.h"
#include "processors/token.h"
#include "processors/wordclass.h"

enum {
    N_FRAMES = sizeof table_frame / sizeof *table_frame,
    N_GROUPS = sizeof table_group / sizeof *table_group,
    N_SLOTS = 8192, /* a power of two, well above the number of lemmas */
};

_Static_assert(N_FRAMES <= UINT16_MAX, "wider numbers for the frames");

/* A lemma and a frame that it may have, by a row of its own or by one of a group of it. */
struct entry {
    const char *lemma; /* not ended: its length follows */
    uint16_t len, frame;
};

/* The conditions of a cell. */
struct when {
    struct dw_condition v[DW_FRAME_CONDITIONS];
    uint32_t n, weight;
};

struct dw_frames {
    struct dw_frame v[N_FRAMES];
    struct dw_arena arena; /* for what the frames share */
    struct entry *entries; /* by lemma; own rows before those of groups */
    uint32_t n_entries;
    uint32_t slots[N_SLOTS]; /* first entry of a lemma + 1, by the lemma's hash */
};

static const char *pool(uint32_t offset)
{
    return (const char *)table_frame_pool + offset;
}

static const char *pool_or_null(uint32_t offset)
{
    return offset ? pool(offset) : NULL;
}

/* --- slots ----------------------------------------------------------------------------------- */

static bool is_name(const char *text, size_t len, const char *name)
{
    return strlen(name) == len && !strncmp(text, name, len);
}

/* The kind of one step; a name that is none of the fixed ones is a preposition. */
static enum dw_slot_kind slot_kind(const char *text, size_t len)
{
    static const struct {
        const char *name;
        enum dw_slot_kind kind;
    } kinds[] = {
        {"subj", DW_SLOT_SUBJ},
        {"obj", DW_SLOT_OBJ},
        {"iobj", DW_SLOT_IOBJ},
        {"xcomp", DW_SLOT_XCOMP},
        {"ccomp", DW_SLOT_CCOMP},
        {"prt", DW_SLOT_PRT},
        {"aux", DW_SLOT_AUX},
        {"amod", DW_SLOT_AMOD},
        {"poss", DW_SLOT_POSS},
        {"other", DW_SLOT_OTHER},
        {"@subject", DW_SLOT_IS_SUBJECT},
        {"@givenby", DW_SLOT_IS_GIVEN},
        {"@not", DW_SLOT_IS_DENIED},
        {"@passive", DW_SLOT_IS_PASSIVE},
    };

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (is_name(text, len, kinds[i].name))
            return kinds[i].kind;
    return DW_SLOT_PREPOSITION;
}

static enum dw_err parse_step(const char *text, size_t len, struct dw_slot *slot, int step,
                              struct dw_error *err)
{
    if (!len || len >= DW_SLOT_NAME)
        return dw_error_set(err, DW_LEXICON, 0, "frame.tsv: no such slot: %.*s", (int)len, text);
    slot->kind[step] = slot_kind(text, len);
    memcpy(slot->preposition[step], text, len);
    slot->preposition[step][len] = '\0';
    return DW_OK;
}

/* "obj", "on", "obj.on", "subj@court" */
static enum dw_err parse_slot(const char *text, size_t len, struct dw_slot *slot,
                              struct dw_error *err)
{
    const char *at = len > 1 ? memchr(text + 1, '@', len - 1) : NULL;

    *slot = (struct dw_slot){.court = at != NULL};
    if (at)
        len = (size_t)(at - text);
    for (int step = 0;; step++) {
        const char *dot = memchr(text, '.', len);
        size_t n = dot ? (size_t)(dot - text) : len;
        enum dw_err rc;

        if (step == DW_SLOT_STEPS)
            return dw_error_set(err, DW_LEXICON, 0, "frame.tsv: too many steps: %.*s", (int)len,
                                text);
        rc = parse_step(text, n, slot, step, err);
        if (rc != DW_OK || !dot)
            return rc;
        text += n + 1;
        len -= n + 1;
    }
}

enum dw_err dw_slots_parse(const char *text, struct dw_slots *out, struct dw_error *err)
{
    out->n = 0;
    while (*text) {
        size_t len = strcspn(text, ",+");
        bool joined = out->n > 0 && text[-1] == '+';
        enum dw_err rc;

        if (out->n == DW_FRAME_SLOTS)
            return dw_error_set(err, DW_LEXICON, 0, "frame.tsv: too many slots: %s", text);
        rc = parse_slot(text, len, &out->v[out->n], err);
        if (rc != DW_OK)
            return rc;
        out->v[out->n++].joined = joined;
        text += len + (text[len] != '\0');
    }
    return DW_OK;
}

/* --- conditions ------------------------------------------------------------------------------ */

/* "measure": a class of words; "person": a type of entity; "actor": any that can act. */
static bool set_class(char *name, size_t len, struct dw_condition *c)
{
    static const uint32_t actors = 1U << DW_ENTITY_COUNTRY | 1U << DW_ENTITY_GOVERNMENT_BODY |
                                   1U << DW_ENTITY_COURT | 1U << DW_ENTITY_COMPANY |
                                   1U << DW_ENTITY_INTERNATIONAL_ORGANIZATION |
                                   1U << DW_ENTITY_ORGANIZATION | 1U << DW_ENTITY_PERSON;
    int wordclass, type;

    name[len] = '\0';
    wordclass = dw_wordclass_find(name);
    type = dw_entity_type_find(name);
    if (wordclass >= 0)
        c->classes |= 1ULL << wordclass;
    else if (type >= 0)
        c->types |= 1U << type;
    else if (!strcmp(name, "actor"))
        c->types |= actors;
    else
        return false;
    return true;
}

/* "a|@measure|b": lemmas and classes that may fill the slot. */
static enum dw_err parse_values(const char *text, size_t len, struct dw_condition *c,
                                struct dw_error *err)
{
    while (len) {
        size_t n = 0;
        char name[40];

        while (n < len && text[n] != '|')
            n++;
        if (text[0] == '@') {
            if (n >= sizeof name || !set_class(memcpy(name, text + 1, n), n - 1, c))
                return dw_error_set(err, DW_LEXICON, 0, "frame.tsv: no such class: %.*s", (int)n,
                                    text);
        } else {
            if (c->n_words == DW_FRAME_WORDS || n > UINT8_MAX)
                return dw_error_set(err, DW_LEXICON, 0, "frame.tsv: too many words: %.*s", (int)n,
                                    text);
            c->words[c->n_words] = text;
            c->word_len[c->n_words++] = (uint8_t)n;
        }
        text += n + (n < len);
        len -= n + (n < len);
    }
    return DW_OK;
}

/* "obj=@measure prt=out": all conditions of a frame. */
static enum dw_err parse_conditions(const char *text, struct when *when, struct dw_error *err)
{
    const char *cell = text;

    while (*text) {
        size_t len = strcspn(text, " "), name;
        struct dw_condition *c = &when->v[when->n];
        enum dw_err rc;

        if (when->n == DW_FRAME_CONDITIONS)
            return dw_error_set(err, DW_LEXICON, 0, "frame.tsv: too many conditions: %s", cell);
        when->n++;
        for (name = 0; name < len && text[name] != '='; name++)
            ;
        rc = parse_slot(text, name, &c->slot, err);
        when->weight += name < len ? 2 : 1;
        if (rc == DW_OK && name < len)
            rc = parse_values(text + name + 1, len - name - 1, c, err);
        if (rc != DW_OK)
            return rc;
        text += len + (text[len] != '\0');
    }
    return DW_OK;
}

/* By its lemma or its form: "people" is one of person's. */
static bool is_listed(const struct dw_doc *doc, int32_t token, const struct dw_condition *c)
{
    const struct dw_token *t = &doc->tokens.v[token];
    const char *form = dw_token_form(doc, (uint32_t)token);
    size_t len = dw_token_len(t);

    for (uint32_t i = 0; i < c->n_words; i++) {
        const char *word = c->words[i];
        size_t n = c->word_len[i];

        if ((t->lemma && !strncasecmp(t->lemma, word, n) && !t->lemma[n]) ||
            (n == len && !strncasecmp(form, word, n)))
            return true;
    }
    return false;
}

/* A name that no table and no tagger knows may be anybody's. */
static bool is_unknown_name(const struct dw_doc *doc, int32_t token)
{
    const struct dw_token *t = &doc->tokens.v[token];

    return t->upos == DW_UPOS_PROPN && t->time == DW_NONE && dw_token_entity(doc, token) == DW_NONE;
}

static bool is_word_of(const struct dw_doc *doc, int32_t token, const struct dw_condition *c)
{
    if (is_listed(doc, token, c))
        return true;
    if (c->types && dw_token_entity(doc, token) != DW_NONE &&
        c->types >> doc->entities.v[dw_token_entity(doc, token)].type & 1)
        return true;
    if (c->types >> DW_ENTITY_PERSON & 1 && is_unknown_name(doc, token))
        return true;
    for (int i = 0; i < DW_N_CLASSES; i++)
        if (c->classes >> i & 1 && dw_token_is_class(doc, token, (enum dw_wordclass)i))
            return true;
    return false;
}

/* "a round of talks", "a series of measures": the noun behind "of" may meet the condition too. */
static bool is_filled_by(const struct dw_doc *doc, int32_t token, const struct dw_condition *c)
{
    static const struct dw_slot of = {.kind = {DW_SLOT_PREPOSITION}, .preposition = {"of"}};
    struct dw_fillers inner = {.n = 0};

    if (is_word_of(doc, token, c))
        return true;
    if (doc->tokens.v[token].upos != DW_UPOS_NOUN)
        return false;
    dw_slot_find(doc, token, &of, &inner);
    for (uint32_t i = 0; i < inner.n; i++)
        if (is_word_of(doc, inner.v[i], c))
            return true;
    return false;
}

static bool is_given(const struct dw_doc *doc, int32_t noun)
{
    static const struct dw_slot givers[] = {
        {.kind = {DW_SLOT_POSS}},
        {.kind = {DW_SLOT_SUBJ}},
        {.kind = {DW_SLOT_PREPOSITION}, .preposition = {"by"}},
        {.kind = {DW_SLOT_PREPOSITION}, .preposition = {"from"}},
    };
    struct dw_fillers fillers = {.n = 0};

    for (size_t i = 0; i < sizeof givers / sizeof *givers; i++)
        dw_slot_find(doc, noun, &givers[i], &fillers);
    return fillers.n > 0;
}

static bool holds(const struct dw_doc *doc, int32_t token, const struct dw_condition *c)
{
    struct dw_fillers fillers = {.n = 0};

    if (c->slot.kind[0] == DW_SLOT_IS_SUBJECT)
        return dw_token_is_rel(doc, token, DW_DEPREL_NSUBJ);
    if (c->slot.kind[0] == DW_SLOT_IS_GIVEN)
        return is_given(doc, token);
    if (c->slot.kind[0] == DW_SLOT_IS_PASSIVE)
        return dw_verb_is_passive(doc, token);
    if (c->slot.kind[0] == DW_SLOT_IS_DENIED)
        return dw_status_is_negated(doc, token);
    dw_slot_find(doc, token, &c->slot, &fillers);
    if (!c->n_words && !c->classes && !c->types)
        return fillers.n > 0;
    for (uint32_t i = 0; i < fillers.n; i++)
        if (is_filled_by(doc, fillers.v[i], c))
            return true;
    return false;
}

/* --- the index ------------------------------------------------------------------------------- */

static bool is_of(const struct entry *e, const char *lemma, size_t len)
{
    return e->len == len && !memcmp(e->lemma, lemma, len);
}

static uint32_t find_slot(const struct dw_frames *frames, const char *lemma, size_t len)
{
    uint32_t slot = dw_token_hash(lemma, len) % N_SLOTS;

    while (frames->slots[slot] && !is_of(&frames->entries[frames->slots[slot] - 1], lemma, len))
        slot = (slot + 1) % N_SLOTS;
    return slot;
}

/* The lemmas that a row is for, as "a|b": those of its group, or its own; NULL if the group is
 * nowhere. */
static const char *lemmas_of(const struct table_frame_row *row)
{
    const char *lemma = pool(row->lemma);

    if (lemma[0] != '@')
        return lemma;
    for (size_t i = 0; i < N_GROUPS; i++)
        if (!strcmp((const char *)table_group_pool + table_group[i].group, lemma + 1))
            return (const char *)table_group_pool + table_group[i].lemmas;
    return NULL;
}

static bool is_group_row(const struct entry *e)
{
    return pool(table_frame[e->frame].lemma)[0] == '@';
}

static int compare_entries(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    int order = memcmp(x->lemma, y->lemma, x->len < y->len ? x->len : y->len);

    if (!order)
        order = x->len - y->len;
    if (!order)
        order = is_group_row(x) - is_group_row(y);
    return order ? order : x->frame - y->frame;
}

/* One entry for each lemma of a row; only counts them where `out` is NULL. */
static uint32_t list_entries(uint16_t frame, struct entry *out)
{
    uint32_t n = 0;

    for (const char *l = lemmas_of(&table_frame[frame]); l && *l; n++) {
        size_t len = strcspn(l, "|");

        if (out)
            out[n] = (struct entry){l, (uint16_t)len, frame};
        l += len + (l[len] != '\0');
    }
    return n;
}

static enum dw_err build_index(struct dw_frames *frames, struct dw_error *err)
{
    uint32_t n = 0;

    for (int i = 0; i < N_FRAMES; i++) {
        uint32_t of_row = list_entries((uint16_t)i, NULL);

        if (!of_row)
            return dw_error_set(err, DW_LEXICON, 0, "frame.tsv: no such group: %s",
                                frames->v[i].lemma);
        frames->n_entries += of_row;
    }
    frames->entries = calloc(frames->n_entries, sizeof *frames->entries);
    if (!frames->entries)
        return dw_error_set(err, DW_NOMEM, 0, "no memory for the frames");
    for (int i = 0; i < N_FRAMES; i++)
        n += list_entries((uint16_t)i, frames->entries + n);
    qsort(frames->entries, n, sizeof *frames->entries, compare_entries);
    for (uint32_t i = 0; i < n; i++) {
        const struct entry *e = &frames->entries[i];
        uint32_t slot = find_slot(frames, e->lemma, e->len);

        if (!frames->slots[slot])
            frames->slots[slot] = i + 1;
    }
    return DW_OK;
}

/* What has been made of the cells so far, by where their text stands in the pool: equal cells stand
 * there once. */
struct cells {
    const struct when *when[sizeof table_frame_pool];
    const struct dw_slots *slots[sizeof table_frame_pool];
};

static enum dw_err read_when(struct dw_frames *frames, struct cells *cells, uint32_t cell,
                             struct dw_frame *f, struct dw_error *err)
{
    const struct when *known = cells->when[cell];

    if (!known) {
        struct when *when = dw_arena_alloc(&frames->arena, sizeof *when);
        enum dw_err rc;

        if (!when)
            return dw_error_set(err, DW_NOMEM, 0, "no memory for the conditions of frames");
        rc = parse_conditions(pool(cell), when, err);
        if (rc != DW_OK)
            return rc;
        known = cells->when[cell] = when;
    }
    f->conditions = known->v;
    f->n_conditions = known->n;
    f->weight += known->weight;
    for (uint32_t i = 0; i < known->n; i++)
        f->denied |= known->v[i].slot.kind[0] == DW_SLOT_IS_DENIED;
    return DW_OK;
}

static enum dw_err read_slots(struct dw_frames *frames, struct cells *cells, uint32_t cell,
                              const struct dw_slots **out, struct dw_error *err)
{
    if (!cells->slots[cell]) {
        struct dw_slots *slots = dw_arena_alloc(&frames->arena, sizeof *slots);
        enum dw_err rc;

        if (!slots)
            return dw_error_set(err, DW_NOMEM, 0, "no memory for the slots of frames");
        rc = dw_slots_parse(pool(cell), slots, err);
        if (rc != DW_OK)
            return rc;
        cells->slots[cell] = slots;
    }
    *out = cells->slots[cell];
    return DW_OK;
}

static enum dw_err read_row(struct dw_frames *frames, struct cells *cells,
                            const struct table_frame_row *row, struct dw_frame *f,
                            struct dw_error *err)
{
    enum dw_err rc;

    *f = (struct dw_frame){
        .lemma = pool(row->lemma),
        .pos = (enum dw_frame_pos)row->pos,
        .none = row->type == TABLE_FRAME_TYPE_NONE,
        .type = (enum dw_event_type)row->type,
        .mode = pool_or_null(row->mode),
        .cameo = pool_or_null(row->cameo),
        .tag = pool_or_null(row->tag),
        .when = pool(row->when),
        .slots = {pool(row->actor), pool(row->recipient), pool(row->about)},
    };
    f->weight = f->none; /* what denies wins where both ask the same */
    rc = read_when(frames, cells, row->when, f, err);
    if (rc == DW_OK)
        rc = read_slots(frames, cells, row->actor, &f->actor, err);
    if (rc == DW_OK)
        rc = read_slots(frames, cells, row->recipient, &f->recipient, err);
    if (rc == DW_OK)
        rc = read_slots(frames, cells, row->about, &f->about, err);
    return rc;
}

static enum dw_err read_rows(struct dw_frames *frames, struct dw_error *err)
{
    struct cells *cells = calloc(1, sizeof *cells);
    enum dw_err rc = DW_OK;

    if (!cells)
        return dw_error_set(err, DW_NOMEM, 0, "no memory for the frames");
    for (size_t i = 0; i < N_FRAMES && rc == DW_OK; i++)
        rc = read_row(frames, cells, &table_frame[i], &frames->v[i], err);
    free(cells);
    return rc;
}

enum dw_err dw_frames_open(struct dw_frames **out, struct dw_error *err)
{
    struct dw_frames *frames = calloc(1, sizeof *frames);
    enum dw_err rc;

    *out = NULL;
    if (!frames)
        return dw_error_set(err, DW_NOMEM, 0, "no memory for the frames");
    dw_arena_init(&frames->arena, 0);
    rc = read_rows(frames, err);
    if (rc == DW_OK)
        rc = build_index(frames, err);
    if (rc != DW_OK)
        dw_frames_close(frames);
    else
        *out = frames;
    return rc;
}

void dw_frames_close(struct dw_frames *frames)
{
    if (!frames)
        return;
    dw_arena_fini(&frames->arena);
    free(frames->entries);
    free(frames);
}

const struct dw_frame *dw_frames_get(const struct dw_frames *frames, uint32_t index,
                                     const char **lemma, size_t *len)
{
    if (index >= frames->n_entries)
        return NULL;
    *lemma = frames->entries[index].lemma;
    *len = frames->entries[index].len;
    return &frames->v[frames->entries[index].frame];
}

bool dw_frame_is_trigger(const struct dw_frames *frames, const char *lemma)
{
    return frames->slots[find_slot(frames, lemma, strlen(lemma))] != 0;
}

const char *dw_frame_text(struct dw_arena *arena, const struct dw_frame *frame)
{
    static const char *const pos[] = {"v", "n", "a"};

    return dw_arena_printf(arena, "%s/%s %s", frame->lemma, pos[frame->pos], frame->when);
}

const char *dw_frame_slots(struct dw_arena *arena, const struct dw_frame *frame)
{
    const char *const *s = frame->slots;

    return dw_arena_printf(arena, "who %s; to whom %s; about %s", s[0][0] ? s[0] : "-",
                           s[1][0] ? s[1] : "-", s[2][0] ? s[2] : "-");
}

/* As what a token may be a predicate; -1 for none. */
static int token_pos(const struct dw_doc *doc, int32_t token)
{
    const struct dw_token *t = &doc->tokens.v[token];
    bool participle = t->xpos == DW_XPOS_VBN || t->xpos == DW_XPOS_JJ;

    if (!t->lemma || !t->parsed)
        return -1;
    if (participle && dw_token_is_rel(doc, token, DW_DEPREL_AMOD) && token < t->head)
        return dw_token_child_find(doc, token, DW_DEPREL_NSUBJ) == DW_NONE ? DW_FRAME_ATTRIBUTE
                                                                           : DW_FRAME_VERB;
    if (t->upos == DW_UPOS_NOUN || t->upos == DW_UPOS_PROPN)
        return DW_FRAME_NOUN;
    if (t->upos == DW_UPOS_ADJ && (dw_token_child_find(doc, token, DW_DEPREL_COP) != DW_NONE ||
                                   dw_token_is_rel(doc, token, DW_DEPREL_XCOMP)))
        return DW_FRAME_VERB; /* "is willing to", "stands ready to" */
    return t->upos == DW_UPOS_VERB ? DW_FRAME_VERB : -1;
}

/* The frame of entry `i`, counted from 1 as in the slots; NULL behind the last of the lemma. */
static const struct dw_frame *frame_at(const struct dw_frames *frames, uint32_t i,
                                       const char *lemma, size_t len)
{
    if (!i || i > frames->n_entries || !is_of(&frames->entries[i - 1], lemma, len))
        return NULL;
    return &frames->v[frames->entries[i - 1].frame];
}

bool dw_frame_can_match(const struct dw_frames *frames, const struct dw_doc *doc, int32_t token)
{
    const char *lemma = doc->tokens.v[token].lemma;
    int pos = token_pos(doc, token);
    const struct dw_frame *f;
    size_t len;

    if (pos < 0)
        return false;
    len = strlen(lemma);
    for (uint32_t i = frames->slots[find_slot(frames, lemma, len)];
         (f = frame_at(frames, i, lemma, len)) != NULL; i++)
        if ((int)f->pos == pos)
            return true;
    return false;
}

static bool all_hold(const struct dw_doc *doc, int32_t token, const struct dw_frame *f)
{
    for (uint32_t i = 0; i < f->n_conditions; i++)
        if (!holds(doc, token, &f->conditions[i]))
            return false;
    return true;
}

const struct dw_frame *dw_frame_match(const struct dw_frames *frames, const struct dw_doc *doc,
                                      int32_t token)
{
    const char *lemma = doc->tokens.v[token].lemma;
    const struct dw_frame *best = NULL, *f;
    int pos = token_pos(doc, token);
    size_t len;

    if (pos < 0)
        return NULL;
    len = strlen(lemma);
    for (uint32_t i = frames->slots[find_slot(frames, lemma, len)];
         (f = frame_at(frames, i, lemma, len)) != NULL; i++)
        if ((int)f->pos == pos && (!best || f->weight > best->weight) && all_hold(doc, token, f))
            best = f;
    return best;
}

const struct dw_frame *dw_frame_guessed(const struct dw_frames *frames, enum dw_event_type type)
{
    const char *name = dw_event_type_name(type);
    size_t len = strlen(name) + 1;
    char lemma[DW_SLOT_NAME] = "?";

    for (size_t i = 1; i < len && i + 1 < sizeof lemma; i++)
        lemma[i] = (char)(name[i - 1] | 0x20);
    return frame_at(frames, frames->slots[find_slot(frames, lemma, len)], lemma, len);
}
