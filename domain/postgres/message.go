package postgres

import (
	"context"
	"slices"
	"time"

	"sanku/domain"
)

type messageRow struct {
	ID        domain.ID `gorm:"column:id;primaryKey"`
	Seq       int64     `gorm:"column:seq;->"`
	DockingID domain.ID `gorm:"column:docking_id"`
	Audience  string    `gorm:"column:audience"`
	Side      string    `gorm:"column:side"`
	AuthorID  domain.ID `gorm:"column:author_id"`
	Body      string    `gorm:"column:body"`
	At        time.Time `gorm:"column:at"`
	Author    string    `gorm:"column:author;->"`
}

func (messageRow) TableName() string { return "messages" }

func (r messageRow) domain() domain.Message {
	return domain.Message{ID: r.ID, Seq: r.Seq, DockingID: r.DockingID, Audience: r.Audience, Side: domain.Side(r.Side), AuthorID: r.AuthorID, Author: r.Author, Body: r.Body, At: r.At.UTC()}
}

type messageFileRow struct {
	FileColumns
	MessageID domain.ID `gorm:"column:message_id"`
	Position  int       `gorm:"column:position"`
}

func (messageFileRow) TableName() string { return "message_files" }

// Say writes a message of actor within a docking, with its files; see domain.Docking.Say
// for whom it may be to. It takes turns with the docking's steps. Errors: ErrNotFound,
// ErrForbidden, InvalidErrors, a ConflictError once the docking is declined.
func (db *DB) Say(ctx context.Context, actor domain.Actor, docking domain.ID, to, body string, files []domain.File) (domain.Message, error) {
	var m domain.Message
	err := db.write(ctx, actor, func(t *tx) error {
		row, err := locked[dockingRow](t, "id", docking)
		if err != nil {
			return err
		}
		d := row.domain()
		if err := permit(actor, domain.Create, domain.Messages, d.Facts(), 0, 0); err != nil {
			return err
		}
		if m, err = d.Say(actor, to, body, files, t.now); err != nil {
			return err
		}
		return t.insertMessage(&m)
	})
	return m, err
}

func (t *tx) insertMessage(m *domain.Message) error {
	row := messageRow{ID: m.ID, DockingID: m.DockingID, Audience: m.Audience, Side: string(m.Side), AuthorID: m.AuthorID, Body: m.Body, At: m.At}
	if err := t.Create(&row).Error; err != nil {
		return err
	}
	if err := t.Raw(`SELECT seq, coalesce((SELECT name FROM users WHERE id = author_id), '') FROM messages WHERE id = ?`, m.ID).Row().Scan(&m.Seq, &m.Author); err != nil {
		return err
	}
	for i, f := range m.Files {
		if err := t.Create(&messageFileRow{fileColumns(f), m.ID, i + 1}).Error; err != nil {
			return err
		}
	}
	t.record(domain.Messages, m.ID, 1, domain.Create, map[string]any{"docking": m.DockingID.String(), "audience": m.Audience, "files": len(m.Files)})
	return nil
}

// Messages lists what actor sees of a docking's messages, the newest first, with their
// files but not what these hold. Errors: ErrNotFound.
func (db *DB) Messages(ctx context.Context, actor domain.Actor, docking domain.ID, p Page) (List[domain.Message], error) {
	d, err := db.heard(ctx, actor, docking)
	if err != nil {
		return List[domain.Message]{}, err
	}
	q := db.read(ctx).Table(`(SELECT m.*, coalesce(u.name, '') AS author FROM messages m LEFT JOIN users u ON u.id = m.author_id) AS messages`)
	q = q.Where("docking_id = ? AND audience IN ?", docking, d.Heard(actor))
	order := sorting[messageRow]{column: "seq", cast: "bigint", desc: true, key: func(r messageRow) (string, string) { return itoa(r.Seq), r.ID.String() }}
	found, err := list(q, order, p, messageRow.domain)
	if err != nil {
		return found, err
	}
	return found, db.withFiles(ctx, found.Items)
}

// heard is the docking as it is, unveiled, for deciding what actor hears of it.
func (db *DB) heard(ctx context.Context, actor domain.Actor, docking domain.ID) (domain.Docking, error) {
	var row dockingRow
	q := dockingScope.within(db.read(ctx), domain.ScopeOf(actor, domain.Read, domain.Messages))
	err := q.Where("id = ?", docking).Take(&row).Error
	return row.domain(), translate(err)
}

func (db *DB) withFiles(ctx context.Context, messages []domain.Message) error {
	ids := make([]domain.ID, len(messages))
	for i, m := range messages {
		ids[i] = m.ID
	}
	var rows []messageFileRow
	err := db.read(ctx).Omit("content").Where("message_id IN ?", ids).Order("message_id, position").Find(&rows).Error
	for _, r := range rows {
		at := slices.Index(ids, r.MessageID)
		messages[at].Files = append(messages[at].Files, r.file())
	}
	return translate(err)
}

// MessageFile returns a file of a message that actor sees. Errors: ErrNotFound.
func (db *DB) MessageFile(ctx context.Context, actor domain.Actor, docking, id domain.ID) (domain.File, error) {
	d, err := db.heard(ctx, actor, docking)
	if err != nil {
		return domain.File{}, err
	}
	var row messageFileRow
	err = db.read(ctx).Where("id = ? AND message_id IN (SELECT id FROM messages WHERE docking_id = ? AND audience IN ?)", id, docking, d.Heard(actor)).Take(&row).Error
	return row.file(), translate(err)
}
