/* SPDX-License-Identifier: MIT */
#include "processors/tag/options.h"

#include "processors/pipeline.h"
#include "producer/feed.h"

static const struct dw_option table[] = {
    {.key = "", .help = "What is read"},
    {.key = "format",
     .letter = 'f',
     .type = DW_OPTION_CHOICE,
     .arg = DW_FORMAT_NAMES,
     .value = "auto",
     .help = "format of the files; auto looks at the first bytes, then at the suffix"},
    {.key = "published",
     .type = DW_OPTION_TEXT,
     .arg = "DATE",
     .help = "publication date of plain text: 2019-07-01, or with time and zone"},
    {.key = "", .help = "What is printed"},
    {.key = "pretty", .type = DW_OPTION_FLAG, .help = "results on many lines, indented"},
    {.key = "include-text", .type = DW_OPTION_FLAG, .help = "the text goes into article.text"},
    {.key = "html",
     .type = DW_OPTION_FLAG,
     .help = "one page with the texts and what was found in them marked, instead of the results"},
    {.key = "report",
     .type = DW_OPTION_FLAG,
     .help = "one page to read: a timeline of each dispute beside the marked text"},
    {.key = "explain",
     .type = DW_OPTION_FLAG,
     .help = "why each event was coded, instead of the results"},
    {.key = "conllu", .type = DW_OPTION_FLAG, .help = "the syntax as CoNLL-U instead of results"},
    {.key = "one-sentence-per-line",
     .type = DW_OPTION_FLAG,
     .help = "with --conllu: each line is one sentence, whatever it holds"},
    {.key = "", .help = "How it is read"},
    {.key = "depth",
     .type = DW_OPTION_CHOICE,
     .arg = "auto|full",
     .value = "auto",
     .help = "full: all layers on every article, also where no event is in sight"},
    {.key = "model",
     .type = DW_OPTION_TEXT,
     .arg = "FILE",
     .help = "weights of tagger and parser; found beside the program unless named"},
    {.key = "memory",
     .letter = 'm',
     .type = DW_OPTION_SIZE,
     .arg = "SIZE",
     .value = "512M",
     .help = "most that one article may cost; above it the article is refused",
     .min = 1024 * 1024,
     .max = 1LL << 42},
    {.key = "list-processors",
     .type = DW_OPTION_FLAG,
     .help = "print the processors in their order, and end"},
    {.key = NULL},
};

const struct dw_program dw_tag_program = {
    .name = "disputewire-tag",
    .version = DW_VERSION,
    .synopsis = "[options] [FILE...]",
    .summary =
        "Tag articles with dispute events. A FILE is plain text, article records (JSON, NDJSON)\n"
        "or a wire format, or a folder of them; standard input is read when none is named.",
    .has_arguments = true,
    .options = table,
};
