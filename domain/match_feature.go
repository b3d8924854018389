package domain

import "strings"

// Feature is one aspect in which a candidate answers a need.
type Feature struct {
	Name         string // FeatureNames
	Known        bool   // false: one side does not state it, and it does not count
	Value        float64
	Weight       float64
	Contribution float64 // its part of the match's score
	Reason       Text
	Brief        Text // Reason in a few words, for a summary; empty when it is not worth telling
	Gap          bool // Brief speaks against the candidate
}

// FeatureNames are the aspects in the order in which people read them.
var FeatureNames = Terms{
	{"text", Text{"内容相关", "Text"}},
	{"title", Text{"题名相关", "Title"}},
	{"keywords", Text{"关键词相关", "Keywords"}},
	{"meaning", Text{"语义相近", "Meaning"}},
	{"quantities", Text{"指标", "Targets"}},
	{"field", Text{"技术领域", "Field"}},
	{"industry", Text{"行业", "Industry"}},
	{"trl", Text{"成熟度", "Readiness"}},
	{"modes", Text{"合作方式", "Cooperation"}},
	{"budget", Text{"预算与报价", "Budget"}},
	{"ip", Text{"知识产权", "Intellectual property"}},
	{"locality", Text{"地域", "Locality"}},
	{"record", Text{"过往业绩", "Record"}},
	{"freshness", Text{"时效", "Freshness"}},
	{"kind", Text{"专家类别", "Kind of expert"}},
	{"area", Text{"服务区域", "Area"}},
	{"load", Text{"在手任务", "Load"}},
	{"seniority", Text{"资历", "Seniority"}},
	{"experience", Text{"从业经验", "Experience"}},
	{"region", Text{"适用地域", "Region"}},
	{"force", Text{"有效期", "In force"}},
	{"incentive", Text{"奖补", "Incentive"}},
}

// known is a feature that both sides state.
func known(name string, value float64, zh, en string) Feature {
	return Feature{Name: name, Known: true, Value: min(max(value, 0), 1), Reason: Text{zh, en}}
}

// unstated is a feature that cannot be judged, and why.
func unstated(name, zh, en string) Feature {
	return Feature{Name: name, Reason: Text{zh, en}}
}

// says adds what f tells for the candidate in a summary.
func (f Feature) says(zh, en string) Feature {
	f.Brief, f.Gap = Text{zh, en}, false
	return f
}

// lacks adds what f tells against the candidate in a summary.
func (f Feature) lacks(zh, en string) Feature {
	f.Brief, f.Gap = Text{zh, en}, true
	return f
}

// weigh gives m its score: the mean of its known features, weighted, calibrated for
// m's kind. A feature's contribution is its part of the score, so that the parts add
// up to it.
func (m *Match) weigh(w Weights) {
	total := 0.0
	for i := range m.Features {
		f := &m.Features[i]
		f.Weight, f.Contribution = w.Features[m.Kind][f.Name], 0
		if f.Known {
			total += f.Weight
		}
	}
	m.Raw = RawOf(m.Features)
	m.Score = 0
	for i := range m.Features {
		if f := &m.Features[i]; f.Known && m.Raw > 0 {
			f.Contribution = f.Value * f.Weight / total * w.Calibration[m.Kind].At(m.Raw) / m.Raw
			m.Score += f.Contribution
		}
	}
	m.Score = min(m.Score, 1) // the sum may exceed 1 by a rounding
	m.NearMiss = m.worst() == Misses
}

// RawOf is the mean of the known features by their weights, 0 when none is known.
func RawOf(features []Feature) float64 {
	sum, total := 0.0, 0.0
	for _, f := range features {
		if f.Known {
			sum, total = sum+f.Value*f.Weight, total+f.Weight
		}
	}
	if total == 0 {
		return 0
	}
	return min(sum/total, 1)
}

// names lists the names of codes, at most maxReasonList of them.
func names(set Terms, codes []string) Text {
	var zh, en []string
	for _, c := range codes[:min(len(codes), maxReasonList)] {
		zh, en = append(zh, set.Name(c).ZH), append(en, lower(set.Name(c).EN))
	}
	return Text{strings.Join(zh, "、"), strings.Join(en, ", ")}
}

// percent writes a share of 1 in whole percent.
func percent(v float64) string { return trimZeros(float64(int(v*100+0.5))) + "%" }

// common returns the members of a that are in b too, in the order of a.
func common(a, b []string) []string {
	var both []string
	for _, x := range a {
		for _, y := range b {
			if x == y {
				both = append(both, x)
				break
			}
		}
	}
	return both
}
