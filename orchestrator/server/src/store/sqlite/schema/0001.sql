-- The journal: what happened, in order. Never updated, never deleted from.
CREATE TABLE event (
    scope   TEXT    NOT NULL,
    seq     INTEGER NOT NULL CHECK (seq > 0),
    at      INTEGER NOT NULL,
    actor   TEXT    NOT NULL,
    kind    TEXT    NOT NULL,
    version INTEGER NOT NULL,
    body    TEXT    CHECK (length(CAST(body AS BLOB)) <= 16384),
    -- Instead of a body that is longer.
    blob    TEXT,
    PRIMARY KEY (scope, seq),
    CHECK ((body IS NULL) <> (blob IS NULL))
) STRICT;

CREATE INDEX event_blob ON event (blob) WHERE blob IS NOT NULL;

-- From here on: what the journal says, laid out for questions.
CREATE TABLE snapshot (
    scope TEXT    PRIMARY KEY,
    seq   INTEGER NOT NULL,
    fold  INTEGER NOT NULL,
    body  BLOB    NOT NULL
) STRICT;

CREATE TABLE timer (
    scope TEXT    NOT NULL,
    name  TEXT    NOT NULL,
    due   INTEGER NOT NULL,
    PRIMARY KEY (scope, name)
) STRICT;

CREATE INDEX timer_due ON timer (due);

CREATE TABLE job (
    id           TEXT    PRIMARY KEY,
    scope        TEXT    NOT NULL,
    kind         TEXT    NOT NULL,
    capability   TEXT    NOT NULL,
    spec         TEXT    CHECK (length(CAST(spec AS BLOB)) <= 16384),
    spec_blob    TEXT,
    state        TEXT    NOT NULL,
    attempt      INTEGER NOT NULL,
    priority     INTEGER NOT NULL,
    queued_at    INTEGER NOT NULL,
    run_at       INTEGER NOT NULL,
    deadline     INTEGER,
    token        INTEGER NOT NULL,
    leased_by    TEXT,
    leased_until INTEGER,
    reason       TEXT,
    CHECK ((spec IS NULL) <> (spec_blob IS NULL))
) STRICT;

-- Few are open at any time; the others are history.
CREATE INDEX job_open ON job (state, run_at) WHERE state IN ('queued', 'leased', 'failed');
CREATE INDEX job_scope ON job (scope, id);

CREATE TABLE artifact (
    id           TEXT    PRIMARY KEY,
    hash         TEXT    NOT NULL,
    scope        TEXT    NOT NULL,
    kind         TEXT    NOT NULL,
    bytes        INTEGER NOT NULL,
    at           INTEGER NOT NULL,
    creator      TEXT    NOT NULL,
    length_ticks INTEGER,
    lane         TEXT,
    label        TEXT    NOT NULL,
    job          TEXT,
    is_orphan    INTEGER NOT NULL,
    recipe       TEXT    NOT NULL
) STRICT;

CREATE INDEX artifact_hash ON artifact (hash);
CREATE INDEX artifact_scope ON artifact (scope, id);
CREATE INDEX artifact_job ON artifact (job) WHERE job IS NOT NULL;
CREATE INDEX artifact_kind ON artifact (kind, id);

CREATE TABLE artifact_tag (
    artifact TEXT    NOT NULL REFERENCES artifact (id) ON DELETE CASCADE,
    place    INTEGER NOT NULL,
    tag      TEXT    NOT NULL,
    PRIMARY KEY (artifact, place)
) STRICT;

CREATE INDEX artifact_tag_tag ON artifact_tag (tag, artifact);

CREATE TABLE artifact_parent (
    artifact TEXT    NOT NULL REFERENCES artifact (id) ON DELETE CASCADE,
    place    INTEGER NOT NULL,
    -- May be gone: what was made of it stays.
    parent   TEXT    NOT NULL,
    PRIMARY KEY (artifact, place)
) STRICT;

CREATE INDEX artifact_parent_parent ON artifact_parent (parent, artifact);

-- What a scope's arrangement holds, whoever made it.
CREATE TABLE blob_use (
    hash  TEXT NOT NULL,
    scope TEXT NOT NULL,
    PRIMARY KEY (hash, scope)
) STRICT;

CREATE TABLE principal (
    id         TEXT    PRIMARY KEY,
    kind       TEXT    NOT NULL,
    name       TEXT    NOT NULL,
    acts_for   TEXT,
    is_revoked INTEGER NOT NULL
) STRICT;

CREATE TABLE granted (
    principal TEXT NOT NULL REFERENCES principal (id) ON DELETE CASCADE,
    scopes    TEXT NOT NULL,
    verb      TEXT NOT NULL,
    PRIMARY KEY (principal, scopes, verb)
) STRICT;

CREATE TABLE answer (
    principal TEXT    NOT NULL,
    key       TEXT    NOT NULL,
    request   TEXT    NOT NULL,
    at        INTEGER NOT NULL,
    scope     TEXT    NOT NULL,
    first_seq INTEGER NOT NULL,
    count     INTEGER NOT NULL,
    PRIMARY KEY (principal, key)
) STRICT;

CREATE INDEX answer_at ON answer (at);
