package search

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestWorkOf(t *testing.T) {
	for title, want := range map[string]string{
		"科学技术进步法第十条":        "科学技术进步法",
		"中华人民共和国民法典第三百九十六条": "民法典",
		"刑法第二百六十四条之一":       "刑法",
		"《湘潭市促进成果转化若干规定》":   "湘潭市促进成果转化若干规定",
		"第十条":        "第十条",
		"第三代半导体散热材料": "第三代半导体散热材料",
		"法":          "",
		"":           "",
	} {
		require.Equal(t, want, workOf(title), title)
	}
}

func TestWorksNamed(t *testing.T) {
	for text, want := range map[string][]string{
		"依照《中华人民共和国专利法》和《公司法》、《专利法》": {"专利法", "公司法"},
		"本办法依据《技术合同办法》第三条":           nil, // its own
		"《关于印发〈专利法〉的通知》":             {"关于印发〈专利法〉的通知"},
		"《甲《专利法》":                    {"专利法"},
		"没有书名号，或只有一半《专利法":            nil,
	} {
		require.Equal(t, want, worksNamed(text, "技术合同办法"), text)
	}
}

// Of two articles whose words answer alike, that of the work which others name
// comes first; deleting those that name it takes its lead away.
func TestAuthority(t *testing.T) {
	x := newTestIndex(t, []Document{
		{ID: "a", Title: "乙条例第八条", Body: "承包人应当登记。"},
		{ID: "b", Title: "甲条例第八条", Body: "承包人应当登记。"},
	}, []Document{
		{ID: "c", Title: "丙办法", Body: "依照《甲条例》和《乙条例》办理。"},
		{ID: "d", Title: "丁办法", Body: "适用《中华人民共和国甲条例》。"},
	})
	hits := x.retrieve(Query{Parts: NeedParts("承包人登记")})
	require.Equal(t, []string{"b", "a"}, ids(hits)[:2])
	require.InDelta(t, (1+authorityWeight*math.Log(3))/(1+authorityWeight*math.Log(2)), hits[0].Score/hits[1].Score, 1e-12)
	sum := 0.0
	for _, term := range hits[0].Terms {
		sum += term.Score
	}
	require.InDelta(t, hits[0].Score, sum, 1e-9)

	x.write(nil, []string{"d"})
	require.Equal(t, []string{"a", "b"}, ids(x.retrieve(Query{Parts: NeedParts("承包人登记"), Limit: 2})))
}
