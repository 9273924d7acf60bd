//! A double of a PostgreSQL server: it answers what a real one answered to the same
//! words. What nobody has asked yet is put to that one and remembered.
//!
//! It knows where a message ends (manual of PostgreSQL, 55.7) and nothing of what it
//! says, but for one thing: names of prepared statements differ from connection to
//! connection and are told by their order. The folder of the data is told as another
//! one, so that nobody takes the double for a server of this machine.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::{Context, Result, bail};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Mutex;

/// A client's message that is longer is none of Plimsoll's.
const MESSAGE_BYTES_MAX: usize = 1 << 20;
/// The code of a request for TLS, in the place of a protocol's version.
const TLS_WANTED: u32 = 80_877_103;

/// What a real server answered.
pub(super) struct Double {
    real_port: u16,
    data_folder: Vec<u8>,
    answers: Mutex<HashMap<Vec<u8>, Arc<[u8]>>>,
    /// Answers given from memory, and asked of the real server.
    pub(super) repeated: AtomicU64,
    pub(super) asked: AtomicU64,
}

impl Double {
    /// One that asks the server at that port of loopback, whose data lies there.
    pub(super) fn new(real_port: u16, data_folder: &str) -> Self {
        Self {
            real_port,
            data_folder: data_folder.as_bytes().to_vec(),
            answers: Mutex::default(),
            repeated: AtomicU64::new(0),
            asked: AtomicU64::new(0),
        }
    }

    /// Takes connections for as long as it is polled.
    pub(super) async fn serve(self: Arc<Self>, listener: TcpListener) -> Result<()> {
        loop {
            let (client, _) = listener
                .accept()
                .await
                .context("the double cannot accept")?;
            let double = Arc::clone(&self);
            // A client that leaves in the middle is its own affair.
            tokio::spawn(async move { drop(double.attend(client).await) });
        }
    }

    async fn attend(&self, mut client: TcpStream) -> Result<()> {
        client.set_nodelay(true)?;
        let mut talk = Talk {
            real: None,
            said: Vec::new(),
            seen: HashSet::new(),
            names: HashMap::new(),
        };
        loop {
            let Some(batch) = talk.next(&mut client).await? else {
                return Ok(());
            };
            let answer = self.answer(&mut talk, batch).await?;
            client.write_all(&answer).await?;
        }
    }

    async fn answer(&self, talk: &mut Talk, batch: Batch) -> Result<Arc<[u8]>> {
        let mut answers = self.answers.lock().await;
        if let Some(answer) = answers.get(&batch.key) {
            self.repeated.fetch_add(1, Ordering::Relaxed);
            let answer = answer.clone();
            talk.keep(batch);
            return Ok(answer);
        }
        self.asked.fetch_add(1, Ordering::Relaxed);
        let answer = talk.ask(self.real_port, &batch.bytes).await?;
        let answer: Arc<[u8]> = moved(answer, &self.data_folder).into();
        answers.insert(batch.key.clone(), answer.clone());
        talk.keep(batch);
        Ok(answer)
    }
}

/// The answer with the folder told as one of the same length that is nowhere.
fn moved(mut answer: Vec<u8>, folder: &[u8]) -> Vec<u8> {
    let mut from = 0;
    while let Some(at) = find(&answer[from..], folder) {
        let told = &mut answer[from + at..from + at + folder.len()];
        told.fill(b'x');
        told[0] = b'/';
        from += at + folder.len();
    }
    answer
}

fn find(text: &[u8], word: &[u8]) -> Option<usize> {
    text.windows(word.len()).position(|part| part == word)
}

/// What one client said so far, and its line to the real server if it has one.
struct Talk {
    real: Option<TcpStream>,
    said: Vec<Vec<u8>>,
    /// Hashes of what is in there: said again it changes nothing.
    seen: HashSet<u64>,
    /// Its names of prepared statements, by the order in which they came.
    names: HashMap<Vec<u8>, usize>,
}

/// Messages that are answered together.
struct Batch {
    bytes: Vec<u8>,
    /// The same with every name of a statement told by its number.
    key: Vec<u8>,
}

impl Talk {
    /// The next messages, up to the one that asks for an answer; `None` at the end.
    async fn next(&mut self, client: &mut TcpStream) -> Result<Option<Batch>> {
        if self.said.is_empty() {
            return startup(client).await.map(Some);
        }
        let mut batch = Batch {
            bytes: Vec::new(),
            key: Vec::new(),
        };
        loop {
            let Some((kind, body)) = message(client).await? else {
                return Ok(None);
            };
            batch.bytes.push(kind);
            batch.bytes.extend((body.len() as u32 + 4).to_be_bytes());
            batch.bytes.extend(&body);
            batch.key.push(kind);
            self.named(kind, &body, &mut batch.key);
            match kind {
                b'S' | b'Q' => return Ok(Some(batch)),
                b'X' => return Ok(None),
                _ => {}
            }
        }
    }

    /// A message's body for the key: in Parse, Bind, Describe and Close a statement's
    /// name is its number.
    fn named(&mut self, kind: u8, body: &[u8], key: &mut Vec<u8>) {
        let before = match kind {
            b'P' => 0,
            // The portal's name comes first.
            b'B' => body
                .iter()
                .position(|byte| *byte == 0)
                .map_or(0, |at| at + 1),
            b'D' | b'C' if body.first() == Some(&b'S') => 1,
            _ => {
                key.extend(body);
                return;
            }
        };
        let rest = &body[before..];
        let end = rest
            .iter()
            .position(|byte| *byte == 0)
            .unwrap_or(rest.len());
        let count = self.names.len();
        let number = *self.names.entry(rest[..end].to_vec()).or_insert(count);
        key.extend(&body[..before]);
        key.extend(number.to_string().bytes());
        key.extend(&rest[end..]);
    }

    /// Keeps what it said, each once.
    fn keep(&mut self, batch: Batch) {
        let mut hasher = DefaultHasher::new();
        batch.key.hash(&mut hasher);
        if self.seen.insert(hasher.finish()) {
            self.said.push(batch.bytes);
        }
    }

    /// Asks the real server, after it was told all that this client said before.
    async fn ask(&mut self, port: u16, bytes: &[u8]) -> Result<Vec<u8>> {
        let real = match &mut self.real {
            Some(real) => real,
            empty @ None => {
                let mut real = TcpStream::connect(("127.0.0.1", port)).await?;
                real.set_nodelay(true)?;
                for said in &self.said {
                    real.write_all(said).await?;
                    answered(&mut real).await?;
                }
                empty.insert(real)
            }
        };
        real.write_all(bytes).await?;
        answered(real).await
    }
}

/// All that the server says until it is ready for more.
async fn answered(real: &mut TcpStream) -> Result<Vec<u8>> {
    let mut answer = Vec::new();
    loop {
        let Some((kind, body)) = message(real).await? else {
            bail!("the real server left");
        };
        answer.push(kind);
        answer.extend((body.len() as u32 + 4).to_be_bytes());
        answer.extend(&body);
        if kind == b'Z' {
            return Ok(answer);
        }
    }
}

/// One message with its kind; `None` where the other side has closed.
async fn message(from: &mut TcpStream) -> Result<Option<(u8, Vec<u8>)>> {
    let mut kind = [0];
    if from.read(&mut kind).await? == 0 {
        return Ok(None);
    }
    Ok(Some((kind[0], body(from).await?)))
}

/// The first message, which has no kind; a wish for TLS is declined.
async fn startup(client: &mut TcpStream) -> Result<Batch> {
    loop {
        let body = body(client).await?;
        let code = body.first_chunk().map(|code| u32::from_be_bytes(*code));
        if code == Some(TLS_WANTED) {
            client.write_all(b"N").await?;
            continue;
        }
        let mut bytes = (body.len() as u32 + 4).to_be_bytes().to_vec();
        bytes.extend(body);
        let key = bytes.clone();
        return Ok(Batch { bytes, key });
    }
}

async fn body(from: &mut TcpStream) -> Result<Vec<u8>> {
    let bytes = from.read_u32().await? as usize;
    if !(4..=MESSAGE_BYTES_MAX).contains(&bytes) {
        bail!("a message of {bytes} bytes");
    }
    let mut body = vec![0; bytes - 4];
    from.read_exact(&mut body).await?;
    Ok(body)
}

#[cfg(test)]
mod tests {
    use super::{Talk, moved};
    use std::collections::{HashMap, HashSet};

    #[test]
    fn names_of_statements_are_told_by_their_order() {
        let key = |names: [&str; 2]| {
            let mut talk = Talk {
                real: None,
                said: Vec::new(),
                seen: HashSet::new(),
                names: HashMap::new(),
            };
            let mut key = Vec::new();
            for name in names {
                talk.named(b'P', format!("{name}\0SELECT 1\0").as_bytes(), &mut key);
            }
            talk.named(b'B', format!("\0{}\0rest", names[1]).as_bytes(), &mut key);
            talk.named(b'D', format!("S{}\0", names[0]).as_bytes(), &mut key);
            key
        };
        assert_eq!(key(["s1", "s2"]), key(["s731", "s900"]));
        assert_ne!(key(["s1", "s2"]), key(["s1", "s1"]));
    }

    #[test]
    fn the_folder_is_told_as_another_of_the_same_length() {
        let answer = b"a /tmp/one b /tmp/one".to_vec();
        assert_eq!(moved(answer, b"/tmp/one"), b"a /xxxxxxx b /xxxxxxx");
    }
}
