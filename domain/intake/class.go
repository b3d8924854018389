package intake

import "strings"

// classes map the Chinese Library Classification (中国图书馆分类法, 5th edition) to the
// eleven fields of technology contracts; the longest prefix decides. The assignment is
// ours: the classification orders knowledge, the fields order markets. Classes that no
// field covers (mathematics, history, literature …) are not listed.
var classes = map[string]string{
	"TN": "electronics", "TP": "electronics", "TP2": "manufacturing", "TP7": "electronics", "G2": "electronics", "G35": "electronics",
	"V": "aerospace", "P1": "aerospace",
	"TH": "manufacturing", "TG": "manufacturing", "TJ": "manufacturing", "TS": "manufacturing", "TB5": "manufacturing",
	"R": "biomedicine", "Q": "biomedicine", "Q94": "agriculture", "Q95": "agriculture", "Q96": "agriculture", "TQ46": "biomedicine",
	"TB3": "materials", "TB": "materials", "TF": "materials", "TQ": "materials", "O6": "materials", "O7": "materials", "O4": "materials",
	"TM": "energy", "TK": "energy", "TE": "energy", "TD": "energy",
	"X": "environment", "P": "environment", "TV": "environment",
	"TL": "nuclear", "O57": "nuclear",
	"S":  "agriculture",
	"U":  "transport",
	"TU": "urban", "C": "urban", "D": "urban", "F": "urban", "B84": "urban",
}

// FieldOfClass returns the field that a class such as "TP391.1" belongs to, or "" when
// none does. Of several classes divided by ; the first that has one decides.
func FieldOfClass(class string) string {
	for _, c := range strings.FieldsFunc(strings.ToUpper(class), func(r rune) bool { return strings.ContainsRune(";；,，、+ ", r) }) {
		for n := min(len(c), 4); n > 0; n-- {
			if field := classes[c[:n]]; field != "" {
				return field
			}
		}
	}
	return ""
}
