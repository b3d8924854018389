package search

import "math"

// maxDrift is how far the averages may move from those that impacts were worked
// out with until they are worked out anew. The farther they are apart, the more
// documents have to be scored exactly.
const maxDrift = 1.01

// impactUnit is what the saturated frequency of a term, which is less than one,
// is measured in.
const impactUnit = 1.0 / math.MaxUint16

// impacts say how much a term counts in each document of its postings by the
// averages base, in impactUnits, rounded up.
type impacts struct {
	base   means
	values []uint16
	most   uint16
}

func newImpacts(p *postings, lengths []perField, base means) *impacts {
	m := &impacts{base: base, values: make([]uint16, len(p.documents))}
	body := &searched[inBody]
	// What saturates a term that stands once in a body of no length, and what
	// each term of the body adds.
	fixed, each := frequencySaturation*(1-body.slope), frequencySaturation*body.slope/base[inBody]
	for i, d := range p.documents {
		var x float64
		if c := p.counts[i]; c[inTitle]|c[inKeywords] == 0 { // as nearly all are
			frequency := body.weight * float64(c[inBody])
			x = math.MaxUint16 * frequency / (frequency + fixed + each*float64(lengths[d][inBody]))
		} else {
			x = earned(math.MaxUint16, pseudoFrequency(p.at(i), lengths[d], &base))
		}
		m.values[i] = uint16(x) + 1
		m.most = max(m.most, m.values[i])
	}
	return m
}

// tolerance bounds how far the sum of a document's impacts, each times its
// term's weight, can be from its exact score.
type tolerance struct {
	drift    float64 // factor by which averages differ from those of the impacts
	rounding float64 // factor by which sums in 32 bits may be wrong
	units    float64 // what rounding impacts up adds at most: a unit of every term
}

// toleranceOf returns the tolerance for the impacts of terms in v.
func (v *view) toleranceOf(terms []openTerm) tolerance {
	t := tolerance{drift: v.means.drift(v.base), rounding: 1 + float64(4*len(terms)+16)*0x1p-24}
	for _, o := range terms {
		t.units += o.most * impactUnit
	}
	return t
}

// cut returns the least sum with which a document can have a score as high as
// another has that comes to sum.
//
// Summed exactly, the impacts lie between the score by their averages and units
// more; that score and the exact one differ by the factor drift at most.
func (t tolerance) cut(sum float32) float32 {
	least := (float64(sum)/t.rounding - t.units) / t.drift
	return float32(least / t.drift / t.rounding)
}
