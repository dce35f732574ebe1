use tenbin_vocab::Date;

/// A value of any of the formats, with its place in the text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Node {
    /// Byte it starts at.
    pub(crate) offset: usize,
    pub(crate) value: Value,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Null,
    Bool(bool),
    Number(f64),
    Text(String),
    Date(Date),
    /// A date with a time, as it is written.
    Time(String),
    /// What no fact can be, in words.
    Other(&'static str),
    List(Vec<Node>),
    Map(Vec<Entry>),
}

/// A key with its value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Entry {
    pub(crate) name: String,
    /// Byte the key starts at.
    pub(crate) offset: usize,
    pub(crate) node: Node,
}

impl Value {
    pub(crate) fn describe(&self) -> String {
        match self {
            Self::Null => "nothing".into(),
            Self::Bool(value) => value.to_string(),
            Self::Number(number) => format!("the number {number}"),
            Self::Text(text) => {
                let mut short: String = text.chars().take(40).collect();
                if short.len() < text.len() {
                    short.push('…');
                }
                format!("the text \"{}\"", short.escape_debug())
            }
            Self::Date(date) => format!("the date {date}"),
            Self::Time(_) => "a time, not a date".into(),
            Self::Other(what) => (*what).to_owned(),
            Self::List(_) => "a list".into(),
            Self::Map(_) => "a table".into(),
        }
    }
}
