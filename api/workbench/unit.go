package workbench

import (
	"regexp"
	"strings"

	"sanku/domain"
)

// withUnit writes a number with its unit; "" for one that is not known.
func (v *visit) withUnit(d *domain.Decimal, unit string) string {
	switch {
	case d == nil:
		return ""
	case unit == "%":
		return rounded(*d) + "%"
	case v.lang == "en" && domain.Counters.Has(unit):
		return rounded(*d)
	}
	return strings.TrimSpace(rounded(*d) + " " + v.unit(unit))
}

// unit is what a figure is told in, as it stands by itself.
func (v *visit) unit(unit string) string {
	if domain.Counters.Has(unit) {
		return domain.Counters.Name(unit).In(v.lang)
	}
	return domain.MeasureUnits.Name(unit).In(v.lang)
}

// inUnit is the unit as a heading has it in brackets; "" for none.
func (v *visit) inUnit(unit string) string {
	if unit == "" {
		return ""
	}
	return v.say("（", " (") + v.unit(unit) + v.say("）", ")")
}

// numerals are those of the parts and points of Chinese official texts.
var numerals = strings.NewReplacer("一", "1", "二", "2", "三", "3", "四", "4", "五", "5", "六", "6", "七", "7", "八", "8", "九", "9", "十", "10", "；", "; ", ";", "; ")

var numbered = regexp.MustCompile(`^[一二三四五六七八九十0-9()（）;；]+$`)

// place is where something stands in a plan: "三(二)1". Articles of laws are cited as they
// are.
func (v *visit) place(ref string) string {
	if v.lang != "en" || !numbered.MatchString(ref) {
		return ref
	}
	return numerals.Replace(ref)
}

// payer is who pays a grant: a unit by its name, others as they are called.
func (v *visit) payer(name string) string {
	if v.lang != "en" || name == "" {
		return name
	}
	if v.payers == nil {
		units, err := v.DB.Units(v.r.Context())
		if err != nil {
			return name // a page is worth showing without it
		}
		v.payers = map[string]string{}
		for _, u := range units {
			v.payers[u.Name.ZH] = u.Name.EN
		}
	}
	if english := v.payers[name]; english != "" {
		return english
	}
	return name
}
