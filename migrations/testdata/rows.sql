-- A row for every table, so that the way down and up again is tried over data.
-- Identifiers end in what they are: a1 organisation, a2 university, b1 user, c1 need,
-- c2 technology, c3 policy, c4 expert, d1 docking, e1 contract.

INSERT INTO changes (kind, ref, version) VALUES ('need', '00000000-0000-7000-8000-0000000000c1', 1);
INSERT INTO change_readers (reader, xid, id) VALUES ('relay', '1', 1);
INSERT INTO audit (at, actor, action, kind, outcome) VALUES (now(), 'test', 'create', 'need', 'done');

INSERT INTO areas (code, name_zh, name_en, kind, division, position)
VALUES ('yuhu', '雨湖区', 'Yuhu', 'district', '430302', 1);
INSERT INTO units (code, name_zh, name_en) VALUES ('science', '市科技局', 'Science bureau');
INSERT INTO industries (code, name_zh) VALUES ('C', '制造业');
INSERT INTO organisations (id, name, uscc, kind, area, division, industry, created_at, updated_at)
VALUES ('00000000-0000-7000-8000-0000000000a1', '测试企业', '91350100M000100Y43', 'enterprise', 'yuhu', '430302', 'C', now(), now()),
       ('00000000-0000-7000-8000-0000000000a2', '测试大学', NULL, 'university', NULL, '430100', NULL, now(), now());
INSERT INTO users (id, login, name, password_hash, organisation_id, created_at, updated_at)
VALUES ('00000000-0000-7000-8000-0000000000b1', 'test', '测试', 'x', '00000000-0000-7000-8000-0000000000a1', now(), now());
INSERT INTO user_roles (user_id, role) VALUES ('00000000-0000-7000-8000-0000000000b1', 'enterprise');
INSERT INTO tokens (id, user_id, name, hash, scopes, expires_at, created_at)
VALUES (gen_random_uuid(), '00000000-0000-7000-8000-0000000000b1', 'test', decode(repeat('00', 32), 'hex'), '{read}', now() + interval '1 day', now());
INSERT INTO sessions (token, data, expiry) VALUES ('x', '', now());
INSERT INTO login_failures (key, at) VALUES ('test', now());
INSERT INTO idempotency_keys (user_id, key, request) VALUES ('00000000-0000-7000-8000-0000000000b1', 'x', '');

INSERT INTO needs (id, organisation_id, title, problem, field, state, published_at, valid_until, created_at, updated_at)
VALUES ('00000000-0000-7000-8000-0000000000c1', '00000000-0000-7000-8000-0000000000a1', '需求', '问题', 'materials', 'published', now(), '2099-01-01', now(), now());
INSERT INTO technologies (id, organisation_id, title, created_at, updated_at)
VALUES ('00000000-0000-7000-8000-0000000000c2', '00000000-0000-7000-8000-0000000000a2', '成果', now(), now());
INSERT INTO policies (id, title, level, created_at, updated_at)
VALUES ('00000000-0000-7000-8000-0000000000c3', '政策', 'city', now(), now());
INSERT INTO clauses (id, policy_id, position, ref, text)
VALUES ('00000000-0000-7000-8000-000000000c31', '00000000-0000-7000-8000-0000000000c3', 0, '第一条', '条文');
INSERT INTO incentives (id, clause_id, position, kind, beneficiary, rule, amount)
VALUES (gen_random_uuid(), '00000000-0000-7000-8000-000000000c31', 0, 'award', 'enterprise', 'fixed', 100);
INSERT INTO incentives (id, clause_id, position, kind, beneficiary, rule, brackets, base, cap, stacking)
VALUES (gen_random_uuid(), '00000000-0000-7000-8000-000000000c31', 1, 'award', 'intermediary', 'tiered', '[{"from_fen": 0, "percent_bp": 500}]', 'technical_amount', 100, '{}'),
       (gen_random_uuid(), '00000000-0000-7000-8000-000000000c31', 2, 'award', 'enterprise', 'tiered', '[{"from_fen": 0, "percent_bp": 500}]', 'technical_amount', NULL, '{"group": "g", "rule": "exclusive"}');
INSERT INTO experts (id, kind, name, area, capacity, created_at, updated_at)
VALUES ('00000000-0000-7000-8000-0000000000c4', 'steward', '管家', 'yuhu', 1, now(), now());
UPDATE users SET expert_id = '00000000-0000-7000-8000-0000000000c4';
INSERT INTO matches (need_id, kind, rank, technology_id, score, features, algorithm, need_version, candidate_version, computed_at)
VALUES ('00000000-0000-7000-8000-0000000000c1', 'technology', 1, '00000000-0000-7000-8000-0000000000c2', 0.5, '[]', '1', 1, 1, now());
INSERT INTO match_runs (need_id, need_version, algorithm, xid, change_id, computed_at)
VALUES ('00000000-0000-7000-8000-0000000000c1', 1, '1', '1', 1, now());

INSERT INTO dockings (id, need_id, technology_id, enterprise_id, provider_id, created_at, updated_at)
VALUES ('00000000-0000-7000-8000-0000000000d1', '00000000-0000-7000-8000-0000000000c1', '00000000-0000-7000-8000-0000000000c2',
        '00000000-0000-7000-8000-0000000000a1', '00000000-0000-7000-8000-0000000000a2', now(), now());
INSERT INTO docking_events (id, docking_id, from_stage, to_stage, step, at)
VALUES (gen_random_uuid(), '00000000-0000-7000-8000-0000000000d1', '', 'proposed', 'propose', now());
INSERT INTO docking_limits (code, days, soon_days, escalate_days) VALUES ('proposed', 5, 2, 3);
INSERT INTO docking_members (id, docking_id, expert_id, kind, created_at, updated_at)
VALUES ('00000000-0000-7000-8000-0000000000d2', '00000000-0000-7000-8000-0000000000d1', '00000000-0000-7000-8000-0000000000c4', 'technical', now(), now());
INSERT INTO docking_opinions (id, docking_id, member_id, replies, at)
VALUES (gen_random_uuid(), '00000000-0000-7000-8000-0000000000d1', '00000000-0000-7000-8000-0000000000d2', '{}', now());
INSERT INTO docking_visits (id, steward_id, organisation_id, planned_on, purpose, created_at, updated_at)
VALUES (gen_random_uuid(), '00000000-0000-7000-8000-0000000000c4', '00000000-0000-7000-8000-0000000000a1', '2025-01-15', '走访', now(), now());
INSERT INTO docking_absences (id, expert_id, from_on, to_on, created_at)
VALUES (gen_random_uuid(), '00000000-0000-7000-8000-0000000000c4', '2025-01-15', '2025-01-16', now());
INSERT INTO contracts (id, title, kind, seller_id, buyer_id, docking_id, amount, technical_amount, created_at, updated_at)
VALUES ('00000000-0000-7000-8000-0000000000e1', '合同', 'transfer', '00000000-0000-7000-8000-0000000000a2',
        '00000000-0000-7000-8000-0000000000a1', '00000000-0000-7000-8000-0000000000d1', 200, 100, now(), now());
INSERT INTO contract_parties (contract_id, position, organisation_id, side)
VALUES ('00000000-0000-7000-8000-0000000000e1', 0, '00000000-0000-7000-8000-0000000000a2', 'seller');
INSERT INTO contract_events (id, contract_id, from_state, to_state, step, effective, at)
VALUES (gen_random_uuid(), '00000000-0000-7000-8000-0000000000e1', '', 'draft', 'create', '2025-01-01', now());

INSERT INTO contract_amendments (id, contract_id, version, state, reason, before, after, proposed_at)
VALUES (gen_random_uuid(), '00000000-0000-7000-8000-0000000000e1', 1, 'proposed', '更名', '{}', '{}', now());
INSERT INTO calendar_days (code, day, working, name) VALUES ('2024-02-18', '2024-02-18', true, '春节');
INSERT INTO contract_rules (code, valid_from, params) VALUES ('limit', '2000-01-01', '{"Days": 15, "Near": 3}'), ('review', '2000-01-01', '{"Days": 30, "From": 500000000}');

INSERT INTO plans (code, title, period) VALUES ('p', '方案', '[2023-01-01,2026-01-01)');
INSERT INTO indicators (plan, code, position, section, name_zh, name_en, unit, measure, comparator, period_rule, source, quote)
VALUES ('p', 'i', 1, '', '指标', 'indicator', '', 'flow', '>=', '', '', '');
INSERT INTO indicator_units (plan, indicator, unit, leads, position) VALUES ('p', 'i', 'science', true, 1);
INSERT INTO plan_sectors (plan, code, name_zh, name_en, position) VALUES ('p', 's', '行业', 'sector', 1);
INSERT INTO targets (plan, indicator, dimension, sector, year, period, value, source)
VALUES ('p', 'i', 'sector', 's', 2023, '[2023-01-01,2024-01-01)', NULL, '');

INSERT INTO imports (id, kind, file_name, file_sha256, source, dry_run, strict, publish, create_organisations, state, started_at)
VALUES ('00000000-0000-7000-8000-0000000000f1', 'needs', 'needs.csv', decode(repeat('00', 32), 'hex'), 'test', false, false, false, false, 'running', now());
INSERT INTO import_errors (import_id, row_no, position, field, reason_zh, reason_en, draft)
VALUES ('00000000-0000-7000-8000-0000000000f1', 1, 0, 'title', '必填', 'is required', false);
INSERT INTO import_digests (kind, source_key, record_id, digest)
VALUES ('needs', 'test:1', '00000000-0000-7000-8000-0000000000f1', decode(repeat('00', 32), 'hex'));
INSERT INTO import_rows (import_id, row_no, record_id, title, created)
VALUES ('00000000-0000-7000-8000-0000000000f1', 2, '00000000-0000-7000-8000-0000000000c1', '需求', true);

INSERT INTO audit_leaves (n, audit_id, xid) VALUES (0, 1, '1');
INSERT INTO audit_hashes (position, hash) VALUES (0, decode(repeat('00', 32), 'hex'));
INSERT INTO audit_heads (size, root, at) VALUES (1, decode(repeat('00', 32), 'hex'), now());

INSERT INTO match_outcomes (id, need_id, kind, technology_id, docking_id, rank, score, near_miss, features, gates, algorithm, need_version, candidate_version, computed_at, verdict, created_at)
VALUES ('00000000-0000-7000-8000-0000000000f8', '00000000-0000-7000-8000-0000000000c1', 'technology', '00000000-0000-7000-8000-0000000000c2',
        '00000000-0000-7000-8000-0000000000d1', 1, 0.5, false, '[]', '[]', '1/x', 1, 1, now(), 'open', now());
INSERT INTO models (version, base, weights, calibration, figures, outcomes, actor, fitted_at) VALUES ('x+1', 'x', '{}', '{}', '{}', 0, 'test', now());
INSERT INTO model_uses (version, actor, at) VALUES ('x+1', 'test', now());

INSERT INTO conflicts (id, expert_id, with_id, reason, created_at, updated_at)
VALUES (gen_random_uuid(), '00000000-0000-7000-8000-0000000000c4', '00000000-0000-7000-8000-0000000000a1', '曾任职', now(), now());
INSERT INTO match_exclusions (need_id, expert_id, score, gates, computed_at)
VALUES ('00000000-0000-7000-8000-0000000000c1', '00000000-0000-7000-8000-0000000000c4', 0.5, '[]', now());
INSERT INTO notice_thresholds (organisation_id, need_id, threshold, updated_at)
VALUES ('00000000-0000-7000-8000-0000000000a1', '00000000-0000-7000-8000-0000000000c1', 0.5, now());
INSERT INTO notices (id, organisation_id, need_id, kind, candidate_id, score, created_at)
VALUES (gen_random_uuid(), '00000000-0000-7000-8000-0000000000a1', '00000000-0000-7000-8000-0000000000c1', 'technology', '00000000-0000-7000-8000-0000000000c2', 0.5, now());
INSERT INTO unmet_topics (id, terms, computed_at) VALUES ('00000000-0000-7000-8000-0000000000f9', '{术语}', now());
INSERT INTO unmet_needs (need_id, topic_id, best, since)
VALUES ('00000000-0000-7000-8000-0000000000c1', '00000000-0000-7000-8000-0000000000f9', 0, now());

INSERT INTO meanings (kind, ref, encoder, version, digest, vector, encoded_at)
VALUES ('need', '00000000-0000-7000-8000-0000000000c1', 'e', 1, decode(repeat('00', 16), 'hex'), decode('003c', 'hex'), now());
INSERT INTO meaning_frames (encoder, generation, queries, passages, spread, needs, technologies, measured_at)
VALUES ('e', 1, decode('003c', 'hex'), decode('003c', 'hex'), 0.1, 1, 1, now());

INSERT INTO contract_versions (contract_id, version, effective_from, known_from, title, kind, field, ip_kind, plan_source, seller_id, buyer_id,
    seller_name, seller_kind, seller_division, buyer_name, buyer_kind, buyer_division, amount, technical_amount, iur, result_based, equity, signed_on, state, content)
SELECT id, version, '2025-01-01', now(), title, kind, field, ip_kind, plan_source, seller_id, buyer_id,
    seller_name, seller_kind, seller_division, buyer_name, buyer_kind, buyer_division, amount, technical_amount, iur, result_based, equity, '2025-01-01', 'submitted', '{}'
FROM contracts;

INSERT INTO registers (code, position, name_zh, name_en) VALUES ('r', 1, '登记册', 'register');
INSERT INTO register_entries (id, register, title, starts_on, created_at, updated_at)
VALUES ('00000000-0000-7000-8000-000000000101', 'r', '条目', '2025-01-01', now(), now());
INSERT INTO register_versions (entry_id, version, effective_from, known_from, register, category, level, title, starts_on, content)
VALUES ('00000000-0000-7000-8000-000000000101', 1, '2025-01-01', now(), 'r', '', '', '条目', '2025-01-01', '{}');

INSERT INTO reports (id, plan, indicator, period_from, period_to, unit, value, created_at, updated_at)
VALUES ('00000000-0000-7000-8000-000000000111', 'p', 'i', '2025-01-01', '2025-12-31', 'science', 1, now(), now());
INSERT INTO report_events (id, report_id, from_state, to_state, step, at)
VALUES (gen_random_uuid(), '00000000-0000-7000-8000-000000000111', '', 'draft', 'create', now());
INSERT INTO report_attachments (id, report_id, name, type, size, sha256, content, created_at)
VALUES (gen_random_uuid(), '00000000-0000-7000-8000-000000000111', '附件.pdf', 'application/pdf', 1, decode(repeat('00', 32), 'hex'), '\x00', now());
INSERT INTO reminders (id, kind, ref, stage, title, due_on, created_at)
VALUES (gen_random_uuid(), 'report', 'i///2025', 'soon', '{}', '2025-01-15', now());
INSERT INTO reminders (id, kind, ref, stage, expert_id, title, due_on, created_at)
VALUES (gen_random_uuid(), 'docking', 'd', 'escalated', '00000000-0000-7000-8000-0000000000c4', '{}', '2025-01-15', now());

INSERT INTO publications (id, plan, code, revision, title, period_from, period_to, as_of, known_at, content, digest, published_at)
VALUES ('00000000-0000-7000-8000-000000000121', 'p', '2025-Q4', 1, '通报', '2025-10-01', '2025-12-31', '2025-12-31', now(), '{}', '', now());
INSERT INTO published_figures (publication_id, indicator, value) VALUES ('00000000-0000-7000-8000-000000000121', 'i', 1);
INSERT INTO publication_moment (at) VALUES (now());

INSERT INTO contract_rules (code, valid_from, effect) VALUES ('late', '2020-01-01', 'warn');
INSERT INTO organisation_relations (id, from_id, to_id, kind, source, created_at, updated_at)
VALUES ('00000000-0000-7000-8000-0000000000f6', '00000000-0000-7000-8000-0000000000a2', '00000000-0000-7000-8000-0000000000a1', 'owns', '测试', now(), now());
INSERT INTO suspicions (id, kind, subject, fingerprint, score, clues, created_at, updated_at)
VALUES ('00000000-0000-7000-8000-0000000000f7', 'related', '1', '1', 0.5, '[]', now(), now());
INSERT INTO suspicion_contracts (suspicion_id, contract_id, version)
VALUES ('00000000-0000-7000-8000-0000000000f7', '00000000-0000-7000-8000-0000000000e1', 1);
INSERT INTO tax_rules (code, position, valid_from, rule) VALUES ('vat', 1, '2025-01-01', '{}');

INSERT INTO reveals (id, need_id, organisation_id, level, purpose, created_at, updated_at)
VALUES ('00000000-0000-7000-8000-000000000131', '00000000-0000-7000-8000-0000000000c1', '00000000-0000-7000-8000-0000000000a2', 4, '测试', now(), now());
INSERT INTO reveal_views (reveal_id, level, place, at) VALUES ('00000000-0000-7000-8000-000000000131', 4, 'record', now());
INSERT INTO office_views (need_id, user_id, office, area, place, day, times, first_at, last_at)
VALUES ('00000000-0000-7000-8000-0000000000c1', '00000000-0000-7000-8000-0000000000b1', 'bureau', '', 'record', '2026-01-01', 1, now(), now());
INSERT INTO review_rounds (id, need_id, round, version, submitted_at) VALUES (gen_random_uuid(), '00000000-0000-7000-8000-0000000000c1', 1, 1, now());
INSERT INTO clinic_answers (need_id, key, answer, at) VALUES ('00000000-0000-7000-8000-0000000000c1', 'budget', 'skipped', now());

INSERT INTO messages (id, docking_id, audience, side, body, at)
VALUES ('00000000-0000-7000-8000-000000000131', '00000000-0000-7000-8000-0000000000d1', 'enterprise', 'enterprise', '留言', now());
INSERT INTO message_files (id, message_id, position, name, type, size, sha256, content)
VALUES (gen_random_uuid(), '00000000-0000-7000-8000-000000000131', 1, '附件.pdf', 'application/pdf', 1, decode(repeat('00', 32), 'hex'), '\x00');
INSERT INTO message_reads (docking_id, user_id, seq, at)
VALUES ('00000000-0000-7000-8000-0000000000d1', '00000000-0000-7000-8000-0000000000b1', 1, now());
INSERT INTO user_addresses (user_id, address, updated_at) VALUES ('00000000-0000-7000-8000-0000000000b1', 'test@example.org', now());
INSERT INTO mails (id, user_id, address, kind, created_at)
VALUES ('00000000-0000-7000-8000-000000000132', '00000000-0000-7000-8000-0000000000b1', 'test@example.org', 'news', now());
INSERT INTO notifications (id, user_id, cause, kind, delivery, mail_id, created_at)
VALUES (gen_random_uuid(), '00000000-0000-7000-8000-0000000000b1', 'test', 'message', 'mail', '00000000-0000-7000-8000-000000000132', now());
INSERT INTO notification_preferences (user_id, kind, delivery) VALUES ('00000000-0000-7000-8000-0000000000b1', 'message', 'off');
INSERT INTO webhooks (id, url, kinds, secret, created_at, updated_at)
VALUES ('00000000-0000-7000-8000-000000000133', 'https://example.org/', '{message}', decode(repeat('00', 32), 'hex'), now(), now());
INSERT INTO webhook_deliveries (id, webhook_id, cause, kind, created_at)
VALUES (gen_random_uuid(), '00000000-0000-7000-8000-000000000133', 'test', 'message', now());
INSERT INTO saved_searches (id, user_id, name, library, query, seen_at, created_at, updated_at)
VALUES ('00000000-0000-7000-8000-000000000134', '00000000-0000-7000-8000-0000000000b1', '测试', 'need', '散热', now(), now(), now());
INSERT INTO saved_search_hits (search_id, library, ref, title, at)
VALUES ('00000000-0000-7000-8000-000000000134', 'need', '00000000-0000-7000-8000-0000000000c1', '测试', now());
INSERT INTO activities (id, kind, title, starts_at, ends_at, host_id, capacity, created_at, updated_at)
VALUES ('00000000-0000-7000-8000-000000000141', 'roadshow', '路演', now(), now() + interval '1 hour', '00000000-0000-7000-8000-0000000000a2', 10, now(), now());
INSERT INTO activity_invitations (activity_id, organisation_id, invited_at)
VALUES ('00000000-0000-7000-8000-000000000141', '00000000-0000-7000-8000-0000000000a1', now());
INSERT INTO activity_registrations (id, activity_id, organisation_id, persons, contact, phone, state, created_at, updated_at)
VALUES (gen_random_uuid(), '00000000-0000-7000-8000-000000000141', '00000000-0000-7000-8000-0000000000a1', 1, '测试', '0731', 'registered', now(), now());
INSERT INTO activity_dockings (docking_id, activity_id, recorded_at)
VALUES ('00000000-0000-7000-8000-0000000000d1', '00000000-0000-7000-8000-000000000141', now());
INSERT INTO docking_intents (docking_id, version, intent, until) VALUES ('00000000-0000-7000-8000-0000000000d1', 1, '{}', now());
INSERT INTO activity_rules (code, days) VALUES ('born_within', 90);

INSERT INTO contract_files (id, contract_id, name, type, size, sha256, content, created_at)
VALUES (gen_random_uuid(), '00000000-0000-7000-8000-0000000000e1', '合同.pdf', 'application/pdf', 1, decode(repeat('00', 32), 'hex'), '1', now());
