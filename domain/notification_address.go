package domain

import (
	"net/mail"
	"strings"
	"time"
)

// UserAddress is where a user gets mail: nothing, but for what asks for it, before the
// address is confirmed.
type UserAddress struct {
	UserID      ID
	Address     string // "" for none
	ConfirmedAt *time.Time
	UpdatedAt   time.Time
}

// Bounds of asking people to confirm an address, lest others be flooded.
const (
	ConfirmationLife    = 24 * time.Hour
	MaxConfirmations    = 5 // mails a day that ask one user's addresses
	maxAddress          = 254
	errAddressZH        = "不是有效的邮箱地址"
	errAddressEN        = "is no e-mail address"
	confirmationsOverZH = "今天发送的确认邮件已达上限，请明天再试"
	confirmationsOverEN = "too many confirmations were asked for today; try again tomorrow"
)

// ErrConfirmations says that a user has asked for as many mails as a day allows.
var ErrConfirmations = Conflict(confirmationsOverZH, confirmationsOverEN)

// ParseAddress reads an e-mail address as people type it: the address alone, without a
// name. Errors: InvalidErrors of the field "address".
func ParseAddress(text string) (string, error) {
	text = strings.TrimSpace(text)
	a, err := mail.ParseAddress(text)
	if err != nil || a.Name != "" || a.Address != text || len(text) > maxAddress || strings.ContainsAny(text, "\r\n\x00 \"") {
		return "", Invalid("address", errAddressZH, errAddressEN)
	}
	return text, nil
}

// NotificationMail is one mail to a user: what it tells of, or, of the kind "confirm",
// that the address be confirmed.
type NotificationMail struct {
	ID            ID
	User          string // name
	Address       string
	Kind          string // MailNews, MailDigest, MailConfirm
	Notifications []Notification
	CreatedAt     time.Time
}

// The kinds of mail.
const (
	MailNews    = "news"
	MailDigest  = "digest"
	MailConfirm = "confirm"
)

// MailLimits bound the mail of one user.
type MailLimits struct {
	PerHour int // mails at once; what is more is gathered into one when the hour is over
	Within  time.Duration
}

// UsualMailLimits hold where nothing else is said: what has not been mailed within three
// days, because no mail could be sent, stays on the page.
var UsualMailLimits = MailLimits{PerHour: 4, Within: 72 * time.Hour}
