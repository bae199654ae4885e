#ifndef VYA_CFAULTS_H
#define VYA_CFAULTS_H

/* A library for LD_PRELOAD that counts the system calls which a program makes through the C library, over all of its
 * threads and in their order, and answers one of them otherwise. `Faults` in VyaTestSupport sets the variables:
 *
 *   VYA_FAULT_CALLS    the names that count, separated by commas; all of faults.c if absent
 *   VYA_FAULT_UNDER    only calls on this path or below it count: by their path, or by what their descriptor leads to
 *   VYA_FAULT_AT       the number of the call that is faulted, the first is 1; with a `+` all from it on; 0 for none
 *   VYA_FAULT_DO       an errno as a number; `kill` for SIGKILL instead of the call; `short` for half of the count
 *   VYA_FAULT_LOG      a file that gets a line for each call that counts: its name, its path, and `FAULT` if it was
 *   VYA_FAULT_NAMED    if set, no file without a name can be made, as on file systems that lack O_TMPFILE
 *
 * Against strace: the count is the whole program's and not a thread's, a file without a name is known by its folder, a
 * short count is one in truth, and a call costs next to nothing. What does not go through the C library is not seen. */

#endif
