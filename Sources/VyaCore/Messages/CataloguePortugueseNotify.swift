extension Catalogue {
    static let portugueseNotify: KeyValuePairs<String, String> = [
        "\"{1}\" is not a mail address that can be used":
            "\"{1}\" não é um endereço de e-mail que possa ser usado",
        "write addresses as name@example.com, without a display name, spaces or angle brackets":
            "escreva os endereços como name@example.com, sem nome de exibição, espaços ou sinais de menor e maior",
        "the mail has no recipient": "o e-mail não tem destinatário",
        "nobody would hear of a failure by mail": "ninguém seria avisado de uma falha por e-mail",
        "name somebody in email_settings.failure_recipients":
            "informe alguém em email_settings.failure_recipients",
        "mails are switched off": "os e-mails estão desativados",
        "set email_settings.enabled to true": "defina email_settings.enabled como true",
        "nobody would hear of a success": "ninguém seria avisado de um sucesso",
        "nobody would hear of a failure": "ninguém seria avisado de uma falha",
        "name somebody in email_settings.{1}_recipients": "informe alguém em email_settings.{1}_recipients",
        "the mail server {1} was not found": "o servidor de e-mail {1} não foi encontrado",
        "check smtp_host and the host's name resolution":
            "verifique smtp_host e a resolução de nomes do host",
        "no connection to the mail server {1}": "sem conexão com o servidor de e-mail {1}",
        "check smtp_host, smtp_port and the firewall": "verifique smtp_host, smtp_port e o firewall",
        "the mail server {1} did not answer in time": "o servidor de e-mail {1} não respondeu a tempo",
        "check smtp_port: with use_ssl it is usually 465, with use_tls usually 587":
            "verifique smtp_port: com use_ssl costuma ser 465, com use_tls costuma ser 587",
        "the mail server {1} does not offer STARTTLS, so neither password nor mail was sent":
            "o servidor de e-mail {1} não oferece STARTTLS, por isso nem a senha nem o e-mail foram enviados",
        "set use_ssl instead of use_tls if the port speaks TLS from the first byte (usually 465)":
            "defina use_ssl em vez de use_tls se a porta usar TLS desde o primeiro byte (geralmente 465)",
        "the certificate of the mail server {1} is not trusted, so neither password nor mail was sent":
            "o certificado do servidor de e-mail {1} não é confiável, por isso nem a senha nem o e-mail foram enviados",
        "smtp_host must be a name that the certificate carries":
            "smtp_host deve ser um nome que conste no certificado",
        "for a private authority name its certificate in email_settings.ca_file":
            "para uma autoridade privada, informe o certificado dela em email_settings.ca_file",
        "the certificates in {1} cannot be read": "não é possível ler os certificados ({1})",
        "the system's store": "repositório do sistema",
        "ca_file must be a readable file of certificates in PEM form":
            "ca_file deve ser um arquivo legível de certificados em formato PEM",
        "no TLS connection to the mail server {1}": "sem conexão TLS com o servidor de e-mail {1}",
        "the mail server {1} refused the login{2}": "o servidor de e-mail {1} recusou o login{2}",
        "check smtp_user and smtp_password; some providers want a password made for programs":
            "verifique smtp_user e smtp_password; alguns provedores exigem uma senha criada para programas",
        "the mail server {1} refused {2}; the other recipients got the mail":
            "o servidor de e-mail {1} recusou {2}; os outros destinatários receberam o e-mail",
        "check the address": "verifique o endereço",
        "the mail server {1} put the mail off{2}": "o servidor de e-mail {1} adiou o e-mail{2}",
        "the server's log says why; greylisting ends by itself":
            "o log do servidor indica o motivo; o greylisting termina sozinho",
        "the mail server {1} does not take the name by which this host greets{2}":
            "o servidor de e-mail {1} não aceita o nome com que este host se apresenta{2}",
        "give the host a qualified name (hostname --fqdn), or set helo_name in email_settings to one":
            "dê ao host um nome qualificado (hostname --fqdn), ou defina helo_name em email_settings com um",
        "the mail server {1} refused the mail{2}": "o servidor de e-mail {1} recusou o e-mail{2}",
        "check from_email and the recipients, and whether the server wants a login":
            "verifique from_email e os destinatários, e se o servidor exige login",
        "the connection to the mail server {1} broke off":
            "a conexão com o servidor de e-mail {1} foi interrompida",
        "the server's log may say why": "o log do servidor pode indicar o motivo",
        "\"{1}:{2}\" is not a mail server": "\"{1}:{2}\" não é um servidor de e-mail",
        "give smtp_host a host name or an address, and smtp_port a port":
            "informe em smtp_host um nome de host ou um endereço, e em smtp_port uma porta",
        "a user is given for the mail server, but no password":
            "foi informado um usuário para o servidor de e-mail, mas nenhuma senha",
        "set smtp_password, or remove smtp_user": "defina smtp_password ou remova smtp_user",
        "the password would cross the network unprotected to {1}":
            "a senha passaria pela rede sem proteção até {1}",
        "set use_tls (STARTTLS, usually port 587) or use_ssl (TLS, usually port 465)":
            "defina use_tls (STARTTLS, geralmente porta 587) ou use_ssl (TLS, geralmente porta 465)",
        "mariadb-dump ended with status 2 before its completion line":
            "mariadb-dump terminou com status 2 antes da linha de conclusão",
        "mariadb-dump: Got error: 1045: \"Access denied for user 'backup'@'localhost'\"":
            "mariadb-dump: Got error: 1045: \"Access denied for user 'backup'@'localhost'\"",
        "this failure is made up: nothing has to be done": "esta falha é fictícia: não é preciso fazer nada",
        "use an address that begins with https://": "use um endereço que comece com https://",
        "{1} did not answer as the service of this style does":
            "{1} não respondeu como o serviço deste estilo",
        "check the address and the style": "verifique o endereço e o estilo",
        "another address": "outro endereço",
        "{1} sends on to {2}, which is not followed":
            "{1} redireciona para {2}, e o redirecionamento não é seguido",
        "give the address that it sends on to, if you trust it":
            "informe o endereço para o qual ele redireciona, se for de confiança",
        "{1} answered with {2}": "{1} respondeu com {2}",
        "the service's own log or status page may say why":
            "o log ou a página de status do próprio serviço pode indicar o motivo",
        "check the address, and whether it is still valid": "verifique o endereço e se ele ainda é válido",
        "{1} answered with no HTTP status": "{1} respondeu sem status HTTP",
        "check the address and its port": "verifique o endereço e a porta",
        "the host of {1} was not found": "o host de {1} não foi encontrado",
        "check the address and the host's name resolution":
            "verifique o endereço e a resolução de nomes do host",
        "no connection to {1}": "sem conexão com {1}",
        "check the address, its port and the firewall": "verifique o endereço, a porta e o firewall",
        "{1} did not answer in time": "{1} não respondeu a tempo",
        "check the service, or raise timeout_seconds": "verifique o serviço ou aumente timeout_seconds",
        "the certificate of {1} is not trusted, so nothing was sent":
            "o certificado de {1} não é confiável, por isso nada foi enviado",
        "for a private authority name its certificate in ca_file":
            "para uma autoridade privada, informe o certificado dela em ca_file",
        "no TLS connection to {1}": "sem conexão TLS com {1}",
        "check whether the port speaks TLS: http:// and https:// are not the same":
            "verifique se a porta usa TLS: http:// e https:// não são a mesma coisa",
        "the connection to {1} broke off": "a conexão com {1} foi interrompida",
        "the service's own log may say why": "o log do próprio serviço pode indicar o motivo",
    ]
}
