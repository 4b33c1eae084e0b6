/* SPDX-License-Identifier: MIT */
#include "processors/entity/train/corpus.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "processors/entity/train/marked.h"
#include "processors/entity/train/rename.h"
#include "processors/entity/train/treebank.h"
#include "processors/pipeline.h"
#include "processors/syntax/train/memory.h"
#include "processors/token.h"

enum { PROCESSORS_MAX = 32, MENTIONS_MAX = 4096, NAME_WORDS_MAX = 14 };

struct reader {
    void *state[PROCESSORS_MAX];
    int n; /* processors before the names */
    struct dw_gazetteer *gazetteer;
    struct dw_nameparts *parts;
    struct dw_nametag *tagger;
    struct dw_doc doc;
};

/* --- the processors before the names --------------------------------------------------------- */

struct reader *reader_open(const struct dw_namekinds *kinds)
{
    static const struct dw_pipeline_options options = {.full_depth = true};
    const struct dw_processor *const *p = dw_pipeline_processors();
    struct reader *reader = xcalloc(1, sizeof *reader);
    struct dw_error err = {.code = DW_OK};
    enum dw_err rc = dw_gazetteer_open(&reader->gazetteer, &err);

    dw_doc_init(&reader->doc, 0);
    reader->parts = dw_nameparts_open();
    if (rc == DW_OK)
        rc = dw_nametag_open_empty(&reader->tagger, kinds);
    for (; rc == DW_OK && p[reader->n] && strcmp(p[reader->n]->name, "entity") != 0; reader->n++)
        if (p[reader->n]->open)
            rc = p[reader->n]->open(&reader->state[reader->n], &options, &err);
    if (rc == DW_OK && reader->parts)
        return reader;
    fprintf(stderr, "train-names: %s\n", err.text);
    return NULL;
}

void reader_close(struct reader *reader)
{
    for (int i = 0; i < reader->n; i++)
        if (dw_pipeline_processors()[i]->close)
            dw_pipeline_processors()[i]->close(reader->state[i]);
    dw_doc_fini(&reader->doc);
    dw_gazetteer_close(reader->gazetteer);
    dw_nameparts_close(reader->parts);
    dw_nametag_close(reader->tagger);
    free(reader);
}

static bool run_processors(struct reader *reader, const char *text)
{
    struct dw_error err = {.code = DW_OK};
    enum dw_err rc = DW_OK;

    dw_doc_reset(&reader->doc);
    reader->doc.article.text = text;
    reader->doc.article.len = strlen(text);
    reader->doc.article.language = "en";
    for (int i = 0; i < reader->n && rc == DW_OK; i++)
        rc = dw_pipeline_processors()[i]->run(reader->state[i], &reader->doc, &err);
    if (rc != DW_OK)
        fprintf(stderr, "train-names: %s\n", err.text);
    return rc == DW_OK;
}

/* --- from mentions to tags ------------------------------------------------------------------- */

/* A mention in tokens. */
struct marked {
    uint32_t first, end;
    enum dw_name_class class;
};

/* Byte offset of a code point. */
static size_t find_byte(const char *text, size_t chars)
{
    size_t at = 0;

    for (; text[at]; at++)
        if (((unsigned char)text[at] & 0xC0) != 0x80 && chars-- == 0)
            break;
    return at;
}

static int find_class(const char *name)
{
    if (!strcmp(name, "PER") || !strcmp(name, "person"))
        return DW_NAME_PERSON;
    if (!strcmp(name, "ORG") || !strcmp(name, "organization"))
        return DW_NAME_ORGANIZATION;
    if (!strcmp(name, "LOC") || !strcmp(name, "place"))
        return DW_NAME_PLACE;
    return -1;
}

static bool find_tokens(const struct dw_doc *doc, size_t beg, size_t end, struct marked *out)
{
    uint32_t i = 0;

    while (i < doc->tokens.n && doc->tokens.v[i].span.beg < beg)
        i++;
    out->first = i;
    while (i < doc->tokens.n && doc->tokens.v[i].span.end <= end)
        i++;
    out->end = i;
    return out->end > out->first;
}

static bool is_name_word(const struct dw_doc *doc, uint32_t i)
{
    const struct dw_token *t = &doc->tokens.v[i];

    return t->flags & DW_TOKEN_UPPER_FIRST && !(t->flags & DW_TOKEN_CLITIC) &&
           (t->upos == DW_UPOS_PROPN || t->upos == DW_UPOS_NOUN || t->upos == DW_UPOS_ADJ);
}

static bool is_inner(const struct dw_doc *doc, uint32_t i)
{
    static const char *const words[] = {"of",  "for", "and", "the", "de", "la",  "-",  "&",
                                        "van", "von", "bin", "al",  "el", "der", "du", NULL};

    for (const char *const *w = words; *w; w++)
        if (dw_token_is(doc, i, *w))
            return true;
    return false;
}

/* The word of a mention that its other words hang from. */
static uint32_t find_head(const struct dw_doc *doc, const struct marked *m)
{
    for (uint32_t i = m->first; i < m->end; i++) {
        int32_t head = doc->tokens.v[i].head;

        if (head < (int32_t)m->first || head >= (int32_t)m->end)
            return i;
    }
    return m->first;
}

/* Shrink a mention ("the minister John Doe, who left") to the name that heads it; false if none
 * does. */
static bool shrink_to_name(const struct reader *reader, struct marked *m)
{
    const struct dw_doc *doc = &reader->doc;
    uint32_t head = find_head(doc, m), first = head, end = head + 1;
    const struct dw_gazetteer_entry *title;

    if (!is_name_word(doc, head) || doc->tokens.v[head].upos != DW_UPOS_PROPN)
        return false;
    while (first > m->first &&
           (is_name_word(doc, first - 1) ||
            (is_inner(doc, first - 1) && first > m->first + 1 && is_name_word(doc, first - 2))))
        first--;
    while (end < m->end && (is_name_word(doc, end) ||
                            (is_inner(doc, end) && end + 1 < m->end && is_name_word(doc, end + 1))))
        end++;
    while (m->class == DW_NAME_PERSON && first + 1 < end) {
        uint32_t n = dw_gazetteer_title(reader->gazetteer, doc, first, end, &title);

        if (!n || first + n >= end)
            break;
        first += n;
    }
    *m = (struct marked){first, end, m->class};
    return end - first <= NAME_WORDS_MAX;
}

/* "Japanese", "the Americans": names in GUM's eyes, not in ours. */
static bool is_people(const struct reader *reader, const struct marked *m)
{
    const struct dw_gazetteer_entry *const *entries;
    uint32_t n;

    if (dw_gazetteer_match(reader->gazetteer, &reader->doc, m->first, m->end, &entries, &n) !=
        m->end - m->first)
        return false;
    for (uint32_t i = 0; i < n; i++)
        if (entries[i]->flags & (DW_GAZ_DEMONYM | DW_GAZ_ADJECTIVE))
            return true;
    return false;
}

static void put_tags(uint8_t *tags, const struct marked *m)
{
    for (uint32_t i = m->first; i < m->end; i++)
        tags[i] = dw_name_tag(m->class, i + 1 < m->end ? DW_NAME_INSIDE : DW_NAME_LAST);
    tags[m->first] = dw_name_tag(m->class, m->end - m->first > 1 ? DW_NAME_BEGIN : DW_NAME_UNIT);
}

static int compare_marked(const void *a, const void *b)
{
    const struct marked *x = a, *y = b;
    uint32_t n = x->end - x->first, k = y->end - y->first;

    if (n != k)
        return n > k ? -1 : 1;
    return x->first < y->first ? -1 : x->first > y->first;
}

static bool is_free(const uint8_t *tags, const struct marked *m)
{
    for (uint32_t i = m->first; i < m->end; i++)
        if (tags[i])
            return false;
    return true;
}

/* Tags of all tokens of the document; where mentions overlap, the longest counts. */
static uint8_t *read_tags(const struct reader *reader, const json_t *mentions, const char *key,
                          bool shrink, int *n_names)
{
    static struct marked marked[MENTIONS_MAX];
    const struct dw_doc *doc = &reader->doc;
    uint8_t *tags = xcalloc(doc->tokens.n + 1, 1);
    size_t n = 0, i;
    json_t *m;

    json_array_foreach(mentions, i, m)
    {
        const char *class = json_string_value(json_object_get(m, key));
        size_t start = (size_t)json_integer_value(json_object_get(m, "start"));
        size_t end = (size_t)json_integer_value(json_object_get(m, "end"));
        int found = class ? find_class(class) : -1;

        if (found < 0 || n == MENTIONS_MAX ||
            !find_tokens(doc, find_byte(doc->article.text, start),
                         find_byte(doc->article.text, end), &marked[n]))
            continue;
        marked[n].class = (enum dw_name_class)found;
        if (!shrink || (shrink_to_name(reader, &marked[n]) && !is_people(reader, &marked[n])))
            n++;
    }
    qsort(marked, n, sizeof *marked, compare_marked);
    for (i = 0; i < n; i++)
        if (is_free(tags, &marked[i])) {
            put_tags(tags, &marked[i]);
            ++*n_names;
        }
    return tags;
}

/* --- the corpus ------------------------------------------------------------------------------ */

static void add_sample(struct corpus *corpus, const struct dw_nameblock *block, const uint8_t *tags,
                       int manner)
{
    size_t size = sizeof *block->word * (size_t)block->n;
    struct sample *s;

    if (corpus->n == corpus->cap) {
        corpus->cap = corpus->cap * 2 + 1024;
        corpus->v = xrealloc(corpus->v, (size_t)corpus->cap * sizeof *corpus->v);
    }
    s = &corpus->v[corpus->n++];
    s->n = block->n;
    s->manner = manner;
    s->word = memcpy(xcalloc(size, 1), block->word, size);
    s->tag = memcpy(xcalloc((size_t)s->n + 1, 1), tags, (size_t)s->n);
}

/* Token behind the last that is in a name. */
static uint32_t last_marked(const struct reader *reader, const uint8_t *tags)
{
    uint32_t n = reader->doc.tokens.n;

    while (n && !tags[n - 1])
        n--;
    return n;
}

/* Add the sentences that begin before token `last`. */
static bool add_doc(struct corpus *corpus, struct reader *reader, const uint8_t *tags,
                    uint32_t last, int manner)
{
    static struct dw_nameblock block;
    struct dw_doc *doc = &reader->doc;
    struct dw_name_uses uses;

    if (dw_name_uses_init(&uses, reader->tagger, reader->gazetteer, doc) != DW_OK)
        return false;
    for (uint32_t i = 0; i < doc->sentences.n; i++) {
        const struct dw_sentence *s = &doc->sentences.v[i];

        for (uint32_t at = s->first; at < s->end && s->first < last; at += DW_NAME_BLOCK) {
            uint32_t end = s->end - at < DW_NAME_BLOCK ? s->end : at + DW_NAME_BLOCK;

            dw_nameblock_fill(&block, reader->gazetteer, reader->parts, &uses, doc, at, end);
            add_sample(corpus, &block, tags + at, manner);
        }
    }
    return true;
}

/* How a file is to be read: the words before its path. */
struct manner {
    const char *path;
    bool nested, renamed;
    int apart;     /* number of its rules, if it has its own */
    uint32_t draw; /* random numbers of renaming */
};

static bool add_article(struct corpus *corpus, struct reader *reader, const json_t *article,
                        const struct manner *manner)
{
    const json_t *mentions = json_object_get(article, "mentions"),
                 *gum = json_object_get(article, "entities_gum");
    const char *text = json_string_value(json_object_get(article, "text"));
    bool nested = manner->nested, ok;
    uint8_t *tags;

    if (!text || !run_processors(reader, text))
        return false;
    tags = read_tags(reader, gum ? gum : mentions, gum ? "type" : "class", gum || nested,
                     &corpus->n_names);
    ok = add_doc(corpus, reader, tags, nested ? last_marked(reader, tags) : reader->doc.tokens.n,
                 manner->apart);
    free(tags);
    return ok;
}

/* Add an article, and once more with other names if that is the manner. */
static bool add_line(struct corpus *corpus, struct reader *reader, const json_t *article,
                     struct manner *manner)
{
    json_t *other = NULL;
    bool ok = add_article(corpus, reader, article, manner);

    if (ok && manner->renamed)
        other = article_rename(article, &manner->draw);
    if (other)
        ok = add_article(corpus, reader, other, manner);
    json_decref(other);
    return ok;
}

static bool add_json(struct corpus *corpus, struct reader *reader, FILE *in, struct manner *manner)
{
    bool ok = true;

    while (ok) {
        json_error_t err;
        json_t *line = json_loadf(in, JSON_DISABLE_EOF_CHECK, &err);

        if (!line)
            return feof(in) && json_error_code(&err) == json_error_premature_end_of_input;
        ok = add_line(corpus, reader, line, manner);
        json_decref(line);
    }
    return ok;
}

static bool add_marked(struct corpus *corpus, struct reader *reader, FILE *in,
                       struct manner *manner)
{
    bool ok = true;
    int line = 0;
    json_t *article;

    while (ok && (article = marked_read(in, manner->path, &line, &ok))) {
        ok = add_line(corpus, reader, article, manner);
        json_decref(article);
    }
    return ok;
}

/* `plus`: what stands in the path between the treebank and the marks. */
static bool add_treebank(struct corpus *corpus, struct reader *reader, const char *plus,
                         struct manner *manner)
{
    char *conllu = strndup(manner->path, (size_t)(plus - manner->path));
    struct treebank *treebank = treebank_open(conllu, plus + 1);
    json_t *sentence;
    bool ok;

    ok = treebank != NULL;
    while (ok && (sentence = treebank_read(treebank, &ok))) {
        ok = add_line(corpus, reader, sentence, manner);
        json_decref(sentence);
    }
    if (treebank)
        treebank_close(treebank);
    free(conllu);
    return ok;
}

/* Take `prefix` off *path. */
static bool take_prefix(const char **path, const char *prefix)
{
    bool has = !strncmp(*path, prefix, strlen(prefix));

    *path += has ? strlen(prefix) : 0;
    return has;
}

static bool ends_in(const char *path, const char *end)
{
    size_t len = strlen(path), n = strlen(end);

    return len > n && !strcmp(path + len - n, end);
}

/* Marked texts of our own, or NDJSON. */
static bool add_file(struct corpus *corpus, struct reader *reader, struct manner *manner)
{
    FILE *in = fopen(manner->path, "r");
    bool ok = in && (ends_in(manner->path, ".txt") ? add_marked(corpus, reader, in, manner)
                                                   : add_json(corpus, reader, in, manner));

    if (in)
        fclose(in);
    return ok;
}

bool corpus_add(struct corpus *corpus, struct reader *reader, const char *path)
{
    struct manner manner = {.draw = 1};
    const char *plus = strstr(path, ".conllu+");
    bool ok;

    manner.renamed = take_prefix(&path, "renamed:");
    manner.nested = take_prefix(&path, "nested:");
    if (take_prefix(&path, "apart:"))
        manner.apart = ++corpus->n_apart;
    manner.path = path;
    ok = plus ? add_treebank(corpus, reader, strchr(plus, '+'), &manner)
              : add_file(corpus, reader, &manner);
    if (!ok)
        fprintf(stderr, "train-names: %s: cannot be read\n", path);
    return ok;
}

void corpus_fini(struct corpus *corpus)
{
    for (int i = 0; i < corpus->n; i++) {
        free(corpus->v[i].word);
        free(corpus->v[i].tag);
    }
    free(corpus->v);
    memset(corpus, 0, sizeof *corpus);
}

void corpus_fill(const struct sample *sample, struct dw_nameblock *block)
{
    block->n = sample->n;
    memcpy(block->word, sample->word, sizeof *block->word * (size_t)sample->n);
}
