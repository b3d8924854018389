package workbench

import (
	"cmp"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"sanku/domain"
	"sanku/domain/postgres"
)

// addMessages adds the page of a docking's messages, which the docking's own page links
// to at /dockings/{id}/messages.
func (w *Workbench) addMessages() {
	const path = "/dockings/{id}/messages"
	w.addForm(Route{Path: path, Resource: domain.Messages, Action: domain.Read, limit: maxUpload, serve: w.messages})
	w.add(domain.Text{}, Route{Method: http.MethodGet, Path: path + "/file", Resource: domain.Messages, Action: domain.Read, serve: w.messageFile})
}

type messagesPage struct {
	Need, Stage string
	Docking     string // address of the docking's page; "" when there is none
	Form        *form  // nil for who only reads
	Closed      string // why nothing can be written
	Lines       []messageLine
	Next        string
}

// messageLine is a message, or a step of the docking.
type messageLine struct {
	Step           string // what was done; "" for a message
	Who, To, At    string
	Paragraphs     []string
	Files          []messageFileView
	Mine, New, One bool // by the caller; unread so far; not heard by everyone
	at             time.Time
}

type messageFileView struct{ Name, Size, Href string }

// messages shows a docking's messages and steps, the newest first, and takes another
// message. What is shown is then read.
func (w *Workbench) messages(v *visit) error {
	id, err := v.record()
	if err != nil {
		return err
	}
	ctx := v.r.Context()
	standing, err := w.DB.Correspondence(ctx, v.actor, id)
	if err != nil {
		return err
	}
	var to, body string
	var file sentFile
	f := v.form(0, "留言", "Write")
	f.Submit, f.done = v.say("发送", "Send"), v.say("已发送。", "Sent.")
	v.messageFields(f, standing, &to, &body, &file)
	f.show = func(status int) error { return v.showMessages(status, standing, f) }
	return f.serve(func() (string, error) {
		var files []domain.File
		if file.Name != "" {
			checked, err := domain.NewMessageFile(file.Name, file.Content)
			if err != nil {
				return "", err
			}
			files = append(files, checked)
		}
		_, err := w.DB.Say(ctx, v.actor, id, to, body, files)
		return "/dockings/" + v.id + "/messages", err
	})
}

func (v *visit) messageFields(f *form, standing postgres.Correspondence, to, body *string, file *sentFile) {
	if len(standing.Reach) > 1 {
		if slices.Contains(standing.Reach, domain.ToAll) {
			*to = domain.ToAll
		}
		var among domain.Terms
		for _, code := range standing.Reach {
			among = append(among, domain.Term{Code: code, Name: domain.Audiences.Name(code)})
		}
		f.radio(to, "to", "留言给", "To", among)
	}
	words := f.area(body, "body", "内容", "Message").rows(4)
	if len(standing.Reach) == 1 && standing.Reach[0] != domain.ToAll {
		words.hint("引荐之前，留言只有您和政府管家能看到。", "Before the introduction only you and the steward see it.")
	}
	extensions := domain.MessageExtensions()
	f.file(file, "file", "附件", "File", strings.Join(extensions, ",")).
		hint("不超过 20 MB；PDF、Word、Excel、CSV、图片，或只含这些文件的 ZIP。", "At most 20 MB: PDF, DOCX, XLSX, CSV, pictures, or a ZIP of such files.")
}

func (v *visit) showMessages(status int, standing postgres.Correspondence, f *form) error {
	ctx := v.r.Context()
	d, err := v.DB.Docking(ctx, v.actor, standing.Docking)
	if err != nil {
		return err
	}
	page := messagesPage{Stage: domain.Stages.Name(string(d.Stage)).In(v.lang), Docking: v.reach("/dockings/" + v.id)}
	needs, err := v.DB.ReadableNeeds(ctx, v.actor, []domain.ID{d.NeedID})
	if err != nil {
		return err
	}
	if page.Need = v.say("未公开的需求", "A need not shown"); len(needs) > 0 {
		page.Need = needs[0].Title
	}
	switch {
	case len(standing.Reach) > 0:
		page.Form = f.finish()
	case standing.Voice == domain.SideTeam && d.Stage == domain.StageProposed:
		page.Closed = v.say("引荐之后才能留言。", "Messages can be written once the two sides have been introduced.")
	case standing.Voice != "":
		page.Closed = v.say("对接已终止，不能再留言。", "The docking has ended; nothing can be written.")
	}
	if err := v.messageLines(&page, standing); err != nil {
		return err
	}
	v.page(status, "messages", v.say("对接留言", "Messages"), page)
	return nil
}

// messageLines reads the messages and the steps among them, and notes that they are read.
func (v *visit) messageLines(page *messagesPage, standing postgres.Correspondence) error {
	ctx, after := v.r.Context(), v.r.URL.Query().Get("after")
	found, err := v.DB.Messages(ctx, v.actor, standing.Docking, postgres.Page{After: after, Limit: 50})
	if err != nil {
		return err
	}
	for _, m := range found.Items {
		page.Lines = append(page.Lines, v.messageLine(m, standing))
	}
	if found.Next != "" {
		page.Next = v.href("/dockings/" + v.id + "/messages?after=" + url.QueryEscape(found.Next))
	}
	if after == "" && found.Next == "" {
		events, err := v.DB.DockingEvents(ctx, v.actor, standing.Docking)
		if err != nil {
			return err
		}
		for _, e := range events {
			page.Lines = append(page.Lines, messageLine{Step: domain.DockingSteps.Terms().Name(e.Step).In(v.lang), At: minute(e.At), at: e.At})
		}
		slices.SortStableFunc(page.Lines, func(a, b messageLine) int { return b.at.Compare(a.at) })
	}
	if after == "" && standing.Unread > 0 && !v.actor.ReadOnly {
		return v.DB.ReadMessages(ctx, v.actor, standing.Docking, found.Items[0].Seq)
	}
	return nil
}

func (v *visit) messageLine(m domain.Message, standing postgres.Correspondence) messageLine {
	side := domain.DockingSides.Name(string(m.Side)).In(v.lang)
	l := messageLine{Who: side, At: minute(m.At), Mine: m.AuthorID == v.actor.UserID, at: m.At}
	if m.Author != "" {
		l.Who = side + " " + m.Author
	}
	l.New = !l.Mine && m.Seq > standing.ReadTo
	if m.Audience != domain.ToAll {
		l.One, l.To = true, domain.Audiences.Name(m.Audience).In(v.lang)
	}
	for _, line := range strings.Split(m.Body, "\n") {
		if strings.TrimSpace(line) != "" {
			l.Paragraphs = append(l.Paragraphs, line)
		}
	}
	for _, f := range m.Files {
		l.Files = append(l.Files, messageFileView{f.Name, v.fileSize(f.Size), v.href("/dockings/" + v.id + "/messages/file?file=" + f.ID.String())})
	}
	return l
}

// messageFile answers with a file as one to be saved, whatever it holds.
func (w *Workbench) messageFile(v *visit) error {
	id, err := v.record()
	if err != nil {
		return err
	}
	file, err := domain.ParseID(v.r.URL.Query().Get("file"))
	if err != nil {
		return domain.ErrNotFound
	}
	f, err := w.DB.MessageFile(v.r.Context(), v.actor, id, file)
	if err != nil {
		return err
	}
	v.saved(f.Name, f.Type, f.Content)
	return nil
}

// saved answers with a file as one to be saved, whatever it holds.
func (v *visit) saved(name, kind string, content []byte) {
	h := v.w.Header()
	h.Set("Content-Type", kind)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Disposition", cmp.Or(mime.FormatMediaType("attachment", map[string]string{"filename": name}), "attachment"))
	_, _ = v.w.Write(content) // the client has gone when this fails
}
