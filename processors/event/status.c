/* SPDX-License-Identifier: MIT */
#include "processors/event/status.h"

#include <string.h>

#include "processors/event/argument.h"
#include "processors/event/clause.h"
#include "processors/event/slot.h"
#include "processors/syntax/syntax.h"
#include "processors/token.h"
#include "processors/wordclass.h"
#include "lexicon/compose.inc"
#include "lexicon/embed.inc"

enum {
    N_EMBED = sizeof table_embed / sizeof *table_embed,
    N_COMPOSE = sizeof table_compose / sizeof *table_compose,
    CLIMB_MAX = 4, /* predicates above that are asked */
};

/* --- governing predicates -------------------------------------------------------------------- */

/* The effect of a lemma by embed.tsv; -1 if it has none. */
static int embed_effect(const char *lemma)
{
    size_t low = 0, high = N_EMBED;

    while (lemma && low < high) {
        size_t mid = (low + high) / 2;
        int order = strcmp((const char *)table_embed_pool + table_embed[mid].lemma, lemma);

        if (!order)
            return table_embed[mid].effect;
        if (order < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return -1;
}

bool dw_status_is_embedding(const char *lemma)
{
    return embed_effect(lemma) >= 0;
}

bool dw_status_is_intent(const char *lemma)
{
    int effect = embed_effect(lemma);

    return effect == TABLE_EMBED_EFFECT_FUTURE || effect == TABLE_EMBED_EFFECT_HYPOTHETICAL;
}

static bool is_one_of(const struct dw_doc *doc, int32_t token, const char *const *words)
{
    if (dw_token_is_one_of(doc, (uint32_t)token, words))
        return true;
    for (; *words; words++)
        if (dw_token_is_lemma(doc, token, *words))
            return true;
    return false;
}

/* "short of imposing", "refrained from imposing", "thinks about imposing" */
static bool is_gerund(const struct dw_doc *doc, int32_t token)
{
    static const char *const marks[] = {"of", "from", "about", "against", NULL};
    int32_t mark = dw_token_child_find(doc, token, DW_DEPREL_MARK);

    return doc->tokens.v[token].xpos == DW_XPOS_VBG && mark != DW_NONE &&
           is_one_of(doc, mark, marks);
}

/* Infinitive, complement clause, or the object of a light or governing verb. */
static bool is_governed(const struct dw_doc *doc, int32_t token)
{
    enum dw_deprel rel = (enum dw_deprel)doc->tokens.v[token].deprel;
    enum dw_deprel base = dw_deprel_base(rel);
    bool infinitive = dw_token_child_find_lemma(doc, token, "to") != DW_NONE;

    return base == DW_DEPREL_XCOMP || base == DW_DEPREL_CCOMP || base == DW_DEPREL_OBJ ||
           rel == DW_DEPREL_NSUBJ_PASS || base == DW_DEPREL_CSUBJ ||
           (infinitive && (base == DW_DEPREL_ADVCL || base == DW_DEPREL_ACL)) ||
           (base == DW_DEPREL_ADVCL && is_gerund(doc, token)) ||
           (rel == DW_DEPREL_ACL && dw_token_child_find(doc, token, DW_DEPREL_MARK) != DW_NONE) ||
           base == DW_DEPREL_NMOD;
}

/* "until Kenya lifts": the parser may take the conjunction for a preposition of the subject. */
static bool is_limit_before(const struct dw_doc *doc, int32_t subject)
{
    return subject != DW_NONE && (dw_token_has_preposition(doc, subject, "until") ||
                                  dw_token_has_preposition(doc, subject, "till"));
}

/* "if it lifts", "unless ..."; "until it lifts", but not "until it lifted". */
static bool is_conditional(const struct dw_doc *doc, int32_t token)
{
    static const char *const marks[] = {"if", "unless", "whether", "should", NULL};
    static const char *const limits[] = {"until", "till", NULL};
    uint8_t xpos = doc->tokens.v[token].xpos;
    bool present = xpos == DW_XPOS_VBZ || xpos == DW_XPOS_VBP;

    dw_token_children(doc, c, token)
    {
        if (dw_token_is_rel(doc, c, DW_DEPREL_MARK) &&
            (is_one_of(doc, c, marks) || (present && is_one_of(doc, c, limits))))
            return true;
    }
    return present && is_limit_before(doc, dw_clause_subject(doc, token));
}

static bool has_no(const struct dw_doc *doc, int32_t noun)
{
    static const char *const words[] = {"no", "neither", NULL};

    dw_token_children(doc, c, noun)
    {
        if (c < noun && dw_token_is_rel(doc, c, DW_DEPREL_DET) && is_one_of(doc, c, words))
            return true;
    }
    return false;
}

/* "nobody bombed", "no country signed", "imposed no tariffs" */
static bool has_empty_side(const struct dw_doc *doc, int32_t verb)
{
    static const char *const nobody[] = {"nobody", "none", "nothing", "neither", NULL};

    dw_token_children(doc, c, verb)
    {
        bool subject = dw_token_is_rel(doc, c, DW_DEPREL_NSUBJ);

        if ((subject && is_one_of(doc, c, nobody)) ||
            ((subject || dw_token_is_rel(doc, c, DW_DEPREL_OBJ)) && has_no(doc, c)))
            return true;
    }
    return false;
}

/* "has yet to impose" */
static bool is_yet_to_come(const struct dw_doc *doc, int32_t token)
{
    int32_t head = doc->tokens.v[token].head, yet;

    if (!dw_token_is_rel(doc, token, DW_DEPREL_XCOMP) ||
        !(dw_token_is_lemma(doc, head, "have") || dw_token_is_lemma(doc, head, "be")))
        return false;
    yet = dw_token_child_find_lemma(doc, head, "yet");
    return yet != DW_NONE && yet < token;
}

bool dw_status_is_negated(const struct dw_doc *doc, int32_t token)
{
    static const char *const words[] = {"not", "n't", "never", "no", "neither", "nor", NULL};
    static const char *const marks[] = {"without", "against", "instead", "rather", NULL};

    dw_token_children(doc, c, token)
    {
        if (c < token && is_one_of(doc, c, words) &&
            (dw_token_is_rel(doc, c, DW_DEPREL_ADVMOD) || dw_token_is_rel(doc, c, DW_DEPREL_DET)))
            return true;
        if (c < token && is_one_of(doc, c, marks) &&
            (dw_token_is_rel(doc, c, DW_DEPREL_MARK) || dw_token_is_rel(doc, c, DW_DEPREL_CC)))
            return true;
    }
    return has_empty_side(doc, token) || is_yet_to_come(doc, token);
}

/* The verb that reports this one: above it, or right before its subject where the parser missed the
 * tie: "announced in August it would". DW_NONE if there is none. */
static int32_t reporter(const struct dw_doc *doc, int32_t verb)
{
    int32_t head = doc->tokens.v[verb].head;
    int32_t at = dw_token_child_find(doc, verb, DW_DEPREL_NSUBJ);

    if (dw_token_is_rel(doc, verb, DW_DEPREL_CCOMP))
        return head;
    if (at == DW_NONE || doc->tokens.v[at].upos != DW_UPOS_PRON)
        return DW_NONE;
    for (int n = 0; n < CLIMB_MAX && at-- > 0; n++) {
        const struct dw_token *t = &doc->tokens.v[at];

        if (t->sentence != doc->tokens.v[verb].sentence || t->flags & DW_TOKEN_PUNCT)
            return DW_NONE;
        if (t->upos == DW_UPOS_VERB)
            return at;
    }
    return DW_NONE;
}

/* "announced that", "decided that" */
static bool is_announced(const struct dw_doc *doc, int32_t token)
{
    int32_t by = reporter(doc, token);

    return by != DW_NONE && embed_effect(doc->tokens.v[by].lemma) == TABLE_EMBED_EFFECT_ANNOUNCE;
}

static bool is_reported(const struct dw_doc *doc, int32_t token)
{
    int32_t by = reporter(doc, token);

    return is_announced(doc, token) || (by != DW_NONE && dw_token_is_class(doc, by, DW_CLASS_SAY));
}

/* "is to impose": the copula with an infinitive. */
static bool is_due(const struct dw_doc *doc, int32_t verb)
{
    return doc->tokens.v[verb].xpos == DW_XPOS_VB &&
           dw_token_child_find(doc, verb, DW_DEPREL_COP) != DW_NONE &&
           dw_token_child_find_lemma(doc, verb, "to") != DW_NONE;
}

/* What the auxiliaries of a verb tell. */
static bool read_auxiliaries(const struct dw_doc *doc, int32_t verb, struct dw_event_status *s)
{
    static const char *const future[] = {"will", "shall", "'ll", "wo", NULL};
    static const char *const possible[] = {"could", "may",  "might", "can", "should",
                                           "ca",    "must", "ought", NULL};

    dw_token_children(doc, c, verb)
    {
        if (!dw_token_is_rel(doc, c, DW_DEPREL_AUX))
            continue;
        if (is_one_of(doc, c, future)) {
            s->aux = DW_AUX_FUTURE;
            s->rule = "auxiliary of the future";
        } else if (dw_token_is(doc, (uint32_t)c, "would") || dw_token_is(doc, (uint32_t)c, "'d")) {
            s->aux = is_reported(doc, verb) ? DW_AUX_FUTURE : DW_AUX_HYPOTHETICAL;
            if (is_announced(doc, verb))
                s->announced_by = reporter(doc, verb);
            s->rule = is_reported(doc, verb) ? "future in reported speech" : "conditional";
        } else if (is_one_of(doc, c, possible)) {
            s->aux = DW_AUX_HYPOTHETICAL;
            s->rule = "auxiliary of possibility";
        }
    }
    if (s->aux == DW_AUX_NONE && is_due(doc, verb)) {
        s->aux = DW_AUX_FUTURE;
        s->rule = "is to happen";
    }
    return s->aux != DW_AUX_NONE;
}

/* What a governing predicate tells; true when it settles the matter. */
static bool read_governor(const struct dw_doc *doc, int32_t head, struct dw_event_status *s)
{
    switch (embed_effect(doc->tokens.v[head].lemma)) {
    case TABLE_EMBED_EFFECT_REFUSED:
        s->refused = true;
        s->aux = DW_AUX_NEGATED;
        s->rule = "refused";
        return true;
    case TABLE_EMBED_EFFECT_FUTURE:
        s->refused = dw_status_is_negated(doc, head);
        if (s->refused) { /* "has no plans to", "is not willing to" */
            s->aux = DW_AUX_NEGATED;
            s->rule = "not meant to happen";
            return true;
        }
        s->aux = DW_AUX_FUTURE;
        s->rule = "planned or expected";
        return true;
    case TABLE_EMBED_EFFECT_HYPOTHETICAL:
        s->aux = DW_AUX_HYPOTHETICAL;
        s->rule = "considered or possible";
        return true;
    case TABLE_EMBED_EFFECT_NEGATED:
        s->aux = DW_AUX_NEGATED;
        s->rule = "failed, avoided or denied";
        return true;
    case TABLE_EMBED_EFFECT_ANNOUNCE:
        if (s->announced_by == DW_NONE)
            s->announced_by = head;
        return false;
    default:
        return false;
    }
}

static bool settle(struct dw_event_status *s, enum dw_aux aux, const char *rule)
{
    s->aux = aux;
    s->rule = rule;
    return true;
}

/* "unless they pay": a clause below that puts the matter on a condition. */
static bool has_condition(const struct dw_doc *doc, int32_t verb)
{
    dw_token_children(doc, c, verb)
    {
        if (dw_token_is_rel(doc, c, DW_DEPREL_ADVCL) && is_conditional(doc, c))
            return true;
    }
    return false;
}

/* Not to agree, not to be willing, is to refuse. */
static bool is_consent(const struct dw_doc *doc, int32_t token)
{
    static const char *const words[] = {"agree", "accept", "consent", NULL};

    return is_one_of(doc, token, words) ||
           ((doc->tokens.v[token].upos == DW_UPOS_ADJ || dw_verb_is_passive(doc, token)) &&
            embed_effect(doc->tokens.v[token].lemma) == TABLE_EMBED_EFFECT_FUTURE);
}

/* "Did Peru sign?", but not "why did Peru sign?" */
static bool is_question(const struct dw_doc *doc, int32_t token)
{
    const struct dw_sentence *s = &doc->sentences.v[doc->tokens.v[token].sentence];
    uint32_t first = s->first, last = s->end;

    while (first < s->end && doc->tokens.v[first].upos == DW_UPOS_PUNCT)
        first++;
    while (last > first && doc->tokens.v[last - 1].upos == DW_UPOS_PUNCT &&
           !dw_token_is(doc, last - 1, "?"))
        last--;
    return last > first + 1 && dw_token_is(doc, last - 1, "?") &&
           doc->tokens.v[first].upos == DW_UPOS_AUX;
}

/* What a predicate on the way up tells of itself; true when it settles the matter. */
static bool read_predicate(const struct dw_doc *doc, int32_t at, struct dw_event_status *s)
{
    bool negated = dw_status_is_negated(doc, at);

    if (is_conditional(doc, at))
        return settle(s, DW_AUX_HYPOTHETICAL, "condition");
    if (doc->tokens.v[at].head == DW_NONE && is_question(doc, at))
        return settle(s, DW_AUX_HYPOTHETICAL, "question");
    s->on_condition |= has_condition(doc, at);
    if (read_auxiliaries(doc, at, s)) {
        s->refused = negated && s->aux == DW_AUX_FUTURE;
        return negated ? settle(s, DW_AUX_NEGATED, s->refused ? "will not" : "negated") : true;
    }
    s->refused |= negated && is_consent(doc, at);
    return negated && settle(s, DW_AUX_NEGATED, "negated");
}

/* "announced plans to leave": the noun between verb and infinitive. */
static bool read_plan(const struct dw_doc *doc, int32_t at, struct dw_event_status *s)
{
    int32_t noun = dw_token_child_find(doc, doc->tokens.v[at].head, DW_DEPREL_OBJ);

    return dw_token_is_rel(doc, at, DW_DEPREL_XCOMP) && noun != DW_NONE && noun < at &&
           read_governor(doc, noun, s);
}

/* "sent a team to halt the tariffs": meant, not done. */
static bool is_purpose(const struct dw_doc *doc, int32_t at)
{
    int32_t head = doc->tokens.v[at].head;

    return dw_token_is_rel(doc, at, DW_DEPREL_ADVCL) &&
           dw_token_child_find_lemma(doc, at, "to") != DW_NONE &&
           embed_effect(doc->tokens.v[head].lemma) < 0;
}

/* The head; of "shy away from closing" the verb, though the parser hung "closing" from "away". */
static int32_t governor(const struct dw_doc *doc, int32_t at)
{
    int32_t head = doc->tokens.v[at].head;

    return head != DW_NONE && dw_token_is_rel(doc, head, DW_DEPREL_ADVMOD)
               ? doc->tokens.v[head].head
               : head;
}

struct dw_event_status dw_status_find(const struct dw_doc *doc, int32_t predicate)
{
    struct dw_event_status s = {.announced_by = DW_NONE, .rule = "told as a fact"};
    int32_t at = predicate, light = dw_light_verb(doc, predicate);

    if (light != DW_NONE && !dw_status_is_negated(doc, predicate))
        at = light;
    for (int n = 0; n < CLIMB_MAX && at != DW_NONE; n++) {
        int32_t head = governor(doc, at);

        if (read_predicate(doc, at, &s) || head == DW_NONE)
            return s;
        if (dw_token_is_rel(doc, at, DW_DEPREL_CONJ)) {
            at = head;
            continue;
        }
        if (!is_governed(doc, at) || read_governor(doc, head, &s) || read_plan(doc, at, &s))
            return s;
        if (is_purpose(doc, at)) {
            s.meant = true;
            settle(&s, DW_AUX_HYPOTHETICAL, "purpose");
            return s;
        }
        at = head;
    }
    return s;
}

void dw_status_own(const struct dw_doc *doc, int32_t predicate, struct dw_event_status *status)
{
    int effect = embed_effect(doc->tokens.v[predicate].lemma);

    if (status->aux == DW_AUX_NONE &&
        (effect == TABLE_EMBED_EFFECT_FUTURE || effect == TABLE_EMBED_EFFECT_HYPOTHETICAL))
        read_governor(doc, predicate, status);
}

/* --- composition ----------------------------------------------------------------------------- */

static const char *pool_or_null(uint32_t offset)
{
    return offset ? (const char *)table_compose_pool + offset : NULL;
}

static bool find_row(const char *outer, const char *inner, struct dw_composition *out)
{
    for (size_t i = 0; inner && i < N_COMPOSE; i++) {
        const struct table_compose_row *row = &table_compose[i];

        if (strcmp((const char *)table_compose_pool + row->outer, outer) != 0 ||
            strcmp((const char *)table_compose_pool + row->inner, inner) != 0)
            continue;
        *out = (struct dw_composition){
            .type = (enum dw_event_type)row->type,
            .mode = pool_or_null(row->mode),
            .cameo = pool_or_null(row->cameo),
            .tag = pool_or_null(row->tag),
        };
        return true;
    }
    return false;
}

bool dw_compose_find(const char *outer, const char *lemma, const char *tag, enum dw_event_type type,
                     bool has_type, struct dw_composition *out)
{
    return find_row(outer, lemma, out) || find_row(outer, tag, out) ||
           (has_type &&
            (find_row(outer, dw_event_type_name(type), out) || find_row(outer, "*", out)));
}

const char *dw_compose_outer(const struct dw_frame *frame)
{
    switch (frame->type) {
    case DW_EVENT_THREATEN:
        return "threaten";
    case DW_EVENT_REQUEST:
        return "request";
    case DW_EVENT_REJECT:
        return "reject";
    case DW_EVENT_AGREE:
        return !strcmp(frame->lemma, "offer") || !strcmp(frame->lemma, "proposal") ? "offer"
                                                                                   : "agree";
    default:
        return NULL;
    }
}

/* --- attribution ----------------------------------------------------------------------------- */

int32_t dw_attribution_find(struct dw_doc *doc, int32_t predicate)
{
    static const struct dw_slots subject = {.v = {{.kind = {DW_SLOT_SUBJ}}}, .n = 1};
    int32_t at = predicate;

    for (int n = 0; n < CLIMB_MAX * 2; n++) {
        int32_t head = doc->tokens.v[at].head;
        enum dw_deprel base = dw_deprel_base((enum dw_deprel)doc->tokens.v[at].deprel);

        if (base == DW_DEPREL_ROOT) { /* "..., he said": the reporting clause hangs below */
            dw_token_children(doc, c, at)
            {
                if (dw_token_is_rel(doc, c, DW_DEPREL_PARATAXIS) &&
                    dw_token_is_class(doc, c, DW_CLASS_SAY))
                    head = c;
            }
            if (head == DW_NONE)
                return DW_NONE;
        }
        if (head == DW_NONE)
            return DW_NONE;
        if ((base == DW_DEPREL_CCOMP || base == DW_DEPREL_PARATAXIS || base == DW_DEPREL_ROOT) &&
            dw_token_is_class(doc, head, DW_CLASS_SAY)) {
            struct dw_refs refs = {.n = 0};

            if (dw_actors_find(doc, head, &subject, &refs) != DW_OK || !refs.n)
                return DW_NONE;
            return refs.v[0];
        }
        if (base == DW_DEPREL_ROOT)
            return DW_NONE;
        at = head;
    }
    return DW_NONE;
}
