#ifndef VYA_CISAL_SHIM_H
#define VYA_CISAL_SHIM_H

/* The state of ISA-L's inflate holds arrays that Swift does not import, so that it is only handed around here. */

#include <isa-l/crc.h>
#include <isa-l/igzip_lib.h>
#include <stdint.h>
#include <stdlib.h>

/* One deflate stream with the working memory that its level asks for. */
struct vya_isal_deflater {
    struct isal_zstream stream;
    uint8_t memory[ISAL_DEF_LVL3_DEFAULT];
};

/* Whether ISA-L takes its own code for this processor, and not the portable one: it chooses by these features. */
static inline int vya_isal_is_fast(void) {
#if defined(__x86_64__)
    return __builtin_cpu_supports("sse4.2") && __builtin_cpu_supports("pclmul");
#elif defined(__aarch64__)
    return 1;
#else
    return 0;
#endif
}

static inline void *vya_isal_deflater(void) { return malloc(sizeof(struct vya_isal_deflater)); }

/* Deflates one block that needs no other and ends on a byte boundary; returns its size, or 0 when there is no room. */
static inline uint32_t vya_isal_deflate_block(void *memory, int level, const uint8_t *input, uint32_t count,
                                              uint8_t *output, uint32_t room) {
    struct vya_isal_deflater *deflater = (struct vya_isal_deflater *)memory;
    struct isal_zstream *stream = &deflater->stream;
    /* The initialisation leaves fields as they are, the size of the window among them. */
    __builtin_memset(stream, 0, sizeof *stream);
    isal_deflate_stateless_init(stream);
    /* At level 3 ISA-L looks for matches where a block before left its own, and what it finds would depend on that. */
    if (level == 3) __builtin_memset(deflater->memory, 0, sizeof deflater->memory);
    stream->level = (uint32_t)level;
    stream->level_buf = deflater->memory;
    stream->level_buf_size = sizeof deflater->memory;
    stream->flush = FULL_FLUSH;
    stream->end_of_stream = 0;
    stream->next_in = (uint8_t *)input;
    stream->avail_in = count;
    stream->next_out = output;
    stream->avail_out = room;
    const int code = isal_deflate_stateless(stream);
    return code == COMP_OK && stream->avail_in == 0 ? room - stream->avail_out : 0;
}

/* What came of a block: all of it, or why not. */
enum {
    vya_block_whole = 0,
    /* The data go on, or stop, where the block should end. */
    vya_block_misfit = 1,
    /* The data say that the stream ends. */
    vya_block_last = 2,
    /* They are no deflate data. */
    vya_block_invalid = 3,
};

static inline void *vya_isal_inflater(void) { return malloc(sizeof(struct inflate_state)); }

/* Inflates one block of raw deflate data that needs no other and ends on a byte boundary; says how much came out. */
static inline int vya_isal_inflate_block(void *memory, const uint8_t *input, uint32_t count, uint8_t *output,
                                         uint32_t room, uint32_t *produced) {
    struct inflate_state *state = (struct inflate_state *)memory;
    isal_inflate_init(state);
    state->next_in = (uint8_t *)input;
    state->avail_in = count;
    state->next_out = output;
    state->avail_out = room;
    const int code = isal_inflate(state);
    *produced = room - state->avail_out;
    if (code != ISAL_DECOMP_OK && code != ISAL_END_INPUT) return vya_block_invalid;
    if (state->block_state == ISAL_BLOCK_FINISH) return vya_block_last;
    /* Waiting for the header of another deflate block, and nothing of one has been read. */
    const int waits = state->block_state == ISAL_BLOCK_NEW_HDR || state->block_state == ISAL_BLOCK_HDR;
    const int clean = state->avail_in == 0 && state->read_in_length == 0 && state->tmp_in_size == 0;
    return waits && clean ? vya_block_whole : vya_block_misfit;
}

#endif
