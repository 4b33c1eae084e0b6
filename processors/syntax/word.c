/* SPDX-License-Identifier: MIT */
#include "processors/syntax/word.h"

#include <string.h>

enum { SHAPE_MAX = 12 };

uint32_t dw_hash_bytes(uint32_t seed, const char *bytes, size_t len)
{
    uint32_t h = seed ^ 2166136261U;

    for (size_t i = 0; i < len; i++)
        h = (h ^ (unsigned char)bytes[i]) * 16777619U;
    return dw_hash_mix(h, (uint32_t)len);
}

/* Straight form of a curly quotation mark (E2 80 98 .. 9F), or 0. */
static char straighten(const unsigned char *s, size_t len)
{
    static const char straight[] = {'\'', '\'', '\'', '\'', '"', '"', '"', '"'};

    if (len < 3 || s[0] != 0xE2 || s[1] != 0x80 || s[2] < 0x98 || s[2] > 0x9F)
        return 0;
    return straight[s[2] - 0x98];
}

/* True at the second byte of a capital letter of Latin-1 (U+00C0 .. U+00DE). */
static bool is_latin1_upper(unsigned char before, unsigned char c)
{
    return before == 0xC3 && c >= 0x80 && c <= 0x9E && c != 0x97;
}

size_t dw_word_fold(const char *form, size_t len, char out[DW_WORD_MAX], bool keep_case)
{
    const unsigned char *s = (const unsigned char *)form;
    size_t n = 0;
    unsigned char before = 0;

    for (size_t i = 0; i < len && n < DW_WORD_MAX; i++) {
        unsigned char c = s[i];
        char quote = straighten(s + i, len - i);

        if (quote) {
            c = (unsigned char)quote;
            i += 2;
        } else if (!keep_case && c >= 'A' && c <= 'Z') {
            c = (unsigned char)(c + 0x20);
        } else if (!keep_case && is_latin1_upper(before, c)) {
            c = (unsigned char)(c + 0x20);
        }
        out[n++] = (char)c;
        before = c;
    }
    return n;
}

static char shape_of(unsigned char c)
{
    if (c >= 'A' && c <= 'Z')
        return 'X';
    if ((c >= 'a' && c <= 'z') || c >= 0x80)
        return 'x';
    if (c >= '0' && c <= '9')
        return '0';
    return (char)c;
}

/* "Dec." -> Xxx., "2019" -> 00, "U.S." -> X.X.: runs are cut at two. */
static uint32_t hash_shape(const char *form, size_t len, bool caps)
{
    char shape[SHAPE_MAX];
    size_t n = 0;

    for (size_t i = 0; i < len && n < SHAPE_MAX; i++) {
        char c = shape_of((unsigned char)form[i]);

        if (caps && (c == 'X' || c == 'x'))
            c = 'C';
        if (n < 2 || shape[n - 1] != c || shape[n - 2] != c)
            shape[n++] = c;
    }
    return dw_hash_bytes(7, shape, n);
}

/* --- stems ----------------------------------------------------------------------------------- */

/* Inflections and the derivations that tell most; the first that fits is taken off. */
static const struct ending {
    char text[5];
    uint8_t len;
    bool to_y;    /* a y takes its place */
    bool doubles; /* the consonant before it may be doubled, or an e be lost */
} endings[] = {
    {"ied", 3, true, false}, {"ies", 3, true, false}, {"ier", 3, true, false},
    {"ing", 3, false, true}, {"ed", 2, false, true},  {"es", 2, false, true},
    {"er", 2, false, true},  {"ly", 2, false, false}, {"s", 1, false, false},
};

enum { N_ENDINGS = sizeof endings / sizeof *endings, STEM_MIN = 3 };

static int find_ending(const char *folded, size_t n)
{
    for (int i = 0; i < N_ENDINGS; i++) {
        size_t len = endings[i].len;

        if (n >= len + STEM_MIN && !memcmp(folded + n - len, endings[i].text, len))
            return i;
    }
    return -1;
}

uint32_t dw_word_key(const char *folded, size_t n)
{
    uint32_t h = dw_hash_bytes(1, folded, n);

    return h ? h : 1;
}

/* The forms that the word may be made of, by its ending. */
static void read_stems(struct dw_word *word, char *folded, size_t n)
{
    int which = find_ending(folded, n);
    size_t len, k = 0;
    char lost;

    memset(word->stem, 0, sizeof word->stem);
    word->ending = (uint8_t)(which + 1);
    if (which < 0)
        return;
    len = n - endings[which].len;
    lost = folded[len];
    if (!endings[which].to_y)
        word->stem[k++] = dw_word_key(folded, len);
    if (endings[which].to_y || endings[which].doubles) {
        folded[len] = endings[which].to_y ? 'y' : 'e';
        word->stem[k++] = dw_word_key(folded, len + 1);
        folded[len] = lost;
    }
    if (endings[which].doubles && folded[len - 1] == folded[len - 2])
        word->stem[k] = dw_word_key(folded, len - 1);
}

void dw_word_read(struct dw_word *word, const char *form, size_t len, bool caps)
{
    char folded[DW_WORD_MAX];
    size_t n = dw_word_fold(form, len, folded, false);

    word->shape = hash_shape(form, len, caps);
    for (size_t i = 0; i < n; i++)
        if (folded[i] >= '0' && folded[i] <= '9')
            folded[i] = '0';
    word->key = dw_word_key(folded, n);
    word->form = word->key;
    word->classes = 0;
    word->cluster = (struct dw_cluster){0, 0, 0};
    word->is_aux = false;
    word->is_capital = !caps && len && form[0] >= 'A' && form[0] <= 'Z';
    read_stems(word, folded, n);
    for (size_t i = 0; i < DW_WORD_AFFIXES; i++) {
        size_t k = i < n ? i + 1 : n;

        word->prefix[i] = dw_hash_bytes(2, folded, k);
        word->suffix[i] = dw_hash_bytes(3, folded + n - k, k);
    }
}

bool dw_text_is_caps(const char *text, size_t len)
{
    size_t upper = 0;

    for (size_t i = 0; i < len; i++) {
        if (text[i] >= 'a' && text[i] <= 'z')
            return false;
        upper += text[i] >= 'A' && text[i] <= 'Z';
    }
    return upper >= 8;
}
