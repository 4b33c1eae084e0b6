/* SPDX-License-Identifier: MIT */
#include "processors/syntax/multiply.h"

#include <string.h>

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>
#define HAS_AVX2 1
#else
#define HAS_AVX2 0
#endif

static void multiply_plainly(const int8_t *m, const uint8_t *x, int len, int rows,
                             const int32_t *start, int32_t *sum)
{
    for (int row = 0; row < rows; row += 8) {
        int32_t total[8];

        memcpy(total, start + row, sizeof total);
        for (int i = 0; i < len; i += 4) {
            const int8_t *w = m + (i / 4 * rows + row) * 4;

            for (int r = 0; r < 8; r++)
                total[r] += w[r * 4] * x[i] + w[r * 4 + 1] * x[i + 1] + w[r * 4 + 2] * x[i + 2] +
                            w[r * 4 + 3] * x[i + 3];
        }
        memcpy(sum + row, total, sizeof total);
    }
}

#if HAS_AVX2
#define AVX2 __attribute__((target("avx2")))

/* Four numbers of x, eight times. */
AVX2 static inline __m256i spread_four(const uint8_t *x)
{
    int32_t four;

    memcpy(&four, x, sizeof four);
    return _mm256_set1_epi32(four);
}

/* sum plus the 32 weights of eight rows times four of x. */
AVX2 static inline __m256i add_eight(__m256i sum, const int8_t *w, __m256i x)
{
    __m256i pairs = _mm256_maddubs_epi16(x, _mm256_loadu_si256((const __m256i *)w));

    return _mm256_add_epi32(sum, _mm256_madd_epi16(pairs, _mm256_set1_epi16(1)));
}

AVX2 static inline __m256i load_eight(const int32_t *at)
{
    return _mm256_loadu_si256((const __m256i *)at);
}

AVX2 static inline void store_eight(int32_t *at, __m256i v)
{
    _mm256_storeu_si256((__m256i *)at, v);
}

/* 64 rows: as many sums as stay in registers beside what they need. */
AVX2 static void multiply_64(const int8_t *m, const uint8_t *x, int len, int rows,
                             const int32_t *start, int32_t *sum)
{
    __m256i a = load_eight(start), b = load_eight(start + 8), c = load_eight(start + 16),
            d = load_eight(start + 24), e = load_eight(start + 32), f = load_eight(start + 40),
            g = load_eight(start + 48), h = load_eight(start + 56);

    for (int i = 0; i < len; i += 4, m += 4 * rows) {
        __m256i four = spread_four(x + i);

        a = add_eight(a, m, four);
        b = add_eight(b, m + 32, four);
        c = add_eight(c, m + 64, four);
        d = add_eight(d, m + 96, four);
        e = add_eight(e, m + 128, four);
        f = add_eight(f, m + 160, four);
        g = add_eight(g, m + 192, four);
        h = add_eight(h, m + 224, four);
    }
    store_eight(sum, a);
    store_eight(sum + 8, b);
    store_eight(sum + 16, c);
    store_eight(sum + 24, d);
    store_eight(sum + 32, e);
    store_eight(sum + 40, f);
    store_eight(sum + 48, g);
    store_eight(sum + 56, h);
}

AVX2 static void multiply_8(const int8_t *m, const uint8_t *x, int len, int rows,
                            const int32_t *start, int32_t *sum)
{
    __m256i a = load_eight(start), b = _mm256_setzero_si256();

    for (int i = 0; i + 4 < len; i += 8, m += 8 * rows) {
        a = add_eight(a, m, spread_four(x + i));
        b = add_eight(b, m + 4 * rows, spread_four(x + i + 4));
    }
    if (len % 8)
        a = add_eight(a, m, spread_four(x + len - 4));
    store_eight(sum, _mm256_add_epi32(a, b));
}

AVX2 static void multiply_fast(const int8_t *m, const uint8_t *x, int len, int rows,
                               const int32_t *start, int32_t *sum)
{
    int row = 0;

    for (; row + 64 <= rows; row += 64)
        multiply_64(m + row * 4, x, len, rows, start + row, sum + row);
    for (; row < rows; row += 8)
        multiply_8(m + row * 4, x, len, rows, start + row, sum + row);
}
#endif

void dw_multiply(const int8_t *m, const uint8_t *x, int len, int rows, const int32_t *start,
                 int32_t *sum)
{
#if HAS_AVX2
    if (__builtin_cpu_supports("avx2")) {
        multiply_fast(m, x, len, rows, start, sum);
        return;
    }
#endif
    multiply_plainly(m, x, len, rows, start, sum);
}
