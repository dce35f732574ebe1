use serde::{Deserialize, Serialize};
use tenbin_vocab::Timestamp;

use crate::NAMESPACE;
use crate::uuid::Uuid;

/// Who, when, which release: the head of every document.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct Metadata {
    /// Title.
    pub title: String,
    /// When its content was published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
    /// When its content last changed; taken from the data, never from a clock.
    pub last_modified: String,
    /// Version of the content.
    pub version: String,
    /// Release of OSCAL it keeps to.
    pub oscal_version: String,
    /// Properties.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub props: Vec<Property>,
    /// Links.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Link>,
    /// A remark.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remarks: Option<String>,
}

/// A named value.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Property {
    /// Name, unique with its namespace.
    pub name: String,
    /// Namespace; none for OSCAL's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ns: Option<String>,
    /// Value: one line without space around it.
    pub value: String,
    /// Kind of value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub class: Option<String>,
    /// Properties that belong together share this word.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// A remark.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remarks: Option<String>,
}

impl Property {
    /// A property of ours. OSCAL takes one line without space around it; where
    /// the text is more than that, it stands whole in the remarks.
    pub(crate) fn own(name: &str, text: &str) -> Self {
        let value = text.split_whitespace().collect::<Vec<_>>().join(" ");
        Self {
            name: name.to_owned(),
            ns: Some(NAMESPACE.to_owned()),
            remarks: (value != text).then(|| text.to_owned()),
            value,
            ..Self::default()
        }
    }

    /// The same in a group.
    pub(crate) fn in_group(mut self, group: &str) -> Self {
        self.group = Some(group.to_owned());
        self
    }

    /// The text as it was given to [`Self::own`].
    pub(crate) fn text(&self) -> &str {
        self.remarks.as_deref().unwrap_or(&self.value)
    }

    pub(crate) fn is_own(&self) -> bool {
        self.ns.as_deref() == Some(NAMESPACE)
    }
}

/// A reference to something else.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct Link {
    /// Where it is: an address, or `#` and the identifier of a resource.
    pub href: String,
    /// What it is to the thing that links.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rel: Option<String>,
    /// What is said of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

impl Link {
    /// A reference.
    pub(crate) fn reference(href: impl Into<String>) -> Self {
        Self { href: href.into(), rel: Some("reference".to_owned()), text: None }
    }
}

/// What stands at the end of a document.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct BackMatter {
    /// Sources and attached files.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub resources: Vec<Resource>,
}

impl BackMatter {
    /// None when there is nothing in it: OSCAL wants no empty list.
    pub(crate) fn of(resources: Vec<Resource>) -> Option<Self> {
        (!resources.is_empty()).then_some(Self { resources })
    }
}

/// A source or an attached file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Resource {
    /// Identifier.
    pub uuid: Uuid,
    /// Title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Properties.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub props: Vec<Property>,
    /// Where it is.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rlinks: Vec<ResourceLink>,
    /// The file itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base64: Option<Base64>,
}

/// Where a resource is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct ResourceLink {
    /// Address.
    pub href: String,
    /// Media type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub media_type: Option<String>,
    /// Digests.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub hashes: Vec<Hash>,
}

/// A digest.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Hash {
    /// Algorithm, `SHA-256`.
    pub algorithm: String,
    /// Hexadecimal digits.
    pub value: String,
}

/// A file inside the document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct Base64 {
    /// Name of the file, a token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filename: Option<String>,
    /// Media type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub media_type: Option<String>,
    /// Its bytes.
    pub value: String,
}

/// An instant as OSCAL writes it.
pub(crate) fn instant(at: Timestamp) -> String {
    at.to_string()
}

/// The first instant of a date, in UTC.
pub(crate) fn midnight(date: tenbin_vocab::Date) -> String {
    format!("{date}T00:00:00Z")
}
