//! Memory, sessions and disks
//! (`src/backend/port/sysv_shmem.c`, src/backend/storage/, src/backend/utils/init/postinit.c).

use super::wording::Wording;

/// Its wordings.
pub(super) static WORDINGS: &[Wording] = &[
    Wording {
        english: "sorry, too many clients already",
        others: &[
            "tut mir leid, schon zu viele Verbindungen",
            "lo siento, ya tenemos demasiados clientes",
            "désolé, trop de clients sont déjà connectés",
            "spiacente, troppi client già connessi",
            "現在クライアント数が多すぎます",
            "최대 동시 접속자 수를 초과했습니다.",
            "извините, уже слишком много клиентов",
            "对不起, 已经有太多的客户",
        ],
    },
    Wording {
        english: "remaining connection slots are reserved for non-replication superuser connections",
        others: &[
            "die verbleibenden Verbindungen sind für Superuser auf Nicht-Replikationsverbindungen reserviert",
            "las conexiones restantes están reservadas a superusuarios y no de replicación",
            "les emplacements de connexions restants sont réservés pour les connexions",
            "i rimanenti slot di connessione sono riservati a connessioni di superutenti non di replica",
            "残りの接続スロットはレプリケーションユーザーではないスーパーユーザー用に予約されています",
            "남은 연결 슬롯은 non-replication 슈퍼유저 연결용으로 남겨 놓았음",
            "оставшиеся слоты подключений зарезервированы для подключений суперпользователя (не для репликации)",
            "已保留的连接位置为执行非复制请求的超级用户预留",
        ],
    },
    Wording {
        english: "too many connections for role \"{0}\"",
        others: &[
            "zu viele Verbindungen von Rolle »{0}«",
            "demasiadas conexiones para el rol «{0}»",
            "trop de connexions pour le rôle « {0} »",
            "troppe connessioni per il ruolo \"{0}\"",
            "ロール\"{0}\"からの接続が多すぎます",
            "\"{0}\" 롤의 최대 동시 접속수를 초과했습니다",
            "слишком много подключений для роли \"{0}\"",
            "由角色\"{0}\"发起的连接太多了",
        ],
    },
    Wording {
        english: "out of memory",
        others: &[
            "Speicher aufgebraucht",
            "memoria agotada",
            "mémoire épuisée",
            "memoria esaurita",
            "メモリ不足です",
            "메모리 부족",
            "нехватка памяти",
            "内存用尽",
        ],
    },
    Wording {
        english: "out of shared memory",
        others: &[
            "Shared Memory aufgebraucht",
            "memoria compartida agotada",
            "mémoire partagée épuisée",
            "memoria condivisa esaurita",
            "共有メモリが足りません",
            "공유 메모리 부족",
            "нехватка разделяемой памяти",
            "共享内存用尽",
        ],
    },
    Wording {
        english: "could not map anonymous shared memory: {0}",
        others: &[
            "konnte anonymes Shared Memory nicht mappen: {0}",
            "no se pudo mapear memoria compartida anónima: {0}",
            "n'a pas pu créer le segment de mémoire partagée anonyme : {0}",
            "mappatura della memoria condivisa anonima fallita: {0}",
            "匿名共有メモリをマップできませんでした: {0}",
            "가용 공유 메모리 확보 실패: {0}",
            "не удалось получить анонимную разделяемую память: {0}",
            "无法映射匿名共享内存: {0}",
        ],
    },
    Wording {
        english: "could not resize shared memory segment \"{0}\" to {1} bytes: {2}",
        others: &[
            "konnte Größe des Shared-Memory-Segments »{0}« nicht auf {1} Bytes ändern: {2}",
            "no se pudo redimensionar el segmento de memoria compartida «{0}» a {1} bytes: {2}",
            "n'a pas pu retailler le segment de mémoire partagée « {0} » en {1} octets : {2}",
            "ridimensionamento del segmento di memoria condivisa \"{0}\" a {1} byte fallito: {2}",
            "共有メモリセグメント\"{0}\"の{1}バイトへのサイズ変更ができませんでした: {2}",
            "\"{0}\" 공유 메모리 조각 파일을 {1} 바이트로 크기 조절 할 수 없음: {2}",
            "не удалось изменить размер сегмента разделяемой памяти \"{0}\" до {1} байт: {2}",
            "无法重新设置共享内存段\"{0}\"的大小为{1}字节: {2}",
        ],
    },
    Wording {
        english: "could not fork new process for connection: {0}",
        others: &[
            "konnte neuen Prozess für Verbindung nicht starten (fork-Fehler): {0}",
            "no se pudo lanzar el nuevo proceso para la conexión: {0}",
            "n'a pas pu lancer le nouveau processus fils pour la connexion : {0}",
            "fork del nuovo processo per la connessione fallito: {0}",
            "接続用の新しいプロセスをforkできませんでした: {0}",
            "연결을 위한 새 프로세스 할당(fork) 실패: {0}",
            "породить новый процесс для соединения не удалось: {0}",
            "无法为联接派生新进程: {0}",
        ],
    },
    Wording {
        english: "could not extend file \"{0}\": {1}",
        others: &[
            "konnte Datei »{0}« nicht erweitern: {1}",
            "no se pudo extender el archivo «{0}»: {1}",
            "n'a pas pu étendre le fichier « {0} » : {1}",
            "non è stato possibile estendere il file \"{0}\": {1}",
            "ファイル\"{0}\"を拡張できませんでした: {1}",
            "\"{0}\" 파일을 확장할 수 없음: {1}",
            "не удалось увеличить файл \"{0}\": {1}",
            "无法扩展文件 \"{0}\": {1}",
        ],
    },
    Wording {
        english: "could not write to file \"{0}\": {1}",
        others: &[
            "konnte nicht in Datei »{0}« schreiben: {1}",
            "no se pudo escribir a archivo «{0}»: {1}",
            "n'a pas pu écrire dans le fichier « {0} » : {1}",
            "scrittura nel file \"{0}\" fallita: {1}",
            "ファイル\"{0}\"を書き出せませんでした: {1}",
            "\"{0}\" 파일 쓰기 실패: {1}",
            "не удалось записать в файл \"{0}\": {1}",
            "无法写入文件 \"{0}\": {1}",
        ],
    },
    Wording {
        english: "could not fsync file \"{0}\": {1}",
        others: &[
            "konnte Datei »{0}« nicht fsyncen: {1}",
            "no se pudo sincronizar (fsync) archivo «{0}»: {1}",
            "n'a pas pu synchroniser sur disque (fsync) le fichier « {0} » : {1}",
            "fsync del file \"{0}\" fallito: {1}",
            "ファイル\"{0}\"をfsyncできませんでした: {1}",
            "\"{0}\" 파일 fsync 실패: {1}",
            "не удалось синхронизировать с ФС файл \"{0}\": {1}",
            "无法 fsync 文件 \"{0}\": {1}",
        ],
    },
];
