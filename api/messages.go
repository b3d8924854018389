package api

import (
	"context"
	"net/http"
	"time"

	"sanku/domain"
)

// Message is what somebody says within a docking.
type Message struct {
	ID       domain.ID `json:"id" zh:"编号"`
	Seq      int64     `json:"seq" zh:"序号" doc:"Grows within a docking."`
	Audience string    `json:"audience" set:"audiences" zh:"留言给谁"`
	Side     string    `json:"side" set:"docking_sides" zh:"留言方"`
	AuthorID domain.ID `json:"author_id,omitzero" zh:"留言人"`
	Author   string    `json:"author,omitempty" zh:"留言人姓名"`
	Body     string    `json:"body" zh:"内容"`
	Files    []File    `json:"files,omitempty" zh:"附件"`
	At       time.Time `json:"at" zh:"时间"`
}

func messageOf(m domain.Message) Message {
	return Message{m.ID, m.Seq, m.Audience, string(m.Side), m.AuthorID, m.Author, m.Body, each(m.Files, keptFile), m.At}
}

// Correspondence is how a docking's messages stand for the caller.
type Correspondence struct {
	Voice  string   `json:"voice,omitempty" set:"docking_sides" zh:"本人身份" doc:"Empty for who only reads."`
	Reach  []string `json:"reach" set:"audiences" zh:"可留言给" doc:"The usual one first."`
	ReadTo int64    `json:"read_to" zh:"已读到" doc:"The seq of the last message marked as read."`
	Unread int      `json:"unread" zh:"未读条数"`
}

func (a *API) registerMessages() {
	messages := collection{"dockings", domain.Messages, domain.Text{ZH: "对接留言", EN: "messages of a docking"}}
	route := func(method, path, id string, action domain.Action, zh, en string) route {
		rt := messages.route(method, "/{id}/messages"+path, "", action, zh, en)
		rt.id, rt.tag = id, "messages"
		return rt
	}
	register(a, route(http.MethodGet, "", "list-messages", domain.Read, "查询", "List the"), a.listMessages)
	say := route(http.MethodPost, "", "create-message", domain.Create, "留言：", "Write to the")
	say.status = http.StatusCreated
	register(a, say, a.say)
	send := route(http.MethodPost, "/file", "send-file-message", domain.Create, "发送附件：", "Send a file to the")
	send.status, send.maxBody, send.timeout = http.StatusCreated, domain.MaxAttachment+64<<10, uploadTimeout
	register(a, send, a.sendFile)
	mark := route(http.MethodPost, "/mark-read", "mark-read-messages", domain.MarkRead, "标为已读：", "Mark as read the")
	mark.status = http.StatusNoContent
	register(a, mark, a.markMessages)
	register(a, route(http.MethodGet, "/unread", "read-correspondence", domain.Read, "未读与身份：", "How the caller stands to the"), a.correspondence)
	register(a, route(http.MethodGet, "/files/{file}", "download-file-message", domain.Read, "下载附件：", "Download a file of the"), a.downloadMessageFile)
}

func (a *API) listMessages(ctx context.Context, in *rowsOfRecord) (*page[Message], error) {
	found, err := a.db.Messages(ctx, actorOf(ctx), in.ID, in.store())
	return pageOf(found, messageOf), err
}

type newMessage struct {
	Record
	Body struct {
		To   string `json:"to,omitempty" set:"audiences" zh:"留言给谁" doc:"May be left out where there is one usual audience. Before the introduction each side writes to the steward alone."`
		Body string `json:"body" minLength:"1" maxLength:"4000" zh:"内容"`
	}
}

func (a *API) say(ctx context.Context, in *newMessage) (*body[Message], error) {
	m, err := a.db.Say(ctx, actorOf(ctx), in.ID, in.Body.To, in.Body.Body, nil)
	return &body[Message]{messageOf(m)}, err
}

type newMessageFile struct {
	Record
	RawBody     []byte
	ContentType string `header:"Content-Type"`
	Name        string `query:"name" maxLength:"300" zh:"文件名" doc:"Of a file sent as the body itself."`
	To          string `query:"to" set:"audiences" zh:"留言给谁"`
	Text        string `query:"text" maxLength:"1000" zh:"内容" doc:"Words that go with the file."`
}

func (a *API) sendFile(ctx context.Context, in *newMessageFile) (*body[Message], error) {
	name, data, err := fileOf(in.ContentType, in.Name, in.RawBody)
	if err != nil {
		return nil, err
	}
	file, err := domain.NewMessageFile(name, data)
	if err != nil {
		return nil, err
	}
	m, err := a.db.Say(ctx, actorOf(ctx), in.ID, in.To, in.Text, []domain.File{file})
	return &body[Message]{messageOf(m)}, err
}

type readMessages struct {
	Record
	Body struct {
		ReadTo int64 `json:"read_to" minimum:"1" zh:"已读到" doc:"The seq of the last message that was read."`
	}
}

func (a *API) markMessages(ctx context.Context, in *readMessages) (*none, error) {
	return nil, a.db.ReadMessages(ctx, actorOf(ctx), in.ID, in.Body.ReadTo)
}

func (a *API) correspondence(ctx context.Context, in *Record) (*body[Correspondence], error) {
	c, err := a.db.Correspondence(ctx, actorOf(ctx), in.ID)
	return &body[Correspondence]{Correspondence{string(c.Voice), append([]string{}, c.Reach...), c.ReadTo, c.Unread}}, err
}

// OneMessageFile is the input of an operation on one file of a docking's messages.
type OneMessageFile struct {
	Record
	File domain.ID `path:"file" zh:"附件编号"`
}

// downloadMessageFile answers with the file as one to be saved, whatever it holds.
func (a *API) downloadMessageFile(ctx context.Context, in *OneMessageFile) (*download, error) {
	f, err := a.db.MessageFile(ctx, actorOf(ctx), in.ID, in.File)
	return savedFile(f.Name, f.Type, f.Content), err
}
