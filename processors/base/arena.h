/* SPDX-License-Identifier: MIT */
/*
 * arena.h - bump allocation for everything that lives as long as one article.
 *
 * Owner    blocks belong to the arena until reset or fini; nothing is freed alone.
 * Limit    `cap` bytes in all, so that a hostile article yields NULL and not a dead machine.
 * Debug    built with DW_ARENA_MALLOC each block is a malloc of its own, for ASan's eyes.
 * Threads  one arena, one thread.
 */
#ifndef DW_ARENA_H
#define DW_ARENA_H

#include <stddef.h>
#include <stdint.h>

struct dw_arena_chunk;

struct dw_arena {
    struct dw_arena_chunk *head;  /* chunk in use; older ones behind it */
    struct dw_arena_chunk *spare; /* chunks kept from before the last reset */
    size_t used;                  /* bytes handed out since the last reset */
    size_t held;                  /* bytes held from the system */
    size_t cap;
    long fail_after; /* test hook: the n-th allocation from now fails; -1 never */
};

/* `cap` is the most that the arena may hold; 0 means no limit. Allocates nothing yet. */
void dw_arena_init(struct dw_arena *arena, size_t cap);

/* Zeroed memory aligned for any type, or NULL at the cap or when the system has none. */
void *dw_arena_alloc(struct dw_arena *arena, size_t size);

/* Copy of `len` bytes with a NUL behind; NULL as above. */
char *dw_arena_dup(struct dw_arena *arena, const char *bytes, size_t len);

/* Formatted string in the arena; NULL as above. */
char *dw_arena_printf(struct dw_arena *arena, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* All blocks gone; some megabytes are kept for the next article. */
void dw_arena_reset(struct dw_arena *arena);

void dw_arena_fini(struct dw_arena *arena);

/*
 * Growable arrays in an arena: any struct { T *v; uint32_t n, cap; }.
 * dw_vec_push yields a pointer to one new zeroed element, or NULL when memory is out.
 */
#define dw_vec_push(arena, vec)                                                                    \
    (((vec)->n < (vec)->cap ||                                                                     \
      dw_vec_grow((arena), (void **)&(vec)->v, (vec)->n, &(vec)->cap, sizeof *(vec)->v))           \
         ? &(vec)->v[(vec)->n++]                                                                   \
         : NULL)

/* Used by dw_vec_push. Returns 0 when memory is out; the array is then as it was. */
int dw_vec_grow(struct dw_arena *arena, void **v, uint32_t n, uint32_t *cap, size_t size);

#endif
