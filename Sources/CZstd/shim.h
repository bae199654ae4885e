#ifndef VYA_CZSTD_SHIM_H
#define VYA_CZSTD_SHIM_H

#include <zstd.h>
#include <zstd_errors.h>

#endif
