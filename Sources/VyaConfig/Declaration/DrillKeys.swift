/// The keys of `drill`.
enum DrillKeys {
    static let id = Key(
        "id_dbms", shape: .integer(0...2_147_483_647), required: true,
        note: "The entry of the server that backups are restored to for a drill.")

    static let table = KeyTable([id])
}
