//! Reading with limits, writing so that a reader never sees half a file.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use tenbin_ledger::Folder;
use tenbin_vocab::{Diagnostic, Digest};

use crate::AppError;

/// Most files a folder is searched for, so that a wrong path ends soon.
const MAX_FOLDER_FILES: usize = 20_000;
const MAX_FOLDER_DEPTH: usize = 16;

/// Attaches what was being done, and to which file, to a system error.
pub(crate) fn at(step: &'static str, path: &Path) -> impl FnOnce(io::Error) -> AppError {
    let path = path.to_path_buf();
    move |source| AppError::File { step, path, source }
}

/// Reads a file a person named; `limit` is in bytes.
///
/// # Errors
/// When there is no such file, it cannot be read, or it is longer than `limit`.
pub fn read_file(path: &Path, limit: u64) -> Result<Vec<u8>, AppError> {
    let shown = path.display().to_string();
    let file = File::open(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => Diagnostic::new(&shown, "there is no such file")
            .hint("check the path; it is relative to the current folder")
            .into(),
        _ => at("open", path)(error),
    })?;
    let mut bytes = Vec::new();
    file.take(limit + 1).read_to_end(&mut bytes).map_err(at("read", path))?;
    if bytes.len() as u64 > limit {
        return Err(Diagnostic::new(&shown, format!("the file is longer than {limit} bytes"))
            .hint("is this the right file?")
            .into());
    }
    Ok(bytes)
}

/// Ending of a file that is being written.
const PARTIAL: &str = ".partial";

/// How a file is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Manner {
    /// It is on the disk when the call returns.
    Durable,
    /// It may be lost with the power until [`DiskFolder::sync`].
    Later,
    /// Durable, readable by its owner only, and never in place of another file.
    Secret,
}

/// Writes a file whole or not at all: a new file beside it takes its name.
pub(crate) fn write_file(path: &Path, bytes: &[u8]) -> Result<(), AppError> {
    write_with(path, bytes, Manner::Durable)
}

/// The same for one of many files that are made durable together.
pub(crate) fn write_file_later(path: &Path, bytes: &[u8]) -> Result<(), AppError> {
    write_with(path, bytes, Manner::Later)
}

/// The same, readable by its owner only, and never in place of another file.
pub(crate) fn write_secret(path: &Path, bytes: &[u8]) -> Result<(), AppError> {
    write_with(path, bytes, Manner::Secret)
}

fn write_with(path: &Path, bytes: &[u8], manner: Manner) -> Result<(), AppError> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(at("create", folder))?;
    }
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}{PARTIAL}", std::process::id()));
    let beside = path.with_file_name(name);
    let mut options = File::options();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    if manner == Manner::Secret {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let mut file = options.open(&beside).map_err(at("write", &beside))?;
    file.write_all(bytes).map_err(at("write", &beside))?;
    if manner != Manner::Later {
        file.sync_all().map_err(at("write", &beside))?;
    }
    let placed = match manner {
        Manner::Secret => place_new(&beside, path),
        Manner::Durable | Manner::Later => fs::rename(&beside, path),
    };
    if placed.is_err() {
        let _ = fs::remove_file(&beside);
    }
    placed.map_err(at("write", path))
}

/// Removes what a killed process left half written in `folder`, and files with
/// the ending `also`; no folder is no mistake.
pub(crate) fn remove_leftovers(folder: &Path, also: Option<&str>) -> Result<(), AppError> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(at("read", folder)(error)),
    };
    for entry in entries {
        let path = entry.map_err(at("read", folder))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.ends_with(PARTIAL) || also.is_some_and(|ending| name.ends_with(ending)) {
            fs::remove_file(&path).map_err(at("remove", &path))?;
        }
    }
    Ok(())
}

/// Gives a file its name, unless another has it: a link takes no file's place.
fn place_new(beside: &Path, path: &Path) -> io::Result<()> {
    match fs::hard_link(beside, path) {
        Ok(()) => fs::remove_file(beside),
        // A file system without links.
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists && !path.exists() => {
            fs::rename(beside, path)
        }
        Err(error) => Err(error),
    }
}

/// Copies a file into an assessment folder.
pub(crate) fn copy_file(from: &Path, to: &Path) -> Result<(), AppError> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder).map_err(at("create", folder))?;
    }
    fs::copy(from, to).map(|_| ()).map_err(at("copy", from))
}

/// A folder on disk, as the ledger sees it.
pub(crate) struct DiskFolder {
    root: PathBuf,
    paths: Vec<String>,
}

impl DiskFolder {
    /// Lists every file below `root`, links not followed.
    pub(crate) fn open(root: &Path) -> Result<Self, AppError> {
        let mut paths = Vec::new();
        let mut waiting = vec![(root.to_path_buf(), String::new(), 0)];
        while let Some((folder, prefix, depth)) = waiting.pop() {
            for entry in fs::read_dir(&folder).map_err(at("read", &folder))? {
                let entry = entry.map_err(at("read", &folder))?;
                let kind = entry.file_type().map_err(at("read", &folder))?;
                let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
                if kind.is_dir() && depth < MAX_FOLDER_DEPTH {
                    waiting.push((entry.path(), format!("{path}/"), depth + 1));
                } else {
                    paths.push(path);
                }
                if paths.len() > MAX_FOLDER_FILES {
                    let message = format!("more than {MAX_FOLDER_FILES} files");
                    return Err(Diagnostic::new(root.display().to_string(), message)
                        .hint("is this an assessment folder?")
                        .into());
                }
            }
        }
        paths.sort();
        Ok(Self { root: root.to_path_buf(), paths })
    }
}

impl DiskFolder {
    /// Makes every file durable. Done for all together, it costs little more
    /// than for one.
    pub(crate) fn sync(&self) -> Result<(), AppError> {
        for path in &self.paths {
            let path = self.root.join(path);
            open_plain(&path).and_then(|file| file.sync_all()).map_err(at("write", &path))?;
        }
        Ok(())
    }
}

impl Folder for DiskFolder {
    fn paths(&self) -> Vec<String> {
        self.paths.clone()
    }

    fn read(&self, path: &str, limit: usize) -> Result<Vec<u8>, String> {
        let file = open_plain(&self.root.join(path)).map_err(|error| error.to_string())?;
        let mut bytes = Vec::new();
        let longest = (limit as u64).saturating_add(1);
        file.take(longest).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
        if bytes.len() > limit {
            return Err(format!("longer than the limit of {limit} bytes"));
        }
        Ok(bytes)
    }

    fn digest(&self, path: &str) -> Result<Digest, String> {
        let file = open_plain(&self.root.join(path)).map_err(|error| error.to_string())?;
        digest_of(file).map_err(|error| error.to_string())
    }
}

/// Opens a regular file; a link or a device in an assessment folder is refused.
fn open_plain(path: &Path) -> io::Result<File> {
    if !fs::symlink_metadata(path)?.is_file() {
        return Err(io::Error::other("not a regular file"));
    }
    File::open(path)
}

fn digest_of(mut file: File) -> io::Result<Digest> {
    let mut hasher = tenbin_vocab::Hasher::default();
    let mut buffer = vec![0_u8; 64 * 1024];
    loop {
        let length = file.read(&mut buffer)?;
        if length == 0 {
            return Ok(hasher.finish());
        }
        hasher.update(&buffer[..length]);
    }
}

/// Size and digest of a file, read in pieces.
pub(crate) fn measure(path: &Path) -> Result<(u64, Digest), AppError> {
    let file = File::open(path).map_err(at("open", path))?;
    let length = file.metadata().map_err(at("read", path))?.len();
    Ok((length, digest_of(file).map_err(at("read", path))?))
}
