package matching_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/search"
	"sanku/search/matching"
)

// judgedFiles are a collection in which the better answer says less of the need's words
// but says them in its title.
func judgedFiles(t *testing.T) search.EvalOptions {
	t.Helper()
	dir := t.TempDir()
	write := func(name, content string) string {
		path := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
		return path
	}
	return search.EvalOptions{Judged: true,
		Docs: write("docs.jsonl", `{"id":"titled","title":"石墨烯散热膜","text":"一种制备技术。","keywords":"石墨烯\n散热膜"}
{"id":"wordy","title":"年度工作总结","text":"石墨烯散热膜与石墨烯散热膜，手机服务器散热，石墨烯散热膜导热系数，成卷制备。"}
{"id":"other","title":"水稻育种","text":"抗病品种。"}
`),
		Queries: write("queries.jsonl", `{"id":"q","text":"手机服务器散热需要石墨烯散热膜，要求导热系数高，可成卷制备"}`+"\n"),
		Qrels:   write("qrels.tsv", "q\ttitled\t1\nq\twordy\t0\nq\tother\t0\n")}
}

// What a judged collection is ranked by are the weights.
func TestEvaluateWeights(t *testing.T) {
	files := judgedFiles(t)
	ndcg := func(text, title float64) float64 {
		w := domain.Weights{Features: map[string]map[string]float64{domain.MatchTechnology: {"text": text, "title": title}}}
		result, err := matching.EvaluateWeights(t.Context(), files, w)
		require.NoError(t, err)
		require.Equal(t, 1, result.Queries)
		return result.NDCG10
	}
	require.InDelta(t, 1, ndcg(1, 9), 1e-9)
	require.Less(t, ndcg(1, 0), 0.7)
	refuse, err := search.JudgesRefuse(files.Qrels)
	require.NoError(t, err)
	require.True(t, refuse)
}
