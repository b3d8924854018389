package domain

import (
	"fmt"
	"maps"
	"slices"
	"time"
)

// Message is what somebody says within a docking, to both sides or to one of them. The
// steward takes part in everything; before the two sides have been introduced, each of
// them talks with the steward alone, so that no message reveals who is behind a blind
// listing.
type Message struct {
	ID        ID
	Seq       int64 // grows within a docking
	DockingID ID
	Audience  string // Audiences
	Side      Side   // of the author
	AuthorID  ID     // user
	Author    string // name of the user
	Body      string
	Files     []File
	At        time.Time
}

// The audiences of a message; one side is always heard by the steward too.
const (
	ToAll        = "all"
	ToEnterprise = "enterprise"
	ToProvider   = "provider"
)

// Audiences name whom a message is for.
var Audiences = Terms{
	{ToAll, Text{"各方", "Everyone"}},
	{ToEnterprise, Text{"需求方与管家", "The enterprise and the steward"}},
	{ToProvider, Text{"技术方与管家", "The provider and the steward"}},
}

// Bounds of messages.
const (
	maxMessage      = 4000 // runes
	MaxMessageFiles = 5
)

// messageFiles are the types that may go with a message, by the extensions of their files.
var messageFiles = withArchives(attachable)

func withArchives(types map[string]string) map[string]string {
	all := maps.Clone(types)
	all[".zip"] = typeZIP
	return all
}

// MessageExtensions are the extensions of the files that may go with a message, sorted.
func MessageExtensions() []string { return slices.Sorted(maps.Keys(messageFiles)) }

// NewMessageFile checks a file that is to go with a message. Errors: InvalidErrors.
func NewMessageFile(name string, content []byte) (File, error) {
	return newFile(name, content, messageFiles, Text{"只接受 PDF、XLSX、DOCX、CSV、PNG、JPEG 文件，或只含这些文件的 ZIP", "must be a PDF, XLSX, DOCX, CSV, PNG or JPEG file, or a ZIP of such files"})
}

// Introduced reports whether the steward has brought the two sides together.
func (d Docking) Introduced() bool { return d.Stage != StageProposed && d.Stage != StageDeclined }

// Voice is the side on which an actor takes part in d's messages, "" for who only reads.
func (d Docking) Voice(a Actor) Side {
	if side := d.SideOf(a); side != SideBureau {
		return side
	}
	return ""
}

// Heard are the audiences whose messages a reader of d sees, who may read d at all:
// those of the own side, and everything for the steward and those who oversee.
func (d Docking) Heard(a Actor) []string {
	switch d.Voice(a) {
	case SideEnterprise:
		return []string{ToAll, ToEnterprise}
	case SideProvider:
		return []string{ToAll, ToProvider}
	case SideTeam:
		return []string{ToAll}
	}
	return Audiences.Codes()
}

// Reach are the audiences that a side may write to as d stands, the usual one first.
func (d Docking) Reach(side Side) []string {
	var reach []string
	if d.Introduced() {
		reach = append(reach, ToAll)
	}
	switch side {
	case SideEnterprise:
		return append(reach, ToEnterprise)
	case SideProvider:
		return append(reach, ToProvider)
	case SideSteward:
		return append(reach, ToEnterprise, ToProvider)
	}
	return reach
}

// Say is a message of actor in d, to an audience; "" is the usual one where there is only
// one. Errors: ErrForbidden for who takes no part, a ConflictError once d is declined,
// InvalidErrors.
func (d Docking) Say(actor Actor, to, body string, files []File, now time.Time) (Message, error) {
	side := d.Voice(actor)
	if side == "" {
		return Message{}, ErrForbidden
	}
	if d.Stage == StageDeclined {
		return Message{}, Conflict("对接已终止，不能再留言", "the docking has ended")
	}
	reach := d.Reach(side)
	if len(reach) == 0 {
		return Message{}, Conflict("引荐之后才能留言", "experts write once the two sides have been introduced")
	}
	if to == "" && (d.Introduced() || len(reach) == 1) {
		to = reach[0]
	}
	var k checks
	k.that(to != ToAll || slices.Contains(reach, to), "to", "引荐之前，双方只能分别与管家联系", "before the introduction each side talks with the steward alone")
	k.that(to == ToAll || slices.Contains(reach, to), "to", "请选择留言给谁", "must be a side that you may write to")
	k.text("body", body, 0, maxMessage)
	if len(files) == 0 {
		k.text("body", body, 1, maxMessage)
	}
	k.that(len(files) <= MaxMessageFiles, "file", fmt.Sprintf("附件不超过 %d 个", MaxMessageFiles), fmt.Sprintf("has more than %d files", MaxMessageFiles))
	if err := k.err(); err != nil {
		return Message{}, err
	}
	return Message{ID: NewID(), DockingID: d.ID, Audience: to, Side: side, AuthorID: actor.UserID, Body: body, Files: files, At: now}, nil
}
