package main

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/search/meaning/meaningtest"
)

// What is half configured is said before any work.
func TestEmbeddingsHalfConfigured(t *testing.T) {
	for name, tt := range map[string]struct {
		flags []string
		want  string
	}{
		"no model":    {[]string{"--embeddings-url", "http://127.0.0.1:1"}, "--embeddings-model"},
		"no address":  {[]string{"--embeddings-url", "127.0.0.1", "--embeddings-model", "m"}, "not the http or https address"},
		"no key file": {[]string{"--embeddings-url", "http://127.0.0.1:1", "--embeddings-model", "m", "--embeddings-key-file", "/nowhere/key"}, "--embeddings-key-file"},
		"no time":     {[]string{"--embeddings-url", "http://127.0.0.1:1", "--embeddings-model", "m", "--embeddings-timeout", "0s"}, "no time to wait"},
	} {
		t.Run(name, func(t *testing.T) {
			var stderr bytes.Buffer
			require.Equal(t, 1, run(t.Context(), append(evalArgs(t), tt.flags...), io.Discard, &stderr))
			require.Contains(t, stderr.String(), tt.want)
		})
	}
}

// evalArgs evaluate a collection of four documents.
func evalArgs(t *testing.T) []string {
	dir := t.TempDir()
	write := func(name, content string) string {
		file := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(file, []byte(content), 0o600))
		return file
	}
	return []string{"eval", "--json", "--docs", write("docs.jsonl", `{"id":"a","title":"粪污发酵罐焊接","text":"养猪场粪污密闭发酵与除臭，罐体焊接，防止变形"}
{"id":"b","title":"铝制构件连接工艺","text":"铝制构件连接工艺中的变形"}
{"id":"c","title":"水稻育种","text":"抗病品种"}
{"id":"d","title":"桥梁检测","text":"裂缝识别"}
`), "--queries", write("queries.jsonl", `{"id":"q","title":"铝合金件焊接","text":"铝合金件焊接中的变形"}`+"\n"), "--qrels", write("qrels.tsv", "q\tb\t1\n")}
}

// The evaluation ranks by meaning when an endpoint is configured, by environment or a
// file; the key reaches the endpoint and nothing that is written.
func TestEvalByMeaning(t *testing.T) {
	const key = "sk-of-the-test"
	s := meaningtest.Serve(t)
	figures := func(args ...string) (r struct {
		NDCG    float64 `json:"ndcg_at_10"`
		Encoder string  `json:"encoder"`
		Encoded int     `json:"encoded"`
	}) {
		var stdout, stderr bytes.Buffer
		require.Equal(t, 0, run(t.Context(), append(evalArgs(t), args...), &stdout, &stderr), stderr.String())
		require.NotContains(t, stdout.String()+stderr.String(), key)
		require.NoError(t, json.Unmarshal(stdout.Bytes(), &r))
		return r
	}
	words := figures()
	require.Empty(t, words.Encoder)
	require.Empty(t, s.Asked())

	t.Setenv("SANKU_EMBEDDINGS_URL", s.URL)
	t.Setenv("SANKU_EMBEDDINGS_MODEL", "pairs")
	t.Setenv("SANKU_EMBEDDINGS_KEY", key)
	meant := figures("--log-level", "debug")
	require.Greater(t, meant.NDCG, words.NDCG)
	require.Equal(t, "pairs", meant.Encoder)
	require.Equal(t, 5, meant.Encoded)
	require.Equal(t, "Bearer "+key, s.Asked()[0].Header.Get("Authorization"))

	t.Setenv("SANKU_EMBEDDINGS_KEY", "")
	file := filepath.Join(t.TempDir(), "key")
	require.NoError(t, os.WriteFile(file, []byte("sk-of-a-file\n"), 0o600))
	settings := filepath.Join(t.TempDir(), "sanku.json")
	require.NoError(t, os.WriteFile(settings, []byte(`{"embeddings_key_file":"`+file+`","embeddings_query_prefix":"query: "}`), 0o600))
	before := len(s.Asked())
	require.Contains(t, figures("--config", settings).Encoder, "pairs#")
	require.Equal(t, "Bearer sk-of-a-file", s.Asked()[before].Header.Get("Authorization"))
	require.NotContains(t, s.Texts()[len(s.Texts())-1], "passage: ")
}

// The whole way on the sample data: what is there is encoded once, and matched by it.
func TestEmbedSampleData(t *testing.T) {
	s := meaningtest.Serve(t)
	data, _ := demonstrationData(t)
	endpoint := []string{"--data", data, "--embeddings-url", s.URL, "--embeddings-model", "pairs"}
	var stderr bytes.Buffer
	require.Equal(t, 1, run(t.Context(), []string{"embed", "--data", data}, io.Discard, &stderr))
	require.Contains(t, stderr.String(), "--embeddings-url")

	status := func(args ...string) (r embedReport) {
		require.NoError(t, json.Unmarshal([]byte(output(t, append(append([]string{"embed", "--json"}, args...), endpoint...)...)), &r))
		return r
	}
	before := status("--status")
	require.False(t, before.InUse)
	require.Zero(t, before.Kinds[0].Encoded+before.Kinds[1].Encoded)
	require.Empty(t, s.Asked())

	after := status()
	require.True(t, after.InUse)
	for _, k := range after.Kinds {
		require.Positive(t, k.Records)
		require.Equal(t, k.Records, k.Encoded)
	}
	asked := len(s.Asked())
	require.Equal(t, after, status())
	require.Len(t, s.Asked(), asked, "asked again for what is known")
	require.Contains(t, output(t, append([]string{"match"}, endpoint...)...), "needs matched")
	require.Len(t, s.Asked(), asked, "asked while matching")
}
