/// The keys of an object that says where a password is found.
enum SecretKeys {
    static let environment = Key("env", shape: .text(.variable), note: "The name of an environment variable.")
    static let file = Key("file", shape: .text(.path), note: "A file that only its owner can read.")
    static let command = Key(
        "command", shape: .list(.text(.secret)),
        note: "A program, by absolute path, and its arguments; no shell.")
    static let credential = Key(
        "credential", shape: .text(.credential), note: "The name of a systemd credential.")

    static let table = KeyTable([environment, file, command, credential])
    static let shape = Shape.either([.text(.secret), .object(table)])
}
