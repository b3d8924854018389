package postgres_test

import (
	"bytes"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
)

// told is what an encoder told of a text that begins with the letter.
func told(id domain.ID, version int64, letter byte) postgres.Meaning {
	return postgres.Meaning{ID: id, Version: version, Digest: bytes.Repeat([]byte{letter}, 16), Vector: []byte{letter, 0}}
}

// announced counts the changes of meanings in the feed.
func announced(t *testing.T, db *postgres.DB) (n int) {
	changes, err := db.Changes(t.Context(), nil, postgres.Position{}, 1000)
	require.NoError(t, err)
	for _, c := range changes {
		if c.MeaningOf() == domain.Technologies {
			n++
		}
	}
	return n
}

// What is told of a later version stays, and the feed tells of meanings from the moment
// on that matching goes by them.
func TestMeanings(t *testing.T) {
	db, ctx := open(t), t.Context()
	a, b := domain.NewID(), domain.NewID()
	require.NoError(t, db.StoreMeanings(ctx, domain.Technologies, "e", []postgres.Meaning{told(a, 2, 'x'), {ID: b, Version: 1, Digest: make([]byte, 16)}}))
	require.Zero(t, announced(t, db), "nothing is judged by it yet")

	_, err := db.MeaningFrame(ctx, "e")
	require.ErrorIs(t, err, domain.ErrNotFound)
	stored, err := db.StoreMeaningFrame(ctx, postgres.MeaningFrame{Encoder: "e", Generation: 1, Queries: []byte{1, 0}, Passages: []byte{2, 0}, Spread: .1})
	require.NoError(t, err)
	require.True(t, stored)
	require.NoError(t, db.StoreMeanings(ctx, domain.Technologies, "e", []postgres.Meaning{told(a, 1, 'o'), told(b, 1, 'y')}))
	require.Equal(t, 1, announced(t, db), "an older version changes nothing")
	require.NoError(t, db.SeeMeanings(ctx, domain.Technologies, []postgres.Meaning{{ID: a, Version: 5}, {ID: b, Version: 1}}))
	require.Equal(t, 1, announced(t, db), "the text is what it was")

	found, err := db.Meanings(ctx, domain.Technologies, "e", []domain.ID{a, b, domain.NewID()})
	require.NoError(t, err)
	require.Equal(t, map[domain.ID]postgres.Meaning{a: told(a, 5, 'x'), b: told(b, 1, 'y')}, found)
	for _, other := range []func() (map[domain.ID]postgres.Meaning, error){
		func() (map[domain.ID]postgres.Meaning, error) {
			return db.Meanings(ctx, domain.Technologies, "f", []domain.ID{a})
		},
		func() (map[domain.ID]postgres.Meaning, error) {
			return db.Meanings(ctx, domain.Needs, "e", []domain.ID{a})
		},
	} {
		found, err := other()
		require.NoError(t, err)
		require.Empty(t, found)
	}
	sample, err := db.MeaningSample(ctx, domain.Technologies, "e", 10)
	require.NoError(t, err)
	require.Len(t, sample, 2)
	require.NoError(t, db.DropMeanings(ctx, domain.Technologies, []domain.ID{a}))
	require.NoError(t, db.DropUnpublishedMeanings(ctx, domain.Technologies))
	sample, err = db.MeaningSample(ctx, domain.Technologies, "e", 10)
	require.NoError(t, err)
	require.Empty(t, sample, "neither is a published technology")
}

// Of those who measure an encoder at once one has its frame used, and no generation is
// left out or used twice.
func TestMeaningFramesTakeTurns(t *testing.T) {
	db, ctx := open(t), t.Context()
	for generation := int64(1); generation < 4; generation++ {
		var wait sync.WaitGroup
		won := make(chan bool, 4)
		for range cap(won) {
			wait.Go(func() {
				stored, err := db.StoreMeaningFrame(ctx, postgres.MeaningFrame{Encoder: "e", Generation: generation, Queries: []byte{1, 0}, Passages: []byte{2, 0}, Spread: .1})
				won <- err == nil && stored
			})
		}
		wait.Wait()
		close(won)
		winners := 0
		for w := range won {
			if w {
				winners++
			}
		}
		require.Equal(t, 1, winners)
	}
	stored, err := db.StoreMeaningFrame(ctx, postgres.MeaningFrame{Encoder: "e", Generation: 9, Queries: []byte{1, 0}, Passages: []byte{2, 0}, Spread: .1})
	require.NoError(t, err)
	require.False(t, stored)
	f, err := db.MeaningFrame(ctx, "e")
	require.NoError(t, err)
	require.EqualValues(t, 3, f.Generation)
}

// What is not encoded as it is now is found, page by page, and counted.
func TestUnencoded(t *testing.T) {
	l, ctx := openLibrary(t), t.Context()
	var made []domain.Technology
	for range 5 {
		m, err := l.CreateTechnology(ctx, l.lister(), domain.Technology{OrganisationID: l.university.ID, Title: "石墨烯散热膜", Abstract: "一种制备方法", Field: "materials", Confidentiality: "public"})
		require.NoError(t, err)
		for _, step := range []string{"submit", "publish"} {
			m, err = l.StepTechnology(ctx, bureau, m.ID, m.Version, step, "")
			require.NoError(t, err)
		}
		made = append(made, m)
	}
	require.NoError(t, l.StoreMeanings(ctx, domain.Technologies, "e", []postgres.Meaning{
		told(made[1].ID, made[1].Version, 'x'), told(made[2].ID, made[2].Version-1, 'x'),
		{ID: made[3].ID, Version: made[3].Version, Digest: make([]byte, 16)}}))
	var found []domain.ID
	for after := (domain.ID{}); ; {
		page, err := l.Unencoded(ctx, domain.Technologies, "e", after, 2)
		require.NoError(t, err)
		if len(page) == 0 {
			break
		}
		found, after = append(found, page...), page[len(page)-1]
	}
	require.Equal(t, []domain.ID{made[0].ID, made[2].ID, made[4].ID}, found)
	c, err := l.MeaningCoverage(ctx, domain.Technologies, "e")
	require.NoError(t, err)
	require.Equal(t, postgres.MeaningCoverage{Records: 5, Encoded: 2, Refused: 1}, c)
	c, err = l.MeaningCoverage(ctx, domain.Technologies, "another")
	require.NoError(t, err)
	require.Equal(t, postgres.MeaningCoverage{Records: 5}, c)
	_, err = l.Unencoded(ctx, domain.Dockings, "e", domain.ID{}, 2)
	require.Error(t, err)
}
