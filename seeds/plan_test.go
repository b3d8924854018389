package seeds

import (
	"io/fs"
	"maps"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"sanku/domain"
)

func TestReadPlan(t *testing.T) {
	p, err := ReadPlan(PlanFiles())
	require.NoError(t, err)
	require.Len(t, p.Areas, 9)
	require.Len(t, p.Indicators, 35)
	require.Len(t, p.Sectors, 6)
	require.Len(t, p.Industries, 20+97)

	find := func(indicator string, by domain.Dimension, key string, year int) *domain.Decimal {
		t.Helper()
		for _, g := range p.Targets {
			if g.Indicator == indicator && g.Dimension == by && g.Key == key && g.Year == year {
				return g.Value
			}
		}
		t.Fatalf("no target of %s for %q in %d", indicator, key, year)
		return nil
	}
	require.Equal(t, "0.13", find("rd_spend", domain.ByArea, "zongbao", 2023).String())
	require.Equal(t, "24", find("rd_spend", domain.BySector, "universities", 2025).String())
	require.Nil(t, find("rd_spend", domain.BySector, "services", 2025), "not set is not zero")
	require.Equal(t, "305", find("tech_smes", domain.ByArea, "xiangtan-county", 2025).String())
	require.Equal(t, "30", find("platforms_new", domain.ByUnit, "gxj", 2023).String())
	require.Equal(t, "100", find("platforms_new", domain.WholeCity, "", 0).String(), "the text asks for 100, the annexes add up to 125")
	growth := p.GrowthDiscrepancies("rd_spend", p.Targets)[0]
	require.Equal(t, "13.5 12.2722", growth.Printed.String()+" "+growth.Targets.String(), "annex 1 prints another growth than 83.3 and 105 have")

	for _, i := range p.Indicators {
		require.NotEmpty(t, i.MeasuredBy.From, "%s is measured by nothing", i.Code)
	}

	granted := 0
	for _, c := range p.Policy.Clauses {
		granted += len(c.Incentives)
	}
	require.Equal(t, 7, granted, "six incentives, one of them for two kinds of beneficiary")
}

func TestReadPlanChecksPrintedTotals(t *testing.T) {
	for _, test := range []struct{ file, old, new, complaint string }{
		{"annex2.csv", "zongbao,湘潭综保区,0.13", "zongbao,湘潭综保区,0.14", "column 2023"},
		{"annex3.csv", "total,total,全市,830", "total,total,全市,831", "high_tech_2023"},
		{"annex4.csv", "kjj,市科技局,20,15,10,45", "kjj,市科技局,20,15,10,46", "annex4.csv line 2"},
		{"indicators.csv", ">=,83.3,93,105", ">=,83.4,93,105", "the text sets"},
	} {
		data := copyOf(t, PlanFiles())
		before := string(data[test.file].Data)
		data[test.file].Data = []byte(strings.Replace(before, test.old, test.new, 1))
		require.NotEqual(t, before, string(data[test.file].Data), test.file)
		_, err := ReadPlan(data)
		require.ErrorContains(t, err, test.complaint)
	}
}

func copyOf(t *testing.T, data fs.FS) fstest.MapFS {
	t.Helper()
	m := fstest.MapFS{}
	err := fs.WalkDir(data, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := fs.ReadFile(data, name)
		maps.Copy(m, fstest.MapFS{name: {Data: b}})
		return err
	})
	require.NoError(t, err)
	return m
}
