/* SPDX-License-Identifier: MIT */
/*
 * doc.h - an article with its annotations.
 *
 * The text is immutable. Every annotation is a span of bytes into it, or an index into an array
 * of the document; arrays only grow, in text order unless their comment says otherwise. Everything
 * lives in the document's arena and is gone at the next reset. Processors add; none removes what
 * another has made.
 */
#ifndef DW_DOC_H
#define DW_DOC_H

#include "processors/article.h"
#include "processors/base/arena.h"
#include "processors/base/error.h"
#include "processors/base/span.h"
#include "processors/codes.h"
#include "processors/runs.h"
#include "processors/syntax/cluster.h"

enum { DW_NONE = -1 }; /* no token, entity, time or event */

/* --- zones: what kind of text a stretch is ------------------------------------------------- */

enum dw_zone_type {
    DW_ZONE_BODY,
    DW_ZONE_HEADLINE,
    DW_ZONE_BYLINE,
    DW_ZONE_DATELINE,
    DW_ZONE_CONTROL,     /* slugs, updates, writethru marks */
    DW_ZONE_BOILERPLATE, /* subscription, copyright, related links */
};

struct dw_zone {
    struct dw_span span;
    enum dw_zone_type type;
    uint32_t end; /* of its tokens, which begin where those of the zone before it end */
};

struct dw_zones {
    struct dw_zone *v;
    uint32_t n, cap;
};

/* --- tokens and sentences ------------------------------------------------------------------ */

enum dw_token_flag {
    DW_TOKEN_SPACE_AFTER = 1 << 0, /* white space follows */
    DW_TOKEN_UPPER_FIRST = 1 << 1, /* first letter is upper case */
    DW_TOKEN_UPPER_ALL = 1 << 2,   /* letters, and all of them upper case */
    DW_TOKEN_DIGIT = 1 << 3,       /* holds a digit */
    DW_TOKEN_PUNCT = 1 << 4,       /* punctuation or symbols alone */
    DW_TOKEN_CLITIC = 1 << 5,      /* second half of a split word: 's, n't, 'll */
    DW_TOKEN_QUOTED = 1 << 6,      /* inside quotation marks */
    DW_TOKEN_GAP_AFTER = 1 << 7,   /* white space of several characters follows */
    DW_TOKEN_LINE_AFTER = 1 << 8,  /* a line break alone follows */
    DW_TOKEN_STOP = 1 << 9,        /* its end may be that of a sentence: 3 p.m. or ?! */
};

struct dw_token {
    struct dw_span span;
    uint32_t sentence;
    uint32_t hash;             /* of the lower-cased form, see dw_token_hash */
    uint16_t flags;            /* enum dw_token_flag */
    uint8_t upos;              /* enum dw_upos; X until syntax has run */
    uint8_t xpos;              /* enum dw_xpos, syntax/tagset.h */
    uint8_t deprel;            /* enum dw_deprel, syntax/tagset.h */
    struct dw_cluster cluster; /* of words used alike; 0 until syntax has run */
    bool parsed;               /* head and deprel hold */
    int32_t head;      /* token index in the document; DW_NONE for the root of the sentence */
    int32_t time;      /* the time expression that covers it, or DW_NONE */
    int32_t mention;   /* the widest mention of an entity that covers it, or DW_NONE */
    int32_t child;     /* its leftmost child, if parsed; DW_NONE for a leaf */
    int32_t sibling;   /* the next child of the same head, if parsed; DW_NONE for the last */
    const char *lemma; /* NUL-terminated, lower case but for names; NULL until syntax has run */
};

struct dw_tokens {
    struct dw_token *v;
    uint32_t n, cap;
};

struct dw_sentence {
    struct dw_span span;
    uint32_t first, end; /* tokens [first, end) */
    enum dw_zone_type zone;
    bool admitted;                  /* by the gate: its words could state an event */
    uint32_t mention, last_mention; /* of its mentions, index + 1; 0: none */
};

struct dw_sentences {
    struct dw_sentence *v;
    uint32_t n, cap;
};

/* --- times --------------------------------------------------------------------------------- */

struct dw_time {
    struct dw_span span;
    uint32_t first, end; /* tokens [first, end) */
    enum dw_time_type type;
    char value[32]; /* TIMEX3 value: 2019-07, P3D, 1910/1945, PAST_REF */
    char mod[16];   /* START MID END APPROX EQUAL_OR_LESS ...; empty if none */
};

struct dw_times {
    struct dw_time *v;
    uint32_t n, cap;
};

/* --- entities ------------------------------------------------------------------------------ */

enum dw_mention_kind { DW_MENTION_NAME, DW_MENTION_NOMINAL, DW_MENTION_PRONOUN };

struct dw_mention {
    struct dw_span span;
    uint32_t first, end; /* tokens [first, end) */
    uint32_t head;       /* the token that stands for it in the tree */
    int32_t entity;
    enum dw_mention_kind kind;
    bool adjectival; /* "Japanese", "Turkey's": names a property, not the actor itself */
    uint32_t next;   /* mention of the same sentence, index + 1; 0: none */
};

struct dw_mentions {
    struct dw_mention *v;
    uint32_t n, cap;
};

struct dw_entity {
    enum dw_entity_type type;
    const char *name;
    const char *role; /* title as given in the text, or NULL */
    char country[4];  /* ISO 3166-1 alpha-3 or PLOVER's EUR UNO IGO; empty if unknown */
    char sector[4];   /* PLOVER sector code; empty if unknown */
    bool has_geo;
    double lat, lon;
    bool provisional; /* counts only if an event turns out to be about it or done by it */
};

struct dw_entities {
    struct dw_entity *v;
    uint32_t n, cap;
};

/* --- events -------------------------------------------------------------------------------- */

enum dw_aux { DW_AUX_NONE, DW_AUX_FUTURE, DW_AUX_HYPOTHETICAL, DW_AUX_NEGATED };

enum { DW_EVENT_MODES = 3, DW_EVENT_CONTEXTS = 6 };

struct dw_refs {
    int32_t *v;
    uint32_t n, cap;
};

struct dw_spans {
    struct dw_span *v;
    uint32_t n, cap;
};

struct dw_relation {
    enum dw_relation_type type;
    int32_t event;
};

struct dw_relations {
    struct dw_relation *v;
    uint32_t n, cap;
};

struct dw_event {
    enum dw_event_type type;
    const char *modes[DW_EVENT_MODES];       /* NULL-terminated unless full */
    const char *contexts[DW_EVENT_CONTEXTS]; /* likewise */
    const char *cameo;                       /* NULL if none fits */
    const char *tag;                         /* dispute step, or NULL */
    double goldstein;
    struct dw_refs actors, recipients, about; /* entities */
    int32_t time;                             /* index into times, or DW_NONE */
    char time_value[32];                      /* empty if the text does not tell */
    int32_t place;                            /* entity, or DW_NONE */
    int32_t attribution;                      /* entity, or DW_NONE */
    enum dw_aux aux;
    struct dw_span trigger;
    uint32_t head; /* trigger's head token */
    uint32_t sentence;
    struct dw_spans mentions; /* triggers of later tellings */
    struct dw_relations relations;
    double confidence;
    const char *frame;    /* the lexicon row that fired, for --explain */
    const char *slots;    /* where that row looks for its parties, for --explain */
    const char *rule;     /* how its status came about, for --explain */
    const char *supplied; /* where a side was found that its sentence leaves open; NULL: nowhere */
    const char *merit,
        *doubt; /* what speaks most for its confidence and against; NULL if nothing */
};

struct dw_events {
    struct dw_event *v;
    uint32_t n, cap;
};

/* A trigger that made no event, for --explain. */
struct dw_silence {
    struct dw_span trigger;
    uint32_t sentence;
    const char *frame; /* the lexicon row that held, or NULL */
    const char *why;   /* static */
};

struct dw_silences {
    struct dw_silence *v;
    uint32_t n, cap;
};

/* --- disputes ------------------------------------------------------------------------------ */

struct dw_strings {
    const char **v;
    uint32_t n, cap;
};

struct dw_dispute {
    struct dw_strings parties; /* country codes, sorted */
    struct dw_strings issues;  /* slugs, in order of weight */
    struct dw_refs events;
};

struct dw_disputes {
    struct dw_dispute *v;
    uint32_t n, cap;
};

/* --- the document -------------------------------------------------------------------------- */

enum dw_depth { DW_DEPTH_SCAN, DW_DEPTH_FULL };

struct dw_doc {
    struct dw_arena arena;
    struct dw_article article;

    char language[12];  /* BCP 47 code found; empty if none could be told */
    char published[32]; /* RFC 3339 date or date-time that times are resolved against */
    enum dw_published_by published_by;
    enum dw_depth depth;
    bool wrapped; /* lines are broken inside paragraphs */
    double relevance;

    struct dw_runs runs;   /* of the text; see dw_doc_find_runs */
    struct dw_zones zones; /* cover the text, no overlap */
    struct dw_tokens tokens;
    struct dw_sentences sentences;
    struct dw_times times;
    struct dw_mentions mentions;
    struct dw_entities entities;
    struct {
        uint32_t *slots; /* index + 1 of the entity; 0 if free. See entity/registry.h */
        uint32_t n_slots;
    } entity_index; /* by first mention */
    struct dw_events events;
    struct dw_silences silences;
    struct dw_disputes disputes;
};

/* Nothing is allocated yet. `memory_cap` bounds what one article may cost, in bytes; 0: none. */
void dw_doc_init(struct dw_doc *doc, size_t memory_cap);

/* Forget the article and its annotations; the memory is kept for the next one. */
void dw_doc_reset(struct dw_doc *doc);

void dw_doc_fini(struct dw_doc *doc);

/* Find the runs of the text unless somebody has. Returns DW_NOMEM. */
enum dw_err dw_doc_find_runs(struct dw_doc *doc) DW_WARN_UNUSED;

/* Copy of the text of `span`, white space runs made one blank; NULL when memory is out. */
const char *dw_doc_text(struct dw_doc *doc, struct dw_span span);

/* Whether the processors that know only English should read it: told English, or not told. */
static inline bool dw_doc_is_english(const struct dw_doc *doc)
{
    return !doc->language[0] || (doc->language[0] == 'e' && doc->language[1] == 'n');
}

/* Whether the tagger has looked at a token: part of speech and lemma hold, its head may not. */
static inline bool dw_token_is_tagged(const struct dw_token *t)
{
    return t->lemma != NULL;
}

/* Length in bytes of a token's form, and the form itself (not NUL-terminated). */
static inline size_t dw_token_len(const struct dw_token *t)
{
    return t->span.end - t->span.beg;
}

static inline const char *dw_token_form(const struct dw_doc *doc, uint32_t token)
{
    return doc->article.text + doc->tokens.v[token].span.beg;
}

#endif
