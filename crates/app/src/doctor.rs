//! What works here and what is missing.

use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::time::Duration;

use serde::Serialize;

use crate::App;

/// Ports model servers usually listen on, with their names.
const MODEL_SERVERS: [(u16, &str); 4] =
    [(11434, "Ollama"), (8000, "vLLM"), (8080, "llama.cpp"), (1234, "LM Studio")];
/// How long a port of this machine may take to answer.
const KNOCK: Duration = Duration::from_millis(100);
/// Environment variable keys of model servers usually stand in.
const KEY_VARIABLE: &str = "OPENAI_API_KEY";

/// How one thing stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum CheckState {
    /// It works.
    Ok,
    /// It is not there, and not needed for most work.
    Missing,
    /// It is there and does not work.
    Broken,
}

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Check {
    /// What.
    pub name: String,
    /// How it stands.
    pub state: CheckState,
    /// In words; never a secret.
    pub detail: String,
}

impl Check {
    fn new(name: &str, state: CheckState, detail: impl Into<String>) -> Self {
        Self { name: name.to_owned(), state, detail: detail.into() }
    }
}

impl App {
    /// Looks at everything the program needs; changes nothing but making the
    /// data folder and the store when they are not there yet.
    #[must_use]
    pub fn examine(&self) -> Vec<Check> {
        let mut checks = vec![Check::new("version", CheckState::Ok, env!("CARGO_PKG_VERSION"))];
        checks.extend(self.examine_data());
        checks.push(self.examine_store());
        checks.push(self.examine_key());
        let key = std::env::var_os(KEY_VARIABLE).is_some_and(|value| !value.is_empty());
        checks.push(if key {
            Check::new("model server key", CheckState::Ok, format!("{KEY_VARIABLE} is set"))
        } else {
            Check::new(
                "model server key",
                CheckState::Missing,
                format!("{KEY_VARIABLE} is not set"),
            )
        });
        checks.extend(MODEL_SERVERS.map(|(port, name)| knock(port, name)));
        checks
    }

    fn examine_data(&self) -> Vec<Check> {
        let mut checks = Vec::new();
        match self.library() {
            Ok(library) => checks.extend(library.frameworks().iter().map(|framework| {
                let digest = framework.digest.short();
                Check::new(&format!("framework {}", framework.id), CheckState::Ok, digest)
            })),
            Err(error) => {
                checks.push(Check::new("frameworks", CheckState::Broken, error.to_string()))
            }
        }
        checks.push(match self.bank() {
            Ok(bank) => {
                let detail =
                    format!("{} items, {} batteries", bank.items.len(), bank.batteries.len());
                Check::new("item bank", CheckState::Ok, detail)
            }
            Err(error) => Check::new("item bank", CheckState::Broken, error.to_string()),
        });
        checks
    }

    fn examine_store(&self) -> Check {
        let path = self.store_path().display().to_string();
        match self.store().map(tenbin_store::Store::health) {
            Ok(Ok(health)) if health.problems.is_empty() => {
                let detail = format!("{path}, format {}", health.schema_version);
                Check::new("store", CheckState::Ok, detail)
            }
            Ok(Ok(health)) => Check::new("store", CheckState::Broken, health.problems.join("; ")),
            Ok(Err(error)) => Check::new("store", CheckState::Broken, error.to_string()),
            Err(error) => Check::new("store", CheckState::Broken, error.to_string()),
        }
    }

    fn examine_key(&self) -> Check {
        let path = self.key_path();
        if !path.exists() {
            let detail = "none yet; made on first use, or with: tenbin ledger keygen";
            return Check::new("signing key", CheckState::Missing, detail);
        }
        match self.signing_key() {
            Ok((key, _)) => {
                Check::new("signing key", CheckState::Ok, key.public().id().to_string())
            }
            Err(error) => Check::new("signing key", CheckState::Broken, error.to_string()),
        }
    }
}

fn knock(port: u16, name: &str) -> Check {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let name = format!("port {port} ({name})");
    if TcpStream::connect_timeout(&address, KNOCK).is_ok() {
        let detail = format!("something listens; try --base-url http://{address}");
        Check::new(&name, CheckState::Ok, detail)
    } else {
        Check::new(&name, CheckState::Missing, "nothing listens")
    }
}
