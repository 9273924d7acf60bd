use super::{Around, is_taken};

#[test]
fn throwaway() {
    let all = std::fs::read("/tmp/pgc/verdicts.tsv").unwrap();
    let mut wrong = 0;
    for line in all.split(|b| *b == b'\n').filter(|l| !l.is_empty()) {
        let mut f = line.splitn(3, |b| *b == b'\t');
        let major: u16 = std::str::from_utf8(f.next().unwrap()).unwrap().parse().unwrap();
        let v = f.next().unwrap() == b"1";
        let text = f.next().unwrap();
        if is_taken(text, major, Around::default()) != v {
            wrong += 1;
            println!("{major} server={v} {:?}", String::from_utf8_lossy(text));
        }
    }
    println!("wrong {wrong}");
}
