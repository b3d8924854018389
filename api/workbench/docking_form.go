package workbench

import (
	"time"

	"sanku/domain"
)

// ask puts questions into a form, each under prefix.code, and returns the replies: those
// given before, or what was typed.
func (v *visit) ask(f *form, prefix string, questions domain.Questions, before domain.Replies) domain.Replies {
	replies := domain.Replies{}
	for _, q := range questions {
		r := before[q.Code]
		v.askOne(f, prefix+"."+q.Code, q, &r)
		if r.Words != "" || len(r.Chosen) > 0 || r.From != 0 || r.To != 0 {
			replies[q.Code] = r
		}
	}
	return replies
}

func (v *visit) askOne(f *form, name string, q domain.Question, r *domain.Reply) {
	var d *field
	switch q.Kind {
	case domain.AskWords:
		d = f.area(&r.Words, name, q.Label.ZH, q.Label.EN).rows(3)
	case domain.AskChoice:
		one := ""
		if len(r.Chosen) > 0 {
			one = r.Chosen[0]
		}
		d = f.radio(&one, name, q.Label.ZH, q.Label.EN, q.Choices)
		if r.Chosen = nil; one != "" {
			r.Chosen = []string{one}
		}
	case domain.AskChoices:
		d = f.boxes(&r.Chosen, name, q.Label.ZH, q.Label.EN, q.Choices)
	case domain.AskAmounts:
		d = f.sum(&r.From, name, q.Label.ZH+"：不低于", q.Label.EN+": from")
		f.sum(&r.To, name+".to", q.Label.ZH+"：不高于", q.Label.EN+": up to")
	}
	if q.Required {
		d.required()
	}
	d.hint(q.Hint.ZH, q.Hint.EN)
}

// replies are the answers to questions as people read them.
func (v *visit) replies(questions domain.Questions, replies domain.Replies) []fact {
	var all []fact
	for _, a := range questions.Answers(replies) {
		all = append(all, fact{a.Question.Label.In(v.lang), a.Text().In(v.lang)})
	}
	return all
}

// whenDay is the day of a time; "" for none.
func whenDay(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return day(t)
}
