package api

import (
	"fmt"
	"net/http"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain"
)

// The bureau draws a bulletin up, publishes what it saw, and corrects it with a reason.
func TestPublishBulletin(t *testing.T) {
	s := newServer(t)
	s.addPlan()
	year := domain.DateOf(s.db.Now()).Year - 1
	asked := func(rest string) string {
		return fmt.Sprintf(`{"period": "%d-Q4", "number": "示例〔1〕号", "signature": "示例办公室"%s}`, year, rest)
	}
	bureau := s.as("bureau")

	shown := decoded[WholePublication](t, s.post(bureau, "/publications/preview", asked("")), http.StatusOK)
	require.True(t, shown.ID.IsZero())
	require.Equal(t, []any{1, fmt.Sprintf("关于《示例行动方案》%d年第四季度进展情况的通报", year), domain.QuarterPeriod(year, 4).To}, []any{shown.Revision, shown.Title, shown.AsOf})
	require.Len(t, shown.Bulletin.Lines, 4)
	require.Empty(t, decoded[Items[Publication]](t, s.get(bureau, "/publications"), http.StatusOK).Items, "nothing is kept of it")

	made := decoded[WholePublication](t, s.post(bureau, "/publications", asked(`, "revision": 1`)), http.StatusCreated)
	require.Equal(t, shown.Bulletin, made.Bulletin, "what was shown is published")
	require.Equal(t, []any{1, "示例〔1〕号", "示例办公室"}, []any{made.Revision, made.Number, made.Signature})
	read := decoded[WholePublication](t, s.get(caller{}, "/publications/"+made.ID.String()), http.StatusOK)
	require.Equal(t, made, read)
	require.NotEmpty(t, decoded[Items[PublishedFigure]](t, s.get(caller{}, "/publications/"+made.ID.String()+"/figures"), http.StatusOK).Items)

	require.Equal(t, http.StatusConflict, s.post(bureau, "/publications", asked(`, "revision": 1, "reason": "更正"`)).Code, "it was drawn up before another was published")
	wrong := s.post(bureau, "/publications", asked(`, "revision": 2`))
	require.Equal(t, http.StatusUnprocessableEntity, wrong.Code)
	require.Contains(t, wrong.Body.String(), "请说明更正理由")
	second := decoded[WholePublication](t, s.post(bureau, "/publications", asked(`, "reason": "数据更正"`)), http.StatusCreated)
	require.Equal(t, []any{2, made.ID}, []any{second.Revision, second.Corrects})
	require.Equal(t, http.StatusUnprocessableEntity, s.post(bureau, "/publications", `{"period": "2024-Q7"}`).Code)
	require.Equal(t, http.StatusUnprocessableEntity, s.post(bureau, "/publications", fmt.Sprintf(`{"period": "%d-Q4"}`, year+1)).Code, "its last day has not come")
}

// The same request many times at once publishes once, with and without a key.
func TestPublishBulletinAtOnce(t *testing.T) {
	s := newServer(t)
	s.addPlan()
	body := fmt.Sprintf(`{"period": "%d-Q4", "revision": 1}`, domain.DateOf(s.db.Now()).Year-1)
	bureau := s.as("bureau")
	var wg sync.WaitGroup
	codes := make([]int, 8)
	for i := range codes {
		to := call{method: http.MethodPost, path: "/publications", body: body}
		if i%2 == 0 {
			to.header = map[string]string{idempotencyHeader: "once"}
		}
		wg.Go(func() { codes[i] = s.do(bureau, to).Code })
	}
	wg.Wait()
	require.Contains(t, codes, http.StatusCreated)
	require.Len(t, decoded[Items[Publication]](t, s.get(bureau, "/publications"), http.StatusOK).Items, 1, "%v", codes)
}
