package analysis

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// terms are the texts of the tokens of the given kinds, in order.
func terms(text string, kinds ...Kind) []string {
	var found []string
	for _, t := range Analyze(text) {
		if slices.Contains(kinds, t.Kind) {
			found = append(found, t.Text())
		}
	}
	return found
}

func TestWords(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string // words, names and quantities
	}{
		{"a word of the lexicon, with the words inside", "石墨烯", []string{"石墨", "石墨烯"}},
		{"a long word and its inner words", "锂离子电池", []string{"锂离子", "锂离子电池", "离子", "电池"}},
		{"words in a row", "起重机吊钩锻造", []string{"起重", "起重机", "重机", "吊钩", "锻造"}},
		{"a single character that is a word", "铅、锌和废渣", []string{"铅", "锌", "废渣"}},
		{"function words", "以及其他的问题", nil},
		{"traditional characters", "錳鋅鐵氧體與電動車", []string{"锰", "锌", "铁氧体", "电动", "电动车", "动车"}},
		{"formula", "LiFePO4正极", []string{"lifepo4", "正极"}},
		{"formula in full width", "ＬｉＦｅＰＯ４", []string{"lifepo4"}},
		{"subscripts", "CO₂与SO₃", []string{"co2", "so3"}},
		{"network, not five grams", "5G基站", []string{"5g", "基站"}},
		{"model number", "GJB150A、ZL-2105和DN50", []string{"gjb150a", "zl-2105", "zl", "dn50"}},
		{"acronyms joined", "Re-SVM-RFE", []string{"re-svm-rfe", "re", "svm", "rfe"}},
		{"money", "预算10万元", []string{"预算", "10万元"}},
		{"money with decimals and thousands", "1,200.50元，3.5亿元", []string{"1,200.50元", "3.5亿元"}},
		{"temperature", "80℃ 80°C 80摄氏度", []string{"80°c", "80°c", "80摄氏度"}},
		{"percentage in full width", "98．8％", []string{"98.8%"}},
		{"length", "厚度110mm以上", []string{"厚度", "110mm"}},
		{"compound unit", "5mg/L，3 m³/h", []string{"5mg/l", "3", "m3/h", "m3", "h"}},
		{"range", "3-5年", []string{"3-5年"}},
		{"Roman numeral", "Ⅲ类", []string{"iii", "类"}},
		{"English is stemmed, function words go", "the controlling boundary-layers of flows", []string{"control", "boundari", "layer", "flow"}},
		{"an acronym that looks like a function word stays whole in capitals only", "and AND", []string{"and"}},
		{"a heading in capitals", "BOUNDARY LAYERS of NASA", []string{"boundari", "layer", "nasa"}},
		{"Greek", "α-淀粉酶", []string{"α", "淀粉", "淀粉酶"}},
		{"nothing", " ，。!? \n", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := terms(tt.text, Word, Single, Latin, Number)
			if d := cmp.Diff(tt.want, got); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

func TestPairs(t *testing.T) {
	tests := []struct {
		name, text       string
		bigrams, phrases []string
	}{
		{"across words", "锂电池回收", []string{"池回"}, []string{"锂电池 回收"}},
		{"not across function words", "电池的回收", nil, nil},
		{"not across punctuation", "吊钩、车轮", nil, nil},
		{"English, by space or hyphen", "boundary layer, boundary-layer", nil, []string{"boundari layer", "boundari layer"}},
		{"a formula and a word", "LiFePO4正极", nil, []string{"lifepo4 正极"}},
		{"two characters are a bigram, no phrase", "钢轧", []string{"钢轧"}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if d := cmp.Diff(tt.bigrams, terms(tt.text, Bigram)); d != "" {
				t.Errorf("bigrams (-want +got):\n%s", d)
			}
			if d := cmp.Diff(tt.phrases, terms(tt.text, Pair)); d != "" {
				t.Errorf("phrases (-want +got):\n%s", d)
			}
		})
	}
}

func TestCharacters(t *testing.T) {
	if d := cmp.Diff([]string{"电", "池", "回", "收"}, terms("电池的回收", Char)); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

// Text written in another way gives the same terms.
func TestSameTerms(t *testing.T) {
	tests := [][2]string{
		{"鋰離子電池", "锂离子电池"},
		{"資源回收與環境保護", "资源回收与环境保护"},
		{"ＰＭ２．５", "PM2.5"},
		{"１０万元", "10万元"},
		{"25㎡", "25m2"},
		{"Controlled Flows", "controlling flow"},
		{"5 μm", "5 µm"},
	}
	for _, tt := range tests {
		var got [2][]string
		for i, text := range tt {
			for _, token := range Analyze(text) {
				got[i] = append(got[i], token.Term)
			}
		}
		if d := cmp.Diff(got[0], got[1]); d != "" {
			t.Errorf("%s and %s differ:\n%s", tt[0], tt[1], d)
		}
	}
}

func TestOffsetsAreOfTheGivenText(t *testing.T) {
	text := "與ＬｉＦｅＰＯ４電池，80℃"
	for _, token := range Analyze(text) {
		if token.Term == "电池" && text[token.Start:token.End] != "電池" {
			t.Errorf("电池 is at %q", text[token.Start:token.End])
		}
		if token.Term == "80°c" && text[token.Start:token.End] != "80℃" {
			t.Errorf("80°c is at %q", text[token.Start:token.End])
		}
	}
}

// Every word of the lexicon comes out whole, also amid other text.
func TestLexicon(t *testing.T) {
	seen := make(map[string]bool)
	for _, word := range entries(lexiconText) {
		if seen[word] {
			t.Errorf("%s is listed twice", word)
		}
		seen[word] = true
		for _, text := range []string{word, "新型" + word + "的研究"} {
			if !slices.Contains(terms(text, Word), word) {
				t.Errorf("%s is not a word of %s", word, text)
			}
		}
	}
}

func TestTraditionalTable(t *testing.T) {
	table := simplified()
	for i, to := range table {
		if to >= hanFirst && table[to-hanFirst] != 0 {
			t.Errorf("%c becomes %c, which would become %c", hanFirst+i, to, table[to-hanFirst])
		}
	}
}

func TestFingerprint(t *testing.T) {
	if a, b := Fingerprint(), Fingerprint(); a != b || a == "" {
		t.Errorf("%q and %q", a, b)
	}
}

// The words of a cut cover the run without gaps, whatever the characters.
func TestCutCovers(t *testing.T) {
	char := rapid.SampledFrom([]rune("锂离子电池的石墨烯与巴基斯坦回收管理系统龘㐀"))
	rapid.Check(t, func(t *rapid.T) {
		run := rapid.SliceOf(char).Draw(t, "run")
		at := 0
		for _, w := range words().cut(run).words {
			if w.start != at || w.end <= at {
				t.Fatalf("word %+v after %d in %s", w, at, string(run))
			}
			at = w.end
		}
		if at != len(run) {
			t.Fatalf("cut ends at %d of %d", at, len(run))
		}
	})
}

func FuzzAnalyze(f *testing.F) {
	for _, s := range []string{
		"石墨烯改性LiFePO4正极材料，5G基站，预算10万元，80℃", "ＡＢＣ１２３ 錳鋅鐵氧體", "a-b-c_d/e'f", "1,2-1.", "\xff\xfe电\x80池",
		"㎡㏄Ⅲ①", "👨‍👩‍👧 é", "10万吨/年", strings.Repeat("电", 100), strings.Repeat("a", 100), "ㄱㄴ가나カナ",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, token := range Analyze(text) {
			switch {
			case token.Start < 0 || token.Start >= token.End || token.End > len(text):
				t.Fatalf("%+v lies outside of %q", token, text)
			case token.Text() == "" || strings.Trim(token.Text(), " ") != token.Text():
				t.Fatalf("%+v of %q is blank", token, text)
			case !utf8.RuneStart(text[token.Start]) || token.End < len(text) && utf8.ValidString(text) && !utf8.RuneStart(text[token.End]):
				t.Fatalf("%+v cuts a character of %q", token, text)
			case !utf8.ValidString(token.Term):
				t.Fatalf("%+v of %q is not text", token, text)
			}
		}
	})
}

func BenchmarkAnalyze(b *testing.B) {
	text := strings.Repeat("采用湿法冶金从废旧锂离子电池中浸出锂、钴、镍，回收率98%，适用于LiFePO4体系。", 10)
	words()
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		Analyze(text)
	}
}
