#ifndef VYA_CSCAN_SHIM_H
#define VYA_CSCAN_SHIM_H

/* Finds the next of a few bytes at the speed at which memory is read; memchr(3) knows one byte only. */

#include <stddef.h>
#include <stdint.h>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

/* The first position from `index` on at which one of five bytes stands, or `count`. */
static inline size_t vya_scan5(const uint8_t *bytes, size_t index, size_t count, uint8_t a, uint8_t b, uint8_t c,
                               uint8_t d, uint8_t e) {
#if defined(__SSE2__)
    const __m128i va = _mm_set1_epi8((char)a), vb = _mm_set1_epi8((char)b), vc = _mm_set1_epi8((char)c),
                  vd = _mm_set1_epi8((char)d), ve = _mm_set1_epi8((char)e);
    for (; index + 16 <= count; index += 16) {
        const __m128i block = _mm_loadu_si128((const __m128i *)(bytes + index));
        const __m128i found = _mm_or_si128(
            _mm_or_si128(_mm_cmpeq_epi8(block, va), _mm_cmpeq_epi8(block, vb)),
            _mm_or_si128(_mm_cmpeq_epi8(block, vc), _mm_or_si128(_mm_cmpeq_epi8(block, vd), _mm_cmpeq_epi8(block, ve))));
        const int mask = _mm_movemask_epi8(found);
        if (mask != 0) return index + (size_t)__builtin_ctz((unsigned)mask);
    }
#endif
    for (; index < count; index++) {
        const uint8_t byte = bytes[index];
        if (byte == a || byte == b || byte == c || byte == d || byte == e) return index;
    }
    return count;
}

/* The first position from `index` on at which one of two bytes stands, or `count`. */
static inline size_t vya_scan2(const uint8_t *bytes, size_t index, size_t count, uint8_t a, uint8_t b) {
#if defined(__SSE2__)
    const __m128i va = _mm_set1_epi8((char)a), vb = _mm_set1_epi8((char)b);
    for (; index + 16 <= count; index += 16) {
        const __m128i block = _mm_loadu_si128((const __m128i *)(bytes + index));
        const int mask = _mm_movemask_epi8(_mm_or_si128(_mm_cmpeq_epi8(block, va), _mm_cmpeq_epi8(block, vb)));
        if (mask != 0) return index + (size_t)__builtin_ctz((unsigned)mask);
    }
#endif
    for (; index < count; index++) {
        if (bytes[index] == a || bytes[index] == b) return index;
    }
    return count;
}

#endif
