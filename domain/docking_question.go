package domain

import "slices"

// QuestionKind is how a question is answered.
type QuestionKind string

// The kinds.
const (
	AskWords   QuestionKind = "words"   // in words
	AskChoice  QuestionKind = "choice"  // one of the choices
	AskChoices QuestionKind = "choices" // any of the choices
	AskAmounts QuestionKind = "amounts" // from one amount to another
)

// QuestionKinds name the kinds of question.
var QuestionKinds = Terms{
	{string(AskWords), Text{"文字", "Words"}},
	{string(AskChoice), Text{"单选", "One choice"}},
	{string(AskChoices), Text{"多选", "Choices"}},
	{string(AskAmounts), Text{"金额区间", "Amounts from and to"}},
}

// Question is one question of a form.
type Question struct {
	Code     string
	Label    Text
	Hint     Text
	Kind     QuestionKind
	Choices  Terms
	Required bool
}

// Reply is what somebody answered to a question.
type Reply struct {
	Words    string
	Chosen   []string // codes of the choices
	From, To Fen      // 0 for open
}

// Replies are the answers to a form, by the code of the question.
type Replies map[string]Reply

// Questions are a form, in the order in which they are asked.
type Questions []Question

// maxWords bounds the words of one reply.
const maxWords = 2000

// check reports what is wrong with replies, each under field.code.
func (qs Questions) check(k *checks, field string, replies Replies) {
	for code := range replies {
		k.that(slices.ContainsFunc(qs, func(q Question) bool { return q.Code == code }), field, "含有未知问题", "answers an unknown question")
	}
	for _, q := range qs {
		q.check(k, field+"."+q.Code, replies[q.Code])
	}
}

func (q Question) check(k *checks, field string, r Reply) {
	least := 0
	if q.Required {
		least = 1
	}
	switch q.Kind {
	case AskWords:
		k.text(field, r.Words, least, maxWords)
		return
	case AskAmounts:
		k.that(r.From >= 0 && r.To >= 0 && r.From <= MaxFen && r.To <= MaxFen, field, "金额超出范围", "is out of range")
		k.that(r.To == 0 || r.From <= r.To, field, "上限不得低于下限", "ends below where it begins")
		k.that(least == 0 || r.From > 0 || r.To > 0, field, "必填", "is required")
		return
	case AskChoice:
		k.that(len(r.Chosen) <= 1, field, "只能选一项", "takes one choice")
	}
	k.that(len(r.Chosen) >= least, field, "请选择", "is required")
	k.allOf(field, r.Chosen, q.Choices)
	k.text(field, r.Words, 0, maxWords)
}

// Answers lists what was answered, in the order of the questions; what was left out is
// not listed.
func (qs Questions) Answers(replies Replies) []Answered {
	var out []Answered
	for _, q := range qs {
		if r, ok := replies[q.Code]; ok && !r.empty() {
			out = append(out, Answered{q, r})
		}
	}
	return out
}

// Answered is a question with the reply to it.
type Answered struct {
	Question Question
	Reply    Reply
}

func (r Reply) empty() bool { return r.Words == "" && len(r.Chosen) == 0 && r.From == 0 && r.To == 0 }

// Text is the reply as people read it.
func (a Answered) Text() Text {
	var t Text
	for _, code := range a.Reply.Chosen {
		name := a.Question.Choices.Name(code)
		t = t.join(name)
	}
	if a.Question.Kind == AskAmounts {
		t = amountsText(a.Reply.From, a.Reply.To)
	}
	if a.Reply.Words != "" {
		t = t.join(Text{a.Reply.Words, a.Reply.Words})
	}
	return t
}

func (t Text) join(next Text) Text {
	if t.ZH == "" {
		return next
	}
	return Text{t.ZH + "、" + next.ZH, t.EN + ", " + next.EN}
}

func amountsText(from, to Fen) Text {
	low, high := from.Display(), to.Display()
	switch {
	case from == 0:
		return Text{high.ZH + "以内", "up to " + high.EN}
	case to == 0:
		return Text{low.ZH + "以上", "from " + low.EN}
	case from == to:
		return low
	}
	return Text{low.ZH + "至" + high.ZH, low.EN + " to " + high.EN}
}
