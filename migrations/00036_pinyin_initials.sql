-- +goose Up
-- People look names up by the initials of their pinyin. Which sound a character has is
-- read off the order of the dictionary, in which each initial begins with a character that
-- is listed here; those that names mostly read otherwise are replaced before.

-- +goose StatementBegin
CREATE FUNCTION pinyin_initials(name text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$
SELECT coalesce(string_agg(CASE
    WHEN c ~ '^[a-z0-9]$' THEN c
    WHEN c COLLATE "C" BETWEEN '一' AND '鿿' THEN substr('abcdefghjklmnopqrstwxyz', width_bucket(c COLLATE "zh-x-icu",
        ARRAY['阿', '丷', '嚓', '咑', '妸', '发', '旮', '哈', '丌', '咔', '垃', '呣', '嗯', '喔', '妑', '七', '呥', '仨', '他', '屲', '夕', '丫', '帀'] COLLATE "zh-x-icu"), 1)
    ELSE '' END, '' ORDER BY i), '')
FROM unnest(string_to_array(lower(translate(replace(replace(replace(name, '重庆', '冲庆'), '厦门', '下门'), '银行', '银航'), '长曾', '常增')), NULL)) WITH ORDINALITY AS characters (c, i)
$$;
-- +goose StatementEnd

ALTER TABLE organisations ADD COLUMN initials text NOT NULL GENERATED ALWAYS AS (pinyin_initials(name)) STORED;
CREATE INDEX organisations_initials_trgm ON organisations USING gin (initials gin_trgm_ops);
ALTER TABLE experts ADD COLUMN initials text NOT NULL GENERATED ALWAYS AS (pinyin_initials(name)) STORED;
CREATE INDEX experts_initials_trgm ON experts USING gin (initials gin_trgm_ops);

-- +goose Down
ALTER TABLE experts DROP COLUMN initials;
ALTER TABLE organisations DROP COLUMN initials;
DROP FUNCTION pinyin_initials;
