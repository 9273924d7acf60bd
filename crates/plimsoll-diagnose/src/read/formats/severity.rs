//! The words that `PostgreSQL` puts before what it writes, in the languages it
//! is translated to: severities, and labels of what belongs to the entry before
//! (src/backend/po/*.po of `PostgreSQL` 15, `error_severity` in
//! src/backend/utils/error/elog.c). Knows no file format.

use crate::record::Level;

/// Severities; the English ones stand first.
static SEVERITIES: &[(&str, Level)] = &[
    ("LOG", Level::Note),
    ("ERROR", Level::Error),
    ("FATAL", Level::Fatal),
    ("PANIC", Level::Fatal),
    ("WARNING", Level::Warning),
    ("NOTICE", Level::Note),
    ("INFO", Level::Note),
    ("DEBUG", Level::Note),
    ("DEBUG1", Level::Note),
    ("DEBUG2", Level::Note),
    ("DEBUG3", Level::Note),
    ("DEBUG4", Level::Note),
    ("DEBUG5", Level::Note),
    // German.
    ("FEHLER", Level::Error),
    ("PANIK", Level::Fatal),
    ("WARNUNG", Level::Warning),
    ("HINWEIS", Level::Note),
    // French.
    ("ERREUR", Level::Error),
    ("ATTENTION", Level::Warning),
    // Italian.
    ("ERRORE", Level::Error),
    ("FATALE", Level::Fatal),
    ("PANICO", Level::Fatal),
    ("ATTENZIONE", Level::Warning),
    ("NOTIFICA", Level::Note),
    // Portuguese and Spanish, as older servers have them.
    ("ERRO", Level::Error),
    ("PÂNICO", Level::Fatal),
    ("AVISO", Level::Warning),
    ("ADVERTENCIA", Level::Warning),
    // Swedish.
    ("LOGG", Level::Note),
    ("FEL", Level::Error),
    ("FATALT", Level::Fatal),
    ("VARNING", Level::Warning),
    ("NOTIS", Level::Note),
    // Russian.
    ("СООБЩЕНИЕ", Level::Note),
    ("ОШИБКА", Level::Error),
    ("ВАЖНО", Level::Fatal),
    ("ПАНИКА", Level::Fatal),
    ("ПРЕДУПРЕЖДЕНИЕ", Level::Warning),
    ("ЗАМЕЧАНИЕ", Level::Note),
    // Ukrainian.
    ("ЗАПИСУВАННЯ", Level::Note),
    ("ПОМИЛКА", Level::Error),
    ("ФАТАЛЬНО", Level::Fatal),
    ("ПАНІКА", Level::Fatal),
    ("ПОПЕРЕДЖЕННЯ", Level::Warning),
    ("ПОВІДОМЛЕННЯ", Level::Note),
    // Korean.
    ("로그", Level::Note),
    ("오류", Level::Error),
    ("치명적오류", Level::Fatal),
    ("손상", Level::Fatal),
    ("경고", Level::Warning),
    ("알림", Level::Note),
    // Chinese.
    ("日志", Level::Note),
    ("错误", Level::Error),
    ("致命错误", Level::Fatal),
    ("比致命错误还过分的错误", Level::Fatal),
    ("警告", Level::Warning),
    ("注意", Level::Note),
];

/// Labels of what is added to an entry: as they are kept, and as they are written.
static LABELS: &[(&str, &[&str])] = &[
    (
        "DETAIL",
        &[
            "DETAIL",
            "DÉTAIL",
            "DETALLE",
            "DETALHE",
            "DETTAGLI",
            "DETALJ",
            "ПОДРОБНОСТИ",
            "ВІДОМОСТІ",
            "詳細",
            "상세정보",
            "详细信息",
        ],
    ),
    (
        "HINT",
        &[
            "HINT",
            "TIPP",
            "ASTUCE",
            "DICA",
            "SUGERENCIA",
            "SUGGERIMENTO",
            "TIPS",
            "ПОДСКАЗКА",
            "УКАЗІВКА",
            "ヒント",
            "힌트",
            "提示",
        ],
    ),
    (
        "QUERY",
        &[
            "QUERY",
            "ANFRAGE",
            "REQUÊTE",
            "CONSULTA",
            "FRÅGA",
            "ЗАПРОС",
            "ЗАПИТ",
            "問い合わせ",
            "查询",
        ],
    ),
    (
        "CONTEXT",
        &[
            "CONTEXT",
            "ZUSAMMENHANG",
            "CONTEXTE",
            "CONTEXTO",
            "CONTESTO",
            "KONTEXT",
            "КОНТЕКСТ",
            "文脈",
            "내용",
            "上下文",
        ],
    ),
    (
        "LOCATION",
        &[
            "LOCATION",
            "ORT",
            "EMPLACEMENT",
            "UBICACIÓN",
            "POSIZIONE",
            "PLATS",
            "ПОЛОЖЕНИЕ",
            "場所",
        ],
    ),
    ("BACKTRACE", &["BACKTRACE", "СТЕК", "バックトレース"]),
    (
        "STATEMENT",
        &[
            "STATEMENT",
            "ANWEISUNG",
            "INSTRUCTION",
            "SENTENCIA",
            "COMANDO",
            "ISTRUZIONE",
            "SATS",
            "ОПЕРАТОР",
            "ІНСТРУКЦІЯ",
            "文",
            "语句",
        ],
    ),
];

/// How grave a severity is; none where a word is no severity.
pub(super) fn level(word: &str) -> Option<Level> {
    let known = SEVERITIES.iter().find(|(known, _)| *known == word);
    known.map(|(_, level)| *level)
}

/// The English label that a label stands for.
pub(super) fn label(word: &str) -> Option<&'static str> {
    let known = LABELS.iter().find(|(_, words)| words.contains(&word));
    known.map(|(label, _)| *label)
}

/// Whether a severity or a label is one that English has not.
pub(super) fn is_translated(word: &str) -> bool {
    let english = &SEVERITIES[..13];
    let is_english = english.iter().any(|(known, _)| *known == word)
        || LABELS.iter().any(|(label, _)| *label == word);
    !is_english && (level(word).is_some() || label(word).is_some())
}

#[cfg(test)]
mod tests {
    use super::{is_translated, label, level};
    use crate::record::Level;

    #[test]
    fn severities_and_labels_are_known_in_other_languages() {
        assert_eq!(level("FEHLER"), Some(Level::Error));
        assert_eq!(level("치명적오류"), Some(Level::Fatal));
        assert_eq!(level("Error"), None);
        assert_eq!(label("ASTUCE"), Some("HINT"));
        assert!(is_translated("ВАЖНО") && is_translated("文脈"));
        assert!(!is_translated("DEBUG5") && !is_translated("STATEMENT"));
    }
}
