/* SPDX-License-Identifier: MIT */
#include "processors/base/arena.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    CHUNK_SIZE = 256 * 1024,
#ifdef DW_ARENA_MALLOC
    SPARE_MAX = 0,
#else
    SPARE_MAX = 16, /* chunks that outlive a reset: what most articles need */
#endif
    ALIGNMENT = 16,
};

struct dw_arena_chunk {
    struct dw_arena_chunk *next;
    size_t size, used;
    _Alignas(ALIGNMENT) unsigned char bytes[];
};

void dw_arena_init(struct dw_arena *arena, size_t cap)
{
    *arena = (struct dw_arena){.cap = cap, .fail_after = -1};
}

static void free_chunks(struct dw_arena *arena, struct dw_arena_chunk **list)
{
    while (*list) {
        struct dw_arena_chunk *next = (*list)->next;

        arena->held -= (*list)->size;
        free(*list);
        *list = next;
    }
}

static bool fits_cap(const struct dw_arena *arena, size_t room)
{
    return !arena->cap || (room <= arena->cap && arena->held <= arena->cap - room);
}

static struct dw_arena_chunk *push_chunk(struct dw_arena *arena, struct dw_arena_chunk *chunk)
{
    chunk->used = 0;
    chunk->next = arena->head;
    arena->head = chunk;
    return chunk;
}

/* A chunk of at least `size` from the system; NULL at the cap. */
static struct dw_arena_chunk *make_chunk(struct dw_arena *arena, size_t size)
{
    struct dw_arena_chunk *chunk;
    size_t room = size > CHUNK_SIZE ? size : CHUNK_SIZE;

#ifdef DW_ARENA_MALLOC
    room = size;
#endif
    if (!fits_cap(arena, room))
        free_chunks(arena, &arena->spare);
    if (!fits_cap(arena, room))
        room = size;
    if (!fits_cap(arena, room) || room > SIZE_MAX - sizeof *chunk)
        return NULL;
    chunk = malloc(sizeof *chunk + room);
    if (!chunk)
        return NULL;
    chunk->size = room;
    arena->held += room;
    return push_chunk(arena, chunk);
}

/* Put a chunk that has room for `size` in front. NULL at the cap. */
static struct dw_arena_chunk *add_chunk(struct dw_arena *arena, size_t size)
{
    struct dw_arena_chunk *spare = arena->spare;

    if (!spare || spare->size < size)
        return make_chunk(arena, size);
    arena->spare = spare->next;
    return push_chunk(arena, spare);
}

void *dw_arena_alloc(struct dw_arena *arena, size_t size)
{
    struct dw_arena_chunk *chunk = arena->head;
    void *block;

    if (arena->fail_after == 0)
        return NULL;
    if (arena->fail_after > 0)
        arena->fail_after--;
    if (size > SIZE_MAX - ALIGNMENT)
        return NULL;
    size = (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
#ifdef DW_ARENA_MALLOC
    chunk = add_chunk(arena, size);
#else
    if (!chunk || chunk->size - chunk->used < size)
        chunk = add_chunk(arena, size);
#endif
    if (!chunk)
        return NULL;
    block = chunk->bytes + chunk->used;
    chunk->used += size;
    arena->used += size;
    return memset(block, 0, size);
}

char *dw_arena_dup(struct dw_arena *arena, const char *bytes, size_t len)
{
    char *copy = len < SIZE_MAX ? dw_arena_alloc(arena, len + 1) : NULL;

    if (copy && len)
        memcpy(copy, bytes, len);
    return copy;
}

char *dw_arena_printf(struct dw_arena *arena, const char *fmt, ...)
{
    va_list ap;
    char *text;
    int len;

    va_start(ap, fmt);
    len = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    if (len < 0)
        return NULL;
    text = dw_arena_alloc(arena, (size_t)len + 1);
    if (!text)
        return NULL;
    va_start(ap, fmt);
    vsnprintf(text, (size_t)len + 1, fmt, ap);
    va_end(ap);
    return text;
}

void dw_arena_reset(struct dw_arena *arena)
{
    size_t n = 0;

    arena->used = 0;
    for (const struct dw_arena_chunk *c = arena->spare; c; c = c->next)
        n++;
    while (arena->head && arena->head->size == CHUNK_SIZE && n++ < SPARE_MAX) {
        struct dw_arena_chunk *chunk = arena->head;

        arena->head = chunk->next;
        chunk->next = arena->spare;
        arena->spare = chunk;
    }
    free_chunks(arena, &arena->head);
}

void dw_arena_fini(struct dw_arena *arena)
{
    free_chunks(arena, &arena->head);
    free_chunks(arena, &arena->spare);
    arena->used = 0;
}

int dw_vec_grow(struct dw_arena *arena, void **v, uint32_t n, uint32_t *cap, size_t size)
{
    uint32_t more = *cap ? *cap * 2 : 16;
    void *bigger;

    if (more <= *cap)
        return 0;
    bigger = dw_arena_alloc(arena, more * size);
    if (!bigger)
        return 0;
    if (n)
        memcpy(bigger, *v, n * size);
    *v = bigger;
    *cap = more;
    return 1;
}
