/* SPDX-License-Identifier: MIT */
#include "examples/screen.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "processors/base/utf8.h"

enum { WIDTH_DEFAULT = 100, WIDTH_MIN = 72, WIDTH_MAX = 1000 };

static const char *const codes[] = {
    [DW_SCREEN_PLAIN] = "",
    [DW_SCREEN_BOLD] = "\033[1m",
    [DW_SCREEN_DIM] = "\033[2m",
    [DW_SCREEN_TRIGGER] = "\033[1;33m",
};

/* --- width ----------------------------------------------------------------------------------- */

struct range {
    uint32_t first, last;
};

static const struct range no_columns[] = {
    {0x0300, 0x036F}, {0x200B, 0x200F}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F},
};

static const struct range two_columns[] = {
    {0x1100, 0x115F}, {0x2E80, 0xA4CF}, {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE30, 0xFE4F},
    {0xFF00, 0xFF60}, {0xFFE0, 0xFFE6}, {0x1F300, 0x1FAFF}, {0x20000, 0x3FFFD},
};

static bool is_in(uint32_t cp, const struct range *ranges, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (cp >= ranges[i].first && cp <= ranges[i].last)
            return true;
    return false;
}

static int columns_of(uint32_t cp)
{
    if (is_in(cp, no_columns, sizeof no_columns / sizeof *no_columns))
        return 0;
    return is_in(cp, two_columns, sizeof two_columns / sizeof *two_columns) ? 2 : 1;
}

static bool is_blank(uint32_t cp)
{
    return cp == ' ' || (cp >= '\t' && cp <= '\r') || cp == 0x85 || cp == 0x2028 || cp == 0x2029;
}

static bool is_control(uint32_t cp)
{
    return cp < 0x20 || (cp >= 0x7F && cp < 0xA0) || cp == UINT32_MAX;
}

int dw_screen_columns(const char *text, size_t len)
{
    int columns = 0;

    for (size_t i = 0; i < len;) {
        uint32_t cp;

        i += dw_utf8_decode(text + i, len - i, &cp);
        columns += columns_of(cp);
    }
    return columns;
}

/* Columns from the environment, the terminal, or none of them. */
static int find_width(void)
{
    const char *columns = getenv("COLUMNS");
    struct winsize size;

    if (columns && *columns) {
        char *end;
        long n;

        errno = 0;
        n = strtol(columns, &end, 10);
        if (!*end && !errno && n > 0)
            return n > WIDTH_MAX ? WIDTH_MAX : (int)n;
    }
    if (!ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) && size.ws_col > 0)
        return size.ws_col;
    return WIDTH_DEFAULT;
}

void dw_screen_init(struct dw_screen *screen)
{
    const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");

    screen->width = find_width();
    if (screen->width < WIDTH_MIN)
        screen->width = WIDTH_MIN;
    screen->colour =
        isatty(STDOUT_FILENO) && !(no_color && *no_color) && !(term && !strcmp(term, "dumb"));
}

/* --- printing -------------------------------------------------------------------------------- */

static void set_style(const struct dw_screen *screen, enum dw_screen_style style)
{
    if (screen->colour && style != DW_SCREEN_PLAIN)
        fputs(codes[style], stdout);
}

static void end_style(const struct dw_screen *screen, enum dw_screen_style style)
{
    if (screen->colour && style != DW_SCREEN_PLAIN)
        fputs("\033[0m", stdout);
}

/* Print one character as it may be printed. */
static void put(const char *bytes, size_t len, uint32_t cp)
{
    if (is_blank(cp))
        putchar(' ');
    else if (is_control(cp))
        putchar('?');
    else
        fwrite(bytes, 1, len, stdout);
}

/* Print what fits into `columns`, with an ellipsis if that is not all. Returns the columns taken.
 */
static int put_cut(const char *text, int columns)
{
    size_t len = strlen(text);
    bool cut = dw_screen_columns(text, len) > columns;
    int taken = 0;

    for (size_t i = 0; i < len;) {
        uint32_t cp;
        size_t n = dw_utf8_decode(text + i, len - i, &cp);

        if (cut && taken + columns_of(cp) > columns - 1) {
            fputs("\xE2\x80\xA6", stdout);
            return taken + 1;
        }
        put(text + i, n, cp);
        taken += columns_of(cp);
        i += n;
    }
    return taken;
}

void dw_screen_cell(const struct dw_screen *screen, const char *text, int columns,
                    enum dw_screen_style style)
{
    int taken;

    set_style(screen, style);
    taken = put_cut(text, columns);
    end_style(screen, style);
    printf("%*s", columns - taken, "");
}

void dw_screen_line(const struct dw_screen *screen, const char *text, enum dw_screen_style style)
{
    set_style(screen, style);
    put_cut(text, screen->width);
    end_style(screen, style);
    putchar('\n');
}

/* --- paragraphs ------------------------------------------------------------------------------ */

struct paragraph {
    const struct dw_screen *screen;
    const char *text;
    size_t len;
    const struct dw_screen_mark *marks;
    size_t n_marks, mark; /* the next one that has not ended */
    bool inside;          /* of marks[mark] */
};

static void open_mark(struct paragraph *p, size_t at)
{
    if (p->inside || p->mark >= p->n_marks || at < p->marks[p->mark].beg)
        return;
    p->inside = true;
    if (p->screen->colour)
        set_style(p->screen, DW_SCREEN_TRIGGER);
    else
        putchar('[');
}

static void close_mark(struct paragraph *p, size_t at)
{
    if (!p->inside || at < p->marks[p->mark].end)
        return;
    p->inside = false;
    p->mark++;
    if (p->screen->colour)
        end_style(p->screen, DW_SCREEN_TRIGGER);
    else
        putchar(']');
}

/* End of the word that begins at `at`. */
static size_t word_end(const struct paragraph *p, size_t at)
{
    while (at < p->len) {
        uint32_t cp;
        size_t n = dw_utf8_decode(p->text + at, p->len - at, &cp);

        if (is_blank(cp))
            break;
        at += n;
    }
    return at;
}

/* Columns of the word, with the brackets that will stand in it. */
static int word_columns(const struct paragraph *p, size_t beg, size_t end)
{
    int columns = dw_screen_columns(p->text + beg, end - beg);

    for (size_t i = p->mark; i < p->n_marks && !p->screen->colour; i++) {
        columns += p->marks[i].beg >= beg && p->marks[i].beg < end;
        columns += p->marks[i].end > beg && p->marks[i].end <= end;
    }
    return columns;
}

static void put_word(struct paragraph *p, size_t beg, size_t end)
{
    for (size_t at = beg; at < end;) {
        uint32_t cp;
        size_t n = dw_utf8_decode(p->text + at, p->len - at, &cp);

        open_mark(p, at);
        put(p->text + at, n, cp);
        at += n;
        close_mark(p, at);
    }
}

void dw_screen_paragraph(const struct dw_screen *screen, const char *text, size_t len, int indent,
                         const struct dw_screen_mark *marks, size_t n_marks)
{
    struct paragraph p = {screen, text, len, marks, n_marks, 0, false};
    int column = 0;

    for (size_t at = 0; at < len;) {
        size_t end = word_end(&p, at);
        int columns;

        if (end == at) { /* white space */
            uint32_t cp;

            at += dw_utf8_decode(text + at, len - at, &cp);
            continue;
        }
        columns = word_columns(&p, at, end);
        if (!column || column + 1 + columns > screen->width) {
            printf("%s%*s", column ? "\n" : "", indent, "");
            column = indent;
        } else {
            putchar(' ');
            column++;
        }
        put_word(&p, at, end);
        column += columns;
        at = end;
    }
    if (p.inside)
        close_mark(&p, p.marks[p.mark].end);
    putchar('\n');
}
