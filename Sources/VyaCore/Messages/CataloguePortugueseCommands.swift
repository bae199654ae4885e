extension Catalogue {
    static let portugueseCommands: KeyValuePairs<String, String> = [
        "{1}: valid, {2}": "{1}: válido, {2}",
        "wrote {1}": "gravado {1}",
        "note: {1} is not read, because {2} is": "nota: {1} não é lido, porque {2} é lido em seu lugar",
        "note: no configuration is used, and none is needed for this: {1}":
            "nota: nenhuma configuração é usada, e nenhuma é necessária para isto: {1}",
        "id_dbms {1}: there is no plugin for dbms {2}": "id_dbms {1}: não há plugin para o dbms {2}",
        "`vya-backup plugins list` shows which there are": "`vya-backup plugins list` mostra os que existem",
        "the command that prints the password is no absolute path":
            "o comando que imprime a senha não é um caminho absoluto",
        "name the program by its absolute path": "informe o programa pelo caminho absoluto",
        "the command that prints a password": "o comando que imprime uma senha",
        "the command that prints the password ended with {1}": "o comando que imprime a senha falhou: {1}",
        "{1}, {2}, is not run: others could have changed it: {3}":
            "{1}, {2}, não é executado: outros poderiam tê-lo alterado: {3}",
        "warning": "aviso",
        "there is no plugin named {1}": "não há plugin com o nome {1}",
        "known: {1}": "conhecidos: {1}",
        "{1}: valid": "{1}: válido",
        "it holds backups of this host, and the configuration does not name it any more":
            "contém backups deste servidor, e a configuração não a cita mais",
        "nothing cleans, prunes or counts them": "nenhum comando os limpa, remove ou conta",
        "vya-backup list --folder {1}": "vya-backup list --folder {1}",
        "vya-backup prune --dry-run --explain --folder {1}":
            "vya-backup prune --dry-run --explain --folder {1}",
        "entry {1} {2}": "entrada {1} {2}",
        "configuration": "configuração",
        "{1}, 1 remark that vya-backup config check shows":
            "{1}, 1 observação que vya-backup config check mostra",
        "{1}, {2} remarks that vya-backup config check shows":
            "{1}, {2} observações que vya-backup config check mostra",
        "every user of this host can read the passwords in it":
            "todo usuário deste servidor pode ler as senhas contidas ali",
        "whoever has an account here, or breaks into one, has the databases":
            "quem tem uma conta aqui, ou invade uma, tem os bancos de dados",
        "chmod 600 {1}": "chmod 600 {1}",
        "it is not read, because {1} is": "não é lido, porque {1} é lido em seu lugar",
        "what is changed in it changes nothing, and what it alone names is not backed up":
            "o que se altera nele não muda nada, e o que só ele cita não entra no backup",
        "mv {1} {2}": "mv {1} {2}",
        "cron passes over a file of this name: only letters, digits, _ and - are taken":
            "o cron ignora um arquivo com este nome: só aceita letras, dígitos, _ e -",
        "mv {1} /etc/cron.d/vya-backup": "mv {1} /etc/cron.d/vya-backup",
        "{1} cannot be written to: {2}": "não é possível gravar em {1}: {2}",
        "mount -o remount,rw the file system, or run as the user who owns the folder":
            "remonte o sistema de arquivos com mount -o remount,rw, ou execute como o usuário dono da pasta",
        "notifications": "avisos",
        "these settings tell nobody: {1}": "estas configurações não avisam ninguém: {1}",
        "they are left out, so that backups are made, and nobody hears of them":
            "elas são desconsideradas para que os backups sejam feitos mesmo assim, e ninguém fica sabendo deles",
        "mend them, and run: vya-backup notify test": "corrija-as e execute: vya-backup notify test",
        "mail": "e-mail",
        "nobody is told of a failed night": "ninguém é avisado de uma noite com falha",
        "a backup that fails in silence is found missing on the day it is needed":
            "a falta de um backup que falha em silêncio só é notada no dia em que ele é necessário",
        "add \"email_settings\" to the configuration; `vya-backup config init` shows an example":
            "acrescente \"email_settings\" à configuração; `vya-backup config init` mostra um exemplo",
        "heartbeat": "heartbeat",
        "heartbeat.url": "heartbeat.url",
        "webhook {1}": "webhook {1}",
        "no mail about a failed night will arrive": "nenhum e-mail sobre uma noite com falha vai chegar",
        "{1} takes the connection": "{1} aceita a conexão",
        "{1} takes the connection and the login": "{1} aceita a conexão e o login",
        "nobody is named to get the mail about a failure":
            "ninguém foi indicado para receber o e-mail sobre uma falha",
        "a failed night would be told to nobody": "ninguém seria avisado de uma noite com falha",
        "in \"email_settings\": \"failure_recipients\": [\"ops@example.com\"]":
            "em \"email_settings\": \"failure_recipients\": [\"ops@example.com\"]",
        "it will not hear of a failed night": "não será avisado de uma noite com falha",
        "--limit is at least 1": "--limit é no mínimo 1",
        "no backups in {1}": "nenhum backup em {1}",
        "{1} holds backups, and the configuration does not name it any more; to see them: vya-backup list --folder {2}":
            "{1} contém backups, e a configuração não a cita mais; para vê-los: vya-backup list --folder {2}",
        "untrusted: {1}": "não confiável: {1}",
        "legacy: made by the Python program, without a manifest: neither its completeness nor its checksum can be proven":
            "legado: feito pelo programa em Python, sem manifesto: não é possível comprovar se está completo nem sua soma de verificação",
        "MADE": "FEITO EM",
        "ID": "ID",
        "DBMS": "DBMS",
        "KIND": "TIPO",
        "STATE": "ESTADO",
        "SIZE": "TAMANHO",
        "DATABASE": "BANCO",
        "FILE": "ARQUIVO",
        "made under the name {1}: never counted or removed; if this host was called so: vya-backup catalog adopt {2}":
            "feitos com o nome {1}: nunca contados nem removidos; se este servidor já teve esse nome: vya-backup catalog adopt {2}",
        "{1} made by others: never counted or removed": "{1} feitos por outros: nunca contados nem removidos",
        "safety copy: what a `restore --replace` kept of the state before; never the newest":
            "cópia de segurança: o que um `restore --replace` guardou do estado anterior; nunca conta como o mais recente",
        "nobody would hear of a failure: there is no mail and no webhook":
            "ninguém seria avisado de uma falha: não há e-mail nem webhook",
        "add \"email_settings\" with \"failure_recipients\"; `vya-backup config init` shows an example":
            "acrescente \"email_settings\" com \"failure_recipients\"; `vya-backup config init` mostra um exemplo",
        "or add an element to \"webhooks\"": "ou acrescente um elemento a \"webhooks\"",
        "mail by {1}:{2}": "e-mail por {1}:{2}",
        "vya-backup: an alarm was not delivered: {1}": "vya-backup: um alerta não foi entregue: {1}",
        "mail to {1} by {2}:{3}": "e-mail para {1} por {2}:{3}",
        "cannot make a temporary folder: {1}": "não é possível criar uma pasta temporária: {1}",
        "set TMPDIR to a folder that you may write to":
            "defina TMPDIR com uma pasta em que seja permitido gravar",
        "only root can mount a small disk": "só root pode montar um disco pequeno",
        "a small disk cannot be mounted: {1}": "não é possível montar um disco pequeno: {1}",
        "exit {1}, {2}, no backup": "código de saída {1}, {2}, nenhum backup",
        " or ": " ou ",
        "exit {1}": "código de saída {1}",
        "no exit": "nenhum código de saída",
        "no error": "nenhum erro",
        "no backup": "nenhum backup",
        "what was told cannot be remembered: {1}": "não é possível registrar o que foi avisado: {1}",
        "the certificate file {1} cannot be read: {2}":
            "não é possível ler o arquivo de certificado {1}: {2}",
        "look at ca_file in the configuration": "verifique ca_file na configuração",
        "vya-backup: --notify needs email_settings with failure_recipients, a webhook or a heartbeat":
            "vya-backup: --notify precisa de email_settings com failure_recipients, de um webhook ou de um heartbeat",
        "check {1}": "check {1}",
        "vya-backup: {1}": "vya-backup: {1}",
        "open the folder of": "abrir a pasta de",
        "cannot {1} {2}: {3}": "não é possível {1} {2}: {3}",
        "metrics.textfile must lie in the folder that node_exporter's textfile collector reads":
            "metrics.textfile deve estar na pasta que o coletor textfile do node_exporter lê",
        "the configuration sends no mail and names no webhook":
            "a configuração não envia e-mail e não indica nenhum webhook",
        "add \"email_settings\" with \"enabled\": true; `vya-backup config init` shows an example":
            "acrescente \"email_settings\" com \"enabled\": true; `vya-backup config init` mostra um exemplo",
        "{1} has told of this itself": "{1} já avisou disso por conta própria",
        "nobody was told that {1}": "ninguém foi avisado de que {1}",
        "every failure was noticed, and every alarm was handed over; see that they arrived":
            "todas as falhas foram percebidas, e todos os alertas foram entregues para envio; confira se chegaram",
        "the drill failed": "o simulado falhou",
        "{1}: left out: {2}": "{1}: deixado de fora: {2}",
        "{1}: as expected": "{1}: como esperado",
        "{1}: NOT AS EXPECTED": "{1}: DIFERENTE DO ESPERADO",
        "  expected: {1}": "  esperado: {1}",
        "  came:     {1}": "  veio:     {1}",
        "  alarm:    NONE": "  alerta:   NENHUM",
        "  alarm:    {1}: handed over": "  alerta:   {1}: entregue",
        "  alarm:    {1}: NOT DELIVERED": "  alerta:   {1}: NÃO ENTREGUE",
        "            hint: {1}": "            dica: {1}",
        "hint: `vya-backup config check` shows all of it, and `vya-backup notify test` tries what is mended":
            "dica: `vya-backup config check` mostra tudo, e `vya-backup notify test` testa o que foi corrigido",
        "the heartbeat was not told of the start": "o heartbeat não foi avisado do início",
        "nobody is told by what is wrong in the configuration: {1}":
            "o que está errado na configuração não avisa ninguém: {1}",
        "the heartbeat was not told of the end": "o heartbeat não foi avisado do fim",
        "the webhook {1} was not told": "o webhook {1} não foi avisado",
        "the mail about this run was not sent": "o e-mail sobre esta execução não foi enviado",
        "an earlier alarm could not be delivered: {1}": "um alerta anterior não pôde ser entregue: {1}",
        "the run {1} of {2}: {3}": "a execução {1} de {2}: {3}",
        "ended with exit status {1}": "terminou com o código de saída {1}",
        "was ended by the signal {1}": "foi encerrado pelo sinal {1}",
        "has failed": "falhou",
        "systemctl status {1}; journalctl -u {2}": "systemctl status {1}; journalctl -u {2}",
        "prometheus_settings.url": "prometheus_settings.url",
        "the webhook {1}": "o webhook {1}",
        "what was found for {1} is no address of the web":
            "o que foi obtido para {1} não é um endereço da web",
        "an address begins with http:// or https:// and holds no blanks":
            "um endereço começa com http:// ou https:// e não contém espaços",
        "what there is to say could not be written to standard output: {1}":
            "não foi possível gravar a resposta na saída padrão: {1}",
        "make room where it goes, or send it elsewhere; what was asked for is done":
            "libere espaço no destino da saída, ou envie-a para outro lugar; o que foi pedido está feito",
        "{1} was an option of the Python program": "{1} era uma opção do programa em Python",
        "use: {1}": "use: {1}",
        "this process may not open the {1} files that {2} backups at once need":
            "este processo não pode abrir os {1} arquivos de que {2} backups simultâneos precisam",
        "raise the limit of open files (ulimit -n, LimitNOFILE=), or lower --jobs":
            "aumente o limite de arquivos abertos (ulimit -n, LimitNOFILE=), ou reduza --jobs",
        ", {1} left": ", faltam {1}",
        "it hung while {1}: {2}, and it did not stop": "travou ao {1}: {2}, e não parou",
        "it hung: {1}, and it did not stop": "travou: {1}, e não parou",
        "see which file system does not answer: `df FOLDER` for each folder of the configuration, and `dmesg`":
            "verifique qual sistema de arquivos não responde: `df FOLDER` para cada pasta da configuração, e `dmesg`",
        "`umount -f -l` frees what waits for a server that is gone; what was not done left no backup":
            "`umount -f -l` libera o que espera por um servidor que não existe mais; o que não foi concluído não deixou backup",
        "Mon": "seg",
        "Tue": "ter",
        "Wed": "qua",
        "Thu": "qui",
        "Fri": "sex",
        "Sat": "sáb",
        "Sun": "dom",
        "Backups of {1}, {2}": "Backups de {1}, {2}",
        "All is well.": "Tudo em ordem.",
        "{1} to {2}, one column a week": "{1} a {2}, uma coluna por semana",
        "o all proven   ! with remarks   X with failures   _ no backup   . no record":
            "o tudo comprovado   ! ressalvas   X falhas   _ nenhum backup   . sem registro",
        "SOURCE": "ORIGEM",
        "NEWEST": "ÚLTIMO",
        "HERE": "AQUI",
        "SENT": "ENVIADO",
        "DRILLED": "TESTADO",
        "never": "nunca",
        "failed": "falhou",
        ", {1} free": ", {1} livres",
        "OK": "OK",
        "WARNING": "AVISO",
        "CRITICAL": "CRÍTICO",
        "{1} would lie in a folder of backups": "{1} ficaria em uma pasta de backups",
        "name a file in another folder": "informe um arquivo em outra pasta",
        "there is no backup with a manifest to write a card for":
            "não há backup com manifesto para o qual gerar um cartão",
        "`vya-backup list` shows the backups that are there":
            "`vya-backup list` mostra os backups existentes",
        "{1} has no manifest, which a card is made from":
            "{1} não tem manifesto, a partir do qual se gera o cartão",
        "a dump of an older program is restored by: zcat FILE | psql, or | mariadb":
            "um dump de um programa mais antigo é restaurado com: zcat FILE | psql, ou | mariadb",
        "say what to restore: FILE, or --id NUMBER --database NAME":
            "informe o que restaurar: FILE, ou --id NUMBER --database NAME",
        "FILE and --database exclude each other": "FILE e --database se excluem",
        "--database needs --id NUMBER": "--database exige --id NUMBER",
        "--latest and --at go with --database NAME": "--latest e --at acompanham --database NAME",
        "--latest and --at exclude each other": "--latest e --at se excluem",
        "--table never replaces a table; use --target NAME and move the rows yourself":
            "--table nunca substitui uma tabela; use --target NAME e mova as linhas você mesmo",
        "--beside goes with --card": "--beside acompanha --card",
        "{1} is empty": "{1} está vazio",
        "there is no backup of {1} made by {2}": "não há backup de {1} feito até {2}",
        "there is no backup of {1}": "não há backup de {1}",
        "those that are there were made by others, or kept by a `restore --replace`":
            "os que existem foram feitos por outros, ou guardados por um `restore --replace`",
        "to restore the newest of them: vya-backup restore {1}":
            "para restaurar o mais recente deles: vya-backup restore {1}",
        "`vya-backup list --id {1}` shows the backups that are there":
            "`vya-backup list --id {1}` mostra os backups que existem",
        "--to, --only, --preserve-special and --numeric-owner are for archives of files":
            "--to, --only, --preserve-special e --numeric-owner são para backups de arquivos (tar)",
        "the database as it is could not be backed up, so it was left alone":
            "não foi possível fazer backup do banco de dados como está, por isso ele não foi alterado",
        "--target, --table, --globals, --no-owner and --no-privileges are for databases; files go --to a folder":
            "--target, --table, --globals, --no-owner e --no-privileges são para bancos de dados; para arquivos use --to com uma pasta",
        "nobody is at a terminal to confirm this restore, so nothing was done":
            "não há ninguém em um terminal para confirmar esta restauração, por isso nada foi feito",
        "look at the plan above; then say --yes": "confira o plano acima; depois informe --yes",
        "not confirmed, so nothing was done": "não confirmado, por isso nada foi feito",
        "refused: nothing was changed": "recusado: nada foi alterado",
        "note: {1}": "nota: {1}",
        "different: {1}": "diferente: {1}",
        "DIFFERENT {1}: it was restored, but it is not what the backup holds":
            "DIFERENTE {1}: foi restaurado, mas não é o que o backup contém",
        "FAILED {1}": "FALHA {1}",
        "restored {1} to {2}": "restaurado {1}; destino: {2}",
        ": {1} of {2} counted, as in the backup": ": {1} de {2} contadas, como no backup",
        "backup       {1} ({2})": "backup       {1} ({2})",
        "destination  {1}": "destino      {1}",
        "will         {1}": "vai          {1}",
        "note         {1}": "nota         {1}",
        "obstacle     {1}": "obstáculo    {1}",
        "hint: {1}": "dica: {1}",
        "nothing says which server {1} belongs to": "nada indica a qual servidor {1} pertence",
        "name an entry of the configuration: --id NUMBER": "informe uma entrada da configuração: --id NUMBER",
        "there is no entry with id_dbms {1} in the configuration":
            "não há entrada com id_dbms {1} na configuração",
        "known ids: {1}": "ids conhecidos: {1}",
        "name one with --id NUMBER": "informe uma com --id NUMBER",
        "{1} is a backup of {2}, but id_dbms {3} is {4}": "{1} é um backup de {2}, mas id_dbms {3} é {4}",
        "name an entry of the same kind of server: --id NUMBER":
            "informe uma entrada do mesmo tipo de servidor: --id NUMBER",
        "entry {1} {2} on {3}": "entrada {1} {2} em {3}",
        "{1}: FAILED": "{1}: FALHA",
        "  warning: {1}": "  aviso: {1}",
        "  folder: {1}": "  pasta: {1}",
        "  {1}: FAILED: {2}": "  {1}: FALHA: {2}",
        "no cause is known": "nenhuma causa é conhecida",
        "    hint: {1}": "    dica: {1}",
        ", about {1} before compression": ", cerca de {1} antes da compressão",
        "    file: {1}": "    arquivo: {1}",
        "    command: {1}": "    comando: {1}",
        "    incomplete: {1}": "    incompleto: {1}",
        "    warning: {1}": "    aviso: {1}",
        ", 1 would fail": ", 1 falharia",
        ", {1} would fail": ", {1} falhariam",
        "1 backup would be made{1}; nothing was changed, nothing was sent":
            "1 backup seria feito{1}; nada foi alterado, nada foi enviado",
        "{1} backups would be made{2}; nothing was changed, nothing was sent":
            "{1} backups seriam feitos{2}; nada foi alterado, nada foi enviado",
        "--all and --id exclude each other": "--all e --id se excluem",
        "say what to back up: --all, or --id NUMBER": "informe do que fazer backup: --all ou --id NUMBER",
        "--database needs exactly one --id": "--database exige exatamente um --id",
        "--jobs is at least 1": "--jobs é no mínimo 1",
        "the log in {1} cannot be written: {2}": "não é possível gravar o log em {1}: {2}",
        "warning: entry {1} ({2}): {3}": "aviso: entrada {1} ({2}): {3}",
        "FAILED": "FALHA",
        "incomplete: {1}, {2}: {3}": "incompleto: {1}, {2}: {3}",
        "warning: {1}, {2}: {3}": "aviso: {1}, {2}: {3}",
        ", {1} failed": ", com falha: {1}",
        ", {1} incomplete": ", incompletos: {1}",
        "{1} (run {2}, exit status {3})": "{1} (execução {2}, código de saída {3})",
        "ok": "ok",
        "INCOMPLETE": "INCOMPLETO",
        ": {1} -> {2} in {3}, {4}": ": {1} -> {2} em {3}, {4}",
        "entry {1} ({2}{3})": "entrada {1} ({2}{3})",
        "opening its log in {1}": "abrir seu log em {1}",
        "opening its folder of state": "abrir sua pasta de estado",
        "reading what is known of earlier backups": "ler o que se sabe de backups anteriores",
        "making backups": "fazer os backups",
        "taking down what was done": "registrar o que foi feito",
        "telling of it": "enviar os avisos",
        "writing its log and its report": "gravar seu log e seu relatório",
        "{1}: retention would remove {2} backups, and holds them back: {3}":
            "{1}: a retenção removeria {2} backups, mas os mantém: {3}",
        "{1} more backups of this entry were not begun": "mais {1} backups desta entrada não foram iniciados",
        "entry {1} ({2}): {3}": "entrada {1} ({2}): {3}",
        "entry {1} ({2}), {3}: {4}": "entrada {1} ({2}), {3}: {4}",
        "warning: a service has no environment variable {1}, which holds a secret; use {\"credential\": …} or {\"file\": …}":
            "aviso: um serviço não tem a variável de ambiente {1}, que contém um segredo; use {\"credential\": …} ou {\"file\": …}",
        "new": "novo",
        "changed": "alterado",
        "same": "igual",
        "removed": "removido",
        "edited": "editado",
        "foreign": "de terceiros",
        "vya-backup schedule systemd --remove": "vya-backup schedule systemd --remove",
        "cron knows no zones: the time is the host's own, and not {1}'s":
            "o cron não conhece fusos: a hora é a do próprio servidor, e não a de {1}",
        "vya-backup schedule cron --remove": "vya-backup schedule cron --remove",
        "schedule_settings.timezone {1} is unknown on this host":
            "schedule_settings.timezone {1} é desconhecido neste servidor",
        "`timedatectl list-timezones` shows the names, such as America/Sao_Paulo":
            "`timedatectl list-timezones` mostra os nomes, como America/Sao_Paulo",
        "without the package tzdata a host knows none; without the setting its own time counts":
            "sem o pacote tzdata um servidor não conhece nenhum fuso; sem a configuração vale a hora do próprio servidor",
        "the folder {1} cannot be made": "não é possível criar a pasta {1}",
        "run it as root, or name another place: --root, --folder":
            "execute como root, ou informe outro lugar: --root, --folder",
        "open": "abrir",
        "{1} is not safe: {2}": "{1} não é seguro: {2}",
        "is a link": "é um link",
        "is no file that this program wrote": "não é um arquivo gravado por este programa",
        "remove": "remover",
        "{1} {2}; it was left as it is": "{1} {2}; foi deixado como estava",
        "if it is a unit that is masked: systemctl unmask {1}":
            "se for uma unit mascarada: systemctl unmask {1}",
        "else look at it: ls -l": "senão, examine-o: ls -l",
        "--install and --remove exclude each other": "--install e --remove se excluem",
        "--dry-run and --force go with --install or --remove":
            "--dry-run e --force acompanham --install ou --remove",
        "--{1} is an absolute path without \"..\"": "--{1} é um caminho absoluto sem \"..\"",
        "{1} is not safe to be started as root: {2}": "não é seguro iniciar {1} como root: {2}",
        "install it first (make install), or name the installed one: --program FILE":
            "instale-o antes (make install), ou informe o que está instalado: --program FILE",
        "no cleanup: the configuration declares no \"uploader\", so that it would remove what lies nowhere else":
            "sem cleanup: a configuração não declara nenhum \"uploader\", e ele removeria o que não está em nenhum outro lugar",
        "there is no configuration yet: the hours are those of the production night, 00:30":
            "ainda não há configuração: os horários são os da noite de produção, 00:30",
        "warning: {1} starts the same: {2}": "aviso: {1} inicia a mesma coisa: {2}",
        "nothing was written: somebody else has changed or made {1}":
            "nada foi gravado: outra pessoa alterou ou criou {1}",
        "put your own settings into a drop-in: systemctl edit UNIT":
            "ponha as suas configurações em um drop-in: systemctl edit UNIT",
        "or replace them: --force": "ou substitua-os: --force",
        "then it would be done:": "em seguida seria executado:",
        "systemd does not run here; where it does, it has to be told:":
            "o systemd não está em execução aqui; onde estiver, é preciso executar:",
        "done  {1}": "feito  {1}",
        "{1} stays, because somebody has changed it; --force removes it":
            "{1} permanece, porque alguém o alterou; --force o remove",
        "{1} stays, because this program did not write it":
            "{1} permanece, porque este programa não o gravou",
        "there is nothing of this program in {1}": "não há nada deste programa em {1}",
        "nothing has to be written: the units of the package fit as they are":
            "não é preciso gravar nada: as units do pacote servem como estão",
        "there is no systemctl on this host": "não há systemctl neste servidor",
        "{1} failed: {2}": "{1} falhou: {2}",
        "run it as root; `journalctl --boot --unit 'vya-backup*'` tells more":
            "execute como root; `journalctl --boot --unit 'vya-backup*'` mostra mais detalhes",
        "{1} cannot be created: {2}": "não é possível criar {1}: {2}",
        "name a file that does not exist yet, in a folder that you may write to":
            "informe um arquivo que ainda não exista, em uma pasta em que seja permitido gravar",
        "{1} cannot be written: {2}": "não é possível gravar {1}: {2}",
        "the old catalog is now {1}": "o catálogo antigo agora é {1}",
        "the catalog knows {1}, {2} of which lie in the folders":
            "o catálogo conhece {1}, dos quais {2} estão nas pastas",
        "no backup in {1} was made by {2}": "nenhum backup em {1} foi feito por {2}",
        "`vya-backup list` says by whom the backups were made that are not this host's":
            "`vya-backup list` mostra quem fez os backups que não são deste servidor",
        "{1} hosts of the name {2} have made backups there":
            "{1} servidores com o nome {2} fizeram backups ali",
        "adopt by id: {1}": "adote pelo id: {1}",
        "{1} backups of {2} are this host's now, {3} in all that lie in the folders":
            "{1} backups de {2} agora são deste servidor, {3} ao todo nas pastas",
        "the configuration declares no uploader, so that nothing says what takes the backups from this host; nothing was removed":
            "a configuração não declara nenhum programa de envio, e assim nada diz o que leva os backups deste servidor; nada foi removido",
        "declare the folders that your uploader really looks into, such as: \"uploader\": { \"watches\": [{1}] }":
            "declare as pastas que o programa de envio realmente examina, por exemplo: \"uploader\": { \"watches\": [{1}] }",
        "better: also how to ask it, with \"confirm\" (Documentation/configuration.md); `vya-backup doctor` says which folders it does not look into":
            "melhor: também como consultá-lo, com \"confirm\" (Documentation/configuration.md); `vya-backup doctor` diz quais pastas ele não examina",
        "on a host without an uploader `vya-backup prune` removes old backups and keeps the newest":
            "em um servidor sem programa de envio, `vya-backup prune` remove os backups antigos e mantém o mais recente",
        "there is no folder {1}": "não há pasta {1}",
        "catalog": "catálogo",
        "run: vya-backup catalog rebuild": "execute: vya-backup catalog rebuild",
        "uploader": "programa de envio",
        "look at uploader.confirm in the configuration": "verifique uploader.confirm na configuração",
        "nobody is told by these settings: {1}": "estas configurações não avisam ninguém: {1}",
        "mend it; `vya-backup config check` shows all of it, and `vya-backup notify test` tries it":
            "corrija; `vya-backup config check` mostra tudo, e `vya-backup notify test` testa",
        "restore": "restauração",
        "a drill was killed, and what it made may still be on the server of id_dbms {1}: {2}":
            "um teste de restauração foi encerrado à força, e o que ele criou talvez ainda esteja no servidor de id_dbms {1}: {2}",
        "a restore was killed, and what it made may still be on the server of id_dbms {1}: {2}":
            "uma restauração foi encerrada à força, e o que ela criou talvez ainda esteja no servidor de id_dbms {1}: {2}",
        "run: vya-backup verify --id {1} --latest --restore":
            "execute: vya-backup verify --id {1} --latest --restore",
        "run the same restore again; or drop what it left, and remove {1}":
            "execute a mesma restauração de novo; ou apague o que ela deixou, e remova {1}",
        "the catalog was damaged; it is now {1}, and a new one was begun":
            "o catálogo estava danificado; agora é {1}, e um novo foi iniciado",
        "--pin and --unpin exclude each other": "--pin e --unpin se excluem",
        "{1} is no backup of this program": "{1} não é um backup deste programa",
        "pinned {1}": "fixado: {1}",
        "unpinned {1}": "não está mais fixado: {1}",
        "would remove": "seria removido",
        "keeps": "mantido",
        "would remove {1} of {2}{3}": "seriam removidos {1} de {2}{3}",
        "removed {1} of {2}{3}": "removidos {1} de {2}{3}",
        "{1} holds backups, and the configuration does not name it any more: --folder {2} looks there, too":
            "{1} contém backups, e a configuração não a cita mais: --folder {2} inclui também essa pasta",
        "nothing was removed: without a catalog nothing would remember what has gone; run: vya-backup catalog rebuild":
            "nada foi removido: sem um catálogo não haveria registro do que saiu; execute: vya-backup catalog rebuild",
        "the command that asks the uploader": "o comando que consulta o programa de envio",
        "the uploader's confirmation says yes to a file that never was; nothing was removed":
            "a confirmação do programa de envio diz sim para um arquivo que nunca existiu; nada foi removido",
        "look at uploader.confirm in the configuration: it has to tell files apart, also one whose name only begins like another's":
            "verifique uploader.confirm na configuração: ele precisa distinguir os arquivos, mesmo um cujo nome apenas comece como o de outro",
        "the uploader's log {1} cannot be read: {2}":
            "não é possível ler o log do programa de envio {1}: {2}",
        "look at uploader.confirm.log in the configuration": "verifique uploader.confirm.log na configuração",
        "say what to verify: FILE, --id NUMBER, --latest or --all":
            "informe o que verificar: FILE, --id NUMBER, --latest ou --all",
        "files and --id, --latest or --all exclude each other":
            "arquivos e --id, --latest ou --all se excluem",
        "--latest and --all exclude each other": "--latest e --all se excluem",
        "none of these files is a backup": "nenhum destes arquivos é um backup",
        "name the backups, such as FOLDER/*.gz": "informe os backups, por exemplo FOLDER/*.gz",
        "{1} goes with {2}, which is not there": "{1} acompanha {2}, que não está ali",
        "{1} is the backup of {2} that run {3} made at {4}":
            "{1} é o backup de {2} que a execução {3} fez em {4}",
        "what is there was made by others, or kept by a `restore --replace`: name the file":
            "o que existe foi feito por outros, ou guardado por um `restore --replace`: informe o arquivo",
        "there is no backup to verify in {1}": "não há backup a verificar em {1}",
        "an interrupted drill: {1}": "um teste de restauração interrompido: {1}",
        "what interrupted drills left cannot be looked for: {1}":
            "não é possível procurar o que testes de restauração interrompidos deixaram: {1}",
        "the evidence of the drill cannot be written: {1}":
            "não é possível gravar a evidência do teste de restauração: {1}",
        ", {1} of them compared by value": ", {1} delas comparadas por valor",
        "; drill passed: {1} of {2} came back{3}": "; teste de restauração aprovado: {1} de {2} voltaram{3}",
        "; drill passed": "; teste de restauração aprovado",
        "; DRILL FAILED: not all of it came back": "; FALHA NO TESTE DE RESTAURAÇÃO: nem tudo voltou",
        "; DRILL NOT POSSIBLE": "; TESTE DE RESTAURAÇÃO IMPOSSÍVEL",
        "; DRILL FAILED": "; FALHA NO TESTE DE RESTAURAÇÃO",
        "  not proven: {1}": "  não comprovado: {1}",
        "  hint: {1}": "  dica: {1}",
        "{1} backups: {2}": "{1} backups: {2}",
    ]
}
