//! The store as a file: opening, formats, several connections, health, backup.

use super::*;

const FIRST_MIGRATION: &str = include_str!("../../../migrations/0001_documents.sql");

fn folder() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("tenbin.db");
    (folder, path)
}

fn raw(path: &Path) -> Connection {
    Connection::open(path).unwrap()
}

fn header(path: &Path) -> (i64, i64, String) {
    let pragma = |name| raw(path).pragma_query_value(None, name, |row| row.get(0)).unwrap();
    let mode = raw(path).pragma_query_value(None, "journal_mode", |row| row.get(0)).unwrap();
    (pragma("application_id"), pragma("user_version"), mode)
}

#[test]
fn a_store_is_made_with_its_folder_and_opens_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("deep/er/tenbin.db");
    let absent = Options { create: false, ..Options::default() };
    assert!(matches!(Store::open_with(&path, &absent), Err(StoreError::Absent { .. })));
    Store::open(&path).unwrap().put_subject(&subject("kaede", 1)).unwrap();
    assert_eq!(header(&path), (APPLICATION_ID, i64::from(SCHEMA_VERSION), "wal".into()));
    let again = Store::open_with(&path, &absent).unwrap();
    assert_eq!(again.subject("kaede").unwrap(), Some(subject("kaede", 1)));
    assert_eq!(again.path(), path);
}

#[test]
fn every_connection_waits_for_the_disk_and_checks_references() {
    let (_folder, path) = folder();
    let store = Store::open(&path).unwrap();
    let settings = |connection: &Connection| -> (i64, i64) {
        let value = |name| connection.pragma_query_value(None, name, |row| row.get(0)).unwrap();
        (value("synchronous"), value("foreign_keys"))
    };
    assert_eq!(settings(&lock(&store.writer)), (2, 1), "2 is FULL");
    let seen = store.read("look", |reader| Ok(settings(reader))).unwrap();
    assert_eq!(seen, (2, 1));
    let written = store.read("try to write", |reader| reader.execute("DELETE FROM subjects", []));
    assert!(written.is_err(), "a reader cannot write");
}

#[test]
fn a_store_of_the_first_format_is_brought_up_to_date() {
    let (_folder, path) = folder();
    let old = raw(&path);
    old.execute_batch(FIRST_MIGRATION).unwrap();
    old.pragma_update(None, "application_id", APPLICATION_ID).unwrap();
    old.pragma_update(None, "user_version", 1).unwrap();
    old.execute(
        "INSERT INTO subjects VALUES ('kaede', '対象 kaede', 'Subject kaede', 'model', '1.2',
            'sha256:00', ?1, '{\"facts\":{}}')",
        [columns::instant(time(1))],
    )
    .unwrap();
    drop(old);

    let store = Store::open(&path).unwrap();
    assert_eq!(store.subject("kaede").unwrap(), Some(subject("kaede", 1)));
    let health = store.health().unwrap();
    assert_eq!((health.schema_version, health.known_version), (2, 2));
    assert_eq!(health.problems, [""; 0]);
    drop(store);

    let fresh = folder();
    drop(Store::open(&fresh.1).unwrap());
    let schema = |path: &Path| -> Vec<(String, Option<String>)> {
        raw(path)
            .prepare("SELECT name, sql FROM sqlite_schema ORDER BY name")
            .unwrap()
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
            .unwrap()
            .collect::<rusqlite::Result<_>>()
            .unwrap()
    };
    assert_eq!(schema(&path), schema(&fresh.1), "both ways lead to the same tables");
    assert!(schema(&path).iter().any(|(name, _)| name == "assessments_by_time"));
}

#[test]
fn a_failed_migration_leaves_the_old_format() {
    let (_folder, path) = folder();
    let old = raw(&path);
    old.execute_batch(FIRST_MIGRATION).unwrap();
    old.pragma_update(None, "application_id", APPLICATION_ID).unwrap();
    old.pragma_update(None, "user_version", 1).unwrap();
    // In the way of the last statement of the second migration.
    old.execute_batch("CREATE TABLE evidence_by_id (x)").unwrap();
    drop(old);
    let error = Store::open(&path).err().unwrap().to_string();
    assert!(error.contains("tenbin.db: could not bring the store up to date"), "{error}");
    assert_eq!(header(&path).1, 1);
    let indexes: i64 = raw(&path)
        .query_row("SELECT count(*) FROM sqlite_schema WHERE name LIKE '%by_time'", [], |row| {
            row.get(0)
        })
        .unwrap();
    assert_eq!(indexes, 0, "nothing of it stays");
}

#[test]
fn what_is_not_our_store_is_refused_and_left_alone() {
    let (_folder, path) = folder();
    drop(Store::open(&path).unwrap());
    raw(&path).pragma_update(None, "user_version", 99).unwrap();
    let error = Store::open(&path).err().unwrap();
    assert!(matches!(error, StoreError::Newer { found: 99, known: 2, .. }), "{error}");
    assert!(error.to_string().contains("use a newer version"), "{error}");

    for (set_up, id) in [
        ("CREATE TABLE theirs (x); PRAGMA application_id = 7", 7),
        ("CREATE TABLE theirs (x)", 0),
        ("PRAGMA application_id = 7", 7),
    ] {
        let (_folder, path) = self::folder();
        raw(&path).execute_batch(set_up).unwrap();
        let before = fs::read(&path).unwrap();
        let error = Store::open(&path).err().unwrap();
        assert!(
            matches!(error, StoreError::OtherProgram { application_id, .. } if application_id == id),
            "{error}"
        );
        assert_eq!(fs::read(&path).unwrap(), before);
    }

    let (_folder, path) = self::folder();
    let text = "this is a letter, not a database\n".repeat(100);
    fs::write(&path, &text).unwrap();
    let error = Store::open(&path).err().unwrap();
    assert!(matches!(error, StoreError::NotADatabase { .. }), "{error}");
    assert_eq!(fs::read_to_string(&path).unwrap(), text);

    let (folder, _) = self::folder();
    let error = Store::open(folder.path()).err().unwrap().to_string();
    assert!(error.contains("could not open the store"), "{error}");
    let below_a_file = path.join("tenbin.db");
    assert!(matches!(Store::open(&below_a_file), Err(StoreError::File { .. })));
}

#[test]
fn readers_do_not_wait_for_a_writer() {
    let (_folder, path) = folder();
    let hurried = Options { busy_timeout: Duration::from_millis(50), create: true };
    let store = Store::open_with(&path, &hurried).unwrap();
    store.put_subject(&subject("kaede", 1)).unwrap();

    // In this process: the writer's lock is held, and this thread reads.
    let held = lock(&store.writer);
    assert!(store.subject("kaede").unwrap().is_some());
    drop(held);

    // In another connection: an open write transaction.
    let other = raw(&path);
    other.execute_batch("BEGIN IMMEDIATE; UPDATE subjects SET kind = 'system'").unwrap();
    assert_eq!(store.subject("kaede").unwrap().unwrap().kind, "model");
    let error = store.put_subject(&subject("sakura", 2)).unwrap_err();
    assert!(matches!(error, StoreError::Busy { step: "put a subject", .. }), "{error}");
    other.execute_batch("COMMIT").unwrap();
    assert_eq!(store.subject("kaede").unwrap().unwrap().kind, "system");
    store.put_subject(&subject("sakura", 2)).unwrap();
}

#[test]
fn threads_share_a_store() {
    let (_folder, path) = folder();
    let store = Store::open(&path).unwrap();
    thread::scope(|scope| {
        for thread in 0..4 {
            let store = &store;
            scope.spawn(move || {
                for n in 0..25 {
                    let id = format!("t{thread}-{n}");
                    store.put_subject(&subject(&id, n)).unwrap();
                    assert!(store.subject(&id).unwrap().is_some(), "own writes are seen at once");
                    store.list_subjects(&Filter::default(), Page::default()).unwrap();
                }
            });
        }
    });
    assert_eq!(store.count_subjects(&Filter::default()).unwrap(), 100);
    let idle = store.readers.as_ref().map(|readers| lock(readers).len()).unwrap();
    assert!((1..=IDLE_READERS).contains(&idle));
}

#[test]
fn damage_is_reported() {
    let (_folder, path) = folder();
    let store = Store::open(&path).unwrap();
    let mut long = subject("kaede", 1);
    long.json = format!("\"{}\"", "x".repeat(200_000));
    store.put_subject(&long).unwrap();
    let health = store.health().unwrap();
    assert_eq!(health.problems, [""; 0]);
    assert_eq!(health.journal_mode, "wal");
    assert_eq!(health.rows[0], ("subjects".to_owned(), 1));
    assert!(health.bytes > 200_000);
    drop(store);

    let connection = raw(&path);
    connection.pragma_update(None, "foreign_keys", false).unwrap();
    connection
        .execute("INSERT INTO evidence VALUES ('gone', 'e1', 'k', 0, 't', x'00')", [])
        .unwrap();
    drop(connection);
    let problems = Store::open(&path).unwrap().health().unwrap().problems;
    assert_eq!(problems, ["row 1 of evidence refers to no row of assessments"]);

    // The last page of the long text says which page follows: break that.
    let mut bytes = fs::read(&path).unwrap();
    let page = bytes.chunks(4096).rposition(|page| page.ends_with(b"xxxx")).unwrap();
    bytes[page * 4096..page * 4096 + 4].copy_from_slice(&[0xff; 4]);
    fs::write(&path, bytes).unwrap();
    let problems = Store::open(&path).unwrap().health().unwrap().problems;
    assert!(problems.len() > 1, "{problems:?}");
}

#[test]
fn a_backup_is_a_store_of_its_own() {
    let (folder, path) = folder();
    let store = Store::open(&path).unwrap();
    store.put_subject(&subject("kaede", 1)).unwrap();
    let copy = folder.path().join("copy.db");
    let unfinished = folder.path().join("copy.db.partial");
    fs::write(&unfinished, "left by a killed backup").unwrap();
    // The writer being busy is no obstacle.
    let held = lock(&store.writer);
    store.backup(&copy).unwrap();
    drop(held);
    assert!(!unfinished.exists());
    store.put_subject(&subject("sakura", 2)).unwrap();
    assert!(matches!(store.backup(&copy), Err(StoreError::Exists { .. })));

    let copy = Store::open(&copy).unwrap();
    assert_eq!(copy.count_subjects(&Filter::default()).unwrap(), 1);
    assert_eq!(copy.health().unwrap().problems, [""; 0]);
    let nowhere = folder.path().join("no/such/folder.db");
    assert!(store.backup(&nowhere).is_err());
    let from_memory = folder.path().join("memory.db");
    filled().backup(&from_memory).unwrap();
    let copy = Store::open(&from_memory).unwrap();
    assert_eq!(copy.count_assessments(&Filter::default()).unwrap(), 3);
}
