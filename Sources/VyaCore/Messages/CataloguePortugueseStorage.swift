extension Catalogue {
    static let portugueseStorage: KeyValuePairs<String, String> = [
        "{1} is a symbolic link, not a file": "{1} é um link simbólico, não um arquivo",
        "open {1}": "abrir {1}",
        "look at {1}": "examinar {1}",
        "{1} is not a file of this program": "{1} não é um arquivo deste programa",
        "keep the old file as": "manter o arquivo antigo como",
        "give its name to": "dar o seu nome a",
        "{1}{2} has come up meanwhile": "{1}{2} surgiu nesse meio-tempo",
        "give a name to what is to become": "dar um nome ao que será",
        "keep the old file of": "manter o arquivo antigo de",
        "a program reads or writes {1}": "um programa lê ou grava {1}",
        "lock": "travar",
        "{1}; it was left as it is": "{1}; foi mantido como estava",
        "stop every program that has the database open, and restore again":
            "pare todos os programas que estejam com o banco de dados aberto e restaure novamente",
        "{1} was replaced by somebody else meanwhile; it was left as it is":
            "{1} foi substituído por outro nesse meio-tempo; foi mantido como estava",
        "read what is to become": "ler o que será",
        "{1} is not a regular file; it was left as it is":
            "{1} não é um arquivo regular; foi mantido como estava",
        "restore under another path: --target PATH": "restaure com outro caminho: --target PATH",
        "give owner and mode to": "dar dono e modo a",
        "give its access control list to": "dar a sua lista de controle de acesso a",
        "{1} is no absolute path of a file": "{1} não é um caminho absoluto de arquivo",
        "could not {1} {2}: {3}": "não foi possível {1} {2}: {3}",
        "{1} is not an absolute path": "{1} não é um caminho absoluto",
        "begin the path with /": "comece o caminho com /",
        "{1} leads through a symbolic link to nothing": "{1} passa por um link simbólico que não leva a nada",
        "remove the link, or create the folder that it points to":
            "remova o link ou crie a pasta para a qual ele aponta",
        "the folder {1} does not exist": "a pasta {1} não existe",
        "the first backup creates it; look for a misspelt path or a missing mount":
            "o primeiro backup a cria; procure um caminho escrito errado ou uma montagem que falta",
        "{1} is not a folder": "{1} não é uma pasta",
        "move it away, or name another folder": "mova-o para outro lugar ou informe outra pasta",
        "{1} belongs to {2}, who could replace the backups":
            "{1} pertence a {2}, que poderia substituir os backups",
        "give it to root or to the account that runs the backup, or name another folder":
            "passe-a para root ou para a conta que executa o backup, ou informe outra pasta",
        "{1} can be changed by other users (mode {2}): {3}":
            "{1} pode ser alterado por outros usuários (modo {2}): {3}",
        "{1} is a symbolic link that another user may have made":
            "{1} é um link simbólico que outro usuário pode ter criado",
        "remove the link, and name the folder itself": "remova o link e informe a própria pasta",
        "{1} is a symbolic link, not a folder": "{1} é um link simbólico, não uma pasta",
        "name the folder that the link points to": "informe a pasta para a qual o link aponta",
        "{1} leads through too many symbolic links": "{1} passa por links simbólicos demais",
        "read a symbolic link": "ler um link simbólico",
        "look at the folder": "examinar a pasta",
        "bkp_system.group: there is no group {1} on this host":
            "bkp_system.group: não há grupo {1} neste servidor",
        "make it with `groupadd --system {1}`, or name another one: getent group":
            "crie-o com `groupadd --system {1}`, ou informe outro: getent group",
        "cannot give {1} in {2} to the group {3}: {4}":
            "não é possível passar {1} em {2} para o grupo {3}: {4}",
        "make the account that runs the backup a member of the group (usermod -aG), or run it as root":
            "inclua a conta que executa o backup no grupo (usermod -aG), ou execute-o como root",
        "the folder": "a pasta",
        "{1} is open to others than the group {2} (mode 0{3}, group {4})":
            "{1} está aberto a outros além do grupo {2} (modo 0{3}, grupo {4})",
        "run: chgrp {1} {2}; chmod 0750 {3}": "execute: chgrp {1} {2}; chmod 0750 {3}",
        "{1} is a symbolic link, not a lock": "{1} é um link simbólico, não uma trava",
        "open the lock {1}": "abrir a trava {1}",
        "open the lock": "abrir a trava",
        "take the lock {1}": "obter a trava {1}",
        "another run holds the lock {1}": "outra execução detém a trava {1}",
        "wait for it to end; its own deadline ends it if it hangs":
            "espere que ela termine; o próprio prazo a encerra se ela travar",
        "one that a file system holds fast stays until that answers, or is freed by `umount -f -l`, or the host starts anew":
            "uma execução presa por um sistema de arquivos permanece até que ele responda, ou seja liberada por `umount -f -l`, ou o host seja reiniciado",
        "list the folder": "listar a pasta",
        "read {1}": "ler {1}",
        "{1} is not a regular file": "{1} não é um arquivo regular",
        "{1} belongs to another user, who could have made it up":
            "{1} pertence a outro usuário, que poderia tê-lo forjado",
        "{1}/{2} is larger than {3} bytes": "{1}/{2} tem mais de {3} bytes",
        "ask for the free space": "consultar o espaço livre",
        "{1} is not a regular file of this user; it was left as it is":
            "{1} não é um arquivo regular deste usuário; foi mantido como estava",
        "remove {1}": "remover {1}",
        "the folder {1} is no longer where it was when the run began":
            "a pasta {1} não está mais onde estava no início da execução",
        "look for a file system that was unmounted, or a folder that was moved, during the run":
            "procure um sistema de arquivos que tenha sido desmontado, ou uma pasta que tenha sido movida, durante a execução",
        "flush the folder": "gravar a pasta no disco",
        "'{1}' is not the name of a file": "'{1}' não é um nome de arquivo",
        "{1}/{2} exists already; it was left as it is": "{1}/{2} já existe; foi mantido como estava",
        "{1} belongs to another user; it was left as it is":
            "{1} pertence a outro usuário; foi mantido como estava",
        "its CRC-32 differs": "o CRC-32 é diferente",
        "it holds {1} bytes instead of {2}": "contém {1} bytes em vez de {2}",
        "zstd cannot start: not enough memory": "o zstd não pode ser iniciado: memória insuficiente",
        "it is no whole frame": "não é um frame completo",
        "it does not end where it should": "não termina onde deveria",
        "it does not decompress ({1})": "não descompacta ({1})",
        "ISA-L cannot start: not enough memory": "o ISA-L não pode ser iniciado: memória insuficiente",
        "it ends the stream before its end": "termina o fluxo antes do fim",
        "it holds more than {1} bytes": "contém mais de {1} bytes",
        "it does not decompress": "não descompacta",
        "ends before its gzip data do": "termina antes do fim dos dados gzip",
        "does not decompress: {1}": "não pode ser descompactado: {1}",
        "has something behind its gzip data": "tem algo depois dos dados gzip",
        "{1}, at byte {2}": "{1}, no byte {2}",
        "incorrect data check": "verificação de dados incorreta",
        "incorrect length check": "verificação de tamanho incorreta",
        "zlib cannot start: not enough memory": "o zlib não pode ser iniciado: memória insuficiente",
        "ends before its zstd data do, at byte {1}": "termina antes do fim dos dados zstd, no byte {1}",
        "does not decompress: {1}, at byte {2}": "não pode ser descompactado: {1}, no byte {2}",
        "the file {1}": "o arquivo {1}",
        "cannot be read at byte {1}: {2}": "não pode ser lido no byte {1}: {2}",
        "{1} is a zip file, which is not read": "{1} é um arquivo zip, que não é lido",
        "make a backup of it that can be restored: (umask 077; unzip -p {1} | gzip >{2})":
            "faça dele um backup que possa ser restaurado: (umask 077; unzip -p {1} | gzip >{2})",
        "where it holds several files, unpack it in an empty folder: unzip {1}":
            "se contiver vários arquivos, descompacte-o em uma pasta vazia: unzip {1}",
        "is no file that an index belongs to": "não é um arquivo ao qual pertença um índice",
        "{1} has no index, and was not read as a whole before":
            "{1} não tem índice, e não foi lido por inteiro antes",
        "has an index with a block of {1} bytes in {2}": "tem um índice com um bloco de {1} bytes em {2}",
        "is {1} bytes long instead of the {2} of its index": "tem {1} bytes em vez dos {2} do índice",
        "was not read to its end": "não foi lido até o fim",
        "has a damaged {1} header": "tem um cabeçalho {1} danificado",
        "has something behind its {1} data": "tem algo depois dos dados {1}",
        "has a {1} trailer that does not fit its content":
            "tem um trailer {1} que não corresponde ao conteúdo",
        "ends before its {1} data do": "termina antes do fim dos dados {1}",
        "is damaged in the block at byte {1}: {2}": "está danificado no bloco do byte {1}: {2}",
        "a dump in pg_dump's directory format": "um dump no formato de diretório do pg_dump",
        "restore it into a new database: createdb NAME && pg_restore --exit-on-error -d NAME":
            "restaure-o em um novo banco de dados: createdb NAME && pg_restore --exit-on-error -d NAME",
        "a dump of MySQL Shell": "um dump do MySQL Shell",
        "load it by util.loadDump() of mysqlsh, from":
            "carregue-o com util.loadDump() do mysqlsh, a partir de",
        "a copy of a server's files by mariabackup or xtrabackup":
            "uma cópia dos arquivos de um servidor feita por mariabackup ou xtrabackup",
        "prepare it, and copy it back into an empty data folder: mariabackup --prepare and --copy-back --target-dir":
            "prepare-a e copie-a de volta para uma pasta de dados vazia: mariabackup --prepare e --copy-back --target-dir",
        "a copy of a server's files by mariadb-backup":
            "uma cópia dos arquivos de um servidor feita por mariadb-backup",
        "prepare it, and copy it back into an empty data folder: mariadb-backup --prepare and --copy-back --target-dir":
            "prepare-a e copie-a de volta para uma pasta de dados vazia: mariadb-backup --prepare e --copy-back --target-dir",
        "a copy of a server's files by pg_basebackup, or a data folder":
            "uma cópia dos arquivos de um servidor feita por pg_basebackup, ou uma pasta de dados",
        "start a server of its version on a copy of it: pg_ctl start -D":
            "inicie um servidor da mesma versão em uma cópia dela: pg_ctl start -D",
        "a dump of mydumper": "um dump do mydumper",
        "load it: myloader --directory": "carregue-o: myloader --directory",
        "{1} is a folder": "{1} é uma pasta",
        "name the backups in it: {1}/*": "informe os backups que há nela: {1}/*",
        "name the backup itself": "informe o próprio backup",
        "name the file that it leads to": "informe o arquivo ao qual ele leva",
        "cannot read {1}: permission denied": "não é possível ler {1}: permissão negada",
        "backups are readable for the account that made them only: use that account":
            "os backups só podem ser lidos pela conta que os fez: use essa conta",
        "cannot read {1}: {2}": "não é possível ler {1}: {2}",
        "byte {1} of the stream is asked for behind byte {2}":
            "o byte {1} do fluxo é pedido depois do byte {2}",
        "bytes up to {1} are asked for of a stream of {2} bytes":
            "são pedidos bytes até {1} de um fluxo de {2} bytes",
        "the manifest does not belong to this file, or was edited: run `vya-backup verify`":
            "o manifesto não pertence a este arquivo, ou foi editado: execute `vya-backup verify`",
        "changed its size while it was read": "mudou de tamanho durante a leitura",
        "is not any more what it was when it was proven: its stream differs from byte {1} on":
            "não é mais o que era quando foi comprovado: seu fluxo difere a partir do byte {1}",
        "written to": "gravado",
        "finished": "concluído",
        "published": "publicado",
        "all names for the backup in {1} are taken": "todos os nomes para o backup em {1} estão ocupados",
        "somebody fills this folder with names of backups; look at what is in it":
            "alguém enche esta pasta com nomes de backups; examine o conteúdo dela",
        "the backup was abandoned": "o backup foi abandonado",
        "the backup cannot be {1} at this stage": "o backup não pode ser {1} nesta etapa",
        "cannot {1} in {2}: {3}": "não é possível {1} em {2}: {3}",
        "the disk is full": "o disco está cheio",
        "free space on the file system of {1}, see `df -h` and `df -i`":
            "libere espaço no sistema de arquivos de {1}, veja `df -h` e `df -i`",
        "backups that were made before are untouched": "os backups feitos antes estão intactos",
        "the disk quota is used up": "a cota de disco está esgotada",
        "raise the quota of the account that runs the backup": "aumente a cota da conta que executa o backup",
        "the device reports an input/output error": "o dispositivo relata um erro de entrada/saída",
        "look at `dmesg` and the health of the disk before trusting this file system":
            "examine `dmesg` e a saúde do disco antes de confiar neste sistema de arquivos",
        "the file system is mounted read-only": "o sistema de arquivos está montado somente para leitura",
        "remount it writable, or name another folder":
            "remonte-o com permissão de gravação ou informe outra pasta",
        "the file system has gone ({1})": "o sistema de arquivos desapareceu ({1})",
        "mount it again and repeat the backup": "monte-o novamente e repita o backup",
        "permission denied": "permissão negada",
        "give the folder to the account that runs the backup, with mode 0700":
            "passe a pasta para a conta que executa o backup, com modo 0700",
        "the file would be larger than the file system or the process may write":
            "o arquivo seria maior do que o sistema de arquivos ou o processo pode gravar",
        "look at `ulimit -f` and at the limits of the file system":
            "examine `ulimit -f` e os limites do sistema de arquivos",
        "too many open files": "arquivos abertos demais",
        "raise `ulimit -n`, or lower --jobs": "aumente `ulimit -n` ou reduza --jobs",
        "ISA-L could not compress a block": "o ISA-L não conseguiu comprimir um bloco",
        "create a file": "criar um arquivo",
        "a file": "um arquivo",
        "the file system of {1} cannot keep a file private":
            "o sistema de arquivos de {1} não consegue manter um arquivo privado",
        "mount it with umask=077, or name a folder on a file system with permissions":
            "monte-o com umask=077 ou informe uma pasta em um sistema de arquivos com permissões",
        "write the backup": "gravar o backup",
        "flush the backup to the disk": "gravar o backup definitivamente no disco",
        "read the backup back": "reler o backup",
        "it is {1} bytes long instead of {2}": "ele tem {1} bytes em vez de {2}",
        "its header differs": "o seu cabeçalho é diferente",
        "its ending differs": "o seu final é diferente",
        "its blocks are {1} bytes long": "os seus blocos têm {1} bytes",
        "the backup read back from {1} is not what was written: {2}":
            "o backup relido de {1} não é o que foi gravado: {2}",
        "the disk, its controller or the memory of this machine damages data: look at `dmesg` and SMART":
            "o disco, sua controladora ou a memória desta máquina danifica dados: examine `dmesg` e SMART",
        "nothing was published; earlier backups are untouched":
            "nada foi publicado; os backups anteriores estão intactos",
        "name the finished file": "dar nome ao arquivo concluído",
        "replace {1}": "substituir {1}",
        "cannot {1} in {2}: the file system has no free inodes":
            "não é possível {1} em {2}: o sistema de arquivos não tem inodes livres",
        "remove files from it, see `df -i`": "remova arquivos dele, veja `df -i`",
        "it ends before byte {1}": "ele termina antes do byte {1}",
        "{1} differs": "{1} é diferente",
        "cannot start a thread for the bytes of a backup: {1}":
            "não é possível iniciar uma thread para os bytes de um backup: {1}",
        "raise the limits of processes and of address space (`ulimit -u`, `ulimit -v`), or lower compression.threads":
            "aumente os limites de processos e de espaço de endereçamento (`ulimit -u`, `ulimit -v`) ou reduza compression.threads",
        "zlib could not compress a block (code {1})": "o zlib não conseguiu comprimir um bloco (código {1})",
        "zstd could not compress a block: {1}": "o zstd não conseguiu comprimir um bloco: {1}",
    ]
}
