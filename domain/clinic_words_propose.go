package domain

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// proposeModes finds the ways of cooperation that are wished for.
func proposeModes(n Need, passages []ClinicPassage, _ Date) []ClinicProposal {
	var found []ClinicProposal
	for _, mode := range Modes.Codes() {
		if slices.Contains(n.Modes, mode) {
			continue
		}
		if p, ok := passageWith("mode "+mode, passages, "past"); ok {
			found = append(found, ClinicProposal{Key: "mode=" + mode, Field: "modes", Value: Modes.Name(mode), Passage: p, apply: func(n *Need) { n.Modes = append(slices.Clone(n.Modes), mode) }})
		}
	}
	return found
}

// passageWith is the first passage that has a word of a section, and none of another in
// the same sentence.
func passageWith(section string, passages []ClinicPassage, without string) (ClinicPassage, bool) {
	for _, p := range passages {
		word, at := firstOf(section, p.Text)
		if at < 0 || without != "" && hasAny(without, p.Text) {
			continue
		}
		p.At = runeSpan(p.Text, at, at+len(word))
		return p, true
	}
	return ClinicPassage{}, false
}

// proposeOwnership finds who is to own what is made.
func proposeOwnership(n Need, passages []ClinicPassage, _ Date) []ClinicProposal {
	if n.IPOwnership != "" {
		return nil
	}
	for _, owner := range Ownerships.Codes() {
		for _, p := range passages {
			word, at := firstOf("ownership "+owner, p.Text)
			if at < 0 || !strings.Contains(p.Text, "成果") && !strings.Contains(p.Text, "知识产权") && !strings.Contains(p.Text, "专利") {
				continue
			}
			p.At = runeSpan(p.Text, at, at+len(word))
			return []ClinicProposal{{Key: "ip_ownership=" + owner, Field: "ip_ownership", Value: Ownerships.Name(owner), Passage: p, apply: func(n *Need) { n.IPOwnership = owner }}}
		}
	}
	return nil
}

// fieldLead is by how many words a field must lead the next to be proposed.
const fieldLead = 1

// proposeField proposes the field that most words of the title and the text belong to;
// those of the title count twice.
func proposeField(n Need, passages []ClinicPassage, _ Date) []ClinicProposal {
	if n.Field != "" {
		return nil
	}
	text := n.Title + "\n" + n.Problem + "\n" + n.Background
	best, lead, most := "", 0, 0
	for _, field := range Fields.Codes() {
		score := 0
		for _, w := range clinicWords()["field "+field] {
			if strings.Contains(text, w) {
				score++
			}
			if strings.Contains(n.Title, w) {
				score += 2
			}
		}
		if score > most {
			best, lead, most = field, score-most, score
		} else {
			lead = min(lead, most-score)
		}
	}
	p, ok := passageWith("field "+best, passages, "")
	if most < 2 || lead < fieldLead || !ok {
		return nil
	}
	return []ClinicProposal{{Key: "field=" + best, Field: "field", Value: Fields.Name(best), Passage: p, apply: func(n *Need) { n.Field = best }}}
}

var trlIn = regexp.MustCompile(`(?:TRL|技术成熟度|技术就绪度|成熟度)\s*(?:不低于|不小于|达到|至少|≥|>=|>|为|等级)?\s*(?:TRL)?\s*([1-9])\s*级?`)

// proposeTRL finds the level of readiness that is asked for.
func proposeTRL(n Need, passages []ClinicPassage, _ Date) []ClinicProposal {
	if n.Conditions.TRLMin > 0 {
		return nil
	}
	for _, p := range passages {
		if m := trlIn.FindStringSubmatchIndex(p.Text); m != nil {
			level, _ := strconv.Atoi(p.Text[m[2]:m[3]])
			p.At = runeSpan(p.Text, m[0], m[1])
			name := TRLs.Name(p.Text[m[2]:m[3]])
			return []ClinicProposal{{Key: "trl_min=" + p.Text[m[2]:m[3]], Field: "conditions", Value: Text{"成熟度不低于 " + p.Text[m[2]:m[3]] + " 级（" + name.ZH + "）", "TRL at least " + p.Text[m[2]:m[3]]},
				Passage: p, apply: func(n *Need) { n.Conditions.TRLMin = level }}}
		}
	}
	return nil
}

// proposeConditions finds sentences that say what a solver must be.
func proposeConditions(n Need, passages []ClinicPassage, _ Date) []ClinicProposal {
	var found []ClinicProposal
	for _, p := range passages {
		word, at := firstOf("condition", p.Text)
		if at < 0 || p.Field == "conditions" || p.Field == "title" || strings.Contains(n.Conditions.Text, p.Text) {
			continue
		}
		p.At = runeSpan(p.Text, at, at+len(word))
		said := p.Text
		found = append(found, ClinicProposal{Key: "condition=" + strings.ToValidUTF8(said[:min(len(said), 120)], ""), Field: "conditions", Value: Text{said, said}, Passage: p,
			apply: func(n *Need) { n.Conditions.Text = strings.TrimSpace(n.Conditions.Text + "\n" + said) }})
	}
	return found
}

var contactIn = regexp.MustCompile(`联系人[:：\s]*(\p{Han}{2,4})`)

// proposeContact finds a person and a telephone number.
func proposeContact(n Need, passages []ClinicPassage, _ Date) []ClinicProposal {
	var found []ClinicProposal
	for _, p := range passages {
		if m := contactIn.FindStringSubmatchIndex(p.Text); m != nil && n.ContactName == "" {
			name := p.Text[m[2]:m[3]]
			p.At = runeSpan(p.Text, m[2], m[3])
			found = append(found, ClinicProposal{Key: "contact_name=" + name, Field: "contact", Value: Text{name, name}, Passage: p, apply: func(n *Need) { n.ContactName = name }})
			n.ContactName = name
		}
		if m := numbersOfPeople.FindStringIndex(p.Text); m != nil && n.ContactPhone == "" && !strings.Contains(p.Text[m[0]:m[1]], "@") {
			phone := p.Text[m[0]:m[1]]
			p.At = runeSpan(p.Text, m[0], m[1])
			found = append(found, ClinicProposal{Key: "contact_phone=" + phone, Field: "contact", Value: Text{phone, phone}, Passage: p, apply: func(n *Need) { n.ContactPhone = phone }})
			n.ContactPhone = phone
		}
	}
	return found
}
