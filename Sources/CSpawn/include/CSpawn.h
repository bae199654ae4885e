#ifndef VYA_CSPAWN_H
#define VYA_CSPAWN_H

/* Starts a program that does not outlive the thread that calls this.
 *
 * The child has a process group of its own, the three descriptors as 0, 1 and 2 and no other, every signal at its default
 * and none blocked, and is killed by the kernel when the calling thread ends, however that comes about (PR_SET_PDEATHSIG
 * of prctl(2)). The path, the arguments and the environment are those of execve(2).
 *
 * Answers with 0 and the child's number, or with the error number of what failed, also of execve(2): nothing is left to
 * be waited for then. */
int vya_spawn(
    const char *path, char *const arguments[], char *const environment[], const int descriptors[3], int *child);

#endif
