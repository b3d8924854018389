package domain

import "strings"

// longestUnit is in runes: mg/(kg·min).
const longestUnit = 14

func inUnit(c rune) bool {
	return strings.ContainsRune("μµΩ°℃%％‰/·⋅*²³^()（）.", c) || isLatin(c) || unitRunes()[c]
}

// unitAt reads the known unit that follows a number; "" when there is none.
func unitAt(r []rune, end int) (unit string, after int) {
	i := skipSpaces(r, end)
	if i < len(r) && strings.ContainsRune("()（）.", r[i]) {
		return "", end
	}
	stop := i
	for stop < len(r) && stop-i < longestUnit && (inUnit(r[stop]) || stop > i && isDigit(r[stop])) {
		stop++
	}
	for ; stop > i; stop-- {
		if stop < len(r) && isLatin(r[stop-1]) && isLatin(r[stop]) {
			continue
		}
		if u, ok := canonicalUnit(string(r[i:stop])); ok && !isMoney(u) {
			if stop+1 < len(r) && strings.ContainsRune("/·.*", r[stop]) && (isHan(r[stop+1]) || isLatin(r[stop+1])) {
				break // by something that is not known
			}
			return u, stop
		}
	}
	return "", end
}

// counterAt reads what is counted, behind a number: 17 只.
func counterAt(r []rune, end int) (unit string, after int) {
	i := skipSpaces(r, end)
	for _, u := range counters {
		after := i + len([]rune(u))
		if after > len(r) || string(r[i:after]) != u {
			continue
		}
		if sign, _ := signAfter(r, after); after == len(r) || !isHan(r[after]) || sign != "" {
			return u, after
		}
	}
	return "", end
}

// isMoney reports whether a unit is a sum of money: those are no quantities here.
func isMoney(unit string) bool {
	dimension, _ := dimension(unit)
	return strings.HasPrefix(dimension, "元")
}

// unitBefore reads a unit that stands before the figure, behind the name: 噪音dB(A)：≤80,
// 强度（MPa）≥500, 含量/ppm＜40; and returns where it begins.
func unitBefore(r []rune, end int) (unit string, start int) {
	for end > 0 && strings.ContainsRune(" :：,，为", r[end-1]) {
		end--
	}
	i := end
	for i > 0 && end-i < longestUnit && (inUnit(r[i-1]) && !isHan(r[i-1]) || isDigit(r[i-1])) {
		i--
	}
	if i == 0 || !isHan(r[i-1]) {
		return "", end
	}
	written := strings.TrimPrefix(string(r[i:end]), "/")
	if inner, ok := strings.CutPrefix(strings.ReplaceAll(strings.ReplaceAll(written, "（", "("), "）", ")"), "("); ok {
		written = strings.TrimSuffix(inner, ")")
	}
	if u, ok := canonicalUnit(written); ok {
		return u, i
	}
	return "", end
}

// perBefore reads 每小时 before a figure as what its unit is divided by, and returns where
// it begins.
func perBefore(r []rune, end int) (unit string, start int) {
	for at := end - 1; at >= max(0, end-4); at-- {
		if r[at] != '每' {
			continue
		}
		if base, ok := baseUnits[string(r[at+1:end])]; ok && base.dimension != "元" {
			return string(r[at+1 : end]), at
		}
	}
	return "", end
}

// fits reports whether a name may have such a unit: a temperature is of something warm or
// cold, a time of what lasts, and a multiple of what changes.
func (q Quantity) fits() bool {
	dimension, _ := dimension(q.Unit)
	switch dimension {
	case "°C/", "s/", "a/", "倍/":
		return hasAny("fits "+strings.TrimSuffix(dimension, "/"), q.Name)
	}
	return !strings.HasSuffix(q.Name, "性能")
}
