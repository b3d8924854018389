-- +goose Up
-- Publishing beside others who write, and by whom a bulletin is signed.

ALTER TABLE publications ADD COLUMN signature text NOT NULL DEFAULT ''; -- 发文机关署名

-- The moment up to which a publication tells what was known; whoever writes what figures
-- are made of is known later. It is kept apart from publications so that others can go on
-- as soon as it is set, while the publication is still being made.
CREATE TABLE publication_moment (
    one boolean PRIMARY KEY DEFAULT true CHECK (one), -- row
    at  timestamptz NOT NULL
);
INSERT INTO publication_moment (at) SELECT max(known_at) FROM publications HAVING count(*) > 0;

-- +goose Down
DROP TABLE publication_moment;
ALTER TABLE publications DROP COLUMN signature;
