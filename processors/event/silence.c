/* SPDX-License-Identifier: MIT */
#include "processors/event/silence.h"

enum dw_err dw_silence_add(struct dw_doc *doc, int32_t token, const struct dw_frame *frame,
                           const char *why)
{
    struct dw_silence *new = dw_vec_push(&doc->arena, &doc->silences);

    if (!new)
        return DW_NOMEM;
    *new = (struct dw_silence){
        .trigger = doc->tokens.v[token].span,
        .sentence = doc->tokens.v[token].sentence,
        .frame = frame ? dw_frame_text(&doc->arena, frame) : NULL,
        .why = why,
    };
    return frame && !new->frame ? DW_NOMEM : DW_OK;
}
