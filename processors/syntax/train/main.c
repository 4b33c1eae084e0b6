/* SPDX-License-Identifier: MIT */
/*
 * train - makes the weights of the syntactic layer from treebanks.
 *
 * usage: train [-k VALUE]... OUT.dww FORMS.tsv CLUSTERS.tsv DEV.conllu TEST.conllu TRAIN.conllu...
 *        train -e MODEL.dww TREEBANK.conllu...
 * Ends with the scores of the file that it wrote; -e only scores. The same input gives the same
 * file, byte for byte, on machines of one kind: the library's exp() differs between them.
 */
#include "processors/syntax/train/train.h"

#include "processors/syntax/rows.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct options options = {
    .tag_bits = 22,
    .tag_epochs = 6,
    .tag_margin = 30,
    .fold_epochs = 4,
    .folds = 5,
    .explore = 90,
    .tag_courses = 2,
    .seed = 1,
    .parser_epochs = 6,
    .tagger_epochs = 6,
    .net_rate = 100,
    .net_drop = 30,
    .word_drop = 12,
    .live_min = 2,
    .form_min = 2,
    .augment = 75,
};

static struct blob live_section(const struct dense *dense)
{
    return (struct blob){(void *)(uintptr_t)dense->live, (size_t)1 << (DW_LIVE_BITS - 3)};
}

static void train_tags(struct corpus *corpus, const struct known_forms *known, struct blob *section)
{
    static struct dw_tag_class classes[DW_MODEL_TAGS];
    static struct lexicon lexicon;
    struct dense dense;
    int n = classes_collect(corpus, classes);

    classes_assign(corpus, classes, n);
    fprintf(stderr, "tags: %d classes, %d folds\n", n, options.folds);
    tagger_jackknife(corpus, known, classes, n, &options);
    lexicon_collect(corpus, known, classes, -1, &options, &lexicon);
    lexicon_assign(corpus, &lexicon);
    tagger_train(corpus, -1, n, options.tag_epochs, options.tag_courses, &options, &dense);
    section[DW_SECTION_CLASSES] = (struct blob){classes, (size_t)n * sizeof *classes};
    section[DW_SECTION_LEXICON] = (struct blob){lexicon.v, lexicon.size * sizeof *lexicon.v};
    section[DW_SECTION_TAGS].bytes = dense_quantise(&dense, &section[DW_SECTION_TAGS].size);
    section[DW_SECTION_TAGS_LIVE] = live_section(&dense);
    section[DW_SECTION_TAGGER] = tagger_net_train(corpus, &options);
    dense_fini(&dense);
}

static void train_lemmas(const struct corpus *corpus, struct blob *section)
{
    static struct pair_table lemmas, suffixes;

    fputs("lemmas\n", stderr);
    lemma_train(corpus, &section[DW_SECTION_RULES], &lemmas, &suffixes);
    section[DW_SECTION_LEMMAS] = (struct blob){lemmas.v, lemmas.size * sizeof *lemmas.v};
    section[DW_SECTION_SUFFIXES] = (struct blob){suffixes.v, suffixes.size * sizeof *suffixes.v};
}

static bool set_option(int key, int value)
{
    switch (key) {
    case 't':
        options.tag_bits = value;
        break;
    case 'T':
        options.tag_epochs = value;
        break;
    case 'm':
        options.tag_margin = value;
        break;
    case 'f':
        options.fold_epochs = value;
        break;
    case 'F':
        options.folds = value;
        break;
    case 'x':
        options.explore = value;
        break;
    case 'k':
        options.tag_courses = value;
        break;
    case 'u':
        options.form_min = value;
        break;
    case 'n':
        options.parser_epochs = value;
        break;
    case 'N':
        options.tagger_epochs = value;
        break;
    case 'r':
        options.net_rate = value;
        break;
    case 'd':
        options.net_drop = value;
        break;
    case 'w':
        options.word_drop = value;
        break;
    case 'v':
        options.live_min = value;
        break;
    case 'A':
        options.augment = value;
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
    fputs("usage: train [-k VALUE]... OUT.dww FORMS.tsv CLUSTERS.tsv DEV.conllu TEST.conllu "
          "TRAIN.conllu...\n"
          "       train -e MODEL.dww TREEBANK.conllu...\n",
          stderr);
    return 2;
}

static int train(int argc, char **argv)
{
    struct corpus corpus = {0};
    struct known_forms known = {0};
    struct blob section[DW_N_SECTIONS] = {0};

    if (!known_read(&known, argv[1]) ||
        !clusters_read(argv[2], &section[DW_SECTION_WORDS], &section[DW_SECTION_CLUSTERS]))
        return 1;
    for (int i = 5; i < argc; i++)
        if (!corpus_add(&corpus, argv[i]))
            return 1;
    fprintf(stderr, "%d sentences, %ld words\n", corpus.n, corpus.n_words);
    train_lemmas(&corpus, section);
    augment(&corpus, &options);
    clusters_assign(&corpus, &section[DW_SECTION_WORDS], &section[DW_SECTION_CLUSTERS]);
    train_tags(&corpus, &known, section);
    fputs("trees\n", stderr);
    section[DW_SECTION_PARSER] = parser_train(&corpus, section[DW_SECTION_CLASSES].bytes, &options);
    if (!model_write(argv[0], section))
        return 1;
    return !evaluate(argv[0], argv[3]) || !evaluate(argv[0], argv[4]);
}

int main(int argc, char **argv)
{
    bool only_scores = false;
    int key;

    while ((key = getopt(argc, argv, "et:T:m:f:F:n:N:r:d:w:x:s:k:u:A:v:")) != -1) {
        if (key == 'e')
            only_scores = true;
        else if (key == '?' || !set_option(key, atoi(optarg)))
            return usage();
    }
    argc -= optind;
    argv += optind;
    if (argc < (only_scores ? 2 : 6))
        return usage();
    if (!only_scores)
        return train(argc, argv);
    for (int i = 1; i < argc; i++)
        if (!evaluate(argv[0], argv[i]))
            return 1;
    return 0;
}
