extension Catalogue {
    static let portugueseEngine: KeyValuePairs<String, String> = [
        "names, retention and the age of the newest backup all come from it":
            "os nomes, a retenção e a idade do backup mais recente dependem todos dele",
        "timedatectl set-ntp true": "timedatectl set-ntp true",
        "timedatectl timesync-status": "timedatectl timesync-status",
        "clock": "relógio",
        "it says {1}, which is long ago": "marca {1}, o que é um passado distante",
        "it says {1}, and the newest backup was made at {2}":
            "marca {1}, e o backup mais recente foi feito em {2}",
        "either was set wrong; nothing is cleaned while backups lie in the future":
            "um dos dois horários estava errado; nada é removido enquanto houver backups no futuro",
        "its server's clock is {1} ahead of this host's":
            "o relógio do servidor de banco de dados está {1} adiantado em relação ao deste host",
        "its server's clock is {1} behind this host's":
            "o relógio do servidor de banco de dados está {1} atrasado em relação ao deste host",
        "one of the two is wrong; a restore to a point in time goes by these clocks":
            "um dos dois está errado; uma restauração até um ponto no tempo depende desses relógios",
        "nothing keeps it right: no time service has set it":
            "nada o mantém certo: nenhum serviço de horário o ajustou",
        "it says {1}": "marca {1}",
        "every database of its server is backed up or ignored":
            "todos os bancos de dados do servidor têm backup ou são ignorados",
        "no entry backs up the database {1}": "nenhuma entrada faz backup do banco de dados {1}",
        "no entry backs up {1} databases: {2}": "nenhuma entrada faz backup de {1} bancos de dados: {2}",
        "nobody has said that it may be lost": "ninguém disse que ele pode ser perdido",
        "nobody has said that they may be lost": "ninguém disse que eles podem ser perdidos",
        "in \"db_list\" of id_dbms {1}: {2}": "em \"db_list\" de id_dbms {1}: {2}",
        "or, to leave out on purpose what may be lost, in \"db_ignore\": {1}":
            "ou, para deixar de fora de propósito o que pode ser perdido, em \"db_ignore\": {1}",
        "{1} in db_list matches no database that the account sees":
            "{1} em db_list não corresponde a nenhum banco de dados que a conta vê",
        "what it was written for is not backed up": "aquilo para que foi escrito está sem backup",
        "correct it, or take it out of \"db_list\" of id_dbms {1}":
            "corrija-o ou retire-o de \"db_list\" de id_dbms {1}",
        " and {1} more": " e mais {1}",
        "somebody has made tables in this database of the server's own: {1}{2}":
            "alguém criou tabelas neste banco de dados do próprio servidor: {1}{2}",
        "no entry backs it up, so they are lost with the server":
            "nenhuma entrada faz backup dele, portanto elas se perdem com o servidor",
        "RENAME TABLE `mysql`.{1} TO `another_database`.{2};":
            "RENAME TABLE `mysql`.{1} TO `another_database`.{2};",
        "vya-backup run --id {1} --database {2}": "vya-backup run --id {1} --database {2}",
        "the account may not see every database of the server":
            "a conta pode não ver todos os bancos de dados do servidor",
        "; whether all are backed up cannot be told": "; não é possível saber se todos têm backup",
        "what it does not see is not backed up, and nobody is told":
            "o que ela não vê fica sem backup, e ninguém é avisado",
        "entry {1} {2} {3}": "entrada {1} {2} {3}",
        "it was backed up until lately, and the next run leaves it out":
            "tinha backup até há pouco tempo, e a próxima execução o deixa de fora",
        "it was dropped, renamed, hidden from the account or taken out of the configuration":
            "foi excluído, renomeado, ocultado da conta ou retirado da configuração",
        "vya-backup run --id {1} --dry-run": "vya-backup run --id {1} --dry-run",
        "doctor on {1}: {2}": "doctor em {1}: {2}",
        "  why: ": "  motivo: ",
        "  fix: {1}": "  correção: {1}",
        "ok  ": "ok  ",
        "nothing of it is backed up": "nada dela tem backup",
        "a restore would lack it": "faltaria em uma restauração",
        "{1} globals": "{1} globais",
        "it is not backed up": "está sem backup",
        "its backup is incomplete or fails": "o backup está incompleto ou falha",
        "a restore would lack it or need more work": "faltaria em uma restauração ou exigiria mais trabalho",
        "the account may {1} everywhere, and the server runs functions in a view with the rights of whoever dumps it (accounts that could: {2}, such as {3})":
            "a conta tem {1} em todos os bancos de dados, e o servidor executa funções de uma view com os direitos de quem faz o dump (contas que poderiam se aproveitar disso: {2}, por exemplo {3})",
        "who owns one database could change the others while his is dumped":
            "o dono de um banco de dados poderia alterar os outros durante o dump do seu",
        "server {1} as {2}, ": "servidor {1} como {2}, ",
        "of no known version": "de versão desconhecida",
        " by {1}, {2}": " por {1}, {2}",
        "the timer {1} is not enabled": "o timer {1} não está habilitado",
        "systemctl enable --now {1}": "systemctl enable --now {1}",
        "systemctl start {1}": "systemctl start {1}",
        "the timer {1} is enabled, and has not been started":
            "o timer {1} está habilitado, mas não foi iniciado",
        "no run writes a backup there": "nenhuma execução grava backup ali",
        "other users can list it, though not read the backups":
            "outros usuários podem listá-la, mas não ler os backups",
        "the names of databases and the hours of backups are theirs to see":
            "eles podem ver os nomes dos bancos de dados e os horários dos backups",
        "chmod 700 {1}": "chmod 700 {1}",
        "owner {1}, mode {2}, {3}": "dono {1}, modo {2}, {3}",
        "it will be made, on {1}": "será criada, em {1}",
        "the uploader{1} does not look there, but into {2}":
            "o programa de envio{1} não procura ali, e sim em {2}",
        "what never leaves this host is lost with it": "o que nunca sai deste servidor se perde com ele",
        "the service {1} has a /tmp of its own (PrivateTmp)":
            "o serviço {1} tem um /tmp próprio (PrivateTmp)",
        "what one service writes there no other sees, and it goes when the service ends":
            "o que um serviço grava ali nenhum outro vê, e desaparece quando o serviço termina",
        "it lies in memory ({1})": "fica na memória ({1})",
        "backups in memory are gone after a restart, and take the memory of the databases":
            "backups na memória desaparecem após uma reinicialização e ocupam a memória dos bancos de dados",
        "it is emptied at every boot, as {1} says": "é apagado o conteúdo a cada inicialização, conforme {1}",
        "what was not uploaded before a restart is lost":
            "o que não foi enviado antes de uma reinicialização se perde",
        "what is older than {1} is removed, as {2} says": "o que tem mais de {1} é removido, conforme {2}",
        "backups go without anybody asking whether they were uploaded":
            "backups são removidos sem que ninguém verifique se foram enviados",
        "in the configuration: {1}": "na configuração: {1}",
        "install -d -m 700 {1}": "install -d -m 700 {1}",
        "in the uploader's own settings, have it look into {1}":
            "nas configurações do programa de envio, faça-o procurar em {1}",
        "in the configuration: {1}, {2}": "na configuração: {1}, {2}",
        "the uploader looks into {1}": "o programa de envio procura em {1}",
        "the uploader is said to look into it, and it is not there":
            "consta que o programa de envio procura nela, e ela não existe",
        "an uploader whose folder is missing can end without an error":
            "um programa de envio cuja pasta não existe pode terminar sem erro",
        "the configuration names no uploader, and none was found: whether the backups leave this host is not known":
            "a configuração não indica nenhum programa de envio, e nenhum foi encontrado: não se sabe se os backups saem deste servidor",
        "the backups lie on the file system of what they are made of: {1}":
            "os backups ficam no mesmo sistema de arquivos que os dados de origem: {1}",
        "one broken disk takes both, and nothing is known to take the backups away":
            "um único disco com defeito leva os dois, e não se conhece nada que leve os backups para outro lugar",
        "in the configuration, once something uploads them: {1}":
            "na configuração, quando algo passar a enviá-los: {1}",
        "or, for another disk: \"bkp_system\": { {1} }": "ou, para outro disco: \"bkp_system\": { {1} }",
        "it could not be read": "não foi possível ler",
        "what stands there may start backups, or remove them":
            "o que consta ali pode iniciar backups ou removê-los",
        "run doctor as root": "execute doctor como root",
        "the timers are not enabled, or have not been started":
            "os timers não estão habilitados, ou não foram iniciados",
        "backups are made, and what looks after them is never started":
            "os backups são feitos, e o que cuida deles nunca é iniciado",
        "vya-backup schedule systemd --install": "vya-backup schedule systemd --install",
        "it looks like a schedule, and starts nothing": "parece um agendamento e não inicia nada",
        "schedule": "agendamento",
        "no crontab line and no timer of this host starts vya-backup run":
            "nenhuma linha do crontab e nenhum timer deste servidor inicia vya-backup run",
        "unless something else starts it, no backup is made tonight":
            "a menos que outra coisa o inicie, nenhum backup será feito esta noite",
        "starts a run, {1}": "inicia uma execução, {1}",
        "it starts what {1} starts at the same time": "inicia o mesmo que {1} inicia no mesmo horário",
        "the second run finds the lock held, ends with status 75 and reports a failure":
            "a segunda execução encontra a trava ocupada, termina com status 75 e relata uma falha",
        "remove one of the two": "remova um dos dois",
        "it starts the Python program, {1}": "inicia o programa em Python, {1}",
        ", and nothing starts vya-backup run": ", e nada inicia vya-backup run",
        ", beside vya-backup": ", ao lado do vya-backup",
        "its dumps are not proven, and a failed one can count as a success":
            "os dumps dele não são comprovados, e um dump que falhou pode contar como sucesso",
        "two programs dump the same databases in one night, and the Python program's dumps are not proven":
            "dois programas fazem dump dos mesmos bancos de dados na mesma noite, e os dumps do programa em Python não são comprovados",
        "it removes backups, {1}, whether they were uploaded or not":
            "remove backups, {1}, tenham sido enviados ou não",
        "after a night without upload the only copy is removed; `vya-backup cleanup` asks first":
            "após uma noite sem envio, a única cópia é removida; `vya-backup cleanup` verifica antes",
        "it removes backups {1} h {2} min after a run begins, whether they were uploaded or not":
            "remove backups {1} h {2} min após o início de uma execução, tenham sido enviados ou não",
        "the uploader is given {1} h (uploader.min_age_hours), so what it has not taken by then is lost":
            "o programa de envio tem {1} h (uploader.min_age_hours), portanto o que ele não levou até então se perde",
        "crontab -u {1} -e    # line {2}": "crontab -u {1} -e    # linha {2}",
        "sed -i '{1}' {2}": "sed -i '{1}' {2}",
        "systemctl disable --now {1}": "systemctl disable --now {1}",
        "at times not understood": "em horários não reconhecidos",
        "{1} times a day from {2}:{3} on": "{1} vezes por dia a partir de {2}:{3}",
        "tonight needs about {1}": "esta noite são necessários cerca de {1}",
        "{1}, and at most {2} for what was never backed up":
            "{1}, e no máximo {2} para o que nunca teve backup",
        "tonight needs at most {1} for what was never backed up":
            "esta noite são necessários no máximo {1} para o que nunca teve backup",
        "; {1} are free": "; há {1} livres",
        "vya-backup cleanup --dry-run --explain": "vya-backup cleanup --dry-run --explain",
        "vya-backup prune --dry-run --explain": "vya-backup prune --dry-run --explain",
        "the disk fills up during the run, and the backups that do not fit fail":
            "o disco enche durante a execução, e os backups que não cabem falham",
        "it may not fit": "pode não caber",
        "proven": "comprovado",
        "incomplete": "incompleto",
        "damaged": "danificado",
        "unproven": "não comprovado",
        "legacy": "legado",
        "untrusted": "não confiável",
        "{1}, safety copy": "{1}, cópia de segurança",
        "{1}, host {2}": "{1}, servidor {2}",
        "{1} belongs to {2}, who could have made it up": "{1} pertence a {2}, que poderia tê-lo forjado",
        "{1} is no manifest of this program": "{1} não é um manifesto deste programa",
        "{1} is the manifest of {2}": "{1} é o manifesto de {2}",
        "{1} is not a time": "{1} não é um horário",
        "write it like 2026-11-23 00:30": "escreva no formato 2026-11-23 00:30",
        "{1}/{2} is not what this program writes": "{1}/{2} não é o que este programa grava",
        "move it away: a new id is made, and `vya-backup check` says how the backups of the old one are taken over":
            "mova-o para outro lugar: um novo id é criado, e `vya-backup check` mostra como assumir os backups do antigo",
        "{1} is not a file": "{1} não é um arquivo",
        "{1} cannot be opened: {2}": "não é possível abrir {1}: {2}",
        "there is no file {1}": "não existe o arquivo {1}",
        "`vya-backup list` shows the backups that exist": "`vya-backup list` mostra os backups que existem",
        "{1} is no regular file, and a backup is read more than once":
            "{1} não é um arquivo regular, e um backup é lido mais de uma vez",
        "write it into a file first: cat {1} > FILE": "grave-o antes em um arquivo: cat {1} > FILE",
        "unreadable": "ilegível",
        "1 proven": "1 comprovado",
        "{1} proven": "{1} comprovados",
        "1 unproven": "1 não comprovado",
        "{1} unproven": "{1} não comprovados",
        "1 incomplete": "1 incompleto",
        "{1} incomplete": "{1} incompletos",
        "1 damaged": "1 danificado",
        "{1} damaged": "{1} danificados",
        "1 unreadable": "1 ilegível",
        "{1} unreadable": "{1} ilegíveis",
        "PROVEN": "COMPROVADO",
        "UNPROVEN": "NÃO COMPROVADO",
        "DAMAGED": "DANIFICADO",
        "UNREADABLE": "ILEGÍVEL",
        "it {1}, at bytes {2} to {3} of the file": "ele {1}, nos bytes {2} a {3} do arquivo",
        "its end": "o fim",
        " ({1} to {2} before compression)": " (de {1} até {2} antes da compactação)",
        ", in rows of {1}": ", em linhas de {1}",
        "it lacks: {1}": "falta: {1}",
        "the backup is {1}, so nothing of it was restored":
            "o backup está {1}, por isso nada dele foi restaurado",
        "choose another backup, see `vya-backup list`; --accept-incomplete restores what is there":
            "escolha outro backup, veja `vya-backup list`; --accept-incomplete restaura o que houver",
        "choose another backup, see `vya-backup list`": "escolha outro backup, veja `vya-backup list`",
        "the file changed after it was proven: it {1}": "o arquivo mudou depois de comprovado: ele {1}",
        "find out who writes to {1}, and restore a copy that nobody writes to":
            "descubra quem grava em {1} e restaure uma cópia em que ninguém grave",
        "{1} is a dump of {2}, and that is not what it is to be restored to":
            "{1} é um dump de {2}, e não é nesse tipo de servidor que deve ser restaurado",
        "the backup has no manifest that tells which tool wrote it":
            "o backup não tem manifesto que diga qual ferramenta o gravou",
        "nothing here knows how": "este programa não sabe como fazer isso",
        "another tool": "outra ferramenta",
        "another": "outra",
        "the backup was written by {1}, and here is {2}":
            "o backup foi gravado por {1}, e a deste servidor é {2}",
        "the backup is of a server of version {1}, and this one is of {2}":
            "o backup é de um servidor da versão {1}, e este é da versão {2}",
        "the backup was made by a session with other settings than this one has, by which values are written":
            "o backup foi feito por uma sessão com configurações diferentes das desta, e delas depende como os valores são gravados",
        "the backup was written with other options of the tool than are in use now":
            "o backup foi gravado com opções da ferramenta diferentes das usadas agora",
        "{1} has columns of a type that rounds values when it writes them as texts":
            "{1} tem colunas de um tipo que arredonda valores ao gravá-los como texto",
        "{1} came back with other values than the backup holds":
            "{1} voltou com valores diferentes dos que constam no backup",
        "{1} tables are dumped in another form now: other columns, another order of them, or other statements":
            "o dump de {1} tabelas tem agora outra forma: outras colunas, outra ordem delas ou outras instruções",
        "names of {1} objects were not compared: {2}": "os nomes de {1} objetos não foram comparados: {2}",
        "and {1} more of the kind": "e mais {1} do mesmo tipo",
        "{1}, of kind {2}, did not come back": "{1}, do tipo {2}, não foi restaurado",
        "no entry of the configuration is a server for {1}":
            "nenhuma entrada da configuração é um servidor para {1}",
        "give the entry whose backup it is, or name a test server: \"drill\": {\"id_dbms\": N}":
            "informe a entrada a que o backup pertence ou indique um servidor de teste: \"drill\": {\"id_dbms\": N}",
        "a dump in pg_dump's custom format": "um dump no formato custom do pg_dump",
        "a dump in pg_dump's tar format": "um dump no formato tar do pg_dump",
        "a database of SQLite, and no dump of one": "um banco de dados SQLite, e não um dump de um",
        "copy it to its place while no program has that open":
            "copie-o para o lugar dele enquanto nenhum programa o tiver aberto",
        "compressed by bzip2": "compactado com bzip2",
        "compressed by xz": "compactado com xz",
        "compressed by lzma": "compactado com lzma",
        "compressed by lzip": "compactado com lzip",
        "compressed by lzop": "compactado com lzop",
        "compressed by lz4": "compactado com lz4",
        "compressed by compress": "compactado com compress",
        "an archive of 7z": "um arquivo 7z",
        "a zip file": "um arquivo zip",
        "an archive of rar": "um arquivo rar",
        "an archive of cpio": "um arquivo cpio",
        "an archive of ar": "um arquivo ar",
        "an archive of xar": "um arquivo xar",
        "a stream of mariabackup or xtrabackup": "um fluxo do mariabackup ou do xtrabackup",
        "encrypted by openssl": "criptografado com openssl",
        "decrypt it by openssl enc -d, with the options it was made with":
            "descriptografe-o com openssl enc -d, com as opções com que foi criado",
        "encrypted by GnuPG": "criptografado com GnuPG",
        "encrypted by age": "criptografado com age",
        "decrypt it by age -d -i KEY": "descriptografe-o com age -d -i KEY",
        "XML (mysqldump --xml)": "XML (mysqldump --xml)",
        "its rows are loaded table by table, by LOAD XML; no client restores it as a whole":
            "as linhas são carregadas tabela por tabela, com LOAD XML; nenhum cliente o restaura por inteiro",
        "text in UTF-16, as PowerShell writes what it is given":
            "texto em UTF-16, como o PowerShell grava o que recebe",
        "a dump below messages of {1}": "um dump abaixo de mensagens de {1}",
        "compressed twice": "compactado duas vezes",
        "make a backup of it that can be restored: (umask 077; {1} | gzip >{2})":
            "crie a partir dele um backup que possa ser restaurado: (umask 077; {1} | gzip >{2})",
        "{1} is {2}, which is not read": "{1} é {2}, formato que não é lido",
        "where it holds several files, unpack it in an empty folder: {1}":
            "se contiver vários arquivos, descompacte-o em uma pasta vazia: {1}",
        "{1} is {2}, which another program reads": "{1} é {2}, que outro programa lê",
        "restore it into a new database: createdb NAME && {1}":
            "restaure-o em um novo banco de dados: createdb NAME && {1}",
        "bring it back in an empty folder: {1}": "restaure-o em uma pasta vazia: {1}",
        "{1} is {2}": "{1} é {2}",
        "{1} is a dump of a whole server by pg_dumpall, which psql alone reads: all of its databases and roles":
            "{1} é um dump de um servidor inteiro feito por pg_dumpall, que só o psql lê: todos os bancos de dados e papéis",
        "look at what is in it, and run on a new server: zcat -f {1} | psql -X -d postgres":
            "examine o conteúdo e execute em um servidor novo: zcat -f {1} | psql -X -d postgres",
        "an incremental archive (tar --listed-incremental)":
            "um arquivo tar incremental (tar --listed-incremental)",
        "a later volume of an archive of several": "um volume posterior de um arquivo tar de vários volumes",
        "{1} is {2}, which GNU tar reads": "{1} é {2}, que o GNU tar lê",
        "{1} is several archives, one behind the other, which GNU tar reads":
            "{1} são vários arquivos tar, um após o outro, que o GNU tar lê",
        "{1} lacks the two empty blocks that end an archive: it was cut off behind a member, or its program writes none, so that nothing says whether it is whole":
            "faltam em {1} os dois blocos vazios que encerram um arquivo tar: ele foi cortado depois de um membro, ou o programa que o gravou não os grava, de modo que nada diz se está completo",
        "look at what is in it with tar --list; {1}": "examine o conteúdo com tar --list; {1}",
        "bring it back into an empty folder: tar --extract {1}{2}--file {3} --directory FOLDER":
            "restaure-o em uma pasta vazia: tar --extract {1}{2}--file {3} --directory FOLDER",
        "the file holds {1} dumps, one behind the other": "o arquivo contém {1} dumps, um após o outro",
        "take the last one out of it, and restore that: zcat -f {1} | tail -c +{2} | gzip >{3}":
            "extraia o último e restaure-o: zcat -f {1} | tail -c +{2} | gzip >{3}",
        "the dump holds rows of {1} and makes none of them (--data-only, --no-create-info), so it can only be loaded into tables that are there":
            "o dump contém linhas de {1} e não cria nenhuma delas (--data-only, --no-create-info), portanto só pode ser carregado em tabelas que já existam",
        "restore a dump of the structure first; then look at what is in this one, and load it with the server's client: zcat -f {1} | psql -X -d NAME, mariadb NAME or sqlite3 PATH":
            "restaure antes um dump da estrutura; depois examine o conteúdo deste e carregue-o com o cliente do servidor: zcat -f {1} | psql -X -d NAME, mariadb NAME ou sqlite3 PATH",
        "the catalog knows another SHA-256 of it: the file was changed since it was made, and its manifest with it":
            "o catálogo registra outro SHA-256 para ele: o arquivo foi alterado depois de criado, e o manifesto também",
        "every byte decompresses, and its own checksum holds":
            "todos os bytes são descompactados, e a soma de verificação interna confere",
        "there is no manifest, so nothing says what the file's checksum was":
            "não há manifesto, portanto nada diz qual era a soma de verificação do arquivo",
        "the file has {1} bytes, its manifest says {2}": "o arquivo tem {1} bytes, o manifesto indica {2}",
        "the SHA-256 of the file is not what its manifest says":
            "o SHA-256 do arquivo não é o que o manifesto indica",
        "the stream in the file is not what its manifest says":
            "o fluxo contido no arquivo não é o que o manifesto indica",
        "SHA-256 {1}": "SHA-256 {1}",
        "nothing tells what kind of dump this is, nor whether it is whole":
            "nada diz que tipo de dump é este, nem se está completo",
        "it holds {1} of {2}; nothing says how many there were": "contém {1} de {2}; nada diz quantas havia",
        "the archive is whole, with its end": "o arquivo tar está completo, até o fim",
        "it holds {1}; nothing says how many there were": "contém {1}; nada diz quantas havia",
        "it holds {1}, its manifest says {2}": "contém {1}, o manifesto indica {2}",
        "this tool writes none": "esta ferramenta não grava nenhuma",
        "it is empty": "está vazio",
        "it ends with: {1}": "termina com: {1}",
        "the dump lacks its completion line, so it was cut off; {1}":
            "falta a linha de conclusão do dump, portanto ele foi cortado; {1}",
        "the program that wrote the dump marks no end, so nothing says whether it is whole":
            "o programa que gravou o dump não marca o fim, portanto nada diz se está completo",
        "the dump ends as it began: with {1}": "o dump termina como começou: com {1}",
        "the dump lacks {1} at its end, so it was cut off; it ends with: {2}":
            "falta {1} no fim do dump, portanto ele foi cortado; termina com: {2}",
        "{1} of {2}": "{1} de {2}",
        "the dump does not hold the rows that its manifest says: {1}":
            "o dump não contém as linhas que o manifesto indica: {1}",
        "{1}: the dump holds {2}, its manifest says {3}": "{1}: o dump contém {2}, o manifesto indica {3}",
        "it {1}": "o arquivo {1}",
        "{1} is missing ({2})": "falta {1} ({2})",
        "{1} has {2} instead of {3}": "{1} tem {2} em vez de {3}",
        "{1}; and {2} more": "{1}; e mais {2}",
        "there is no way to back the old database up": "não há como fazer backup do banco de dados antigo",
        "--no-owner and --no-privileges are for PostgreSQL; other dumps hold neither":
            "--no-owner e --no-privileges são para PostgreSQL; outros dumps não contêm nem donos nem privilégios",
        "leave them out of the command": "retire-os do comando",
        "--keep-going is for dumps of PostgreSQL, and never with --replace: what is not whole takes no place":
            "--keep-going é para dumps do PostgreSQL, e nunca com --replace: o que não está completo não toma o lugar de nada",
        "restore under another name with --target NAME": "restaure com outro nome, com --target NAME",
        "{1} is an archive of files, which has no databases":
            "{1} é um arquivo tar de arquivos, que não contém bancos de dados",
        "restore it with --to FOLDER": "restaure-o com --to FOLDER",
        "{1} was not read": "{1} não foi lido",
        "a dump of which that is not known takes no database's place":
            "um dump do qual não se sabe isso não toma o lugar de nenhum banco de dados",
        "restore it under another name with --target NAME, and look at it; --accept-incomplete takes it as it is":
            "restaure-o com outro nome, com --target NAME, e examine-o; --accept-incomplete o aceita como está",
        "nothing here knows how a dump of {1} comes back":
            "este programa não sabe como restaurar um dump de {1}",
        "its plugin file may declare \"restore\"; `vya-backup restore --card FILE` shows the file's facts":
            "o arquivo de plugin pode declarar \"restore\"; `vya-backup restore --card FILE` mostra os dados do arquivo",
        "{1} was not read for a restore": "{1} não foi lido para uma restauração",
        "the roles and users are more than 64 MiB": "os papéis e usuários ocupam mais de 64 MiB",
        "the set of this backup has no roles or users": "o conjunto deste backup não tem papéis nem usuários",
        "restore without --globals, or restore a globals file of another night first":
            "restaure sem --globals ou restaure antes um arquivo de globais de outra noite",
        "folder {1}": "pasta {1}",
        "the original places, below /": "os locais originais, abaixo de /",
        "{1} does not begin as a tar archive does": "{1} não começa como um arquivo tar",
        "if it is an old one, give it a name that ends with .tar; a dump is restored with --target NAME":
            "se for um arquivo antigo, dê a ele um nome que termine com .tar; um dump é restaurado com --target NAME",
        "restore {1} with {2} bytes into {3}": "restaurar {1} com {2} bytes, destino: {3}",
        "with --replace what exists gives way": "com --replace o que existe cede lugar",
        "what was left out comes back with --preserve-special":
            "o que ficou de fora é restaurado com --preserve-special",
        "{1} of {2} did not come back": "{1} de {2} não foram restauradas",
        "{1} files that had given way are back as they were; what was not there before has stayed":
            "{1} arquivos que tinham cedido lugar voltaram como eram; o que não existia antes permaneceu",
        "of what gave way:": "do que cedeu lugar:",
        "the database as it was is in {1}": "o banco de dados como era está em {1}",
        "what was restored is not what the backup holds, so the old database was left as it is":
            "o que foi restaurado não é o que o backup contém, por isso o banco de dados antigo foi mantido como estava",
        "the backup holds {1} of kind {2}, only {3} came back":
            "o backup contém {1} do tipo {2}, só {3} foram restaurados",
        "not all values were compared: {1}": "nem todos os valores foram comparados: {1}",
        "{1}/{2} cannot be written whole": "não é possível gravar {1}/{2} por inteiro",
        "could not {1}: {2}": "não foi possível {1}: {2}",
        "left over, because of an error in the clean-up: {1}": "restou, por causa de um erro na limpeza: {1}",
        "{1}; when the server can be reached, run: {2}":
            "{1}; quando o servidor estiver acessível, execute: {2}",
        "{1}; mend that and restore again, which does what is missing":
            "{1}; corrija isso e restaure de novo, o que faz o que falta",
        "{1} of {2}, at byte {3}: {4}": "{1} de {2}, no byte {3}: {4}",
        "{1}, at byte {2}: {3}": "{1}, no byte {2}: {3}",
        "{1} stopped before the dump was all in: {2}":
            "{1} parou antes de o dump ser carregado por inteiro: {2}",
        "the first error above is the cause; see the log of the server for that moment":
            "o primeiro erro acima é a causa; veja o log do servidor naquele momento",
        "the restored rows cannot be counted: {1}": "não é possível contar as linhas restauradas: {1}",
        "the dump lacks its completion line": "falta a linha de conclusão do dump",
        "the first attempt": "a primeira tentativa",
        "attempt {1}": "a tentativa {1}",
        " failed, and another was made: {1}": " falhou, e outra foi feita: {1}",
        "suspect: {1}": "suspeito: {1}",
        "the dump was not compared with the server's catalog, which cannot be read: {1}":
            "o dump não foi comparado com o catálogo do servidor, que não pode ser lido: {1}",
        "other users can list {1}, though not read the backups; to change that: chmod 700":
            "outros usuários podem listar {1}, mas não ler os backups; para mudar isso: chmod 700",
        "the entry resolves to nothing to back up": "a entrada não resulta em nada para fazer backup",
        "look at db_list and db_ignore; `vya-backup run --dry-run` shows what they select":
            "examine db_list e db_ignore; `vya-backup run --dry-run` mostra o que selecionam",
        "{1} ended with {2}": "{1} terminou com {2}",
        "{1} reported success and wrote nothing": "{1} relatou sucesso e não gravou nada",
        "run the command of `vya-backup run --dry-run` by hand and look at what it prints":
            "execute manualmente o comando de `vya-backup run --dry-run` e examine o que ele mostra",
        "the output of {1} could not be read to its end": "não foi possível ler a saída de {1} até o fim",
        "a process that it started kept its output open; look for it with `ps`":
            "um processo iniciado por ele manteve a saída aberta; procure-o com `ps`",
        "dump ended without its completion line": "o dump terminou sem a linha de conclusão",
        "the tool or its connection was cut off; look at the server's log for that moment":
            "a ferramenta ou sua conexão foi interrompida; veja o log do servidor naquele momento",
        "a restore refuses what it does not know, unless it is told --accept-unknown: {1}":
            "uma restauração recusa o que não conhece, a menos que receba --accept-unknown: {1}",
        "a restore would refuse this dump, which holds what no dump tool is known to write: {1}":
            "uma restauração recusaria este dump, que contém o que nenhuma ferramenta de dump conhecida grava: {1}",
        "the dump tool said: {1}": "a ferramenta de dump informou: {1}",
        "the dump lacks tables that the server has: {1}": "faltam no dump tabelas que o servidor tem: {1}",
        "the server has {1} {2}, the dump holds {3}; one or more is missing of: {4}":
            "o servidor tem {1} {2}, o dump contém {3}; falta um ou mais de: {4}",
        "{1} ({2}, the dump holds {3})": "{1} ({2}, o dump contém {3})",
        "tables in which more rows are counted than the dump holds: {1}":
            "tabelas em que são contadas mais linhas do que o dump contém: {1}",
        "{1} and {2} more": "{1} e mais {2}",
        "composed from the answers of the server": "composto a partir das respostas do servidor",
        "native tar of {1}": "tar nativo de {1}",
        "without {1}": "sem {1}",
        "every entry of db_config is disabled, so there is nothing to back up":
            "todas as entradas de db_config estão desabilitadas, portanto não há nada para fazer backup",
        "set \"enabled\": true in at least one entry": "defina \"enabled\": true em pelo menos uma entrada",
        "there is no entry with id_dbms {1}": "não há entrada com id_dbms {1}",
        "the entry with id_dbms {1} is disabled": "a entrada com id_dbms {1} está desabilitada",
        "set \"enabled\": true in the entry to back it up":
            "defina \"enabled\": true na entrada para fazer backup dela",
        "{1} are free for {2}, and this run is expected to need {3} there: the newest backups and {4} % more; free some space":
            "há {1} livres para {2}, e esta execução deve precisar de {3} ali: os backups mais recentes e mais {4} %; libere espaço",
        "schedule_settings.timezone {1} is not the name of a time zone":
            "schedule_settings.timezone {1} não é o nome de um fuso horário",
        "the credential {1} has a name that systemd does not take":
            "a credencial {1} tem um nome que o systemd não aceita",
        "use letters, digits, dots, hyphens and underscores":
            "use letras, dígitos, pontos, hifens e sublinhados",
        "files fell from {1} to {2}": "o número de arquivos caiu de {1} para {2}",
        "rows fell from {1} to {2}": "o número de linhas caiu de {1} para {2}",
        "table {1} is gone": "a tabela {1} desapareceu",
        "{1} tables are gone: {2}{3}": "{1} tabelas desapareceram: {2}{3}",
        "{1} fell from {2} to {3}": "{1}: queda de {2} para {3}",
        "its size is {1} % of the usual one": "o tamanho é {1} % do habitual",
        "it took {1} min, and usually {2} min": "levou {1} min, e normalmente leva {2} min",
        "there is no proven backup of it, and never was": "não há backup comprovado, e nunca houve",
        "run: vya-backup run --id {1}": "execute: vya-backup run --id {1}",
        "even what is assumed to be elsewhere is {1} old":
            "até a cópia que se supõe estar em outro lugar tem {1} de idade",
        "the newest copy of it is {1} old, more than {2}":
            "a cópia mais recente tem {1} de idade, mais de {2}",
        "the newest backup is {1} in the future": "o backup mais recente está {1} no futuro",
        "set the clock of this host": "acerte o relógio deste servidor",
        "the last run of it failed, the one before is {1} old":
            "a última execução falhou, a anterior foi há {1}",
        "the newest backup is {1} % of the usual size": "o backup mais recente tem {1} % do tamanho habitual",
        "look whether data are missing; then `vya-backup verify --id {1} --latest`":
            "verifique se faltam dados; depois `vya-backup verify --id {1} --latest`",
        "the newest backup is suspect: {1}": "o backup mais recente é suspeito: {1}",
        "look whether that was meant; the next backup is compared with this one":
            "verifique se isso era esperado; o próximo backup é comparado com este",
        "there are {1} copies of it, fewer than {2}": "número de cópias: {1}, menor que {2}",
        "its last drill was {1} ago": "o último teste de restauração foi há {1}",
        "it was never drilled": "nunca passou por um teste de restauração",
        "its last drill failed": "o último teste de restauração falhou",
        "look at its .proof.json file": "examine o arquivo .proof.json correspondente",
        "proven {1} ago, here": "comprovado há {1}, aqui",
        "proven {1} ago, and uploaded": "comprovado há {1}, e enviado",
        ", and {1} more": ", e mais {1}",
        ", and the newest copy is {1} old": ", e a cópia mais recente tem {1} de idade",
        ", and there is no other copy": ", e não há outra cópia",
        "{1} has gone{2}: {3}{4}": "{1} desapareceu{2}: {3}{4}",
        "{1} was released by its age: that the uploader has it is assumed, and counts as no copy":
            "{1} foi liberado pela idade: supõe-se que o programa de envio o tem, e isso não conta como cópia",
        "declare uploader.confirm in the configuration, so that cleanup asks before it removes":
            "declare uploader.confirm na configuração, para que cleanup verifique antes de remover",
        "; run: vya-backup run --id {1}": "; execute: vya-backup run --id {1}",
        "`cleanup --all` removed it, and nothing has confirmed that the uploader had it":
            "`cleanup --all` o removeu, e nada confirmou que o programa de envio o tinha",
        "look whether the uploader has it{1}": "verifique se o programa de envio o tem{1}",
        "`prune` removed it": "`prune` o removeu",
        "look at retention in the configuration{1}": "examine a retenção na configuração{1}",
        "this host was started {1} ago, and {2} does not outlive that":
            "este servidor foi iniciado há {1}, e {2} não sobrevive a uma inicialização",
        "put the backups into a folder that outlives a start, such as /var/backups{1}":
            "coloque os backups em uma pasta que sobreviva a uma inicialização, como /var/backups{1}",
        "not by this program, within {1} after it was made":
            "não por este programa, no máximo {1} depois de criado",
        "look for an `rm` in the crontabs; `vya-backup cleanup` takes its place{1}":
            "procure um `rm` nos crontabs; `vya-backup cleanup` o substitui{1}",
        "host {1}": "servidor {1}",
        "{1} backups were made when this host had that name, or by a copy of it: they are never removed":
            "{1} backups foram feitos quando este servidor tinha esse nome, ou por uma cópia dele: nunca são removidos",
        "if they are this host's: vya-backup catalog adopt {1}":
            "se forem deste servidor: vya-backup catalog adopt {1}",
        "{1} has another size than its manifest says": "{1} tem tamanho diferente do que o manifesto indica",
        "run: vya-backup verify {1}": "execute: vya-backup verify {1}",
        "retention would remove {1} of its backups, and holds them back: {2}":
            "a retenção removeria {1} dos backups, e os mantém: {2}",
        "run: vya-backup prune --dry-run --explain": "execute: vya-backup prune --dry-run --explain",
        "the uploader has not taken {1} of its backups, the oldest for {2}":
            "o programa de envio não levou {1} dos backups, o mais antigo há {2}",
        "look at the uploader; `vya-backup cleanup --dry-run --explain` shows each file":
            "examine o programa de envio; `vya-backup cleanup --dry-run --explain` mostra cada arquivo",
        "run: vya-backup verify {1}; move away what you did not put there":
            "execute: vya-backup verify {1}; mova para outro lugar o que não deveria estar ali",
        "it was backed up until lately, and the last run did not try it":
            "tinha backup até há pouco tempo, e a última execução não tentou fazê-lo",
        "look whether it was dropped, renamed or taken out of the configuration":
            "verifique se foi excluído, renomeado ou retirado da configuração",
        "run: vya-backup doctor": "execute: vya-backup doctor",
        "the next backups need about {1} MiB, and {2} MiB are free":
            "os próximos backups precisam de cerca de {1} MiB, e há {2} MiB livres",
        "make room, or run: vya-backup cleanup, or vya-backup prune":
            "libere espaço ou execute: vya-backup cleanup ou vya-backup prune",
        "full in {1} at the rate of this week": "cheio em {1} no ritmo desta semana",
        "make room, or let `vya-backup cleanup` or `prune` run every day":
            "libere espaço ou deixe `vya-backup cleanup` ou `prune` em execução diária",
        "{1} min": "{1} min",
        "1 source, proven lately": "1 origem, comprovada recentemente",
        "{1} sources, all proven lately": "{1} origens, todas comprovadas recentemente",
        "{1}: {2} (and {3} more)": "{1}: {2} (e mais {3})",
        "it is pinned": "está fixado",
        "it was made when this host was called {1}, or by another host; `vya-backup catalog adopt` takes it over":
            "foi feito quando este servidor se chamava {1}, ou por outro servidor; `vya-backup catalog adopt` o assume",
        "it was made by others: {1}": "foi feito por outros: {1}",
        "{1} has changed since it was looked at; it was left as it is":
            "{1} mudou desde que foi examinado; foi mantido como estava",
        "it has no manifest of this program": "não tem manifesto deste programa",
        "a `restore --replace` kept the state before in it, {1} ago":
            "um `restore --replace` guardou nele o estado anterior, há {1}",
        "a `restore --replace` kept the state before in it, for {1}":
            "um `restore --replace` guardou nele o estado anterior, por {1}",
        "the newest backup is of the future: the clock is wrong":
            "o backup mais recente está no futuro: o relógio está errado",
        "the last run of it failed": "a última execução falhou",
        "the newest backup is suspect; look at it first": "o backup mais recente é suspeito; examine-o antes",
        "no retention is configured for its entry": "nenhuma retenção está configurada para a entrada",
        "suspect": "suspeito",
        "it is {1}, and does not count": "tem o estado {1} e não conta",
        "nothing keeps it": "nada o mantém",
        "{1} of {2} would go at once; up to half go each night, with --yes all":
            "{1} de {2} seriam removidos de uma vez; até a metade é removida a cada noite, e todos com --yes",
        "it is number {1} of the newest {2}": "posição {1} de {2} entre os mais recentes",
        "the newest is over a week old: the clock has jumped or backups have stopped":
            "o mais recente tem mais de uma semana: o relógio saltou ou os backups pararam",
        "it is the newest of its day": "é o mais recente do dia",
        "it is the newest of its week": "é o mais recente da semana",
        "it is the newest of its month": "é o mais recente do mês",
        "it is younger than {1}": "tem menos de {1}",
        "a dump that stays needs it": "um dump que permanece precisa dele",
        "UNKNOWN": "DESCONHECIDO",
        "{1} well": "{1} em ordem",
        "1 warning": "1 aviso",
        "{1} warnings": "{1} avisos",
        "1 critical": "1 crítico",
        "{1} critical": "{1} críticos",
        "1 unknown": "1 desconhecido",
        "{1} unknown": "{1} desconhecidos",
        "the Python program made it; --legacy takes such files":
            "foi feito pelo programa em Python; --legacy inclui esses arquivos",
        "it has no manifest, so nothing says that it is complete":
            "não tem manifesto, portanto nada diz que está completo",
        "it is damaged; look at it first": "está danificado; examine-o antes",
        "nothing of it is believed": "nada dele é confiável",
        "--all takes every file of this program": "--all inclui todos os arquivos deste programa",
        "the uploader has confirmed it": "o programa de envio o confirmou",
        "the uploader has not confirmed it": "o programa de envio não o confirmou",
        "the uploader does not look into {1}, so that nothing takes it away":
            "o programa de envio não procura em {1}, portanto nada o leva",
        "the clock is in doubt: it has jumped since the last run, or the newest backup is over a week old or of the future":
            "o relógio é duvidoso: saltou desde a última execução, ou o backup mais recente tem mais de uma semana ou está no futuro",
        "it is {1} old, so that the uploader is assumed to have it; nothing can confirm that":
            "tem {1}, por isso se supõe que o programa de envio o tem; nada pode confirmar isso",
        "it is younger than {1}, so that the uploader may not have it yet":
            "tem menos de {1}, por isso o programa de envio talvez ainda não o tenha",
    ]
}
