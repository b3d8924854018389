package postgres

import (
	"context"
	"crypto/sha256"
	"time"

	"gorm.io/gorm/clause"

	"sanku/domain"
)

type addressRow struct {
	UserID      domain.ID  `gorm:"column:user_id;primaryKey"`
	Address     string     `gorm:"column:address"`
	ConfirmedAt *time.Time `gorm:"column:confirmed_at"`
	SecretHash  []byte     `gorm:"column:secret_hash"`
	ExpiresAt   *time.Time `gorm:"column:expires_at"`
	UpdatedAt   time.Time  `gorm:"column:updated_at"`
}

func (addressRow) TableName() string { return "user_addresses" }

func (r addressRow) domain() domain.UserAddress {
	return domain.UserAddress{UserID: r.UserID, Address: r.Address, ConfirmedAt: utc(r.ConfirmedAt), UpdatedAt: r.UpdatedAt.UTC()}
}

// addressChanges is the kind under which the feed tells that an address is to be confirmed.
const addressChanges = "address"

// AddressChanged reports whether a change is of an address that is to be confirmed; its
// ref is the user.
func (c ChangeEntry) AddressChanged() bool { return c.Kind == addressChanges }

// UserAddress is where actor gets mail; its Address is "" for nowhere.
func (db *DB) UserAddress(ctx context.Context, actor domain.Actor) (domain.UserAddress, error) {
	var row addressRow
	err := db.read(ctx).Where("user_id = ?", actor.UserID).Limit(1).Find(&row).Error
	return row.domain(), translate(err)
}

// SetUserAddress sets where actor gets mail once the address is confirmed, which a mail
// to it asks for; "" is nowhere. Errors: InvalidErrors, ErrForbidden, ErrConfirmations.
func (db *DB) SetUserAddress(ctx context.Context, actor domain.Actor, address string) (domain.UserAddress, error) {
	if !domain.Can(actor, domain.Configure, domain.Notifications, domain.Facts{Users: []domain.ID{actor.UserID}}) {
		return domain.UserAddress{}, domain.ErrForbidden
	}
	if address != "" {
		var err error
		if address, err = domain.ParseAddress(address); err != nil {
			return domain.UserAddress{}, err
		}
	}
	var row addressRow
	err := db.write(ctx, actor, func(t *tx) error {
		t.audit(domain.Notifications, actor.UserID, 0, domain.Configure, map[string]any{"address": address != ""})
		if _, err := t.lockUser(actor.UserID); err != nil {
			return err
		}
		if err := t.Where("user_id = ?", actor.UserID).Limit(1).Find(&row).Error; err != nil {
			return err
		}
		if address == "" {
			row = addressRow{}
			return t.Where("user_id = ?", actor.UserID).Delete(&addressRow{}).Error
		}
		if row.Address == address && row.ConfirmedAt != nil {
			return nil
		}
		return t.askAddress(&row, address)
	})
	return row.domain(), err
}

func (t *tx) askAddress(row *addressRow, address string) error {
	var asked int64
	if err := t.Table("mails").Where("user_id = ? AND kind = ? AND created_at > ?", t.actor.UserID, domain.MailConfirm, t.now.AddDate(0, 0, -1)).Count(&asked).Error; err != nil {
		return err
	}
	if asked >= domain.MaxConfirmations {
		return domain.ErrConfirmations
	}
	*row = addressRow{UserID: t.actor.UserID, Address: address, UpdatedAt: t.now}
	t.changes = append(t.changes, changeRow{Kind: addressChanges, Ref: t.actor.UserID})
	return t.Clauses(clause.OnConflict{UpdateAll: true}).Create(row).Error
}

// AskAddress is the mail that asks a user to confirm the address, with the secret whose
// hash is given; the secret of the mail before is worth nothing from then on. ErrNotFound
// says that nothing is to be confirmed.
func (db *DB) AskAddress(ctx context.Context, user domain.ID, hash [32]byte) (domain.NotificationMail, error) {
	var m domain.NotificationMail
	err := db.write(ctx, domain.System("mail"), func(t *tx) error {
		row, err := locked[addressRow](t, "user_id", user)
		if err != nil {
			return err
		}
		if row.ConfirmedAt != nil {
			return domain.ErrNotFound
		}
		until := t.now.Add(domain.ConfirmationLife)
		row.SecretHash, row.ExpiresAt = hash[:], &until
		if err := t.Select("secret_hash", "expires_at").Where("user_id = ?", user).Updates(&row).Error; err != nil {
			return err
		}
		m = domain.NotificationMail{ID: domain.NewID(), Address: row.Address, Kind: domain.MailConfirm, CreatedAt: t.now}
		t.audit(domain.Notifications, user, 0, "ask-address", nil)
		if err := t.Raw(`SELECT name FROM users WHERE id = ?`, user).Row().Scan(&m.User); err != nil {
			return err
		}
		return t.Create(&mailRow{ID: m.ID, UserID: user, Address: m.Address, Kind: m.Kind, State: mailWaiting, CreatedAt: t.now}).Error
	})
	return m, err
}

// ConfirmAddress confirms the address whose mail held secret. Whoever has read the mail
// may do so, signed in or not. Errors: InvalidErrors when it is none, or too old.
func (db *DB) ConfirmAddress(ctx context.Context, actor domain.Actor, secret string) error {
	hash := sha256.Sum256([]byte(secret))
	return db.write(ctx, actor, func(t *tx) error {
		var row addressRow
		err := t.Clauses(clause.Locking{Strength: "UPDATE"}).Where("secret_hash = ? AND expires_at > ?", hash[:], t.now).Limit(1).Find(&row).Error
		if err != nil {
			return err
		}
		if row.UserID.IsZero() {
			return domain.Invalid("secret", "链接无效或已过期，请重新发送确认邮件", "is none, or too old; ask for another mail")
		}
		t.audit(domain.Notifications, row.UserID, 0, "confirm-address", nil)
		return t.Exec(`UPDATE user_addresses SET confirmed_at = ?, secret_hash = NULL, expires_at = NULL WHERE user_id = ?`, t.now, row.UserID).Error
	})
}
