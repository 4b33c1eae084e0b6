/* SPDX-License-Identifier: MIT */
#include "processors/tag/legend.h"

#include "processors/tag/glyph.h"
#include "processors/tag/wording.h"

static void open_sample(int width, int height, struct dw_strbuf *out)
{
    dw_strbuf_addf(out,
                   "<li><svg class=\"timeline\" aria-hidden=\"true\" "
                   "xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\">",
                   width, height);
}

static void close_sample(const char *text, struct dw_strbuf *out)
{
    dw_strbuf_addf(out, "</svg> %s</li>\n", text);
}

void dw_legend_add(struct dw_strbuf *out)
{
    static const char *const quads[] = {"cooperation in words", "cooperation in deeds",
                                        "conflict in words", "conflict in deeds"};

    dw_strbuf_adds(out, "<ul class=\"legend\">\n");
    for (int s = 0; s < DW_N_STANDINGS; s++) {
        open_sample(22, 22, out);
        dw_glyph_open(4, DW_STANDING_HAPPENED, out);
        dw_glyph_add_node((enum dw_standing)s, 11, 11, out);
        dw_glyph_close(out);
        close_sample(dw_standing_name((enum dw_standing)s), out);
    }
    dw_strbuf_adds(out, "</ul>\n<ul class=\"legend\">\n");
    for (int quad = 1; quad <= 4; quad++) {
        open_sample(46, 22, out);
        dw_glyph_open(quad, DW_STANDING_HAPPENED, out);
        dw_glyph_add_node(DW_STANDING_HAPPENED, 8, 11, out);
        dw_glyph_add_arrow(17, 44, 11, quad > 2, out);
        dw_glyph_close(out);
        close_sample(quads[quad - 1], out);
    }
    dw_strbuf_adds(out, "</ul>\n<ul class=\"legend\">\n");
    for (int type = 0; type <= DW_RELATION_CONTINUES; type++) {
        struct dw_strbuf name;

        open_sample(26, 40, out);
        dw_glyph_add_arc((enum dw_relation_type)type, 2, 18, 34, 6, out);
        dw_strbuf_init(&name);
        dw_wording_add_code(dw_relation_type_name((enum dw_relation_type)type), false, &name);
        close_sample(name.failed ? "" : name.bytes, out);
        dw_strbuf_fini(&name);
    }
    dw_strbuf_adds(out, "</ul>\n");
}
