import CSpawn
import Glibc
import VyaSystem

extension StartCommand {
    /// Starts the program with the three descriptors, which stay the caller's, as its standard input, output and error.
    ///
    /// Returns its number, which the caller has to wait for. The calling thread has to live for as long as the program:
    /// the kernel kills the program when that thread ends. Throws what fork(2) or execve(2) said.
    func spawn(input: Int32, output: Int32, errors: Int32) throws(SystemFailure) -> pid_t {
        let words = ([executable] + arguments).map { strdup($0) } + [nil]
        let variables = environment.map { strdup($0.key + "=" + $0.value) } + [nil]
        defer { for text in words + variables { free(text) } }
        guard !words.dropLast().contains(nil), !variables.dropLast().contains(nil) else {
            throw SystemFailure(ENOMEM)
        }
        var child: Int32 = -1
        let failure = vya_spawn(executable, words, variables, [input, output, errors], &child)
        guard failure == 0 else { throw SystemFailure(failure) }
        return child
    }
}
