-- +goose Up
-- What became of matches, and the models fitted from it.

-- A match as it stood when people decided on it, and what they decided. The matches
-- themselves are computed anew all the time; what is learnt from must not be.
CREATE TABLE match_outcomes (
    id                uuid PRIMARY KEY,
    need_id           uuid NOT NULL REFERENCES needs (id),
    kind              text NOT NULL CHECK (kind IN ('technology', 'policy', 'expert')),
    technology_id     uuid REFERENCES technologies (id),
    policy_id         uuid REFERENCES policies (id),
    expert_id         uuid REFERENCES experts (id),
    docking_id        uuid REFERENCES dockings (id), -- made from the match; NULL for a dismissal
    rank              int  NOT NULL,
    score             double precision NOT NULL CHECK (score BETWEEN 0 AND 1),
    near_miss         boolean NOT NULL,
    features          jsonb NOT NULL,
    gates             jsonb NOT NULL,
    algorithm         text NOT NULL,
    need_version      bigint NOT NULL,
    candidate_version bigint NOT NULL,
    computed_at       timestamptz NOT NULL,
    -- The match was computed after the docking, which happened elsewhere and was loaded.
    late              boolean NOT NULL DEFAULT false,
    stage             text NOT NULL DEFAULT '', -- the furthest that the docking came
    verdict           text NOT NULL CHECK (verdict IN ('open', 'contracted', 'declined', 'dismissed', 'restored')),
    side              text NOT NULL DEFAULT '' CHECK (side IN ('', 'enterprise', 'provider', 'bureau')), -- whose verdict it is
    reason            text NOT NULL DEFAULT '',
    note              text NOT NULL DEFAULT '',
    actor_id          uuid REFERENCES users (id),
    created_at        timestamptz NOT NULL,
    decided_at        timestamptz,
    CHECK (num_nonnulls(technology_id, policy_id, expert_id) = 1),
    CHECK (CASE kind WHEN 'technology' THEN technology_id WHEN 'policy' THEN policy_id ELSE expert_id END IS NOT NULL),
    CHECK ((docking_id IS NULL) = (verdict IN ('dismissed', 'restored'))),
    CHECK (verdict NOT IN ('declined', 'dismissed') OR reason <> ''),
    CHECK ((verdict = 'open') = (decided_at IS NULL))
);
CREATE UNIQUE INDEX match_outcomes_dismissed ON match_outcomes (need_id, coalesce(technology_id, policy_id, expert_id)) WHERE verdict = 'dismissed';
CREATE UNIQUE INDEX match_outcomes_by_docking ON match_outcomes (docking_id, coalesce(technology_id, policy_id, expert_id));
CREATE INDEX match_outcomes_decided ON match_outcomes (kind, need_id) WHERE verdict <> 'open';

-- A run of matching that began before a dismissal does not bring the candidate back.
-- Both lock the need first, so the one sees what the other did.
-- +goose StatementBegin
CREATE FUNCTION matches_leave_out_dismissed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM match_outcomes o WHERE o.need_id = NEW.need_id AND o.verdict = 'dismissed'
               AND coalesce(o.technology_id, o.policy_id, o.expert_id) = coalesce(NEW.technology_id, NEW.policy_id, NEW.expert_id)) THEN
        RETURN NULL;
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER matches_not_dismissed BEFORE INSERT ON matches
    FOR EACH ROW EXECUTE FUNCTION matches_leave_out_dismissed();

-- Models fitted from outcomes. A model never changes; which one is used, model_uses says.
CREATE TABLE models (
    version    text PRIMARY KEY CHECK (version <> ''),
    base       text NOT NULL,       -- the version of the shipped weights that it was fitted towards
    weights    jsonb NOT NULL,
    calibration jsonb NOT NULL,
    figures    jsonb NOT NULL,      -- before and after, by kind and by judged set
    outcomes   int NOT NULL CHECK (outcomes >= 0),
    actor      text NOT NULL,
    fitted_at  timestamptz NOT NULL
);

-- The last row says which model is used; NULL is the weights that the program ships.
CREATE TABLE model_uses (
    seq      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    version  text REFERENCES models (version),
    actor    text NOT NULL,
    at       timestamptz NOT NULL
);

-- +goose StatementBegin
CREATE FUNCTION models_are_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'models and their uses cannot be changed or removed';
END $$;
-- +goose StatementEnd
CREATE TRIGGER models_append_only BEFORE UPDATE OR DELETE ON models
    FOR EACH ROW EXECUTE FUNCTION models_are_append_only();
CREATE TRIGGER models_no_truncate BEFORE TRUNCATE ON models
    FOR EACH STATEMENT EXECUTE FUNCTION models_are_append_only();
CREATE TRIGGER model_uses_append_only BEFORE UPDATE OR DELETE ON model_uses
    FOR EACH ROW EXECUTE FUNCTION models_are_append_only();
CREATE TRIGGER model_uses_no_truncate BEFORE TRUNCATE ON model_uses
    FOR EACH STATEMENT EXECUTE FUNCTION models_are_append_only();

-- +goose Down
DROP TRIGGER matches_not_dismissed ON matches;
DROP FUNCTION matches_leave_out_dismissed();
DROP TABLE model_uses, models, match_outcomes;
DROP FUNCTION models_are_append_only();
