package domain

import (
	"slices"
	"strings"
	"testing"
	"time"
)

var clinicDay = Date{2026, time.November, 26}

func clinicKeys(c Clinic) (questions, proposals []string) {
	for _, q := range c.Questions {
		questions = append(questions, q.Key)
	}
	for _, p := range c.Proposals {
		proposals = append(proposals, p.Key)
	}
	return questions, proposals
}

func TestClinicProposes(t *testing.T) {
	for text, want := range map[string]string{
		"公司拟出资60万元寻求合作伙伴。":              "budget=600000.00",
		"预计投入研发费用30-50万。":               "budget=500000.00",
		"项目总预算约1.4亿元，其中设备3000万元。":       "budget=140000000.00",
		"目前已投入120万元。":                   "",
		"项目实施后新增产值29400万元。":             "",
		"研究成果归公司和合作单位共同拥有。":             "ip_ownership=shared",
		"项目知识产权归我公司所有。":                 "ip_ownership=enterprise",
		"要求在2027年6月底前完成样机。":             "deadline=2027-06-30",
		"要求在2024年6月底前完成样机。":             "",
		"项目实施周期为18个月。":                  "deadline=2028-05-26",
		"希望与高校合作开发新工艺。":                 "mode=joint_development",
		"工作基础：与高校合作开发过多项工艺。":            "",
		"要求技术成熟度不低于7级。":                 "trl_min=7",
		"涂层寿命不低于1000小时。":                "target=涂层寿命>=1000小时",
		"目前涂层寿命达到800小时。":                "",
		"合同签订后6个月以内完成。":                 "deadline=2027-05-26",
		"揭榜方须具备高温试验条件。":                 "condition=揭榜方须具备高温试验条件。",
		"联系人：王示例，电话0731-58000001":       "contact_name=王示例",
		"已申请发明专利（申请号201610018402.3）三项。": "",
	} {
		n := Need{Title: "示例需求", Problem: text}
		_, got := clinicKeys(n.Clinic("", nil, clinicDay))
		if want == "" && len(got) > 0 || want != "" && !slices.Contains(got, want) {
			t.Errorf("%s proposes %q, want %q", text, got, want)
		}
	}
}

// What is proposed is taken by nobody but the owner, once, and says where it is from.
func TestClinicProposalsApply(t *testing.T) {
	n := Need{Title: "耐高温涂层开发", Problem: "希望合作开发耐高温涂层，涂层寿命不低于1000小时，涂层材料须国产。公司拟出资60万元，2027年12月前完成，成果双方共有，知识产权按合同约定。"}
	before := n
	c := n.Clinic("", nil, clinicDay)
	if len(c.Proposals) < 5 {
		t.Fatalf("only %d proposals", len(c.Proposals))
	}
	for _, p := range c.Proposals {
		at := []rune(p.Passage.Text)
		if p.Passage.At.Start >= p.Passage.At.End || p.Passage.At.End > len(at) || !strings.Contains(n.Title+n.Problem, p.Passage.Text) {
			t.Errorf("%s is not in the text at %v", p.Key, p.Passage)
		}
		p.Apply(&n)
		if _, again := clinicKeys(n.Clinic("", nil, clinicDay)); slices.Contains(again, p.Key) {
			t.Errorf("%s is proposed again", p.Key)
		}
	}
	if before.Field != "" || n.Field != "materials" || n.IPOwnership != "shared" || *n.BudgetMax != Yuan(600000) || len(n.Targets) != 1 || n.Deadline != (Date{2027, time.December, 31}) {
		t.Errorf("applied: %+v", n)
	}
}

func TestClinicAsks(t *testing.T) {
	empty := Need{Title: "示例", Confidentiality: "blind"}
	got, _ := clinicKeys(empty.Clinic("", nil, clinicDay))
	want := []string{"problem", "title-short", "field", "background", "targets", "budget", "deadline", "acceptance", "modes", "ip_ownership", "conditions", "contact"}
	if !slices.Equal(got, want) {
		t.Errorf("of an empty need asks %q, want %q", got, want)
	}
	got, _ = clinicKeys(empty.Clinic("", map[string]string{"budget": ClinicSkipped, "problem": ClinicSkipped}, clinicDay))
	if slices.Contains(got, "budget") || !slices.Contains(got, "problem") {
		t.Errorf("what is passed over is asked no more unless it is required: %q", got)
	}
	for text, key := range map[string]string{
		"希望较大幅度提高效率。":              "vague:提高效率",
		"希望大幅改善车间环境。":              "vague:大幅",
		"要求涂层外观良好。":                "vague:良好",
		"希望提高铸件的一次合格率。":            "vague:提高铸件的一次合格率",
		"该合金具有优良的韧性。":              "",
		"工作基础：产品性能优异，提高了合格率。":      "",
		"希望工艺路线合理化。":               "",
		"要求成品率提高效率20%。":            "",
		"请致电13800000000联系。":        "tells-contact:13800000000",
		"湘潭示例材料有限公司的涂层容易剥落。":       "tells-owner:problem",
		"示例：申请号201610018402.3 的改进": "",
	} {
		n := Need{Title: "示例需求名称", Problem: text, Confidentiality: "blind"}
		got, _ := clinicKeys(n.Clinic("湘潭示例材料有限公司", nil, clinicDay))
		odd := slices.DeleteFunc(got, func(k string) bool { return !strings.Contains(k, ":") })
		if key == "" && len(odd) > 0 || key != "" && !slices.Contains(odd, key) {
			t.Errorf("%s asks %q, want %q", text, odd, key)
		}
	}
	value := 5.0
	n := Need{Targets: []Quantity{{Name: "寿命", Comparator: "present"}, {Name: "硬度", Comparator: ">=", Value: &value}}}
	if got, _ := clinicKeys(n.Clinic("", nil, clinicDay)); !slices.Contains(got, "target-value:寿命") || !slices.Contains(got, "target-unit:硬度") {
		t.Errorf("loose targets: %q", got)
	}
}

func FuzzClinic(f *testing.F) {
	f.Add("公司拟出资60万元，周期18个月", "涂层寿命不低于1000小时")
	f.Add("预算1-2亿元至3万", "2027年13月前完成 99999999999999999999万元")
	f.Fuzz(func(t *testing.T, title, problem string) {
		n := Need{Title: title, Problem: problem}
		for _, p := range n.Clinic("", nil, clinicDay).Proposals {
			if at := p.Passage.At; at.Start < 0 || at.End < at.Start || at.End > len([]rune(p.Passage.Text)) {
				t.Fatalf("%q at %v of %q", p.Key, at, p.Passage.Text)
			}
			if !strings.Contains(title+"\n"+problem, p.Passage.Text) {
				t.Fatalf("%q stands in %q, which is not in the need", p.Key, p.Passage.Text)
			}
			p.Apply(&n)
		}
		if len(n.Targets) > 0 && n.Targets[0].Value == nil {
			t.Fatal("a target without a value was proposed")
		}
	})
}
