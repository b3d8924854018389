package domain

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// phraseGap is how many runes may lie between two parts of a phrase.
const phraseGap = 30

// find returns where the phrase first stands in a sentence, in bytes.
func (ph Phrase) find(sentence string) (start, end int, ok bool) {
	parts := strings.Split(ph.Pattern, "…")
	for from := 0; ; {
		at := strings.Index(sentence[from:], parts[0])
		if parts[0] == "" || at < 0 {
			return 0, 0, false
		}
		start = from + at
		if end, ok := rest(sentence, start+len(parts[0]), parts[1:]); ok {
			return start, end, true
		}
		from = start + len(parts[0])
	}
}

// rest finds the further parts after at, each near the one before.
func rest(sentence string, at int, parts []string) (end int, ok bool) {
	for _, part := range parts {
		next := strings.Index(sentence[at:], part)
		if next < 0 || utf8.RuneCountInString(sentence[at:at+next]) > phraseGap {
			return 0, false
		}
		at += next + len(part)
	}
	return at, true
}

// phrases is the check of the terms against the phrases of a rule.
func (p Precheck) phrases(code string) func(*grounds, ContractRule) {
	return func(g *grounds, r ContractRule) {
		for _, sentence := range Sentences(p.Contract.Terms) {
			for _, ph := range r.Params.Phrases {
				start, end, ok := ph.find(sentence)
				if !ok || denied(sentence[:start], sentence[start:end]) {
					continue
				}
				*g = append(*g, Ground{Code: code, Field: "terms", Says: ph.Says, Effect: Returns, Passage: passageAt("terms", sentence, start, end)})
			}
		}
	}
}

// denied reports whether what was found is itself forbidden: by what stands before it
// ("不得无偿回授"), or because it forbids a restriction ("不得限制改进").
func denied(before, found string) bool {
	return slices.ContainsFunc([]string{"不得", "不能", "无权", "不应", "禁止"}, func(no string) bool {
		rest, forbids := strings.CutPrefix(found, no)
		return strings.HasSuffix(before, no) || forbids && slices.ContainsFunc([]string{"限制", "妨碍", "阻碍", "禁止"}, func(limit string) bool { return strings.HasPrefix(rest, limit) })
	})
}

// passageRunes is how much of a long sentence is shown around what was found.
const passageRunes = 120

// passageAt is the sentence with what lies between two byte offsets marked; a long one is
// cut around it.
func passageAt(part, sentence string, start, end int) Passage {
	r := []rune(sentence)
	from, to := utf8.RuneCountInString(sentence[:start]), utf8.RuneCountInString(sentence[:end])
	left, right := max(0, from-passageRunes), min(len(r), to+passageRunes)
	return Passage{Part: part, Text: string(r[left:right]), Marks: []Span{{from - left, to - left}}}
}

// mixed finds goods and works beside the technology whose price is not deducted.
func (p Precheck) mixed(g *grounds, r ContractRule) {
	if len(p.Contract.Deductions) > 0 {
		return
	}
	p.words(r.Params.Words[""], func(word string, at Passage) {
		*g = append(*g, Ground{Code: "mixed", Field: "deductions", Effect: Returns, Passage: at,
			Says: Text{"含“" + word + "”，非技术部分应在扣除项中逐项列出", "it speaks of “" + word + "”: what is not technology must be itemised as deductions"}})
	})
}

// kind finds words that speak for another kind than the declared one, where none speaks
// for that.
func (p Precheck) kind(g *grounds, r ContractRule) {
	declared := false
	p.words(r.Params.Words[p.Contract.Kind], func(string, Passage) { declared = true })
	if declared {
		return
	}
	for _, kind := range ContractKinds {
		if kind.Code == p.Contract.Kind {
			continue
		}
		p.words(r.Params.Words[kind.Code], func(word string, at Passage) {
			*g = append(*g, Ground{Code: "kind", Field: "kind", Effect: Warns, Passage: at,
				Says: Text{"“" + word + "”更像" + kind.Name.ZH + "合同", "“" + word + "” speaks for a contract of another kind: " + kind.Name.EN}})
		})
	}
}

// words calls found with each word that the title or the terms hold, and where it first
// stands.
func (p Precheck) words(words []string, found func(string, Passage)) {
	for _, word := range words {
		if word == "" {
			continue
		}
		if at := strings.Index(p.Contract.Title, word); at >= 0 {
			found(word, passageAt("title", p.Contract.Title, at, at+len(word)))
			continue
		}
		for _, sentence := range Sentences(p.Contract.Terms) {
			if at := strings.Index(sentence, word); at >= 0 {
				found(word, passageAt("terms", sentence, at, at+len(word)))
				break
			}
		}
	}
}
