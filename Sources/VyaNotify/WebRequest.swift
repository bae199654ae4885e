import VyaCore

/// One request to a service on the web.
struct WebRequest: Sendable {
    enum Method: Sendable { case get, post, put }

    var method: Method
    var address: WebAddress
    /// What is sent as `Authorization: Bearer`.
    var token: Secret?
    var contentType = "application/json"
    var body: [UInt8] = []
}
