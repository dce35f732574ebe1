-- Lists are newest first, for all subjects or for one.

CREATE INDEX subjects_by_time ON subjects (updated_at DESC, id);
CREATE INDEX assessments_by_time ON assessments (made_at DESC, id);
CREATE INDEX assessments_by_subject ON assessments (subject_id, made_at DESC, id);
CREATE INDEX runs_by_time ON runs (started_at DESC, id);
CREATE INDEX runs_by_subject ON runs (subject_id, started_at DESC, id);
CREATE INDEX evidence_by_time ON evidence (made_at DESC, id, assessment_id);
CREATE INDEX evidence_by_id ON evidence (id);
