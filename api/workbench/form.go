package workbench

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"

	"sanku/domain"
)

// form is one form: its fields bound to the record that they fill in, what was typed
// and what is wrong with it. One handler, added by addForm, shows it and takes it:
//
//	w.addForm(Route{Path: "/needs/{id}/edit", Resource: domain.Needs, Action: domain.Change, serve: w.editNeed})
//
//	func (w *Workbench) editNeed(v *visit) error {
//		n, err := ... // the record, or a new one
//		f := v.form(n.Version, "修改需求", "Change the need") // version 0: a new record
//		f.text(&n.Title, "title", "题目", "Title").required()
//		f.area(&n.Problem, "problem", "技术难题", "Problem").hint("说清现状和差距", "The state and the gap")
//		f.choice(&n.Field, "field", "技术领域", "Field", domain.Fields)
//		f.money(&n.BudgetMax, "budget_max", "预算上限", "Budget, at most")
//		f.cancel = "/needs"
//		return f.serve(func() (string, error) { // n holds what was typed
//			_, err := w.DB.ChangeNeed(v.r.Context(), v.actor, n.ID, f.version, ...)
//			return "/needs", err // where to go on; f.done is the message there
//		})
//	}
//
// A field has the name that the domain's InvalidErrors give it, so that an error stands
// at its field. A form to which a file is sent needs the route's limit maxUpload.
//
// Set show to put the form on a page of your own with {{template "form" .}}; without it
// the form is a page by itself. A form on the page of another record gets the address of
// its own page as Action and goes to the template as f.finish(); it is shown alone when
// something is wrong. A grave step is a form with Danger and Warning set: its GET is the
// page that asks for confirmation.
type form struct {
	Title, Lead string
	Warning     string // what a grave step brings about
	Submit      string // the button
	Danger      bool   // the button of a grave step
	Action      string // where the form is sent
	Upload      bool
	Once        string // spent by the first success: sending twice does one
	Version     string // of the record that was shown; "" for a new record
	Cancel      string // where to go without saving; "" for nowhere
	Note        string // how the form came to be shown again
	Closed      string // why there is nothing to be filled in now
	Problems    []formProblem
	Sections    []*formSection

	show    func(status int) error // shows the page around the form
	cancel  string
	done    string // said after success
	version int64  // that the sender saw
	v       *visit
	now     int64      // version of the record as it is
	sent    url.Values // nil when the form is opened anew
	files   string     // what tells the files that were sent from others
	stale   bool
	err     error // why the form could not be read
}

// formProblem is one line of the summary; At is the id of the field, "" for the whole.
type formProblem struct{ At, Text string }

// formSection is some fields under a heading; the first has none.
type formSection struct {
	Name, Hint string
	Fields     []*field
}

// Bytes of a form's fields, and of a file with them.
const (
	maxFields = 256 << 10
	maxUpload = domain.MaxAttachment + maxFields
)

// addForm adds a page with a form, which is sent to the page's own address.
func (w *Workbench) addForm(rt Route) {
	rt.form = true
	if rt.limit == 0 {
		rt.limit = maxFields
	}
	for _, rt.Method = range []string{http.MethodGet, http.MethodPost} {
		w.add(domain.Text{}, rt)
	}
}

// form begins the form of a record at a version; of a new one at version 0. On a page
// that shows several, those sent to other addresses have action set.
func (v *visit) form(version int64, zh, en string) *form {
	f := &form{Title: v.say(zh, en), Action: v.href(v.r.URL.Path), Once: domain.NewID().String(), Submit: v.say("保存", "Save"), done: v.say("已保存。", "Saved."),
		v: v, now: version, version: version, Sections: []*formSection{{}}}
	if v.r.Method == http.MethodPost && v.route.form {
		f.read()
	}
	return f
}

// read takes what was sent.
func (f *form) read() {
	if f.err = f.v.readForm(); f.err != nil {
		return
	}
	f.sent = f.v.r.PostForm
	f.version, _ = strconv.ParseInt(f.sent.Get("_version"), 10, 64) // nonsense is no version
}

// section puts the fields that follow under a heading.
func (f *form) section(zh, en string) *formSection {
	s := &formSection{Name: f.v.say(zh, en)}
	f.Sections = append(f.Sections, s)
	return s
}

// serve shows the form or, when it was sent, saves it, once, and leads to where save
// says. What save returns as InvalidErrors, ConflictError or ErrStale is told in the
// form, with what was typed.
func (f *form) serve(save func() (next string, err error)) error {
	if f.sent != nil {
		f.Closed = "" // what was typed is shown
	}
	switch {
	case f.err != nil:
		return f.err
	case f.sent == nil && f.Closed != "":
		return f.write(http.StatusConflict)
	case f.sent == nil:
		return f.write(http.StatusOK)
	case f.sent.Has("_typed"):
		f.Note = f.v.say("以下是您此前填写的内容，尚未提交。请核对后提交。", "This is what you had typed. It has not been sent: check it, then send it.")
		return f.write(http.StatusOK)
	}
	if problems := f.unreadable(); len(problems) > 0 {
		return f.refuse(problems)
	}
	err := f.once(save)
	if err == nil {
		return nil
	}
	return f.refuse(err)
}

// only has the form, where it is opened while what it does cannot be done, say so with the
// way back, instead of asking for what would be refused. What was opened before and is
// sent now is for the store to refuse.
func (f *form) only(open bool, state domain.Text) {
	if !open {
		f.Closed = f.v.say("现在是“"+state.ZH+"”状态，不能办理这一步；可能已经办过，或还没有轮到。", "It is “"+state.EN+"” now, and this cannot be done: perhaps it has been done, or its turn has not come.")
	}
}

// refuse shows the form again with what is wrong, or gives an error back that no form
// can tell.
func (f *form) refuse(err error) error {
	var invalid domain.InvalidErrors
	var conflict domain.ConflictError
	status := f.v.Failure(f.v.r.Context(), err).Status
	switch {
	case errors.As(err, &invalid):
		f.place(invalid)
	case errors.Is(err, domain.ErrStale):
		f.stale, f.version = true, f.now
		f.Note = f.v.say("在您填写期间，他人已修改这条记录。下面是您填写的内容；与现在的内容不同之处，已在该项下面列出现在的内容。请核对后再保存。",
			"Someone has changed this record meanwhile. Below is what you typed; where the record now differs, it is shown under the field. Check, then save again.")
	case errors.As(err, &conflict):
		f.Problems = append(f.Problems, formProblem{Text: conflict.Reason.In(f.v.lang)})
	default:
		return err
	}
	return f.write(status)
}

// write shows the form on its page.
func (f *form) write(status int) error {
	f.finish()
	if f.show != nil {
		return f.show(status)
	}
	f.v.page(status, "form", f.Title, f)
	return nil
}

// finish settles what the template shows; a form that another page shows needs it too.
func (f *form) finish() *form {
	if f.Version = ""; f.now != 0 {
		f.Version = strconv.FormatInt(f.version, 10)
	}
	if f.cancel != "" {
		f.Cancel = f.v.href(f.cancel)
	}
	for _, s := range f.Sections {
		for _, fd := range s.Fields {
			if f.stale && fd.current != fd.typed() {
				fd.Current, fd.Differs = fd.now, true
			}
		}
	}
	return f
}
