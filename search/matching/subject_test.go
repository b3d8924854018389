package matching

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/search"
	"sanku/search/analysis"
)

func terms(words ...string) []search.TermScore {
	all := make([]search.TermScore, len(words))
	for i, w := range words {
		all[i] = search.TermScore{Term: w, Kind: analysis.Word, Score: 1}
	}
	return all
}

// What a candidate leaves out of the need's title is told as people would name it.
func TestUnsaid(t *testing.T) {
	for _, c := range []struct {
		title, text string
		want        []string
		keywords    []string
	}{
		{"电镀液新型添加剂的研究", "新型添加剂对奶牛生产性能的影响", []string{"电镀液"}, nil},
		{"电镀液新型添加剂的研究", "镀铜电镀液用有机添加剂", nil, nil},
		{"集装箱起重机防摇装置", "集装箱码头调度", []string{"起重机防摇装置"}, nil},
		{"锅炉烟气脱硝和余热回收技术", "烟气脱硝", []string{"锅炉", "余热回收"}, nil},
		{"关键技术研究", "稻田养虾", nil, nil},                   // tells no subject
		{"电阻片性能提升", "湿态电阻与绝缘", []string{"电阻片性能"}, nil}, // 片 is of the word before it
		{"蜂窝板检测与蜂窝修补", "热压罐检测", []string{"蜂窝板", "蜂窝修补"}, nil},
		{"大尺寸复材舱段脱模", "热压罐", []string{"大尺寸复材舱段脱模"}, nil},
		{"蜂窝板与蜂窝", "热压罐", []string{"蜂窝板"}, nil},
		{"反渗透浓水去向", "反渗透浓水", []string{"去向"}, nil},
		{"反渗透浓水", "浓水", []string{"反渗透浓水"}, []string{"难降解有机物", "分盐"}}, // of the title alone
		{"反渗透浓水", "反渗透浓水", []string{"难降解有机物"}, []string{"难降解有机物"}},
	} {
		_, unsaid := subjectOf(c.title, c.keywords, c.title).spoken(c.text)
		require.Equal(t, c.want, unsaid, "%s | %s", c.title, c.text)
	}
}

// Text that shares a phrase of the title but not its subject counts less than text that
// shares the subject, and nothing raises evidence.
func TestBound(t *testing.T) {
	s := subjectOf("电镀液新型添加剂的研究", nil, "电镀液新型添加剂的研究\n电镀液是金刚石切割线生产的原材料，配方决定产品性能。")
	feed := s.bound(search.Document{Title: "新型添加剂对奶牛的影响"}, terms("添加剂"), enoughSubject)
	bath := s.bound(search.Document{Title: "金刚石线电镀液添加剂"}, terms("电镀", "添加剂", "金刚石"), enoughSubject)
	other := s.bound(search.Document{Title: "水稻育种"}, nil, enoughSubject)
	require.Less(t, other, feed)
	require.Less(t, feed, 0.8)
	require.Equal(t, 1.0, bath)
	require.Equal(t, leastEvidence, other)
	none := subjectOf("", nil, "电镀液")
	require.Equal(t, 1.0, none.bound(search.Document{Title: "水稻育种"}, nil, enoughSubject), "no title, no bound")
}

// What a text says that it is not for is no evidence.
func TestDenied(t *testing.T) {
	const sewage = "该系统用于生活污水。本系统不适用于高盐浓水、反渗透浓缩液；节能显著。"
	require.Equal(t, "该系统用于生活污水。\n本系统\n节能显著。", affirmed(sewage))
	require.Equal(t, "适用于高盐浓水", affirmed("适用于高盐浓水"))

	var found shared
	found.add("body", wordsIn(sewage), index("高盐浓水与生活污水"), terms("污水", "浓水"))
	require.Contains(t, found.best(), "生活污水")
	require.NotContains(t, strings.Join(found.best(), ""), "浓水")
	require.Equal(t, []string{"高盐浓水"}, found.deniedOnly())

	s := subjectOf("反渗透浓水处理", nil, "反渗透浓水处理")
	require.Less(t, s.bound(search.Document{Body: sewage}, terms("反渗透", "浓缩液", "高盐"), enoughSubject), s.bound(search.Document{Body: "适用于反渗透浓水"}, terms("反渗透", "浓缩液", "高盐"), enoughSubject))
}

// Units that two texts share are no subject.
func TestUnitsTellNothing(t *testing.T) {
	require.Zero(t, telling("mg"))
	var found shared
	found.add("body", wordsIn("进水 COD 300 mg/L，厚度 5 mm"), index("COD 为 500 mg/L，长 20 mm"), terms("cod", "mg"))
	require.Equal(t, []string{"COD"}, found.best())
}

// A word that stands in another counts once, and common words count nothing.
func TestSharedWorth(t *testing.T) {
	require.InDelta(t, telling("加热炉"), sharedWorth(terms("加热炉", "加热", "研究", "十三")), 1e-9)
}

// Whatever a title and a text are, what is unsaid stands in the title, and the bound is
// a share.
func FuzzSubject(f *testing.F) {
	f.Add("电镀液新型添加剂的研究", "新型添加剂")
	f.Add("2017年承担河南省科技攻关计划项目“小麦种质资源及其利用”、2019年完成小麦新品种“郑品麦22号”。", "小麦")
	f.Add("PLC/DCS ﬁ 316L 不锈钢İ", "plc")
	f.Add("\xff电镀\xfe液", "x")
	f.Fuzz(func(t *testing.T, title, text string) {
		s := subjectOf(title, strings.Fields(text), title+text)
		said, unsaid := s.spoken(strings.ToLower(text))
		if said < 0 || said > 1.000001 {
			t.Fatalf("said %v", said)
		}
		for _, u := range unsaid {
			if u == "" || !strings.Contains(strings.ToLower(s.shown), strings.ToLower(u)) {
				t.Fatalf("%q is not in %q", u, title)
			}
		}
		if b := s.bound(search.Document{Body: text}, terms(text), enoughSubject); b < leastEvidence || b > 1 {
			t.Fatalf("bound %v", b)
		}
	})
}
