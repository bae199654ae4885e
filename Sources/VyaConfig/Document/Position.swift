/// A place in a text; lines and columns count from 1, columns in Unicode scalars.
struct Position: Sendable, Equatable, Comparable {
    let line: Int
    let column: Int

    static let start = Position(line: 1, column: 1)

    static func < (left: Position, right: Position) -> Bool {
        (left.line, left.column) < (right.line, right.column)
    }
}
