use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue, RETRY_AFTER};
use reqwest::{Client, Url};
use serde::{Deserialize, Serialize};
use tenbin_vocab::Digest;
use tokio::time::sleep;

use super::{
    Answered, Answering, Ask, Attempt, Failure, Patience, Reply, Target, TargetError, TargetKind,
    TargetOptions,
};
use crate::plan::Parameters;

/// Servers that speak the chat-completions interface.
pub(super) const KIND: TargetKind = TargetKind {
    scheme: "openai",
    argument: "MODEL",
    about: (
        "OpenAI互換のチャット補完API（Ollama、vLLM、llama.cppなど）",
        "An OpenAI-compatible chat-completions server (Ollama, vLLM, llama.cpp and others)",
    ),
    open: |model, options| Ok(Arc::new(OpenAi::new(model, options)?)),
};

/// Environment variable read for the key when none is named.
const KEY_VARIABLE: &str = "OPENAI_API_KEY";
/// Longest text of a server's error that is kept, in characters.
const MAX_MESSAGE: usize = 300;

/// A model behind an OpenAI-compatible server.
pub struct OpenAi {
    model: String,
    endpoint: Url,
    client: Client,
    parameters: Parameters,
    seed: u64,
    patience: Patience,
    /// Until when the server asked to wait, and how long that was.
    pause: Mutex<Option<(Instant, Duration)>>,
    /// Whether the server has ever sent anything back.
    reached: AtomicBool,
}

impl OpenAi {
    /// The model `model` at the options' base URL.
    ///
    /// # Errors
    /// When the URL or the key cannot be used.
    pub fn new(model: &str, options: &TargetOptions<'_>) -> Result<Self, TargetError> {
        let Some(base) = &options.base_url else {
            return Err(TargetError::new(
                "the address of the server is not said",
                "add --base-url, for example http://localhost:11434 for Ollama",
            ));
        };
        let endpoint = endpoint(base)?;
        let key = key(options.key_variable.as_deref())?;
        Ok(Self {
            model: model.to_owned(),
            client: client(&endpoint, key.as_deref(), options.patience)?,
            endpoint,
            parameters: options.parameters,
            seed: options.seed,
            patience: options.patience,
            pause: Mutex::new(None),
            reached: AtomicBool::new(false),
        })
    }

    async fn call(&self, ask: Ask<'_>) -> Reply {
        let started = Instant::now();
        let mut attempts = Vec::new();
        let mut faults = 0;
        let epoch = ask.call.map_or(1, |call| call.epoch);
        let body = match serde_json::to_vec(&Body {
            model: &self.model,
            messages: [Message { role: "user", content: ask.prompt }],
            temperature: self.parameters.temperature,
            max_tokens: self.parameters.max_tokens,
            // Servers take a signed 64-bit number; another epoch is another draw.
            seed: self.seed.wrapping_add(u64::from(epoch - 1)) & (u64::MAX >> 1),
        }) {
            Ok(body) => body,
            Err(error) => return Reply::none(Failure::Call(format!("not sent: {error}"))),
        };
        loop {
            self.wait_for_pause(ask.prompt).await;
            let sent = Instant::now();
            let outcome = self.attempt(&body).await;
            let latency_ms = u64::try_from(sent.elapsed().as_millis()).unwrap_or(u64::MAX);
            attempts.push(Attempt { status: outcome.status.clone(), latency_ms });
            let (message, after) = match outcome.next {
                Next::Done(answer) => return Reply { attempts, answer: Ok(answer) },
                Next::Stop(failure) => return Reply { attempts, answer: Err(failure) },
                Next::Busy(message, after) => (message, after),
                Next::Fault(message, after) => {
                    faults += 1;
                    (message, after)
                }
            };
            let told = after.filter(|after| !after.is_zero());
            let wait = told.unwrap_or_else(|| self.backoff(attempts.len(), ask.prompt));
            let spent = started.elapsed() + wait > self.patience.total;
            if faults >= self.patience.faults || spent {
                let tried = attempts.len();
                let message = format!("given up after {tried} attempts: {message}");
                let failure = if self.reached.load(Ordering::Relaxed) {
                    Failure::Call(message)
                } else {
                    // Nobody is there; every other call would wait as long in vain.
                    Failure::Target {
                        message: format!("no server answers at {}: {message}", self.endpoint),
                        hint: "start the server, or check the address given as --base-url"
                            .to_owned(),
                    }
                };
                return Reply { attempts, answer: Err(failure) };
            }
            if told.is_some() {
                // Waited out with every other call, at the top of the loop.
                self.pause_all(wait);
            } else {
                sleep(wait).await;
            }
        }
    }

    /// One request.
    async fn attempt(&self, body: &[u8]) -> Outcome {
        let request = self.client.post(self.endpoint.clone()).body(body.to_vec());
        let mut response = match request.send().await {
            Ok(response) => response,
            Err(error) => {
                // A server that takes the connection and breaks it off is there.
                self.reached.fetch_or(!error.is_connect(), Ordering::Relaxed);
                return Outcome::broken(&error);
            }
        };
        self.reached.store(true, Ordering::Relaxed);
        let status = response.status();
        let after = retry_after(response.headers());
        let mut bytes = Vec::new();
        loop {
            match response.chunk().await {
                Ok(Some(chunk)) if bytes.len() + chunk.len() > self.patience.max_bytes => {
                    let limit = self.patience.max_bytes;
                    let message = format!("the response is longer than {limit} bytes");
                    return Outcome::new("too-large", Next::Stop(Failure::Call(message)));
                }
                Ok(Some(chunk)) => bytes.extend_from_slice(&chunk),
                Ok(None) => break,
                Err(error) if error.is_timeout() => return Outcome::broken(&error),
                Err(error) => {
                    let message = format!("the response broke off: {}", chain(&error));
                    return Outcome::new("truncated", Next::Fault(message, None));
                }
            }
        }
        let code = status.as_u16();
        if status.is_success() {
            return read_completion(&bytes, status.as_str());
        }
        let message = format!("the server answered {code}: {}", said(&bytes));
        let next = match code {
            429 => Next::Busy(message, after),
            408 | 409 | 425 | 500.. => Next::Fault(message, after),
            401 | 403 => Next::Stop(Failure::Target {
                message,
                hint: format!("put a valid key into the environment variable {KEY_VARIABLE}"),
            }),
            404 => Next::Stop(Failure::Target {
                message,
                hint: format!(
                    "check the model name `{}` and the address {}",
                    self.model, self.endpoint
                ),
            }),
            300..=399 => Next::Stop(Failure::Target {
                message: format!("the server answered {code}, a redirect"),
                hint: "give the final address as --base-url".to_owned(),
            }),
            _ => Next::Stop(Failure::Call(message)),
        };
        Outcome::new(status.as_str(), next)
    }

    /// Exponential backoff with full jitter, which follows from the prompt so
    /// that calls that failed together do not come back together.
    fn backoff(&self, failed: usize, prompt: &str) -> Duration {
        let doublings = u32::try_from(failed.saturating_sub(1)).unwrap_or(u32::MAX).min(16);
        let ceiling = self
            .patience
            .first_wait
            .saturating_mul(1_u32 << doublings)
            .min(self.patience.longest_wait);
        ceiling.mul_f64(0.5 + 0.5 * jitter(prompt, failed))
    }

    fn pause_all(&self, wait: Duration) {
        let until = Instant::now() + wait;
        if let Ok(mut pause) = self.pause.lock()
            && pause.is_none_or(|(before, _)| before < until)
        {
            *pause = Some((until, wait));
        }
    }

    /// A server that said "wait" said it to every call, not to one. The calls
    /// come back spread over as long again, so that the first one refused
    /// stops the others before they are sent.
    async fn wait_for_pause(&self, prompt: &str) {
        for round in 0.. {
            let pause = self.pause.lock().ok().and_then(|pause| *pause);
            let now = Instant::now();
            match pause {
                Some((until, wait)) if until > now => {
                    sleep(until - now + wait.mul_f64(jitter(prompt, round))).await;
                }
                _ => return,
            }
        }
    }
}

impl Target for OpenAi {
    fn name(&self) -> String {
        format!("openai:{}", self.model)
    }

    fn parameters(&self) -> Option<Parameters> {
        Some(self.parameters)
    }

    fn origin(&self) -> String {
        self.endpoint.to_string()
    }

    fn ask<'a>(&'a self, ask: Ask<'a>) -> Answering<'a> {
        Box::pin(self.call(ask))
    }
}

/// Where chat completions are asked for at `base`, which may or may not end in
/// `/v1` or in the whole path.
fn endpoint(base: &str) -> Result<Url, TargetError> {
    let wrong = |why: String| {
        let hint = "write for example http://localhost:11434 or https://host/v1";
        TargetError::new(format!("the base URL cannot be used: {why}"), hint)
    };
    let mut url = Url::parse(base.trim()).map_err(|error| wrong(error.to_string()))?;
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
        return Err(wrong("it does not begin with http:// or https://".to_owned()));
    }
    if !url.username().is_empty() || url.password().is_some() || url.query().is_some() {
        return Err(wrong("it holds a user name, a password or a query".to_owned()));
    }
    url.set_fragment(None);
    let path = url.path().trim_end_matches('/').trim_end_matches("/chat/completions").to_owned();
    let versioned = path.split('/').any(|part| {
        let mut letters = part.chars();
        letters.next() == Some('v') && letters.next().is_some_and(|letter| letter.is_ascii_digit())
    });
    let version = if versioned { "" } else { "/v1" };
    url.set_path(&format!("{path}{version}/chat/completions"));
    Ok(url)
}

/// The key from the environment; the key itself is in no message.
fn key(variable: Option<&str>) -> Result<Option<String>, TargetError> {
    let name = variable.unwrap_or(KEY_VARIABLE);
    match std::env::var(name) {
        Ok(key) if !key.trim().is_empty() => Ok(Some(key.trim().to_owned())),
        Err(std::env::VarError::NotUnicode(_)) => Err(TargetError::new(
            format!("the environment variable {name} is not text"),
            "set it again",
        )),
        _ if variable.is_some() => Err(TargetError::new(
            format!("the environment variable {name} is not set"),
            format!("set {name} to the key of the server"),
        )),
        _ => Ok(None),
    }
}

fn client(endpoint: &Url, key: Option<&str>, patience: Patience) -> Result<Client, TargetError> {
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    if let Some(key) = key {
        let mut value = HeaderValue::from_str(&format!("Bearer {key}")).map_err(|_| {
            TargetError::new("the key holds a character no header may hold", "set the key again")
        })?;
        value.set_sensitive(true);
        headers.insert(AUTHORIZATION, value);
    }
    // Fails only when a provider is already there, which is just as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut builder = Client::builder()
        .user_agent(concat!("tenbin/", env!("CARGO_PKG_VERSION")))
        .default_headers(headers)
        // A redirect would carry the prompt, and turn a POST into a GET.
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .connect_timeout(patience.timeout.min(Duration::from_secs(20)))
        .timeout(patience.timeout);
    if endpoint.scheme() == "http" {
        // Plain HTTP needs no certificates, and must work where there are none.
        builder = builder.tls_certs_only([]);
    }
    if is_loopback(endpoint) {
        builder = builder.no_proxy();
    }
    builder.build().map_err(|error| {
        TargetError::new(
            format!("no connection can be set up: {}", chain(&error)),
            "install the system's CA certificates (Debian: ca-certificates)",
        )
    })
}

fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// The wait a server asks for, in seconds or as a date (RFC 9110, 10.2.3).
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    let seconds = match text.parse::<f64>() {
        Ok(seconds) => seconds,
        Err(_) => {
            let date = jiff::fmt::rfc2822::parse(text).ok()?.timestamp();
            (date.duration_since(jiff::Timestamp::now()).as_secs_f64()).max(0.0)
        }
    };
    (0.0..=86_400.0).contains(&seconds).then(|| Duration::from_secs_f64(seconds))
}

/// A number in 0..1 that differs from prompt to prompt and attempt to attempt.
fn jitter(prompt: &str, attempt: usize) -> f64 {
    let digest = Digest::of(format!("{attempt}|{}|{prompt}", std::process::id()).as_bytes());
    let bytes = digest.as_bytes();
    f64::from(u16::from_be_bytes([bytes[0], bytes[1]])) / f64::from(u16::MAX)
}

fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(inner) = source {
        let inner_text = inner.to_string();
        if !text.contains(&inner_text) {
            text.push_str(": ");
            text.push_str(&inner_text);
        }
        source = inner.source();
    }
    text
}

/// What a server says in an error body, short enough for a message.
fn said(bytes: &[u8]) -> String {
    let text = serde_json::from_slice::<serde_json::Value>(bytes)
        .ok()
        .and_then(|value| {
            let error = value.get("error").cloned().unwrap_or(value);
            let message = error.get("message").cloned().unwrap_or(error);
            message.as_str().map(str::to_owned)
        })
        .unwrap_or_else(|| String::from_utf8_lossy(bytes).into_owned());
    let line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars().take(MAX_MESSAGE).collect()
}

struct Outcome {
    status: String,
    next: Next,
}

enum Next {
    Done(Answered),
    Stop(Failure),
    /// The server is busy: wait, without counting a fault.
    Busy(String, Option<Duration>),
    Fault(String, Option<Duration>),
}

impl Outcome {
    fn new(status: &str, next: Next) -> Self {
        Self { status: status.to_owned(), next }
    }

    fn broken(error: &reqwest::Error) -> Self {
        let status = if error.is_timeout() { "timeout" } else { "connection" };
        Self::new(status, Next::Fault(chain(error), None))
    }
}

#[derive(Serialize)]
struct Body<'a> {
    model: &'a str,
    messages: [Message<'a>; 1],
    temperature: f64,
    max_tokens: u32,
    seed: u64,
}

#[derive(Serialize)]
struct Message<'a> {
    role: &'a str,
    content: &'a str,
}

// Unknown fields are let through: every server adds its own.
#[derive(Deserialize)]
struct Completion {
    #[serde(default)]
    choices: Vec<Choice>,
    error: Option<serde_json::Value>,
}

#[derive(Deserialize)]
struct Choice {
    message: Option<ChoiceMessage>,
    finish_reason: Option<String>,
}

#[derive(Deserialize)]
struct ChoiceMessage {
    content: Option<Content>,
    refusal: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Content {
    Text(String),
    Parts(Vec<Part>),
}

#[derive(Deserialize)]
struct Part {
    text: Option<String>,
}

fn read_completion(bytes: &[u8], status: &str) -> Outcome {
    let completion: Completion = match serde_json::from_slice(bytes) {
        Ok(completion) => completion,
        Err(error) => {
            let status = if error.is_eof() { "truncated" } else { "malformed" };
            let message = format!("the response is not the JSON expected: {error}");
            return Outcome::new(status, Next::Fault(message, None));
        }
    };
    if completion.error.is_some() {
        let message = format!("the server answered with an error: {}", said(bytes));
        return Outcome::new("malformed", Next::Fault(message, None));
    }
    let Some(choice) = completion.choices.into_iter().next() else {
        return Outcome::new("malformed", Next::Fault("the response has no choice".into(), None));
    };
    let text = choice.message.and_then(|message| {
        let content = message.content.map(|content| match content {
            Content::Text(text) => text,
            Content::Parts(parts) => parts.into_iter().filter_map(|part| part.text).collect(),
        });
        // Some servers give a refusal a field of its own.
        content.filter(|text| !text.is_empty()).or(message.refusal)
    });
    let answer = Answered { text: text.unwrap_or_default(), finish: choice.finish_reason };
    Outcome::new(status, Next::Done(answer))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base_urls_with_and_without_version() {
        for (base, expected) in [
            ("http://localhost:11434", "http://localhost:11434/v1/chat/completions"),
            ("http://localhost:8000/v1", "http://localhost:8000/v1/chat/completions"),
            ("http://localhost:8000/v1/", "http://localhost:8000/v1/chat/completions"),
            ("http://h/v1/chat/completions", "http://h/v1/chat/completions"),
            ("https://h/proxy", "https://h/proxy/v1/chat/completions"),
            ("https://h/v1beta/openai", "https://h/v1beta/openai/chat/completions"),
        ] {
            assert_eq!(endpoint(base).unwrap().as_str(), expected);
        }
        for base in ["localhost:11434", "ftp://h", "http://u:p@h/v1", "", "http://h/v1?key=x"] {
            assert!(endpoint(base).is_err(), "{base}");
        }
    }

    #[test]
    fn completions_in_the_shapes_servers_use() {
        let text = |json: &str| match read_completion(json.as_bytes(), "200").next {
            Next::Done(answer) => Ok(answer.text),
            Next::Fault(message, _) => Err(message),
            _ => panic!("{json}"),
        };
        assert_eq!(text(r#"{"choices":[{"message":{"content":"a"},"x":1}]}"#).unwrap(), "a");
        let parts = r#"{"choices":[{"message":{"content":[{"type":"text","text":"b"}]}}]}"#;
        assert_eq!(text(parts).unwrap(), "b");
        let refusal = r#"{"choices":[{"message":{"content":null,"refusal":"no"}}]}"#;
        assert_eq!(text(refusal).unwrap(), "no");
        assert!(text(r#"{"choices":[]}"#).is_err());
        assert!(text(r#"{"error":{"message":"overloaded"}}"#).unwrap_err().contains("overloaded"));
        assert!(text(r#"{"choices":[{"mess"#).is_err());
        assert!(text(&"[".repeat(100_000)).is_err());
    }

    #[test]
    fn plain_and_encrypted_connections_can_be_set_up() {
        let bank = crate::bank::Bank::default();
        let open = |base: &str| {
            let base_url = Some(base.to_owned());
            OpenAi::new("m", &TargetOptions { base_url, ..TargetOptions::new(&bank) })
        };
        assert!(open("http://192.0.2.1").is_ok());
        // Where the system has no certificates, the message says so.
        if let Err(error) = open("https://192.0.2.1") {
            assert!(error.hint().contains("certificates"), "{error}");
        }
    }

    #[test]
    fn retry_after_is_read_within_reason() {
        let wait = |text: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(RETRY_AFTER, HeaderValue::from_static(text));
            retry_after(&headers)
        };
        assert_eq!(wait("2"), Some(Duration::from_secs(2)));
        assert_eq!(wait("0.5"), Some(Duration::from_millis(500)));
        assert_eq!(wait("Wed, 21 Oct 2015 07:28:00 GMT"), Some(Duration::ZERO));
        for text in ["-1", "NaN", "1e300", "soon", "Wed, 21 Oct 9998 07:28:00 GMT"] {
            assert_eq!(wait(text), None);
        }
    }
}
