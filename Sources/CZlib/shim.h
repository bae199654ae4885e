#ifndef VYA_CZLIB_SHIM_H
#define VYA_CZLIB_SHIM_H

#include <zlib.h>

/* The initialisers are macros in zlib.h, which Swift cannot call. */

/* Raw deflate without header and trailer, so that the blocks of one gzip member can be joined. */
static inline int vya_deflate_init_raw(z_stream *stream, int level) {
    return deflateInit2(stream, level, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY);
}

/* Inflate of exactly one gzip member (RFC 1952); zlib itself checks its CRC-32 and size. */
static inline int vya_inflate_init_gzip(z_stream *stream) {
    return inflateInit2(stream, 15 + 16);
}

#endif
