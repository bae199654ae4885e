#ifndef VYA_CLINUX_SHIM_H
#define VYA_CLINUX_SHIM_H

/* Extended attributes, the kind of file system, device numbers: Swift's Glibc module leaves them out. */
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>
#include <sys/xattr.h>
#include <unistd.h>

/* renameat2(2) and pipe2(2) are declared only for GNU sources and syscall(2) is variadic: Swift sees none of them. */

/* Renames within one folder; EEXIST when the new name is taken. */
static inline int vya_rename_noreplace(int folder, const char *from, const char *to) {
    const unsigned int rename_noreplace = 1;
    return (int)syscall(SYS_renameat2, folder, from, folder, to, rename_noreplace);
}

/* Makes a pipe whose ends are closed at exec: no child of another thread can inherit them in between. */
static inline int vya_pipe(int ends[2]) {
    /* <fcntl.h> is not included: its types would then count as this module's and not as Glibc's. */
    const int o_cloexec = 02000000;
    return (int)syscall(SYS_pipe2, ends, o_cloexec);
}

/* Brings a whole file system to its disk; syncfs(2) is declared only for GNU sources. */
static inline int vya_syncfs(int descriptor) {
    return (int)syscall(SYS_syncfs, descriptor);
}

#endif
