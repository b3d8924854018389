package domain

import (
	"fmt"
	"strings"
)

// RefusalCodes are the grounds on which registration is refused (不予登记).
var RefusalCodes = Terms{
	{"party", Text{"当事人不明确", "Unclear party"}},
	{"subject", Text{"标的不明确", "Unclear subject"}},
	{"price", Text{"价款不明确", "Unclear price"}},
	{"monopoly", Text{"含垄断技术、妨碍技术进步的条款", "Monopolising terms"}},
	{"infringing", Text{"含侵害他人技术成果的条款", "Infringing terms"}},
	{"proofs", Text{"缺少必需的证明材料", "Required proofs missing"}},
	{"name", Text{"当事人名称与印章不一致", "Name differs from the seal"}},
	{"mixed", Text{"混合合同未区分技术部分", "Mixed contract without its technical part set apart"}},
	{"not_technology", Text{"不属于技术合同", "No technology contract"}},
	{"registry", Text{"不属于本登记机构受理范围", "Wrong registry"}},
	{"duplicate", Text{"重复申请登记", "Registered already"}},
	{"other", Text{"其他", "Other"}},
}

// RefusalGround is a ground on which a contract was refused, and the words for it.
type RefusalGround struct {
	Code  string // RefusalCodes
	Words string
}

// refuse notes why c is refused. A refusal without grounds has its reason for its only
// one, one without a reason has its grounds for it.
func (c *Contract) refuse(reason string, grounds []RefusalGround) (string, error) {
	var k checks
	k.that(len(grounds) <= 20, "grounds", "不超过 20 项", "has more than 20 items")
	var said []string
	for i, g := range grounds {
		at := fmt.Sprintf("grounds[%d].", i)
		k.oneOf(at+"code", g.Code, RefusalCodes, false)
		k.text(at+"words", g.Words, 1, 500)
		said = append(said, RefusalCodes.Name(g.Code).ZH+"："+g.Words)
	}
	if len(grounds) == 0 && strings.TrimSpace(reason) != "" {
		grounds = []RefusalGround{{"other", reason}}
	}
	if strings.TrimSpace(reason) == "" {
		reason = strings.Join(said, "；")
	}
	c.Refusal = grounds
	return reason, k.err()
}
