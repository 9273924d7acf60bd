//! WAL: its archive, its readers, its numbers
//! (src/backend/postmaster/pgarch.c, src/backend/replication/, src/backend/access/transam/varsup.c).

use super::wording::Wording;

/// Its wordings.
pub(super) static WORDINGS: &[Wording] = &[
    Wording {
        english: "archive command failed with exit code {0}",
        others: &[
            "Archivbefehl ist fehlgeschlagen mit Statuscode {0}",
            "la orden de archivado falló con código de retorno {0}",
            "échec de la commande d'archivage avec un code de retour {0}",
            "comando di archiviazione fallito con codice di uscita {0}",
            "アーカイブコマンドがリターンコード {0}で失敗しました",
            "아카이브 명령 실패, 종료 코드: {0}",
            "команда архивации завершилась ошибкой с кодом {0}",
            "归档命令执行失败，退出代码为 {0}",
        ],
    },
    Wording {
        english: "requested WAL segment {0} has already been removed",
        others: &[
            "das angeforderte WAL-Segment {0} wurde schon entfernt",
            "el segmento de WAL solicitado {0} ya ha sido eliminado",
            "le segment demandé du journal de transaction, {0}, a déjà été supprimé",
            "il segmento WAL richiesto {0} è stato già rimosso",
            "要求された WAL セグメント {0} はすでに削除されています",
            "요청한 {0} WAL 조각 파일은 이미 지워졌음",
            "запрошенный сегмент WAL {0} уже удалён",
            "所要求的WAL段{0}已经被删除",
        ],
    },
    Wording {
        english: "could not connect to the primary server: {0}",
        others: &[
            "konnte nicht mit dem Primärserver verbinden: {0}",
            "no se pudo conectar al servidor primario: {0}",
            "n'a pas pu se connecter au serveur principal : {0}",
            "connessione al server primario fallita: {0}",
            "プライマリサーバーへの接続ができませんでした: {0}",
            "주 서버에 연결 할 수 없음: {0}",
            "не удалось подключиться к главному серверу: {0}",
            "无法连接到主用服务器：{0}",
        ],
    },
    Wording {
        english: "terminating walreceiver due to timeout",
        others: &[
            "WAL-Receiver-Prozess wird abgebrochen wegen Zeitüberschreitung",
            "terminando el proceso walreceiver debido a que se agotó el tiempo de espera",
            "arrêt du processus walreceiver suite à l'expiration du délai de réplication",
            "walreceiver terminato a causa di timeout",
            "レプリケーションタイムアウトによりwalreceiverを終了しています",
            "시간 제한으로 wal 수신기를 중지합니다.",
            "завершение приёма журнала из-за тайм-аута",
            "由于超时, 中止walreceiver进程",
        ],
    },
    Wording {
        english: "terminating walsender process due to replication timeout",
        others: &[
            "WAL-Sender-Prozess wird abgebrochen wegen Zeitüberschreitung bei der Replikation",
            "terminando el proceso walsender debido a que se agotó el tiempo de espera de replicación",
            "interruzione del processo walsender a causa di timeout di replica",
            "レプリケーションタイムアウトにより WAL 送信プロセスを終了しています",
            "복제 시간 제한으로 wal 송신기 프로세스를 종료합니다.",
            "завершение процесса передачи журнала из-за тайм-аута репликации",
            "由于复制超时, 中断walreceiver进程",
        ],
    },
    Wording {
        english: "database is not accepting commands to avoid wraparound data loss in database \"{0}\"",
        others: &[
            "Datenbank nimmt keine Befehle an, um Datenverlust wegen Transaktionsnummernüberlauf in Datenbank »{0}« zu vermeiden",
            "la base de datos no está aceptando órdenes para evitar pérdida de datos debido al problema del reciclaje de transacciones en la base de datos «{0}»",
            "la base de données n'accepte plus de requêtes pour éviter des pertes de",
            "il database non accetta comandi per evitare perdita di dati per wraparound \"{0}\"",
            "データベース\"{0}\"における周回によるデータ損失を防ぐために、データベースは問い合わせを受け付けていません",
            "\"{0}\" 데이터베이스 트랜잭션 ID 겹침에 의한 자료 손실을 방지하기 위해 더 이상 자료 조작 작업을 허용하지 않습니다",
            "база данных не принимает команды во избежание потери данных из-за зацикливания транзакций в базе данных \"{0}\"",
            "数据库没有接收命令来避免在数据库\"{0}\"中的重叠数据损失",
        ],
    },
];
