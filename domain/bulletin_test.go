package domain

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAreaPlaces(t *testing.T) {
	row := func(key string, progress *Decimal) BulletinRow {
		return BulletinRow{Key: key, Name: Text{ZH: key}, Target: decOf(10), Progress: progress}
	}
	tables := []BulletinTable{
		{Indicator: "i", Dimension: ByArea, Rows: []BulletinRow{row("a", decOf(150)), row("b", decOf(90)), row("c", decOf(80)), row("d", nil)}},
		{Indicator: "j", Dimension: ByArea, Rows: []BulletinRow{row("a", decOf(60)), row("b", nil), row("c", decOf(80)), {Key: "e"}}},
		{Indicator: "k", Dimension: ByUnit, Rows: []BulletinRow{row("z", decOf(10))}},
	}
	got := AreaPlaces(tables)
	require.Equal(t, []string{"b", "a", "c", "d"}, keysOf(got))
	require.Equal(t, []string{"90", "80", "80", "0"}, []string{got[0].Score.String(), got[1].Score.String(), got[2].Score.String(), got[3].Score.String()},
		"150 counts as 100; what is not known is left out")
	require.Equal(t, []int{1, 2, 2, 0}, []int{got[0].Rank, got[1].Rank, got[2].Rank, got[3].Rank}, "equals share a rank; the unknown have none")
	require.Equal(t, 1, got[0].Open)
	require.Equal(t, "150", got[1].Of[0].Progress.String(), "shown as it is")
}

func TestUnitPlaces(t *testing.T) {
	lines := []BulletinLine{
		{Indicator: "i", Lead: "kjj", Target: decOf(1), Progress: decOf(50)},
		{Indicator: "j", Lead: "kjj", Target: decOf(1)},
		{Indicator: "k", Lead: "gxj", Target: decOf(1), Progress: decOf(70)},
		{Indicator: "l", Progress: decOf(70)},
	}
	tables := []BulletinTable{{Indicator: "m", Dimension: ByUnit, Rows: []BulletinRow{{Key: "kjj", Target: decOf(4), Progress: decOf(100)}}}}
	got := UnitPlaces(lines, tables)
	require.Equal(t, []string{"kjj", "gxj"}, keysOf(got))
	require.Equal(t, "75", got[0].Score.String())
	require.Equal(t, 1, got[0].Open)
}

func keysOf(all []Place) (keys []string) {
	for _, s := range all {
		keys = append(keys, s.Key)
	}
	return keys
}

func TestChangesAndAttention(t *testing.T) {
	before := Bulletin{Lines: []BulletinLine{
		{Indicator: "same", Value: decOf(1), Light: LightGreen}, {Indicator: "more", Value: decOf(1), Light: LightGreen},
		{Indicator: "light", Value: decOf(1), Light: LightGreen}, {Indicator: "first"},
	}}
	now := Bulletin{AsOf: Date{2024, 12, 31}, Lines: []BulletinLine{
		{Indicator: "same", Value: decOf(1), Light: LightGreen}, {Indicator: "more", Value: decOf(2), Light: LightGreen},
		{Indicator: "light", Unit: "家", Value: decOf(1), Target: decOf(3), Light: LightYellow, Pace: &Outlook{Value: *decOf(2.55)}},
		{Indicator: "first", Value: decOf(0), Target: decOf(9), Unit: "%", Light: LightMissed}, {Indicator: "new"},
		{Indicator: "silent", Target: decOf(1), Period: YearPeriod(2024)}, {Indicator: "later", Target: decOf(1), Period: YearPeriod(2025)},
	}}
	changes := now.ChangesSince(before)
	require.Len(t, changes, 3)
	require.Equal(t, BulletinChange{Indicator: "more", Before: decOf(1), Now: decOf(2), WasLight: LightGreen, Light: LightGreen}, changes[0])
	require.Nil(t, changes[2].Before)
	watch := now.Attention()
	require.Equal(t, []string{"first", "light", "silent"}, []string{watch[0].Indicator, watch[1].Indicator, watch[2].Indicator})
	require.Equal(t, "未完成，当前 0%，目标 9%", watch[0].What.ZH)
	require.Equal(t, "存在风险，当前 1家，目标 3家，按当前进度期末预计 2.55家", watch[1].What.ZH)
}

func TestRound(t *testing.T) {
	for in, want := range map[float64]string{1.25: "1.3", 1.24: "1.2", -1.25: "-1.3", 0: "0", 1.04: "1"} {
		require.Equal(t, want, decOf(in).Round(1).String())
	}
	require.Equal(t, "2", decOf(1.5).Round(0).String())
	require.Equal(t, "1.2345", decOf(1.2345).Round(4).String())
}

// The title that is proposed has an English one; others are told as they were given.
func TestHeadingOfPublication(t *testing.T) {
	p := Publication{Period: QuarterPeriod(2025, 4)}.For(Plan{Title: "示例行动方案"})
	want := Text{ZH: "关于《示例行动方案》2025年第四季度进展情况的通报", EN: "Progress of the plan, Q4 2025"}
	if got := p.Heading(); got != want {
		t.Errorf("got %v", got)
	}
	p.Title = "关于示例工作的通报"
	if got := p.Heading(); got != (Text{ZH: p.Title, EN: p.Title}) {
		t.Errorf("got %v", got)
	}
}
