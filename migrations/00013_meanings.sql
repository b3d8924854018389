-- +goose Up
-- What texts mean, as an encoder outside tells it: derived, but dear to derive again.

-- The vector of a published record's text. Digest is of the text that was encoded, and
-- says whether it is still the record's; version is the record's, and says whether that
-- was looked at since. Numbers of 16 bits; no vector where the encoder refused the text.
CREATE TABLE meanings (
    kind       text   NOT NULL CHECK (kind IN ('need', 'technology')),
    ref        uuid   NOT NULL,
    encoder    text   NOT NULL CHECK (encoder <> ''),
    version    bigint NOT NULL CHECK (version > 0),
    digest     bytea  NOT NULL CHECK (length(digest) = 16),
    vector     bytea  CHECK (length(vector) BETWEEN 2 AND 16384 AND length(vector) % 2 = 0),
    encoded_at timestamptz NOT NULL,
    PRIMARY KEY (kind, ref)
);

-- What the directions of an encoder's vectors mean: the middles of both sides' vectors
-- and the spread of cosines of pairs at random, from so many texts of each side. Matches
-- are judged by one generation until the next.
CREATE TABLE meaning_frames (
    encoder      text PRIMARY KEY CHECK (encoder <> ''),
    generation   bigint NOT NULL CHECK (generation > 0),
    queries      bytea NOT NULL,
    passages     bytea NOT NULL CHECK (length(passages) = length(queries)),
    spread       double precision NOT NULL CHECK (spread > 0),
    needs        int NOT NULL CHECK (needs >= 0),
    technologies int NOT NULL CHECK (technologies >= 0),
    measured_at  timestamptz NOT NULL
);

-- +goose Down
DROP TABLE meaning_frames, meanings;
