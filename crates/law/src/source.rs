use tenbin_vocab::{Diagnostic, Diagnostics};

use crate::limits::MAX_DIAGNOSTICS;
use crate::suggest;

/// One file of the framework packages, already read by the caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SourceFile<'a> {
    /// Path relative to the project root, `/` as separator, for example
    /// `frameworks/eu-ai-act/articles/art-53.toml`.
    pub path: &'a str,
    /// The whole content.
    pub text: &'a str,
}

/// Where something was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The file's path.
    pub file: String,
    /// Line, counted from 1.
    pub line: usize,
}

/// The text of a file a person wrote: within `limit` bytes, valid UTF-8, no NUL
/// character. A byte-order mark is left out.
///
/// # Errors
/// With the file and, for a wrong byte, its line.
pub fn decode_text<'a>(path: &str, bytes: &'a [u8], limit: usize) -> Result<&'a str, Diagnostic> {
    if bytes.len() > limit {
        return Err(Diagnostic::new(
            path,
            format!("the file has {} bytes, more than the limit of {limit}", bytes.len()),
        )
        .hint("split the file, or remove what does not belong in it"));
    }
    let line_of =
        |offset: usize| bytes.iter().take(offset).filter(|byte| **byte == b'\n').count() + 1;
    let text = std::str::from_utf8(bytes).map_err(|error| {
        Diagnostic::new(path, "the file is not valid UTF-8")
            .at_line(line_of(error.valid_up_to()))
            .hint("save the file as UTF-8")
    })?;
    if let Some(offset) = text.find('\0') {
        return Err(Diagnostic::new(path, "the file holds a NUL character")
            .at_line(line_of(offset))
            .hint("remove the character; a text file has none"));
    }
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

/// Where each line of a file starts.
pub(crate) struct LineIndex(Vec<usize>);

impl LineIndex {
    pub(crate) fn new(text: &str) -> Self {
        Self(text.match_indices('\n').map(|(offset, _)| offset).collect())
    }

    /// Line of the byte `offset`, counted from 1.
    pub(crate) fn line(&self, offset: usize) -> usize {
        self.0.partition_point(|newline| *newline < offset) + 1
    }
}

/// Mistakes collected while reading; further ones are counted, not kept.
#[derive(Default)]
pub struct Mistakes {
    found: Vec<Diagnostic>,
    left_out: usize,
}

impl Mistakes {
    /// Adds one mistake.
    pub fn push(&mut self, mistake: Diagnostic) {
        if self.found.len() < MAX_DIAGNOSTICS {
            self.found.push(mistake);
        } else {
            self.left_out += 1;
        }
    }

    /// A mistake at the byte `offset` of `file`.
    pub fn at(
        &mut self,
        file: SourceFile<'_>,
        offset: usize,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) {
        if self.found.len() < MAX_DIAGNOSTICS {
            let mistake =
                Diagnostic::new(file.path, message).at_offset(file.text, offset).hint(hint);
            self.found.push(mistake);
        } else {
            self.left_out += 1;
        }
    }

    /// A word at the byte `offset` of `file` that is none of `known`. The nearest
    /// is looked for only while mistakes are kept: a file may hold nothing else.
    pub fn misnamed<'a>(
        &mut self,
        file: SourceFile<'_>,
        offset: usize,
        message: String,
        word: &str,
        known: impl IntoIterator<Item = &'a str> + Clone,
        otherwise: &str,
    ) {
        let hint = match self.is_full() {
            true => String::new(),
            false => suggest::remedy(word, known, otherwise),
        };
        self.at(file, offset, message, hint);
    }

    /// True when none was made.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// True when no further mistake is kept.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.found.len() >= MAX_DIAGNOSTICS
    }

    /// The mistakes in order of file and line.
    #[must_use]
    pub fn into_diagnostics(mut self) -> Diagnostics {
        self.found.sort();
        self.found.dedup();
        if self.left_out > 0 {
            let file = self.found.last().map(|last| last.file.clone()).unwrap_or_default();
            let message = format!("{} further mistakes are not shown", self.left_out);
            self.found.push(Diagnostic::new(file, message).hint("correct the ones above first"));
        }
        Diagnostics(self.found)
    }
}

#[cfg(test)]
mod tests {
    use super::{LineIndex, decode_text};

    #[test]
    fn bytes_that_are_no_text_are_refused_with_their_line() {
        assert_eq!(decode_text("f", b"\xef\xbb\xbfa = 1\r\n", 100).unwrap(), "a = 1\r\n");
        assert_eq!(decode_text("f", b"a\nb\xff", 100).unwrap_err().line, 2);
        assert_eq!(decode_text("f", b"a\n\nb\0", 100).unwrap_err().line, 3);
        assert!(decode_text("f", b"abc", 2).unwrap_err().message.contains("3 bytes"));
    }

    #[test]
    fn lines_are_counted_from_one() {
        let index = LineIndex::new("a\nb\n");
        assert_eq!([index.line(0), index.line(2), index.line(4)], [1, 2, 3]);
    }
}
