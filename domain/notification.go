package domain

import (
	"strings"
	"time"
)

// Notification tells one user of something, once for each cause. Its text is put
// together from that of its kind when it is read.
type Notification struct {
	ID        ID
	UserID    ID
	Kind      string // NotificationKinds
	Event     string // what happened, of those of the kind
	Ref       string // of what
	Args      map[string]string
	CreatedAt time.Time
	ReadAt    *time.Time
}

// Facts returns what access needs to know of n.
func (n Notification) Facts() Facts { return Facts{Users: []ID{n.UserID}} }

// Text is what n tells.
func (n Notification) Text() Text {
	says := n.event().Says
	return Text{n.fill(says.ZH, ""), n.fill(says.EN, "_en")}
}

// Link is the path of the page that n is about.
func (n Notification) Link() string { return n.fill(n.event().Link, "") }

func (n Notification) event() NotificationEvent {
	kind, ok := NotificationKindOf(n.Kind)
	if !ok {
		return NotificationEvent{Link: "/notifications"}
	}
	for _, e := range kind.Events {
		if e.Code == n.Event {
			return e
		}
	}
	return kind.Events[0]
}

// Libraries name the libraries, by the resources that are in them.
var Libraries = Terms{
	{string(Needs), Text{"企业需求", "Needs"}},
	{string(Technologies), Text{"高校技术", "Technologies"}},
	{string(Policies), Text{"政策", "Policies"}},
	{string(Experts), Text{"专家", "Experts"}},
}

// notificationTerms are the sets that arguments are codes of; others are words.
var notificationTerms = map[string]Terms{"from": DockingSides, "library": Libraries}

// fill puts the arguments in their places, {name}: in another language than Chinese that
// of the name with the suffix, if there is one.
func (n Notification) fill(text, suffix string) string {
	pairs := []string{"{ref}", n.Ref}
	for name, value := range n.Args {
		if terms, ok := notificationTerms[name]; ok {
			value = terms.Name(value).ZH
			if suffix != "" {
				value = terms.Name(n.Args[name]).EN
			}
		} else if other, ok := n.Args[name+suffix]; ok {
			value = other
		}
		pairs = append(pairs, "{"+name+"}", value)
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

// The ways by which a user may hear of a kind. What is told by mail stands on the page too.
const (
	DeliverPage   = "page"
	DeliverMail   = "mail"
	DeliverDigest = "digest"
	DeliverOff    = "off"
)

// Deliveries name the ways.
var Deliveries = Terms{
	{DeliverPage, Text{"只在网页上", "On the page only"}},
	{DeliverMail, Text{"即时发邮件", "By mail at once"}},
	{DeliverDigest, Text{"每日汇总邮件", "In the daily mail"}},
	{DeliverOff, Text{"不通知", "Not at all"}},
}

// NotificationPreference is how one user wants to hear of one kind.
type NotificationPreference struct {
	Kind     string // NotificationKinds
	Delivery string // Deliveries
}

// Validate reports everything that is wrong with p.
func (p NotificationPreference) Validate() error {
	var k checks
	k.oneOf("kind", p.Kind, NotificationKindTerms(), false)
	k.oneOf("delivery", p.Delivery, Deliveries, false)
	return k.err()
}
