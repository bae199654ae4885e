import VyaCore

extension Job {
    /// The arguments of the job's tool, without what is secret; empty for what needs no tool.
    var redactedArguments: [String] {
        if case .tool(let invocation, _) = source { invocation.redactedArguments } else { [] }
    }

    /// What a dry run shows as the command.
    var command: Message {
        switch source {
        case .tool(let invocation, _): Message(verbatim: invocation.description)
        case .composed: "composed from the answers of the server"
        case .files(let pattern, let ignored):
            (["native tar of \(pattern.text)"] + ignored.map { "without \($0.text)" }).joined(separator: " ")
        }
    }
}
