package domain

import (
	"fmt"
	"strings"
)

// RefusalGround is a ground on which a contract was refused, and the words for it.
type RefusalGround struct {
	Code  string // GroundCodes
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
		k.oneOf(at+"code", g.Code, GroundCodes, false)
		k.text(at+"words", g.Words, 1, 500)
		said = append(said, GroundCodes.Name(g.Code).ZH+"："+g.Words)
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
