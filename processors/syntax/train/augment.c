/* SPDX-License-Identifier: MIT */
/*
 * augment.c - copies of treebank sentences with what wire copy has often and treebanks seldom.
 *
 * "met Tuesday", "Ostria, meanwhile, has demanded", "from Japan and South Korea", "rulings ordering
 * the firms to pay", headlines in capitals. Each edit keeps the tree right by construction. Which
 * sentence gets which is drawn from its number: the same treebanks give the same copies.
 */
#include <assert.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "processors/codes.h"
#include "processors/syntax/train/memory.h"
#include "processors/syntax/train/train.h"

enum { DRAFT_MAX = 120, FORM_MAX = 64 };

/* A sentence being changed. Heads: 0 is the root. */
struct draft {
    int n;
    struct draft_word {
        char form[FORM_MAX], lemma[FORM_MAX];
        uint8_t upos, xpos, deprel;
        int head;
    } w[DRAFT_MAX + 2];
};

/* A word to be put in; its head is counted from the first of its phrase, OUT is the host. */
struct piece {
    const char *form, *lemma;
    uint8_t upos, xpos, deprel;
    int head;
};

enum { OUT = -1, PIECES = 9 };

struct phrase {
    struct piece v[PIECES];
};

#define WORD(form, lemma, upos, xpos, rel, head)                                                   \
    {                                                                                              \
        form, lemma, DW_UPOS_##upos, DW_XPOS_##xpos, DW_DEPREL_##rel, head                         \
    }
#define LEN(array) ((int)(sizeof(array) / sizeof *(array)))

/* --- drafts ---------------------------------------------------------------------------------- */

static bool draft_open(struct draft *d, const struct gold_sentence *s)
{
    if (s->n > DRAFT_MAX - PIECES)
        return false;
    d->n = s->n;
    for (int i = 1; i <= s->n; i++) {
        const struct gold_word *w = &s->word[i];

        if (strlen(w->form) >= FORM_MAX || strlen(w->lemma) >= FORM_MAX)
            return false;
        strcpy(d->w[i].form, w->form);
        strcpy(d->w[i].lemma, w->lemma);
        d->w[i].upos = w->upos;
        d->w[i].xpos = w->xpos;
        d->w[i].deprel = w->deprel;
        d->w[i].head = w->head > s->n ? 0 : w->head;
    }
    return true;
}

static void draft_add(const struct draft *d, int doc, struct corpus *corpus)
{
    struct gold_sentence s = {.n = d->n, .doc = doc};

    s.word = xcalloc((size_t)d->n + 2, sizeof *s.word);
    for (int i = 1; i <= d->n; i++)
        s.word[i] = (struct gold_word){.form = xstrdup(d->w[i].form),
                                       .lemma = xstrdup(d->w[i].lemma),
                                       .upos = d->w[i].upos,
                                       .xpos = d->w[i].xpos,
                                       .deprel = d->w[i].deprel,
                                       .head = (int16_t)d->w[i].head};
    corpus_push(corpus, &s);
}

/* Put a phrase behind word `at` (0: in front of all); its head hangs from `host`. */
static void insert(struct draft *d, int at, const struct phrase *phrase, int host)
{
    int k = 0;

    while (k < PIECES && phrase->v[k].form)
        k++;
    memmove(d->w + at + 1 + k, d->w + at + 1, (size_t)(d->n - at) * sizeof *d->w);
    d->n += k;
    host += host > at ? k : 0;
    for (int i = 1; i <= d->n; i++)
        if ((i <= at || i > at + k) && d->w[i].head > at)
            d->w[i].head += k;
    for (int i = 0; i < k; i++) {
        const struct piece *p = &phrase->v[i];
        struct draft_word *w = &d->w[at + 1 + i];

        strcpy(w->form, p->form);
        strcpy(w->lemma, p->lemma);
        w->upos = p->upos;
        w->xpos = p->xpos;
        w->deprel = p->deprel;
        w->head = p->head == OUT ? host : at + 1 + p->head;
    }
}

/* Take word `at` out, which has no children. */
static void drop(struct draft *d, int at)
{
    memmove(d->w + at, d->w + at + 1, (size_t)(d->n - at) * sizeof *d->w);
    d->n--;
    for (int i = 1; i <= d->n; i++)
        if (d->w[i].head > at)
            d->w[i].head--;
}

/* --- looking at trees ------------------------------------------------------------------------ */

static bool is_under(const struct draft *d, int word, int top)
{
    while (word && word != top)
        word = d->w[word].head;
    return word == top;
}

/* Last word of the subtree; 0 if there is a gap in it. */
static int find_end(const struct draft *d, int top)
{
    int end = top;

    for (int i = top + 1; i <= d->n; i++)
        if (is_under(d, i, top)) {
            if (i != end + 1)
                return 0;
            end = i;
        }
    return end;
}

static bool is_rel(const struct draft *d, int i, enum dw_deprel base)
{
    return dw_deprel_base((enum dw_deprel)d->w[i].deprel) == base;
}

static int find_child(const struct draft *d, int head, enum dw_deprel base)
{
    for (int i = 1; i <= d->n; i++)
        if (d->w[i].head == head && is_rel(d, i, base))
            return i;
    return 0;
}

/* The verb that a clause of its own is built on, past or with an auxiliary. */
static bool is_clause(const struct draft *d, int i)
{
    return d->w[i].upos == DW_UPOS_VERB && find_child(d, i, DW_DEPREL_NSUBJ) &&
           (d->w[i].xpos == DW_XPOS_VBD || find_child(d, i, DW_DEPREL_AUX));
}

static int find_root(const struct draft *d)
{
    for (int i = 1; i <= d->n; i++)
        if (!d->w[i].head)
            return i;
    return 0;
}

/* --- edits: each changes the draft, or says that it finds no place ---------------------------- */

#define DAY(name)                                                                                  \
    {                                                                                              \
        {                                                                                          \
            WORD(name, name, PROPN, NNP, OBL_UNMARKED, OUT)                                        \
        }                                                                                          \
    }
#define LAST(word, time)                                                                           \
    {                                                                                              \
        {                                                                                          \
            WORD(word, word, ADJ, JJ, AMOD, 1), WORD(time, time, NOUN, NN, OBL_UNMARKED, OUT)      \
        }                                                                                          \
    }
#define THIS(time)                                                                                 \
    {                                                                                              \
        {                                                                                          \
            WORD("this", "this", DET, DT, DET, 1), WORD(time, time, NOUN, NN, OBL_UNMARKED, OUT)   \
        }                                                                                          \
    }

static const struct phrase times[] = {
    DAY("Monday"),         DAY("Tuesday"),       DAY("Wednesday"),       DAY("Thursday"),
    DAY("Friday"),         DAY("Saturday"),      DAY("Sunday"),          LAST("last", "week"),
    LAST("last", "month"), LAST("last", "year"), LAST("last", "Friday"), LAST("next", "week"),
    THIS("week"),          THIS("month"),        THIS("year"),
};

/* The end of what stands close to its verb: object, particle, place. 0 if there is no room. */
static int find_time_place(const struct draft *d, int verb)
{
    int end = verb;

    for (int next = verb + 1; next <= d->n; next = end + 1) {
        int child = next, past;

        while (child <= d->n && d->w[child].head != verb)
            child = d->w[child].head > next ? d->w[child].head : d->n + 1;
        if (child > d->n ||
            !(is_rel(d, child, DW_DEPREL_OBJ) || is_rel(d, child, DW_DEPREL_IOBJ) ||
              d->w[child].deprel == DW_DEPREL_COMPOUND_PRT ||
              (is_rel(d, child, DW_DEPREL_OBL) && d->w[child].upos == DW_UPOS_PROPN)))
            break;
        past = find_end(d, child);
        if (!past || past - end > 6 || d->w[child].deprel == DW_DEPREL_OBL_UNMARKED)
            return 0;
        end = past;
    }
    /* "became Monday rich": what completes the verb comes first. */
    return end < d->n && (d->w[end + 1].upos == DW_UPOS_ADJ || d->w[end + 1].upos == DW_UPOS_PRON)
               ? 0
               : end;
}

/* "held a teleconference Tuesday to discuss" */
static bool add_bare_time(struct draft *d, uint32_t draw)
{
    for (int verb = 1; verb <= d->n; verb++) {
        const struct phrase *time = &times[draw % LEN(times)];
        int place = is_clause(d, verb) ? find_time_place(d, verb) : 0;

        if (!place || find_child(d, verb, DW_DEPREL_COP))
            continue;
        if (draw >> 8 & 1) {
            draw ^= 1U << 8;
            continue;
        }
        /* Weekdays are what is hardest and most frequent. */
        if (draw >> 9 & 1)
            time = &times[(draw >> 10) % 7];
        insert(d, place, time, verb);
        return true;
    }
    return false;
}

static const struct phrase openings[] = {
    {{WORD("On", "on", ADP, IN, CASE, 1), WORD("Tuesday", "Tuesday", PROPN, NNP, OBL, OUT),
      WORD(",", ",", PUNCT, COMMA, PUNCT, 1)}},
    {{WORD("On", "on", ADP, IN, CASE, 1), WORD("Friday", "Friday", PROPN, NNP, OBL, OUT),
      WORD(",", ",", PUNCT, COMMA, PUNCT, 1)}},
    {{WORD("Last", "last", ADJ, JJ, AMOD, 1), WORD("week", "week", NOUN, NN, OBL_UNMARKED, OUT),
      WORD(",", ",", PUNCT, COMMA, PUNCT, 1)}},
    {{WORD("In", "in", ADP, IN, CASE, 1), WORD("July", "July", PROPN, NNP, OBL, OUT),
      WORD(",", ",", PUNCT, COMMA, PUNCT, 1)}},
    {{WORD("Meanwhile", "meanwhile", ADV, RB, ADVMOD, OUT),
      WORD(",", ",", PUNCT, COMMA, PUNCT, 0)}},
};

/* "On Tuesday, ..." before a sentence that begins with its subject. */
static bool add_opening(struct draft *d, uint32_t draw)
{
    int root = find_root(d), subject = find_child(d, root, DW_DEPREL_NSUBJ);

    if (!is_clause(d, root) || !subject || !is_under(d, 1, subject))
        return false;
    if (d->w[1].upos != DW_UPOS_PROPN && strcmp(d->w[1].form, "I") != 0)
        d->w[1].form[0] = (char)tolower((unsigned char)d->w[1].form[0]);
    insert(d, 0, &openings[draw % LEN(openings)], root);
    return true;
}

#define ASIDE(word)                                                                                \
    {                                                                                              \
        {                                                                                          \
            WORD(",", ",", PUNCT, COMMA, PUNCT, 1), WORD(word, word, ADV, RB, ADVMOD, OUT),        \
                WORD(",", ",", PUNCT, COMMA, PUNCT, 1)                                             \
        }                                                                                          \
    }

static const struct phrase asides[] = {ASIDE("meanwhile"), ASIDE("meanwhile"), ASIDE("however"),
                                       ASIDE("too")};

/* End of the subject of the root when the verb or its auxiliary follows at once; 0 if not so. */
static int find_subject_end(const struct draft *d, int root)
{
    int subject = find_child(d, root, DW_DEPREL_NSUBJ);
    int end = subject && subject < root ? find_end(d, subject) : 0;

    if (!end ||
        (end + 1 != root && !(d->w[end + 1].head == root && is_rel(d, end + 1, DW_DEPREL_AUX))))
        return 0;
    return end;
}

/* "Ostria, meanwhile, has demanded" */
static bool add_aside(struct draft *d, uint32_t draw)
{
    int root = find_root(d), end = find_subject_end(d, root);

    if (!end || d->w[root].upos != DW_UPOS_VERB || d->w[end].upos == DW_UPOS_PRON)
        return false;
    insert(d, end, &asides[draw % LEN(asides)], root);
    return true;
}

/* "Norland last week expelled two diplomats" */
static bool add_inner_time(struct draft *d, uint32_t draw)
{
    int root = find_root(d), end = find_subject_end(d, root);

    if (!end || d->w[root].xpos != DW_XPOS_VBD || d->w[end].upos == DW_UPOS_PRON)
        return false;
    insert(d, end, &times[7 + draw % (LEN(times) - 7)], root);
    return true;
}

/* "... until Tokyo lifts the ban" */
#define LIMIT(word, who, upos, xpos, verb, base, form, what)                                       \
    {                                                                                              \
        {                                                                                          \
            WORD(word, word, SCONJ, IN, MARK, 2), WORD(who, who, upos, xpos, NSUBJ, 2),            \
                WORD(verb, base, VERB, form, ADVCL, OUT), WORD("the", "the", DET, DT, DET, 4),     \
                WORD(what, what, NOUN, NN, OBJ, 2)                                                 \
        }                                                                                          \
    }

static const struct phrase limits[] = {
    LIMIT("until", "Tokyo", PROPN, NNP, "lifts", "lift", VBZ, "ban"),
    LIMIT("until", "it", PRON, PRP, "pays", "pay", VBZ, "debt"),
    LIMIT("until", "Seoul", PROPN, NNP, "dropped", "drop", VBD, "case"),
    LIMIT("before", "they", PRON, PRP, "sign", "sign", VBP, "treaty"),
    LIMIT("after", "Moscow", PROPN, NNP, "closed", "close", VBD, "border"),
    LIMIT("unless", "Ankara", PROPN, NNP, "changes", "change", VBZ, "law"),
    LIMIT("since", "police", NOUN, NNS, "raided", "raid", VBD, "office"),
};

static bool add_limit(struct draft *d, uint32_t draw)
{
    int root = find_root(d);

    if (!is_clause(d, root) || d->n > 25 || strcmp(d->w[d->n].form, ".") != 0 ||
        d->w[d->n].head != root || find_child(d, root, DW_DEPREL_ADVCL))
        return false;
    insert(d, d->n - 1, &limits[draw % LEN(limits)], root);
    return true;
}

#define SPEECH(det, who, upos, xpos, verb, base)                                                   \
    {                                                                                              \
        {                                                                                          \
            WORD(",", ",", PUNCT, COMMA, PUNCT, 3), WORD(det, det, DET, DT, DET, 2),               \
                WORD(who, who, upos, xpos, NSUBJ, 3), WORD(verb, base, VERB, VBD, ROOT, OUT)       \
        }                                                                                          \
    }

static const struct phrase speeches[] = {
    SPEECH("the", "president", NOUN, NN, "said", "say"),
    SPEECH("a", "spokesman", NOUN, NN, "said", "say"),
    SPEECH("the", "ministry", NOUN, NN, "said", "say"),
    SPEECH("the", "agency", NOUN, NN, "reported", "report"),
    {{WORD(",", ",", PUNCT, COMMA, PUNCT, 3), WORD("an", "a", DET, DT, DET, 2),
      WORD("official", "official", NOUN, NN, NSUBJ, 3), WORD("told", "tell", VERB, VBD, ROOT, OUT),
      WORD("reporters", "reporter", NOUN, NNS, OBJ, 3)}},
    {{WORD(",", ",", PUNCT, COMMA, PUNCT, 3), WORD("the", "the", DET, DT, DET, 2),
      WORD("minister", "minister", NOUN, NN, NSUBJ, 3), WORD("said", "say", VERB, VBD, ROOT, OUT),
      WORD("Monday", "Monday", PROPN, NNP, OBL_UNMARKED, 3)}},
};

/* "Japan must withdraw the curbs, the president said." */
static bool add_speech(struct draft *d, uint32_t draw)
{
    int root = find_root(d), said = d->n + 3;

    if (!is_clause(d, root) || d->n > 25 || strcmp(d->w[d->n].form, ".") != 0)
        return false;
    insert(d, d->n - 1, &speeches[draw % LEN(speeches)], 0);
    d->w[root].head = said;
    d->w[root].deprel = DW_DEPREL_CCOMP;
    d->w[d->n].head = said;
    return true;
}

#define RELATIVE(who, past, base, what)                                                            \
    {                                                                                              \
        {                                                                                          \
            WORD(who, who, PRON, WDT, NSUBJ, 1), WORD(past, base, VERB, VBD, ACL_RELCL, OUT),      \
                WORD("the", "the", DET, DT, DET, 3), WORD(what, what, NOUN, NN, OBJ, 1)            \
        }                                                                                          \
    }

static const struct phrase relatives[] = {
    RELATIVE("that", "filed", "file", "complaint"), RELATIVE("which", "lost", "lose", "case"),
    RELATIVE("that", "imposed", "impose", "ban"),   RELATIVE("that", "signed", "sign", "treaty"),
    RELATIVE("which", "made", "make", "product"),   RELATIVE("that", "won", "win", "contract"),
};

/* "The company that filed the complaint won" */
static bool add_relative(struct draft *d, uint32_t draw)
{
    int root = find_root(d), end = find_subject_end(d, root);

    if (!end || d->w[end].upos != DW_UPOS_NOUN || d->w[end].head != root || !is_clause(d, root))
        return false;
    insert(d, end, &relatives[draw % LEN(relatives)], end);
    return true;
}

static const struct phrase reduced[] = {
    {{WORD("ordering", "order", VERB, VBG, ACL, OUT),
      WORD("Japanese", "Japanese", ADJ, JJ, AMOD, 2), WORD("firms", "firm", NOUN, NNS, OBJ, 0),
      WORD("to", "to", PART, TO, MARK, 4), WORD("pay", "pay", VERB, VB, XCOMP, 0)}},
    {{WORD("calling", "call", VERB, VBG, ACL, OUT), WORD("for", "for", ADP, IN, CASE, 2),
      WORD("talks", "talk", NOUN, NNS, OBL, 0)}},
    {{WORD("banning", "ban", VERB, VBG, ACL, OUT), WORD("foreign", "foreign", ADJ, JJ, AMOD, 2),
      WORD("vessels", "vessel", NOUN, NNS, OBJ, 0)}},
    {{WORD("accusing", "accuse", VERB, VBG, ACL, OUT), WORD("Seoul", "Seoul", PROPN, NNP, OBJ, 0),
      WORD("of", "of", SCONJ, IN, MARK, 3), WORD("breaking", "break", VERB, VBG, ADVCL, 0),
      WORD("the", "the", DET, DT, DET, 5), WORD("law", "law", NOUN, NN, OBJ, 3)}},
    {{WORD("placed", "place", VERB, VBN, ACL, OUT), WORD("on", "on", ADP, IN, CASE, 2),
      WORD("exports", "export", NOUN, NNS, OBL, 0)}},
    {{WORD("imposed", "impose", VERB, VBN, ACL, OUT), WORD("by", "by", ADP, IN, CASE, 2),
      WORD("Tokyo", "Tokyo", PROPN, NNP, OBL_AGENT, 0)}},
    {{WORD("aimed", "aim", VERB, VBN, ACL, OUT), WORD("at", "at", ADP, IN, CASE, 2),
      WORD("Japan", "Japan", PROPN, NNP, OBL, 0)}},
};

/* "rulings ordering Japanese firms to pay", "controls placed on exports" */
static bool add_reduced(struct draft *d, uint32_t draw)
{
    for (int i = 2; i <= d->n; i++) {
        if (d->w[i].xpos != DW_XPOS_NNS || find_end(d, i) != i ||
            !(is_rel(d, i, DW_DEPREL_OBJ) || is_rel(d, i, DW_DEPREL_OBL)))
            continue;
        insert(d, i, &reduced[draw % LEN(reduced)], i);
        return true;
    }
    return false;
}

#define AND(name)                                                                                  \
    {                                                                                              \
        {                                                                                          \
            WORD("and", "and", CCONJ, CC, CC, 1), WORD(name, name, PROPN, NNP, CONJ, OUT)          \
        }                                                                                          \
    }
#define AND_OF_TWO(first, name, rel)                                                               \
    {                                                                                              \
        {                                                                                          \
            WORD("and", "and", CCONJ, CC, CC, 2), WORD(first, first, PROPN, NNP, rel, 2),          \
                WORD(name, name, PROPN, NNP, CONJ, OUT)                                            \
        }                                                                                          \
    }

#define SERIES(first, second, third)                                                               \
    {                                                                                              \
        {                                                                                          \
            WORD(",", ",", PUNCT, COMMA, PUNCT, 1), WORD(first, first, PROPN, NNP, CONJ, OUT),     \
                WORD(",", ",", PUNCT, COMMA, PUNCT, 3),                                            \
                WORD(second, second, PROPN, NNP, CONJ, OUT), WORD("and", "and", CCONJ, CC, CC, 5), \
                WORD(third, third, PROPN, NNP, CONJ, OUT)                                          \
        }                                                                                          \
    }

static const struct phrase joined[] = {
    SERIES("Japan", "China", "Russia"),
    SERIES("Norway", "Canada", "Peru"),
    {{WORD(",", ",", PUNCT, COMMA, PUNCT, 1), WORD("France", "France", PROPN, NNP, CONJ, OUT),
      WORD("and", "and", CCONJ, CC, CC, 3), WORD("Germany", "Germany", PROPN, NNP, CONJ, OUT)}},
    AND("Japan"),
    AND("Tokyo"),
    AND("China"),
    AND_OF_TWO("South", "Korea", COMPOUND),
    AND_OF_TWO("South", "Korea", COMPOUND),
    AND_OF_TWO("North", "Korea", COMPOUND),
    AND_OF_TWO("Saudi", "Arabia", COMPOUND),
    {{WORD("and", "and", CCONJ, CC, CC, 3), WORD("the", "the", DET, DT, DET, 3),
      WORD("European", "European", ADJ, NNP, AMOD, 3),
      WORD("Union", "Union", PROPN, NNP, CONJ, OUT)}},
    {{WORD("and", "and", CCONJ, CC, CC, 3), WORD("the", "the", DET, DT, DET, 3),
      WORD("United", "United", ADJ, NNP, AMOD, 3),
      WORD("States", "States", PROPN, NNPS, CONJ, OUT)}},
};

/* A name alone behind its preposition, or as the subject of a verb without number. */
static bool is_joinable(const struct draft *d, int i)
{
    if (d->w[i].upos != DW_UPOS_PROPN || find_end(d, i) != i)
        return false;
    if (i < d->n && (d->w[i + 1].upos == DW_UPOS_PROPN || d->w[i + 1].upos == DW_UPOS_CCONJ))
        return false;
    if (is_rel(d, i, DW_DEPREL_NSUBJ))
        return d->w[d->w[i].head].xpos == DW_XPOS_VBD || d->w[d->w[i].head].xpos == DW_XPOS_VB;
    return (d->w[i].deprel == DW_DEPREL_NMOD || d->w[i].deprel == DW_DEPREL_OBL) &&
           find_child(d, i, DW_DEPREL_CASE);
}

/* "officials from Japan and South Korea" */
static bool add_joined(struct draft *d, uint32_t draw)
{
    for (int i = 1; i <= d->n; i++)
        if (is_joinable(d, i)) {
            insert(d, i, &joined[draw % LEN(joined)], i);
            return true;
        }
    return false;
}

static bool is_leaf(const struct draft *d, int word)
{
    for (int i = 1; i <= d->n; i++)
        if (d->w[i].head == word)
            return false;
    return true;
}

static bool has_verb(const struct draft *d)
{
    for (int i = 1; i <= d->n; i++)
        if (d->w[i].upos == DW_UPOS_VERB)
            return true;
    return false;
}

static bool ends_with_any(const char *word, const char *const *endings)
{
    size_t len = strlen(word);

    for (; *endings; endings++)
        if (len >= strlen(*endings) && !strcmp(word + len - strlen(*endings), *endings))
            return true;
    return false;
}

/* "recall" -> "recalls", "deny" -> "denies", "impeach" -> "impeaches". */
static void write_present(char form[FORM_MAX], const char *lemma)
{
    static const char *const hissing[] = {"s", "x", "z", "ch", "sh", "o", NULL};
    static const char *const vowel_y[] = {"ay", "ey", "oy", "uy", NULL};
    size_t len = strlen(lemma);
    const char *ending = ends_with_any(lemma, hissing) ? "es" : "s";

    if (lemma[len - 1] == 'y' && !ends_with_any(lemma, vowel_y)) {
        len--;
        ending = "ies";
    }
    snprintf(form, FORM_MAX, "%.*s%s", (int)len, lemma, ending);
}

/* Headlines tell the past in the present: "Norland recalls envoy". */
static void make_present(struct draft *d)
{
    for (int i = 1; i <= d->n; i++) {
        struct draft_word *w = &d->w[i];
        int subject = find_child(d, i, DW_DEPREL_NSUBJ);

        if (w->upos != DW_UPOS_VERB || w->xpos != DW_XPOS_VBD || !subject ||
            strlen(w->lemma) + 3 >= FORM_MAX || !islower((unsigned char)w->lemma[0]) ||
            !strcmp(w->lemma, "have"))
            continue;
        if (d->w[subject].xpos == DW_XPOS_NNS || d->w[subject].xpos == DW_XPOS_NNPS ||
            find_child(d, subject, DW_DEPREL_CONJ)) {
            strcpy(w->form, w->lemma);
            w->xpos = DW_XPOS_VBP;
        } else if (d->w[subject].upos != DW_UPOS_PRON) {
            write_present(w->form, w->lemma);
            w->xpos = DW_XPOS_VBZ;
        }
    }
}

static bool is_article(const struct draft *d, int i)
{
    return d->w[i].xpos == DW_XPOS_DT && d->w[i].deprel == DW_DEPREL_DET &&
           (!strcmp(d->w[i].lemma, "the") || !strcmp(d->w[i].lemma, "a")) && is_leaf(d, i);
}

/* "suspended the flights": "suspended flights". */
static bool make_terse(struct draft *d, uint32_t draw)
{
    int n = d->n;

    (void)draw;
    for (int i = d->n; i > 0; i--)
        if (is_article(d, i) && d->w[d->w[i].head].xpos == DW_XPOS_NNS &&
            is_rel(d, d->w[i].head, DW_DEPREL_OBJ))
            drop(d, i);
    return d->n < n;
}

/* Drop the full stop of a sentence short enough for a headline, and mostly the articles. */
static bool make_headline(struct draft *d, uint32_t draw)
{
    if (d->n < 5 || d->n > 20 || !has_verb(d))
        return false;
    if (!strcmp(d->w[d->n].form, ".") && d->w[d->n].deprel == DW_DEPREL_PUNCT)
        d->n--;
    for (int i = d->n; i > 0 && draw % 4; i--)
        if (is_article(d, i))
            drop(d, i);
    if (draw / 4 % 8)
        make_present(d);
    return d->n > 2;
}

static bool make_capitals(struct draft *d, uint32_t draw)
{
    if (!make_headline(d, draw))
        return false;
    for (int i = 1; i <= d->n; i++)
        for (char *c = d->w[i].form; *c; c++)
            *c = (char)toupper((unsigned char)*c);
    return true;
}

/* Small words stay small in titles. */
static bool make_title(struct draft *d, uint32_t draw)
{
    if (!make_headline(d, draw))
        return false;
    for (int i = 1; i <= d->n; i++) {
        struct draft_word *w = &d->w[i];

        if (w->upos != DW_UPOS_ADP && w->upos != DW_UPOS_DET && w->upos != DW_UPOS_CCONJ &&
            w->upos != DW_UPOS_PART)
            w->form[0] = (char)toupper((unsigned char)w->form[0]);
    }
    return true;
}

/* --- which, and how many --------------------------------------------------------------------- */

static const struct edit {
    bool (*run)(struct draft *draft, uint32_t draw);
    int rate; /* of 1000 sentences in which it finds a place */
} edits[] = {
    {add_bare_time, 200}, {add_opening, 60}, {add_aside, 80},      {add_relative, 80},
    {add_reduced, 60},    {add_joined, 300}, {make_capitals, 100}, {make_title, 260},
    {add_inner_time, 60}, {add_speech, 60},  {add_limit, 60},      {make_terse, 600},
};

static uint32_t mix(uint32_t seed)
{
    return dw_hash_mix(dw_hash_mix(seed, 0x51ED270BU), 0x2545F491U);
}

void augment(struct corpus *corpus, const struct options *options)
{
    struct draft *d = xcalloc(1, sizeof *d);
    int n = corpus->n;

    for (int i = 0; i < n; i++)
        for (int e = 0; e < LEN(edits); e++) {
            uint32_t draw = mix((uint32_t)(i * LEN(edits) + e) + options->seed);

            if ((int)(draw % 1000) >= edits[e].rate * options->augment / 100 ||
                !draft_open(d, &corpus->v[i]))
                continue;
            if (edits[e].run(d, mix(draw)))
                draft_add(d, corpus->v[i].doc, corpus);
        }
    free(d);
    fprintf(stderr, "%d sentences added\n", corpus->n - n);
}
