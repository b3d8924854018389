package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
	"sanku/seeds"
)

// opinion is how the simulated people of the sample data decide: by chances that the
// shipped weights know little of, readiness and locality above all.
type opinion struct{ random *rand.Rand }

func (o opinion) accepts(m domain.Match) bool {
	odds := -6.5
	for _, f := range m.Features {
		value := 0.5
		if f.Known {
			value = f.Value
		}
		odds += map[string]float64{"text": 3, "title": 1.5, "trl": 3, "locality": 2.5, "budget": 1}[f.Name] * value
	}
	return o.random.Float64() < 1/(1+math.Exp(-odds))
}

// decide decides on a need's best matches: a docking that gets to talks, or a dismissal.
func (o opinion) decide(ctx context.Context, db *postgres.DB, need domain.ID) (decided int, err error) {
	system := domain.System("test")
	found, err := db.Matches(ctx, system, need, domain.MatchTechnology)
	if err != nil {
		return 0, err
	}
	for _, m := range found[:min(len(found), 8)] {
		if !o.accepts(m.Match) {
			_, err = db.DismissMatch(ctx, system, domain.Dismissal{NeedID: need, Kind: m.Kind, CandidateID: m.CandidateID, Reason: "not_relevant"})
		} else {
			err = dock(ctx, db, need, m.CandidateID)
		}
		if errors.Is(err, domain.ErrConflict) { // it is docked already, or the area has no steward
			continue
		}
		if err != nil {
			return decided, err
		}
		decided++
	}
	return decided, nil
}

func dock(ctx context.Context, db *postgres.DB, need, technology domain.ID) error {
	d, err := db.CreateDocking(ctx, domain.System("test"), domain.Docking{NeedID: need, TechnologyID: technology})
	if err != nil {
		return err
	}
	if d.StewardID.IsZero() { // those of the area are busy; the bureau may name any
		stewards, err := db.Experts(ctx, domain.System("test"), postgres.ExpertFilter{Kind: domain.StewardExpert, Area: d.Area}, postgres.Page{Limit: 1})
		if err != nil || len(stewards.Items) == 0 {
			return err
		}
		if d, err = db.HandOver(ctx, domain.System("test"), d.ID, d.Version, stewards.Items[0].ID, ""); err != nil {
			return err
		}
	}
	steward := domain.Actor{Login: "steward", Roles: []domain.Role{domain.RoleSteward}, ExpertID: d.StewardID}
	for _, step := range []string{"introduce", "negotiate"} {
		if d, err = db.StepDocking(ctx, steward, d.ID, d.Version, step, "", ""); err != nil {
			return err
		}
	}
	return nil
}

// From what the people of the sample data decide a model is learnt, used and left again.
func TestLearnFromSampleData(t *testing.T) {
	if testing.Short() {
		t.Skip("matches the sample data twice")
	}
	data, _ := demonstrationData(t)
	ctx, config, quiet := t.Context(), &Config{Data: data}, &console{out: io.Discard, err: io.Discard}
	var first learntJSON
	require.NoError(t, json.Unmarshal([]byte(output(t, "learn", "--json", "--data", config.Data)), &first))
	require.Positive(t, first.Outcomes, "the sample's dockings")
	require.Empty(t, first.Installed)
	require.Equal(t, "the outcomes follow no pattern that can be told from chance", first.Kinds[0].Reason, "two of them were declined")

	require.NoError(t, config.withEngine(ctx, quiet, func(e *engine) error {
		people, decided := opinion{rand.New(rand.NewPCG(4, 2))}, 0
		needs, err := e.db.Needs(ctx, domain.System("test"), postgres.NeedFilter{State: string(domain.ListingPublished)}, postgres.Page{Limit: postgres.MaxLimit})
		require.NoError(t, err)
		for _, n := range needs.Items {
			some, err := people.decide(ctx, e.db, n.ID)
			require.NoError(t, err)
			decided += some
		}
		require.Greater(t, decided, 400)

		tried, err := e.learn(ctx, quiet, nil, true)
		require.NoError(t, err)
		require.Empty(t, tried.installed)
		r, err := e.learn(ctx, quiet, nil, false)
		require.NoError(t, err)
		k := r.lesson.Kinds[0]
		t.Logf("%d outcomes: log loss %.3f to %.3f, calibration error %.3f to %.3f, AUC %.3f to %.3f", k.Outcomes, k.Before.LogLoss, k.After.LogLoss, k.Before.CalibrationError, k.After.CalibrationError, k.Before.AUC, k.After.AUC)
		require.Equal(t, "1", r.installed, k.Reason.EN)
		require.Equal(t, domain.FitWeights, k.Fitted, k.Reason.EN)
		require.Less(t, k.After.CalibrationError, 0.08)
		require.Less(t, k.After.LogLoss, k.Before.LogLoss)

		_, err = e.matchAll(ctx, quiet.progress(""))
		require.NoError(t, err)
		shipped, err := seeds.Weights()
		require.NoError(t, err)
		var algorithms []string
		for _, n := range needs.Items {
			rest, err := e.db.Matches(ctx, domain.System("test"), n.ID, domain.MatchTechnology)
			require.NoError(t, err)
			for _, m := range rest {
				algorithms = append(algorithms, m.Algorithm)
			}
		}
		require.NotEmpty(t, algorithms)
		for _, a := range algorithms {
			require.Contains(t, a, shipped.Version+"+1", "an open matcher uses the model that has come into use")
		}
		return nil
	}, nil))

	var out bytes.Buffer
	require.Equal(t, 0, run(ctx, []string{"learn", "--data", config.Data}, &out, io.Discard))
	require.Contains(t, out.String(), "未作改动")
	out.Reset()
	require.Equal(t, 0, run(ctx, []string{"learn", "--revert", "shipped", "--data", config.Data}, &out, io.Discard))
	require.Equal(t, 1, run(ctx, []string{"learn", "--revert", "7", "--data", config.Data}, &out, io.Discard))
}

// taught are outcomes that people decide by the title alone.
func taught() []domain.Outcome {
	random := rand.New(rand.NewPCG(1, 1))
	var all []domain.Outcome
	for i := range 400 {
		text, title := random.Float64(), random.Float64()
		o := domain.Outcome{ID: domain.ID{1, byte(i), byte(i >> 8)}, Verdict: domain.VerdictDismissed, Reason: "not_relevant",
			Match: domain.Match{NeedID: domain.ID{2, byte(i / 4)}, Kind: domain.MatchTechnology, Features: []domain.Feature{{Name: "text", Known: true, Value: text}, {Name: "title", Known: true, Value: title}}}}
		if random.Float64() < 1/(1+math.Exp(5-10*title)) {
			o.Verdict, o.Reason = domain.VerdictContracted, ""
		}
		all = append(all, o)
	}
	return all
}

// Weights that rank a judged collection worse are refused; the calibration, which
// changes no order, is not.
func TestJudgedCollectionRefusesWeights(t *testing.T) {
	dir := t.TempDir()
	write := func(name, content string) string {
		path := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
		return path
	}
	set := judgedSet{
		write("docs.jsonl", `{"id":"titled","title":"石墨烯散热膜","text":"一种制备技术。"}
{"id":"wordy","title":"高导热薄膜","text":"石墨烯散热膜用于手机服务器散热，要求导热系数高，可成卷制备，大面积生产，厚度均匀。"}
{"id":"other","title":"水稻育种","text":"抗病品种。"}
`),
		write("queries.jsonl", `{"id":"q","text":"手机服务器散热需要石墨烯散热膜，要求导热系数高，可成卷制备，大面积生产，厚度均匀"}`+"\n"),
		write("qrels.tsv", "q\twordy\t1\nq\ttitled\t0\nq\tother\t0\n")}
	used := domain.Weights{Version: "w", Features: map[string]map[string]float64{domain.MatchTechnology: {"text": 10, "title": 2}},
		Calibration: map[string]domain.Calibration{domain.MatchTechnology: domain.LogisticCalibration(0.5, 8)}}
	quiet := &console{out: io.Discard, err: io.Discard}

	free := learnReport{}
	require.NoError(t, free.fit(t.Context(), quiet, used, used, taught(), nil))
	require.True(t, free.lesson.Refits())
	held := learnReport{}
	require.NoError(t, held.fit(t.Context(), quiet, used, used, taught(), []judgedSet{set}))
	require.Len(t, held.harmed, 1)
	require.False(t, held.lesson.Refits())
	require.Equal(t, used.Features, held.lesson.Weights.Features)
	require.Contains(t, held.decision(), "worse and were refused")

	for _, bad := range []string{"a,b", set.docs + ",absent," + set.qrels} {
		_, err := judgedSets([]string{bad})
		require.Error(t, err)
	}
}
