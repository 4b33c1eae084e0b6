/* SPDX-License-Identifier: MIT */
/*
 * train-names - makes the weights of the name tagger from texts whose names were marked by hand.
 *
 * usage: train-names [-p VALUE]... OUT.dww KINDS.tsv BOOKS.tsv MEASURE TRAIN...
 *        train-names -e NAMES.dww MEASURE...
 * Texts are NDJSON, or our own marked ones (marked.h) if their names end in .txt.
 * Ends with the scores of the file that it wrote; -e only scores. The same input gives the same
 * file, byte for byte.
 *
 * The texts are few and the names in the world are many. So that the tagger does not learn names by
 * heart, words and what tables say of them are hidden from it now and then.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "processors/base/mapped.h"
#include "processors/entity/train/corpus.h"
#include "processors/entity/train/kinds.h"
#include "processors/entity/train/learner.h"
#include "processors/syntax/train/memory.h"

static struct options {
    int epochs, batch;
    int rate;                  /* in 1/10,000 */
    int drop, drop_word;       /* in 1/100 */
    int hide_form, hide_table; /* in 1/100 */
    uint32_t seed;
} options = {
    .epochs = 8,
    .batch = 16,
    .rate = 20,
    .drop = 50,
    .drop_word = 25,
    .hide_form = 10,
    .hide_table = 10,
    .seed = 2,
};

static bool is_drawn(struct learner *learner, int percent)
{
    return learner_draw(learner) * 100 < (float)percent;
}

static void shuffle_order(int *order, int n, struct learner *learner)
{
    for (int i = 0; i < n; i++) {
        int k = (int)(learner_draw(learner) * (float)(i + 1));

        order[i] = order[k];
        order[k] = i;
    }
}

/* --- training -------------------------------------------------------------------------------- */

/* Hide what a word is; its shape, tag and surroundings stay. */
static void hide_form(struct dw_nameword *w)
{
    memset(w->word.suffix, 0, sizeof w->word.suffix);
    memset(w->word.prefix, 0, sizeof w->word.prefix);
    w->cluster = (struct dw_cluster){0};
    w->kind = 0;
}

/* Hide words, and what the tables say of whole phrases, by chance: in names and elsewhere alike, or
 * else being hidden would be a sign of a name. */
static void hide_words(struct dw_nameblock *block, struct learner *learner)
{
    bool hidden = false;

    for (int i = 0; i < block->n; i++) {
        struct dw_nameword *w = &block->word[i];

        if (!(w->table & DW_NAME_TABLE_INNER))
            hidden = is_drawn(learner, options.hide_table);
        if (hidden)
            w->table = 0;
        if (is_drawn(learner, options.hide_form))
            hide_form(w);
    }
}

static void train_all(const struct corpus *corpus, struct learner *learner)
{
    static struct dw_nameblock block;
    int *order = xcalloc((size_t)corpus->n, sizeof *order);
    const float all = (float)corpus->n * (float)options.epochs;

    for (int e = 0; e < options.epochs; e++) {
        shuffle_order(order, corpus->n, learner);
        for (int i = 0; i < corpus->n; i++) {
            const struct sample *s = &corpus->v[order[i]];

            corpus_fill(s, &block);
            hide_words(&block, learner);
            learner_read(learner, &block, s->tag, s->manner);
            if (i % options.batch == options.batch - 1)
                learner_step(learner, 1 - ((float)e * (float)corpus->n + (float)i) / all);
        }
    }
    free(order);
}

/* --- the file -------------------------------------------------------------------------------- */

static void *add_bytes(uint8_t *out, const void *bytes, size_t len)
{
    memcpy(out, bytes, len);
    return out + len;
}

static bool write_weights(const char *path, const struct learner *learner,
                          const struct dw_namekinds *kinds)
{
    struct dw_nametag_header header = {
        .magic = DW_NAMETAG_MAGIC,
        .version = DW_NAMETAG_VERSION,
        .n_kinds = kinds->n,
    };
    size_t codes = kinds->n * sizeof *kinds->codes, slots = kinds->n * sizeof *kinds->slots;
    size_t size = codes + slots + dw_namenet_size;
    uint8_t *bytes = xcalloc(size, 1), *at = bytes;
    void *section = learner_quantise(learner);
    FILE *out = fopen(path, "wb");
    bool ok;

    at = add_bytes(at, kinds->codes, codes);
    at = add_bytes(at, kinds->slots, slots);
    add_bytes(at, section, dw_namenet_size);
    header.checksum = dw_mapped_checksum(bytes, size);
    ok = out && fwrite(&header, sizeof header, 1, out) == 1 && fwrite(bytes, 1, size, out) == size;
    if (out && fclose(out))
        ok = false;
    if (!ok)
        perror(path);
    free(section);
    free(bytes);
    return ok;
}

/* --- scores ---------------------------------------------------------------------------------- */

struct tally {
    int right, found, wanted;
};

/* Add the names of `tags` that are in `others` too, and all of them. */
static void count_names(const uint8_t *tags, const uint8_t *others, int n, int *both, int *all)
{
    for (int i = 0; i < n; i++) {
        int end = i;

        if (!dw_name_tag_begins(tags[i]))
            continue;
        while (end < n && !dw_name_tag_ends(tags[end]))
            end++;
        ++*all;
        *both += end < n && !memcmp(tags + i, others + i, (size_t)(end - i) + 1);
    }
}

static bool evaluate(struct reader *reader, const struct dw_nametag *tagger, const char *path)
{
    static struct dw_nameblock block;
    static uint8_t tags[DW_NAME_BLOCK];
    struct corpus corpus = {0};
    struct tally t = {0};
    int again = 0;

    if (!corpus_add(&corpus, reader, path))
        return false;
    for (int i = 0; i < corpus.n; i++) {
        corpus_fill(&corpus.v[i], &block);
        dw_nametag_run(tagger, &block, tags);
        count_names(tags, corpus.v[i].tag, block.n, &t.right, &t.found);
        count_names(corpus.v[i].tag, tags, block.n, &again, &t.wanted);
    }
    printf("%s: %d sentences, names: precision %.4f, recall %.4f, F1 %.4f\n", path, corpus.n,
           (double)t.right / (t.found ? t.found : 1), (double)t.right / (t.wanted ? t.wanted : 1),
           2.0 * t.right / (t.found + t.wanted ? t.found + t.wanted : 1));
    corpus_fini(&corpus);
    return true;
}

/* Score the weights of a file on some texts. */
static bool evaluate_all(const char *weights, int n, char **paths)
{
    struct dw_nametag *tagger;
    struct reader *reader;
    struct dw_error err;
    bool ok;

    if (dw_nametag_open(&tagger, weights, &err) != DW_OK) {
        fprintf(stderr, "train-names: %s\n", err.text);
        return false;
    }
    reader = reader_open(dw_nametag_kinds(tagger));
    ok = reader != NULL;
    for (int i = 0; i < n && ok; i++)
        ok = evaluate(reader, tagger, paths[i]);
    if (reader)
        reader_close(reader);
    dw_nametag_close(tagger);
    return ok;
}

/* --- the program ----------------------------------------------------------------------------- */

static struct learner *open_learner(const struct books *books)
{
    return learner_new(&(struct learner_options){
        .books = books,
        .rate = (float)options.rate / 10000,
        .drop = (float)options.drop / 100,
        .drop_word = (float)options.drop_word / 100,
        .seed = options.seed,
    });
}

static bool train(const char *out, const char *table, const char *pieces, int n, char **paths)
{
    static struct books books;
    struct dw_namekinds kinds;
    struct corpus corpus = {0};
    struct learner *learner;
    struct reader *reader;
    bool ok;

    if (!books_read(&books, pieces) || !kinds_read(&kinds, table) ||
        !(reader = reader_open(&kinds)))
        return false;
    for (int i = 0; i < n; i++)
        if (!corpus_add(&corpus, reader, paths[i]))
            return false;
    fprintf(stderr, "%d sentences, %d names\n", corpus.n, corpus.n_names);
    learner = open_learner(&books);
    train_all(&corpus, learner);
    ok = write_weights(out, learner, &kinds);
    learner_free(learner);
    reader_close(reader);
    kinds_fini(&kinds);
    corpus_fini(&corpus);
    return ok;
}

static bool set_option(int key, int value)
{
    switch (key) {
    case 'p':
        options.epochs = value;
        break;
    case 'b':
        options.batch = value;
        break;
    case 'r':
        options.rate = value;
        break;
    case 'd':
        options.drop = value;
        break;
    case 'x':
        options.drop_word = value;
        break;
    case 'w':
        options.hide_form = value;
        break;
    case 't':
        options.hide_table = value;
        break;
    case 's':
        options.seed = (uint32_t)value;
        break;
    default:
        return false;
    }
    return true;
}

static int usage(void)
{
    fputs("usage: train-names [-p VALUE]... OUT.dww KINDS.tsv BOOKS.tsv MEASURE TRAIN...\n"
          "       train-names -e NAMES.dww MEASURE...\n",
          stderr);
    return 2;
}

int main(int argc, char **argv)
{
    bool only_scores = false;
    int key;

    while ((key = getopt(argc, argv, "ep:b:r:d:x:w:t:s:")) != -1) {
        if (key == 'e')
            only_scores = true;
        else if (key == '?' || !set_option(key, atoi(optarg)))
            return usage();
    }
    argc -= optind;
    argv += optind;
    if (argc < (only_scores ? 2 : 5))
        return usage();
    if (only_scores)
        return !evaluate_all(argv[0], argc - 1, argv + 1);
    return !train(argv[0], argv[1], argv[2], argc - 4, argv + 4) ||
           !evaluate_all(argv[0], 1, argv + 3);
}
