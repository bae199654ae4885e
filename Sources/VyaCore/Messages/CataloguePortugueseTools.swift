extension Catalogue {
    static let portugueseTools: KeyValuePairs<String, String> = [
        "{1} needs a password": "{1} precisa de uma senha",
        "{1} is not started: an argument holds a NUL byte: {2}":
            "{1} não é iniciado: um argumento contém um byte NUL: {2}",
        "{1} is not started: {2} is not an absolute path":
            "{1} não é iniciado: {2} não é um caminho absoluto",
        "{1} not found: {2} does not exist": "{1} não encontrado: {2} não existe",
        "install it, or correct its path under tools in the configuration":
            "instale-o ou corrija seu caminho em tools na configuração",
        "is a directory": "é um diretório",
        "name the program itself": "informe o próprio programa",
        "is not a regular file": "não é um arquivo regular",
        "is not executable for this user": "não é executável para este usuário",
        "see its mode and owner: ls -l {1}": "veja o modo e o dono: ls -l {1}",
        "is not a program for this machine, nor a script with a #! line":
            "não é um programa para esta máquina, nem um script com uma linha #!",
        "see what it is: file {1}": "veja o que é: file {1}",
        "names an interpreter that does not exist": "indica um interpretador que não existe",
        "see its first line: head -n 1 {1}": "veja a primeira linha: head -n 1 {1}",
        "{1} cannot be started: {2}": "{1} não pode ser iniciado: {2}",
        "raise the limits of processes, memory and open files, or lower --jobs":
            "aumente os limites de processos, memória e arquivos abertos, ou reduza --jobs",
        "{1} cannot be started: {2}: {3}": "{1} não pode ser iniciado: {2}: {3}",
        "{1} cannot be started: {2} {3}": "{1} não pode ser iniciado: {2} {3}",
        "it wrote nothing for {1} (idle_seconds)": "não gravou nada durante {1} (idle_seconds)",
        "see what it waits for on the server; raise timeouts.idle_seconds if it needs that long":
            "veja o que ele espera no servidor; aumente timeouts.idle_seconds se precisar de tanto tempo",
        "it was not done after {1} (total_seconds)": "não terminou depois de {1} (total_seconds)",
        "raise timeouts.total_seconds if it needs that long":
            "aumente timeouts.total_seconds se precisar de tanto tempo",
        "it did not answer within {1} (connect_seconds)": "não respondeu em {1} (connect_seconds)",
        "see whether the server answers on that host and port; raise timeouts.connect_seconds if it is slow":
            "veja se o servidor responde nesse host e nessa porta; aumente timeouts.connect_seconds se for lento",
        "{1} timed out: {2}": "{1} excedeu o tempo limite: {2}",
        "{1} answered with more than 64 MiB": "{1} respondeu com mais de 64 MiB",
        "the output of {1} cannot be read: {2}": "não é possível ler a saída de {1}: {2}",
        "nobody knows how {1} ended: its exit status was taken by others":
            "não se sabe como {1} terminou: o código de saída foi obtido por outros",
        "there is no folder for run-time secrets": "não há pasta para segredos em tempo de execução",
        "set RUNTIME_DIRECTORY to a folder of this user's, such as one below /run (systemd: RuntimeDirectory=)":
            "defina RUNTIME_DIRECTORY como uma pasta deste usuário, por exemplo uma abaixo de /run (systemd: RuntimeDirectory=)",
        "it is a symbolic link or not a folder": "é um link simbólico ou não é uma pasta",
        "it belongs to another user ({1})": "pertence a outro usuário ({1})",
        "the file for a password cannot be written in {1}: {2}":
            "não é possível gravar em {1} o arquivo para uma senha: {2}",
        "see its free space and mode: df {1}; ls -ld {2}": "veja o espaço livre e o modo: df {1}; ls -ld {2}",
        "the folder for run-time secrets, {1}, is not safe: {2}":
            "a pasta para segredos em tempo de execução, {1}, não é segura: {2}",
        "remove it, or set RUNTIME_DIRECTORY to a folder that only this user can write to":
            "remova-a, ou defina RUNTIME_DIRECTORY como uma pasta em que só este usuário possa gravar",
        "the folder for run-time secrets, {1}, cannot be used: {2}":
            "a pasta para segredos em tempo de execução, {1}, não pode ser usada: {2}",
        "set RUNTIME_DIRECTORY to a folder that this user can write to":
            "defina RUNTIME_DIRECTORY como uma pasta em que este usuário possa gravar",
        "{1} is not used: others could change it: {2}": "{1} não é usado: outros poderiam alterá-lo: {2}",
        "found at {1}": "encontrado em {1}",
        "or name a safe one: {1}": "ou informe um seguro: {1}",
        "{1} does not tell its version: {2}": "{1} não informa sua versão: {2}",
        "try it: {1}": "experimente: {1}",
        "or name another one: {1}": "ou informe outro: {1}",
        "{1} not found": "{1} não encontrado",
        "looked into PATH: {1}": "procurado no PATH: {1}",
        "and into {1}": "e em {1}",
        "install it: apt install {1}; or say where it is: {2}":
            "instale-o: apt install {1}; ou informe onde está: {2}",
        "install the package that brings it, or say where it is: {1}":
            "instale o pacote que o fornece, ou informe onde está: {1}",
    ]
}
