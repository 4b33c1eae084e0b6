/* SPDX-License-Identifier: MIT */
/*
 * names.c - find names: those that the tables know, those that their words give away ("Ministry
 * of", "Corp"), and runs of capitals that no table has.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "processors/entity/entity.h"
#include "processors/entity/namecue.h"
#include "processors/syntax/syntax.h"
#include "processors/token.h"

enum { RUN_MAX = 12 }; /* tokens of one name */

/* A name being considered. */
struct candidate {
    uint32_t first, end;
    enum dw_entity_type type;
    const char *name; /* NULL: the text itself */
    const char *country, *sector, *role;
    const struct dw_gazetteer_entry *entry; /* NULL if no table has it */
    enum dw_mention_kind kind;              /* name, unless it says otherwise */
    bool adjectival;
};

static const struct dw_token *token_at(const struct dw_entity_scan *s, uint32_t i)
{
    return &s->doc->tokens.v[i];
}

static bool has_flag(const struct dw_entity_scan *s, uint32_t i, uint16_t flag)
{
    return token_at(s, i)->flags & flag;
}

static bool is_word(const struct dw_entity_scan *s, uint32_t i, const char *word)
{
    return dw_token_is(s->doc, i, word);
}

static bool is_one_of(const struct dw_entity_scan *s, uint32_t i, const char *const *words)
{
    return dw_token_is_one_of(s->doc, i, words);
}

/* --- runs of capitals ------------------------------------------------------------------------ */

/* "U.S.": the word behind it may be capitalised for no reason. */
static bool is_dotted(const struct dw_entity_scan *s, uint32_t i)
{
    const char *form = dw_token_form(s->doc, i);
    size_t len = dw_token_len(token_at(s, i));

    return len > 3 && form[len - 1] == '.' && form[1] == '.';
}

/* A capitalised word; at the head of a sentence the tagger must call it a name. */
static bool is_capital(const struct dw_entity_scan *s, uint32_t i, uint32_t first)
{
    const struct dw_token *t = token_at(s, i);

    if (!(t->flags & DW_TOKEN_UPPER_FIRST) || t->flags & (DW_TOKEN_PUNCT | DW_TOKEN_CLITIC) ||
        t->time != DW_NONE)
        return false;
    if (t->upos == DW_UPOS_PRON || t->upos == DW_UPOS_DET || t->upos == DW_UPOS_ADP ||
        t->upos == DW_UPOS_CCONJ || t->upos == DW_UPOS_SCONJ || t->upos == DW_UPOS_AUX)
        return false;
    if (i == first ||
        (i > 0 && token_at(s, i - 1)->flags & DW_TOKEN_PUNCT && !is_word(s, i - 1, ",") &&
         !is_word(s, i - 1, "-") && !is_word(s, i - 1, "<")))
        return t->upos == DW_UPOS_PROPN;
    if (i > first && is_dotted(s, i - 1))
        return t->upos == DW_UPOS_PROPN && i + 1 < s->doc->tokens.n &&
               token_at(s, i + 1)->upos == DW_UPOS_PROPN;
    return true;
}

static bool is_joined(const struct dw_entity_scan *s, uint32_t hyphen)
{
    return !has_flag(s, hyphen, DW_TOKEN_SPACE_AFTER) &&
           !has_flag(s, hyphen - 1, DW_TOKEN_SPACE_AFTER);
}

/* Small words inside names: "de", "bin"; "of" and its kind only behind a word that takes them. */
static bool is_particle(const struct dw_entity_scan *s, uint32_t i)
{
    static const char *const particles[] = {"de",  "la", "le",   "du",  "da",  "del", "der",
                                            "den", "di", "dos",  "van", "von", "bin", "ibn",
                                            "al",  "el", "bint", "ul",  "y",   NULL};

    return is_one_of(s, i, particles);
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
    if (is_word(s, i, "-") && is_joined(s, i) && next < end) /* "Ho-hyun", not "Beijing-based" */
        return has_flag(s, next, DW_TOKEN_UPPER_FIRST) ||
                       (token_at(s, next)->upos == DW_UPOS_PROPN && i > first)
                   ? next + 1
                   : i;
    if (is_word(s, i, "&") && next < end && is_capital(s, next, first))
        return next + 1;
    if (is_particle(s, i) && next < end && is_capital(s, next, first))
        return next + 1;
    if (is_particle(s, i) && next + 1 < end && is_word(s, next, "-") && is_joined(s, next) &&
        has_flag(s, next + 1, DW_TOKEN_UPPER_FIRST)) /* "Ali al-Khalifa" */
        return next + 2;
    if (is_one_of(s, i, links) && (*takes || takes_of(s, i - 1))) {
        *takes = true;
        if (next < end && is_word(s, next, "the"))
            next++;
        if (next < end && is_capital(s, next, first))
            return next + 1;
    }
    /* "Ministry of Economy, Trade and Industry": commas in a list that an "and" ends */
    if (*takes && is_word(s, i, ",") && next + 1 < end && is_capital(s, next, first))
        for (uint32_t k = next + 1; k < end && k < next + 4; k++)
            if (is_word(s, k, "and") && k + 1 < end && is_capital(s, k + 1, first))
                return next + 1;
    return i;
}

/* End of the run of capitals that starts at `i`; `i` if there is none. */
static uint32_t run_end(const struct dw_entity_scan *s, uint32_t first, uint32_t i, uint32_t end)
{
    uint32_t at = i;
    bool takes = false;

    if (!is_capital(s, i, first))
        return i;
    while (at < end && at - i < RUN_MAX) {
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

/* --- readings of the tables ------------------------------------------------------------------ */

static bool is_in_office(const struct dw_entity_scan *s, const struct dw_gazetteer_entry *e)
{
    return !s->year || ((!e->from || e->from <= s->year + 1) && (!e->to || e->to >= s->year - 1));
}

/* Is the form one of the words of the name? */
static bool is_word_of(const char *name, const char *form, size_t len)
{
    for (const char *at = name; at; at = strchr(at, ' '), at = at ? at + 1 : NULL)
        if (!strncmp(at, form, len) && (at[len] == '\0' || at[len] == ' '))
            return true;
    return false;
}

/* A person of this surname was named before. */
static int32_t find_person(const struct dw_entity_scan *s, uint32_t token)
{
    const struct dw_doc *doc = s->doc;
    size_t len = dw_token_len(token_at(s, token));
    const char *form = dw_token_form(doc, token);

    for (uint32_t i = doc->entities.n; i-- > 0;) {
        const struct dw_entity *e = &doc->entities.v[i];

        if (e->type == DW_ENTITY_PERSON && is_word_of(e->name, form, len))
            return (int32_t)i;
    }
    return DW_NONE;
}

/*
 * What was named before by a longer name that ends so: "De Croo" behind "Herman De Croo", "Foreign
 * Ministry" behind "China's Foreign Ministry". Offices are written with and without capitals.
 */
static int32_t find_longer(const struct dw_entity_scan *s, uint32_t first, uint32_t end,
                           enum dw_entity_type type)
{
    const struct dw_doc *doc = s->doc;
    const char *text = doc->article.text + token_at(s, first)->span.beg;
    size_t len = token_at(s, end - 1)->span.end - token_at(s, first)->span.beg;

    for (uint32_t i = doc->entities.n; i-- > 0;) {
        const struct dw_entity *e = &doc->entities.v[i];
        size_t name = strlen(e->name);
        const char *tail = e->name + name - len;

        if (e->type == type && name > len && tail[-1] == ' ' &&
            !(type == DW_ENTITY_PERSON ? strncmp(tail, text, len) : strncasecmp(tail, text, len)))
            return (int32_t)i;
    }
    return DW_NONE;
}

/* How well a reading fits here; 0 if not at all. */
static int score_reading(const struct dw_entity_scan *s, const struct dw_gazetteer_entry *e,
                         uint32_t first, uint32_t end, bool titled)
{
    const struct dw_token *t = token_at(s, first);
    bool ambiguous = e->flags & DW_GAZ_AMBIGUOUS;
    bool named = end - first > 1 || t->upos == DW_UPOS_PROPN || t->upos == DW_UPOS_X;

    switch ((enum dw_entity_type)e->type) {
    case DW_ENTITY_PERSON:
        if (!(e->flags & DW_GAZ_SHORT))
            return is_in_office(s, e) ? 9 : 5;
        if (titled && is_in_office(s, e))
            return 9;
        return !ambiguous && named && is_in_office(s, e) ? 6 : 0;
    case DW_ENTITY_COUNTRY:
        if (e->flags & DW_GAZ_FORMER && e->flags & (DW_GAZ_CAPITAL | DW_GAZ_SEAT))
            return s->year && s->year <= e->to ? 10 : 0; /* Moscow in 1987 */
        if (e->flags & DW_GAZ_SEAT && !dw_metonym_is_place(s->doc, first, end))
            return 9;
        if (e->flags & (DW_GAZ_ADJECTIVE | DW_GAZ_DEMONYM))
            return ambiguous && t->upos != DW_UPOS_ADJ && t->upos != DW_UPOS_PROPN ? 0 : 8;
        return ambiguous && !named ? 0 : 8;
    case DW_ENTITY_PLACE:
        if (ambiguous && !(named && dw_metonym_is_place(s->doc, first, end)))
            return 0;
        return e->flags & DW_GAZ_CITY && e->size < 3 ? 4 : 5;
    case DW_ENTITY_GOODS:
        return ambiguous ? 0 : 3;
    case DW_ENTITY_PACT: /* described ones are read by nominal.c */
        return e->flags & DW_GAZ_GENERIC ? 0 : 7;
    default:
        return ambiguous && !named ? 0 : 7;
    }
}

static const struct dw_gazetteer_entry *choose_reading(const struct dw_entity_scan *s,
                                                       const struct dw_gazetteer_entry *const *e,
                                                       uint32_t n, uint32_t first, uint32_t end,
                                                       bool titled)
{
    const struct dw_gazetteer_entry *best = NULL;
    int best_score = 0;

    for (uint32_t i = 0; i < n; i++) {
        int score = score_reading(s, e[i], first, end, titled);

        if (score > best_score) {
            best = e[i];
            best_score = score;
        }
    }
    return best;
}

/* "US", "U.S.": the tables have it as an adjective too, but it is a name wherever it stands. */
static bool is_name_too(const struct dw_entity_scan *s, const struct dw_gazetteer_entry *e,
                        const struct candidate *c)
{
    return !(e->flags & DW_GAZ_DEMONYM) && c->end == c->first + 1 &&
           dw_token_len(token_at(s, c->first)) < 5 &&
           (has_flag(s, c->first, DW_TOKEN_UPPER_ALL) || is_dotted(s, c->first));
}

/* Does the noun that it belongs to follow: "U.S. officials", "U.S. and Chinese officials"? */
static bool is_modifier(const struct dw_entity_scan *s, uint32_t i)
{
    const struct dw_token *next = token_at(s, i) + 1;

    if (i + 2 < s->doc->tokens.n && (is_word(s, i + 1, "and") || is_word(s, i + 1, ",")))
        return next[1].upos == DW_UPOS_ADJ;
    return i + 1 < s->doc->tokens.n &&
           (next->upos == DW_UPOS_NOUN || next->upos == DW_UPOS_ADJ || next->upos == DW_UPOS_PROPN);
}

/* What a table entry says, the seats of governments read as place or as state by their use. */
static void read_entry(struct dw_entity_scan *s, const struct dw_gazetteer_entry *e,
                       struct candidate *c)
{
    const struct dw_gazetteer_entry *bloc = NULL;

    if (e->type == DW_ENTITY_COUNTRY && e->flags & DW_GAZ_CAPITAL &&
        !dw_metonym_is_place(s->doc, c->first, c->end))
        bloc = dw_metonym_bloc(s, e, c->first, c->end);
    if (bloc)
        e = bloc;
    c->entry = e;
    c->type = (enum dw_entity_type)e->type;
    c->name = e->name;
    c->country = e->country;
    c->sector = e->sector;
    c->role = e->type == DW_ENTITY_PERSON ? e->role : NULL;
    c->adjectival = e->flags & (DW_GAZ_ADJECTIVE | DW_GAZ_DEMONYM);
    c->kind = c->adjectival ? DW_MENTION_NOMINAL : DW_MENTION_NAME;
    if (c->adjectival && is_name_too(s, e, c)) {
        c->kind = DW_MENTION_NAME;
        c->adjectival = is_modifier(s, c->first);
    }
    if (c->type != DW_ENTITY_COUNTRY)
        return;
    if (e->flags & DW_GAZ_CAPITAL && dw_metonym_is_place(s->doc, c->first, c->end)) {
        c->type = DW_ENTITY_PLACE;
        c->name = NULL;
        c->sector = NULL;
    }
}

/* --- names by their words -------------------------------------------------------------------- */

/* The word of the run that tells what it is: the last one, or the first one before "of". */
static bool find_part(const struct dw_entity_scan *s, uint32_t first, uint32_t end,
                      struct dw_namepart *out)
{
    struct dw_namepart part;
    uint32_t of = first;

    while (of < end && !is_word(s, of, "of") && !is_word(s, of, "for") && !is_word(s, of, "on"))
        of++;
    if (of < end && of > first && dw_namepart_find(s->parts, s->doc, of - 1, &part) &&
        !part.last_only) {
        *out = part;
        return true;
    }
    return end - first > 1 && dw_namepart_find(s->parts, s->doc, end - 1, out);
}

static bool is_all_names(const struct dw_entity_scan *s, uint32_t first, uint32_t end)
{
    for (uint32_t i = first; i < end; i++) {
        const struct dw_token *t = token_at(s, i);

        if (t->flags & DW_TOKEN_DIGIT)
            return false;
        if (!(t->flags & DW_TOKEN_PUNCT) && t->upos != DW_UPOS_PROPN && t->upos != DW_UPOS_X &&
            t->flags & DW_TOKEN_UPPER_FIRST)
            return false;
    }
    return true;
}

/* Does a preposition of place stand before the name? */
static bool is_located(const struct dw_entity_scan *s, uint32_t first, uint32_t sentence_first)
{
    static const char *const places[] = {"in", "near", "at", "off", "around", "outside", NULL};

    return first > sentence_first && is_one_of(s, first - 1, places);
}

/* The kind of a run that no table and no word of it explains; false if it is best left alone. */
static bool guess_type(const struct dw_entity_scan *s, uint32_t first, uint32_t end,
                       uint32_t sentence_first, struct candidate *c)
{
    bool after_the = first > sentence_first && is_word(s, first - 1, "the");
    uint32_t n = 0;

    for (uint32_t i = first; i < end; i++)
        n += !has_flag(s, i, DW_TOKEN_PUNCT);
    if (is_located(s, first, sentence_first) && n < 4) {
        c->type = DW_ENTITY_PLACE;
        return is_all_names(s, first, end) && !has_flag(s, first, DW_TOKEN_UPPER_ALL);
    }
    if (n == 1) {
        if (has_flag(s, first, DW_TOKEN_DIGIT) || token_at(s, first)->upos != DW_UPOS_PROPN)
            return false;
        c->type = DW_ENTITY_COMPANY;
        c->sector = "BUS";
        return !after_the && first > sentence_first &&
               (dw_token_is_rel(s->doc, (int32_t)first, DW_DEPREL_NSUBJ) ||
                dw_token_is_rel(s->doc, (int32_t)first, DW_DEPREL_OBJ));
    }
    if (!is_all_names(s, first, end))
        return false;
    c->type = after_the || n > 4 || has_flag(s, end - 1, DW_TOKEN_UPPER_ALL)
                  ? DW_ENTITY_ORGANIZATION
                  : DW_ENTITY_PERSON;
    return true;
}

/* --- what the tagger says ------------------------------------------------------------------- */

/* A word of small letters that no name of a person has inside: "of", "on". */
static bool is_no_name(const struct dw_entity_scan *s, uint32_t i)
{
    return !has_flag(s, i, DW_TOKEN_UPPER_FIRST | DW_TOKEN_PUNCT | DW_TOKEN_DIGIT) &&
           token_at(s, i)->upos == DW_UPOS_ADP && !is_particle(s, i);
}

/* Where an office stands before the end of the name: "Senate Committee Chairman John Doe"; persons
 * are not "of" anything either. `end` if there is none. */
static uint32_t cut_at_office(const struct dw_entity_scan *s, uint32_t first, uint32_t end)
{
    bool person = dw_name_tag_class(s->tags[first]) == DW_NAME_PERSON;
    const struct dw_gazetteer_entry *title;

    for (uint32_t i = first + 1; i < end; i++) {
        uint32_t n = person ? 0 : dw_gazetteer_title(s->gazetteer, s->doc, i, end, &title);

        if ((n && i + n < end) || (person && is_no_name(s, i)))
            return i;
    }
    return end;
}

/* Names do not end with a preposition: "Second Thomas Shoal" on Saturday. */
static uint32_t trim_end(const struct dw_entity_scan *s, uint32_t first, uint32_t end)
{
    while (end > first + 1 && is_no_name(s, end - 1))
        end--;
    return end;
}

/* End of the name that the tagger sees at `i`, or of what is left of it behind words that were
 * read as something else; `i` itself if it sees none. */
static uint32_t tagged_end(const struct dw_entity_scan *s, uint32_t i, uint32_t end)
{
    uint32_t at = i;

    if (!s->tags[i])
        return i;
    while (at + 1 < end && !dw_name_tag_ends(s->tags[at]) && token_at(s, at + 1)->time == DW_NONE)
        at++;
    if (dw_name_tag_class(s->tags[i]) == DW_NAME_PERSON && at + 2 < end &&
        is_word(s, at + 1, "-") && is_joined(s, at + 1) &&
        token_at(s, at + 2)->upos == DW_UPOS_PROPN) /* "Ho-hyun" */
        at += 2;
    return trim_end(s, i, cut_at_office(s, i, at + 1));
}

/* The class that scorers and readers would put a type in; -1 for pacts and goods. */
static int class_of_type(enum dw_entity_type type)
{
    switch (type) {
    case DW_ENTITY_PERSON:
        return DW_NAME_PERSON;
    case DW_ENTITY_COUNTRY:
    case DW_ENTITY_PLACE:
        return DW_NAME_PLACE;
    case DW_ENTITY_PACT:
    case DW_ENTITY_GOODS:
        return -1;
    default:
        return DW_NAME_ORGANIZATION;
    }
}

/* Does it end as the names of companies alone do: "Knight-Ridder Inc"? */
static bool is_firm(const struct dw_entity_scan *s, uint32_t first, uint32_t end)
{
    struct dw_namepart part;

    return end - first > 1 && dw_namepart_find(s->parts, s->doc, end - 1, &part) &&
           part.type == DW_ENTITY_COMPANY && part.last_only;
}

/* A name that the tagger has found and no table has: what kind of entity it is. */
static void read_tagged(const struct dw_entity_scan *s, uint32_t sentence_first,
                        enum dw_name_class class, struct candidate *c)
{
    struct dw_namepart part;

    if (is_firm(s, c->first, c->end))
        class = DW_NAME_ORGANIZATION;
    if (class == DW_NAME_PERSON) {
        c->type = DW_ENTITY_PERSON;
        c->country = NULL;
    } else if (class == DW_NAME_PLACE) {
        c->type = DW_ENTITY_PLACE;
    } else if (find_part(s, c->first, c->end, &part) && class_of_type(part.type) == (int)class) {
        c->type = part.type;
        c->sector = part.sector;
        if (!c->country)
            c->country = dw_noun_country(s->doc, (int32_t)c->end - 1);
    } else if (c->end - c->first > 3 || has_flag(s, c->end - 1, DW_TOKEN_UPPER_ALL) ||
               (c->first > sentence_first && is_word(s, c->first - 1, "the"))) {
        c->type = DW_ENTITY_ORGANIZATION;
    } else {
        c->type = DW_ENTITY_COMPANY;
        c->sector = "BUS";
    }
}

/* An organization named before whose name begins with this text: "Nippon Steel". */
static int32_t find_short_name(const struct dw_entity_scan *s, uint32_t first, uint32_t end)
{
    const struct dw_doc *doc = s->doc;
    struct dw_span span = {token_at(s, first)->span.beg, token_at(s, end - 1)->span.end};
    size_t len = span.end - span.beg;

    for (uint32_t i = doc->entities.n; i-- > 0;) {
        const struct dw_entity *e = &doc->entities.v[i];

        if (e->type != DW_ENTITY_COUNTRY && e->type != DW_ENTITY_GOODS &&
            !strncmp(e->name, doc->article.text + span.beg, len) &&
            (e->name[len] == ' ' || e->name[len] == '\0'))
            return (int32_t)i;
    }
    return DW_NONE;
}

static int32_t find_alias(const struct dw_entity_scan *s, uint32_t token)
{
    for (uint32_t i = s->aliases.n; i-- > 0;)
        if (s->aliases.v[i].hash == token_at(s, token)->hash &&
            has_flag(s, token, DW_TOKEN_UPPER_FIRST))
            return s->aliases.v[i].entity;
    return DW_NONE;
}

/* --- adding ---------------------------------------------------------------------------------- */

static enum dw_err add_alias(struct dw_entity_scan *s, uint32_t token, int32_t entity)
{
    struct dw_entity_alias *alias = dw_vec_push(&s->doc->arena, &s->aliases);

    if (!alias)
        return DW_NOMEM;
    *alias = (struct dw_entity_alias){token_at(s, token)->hash, entity};
    return DW_OK;
}

/* "... (METI)": the acronym in parentheses is a mention too, and stands for it from now on. */
static enum dw_err add_acronym(struct dw_entity_scan *s, int32_t entity, uint32_t end,
                               uint32_t sentence_end)
{
    enum dw_entity_type type = s->doc->entities.v[entity].type;
    enum dw_err rc;

    if (type == DW_ENTITY_PERSON || type == DW_ENTITY_GOODS || end + 2 >= sentence_end ||
        !is_word(s, end, "(") || !is_word(s, end + 2, ")") ||
        !has_flag(s, end + 1, DW_TOKEN_UPPER_ALL) || dw_token_len(token_at(s, end + 1)) < 2)
        return DW_OK;
    rc = add_alias(s, end + 1, entity);
    if (rc == DW_OK && dw_mention_add(s->doc, entity, end + 1, end + 2, DW_MENTION_NAME) == DW_NONE)
        rc = DW_NOMEM;
    return rc;
}

/* Headlines name a person by the surname first: who had only that gets the full name now. */
static void name_in_full(const struct dw_entity_scan *s, const struct candidate *c,
                         const char *name)
{
    const char *last = strrchr(name, ' ');
    int32_t known = DW_NONE;

    if (c->type == DW_ENTITY_PERSON && c->end - c->first > 1 && last &&
        dw_entity_find(s->doc, DW_ENTITY_PERSON, name) == DW_NONE)
        known = dw_entity_find(s->doc, DW_ENTITY_PERSON, last + 1);
    if (known != DW_NONE)
        dw_entity_rename(s->doc, known, name);
}

static enum dw_err add_candidate(struct dw_entity_scan *s, const struct candidate *c,
                                 uint32_t sentence_end)
{
    struct dw_doc *doc = s->doc;
    int32_t entity, mention;
    const char *name = c->name;
    bool is_new;

    if (!name)
        name = dw_doc_text(doc, (struct dw_span){token_at(s, c->first)->span.beg,
                                                 token_at(s, c->end - 1)->span.end});
    if (!name)
        return DW_NOMEM;
    name_in_full(s, c, name);
    is_new = c->type == DW_ENTITY_GOODS && dw_entity_find(doc, c->type, name) == DW_NONE;
    entity = c->type == DW_ENTITY_COUNTRY
                 ? dw_entity_add_country(doc, c->country)
                 : dw_entity_add(doc, c->type, name, c->country, c->sector);
    if (entity == DW_NONE)
        return DW_NOMEM;
    if (c->entry && (c->entry->lat != 0 || c->entry->lon != 0) && c->type == DW_ENTITY_PLACE) {
        doc->entities.v[entity].has_geo = true;
        doc->entities.v[entity].lat = (double)c->entry->lat;
        doc->entities.v[entity].lon = (double)c->entry->lon;
    }
    doc->entities.v[entity].provisional |= is_new && c->type == DW_ENTITY_GOODS;
    if (c->role && *c->role && !doc->entities.v[entity].role)
        doc->entities.v[entity].role = c->role;
    mention = dw_mention_add(doc, entity, c->first, c->end, c->kind);
    if (mention == DW_NONE)
        return DW_NOMEM;
    doc->mentions.v[mention].adjectival = c->adjectival;
    return add_acronym(s, entity, c->end, sentence_end);
}

static enum dw_err add_known(struct dw_entity_scan *s, int32_t entity, uint32_t first, uint32_t end)
{
    return dw_mention_add(s->doc, entity, first, end, DW_MENTION_NAME) == DW_NONE ? DW_NOMEM
                                                                                  : DW_OK;
}

/* --- the scan -------------------------------------------------------------------------------- */

/* Does a company's or body's name go on behind a country's: "Japan Airlines", "Korea Gas Corp"? */
static bool goes_on_as_name(const struct dw_entity_scan *s, uint32_t matched, uint32_t run,
                            struct dw_namepart *part)
{
    return run > matched && !has_flag(s, matched, DW_TOKEN_PUNCT) &&
           dw_namepart_find(s->parts, s->doc, run - 1, part) &&
           (part->type == DW_ENTITY_COMPANY || part->type == DW_ENTITY_ORGANIZATION ||
            part->type == DW_ENTITY_PLACE || part->type == DW_ENTITY_MEDIA);
}

/* Does a name go on behind what the tables have, so that they have not the whole of it? */
static bool is_cut_short(const struct dw_entity_scan *s, const struct dw_gazetteer_entry *entry,
                         uint32_t i, uint32_t matched, uint32_t run)
{
    struct dw_namepart part;

    if (run <= matched)
        return false;
    if (entry->type == DW_ENTITY_COUNTRY)
        return goes_on_as_name(s, matched, run, &part);
    return (entry->type == DW_ENTITY_PERSON && entry->flags & DW_GAZ_SHORT) ||
           find_part(s, i, run, &part);
}

/* Is there an office among the words: "U.S. Ambassador John Doe"? */
static bool has_title(const struct dw_entity_scan *s, uint32_t first, uint32_t end)
{
    const struct dw_gazetteer_entry *title;

    for (uint32_t i = first; i < end; i++)
        if (dw_gazetteer_title(s->gazetteer, s->doc, i, end, &title))
            return true;
    return false;
}

/* Does the name that the tagger sees up to `tagged` begin with a state but is of something else:
 * "Korea Herald"? Bodies of states are named without them. */
static bool begins_with_state(const struct dw_entity_scan *s, uint32_t i, uint32_t matched,
                              uint32_t tagged)
{
    struct dw_namepart part;

    if (dw_name_tag_class(s->tags[i]) != DW_NAME_ORGANIZATION || is_dotted(s, matched - 1) ||
        is_word(s, matched, "and") || is_word(s, matched, ",") || is_word(s, matched, "-") ||
        has_title(s, matched, tagged))
        return false;
    return !dw_namepart_find(s->parts, s->doc, tagged - 1, &part) ||
           (part.type != DW_ENTITY_GOVERNMENT_BODY && part.type != DW_ENTITY_COURT);
}

/* Does the tagger know better than the tables? `tagged` is the end of the name that it sees. */
static bool is_overruled(const struct dw_entity_scan *s, const struct dw_gazetteer_entry *entry,
                         uint32_t i, uint32_t matched, uint32_t tagged)
{
    int class = class_of_type((enum dw_entity_type)entry->type);
    bool unsure = (entry->type == DW_ENTITY_PERSON && entry->flags & DW_GAZ_AMBIGUOUS) ||
                  (entry->type == DW_ENTITY_PLACE && entry->flags & DW_GAZ_CITY && entry->size < 3);

    if (tagged > matched && entry->type == DW_ENTITY_COUNTRY && /* "Chad Smith", "Paris Lockwood" */
        !(entry->flags & (DW_GAZ_ADJECTIVE | DW_GAZ_DEMONYM | DW_GAZ_ACRONYM)) &&
        dw_name_tag_class(s->tags[i]) == DW_NAME_PERSON)
        return !has_title(s, matched, tagged);
    if (tagged > matched)
        return entry->type != DW_ENTITY_COUNTRY || begins_with_state(s, i, matched, tagged);
    return tagged == matched && unsure && class >= 0 && entry->type != DW_ENTITY_COUNTRY &&
           (int)dw_name_tag_class(s->tags[i]) != class;
}

/* "the Council": stands for one named before, see nominal.c. */
static bool is_nominal(const struct dw_entity_scan *s, uint32_t token)
{
    const struct dw_gazetteer_entry *entry;

    return dw_gazetteer_nominal(s->gazetteer, s->doc, token, token + 1, &entry) == 1 &&
           !strcmp(entry->role, "self");
}

/* One word that is no name: "the Community", "Socialists", a letter, the code of a share. */
static bool is_common(const struct dw_entity_scan *s, uint32_t sentence_first, uint32_t token)
{
    static const char *const sides[] = {"north", "south", "east", "west", NULL};
    bool behind_angle = token > sentence_first && is_word(s, token - 1, "<");
    bool behind_the = token > sentence_first && is_word(s, token - 1, "the");

    if (dw_token_len(token_at(s, token)) < 2 || token_at(s, token)->xpos == DW_XPOS_NNPS ||
        is_one_of(s, token, sides) || (behind_the && is_nominal(s, token)) ||
        (behind_angle && has_flag(s, token, DW_TOKEN_UPPER_ALL)))
        return true;
    return dw_name_tag_class(s->tags[token]) == DW_NAME_PERSON &&
           (behind_the ||
            dw_token_child_find_base(s->doc, (int32_t)token, DW_DEPREL_DET) != DW_NONE);
}

/* --- bodies -------------------------------------------------------------------------------- */

static bool is_body_word(const struct dw_entity_scan *s, uint32_t i)
{
    struct dw_namepart part;

    return has_flag(s, i, DW_TOKEN_UPPER_FIRST) && dw_namepart_find(s->parts, s->doc, i, &part) &&
           part.type == DW_ENTITY_GOVERNMENT_BODY;
}

/* Is a body named among the words of an office: "Foreign Ministry spokesman"? */
static bool holds_body(const struct dw_entity_scan *s, uint32_t first, uint32_t end)
{
    for (uint32_t i = first + 1; i < end; i++)
        if (is_body_word(s, i) && has_flag(s, i - 1, DW_TOKEN_UPPER_FIRST))
            return true;
    return false;
}

/* Does a table have a name that begins here? Goods are no name: "Fisheries". */
static bool is_in_tables(const struct dw_entity_scan *s, uint32_t i, uint32_t end)
{
    const struct dw_gazetteer_entry *const *entries;
    uint32_t n;

    return dw_gazetteer_match(s->gazetteer, s->doc, i, end, &entries, &n) &&
           entries[0]->type != DW_ENTITY_GOODS;
}

/* End of a body whose name lists what it is for: "Trade and Industry Ministry", "Agriculture,
 * Forestry and Fisheries Department"; `i` if there is none. */
static uint32_t listed_body_end(const struct dw_entity_scan *s, uint32_t i, uint32_t end)
{
    bool joined = false;

    for (uint32_t at = i; at < end && at - i < RUN_MAX; at++) {
        if (at > i && (is_word(s, at, "and") || is_word(s, at, "&"))) {
            joined = true;
            continue;
        }
        if (at > i && is_word(s, at, ","))
            continue;
        if (!has_flag(s, at, DW_TOKEN_UPPER_FIRST) || token_at(s, at)->time != DW_NONE ||
            has_flag(s, at, DW_TOKEN_PUNCT) || token_at(s, at)->upos == DW_UPOS_DET ||
            is_in_tables(s, at, end))
            return i;
        if (joined && is_body_word(s, at) && !is_word(s, at - 1, "and"))
            return at + 1;
    }
    return i;
}

/* "the GATT Council": an organ that stands for the whole. */
static bool is_organ(const struct dw_entity_scan *s, uint32_t i, uint32_t end)
{
    static const char *const organs[] = {"council",   "secretariat", "assembly", "conference",
                                         "committee", "commission",  "board",    NULL};

    return i < end && has_flag(s, i, DW_TOKEN_UPPER_FIRST) && is_one_of(s, i, organs);
}

/* "northern Chad", "eastern Ukraine": a part of the country, not the state. */
static bool is_part_of_country(const struct dw_entity_scan *s, uint32_t first, uint32_t i)
{
    static const char *const parts[] = {
        "northern",      "southern",      "eastern",       "western", "northeastern",
        "northwestern",  "southeastern",  "southwestern",  "central", "north-eastern",
        "north-western", "south-eastern", "south-western", NULL};

    return i > first && is_one_of(s, i - 1, parts) && token_at(s, i - 1)->mention == DW_NONE &&
           !has_flag(s, i - 1, DW_TOKEN_UPPER_FIRST);
}

/* Not to be believed: a person with an office, what is left of a name of another kind when its
 * state is taken off. */
static bool is_doubtful(const struct dw_entity_scan *s, uint32_t sentence_first, uint32_t first,
                        uint32_t end, bool titled)
{
    bool person = dw_name_tag_class(s->tags[first]) == DW_NAME_PERSON;

    if (person && has_title(s, first, end))
        return true;
    if (!dw_name_tag_begins(s->tags[first]) &&
        (titled ? !dw_name_tag_ends(s->tags[end - 1]) : !person || end - first == 1))
        return true;
    return end - first == 1 && is_common(s, sentence_first, first);
}

/* A word that was named before: "Hughes" behind "Hughes Tool Co". */
static bool is_known(const struct dw_entity_scan *s, uint32_t first, uint32_t end)
{
    return end == first + 1 && token_at(s, first)->upos == DW_UPOS_PROPN &&
           dw_token_len(token_at(s, first)) > 1 &&
           (find_person(s, first) != DW_NONE || find_short_name(s, first, end) != DW_NONE);
}

/* Do the words of a run say so clearly what it is that the tagger need not be asked where it ends?
 */
static bool tells_more(const struct dw_entity_scan *s, uint32_t first, uint32_t run)
{
    struct dw_namepart part;

    return is_firm(s, first, run) ||
           (find_part(s, first, run, &part) &&
            (part.type == DW_ENTITY_GOVERNMENT_BODY || part.type == DW_ENTITY_COURT));
}

/* Two or three words, the first of them a given name: "Ingrid Oberholt". */
static bool is_given(const struct dw_entity_scan *s, uint32_t first, uint32_t run)
{
    return run - first > 1 && run - first < 4 && dw_nametag_is_given(s->tagger, s->doc, first) &&
           !(s->tags[first] || s->tags[run - 1]);
}

/* A name that no table has, by its words or by the capitals alone; *c begins at it. */
static bool find_unknown(struct dw_entity_scan *s, uint32_t sentence_first, uint32_t tagged,
                         uint32_t run, bool titled, struct candidate *c)
{
    struct dw_namepart part;
    bool looked = dw_token_is_tagged(token_at(s, c->first));

    if (run > tagged && tells_more(s, c->first, run))
        tagged = c->first;
    if (looked && tagged > c->first && !is_doubtful(s, sentence_first, c->first, tagged, titled)) {
        c->end = tagged;
        read_tagged(s, sentence_first, dw_name_tag_class(s->tags[c->first]), c);
        return true;
    }
    if (run == c->first)
        return false;
    c->end = run;
    if (find_part(s, c->first, run, &part)) {
        c->type = part.type;
        c->sector = part.sector;
        if (!c->country)
            c->country = dw_noun_country(s->doc, (int32_t)run - 1);
        return true;
    }
    if (looked && is_known(s, c->first, run)) {
        c->type = DW_ENTITY_ORGANIZATION; /* of no account: it is a mention of what is known */
        return true;
    }
    return (!looked || titled || is_given(s, c->first, run)) &&
           guess_type(s, c->first, run, sentence_first, c);
}

/* The candidate at `i`: sets *c and returns true, or false if nothing is named here. */
static bool find_candidate(struct dw_entity_scan *s, uint32_t sentence_first, uint32_t i,
                           uint32_t end, bool titled, struct candidate *c)
{
    const struct dw_gazetteer_entry *const *entries = NULL, *entry = NULL;
    uint32_t n = 0, matched = i + dw_gazetteer_match(s->gazetteer, s->doc, i, end, &entries, &n);
    uint32_t run = run_end(s, sentence_first, i, end), tagged = tagged_end(s, i, end);

    if (token_at(s, i)->time != DW_NONE)
        return false;
    *c = (struct candidate){.first = i, .end = matched};
    if (matched > i)
        entry = choose_reading(s, entries, n, i, matched, titled);
    if (listed_body_end(s, i, end) > matched) {
        *c = (struct candidate){.first = i,
                                .end = listed_body_end(s, i, end),
                                .type = DW_ENTITY_GOVERNMENT_BODY,
                                .sector = "GOV"};
        return true;
    }
    if (entry && entry->type == DW_ENTITY_INTERNATIONAL_ORGANIZATION && is_organ(s, matched, end)) {
        read_entry(s, entry, c);
        c->end = matched + 1;
        return true;
    }
    if (entry && !is_cut_short(s, entry, i, matched, run) &&
        !is_overruled(s, entry, i, matched, tagged)) {
        read_entry(s, entry, c);
        if (entry->type == DW_ENTITY_COUNTRY && !c->adjectival &&
            is_part_of_country(s, sentence_first, i)) {
            c->first = i - 1;
            c->type = DW_ENTITY_PLACE;
            c->name = c->sector = NULL;
            c->entry = NULL; /* its coordinates are those of the capital */
        }
        return true;
    }
    if (entry && (entry->type == DW_ENTITY_COUNTRY || entry->type == DW_ENTITY_COMPANY))
        c->country = entry->country;
    return find_unknown(s, sentence_first, tagged, run, titled, c);
}

/* Take what is named at `i`; *next is the token behind it. */
static enum dw_err take_name(struct dw_entity_scan *s, uint32_t sentence_first, uint32_t i,
                             uint32_t end, bool titled, bool media_only, uint32_t *next)
{
    struct candidate c;
    int32_t known = DW_NONE;

    *next = i + 1;
    if (!has_flag(s, i, DW_TOKEN_UPPER_FIRST) && media_only)
        return DW_OK;
    if (has_flag(s, i, DW_TOKEN_UPPER_FIRST))
        known = find_alias(s, i);
    if (known != DW_NONE)
        return add_known(s, known, i, i + 1);
    if (!find_candidate(s, sentence_first, i, end, titled, &c))
        return DW_OK;
    if (media_only && c.type != DW_ENTITY_MEDIA)
        return DW_OK;
    *next = c.end;
    if (c.end == i + 1 && (!c.entry || c.entry->type == DW_ENTITY_PERSON))
        known = find_person(s, i);
    if (known == DW_NONE && !c.entry && c.first == i)
        known = find_short_name(s, i, c.end);
    if (known == DW_NONE && !c.entry && c.type == DW_ENTITY_PERSON)
        known = find_longer(s, i, c.end, DW_ENTITY_PERSON);
    if (known == DW_NONE && !c.entry && c.type == DW_ENTITY_GOVERNMENT_BODY &&
        !(c.country && c.country[0]))
        known = find_longer(s, i, c.end, DW_ENTITY_GOVERNMENT_BODY);
    if (known != DW_NONE)
        return add_known(s, known, i, c.end);
    if (titled && !c.entry && c.type != DW_ENTITY_PERSON) {
        c.type = DW_ENTITY_PERSON; /* and so of no business that it was taken for */
        c.sector = NULL;
    }
    return add_candidate(s, &c, end);
}

enum dw_err dw_names_find(struct dw_entity_scan *scan, uint32_t first, uint32_t end,
                          bool media_only)
{
    uint32_t i = first, titled_at = end;

    while (i < end) {
        const struct dw_gazetteer_entry *title, *const *names;
        uint32_t n = dw_gazetteer_title(scan->gazetteer, scan->doc, i, end, &title);
        uint32_t next, n_names;
        enum dw_err rc;

        if (n && !media_only && !holds_body(scan, i, i + n) &&
            dw_gazetteer_match(scan->gazetteer, scan->doc, i, end, &names, &n_names) < n) {
            titled_at = i + n;
            i += n;
            continue;
        }
        rc = take_name(scan, first, i, end, titled_at == i, media_only, &next);
        if (rc != DW_OK)
            return rc;
        i = next;
    }
    return DW_OK;
}
