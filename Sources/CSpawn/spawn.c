#define _GNU_SOURCE
#include "CSpawn.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef SYS_close_range
#define SYS_close_range 436
#endif

/* Closes all descriptors from 3 on; Linux before 5.9 has no call for it. */
static void close_others(void) {
    if (syscall(SYS_close_range, 3U, ~0U, 0U) == 0) return;
    const long count = sysconf(_SC_OPEN_MAX);
    for (int number = 3; number < count; number++) close(number);
}

/* Turns the child into the program; returns only the number of an error.
 *
 * It runs in the parent's memory (vfork(2)): nothing here takes a lock, allocates, or changes what is not its own. */
static int become(
    const char *path, char *const arguments[], char *const environment[], const int descriptors[3], pid_t parent) {
    /* A handler of the parent's would run in the parent's memory once signals are let in. */
    struct sigaction standard = {.sa_handler = SIG_DFL};
    for (int number = 1; number < NSIG; number++) sigaction(number, &standard, NULL);
    if (setpgid(0, 0) != 0) return errno;
    for (int number = 0; number < 3; number++) {
        if (dup2(descriptors[number], number) < 0) return errno;
    }
    close_others();
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) return errno;
    /* A parent that died before the line above is not noticed by it. */
    if (getppid() != parent) return ESRCH;
    sigset_t none;
    sigemptyset(&none);
    if (sigprocmask(SIG_SETMASK, &none, NULL) != 0) return errno;
    execve(path, arguments, environment);
    return errno;
}

int vya_spawn(
    const char *path, char *const arguments[], char *const environment[], const int descriptors[3], int *child) {
    /* Else the child's own descriptor 0, 1 or 2 could be written over before it is used. */
    for (int number = 0; number < 3; number++) {
        if (descriptors[number] < 3) return EBADF;
    }
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    /* Written by the child, which shares this memory and runs while this thread waits. */
    volatile int failure = 0;
    const pid_t parent = getpid();
    const pid_t number = vfork();
    if (number == 0) {
        failure = become(path, arguments, environment, descriptors, parent);
        _exit(127);
    }
    if (number < 0) {
        failure = errno;
    } else if (failure != 0) {
        while (waitpid(number, NULL, 0) < 0 && errno == EINTR) {
        }
    } else {
        *child = number;
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return failure;
}
