#define _GNU_SOURCE
#include "faults.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/vfs.h>
#include <unistd.h>

/* Calls that are not replaced are made by number, so that nothing here meets itself. */

static const char *names, *under;
static long first;
static bool all_after, kills, halves, named, ready;
static int code, log_descriptor = -1;
static atomic_long count;

__attribute__((constructor)) static void prepare(void) {
    names = getenv("VYA_FAULT_CALLS");
    under = getenv("VYA_FAULT_UNDER");
    named = getenv("VYA_FAULT_NAMED") != NULL;
    const char *at = getenv("VYA_FAULT_AT"), *action = getenv("VYA_FAULT_DO"), *log = getenv("VYA_FAULT_LOG");
    if (at) {
        first = atol(at);
        all_after = strchr(at, '+') != NULL;
    }
    if (action) {
        kills = strcmp(action, "kill") == 0;
        halves = strcmp(action, "short") == 0;
        code = atoi(action);
    }
    if (log) {
        log_descriptor = (int)syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
        /* Out of the way of programs that look at their descriptors or have few of them. */
        long moved = syscall(SYS_fcntl, log_descriptor, F_DUPFD_CLOEXEC, 900);
        if (moved >= 0) {
            syscall(SYS_close, log_descriptor);
            log_descriptor = (int)moved;
        }
    }
    ready = at || log;
}

static bool is_listed(const char *name) {
    if (!names) return true;
    size_t length = strlen(name);
    for (const char *at = names; at && *at; at = strchr(at, ','), at = at ? at + 1 : NULL)
        if (strncmp(at, name, length) == 0 && (at[length] == ',' || at[length] == 0)) return true;
    return false;
}

/* Writes where a call leads to: the target of the descriptor, or the path, taken from the descriptor if relative. */
static void locate(int descriptor, const char *path, char place[static 2 * PATH_MAX]) {
    size_t length = 0;
    place[0] = 0;
    if (path && path[0] == '/') {
        snprintf(place, PATH_MAX, "%s", path);
        return;
    }
    char link[64];
    if (descriptor == AT_FDCWD) snprintf(link, sizeof link, "/proc/self/cwd");
    else snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    long found = syscall(SYS_readlinkat, AT_FDCWD, link, place, PATH_MAX - 1);
    if (found > 0) length = (size_t)found;
    place[length] = 0;
    if (path) snprintf(place + length, PATH_MAX, "/%s", path);
}

static bool is_under(const char *place) {
    if (!under) return true;
    size_t length = strlen(under);
    return strncmp(place, under, length) == 0 && (place[length] == 0 || place[length] == '/');
}

enum { pass, fail, half };

/* Counts a call and says what is to become of it; for `fail`, errno is set. */
static int judge(const char *name, int descriptor, const char *path) {
    if (!ready || descriptor == log_descriptor || !is_listed(name)) return pass;
    int before = errno;
    char place[2 * PATH_MAX];
    locate(descriptor, path, place);
    errno = before;
    if (!is_under(place)) return pass;
    long number = atomic_fetch_add(&count, 1) + 1;
    bool hit = first > 0 && (all_after ? number >= first : number == first);
    if (log_descriptor >= 0) {
        char line[2 * PATH_MAX + 64];
        int length = snprintf(line, sizeof line, "%s %s%s\n", name, place, hit ? " FAULT" : "");
        syscall(SYS_write, log_descriptor, line, length);
        errno = before;
    }
    if (!hit) return pass;
    if (kills) syscall(SYS_kill, (pid_t)syscall(SYS_getpid), SIGKILL);
    if (halves) return half;
    errno = code;
    return code ? fail : pass;
}

static size_t less(int verdict, size_t size) { return verdict == half && size > 1 ? size / 2 : size; }

static int open_at(int folder, const char *path, int flags, mode_t mode) {
    int verdict = judge("openat", folder, path);
    if (verdict == fail) return -1;
    if (named && (flags & O_TMPFILE) == O_TMPFILE) {
        errno = EOPNOTSUPP;
        return -1;
    }
    return (int)syscall(SYS_openat, folder, path, flags, mode);
}

#define MODE_OF(flags, mode) \
    mode_t mode = 0; \
    if (flags & (O_CREAT | __O_TMPFILE)) { \
        va_list list; \
        va_start(list, flags); \
        mode = va_arg(list, mode_t); \
        va_end(list); \
    }

int open(const char *path, int flags, ...) { MODE_OF(flags, mode) return open_at(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE_OF(flags, mode) return open_at(AT_FDCWD, path, flags, mode); }
int openat(int folder, const char *path, int flags, ...) {
    MODE_OF(flags, mode) return open_at(folder, path, flags, mode);
}
int openat64(int folder, const char *path, int flags, ...) {
    MODE_OF(flags, mode) return open_at(folder, path, flags, mode);
}

ssize_t read(int descriptor, void *bytes, size_t size) {
    int verdict = judge("read", descriptor, NULL);
    return verdict == fail ? -1 : syscall(SYS_read, descriptor, bytes, less(verdict, size));
}

ssize_t write(int descriptor, const void *bytes, size_t size) {
    int verdict = judge("write", descriptor, NULL);
    return verdict == fail ? -1 : syscall(SYS_write, descriptor, bytes, less(verdict, size));
}

static ssize_t read_at(int descriptor, void *bytes, size_t size, off64_t offset) {
    int verdict = judge("pread64", descriptor, NULL);
    return verdict == fail ? -1 : syscall(SYS_pread64, descriptor, bytes, less(verdict, size), offset);
}

ssize_t pread(int descriptor, void *bytes, size_t size, off_t offset) {
    return read_at(descriptor, bytes, size, offset);
}
ssize_t pread64(int descriptor, void *bytes, size_t size, off64_t offset) {
    return read_at(descriptor, bytes, size, offset);
}

static ssize_t write_at(int descriptor, const void *bytes, size_t size, off64_t offset) {
    int verdict = judge("pwrite64", descriptor, NULL);
    return verdict == fail ? -1 : syscall(SYS_pwrite64, descriptor, bytes, less(verdict, size), offset);
}

ssize_t pwrite(int descriptor, const void *bytes, size_t size, off_t offset) {
    return write_at(descriptor, bytes, size, offset);
}
ssize_t pwrite64(int descriptor, const void *bytes, size_t size, off64_t offset) {
    return write_at(descriptor, bytes, size, offset);
}

/* The kernel closes the descriptor whatever it answers. */
int close(int descriptor) {
    int verdict = judge("close", descriptor, NULL), answer = errno;
    long result = syscall(SYS_close, descriptor);
    if (verdict != fail) return (int)result;
    errno = answer;
    return -1;
}

#define SIMPLE(name, descriptor, path, number, ...) \
    { return judge(name, descriptor, path) == fail ? -1 : (int)syscall(number, __VA_ARGS__); }

int fsync(int file) SIMPLE("fsync", file, NULL, SYS_fsync, file)
int fdatasync(int file) SIMPLE("fdatasync", file, NULL, SYS_fdatasync, file)
int fchmod(int file, mode_t mode) SIMPLE("fchmod", file, NULL, SYS_fchmod, file, mode)
int flock(int file, int what) SIMPLE("flock", file, NULL, SYS_flock, file, what)
int ftruncate(int file, off_t size) SIMPLE("ftruncate", file, NULL, SYS_ftruncate, file, size)
int ftruncate64(int file, off64_t size) SIMPLE("ftruncate", file, NULL, SYS_ftruncate, file, size)
int mkdir(const char *path, mode_t mode) SIMPLE("mkdirat", AT_FDCWD, path, SYS_mkdirat, AT_FDCWD, path, mode)
int mkdirat(int folder, const char *path, mode_t mode)
    SIMPLE("mkdirat", folder, path, SYS_mkdirat, folder, path, mode)
int unlink(const char *path) SIMPLE("unlinkat", AT_FDCWD, path, SYS_unlinkat, AT_FDCWD, path, 0)
int unlinkat(int folder, const char *path, int flags)
    SIMPLE("unlinkat", folder, path, SYS_unlinkat, folder, path, flags)
/* A link or a new name counts where it appears. */
int linkat(int from, const char *old, int to, const char *path, int flags)
    SIMPLE("linkat", to, path, SYS_linkat, from, old, to, path, flags)
int renameat(int from, const char *old, int to, const char *path)
    SIMPLE("renameat", to, path, SYS_renameat, from, old, to, path)

#define FORWARD(name, descriptor, path, type, symbol, ...) \
    { \
        static type next; \
        if (!next) next = (type)dlsym(RTLD_NEXT, symbol); \
        return judge(name, descriptor, path) == fail ? -1 : next(__VA_ARGS__); \
    }

typedef int (*on_path)(const char *, void *);
typedef int (*on_descriptor)(int, void *);

int statvfs(const char *path, struct statvfs *into) FORWARD("statvfs", AT_FDCWD, path, on_path, "statvfs", path, into)
int fstatvfs(int file, struct statvfs *into)
    FORWARD("statvfs", file, NULL, on_descriptor, "fstatvfs", file, into)
int statfs(const char *path, struct statfs *into) FORWARD("statfs", AT_FDCWD, path, on_path, "statfs", path, into)
int fstatfs(int file, struct statfs *into) FORWARD("statfs", file, NULL, on_descriptor, "fstatfs", file, into)

/* It answers with the number of the error, and has no path that leads anywhere but the program's. */
int posix_spawn(
    pid_t *child, const char *path, const posix_spawn_file_actions_t *actions, const posix_spawnattr_t *attributes,
    char *const arguments[], char *const environment[]) {
    typedef int (*spawn)(
        pid_t *, const char *, const posix_spawn_file_actions_t *, const posix_spawnattr_t *, char *const[], char *const[]);
    static spawn next;
    if (!next) next = (spawn)dlsym(RTLD_NEXT, "posix_spawn");
    if (judge("posix_spawn", AT_FDCWD, path) == fail) return errno;
    return next(child, path, actions, attributes, arguments, environment);
}

/* Calls without a function of the C library's that Swift sees. */
long syscall(long number, ...) {
    va_list list;
    va_start(list, number);
    long a = va_arg(list, long), b = va_arg(list, long), c = va_arg(list, long), d = va_arg(list, long),
         e = va_arg(list, long), f = va_arg(list, long);
    va_end(list);
    static long (*next)(long, ...);
    if (!next) next = (long (*)(long, ...))dlsym(RTLD_NEXT, "syscall");
    int verdict = pass;
    if (number == SYS_renameat2) verdict = judge("renameat2", (int)c, (const char *)d);
    if (number == SYS_sync_file_range) verdict = judge("sync_file_range", (int)a, NULL);
    return verdict == fail ? -1 : next(number, a, b, c, d, e, f);
}
