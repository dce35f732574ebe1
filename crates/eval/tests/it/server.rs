//! A small HTTP server on the loopback address that answers as it is told.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// What the server does with one request.
#[derive(Clone, Debug)]
pub(crate) enum Does {
    /// Answers with this status, these header lines and this body.
    Says(u16, &'static str, Vec<u8>),
    /// Announces a longer body than it sends, then closes.
    BreaksOff,
    /// Closes without a word.
    Closes,
    /// Waits, then closes.
    Stalls(Duration),
}

/// A request as the server saw it.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) path: String,
    pub(crate) head: String,
    pub(crate) body: serde_json::Value,
    /// Which time this prompt was sent, counted from 1.
    pub(crate) time: usize,
}

impl Seen {
    pub(crate) fn prompt(&self) -> &str {
        self.body["messages"][0]["content"].as_str().unwrap_or_default()
    }
}

pub(crate) struct Server {
    pub(crate) base: String,
    pub(crate) seen: Arc<Mutex<Vec<Seen>>>,
}

pub(crate) fn completion(text: &str) -> Vec<u8> {
    serde_json::json!({
        "id": "x",
        "choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": text}}],
        "usage": {"total_tokens": 3},
    })
    .to_string()
    .into_bytes()
}

pub(crate) fn says(text: &str) -> Does {
    Does::Says(200, "", completion(text))
}

impl Server {
    /// Starts a server that does with each request what `behave` says.
    pub(crate) async fn start(behave: impl Fn(&Seen) -> Does + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let seen = Arc::new(Mutex::new(Vec::new()));
        let (all, behave) = (seen.clone(), Arc::new(behave));
        let times = Arc::new(Mutex::new(HashMap::new()));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (all, behave, times) = (all.clone(), behave.clone(), times.clone());
                tokio::spawn(async move {
                    let _ = connection(stream, &all, &*behave, &times).await;
                });
            }
        });
        Self { base, seen }
    }
}

async fn connection(
    mut stream: TcpStream,
    all: &Mutex<Vec<Seen>>,
    behave: &(impl Fn(&Seen) -> Does + Sync),
    times: &Mutex<HashMap<String, usize>>,
) -> std::io::Result<()> {
    let mut buffer = Vec::new();
    loop {
        let head_end = loop {
            if let Some(at) = buffer.windows(4).position(|four| four == b"\r\n\r\n") {
                break at + 4;
            }
            if stream.read_buf(&mut buffer).await? == 0 {
                return Ok(());
            }
        };
        let head = String::from_utf8_lossy(&buffer[..head_end]).into_owned();
        let length = head
            .lines()
            .find_map(|line| {
                line.to_ascii_lowercase().strip_prefix("content-length:")?.trim().parse().ok()
            })
            .unwrap_or(0);
        while buffer.len() < head_end + length {
            if stream.read_buf(&mut buffer).await? == 0 {
                return Ok(());
            }
        }
        let body = serde_json::from_slice(&buffer[head_end..head_end + length]).unwrap_or_default();
        buffer.drain(..head_end + length);
        let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
        let mut seen = Seen { path, head, body, time: 0 };
        {
            let mut times = times.lock().unwrap();
            let time = times.entry(seen.prompt().to_owned()).or_insert(0);
            *time += 1;
            seen.time = *time;
        }
        all.lock().unwrap().push(seen.clone());
        match behave(&seen) {
            Does::Says(status, headers, body) => {
                let head = format!(
                    "HTTP/1.1 {status} X\r\ncontent-type: application/json\r\n{headers}content-length: {}\r\n\r\n",
                    body.len()
                );
                stream.write_all(head.as_bytes()).await?;
                stream.write_all(&body).await?;
            }
            Does::BreaksOff => {
                let body = completion("an answer that never ends");
                let head =
                    format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", body.len() + 50);
                stream.write_all(head.as_bytes()).await?;
                stream.write_all(&body[..body.len() / 2]).await?;
                return Ok(());
            }
            Does::Closes => return Ok(()),
            Does::Stalls(time) => {
                tokio::time::sleep(time).await;
                return Ok(());
            }
        }
    }
}
