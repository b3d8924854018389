package matching_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/search/meaning"
	"sanku/search/meaning/meaningtest"
)

// welding is a need that two technologies share words with, of which only the second
// means the same.
func (w *world) welding() (need domain.Need, worded, meant domain.Technology) {
	university := w.university("湘潭示例理工大学", "430302").ID
	worded = w.technology(domain.Technology{OrganisationID: university, Title: "粪污发酵罐焊接", Abstract: "养猪场粪污密闭发酵与除臭，罐体焊接，防止变形", Keywords: []string{"焊接", "变形"}, Field: "materials"})
	meant = w.technology(domain.Technology{OrganisationID: university, Title: "铝制构件连接工艺", Abstract: "铝制构件连接工艺，控制焊接变形", Keywords: []string{"变形", "焊接"}, Field: "materials"})
	need = w.need(domain.Need{OrganisationID: w.enterprise().ID, Title: "铝合金件焊接变形", Problem: "铝合金件焊接变形", Field: "materials"})
	return need, worded, meant
}

// meaningOf is what a stored match says of what both texts mean.
func meaningOf(m domain.Match) (f domain.Feature, there bool) {
	for _, f := range m.Features {
		if f.Name == "meaning" {
			return f, true
		}
	}
	return f, false
}

// compared waits until the need is matched by what every technology means, and returns
// the order of its list and the features by technology.
func (w *world) compared(need domain.ID, technologies int) (order []domain.ID, features map[domain.ID]domain.Feature) {
	w.t.Helper()
	w.eventually("all is matched by meaning", func() bool {
		order, features = nil, map[domain.ID]domain.Feature{}
		for _, m := range w.stored(need, domain.MatchTechnology) {
			if f, ok := meaningOf(m.Match); ok && f.Known {
				order, features[m.CandidateID] = append(order, m.CandidateID), f
			}
		}
		return len(order) == technologies
	})
	return order, features
}

// Meanings of records that are there, and of those that come, change and leave, are
// asked for and kept without anybody asking, and the stored matches go by them.
func TestMeaningsFollowTheFeed(t *testing.T) {
	w, s := newWorld(t), meaningtest.Serve(t)
	w.useMeanings(s.Encoder(t))
	need, worded, meant := w.welding()
	w.start()
	order, features := w.compared(need.ID, 2)
	require.Equal(t, meant.ID, order[0])
	near, far := features[meant.ID], features[worded.ID]
	require.Greater(t, near.Value, far.Value+0.2)
	require.Positive(t, near.Contribution)
	require.Contains(t, near.Reason.ZH, "语义相近")
	require.Contains(t, near.Reason.EN, "the same matter")
	require.Contains(t, far.Reason.ZH, "关联不大")

	changed, err := w.db.ChangeTechnology(w.ctx, actor, worded.ID, worded.Version, func(t *domain.Technology) error {
		t.Title, t.Abstract = "铝合金件焊接变形控制", "铝合金件焊接变形"
		return nil
	})
	require.NoError(t, err)
	w.eventually("what is written anew is encoded anew", func() bool {
		_, features = w.compared(need.ID, 2)
		return features[worded.ID].Value > near.Value
	})

	asked := len(s.Texts())
	changed, err = w.db.ChangeTechnology(w.ctx, actor, changed.ID, changed.Version, func(t *domain.Technology) error { t.TRL = 8; return nil })
	require.NoError(t, err)
	w.eventually("another version is seen", func() bool { return w.covered(domain.Technologies) == 2 })
	require.Len(t, s.Texts(), asked, "the text is what it was")

	_, err = w.db.StepTechnology(w.ctx, actor, changed.ID, changed.Version, "close", "已转让")
	require.NoError(t, err)
	w.eventually("what has left is forgotten", func() bool {
		var n int
		err := w.db.Pool().QueryRow(w.ctx, `SELECT count(*) FROM meanings WHERE kind = 'technology'`).Scan(&n)
		return err == nil && n == 1
	})
	for _, text := range s.Texts() {
		require.True(t, strings.HasPrefix(text, "query: ") || strings.HasPrefix(text, "passage: "), text)
	}
}

// covered counts the records of a kind that are encoded as they are now.
func (w *world) covered(kind domain.Resource) int {
	w.t.Helper()
	c, _, err := w.meanings.Coverage(w.ctx)
	require.NoError(w.t, err)
	return c[kind].Encoded
}

// Without an encoder, and with one that has never answered, matches are the same to the
// last bit.
func TestMeaningsAreAnExtra(t *testing.T) {
	w, s := newWorld(t), meaningtest.Serve(t)
	need, _, _ := w.welding()
	words, err := w.matcher.Matches(t.Context(), need)
	require.NoError(t, err)
	require.Len(t, words, 2)
	_, there := meaningOf(words[0])
	require.False(t, there)

	w.useMeanings(s.Encoder(t))
	s.Fail(func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "no such model", http.StatusNotFound) })
	_, err = w.meanings.EncodeAll(t.Context(), nil)
	require.ErrorContains(t, err, "no such model")
	silent, err := w.matcher.Matches(t.Context(), need)
	require.NoError(t, err)
	require.Equal(t, words, silent)

	s.Fail(nil)
	done := 0
	changed, err := w.meanings.EncodeAll(t.Context(), func(n, of int) { done = n; require.Equal(t, 3, of) })
	require.NoError(t, err)
	require.True(t, changed)
	require.Equal(t, 3, done)
	require.NoError(t, w.matcher.MatchNeed(t.Context(), need.ID))
	f, _ := meaningOf(w.stored(need.ID, domain.MatchTechnology)[0].Match)
	require.True(t, f.Known)
}

// A need that is not stored is asked about while a person waits. When the endpoint
// fails, words alone answer, and it is left alone for a while.
func TestMeaningOfADraft(t *testing.T) {
	w, s := newWorld(t), meaningtest.Serve(t)
	w.useMeanings(s.Encoder(t))
	need, _, meant := w.welding()
	_, err := w.meanings.EncodeAll(t.Context(), nil)
	require.NoError(t, err)
	draft := need
	draft.ID = domain.ID{}
	found, err := w.matcher.Matches(t.Context(), draft)
	require.NoError(t, err)
	require.Equal(t, meant.ID, found[0].CandidateID)
	f, _ := meaningOf(found[0])
	require.True(t, f.Known)

	s.Fail(func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "gone", http.StatusGone) })
	asked := len(s.Asked())
	for range 3 {
		found, err = w.matcher.Matches(t.Context(), draft)
		require.NoError(t, err)
		require.Len(t, found, 2)
		f, there := meaningOf(found[0])
		require.True(t, there)
		require.False(t, f.Known)
	}
	require.Len(t, s.Asked(), asked+1, "asked again during the pause")
}

// Another encoder's vectors replace those there are; until they are there, words alone
// rank, and no vector is compared with one of another encoder.
func TestEncoderIsReplaced(t *testing.T) {
	w, s := newWorld(t), meaningtest.Serve(t)
	w.useMeanings(s.Encoder(t))
	need, _, _ := w.welding()
	_, err := w.meanings.EncodeAll(t.Context(), nil)
	require.NoError(t, err)
	require.NoError(t, w.matcher.MatchNeed(t.Context(), need.ID))
	first := w.stored(need.ID, domain.MatchTechnology)[0]

	other, err := meaning.NewEndpoint(meaning.EndpointOptions{URL: s.URL, Model: "another"})
	require.NoError(t, err)
	w.useMeanings(other)
	require.Zero(t, w.covered(domain.Technologies))
	require.NoError(t, w.matcher.MatchNeed(t.Context(), need.ID))
	between := w.stored(need.ID, domain.MatchTechnology)[0]
	_, there := meaningOf(between.Match)
	require.False(t, there)

	changed, err := w.meanings.EncodeAll(t.Context(), nil)
	require.NoError(t, err)
	require.True(t, changed)
	require.Equal(t, 2, w.covered(domain.Technologies))
	require.NoError(t, w.matcher.MatchNeed(t.Context(), need.ID))
	last := w.stored(need.ID, domain.MatchTechnology)[0]
	f, _ := meaningOf(last.Match)
	require.True(t, f.Known)
	require.Len(t, map[string]bool{first.Algorithm: true, between.Algorithm: true, last.Algorithm: true}, 3)
}

// Another model under the same name is found out, and what is stored stays.
func TestAnotherModelUnderTheSameName(t *testing.T) {
	w, s := newWorld(t), meaningtest.Serve(t)
	w.useMeanings(s.Encoder(t))
	w.measure()
	w.useMeanings(s.Encoder(t)) // as after a restart: it has seen no vector yet
	need, _, _ := w.welding()
	s.Fail(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(`{"data":[{"index":0,"embedding":[1,2,3]}]}`))
	})
	require.ErrorContains(t, w.meanings.Encode(t.Context(), domain.Needs, []domain.ID{need.ID}), "another model needs another name")
	require.Zero(t, w.covered(domain.Needs))
}

// A frame is measured again when the library has become much larger, and everything is
// then matched by it.
func TestFrameGrowsWithTheLibrary(t *testing.T) {
	w, s := newWorld(t), meaningtest.Serve(t)
	w.useMeanings(s.Encoder(t))
	w.measure()
	university := w.university("湘潭示例理工大学", "430302").ID
	for _, topic := range topics {
		for _, also := range topics[:4] {
			w.technology(domain.Technology{OrganisationID: university, Title: topic + "与" + also, Abstract: topic, Field: "materials"})
		}
	}
	changed, err := w.meanings.EncodeAll(t.Context(), nil)
	require.NoError(t, err)
	require.True(t, changed)
	frame, err := w.db.MeaningFrame(t.Context(), s.Encoder(t).Name())
	require.NoError(t, err)
	require.EqualValues(t, 2, frame.Generation)
	require.Equal(t, 40, frame.Technologies)
	changed, err = w.meanings.Measure(t.Context())
	require.NoError(t, err)
	require.False(t, changed)
}

// Of what is blind, the encoder's server is told no more than every member is.
func TestMeaningOfWhatIsBlind(t *testing.T) {
	w, s := newWorld(t), meaningtest.Serve(t)
	w.useMeanings(s.Encoder(t))
	w.need(domain.Need{OrganisationID: w.enterprise().ID, Title: "隐名的涂层需求", Problem: "只给对接方看的工况", Field: "materials", Confidentiality: "blind"})
	w.technology(domain.Technology{OrganisationID: w.university("湘潭示例理工大学", "430302").ID, Title: "隐名的涂层成果", Abstract: "只给对接方看的配方",
		Field: "materials", Confidentiality: "blind"})
	w.start()
	w.eventually("both are encoded", func() bool { return w.covered(domain.Needs) == 1 && w.covered(domain.Technologies) == 1 })
	told := strings.Join(s.Texts(), "\n")
	require.Contains(t, told, "隐名的涂层需求")
	require.Contains(t, told, "隐名的涂层成果")
	require.NotContains(t, told, "只给对接方看")
}
