package search

import (
	"cmp"
	"math"
	"slices"
	"unicode/utf8"

	"sanku/search/analysis"
)

// How a query's terms are weighed. Chosen on judged queries of several sorts
// (needs against technologies, openings against abstracts, questions against
// articles of law, English), all sorts together; `sanku eval` shows what a
// change does.
const (
	// saturation bounds the weight a term gains by standing in the query
	// more than once: n occurrences weigh n·(saturation+1)/(n+saturation).
	saturation = 8.0
	// A term of overlapping ones gets its share of the characters they have
	// in common, to this power: 巴基斯坦 comes with three inner terms, and
	// must not count four times.
	overlapPower = 0.65
	// opening halves the weight of a part's term this many terms into it:
	// what is wanted is said first.
	opening = 140.0
	// idfPower sharpens the difference between rare and common terms.
	idfPower = 1.15
	// burstPower rewards terms that, where they stand at all, stand often:
	// those name what a text is about.
	burstPower = 0.4
	// A single character that more documents have than this share of them,
	// and more than this few, tells nothing and is not read.
	commonShare = 0.1
	commonFew   = 20
	// maxTerms bounds the terms read for one query.
	maxTerms = 192
	// maxText bounds the bytes of a part that are analysed.
	maxText = 1 << 16
)

// kindWeight says how much a term of a kind weighs, a word being 1. Numbers
// rarely tell one need from another; numbers in reasons are compared as
// quantities, not here.
func kindWeight(k analysis.Kind) float64 {
	switch k {
	case analysis.Word:
		return 0.8
	case analysis.Number:
		return 0.4
	case analysis.Char:
		return 0.3
	case analysis.Pair:
		return 0.65
	default:
		return 1
	}
}

// queryTerm is one distinct term of a query.
type queryTerm struct {
	term   string
	text   string // as people read it
	kind   analysis.Kind
	weight float64 // before the term's rarity is known
}

// queryTerms returns the distinct terms of parts, in order of term.
func queryTerms(parts []QueryPart) []queryTerm {
	found := make(map[string]*queryTerm)
	for _, p := range parts {
		tokens := analysis.Analyze(clip(p.Text))
		shares := overlapShares(tokens)
		for i, t := range tokens {
			q, ok := found[t.Term]
			if !ok {
				q = &queryTerm{term: t.Term, text: t.Text(), kind: t.Kind}
				found[t.Term] = q
			}
			q.weight += p.Weight * math.Pow(shares[i], overlapPower) / (1 + float64(i)/opening)
		}
	}
	terms := make([]queryTerm, 0, len(found))
	for _, q := range found {
		q.weight = kindWeight(q.kind) * q.weight * (saturation + 1) / (q.weight + saturation)
		if q.weight > 0 {
			terms = append(terms, *q)
		}
	}
	slices.SortFunc(terms, func(a, b queryTerm) int { return cmp.Compare(a.term, b.term) })
	return terms
}

// common says whether a term that df of n documents have is not worth reading.
func (t queryTerm) common(n, df uint64) bool {
	return t.kind == analysis.Char && df > commonFew && float64(df) > commonShare*float64(n)
}

// clip cuts text to maxText bytes or a little less, between characters.
func clip(text string) string {
	if len(text) <= maxText {
		return text
	}
	end := maxText
	for end > 0 && !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end]
}

// overlapShares returns for each token the mean, over its bytes, of one over
// the number of tokens that cover the byte. Characters and phrases neither
// count nor are counted: every word has them.
func overlapShares(tokens []analysis.Token) []float64 {
	var length int
	for _, t := range tokens {
		length = max(length, t.End)
	}
	cover := make([]uint16, length)
	for _, t := range tokens {
		if counts(t.Kind) {
			for b := t.Start; b < t.End; b++ {
				cover[b]++
			}
		}
	}
	shares := make([]float64, len(tokens))
	for i, t := range tokens {
		shares[i] = 1
		if counts(t.Kind) {
			shares[i] = meanShare(cover[t.Start:t.End])
		}
	}
	return shares
}

func counts(k analysis.Kind) bool { return k != analysis.Char && k != analysis.Pair }

func meanShare(cover []uint16) float64 {
	sum := 0.0
	for _, n := range cover {
		sum += 1 / float64(n)
	}
	return sum / float64(len(cover))
}

// burst is the weight of a term that stands n times in df documents.
func burst(n, df uint64) float64 { return math.Pow(float64(n)/float64(df), burstPower) }

// rarity is the inverse document frequency of a term that df of n documents
// have, never negative.
func rarity(n, df uint64) float64 {
	idf := math.Log(1 + (float64(n)-float64(df)+0.5)/(float64(df)+0.5))
	return math.Pow(idf, idfPower)
}
