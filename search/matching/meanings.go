package matching

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"log/slog"

	"github.com/prometheus/client_golang/prometheus"

	"sanku/domain"
	"sanku/domain/postgres"
	"sanku/search/meaning"
)

// Meanings keeps what the records' texts mean as an encoder tells it. It is an extra:
// what is not known yet is judged by words alone, and the feed has it judged again when
// it becomes known.
//
// Needs ask and technologies answer. Experts and policies are judged by words: what
// decides on them is structured.
type Meanings struct {
	db      *postgres.DB
	encoder meaning.Encoder
	live    *meaning.Live
	log     *slog.Logger
}

// NewMeanings keeps the meanings that encoder tells in db. Metrics may be nil.
func NewMeanings(db *postgres.DB, encoder meaning.Encoder, log *slog.Logger, metrics prometheus.Registerer) (*Meanings, error) {
	live, err := meaning.NewLive(encoder, log, metrics)
	return &Meanings{db, encoder, live, log}, err
}

// meant are the kinds of record whose meanings are kept.
var meant = []domain.Resource{domain.Needs, domain.Technologies}

// UseMeanings has m judge by what texts mean, too. It is called before any other method,
// or not at all.
func (m *Matcher) UseMeanings(meanings *Meanings) { m.meanings = meanings }

// lens is how an encoder's vectors are looked at, for as long as they are.
type lens struct {
	meaning.Frame
	encoder    string
	generation int64
}

// algorithm names what matches are judged by besides their weights.
func (l *lens) algorithm() string { return fmt.Sprintf("~%s.%d", l.encoder, l.generation) }

// lens returns how vectors are looked at, nil while there is no encoder or nothing is
// known of its vectors yet.
func (m *Meanings) lens(ctx context.Context) (*lens, error) {
	if m == nil {
		return nil, nil
	}
	stored, err := m.db.MeaningFrame(ctx, m.encoder.Name())
	if errors.Is(err, domain.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	l := &lens{encoder: stored.Encoder, generation: stored.Generation}
	l.Spread = stored.Spread
	if l.Queries, err = meaning.Unpack(stored.Queries); err == nil {
		l.Passages, err = meaning.Unpack(stored.Passages)
	}
	return l, err
}

// digest tells one text from another.
func digest(text string) []byte {
	sum := sha256.Sum256([]byte(text))
	return sum[:16]
}

// needMeaning and technologyMeaning are the texts that are encoded. Of what is blind they
// are what every member sees: the rest is told to no other server.
func needMeaning(n domain.Need) string {
	if n.Confidentiality == "blind" {
		n = n.Redacted()
	}
	return meaning.Shorten(needText(n))
}

func technologyMeaning(t domain.Technology) string {
	if t.Confidentiality == "blind" {
		t = t.Redacted()
	}
	return meaning.Shorten(lines(t.Title, t.Abstract, t.Description))
}

// vectors returns those that are known of texts of one kind, as the texts are now.
func (m *Meanings) vectors(ctx context.Context, l *lens, kind domain.Resource, texts map[domain.ID]string) (map[domain.ID][]float32, error) {
	if l == nil || len(texts) == 0 {
		return nil, nil
	}
	ids := make([]domain.ID, 0, len(texts))
	for id := range texts {
		ids = append(ids, id)
	}
	stored, err := m.db.Meanings(ctx, kind, l.encoder, ids)
	if err != nil {
		return nil, err
	}
	vectors := make(map[domain.ID][]float32, len(stored))
	for id, s := range stored {
		if len(s.Vector) == 0 || string(s.Digest) != string(digest(texts[id])) {
			continue
		}
		v, err := meaning.Unpack(s.Vector)
		if err != nil {
			return nil, err
		}
		if l.Fits(v) {
			vectors[id] = v
		}
	}
	return vectors, nil
}

// ofTechnologies returns the vectors that are known of technologies.
func (m *Meanings) ofTechnologies(ctx context.Context, l *lens, candidates []domain.TechnologyCandidate) (map[domain.ID][]float32, error) {
	if l == nil {
		return nil, nil
	}
	texts := make(map[domain.ID]string, len(candidates))
	for _, c := range candidates {
		texts[c.Technology.ID] = technologyMeaning(c.Technology)
	}
	return m.vectors(ctx, l, domain.Technologies, texts)
}

// ofNeeds returns the vectors that are known of needs.
func (m *Meanings) ofNeeds(ctx context.Context, l *lens, needs []domain.Need) (map[domain.ID][]float32, error) {
	if l == nil {
		return nil, nil
	}
	texts := make(map[domain.ID]string, len(needs))
	for _, n := range needs {
		texts[n.ID] = needMeaning(n)
	}
	return m.vectors(ctx, l, domain.Needs, texts)
}

// askNow has the encoder tell a need's vector while a person waits; nil when it does not.
func (m *Meanings) askNow(ctx context.Context, l *lens, n domain.Need) []float32 {
	if l == nil {
		return nil
	}
	v := m.live.Query(ctx, needMeaning(n))
	if !l.Fits(v) {
		return nil
	}
	return v
}
