package postgres

import (
	"context"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"sanku/domain"
)

// The states of a mail.
const (
	mailWaiting = "waiting"
	mailSent    = "sent"
	mailFailed  = "failed"
)

type mailRow struct {
	ID        domain.ID  `gorm:"column:id;primaryKey"`
	UserID    domain.ID  `gorm:"column:user_id"`
	Address   string     `gorm:"column:address"`
	Kind      string     `gorm:"column:kind"`
	State     string     `gorm:"column:state"`
	ClaimedTo *time.Time `gorm:"column:claimed_to"`
	CreatedAt time.Time  `gorm:"column:created_at"`
	SentAt    *time.Time `gorm:"column:sent_at"`
}

func (mailRow) TableName() string { return "mails" }

const (
	// mailClaim is how long whoever sends a mail is left alone. One who dies leaves the
	// mail to be sent again afterwards, under the same Message-ID.
	mailClaim = 3 * time.Minute

	// mailLines bounds what one mail tells of; the rest goes with the next.
	mailLines = 100
)

// NextMail is the mail that is to be sent to a user now, claimed for the caller: one that
// was not sent, else one of all that waits for it, in a digest what waits for that too.
// Its Notifications are empty when there is none; then wait is how long until there may
// be: the user has had as many as an hour allows, or another is sending. What has been
// read meanwhile is not mailed, nor anything to an address that is not confirmed.
func (db *DB) NextMail(ctx context.Context, user domain.ID, digest bool, limits domain.MailLimits) (m domain.NotificationMail, wait time.Duration, err error) {
	now := db.Now()
	err = db.read(ctx).Transaction(func(g *gorm.DB) error {
		var to struct{ Address, Name string }
		q := g.Table("user_addresses a").Joins("JOIN users u ON u.id = a.user_id").Select("a.address", "u.name")
		err := q.Clauses(clause.Locking{Strength: "UPDATE", Table: clause.Table{Name: "a"}}).Where("a.user_id = ? AND a.confirmed_at IS NOT NULL AND NOT u.disabled", user).Limit(1).Find(&to).Error
		if err != nil || to.Address == "" {
			return err
		}
		row, wait2, err := waitingMail(g, user, now)
		if err == nil && row == nil && wait2 == 0 {
			row, wait2, err = composeMail(g, mailRow{UserID: user, Address: to.Address, Kind: domain.MailNews, State: mailWaiting, CreatedAt: now}, digest, limits)
		}
		if wait = wait2; err != nil || row == nil {
			return err
		}
		until := now.Add(mailClaim)
		if err := g.Exec(`UPDATE mails SET claimed_to = ?, attempts = attempts + 1 WHERE id = ?`, until, row.ID).Error; err != nil {
			return err
		}
		var told []notificationRow
		if err := g.Where("mail_id = ?", row.ID).Order("created_at, id").Find(&told).Error; err != nil {
			return err
		}
		m = domain.NotificationMail{ID: row.ID, User: to.Name, Address: row.Address, Kind: row.Kind, Notifications: domains(told, notificationRow.domain), CreatedAt: row.CreatedAt.UTC()}
		return nil
	})
	return m, wait, translate(err)
}

// waitingMail is the mail of a user that was made and not sent; or how long another will
// at most be at it.
func waitingMail(g *gorm.DB, user domain.ID, now time.Time) (*mailRow, time.Duration, error) {
	var rows []mailRow
	err := g.Where("user_id = ? AND state = ? AND kind <> ?", user, mailWaiting, domain.MailConfirm).Order("created_at, id").Limit(1).Find(&rows).Error
	if err != nil || len(rows) == 0 {
		return nil, 0, err
	}
	if claimed := rows[0].ClaimedTo; claimed != nil && claimed.After(now) {
		return nil, claimed.Sub(now), nil
	}
	return &rows[0], 0, nil
}

// composeMail makes a mail of what waits for it, if the hour has room for one.
func composeMail(g *gorm.DB, row mailRow, digest bool, limits domain.MailLimits) (*mailRow, time.Duration, error) {
	deliveries := []string{domain.DeliverMail}
	if digest {
		deliveries, row.Kind = append(deliveries, domain.DeliverDigest), domain.MailDigest
	}
	var waiting []domain.ID
	err := g.Table("notifications").Where("user_id = ? AND mail_id IS NULL AND delivery IN ? AND read_at IS NULL AND created_at > ?", row.UserID, deliveries, row.CreatedAt.Add(-limits.Within)).
		Order("created_at, id").Limit(mailLines).Pluck("id", &waiting).Error
	if err != nil || len(waiting) == 0 {
		return nil, 0, err
	}
	if !digest {
		if wait, err := hourFull(g, row, limits.PerHour); err != nil || wait > 0 {
			return nil, wait, err
		}
	}
	row.ID = domain.NewID()
	if err := g.Create(&row).Error; err != nil {
		return nil, 0, err
	}
	return &row, 0, g.Exec(`UPDATE notifications SET mail_id = ? WHERE id IN ?`, row.ID, waiting).Error
}

// hourFull is how long until a user may have another mail: 0 when now.
func hourFull(g *gorm.DB, row mailRow, perHour int) (time.Duration, error) {
	var times []time.Time
	err := g.Table("mails").Where("user_id = ? AND kind = ? AND created_at > ?", row.UserID, domain.MailNews, row.CreatedAt.Add(-time.Hour)).Order("created_at DESC").Limit(perHour).Pluck("created_at", &times).Error
	if err != nil || len(times) < perHour {
		return 0, err
	}
	return times[perHour-1].Add(time.Hour).Sub(row.CreatedAt), nil
}

// MailSent notes that a mail has been handed over.
func (db *DB) MailSent(ctx context.Context, id domain.ID) error {
	return translate(db.read(ctx).Exec(`UPDATE mails SET state = ?, sent_at = ?, error = '', claimed_to = NULL WHERE id = ?`, mailSent, db.Now(), id).Error)
}

// MailFailed notes why a mail was not taken; for good, or to be tried again.
func (db *DB) MailFailed(ctx context.Context, id domain.ID, reason string, forGood bool) error {
	state := mailWaiting
	if forGood {
		state = mailFailed
	}
	if r := []rune(reason); len(r) > 300 {
		reason = string(r[:300])
	}
	return translate(db.read(ctx).Exec(`UPDATE mails SET state = ?, error = ?, claimed_to = NULL WHERE id = ?`, state, reason, id).Error)
}

// ToMail are users for whom something waits to be mailed at once, told since a moment. A
// mail of theirs that is being sent, or tried again, takes the rest along.
func (db *DB) ToMail(ctx context.Context, since time.Time) ([]domain.ID, error) {
	return db.ids(ctx, `SELECT DISTINCT n.user_id::text FROM notifications n JOIN user_addresses a ON a.user_id = n.user_id AND a.confirmed_at IS NOT NULL
WHERE n.mail_id IS NULL AND n.delivery = 'mail' AND n.read_at IS NULL AND n.created_at > $1
AND NOT EXISTS (SELECT FROM mails m WHERE m.user_id = n.user_id AND m.state = 'waiting' AND m.kind <> 'confirm' AND m.created_at > $1)`, since)
}

// ToDigest are users for whom something told between two moments waits for a digest.
func (db *DB) ToDigest(ctx context.Context, since, before time.Time) ([]domain.ID, error) {
	return db.ids(ctx, `SELECT DISTINCT n.user_id::text FROM notifications n JOIN user_addresses a ON a.user_id = n.user_id AND a.confirmed_at IS NOT NULL
WHERE n.mail_id IS NULL AND n.delivery = 'digest' AND n.read_at IS NULL AND n.created_at > $1 AND n.created_at <= $2`, since, before)
}
