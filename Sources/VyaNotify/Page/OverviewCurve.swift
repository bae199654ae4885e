import VyaCore

/// A curve over the days of the calendar, in the coordinates of its picture, with its labels.
///
/// Stored members are read by name from `Templates/overview.html.mustache`.
struct OverviewCurve {
    /// The picture's size; whole numbers are fine enough then.
    private static let (width, height, margin) = (2400, 600, 70)
    /// A curve whose values differ by less than this part of the largest looks flat, because it is.
    private static let smallestSpan = 0.2

    let label: String
    let last: String
    let hasLine: Bool
    let line: String
    let area: String
    let endX: Int
    let endY: Int
    let lowest: String
    let highest: String
    let sentence: String

    /// Draws values, of which each has its day.
    init(
        _ label: String, _ values: [(day: Int, value: Double)], days: Int, words: OverviewWording,
        write: (Double) -> String
    ) {
        self.label = label
        let (low, high) = (values.map(\.value).min() ?? 0, values.map(\.value).max() ?? 0)
        last = values.last.map { write($0.value) } ?? "–"
        hasLine = values.count > 1
        lowest = "\(words.smallest) \(write(low))"
        highest = "\(words.largest) \(write(high))"
        let span = max(high - low, high * Self.smallestSpan, 1)
        // What the smallest span adds lies on both sides, so that a flat curve runs through the middle.
        let bottom = low - (span - (high - low)) / 2
        let (across, up) = (Self.width - 2 * Self.margin, Self.height - 2 * Self.margin)
        let points = values.map { point in
            (
                x: Self.margin + across * point.day / max(1, days - 1),
                y: Self.height - Self.margin - Int((Double(up) * (point.value - bottom) / span).rounded())
            )
        }
        line = points.map { "\($0.x),\($0.y)" }.joined(separator: " ")
        area =
            points.isEmpty
            ? "" : "\(points[0].x),\(Self.height) \(line) \(points[points.count - 1].x),\(Self.height)"
        (endX, endY) = (points.last?.x ?? 0, points.last?.y ?? 0)
        sentence = hasLine ? "\(label): \(last), \(lowest), \(highest)" : label
    }
}
