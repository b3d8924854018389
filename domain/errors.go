package domain

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The kinds of failure a caller can act on. Specific errors wrap one of these.
var (
	ErrNotFound  = errors.New("not found")
	ErrConflict  = errors.New("conflict")
	ErrForbidden = errors.New("forbidden")
	// ErrStale says that the record has changed since the version the caller holds.
	ErrStale = errors.New("stale version")
	// ErrUnauthenticated says that the caller must say who they are.
	ErrUnauthenticated = errors.New("unauthenticated")
	// ErrThrottled says that the caller must wait before trying again.
	ErrThrottled = errors.New("throttled")
	// ErrUnavailable says that a part needed for the answer is not ready; try again later.
	ErrUnavailable = errors.New("unavailable")
)

// InvalidError says what is wrong with one field of a submission. It never holds
// the submitted value.
type InvalidError struct {
	Field  string // path as the caller wrote it: "targets[0].unit"
	Reason Text
}

func (e InvalidError) Error() string { return e.Field + ": " + e.Reason.EN }

// InvalidErrors is everything that is wrong with one submission.
type InvalidErrors []InvalidError

func (es InvalidErrors) Error() string {
	parts := make([]string, len(es))
	for i, e := range es {
		parts[i] = e.Error()
	}
	return "invalid: " + strings.Join(parts, "; ")
}

// Unwrap lets errors.As find the first InvalidError.
func (es InvalidErrors) Unwrap() []error {
	errs := make([]error, len(es))
	for i, e := range es {
		errs[i] = e
	}
	return errs
}

// Invalid builds the error for one field.
func Invalid(field, zh, en string) error {
	return InvalidErrors{{Field: field, Reason: Text{ZH: zh, EN: en}}}
}

// ConflictError is a conflict that a person can read.
type ConflictError struct{ Reason Text }

func (e ConflictError) Error() string { return "conflict: " + e.Reason.EN }

// Unwrap makes the error an ErrConflict.
func (e ConflictError) Unwrap() error { return ErrConflict }

// Conflict builds a ConflictError.
func Conflict(zh, en string) error { return ConflictError{Text{ZH: zh, EN: en}} }

// checks collects what is wrong with a record.
type checks struct{ found InvalidErrors }

func (c *checks) fail(field, zh, en string) {
	c.found = append(c.found, InvalidError{Field: field, Reason: Text{ZH: zh, EN: en}})
}

func (c *checks) that(ok bool, field, zh, en string) {
	if !ok {
		c.fail(field, zh, en)
	}
}

// text requires between min and max runes after trimming, of which none is NUL, which
// PostgreSQL does not keep, and of min some are to be seen. A text of one line has none
// that turns the direction of others, by which a name can be made to look like another.
func (c *checks) text(field, value string, min, max int) {
	n := len([]rune(strings.TrimSpace(value)))
	switch {
	case !utf8.ValidString(value) || strings.ContainsRune(value, 0):
		c.fail(field, "含有无效字符", "holds an invalid character")
	case max <= oneLine && strings.ContainsFunc(value, turns):
		c.fail(field, "含有改变文字方向的不可见字符，请删除后重新输入", "holds an invisible character that turns the direction of text: type it anew")
	case min > 0 && !strings.ContainsFunc(value, seen):
		c.fail(field, "必填", "is required")
	case n < min:
		c.fail(field, fmt.Sprintf("至少 %d 个字", min), fmt.Sprintf("needs at least %d characters", min))
	case n > max:
		c.fail(field, fmt.Sprintf("不超过 %d 个字", max), fmt.Sprintf("has more than %d characters", max))
	}
}

// oneLine is the most that a text of one line is let have.
const oneLine = 300

// turns reports whether r embeds, overrides or isolates the direction of what follows
// (Unicode, UAX 9).
func turns(r rune) bool { return r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069 }

// seen reports whether r leaves a mark.
func seen(r rune) bool {
	return !unicode.IsSpace(r) && !unicode.In(r, unicode.C, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector) && r != '\u2800'
}

// texts requires at most n texts of between 1 and max runes.
func (c *checks) texts(field string, values []string, n, max int) {
	c.that(len(values) <= n, field, fmt.Sprintf("不超过 %d 项", n), fmt.Sprintf("has more than %d items", n))
	for i, v := range values {
		c.text(fmt.Sprintf("%s[%d]", field, i), v, 1, max)
	}
}

// oneOf requires value to be in set; an empty value passes when optional.
func (c *checks) oneOf(field, value string, set Terms, optional bool) {
	if value == "" && optional {
		return
	}
	if !set.Has(value) {
		c.fail(field, "只能取："+strings.Join(set.Codes(), "、"), "must be one of "+strings.Join(set.Codes(), ", "))
	}
}

// allOf requires every value to be in set, each once.
func (c *checks) allOf(field string, values []string, set Terms) {
	seen := map[string]bool{}
	for i, v := range values {
		at := fmt.Sprintf("%s[%d]", field, i)
		c.oneOf(at, v, set, false)
		c.that(!seen[v], at, "重复", "is repeated")
		seen[v] = true
	}
}

func (c *checks) err() error {
	if len(c.found) == 0 {
		return nil
	}
	return c.found
}
