/// Puts what depends on other things behind them.
package struct DependencyOrder {
    private let needs: [ExactName: Set<ExactName>]
    private var numbers: [ExactName: Int] = [:]
    private var lows: [ExactName: Int] = [:]
    private var open: [ExactName] = []
    private var groups: [[ExactName]] = []

    /// Orders names, each after those that it needs; names that need each other make one group.
    ///
    /// The order is the same at every call; what is needed but is no key is left out.
    package static func groups(of needs: [ExactName: Set<ExactName>]) -> [[ExactName]] {
        var order = DependencyOrder(needs: needs)
        for name in needs.keys.sorted() where order.numbers[name] == nil { order.visit(name) }
        return order.groups
    }

    private init(needs: [ExactName: Set<ExactName>]) { self.needs = needs }

    // A way down, as far as it has come; long chains must not need a deep stack.
    private struct Place {
        let name: ExactName
        var rest: ArraySlice<ExactName>
    }

    private mutating func enter(_ name: ExactName) -> Place {
        (numbers[name], lows[name]) = (numbers.count, numbers.count)
        open.append(name)
        return Place(name: name, rest: (needs[name] ?? []).sorted()[...])
    }

    /// Tarjan's search for what is strongly connected.
    private mutating func visit(_ start: ExactName) {
        var way = [enter(start)]
        var closed = Set(groups.joined())
        while var place = way.popLast() {
            if let next = place.rest.popFirst() {
                way.append(place)
                guard needs[next] != nil, !closed.contains(next) else { continue }
                if let number = numbers[next] {
                    lower(place.name, to: number)
                } else {
                    way.append(enter(next))
                }
                continue
            }
            if lows[place.name] == numbers[place.name], let first = open.lastIndex(of: place.name) {
                groups.append(open[first...].sorted())
                closed.formUnion(open[first...])
                open.removeSubrange(first...)
            }
            if let parent = way.last, let low = lows[place.name] { lower(parent.name, to: low) }
        }
    }

    private mutating func lower(_ name: ExactName, to number: Int) {
        lows[name] = min(lows[name] ?? number, number)
    }
}
