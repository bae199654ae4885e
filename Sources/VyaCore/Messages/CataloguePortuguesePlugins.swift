extension Catalogue {
    static let portuguesePlugins: KeyValuePairs<String, String> = [
        "{{1}} stands for several arguments and must stand alone":
            "{{1}} representa vários argumentos e deve ficar sozinho",
        "{secret_file} must be the only placeholder and end the argument":
            "{secret_file} deve ser o único marcador e ficar no fim do argumento",
        "\"{\" has no \"}\"; a brace that is text is written twice":
            "\"{\" não tem \"}\"; uma chave que é texto se escreve duas vezes",
        "; did you mean {{1}}?": "; seria {{1}}?",
        "{{1}} is no placeholder": "{{1}} não é um marcador",
        "\"}\" has no \"{\"; a brace that is text is written twice":
            "\"}\" não tem \"{\"; uma chave que é texto se escreve duas vezes",
        "must be an object": "deve ser um objeto",
        "unknown key{1}": "chave desconhecida{1}",
        "the key \"{1}\" is missing": "falta a chave \"{1}\"",
        "must be a string in quotes": "deve ser uma string entre aspas",
        "holds a NUL": "contém um NUL",
        "is longer than {1} bytes": "tem mais de {1} bytes",
        "must be a whole number from {1} to {2}": "deve ser um número inteiro de {1} a {2}",
        "must be an array": "deve ser um array",
        "has {1} elements; allowed are {2}": "tem {1} elementos; o máximo permitido é {2}",
        "\"{1}\" is not allowed here{2}": "\"{1}\" não é permitido aqui{2}",
        "there is no plugin \"{1}\"{2}": "não há plugin \"{1}\"{2}",
        "{1} has this name too": "{1} também tem este nome",
        "\"{1}\" means {2} already": "\"{1}\" já significa {2}",
        "; known: {1}": "; conhecidos: {1}",
        "the plugin file {1} ": "o arquivo de plugin {1} ",
        "is invalid": "é inválido",
        "holds {1} problems": "contém {1} problemas",
        "correct the file, or move it out of the folder; `vya-backup plugins check {1}` checks it":
            "corrija o arquivo ou mova-o para fora da pasta; `vya-backup plugins check {1}` o verifica",
        "the plugin folder {1} is no absolute path": "a pasta de plugins {1} não é um caminho absoluto",
        "it is a symbolic link": "é um link simbólico",
        "examine": "examinar",
        "it is no regular file": "não é um arquivo regular",
        "cannot open {1}: {2}": "não é possível abrir {1}: {2}",
        "it is no folder but a file or symbolic link": "não é uma pasta, e sim um arquivo ou link simbólico",
        "the plugin path {1} cannot be trusted: {2}": "o caminho de plugin {1} não é confiável: {2}",
        "put the plugin file itself there, owned by root":
            "coloque ali o próprio arquivo de plugin, com root como dono",
        "is larger than {1} KiB": "tem mais de {1} KiB",
        "is not UTF-8": "não está em UTF-8",
        "is nested more than {1} deep": "tem mais de {1} níveis de aninhamento",
        "is empty": "está vazio",
        "is not JSON: {1}": "não é JSON: {1}",
        "the key \"{1}\" stands twice in one object": "a chave \"{1}\" aparece duas vezes em um objeto",
        "is not JSON": "não é JSON",
        "must be \"{1}\"": "deve ser \"{1}\"",
        "must name at least one key of bkp_system": "deve indicar pelo menos uma chave de bkp_system",
        "{database} begins an argument, so that a name could be an option; put \"--\" before it":
            "{database} inicia um argumento, de modo que um nome poderia ser uma opção; coloque \"--\" antes dele",
        "uses {secret_file}, but the key \"secret\" does not say its format":
            "usa {secret_file}, mas a chave \"secret\" não indica o formato",
        "is declared, but neither dump nor environment uses {secret_file}":
            "está declarado, mas nem dump nem environment usa {secret_file}",
        "must name at least one program": "deve indicar pelo menos um programa",
        "uses neither {database} nor {connection}, so that every dump would be the same":
            "não usa {database} nem {connection}, de modo que todos os dumps seriam iguais",
        "the key \"arguments\" is missing": "falta a chave \"arguments\"",
        "asks a server, but tools.query is missing": "consulta um servidor, mas falta tools.query",
        "is only for databases that come from \"query\"": "só vale para bancos de dados obtidos de \"query\"",
        "is no glob": "não é um padrão glob",
        "needs a tool, but tools.globals is missing": "precisa de uma ferramenta, mas falta tools.globals",
        "is only for the dialect \"mysql\"": "só vale para o dialeto \"mysql\"",
        "is only for globals that come from a \"tool\"": "só vale para globais obtidos de uma \"tool\"",
        "needs a tool, but neither tools.restore nor tools.query is there":
            "precisa de uma ferramenta, mas não há tools.restore nem tools.query",
        "{{1}} has no meaning here": "{{1}} não tem significado aqui",
        "must be 1 to 32 of a-z, 0-9, - and _, and begin with a letter":
            "deve ter de 1 a 32 caracteres entre a-z, 0-9, - e _, e começar com uma letra",
        "must be path_ and then a-z, 0-9 and _": "deve ser path_ seguido de a-z, 0-9 e _",
        "must be a program's name without a folder": "deve ser o nome de um programa, sem pasta",
        "is no program's name": "não é um nome de programa",
        "{1} runs what it is given; a plugin names the dump tool itself":
            "{1} executa o que recebe; um plugin indica a própria ferramenta de dump",
        "must be an absolute path": "deve ser um caminho absoluto",
        "must not hold \"..\"": "não deve conter \"..\"",
        "must be the name of an environment variable: A-Z, 0-9 and _":
            "deve ser o nome de uma variável de ambiente: A-Z, 0-9 e _",
        "may not be set by a plugin": "não pode ser definido por um plugin",
        "must begin with - or --": "deve começar com - ou --",
        "must not be empty": "não deve estar vazio",
        "must be the line that ends a complete dump, or \"none\"":
            "deve ser a linha que encerra um dump completo, ou \"none\"",
        "must be one line": "deve ser uma única linha",
    ]
}
