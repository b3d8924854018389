package workbench

import (
	"net/http"
	"net/url"
	"slices"

	"sanku/domain"
	"sanku/domain/postgres"
)

type clinicPage struct {
	Title           string
	Answered, Total int
	Left            int       // questions and proposals still open
	Proposal        *proposal // to be taken or turned down
	Ask, Why        string    // the question, when there is no proposal
	Passage         *markedText
	Form            *form // the answer
	Skip            *form
	Required        bool
	Back, Next, Out string // the question before, the need, the list
}

type proposal struct {
	Field, Value   string
	Passage        markedText
	Accept, Reject *form
}

// markedText is a text with one part of it marked.
type markedText struct{ Field, Before, Mark, After string }

func (v *visit) marked(p domain.ClinicPassage) markedText {
	r := []rune(p.Text)
	return markedText{domain.NeedFields.Name(p.Field).In(v.lang), string(r[:p.At.Start]), string(r[p.At.Start:p.At.End]), string(r[p.At.End:])}
}

// clinic asks for what a need lacks, one thing at a time, and proposes what its words say.
// Every answer is saved at once.
func (w *Workbench) clinic(v *visit) error {
	if _, _, err := v.permittedNeed(); err != nil {
		return err
	}
	id, _ := v.record()
	n, c, err := w.DB.Clinic(v.r.Context(), v.actor, id)
	if err != nil {
		return err
	}
	if v.r.Method == http.MethodPost {
		return w.answerClinic(v, n)
	}
	return v.showClinic(n, c)
}

// clinicAt is the address of the clinic at a question, after another.
func clinicAt(n domain.Need, question, back string) string {
	return "/needs/" + n.ID.String() + "/clinic?" + url.Values{"q": {question}, "back": {back}}.Encode()
}

func (v *visit) showClinic(n domain.Need, c domain.Clinic) error {
	asked, q := v.r.URL.Query().Get("q"), v.r.URL.Query().Get("back")
	page := clinicPage{Title: n.Title, Answered: c.Answered, Total: c.Total, Left: len(c.Questions) + len(c.Proposals),
		Next: v.href("/needs/" + n.ID.String()), Out: v.href("/needs")}
	if q != "" {
		page.Back = v.href(clinicAt(n, q, ""))
	}
	switch at := slices.IndexFunc(c.Questions, func(q domain.ClinicQuestion) bool { return q.Key == asked }); {
	case asked != "" && at >= 0:
		return v.showQuestion(n, page, c.Questions[at])
	case asked != "" && domain.NeedFields.Has(fieldAsked(asked)):
		return v.showQuestion(n, page, domain.ClinicQuestion{Key: asked, Field: fieldAsked(asked), Ask: domain.NeedFields.Name(fieldAsked(asked))})
	case len(c.Proposals) > 0:
		page.Proposal = v.proposal(n, c.Proposals[0])
	case len(c.Questions) > 0:
		return v.showQuestion(n, page, c.Questions[0])
	}
	v.page(http.StatusOK, "clinic", v.say("需求门诊", "Need clinic"), page)
	return nil
}

// fieldAsked is the part of a need that a question, known by its key, is about.
func fieldAsked(key string) string {
	if f, ok := map[string]string{"problem-short": "problem", "title-short": "title", "acceptance": "conditions"}[key]; ok {
		return f
	}
	return key
}

func (v *visit) proposal(n domain.Need, p domain.ClinicProposal) *proposal {
	one := func(name, zh, en string, quiet bool) *form {
		f := v.form(n.Version, zh, en)
		f.Submit, f.Danger = v.say(zh, en), quiet
		key := p.Key
		f.hidden(&key, name)
		return f.finish()
	}
	return &proposal{domain.NeedFields.Name(p.Field).In(v.lang), p.Value.In(v.lang), v.marked(p.Passage), one("accept", "采纳", "Take it", false), one("reject", "不采纳", "Turn it down", true)}
}

func (v *visit) showQuestion(n domain.Need, page clinicPage, q domain.ClinicQuestion) error {
	page.Proposal, page.Ask, page.Why, page.Required = nil, q.Ask.In(v.lang), q.Why.In(v.lang), q.Required
	if q.Passage != nil {
		marked := v.marked(*q.Passage)
		page.Passage = &marked
	}
	f, err := v.answerForm(&n, q.Key, q.Field)
	if err != nil {
		return err
	}
	page.Form = f.finish()
	if !q.Required {
		skip := v.form(n.Version, "跳过", "Skip")
		skip.Submit, skip.Danger = v.say("跳过这一题", "Skip this"), true
		key := q.Key
		skip.hidden(&key, "skip")
		page.Skip = skip.finish()
	}
	v.page(http.StatusOK, "clinic", v.say("需求门诊", "Need clinic"), page)
	return nil
}

// answerForm asks for the part of a need that a question is about.
func (v *visit) answerForm(n *domain.Need, key, part string) (*form, error) {
	f := v.form(n.Version, "需求门诊", "Need clinic")
	f.Action = v.href("/needs/" + n.ID.String() + "/clinic")
	f.Submit, f.done = v.say("保存，下一题", "Save and go on"), v.say("已保存。", "Saved.")
	f.hidden(&key, "question")
	f.hidden(&part, "part")
	return f, v.needField(f, n, part)
}

// answerClinic takes an answer, or that a question is passed over or a proposal taken or
// turned down.
func (w *Workbench) answerClinic(v *visit, n domain.Need) error {
	if err := v.readForm(); err != nil {
		return err
	}
	sent := v.r.PostForm
	if part := sent.Get("part"); part != "" {
		if !domain.NeedFields.Has(part) {
			return domain.ErrNotFound
		}
		question := sent.Get("question")
		f, err := v.answerForm(&n, question, part)
		if err != nil {
			return err
		}
		f.cancel = "/needs/" + n.ID.String()
		return f.serve(func() (string, error) {
			_, err := w.DB.ChangeNeed(v.r.Context(), v.actor, n.ID, f.version, func(kept *domain.Need) error { *kept = n; return nil })
			return clinicAt(n, "", question), err
		})
	}
	f := v.form(n.Version, "需求门诊", "Need clinic")
	f.done = ""
	f.cancel = "/needs/" + n.ID.String()
	var answers postgres.ClinicAnswers
	back := ""
	for name, to := range map[string]*[]string{"accept": &answers.Accept, "reject": &answers.Reject, "skip": &answers.Skip} {
		if key := sent.Get(name); key != "" {
			f.hidden(&key, name)
			*to = []string{key}
		}
	}
	if len(answers.Skip) > 0 {
		back = answers.Skip[0]
	}
	return f.serve(func() (string, error) {
		_, err := w.DB.AnswerClinic(v.r.Context(), v.actor, n.ID, f.version, answers)
		return clinicAt(n, "", back), err
	})
}
