package domain

import "strings"

// basis writes how an amount that depends on a base is found: "（合同成交额的 5%，不超过
// 20 万元）"; empty for others.
func (i Incentive) basis() Text {
	base := IncentiveBases.Name(i.Base)
	var parts []Text
	switch {
	case i.Rule == "percent" && i.PercentBP != nil:
		parts = append(parts, Text{base.ZH + "的 " + rate(*i.PercentBP), rate(*i.PercentBP) + " of " + lower(base.EN)})
	case i.Rule == "tiered":
		for _, b := range i.Brackets {
			parts = append(parts, b.display(base))
		}
	default:
		return Text{}
	}
	if i.Floor != nil {
		least := i.Floor.exact()
		parts = append(parts, Text{"不低于 " + least.ZH, "at least " + least.EN})
	}
	if i.Cap != nil {
		most, per := i.Cap.exact(), Text{}
		if i.CapPer != "" {
			per = CapPeriods.Name(i.CapPer)
		}
		parts = append(parts, Text{per.ZH + "不超过 " + most.ZH, strings.TrimSpace("up to " + most.EN + " " + lower(per.EN))})
	}
	var zh, en []string
	for _, t := range parts {
		zh, en = append(zh, t.ZH), append(en, t.EN)
	}
	return Text{"（" + strings.Join(zh, "，") + "）", " (" + strings.Join(en, ", ") + ")"}
}

func (b Bracket) display(base Text) Text {
	from := b.From.exact()
	switch {
	case b.Amount != nil:
		amount := b.Amount.exact()
		return Text{base.ZH + "达到 " + from.ZH + "的 " + amount.ZH, amount.EN + " from " + from.EN + " on"}
	case b.From == 0:
		return Text{base.ZH + "的 " + rate(*b.PercentBP), rate(*b.PercentBP) + " of " + lower(base.EN)}
	}
	return Text{"超过 " + from.ZH + "部分的 " + rate(*b.PercentBP), rate(*b.PercentBP) + " of what exceeds " + from.EN}
}

// rate writes basis points as a percentage.
func rate(bp int) string { return trimZeros(float64(bp)/100) + "%" }
