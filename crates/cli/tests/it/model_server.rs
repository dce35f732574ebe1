//! A chat-completions server on loopback that answers as it is told.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};

/// One request as it came.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) prompt: String,
    pub(crate) model: String,
    pub(crate) authorization: Option<String>,
    pub(crate) path: String,
}

/// What the server does with a request.
pub(crate) enum Reply {
    /// A completion with this text.
    Says(String),
    /// This status, these further header lines, this body.
    Status(u16, &'static str, String),
    /// The first half of a completion, then the end of the connection.
    CutOff,
}

/// A running server; it ends with the test.
pub(crate) struct ModelServer {
    address: SocketAddr,
    asked: Arc<Mutex<Vec<Asked>>>,
    over: Arc<AtomicBool>,
}

impl ModelServer {
    /// Answers the request with number `n`, counted from 0, as `reply(n, asked)`
    /// says, after `delay`.
    pub(crate) fn start(
        delay: Duration,
        reply: impl Fn(usize, &Asked) -> Reply + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let asked: Arc<Mutex<Vec<Asked>>> = Arc::default();
        let over = Arc::new(AtomicBool::new(false));
        let (seen, ended, reply) = (asked.clone(), over.clone(), Arc::new(reply));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                if ended.load(Ordering::Relaxed) {
                    return;
                }
                let Ok(stream) = stream else { continue };
                let (seen, reply) = (seen.clone(), reply.clone());
                std::thread::spawn(move || {
                    let _ = converse(stream, &seen, delay, &*reply);
                });
            }
        });
        Self { address, asked, over }
    }

    /// The same answer to every question, at once.
    pub(crate) fn saying(text: &'static str) -> Self {
        Self::start(Duration::ZERO, move |_, _| Reply::Says(text.to_owned()))
    }

    pub(crate) fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Every request so far, in order of arrival.
    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }
}

impl Drop for ModelServer {
    fn drop(&mut self) {
        self.over.store(true, Ordering::Relaxed);
        // Wakes the listener, so that it sees that it is over.
        let _ = TcpStream::connect(self.address);
    }
}

/// Answers the requests of one connection.
fn converse(
    mut stream: TcpStream,
    seen: &Mutex<Vec<Asked>>,
    delay: Duration,
    reply: &(dyn Fn(usize, &Asked) -> Reply + Send + Sync),
) -> std::io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(60)))?;
    let mut reader = BufReader::new(stream.try_clone()?);
    loop {
        let Some(asked) = read_request(&mut reader)? else { return Ok(()) };
        let number = {
            let mut seen = seen.lock().unwrap();
            seen.push(asked.clone());
            seen.len() - 1
        };
        std::thread::sleep(delay);
        let (status, more, body, whole) = match reply(number, &asked) {
            Reply::Says(text) => (200, "", completion(&text), true),
            Reply::Status(status, more, body) => (status, more, body, true),
            Reply::CutOff => (200, "", completion("half of an answer"), false),
        };
        let head = format!(
            "HTTP/1.1 {status} X\r\ncontent-type: application/json\r\ncontent-length: {}\r\n{more}\r\n",
            body.len()
        );
        let sent = if whole { body.len() } else { body.len() / 2 };
        stream.write_all(head.as_bytes())?;
        stream.write_all(&body.as_bytes()[..sent])?;
        stream.flush()?;
        if !whole {
            return Ok(());
        }
    }
}

fn read_request(reader: &mut BufReader<TcpStream>) -> std::io::Result<Option<Asked>> {
    let mut line = String::new();
    if reader.read_line(&mut line)? == 0 {
        return Ok(None);
    }
    let path = line.split(' ').nth(1).unwrap_or_default().to_owned();
    let (mut length, mut authorization) = (0, None);
    loop {
        line.clear();
        reader.read_line(&mut line)?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.trim().parse().unwrap_or(0),
            "authorization" => authorization = Some(value.trim().to_owned()),
            _ => {}
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    let body: Value = serde_json::from_slice(&body).unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let prompt = text(&body["messages"][0]["content"]);
    Ok(Some(Asked { prompt, model: text(&body["model"]), authorization, path }))
}

fn completion(text: &str) -> String {
    json!({
        "id": "x", "object": "chat.completion",
        "choices": [{"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}],
    })
    .to_string()
}
