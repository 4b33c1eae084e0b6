/* SPDX-License-Identifier: MIT */
/*
 * train-names - makes the weights of the name tagger from texts whose names were marked by hand.
 *
 * usage: train-names [-k VALUE]... OUT.dww KINDS.tsv MEASURE TRAIN...
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
#include "processors/syntax/train/dense.h"
#include "processors/syntax/train/memory.h"

static struct options {
    int bits, epochs, courses, margin;
    int hide_form, hide_table, hide_heads; /* in 1/100 */
    uint32_t seed;
} options = {
    .bits = 20,
    .epochs = 10,
    .courses = 7,
    .margin = 8,
    .hide_form = 20,
    .hide_table = 10,
    .hide_heads = 40,
    .seed = 1,
};

static uint32_t draw(uint32_t *state, uint32_t below)
{
    *state = *state * 1664525U + 1013904223U;
    return (uint32_t)((uint64_t)(*state) * below >> 32);
}

static void shuffle_order(int *order, int n, uint32_t *state)
{
    for (int i = 0; i < n; i++) {
        int k = (int)draw(state, (uint32_t)i + 1);

        order[i] = order[k];
        order[k] = i;
    }
}

/* --- training -------------------------------------------------------------------------------- */

/* Hide what a word is; its shape, tag and surroundings stay. */
static void hide_form(struct dw_word *word)
{
    word->form = 1;
    memset(word->suffix, 0, sizeof word->suffix);
    memset(word->prefix, 0, sizeof word->prefix);
}

/* By default many sentences get no tree, and so their words no head. */
static void hide_heads(struct dw_nameblock *block, uint32_t *state)
{
    if (draw(state, 100) >= (uint32_t)options.hide_heads)
        return;
    for (int i = 0; i < block->n; i++)
        block->word[i + DW_NAME_PAD + 1].governor = 0;
}

/* Hide words, and what the tables say of whole phrases, by chance: in names and elsewhere alike, or
 * else being hidden would be a sign of a name. */
static void hide_words(struct dw_nameblock *block, uint32_t *state)
{
    bool hidden = false;

    for (int i = 0; i < block->n; i++) {
        struct dw_nameword *w = &block->word[i + DW_NAME_PAD + 1];

        if (!w->open)
            continue;
        if (!(w->table & DW_NAME_TABLE_INNER))
            hidden = draw(state, 100) < (uint32_t)options.hide_table;
        if (hidden)
            w->table = 0;
        if (draw(state, 100) < (uint32_t)options.hide_form)
            hide_form(&w->word);
    }
}

static void score_word(const struct dense *dense, const struct dw_nameblock *block, int i,
                       uint32_t *features, float *score)
{
    dw_nametag_features(block, i, features);
    dense_score(dense, features, DW_NAME_FEATURES, score);
}

/* The best tag other than the right one. */
static int find_rival(const float *score, int right)
{
    int rival = right ? 0 : 1;

    for (int c = 0; c < DW_NAME_TAGS; c++)
        if (c != right && score[c] > score[rival])
            rival = c;
    return rival;
}

static void train_sample(struct dense *dense, const struct sample *s, uint32_t *state)
{
    static struct dw_nameblock block;
    uint32_t features[DW_NAME_FEATURES];
    float score[DENSE_ROW_MAX];

    corpus_fill(s, &block);
    hide_words(&block, state);
    hide_heads(&block, state);
    for (int i = 0; i < s->n; i++) {
        int right = s->tag[i], rival;

        if (!block.word[i + DW_NAME_PAD + 1].open)
            continue;
        score_word(dense, &block, i, features, score);
        rival = find_rival(score, right);
        if (score[right] - score[rival] < (float)options.margin)
            dense_update(dense, features, DW_NAME_FEATURES, right, rival);
        dense->step++;
        block.tag[i + DW_NAME_PAD + 1] = (uint8_t)(score[right] >= score[rival] ? right : rival);
    }
}

static void train_course(const struct corpus *corpus, uint32_t seed, struct dense *out)
{
    int *order = xcalloc((size_t)corpus->n, sizeof *order);
    uint32_t state = seed;

    for (int e = 0; e < options.epochs; e++) {
        shuffle_order(order, corpus->n, &state);
        for (int i = 0; i < corpus->n; i++)
            train_sample(out, &corpus->v[order[i]], &state);
    }
    dense_average(out);
    free(order);
}

static void train_all(const struct corpus *corpus, struct dense *out)
{
    dense_init(out, options.bits, DW_NAME_ROW);
    for (int k = 0; k < options.courses; k++) {
        struct dense course;

        dense_init(&course, options.bits, DW_NAME_ROW);
        train_course(corpus, options.seed + (uint32_t)k * 100, &course);
        dense_add(out, &course);
        dense_fini(&course);
    }
}

static bool write_weights(const char *path, const struct dense *dense,
                          const struct dw_namekinds *kinds)
{
    struct dw_nametag_header header = {
        .magic = DW_NAMETAG_MAGIC,
        .version = DW_NAMETAG_VERSION,
        .bits = (uint32_t)options.bits,
        .n_kinds = kinds->mask + 1,
    };
    size_t size, more = header.n_kinds * sizeof *kinds->slots;
    int8_t *bytes = dense_quantise(dense, &size);
    FILE *out = fopen(path, "wb");
    bool ok;

    bytes = xrealloc(bytes, size + more);
    memcpy(bytes + size, kinds->slots, more);
    size += more;
    header.checksum = dw_mapped_checksum((const uint8_t *)bytes, size);
    ok = out && fwrite(&header, sizeof header, 1, out) == 1 && fwrite(bytes, 1, size, out) == size;
    if (out && fclose(out))
        ok = false;
    if (!ok)
        perror(path);
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

static bool train(const char *out, const char *table, int n, char **paths)
{
    struct dw_namekinds kinds;
    struct corpus corpus = {0};
    struct reader *reader;
    struct dense dense;
    bool ok;

    if (!kinds_read(&kinds, table) || !(reader = reader_open(&kinds)))
        return false;
    for (int i = 0; i < n; i++)
        if (!corpus_add(&corpus, reader, paths[i]))
            return false;
    fprintf(stderr, "%d sentences, %d names\n", corpus.n, corpus.n_names);
    train_all(&corpus, &dense);
    ok = write_weights(out, &dense, &kinds);
    reader_close(reader);
    kinds_fini(&kinds);
    dense_fini(&dense);
    corpus_fini(&corpus);
    return ok;
}

static bool set_option(int key, int value)
{
    switch (key) {
    case 'b':
        options.bits = value;
        break;
    case 'p':
        options.epochs = value;
        break;
    case 'k':
        options.courses = value;
        break;
    case 'm':
        options.margin = value;
        break;
    case 'w':
        options.hide_form = value;
        break;
    case 't':
        options.hide_table = value;
        break;
    case 'g':
        options.hide_heads = value;
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
    fputs("usage: train-names [-k VALUE]... OUT.dww KINDS.tsv MEASURE TRAIN...\n"
          "       train-names -e NAMES.dww MEASURE...\n",
          stderr);
    return 2;
}

int main(int argc, char **argv)
{
    bool only_scores = false;
    int key;

    while ((key = getopt(argc, argv, "eb:p:k:m:w:t:g:s:")) != -1) {
        if (key == 'e')
            only_scores = true;
        else if (key == '?' || !set_option(key, atoi(optarg)))
            return usage();
    }
    argc -= optind;
    argv += optind;
    if (argc < (only_scores ? 2 : 4))
        return usage();
    if (only_scores)
        return !evaluate_all(argv[0], argc - 1, argv + 1);
    return !train(argv[0], argv[1], argc - 3, argv + 3) || !evaluate_all(argv[0], 1, argv + 2);
}
