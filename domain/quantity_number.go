package domain

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// longestNumber is in runes, its commas included. What is longer is a row of digits.
const longestNumber = 40

// digitsEnd is where digits end that begin at i, with the points and commas between them,
// or a place from stop on where they do not yet.
func digitsEnd(r []rune, i, stop int) int {
	for i < min(stop, len(r)) && (isDigit(r[i]) || (r[i] == '.' || r[i] == ',') && i+1 < len(r) && isDigit(r[i+1])) {
		i++
	}
	return i
}

// numberAt reads the number that begins at i: -30, 1,500, 2.5×10^6, 10⁶.
func numberAt(r []rune, i int) (value float64, end int, ok bool) {
	start := i
	if i < len(r) && (r[i] == '-' || r[i] == '−') {
		start++
	}
	if start >= len(r) || !isDigit(r[start]) {
		return 0, 0, false
	}
	if end = digitsEnd(r, start, start+longestNumber+1); end-start > longestNumber {
		return 0, 0, false
	}
	value, err := strconv.ParseFloat(strings.ReplaceAll(string(r[start:end]), ",", ""), 64)
	if err != nil {
		return 0, 0, false
	}
	if value, end, ok = powerAt(r, end, value); !ok {
		return 0, 0, false
	}
	if start > i {
		value = -value
	}
	return value, end, true
}

// powerAt reads ×10^6 after a number, or ^6 after a ten. What else is multiplied is no
// number: 3×5 m, nor 2×105, of which nobody knows whether its exponent was raised.
func powerAt(r []rune, end int, value float64) (float64, int, bool) {
	if e, after, ok := exponentAt(r, end); ok && value == 10 {
		return math.Pow(10, float64(e)), after, true
	}
	i := skipSpaces(r, end)
	if i >= len(r) || !strings.ContainsRune(times, r[i]) {
		return value, end, true
	}
	i = skipSpaces(r, i+1)
	if i < len(r) && !isDigit(r[i]) {
		return value, end, true
	}
	if !strings.HasPrefix(string(r[i:min(i+2, len(r))]), "10") {
		return 0, 0, false
	}
	e, after, ok := exponentAt(r, i+2)
	return value * math.Pow(10, float64(e)), after, ok
}

const (
	times        = "×xX*✕"
	superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹"
	maxExponent  = 18
)

// exponentAt reads ^6, ^-6, ⁶ or ⁻⁶.
func exponentAt(r []rune, i int) (e, end int, ok bool) {
	raised := []rune(superscripts)
	digit := func(c rune) int { return slices.Index(raised, c) }
	minus := '⁻'
	if i < len(r) && r[i] == '^' {
		digit, minus, i = func(c rune) int { return slices.Index([]rune("0123456789"), c) }, '-', i+1
	}
	sign := 1
	if i < len(r) && r[i] == minus {
		sign, i = -1, i+1
	}
	for end = i; end < len(r) && digit(r[end]) >= 0 && e <= maxExponent; end++ {
		e = 10*e + digit(r[end])
	}
	return sign * e, end, end > i && e <= maxExponent
}

// numeralAt reads the number words before 倍, and 一半, which is 50 %.
func numeralAt(r []rune, i int) (value float64, unit string, end int, ok bool) {
	if i+1 >= len(r) || r[i+1] != '半' && r[i+1] != '倍' {
		return 0, "", 0, false
	}
	if r[i] == '一' && r[i+1] == '半' {
		return 50, "%", i + 2, true
	}
	n := slices.Index([]rune("零一二三四五六七八九十"), r[i])
	if r[i] == '两' {
		n = 2
	}
	return float64(n), "倍", i + 2, n > 0 && r[i+1] == '倍' && (i == 0 || !strings.ContainsRune("十百千数", r[i-1]))
}

func isDigit(c rune) bool    { return c >= '0' && c <= '9' }
func isLatin(c rune) bool    { return c < unicode.MaxLatin1 && unicode.IsLetter(c) }
func isNamePart(c rune) bool { return isDigit(c) || isLatin(c) }
func isHan(c rune) bool      { return unicode.Is(unicode.Han, c) }

func skipSpaces(r []rune, i int) int {
	for i < len(r) && unicode.IsSpace(r[i]) {
		i++
	}
	return i
}

// latinBefore is where the Latin letters that end at a place begin.
func latinBefore(r []rune, end int) int {
	for end > 0 && isLatin(r[end-1]) {
		end--
	}
	return end
}
