-- Documents are kept whole as JSON (or as the bytes of a signed envelope); the
-- columns beside them are what lists show, filter and sort by. Instants are
-- UTC text with nine decimals, so that text order is time order.

CREATE TABLE subjects (
    id          TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
    name_ja     TEXT NOT NULL,
    name_en     TEXT NOT NULL,
    kind        TEXT NOT NULL,
    version     TEXT NOT NULL,
    file_digest TEXT NOT NULL,
    updated_at  TEXT NOT NULL,
    json        TEXT NOT NULL CHECK (json_valid(json))
) STRICT;

CREATE TABLE assessments (
    id           TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
    subject_id   TEXT NOT NULL REFERENCES subjects (id),
    as_of        TEXT NOT NULL,
    made_at      TEXT NOT NULL,
    folder       TEXT NOT NULL,
    simulation   INTEGER NOT NULL CHECK (simulation IN (0, 1)),
    exit_code    INTEGER NOT NULL,
    summary_json TEXT NOT NULL CHECK (json_valid(summary_json)),
    json         TEXT NOT NULL CHECK (json_valid(json))
) STRICT;

CREATE TABLE runs (
    id           TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
    subject_id   TEXT REFERENCES subjects (id),
    battery      TEXT NOT NULL,
    target       TEXT NOT NULL,
    simulation   INTEGER NOT NULL CHECK (simulation IN (0, 1)),
    started_at   TEXT NOT NULL,
    finished_at  TEXT,
    folder       TEXT NOT NULL,
    summary_json TEXT NOT NULL CHECK (json_valid(summary_json))
) STRICT;

-- One record may serve several assessments, so it is kept once for each.
CREATE TABLE evidence (
    assessment_id TEXT NOT NULL REFERENCES assessments (id),
    id            TEXT NOT NULL CHECK (id <> ''),
    kind          TEXT NOT NULL,
    simulation    INTEGER NOT NULL CHECK (simulation IN (0, 1)),
    made_at       TEXT NOT NULL,
    envelope      BLOB NOT NULL,
    PRIMARY KEY (assessment_id, id)
) STRICT;
