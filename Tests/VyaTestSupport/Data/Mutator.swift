/// Makes broken inputs out of good ones; the same number of the same seed is the same mutant.
///
///     let mutator = Mutator(of: samples, dictionary: ["{", "\""], seed: Adversity.seed)
///     let (sample, bytes) = mutator.mutant(17)
///
/// A mutant comes about by one to five changes of one sample: bits turned over, bytes set, ranges removed, put in,
/// doubled or swapped, words of the dictionary, a cut, and the rest of another sample.
package struct Mutator: Sendable {
    private let samples: [[UInt8]]
    private let dictionary: [[UInt8]]
    private let unit: Int
    private let seed: UInt64

    /// Takes what is broken; with a `unit` every second range begins and ends at a multiple of so many bytes.
    package init(of samples: [[UInt8]], dictionary: [[UInt8]], unit: Int = 1, seed: UInt64) {
        self.samples = samples
        self.dictionary = dictionary
        self.unit = unit
        self.seed = seed
    }

    /// Makes a mutant, and tells the index of the sample that it begins with.
    package func mutant(_ number: Int) -> (sample: Int, bytes: [UInt8]) {
        var random = SeededGenerator(seed: seed &* 1_000_003 &+ UInt64(number))
        let sample = Int.random(in: 0..<samples.count, using: &random)
        var bytes = samples[sample]
        repeat {
            change(&bytes, using: &random)
        } while Int.random(in: 0..<5, using: &random) < 2
        return (sample, bytes)
    }

    private func change(_ bytes: inout [UInt8], using random: inout SeededGenerator) {
        guard !bytes.isEmpty else {
            bytes = dictionary.randomElement(using: &random) ?? [0]
            return
        }
        let range = range(in: bytes, using: &random)
        switch Int.random(in: 0..<10, using: &random) {
        case 0: bytes[range.lowerBound] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 1:
            let edges: [UInt8] = [0, 1, 0x20, 0x2D, 0x30, 0x37, 0x39, 0x7F, 0x80, 0xFF]
            bytes[range.lowerBound] = edges.randomElement(using: &random) ?? 0
        case 2: bytes.removeSubrange(range)
        case 3:
            let noise = range.map { _ in UInt8.random(in: .min ... .max, using: &random) }
            bytes.insert(contentsOf: noise.prefix(64), at: range.lowerBound)
        case 4: bytes.insert(contentsOf: Array(bytes[range]), at: range.upperBound)
        case 5: swap(range, with: self.range(in: bytes, using: &random), of: &bytes)
        case 6, 7:
            let word = dictionary.randomElement(using: &random) ?? []
            let covered = Bool.random(using: &random) ? min(word.count, bytes.count - range.lowerBound) : 0
            bytes.replaceSubrange(range.lowerBound..<range.lowerBound + covered, with: word)
        case 8: bytes.removeSubrange(range.lowerBound...)
        default:
            let other = samples.randomElement(using: &random) ?? []
            let place = other.isEmpty ? 0 : self.range(in: other, using: &random).lowerBound
            bytes.replaceSubrange(range.lowerBound..., with: other[place...])
        }
    }

    /// Two ranges change places; of ranges that overlap, the first is turned round.
    private func swap(_ one: Range<Int>, with other: Range<Int>, of bytes: inout [UInt8]) {
        let (first, second) = one.lowerBound <= other.lowerBound ? (one, other) : (other, one)
        guard first.upperBound <= second.lowerBound else { return bytes[first].reverse() }
        let (left, right) = (Array(bytes[first]), Array(bytes[second]))
        bytes.replaceSubrange(second, with: left)
        bytes.replaceSubrange(first, with: right)
    }

    /// A range that is not empty: most are short, some reach far.
    private func range(in bytes: [UInt8], using random: inout SeededGenerator) -> Range<Int> {
        let scale = unit > 1 && Bool.random(using: &random) ? unit : 1
        let count = max(1, bytes.count / scale)
        let start = Int.random(in: 0..<count, using: &random)
        let reach = Int.random(in: 0..<4, using: &random) == 0 ? count : 12
        let length = Int.random(in: 1...min(reach, count - start), using: &random)
        return min(start * scale, bytes.count - 1)..<min((start + length) * scale, bytes.count)
    }
}
