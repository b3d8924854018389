package domain

import "strings"

// Stated is a quantity that a text states.
type Stated struct {
	Quantity Quantity
	Sentence string // that states it
	At       Span   // where in Sentence
	runes    []rune // of Sentence
	bounded  bool   // it says at least, at most or a range, rather than just a figure
	changed  bool   // it says what something is to become from what it was
}

// maxStated bounds the quantities that are taken from one text.
const maxStated = 200

// StatedIn finds the quantities that a text states, the first 200: a name, a number and a known unit,
// with or without a word such as 不低于 between them, or a number without unit behind such
// a word. Figures without name are not among them, nor sums of money.
func StatedIn(text string) []Stated {
	var all []Stated
	for _, s := range Sentences(text) {
		if strings.ContainsAny(s, "0123456789倍半") {
			all = append(all, statedIn(s)...)
		}
		if len(all) >= maxStated {
			return all[:maxStated]
		}
	}
	return all
}

func statedIn(sentence string) []Stated {
	var found []Stated
	r := []rune(sentence)
	for i := 0; i < len(r); {
		m, ok := measureAt(r, i)
		if !ok {
			i = max(i+1, skipDigits(r, i))
			continue
		}
		i = m.end
		from := 0
		if len(found) > 0 {
			from = found[len(found)-1].At.End
		}
		s, ok := m.stated(r, from)
		if !ok {
			continue
		}
		if former := len(found) - 1; former >= 0 && found[former].becomes(r, s) {
			was := found[former]
			s.Quantity.Name, s.At.Start, s.changed, found = was.Quantity.Name, was.At.Start, true, found[:former]
		}
		if s.Quantity.Name != "" && s.Quantity.fits() {
			s.Quantity.turn()
			s.Sentence, s.runes = sentence, r
			found = append(found, s)
		}
	}
	return found
}

// skipDigits goes to the end of digits that are no number: of all of them when they are
// too many.
func skipDigits(r []rune, i int) int {
	if end := digitsEnd(r, i, len(r)); end-i > longestNumber {
		return end
	}
	for i < len(r) && isDigit(r[i]) {
		i++
	}
	return i
}

// stated reads what stands around m, unless m is no quantity. Without a name, it begins
// where its figure does.
func (m measure) stated(r []rune, from int) (s Stated, ok bool) {
	counts := false // in nothing but what is counted
	sign, before := signBefore(r, m.start)
	if m.unit == "" {
		m.unit, m.end = counterAt(r, m.end)
		counts = m.unit != ""
	}
	after, end := signAfter(r, m.end)
	if after != "" {
		sign = after
	}
	if m.unit == "" {
		m.unit, before = unitBefore(r, before)
	}
	if per, start := perBefore(r, before); per != "" && m.unit != "" && !strings.Contains(m.unit, "/") {
		m.unit, before, counts = m.unit+"/"+per, start, false
		if sign == "" {
			sign, before = signBefore(r, before)
		}
	}
	s = Stated{Quantity: Quantity{Comparator: sign, Value: &m.low, Unit: m.unit}, At: Span{before, end}, bounded: sign != "" || m.ranged || m.within}
	q := &s.Quantity
	switch {
	case m.ranged:
		q.Comparator, q.Upper = "range", &m.high
	case m.within:
		q.Comparator = "<="
	case sign == "":
		q.Comparator = "="
	}
	if m.isYear() || counts && !s.bounded || m.unit == "" && !alone(r, end) {
		return s, false
	}
	relative := m.unit == "%" || m.unit == "倍" || m.unit == "‰"
	to := level(r, before, m.start)
	name, start := nameBefore(r, from, before, !to && (relative || sign == "" && !m.ranged))
	if q.Name = name; name == "" {
		if name, after := nameAfter(r, end); name != "" && s.bounded {
			q.Name, s.At = name, Span{m.start, after}
		}
		return s, m.unit != ""
	}
	if s.At.Start = start; to && q.Comparator == "=" {
		if side := toward(r, start); side != "" {
			q.Comparator, s.bounded = side, true
		}
	}
	return s, m.unit != "" || s.bounded || strings.HasSuffix(name, "pH")
}

// alone reports whether a figure without unit ends at a place: not 3 个, 1、2 or 5-6.
func alone(r []rune, end int) bool {
	end = skipSpaces(r, end)
	return end >= len(r) || !isHan(r[end]) && !isNamePart(r[end]) && !strings.ContainsRune("、-－–—~～/:：#℃%", r[end])
}
