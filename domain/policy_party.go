package domain

import (
	"fmt"
	"slices"
	"strings"
)

// checkParty judges who the incentive goes to.
func (d Deal) checkParty(fs *findings, i Incentive) {
	p, r := d.party(i), i.Requires
	d.checkBeneficiary(fs, i, p)
	who := i.subject()
	if len(r.Areas) > 0 {
		d.checkArea(fs, r.Areas, p, who)
	}
	if i.ofDeal() || i.Occasion == "rd_year" {
		p.checkQualifications(fs, r.Qualifications, who)
	}
	if r.MaxStaff != nil {
		t, found := Unknown, Text{"职工人数没有记录", "the staff is not recorded"}
		if p.Staff != nil {
			t, found = truthOf(*p.Staff <= *r.MaxStaff), Text{fmt.Sprintf("现有 %d 人", *p.Staff), fmt.Sprintf("it has %d", *p.Staff)}
		}
		fs.add("staff", t, Text{fmt.Sprintf("%s职工不超过 %d 人", who.ZH, *r.MaxStaff), fmt.Sprintf("%s has at most %d staff", who.EN, *r.MaxStaff)}, found)
	}
}

// subject names the beneficiary in a sentence.
func (i Incentive) subject() Text {
	if i.Beneficiary == "any" {
		return Text{"申报主体", "the applicant"}
	}
	n := Beneficiaries.Name(i.Beneficiary)
	return Text{n.ZH, "the " + lower(n.EN)}
}

func (d Deal) checkBeneficiary(fs *findings, i Incentive, p DealParty) {
	t, found := i.goesTo(p)
	if len(i.Requires.PartyKinds) > 0 {
		n := eitherOf(OrganisationKinds, i.Requires.PartyKinds)
		kind := Unknown
		if p.Known {
			kind = truthOf(slices.Contains(i.Requires.PartyKinds, p.Kind))
		}
		fs.add("beneficiary", kind.and(t), Text{"申报主体为" + n.ZH, "the applicant is " + lower(n.EN)}, found)
		return
	}
	side := Text{"受益方", "the beneficiary"}
	switch n := Sides.Name(i.Requires.Side); {
	case i.Requires.Side != "":
		side = Text{n.ZH, "the " + lower(n.EN)}
	case t == Holds, i.Beneficiary == "any", i.Beneficiary == "platform":
		return // goes without saying
	}
	who := Beneficiaries.Name(i.Beneficiary)
	fs.add("beneficiary", t, Text{side.ZH + "为" + who.ZH, side.EN + " is " + lower(who.EN)}, found)
}

// goesTo reports whether p is one of those whom the incentive is for.
func (i Incentive) goesTo(p DealParty) (Truth, Text) {
	if i.Beneficiary == "intermediary" {
		return Unknown, Text{"须有技术转移机构促成", "an intermediary has to bring it about"}
	}
	if !p.Known {
		return Unknown, Text{"合作方未定", "the partner is not settled"}
	}
	name := Text{p.Name, p.Name}
	switch i.Beneficiary {
	case "enterprise":
		return truthOf(p.Kind == Enterprise), name
	case "university":
		return truthOf(p.Kind == University), name
	case "institute":
		return truthOf(p.Kind == Institute), name
	case "team":
		return truthOf(p.IsResearch()), name
	}
	return Holds, name
}

func (d Deal) checkArea(fs *findings, areas []string, p DealParty, who Text) {
	t, found := Unknown, Text{"合作方未定", "the partner is not settled"}
	if p.Known {
		n := d.areaNames([]string{p.Area})
		t, found = truthOf(slices.Contains(areas, p.Area)), Text{"在" + n.ZH, "it is in " + n.EN}
		if _, named := d.Areas[p.Area]; !named {
			found = Text{}
		}
		if p.Area == "" {
			found = Text{"不在规划的区域", "it is in none of the plan's areas"}
		}
	}
	n := d.areaNames(areas)
	fs.add("area", t, Text{who.ZH + "在" + n.ZH, who.EN + " is in " + n.EN}, found)
}

// areaNames names areas; many of them are the city's areas together.
func (d Deal) areaNames(codes []string) Text {
	if len(codes) > maxReasonList {
		return Text{"本市各县市区、园区", "one of the city's areas"}
	}
	var zh, en []string
	for _, c := range codes {
		n, ok := d.Areas[c]
		if !ok {
			return Text{"适用的区域", "one of the areas that it is for"}
		}
		zh, en = append(zh, n.ZH), append(en, n.EN)
	}
	return Text{strings.Join(zh, "、"), strings.Join(en, ", ")}
}

func (p DealParty) checkQualifications(fs *findings, of []string, who Text) {
	if len(of) == 0 {
		return
	}
	t, found := Fails, Text{}
	for _, q := range of {
		switch p.Qualified[q] {
		case Holds:
			n := Qualifications.Name(q)
			t, found = Holds, Text{"已是" + n.ZH, "it is one: " + lower(n.EN)}
		case Unknown:
			if t == Fails {
				t, found = Unknown, Text{"资质没有记录", "its qualifications are not recorded"}
			}
		}
	}
	n := eitherOf(Qualifications, of)
	fs.add("qualification", t, Text{who.ZH + "为" + n.ZH, who.EN + " is " + lower(n.EN)}, found)
	fs.could(Text{"先取得" + n.ZH + "资格", "Become " + lower(n.EN) + " first"})
}

// eitherOf lists the names of codes as alternatives.
func eitherOf(set Terms, codes []string) Text {
	var zh, en []string
	for _, c := range codes {
		zh, en = append(zh, set.Name(c).ZH), append(en, lower(set.Name(c).EN))
	}
	if len(zh) < 2 {
		return Text{strings.Join(zh, ""), strings.Join(en, "")}
	}
	last := len(zh) - 1
	return Text{strings.Join(zh[:last], "、") + "或" + zh[last], strings.Join(en[:last], ", ") + " or " + en[last]}
}

func upperFirst(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// space sets a number off from the Chinese before it.
func space(s string) string {
	if s != "" && s[0] >= '0' && s[0] <= '9' {
		return " " + s
	}
	return s
}
