package postgres

import (
	"context"
	"errors"
	"slices"

	"github.com/jackc/pgx/v5"

	"sanku/domain"
)

// How much of each part a dossier shows.
const (
	dossierTechnologies = 5
	dossierPolicies     = 5
	dossierNearMisses   = 6
)

// Dossier is everything that one need is answered with, as stored matches have it.
type Dossier struct {
	Need         domain.Need
	Owner        domain.Organisation
	Run          *MatchRun      // what the matches were computed from; nil when they were not yet
	Total        map[string]int // matches without near misses, by kind
	Technologies []Matched      // the best
	Team         []Matched      // the technical expert, the entrepreneur and the steward, as far as they can work together
	Gaps         []domain.TeamGap
	Policies     []Matched // the best
	NearMisses   []Matched // of every kind, the nearest first
}

// Current reports whether the matches are of the need as it is now.
func (d Dossier) Current() bool { return d.Run != nil && d.Run.NeedVersion == d.Need.Version }

// Dossier returns the dossier of a need, as far as actor may see it: the need's
// enterprise, stewards and the bureau may. Others, and those who ask for no need, get
// ErrNotFound.
func (db *DB) Dossier(ctx context.Context, actor domain.Actor, need domain.ID) (Dossier, error) {
	d := Dossier{Total: map[string]int{}}
	err := db.mayBeMatched(ctx, domain.ScopeOf(actor, domain.Read, domain.Matches), "needs", need)
	if err != nil {
		return d, translate(err)
	}
	if d.Need, err = db.Need(ctx, actor, need); err != nil {
		return d, err
	}
	if d.Owner, err = db.Organisation(ctx, actor, d.Need.OrganisationID); err != nil {
		return d, err
	}
	if d.Run, err = db.matchRun(ctx, need); err != nil {
		return d, err
	}
	conflicts, err := db.DeclaredConflicts(ctx)
	if err != nil {
		return d, err
	}
	for _, kind := range domain.MatchKinds.Codes() {
		found, err := db.Matches(ctx, actor, need, kind)
		if err != nil {
			return d, err
		}
		if d.add(kind, found); kind == domain.MatchExpert {
			d.pickTeam(found, conflicts)
		}
	}
	slices.SortStableFunc(d.NearMisses, func(a, b Matched) int { return domain.ByNearness(a.Match, b.Match) })
	d.NearMisses = d.NearMisses[:min(len(d.NearMisses), dossierNearMisses)]
	return d, nil
}

// add takes the matches of one kind, which come best first, near misses last.
func (d *Dossier) add(kind string, found []Matched) {
	at := slices.IndexFunc(found, func(m Matched) bool { return m.NearMiss })
	if at < 0 {
		at = len(found)
	}
	matches := found[:at]
	d.Total[kind] = len(matches)
	switch kind {
	case domain.MatchTechnology:
		d.Technologies = matches[:min(len(matches), dossierTechnologies)]
	case domain.MatchPolicy:
		d.Policies = matches[:min(len(matches), dossierPolicies)]
	}
	d.NearMisses = append(d.NearMisses, found[at:]...)
}

// pickTeam picks the team among the experts.
func (d *Dossier) pickTeam(experts []Matched, conflicts domain.Interests) {
	ranked := make([]domain.TeamCandidate, len(experts))
	by := make(map[domain.ID]Matched, len(experts))
	for i, m := range experts {
		ranked[i] = domain.TeamCandidate{Match: m.Match, Kind: m.Sort, Name: m.Title, OrganisationID: m.OrganisationID}
		by[m.CandidateID] = m
	}
	team := domain.PickTeam(ranked, conflicts)
	for _, member := range team.Members {
		d.Team = append(d.Team, by[member.Match.CandidateID])
	}
	d.Gaps = team.Gaps
}

// matchRun returns what the stored matches of a need were computed from, nil when
// there are none.
func (db *DB) matchRun(ctx context.Context, need domain.ID) (*MatchRun, error) {
	run := MatchRun{NeedID: need}
	err := db.pool.QueryRow(ctx, `SELECT need_version, algorithm, computed_at FROM match_runs WHERE need_id = $1`, [16]byte(need)).
		Scan(&run.NeedVersion, &run.Algorithm, &run.ComputedAt)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, nil
	}
	return &run, translate(err)
}
