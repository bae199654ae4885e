#ifndef VYA_CLINUX_SHIM_H
#define VYA_CLINUX_SHIM_H

/* Extended attributes, the kind of file system, device numbers: Swift's Glibc module leaves them out. */
#include <malloc.h>
#include <stdint.h>
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

/* Lets two names of one folder change places in one step. */
static inline int vya_rename_exchange(int folder, const char *one, const char *other) {
    const unsigned int rename_exchange = 2;
    return (int)syscall(SYS_renameat2, folder, one, folder, other, rename_exchange);
}

/* Makes a pipe whose ends are closed at exec: no child of another thread can inherit them in between. */
static inline int vya_pipe(int ends[2]) {
    /* <fcntl.h> is not included: its types would then count as this module's and not as Glibc's. */
    const int o_cloexec = 02000000;
    return (int)syscall(SYS_pipe2, ends, o_cloexec);
}

/* Bounds how many pools of memory malloc(3) has; Swift does not see <malloc.h>. */
static inline int vya_limit_memory_pools(int count) {
    return mallopt(M_ARENA_MAX, count);
}

/* Sets what threads are made with that say nothing else; pthread_setattr_default_np(3) is declared only for GNU sources.
 * `attributes` points to a pthread_attr_t. */
extern int vya_set_thread_defaults(const void *attributes) __asm__("pthread_setattr_default_np");

/* Brings a whole file system to its disk; syncfs(2) is declared only for GNU sources. */
static inline int vya_syncfs(int descriptor) {
    return (int)syscall(SYS_syncfs, descriptor);
}

/* Has the disk take a part of a file, and with `wait` waits until it has; sync_file_range(2) is for GNU sources only. */
static inline int vya_flush_range(int descriptor, int64_t offset, int64_t count, int wait) {
    const unsigned int wait_before = 1, write = 2, wait_after = 4;
    const unsigned int flags = wait ? wait_before | write | wait_after : write;
    return (int)syscall(SYS_sync_file_range, descriptor, offset, count, flags);
}

/* Tells in which state the kernel's clock is, without changing it: 5 (TIME_ERROR) when nothing keeps it right, less than
 * 0 when this may not be asked. <sys/timex.h> is not included: its types would then count as this module's. */
static inline int vya_clock_state(void) {
    long state[64] = {0};
    return (int)syscall(SYS_adjtimex, state);
}

/* Has the orphans of this process's children become its own children; prctl(2) is variadic. */
static inline int vya_adopt_orphans(void) {
    const int pr_set_child_subreaper = 36;
    return (int)syscall(SYS_prctl, pr_set_child_subreaper, 1UL, 0UL, 0UL, 0UL);
}

/* Keeps the memory of this process out of core files, out of crash handlers and out of other processes of the same user;
 * prctl(2) is variadic. */
static inline int vya_hide_memory(void) {
    const int pr_set_dumpable = 4;
    return (int)syscall(SYS_prctl, pr_set_dumpable, 0UL, 0UL, 0UL, 0UL);
}

#endif
