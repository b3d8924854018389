-- +goose Up
-- What people say to each other in a docking, what they are told, by which way, and the
-- searches whose new hits they are told of.

-- Writing to a docking holds it, so that seq grows in the order of what its readers see.
CREATE TABLE messages (
    id         uuid PRIMARY KEY,
    seq        bigint GENERATED ALWAYS AS IDENTITY,
    docking_id uuid NOT NULL REFERENCES dockings (id),
    audience   text NOT NULL CHECK (audience IN ('all', 'enterprise', 'provider')), -- one side: it and the steward
    side       text NOT NULL CHECK (side IN ('enterprise', 'provider', 'steward', 'team')), -- of the author
    author_id  uuid REFERENCES users (id),
    body       text NOT NULL,
    at         timestamptz NOT NULL
);
CREATE INDEX messages_by_docking ON messages (docking_id, seq);

CREATE TABLE message_files (
    id         uuid PRIMARY KEY,
    message_id uuid NOT NULL REFERENCES messages (id),
    position   int  NOT NULL,
    name       text NOT NULL CHECK (name <> ''),
    type       text NOT NULL, -- by content
    size       bigint NOT NULL CHECK (size BETWEEN 1 AND 20971520),
    sha256     bytea NOT NULL CHECK (length(sha256) = 32),
    content    bytea NOT NULL,
    UNIQUE (message_id, position)
);

-- Up to which message a user has read a docking's.
CREATE TABLE message_reads (
    docking_id uuid NOT NULL REFERENCES dockings (id),
    user_id    uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    seq        bigint NOT NULL,
    at         timestamptz NOT NULL,
    PRIMARY KEY (docking_id, user_id)
);

-- Where a user gets mail. An address is not written to, but for the mail that asks for
-- its confirmation, before it is confirmed.
CREATE TABLE user_addresses (
    user_id      uuid PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    address      text NOT NULL CHECK (address <> ''),
    confirmed_at timestamptz,
    secret_hash  bytea CHECK (length(secret_hash) = 32), -- of the secret in the last mail that asks
    expires_at   timestamptz,
    updated_at   timestamptz NOT NULL,
    CHECK ((secret_hash IS NULL) = (expires_at IS NULL))
);

-- Mails: their Message-ID is made of the id, so that the same one sent twice is known as one.
CREATE TABLE mails (
    id         uuid PRIMARY KEY,
    user_id    uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    address    text NOT NULL,
    kind       text NOT NULL CHECK (kind IN ('news', 'digest', 'confirm')),
    state      text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sent', 'failed')),
    attempts   int  NOT NULL DEFAULT 0,
    error      text NOT NULL DEFAULT '',
    claimed_to timestamptz, -- until when whoever is sending it is not disturbed
    created_at timestamptz NOT NULL,
    sent_at    timestamptz,
    CHECK ((state = 'sent') = (sent_at IS NOT NULL))
);
CREATE INDEX mails_by_user ON mails (user_id, created_at);
CREATE INDEX mails_waiting ON mails (user_id) WHERE state = 'waiting';

-- What one user is told, once for each cause.
CREATE TABLE notifications (
    id         uuid PRIMARY KEY,
    user_id    uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    cause      text NOT NULL,
    kind       text NOT NULL,
    event      text NOT NULL DEFAULT '', -- what happened, where the kind has more than one text
    ref        text NOT NULL DEFAULT '', -- of what, for the link
    args       jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(args) = 'object'),
    delivery   text NOT NULL CHECK (delivery IN ('page', 'mail', 'digest')),
    mail_id    uuid REFERENCES mails (id) ON DELETE SET NULL,
    created_at timestamptz NOT NULL,
    read_at    timestamptz,
    -- Orders the unread before the read, and the newest first in each.
    unread     text NOT NULL GENERATED ALWAYS AS (CASE WHEN read_at IS NULL THEN '1' ELSE '0' END || id::text) STORED,
    UNIQUE (user_id, cause)
);
CREATE INDEX notifications_by_user ON notifications (user_id, unread, id);
CREATE INDEX notifications_unread ON notifications (user_id, kind, ref) WHERE read_at IS NULL;
CREATE INDEX notifications_to_mail ON notifications (user_id, created_at) WHERE mail_id IS NULL AND delivery IN ('mail', 'digest');
CREATE INDEX notifications_of_mail ON notifications (mail_id) WHERE mail_id IS NOT NULL;

-- How a user wants to hear of a kind; the kind's own way without.
CREATE TABLE notification_preferences (
    user_id  uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    kind     text NOT NULL,
    delivery text NOT NULL CHECK (delivery IN ('page', 'mail', 'digest', 'off')),
    PRIMARY KEY (user_id, kind)
);

-- Addresses that programs of an organisation, or of the bureau (none), are told at.
CREATE TABLE webhooks (
    id              uuid PRIMARY KEY,
    version         bigint NOT NULL DEFAULT 1 CHECK (version > 0),
    organisation_id uuid REFERENCES organisations (id),
    url             text NOT NULL CHECK (url <> ''),
    kinds           text[] NOT NULL CHECK (cardinality(kinds) > 0),
    secret          bytea NOT NULL CHECK (length(secret) BETWEEN 24 AND 64),
    old_secret      bytea, -- signs beside the new one until old_until
    old_until       timestamptz,
    state           text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'paused', 'failed', 'removed')),
    failing_since   timestamptz,
    created_by      uuid REFERENCES users (id),
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL,
    CHECK ((old_secret IS NULL) = (old_until IS NULL))
);
CREATE INDEX webhooks_by_organisation ON webhooks (organisation_id, updated_at, id);

-- What a webhook is told, once for each cause, and how that went. The id is the message's.
CREATE TABLE webhook_deliveries (
    id           uuid PRIMARY KEY,
    webhook_id   uuid NOT NULL REFERENCES webhooks (id) ON DELETE CASCADE,
    cause        text NOT NULL,
    kind         text NOT NULL,
    event        text NOT NULL DEFAULT '',
    ref          text NOT NULL DEFAULT '',
    args         jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(args) = 'object'),
    state        text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'delivered', 'failed')),
    attempts     int  NOT NULL DEFAULT 0,
    status       int  NOT NULL DEFAULT 0, -- of the last answer; 0 for none
    error        text NOT NULL DEFAULT '',
    created_at   timestamptz NOT NULL,
    tried_at     timestamptz,
    delivered_at timestamptz,
    UNIQUE (webhook_id, cause),
    CHECK ((state = 'delivered') = (delivered_at IS NOT NULL))
);
CREATE INDEX webhook_deliveries_by_webhook ON webhook_deliveries (webhook_id, created_at, id);
CREATE INDEX webhook_deliveries_waiting ON webhook_deliveries (id) WHERE state = 'waiting';

-- Searches that a user keeps, and fields or organisations that a user follows.
CREATE TABLE saved_searches (
    id              uuid PRIMARY KEY,
    version         bigint NOT NULL DEFAULT 1 CHECK (version > 0),
    user_id         uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    name            text NOT NULL CHECK (name <> ''),
    library         text NOT NULL CHECK (library IN ('', 'need', 'technology', 'policy', 'expert')), -- '' for all
    query           text NOT NULL DEFAULT '',
    field           text NOT NULL DEFAULT '',
    area            text REFERENCES areas (code),
    organisation_id uuid REFERENCES organisations (id),
    seen_at         timestamptz NOT NULL, -- hits after this are new
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL,
    CHECK (query <> '' OR field <> '' OR area IS NOT NULL OR organisation_id IS NOT NULL)
);
CREATE INDEX saved_searches_by_user ON saved_searches (user_id, updated_at, id);
CREATE INDEX saved_searches_by_library ON saved_searches (library, id);

-- What they have found since they were kept, each record once.
CREATE TABLE saved_search_hits (
    search_id uuid NOT NULL REFERENCES saved_searches (id) ON DELETE CASCADE,
    library   text NOT NULL,
    ref       uuid NOT NULL,
    title     text NOT NULL,
    at        timestamptz NOT NULL,
    PRIMARY KEY (search_id, ref)
);
CREATE INDEX saved_search_hits_by_ref ON saved_search_hits (ref);

CREATE INDEX users_by_organisation ON users (organisation_id) WHERE organisation_id IS NOT NULL;
CREATE INDEX users_by_expert ON users (expert_id) WHERE expert_id IS NOT NULL;
CREATE INDEX users_by_area ON users (area) WHERE area IS NOT NULL;
CREATE INDEX users_by_unit ON users (unit) WHERE unit IS NOT NULL;

-- +goose Down
DROP INDEX users_by_unit, users_by_area, users_by_expert, users_by_organisation;
DROP TABLE saved_search_hits, saved_searches, webhook_deliveries, webhooks, notification_preferences, notifications, mails, user_addresses, message_reads, message_files, messages;
