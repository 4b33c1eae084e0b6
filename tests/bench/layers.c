/* SPDX-License-Identifier: MIT */
/*
 * layers.c - how fast the layers are, one by one, on articles held in memory.
 *
 *     bench-layers ARTICLES.ndjson [DISPUTES.ndjson]
 *
 * Prints a line a measurement: what, count, bytes, milliseconds of the processor, peak memory in
 * KiB; the count is of articles, or of tokens where the layer reads tokens. DISPUTES gets the
 * articles that yield an event at full depth.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "processors/pipeline.h"
#include "processors/syntax/parser.h"
#include "schemas/article.h"

enum { PROCESSORS_MAX = 32 };

struct line {
    char *text;
    size_t len;
};

static struct line *lines;
static size_t n_lines;

static void die(const char *what, const char *why)
{
    fprintf(stderr, "bench-layers: %s: %s\n", what, why);
    exit(1);
}

static void read_lines(const char *path)
{
    FILE *in = fopen(path, "r");
    size_t cap = 0, size = 0;
    char *text = NULL;
    ssize_t len;

    if (!in)
        die(path, "cannot open");
    while ((len = getline(&text, &size, in)) > 0) {
        if (n_lines == cap) {
            cap = cap ? cap * 2 : 1024;
            lines = realloc(lines, cap * sizeof *lines);
            if (!lines)
                die(path, "no memory");
        }
        lines[n_lines++] = (struct line){text, (size_t)len};
        text = NULL;
        size = 0;
    }
    free(text);
    fclose(in);
}

static long long now_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now); /* a busy machine does not count */
    return (long long)now.tv_sec * 1000000000 + now.tv_nsec;
}

static void print_row(const char *what, size_t count, size_t bytes, long long ns)
{
    struct rusage usage;

    getrusage(RUSAGE_SELF, &usage);
    printf("%s %zu %zu %.3f %ld\n", what, count, bytes, (double)ns / 1e6, usage.ru_maxrss);
    fflush(stdout);
}

/* --- processors ------------------------------------------------------------------------------ */

struct layers {
    const struct dw_processor *processor[PROCESSORS_MAX];
    void *state[PROCESSORS_MAX];
    bool timed[PROCESSORS_MAX];
    int n;
};

static bool is_listed(const char *list, const char *name)
{
    size_t len = strlen(name);

    for (const char *at = list; (at = strstr(at, name)) != NULL; at += len)
        if ((at == list || at[-1] == ' ') && (at[len] == ' ' || !at[len]))
            return true;
    return false;
}

/* The processors of a list, at full depth; those of `timed` count. */
static void open_layers(struct layers *layers, const char *list, const char *timed)
{
    static const struct dw_pipeline_options options = {.full_depth = true};
    struct dw_error err = {.code = DW_OK};

    layers->n = 0;
    for (const struct dw_processor *const *p = dw_pipeline_processors(); *p; p++) {
        int i = layers->n;

        if (!is_listed(list, (*p)->name))
            continue;
        layers->processor[i] = *p;
        layers->state[i] = NULL;
        layers->timed[i] = is_listed(timed, (*p)->name);
        if ((*p)->open && (*p)->open(&layers->state[i], &options, &err) != DW_OK)
            die((*p)->name, err.text);
        layers->n++;
    }
}

static void close_layers(struct layers *layers)
{
    for (int i = 0; i < layers->n; i++)
        if (layers->processor[i]->close)
            layers->processor[i]->close(layers->state[i]);
}

static void decode(struct dw_doc *doc, const struct line *line)
{
    struct dw_error err = {.code = DW_OK};

    dw_doc_reset(doc);
    if (dw_article_decode(line->text, line->len, &doc->arena, &doc->article, &err) != DW_OK)
        die("article", err.text);
}

/* Run all layers over an article. Returns the nanoseconds of those that count. The clock is a call
 * of the system, which takes about as long as a layer on a short article: it is read where a run of
 * layers that count begins and ends, not for each of them. */
static long long run_layers(struct layers *layers, struct dw_doc *doc)
{
    struct dw_error err = {.code = DW_OK};
    long long spent = 0, begun = 0;

    for (int i = 0; i < layers->n; i++) {
        bool timed = layers->timed[i];

        if (timed && (i == 0 || !layers->timed[i - 1]))
            begun = now_ns();
        if (layers->processor[i]->run(layers->state[i], doc, &err) != DW_OK)
            die(layers->processor[i]->name, err.text);
        if (timed && (i + 1 == layers->n || !layers->timed[i + 1]))
            spent += now_ns() - begun;
    }
    return spent;
}

static void measure_layers(const char *what, const char *list, const char *timed, bool tokens)
{
    struct layers layers;
    struct dw_doc doc;
    size_t count = 0, bytes = 0;
    long long ns = 0;

    open_layers(&layers, list, timed);
    dw_doc_init(&doc, 0);
    for (size_t i = 0; i < n_lines; i++) {
        decode(&doc, &lines[i]);
        ns += run_layers(&layers, &doc);
        bytes += doc.article.len;
        count += tokens ? doc.tokens.n : 1;
    }
    print_row(what, count, bytes, ns);
    dw_doc_fini(&doc);
    close_layers(&layers);
}

/* --- tagger and parser alone ----------------------------------------------------------------- */

struct reader {
    struct dw_model model;
    struct dw_block block;
    struct dw_parse parse;
    struct dw_net_block scratch;
};

static void read_block(struct dw_block *block, const struct dw_doc *doc, uint32_t first, uint32_t n)
{
    dw_block_reset(block, (int)n);
    for (uint32_t i = 0; i < n; i++)
        dw_word_read(&block->word[i + 1], dw_token_form(doc, first + i),
                     dw_token_len(&doc->tokens.v[first + i]), false);
}

/* Returns the nanoseconds that a sentence took; what goes beyond a block is left out. */
static long long read_sentence(struct reader *reader, const struct dw_doc *doc,
                               const struct dw_sentence *sentence, bool with_tree)
{
    uint32_t n = sentence->end - sentence->first;
    long long begun = now_ns();

    read_block(&reader->block, doc, sentence->first, n < DW_BLOCK ? n : DW_BLOCK);
    dw_tagger_run(&reader->model, &reader->block, &reader->scratch);
    if (with_tree)
        dw_parser_run(&reader->model, &reader->block, &reader->parse, &reader->scratch);
    return now_ns() - begun;
}

static void measure_reader(const char *what, bool with_tree)
{
    static struct reader reader;
    struct dw_error err = {.code = DW_OK};
    struct layers layers;
    struct dw_doc doc;
    size_t count = 0, bytes = 0;
    long long ns = 0;

    if (dw_model_open(&reader.model, NULL, &err) != DW_OK)
        die("weights", err.text);
    open_layers(&layers, "zone language token sentence", "");
    dw_doc_init(&doc, 0);
    for (size_t i = 0; i < n_lines; i++) {
        decode(&doc, &lines[i]);
        run_layers(&layers, &doc);
        for (uint32_t k = 0; k < doc.sentences.n; k++)
            ns += read_sentence(&reader, &doc, &doc.sentences.v[k], with_tree);
        count += doc.tokens.n;
        bytes += doc.article.len;
    }
    print_row(what, count, bytes, ns);
    dw_doc_fini(&doc);
    close_layers(&layers);
    dw_model_close(&reader.model);
}

/* --- which articles yield events ------------------------------------------------------------- */

static void write_disputes(const char *path)
{
    static const struct dw_pipeline_options options = {.full_depth = true};
    struct dw_error err = {.code = DW_OK};
    struct dw_pipeline *pipeline;
    struct dw_doc doc;
    FILE *out = fopen(path, "w");

    if (!out)
        die(path, "cannot write");
    if (dw_pipeline_open(&pipeline, &options, &err) != DW_OK)
        die("pipeline", err.text);
    dw_doc_init(&doc, 0);
    for (size_t i = 0; i < n_lines; i++) {
        decode(&doc, &lines[i]);
        if (dw_pipeline_run(pipeline, &doc, &err) != DW_OK)
            die("pipeline", err.text);
        if (doc.events.n)
            fwrite(lines[i].text, 1, lines[i].len, out);
    }
    if (fclose(out))
        die(path, "cannot write");
    dw_doc_fini(&doc);
    dw_pipeline_close(pipeline);
}

int main(int argc, char **argv)
{
    if (argc < 2 || argc > 3)
        die("usage", "bench-layers ARTICLES.ndjson [DISPUTES.ndjson]");
    read_lines(argv[1]);
    measure_layers("reading", "zone language token sentence time",
                   "zone language token sentence time", false);
    measure_reader("tagger", false);
    measure_reader("parser", true);
    measure_layers("syntax", "zone language token sentence syntax", "syntax", true);
    if (argc == 3)
        write_disputes(argv[2]);
    for (size_t i = 0; i < n_lines; i++)
        free(lines[i].text);
    free(lines);
    return 0;
}
