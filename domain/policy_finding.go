package domain

// Truth is what is known of a statement.
type Truth int8

// What can be known. Unknown is the zero Truth.
const (
	Unknown Truth = iota
	Holds
	Fails
)

// Truths name them.
var Truths = Terms{
	{"unknown", Text{"待核实", "Not known"}},
	{"holds", Text{"符合", "Holds"}},
	{"fails", Text{"不符合", "Fails"}},
}

// String returns the code of t in Truths.
func (t Truth) String() string { return Truths[t].Code }

// ParseTruth returns the Truth with the code; of no such code, Unknown.
func ParseTruth(code string) Truth {
	for i, t := range Truths {
		if t.Code == code {
			return Truth(i)
		}
	}
	return Unknown
}

func truthOf(holds bool) Truth {
	if holds {
		return Holds
	}
	return Fails
}

// and is what is known of two statements together.
func (t Truth) and(o Truth) Truth {
	switch {
	case t == Fails || o == Fails:
		return Fails
	case t == Unknown || o == Unknown:
		return Unknown
	}
	return Holds
}

// Conditions name what incentives ask for, in the order in which people read it.
var Conditions = Terms{
	{"deal", Text{"合同效力", "The contract stands"}},
	{"period", Text{"政策期限", "Period"}},
	{"apply_by", Text{"申报期限", "Time to apply"}},
	{"occasion", Text{"奖补事由", "Occasion"}},
	{"beneficiary", Text{"受益方", "Beneficiary"}},
	{"area", Text{"所在区域", "Area"}},
	{"qualification", Text{"资质", "Qualification"}},
	{"staff", Text{"规模", "Size"}},
	{"contract_kind", Text{"合同类型", "Kind of contract"}},
	{"field", Text{"技术领域", "Field"}},
	{"iur", Text{"产学研合作", "University or institute"}},
	{"amount", Text{"合同成交额", "Contract value"}},
	{"technical_amount", Text{"技术交易额", "Technical value"}},
	{"trl", Text{"成熟度", "Readiness"}},
	{"ip", Text{"知识产权", "Intellectual property"}},
	{"term", Text{"合同期限", "Term of the contract"}},
	{"seller_in", Text{"卖方地域", "Place of the seller"}},
	{"buyer_in", Text{"买方地域", "Place of the buyer"}},
	{"event", Text{"办理事项", "Steps of the deal"}},
	{"quota", Text{"累计上限", "Cap over several grants"}},
	{"selected", Text{"择优", "Selection"}},
	{"text", Text{"原文条件", "In the text's words"}},
}

// Finding is what came of one condition.
type Finding struct {
	Condition string // Conditions
	Truth     Truth
	Assumed   bool // it holds if the deal goes ahead as it is meant to
	Required  Text // as a statement: "合同额不低于 10 万元"
	Found     Text // what is known: "预算最高 8 万元"
	Change    Text // of one that fails: what the parties could change; empty for nothing
}

// Reason tells what is required and what was found.
func (f Finding) Reason() Text {
	if f.Found == (Text{}) {
		return f.Required
	}
	return Text{f.Required.ZH + "（" + f.Found.ZH + "）", f.Required.EN + " (" + f.Found.EN + ")"}
}

// findings collects what came of the conditions.
type findings []Finding

func (fs *findings) add(condition string, t Truth, required, found Text) {
	*fs = append(*fs, Finding{Condition: condition, Truth: t, Required: required, Found: found})
}

// could says what would make the last finding hold, if it fails.
func (fs findings) could(change Text) {
	if last := &fs[len(fs)-1]; last.Truth == Fails {
		last.Change = change
	}
}

// assume marks the last finding as one that holds if the deal goes ahead.
func (fs findings) assume(yes bool) {
	last := &fs[len(fs)-1]
	last.Assumed = yes && last.Truth == Holds
}

// truth is what is known of all of them together.
func (fs findings) truth() Truth {
	t := Holds
	for _, f := range fs {
		t = t.and(f.Truth)
	}
	return t
}
