/* SPDX-License-Identifier: MIT */
#include "processors/entity/phrase.h"

#include <string.h>

#include "processors/token.h"

enum {
    FIRST_EDGES = 1 << 12,
    MAX_WORDS = 32, /* tokens of a phrase; longer ones are left out */
};

/* --- building ------------------------------------------------------------------------------ */

void dw_phrase_init(struct dw_phrase_index *index, struct dw_arena *arena)
{
    memset(index, 0, sizeof *index);
    index->arena = arena;
    index->n_nodes = 1;
}

/* The edge from `parent` by `hash`, or the free slot where it belongs. */
static struct dw_phrase_edge *find_edge(const struct dw_phrase_index *index, uint32_t parent,
                                        uint32_t hash)
{
    uint32_t mask = index->cap_edges - 1;
    uint32_t i = (hash ^ parent * 2654435769U) * 2246822519U;

    for (i = (i ^ i >> 15) & mask;; i = (i + 1) & mask) {
        struct dw_phrase_edge *edge = &index->edges[i];

        if (!edge->child || (edge->parent == parent && edge->hash == hash))
            return edge;
    }
}

static enum dw_err grow_edges(struct dw_phrase_index *index)
{
    struct dw_phrase_edge *old = index->edges;
    uint32_t n_old = index->cap_edges;
    uint32_t cap = n_old ? n_old * 2 : FIRST_EDGES;
    struct dw_phrase_edge *edges = dw_arena_alloc(index->arena, cap * sizeof *edges);

    if (!edges)
        return DW_NOMEM;
    index->edges = edges;
    index->cap_edges = cap;
    for (uint32_t i = 0; i < n_old; i++)
        if (old[i].child)
            *find_edge(index, old[i].parent, old[i].hash) = old[i];
    return DW_OK;
}

/* The child of `parent` by `hash`, made if it is not there; 0 when memory is out. */
static uint32_t add_node(struct dw_phrase_index *index, uint32_t parent, uint32_t hash)
{
    struct dw_phrase_edge *edge;

    if (index->n_edges * 2 >= index->cap_edges && grow_edges(index) != DW_OK)
        return 0;
    edge = find_edge(index, parent, hash);
    if (!edge->child) {
        *edge = (struct dw_phrase_edge){parent, hash, index->n_nodes++};
        index->n_edges++;
    }
    return edge->child;
}

static void set_start(struct dw_phrase_index *index, uint32_t hash)
{
    index->starts[hash >> 6 & 1023] |= 1ULL << (hash & 63);
}

static bool is_start(const struct dw_phrase_index *index, uint32_t hash)
{
    return index->starts[hash >> 6 & 1023] >> (hash & 63) & 1;
}

/* Words that the tokenizer may split though they are letters alone: cannot, didnt, gonna. */
static bool may_be_split(const char *word, size_t len)
{
    static const char *const ends[] = {"nt", "ot", "na", "ta"};

    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (len > 3 && (word[len - 2] | 0x20) == ends[i][0] && (word[len - 1] | 0x20) == ends[i][1])
            return true;
    return false;
}

/*
 * Hashes of a phrase that is words of ASCII letters between single blanks, as most are: its tokens
 * are its words. Returns their number; 0 if it takes the tokenizer to tell.
 */
static uint32_t hash_words(const char *text, size_t len, uint32_t *hashes)
{
    uint32_t n = 0;
    size_t beg = 0;

    for (size_t i = 0; i <= len; i++) {
        char c = i < len ? (char)(text[i] | 0x20) : ' ';

        if (c >= 'a' && c <= 'z')
            continue;
        if ((i < len && text[i] != ' ') || i == beg || n == MAX_WORDS ||
            may_be_split(text + beg, i - beg))
            return 0;
        hashes[n++] = dw_token_hash(text + beg, i - beg);
        beg = i + 1;
    }
    return n;
}

/* Hashes of the tokens of a phrase; *n is 0 if it has none or more than MAX_WORDS. */
static enum dw_err hash_tokens(struct dw_phrase_index *index, const char *text, size_t len,
                               uint32_t *hashes, uint32_t *n)
{
    struct dw_span span = {0, (uint32_t)len};

    *n = hash_words(text, len, hashes);
    if (*n)
        return DW_OK;
    index->tokens.n = 0;
    if (dw_token_split(index->arena, text, span, &index->tokens) != DW_OK)
        return DW_NOMEM;
    if (index->tokens.n > MAX_WORDS)
        return DW_OK;
    for (uint32_t i = 0; i < index->tokens.n; i++)
        hashes[i] = index->tokens.v[i].hash;
    *n = index->tokens.n;
    return DW_OK;
}

enum dw_err dw_phrase_add(struct dw_phrase_index *index, const char *text, size_t len, bool blind,
                          const struct dw_gazetteer_entry *entry)
{
    struct dw_phrase_pending *pending;
    uint32_t hashes[MAX_WORDS], n, node = 0;

    if (hash_tokens(index, text, len, hashes, &n) != DW_OK)
        return DW_NOMEM;
    if (!n)
        return DW_OK;
    for (uint32_t i = 0; i < n; i++) {
        node = add_node(index, node, hashes[i]);
        if (!node)
            return DW_NOMEM;
    }
    set_start(index, hashes[0]);
    pending = dw_vec_push(index->arena, &index->pending);
    if (!pending)
        return DW_NOMEM;
    *pending = (struct dw_phrase_pending){text, entry, (uint32_t)len, node, blind};
    index->n_phrases++;
    return DW_OK;
}

/* Order of the phrases by node, otherwise as added: a counting sort. NULL when memory is out. */
static struct dw_phrase_pending *sort_pending(struct dw_phrase_index *index)
{
    uint32_t n = index->pending.n;
    uint32_t *start = dw_arena_alloc(index->arena, (index->n_nodes + 1) * sizeof *start);
    struct dw_phrase_pending *sorted = dw_arena_alloc(index->arena, (n + 1) * sizeof *sorted);

    if (!start || !sorted)
        return NULL;
    for (uint32_t i = 0; i < n; i++)
        start[index->pending.v[i].node + 1]++;
    for (uint32_t i = 0; i < index->n_nodes; i++)
        start[i + 1] += start[i];
    for (uint32_t i = 0; i < n; i++)
        sorted[start[index->pending.v[i].node]++] = index->pending.v[i];
    return sorted;
}

static bool is_same_form(const struct dw_phrase_pending *a, const struct dw_phrase_pending *b)
{
    return a->len == b->len && !memcmp(a->text, b->text, a->len);
}

/* What build hands out: places in the arrays of forms and entries. */
struct cursor {
    uint32_t form, entry;
};

/* Append the entries of v[0..n), of the spelling `form` or of all, each once. */
static void put_entries(struct dw_phrase_index *index, struct cursor *at,
                        const struct dw_phrase_pending *v, uint32_t n, bool blind,
                        const struct dw_phrase_pending *form)
{
    uint32_t first = at->entry;

    for (uint32_t i = 0; i < n; i++) {
        bool known = v[i].blind != blind || (form && !is_same_form(&v[i], form));

        for (uint32_t j = first; j < at->entry && !known; j++)
            known = index->entries[j] == v[i].entry;
        if (!known)
            index->entries[at->entry++] = v[i].entry;
    }
}

/* Add the spelling of v[i], unless one before it has added the same. */
static void put_form(struct dw_phrase_index *index, struct cursor *at,
                     const struct dw_phrase_pending *v, uint32_t n, uint32_t i)
{
    struct dw_phrase_form *form = &index->forms[at->form];

    for (uint32_t j = 0; j < i; j++)
        if (!v[j].blind && is_same_form(&v[i], &v[j]))
            return;
    *form = (struct dw_phrase_form){v[i].text, v[i].len, at->entry, 0};
    put_entries(index, at, v, n, false, &v[i]);
    put_entries(index, at, v, n, true, NULL);
    form->n = at->entry - form->first;
    at->form++;
}

/* Lay out one node from the phrases v[0..n) that end there. */
static void build_node(struct dw_phrase_index *index, struct cursor *at,
                       const struct dw_phrase_pending *v, uint32_t n)
{
    struct dw_phrase_node *node = &index->nodes[v->node];
    uint32_t first = at->entry, blind;

    node->first = first;
    node->form = at->form;
    put_entries(index, at, v, n, false, NULL);
    blind = at->entry;
    put_entries(index, at, v, n, true, NULL);
    node->n_blind = at->entry - blind;
    node->n = at->entry - first;
    for (uint32_t i = 0; i < n; i++)
        if (!v[i].blind)
            put_form(index, at, v, n, i);
    node->n_forms = at->form - node->form;
    for (uint32_t i = 0; i < n && node->n_blind && !node->blind; i++) {
        if (v[i].blind) {
            node->blind = at->form;
            index->forms[at->form++] = (struct dw_phrase_form){.text = v[i].text, .len = v[i].len};
        }
    }
}

/* Room that the entries take at most: each in its node's list, its form's, and blind ones in all
 * forms of the node. */
static size_t count_entries(const struct dw_phrase_pending *v, uint32_t n)
{
    size_t total = 0;

    for (uint32_t i = 0, end; i < n; i = end) {
        size_t n_cased = 0;

        for (end = i; end < n && v[end].node == v[i].node; end++)
            n_cased += !v[end].blind;
        total += (end - i) * (n_cased + 1);
    }
    return total;
}

enum dw_err dw_phrase_build(struct dw_phrase_index *index)
{
    uint32_t n = index->pending.n;
    struct dw_phrase_pending *v = sort_pending(index);
    struct cursor at = {1, 0}; /* form 0 is none */

    if (!v)
        return DW_NOMEM;
    index->nodes = dw_arena_alloc(index->arena, index->n_nodes * sizeof *index->nodes);
    index->forms = dw_arena_alloc(index->arena, (n + 2) * sizeof *index->forms);
    index->entries =
        dw_arena_alloc(index->arena, (count_entries(v, n) + 1) * sizeof *index->entries);
    if (!index->nodes || !index->forms || !index->entries)
        return DW_NOMEM;
    for (uint32_t i = 0, end; i < n; i = end) {
        for (end = i; end < n && v[end].node == v[i].node;)
            end++;
        build_node(index, &at, v + i, end - i);
    }
    return DW_OK;
}

/* --- matching ------------------------------------------------------------------------------ */

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

static size_t apostrophe_len(const char *text, size_t len)
{
    if (len && *text == '\'')
        return 1;
    return len >= 3 && !memcmp(text, "\xE2\x80\x99", 3) ? 3 : 0;
}

/* Bytes of `phrase` that the token's form takes, in any case; 0 if they differ. */
static size_t compare_blind(const char *form, size_t len, const char *phrase, size_t room)
{
    size_t i = 0, j = 0;

    while (i < len) {
        size_t a = apostrophe_len(form + i, len - i);
        size_t b = apostrophe_len(phrase + j, room - j);

        if (a && b) {
            i += a;
            j += b;
            continue;
        }
        if (j >= room || lower(form[i++]) != lower(phrase[j++]))
            return 0;
    }
    return j;
}

static bool has_upper(const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (text[i] >= 'A' && text[i] <= 'Z')
            return true;
    return false;
}

/* Bytes of `phrase` that the token takes, see dw_phrase_add for the rule; 0 if they differ. */
static size_t compare_token(const char *form, size_t len, uint16_t flags, const char *phrase,
                            size_t room, bool blind)
{
    size_t taken = compare_blind(form, len, phrase, room);
    bool capitals = (flags & DW_TOKEN_UPPER_ALL) && len > 1;

    if (!taken || blind || capitals || (taken == len && !memcmp(form, phrase, len)))
        return taken;
    if (!has_upper(phrase, taken) && (unsigned char)phrase[0] < 0x80)
        return taken; /* "of", "the": any case; digits and apostrophes too */
    for (size_t i = 0, j = 0; i < len; i++, j++) {
        size_t a = apostrophe_len(form + i, len - i);

        if (a) {
            i += a - 1;
            j += apostrophe_len(phrase + j, room - j) - 1;
        } else if (form[i] != phrase[j]) {
            return 0;
        }
    }
    return taken;
}

/* True if the phrase is what the tokens spell, blanks aside. */
static bool is_spelled(const struct dw_phrase_form *form, const char *text,
                       const struct dw_token *tokens, uint32_t n, bool blind)
{
    size_t at = 0;

    for (uint32_t i = 0; i < n; i++) {
        const struct dw_token *t = &tokens[i];
        size_t taken;

        while (at < form->len && form->text[at] == ' ')
            at++;
        taken = compare_token(text + t->span.beg, dw_token_len(t), t->flags, form->text + at,
                              form->len - at, blind);
        if (!taken)
            return false;
        at += taken;
    }
    return at == form->len;
}

/* The entries at a node that the tokens spell. Returns their number. */
static uint32_t match_node(const struct dw_phrase_index *index, uint32_t id, const char *text,
                           const struct dw_token *tokens, uint32_t n_tokens,
                           const struct dw_gazetteer_entry *const **entries)
{
    const struct dw_phrase_node *node = &index->nodes[id];
    const struct dw_phrase_form *only = NULL;
    uint32_t n = 0;

    for (uint32_t i = node->form; i < node->form + node->n_forms; i++) {
        if (is_spelled(&index->forms[i], text, tokens, n_tokens, false)) {
            only = &index->forms[i];
            n++;
        }
    }
    if (n == 0) {
        if (!node->n_blind || !is_spelled(&index->forms[node->blind], text, tokens, n_tokens, true))
            return 0;
        *entries = &index->entries[node->first + node->n - node->n_blind];
        return node->n_blind;
    }
    *entries = &index->entries[n == 1 ? only->first : node->first];
    return n == 1 ? only->n : node->n;
}

uint32_t dw_phrase_match(const struct dw_phrase_index *index, const char *text,
                         const struct dw_token *tokens, uint32_t n_tokens,
                         const struct dw_gazetteer_entry *const **entries, uint32_t *n)
{
    uint32_t node = 0, longest = 0;

    *n = 0;
    if (!n_tokens || !is_start(index, tokens[0].hash))
        return 0;
    for (uint32_t i = 0; i < n_tokens; i++) {
        const struct dw_gazetteer_entry *const *found;
        uint32_t n_found;

        node = find_edge(index, node, tokens[i].hash)->child;
        if (!node)
            break;
        if (!index->nodes[node].n)
            continue;
        n_found = match_node(index, node, text, tokens, i + 1, &found);
        if (n_found) {
            longest = i + 1;
            *entries = found;
            *n = n_found;
        }
    }
    return longest;
}
