package domain

import (
	"math"
	"slices"
	"strings"
)

// measure is a number, a tolerance or a range, with its unit.
type measure struct {
	start, end int
	low, high  float64
	ranged     bool
	within     bool // ± low, around nothing that is said
	unit       string
}

// isYear tells 2019 年 from a time of that length.
func (m measure) isYear() bool { return m.unit == "年" && m.low >= 1900 && m.low <= 2100 }

// marks may stand before a number without being part of it: φ0.5, ±1.5.
const marks = "φΦ∅Ø±"

// mostMarks are read before a number.
const mostMarks = 4

// measureAt reads the measure that begins at i: ±0.05 mm, 60±2 ℃, 0.1～0.3 mm, HRC55-65.
func measureAt(r []rune, i int) (measure, bool) {
	m := measure{start: i}
	if v, unit, end, ok := numeralAt(r, i); ok {
		m.low, m.high, m.unit, m.end = v, v, unit, end
		return m, true
	}
	for ; i < len(r) && i < m.start+mostMarks && strings.ContainsRune(marks, r[i]); i++ {
		m.within = m.within || r[i] == '±'
	}
	low, end, ok := numberAt(r, i)
	if !ok || i == m.start && !m.mayBegin(r) || inRatio(r, i, end) {
		return measure{}, false
	}
	m.low, m.high = low, low
	if unit, after := unitAt(r, end); unit != "" || m.unit == "" {
		m.unit, end = unit, after
	}
	m.end = end
	m.about(r)
	m.upTo(r)
	m.bracketed(r)
	return m, true
}

// bracketed reads the unit of (2.4～2.9) Ω.
func (m *measure) bracketed(r []rune) {
	if m.unit != "" || m.start == 0 || m.end >= len(r) || !strings.ContainsRune("(（", r[m.start-1]) || !strings.ContainsRune(")）", r[m.end]) {
		return
	}
	if unit, end := unitAt(r, m.end+1); unit != "" {
		m.start, m.end, m.unit = m.start-1, end, unit
	}
}

// mayBegin tells a number from the digits of a name: 316L, C35, V5. A scale of hardness
// and some symbols are written right before the number; the scale is its unit.
func (m *measure) mayBegin(r []rune) bool {
	if m.start == 0 {
		return true
	}
	before := r[m.start-1]
	if isDigit(before) || strings.ContainsRune(".×*✕", before) {
		return false
	}
	at := latinBefore(r, m.start)
	if at == m.start {
		return true
	}
	letters := string(r[at:m.start])
	if slices.Contains(scales, letters) {
		m.start, m.unit = at, letters
		return true
	}
	return slices.Contains(unitless, letters)
}

// scales are units that stand before their number, unitless the symbols of what has none
// or only one that need not be said.
var (
	scales   = []string{"HRC", "HRB", "HRA", "HV", "HB", "HBW"}
	unitless = []string{"Ra", "Rz", "pH", "PH"}
)

// inRatio reports whether a number is part of 1:3 or 2/3.
func inRatio(r []rune, start, end int) bool {
	const of = ":：/"
	return end+1 < len(r) && strings.ContainsRune(of, r[end]) && isDigit(r[end+1]) ||
		start > 1 && strings.ContainsRune(of, r[start-1]) && isDigit(r[start-2])
}

// about makes 60±2 a range.
func (m *measure) about(r []rune) {
	if m.end >= len(r) || r[m.end] != '±' || m.within {
		return
	}
	by, end, ok := numberAt(r, m.end+1)
	if !ok || by < 0 {
		return
	}
	round := func(v float64) float64 { return math.Round(v*1e9) / 1e9 }
	m.ranged, m.low, m.high = true, round(m.low-by), round(m.low+by)
	unit, end := unitAt(r, end)
	if m.end = end; unit != "" {
		m.unit = unit
	}
}

// upTo reads the second number of a range.
func (m *measure) upTo(r []rune) {
	i := connected(r, m.end)
	for n := 0; n < mostMarks && i > 0 && i < len(r) && strings.ContainsRune(marks, r[i]); n++ {
		i++
	}
	high, end, ok := numberAt(r, i)
	if i == 0 || m.ranged || m.within || !ok || high < m.low {
		return
	}
	unit, end := unitAt(r, end)
	if unit != "" && m.unit != "" && unit != m.unit {
		return
	}
	m.ranged, m.high, m.end = true, high, end
	if unit != "" {
		m.unit = unit
	}
}

// connected returns where the second number of a range may begin, or 0.
func connected(r []rune, i int) int {
	i = skipSpaces(r, i)
	if i >= len(r) || !strings.ContainsRune("~～—–-－至到", r[i]) {
		return 0
	}
	for sign := r[i]; i < len(r) && r[i] == sign; i++ {
	}
	return skipSpaces(r, i)
}
