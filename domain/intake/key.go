package intake

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"sanku/domain"
)

// keys gives every row of a file the key by which it is found again, and finds rows
// that stand in the file twice.
type keys struct {
	rows    map[string]int // the row that has a key
	content map[string]int // the row that says just this, by digest
	several map[string]int // the last ordinal among rows of one name
}

func newKeys() *keys {
	return &keys{rows: map[string]int{}, content: map[string]int{}, several: map[string]int{}}
}

// assign gives row a key when it has none: a digest of its title and organisation,
// with an ordinal where the file has several of the same name that say different
// things. A key that the file has already, or the same row again, is a fault.
func (k *keys) assign(row *domain.ImportRow) {
	if row.Record == nil {
		return
	}
	own := row.Key != ""
	if !own {
		body := digest(row.Organisation, row.Record)
		if first, again := k.content[body]; again {
			k.refuse(row, "", first)
			return
		}
		k.content[body] = row.Number
		row.Key = "#" + digest(row.Organisation, row.Title)[:24]
		for base := row.Key; k.rows[row.Key] != 0; {
			k.several[base]++
			row.Key = fmt.Sprintf("%s-%d", base, k.several[base]+1)
		}
	}
	if first, again := k.rows[row.Key]; again {
		k.refuse(row, "key", first)
		return
	}
	k.rows[row.Key] = row.Number
}

func (k *keys) refuse(row *domain.ImportRow, field string, first int) {
	f := fault(field, fmt.Sprintf("与第 %d 行重复", first), fmt.Sprintf("repeats row %d", first))
	f.Row = row.Number
	row.Faults = append(row.Faults, *f)
}

func digest(organisation string, what any) string {
	b, _ := json.Marshal(what) // records and strings: cannot fail, numbers are finite
	sum := sha256.Sum256(append([]byte(organisation+"\x00"), b...))
	return hex.EncodeToString(sum[:])
}
