package domain

import (
	"regexp"
	"slices"
	"strings"
)

// ClinicQuestion is one thing that is missing from a need or vague in it.
type ClinicQuestion struct {
	Key      string // what it is known by when it is passed over: "budget", "vague:若干"
	Field    string // NeedFields: where the answer goes
	Ask      Text
	Why      Text
	Passage  *ClinicPassage // that is vague; nil when something is missing
	Required bool           // nothing is published without it
}

// ClinicPassage is where in a need something stands.
type ClinicPassage struct {
	Field string // NeedFields
	Text  string // one sentence
	At    Span   // in runes of Text
	part  string // what the part is about that it stands in: ofGoal, ofBase
}

// ClinicProposal is something that the words of a need seem to say, for its owner to take
// or turn down.
type ClinicProposal struct {
	Key     string // what it says, in codes
	Field   string // NeedFields: which it would fill in
	Value   Text   // as people read it
	Passage ClinicPassage
	apply   func(*Need)
}

// Apply writes what p proposes into n.
func (p ClinicProposal) Apply(n *Need) { p.apply(n) }

// Clinic is what is asked about a need and proposed for it, each in the order in which a
// clerk would go through it.
type Clinic struct {
	Questions []ClinicQuestion
	Proposals []ClinicProposal
	Answered  int // of the things asked of every need, how many have an answer
	Total     int
}

// The answers that are kept of a clinic.
const (
	ClinicSkipped  = "skipped"
	ClinicRejected = "rejected"
)

// Shortest texts that are taken to say enough, in runes.
const (
	shortTitle   = 6
	shortProblem = 40
)

// Clinic returns what is still to be asked about n, whose owner has a name, and what its
// words propose, as of a day. Answered before are keys of questions that were passed over
// and of proposals that were turned down. Of what is proposed nothing is asked meanwhile.
func (n Need) Clinic(owner string, before map[string]string, today Date) Clinic {
	var c Clinic
	proposed := map[string]bool{}
	for _, p := range n.proposals(today) {
		if before[p.Key] == "" {
			c.Proposals = append(c.Proposals, p)
			proposed[p.Field] = true
		}
	}
	also := func(questions []ClinicQuestion) {
		for _, q := range questions {
			if before[q.Key] == "" {
				c.Questions = append(c.Questions, q)
			}
		}
	}
	for _, q := range n.asked(today) {
		c.Total++
		if q.Key == "targets" { // which are easier to tell of one thing than of all
			also(n.looseTargets())
			also(n.vagueWords())
		}
		if q.answered {
			c.Answered++
		} else if (before[q.Key] == "" || q.Required) && !proposed[q.Key] {
			c.Questions = append(c.Questions, q.ClinicQuestion)
		}
	}
	also(n.tellTales(owner))
	return c
}

// askedOfAll is a question that is asked about every need, unless it has an answer.
type askedOfAll struct {
	ClinicQuestion
	answered bool
}

func (n Need) asked(today Date) []askedOfAll {
	var all []askedOfAll
	ask := func(answered, required bool, key, field, zh, en, whyZH, whyEN string) {
		all = append(all, askedOfAll{ClinicQuestion{Key: key, Field: field, Ask: Text{zh, en}, Why: Text{whyZH, whyEN}, Required: required}, answered})
	}
	length := func(s string) int { return len([]rune(strings.TrimSpace(s))) }
	ask(length(n.Problem) > 0, true, "problem", "problem", "要解决的技术难题是什么？", "What is the technical problem?", "没有难题就无法匹配。", "Nothing can be matched without it.")
	if length(n.Problem) > 0 {
		ask(length(n.Problem) >= shortProblem, false, "problem-short", "problem", "能不能再说具体些：现在怎么做，卡在哪里，想达到什么？", "Could you say more: what is done now, where it fails, what is wanted?",
			"写得太短，高校看不出难在哪里。", "It is too short to tell what is hard.")
	}
	ask(length(n.Title) >= shortTitle, false, "title-short", "title", "题目能不能点明对象和难题，如“高温涂层寿命提升”？", "Could the title name the thing and the problem?", "题目是别人首先看到的。", "It is what others see first.")
	ask(n.Field != "", true, "field", "field", "属于哪个技术领域？", "Which field does it belong to?", "按领域分派管家和专家。", "Stewards and experts are found by field.")
	ask(length(n.Background) > 0 || length(n.Problem) >= 4*shortProblem, false, "background", "background", "这个难题出现在什么产品或工序上？已经试过哪些办法？", "Which product or process is it about, and what has been tried?", "省得对方重走老路。", "So that nobody repeats it.")
	ask(len(n.Targets) > 0, false, "targets", "targets", "要达到哪些指标？请写名称、数值和单位，如“寿命不低于 1000 小时”。", "Which figures are to be reached?", "有数值才能比对技术，也才好验收。", "Figures are what technologies are compared by.")
	ask(n.BudgetMax != nil || n.BudgetMin != nil, false, "budget", "budget", "愿意花多少钱？可以只写上限。", "How much may it cost?", "也用来估算能享受的奖补。", "Grants are estimated from it too.")
	ask(!n.Deadline.IsZero() && !n.Deadline.Before(today), false, "deadline", "deadline", "希望什么时候解决？", "By when?", "揭榜挂帅项目最长三年。", "At most three years for 揭榜挂帅.")
	ask(n.saysHowToAccept(), false, "acceptance", "conditions", "怎样算做成了？由谁、用什么办法检验？", "How is it told that it is done?", "事先讲好验收，少起纠纷。", "It avoids disputes.")
	ask(len(n.Modes) > 0, false, "modes", "modes", "希望怎样合作？", "Which kind of cooperation?", "合作方式不合，多半谈不成。", "Most talks fail on it.")
	ask(n.IPOwnership != "", false, "ip_ownership", "ip_ownership", "做出来的知识产权归谁？", "Who shall own the intellectual property?", "不写明，签约时最费口舌。", "It is what contracts are argued over.")
	c := n.Conditions
	ask(c.TRLMin > 0 || c.Territory != "" || c.Text != "" || c.Secret, false, "conditions", "conditions", "对合作方有什么硬性要求，如成熟度、地域、资质？没有就跳过。", "Are there hard conditions on the solver?", "不合要求的不会推荐给您。", "Whoever does not meet them is not proposed.")
	ask(n.ContactName != "" && n.ContactPhone != "", false, "contact", "contact", "找谁联系？请留姓名和电话。", "Whom to contact?", "只给管家和经您同意的单位看。", "Shown only to stewards and by your consent.")
	return all
}

var numbersOfPeople = regexp.MustCompile(`\b1[3-9]\d{9}\b|\b0\d{2,3}[-－—]?\d{7,8}\b|[\w.+-]+@[\w-]+(\.[\w-]+)+`)

// tellTales asks about what tells more in public than the owner may want: contacts in the
// text, and in a blind need the name of its owner.
func (n Need) tellTales(owner string) []ClinicQuestion {
	var found []ClinicQuestion
	for _, p := range n.passages("title", "problem", "background") {
		if at := numbersOfPeople.FindStringIndex(p.Text); at != nil {
			p.At = runeSpan(p.Text, at[0], at[1])
			found = append(found, ClinicQuestion{Key: "tells-contact:" + p.Text[at[0]:at[1]], Field: p.Field, Ask: Text{"正文里有联系方式，公开后人人可见，要不要移到“联系人”？", "The text has a contact that all will see. Move it?"}, Passage: &p})
		}
		if at := strings.Index(p.Text, owner); owner != "" && at >= 0 && n.Confidentiality == "blind" {
			p.At = runeSpan(p.Text, at, at+len(owner))
			found = append(found, ClinicQuestion{Key: "tells-owner:" + p.Field, Field: p.Field, Ask: Text{"这项需求是隐名的，但文字里有本单位名称，要不要删去？", "The need is blind, but its text names your organisation. Remove it?"}, Passage: &p})
		}
	}
	return found
}

// saysHowToAccept reports whether n says how it is told that the work is done, rather than
// what was accepted of its owner's before.
func (n Need) saysHowToAccept() bool {
	return slices.ContainsFunc(n.passages("problem", "background", "conditions"), func(p ClinicPassage) bool {
		return p.part != ofBase && hasAny("acceptance", p.Text)
	})
}

// passages are the sentences of parts of n.
func (n Need) passages(fields ...string) []ClinicPassage {
	text := map[string]string{"title": n.Title, "problem": n.Problem, "background": n.Background, "conditions": n.Conditions.Text}
	var all []ClinicPassage
	for _, f := range fields {
		part := ""
		for _, s := range Sentences(text[f]) {
			part = headed(s, part)
			all = append(all, ClinicPassage{Field: f, Text: s, part: part})
		}
	}
	return all
}

// runeSpan is a span in bytes of text as one in runes.
func runeSpan(text string, start, end int) Span {
	return Span{len([]rune(text[:start])), len([]rune(text[:end]))}
}
