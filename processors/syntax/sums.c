/* SPDX-License-Identifier: MIT */
#include "processors/syntax/sums.h"

#include <stdbool.h>
#include <string.h>

#include "processors/syntax/rows.h"

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>
#define HAS_AVX2 1
#else
#define HAS_AVX2 0
#endif

/* --- on any machine -------------------------------------------------------------------------- */

static void add_bytes_plainly(const int8_t *rows, const uint32_t *starts, int n, int width,
                              int16_t *score)
{
    for (int c = 0; c < width; c += 32) {
        dw_shorts8 sum[4] = {{0}, {0}, {0}, {0}};

        for (int k = 0; k < n; k++) {
            const int8_t *row = rows + starts[k] + c;

            sum[0] += dw_row_load(row);
            sum[1] += dw_row_load(row + 8);
            sum[2] += dw_row_load(row + 16);
            sum[3] += dw_row_load(row + 24);
        }
        memcpy(score + c, sum, sizeof sum);
    }
}

static void add_shorts_plainly(const int16_t *const *row, int n, int len, int16_t *sum)
{
    for (int i = 0; i < len; i += 32) {
        dw_shorts8 total[4], more[4];

        memcpy(total, sum + i, sizeof total);
        for (int k = 0; k < n; k++) {
            memcpy(more, row[k] + i, sizeof more);
            for (int j = 0; j < 4; j++)
                total[j] += more[j];
        }
        memcpy(sum + i, total, sizeof total);
    }
}

static int cut(int x, int least, int most)
{
    return x < least ? least : x > most ? most : x;
}

static void cut_to_shorts_plainly(const int32_t *sum, int len, int shift, int least, int most,
                                  int16_t *out)
{
    for (int i = 0; i < len; i++)
        out[i] = (int16_t)cut(sum[i] >> shift, least, most);
}

static void cut_to_bytes_plainly(const int16_t *sum, int len, int shift, int zero, uint8_t *out)
{
    for (int i = 0; i < len; i++)
        out[i] = (uint8_t)cut((sum[i] >> shift) + zero, 0, UINT8_MAX);
}

/* --- in wide registers ----------------------------------------------------------------------- */

#if HAS_AVX2
#define AVX2 __attribute__((target("avx2")))

static bool is_wide(void)
{
    return __builtin_cpu_supports("avx2");
}

AVX2 static inline __m256i load(const void *at)
{
    return _mm256_loadu_si256((const __m256i *)at);
}

AVX2 static inline void store(void *at, __m256i v)
{
    _mm256_storeu_si256((__m256i *)at, v);
}

/* sum plus sixteen bytes. */
AVX2 static inline __m256i add_sixteen(__m256i sum, const int8_t *row)
{
    __m128i bytes = _mm_loadu_si128((const __m128i *)row);

    return _mm256_add_epi16(sum, _mm256_cvtepi8_epi16(bytes));
}

AVX2 static void add_96_bytes(const int8_t *rows, const uint32_t *starts, int n, int16_t *score)
{
    __m256i a = _mm256_setzero_si256(), b = a, c = a, d = a, e = a, f = a;

    for (int k = 0; k < n; k++) {
        const int8_t *row = rows + starts[k];

        a = add_sixteen(a, row);
        b = add_sixteen(b, row + 16);
        c = add_sixteen(c, row + 32);
        d = add_sixteen(d, row + 48);
        e = add_sixteen(e, row + 64);
        f = add_sixteen(f, row + 80);
    }
    store(score, a);
    store(score + 16, b);
    store(score + 32, c);
    store(score + 48, d);
    store(score + 64, e);
    store(score + 80, f);
}

AVX2 static void add_64_bytes(const int8_t *rows, const uint32_t *starts, int n, int16_t *score)
{
    __m256i a = _mm256_setzero_si256(), b = a, c = a, d = a;

    for (int k = 0; k < n; k++) {
        const int8_t *row = rows + starts[k];

        a = add_sixteen(a, row);
        b = add_sixteen(b, row + 16);
        c = add_sixteen(c, row + 32);
        d = add_sixteen(d, row + 48);
    }
    store(score, a);
    store(score + 16, b);
    store(score + 32, c);
    store(score + 48, d);
}

AVX2 static void add_shorts_widely(const int16_t *const *row, int n, int len, int16_t *sum)
{
    for (int i = 0; i < len; i += 64) {
        __m256i a = load(sum + i), b = load(sum + i + 16), c = load(sum + i + 32),
                d = load(sum + i + 48);

        for (int k = 0; k < n; k++) {
            const int16_t *at = row[k] + i;

            a = _mm256_add_epi16(a, load(at));
            b = _mm256_add_epi16(b, load(at + 16));
            c = _mm256_add_epi16(c, load(at + 32));
            d = _mm256_add_epi16(d, load(at + 48));
        }
        store(sum + i, a);
        store(sum + i + 16, b);
        store(sum + i + 32, c);
        store(sum + i + 48, d);
    }
}

/* Packing works on halves of registers: it leaves the middle quarters changed about. */
enum { QUARTERS = 0xD8 };

AVX2 static void cut_to_shorts_widely(const int32_t *sum, int len, int shift, int least, int most,
                                      int16_t *out)
{
    __m256i top = _mm256_set1_epi16((int16_t)most), bottom = _mm256_set1_epi16((int16_t)least);

    for (int i = 0; i < len; i += 16) {
        __m256i low = _mm256_srai_epi32(load(sum + i), shift);
        __m256i high = _mm256_srai_epi32(load(sum + i + 8), shift);
        __m256i v = _mm256_permute4x64_epi64(_mm256_packs_epi32(low, high), QUARTERS);

        store(out + i, _mm256_max_epi16(_mm256_min_epi16(v, top), bottom));
    }
}

AVX2 static void cut_to_bytes_widely(const int16_t *sum, int len, int shift, int zero, uint8_t *out)
{
    __m256i up = _mm256_set1_epi16((int16_t)zero);

    for (int i = 0; i < len; i += 32) {
        __m256i low = _mm256_srai_epi16(load(sum + i), shift);
        __m256i high = _mm256_srai_epi16(load(sum + i + 16), shift);
        __m256i v = _mm256_packus_epi16(_mm256_adds_epi16(low, up), _mm256_adds_epi16(high, up));

        store(out + i, _mm256_permute4x64_epi64(v, QUARTERS));
    }
}
#else
static bool is_wide(void)
{
    return false;
}

#define add_64_bytes(rows, starts, n, score) (void)0
#define add_96_bytes(rows, starts, n, score) (void)0
#define add_shorts_widely                    add_shorts_plainly
#define cut_to_shorts_widely                 cut_to_shorts_plainly
#define cut_to_bytes_widely                  cut_to_bytes_plainly
#endif

/* --- one or the other ------------------------------------------------------------------------ */

void dw_rows_add(const int8_t *rows, const uint32_t *starts, int n, int width, int16_t *score)
{
    if (width == 96 && is_wide())
        add_96_bytes(rows, starts, n, score);
    else if (width % 64 == 0 && is_wide())
        for (int c = 0; c < width; c += 64)
            add_64_bytes(rows + c, starts, n, score + c);
    else
        add_bytes_plainly(rows, starts, n, width, score);
}

void dw_shorts_add(const int16_t *const *row, int n, int len, int16_t *sum)
{
    (is_wide() ? add_shorts_widely : add_shorts_plainly)(row, n, len, sum);
}

void dw_sums_to_shorts(const int32_t *sum, int len, int shift, int least, int most, int16_t *out)
{
    (is_wide() ? cut_to_shorts_widely : cut_to_shorts_plainly)(sum, len, shift, least, most, out);
}

void dw_sums_to_bytes(const int16_t *sum, int len, int shift, int zero, uint8_t *out)
{
    (is_wide() ? cut_to_bytes_widely : cut_to_bytes_plainly)(sum, len, shift, zero, out);
}
