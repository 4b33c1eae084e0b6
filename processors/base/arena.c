/* SPDX-License-Identifier: MIT */
#include "processors/base/arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CHUNK_SIZE = 256 * 1024, ALIGNMENT = 16 };

struct dw_arena_chunk {
    struct dw_arena_chunk *next;
    size_t size, used;
    _Alignas(ALIGNMENT) unsigned char bytes[];
};

void dw_arena_init(struct dw_arena *arena, size_t cap)
{
    *arena = (struct dw_arena){.cap = cap, .fail_after = -1};
}

/* Put a chunk that has room for `size` in front. NULL at the cap. */
static struct dw_arena_chunk *add_chunk(struct dw_arena *arena, size_t size)
{
    struct dw_arena_chunk *chunk;
#ifdef DW_ARENA_MALLOC
    size_t room = size;
#else
    size_t room = size > CHUNK_SIZE ? size : CHUNK_SIZE;
#endif

    if (arena->cap && (room > arena->cap || arena->held > arena->cap - room))
        room = size;
    if (arena->cap && (room > arena->cap || arena->held > arena->cap - room))
        return NULL;
    if (room > SIZE_MAX - sizeof *chunk)
        return NULL;
    chunk = malloc(sizeof *chunk + room);
    if (!chunk)
        return NULL;
    chunk->next = arena->head;
    chunk->size = room;
    chunk->used = 0;
    arena->head = chunk;
    arena->held += room;
    return chunk;
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
    struct dw_arena_chunk *chunk = arena->head;

    arena->used = 0;
    if (!chunk)
        return;
    while (chunk->next) {
        struct dw_arena_chunk *older = chunk->next;

        arena->held -= chunk->size;
        free(chunk);
        chunk = older;
    }
    chunk->used = 0;
    arena->head = chunk;
#ifdef DW_ARENA_MALLOC
    dw_arena_fini(arena);
#endif
}

void dw_arena_fini(struct dw_arena *arena)
{
    while (arena->head) {
        struct dw_arena_chunk *next = arena->head->next;

        free(arena->head);
        arena->head = next;
    }
    arena->used = arena->held = 0;
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
