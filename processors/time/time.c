/* SPDX-License-Identifier: MIT */
/*
 * time.c - the time processor: finds dates, times, durations and sets, and resolves them.
 */
#include <stdio.h>
#include <string.h>

#include "processors/processors.h"
#include "processors/time/scan.h"

/* Classes that an expression can begin with. */
#define BIT(name) ((uint64_t)1 << DW_TW_##name)
static const uint64_t starters =
    BIT(MONTH) | BIT(MONTH_SHORT) | BIT(WEEKDAY) | BIT(WEEKDAYS) | BIT(WEEKDAY_SHORT) | BIT(UNIT) |
    BIT(UNITS) | BIT(NUMBER) | BIT(TENS) | BIT(DECADE_WORD) | BIT(ORDINAL) | BIT(VAGUE) |
    BIT(COUPLE) | BIT(HALF) | BIT(ARTICLE) | BIT(PART) | BIT(NOON) | BIT(SEASON) | BIT(LAST) |
    BIT(THIS) | BIT(NEXT) | BIT(PREVIOUS) | BIT(FOLLOWING) | BIT(SAME) | BIT(RECENT) | BIT(LATEST) |
    BIT(TODAY) | BIT(TONIGHT) | BIT(REF) | BIT(MOMENT_EDGE) | BIT(EDGE) | BIT(APPROX) | BIT(OFTEN) |
    BIT(EACH) | BIT(TIMES) | BIT(HOLIDAY) | BIT(FISCAL) | BIT(HALF_WORD);
#undef BIT

/* Could an expression begin with this token? Most cost one probe of the table. */
static bool is_starter(const struct dw_time_scan *s, uint32_t token)
{
    const struct dw_token *t = &s->doc->tokens.v[token];
    const char *form;

    if (t->flags & DW_TOKEN_DIGIT || dw_time_words_classes(s->words, t->hash) & starters)
        return true;
    form = dw_token_form(s->doc, token);
    if ((*form | 0x20) == 'm')
        return dw_token_len(t) > 6 && form[3] == '-';
    return (*form | 0x20) == 'y' && dw_time_is(s, token, "yearend");
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
    dw_moment_format(&e->at, from, sizeof from);
    if (!e->until.grain) {
        snprintf(t->value, sizeof t->value, "%s", from);
        return;
    }
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

static enum dw_err scan_sentence(struct dw_time_scan *s, struct dw_doc *doc)
{
    struct dw_time_expr e;
    uint32_t i = s->beg;

    while (i < s->end) {
        enum dw_err rc;

        if (!is_starter(s, i) || !dw_time_parse(s, i, &e)) {
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

    s.focus = s.today;
    for (uint32_t i = 0; i < doc->sentences.n; i++) {
        const struct dw_sentence *sentence = &doc->sentences.v[i];
        enum dw_err rc;

        if (is_skipped(sentence->zone))
            continue;
        s.beg = sentence->first;
        s.end = sentence->end;
        s.sentence = i;
        rc = scan_sentence(&s, doc);
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
