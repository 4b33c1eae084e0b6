/* SPDX-License-Identifier: MIT */
/*
 * train - makes the weights of the syntactic layer from treebanks.
 *
 * usage: train [-k VALUE]... OUT.dww FORMS.tsv CLUSTERS.tsv DEV.conllu TEST.conllu TRAIN.conllu...
 *        train -e MODEL.dww TREEBANK.conllu...
 * Ends with the scores of the file that it wrote; -e only scores. The same input gives the same
 * file, byte for byte.
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
    .folds = 6,
    .action_bits = 20,
    .label_bits = 22,
    .parse_epochs = 5,
    .parse_margin = 60,
    .label_margin = 10,
    .explore = 90,
    .tag_courses = 3,
    .courses = 3,
    .seed = 1,
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
    dense_fini(&dense);
}

static void train_trees(const struct corpus *corpus, struct blob *section)
{
    struct action_weights actions;
    struct dense labels;

    fputs("trees\n", stderr);
    parser_train(corpus, section[DW_SECTION_CLASSES].bytes, &options, &actions, &labels);
    section[DW_SECTION_ACTIONS].bytes = actions_quantise(&actions);
    section[DW_SECTION_ACTIONS].size =
        ((size_t)1 << options.action_bits) * sizeof(struct dw_action_slot);
    section[DW_SECTION_LABELS].bytes = dense_quantise(&labels, &section[DW_SECTION_LABELS].size);
    section[DW_SECTION_LABELS_LIVE] = live_section(&labels);
    free(actions.v);
    dense_fini(&labels);
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
    case 'a':
        options.action_bits = value;
        break;
    case 'l':
        options.label_bits = value;
        break;
    case 'P':
        options.parse_epochs = value;
        break;
    case 'M':
        options.parse_margin = value;
        break;
    case 'L':
        options.label_margin = value;
        break;
    case 'x':
        options.explore = value;
        break;
    case 'k':
        options.tag_courses = value;
        break;
    case 'K':
        options.courses = value;
        break;
    case 'u':
        options.form_min = value;
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
    train_trees(&corpus, section);
    if (!model_write(argv[0], section))
        return 1;
    return !evaluate(argv[0], argv[3]) || !evaluate(argv[0], argv[4]);
}

int main(int argc, char **argv)
{
    bool only_scores = false;
    int key;

    while ((key = getopt(argc, argv, "et:T:m:f:F:a:l:P:M:L:x:s:k:K:u:A:v:")) != -1) {
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
