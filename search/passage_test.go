package search

import (
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestPassages(t *testing.T) {
	tests := []struct {
		name, query, text string
		want              []string // sentences, best first
		terms             []string // of the best
	}{
		{
			name:  "the sentence that meets most comes first",
			query: "废旧锂电池无害化处理",
			text:  "本团队长期从事冶金研究。提出废旧锂电池的无害化拆解与处理方法！处理成本低。",
			want:  []string{"提出废旧锂电池的无害化拆解与处理方法！", "处理成本低。"},
			terms: []string{"废旧", "锂电池", "无害化", "处理"},
		},
		{
			name:  "names and quantities, whatever their width",
			query: "LiFePO4 正极，80℃",
			text:  "The cathode is ＬｉＦｅＰＯ４, cycled at 80℃. It is cheap.",
			want:  []string{"The cathode is ＬｉＦｅＰＯ４, cycled at 80℃."},
			terms: []string{"ＬｉＦｅＰＯ４", "80℃"},
		},
		{name: "pairs of characters are no match", query: "技术开发", text: "艺术发展。"},
		{name: "function words are no match", query: "以及其他问题", text: "以及其他的问题。"},
		{name: "empty", query: "", text: ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := Passages(tt.query, tt.text, 5)
			var sentences []string
			for _, p := range got {
				sentences = append(sentences, tt.text[p.Start:p.End])
			}
			if d := cmp.Diff(tt.want, sentences); d != "" {
				t.Fatalf("sentences (-want +got):\n%s", d)
			}
			if len(got) > 0 {
				if d := cmp.Diff(tt.terms, got[0].Terms); d != "" {
					t.Errorf("terms (-want +got):\n%s", d)
				}
			}
		})
	}
}

func TestPassagesLimit(t *testing.T) {
	if got := Passages("水稻", "水稻。水稻种植。水稻育种。", 2); len(got) != 2 || got[0].Start != 0 {
		t.Errorf("got %+v, want the first two", got)
	}
}

// The offsets can be used to mark any text without looking at it again.
func TestPassageOffsets(t *testing.T) {
	word := rapid.SampledFrom([]string{"石墨烯", "電池", "LiFePO4", "80℃", "10万元", "，", "。", "\n", " ", ". ", "\xff", "的", "Ⅲ", "🔋"})
	rapid.Check(t, func(t *rapid.T) {
		query, text := "", ""
		for _, w := range rapid.SliceOf(word).Draw(t, "query") {
			query += w
		}
		for _, w := range rapid.SliceOf(word).Draw(t, "text") {
			text += w
		}
		for _, p := range Passages(query, text, 10) {
			at := p.Start
			for _, s := range p.Spans {
				if s.Start < at || s.End <= s.Start || s.End > p.End {
					t.Fatalf("span %v of %+v is out of place in %q", s, p, text)
				}
				if !utf8.RuneStart(text[s.Start]) || s.End < len(text) && !utf8.RuneStart(text[s.End]) {
					t.Fatalf("span %v of %q cuts a character", s, text)
				}
				at = s.End
			}
		}
	})
}
