import ArgumentParser
import VyaCore

struct NotifyDrillCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drill",
        abstract: "Make dumps fail on purpose, and see that the alarms arrive.",
        discussion: """
            A dump that is cut off, one that hangs, one with a wrong exit status and, for root, one that fills a small \
            disk go through the real pipeline in a temporary folder. Each must end as it should, and its alarm, marked as \
            a test, must be handed over to every mail server and webhook that hears of failures.

            Example: vya-backup notify drill
            """)

    @OptionGroup var common: CommonOptions

    func run() throws {
        let installation = try Installation.load(common)
        let channels = try AlarmChannels(installation.configuration)
        let results = try AlarmDrill(channels: channels).play()
        let good = results.filter { $0.isAsExpected && $0.wasHeard }
        let status: ExitStatus =
            good.count == results.count ? .success : good.isEmpty ? .allFailed : .someFailed
        show(results, status)
        if status != .success { throw ExitCode(status.rawValue) }
    }

    private func show(_ results: [AlarmDrillResult], _ status: ExitStatus) {
        if common.json {
            Console.standard.print(
                JSONValue.object([
                    .init("schema", .string("vya-backup.notify-drill/1")),
                    .init("exit_status", .int(Int(status.rawValue))),
                    .init("cases", .array(results.map(\.json))),
                ]).serialized())
            return
        }
        guard !common.quiet || status != .success else { return }
        for result in results { Console.standard.print(lines(result).joined(separator: "\n")) }
        Console.standard.print(
            status == .success
                ? "every failure was noticed, and every alarm was handed over; see that they arrived"
                : "the drill failed")
    }

    private func lines(_ result: AlarmDrillResult) -> [String] {
        if let skipped = result.skipped { return ["\(result.name): left out: \(skipped)"] }
        var lines = [
            "\(result.name): \(result.isAsExpected ? "as expected" : "NOT AS EXPECTED")",
            "  expected: \(result.expected)", "  came:     \(result.came)",
        ]
        if let error = result.error { lines.append("            \(error.message)") }
        if result.alarms.isEmpty { lines.append("  alarm:    NONE") }
        for alarm in result.alarms {
            lines.append(
                "  alarm:    \(alarm.place): \(alarm.failure == nil ? "handed over" : "NOT DELIVERED")")
            if let failure = alarm.failure {
                lines += failure.description.split(separator: "\n").map { "            " + $0 }
            }
        }
        return lines
    }
}
