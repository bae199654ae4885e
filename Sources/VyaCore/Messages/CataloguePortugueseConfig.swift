extension Catalogue {
    static let portugueseConfig: KeyValuePairs<String, String> = [
        "error": "erro",
        "; found {1}": "; encontrado: {1}",
        "; allowed: {1}": "; permitido: {1}",
        "; did you mean \"{1}\"?": "; seria \"{1}\"?",
        "the key is missing": "falta a chave",
        "unknown key, so that something else would be backed up than what is meant":
            "chave desconhecida, de modo que o backup seria de algo diferente do pretendido",
        "a name that begins with _ for a remark": "um nome que começa com _ para uma observação",
        "unknown key, which has no effect": "chave desconhecida, que não tem efeito",
        "the same as \"{1}\", which is given too and counts":
            "o mesmo que \"{1}\", que também foi informada e prevalece",
        "the text holds a NUL, CR or LF character": "o texto contém um caractere NUL, CR ou LF",
        "a text of one line": "um texto de uma linha",
        "a key holds a NUL, CR or LF character": "uma chave contém um caractere NUL, CR ou LF",
        "wrong type": "tipo errado",
        "wrong value": "valor errado",
        "it is a home folder": "é uma pasta pessoal (home)",
        "it belongs to the system; name a folder of its own below it":
            "pertence ao sistema; informe uma pasta própria abaixo dela",
        "{1} belongs to the system": "{1} pertence ao sistema",
        "/tmp is emptied when the host starts, lies in memory on newer systems, and everybody may write to it":
            "/tmp é esvaziada quando o servidor inicia, fica na memória em sistemas mais novos, e todos podem gravar nela",
        "/var/tmp is emptied of old files by the system": "o sistema remove arquivos antigos de /var/tmp",
        "true or false": "true ou false",
        "a whole number of at least {1}": "um número inteiro maior ou igual a {1}",
        "a whole number from {1} to {2}": "um número inteiro de {1} a {2}",
        ", or the same as a text": ", ou o mesmo como texto",
        "a number from 0 to 1, such as 0.5": "um número de 0 a 1, como 0.5",
        "a list, or one text separated by commas, of: {1}":
            "uma lista, ou um texto separado por vírgulas, de: {1}",
        "a list of: {1}": "uma lista de: {1}",
        "an object": "um objeto",
        "an object whose values are each {1}": "um objeto em que cada valor é {1}",
        "; or ": "; ou ",
        "anything": "qualquer coisa",
        "typographic quotes stand around it, as word processors set them; take them away":
            "está entre aspas tipográficas, como as que os editores de texto põem; retire-as",
        "an IPv6 address stands without brackets, and the port in \"port\"":
            "um endereço IPv6 é escrito sem colchetes, e a porta em \"port\"",
        "the name of the host alone is wanted, and no address of the web":
            "espera-se só o nome do host, e não um endereço da web",
        "the port belongs into \"port\", as a number": "a porta deve ficar em \"port\", como número",
        "a text": "um texto",
        "a text that is not empty": "um texto que não seja vazio",
        "an absolute path without \"..\"": "um caminho absoluto sem \"..\"",
        "a host's name or address, or the absolute path of a socket":
            "o nome ou o endereço de um host, ou o caminho absoluto de um socket",
        "one e-mail address in ASCII, such as backup@example.org":
            "um endereço de e-mail em ASCII, como backup@example.org",
        "the name of an environment variable": "o nome de uma variável de ambiente",
        "the name of a credential, without \"/\"": "o nome de uma credencial, sem \"/\"",
        "a time of day, HH:MM": "um horário, HH:MM",
        "{1} for this codec and engine": "{1} para este codec e este mecanismo",
        "\"use_ssl\" is true too and counts: TLS from the first byte":
            "\"use_ssl\" também é true e prevalece: TLS desde o primeiro byte",
        "mails have no server": "os e-mails não têm servidor",
        "mails have no sender, and \"smtp_user\" is no address that could be it":
            "os e-mails não têm remetente, e \"smtp_user\" não é um endereço que possa servir",
        "the account's password would travel in plain text": "a senha da conta trafegaria em texto puro",
        "\"use_ssl\": true, or \"use_tls\": true, or a server on this host":
            "\"use_ssl\": true, ou \"use_tls\": true, ou um servidor neste host",
        "nobody gets a mail when a backup fails": "ninguém recebe e-mail quando um backup falha",
        "unknown dbms": "dbms desconhecido",
        "\"database\" is given too and counts": "\"database\" também foi informada e prevalece",
        "an entry of files names nothing to back up": "uma entrada de arquivos não indica nada para o backup",
        "globs of absolute paths, such as \"/srv/app/**\"":
            "globs de caminhos absolutos, como \"/srv/app/**\"",
        "a glob; a backslash before a character takes the character literally":
            "um glob; uma barra invertida antes de um caractere o torna literal",
        "an argument that is no option": "um argumento que não é uma opção",
        "a glob of files begins with \"/\"": "um glob de arquivos começa com \"/\"",
        "a glob of files holds no \"..\"": "um glob de arquivos não contém \"..\"",
        "not a glob: {1}": "não é um glob: {1}",
        "backups are not written into this folder: {1}": "não se gravam backups nesta pasta: {1}",
        "backups do not last in this folder: {1}": "backups não duram nesta pasta: {1}",
        "node_exporter would not read this file": "o node_exporter não leria este arquivo",
        "the path of a file whose name ends in .prom": "o caminho de um arquivo cujo nome termine em .prom",
        "there is no \"url\", so nothing is pushed to Prometheus":
            "não há \"url\", por isso nada é enviado ao Prometheus",
        "\"template\" is given too and counts": "\"template\" também foi informada e prevalece",
        "a JSON object or list, such as {\"text\": \"{{subject}}\"}":
            "um objeto ou uma lista em JSON, como {\"text\": \"{{subject}}\"}",
        "this style needs the key": "este estilo exige a chave",
        "the number or @name of a chat": "o número ou o @nome de um chat",
        "the name of a topic": "o nome de um tópico",
        "the routing key of an integration, or where it is found":
            "a chave de roteamento de uma integração, ou onde obtê-la",
        "no placeholder has this name": "nenhum marcador de substituição tem este nome",
        "an address that begins with http:// or https://": "um endereço que comece com http:// ou https://",
        "is no address of the web": "não é um endereço da web",
        "an address that begins with http:// or https://, without blanks and without \"#\"":
            "um endereço que comece com http:// ou https://, sem espaços e sem \"#\"",
        "the program is not named by an absolute path": "o programa não é indicado por um caminho absoluto",
        "a list: the program's absolute path, then its arguments":
            "uma lista: o caminho absoluto do programa, depois seus argumentos",
        "says nowhere to find the password": "não indica onde obter a senha",
        "says several places to find the password": "indica vários lugares onde obter a senha",
        "exactly one of \"env\", \"file\", \"command\", \"credential\"":
            "exatamente um entre \"env\", \"file\", \"command\", \"credential\"",
        "runs are started by systemd or cron: vya-backup schedule systemd --install":
            "as execuções são iniciadas pelo systemd ou pelo cron: vya-backup schedule systemd --install",
        "backups are always compressed": "os backups são sempre comprimidos",
        "the mode switches off the encryption that another key demands":
            "o modo desliga a criptografia que outra chave exige",
        "has a \"pattern\" that does not say that a file was taken":
            "tem um \"pattern\" que não diz que um arquivo foi enviado",
        "{file} once, and the words that the log has beside it for a file that was uploaded, such as \"uploaded {file}\": the name alone is found in a line about its manifest, or that it is queued, too":
            "{file} uma vez, e as palavras que o log traz ao lado dele para um arquivo enviado, como \"uploaded {file}\": só o nome também aparece em uma linha sobre o manifesto do arquivo, ou sobre o arquivo estar na fila",
        "does not say how a file is confirmed": "não diz como um arquivo é confirmado",
        "either \"command\", a list of an absolute path and arguments with {file} among them, or \"log\" and a \"pattern\" with {file} in it":
            "ou \"command\", uma lista de um caminho absoluto e argumentos com {file} entre eles, ou \"log\" e um \"pattern\" com {file}",
        "the file is empty": "o arquivo está vazio",
        "not readable as JSON or YAML": "não é legível como JSON nem como YAML",
        "more than 1000 characters \"&\"; anchors are not supported":
            "mais de 1000 caracteres \"&\"; âncoras não são aceitas",
        " ({1}, which begins in line {2})": " ({1}, que começa na linha {2})",
        "the key \"{1}\" is given again at {2}": "a chave \"{1}\" aparece de novo: {2}",
        "a \",\" or \"}\" is expected here, or a \":\" after a key":
            "esperava-se aqui \",\" ou \"}\", ou \":\" depois de uma chave",
        "a \",\" or \"]\" is expected here": "esperava-se aqui \",\" ou \"]\"",
        "a value is expected here": "esperava-se aqui um valor",
        "something follows the end of the document": "há algo depois do fim do documento",
        "the \"{1}\" is not closed": "o \"{1}\" não foi fechado",
        "nested deeper than {1} levels": "aninhado em mais de {1} níveis",
        "\"{1}\" closes nothing": "\"{1}\" não fecha nada",
        "\"{1}\" where \"{2}\" closes what begins at {3}": "\"{1}\" onde \"{2}\" fecha o que começa em {3}",
        "a comment that does not end": "um comentário que não termina",
        "a text whose closing quote is missing": "um texto sem as aspas de fechamento",
        "an escape that JSON does not know; a backslash is written \\\\":
            "um escape que o JSON não conhece; uma barra invertida se escreve \\\\",
        "half of a surrogate pair": "metade de um par substituto",
        "\\u without its four hexadecimal digits": "\\u sem seus quatro dígitos hexadecimais",
        "null": "null",
        "a list": "uma lista",
        "a value that is no text": "um valor que não é texto",
        "true": "true",
        "false": "false",
        "anchors and aliases are not supported": "âncoras e aliases não são aceitos",
        "a key that is no text": "uma chave que não é texto",
        "a key is written between double quotes": "uma chave se escreve entre aspas duplas",
        "these are typographic quotes, as word processors set them; JSON wants the plain double quote, \"":
            "estas são aspas tipográficas, como as que os editores de texto põem; o JSON exige as aspas duplas simples, \"",
        "a text is written between double quotes": "um texto se escreve entre aspas duplas",
        "a value is missing": "falta um valor",
        "JSON writes true, false and null in lower case":
            "em JSON, true, false e null se escrevem em minúsculas",
        "a \",\" is missing, or the double quotes of a text":
            "falta uma \",\", ou faltam as aspas duplas de um texto",
        "the file is larger than 4 MiB": "o arquivo tem mais de 4 MiB",
        "the file is not UTF-8 but UTF-16 or binary; save it as UTF-8":
            "o arquivo não está em UTF-8, e sim em UTF-16 ou binário; salve-o como UTF-8",
        "a byte that is not UTF-8": "um byte que não é UTF-8",
        "the control character U+{1}; write it as an escape, such as \\u0009":
            "o caractere de controle U+{1}; escreva-o como escape, por exemplo \\u0009",
        "storage.compression_level {1} is no level of gzip (1 to 9)":
            "storage.compression_level {1} não é um nível do gzip (1 a 9)",
        "\"{1}\" is not taken over": "\"{1}\" não é aproveitado",
        "databases[{1}].{2} is not taken over": "databases[{1}].{2} não é aproveitado",
        "databases[{1}]: the password {2} lies in the old vault; give it as a systemd credential of that name, or write another source":
            "databases[{1}]: a senha {2} está no cofre antigo; informe-a como credencial do systemd com esse nome, ou escreva outra fonte",
        "retention: of the strategy gfs only daily_keep is taken over, as days":
            "retention: da estratégia gfs só daily_keep é aproveitado, como dias",
        "storage.{1} is not taken over": "storage.{1} não é aproveitado",
        "logging.format is not taken over": "logging.format não é aproveitado",
        "this is not the YAML file of version 2.0 of the predecessor: it has no list \"databases\"":
            "este não é o arquivo YAML da versão 2.0 do antecessor: não tem a lista \"databases\"",
        "the configuration {1} has an error": "a configuração {1} tem um erro",
        "the configuration {1} has {2} errors": "a configuração {1} tem {2} erros",
        "convert it: vya-backup config convert {1} > python_backup.json":
            "converta-o: vya-backup config convert {1} > python_backup.json",
        "correct the file, then run: vya-backup config check --config {1}":
            "corrija o arquivo, depois execute: vya-backup config check --config {1}",
        "the file begins with a byte order mark, which is ignored":
            "o arquivo começa com uma marca de ordem de bytes (BOM), que é ignorada",
        "the key is given twice in one object, first at {1}:{2}":
            "a chave aparece duas vezes no mesmo objeto, primeiro em {1}:{2}",
        "this is the YAML file of version 2.0 of the predecessor; run: vya-backup config convert FILE":
            "este é o arquivo YAML da versão 2.0 do antecessor; execute: vya-backup config convert FILE",
        "there is nothing to back up": "não há nada para o backup",
        "a list of at least one entry": "uma lista com pelo menos uma entrada",
        "there is no entry with this id": "não há entrada com este id",
        "another entry has the same id, at {1}": "outra entrada tem o mesmo id, em {1}",
        "\"email_settings\" is given too and counts": "\"email_settings\" também foi informada e prevalece",
        "every user of the host can read ": "todo usuário do servidor pode ler ",
        "this secret": "este segredo",
        "this secret and {1} more": "este segredo e mais {1}",
        "; run: chmod 600 {1}": "; execute: chmod 600 {1}",
        "the environment variable {1}, which holds a password, is not set":
            "a variável de ambiente {1}, que contém uma senha, não está definida",
        "the credential {1} is not there: CREDENTIALS_DIRECTORY is not set":
            "a credencial {1} não existe: CREDENTIALS_DIRECTORY não está definida",
        "run as a systemd service with LoadCredential={1}:/path":
            "execute como serviço do systemd com LoadCredential={1}:/path",
        "the password file {1} can be read by others": "o arquivo de senha {1} pode ser lido por outros",
        "{1} holds no password": "{1} não contém senha",
        "{1} holds no single line of UTF-8 text": "{1} não contém uma única linha de texto em UTF-8",
        "the configuration": "a configuração",
        "the password file": "o arquivo de senha",
        "{1} {2} is not a regular file": "{1} {2} não é um arquivo regular",
        "{1} {2} could have been written by others: {3}": "outros poderiam ter gravado {1} {2}: {3}",
        "cannot read {1} {2}: {3}": "não é possível ler {1} {2}: {3}",
        "there is no configuration {1}": "não há configuração {1}",
        "there is no configuration": "não há configuração",
        "looked for {1}": "locais procurados: {1}",
        "take over that of the Python program: install -D -m 600 {1} /etc/vya-backup/config.json":
            "aproveite a do programa em Python: install -D -m 600 {1} /etc/vya-backup/config.json",
        "make one: vya-backup config init /etc/vya-backup/config.json":
            "crie uma: vya-backup config init /etc/vya-backup/config.json",
        "or name one: --config FILE": "ou informe uma: --config FILE",
    ]
}
