/// The keys of an element of `webhooks`.
enum WebhookKeys {
    static let name = Key("name", shape: .text(.notEmpty), note: "What it is called in messages.")
    static let style = Key(
        "style", shape: .choice(["report", "slack", "teams"]),
        note: "What it takes: the report of `run --json`, or a chat's message; report if absent.")
    static let template = Key(
        "template", shape: .anything,
        note: "The JSON document that it takes instead, its texts with {{placeholders}} such as {{subject}}.")
    static let outcomes = Key(
        "on", shape: .list(.choice(["success", "warning", "failure"])),
        note: "The outcomes that it hears of; warning and failure if absent.")
    static let token = Key(
        "token", shape: SecretKeys.shape,
        note: "What it is sent as Authorization: Bearer, or where that is found.")

    static let table = KeyTable([name, style, template, outcomes, token] + WebKeys.all)
}
