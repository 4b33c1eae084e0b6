/* SPDX-License-Identifier: MIT */
/* main.c - disputewire-tag: the processors without Kafka; articles in, one result a line out. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "processors/base/log.h"
#include "processors/base/now.h"
#include "processors/base/options.h"
#include "processors/pipeline.h"
#include "processors/syntax/conllu.h"
#include "processors/tag/explain.h"
#include "processors/tag/html.h"
#include "processors/tag/options.h"
#include "processors/tag/report.h"
#include "producer/source.h"
#include "schemas/article.h"
#include "schemas/tagged_article.h"

enum { STATUS_DONE, STATUS_FAILED };

static volatile sig_atomic_t stop;

struct tagger {
    const struct dw_options *options;
    struct dw_pipeline *pipeline;
    struct dw_doc doc;
    struct dw_strbuf out;
    struct dw_report report;
    size_t n_refused;
    uint32_t n_shown; /* on the page */
};

static void refuse(void *user, const char *place, const struct dw_error *why)
{
    struct tagger *t = user;

    t->n_refused++;
    dw_log_with(DW_LOG_ERROR, "cannot be tagged", "place=%s reason=%s", place, why->text);
}

/* The document in the form that was asked for. */
static enum dw_err encode(struct tagger *t, int64_t duration_us, struct dw_error *err)
{
    const struct dw_encode_options how = {
        .include_text = dw_options_flag(t->options, "include-text"),
        .pretty = dw_options_flag(t->options, "pretty"),
        .model = dw_pipeline_model(t->pipeline),
        .duration_us = duration_us,
    };

    if (dw_options_flag(t->options, "conllu")) {
        dw_conllu_encode(&t->doc, &t->out);
        return DW_OK;
    }
    if (dw_options_flag(t->options, "html")) {
        dw_html_add(&t->doc, ++t->n_shown, &t->out);
        return DW_OK;
    }
    if (dw_options_flag(t->options, "report"))
        return dw_report_add(&t->report, &t->doc);
    if (dw_options_flag(t->options, "explain")) {
        dw_strbuf_addf(&t->out, "# %s\n", t->doc.article.id ? t->doc.article.id : "-");
        dw_explain_encode(&t->doc, &t->out);
        dw_strbuf_addc(&t->out, '\n');
        return DW_OK;
    }
    enum dw_err rc = dw_tagged_article_encode(&t->doc, &how, &t->out, err);

    dw_strbuf_addc(&t->out, '\n');
    return rc;
}

static enum dw_err print_out(const struct tagger *t, struct dw_error *err)
{
    if (t->out.len && fwrite(t->out.bytes, 1, t->out.len, stdout) != t->out.len)
        return dw_error_set(err, DW_IO, 0, "cannot write: %s", strerror(errno));
    return DW_OK;
}

/* Tag one record. What is wrong with the article is reported and costs nothing else. */
static enum dw_err take_record(void *user, const struct dw_record *record, struct dw_error *err)
{
    struct tagger *t = user;
    struct dw_error why = {.code = DW_OK};
    int64_t start = dw_now_us();
    enum dw_err rc;

    dw_doc_reset(&t->doc);
    dw_strbuf_reset(&t->out);
    rc = dw_article_decode(record->value, record->len, &t->doc.arena, &t->doc.article, &why);
    if (rc == DW_OK)
        rc = dw_pipeline_run(t->pipeline, &t->doc, &why);
    if (rc == DW_OK)
        rc = encode(t, dw_now_us() - start, &why);
    if (rc == DW_OK && t->out.failed)
        rc = dw_error_set(&why, DW_NOMEM, 0, "no memory for the result");
    if (rc != DW_OK) {
        refuse(t, record->place, &why);
        return DW_OK;
    }
    return print_out(t, err);
}

/* The part of a page that stands before or behind all articles. */
static enum dw_err print_frame(struct tagger *t, void (*frame)(struct dw_strbuf *),
                               struct dw_error *err)
{
    if (!dw_options_flag(t->options, "html"))
        return DW_OK;
    dw_strbuf_reset(&t->out);
    frame(&t->out);
    return print_out(t, err);
}

/* The report is complete when all articles are in it. */
static enum dw_err print_report(struct tagger *t, struct dw_error *err)
{
    if (!dw_options_flag(t->options, "report"))
        return DW_OK;
    dw_strbuf_reset(&t->out);
    if (dw_report_encode(&t->report, &t->out) != DW_OK)
        return dw_error_set(err, DW_NOMEM, 0, "no memory for the report");
    return print_out(t, err);
}

static void skip(void *user, const char *place, const char *why)
{
    (void)user;
    dw_log_with(DW_LOG_DEBUG, "skipped", "place=%s reason=%s", place, why);
}

static void idle(void *user)
{
    (void)user;
    fflush(stdout);
}

static enum dw_err read_sources(struct tagger *t, const struct dw_source_options *how,
                                struct dw_error *err)
{
    const struct dw_sink sink = {
        .user = t,
        .take = take_record,
        .refuse = refuse,
        .skip = skip,
        .hooks = {.stop = &stop, .idle = idle, .user = t},
    };
    size_t n = dw_options_n_arguments(t->options);
    enum dw_err rc = n ? DW_OK : dw_source_run("-", how, &sink, err);

    for (size_t i = 0; i < n && rc == DW_OK; i++)
        rc = dw_source_run(dw_options_argument(t->options, i), how, &sink, err);
    return rc;
}

static int run(const struct dw_options *options, const struct dw_source_options *how)
{
    struct tagger t = {.options = options};
    const struct dw_pipeline_options pipeline = {
        /* why a sentence states no event can only be told of one that has a tree */
        .full_depth =
            dw_options_choice(options, "depth") == 1 || dw_options_flag(options, "explain"),
        .conllu = dw_options_flag(options, "conllu"),
        .one_sentence_per_line = dw_options_flag(options, "one-sentence-per-line"),
        .model = dw_options_text(options, "model"),
    };
    struct dw_error err = {.code = DW_OK};
    struct dw_error why = {.code = DW_OK};
    enum dw_err rc = dw_pipeline_open(&t.pipeline, &pipeline, &why);

    if (rc != DW_OK) {
        dw_options_fail(options, "model", &err, "%s", why.text);
        return dw_options_refuse(&dw_tag_program, &err);
    }
    if (dw_options_request(options) == DW_REQUEST_RUN) {
        dw_doc_init(&t.doc, (size_t)dw_options_number(options, "memory"));
        dw_strbuf_init(&t.out);
        dw_report_init(&t.report);
        rc = print_frame(&t, dw_html_begin, &err);
        if (rc == DW_OK)
            rc = read_sources(&t, how, &err);
        if (rc == DW_OK)
            rc = print_frame(&t, dw_html_end, &err);
        if (rc == DW_OK)
            rc = print_report(&t, &err);
        if (fflush(stdout) == EOF && rc == DW_OK)
            rc = dw_error_set(&err, DW_IO, 0, "cannot write: %s", strerror(errno));
        if (rc != DW_OK)
            dw_log_with(DW_LOG_ERROR, "stopped by a failure", "code=%s reason=%s", dw_err_name(rc),
                        err.text);
        dw_report_fini(&t.report);
        dw_strbuf_fini(&t.out);
        dw_doc_fini(&t.doc);
    }
    dw_pipeline_close(t.pipeline);
    return rc != DW_OK || t.n_refused ? STATUS_FAILED : STATUS_DONE;
}

/* What the options alone tell to be wrong. */
static enum dw_err check(const struct dw_options *options, struct dw_source_options *how,
                         struct dw_error *err)
{
    if (dw_source_options_make(how, options, err))
        return DW_CONFIG;
    if (dw_options_flag(options, "one-sentence-per-line") && !dw_options_flag(options, "conllu"))
        return dw_options_fail(options, "one-sentence-per-line", err, "goes with --conllu alone");
    if (!dw_options_n_arguments(options) && isatty(STDIN_FILENO) &&
        dw_options_request(options) == DW_REQUEST_RUN)
        return dw_error_set(err, DW_CONFIG, 0, "no file is named; - is standard input");
    return DW_OK;
}

int main(int argc, char *argv[])
{
    struct dw_error err = {.code = DW_OK};
    struct dw_source_options how;
    int status;
    struct dw_options *options = dw_options_start(&dw_tag_program, argc, argv, &status);

    if (!options)
        return status;
    signal(SIGPIPE, SIG_IGN); /* a closed pipe is an error of write, not the end */
    if (dw_options_flag(options, "list-processors"))
        dw_pipeline_print(stdout);
    else if (check(options, &how, &err))
        status = dw_options_refuse(&dw_tag_program, &err);
    else
        status = run(options, &how);
    dw_log_close();
    dw_options_close(options);
    return status;
}
