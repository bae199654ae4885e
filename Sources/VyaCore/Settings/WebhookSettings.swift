/// A service that takes a JSON document about a run; one element of `webhooks`.
package struct WebhookSettings: Sendable, Equatable {
    /// What the document looks like.
    package enum Form: Sendable, Equatable {
        /// The report, as `run --json` prints it.
        case report
        /// A message as Slack's incoming webhooks take it; Mattermost and Rocket.Chat take the same.
        case slack
        /// A message with an adaptive card, as the workflows of Microsoft Teams take it.
        case teams
        /// A message as Discord's webhooks take it.
        case discord
        /// A message of a Telegram bot to a chat, for the address `https://api.telegram.org/bot…/sendMessage`.
        case telegram(chat: String)
        /// A message to a topic of ntfy, for the address of the server.
        case ntfy(topic: String)
        /// A message as Gotify's `/message` takes it.
        case gotify
        /// An event of PagerDuty's Events API 2; the token is its routing key.
        case pagerDuty
        /// A notification as the Apprise API's `/notify/…` takes it.
        case apprise
        /// The state of a push monitor of Uptime Kuma, for its address `https://…/api/push/…`.
        case uptimeKuma
        /// A document of the configuration, whose texts hold `{{placeholders}}`.
        case template(JSONValue)
    }

    /// What it is called in messages.
    package var name: String
    /// Where it is.
    package var endpoint: WebEndpoint
    /// What is sent as `Authorization: Bearer`, or within the document where its form wants that; nil when the address alone
    /// is enough.
    package var token: SecretSource?
    /// What it is sent.
    package var form: Form
    /// The outcomes that it hears of; an incomplete backup is a failure.
    package var outcomes: Set<Outcome>

    package init(
        name: String, endpoint: WebEndpoint, token: SecretSource? = nil, form: Form = .report,
        outcomes: Set<Outcome> = [.warning, .failure]
    ) {
        self.name = name
        self.endpoint = endpoint
        self.token = token
        self.form = form
        self.outcomes = outcomes
    }

    /// Tells whether it hears of an outcome.
    package func hears(of outcome: Outcome) -> Bool {
        outcomes.contains(outcome == .incomplete ? .failure : outcome)
    }
}
