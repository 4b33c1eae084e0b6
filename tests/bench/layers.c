/* SPDX-License-Identifier: MIT */
/*
 * layers.c - how fast the reading is that comes before the syntax, layer by layer, on one core.
 *
 *     layers FILE [ROUNDS]
 *
 * FILE has article records, one a line. Each round runs zones, language, tokens, sentences and
 * times over all of them; the fastest round counts. A line a layer: name, milliseconds, megabytes
 * of text a second; the last line is all of them together.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "processors/pipeline.h"
#include "schemas/article.h"

enum { N_LAYERS = 5 };

static const char *const names[N_LAYERS] = {"zone", "language", "token", "sentence", "time"};

struct layer {
    const struct dw_processor *processor;
    void *state;
    double best; /* seconds of the fastest round that ends with it */
};

struct articles {
    struct dw_article *v;
    uint32_t n, cap;
    size_t bytes;
};

static double now(void)
{
    struct timespec ts;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &ts);
    return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

static int fail(const char *what)
{
    fprintf(stderr, "layers: %s\n", what);
    return 1;
}

static int read_articles(const char *path, struct dw_arena *arena, struct articles *articles)
{
    FILE *file = fopen(path, "r");
    char *line = NULL;
    size_t room = 0;
    ssize_t len;

    if (!file)
        return fail("cannot read the articles");
    while ((len = getline(&line, &room, file)) > 0) {
        struct dw_article *a = dw_vec_push(arena, articles);

        if (!a || dw_article_decode(line, (size_t)len, arena, a, NULL) != DW_OK)
            break;
        a->source.timestamp = -1;
        articles->bytes += a->len;
    }
    free(line);
    fclose(file);
    return len > 0 || !articles->n ? fail("a record is no article") : 0;
}

static int open_layers(struct layer *layers)
{
    static const struct dw_pipeline_options options = {0};

    for (int i = 0; i < N_LAYERS; i++) {
        const struct dw_processor *const *p = dw_pipeline_processors();

        while (*p && strcmp((*p)->name, names[i]) != 0)
            p++;
        if (!*p)
            return fail("no such processor");
        layers[i].processor = *p;
        if ((*p)->open && (*p)->open(&layers[i].state, &options, NULL) != DW_OK)
            return fail("cannot open a processor");
    }
    return 0;
}

/* Run the first `n` layers over all articles. */
static int run_round(struct layer *layers, int n, const struct articles *articles,
                     struct dw_doc *doc)
{
    double start = now(), seconds;

    for (uint32_t a = 0; a < articles->n; a++) {
        dw_doc_reset(doc);
        doc->article = articles->v[a];
        for (int i = 0; i < n; i++)
            if (layers[i].processor->run(layers[i].state, doc, NULL) != DW_OK)
                return fail("an article cannot be read");
    }
    seconds = now() - start;
    if (layers[n - 1].best == 0 || seconds < layers[n - 1].best)
        layers[n - 1].best = seconds;
    return 0;
}

static void print_line(const char *name, double seconds, size_t bytes)
{
    printf("%-10s %9.1f ms %9.1f MB/s\n", name, seconds * 1e3, (double)bytes / 1e6 / seconds);
}

int main(int argc, char **argv)
{
    int rounds = argc > 2 ? atoi(argv[2]) : 3;
    struct layer layers[N_LAYERS] = {0};
    struct articles articles = {0};
    struct dw_arena arena;
    struct dw_doc doc;

    dw_arena_init(&arena, 0);
    dw_doc_init(&doc, 0);
    if (argc < 2)
        return fail("which file?");
    if (read_articles(argv[1], &arena, &articles) || open_layers(layers))
        return 1;
    for (int r = 0; r < rounds; r++)
        for (int n = 1; n <= N_LAYERS; n++)
            if (run_round(layers, n, &articles, &doc))
                return 1;
    for (int i = 0; i < N_LAYERS; i++)
        print_line(names[i], layers[i].best - (i ? layers[i - 1].best : 0), articles.bytes);
    print_line("reading", layers[N_LAYERS - 1].best, articles.bytes);
    dw_doc_fini(&doc);
    dw_arena_fini(&arena);
    return 0;
}
