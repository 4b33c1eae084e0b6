/* SPDX-License-Identifier: MIT */
#include "processors/tag/html.h"

#include "processors/tag/escape.h"
#include "processors/tag/passage.h"
#include "processors/tag/tables.h"

static const char *const style[] = {
#include "tag/page.css.inc"
    NULL,
};

static void add_style(const char *const *lines, struct dw_strbuf *out)
{
    dw_strbuf_adds(out, "<style>\n");
    for (; *lines; lines++)
        dw_strbuf_adds(out, *lines);
    dw_strbuf_adds(out, "</style>\n");
}

void dw_html_add_head(const char *title, const char *const *more, struct dw_strbuf *out)
{
    dw_strbuf_adds(out,
                   "<!DOCTYPE html>\n<html lang=\"en\" xmlns=\"http://www.w3.org/1999/xhtml\">\n"
                   "<head>\n<meta charset=\"utf-8\"/>\n"
                   "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n");
    dw_strbuf_addf(out, "<title>%s</title>\n", title);
    add_style(style, out);
    if (more)
        add_style(more, out);
    dw_strbuf_adds(out, "</head>\n");
}

void dw_html_begin(struct dw_strbuf *out)
{
    dw_html_add_head("Disputewire", NULL, out);
    dw_strbuf_adds(out, "<body>\n<main>\n<h1>Disputewire</h1>\n");
    dw_passage_add_legend(out);
}

void dw_html_add(const struct dw_doc *doc, uint32_t number, struct dw_strbuf *out)
{
    const struct dw_tables tables = {doc, out, number, .are_targets = true};
    const char *title = doc->article.headline ? doc->article.headline : doc->article.id;

    dw_strbuf_adds(out, "<article>\n<h2>");
    dw_escape_adds(title ? title : "Article", out);
    dw_strbuf_adds(out, "</h2>\n");
    if (doc->published[0])
        dw_strbuf_addf(out, "<p><time datetime=\"%s\">%s</time></p>\n", doc->published,
                       doc->published);
    dw_passage_add(doc, number, out);
    dw_tables_add_events(&tables);
    dw_tables_add_silences(&tables);
    dw_tables_add_entities(&tables);
    dw_strbuf_adds(out, "</article>\n");
}

void dw_html_end(struct dw_strbuf *out)
{
    dw_strbuf_adds(out, "</main>\n</body>\n</html>\n");
}
