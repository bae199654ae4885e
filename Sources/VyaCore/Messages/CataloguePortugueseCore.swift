extension Catalogue {
    static let portugueseCore: KeyValuePairs<String, String> = [
        "; run: {1}": "; execute: {1}",
        "at byte {1}: {2}": "no byte {1}: {2}",
        "what belongs to {1} holds a statement about something else, at byte {2}, which could change what is there":
            "{1}: o conteúdo associado contém uma instrução sobre outra coisa, no byte {2}, que poderia alterar o que já existe",
        "the table {1}": "a tabela {1}",
        "every table": "todas as tabelas",
        "look at that place; restore the whole dump under another name with --target NAME, and copy the table":
            "examine esse ponto; restaure o dump inteiro com outro nome usando --target NAME, e copie a tabela",
        "statements that are not known are run, as you said: {1}":
            "instruções desconhecidas são executadas, como solicitado: {1}",
        "stopped before it was done: {1}": "parou antes de terminar: {1}",
        "unexpected failure: {1}": "falha inesperada: {1}",
        "{1} at character {2}": "{1} no caractere {2}",
        "longer than {1} characters": "mais longo que {1} caracteres",
        "something follows '!(…)', which must end the pattern":
            "há algo depois de '!(…)', que deve encerrar o padrão",
        "a backslash with nothing after it": "uma barra invertida sem nada depois",
        "'!(…)' must be the whole last component (write '\\!(' for the characters)":
            "'!(…)' deve ser o último componente inteiro (escreva '\\!(' para os caracteres)",
        "braces nested deeper than {1}": "chaves do padrão aninhadas em mais de {1} níveis",
        "'{1}' is not closed": "'{1}' não foi fechado",
        "classes such as '[:digit:]' are not known (write '0-9')":
            "classes como '[:digit:]' não são conhecidas (escreva '0-9')",
        "a range that ends before it begins": "um intervalo que termina antes de começar",
        "'[' is not closed": "'[' não foi fechado",
        "the braces have more than {1} combinations": "as chaves do padrão têm mais de {1} combinações",
        "exit status {1}": "código de saída {1}",
        "killed by signal {1}": "encerramento pelo sinal {1}",
        "1 row": "1 linha",
        "{1} rows": "{1} linhas",
        "1 table": "1 tabela",
        "{1} tables": "{1} tabelas",
        "1 object": "1 objeto",
        "{1} objects": "{1} objetos",
        "1 entry": "1 entrada",
        "{1} entries": "{1} entradas",
        "1 backup": "1 backup",
        "{1} backups": "{1} backups",
        "1 day": "1 dia",
        "{1} days": "{1} dias",
        "1 hour": "1 hora",
        "{1} hours": "{1} horas",
        "there is no tool that could take options for files":
            "não há ferramenta que possa receber opções para arquivos",
        "it is no option; write an option and its value as one argument, --option=value":
            "não é uma opção; escreva uma opção e seu valor como um só argumento, --option=value",
        "it holds a NUL": "contém NUL",
        "arguments are readable by every user of the host; use the key \"password\"":
            "os argumentos podem ser lidos por todo usuário do servidor; use a chave \"password\"",
        "\"-p\" is a password or a port, depending on the tool; use the keys \"password\" and \"port\"":
            "\"-p\" é uma senha ou uma porta, conforme a ferramenta; use as chaves \"password\" e \"port\"",
        "letters behind one dash are not taken; write the long form, --option=value":
            "letras juntas após um só hífen não são aceitas; escreva a forma longa, --option=value",
        "interrupted by SIGHUP": "interrompido por SIGHUP",
        "interrupted by SIGINT": "interrompido por SIGINT",
        "interrupted by SIGTERM": "interrompido por SIGTERM",
        "the run's own deadline was reached": "o prazo da própria execução foi atingido",
    ]
}
