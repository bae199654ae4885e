#ifndef VYA_CLINUXFILES_SHIM_H
#define VYA_CLINUXFILES_SHIM_H

/* What Linux says of files and Swift's Glibc module leaves out: extended attributes, the kind of file system,
   device numbers. */
#include <sys/sysmacros.h>
#include <sys/vfs.h>
#include <sys/xattr.h>

#endif
