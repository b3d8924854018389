package domain

import (
	"cmp"
	"slices"
	"strings"
)

// Ground is a ground on which registration would be refused or returned, or that is to
// be looked at.
type Ground struct {
	Code    string
	Field   string // of the contract
	Says    Text
	Effect  Effect
	Clause  Text    // of the rule it comes from; empty when none is recorded
	Passage Passage // of the contract's title or terms; without text for most
}

// GroundCodes name the grounds in the order in which they are listed. The last are only
// given by a person who refuses a contract: no check finds them.
var GroundCodes = Terms{
	{"party", Text{"当事人不明确", "Unclear party"}},
	{"subject", Text{"标的不明确", "Unclear subject"}},
	{"price", Text{"价款不明确", "Unclear price"}},
	{"incomplete", Text{"登记信息不完整", "Incomplete form"}},
	{"amounts", Text{"金额不一致", "Amounts disagree"}},
	{"dates", Text{"日期有误", "Dates"}},
	{"late", Text{"登记过迟", "Late registration"}},
	{"uscc", Text{"统一社会信用代码有误", "Social credit code"}},
	{"registry", Text{"不属于本登记机构受理范围", "Wrong registry"}},
	{"proofs", Text{"缺少必需的证明材料", "Required proofs missing"}},
	{"name", Text{"当事人名称与印章不一致", "Name differs from the seal"}},
	{"monopoly", Text{"含垄断技术、妨碍技术进步的条款", "Monopolising terms"}},
	{"infringing", Text{"含侵害他人技术成果的条款", "Infringing terms"}},
	{"mixed", Text{"混合合同未区分技术部分", "Mixed contract without its technical part set apart"}},
	{"kind", Text{"合同类型存疑", "Doubtful kind"}},
	{"use_first", Text{"不符合先用后付条件", "Use first, pay later"}},
	{"review", Text{"专家评审", "Expert review"}},
	{"suspicion", Text{"存在虚增嫌疑", "Suspected inflation"}},
	{"not_technology", Text{"不属于技术合同", "No technology contract"}},
	{"duplicate", Text{"重复申请登记", "Registered already"}},
	{"other", Text{"其他", "Other"}},
}

// sortGrounds orders grounds by what they are, then by field and words.
func sortGrounds(gs []Ground) {
	place := func(g Ground) int {
		return slices.IndexFunc(GroundCodes, func(t Term) bool { return t.Code == g.Code })
	}
	slices.SortStableFunc(gs, func(a, b Ground) int {
		return cmp.Or(cmp.Compare(place(a), place(b)), strings.Compare(a.Field, b.Field), strings.Compare(a.Says.ZH, b.Says.ZH), strings.Compare(a.Passage.Text, b.Passage.Text))
	})
}

// Blocking returns the grounds that stand in the way of registration: all but warnings,
// and but those to be explained when the clerk explains them.
func Blocking(gs []Ground, explained bool) []Ground {
	var out []Ground
	for _, g := range gs {
		if g.Effect == Refuses || g.Effect == Returns || g.Effect == Awaits || g.Effect == Explain && !explained {
			out = append(out, g)
		}
	}
	return out
}

// GroundsError is an InvalidErrors with one line for each ground; nil for none.
func GroundsError(gs []Ground) error {
	var errs InvalidErrors
	for _, g := range gs {
		says := g.Says
		if g.Effect == Explain {
			says = Text{says.ZH + "；如仍办理，请说明理由", says.EN + "; give a reason to go on"}
		}
		errs = append(errs, InvalidError{Field: g.Field, Reason: says})
	}
	if errs == nil {
		return nil
	}
	return errs
}
