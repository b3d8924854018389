package intake

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/simplifiedchinese"

	"sanku/domain"
)

// opened reads the rows of a file that must be readable.
func opened(t testing.TB, kind, name, text string, o Options) []domain.ImportRow {
	t.Helper()
	f, err := Open(kind, name, []byte(text), o)
	require.NoError(t, err)
	return slices.Collect(f.Rows())
}

func TestHeadersBelongToOneColumn(t *testing.T) {
	for _, kind := range domain.ImportKinds.Codes() {
		columns, err := Columns(kind)
		require.NoError(t, err)
		owner := map[string]string{}
		for _, c := range columns {
			for _, header := range append([]string{c.Name, c.Heading}, c.Also...) {
				before, taken := owner[normal(header)]
				require.False(t, taken && before != c.Name, "%s: %q names %s and %s", kind, header, before, c.Name)
				owner[normal(header)] = c.Name
			}
		}
	}
}

func TestCSVWithChineseAndEnglishHeaders(t *testing.T) {
	const chinese = "需求名称,企业名称,技术问题,技术指标,技术领域,合作方式,预算下限（万元）,预算上限（万元）,期望完成日期,最低技术成熟度,是否涉密,关键词\n" +
		"主轴热误差补偿,湘潭示例公司,降低热误差,残余误差<=5μm；响应时间 ≤ 10 ms,先进制造,合作开发；技术许可,50,\"1,200.5\",2026年12月,TRL6级,否,主轴、热误差\n"
	const english = "title,organisation,problem,targets,field,modes,budget_min_yuan,budget_max_yuan,deadline,trl_min,secret,keywords\n" +
		"主轴热误差补偿,湘潭示例公司,降低热误差,残余误差<=5μm；响应时间<=10ms,manufacturing,joint_development;licence,500000,12005000,2026-12-31,6,no,主轴;热误差\n"
	five, ten, low, high := 5.0, 10.0, domain.Yuan(500_000), domain.Yuan(12_005_000)
	want := domain.Need{Title: "主轴热误差补偿", Problem: "降低热误差", Field: "manufacturing", Modes: []string{"joint_development", "licence"},
		Targets:   []domain.Quantity{{Name: "残余误差", Comparator: "<=", Value: &five, Unit: "μm"}, {Name: "响应时间", Comparator: "<=", Value: &ten, Unit: "ms"}},
		BudgetMin: &low, BudgetMax: &high, Deadline: domain.Date{Year: 2026, Month: 12, Day: 31}, Conditions: domain.NeedConditions{TRLMin: 6},
		Confidentiality: "public", Keywords: []string{"主轴", "热误差"}}
	for name, text := range map[string]string{"chinese": chinese, "english": english, "tabs": strings.ReplaceAll(english, ",", "\t"), "mark": "\ufeff" + chinese, "title above": "2026年需求征集表,,,\n" + chinese} {
		rows := opened(t, "needs", "needs.csv", text, Options{})
		require.Len(t, rows, 1, name)
		require.Empty(t, rows[0].Faults, name)
		require.Equal(t, want, rows[0].Record, name)
		require.Equal(t, "湘潭示例公司", rows[0].Organisation, name)
	}
}

func TestEncodings(t *testing.T) {
	const text = "需求名称,技术问题\n高镍三元材料,循环寿命不足\n"
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(text)
	require.NoError(t, err)
	for _, o := range []Options{{}, {Encoding: "gb18030"}, {Encoding: "GBK"}} {
		f, err := Open("needs", "需求.csv", []byte(gb), o)
		require.NoError(t, err)
		require.Equal(t, "gb18030", f.Encoding)
		require.Equal(t, "高镍三元材料", slices.Collect(f.Rows())[0].Title)
	}
	_, err = Open("needs", "需求.csv", []byte(gb), Options{Encoding: "utf-8"})
	require.ErrorContains(t, err, "UTF-8")
	_, err = Open("needs", "需求.csv", []byte("\xff\xff\xff,\xff"), Options{})
	require.ErrorContains(t, err, "neither")
	_, err = Open("needs", "需求.csv", []byte(text), Options{Encoding: "latin1"})
	require.ErrorContains(t, err, "must be utf-8")
}

func TestRowsSayWhichCellIsWrong(t *testing.T) {
	const text = "需求名称,技术领域,预算上限（万元）,期望完成日期,所属部门,技术指标\n" +
		",先进制造,80,2026-05-06,一部,\n" +
		"第二项需求,炼金术,八十,2026-02-30,一部,\n" +
		"第三项需求,新材料,80,2026/5/6,,温度>=很高\n"
	rows := opened(t, "needs", "x.csv", text, Options{})
	require.Len(t, rows, 3)
	type at struct {
		row, column int
		field       string
	}
	var found []at
	for _, r := range rows {
		require.Equal(t, []string{"所属部门"}, r.Ignored)
		for _, f := range r.Faults {
			found = append(found, at{f.Row, f.Column, f.Field})
			require.NotEmpty(t, f.Reason.ZH)
			require.NotEmpty(t, f.Reason.EN)
			require.NotContains(t, f.Reason.ZH+f.Reason.EN, "炼金术", "what was submitted is not echoed")
		}
	}
	require.Equal(t, []at{{2, 1, "title"}, {3, 2, "field"}, {3, 3, "budget_max_wan"}, {3, 4, "deadline"}, {4, 6, "targets[0]"}}, found)
}

// A quote that is never closed must not swallow the rows after it unseen.
func TestQuotesThatDoNotPair(t *testing.T) {
	const text = "需求名称,技术问题\n甲需求,\"说明,一\"\n乙需求,\"没有结束\n丙需求,说明二\n"
	rows := opened(t, "needs", "x.csv", text, Options{})
	require.Len(t, rows, 2)
	require.Empty(t, rows[0].Faults)
	require.Equal(t, 3, rows[1].Faults[0].Row)
	require.Contains(t, rows[1].Faults[0].Reason.ZH, "引号不配对")
}

func TestTablesWithoutHeader(t *testing.T) {
	for name, text := range map[string]string{"empty": "", "foreign": "a,b,c\n1,2,3\n", "one column": "需求名称\n甲\n", "twice": "需求名称,标题,技术问题\n甲,乙,丙\n"} {
		_, err := Open("needs", "x.csv", []byte(text), Options{})
		require.ErrorAs(t, err, new(domain.InvalidErrors), name)
	}
	_, err := Open("needs", "x.csv", []byte("需求名称,需求名称（ ）,需求 名称*,技术问题\n"), Options{})
	require.ErrorContains(t, err, "repeats column 1")
	_, err = Open("wishes", "x.csv", nil, Options{})
	require.ErrorContains(t, err, "kind")
	_, err = Open("needs", "x.csv", []byte("title,problem\n"), Options{Format: "pdf"})
	require.ErrorContains(t, err, "format")
}

func TestKeys(t *testing.T) {
	const text = `{"title":"同名需求","text":"甲"}
{"title":"同名需求","text":"乙"}
{"title":"同名需求","text":"甲"}
{"title":"有编号的","id":"7"}
{"title":"又一项有编号的","id":"7"}
`
	rows := opened(t, "needs", "x.jsonl", text, Options{})
	require.Empty(t, rows[0].Faults)
	require.Empty(t, rows[1].Faults)
	require.Equal(t, rows[0].Key+"-2", rows[1].Key, "the same name, another need")
	require.Equal(t, "repeats row 1", rows[2].Faults[0].Reason.EN)
	require.Equal(t, "7", rows[3].Key)
	require.Equal(t, "repeats row 4", rows[4].Faults[0].Reason.EN)
	again := opened(t, "needs", "x.jsonl", text, Options{})
	for i := range rows {
		rows[i].Over, again[i].Over = nil, nil // functions do not compare
	}
	require.Equal(t, rows, again, "keys are the same at every reading")
}

func TestJSONLines(t *testing.T) {
	const text = `{"key":"need-1","organisation":"ent-01","title":"甲需求","targets":[{"name":"寿命","comparator":"range","value":5,"upper":8,"unit":"年"}],"conditions":{"trl_min":6,"territory":"country","secret":true,"text":"到厂"},"budget_max_yuan":800000,"modes":["licence"],"colour":"red"}

not json
{"title":"两个"} {"title":"对象"}
["a"]
{"title":"缺了括号"
{"title":null,"problem":{"a":{"b":1}}}
`
	rows := opened(t, "needs", "x.jsonl", text, Options{})
	require.Len(t, rows, 6)
	n := rows[0].Record.(domain.Need)
	require.Empty(t, rows[0].Faults)
	require.Equal(t, []string{"colour"}, rows[0].Ignored)
	require.Equal(t, domain.NeedConditions{TRLMin: 6, Territory: "country", Secret: true, Text: "到厂"}, n.Conditions)
	require.Equal(t, "range", n.Targets[0].Comparator)
	require.Equal(t, domain.Yuan(800_000), *n.BudgetMax)
	for i, number := range map[int]int{1: 3, 2: 4, 3: 5, 4: 6, 5: 7} {
		require.NotEmpty(t, rows[i].Faults, "row %d", i)
		require.Equal(t, number, rows[i].Faults[0].Row)
	}
}

func TestDefaultsAndAreas(t *testing.T) {
	o := Options{Organisation: "示例联盟", Field: "materials", Areas: []domain.Area{{Code: "yuhu", Name: domain.Text{ZH: "雨湖区", EN: "Yuhu"}}},
		Industries: []domain.Industry{{Code: "C35", Name: domain.Text{ZH: "专用设备制造业"}}}}
	rows := opened(t, "needs", "x.jsonl", `{"title":"甲需求"}`+"\n"+`{"title":"乙需求","organisation":"某公司","field":"新材料"}`, o)
	require.Equal(t, "示例联盟", rows[0].Organisation)
	require.Equal(t, "materials", rows[0].Record.(domain.Need).Field)
	require.Equal(t, "某公司", rows[1].Organisation)

	organisations := opened(t, "organisations", "x.csv", "单位名称,所属区域,行业\n湘潭示例大学,雨湖区,专用设备制造业\n示例研究院,月球,C35 专用\n示例公司,,\n", o)
	first := organisations[0].Record.(domain.Organisation)
	require.Equal(t, []string{"university", "yuhu", "430300", "C35"}, []string{first.Kind, first.Area, first.Division, first.Industry})
	require.Equal(t, "area", organisations[1].Faults[0].Field)
	third := organisations[2].Record.(domain.Organisation)
	require.Equal(t, []string{"enterprise", domain.DivisionUnrecorded}, []string{third.Kind, third.Division})
}

func TestTechnologyFromLibraryOfPapers(t *testing.T) {
	rows := opened(t, "technologies", "x.jsonl", `{"id":"p:1","title":"一种示例成果","text":"摘要","org":"示例大学","year":"2016","clc":"TP391.1"}`, Options{Field: "urban"})
	require.Empty(t, rows[0].Faults)
	got := rows[0].Record.(domain.Technology)
	require.Equal(t, domain.Technology{Title: "一种示例成果", Abstract: "摘要", Field: "electronics", EndMonth: "2016", Confidentiality: "public"}, got)
	require.Equal(t, "示例大学", rows[0].Organisation)
	require.Equal(t, "p:1", rows[0].Key)
}

func TestRightsInOneCell(t *testing.T) {
	rows := opened(t, "technologies", "x.csv", "成果名称,知识产权\n甲成果,发明专利：一种方法（ZL2020，已授权）；计算机软件著作权：某软件；技术秘密: 配方 (申请中)\n乙成果,秘方：不详\n", Options{})
	require.Equal(t, []domain.IPRight{{Kind: "invention_patent", Title: "一种方法", Number: "ZL2020", Status: "granted"},
		{Kind: "software", Title: "某软件"}, {Kind: "know_how", Title: "配方", Status: "pending"}}, rows[0].Record.(domain.Technology).IP)
	require.Equal(t, "ip[0].kind", rows[1].Faults[0].Field)
}
