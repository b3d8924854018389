package api

import (
	"context"

	"sanku/domain"
)

// Reply is what somebody answered to one question of a form.
type Reply struct {
	Words  string     `json:"words,omitempty" maxLength:"2000" zh:"文字"`
	Chosen []string   `json:"chosen,omitempty" maxItems:"20" zh:"所选"`
	From   domain.Fen `json:"from_fen,omitempty" zh:"金额下限（分）"`
	To     domain.Fen `json:"to_fen,omitempty" zh:"金额上限（分）"`
}

func repliesOf(replies domain.Replies) map[string]Reply {
	if len(replies) == 0 {
		return nil
	}
	out := map[string]Reply{}
	for code, r := range replies {
		out[code] = Reply(r)
	}
	return out
}

func repliesIn(replies map[string]Reply) domain.Replies {
	if len(replies) == 0 {
		return nil
	}
	out := domain.Replies{}
	for code, r := range replies {
		out[code] = domain.Reply(r)
	}
	return out
}

// Question is one question of a form.
type Question struct {
	Form     string `json:"form" zh:"表单"`
	Code     string `json:"code" zh:"代码"`
	Kind     string `json:"kind" set:"question_kinds" zh:"答法"`
	Label    string `json:"label" zh:"问题"`
	Hint     string `json:"hint,omitempty" zh:"填写说明"`
	Required bool   `json:"required,omitempty" zh:"必填"`
	Choices  []Term `json:"choices,omitempty" zh:"选项"`
}

// listQuestions answers with the questions of the forms: "intent" of whoever proposes a
// docking, "opinion" of an expert on its team.
func (a *API) listQuestions(ctx context.Context, _ *none) (*page[Question], error) {
	lang := requestOf(ctx).lang
	var out []Question
	for _, form := range []struct {
		name      string
		questions domain.Questions
	}{{"intent", domain.IntentQuestions}, {"opinion", domain.OpinionQuestions}} {
		for _, q := range form.questions {
			out = append(out, Question{form.name, q.Code, string(q.Kind), q.Label.In(lang), q.Hint.In(lang), q.Required,
				each(q.Choices, func(t domain.Term) Term { return Term{t.Code, t.Name.ZH, t.Name.EN} })})
		}
	}
	return &page[Question]{Body: Items[Question]{Items: out}}, nil
}
