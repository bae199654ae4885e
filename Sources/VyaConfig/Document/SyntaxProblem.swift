/// What keeps a text from being a document at all.
struct SyntaxProblem: Error, Equatable {
    let code: String
    let position: Position
    let message: String

    init(_ code: String, _ position: Position, _ message: String) {
        self.code = "config." + code
        self.position = position
        self.message = message
    }
}
