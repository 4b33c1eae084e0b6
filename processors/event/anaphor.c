/* SPDX-License-Identifier: MIT */
#include "processors/event/anaphor.h"

#include "processors/event/clause.h"
#include "processors/syntax/syntax.h"
#include "processors/token.h"
#include "processors/wordclass.h"

#define TYPE(name) (1U << DW_EVENT_##name)

enum {
    HOSTILE = TYPE(SANCTION) | TYPE(COERCE) | TYPE(ASSAULT) | TYPE(MOBILIZE) | TYPE(PROTEST),
    FRIENDLY = TYPE(CONCEDE) | TYPE(RETREAT) | TYPE(AGREE) | TYPE(AID),
    WORDS = TYPE(ACCUSE) | TYPE(REQUEST) | TYPE(THREATEN) | TYPE(REJECT),
};

/* What types of events the nouns of a class can stand for. */
static const struct {
    enum dw_wordclass noun;
    uint32_t types;
} meanings[] = {
    {DW_CLASS_MEASURE, TYPE(SANCTION)},
    {DW_CLASS_PREFERENCE, TYPE(SANCTION)},
    {DW_CLASS_DEMAND, TYPE(REQUEST) | TYPE(AGREE)},
    {DW_CLASS_ACCUSATION, TYPE(ACCUSE)},
    {DW_CLASS_COMPLAINT, TYPE(ACCUSE)},
    {DW_CLASS_RULING, TYPE(SANCTION) | TYPE(COERCE)},
    {DW_CLASS_VIOLENCE, TYPE(ASSAULT) | TYPE(MOBILIZE)},
    {DW_CLASS_HARM, HOSTILE | TYPE(THREATEN)},
    {DW_CLASS_STEP, HOSTILE | FRIENDLY | TYPE(THREATEN)},
    {DW_CLASS_MESSAGE, WORDS},
};

static uint32_t types_of(const struct dw_doc *doc, int32_t noun)
{
    uint32_t types = 0;

    for (size_t i = 0; i < sizeof meanings / sizeof *meanings; i++)
        if (dw_token_is_class(doc, noun, meanings[i].noun))
            types |= meanings[i].types;
    return types;
}

/* "the move", "such demands", "its claim": something told before; "new tariffs" are not. */
static bool is_definite(const struct dw_doc *doc, int32_t noun)
{
    static const char *const words[] = {"the", "this", "these", "that", "those", "such", NULL};

    if (doc->tokens.v[noun].upos != DW_UPOS_NOUN)
        return false;
    dw_token_children(doc, c, noun)
    {
        if (c < noun && dw_token_is_rel(doc, c, DW_DEPREL_DET))
            return dw_token_is_one_of(doc, (uint32_t)c, words);
    }
    return false;
}

int32_t dw_anaphor_find(const struct dw_doc *doc, int32_t noun, uint32_t n_events)
{
    uint32_t types = noun != DW_NONE && is_definite(doc, noun) ? types_of(doc, noun) : 0;

    for (uint32_t i = n_events; types && i-- > 0;) {
        const struct dw_event *e = &doc->events.v[i];

        if (types >> e->type & 1 && e->aux != DW_AUX_NEGATED && (e->actors.n || e->recipients.n))
            return (int32_t)i;
    }
    return DW_NONE;
}

int32_t dw_anaphor_find_under(const struct dw_doc *doc, int32_t predicate, uint32_t n_events)
{
    bool verb = doc->tokens.v[predicate].upos == DW_UPOS_VERB;
    int32_t found =
        dw_anaphor_find(doc, verb ? dw_clause_object(doc, predicate) : predicate, n_events);

    dw_token_children(doc, c, predicate)
    {
        if (found == DW_NONE && dw_token_is_oblique(doc, c))
            found = dw_anaphor_find(doc, c, n_events);
    }
    return found;
}
