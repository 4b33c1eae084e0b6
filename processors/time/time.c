/* SPDX-License-Identifier: MIT */
/*
 * time.c - the time processor: finds dates, times, durations and sets, and resolves them.
 */
#include <stdio.h>
#include <string.h>

#include "processors/processors.h"
#include "processors/time/scan.h"
#include "processors/token.h"

#define BIT(name) ((uint64_t)1 << DW_TW_##name)

/* Classes of words that no time can be told without. */
static const uint64_t cores = BIT(MONTH) | BIT(MONTH_SHORT) | BIT(WEEKDAY) | BIT(WEEKDAYS) |
                              BIT(WEEKDAY_SHORT) | BIT(UNIT) | BIT(UNITS) | BIT(TENS) | BIT(SCALE) |
                              BIT(DECADE_WORD) | BIT(PART) | BIT(NOON) | BIT(SEASON) |
                              BIT(SEASONS) | BIT(RECENT) | BIT(LATEST) | BIT(TODAY) | BIT(TONIGHT) |
                              BIT(REF) | BIT(OFTEN) | BIT(TIMES) | BIT(RATE) | BIT(HOLIDAY) |
                              BIT(AMPM) | BIT(ZONE) | BIT(FISCAL) | BIT(HALF_WORD) | BIT(SPAN_WORD);

/* Classes that an expression can begin with. */
static const uint64_t starters =
    BIT(MONTH) | BIT(MONTH_SHORT) | BIT(WEEKDAY) | BIT(WEEKDAYS) | BIT(WEEKDAY_SHORT) | BIT(UNIT) |
    BIT(UNITS) | BIT(NUMBER) | BIT(TENS) | BIT(DECADE_WORD) | BIT(ORDINAL) | BIT(VAGUE) |
    BIT(COUPLE) | BIT(HALF) | BIT(ARTICLE) | BIT(PART) | BIT(NOON) | BIT(SEASON) | BIT(LAST) |
    BIT(THIS) | BIT(NEXT) | BIT(PREVIOUS) | BIT(FOLLOWING) | BIT(SAME) | BIT(RECENT) | BIT(LATEST) |
    BIT(TODAY) | BIT(TONIGHT) | BIT(REF) | BIT(MOMENT_EDGE) | BIT(EDGE) | BIT(APPROX) | BIT(OFTEN) |
    BIT(EACH) | BIT(TIMES) | BIT(HOLIDAY) | BIT(FISCAL) | BIT(HALF_WORD);

/* Classes of what is counted: figures before them tell no time. */
static const uint64_t counted = BIT(AMOUNT) | BIT(MONEY);

#undef BIT

enum {
    CORE_REACH = 8, /* tokens from the beginning of an expression to its core */
};

/* What a token may be. */
enum { MAY_BEGIN = 1, IS_CORE = 2 };

/* Can figures tell a time by themselves? "1986", "19:30", "1980s", "2019/20"; not "16" or "3.5". */
static bool is_core_figure(const char *form, size_t len)
{
    size_t stops = 0, digits = 0;

    for (size_t i = 0; i < len; i++) {
        digits += form[i] >= '0' && form[i] <= '9';
        stops += form[i] == '.';
        if (form[i] > '9' || form[i] < ',' || form[i] == '-' || form[i] == '/')
            return true;
    }
    return stops > 1 || (digits == 4 && len == 4);
}

/* What a token is by its form, where no word of the table tells: "1986", "mid-May", "o'clock". */
static unsigned form_role(const struct dw_doc *doc, uint32_t token)
{
    const struct dw_token *t = &doc->tokens.v[token];
    const char *form = dw_token_form(doc, token);
    size_t len = dw_token_len(t);

    if (t->flags & DW_TOKEN_DIGIT)
        return MAY_BEGIN | (is_core_figure(form, len) ? IS_CORE : 0);
    if (len < 7)
        return 0;
    switch (*form | 0x20) {
    case 'm':
        return form[3] == '-' ? MAY_BEGIN | IS_CORE : 0;
    case 'o':
        return form[1] == '\'' || form[1] == '\xE2' ? IS_CORE : 0;
    case 'y':
        return dw_token_is(doc, token, "yearend") ? MAY_BEGIN | IS_CORE : 0;
    default:
        return 0;
    }
}

static bool is_skipped(enum dw_zone_type zone)
{
    return zone == DW_ZONE_CONTROL || zone == DW_ZONE_BOILERPLATE || zone == DW_ZONE_BYLINE;
}

static void format_value(const struct dw_time_expr *e, struct dw_time *t)
{
    char from[24], until[24];

    if (e->literal[0]) {
        snprintf(t->value, sizeof t->value, "%s", e->literal);
        return;
    }
    if (!e->until.grain) {
        dw_moment_format(&e->at, t->value, sizeof t->value);
        return;
    }
    dw_moment_format(&e->at, from, sizeof from);
    dw_moment_format(&e->until, until, sizeof until);
    snprintf(t->value, sizeof t->value, "%.15s/%.15s", from, until);
}

static enum dw_err add_time(struct dw_doc *doc, const struct dw_time_expr *e)
{
    struct dw_time *t = dw_vec_push(&doc->arena, &doc->times);

    if (!t)
        return DW_NOMEM;
    t->span =
        (struct dw_span){doc->tokens.v[e->first].span.beg, doc->tokens.v[e->end - 1].span.end};
    t->first = e->first;
    t->end = e->end;
    t->type = e->type;
    format_value(e, t);
    if (*e->mod)
        snprintf(t->mod, sizeof t->mod, "%s", e->mod);
    return DW_OK;
}

/* Is it the quarter that an account is about? Not the one that it is compared with, nor one that
 * is only looked ahead to. */
static bool is_reported(const struct dw_time_scan *s, const struct dw_moment *quarter)
{
    int now = s->today.year * 4 + (s->today.month + 2) / 3;

    if (!s->period.year)
        return quarter->year >= s->today.year - 1;
    return quarter->year >= s->period.year && quarter->year * 4 + quarter->index < now;
}

/* "the November 27 agreement", "Japan's 1910-1945 rule": names a thing by its date, and does not
 * take the story there. */
static bool is_modifier(const struct dw_time_scan *s, const struct dw_time_expr *e)
{
    bool led = e->first > s->beg &&
               (dw_time_word(s, e->first - 1, DW_TW_ARTICLE) || dw_time_is(s, e->first - 1, "'s"));

    return led && e->end < s->end && !(s->doc->tokens.v[e->end].flags & DW_TOKEN_PUNCT) &&
           !dw_time_word(s, e->end, DW_TW_PREPOSITION);
}

/* Later expressions count from this one. */
static void remember(struct dw_time_scan *s, const struct dw_time_expr *e)
{
    if (e->literal[0] || !e->at.year)
        return;
    if (!is_modifier(s, e))
        s->focus = e->until.grain ? e->until : e->at;
    if (e->at.grain == DW_GRAIN_QUARTER && is_reported(s, &e->at)) {
        s->period = e->at;
        s->period_sentence = s->sentence;
    }
}

/* Can the token behind `token` carry on an expression that begins with an article or a figure? */
static bool may_go_on(const struct dw_time_scan *s, const uint8_t *roles, uint32_t token)
{
    const struct dw_token *next = &s->doc->tokens.v[token + 1];
    bool is_figure = s->doc->tokens.v[token].flags & DW_TOKEN_DIGIT;

    if (token + 1 >= s->end)
        return false;
    if (s->classes[token + 1] & (is_figure ? ~counted : UINT64_MAX) || roles[token + 1])
        return true;
    return next->flags & DW_TOKEN_PUNCT ||
           (is_figure && (dw_time_is(s, token + 1, "to") || dw_time_is(s, token + 1, "and") ||
                          dw_time_is(s, token + 1, "or")));
}

/* May an expression begin here? Asked of every token near a core, so that few are tried. */
static bool may_begin(const struct dw_time_scan *s, const uint8_t *roles, uint32_t token)
{
    if (!(roles[token] & MAY_BEGIN))
        return false;
    if (roles[token] & IS_CORE || s->classes[token] & ~((uint64_t)1 << DW_TW_ARTICLE))
        return true;
    return may_go_on(s, roles, token);
}

/* The first token from `from` that a time may be told by; the end of the sentence if none is. */
static uint32_t next_core(const struct dw_time_scan *s, const uint8_t *roles, uint32_t from)
{
    while (from < s->end && !(roles[from] & IS_CORE))
        from++;
    return from;
}

/* Most tokens begin no expression: the grammar is asked only near a core. */
static enum dw_err scan_sentence(struct dw_time_scan *s, const uint8_t *roles, struct dw_doc *doc)
{
    uint32_t core = next_core(s, roles, s->beg);
    struct dw_time_expr e;

    for (uint32_t i = s->beg; i < s->end;) {
        enum dw_err rc;

        if (core < i)
            core = next_core(s, roles, i);
        if (core >= s->end)
            break;
        if (core > i + CORE_REACH) {
            i = core - CORE_REACH;
            continue;
        }
        if (!may_begin(s, roles, i) || !dw_time_parse(s, i, &e)) {
            i++;
            continue;
        }
        rc = add_time(doc, &e);
        if (rc != DW_OK)
            return rc;
        remember(s, &e);
        i = e.end > i ? e.end : i + 1;
    }
    return DW_OK;
}

/* Can the form of a token give it a role? Figures do, and a few words: see form_role. */
static bool may_have_role(const struct dw_doc *doc, uint32_t token)
{
    const struct dw_token *t = &doc->tokens.v[token];
    char first = (char)(*dw_token_form(doc, token) | 0x20);

    return (t->flags & DW_TOKEN_DIGIT) |
           ((dw_token_len(t) >= 7) & ((first == 'm') | (first == 'o') | (first == 'y')));
}

/* The classes of the tokens of the sentence, and their roles. */
static void classify(const struct dw_time_scan *s, uint64_t *classes, uint8_t *roles)
{
    dw_time_words_classify(s->words, s->doc, s->beg, s->end, classes);
    for (uint32_t i = s->beg; i < s->end; i++) {
        unsigned role =
            (classes[i] & starters ? MAY_BEGIN : 0U) | (classes[i] & cores ? IS_CORE : 0U);

        if (may_have_role(s->doc, i))
            role |= form_role(s->doc, i);
        roles[i] = (uint8_t)role;
    }
}

static struct dw_moment read_today(const struct dw_doc *doc)
{
    struct dw_date d;

    if (!dw_date_parse(doc->published, &d))
        return (struct dw_moment){0};
    return (struct dw_moment){
        .grain = DW_GRAIN_DAY, .year = d.year, .month = d.month, .day = d.day};
}

static enum dw_err run(void *state, struct dw_doc *doc, struct dw_error *err)
{
    struct dw_time_scan s = {.words = state, .doc = doc, .today = read_today(doc)};
    uint64_t *classes = dw_arena_alloc(&doc->arena, (doc->tokens.n + 1) * sizeof *classes);
    uint8_t *roles = dw_arena_alloc(&doc->arena, doc->tokens.n + 1);

    s.focus = s.today;
    s.classes = classes;
    if (!classes || !roles)
        return dw_error_set(err, DW_NOMEM, 0, "too many words for the memory of one article");
    for (uint32_t i = 0; i < doc->sentences.n; i++) {
        const struct dw_sentence *sentence = &doc->sentences.v[i];
        enum dw_err rc;

        if (is_skipped(sentence->zone))
            continue;
        s.beg = sentence->first;
        s.end = sentence->end;
        s.sentence = i;
        classify(&s, classes, roles);
        rc = scan_sentence(&s, roles, doc);
        if (rc != DW_OK)
            return dw_error_set(err, rc, sentence->span.beg,
                                "too many times for the memory of one article");
    }
    return DW_OK;
}

static enum dw_err open_words(void **state, const struct dw_pipeline_options *options,
                              struct dw_error *err)
{
    struct dw_time_words *words;
    enum dw_err rc = dw_time_words_open(&words, err);

    (void)options;
    *state = words;
    return rc;
}

static void close_words(void *state)
{
    dw_time_words_close(state);
}

const struct dw_processor dw_processor_time = {
    .name = "time",
    .summary = "dates, times, durations and sets, resolved to TIMEX3 values",
    .open = open_words,
    .run = run,
    .close = close_words,
};
