package bench

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"unicode/utf8"

	"sanku/search"
)

// How a library is made up: so that distinct words, and with them pairs and
// phrases, grow about as they do in abstracts of Chinese science, and that as
// large a share of documents has the commonest word, the hundredth and so on.
const (
	topics     = 256
	topicWords = 1000  // of one topic
	commonest  = 300.0 // words that belong to no topic
	rarest     = 30_000.0
	inBody     = 0.5  // the share of words that are the topic's
	inTitle    = 0.85 // the same of a title
	strays     = 0.3  // the share of documents that touch on a second topic
	digression = 0.3  // how much of the topic's words those take from it
	habit      = 0.65 // the chance that a word is one that usually follows the last
	usual      = 2    // how many words those are

	bodyWords  = 130.0 // of the median document; analysis finds 160, with those inside others
	bodySpread = 0.35  // the standard deviation of the length's logarithm
	titleRunes = 12    // a title is complete from here on
	longest    = 20    // runes of a title
	particleAt = 0.18  // the chance of a function word before a word
	sentence   = 14    // words to a full stop, on average
)

// The texts of each set are numbered from 0.
const (
	documentSet = iota
	needSet
	threeSet
)

// Library is a library of made-up Chinese texts: every document follows from the
// seed and its number alone. It is safe for concurrent use.
type Library struct {
	seed   uint64
	words  []string
	follow [][usual]follower
	common zipf // over words
	shape  zipf // over the words of any topic
	topic  zipf // over topics
	topics [][]int32
}

// follower is a word that usually follows another: in the language, and, by its
// rank, in a topic.
type follower struct{ word, rank int32 }

// NewLibrary returns the library that seed stands for.
func NewLibrary(seed uint64) *Library {
	words := vocabulary()
	l := &Library{
		seed: seed, words: words,
		// Without its particles a language starts flatter than by Zipf's own
		// law, and ends steeper.
		common: newZipf(len(words), 1.4, 100),
		shape:  newZipf(topicWords, 1.1, 2),
		topic:  newZipf(topics, 0.6, 5),
	}
	r := rand.New(rand.NewPCG(seed, math.MaxUint64))
	l.follow = make([][usual]follower, len(words))
	for w := range l.follow {
		for i := range usual {
			l.follow[w][i] = follower{int32(l.common.draw(r)), int32(l.shape.draw(r))}
		}
	}
	for range topics {
		l.topics = append(l.topics, l.newTopic(r))
	}
	return l
}

// newTopic chooses words evenly over the logarithm of their rank: common words
// belong to many topics, rare ones to one or none.
func (l *Library) newTopic(r *rand.Rand) []int32 {
	span := math.Log(rarest / commonest)
	chosen := make([]int32, 0, topicWords)
	seen := make(map[int32]bool, topicWords)
	for len(chosen) < topicWords {
		w := int32(commonest * math.Exp(r.Float64()*span))
		if !seen[w] {
			seen[w] = true
			chosen = append(chosen, w)
		}
	}
	return chosen
}

// Document returns document n. Its id has the form and the order of a UUIDv7.
func (l *Library) Document(n int) search.Document {
	w := l.writer(documentSet, n)
	title := w.title()
	length := int(bodyWords * math.Exp(bodySpread*w.NormFloat64()))
	return search.Document{ID: documentID(n, w.Uint64()), Version: 1, Title: title, Body: w.text(min(max(length, 30), 800))}
}

// epoch is the millisecond of which document 0 has its id; one is made every
// second.
const epoch = 0x01900000_0000

func documentID(n int, random uint64) string {
	ms := uint64(epoch + 1000*n)
	return fmt.Sprintf("%08x-%04x-7%03x-%04x-%012x", ms>>16, ms&0xffff, random&0xfff, 0x8000|random>>12&0x3fff, random>>16&0xffffffffffff)
}

// writer writes one text.
type writer struct {
	*Library
	*rand.Rand
	subject, aside []int32
	strays         float64 // the share of the topic's words that are the aside's
	last           int32   // the word before; -1: none
}

func (l *Library) writer(set, n int) *writer {
	r := rand.New(rand.NewPCG(l.seed<<2|uint64(set), uint64(n)))
	w := &writer{Library: l, Rand: r, last: -1}
	w.subject, w.aside = l.topics[l.topic.draw(r)], l.topics[l.topic.draw(r)]
	if r.Float64() < strays {
		w.strays = digression
	}
	return w
}

// word draws a word: one that usually follows the last, or one of the topic with
// the given chance, else of the language.
func (w *writer) word(topical float64) string {
	w.last = w.next(topical)
	return w.words[w.last]
}

func (w *writer) next(topical float64) int32 {
	topic := w.subject
	if w.strays > 0 && w.Float64() < w.strays {
		topic = w.aside
	}
	usually, ofTopic := w.last >= 0 && w.Float64() < habit, w.Float64() < topical
	switch {
	case usually && ofTopic:
		return topic[w.follow[w.last][w.IntN(usual)].rank]
	case usually:
		return w.follow[w.last][w.IntN(usual)].word
	case ofTopic:
		return topic[w.shape.draw(w.Rand)]
	}
	return int32(w.common.draw(w.Rand))
}

// title writes 12 to 20 characters.
func (w *writer) title() string {
	var b strings.Builder
	for n := 0; n < titleRunes; {
		word := w.word(inTitle)
		if size := utf8.RuneCountInString(word); n+size <= longest {
			b.WriteString(word)
			n += size
		}
	}
	return b.String()
}

// text writes sentences of so many words altogether, particles apart.
func (w *writer) text(words int) string {
	var b strings.Builder
	b.Grow(words * 9)
	for i := range words {
		if w.Float64() < particleAt {
			b.WriteString(particles[int(w.Float64()*w.Float64()*float64(len(particles)))])
		}
		b.WriteString(w.word(inBody))
		switch mark := w.IntN(sentence); {
		case i == words-1 || mark == 0:
			b.WriteString("。")
		case mark == 1:
			b.WriteString("，")
		}
	}
	return b.String()
}

// chunk is how many documents are written at a time.
const chunk = 500

// Each calls use with the documents from number from up to number to, in order,
// some at a time. It writes them on every processor, a few chunks ahead.
func (l *Library) Each(ctx context.Context, from, to int, use func([]search.Document) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	ahead := make(chan chan []search.Document, runtime.GOMAXPROCS(0))
	go l.write(ctx, from, to, ahead)
	for next := range ahead {
		if err := use(<-next); err != nil {
			return err
		}
	}
	return context.Cause(ctx)
}

func (l *Library) write(ctx context.Context, from, to int, ahead chan<- chan []search.Document) {
	defer close(ahead)
	for ; from < to && ctx.Err() == nil; from += chunk {
		next := make(chan []search.Document, 1)
		select {
		case ahead <- next:
		case <-ctx.Done():
			return
		}
		first := from
		go func() { next <- l.Documents(first, min(first+chunk, to)) }()
	}
}

// Documents returns the documents from number from up to number to.
func (l *Library) Documents(from, to int) []search.Document {
	docs := make([]search.Document, 0, to-from)
	for n := range to - from {
		docs = append(docs, l.Document(from+n))
	}
	return slices.Clip(docs)
}
