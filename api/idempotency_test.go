package api

import (
	"fmt"
	"net/http/httptest"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain"
)

func (s *server) postOnce(c caller, key, path, body string) *httptest.ResponseRecorder {
	return s.do(c, call{method: "POST", path: path, body: body, header: map[string]string{idempotencyHeader: key}})
}

func TestIdempotency(t *testing.T) {
	s := newServer(t)
	bureau, admin := s.as("bureau"), s.as("admin")
	body := `{"name":"示例只建一次","kind":"enterprise","division":"430302"}`
	first := s.postOnce(bureau, "k1", "/organisations", body)
	made := decoded[Organisation](t, first, 201)

	again := s.postOnce(bureau, "k1", "/organisations", body)
	require.Equal(t, made, decoded[Organisation](t, again, 201))
	require.Equal(t, "true", again.Header().Get("Idempotency-Replayed"))
	for _, name := range keptHeaders {
		require.Equal(t, first.Header().Get(name), again.Header().Get(name), name)
	}
	require.Equal(t, 422, s.postOnce(bureau, "k1", "/organisations", `{}`).Code, "another request")
	require.NotEqual(t, made.ID, decoded[Organisation](t, s.postOnce(admin, "k1", "/organisations", body), 201).ID, "another user")
	require.Equal(t, 401, s.postOnce(caller{}, "k1", "/organisations", body).Code)
	require.Equal(t, 403, s.postOnce(s.as("expert"), "k1", "/organisations", body).Code)

	found := decoded[Items[Organisation]](t, s.get(bureau, "/organisations?q=%E7%A4%BA%E4%BE%8B%E5%8F%AA%E5%BB%BA"), 200)
	require.Len(t, found.Items, 2)
}

func TestIdempotencyKeyIsFreeAfterFailure(t *testing.T) {
	s := newServer(t)
	bureau := s.as("bureau")
	require.Equal(t, 422, s.postOnce(bureau, "k", "/organisations", `{}`).Code)
	require.Equal(t, 201, s.postOnce(bureau, "k", "/organisations", `{"name":"示例企业丙","kind":"enterprise","division":"430302"}`).Code)
}

func TestIdempotencyKeepsNoSecret(t *testing.T) {
	s := newServer(t)
	bureau := s.as("bureau")
	body := tokenBody(s, bureau, own)
	made := decoded[MadeToken](t, s.postOnce(bureau, "k", "/tokens", body), 201)
	w := s.postOnce(bureau, "k", "/tokens", body)
	require.Equal(t, 409, w.Code)
	require.NotContains(t, w.Body.String(), made.Secret)
	var kept int
	require.NoError(t, s.db.Pool().QueryRow(t.Context(), "SELECT count(*) FROM idempotency_keys WHERE body IS NOT NULL").Scan(&kept))
	require.Zero(t, kept)
}

// TestIdempotencyAtOnce sends the same request many times at once: one is carried
// out, the others are told to wait or get its answer.
func TestIdempotencyAtOnce(t *testing.T) {
	s := newServer(t)
	bureau := s.as("bureau")
	codes := make([]int, 8)
	var wg sync.WaitGroup
	for i := range codes {
		wg.Go(func() {
			codes[i] = s.postOnce(bureau, "k", "/organisations", `{"name":"示例同时提交","kind":"enterprise","division":"430302"}`).Code
		})
	}
	wg.Wait()
	for _, code := range codes {
		require.Contains(t, []int{201, 409}, code)
	}
	require.Contains(t, codes, 201)
	var made int
	require.NoError(t, s.db.Pool().QueryRow(t.Context(), "SELECT count(*) FROM organisations WHERE name = '示例同时提交'").Scan(&made))
	require.Equal(t, 1, made)
}

func TestMerge(t *testing.T) {
	type inner struct {
		A int    `json:"a,omitempty"`
		B string `json:"b,omitempty"`
	}
	type record struct {
		Name   string      `json:"name"`
		Amount *domain.Fen `json:"amount_fen,omitempty"`
		List   []inner     `json:"list,omitempty"`
		Inner  inner       `json:"inner"`
	}
	amount := domain.Fen(900_719_925_474_099_3)
	before := record{Name: "甲", Amount: &amount, List: []inner{{1, "x"}, {2, "y"}}, Inner: inner{3, "z"}}
	for patch, want := range map[string]record{
		`{}`:                       before,
		`{"name":"乙"}`:             {Name: "乙", Amount: &amount, List: before.List, Inner: before.Inner},
		`{"amount_fen":null}`:      {Name: "甲", List: before.List, Inner: before.Inner},
		`{"list":[{"a":9}]}`:       {Name: "甲", Amount: &amount, List: []inner{{A: 9}}, Inner: before.Inner},
		`{"inner":{"b":null}}`:     {Name: "甲", Amount: &amount, List: before.List, Inner: inner{A: 3}},
		`{"list":null,"name":"丙"}`: {Name: "丙", Amount: &amount, Inner: before.Inner},
	} {
		var m Merge[record]
		require.NoError(t, m.UnmarshalJSON([]byte(patch)), patch)
		after, err := m.onto(before)
		require.NoError(t, err, patch)
		require.Equal(t, want, after, patch)
	}
	require.Equal(t, "x", before.List[0].B, "the record before is not touched")
}

func TestParseETag(t *testing.T) {
	for tag, want := range map[string]int64{`"7"`: 7, `W/"7"`: 7, ` "12" `: 12, `7`: 0, `"0"`: 0, `"-1"`: 0, `*`: 0, `"x"`: 0, ``: 0, `"`: 0} {
		got, ok := parseETag(tag)
		require.Equal(t, want > 0, ok, tag)
		if ok {
			require.Equal(t, want, got, tag)
		}
	}
}

// TestVersions holds that a change needs the version read: 428 without, 412 when stale.
func TestVersions(t *testing.T) {
	s := newServer(t)
	bureau, path := s.as("bureau"), "/organisations/"+s.enterprise.ID.String()
	tag := s.get(bureau, path).Header().Get("ETag")
	require.Equal(t, `"1"`, tag)
	require.Equal(t, 428, s.patch(bureau, path, 0, `{"summary":"一"}`).Code)
	w := s.patch(bureau, path, 1, `{"summary":"一"}`)
	require.Equal(t, 200, w.Code)
	require.Equal(t, `"2"`, w.Header().Get("ETag"))
	require.Equal(t, 412, s.patch(bureau, path, 1, `{"summary":"二"}`).Code)
	got := decoded[Organisation](t, s.get(bureau, path), 200)
	require.Equal(t, "一", got.Summary)
	require.Equal(t, s.enterprise.Name, got.Name)
	require.Equal(t, 412, s.patch(bureau, path, 99, fmt.Sprintf(`{"summary":%q}`, "三")).Code)
}
