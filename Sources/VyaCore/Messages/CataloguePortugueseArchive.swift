extension Catalogue {
    static let portugueseArchive: KeyValuePairs<String, String> = [
        "make the file": "criar o arquivo",
        "write": "gravar",
        "flush what was written to the disk in": "descarregar no disco o que foi gravado em",
        "there are very many folders; the times of some are those of the extraction":
            "há pastas demais; as datas de algumas são as da extração",
        "the folder was moved; its owner, mode and time are not restored":
            "a pasta foi movida; seu dono, seu modo e sua data não são restaurados",
        "make the folder": "criar a pasta",
        "folders above what the archive holds were made with mode 0700":
            "as pastas acima do que o arquivo tar contém foram criadas com o modo 0700",
        "replace": "substituir",
        "open the folder": "abrir a pasta",
        "look at": "examinar",
        "keep what was there as": "guardar o que havia como",
        "make": "criar",
        "'{1}' was changed by somebody else while it was extracted":
            "'{1}' foi alterado por outra pessoa durante a extração",
        "extract into a folder that nobody else may write to":
            "extraia para uma pasta em que ninguém mais possa gravar",
        "is a hard link to '{1}', which is no file": "é um link físico para '{1}', que não é um arquivo",
        "links that lead outside of the target are made as they are":
            "links que levam para fora do destino são criados como estão",
        "the archive holds nothing that '{1}' matches":
            "o arquivo tar não contém nada que corresponda a '{1}'",
        "write it as the archive lists its members": "escreva-o como o arquivo tar lista seus membros",
        "{1} existing files and links will be replaced": "{1} arquivos e links existentes serão substituídos",
        "and {1} more of what has been listed stand in the way": "e mais {1} dos obstáculos já listados",
        "the files need {1} bytes and the file system of {2} has {3} bytes free":
            "os arquivos precisam de {1} bytes, e o sistema de arquivos de {2} tem {3} bytes livres",
        "free space, see `df -h`, or name a target on another file system":
            "libere espaço, veja `df -h`, ou informe um destino em outro sistema de arquivos",
        "there are {1} files and folders and the file system of {2} can take {3} more":
            "há {1} arquivos e pastas, e o sistema de arquivos de {2} comporta mais {3}",
        "remove files from it, see `df -i`, or name a target on another file system":
            "remova arquivos dele, veja `df -i`, ou informe um destino em outro sistema de arquivos",
        "'{1}' exists already in the target": "'{1}' já existe no destino",
        "name an empty folder as the target, or allow existing files to be replaced":
            "informe uma pasta vazia como destino, ou permita substituir arquivos existentes",
        "'{1}' is a symbolic link in the target, which is not followed":
            "'{1}' é um link simbólico no destino, que não é seguido",
        "name another target, or allow existing files to be replaced: the link then becomes a folder":
            "informe outro destino, ou permita substituir arquivos existentes: o link então vira uma pasta",
        "'{1}' is a folder in the target and none in the archive":
            "'{1}' é uma pasta no destino e não é uma pasta no arquivo tar",
        "move the folder away; folders are never removed":
            "mova a pasta para outro lugar; pastas nunca são removidas",
        "'{1}' is no folder in the target": "'{1}' não é uma pasta no destino",
        "name another target, or allow existing files to be replaced":
            "informe outro destino, ou permita substituir arquivos existentes",
        "the target {1} is not empty": "o destino {1} não está vazio",
        "name a folder that does not exist yet, or is empty":
            "informe uma pasta que ainda não exista ou que esteja vazia",
        "free space on the file system of the target, see `df -h` and `df -i`":
            "libere espaço no sistema de arquivos do destino, veja `df -h` e `df -i`",
        "raise the quota of the account that restores": "aumente a cota da conta que restaura",
        "look at `dmesg` and the health of the disk": "verifique o `dmesg` e a saúde do disco",
        "remount the file system writable, or name another target":
            "remonte o sistema de arquivos com permissão de escrita, ou informe outro destino",
        "restore as root, or name a target that belongs to this account":
            "restaure como root, ou informe um destino que pertença a esta conta",
        "raise `ulimit -n`": "aumente `ulimit -n`",
        "the file system of the target takes shorter names only":
            "o sistema de arquivos do destino só aceita nomes mais curtos",
        "cannot {1} '{2}': {3}": "não é possível {1} '{2}': {3}",
        "the archive is refused: '{1}' {2}": "o arquivo tar foi recusado: '{1}' {2}",
        "this program makes no such archives; find out where this one comes from":
            "este programa não cria arquivos tar assim; descubra de onde vem este",
        "names that begin with '/' are taken relative to the target":
            "nomes que começam com '/' são tratados como relativos ao destino",
        "is no name for anything but a folder": "é um nome que só serve para uma pasta",
        "the device node was left out": "o nó de dispositivo foi omitido",
        "only root can make device nodes": "só o root pode criar nós de dispositivo",
        "is a hard link to nothing": "é um link físico sem destino",
        "its contents are those of '{1}', which was not chosen":
            "seu conteúdo é o de '{1}', que não foi escolhido",
        "is a hard link to '{1}', which is no file that the archive holds before it":
            "é um link físico para '{1}', que não é um arquivo contido antes dele no arquivo tar",
        "is a link to nothing": "é um link sem destino",
        "is a link to a name with a NUL in it": "é um link para um nome com NUL",
        "is a link to a name of {1} bytes; 4095 is the most":
            "é um link para um nome de {1} bytes; o máximo é 4095",
        "the setuid bit was left out": "o bit setuid foi deixado de fora",
        "the setgid bit was left out": "o bit setgid foi deixado de fora",
        "its '{1}' names users or groups that this system does not know":
            "seu '{1}' cita usuários ou grupos que este sistema não conhece",
        "labels of SELinux were left out; the system gives its own":
            "os rótulos do SELinux foram omitidos; o sistema atribui os seus",
        "the attribute '{1}' was left out": "o atributo '{1}' foi omitido",
        "it does not belong to user {1}: {2}": "não pertence ao usuário {1}: {2}",
        "only root can restore owners; what was extracted belongs to this account":
            "só o root pode restaurar donos; o que foi extraído pertence a esta conta",
        "its mode is not restored: {1}": "seu modo não é restaurado: {1}",
        "its time is not restored: {1}": "sua data não é restaurada: {1}",
        "its attribute '{1}' is not restored: {2}": "seu atributo '{1}' não é restaurado: {2}",
        "{1}, such as '{2}'": "{1}, como '{2}'",
        "user": "usuário",
        "group": "grupo",
        "the {1} {2} has the number {3} here and had {4}; what was its is its again (--numeric-owner keeps the number, as files of containers want it)":
            "o {1} {2} tem aqui o número {3} e tinha o {4}; o que era dele volta a ser dele (--numeric-owner mantém o número, como convém a arquivos de contêineres)",
        ", which is {1}'s": ", que é de {1}",
        "there is no {1} {2} here; what was its belongs to the number {3}{4}":
            "não há {1} {2} aqui; o que era dele pertence ao número {3}{4}",
        "leads through '{1}', which is a link of the archive":
            "passa por '{1}', que é um link do arquivo tar",
        "lies in '{1}', which is no folder in the archive":
            "está em '{1}', que não é uma pasta no arquivo tar",
        "is a folder and something else too": "é uma pasta e também outra coisa",
        "is something else and a folder too": "é outra coisa e também uma pasta",
        "has a NUL character in its name": "tem um caractere NUL no nome",
        "has '..' in its name": "tem '..' no nome",
        "has a part of {1} bytes in its name; 255 is the most":
            "tem no nome uma parte de {1} bytes; o máximo é 255",
        "{1}: it is gone": "{1}: não existe mais",
        "{1}: it lies beside it as {2}: {3}": "{1}: está ao lado, como {2}: {3}",
        "{1}: what an earlier restore had put aside is still beside it as {2}":
            "{1}: o que uma restauração anterior pôs de lado ainda está ao lado, como {2}",
        "{1}: what was there is still beside it as {2}: {3}":
            "{1}: o que havia ali ainda está ao lado, como {2}: {3}",
        "{1}: what was extracted below it is in {2}": "{1}: o que foi extraído abaixo dele está em {2}",
        "open the target": "abrir o destino",
        "make the target": "criar o destino",
        "the name of the target is empty or has a NUL in it": "o nome do destino está vazio ou contém NUL",
        "its extended attributes cannot be read: {1}": "não é possível ler seus atributos estendidos: {1}",
        "an extended attribute cannot be read: {1}": "não é possível ler um atributo estendido: {1}",
        "it has more than 1 MiB of extended attributes; the rest is missing":
            "tem mais de 1 MiB de atributos estendidos; o resto está faltando",
        "the {1} in a header is no number": "o campo {1} de um cabeçalho não é um número",
        "time": "horário",
        "owner": "dono",
        "mode": "modo",
        "device": "dispositivo",
        "it is of the kind '{1}', which is not known": "é do tipo '{1}', que não é conhecido",
        "the owner, group or device in a header is too large":
            "o dono, o grupo ou o dispositivo em um cabeçalho é grande demais",
        "a record of an extended header has a wrong length":
            "um registro de um cabeçalho estendido tem comprimento errado",
        "a record of an extended header is no `key=value`":
            "um registro de um cabeçalho estendido não tem a forma `key=value`",
        "a global header has attributes of a file": "um cabeçalho global tem atributos de um arquivo",
        "the record '{1}' is no number": "o registro '{1}' não é um número",
        "a global header has the record '{1}' of a single member":
            "um cabeçalho global tem o registro '{1}', que é de um único membro",
        "the record 'mtime' is no time": "o registro 'mtime' não é uma data",
        "the sparse map lacks an offset": "falta um deslocamento no mapa esparso",
        "the sparse map has something else than numbers": "o mapa esparso contém algo que não é número",
        "the sparse map lacks a size": "falta um tamanho no mapa esparso",
        "the sparse map is not in order or has more than a million stretches":
            "o mapa esparso está fora de ordem ou tem mais de um milhão de trechos",
        " in '{1}'": " em '{1}'",
        "the archive is damaged at byte {1}{2}: {3}": "o arquivo tar está danificado no byte {1}{2}: {3}",
        "take another backup of the same files; `verify` says which are whole":
            "use outro backup dos mesmos arquivos; `verify` diz quais estão íntegros",
        "something follows the end of the archive": "há algo depois do fim do arquivo tar",
        "it ends in the middle of the contents, {1} bytes are missing":
            "termina no meio do conteúdo, faltam {1} bytes",
        "it ends without the two empty blocks that end an archive":
            "termina sem os dois blocos vazios que encerram um arquivo tar",
        "it ends in the middle of a header or before the next":
            "termina no meio de um cabeçalho ou antes do próximo",
        "an extended header belongs to no member": "um cabeçalho estendido não pertence a nenhum membro",
        "the checksum of a header is wrong": "a soma de verificação de um cabeçalho está errada",
        "the size in a header is no number": "o tamanho em um cabeçalho não é um número",
        "the headers of one member are larger than {1} bytes":
            "os cabeçalhos de um membro passam de {1} bytes",
        "a name is longer than {1} bytes": "um nome passa de {1} bytes",
        "it has contents, which only a file can have": "tem conteúdo, o que só um arquivo pode ter",
        "the size of the sparse file is no number": "o tamanho do arquivo esparso não é um número",
        "the sparse file is of an unknown format": "o arquivo esparso é de um formato desconhecido",
        "the sparse file has no size": "o arquivo esparso não tem tamanho",
        "the sparse map is longer than the member": "o mapa esparso é mais longo que o membro",
        "the sparse map does not fit the size of the file":
            "o mapa esparso não condiz com o tamanho do arquivo",
        "'{1}' is reached through a link that belongs to user {2}":
            "'{1}' é alcançado por um link que pertence ao usuário {2}",
        "name the folder that it should lead to, or give the link to root":
            "informe a pasta à qual ele deveria levar, ou passe o link para o root",
        "it cannot be opened": "não é possível abri-lo",
        "it cannot be looked at": "não é possível examiná-lo",
        "it holds a NUL character": "contém um caractere NUL",
        "it does not begin with '/'": "não começa com '/'",
        "write the whole path, from '/' on": "escreva o caminho inteiro, a partir de '/'",
        "it has '..' in it": "contém '..'",
        "write the path without '..'": "escreva o caminho sem '..'",
        "the pattern '{1}' cannot be used: {2}": "o padrão '{1}' não pode ser usado: {2}",
        "the folder '/' cannot be opened: {1}": "não é possível abrir a pasta '/': {1}",
        "the folder cannot be opened": "não é possível abrir a pasta",
        "the link cannot be followed": "não é possível seguir o link",
        "it is a symbolic link and was stored as one, without what it leads to (end the pattern with '/' to follow it)":
            "é um link simbólico e foi guardado como tal, sem o conteúdo ao qual leva (termine o padrão com '/' para segui-lo)",
        "it is the same folder as one above it and was not entered again":
            "é a mesma pasta que uma acima dela, e não se entrou nela de novo",
        "it is the kernel's own file system and was left out":
            "é um sistema de arquivos do próprio kernel e foi omitido",
        "the folder cannot be read": "não é possível ler a pasta",
        "the folder was moved while it was archived; the rest of it is missing":
            "a pasta foi movida durante o arquivamento; o resto dela está faltando",
        "and {1} more": "e mais {1}",
        "it vanished before it was archived": "desapareceu antes de ser arquivado",
        "{1}: it is a folder that vya-backup itself writes to, and what it holds is left out":
            "{1}: é uma pasta em que o próprio vya-backup grava, e o seu conteúdo é omitido",
        "the name of '{1}' is not UTF-8": "o nome de '{1}' não está em UTF-8",
        "rename the file, or choose the others by a narrower pattern":
            "renomeie o arquivo, ou escolha os outros com um padrão mais restrito",
        "not all that '{1}' may match can be seen": "não é possível ver tudo o que pode corresponder a '{1}'",
        "nothing that '{1}' matches can be read": "não é possível ler nada do que corresponde a '{1}'",
        "look at the owner and mode of the files and folders":
            "verifique o dono e o modo dos arquivos e pastas",
        "look at the pattern and at db_ignore; does the folder exist on this host?":
            "verifique o padrão e db_ignore; a pasta existe neste servidor?",
        "to mean the file or folder of that very name, write it as '{1}'":
            "para indicar o arquivo ou a pasta com exatamente esse nome, escreva '{1}'",
        "sockets have no contents and are passed over": "sockets não têm conteúdo e são ignorados",
        "nothing matches '{1}'": "nada corresponde a '{1}'",
        "it is of a kind that tar does not know": "é de um tipo que o tar não conhece",
        "the link cannot be read": "não é possível ler o link",
        "it shrank while it was read": "ele encolheu enquanto era lido",
        "it cannot be read: {1}": "não é possível lê-lo: {1}",
        "{1}; the last {2} bytes are zeros in the archive":
            "{1}; os últimos {2} bytes são zeros no arquivo tar",
        "it changed while it was read": "mudou durante a leitura",
        "it became another kind of file while it was archived":
            "virou outro tipo de arquivo durante o arquivamento",
    ]
}
