package domain

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

// figures is a text of so many runes at most, the wish to have one figure after another.
func figures(runes int) string {
	var b strings.Builder
	n := utf8.RuneCountInString("希望")
	b.WriteString("希望")
	for i := 0; ; i++ {
		next := fmt.Sprintf("温度达到%d~%d℃,", i, i+1)
		if n += utf8.RuneCountInString(next); n > runes {
			return b.String()
		}
		b.WriteString(next)
	}
}

// However many figures a text has, so many are read and proposed, and each quotes a
// passage that people can read.
func TestWhatIsReadOfATextIsBounded(t *testing.T) {
	text := figures(20000)
	for name, all := range map[string][]Stated{"stated": StatedIn(text), "wished": WishedIn("目标：" + strings.ReplaceAll(text, ",", "。")),
		"near": statedNear(text, []string{"温度"})} {
		require.Len(t, all, maxStated, name)
		for _, s := range all {
			require.LessOrEqual(t, utf8.RuneCountInString(s.Sentence), longestSentence, name)
		}
	}
	targets := proposeTargets(Need{Problem: "目标：" + strings.ReplaceAll(text, ",", "。")}, nil, Date{})
	require.Len(t, targets, maxProposedTargets)
	require.Equal(t, []string{"希望温度 0～1 °C", "温度 49～50 °C"}, []string{"希望" + targets[0].Value.ZH, targets[49].Value.ZH}, "the first ones")
}

// A sentence that goes on and on is cut where no figure and no word is, and what is cut
// is not cut again.
func TestLongSentencesAreCut(t *testing.T) {
	table := strings.Repeat("第一批合格率 ≥ 98.5 %，产量 1,200 件 ", 100)
	for text, cutsAt := range map[string]string{table: "，件", figures(20000): ",", strings.Repeat("温", 2500): "温", strings.Repeat("1,", 2500): "1,"} {
		pieces := Sentences(text)
		require.Greater(t, len(pieces), 1)
		require.Equal(t, strings.ReplaceAll(text, " ", ""), strings.ReplaceAll(strings.Join(pieces, ""), " ", ""), "nothing is lost")
		for _, p := range pieces {
			require.LessOrEqual(t, utf8.RuneCountInString(p), longestSentence)
			last, _ := utf8.DecodeLastRuneInString(p)
			require.Contains(t, cutsAt, string(last))
			require.Equal(t, []string{p}, Sentences(p))
		}
	}
	whole := strings.Repeat("温", longestSentence)
	require.Equal(t, []string{whole}, Sentences(whole))
}

func TestRowOfDigitsIsNoNumber(t *testing.T) {
	require.Empty(t, StatedIn("温度达到"+strings.Repeat("1,", longestNumber)+"1℃。"))
	require.Len(t, StatedIn("温度达到1,200℃。"), 1)
}

// BenchmarkClinicOfFigures shows what reading costs by the length of the text: ten times as
// much for ten times the text.
func BenchmarkClinicOfFigures(b *testing.B) {
	for name, unit := range map[string]string{"ranges": "温度1~2℃,", "digits": "1,", "brackets": "（1）", "present": "目前温度1℃，"} {
		for _, runes := range []int{2000, 20000} {
			text := strings.Repeat(unit, runes/utf8.RuneCountInString(unit))
			b.Run(fmt.Sprintf("%s/%d", name, runes), func(b *testing.B) {
				for b.Loop() {
					n := Need{Problem: text}
					n.Clinic("", nil, Date{})
					Asked{Need: n}.Read().answerTargets(Technology{Description: text})
				}
			})
		}
	}
}
