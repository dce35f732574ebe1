use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One mistake in something a person wrote: where, what, and the remedy.
#[derive(
    Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
pub struct Diagnostic {
    /// File the mistake is in, as the person named it.
    pub file: String,
    /// Line, counted from 1; 0 when the mistake has no single line.
    pub line: usize,
    /// Column in characters, counted from 1; 0 when unknown.
    pub column: usize,
    /// What is wrong and why, one sentence, lower case, no full stop.
    pub message: String,
    /// What to do about it; may be empty.
    pub hint: String,
}

impl Diagnostic {
    /// A mistake in `file` as a whole.
    pub fn new(file: impl Into<String>, message: impl Into<String>) -> Self {
        Self { file: file.into(), message: message.into(), ..Self::default() }
    }

    /// The same mistake at `line`, counted from 1.
    #[must_use]
    pub fn at_line(mut self, line: usize) -> Self {
        self.line = line;
        self
    }

    /// The same mistake at the byte `offset` of `text`, the file's content.
    #[must_use]
    pub fn at_offset(mut self, text: &str, offset: usize) -> Self {
        let mut end = offset.min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let before = &text[..end];
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        self.line = before.matches('\n').count() + 1;
        self.column = before[line_start..].chars().count() + 1;
        self
    }

    /// The same mistake with a remedy.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if self.line > 0 {
            write!(f, ":{}", self.line)?;
            if self.column > 0 {
                write!(f, ":{}", self.column)?;
            }
        }
        write!(f, ": {}", self.message)?;
        if !self.hint.is_empty() {
            write!(f, "\n  hint: {}", self.hint)?;
        }
        Ok(())
    }
}

impl std::error::Error for Diagnostic {}

/// Every mistake found in one reading; never empty when returned as an error.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Diagnostics(pub Vec<Diagnostic>);

impl Diagnostics {
    /// The mistakes as an error, or `value` when there are none.
    ///
    /// # Errors
    /// When at least one mistake was recorded.
    pub fn into_result<T>(self, value: T) -> Result<T, Self> {
        if self.0.is_empty() { Ok(value) } else { Err(self) }
    }
}

impl From<Diagnostic> for Diagnostics {
    fn from(one: Diagnostic) -> Self {
        Self(vec![one])
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, diagnostic) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{diagnostic}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Diagnostics {}

#[cfg(test)]
mod tests {
    use super::Diagnostic;

    #[test]
    fn offset_becomes_line_and_column_in_characters() {
        let text = "一行目\nフール = 1\n";
        let offset = text.find('=').unwrap();
        let d = Diagnostic::new("f.toml", "x").at_offset(text, offset).hint("y");
        assert_eq!(d.to_string(), "f.toml:2:5: x\n  hint: y");
        assert_eq!(Diagnostic::new("f", "x").at_offset(text, 1).column, 1);
    }
}
