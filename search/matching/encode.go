package matching

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"sanku/domain"
	"sanku/domain/postgres"
	"sanku/search/meaning"
)

// encodeBatch is how many records are encoded and stored at once; what is done is kept
// when the rest fails.
const encodeBatch = 32

// meantText is the text of a published record.
type meantText struct {
	id      domain.ID
	version int64
	text    string
}

// Encode brings what is known of records of one kind up to date: it asks the encoder
// about texts that are new or changed, and forgets records that are not published.
func (m *Meanings) Encode(ctx context.Context, kind domain.Resource, refs []domain.ID) error {
	texts, gone, err := m.texts(ctx, kind, refs)
	if err != nil {
		return err
	}
	if len(gone) > 0 {
		if err := m.db.DropMeanings(ctx, kind, gone); err != nil {
			return err
		}
	}
	changed, seen, err := m.compare(ctx, kind, texts)
	if err != nil {
		return err
	}
	if len(seen) > 0 {
		if err := m.db.SeeMeanings(ctx, kind, seen); err != nil {
			return err
		}
	}
	for batch := range slices.Chunk(changed, encodeBatch) {
		if err := m.encode(ctx, kind, batch); err != nil {
			return err
		}
	}
	return nil
}

// texts reads the published ones of refs, and says which are not.
func (m *Meanings) texts(ctx context.Context, kind domain.Resource, refs []domain.ID) (texts []meantText, gone []domain.ID, err error) {
	today := domain.DateOf(m.db.Now())
	switch kind {
	case domain.Needs:
		texts, err = readEach(ctx, refs, m.db.NeedsByIDs, func(n domain.Need) (meantText, bool) {
			return meantText{n.ID, n.Version, needMeaning(n)}, published(n.State, n.ValidUntil, today)
		})
	case domain.Technologies:
		texts, err = readEach(ctx, refs, m.db.TechnologiesByIDs, func(t domain.Technology) (meantText, bool) {
			return meantText{t.ID, t.Version, technologyMeaning(t)}, published(t.State, t.ValidUntil, today)
		})
	default:
		err = fmt.Errorf("matching: no meanings of kind %q", kind)
	}
	gone = slices.DeleteFunc(slices.Clone(refs), func(id domain.ID) bool {
		return slices.ContainsFunc(texts, func(t meantText) bool { return t.id == id })
	})
	return texts, gone, err
}

// compare tells texts that the encoder has not told of from those that only have a
// later version.
func (m *Meanings) compare(ctx context.Context, kind domain.Resource, texts []meantText) (changed []meantText, seen []postgres.Meaning, err error) {
	ids := make([]domain.ID, len(texts))
	for i, t := range texts {
		ids[i] = t.id
	}
	stored, err := m.db.Meanings(ctx, kind, m.encoder.Name(), ids)
	for _, t := range texts {
		s, ok := stored[t.id]
		switch {
		case !ok || string(s.Digest) != string(digest(t.text)):
			changed = append(changed, t)
		case s.Version < t.version:
			seen = append(seen, postgres.Meaning{ID: t.id, Version: t.version})
		}
	}
	return changed, seen, err
}

// encode asks about a batch and stores what is told.
func (m *Meanings) encode(ctx context.Context, kind domain.Resource, batch []meantText) error {
	vectors, err := m.ask(ctx, kind, batch)
	if err != nil {
		return err
	}
	if err := m.fit(ctx, vectors); err != nil {
		return err
	}
	told := make([]postgres.Meaning, len(batch))
	for i, t := range batch {
		told[i] = postgres.Meaning{ID: t.id, Version: t.version, Digest: digest(t.text), Vector: meaning.Pack(vectors[i])}
	}
	return m.db.StoreMeanings(ctx, kind, m.encoder.Name(), told)
}

// fit checks that vectors can be compared with those that there are.
func (m *Meanings) fit(ctx context.Context, vectors [][]float32) error {
	l, err := m.lens(ctx)
	if err != nil || l == nil {
		return err
	}
	for _, v := range vectors {
		if len(v) > 0 && !l.Fits(v) {
			return fmt.Errorf("encoder %s told of texts in %d dimensions and now does in %d: another model needs another name", l.encoder, len(l.Queries), len(v))
		}
	}
	return nil
}

// ask has a batch encoded. Of one that is refused each text is tried by itself; a text
// that is refused has no vector.
func (m *Meanings) ask(ctx context.Context, kind domain.Resource, batch []meantText) ([][]float32, error) {
	texts := make([]string, len(batch))
	for i, t := range batch {
		texts[i] = t.text
	}
	encode := m.encoder.Passages
	if kind == domain.Needs {
		encode = m.encoder.Queries
	}
	vectors, err := encode(ctx, texts)
	if !errors.Is(err, meaning.ErrRefused) {
		return vectors, err
	}
	if len(batch) == 1 {
		m.log.Warn("text is judged by its words alone: the embedding endpoint refuses it", "kind", kind, "record", batch[0].id, "error", err)
		return [][]float32{nil}, nil
	}
	for i := range batch {
		one, err := m.ask(ctx, kind, batch[i:i+1])
		if err != nil {
			return nil, err
		}
		vectors = append(vectors, one...)
	}
	return vectors, nil
}
