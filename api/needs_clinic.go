package api

import (
	"context"
	"net/http"

	"sanku/domain"
	"sanku/domain/postgres"
)

// Clinic is what is asked about a need and proposed for it. Nothing that is proposed is
// taken unless its owner says so.
type Clinic struct {
	Questions []ClinicQuestion `json:"questions" zh:"待回答的问题" doc:"In the order in which to ask them."`
	Proposals []ClinicProposal `json:"proposals" zh:"从文字中读出的建议"`
	Answered  int              `json:"answered" zh:"已回答"`
	Total     int              `json:"total" zh:"共需回答"`
}

// ClinicQuestion is one thing that is missing from a need or vague in it.
type ClinicQuestion struct {
	Key      string         `json:"key" zh:"问题标识"`
	Field    string         `json:"field" set:"need_fields" zh:"字段"`
	Ask      string         `json:"ask" zh:"问题"`
	Why      string         `json:"why,omitempty" zh:"为什么问"`
	Required bool           `json:"required,omitempty" zh:"发布前必须回答"`
	Passage  *ClinicPassage `json:"passage,omitempty" zh:"原文"`
}

// ClinicPassage is where in a need something stands.
type ClinicPassage struct {
	Field string `json:"field" set:"need_fields" zh:"字段"`
	Text  string `json:"text" zh:"原文"`
	Start int    `json:"start" zh:"起" doc:"In characters of the text."`
	End   int    `json:"end" zh:"止"`
}

// ClinicProposal is something that the words of a need seem to say.
type ClinicProposal struct {
	Key     string        `json:"key" zh:"建议标识"`
	Field   string        `json:"field" set:"need_fields" zh:"字段"`
	Value   string        `json:"value" zh:"建议填写"`
	Passage ClinicPassage `json:"passage" zh:"依据的原文"`
}

func clinicPassageOf(p domain.ClinicPassage) ClinicPassage {
	return ClinicPassage{p.Field, p.Text, p.At.Start, p.At.End}
}

func clinicOf(c domain.Clinic, lang string) Clinic {
	out := Clinic{Questions: []ClinicQuestion{}, Proposals: []ClinicProposal{}, Answered: c.Answered, Total: c.Total}
	for _, q := range c.Questions {
		asked := ClinicQuestion{Key: q.Key, Field: q.Field, Ask: q.Ask.In(lang), Why: q.Why.In(lang), Required: q.Required}
		if q.Passage != nil {
			p := clinicPassageOf(*q.Passage)
			asked.Passage = &p
		}
		out.Questions = append(out.Questions, asked)
	}
	for _, p := range c.Proposals {
		out.Proposals = append(out.Proposals, ClinicProposal{p.Key, p.Field, p.Value.In(lang), clinicPassageOf(p.Passage)})
	}
	return out
}

func (a *API) registerClinic() {
	register(a, route{id: "check-need", method: http.MethodPost, path: "/clinic", resource: domain.Needs, action: domain.Create, tag: "needs", status: http.StatusOK,
		summary: domain.Text{ZH: "检查需求草稿，什么也不保存", EN: "Check the draft of a need, keeping nothing"}}, a.checkNeed)
	register(a, route{id: "read-clinic-of-need", method: http.MethodGet, path: "/needs/{id}/clinic", resource: domain.Needs, action: domain.Change, tag: "needs",
		summary: domain.Text{ZH: "查询对需求的提问和建议", EN: "Read what is asked about a need and proposed for it"}}, a.clinicOfNeed)
	register(a, route{id: "answer-clinic-of-need", method: http.MethodPost, path: "/needs/{id}/clinic", resource: domain.Needs, action: domain.Change, tag: "needs", versioned: true, status: http.StatusOK,
		summary: domain.Text{ZH: "采纳或不采纳建议，跳过问题", EN: "Take or turn down proposals, and pass over questions"}}, a.answerClinic)
}

type checkNeed struct{ Body NeedBody }

type clinicAnswer struct{ Body Clinic }

func (a *API) checkNeed(ctx context.Context, in *checkNeed) (*clinicAnswer, error) {
	var n domain.Need
	in.Body.to(&n)
	if err := n.Validate(); err != nil {
		return nil, err
	}
	return &clinicAnswer{clinicOf(n.Clinic("", nil, domain.DateOf(a.db.Now())), requestOf(ctx).lang)}, nil
}

func (a *API) clinicOfNeed(ctx context.Context, in *Record) (*one[Clinic], error) {
	n, c, err := a.db.Clinic(ctx, actorOf(ctx), in.ID)
	if err != nil {
		return nil, err
	}
	return oneOf(clinicOf(c, requestOf(ctx).lang), n.Version), nil
}

type answerClinic struct {
	Record
	IfMatch
	Body struct {
		Accept []string `json:"accept,omitempty" maxItems:"100" zh:"采纳的建议"`
		Reject []string `json:"reject,omitempty" maxItems:"100" zh:"不采纳的建议"`
		Skip   []string `json:"skip,omitempty" maxItems:"100" zh:"跳过的问题"`
	}
}

func (a *API) answerClinic(ctx context.Context, in *answerClinic) (*one[Need], error) {
	n, err := a.db.AnswerClinic(ctx, actorOf(ctx), in.ID, in.version(), postgres.ClinicAnswers{Accept: in.Body.Accept, Reject: in.Body.Reject, Skip: in.Body.Skip})
	return a.oneNeed(ctx, n, err)
}
