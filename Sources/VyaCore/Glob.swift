/// Placeholder until the real matcher lands with the archive module.
package struct Glob: Sendable, Equatable {}
