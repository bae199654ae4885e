extension Catalogue {
    static let portugueseHandlers: KeyValuePairs<String, String> = [
        "db_list names no files to back up": "db_list não indica arquivos para fazer backup",
        "list path globs in \"db_list\" of id_dbms {1}, such as \"/etc/**\"":
            "liste padrões de caminho em \"db_list\" de id_dbms {1}, como \"/etc/**\"",
        "the pattern {1} is not in db_list": "o padrão {1} não está em db_list",
        "name it as it stands in \"db_list\" of id_dbms {1}":
            "informe-o como consta em \"db_list\" de id_dbms {1}",
        "views, triggers, routines or events run in the name of users that the server does not have, so that they fail; run: {1}, and grant what they need":
            "views, triggers, rotinas ou eventos são executados em nome de usuários que o servidor não tem, e por isso falham; execute: {1}, e conceda o que precisam",
        "what the server shows of the account is no SQL that brings it back":
            "o que o servidor mostra da conta não é SQL que a recrie",
        "the server shows SQL that cannot be read, as for a quote in the issuer of a certificate":
            "o servidor mostra SQL que não pode ser lido, como no caso de uma aspa no emissor de um certificado",
        "give it to the entry as \"username\"": "informe-a na entrada como \"username\"",
        "asking the server for its time and its own tables":
            "consultar o horário e as tabelas próprias do servidor",
        "asking for owners of databases": "consultar os donos dos bancos",
        "the tables are locked while they are dumped, because these know no transactions: {1}":
            "as tabelas são bloqueadas durante o dump, porque estas não são transacionais: {1}",
        "these tables know no transactions and may be inconsistent with the rest: {1}{2}":
            "estas tabelas não têm transações e podem ficar inconsistentes com o resto: {1}{2}",
        "tables": "tabelas",
        "triggers": "triggers",
        "events": "eventos",
        "routines": "rotinas",
        "database \"{1}\" has views that the account may not read ({2}): missing SHOW VIEW":
            "o banco de dados \"{1}\" tem views que a conta não pode ler ({2}): falta SHOW VIEW",
        "run: {1}": "execute: {1}",
        "the events are missing ({1}), because {2} never ends at one that holds \";;\"; write it otherwise with ALTER EVENT, such as with a blank between: {3}":
            "faltam os eventos ({1}), porque {2} nunca termina em um que contenha \";;\"; escreva-o de outra forma com ALTER EVENT, por exemplo com um espaço no meio: {3}",
        "the events are missing ({1}): {2} cannot dump events of a database whose name holds a quote; rename the database":
            "faltam os eventos ({1}): {2} não consegue fazer dump de eventos de um banco de dados cujo nome contém aspas; renomeie o banco de dados",
        "the server is {1}, but only {2} was found to dump it":
            "o servidor é {1}, mas só {2} foi encontrado para fazer o dump dele",
        "the rows of tables with generated columns ({1}) cannot be restored as they are: {2} writes values for these columns, which MySQL refuses; install MySQL's own client, such as the package mysql-client":
            "as linhas de tabelas com colunas geradas ({1}) não podem ser restauradas como estão: {2} grava valores para essas colunas, o que o MySQL recusa; instale o cliente do próprio MySQL, como o pacote mysql-client",
        "the server shows six digits of a FLOAT, so that longer values come back rounded (DOUBLE and DECIMAL keep theirs): {1}":
            "o servidor mostra seis dígitos de um FLOAT, de modo que valores mais longos voltam arredondados (DOUBLE e DECIMAL mantêm os seus): {1}",
        "characters of {1} that Unicode has no place for are lost in the dump, which is in UTF-8: {2}":
            "caracteres de {1} para os quais o Unicode não tem lugar se perdem no dump, que é em UTF-8: {2}",
        "{1} {2} cannot dump it (MariaDB's from 10.11 on can)":
            "{1} {2} não consegue incluí-lo no dump (o do MariaDB a partir da 10.11 consegue)",
        "a server before MariaDB 10.11 cannot take it back":
            "um servidor anterior ao MariaDB 10.11 não consegue recebê-lo de volta",
        "{1} dumps no history of this database, because that of {2} goes by transactions":
            "{1} não inclui no dump o histórico deste banco de dados, porque o de {2} se baseia em transações",
        "the history of these system-versioned tables is not in the dump: {1}; {2}":
            "o histórico destas tabelas com versionamento de sistema não está no dump: {1}; {2}",
        "{1} and {2}": "{1} e {2}",
        "missing {1}: the dump lacks {2} that the account cannot see, and cannot tell how many there are{3}":
            "falta {1}: no dump faltam {2} que a conta não pode ver, e não é possível saber quantos são{3}",
        "{1}; before it is restored: {2}": "{1}; antes de restaurar: {2}",
        "a statement of the dump has {1} bytes, and the server takes no more than {2} at once (max_allowed_packet)":
            "uma instrução do dump tem {1} bytes, e o servidor não aceita mais de {2} de uma vez (max_allowed_packet)",
        "no server takes it; keep such values as files, or load that row by other means":
            "nenhum servidor a aceita; guarde esses valores como arquivos ou carregue essa linha por outro meio",
        "SET GLOBAL max_allowed_packet = {1}, and in the server's option file, so that a restart keeps it":
            "SET GLOBAL max_allowed_packet = {1}, e também no arquivo de opções do servidor, para que seja mantido após uma reinicialização",
        "the plugin {1} declares no dump with an end marker":
            "o plugin {1} não declara um dump com marcador de fim",
        "query": "consulta",
        "left out, because the server takes a folder among its data for a database, and it holds no table: {1}; move it away, name it in the server's ignore_db_dirs, or add it to \"db_ignore\"":
            "deixados de fora, porque o servidor toma uma pasta entre seus dados por um banco de dados, e ela não contém nenhuma tabela: {1}; mova-a para outro lugar, indique-a em ignore_db_dirs do servidor ou adicione-a a \"db_ignore\"",
        "the server returns {1} rows of a table at most (sql_select_limit), and {2} cannot be told otherwise":
            "o servidor devolve no máximo {1} linhas de uma tabela (sql_select_limit), e não é possível dizer outra coisa a {2}",
        "run: SET GLOBAL sql_select_limit = 18446744073709551615, and take it out of the server's option files":
            "execute: SET GLOBAL sql_select_limit = 18446744073709551615, e retire-o dos arquivos de opções do servidor",
        "listing the accounts": "listar as contas",
        "\"{1}\" is a folder of a server before MySQL 5.1, which the dump tools cannot name":
            "\"{1}\" é uma pasta de um servidor anterior ao MySQL 5.1, que as ferramentas de dump não conseguem nomear",
        "or add it to \"db_ignore\"": "ou adicione-o a \"db_ignore\"",
        "no row of these tables comes back, because all their columns are computed, and the dump tool writes of such rows what no server takes; give each a column of its own: {1}":
            "nenhuma linha destas tabelas volta, porque todas as suas colunas são calculadas, e a ferramenta de dump grava dessas linhas o que nenhum servidor aceita; dê a cada uma coluna própria: {1}",
        "dump": "dump",
        "neither mariadb-dump nor mysqldump was found": "não foi encontrado mariadb-dump nem mysqldump",
        "install the package mariadb-client or mysql-client":
            "instale o pacote mariadb-client ou mysql-client",
        "asking {1} for its flags": "consultar as opções de {1}",
        "the server does not show, and the backup does not hold, the accounts {1}":
            "o servidor não mostra, e o backup não contém, as contas {1}",
        "the backup does not hold the accounts {1}": "o backup não contém as contas {1}",
        "users and grants are not backed up: {1}{2}": "usuários e privilégios não entram no backup: {1}{2}",
        "the server's answer about itself cannot be read":
            "a resposta do servidor sobre si mesmo não pode ser lida",
        "asking the server who it is": "perguntar ao servidor quem ele é",
        "the connection to the server is not encrypted, but \"ssl\" requires it":
            "a conexão com o servidor não é criptografada, mas \"ssl\" exige isso",
        "set up TLS on the server, or use verify-full, which the client enforces by itself":
            "configure TLS no servidor ou use verify-full, que o próprio cliente impõe",
        "asking for the active roles": "consultar os papéis ativos",
        "asking for the privileges of roles": "consultar os privilégios dos papéis",
        "asking the server for its databases": "consultar os bancos do servidor",
        "asking for users and grants": "consultar usuários e privilégios",
        "the server does not show the account what the {1} is":
            "o servidor não mostra à conta a definição de {1}",
        "restore with an account that sees it, or under another name with --target NAME":
            "restaure com uma conta que a veja, ou com outro nome, com --target NAME",
        "no client can be given the {1} safely": "nenhum cliente pode receber {1} com segurança",
        "the trigger \"{1}\" cannot be read": "o trigger \"{1}\" não pode ser lido",
        "create the account \"{1}\"": "criar a conta \"{1}\"",
        "drop the account of the drill": "excluir a conta do teste de restauração",
        "a statement of the backup that is about no account was left out: {1}":
            "uma instrução do backup que não trata de nenhuma conta ficou de fora: {1}",
        "the user {1} was not created, because the backup takes some privileges of it back, which a server without partial_revokes cannot do; turn partial_revokes on, if this server has it, and restore the globals again":
            "o usuário {1} não foi criado, porque o backup revoga alguns dos privilégios dele, o que um servidor sem partial_revokes não consegue fazer; ative partial_revokes, se este servidor tiver essa opção, e restaure os globais novamente",
        "create {1}": "criar {1}",
        "{1}, with its grants": "{1}, com as concessões",
        "remove {1} again": "remover {1}",
        "{1} exists": "{1} existe",
        "{1} and was left alone, but it could not be compared with the backup":
            "{1} e foi mantido como estava, mas não foi possível compará-lo com o backup",
        "{1}, differs from the backup and was left alone: {2}":
            "{1}, difere do backup e foi mantido como estava: {2}",
        "{1}; it is the account of this restore": "{1}; é a conta desta restauração",
        "{1}; to have it as in the backup, run {2} and restore the globals again":
            "{1}; para tê-lo como no backup, execute {2} e restaure os globais novamente",
        "give {1} its grants on tables and routines": "dar a {1} as concessões sobre tabelas e rotinas",
        "its password or settings": "sua senha ou suas configurações",
        "in the backup it has {1}": "no backup tem {1}",
        "here it has {1}": "aqui tem {1}",
        "asking for what is granted": "consultar o que está concedido",
        "asking for partial_revokes": "consultar partial_revokes",
        "the dump holds several databases: {1}": "o dump contém vários bancos de dados: {1}",
        "take one of them out of it, and restore that: zcat -f FILE | awk -v name=NAME '/^-- Current Database: /{other=($0!=\"-- Current Database: `\" name \"`\")} /^\\/\\*!40... SET .*=@OLD_/{other=0} !other' | gzip >NAME.sql.gz":
            "extraia um deles e restaure-o: zcat -f FILE | awk -v name=NAME '/^-- Current Database: /{other=($0!=\"-- Current Database: `\" name \"`\")} /^\\/\\*!40... SET .*=@OLD_/{other=0} !other' | gzip >NAME.sql.gz",
        "the backup has no manifest: the database gets the server's own character set":
            "o backup não tem manifesto: o banco de dados recebe o conjunto de caracteres do próprio servidor",
        "the dump is of {1}, the server is {2}: not everything that one of them writes is understood by the other":
            "o dump é de {1}, o servidor é {2}: nem tudo o que um deles grava é entendido pelo outro",
        "the account may not see which users exist, so that definers cannot be checked":
            "a conta não pode ver quais usuários existem, por isso não é possível verificar os definers",
        "views, triggers and routines of these users cannot run, because they do not exist: {1}":
            "views, triggers e rotinas destes usuários não podem ser executados, porque eles não existem: {1}",
        "views, triggers or routines of the dump run in the name of users that neither the server nor the backup has, and cannot be used before these are made and may do it: {1}":
            "views, triggers ou rotinas do dump são executados em nome de usuários que nem o servidor nem o backup têm, e não podem ser usados antes que estes sejam criados e tenham permissão: {1}",
        "the server takes no writes from this account: {1} is on":
            "o servidor não aceita gravações desta conta: {1} está ativo",
        "restore on its primary, or run: SET GLOBAL {1} = OFF":
            "restaure no primário dele, ou execute: SET GLOBAL {1} = OFF",
        "\"{1}\" is the server's own database": "\"{1}\" é um banco de dados do próprio servidor",
        "the dump has tables or views of all the names under which the mark of a restore could stand: {1}":
            "o dump tem tabelas ou views com todos os nomes sob os quais a marca de uma restauração poderia ficar: {1}",
        "restore it by hand; vya-backup restore --card FILE shows how":
            "restaure-o manualmente; vya-backup restore --card FILE mostra como",
        "\"{1}\" is no name for a database": "\"{1}\" não é um nome de banco de dados",
        "use at most 64 characters, without a space at the end":
            "use no máximo 64 caracteres, sem espaço no fim",
        "database \"{1}\" is being restored, or was, by another host or for another purpose: {2}":
            "o banco de dados \"{1}\" está em restauração, ou esteve, por outro host ou para outro fim: {2}",
        "when that restore is over, drop the database and try again":
            "quando essa restauração terminar, exclua o banco de dados e tente novamente",
        "the dump is of {1}, the server is {2}": "o dump é de {1}, o servidor é {2}",
        "restore on a server of {1} or newer": "restaure em um servidor de {1} ou mais recente",
        "the server does not know the collation {1} of the database":
            "o servidor não conhece a collation {1} do banco de dados",
        "restore on a server of the dump's own kind and version":
            "restaure em um servidor do mesmo tipo e versão do dump",
        "tables differ in case alone, which the server takes for one: {1}":
            "há tabelas que diferem apenas em maiúsculas e minúsculas, que o servidor toma por uma só: {1}",
        "restore on a server with lower_case_table_names=0":
            "restaure em um servidor com lower_case_table_names=0",
        "restore the users as well with --globals; they are in {1}":
            "restaure também os usuários com --globals; eles estão em {1}",
        "or create them: {1}": "ou crie-os: {1}",
        "views, triggers or routines of the dump run in the name of users that the server does not have: {1}":
            "views, triggers ou rotinas do dump são executados em nome de usuários que o servidor não tem: {1}",
        "the account may not do all that a restore into \"{1}\" needs: missing {2}":
            "a conta não pode fazer tudo o que uma restauração em \"{1}\" exige: falta {2}",
        "asking the server for what the dump needs": "consultar no servidor o que o dump precisa",
        "the server does not know collations of the tables: {1}":
            "o servidor não conhece collations das tabelas: {1}",
        "events run in time zones that the server does not know: {1}":
            "há eventos executados em fusos horários que o servidor não conhece: {1}",
        "run on the server's host: {1}": "execute no host do servidor: {1}",
        "tables lie in tablespaces that the server does not have: {1}":
            "há tabelas em tablespaces que o servidor não tem: {1}",
        "columns have coordinates of spatial reference systems that the server does not know, and no dump of a database holds: {1}":
            "há colunas com coordenadas de sistemas de referência espacial que o servidor não conhece e que nenhum dump de um banco de dados contém: {1}",
        "take each over from the server that was backed up, by CREATE SPATIAL REFERENCE SYSTEM; see information_schema.ST_SPATIAL_REFERENCE_SYSTEMS there":
            "copie cada um do servidor do qual foi feito o backup, com CREATE SPATIAL REFERENCE SYSTEM; veja information_schema.ST_SPATIAL_REFERENCE_SYSTEMS nele",
        "the server has a binary log, and takes these functions and triggers from nobody, or from superusers alone: {1}":
            "o servidor tem log binário e não aceita estas funções e triggers de ninguém, ou só de superusuários: {1}",
        "run: SET GLOBAL log_bin_trust_function_creators = 1, and set it back after the restore":
            "execute: SET GLOBAL log_bin_trust_function_creators = 1, e desfaça isso depois da restauração",
        "the database \"{1}\" takes no writes: READ ONLY is on":
            "o banco de dados \"{1}\" não aceita gravações: READ ONLY está ativo",
        "{1}, database {2}": "{1}, banco de dados {2}",
        "events that run once, or up to a time, do not come back when that is past, and are not counted: {1}":
            "eventos que ocorrem uma só vez, ou até um horário, não voltam quando ele já passou e não são contados: {1}",
        "only {1} was found, which is not the server's own client":
            "só {1} foi encontrado, que não é o cliente do próprio servidor",
        "the dump holds hints for the optimizer or bodies of routines that {1} cannot read":
            "o dump contém dicas para o otimizador ou corpos de rotinas que {1} não consegue ler",
        "install MySQL's own client of version {1} or later, such as the package mysql-client":
            "instale o cliente do próprio MySQL na versão {1} ou posterior, como o pacote mysql-client",
        "the dump holds names with two dollar signs, between which {1} reads a text, so that what stands there could become statements":
            "o dump contém nomes com dois cifrões, entre os quais {1} lê um texto, de modo que o que consta ali poderia se tornar instruções",
        "install MariaDB's client, or MySQL's of version {1}":
            "instale o cliente do MariaDB, ou o do MySQL na versão {1}",
        "create the database {1}{2}": "criar o banco de dados {1}{2}",
        "load the dump into it, and count what came": "carregar o dump nele e contar o que chegou",
        "take the mark off the database {1}": "retirar a marca do banco de dados {1}",
        "drop the database {1}": "excluir o banco de dados {1}",
        "database {1} is what an interrupted restore left behind; it is dropped first":
            "o banco de dados {1} é o que uma restauração interrompida deixou; ele é excluído antes",
        "drop what a killed restore left of {1}":
            "excluir o que uma restauração encerrada à força deixou de {1}",
        "drop the scratch database {1}": "excluir o banco temporário {1}",
        "create the database {1}": "criar o banco de dados {1}",
        "database {1} exists on the server": "o banco de dados {1} existe no servidor",
        ", and still carries the mark of a restore that was interrupted":
            ", e ainda traz a marca de uma restauração que foi interrompida",
        "or let the restore replace it with --replace; the old tables are kept under another name":
            "ou deixe a restauração substituí-lo com --replace; as tabelas antigas são mantidas com outro nome",
        "a replacement of it was interrupted; --replace brings it to an end first":
            "uma substituição dele foi interrompida; --replace a conclui antes",
        "the dump holds what no dump tool writes, {1}":
            "o dump contém o que nenhuma ferramenta de dump grava, {1}",
        "somebody may have changed the dump; restore another one, or look at that place in it":
            "alguém pode ter alterado o dump; restaure outro ou examine esse ponto nele",
        "if it is what it should be, add --accept-unknown":
            "se for o que deveria ser, adicione --accept-unknown",
        "routines whose collation is not the database's own get that of {1}, because the dump would change the original database":
            "rotinas cuja collation não é a do banco de dados recebem a de {1}, porque o dump alteraria o banco de dados original",
        "the columns of these tables are all computed, and of their rows the dump holds what no server takes, which is left out: {1}":
            "as colunas destas tabelas são todas calculadas, e das linhas delas o dump contém o que nenhum servidor aceita, o que é deixado de fora: {1}",
        "events are left out of the scratch database, since the server would run them there":
            "os eventos são deixados de fora do banco temporário, pois o servidor os executaria ali",
        "rows of the table {1} take numbers of a sequence of the database {2}, which would go on there":
            "as linhas da tabela {1} obtêm números de uma sequência do banco de dados {2}, que avançaria ali",
        "if that is the dump's own database, restore it under that name":
            "se esse for o próprio banco de dados do dump, restaure-o com esse nome",
        "events of a copy come back disabled: {1}; ALTER EVENT … ENABLE lets them run":
            "os eventos de uma cópia voltam desabilitados: {1}; ALTER EVENT … ENABLE permite a execução deles",
        "what reaches out of the database {1} does so still: {2}":
            "o que depende de algo fora do banco de dados {1} continua assim: {2}",
        "create the scratch database {1}{2}": "criar o banco temporário {1}{2}",
        "load the dump into it, count what came, and drop it":
            "carregar o dump nele, contar o que chegou e excluí-lo",
        "the scratch database {1} exists already": "o banco temporário {1} já existe",
        "code in the dump runs with the rights of {1}, which may not create the drill an account of its own: it lacks {2}":
            "o código do dump é executado com os direitos de {1}, que não pode criar uma conta própria para o teste de restauração: falta {2}",
        "create the account {1}, which has rights on that database alone":
            "criar a conta {1}, que tem direitos apenas nesse banco de dados",
        "not drilled: {1}": "fora do teste de restauração: {1}",
        "definers": "definers",
        "{1} × views that name another database": "{1} × views que mencionam outro banco de dados",
        "{1} × tables that show what lies elsewhere": "{1} × tabelas que mostram o que está em outro lugar",
        "views of the dump are made of views that run in the name of accounts that need rights on {1}: {2}; without them the replacement fails at its end, and what was there is put back":
            "views do dump são feitas de views executadas em nome de contas que precisam de direitos em {1}: {2}; sem eles a substituição falha no fim, e o que havia é recolocado",
        "bring the replacement of {1} that was interrupted to an end; it keeps tables in {2}":
            "concluir a substituição de {1} que foi interrompida; ela mantém tabelas em {2}",
        "an interrupted replacement of {1} is brought to an end first":
            "uma substituição interrompida de {1} é concluída antes",
        "load the dump into the scratch database {1}{2}, and count what came":
            "carregar o dump no banco temporário {1}{2} e contar o que chegou",
        "move the tables of {1} to {2}, and those of the scratch database to the name, at once":
            "mover as tabelas de {1} para {2}, e as do banco temporário para o nome, de uma só vez",
        "make the triggers, views, routines and events of the dump under the name":
            "criar com o nome os triggers, views, rotinas e eventos do dump",
        "restore under another name with --target NAME, and copy what is needed":
            "restaure com outro nome, com --target NAME, e copie o que for necessário",
        "asking for what {1} holds": "consultar o que {1} contém",
        "the account does not see what {1} routines of {2} are, so that they could not be kept":
            "a conta não vê a definição de {1} rotinas de {2}, portanto não seria possível mantê-las",
        "restore with an account that sees them": "restaure com uma conta que as veja",
        "the dump makes libraries, which a replacement does not move":
            "o dump cria bibliotecas, que uma substituição não move",
        "{1} holds a table {2}, which is how a replacement keeps its own notes":
            "{1} contém uma tabela {2}, que é onde uma substituição guarda suas próprias anotações",
        "rename or drop that table": "renomeie ou exclua essa tabela",
        "database {1} has {2} already": "o banco de dados {1} já tem {2}",
        "restore into another database with --target NAME, and copy what is needed":
            "restaure em outro banco de dados, com --target NAME, e copie o que for necessário",
        "or rename what is there: RENAME TABLE … TO …": "ou renomeie o que há: RENAME TABLE … TO …",
        "drop the tables again": "excluir as tabelas criadas",
        "load {1} into the database, and count the rows": "carregar {1} no banco de dados e contar as linhas",
        "load {1} into it, and count the rows": "carregar {1} nele e contar as linhas",
        "asking for the tables": "consultar as tabelas",
        "views run in the name of accounts that may have no rights on {1}: {2}; GRANT SELECT ON it to them, where somebody is to read such a view":
            "há views executadas em nome de contas que podem não ter direitos em {1}: {2}; conceda a elas SELECT nele, se alguém precisar ler uma dessas views",
        "drop the scratch database \"{1}\" of a drill that was killed":
            "excluir o banco temporário \"{1}\" de um teste de restauração encerrado à força",
        "{1}, users and grants": "{1}, usuários e concessões",
        "the account may not see which users exist": "a conta não pode ver quais usuários existem",
        "the account may not create users": "a conta não pode criar usuários",
        "restore the users with an account that has CREATE USER and GRANT OPTION on *.*":
            "restaure os usuários com uma conta que tenha CREATE USER e GRANT OPTION em *.*",
        "there as in the backup: {1}": "existem como no backup: {1}",
        "{1} grants wait for their tables and routines; restore the globals again when these are there: {2}":
            "{1} concessões aguardam suas tabelas e rotinas; restaure os globais novamente quando elas existirem: {2}",
        "create the users and roles {1}": "criar os usuários e papéis {1}",
        "run {1} grants on tables and routines of users that exist":
            "executar {1} concessões sobre tabelas e rotinas de usuários existentes",
        "leave the users as they are: those of the backup are there":
            "manter os usuários como estão: os do backup existem",
        "leave the users as they are: those that are missing or differ cannot be made":
            "manter os usuários como estão: os que faltam ou diferem não podem ser criados",
        "the restored database could not be counted: {1}":
            "não foi possível contar o banco de dados restaurado: {1}",
        "give the restored database its name {1}": "dar ao banco de dados restaurado seu nome {1}",
        "drop it, or wait a second, and try again": "exclua-o, ou espere um segundo, e tente novamente",
        "look at what is to be made anew": "examinar o que deve ser recriado",
        "take the name {1}": "assumir o nome {1}",
        "the old tables are kept in {1}, with the statements that make what else there was in its table {2}; remove it when it is no longer needed: DROP DATABASE {3}":
            "as tabelas antigas são mantidas em {1}, com as instruções que criam o que mais havia na tabela {2} dele; remova-o quando não for mais necessário: DROP DATABASE {3}",
        "bring the replacement of {1} to an end": "concluir a substituição de {1}",
        "vya-backup restore with --replace once more; the old tables are in {1} or in {2}":
            "vya-backup restore com --replace mais uma vez; as tabelas antigas estão em {1} ou em {2}",
        "read how far the replacement of {1} is": "ler até onde chegou a substituição de {1}",
        "a replacement of {1} was called off: the database is as it was":
            "uma substituição de {1} foi cancelada: o banco de dados está como era",
        "a replacement of {1} was brought to its end: the restored database has the name, and the old tables are kept in {2}":
            "uma substituição de {1} foi concluída: o banco de dados restaurado tem o nome, e as tabelas antigas são mantidas em {2}",
        "put the old tables of {1} back": "recolocar as tabelas antigas de {1}",
        "RENAME TABLE, for each table of {1}, to {2}": "RENAME TABLE, para cada tabela de {1}, para {2}",
        "read how {1} was": "ler como era {1}",
        "the database {1} is as it was; what was restored, with all that was written to it meanwhile, is kept in {2}":
            "o banco de dados {1} está como era; o que foi restaurado, com tudo o que foi gravado nele nesse meio-tempo, é mantido em {2}",
        "one of the databases is no longer there": "um dos bancos de dados não existe mais",
        "the server's answer about the databases is not whole":
            "a resposta do servidor sobre os bancos de dados não está completa",
        "foreign keys hold on to the tables of \"{1}\", and would go with them when the database is kept under another name":
            "há chaves estrangeiras presas às tabelas de \"{1}\", que iriam com elas quando o banco de dados fosse mantido com outro nome",
        "or drop these foreign keys, and make them again after the restore":
            "ou exclua essas chaves estrangeiras e crie-as novamente depois da restauração",
        "somebody has changed what a replacement of \"{1}\" wrote down in \"{2}\"":
            "alguém alterou o que uma substituição de \"{1}\" anotou em \"{2}\"",
        "look at what is in both databases, and move the tables by hand: RENAME TABLE":
            "examine o conteúdo dos dois bancos de dados e mova as tabelas manualmente: RENAME TABLE",
        "what a replacement wrote down in \"{1}\" cannot be read":
            "o que uma substituição anotou em \"{1}\" não pode ser lido",
        "did you mean \"{1}\"?": "seria \"{1}\"?",
        "the dump holds no table \"{1}\"": "o dump não contém a tabela \"{1}\"",
        "it holds: {1}": "contém: {1}",
        "the dump does not say where the table \"{1}\" begins and ends":
            "o dump não diz onde a tabela \"{1}\" começa e termina",
        "restore the whole dump under another name with --target NAME, and copy the table":
            "restaure o dump inteiro com outro nome, com --target NAME, e copie a tabela",
        "asking the server what it can take": "perguntar ao servidor o que ele aceita",
        "the plugin {1} declares no dump": "o plugin {1} não declara um dump",
        "globals": "globais",
        "listing the databases": "listar os bancos",
        "db_list names no database to back up": "db_list não indica nenhum banco de dados para fazer backup",
        "{1} cannot be asked; list every database of id_dbms {2}":
            "não é possível consultar {1}; liste todos os bancos de dados de id_dbms {2}",
        "db_list names no database file to back up":
            "db_list não indica nenhum arquivo de banco de dados para fazer backup",
        "list absolute paths or globs in \"db_list\" of id_dbms {1}":
            "liste caminhos absolutos ou padrões em \"db_list\" de id_dbms {1}",
        "is no absolute path": "não é um caminho absoluto",
        "write the whole path, from / on": "escreva o caminho completo, a partir de /",
        "matches no file": "não corresponde a nenhum arquivo",
        "check the path, and that the file is there": "verifique o caminho e se o arquivo existe",
        "db_list and db_ignore leave no database file to back up":
            "db_list e db_ignore não deixam nenhum arquivo de banco de dados para fazer backup",
        "{1}, database \"{2}\"": "{1}, banco de dados \"{2}\"",
        "the plugin {1} does not say how its dumps come back":
            "o plugin {1} não diz como seus dumps são restaurados",
        "add \"restore\" to its file, or load the dump with the tools of {1}":
            "adicione \"restore\" ao arquivo dele ou carregue o dump com as ferramentas de {1}",
        "nothing is known of {1} but how a dump is loaded: {2}":
            "de {1} só se sabe como um dump é carregado: {2}",
        "restore the whole database under a name that is free, with --target NAME":
            "restaure o banco de dados inteiro com um nome livre, com --target NAME",
        "load the dump into the database \"{1}\"": "carregar o dump no banco de dados \"{1}\"",
        "{1} cannot be asked whether the database exists, nor what came: look before and after":
            "não é possível consultar {1} para saber se o banco de dados existe nem o que chegou: examine antes e depois",
        "psql was not found": "psql não foi encontrado",
        "install the package postgresql-client": "instale o pacote postgresql-client",
        "the server gave no answer": "o servidor não respondeu",
        "the account may not read {1}": "a conta não pode ler {1}",
        "row-level security hides rows from the account in {1}":
            "a segurança em nível de linha oculta linhas da conta em {1}",
        "the account may not read {1} large objects": "a conta não pode ler {1} objetos grandes",
        "asking the database \"{1}\" what the account may read":
            "consultar no banco de dados \"{1}\" o que a conta pode ler",
        "asking the database \"{1}\" what it holds": "consultar o que o banco de dados \"{1}\" contém",
        "the server's answer about what it holds cannot be read":
            "a resposta do servidor sobre o que ele contém não pode ser lida",
        "the options of user mappings, passwords among them, cannot be read by the backup account, and the dump lacks them, for: {1}; a superuser may read them all":
            "as opções de mapeamentos de usuários, inclusive senhas, não podem ser lidas pela conta de backup e faltam no dump, para: {1}; um superusuário pode ler todas",
        "the server is a standby, which has no rows of unlogged tables, so that these are empty in the dump: {1}":
            "o servidor é um standby, que não tem linhas de tabelas unlogged, por isso elas estão vazias no dump: {1}",
        "of what belongs to the database itself, this is not in UTF-8 and is left out: {1}; see: psql \\l+, and write it again while you are connected to \"postgres\"":
            "do que pertence ao próprio banco de dados, isto não está em UTF-8 e é deixado de fora: {1}; veja: psql \\l+, e grave-o novamente em uma conexão com \"postgres\"",
        "asking for the sizes of the databases": "consultar os tamanhos dos bancos",
        "reading the passwords of roles": "ler as senhas dos papéis",
        "the server is PostgreSQL {1}, and no {2} here is that new":
            "o servidor é PostgreSQL {1}, e nenhum {2} aqui é tão novo",
        "install the client of version {1} or later, such as the package postgresql-client-{2}":
            "instale o cliente da versão {1} ou posterior, como o pacote postgresql-client-{2}",
        "the name of database \"{1}\" is not in UTF-8, so that nothing here can say it":
            "o nome do banco de dados \"{1}\" não está em UTF-8, por isso nada aqui consegue expressá-lo",
        "rename it: ALTER DATABASE … RENAME TO …, or add it to \"db_ignore\" with ? or *":
            "renomeie-o: ALTER DATABASE … RENAME TO …, ou adicione-o a \"db_ignore\" com ? ou *",
        "database \"{1}\" is being restored under its own name, or was when that was cut off":
            "o banco de dados \"{1}\" está sendo restaurado com o próprio nome, ou estava quando isso foi interrompido",
        "if no restore is under way, run the one that was cut off once more, with --replace":
            "se nenhuma restauração estiver em andamento, execute mais uma vez a que foi interrompida, com --replace",
        "database \"{1}\" is invalid: a DROP DATABASE was interrupted":
            "o banco de dados \"{1}\" é inválido: um DROP DATABASE foi interrompido",
        "drop it, or add it to \"db_ignore\"": "exclua-o ou adicione-o a \"db_ignore\"",
        "database \"{1}\" accepts no connections (datallowconn is false)":
            "o banco de dados \"{1}\" não aceita conexões (datallowconn é false)",
        "run ALTER DATABASE … ALLOW_CONNECTIONS true, or add it to \"db_ignore\"":
            "execute ALTER DATABASE … ALLOW_CONNECTIONS true, ou adicione-o a \"db_ignore\"",
        "the roles are saved without their passwords, because {1} may not read them; after a restore they must be set again":
            "os papéis são salvos sem as senhas, porque {1} não pode lê-las; depois de uma restauração elas precisam ser definidas novamente",
        "the server's answer about its databases cannot be read":
            "a resposta do servidor sobre os bancos de dados não pode ser lida",
        "servers before PostgreSQL 9.4 are not supported":
            "servidores anteriores ao PostgreSQL 9.4 não são suportados",
        "counting the restored rows failed: psql ended with {1}":
            "a contagem das linhas restauradas falhou: psql terminou com {1}",
        "the server's answer about the restored rows cannot be read":
            "a resposta do servidor sobre as linhas restauradas não pode ser lida",
        "create the role \"{1}\"": "criar o papel \"{1}\"",
        "close the database \"{1}\" to others": "fechar o banco de dados \"{1}\" a outros",
        "furnish the database \"{1}\"": "preparar o banco de dados \"{1}\"",
        "drop the role \"{1}\"": "excluir o papel \"{1}\"",
        "name a server on which it may: \"drill\": {\"id_dbms\": N}":
            "informe um servidor em que ela possa fazer isso: \"drill\": {\"id_dbms\": N}",
        "only a superuser can load this dump ({1}), and no superuser loads what others wrote on the server that it protects":
            "só um superusuário pode carregar este dump ({1}), e nenhum superusuário carrega o que outros gravaram no servidor que ele protege",
        "the server lets no role in by password, so that the drill cannot have one of its own":
            "o servidor não permite a entrada de nenhum papel por senha, por isso o teste de restauração não pode ter um próprio",
        "let it, in pg_hba.conf: host all all 127.0.0.1/32 scram-sha-256, and SELECT pg_reload_conf()":
            "permita isso em pg_hba.conf: host all all 127.0.0.1/32 scram-sha-256, e SELECT pg_reload_conf()",
        "create the role \"{1}\", which owns that database and has no other right":
            "criar o papel \"{1}\", que é dono desse banco de dados e não tem nenhum outro direito",
        "remove the database \"{1}\" and the role": "remover o banco de dados \"{1}\" e o papel",
        "privileges of the database, settings of roles in it":
            "privilégios do banco, configurações de papéis nele",
        "the local socket": "socket local",
        "PostgreSQL {1} at {2}{3}": "PostgreSQL {1} em {2}{3}",
        "remove the database \"{1}\"": "remover o banco de dados \"{1}\"",
        "drop the subscriptions of the database \"{1}\"": "excluir as assinaturas do banco de dados \"{1}\"",
        "owners are left out: all of it belongs to {1}": "os donos são deixados de fora: tudo pertence a {1}",
        "privileges are left out: nobody is granted anything, and what was taken from PUBLIC is PUBLIC's again":
            "os privilégios são deixados de fora: nada é concedido a ninguém, e o que foi retirado de PUBLIC volta a ser de PUBLIC",
        "left out, because it is granted to roles that were dropped before the backup: {1} × privileges of {2}":
            "deixado de fora, porque foi concedido a papéis excluídos antes do backup: {1} × privilégios de {2}",
        "the database \"{1}\" exists already": "o banco de dados \"{1}\" já existe",
        "give another name with --target NAME, or let it give way with --replace":
            "informe outro nome com --target NAME, ou deixe a restauração substituí-lo com --replace",
        "rows are checked against the name of their database (current_database()), and may come back into none but \"{1}\"":
            "há linhas verificadas conforme o nome do banco de dados (current_database()), que não podem voltar para nenhum outro além de \"{1}\"",
        "keep the database \"{1}\" as \"{2}\", ending its sessions":
            "manter o banco de dados \"{1}\" como \"{2}\", encerrando suas sessões",
        "give the restored database its name \"{1}\"": "dar ao banco de dados restaurado seu nome \"{1}\"",
        "{1}, with its privileges": "{1}, com seus privilégios",
        "the database that gives way is kept; remove it when it is no longer needed: {1}":
            "o banco de dados substituído é mantido; remova-o quando não for mais necessário: {1}",
        "rows are checked against the name of their database (current_database()), so that they cannot be loaded beside the original, and no drill can be made":
            "há linhas verificadas conforme o nome do banco de dados (current_database()), por isso não podem ser carregadas ao lado do original, e não é possível fazer um teste de restauração",
        "restore it on another server under its own name, to see that it comes back":
            "restaure-o em outro servidor com o próprio nome, para ver se ele volta",
        "code in the dump runs with the rights of {1}, which may not create the drill a role of its own: {2}":
            "o código do dump é executado com os direitos de {1}, que não pode criar um papel próprio para o teste de restauração: {2}",
        "set the privileges of the database \"{1}\"": "definir os privilégios do banco de dados \"{1}\"",
        "an interrupted restore left the database \"{1}\"; it is removed":
            "uma restauração interrompida deixou o banco de dados \"{1}\"; ele é removido",
        "the database \"{1}\" is not what an earlier restore from this host left, and its name is needed":
            "o banco de dados \"{1}\" não é o que uma restauração anterior deste servidor deixou, e seu nome é necessário",
        "give it another name, or remove it if nothing of it is needed":
            "dê outro nome a ele, ou remova-o se nada dele for necessário",
        "create the database \"{1}\"": "criar o banco de dados \"{1}\"",
        "create the database \"{1}\"{2}": "criar o banco de dados \"{1}\"{2}",
        "set the settings of the database \"{1}\"": "definir as configurações do banco de dados \"{1}\"",
        "restore the dump into it": "restaurar o dump nele",
        " in one transaction": " em uma única transação",
        ", and go on behind what fails": ", e continuar depois do que falhar",
        ", statement by statement": ", instrução por instrução",
        "to have all the rest, and what fails named, add --keep-going":
            "para obter todo o resto, com a indicação do que falhar, adicione --keep-going",
        "not counted, because no count of them is known: {1}":
            "não contado, porque não se conhece uma contagem: {1}",
        "compare the rows of {1}": "comparar as linhas de {1}",
        " and the objects": " e os objetos",
        "the jobs of pg_cron run as soon as they are there, each in the database that cron.job names":
            "os jobs do pg_cron são executados assim que existirem, cada um no banco de dados indicado em cron.job",
        "which the server lets be in its database \"{1}\" alone":
            "que o servidor só permite em seu banco de dados \"{1}\"",
        "the database holds pg_cron, {1}": "o banco de dados contém o pg_cron, {1}",
        "which does not run on the server": "que não é executado no servidor",
        "set in postgresql.conf, and start the server again: shared_preload_libraries = 'pg_cron', {1}":
            "defina em postgresql.conf e reinicie o servidor: shared_preload_libraries = 'pg_cron', {1}",
        "or restore a copy without it under another name: --target NAME":
            "ou restaure uma cópia sem ele com outro nome: --target NAME",
        "give the new database the name \"{1}\" for a moment":
            "dar ao novo banco de dados o nome \"{1}\" por um momento",
        "make pg_cron": "criar o pg_cron",
        "take the name \"{1}\" from the new database again":
            "retirar novamente o nome \"{1}\" do novo banco de dados",
        "make pg_cron in it under the name \"{1}\", where alone it can be made":
            "criar nele o pg_cron com o nome \"{1}\", o único com o qual pode ser criado",
        "; for that moment the old one gives way, ending its sessions":
            "; nesse momento o antigo cede o nome, com o encerramento de suas sessões",
        "pg_cron can be in one database of a server alone, and is left out: its jobs come as the rows of a plain table, and none of them runs":
            "o pg_cron só pode estar em um banco de dados do servidor, e é deixado de fora: seus jobs voltam como linhas de uma tabela comum, e nenhum deles é executado",
        "make what stands in for pg_cron": "criar o que substitui o pg_cron",
        "left out, because it makes neither a role nor a tablespace: {1}":
            "deixado de fora, porque não cria nem papel nem tablespace: {1}",
        "make the role {1}": "criar o papel {1}",
        "make the roles {1}": "criar os papéis {1}",
        "make the tablespaces {1}": "criar os tablespaces {1}",
        "tablespace \"{1}\" needs its folder on the server":
            "o tablespace \"{1}\" precisa da pasta dele no servidor",
        "there is nothing to restore: all of it exists": "não há nada a restaurar: tudo já existe",
        "{1} of all roles": "{1} de todos os papéis",
        "{1} is set otherwise and was left alone; to have it as in the backup: {2}":
            "{1} tem outro valor e foi mantido como estava; para tê-lo como no backup: {2}",
        "only a superuser can set {1}: {2}": "só um superusuário pode definir {1}: {2}",
        "set {1}": "definir {1}",
        "roles": "papéis",
        "only a superuser can make the role {1}": "só um superusuário pode criar o papel {1}",
        "restore the roles with the account of a superuser":
            "restaure os papéis com a conta de um superusuário",
        "make the tablespace \"{1}\"": "criar o tablespace \"{1}\"",
        "remove the tablespace \"{1}\" again": "remover novamente o tablespace \"{1}\"",
        "{1}, with its settings": "{1}, com suas configurações",
        "{1} exist and were left alone, but could not be compared with the backup: {2}":
            "{1} existem e foram mantidos como estavam, mas não foi possível compará-los com o backup: {2}",
        "role": "papel",
        "tablespace": "tablespace",
        "{1} \"{2}\" exists": "{1} \"{2}\" existe",
        "{1} and is as in the backup": "{1} e está como no backup",
        "another password": "outra senha",
        "{1}; to have it as in the backup, change it, or drop it and restore the globals again":
            "{1}; para tê-lo como no backup, altere-o, ou exclua-o e restaure os globais novamente",
        "there is no tool that lists the roles of the server":
            "não há ferramenta que liste os papéis do servidor",
        "asking for the roles that exist": "consultar os papéis que existem",
        "the dump holds commands of psql, what it could take for them, or statements that pg_dump never writes":
            "o dump contém comandos do psql, o que ele poderia tomar por comandos, ou instruções que o pg_dump nunca grava",
        "do not feed it to psql; look at these places, and where the file comes from":
            "não o passe ao psql; examine esses pontos e a origem do arquivo",
        "if they are what they should be, add --accept-unknown":
            "se forem o que deveriam ser, adicione --accept-unknown",
        "the dump comes from PostgreSQL {1}, and the server is {2}":
            "o dump é do PostgreSQL {1}, e o servidor é {2}",
        "restore on a server of version {1} or later": "restaure em um servidor da versão {1} ou posterior",
        "the server is a standby, which takes no writes": "o servidor é um standby, que não aceita gravações",
        "restore on its primary, or promote it: SELECT pg_promote()":
            "restaure no primário dele, ou promova-o: SELECT pg_promote()",
        "the plugin {1} does not say how to restore": "o plugin {1} não diz como restaurar",
        "{1} is older than \\restrict; the lines are left out, and the dump was searched for commands instead":
            "{1} é anterior ao \\restrict; as linhas são deixadas de fora, e em vez disso foram procurados comandos no dump",
        "without a manifest the database gets the server's locale, no settings and no privileges of its own":
            "sem manifesto, o banco de dados recebe o locale do servidor, e nenhuma configuração nem privilégio próprio",
        "the server has no extension {1}": "o servidor não tem a extensão {1}",
        "install their packages on the server, such as postgresql-{1}-NAME":
            "instale os pacotes delas no servidor, como postgresql-{1}-NAME",
        "the server has no tablespace {1}": "o servidor não tem o tablespace {1}",
        "make it: CREATE TABLESPACE name LOCATION 'folder'; any folder of the server will do":
            "crie-o: CREATE TABLESPACE name LOCATION 'folder'; qualquer pasta do servidor serve",
        "restore the roles first: vya-backup restore the file that ends in _globals.sql.gz, or add --globals":
            "restaure antes os papéis: vya-backup restore com o arquivo que termina em _globals.sql.gz, ou adicione --globals",
        "restore the roles first: vya-backup restore {1}, or add --globals":
            "restaure antes os papéis: vya-backup restore {1}, ou adicione --globals",
        "the server has no role {1}": "o servidor não tem o papel {1}",
        "or make them by hand: CREATE ROLE name": "ou crie-os manualmente: CREATE ROLE name",
        "policies, user mappings or the like of the dump name them":
            "políticas, mapeamentos de usuários ou similares do dump os mencionam",
        "or leave them out: --no-owner --no-privileges": "ou deixe-os de fora: --no-owner --no-privileges",
        "the account {1} may not create {2}": "a conta {1} não pode criar {2}",
        "let it: {1}, or restore with another account": "permita isso: {1}, ou restaure com outra conta",
        "{1} is {2} on this server and was {3} on the one that was backed up; where values depend on it: ALTER DATABASE … {4}":
            "{1} é {2} neste servidor e era {3} no servidor do qual foi feito o backup; onde houver valores que dependam disso: ALTER DATABASE … {4}",
        "databases": "bancos de dados",
        "the account {1} may not give databases to {2} and stays the owner":
            "a conta {1} não pode dar bancos de dados a {2} e permanece como dona",
        "the database has a locale of {1}, which the server does not support":
            "o banco de dados tem um locale de {1}, que o servidor não suporta",
        "restore on PostgreSQL {1} or later that is built with it":
            "restaure em PostgreSQL {1} ou posterior que tenha sido compilado com ele",
        "ICU": "ICU",
        "PostgreSQL's own": "o do próprio PostgreSQL",
        "the server lists no locale {1}; if the database cannot be created, install it in the server's operating system and start the server again":
            "o servidor não lista o locale {1}; se não for possível criar o banco de dados, instale-o no sistema operacional do servidor e reinicie o servidor",
        "a restore of \"{1}\" under its own name was cut off; what was there before is put back first":
            "uma restauração de \"{1}\" com o próprio nome foi interrompida; o que havia antes é recolocado primeiro",
        "take the name \"{1}\" from what was loaded by half":
            "retirar o nome \"{1}\" do que foi carregado pela metade",
        "put the old database \"{1}\" back": "recolocar o antigo banco de dados \"{1}\"",
        "ALTER DATABASE … RENAME TO …, once you have looked at {1}":
            "ALTER DATABASE … RENAME TO …, depois de examinar {1}",
        "give it its name \"{1}\" before it is loaded": "dar a ele o nome \"{1}\" antes da carga",
        "{1}, and keep the old one as \"{2}\", ending its sessions; back if anything fails":
            "{1}, e manter o antigo como \"{2}\", encerrando suas sessões; tudo volta se algo falhar",
        "what is loaded asks for the name of its database, so that it is loaded under it; until it is whole ":
            "o que é carregado consulta o nome do próprio banco de dados, por isso é carregado com esse nome; até que esteja completo, ",
        "superusers alone come in": "só superusuários entram",
        "its owner and superusers alone come in": "só o dono e superusuários entram",
        "give the new database its name \"{1}\"": "dar ao novo banco de dados seu nome \"{1}\"",
        "open the database \"{1}\"": "abrir o banco de dados \"{1}\"",
        "set its privileges and its comment": "definir seus privilégios e seu comentário",
        "the database \"{1}\" is half of a restore that was cut off":
            "o banco de dados \"{1}\" é a metade de uma restauração que foi interrompida",
        "run that restore once more, with --replace": "execute essa restauração mais uma vez, com --replace",
        "with what they are made of, or inherit from, come: {1}":
            "com aquilo de que são feitas, ou de que herdam, vêm: {1}",
        "tables that inherit from them do not come unless they are named, too: {1}":
            "tabelas que herdam delas não vêm, a menos que também sejam informadas: {1}",
        "tables go into a database that exists all at once or not at all":
            "as tabelas entram em um banco de dados existente todas de uma vez ou não entram",
        "restore them into a new database: --target NAME":
            "restaure-as em um novo banco de dados: --target NAME",
        "the database \"{1}\" accepts no connections": "o banco de dados \"{1}\" não aceita conexões",
        "let sessions in: {1}": "permita sessões: {1}",
        "the table {1} exists already in the database \"{2}\"":
            "a tabela {1} já existe no banco de dados \"{2}\"",
        "rename or drop it there, or restore into a new database with --target NAME":
            "renomeie-a ou exclua-a ali, ou restaure em um novo banco de dados com --target NAME",
        "restore the tables {1} into the database \"{2}\" in one transaction":
            "restaurar as tabelas {1} no banco de dados \"{2}\" em uma única transação",
        "with the extensions come the rows of their tables: {1}":
            "com as extensões vêm as linhas das tabelas delas: {1}",
        "left out, because it binds the tables to others: {1} × {2}":
            "deixado de fora, porque vincula as tabelas a outras: {1} × {2}",
        "left out, because it is made of tables that are not chosen ({1}): {2} × {3}":
            "deixado de fora, porque é feito de tabelas que não foram escolhidas ({1}): {2} × {3}",
        "asking the database \"{1}\" for its tables": "consultar as tabelas do banco de dados \"{1}\"",
        "the server has no role {1}; the restore fails if the tables need it":
            "o servidor não tem o papel {1}; a restauração falha se as tabelas precisarem dele",
        "the dump holds no table {1}": "o dump não contém a tabela {1}",
        "did you mean {1}?": "seria {1}?",
        "its tables are listed in the manifest": "suas tabelas estão listadas no manifesto",
        "the plugin {1} does not say how its server is asked":
            "o plugin {1} não diz como consultar seu servidor",
        "sqlite3 {1} dumps no row numbers, user_version, application_id, encoding and journal mode; 3.26 and later do":
            "o sqlite3 {1} não inclui no dump números de linha, user_version, application_id, codificação e modo de journal; a versão 3.26 e as posteriores incluem",
        "rows were not counted, nor texts looked through for NUL characters: {1}":
            "as linhas não foram contadas, nem foram procurados caracteres NUL nos textos: {1}",
        "texts that hold a NUL character are cut there by sqlite3, in: {1}":
            "textos que contêm um caractere NUL são cortados nele pelo sqlite3, em: {1}",
        "asking sqlite3 how it dumps": "verificar como o sqlite3 faz o dump",
        "asking \"{1}\" what it holds": "consultar o que \"{1}\" contém",
        "the restored database does not hold together": "o banco de dados restaurado não está íntegro",
        "SQLite {1} at \"{2}\"": "SQLite {1} em \"{2}\"",
        "load the dump into \"{1}\", count what came, and check its integrity":
            "carregar o dump em \"{1}\", contar o que chegou e verificar a integridade",
        "remove what an interrupted restore left behind": "remover o que uma restauração interrompida deixou",
        "remove the unfinished database": "remover o banco de dados inacabado",
        "remove the scratch database": "remover o banco temporário",
        "remove it": "removê-lo",
        "put the database into its place": "colocar o banco de dados em seu lugar",
        "keep the old database as \"{1}\"": "manter o banco de dados antigo como \"{1}\"",
        "put the new one at \"{1}\", with the old one's owner and mode":
            "colocar o novo em \"{1}\", com o dono e o modo do antigo",
        "stop every program that has the database open, and remove the old one yourself":
            "pare todos os programas que estejam com o banco de dados aberto e remova o antigo manualmente",
        "put it at \"{1}\"": "colocá-lo em \"{1}\"",
        "single tables of SQLite are not restored": "tabelas isoladas do SQLite não são restauradas",
        "restore the whole database under another path with --target PATH, and copy the table: ATTACH it and INSERT INTO … SELECT":
            "restaure o banco de dados inteiro com outro caminho, com --target PATH, e copie a tabela: ATTACH e INSERT INTO … SELECT",
        "SQLite has no users": "o SQLite não tem usuários",
        "restore the databases alone": "restaure somente os bancos de dados",
        "\"{1}\" is no absolute path of a file": "\"{1}\" não é um caminho absoluto de arquivo",
        "the folder \"{1}\" does not exist": "a pasta \"{1}\" não existe",
        "create it, with the owner and mode that the program which uses the database needs":
            "crie-a, com o dono e o modo de que precisa o programa que usa o banco de dados",
        "{1} has {2} bytes free, and the dump is of {3} bytes":
            "{1} tem {2} bytes livres, e o dump tem {3} bytes",
        "make room, or restore into another folder with --target PATH":
            "libere espaço, ou restaure em outra pasta com --target PATH",
        "make room, or build it elsewhere: STATE_DIRECTORY=FOLDER":
            "libere espaço, ou monte-o em outro lugar: STATE_DIRECTORY=FOLDER",
        "\"{1}\" exists": "\"{1}\" existe",
        "restore under another path with --target PATH, or replace it with --replace":
            "restaure com outro caminho, com --target PATH, ou substitua-o com --replace",
        "\"{1}\" exists: a program has the database open, or died with it open":
            "\"{1}\" existe: um programa está com o banco de dados aberto, ou terminou de forma anormal com ele aberto",
        "stop the program, and let sqlite3 take in what is there: sqlite3 {1} 'PRAGMA wal_checkpoint(TRUNCATE)'; when that calls it damaged, move the file and its -wal, -shm and -journal aside, and restore without --replace":
            "pare o programa e deixe o sqlite3 incorporar o que há: sqlite3 {1} 'PRAGMA wal_checkpoint(TRUNCATE)'; se isso indicar que está danificado, mova o arquivo e seus -wal, -shm e -journal para outro lugar, e restaure sem --replace",
        "scratch databases of restores and drills are not backed up: {1}; when none is under way, they were left behind, and may be dropped":
            "bancos temporários de restaurações e testes de restauração ficam sem backup: {1}; se nenhum estiver em andamento, são sobras e podem ser excluídos",
        "db_list and db_ignore leave no database to back up":
            "db_list e db_ignore não deixam nenhum banco de dados para fazer backup",
        "the server has no database but its own, or the account may see none":
            "o servidor só tem seus próprios bancos de dados, ou a conta não pode ver nenhum",
        "the account sees: {1}": "a conta vê: {1}",
        "database \"{1}\" does not exist on the server": "o banco de dados \"{1}\" não existe no servidor",
        "no database": "nenhum banco de dados",
        "the plugin {1} declares no tool for {2}": "o plugin {1} não declara nenhuma ferramenta para {2}",
        "none of {1} was found": "nenhuma destas foi encontrada: {1}",
        "install the client, or name it in \"tools\"": "instale o cliente ou indique-o em \"tools\"",
        "{1} failed: {2} ended with {3}": "falha ({1}): {2} terminou com {3}",
        "the option {1} cannot be added to a dump: {2}": "a opção {1} não pode ser adicionada a um dump: {2}",
        "remove it from \"options\" of id_dbms {1}": "remova-a de \"options\" de id_dbms {1}",
        "nobody here knows how much room the server has: {1}":
            "não se sabe daqui quanto espaço o servidor tem: {1}",
        "{1} has {2} free, and {3}; a tenth of the disk has to stay free":
            "{1} tem {2} livres, e {3}; um décimo do disco precisa ficar livre",
        "make room there, or restore on another server": "libere espaço ali, ou restaure em outro servidor",
        "the local server": "localhost (socket)",
        "the operating system's own account": "a própria conta do sistema operacional",
        "give id_dbms {1} a \"password\", or put one into ~/.pgpass":
            "informe uma \"password\" em id_dbms {1}, ou coloque uma em ~/.pgpass",
        "over its socket {1} lets nobody be {2} but the account of that name: give id_dbms {3} \"host\": \"127.0.0.1\" and a password, or in pg_hba.conf, above the other lines: local all {4} scram-sha-256":
            "pelo socket, {1} não deixa ninguém ser {2} além da conta de mesmo nome: informe em id_dbms {3} \"host\": \"127.0.0.1\" e uma senha, ou em pg_hba.conf, acima das outras linhas: local all {4} scram-sha-256",
        "give id_dbms {1} a \"password\"; by its socket a server may let in only the account of the same name":
            "informe uma \"password\" em id_dbms {1}; pelo socket, um servidor pode deixar entrar só a conta de mesmo nome",
        "what answers on port {1} of {2} is no PostgreSQL; check \"port\" of id_dbms {3} (PostgreSQL's is 5432, MySQL's 3306)":
            "o que responde na porta {1} de {2} não é PostgreSQL; verifique \"port\" de id_dbms {3} (a do PostgreSQL é 5432, a do MySQL 3306)",
        "check \"username\" and \"password\" of id_dbms {1}: {2} refuses {3}":
            "verifique \"username\" e \"password\" de id_dbms {1}: {2} recusa {3}",
        "allow this host and {1} on {2}: pg_hba.conf, or the host part of the account":
            "permita este host e {1} em {2}: pg_hba.conf, ou a parte do host na conta",
        "is the server running on {1}, and is \"port\" of id_dbms {2} right?":
            "verifique se o servidor está em execução em {1} e se \"port\" de id_dbms {2} está correto",
        "{1} cannot be resolved; check \"host\" of id_dbms {2}":
            "não é possível resolver o nome {1}; verifique \"host\" de id_dbms {2}",
        "{1} takes connections and does not answer as MySQL does; see what has port {2} (MySQL's is 3306, PostgreSQL's 5432), or whether it hangs":
            "{1} aceita conexões e não responde como o MySQL; veja o que usa a porta {2} (a do MySQL é 3306, a do PostgreSQL 5432), ou se ele está travado",
        "{1} does not answer; check \"host\", \"port\" and the firewall between":
            "{1} não responde; verifique \"host\", \"port\" e o firewall entre os dois",
        "rows would be missing; let the account see all: ALTER ROLE {1} BYPASSRLS":
            "faltariam linhas; permita que a conta veja todas: ALTER ROLE {1} BYPASSRLS",
        "install the client of the server's version": "instale o cliente da versão do servidor",
        "grant {1} what it lacks, such as: GRANT pg_read_all_data TO {2}":
            "conceda o que falta à conta ({1}), por exemplo: GRANT pg_read_all_data TO {2}",
        "the client is older than the dump: install mariadb-client of the version that wrote it, or leave its first line out: zcat FILE | tail -n +2":
            "o cliente é mais antigo que o dump: instale o mariadb-client da versão que o gravou, ou omita a primeira linha do dump: zcat FILE | tail -n +2",
        "check \"ssl\" of id_dbms {1}: its mode and the authority's certificate":
            "verifique \"ssl\" de id_dbms {1}: o modo e o certificado da autoridade",
        "only a superuser may read subscriptions: back up as one, or drop what the host does not need":
            "só um superusuário pode ler assinaturas: faça o backup com um, ou exclua aquelas de que o host não precisa",
        "the standby ended the dump to follow its primary: back up the primary, or set hot_standby_feedback = on and a longer max_standby_streaming_delay on the standby":
            "o standby encerrou o dump para acompanhar o primário: faça o backup do primário, ou defina hot_standby_feedback = on e um max_standby_streaming_delay maior no standby",
        "the view is broken: what it selects from is gone, or its definer has no rights there; drop it or make it anew, or leave it out by \"options\": [\"--ignore-table=DATABASE.VIEW\"]":
            "a view está quebrada: aquilo que ela consulta não existe mais, ou seu definer não tem direitos ali; exclua-a ou recrie-a, ou deixe-a de fora com \"options\": [\"--ignore-table=DATABASE.VIEW\"]",
        "another session holds a lock; run the backup when no tables are being altered":
            "outra sessão mantém um bloqueio; execute o backup quando nenhuma tabela estiver em alteração",
    ]
}
