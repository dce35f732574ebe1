use serde::{Deserialize, Serialize};

use crate::{KeyError, KeyId, KeyIdParseError, PublicKey, SIGNER_FILE};

/// A key the reader trusts, known beforehand from another channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pin {
    /// The key itself.
    Key(PublicKey),
    /// Its id; the key is then taken from the folder's `signer.pub`.
    Id(KeyId),
}

impl Pin {
    /// The id of the pinned key.
    #[must_use]
    pub fn id(&self) -> KeyId {
        match self {
            Self::Key(key) => key.id(),
            Self::Id(id) => *id,
        }
    }
}

/// Text that pins no key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PinError {
    /// It starts with `ed25519:` but is no key id.
    #[error(transparent)]
    Id(#[from] KeyIdParseError),
    /// It is no PEM public key either.
    #[error(transparent)]
    Key(#[from] KeyError),
}

impl std::str::FromStr for Pin {
    type Err = PinError;

    /// A key id (`ed25519:…`) or the text of a PEM public key.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.starts_with("ed25519:") {
            Ok(Self::Id(text.trim_end().parse()?))
        } else {
            Ok(Self::Key(PublicKey::parse(text.as_bytes())?))
        }
    }
}

/// Whose signatures count.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Trust {
    /// Only these keys. An empty list trusts nobody.
    Pinned(Vec<Pin>),
    /// The key the folder itself brings. This shows that nothing was changed
    /// since the holder of that key signed, not who the holder is.
    #[default]
    SelfAsserted,
}

/// Why a key is trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// The reader named it.
    Pinned,
    /// The folder brought it; whose key it is was not checked.
    SelfAsserted,
}

impl Trust {
    /// Why the keys of [`Self::keys`] are trusted.
    #[must_use]
    pub fn basis(&self) -> Basis {
        match self {
            Self::Pinned(_) => Basis::Pinned,
            Self::SelfAsserted => Basis::SelfAsserted,
        }
    }

    /// The keys to check signatures with, given the key in the folder's
    /// `signer.pub`, when there is one.
    #[must_use]
    pub fn keys(&self, offered: Option<&PublicKey>) -> Vec<PublicKey> {
        match self {
            Self::SelfAsserted => offered.cloned().into_iter().collect(),
            Self::Pinned(pins) => pins
                .iter()
                .filter_map(|pin| match pin {
                    Pin::Key(key) => Some(key.clone()),
                    Pin::Id(id) => offered.filter(|key| key.id() == *id).cloned(),
                })
                .collect(),
        }
    }
}

impl std::fmt::Display for Basis {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Pinned => f.write_str("pinned by the reader"),
            Self::SelfAsserted => write!(f, "self-asserted by the folder's {SIGNER_FILE}"),
        }
    }
}
