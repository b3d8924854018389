package domain

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// Targets stand in a need's words when it lists none, and their answers in the
// technology's words when its metrics do not have them.
func TestTargetsInWords(t *testing.T) {
	n := Need{Problem: "本公司现有设备的线材直径为80μm。现需求一种微米级线材，线材直径小于50μm，抗张强度大于1Gpa，长度11Km以上。"}
	found := Asked{Need: n}.Read().answerTargets(Technology{Abstract: "本成果制得金属线材，线材直径可达 40 μm，抗张强度大于800MPa。", Metrics: []Quantity{quantity("线材直径", "<=", 30, "μm")}})
	require.Len(t, found, 3, "what is now is no target")

	require.Equal(t, TargetCovered, found[0].Verdict)
	require.Empty(t, found[0].Source.Text, "its list of metrics comes first")
	require.Contains(t, found[0].Asked.Text, "小于50μm")

	require.Equal(t, TargetMissed, found[1].Verdict)
	require.Equal(t, "本成果制得金属线材，线材直径可达 40 μm，抗张强度大于800MPa。", found[1].Source.Text)
	require.Equal(t, Text{"指标“抗张强度 ≥ 1 GPa”：成果正文称抗张强度 ≥ 800 MPa，未达到", "target “抗张强度 ≥ 1 GPa”: its text says 抗张强度 ≥ 800 MPa, not met"}, found[1].Reason())

	require.Equal(t, TargetNotStated, found[2].Verdict)
	require.Equal(t, "指标“长度 ≥ 11 km”：成果未说明", found[2].Reason().ZH)
}

// Clauses that go on from one on how things are say how things are, until one that wishes.
func TestTargetsAreNotThePresent(t *testing.T) {
	for problem, want := range map[string][]string{
		"目前采用热轧工艺生产的500MPa级抗震钢筋，屈服强度不低于550MPa，对开发600MPa级钢筋积累了经验。": nil,
		"目前屈服强度不低于500MPa，断后伸长率不低于14%，希望把屈服强度提高到600MPa以上。":         {"屈服强度"},
		"现有设备老化，要求新设备加工效率不低于90%。":                                 {"新设备加工效率"},
	} {
		var names []string
		for _, a := range targetsOf(Need{Problem: problem}) {
			names = append(names, a.Target.Name)
		}
		require.Equal(t, want, names, problem)
	}
}

func TestListedTargetsComeFirst(t *testing.T) {
	n := Need{Problem: "导热系数不低于1500 W/(m·K)。", Targets: []Quantity{quantity("厚度", "<=", 50, "μm")}}
	found := Asked{Need: n}.Read().answerTargets(Technology{Abstract: "所得膜厚度不超过40μm。"})
	require.Len(t, found, 1)
	require.Equal(t, TargetCovered, found[0].Verdict)
	require.Equal(t, []Span{{2, 12}}, found[0].Source.Marks)
}

// Reading only the sentences that may speak of a target finds what reading all does.
func TestSentencesThatSpeakOfNoTargetTellNothing(t *testing.T) {
	names := []string{"线材直径", "抗张强度", "Co含量", "导热 系数", "使用寿命", "直径"}
	states := rapid.Custom(func(t *rapid.T) string {
		name := rapid.SampledFrom([]string{"线材直径", "抗张强度", "含量", "co含量", "导热系数", "寿命", "密度", "强度"}).Draw(t, "name")
		sign := rapid.SampledFrom([]string{"不低于", "为", "小于", "可达 "}).Draw(t, "sign")
		return name + sign + rapid.SampledFrom([]string{"3", "40", "0.5"}).Draw(t, "value") + rapid.SampledFrom([]string{"μm", "MPa", "%", "年"}).Draw(t, "unit")
	})
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(states, 0, 6).Draw(t, "text"), rapid.SampledFrom([]string{"。", "，", "\n"}).Draw(t, "between"))
		var targets []TargetAnswer
		for _, name := range rapid.SliceOfN(rapid.SampledFrom(names), 1, 3).Draw(t, "targets") {
			unit := rapid.SampledFrom([]string{"μm", "MPa", "%", "年"}).Draw(t, "unit")
			targets = append(targets, TargetAnswer{Target: quantity(name, ">=", 10, unit), Verdict: TargetNotStated})
		}
		few := slices.Clone(targets)
		for i := range targets {
			targets[i].answer(nil, StatedIn(text))
			few[i].answer(nil, statedNear(text, pairsOf(few)))
		}
		require.Equal(t, targets, few)
	})
}
