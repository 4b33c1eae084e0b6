/* SPDX-License-Identifier: MIT */
#include "processors/tag/glyph.h"

enum { NODE = 6, HEAD = 8, CORNER = 6 };

/* Words are thin lines, deeds thick ones; what did not happen (yet) is broken. */
void dw_glyph_open(int quad, enum dw_standing standing, struct dw_strbuf *out)
{
    bool unreal = standing == DW_STANDING_PLANNED || standing == DW_STANDING_POSSIBLE ||
                  standing == DW_STANDING_NEGATED;

    dw_strbuf_addf(out, "<g class=\"%s %s%s\">", quad < 3 ? "coop" : "conflict",
                   quad % 2 ? "words" : "deeds", unreal ? " unreal" : "");
}

void dw_glyph_close(struct dw_strbuf *out)
{
    dw_strbuf_adds(out, "</g>");
}

static void add_circle(const char *kind, int x, int y, struct dw_strbuf *out)
{
    dw_strbuf_addf(out, "<circle class=\"node%s\" cx=\"%d\" cy=\"%d\" r=\"%d\"/>", kind, x, y,
                   NODE);
}

static void add_square(int x, int y, struct dw_strbuf *out)
{
    dw_strbuf_addf(out, "<rect class=\"node\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>",
                   x - NODE, y - NODE, 2 * NODE, 2 * NODE);
}

void dw_glyph_add_node(enum dw_standing standing, int x, int y, struct dw_strbuf *out)
{
    switch (standing) {
    case DW_STANDING_HAPPENED:
        add_circle(" full", x, y, out);
        break;
    case DW_STANDING_POSSIBLE:
        dw_strbuf_addf(out, "<path class=\"node\" d=\"M%d %dl8 8-8 8-8-8z\"/>", x, y - 8);
        break;
    case DW_STANDING_NEGATED:
        add_circle("", x, y, out);
        dw_strbuf_addf(out, "<path class=\"sign\" d=\"M%d %dl8 8m0-8l-8 8\"/>", x - 4, y - 4);
        break;
    case DW_STANDING_THREATENED:
        dw_strbuf_addf(out, "<path class=\"node\" d=\"M%d %dl8 14h-16z\"/>", x, y - 9);
        break;
    case DW_STANDING_REVERSED:
        add_square(x, y, out);
        dw_strbuf_addf(out, "<path class=\"sign\" d=\"M%d %dl18-18\"/>", x - 9, y + 9);
        break;
    case DW_STANDING_SUSPENDED:
        add_square(x, y, out);
        dw_strbuf_addf(out, "<path class=\"sign\" d=\"M%d %dv6m4-6v6\"/>", x - 2, y - 3);
        break;
    default:
        add_circle("", x, y, out);
    }
}

void dw_glyph_add_arrow(int from, int to, int y, bool conflict, struct dw_strbuf *out)
{
    int way = to < from ? -1 : 1;

    dw_strbuf_addf(out, "<path class=\"reach\" d=\"M%d %dH%d\"/>", from, y,
                   conflict ? to - way * HEAD : to);
    dw_strbuf_addf(out, "<path class=\"head%s\" d=\"M%d %dL%d %dL%d %d%s\"/>",
                   conflict ? " full" : "", to - way * HEAD, y - 5, to, y, to - way * HEAD, y + 5,
                   conflict ? "z" : "");
}

void dw_glyph_add_arc(enum dw_relation_type type, int x, int reach, int from, int to,
                      struct dw_strbuf *out)
{
    int way = to < from ? -1 : 1, corner = way * CORNER;
    int beg = from + 4 * way, end = to - 4 * way;

    dw_strbuf_addf(out, "<g class=\"arc %s\"><path d=\"M%d %dH%dq%d 0 %d %dV%dq0 %d %d %dH%d\"/>",
                   dw_relation_type_name(type), x, beg, x + reach - CORNER, CORNER, CORNER, corner,
                   end - corner, corner, -CORNER, corner, x + 5);
    dw_strbuf_addf(out, "<path class=\"tip\" d=\"M%d %dl7-4v8z\"/></g>\n", x, end);
}
