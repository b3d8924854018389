package search

import (
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"

	index "github.com/blevesearch/bleve_index_api"
)

// formatVersion rises when what this package keeps on disk around the
// documents changes: the state, the manifest or the names of files.
const formatVersion = 1

// stateKey is where an index keeps its state.
var stateKey = []byte("sanku")

// state says what an index holds. It is written in the same batch as the
// documents, so the two cannot disagree, whenever the process dies.
type state struct {
	Format   int      `json:"format"`
	Mapping  string   `json:"mapping"`  // what mappingHash returned when the index was made
	Epoch    string   `json:"epoch"`    // the history that Position belongs to
	Position Position `json:"position"` // every change at or before it is in the index
}

var errNoState = errors.New("search: index has no readable state")

// encode returns s with a checksum before it: bleve checks none of its bytes,
// and a cursor with a flipped bit would skip changes for ever.
func (s state) encode() []byte {
	body, err := json.Marshal(s)
	if err != nil {
		panic(err) // a struct of strings and numbers
	}
	return append(fmt.Appendf(nil, "%08x ", crc32.ChecksumIEEE(body)), body...)
}

func decodeState(b []byte) (s state, err error) {
	var sum uint32
	if len(b) < 9 {
		return s, errNoState
	}
	if _, err := fmt.Sscanf(string(b[:9]), "%08x ", &sum); err != nil || sum != crc32.ChecksumIEEE(b[9:]) {
		return s, errNoState
	}
	if err := json.Unmarshal(b[9:], &s); err != nil {
		return s, errNoState
	}
	return s, nil
}

func readState(r index.IndexReader) (state, error) {
	b, err := r.GetInternal(stateKey)
	if err != nil {
		return state{}, err
	}
	return decodeState(b)
}
