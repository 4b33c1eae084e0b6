/* SPDX-License-Identifier: MIT */
/* namerun.c - find where runs of capitals end. */
#include "processors/entity/names.h"

#include <string.h>

bool dw_name_is_dotted(const struct dw_entity_scan *s, uint32_t i)
{
    const char *form = dw_token_form(s->doc, i);
    size_t len = dw_token_len(dw_scan_token(s, i));

    return len > 3 && form[len - 1] == '.' && form[1] == '.';
}

/* A capitalised word; at the head of a sentence the tagger must call it a name. */
static bool is_capital(const struct dw_entity_scan *s, uint32_t i, uint32_t first)
{
    const struct dw_token *t = dw_scan_token(s, i);

    if (!(t->flags & DW_TOKEN_UPPER_FIRST) || t->flags & (DW_TOKEN_PUNCT | DW_TOKEN_CLITIC) ||
        t->time != DW_NONE)
        return false;
    if (t->upos == DW_UPOS_PRON || t->upos == DW_UPOS_DET || t->upos == DW_UPOS_ADP ||
        t->upos == DW_UPOS_CCONJ || t->upos == DW_UPOS_SCONJ || t->upos == DW_UPOS_AUX)
        return false;
    if (i == first ||
        (i > 0 && dw_scan_token(s, i - 1)->flags & DW_TOKEN_PUNCT && !dw_scan_is(s, i - 1, ",") &&
         !dw_scan_is(s, i - 1, "-") && !dw_scan_is(s, i - 1, "<")))
        return t->upos == DW_UPOS_PROPN;
    if (i > first && dw_name_is_dotted(s, i - 1))
        return t->upos == DW_UPOS_PROPN && i + 1 < s->doc->tokens.n &&
               dw_scan_token(s, i + 1)->upos == DW_UPOS_PROPN;
    return true;
}

bool dw_name_is_joined(const struct dw_entity_scan *s, uint32_t hyphen)
{
    return !dw_scan_has(s, hyphen, DW_TOKEN_SPACE_AFTER) &&
           !dw_scan_has(s, hyphen - 1, DW_TOKEN_SPACE_AFTER);
}

bool dw_name_is_particle(const struct dw_entity_scan *s, uint32_t i)
{
    static const char *const particles[] = {"de",  "la", "le",   "du",  "da",  "del", "der",
                                            "den", "di", "dos",  "van", "von", "bin", "ibn",
                                            "al",  "el", "bint", "ul",  "y",   NULL};

    return dw_scan_is_one_of(s, i, particles);
}

static bool takes_of(const struct dw_entity_scan *s, uint32_t i)
{
    struct dw_namepart part;

    return dw_namepart_find(s->parts, s->doc, i, &part) && !part.last_only;
}

/* End of the name that goes on behind `i`, a word of the run; `i` itself if it ends here. */
static uint32_t extend_run(const struct dw_entity_scan *s, uint32_t first, uint32_t i, uint32_t end,
                           bool *takes)
{
    static const char *const links[] = {"of", "for", "on", "and", NULL};
    uint32_t next = i + 1;

    if (i >= end)
        return i;
    if (dw_scan_is(s, i, "-") && dw_name_is_joined(s, i) &&
        next < end) /* "Ho-hyun", not "Beijing-based" */
        return dw_scan_has(s, next, DW_TOKEN_UPPER_FIRST) ||
                       (dw_scan_token(s, next)->upos == DW_UPOS_PROPN && i > first)
                   ? next + 1
                   : i;
    if (dw_scan_is(s, i, "&") && next < end && is_capital(s, next, first))
        return next + 1;
    if (dw_name_is_particle(s, i) && next < end && is_capital(s, next, first))
        return next + 1;
    if (dw_name_is_particle(s, i) && next + 1 < end && dw_scan_is(s, next, "-") &&
        dw_name_is_joined(s, next) &&
        dw_scan_has(s, next + 1, DW_TOKEN_UPPER_FIRST)) /* "Ali al-Khalifa" */
        return next + 2;
    if (dw_scan_is_one_of(s, i, links) && (*takes || takes_of(s, i - 1))) {
        *takes = true;
        if (next < end && dw_scan_is(s, next, "the"))
            next++;
        if (next < end && is_capital(s, next, first))
            return next + 1;
    }
    /* "Ministry of Economy, Trade and Industry": commas in a list that an "and" ends */
    if (*takes && dw_scan_is(s, i, ",") && next + 1 < end && is_capital(s, next, first))
        for (uint32_t k = next + 1; k < end && k < next + 4; k++)
            if (dw_scan_is(s, k, "and") && k + 1 < end && is_capital(s, k + 1, first))
                return next + 1;
    return i;
}

uint32_t dw_name_run_end(const struct dw_entity_scan *s, uint32_t first, uint32_t i, uint32_t end)
{
    uint32_t at = i;
    bool takes = false;

    if (!is_capital(s, i, first))
        return i;
    while (at < end && at - i < DW_NAME_RUN_MAX) {
        uint32_t next;

        if (is_capital(s, at, first)) {
            at++;
            continue;
        }
        next = extend_run(s, i, at, end, &takes);
        if (next == at)
            break;
        at = next;
    }
    return at;
}
