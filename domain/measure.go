package domain

import (
	"fmt"
	"slices"
)

// Measure says how an indicator is measured: over contracts by a rule, over the entries of
// a register, from what units report, or as a share of another indicator. It is data: the
// next plan brings its own.
type Measure struct {
	From string // MeasureSources; "" when nothing measures it

	Rule string // of contracts: ContractRules

	Register   string   // code of the register
	Categories []string // that count; none: all
	Levels     []string // that count; none: all
	Take       string   // RegisterTakes

	Form        string      // of reports: "value" or "ratio"
	Every       string      // ReportCycles
	DueDays     int         // calendar days after the period's end
	By          []Dimension // what the report is divided by besides the whole
	Numerator   RatioPart   // of a ratio
	Denominator RatioPart

	Of   string   // of a share: the indicator whose parts are added up,
	Keys []string // and which of its sectors
}

// RatioPart is one of the two numbers of a ratio that a unit reports.
type RatioPart struct {
	Name Text
	Unit string
}

// MeasureSources are where an indicator's figure comes from.
var MeasureSources = Terms{
	{"contracts", Text{"技术合同登记台账", "Contracts"}},
	{"register", Text{"登记册", "A register"}},
	{"reports", Text{"责任单位填报", "Reports of units"}},
	{"share", Text{"由其他指标计算", "Another indicator"}},
}

// ContractRules are the rules by which contracts make a figure.
var ContractRules = Terms{
	{"iur_agreements", Text{"新签订产学研合作协议数", "IUR agreements signed"}},
	{"local_transfer", Text{"高校科技成果本地转化率", "Local transfer rate"}},
}

// RegisterTakes are what is taken of a register.
var RegisterTakes = Terms{
	{"valid", Text{"期末有效条目数", "Entries valid on the last day"}},
	{"started", Text{"期内新增条目数", "Entries begun in the period"}},
	{"amount", Text{"期内新增金额", "Sum of amounts begun in the period"}},
	{"areas", Text{"期末已覆盖区域占比", "Share of areas with a valid entry"}},
}

// ReportCycles are how often a unit reports.
var ReportCycles = Terms{
	{"quarter", Text{"每季度", "Every quarter"}},
	{"year", Text{"每年", "Every year"}},
}

// maxDueDays bounds how long after its period a report is due.
const maxDueDays = 366

// Validate reports everything that is wrong with m.
func (m Measure) Validate() error {
	var k checks
	k.oneOf("from", m.From, MeasureSources, true)
	is := func(from string, given bool, field string) {
		k.that(m.From == from || !given, field, "与数据来源不符", "does not belong to the source")
	}
	is("contracts", m.Rule != "", "rule")
	is("register", m.Register != "" || m.Take != "" || len(m.Categories)+len(m.Levels) > 0, "register")
	is("reports", m.Form != "" || m.Every != "" || m.DueDays != 0 || len(m.By) > 0, "form")
	is("share", m.Of != "" || len(m.Keys) > 0, "of")
	switch m.From {
	case "contracts":
		k.oneOf("rule", m.Rule, ContractRules, false)
	case "register":
		k.that(m.Register != "", "register", "必填", "is required")
		k.oneOf("take", m.Take, RegisterTakes, false)
		k.allOf("levels", m.Levels, PolicyLevels)
	case "reports":
		k.reported(m)
	case "share":
		k.that(m.Of != "", "of", "必填", "is required")
		k.that(len(m.Keys) > 0, "keys", "必填", "is required")
	}
	return k.err()
}

func (k *checks) reported(m Measure) {
	k.that(m.Form == "value" || m.Form == "ratio", "form", "只能取：value、ratio", "must be value or ratio")
	k.oneOf("every", m.Every, ReportCycles, false)
	k.that(m.DueDays >= 0 && m.DueDays <= maxDueDays, "due_days", "应为 0 至 366", "must be from 0 to 366")
	for i, d := range m.By {
		known := d == ByArea || d == ByUnit || d == BySector
		k.that(known && slices.Index(m.By, d) == i, fmt.Sprintf("by[%d]", i), "只能取 area、unit、sector，且不重复", "must be area, unit or sector, each once")
	}
	for _, q := range []struct {
		field string
		RatioPart
	}{{"numerator", m.Numerator}, {"denominator", m.Denominator}} {
		k.that((m.Form == "ratio") == (q.Name.ZH != ""), q.field, "比率须写明分子和分母，数值不写", "is named for a ratio and not for a value")
	}
}

// Counts reports whether an entry of the register, of a category and level, is counted.
func (m Measure) Counts(category, level string) bool {
	return (len(m.Categories) == 0 || slices.Contains(m.Categories, category)) && (len(m.Levels) == 0 || slices.Contains(m.Levels, level))
}

// Divides reports whether the figure can be told by the parts of a dimension.
func (m Measure) Divides(by Dimension) bool {
	switch m.From {
	case "contracts":
		return by == ByArea || by == ByUniversity && m.Rule == "local_transfer"
	case "register":
		return by == ByArea && m.Take != "areas" || by == ByUnit
	case "reports":
		return slices.Contains(m.By, by)
	}
	return false
}
